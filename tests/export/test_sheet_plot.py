"""The plot in the sheet: nothing is drawn where nothing was seen, everything lies within, and it is told in words."""

import re
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.histories.comparison import PlotPoint
from explorer.analysis.histories.parting import Course
from explorer.drawing.text import width
from explorer.export.sheet_plot import plot_svg
from tests.export.sheets import parted
from tests.export.test_svg import HOSTILE

NAMES = ("late-share", "repeat-orders")
NUMBER = r"-?\d+(?:\.\d+)?"


def plotted(comparison, names=NAMES):
    """The plot, read again."""
    return ElementTree.fromstring(plot_svg(comparison, names, "h1"))  # noqa: S314 - our own


def courses(svg):
    """The points of each line, run by run: the two with no fill that are two pixels wide and more than a mark."""
    ways = [p.get("d") for p in svg.iter("path") if p.get("stroke-width") == "2"]
    runs = [[re.findall(NUMBER, part) for part in way.split("M")[1:]] for way in ways]
    drawn = [
        [[tuple(map(float, run[i : i + 2])) for i in range(0, len(run), 2)] for run in way] for way in runs
    ]
    return [way for way in drawn if not (len(way) == 1 and way[0][0][1] == way[0][-1][1] == 11)]


def texts(svg):
    """Every text with where it begins or ends."""
    return {"".join(t.itertext()): t for t in svg.iter("text")}


def test_it_is_told_in_words():
    """Title and description, for whoever does not see it."""
    svg = plotted(parted())
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == [svg.find("title").get("id"), svg.find("desc").get("id")]
    assert svg.find("title").text == "late-share and repeat-orders, 2026-04-06 to 2026-10-26"
    assert svg.find("desc").text == " ".join(parted().sentences)


def test_two_without_a_day_in_common_have_no_plot():
    """Axes without a line would look like a flat one."""
    assert plot_svg(replace(parted(), points=()), NAMES, "h1") == ""


def test_a_gap_is_a_gap_and_the_parting_stands_at_its_day():
    """The eighth week has no metric; the dotted line is twenty weeks of twenty-nine from the left."""
    svg = plotted(parted())
    metric, objective = courses(svg)
    assert ([len(run) for run in metric], [len(run) for run in objective]) == ([7, 22], [30])
    (dotted,) = [p for p in svg.iter("path") if p.get("stroke-dasharray") == "1.5 2.5"]
    x = float(re.findall(NUMBER, dotted.get("d"))[0])
    assert x == pytest.approx(objective[0][20][0], abs=0.01)
    assert "parted since 2026-08-24" in texts(svg)
    assert not [t for t in texts(plotted(parted(course=Course.TOGETHER))) if "parted" in t]


def test_the_lines_differ_by_dash_and_each_has_its_scale():
    """On paper and without colour too."""
    svg = plotted(parted())
    dashes = [p.get("stroke-dasharray") for p in svg.iter("path") if p.get("stroke-width") == "2"]
    assert set(dashes) == {None, "6 4"}
    assert {"0.18", "0.30", "80.0", "85.0"} <= set(texts(svg))
    assert {"late-share (left scale)", "repeat-orders (right scale)"} <= set(texts(svg))


def test_what_never_changes_has_one_value_on_its_scale():
    """Not the same one twice, as if it were at two heights."""
    flat = tuple(replace(p, objective=5.0) for p in parted().points)
    assert ["".join(t.itertext()) for t in plotted(replace(parted(), points=flat)).iter("text")].count(
        "5.0"
    ) == 1


@given(
    st.lists(
        st.tuples(*[st.none() | st.floats(allow_nan=False, allow_infinity=False)] * 2),
        min_size=1,
        max_size=40,
    ),
    st.integers(0, 60),
)
def test_whatever_was_seen_lies_within(values, later):
    """Every run of values is one line, in the order of time, between the axes; every text is on the page."""
    start = date(2026, 1, 5)
    points = tuple(PlotPoint(start + timedelta(weeks=i), *both) for i, both in enumerate(values))
    since = start + timedelta(weeks=later)
    svg = plotted(replace(parted(), points=points, since=since, earliest=since, latest=since))
    known = [[v is not None for v in side] for side in zip(*values, strict=True)]
    expected = [re.findall("1+", "".join("01"[k] for k in side)) for side in known if any(side)]
    drawn = courses(svg)
    assert [[max(len(r), 2) for r in side] for side in expected] == [[len(r) for r in side] for side in drawn]
    for x, y in [point for side in drawn for run in side for point in run]:
        assert 54 <= x <= 388
        assert 40 <= y <= 148
    for words, element in texts(svg).items():
        x, wide = float(element.get("x")), width(words, 10.5)
        start_x = {"end": x - wide, "middle": x - wide / 2}.get(element.get("text-anchor"), x)
        assert start_x >= 0
        assert start_x + wide <= 440


@pytest.mark.parametrize("name", [*HOSTILE, "a-very-long-name-" * 12])
def test_a_name_is_text_and_leaves_room_for_the_other(name):
    """Shortened in the plot, whole in its title."""
    svg = plotted(parted(), (name, name))
    long = [t for t in texts(svg) if t.endswith("scale)")]
    assert len(long) == 2
    assert all(width(t, 10.5) <= 190 for t in long)
