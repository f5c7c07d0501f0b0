"""The line plot: reads, labels and describes what it is given, and paints it without a word from Qt."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPalette

from explorer.drawing.theme import DARK, LIGHT
from explorer.ui.plots import Axes, Line, LinePlot, nice_step, spread, written, y_range

AXES = Axes(title="Clicks", unit=" %", x_name="rounds", band_says="80 % of the runs", least_span=20)
RISING = Line(name="clicks", values=[60.0, 65.0, 72.5], low=[58.0, 64.0, 71.0], high=[61.0, 66.0, 74.0])
FALLING = Line(name="value", values=[100.0, 90.0, 77.0], hue=1)
values = st.floats(-1e6, 1e6, allow_nan=False) | st.just(math.nan)


def plot_of(qtbot, *lines, axes=AXES):
    """A plot that is shown, of a size a person would have."""
    plot = LinePlot(axes)
    qtbot.addWidget(plot)
    plot.resize(340, 190)
    plot.show_lines(lines)
    return plot


def test_every_line_is_labelled_where_it_ends(qtbot):
    """The value first, with its unit, then the name."""
    plot = plot_of(qtbot, RISING, FALLING)
    assert plot.end_labels() == [("72.5 %", "clicks"), ("77.0 %", "value")]


def test_what_is_drawn_is_told_in_words(qtbot):
    """From where to where, over how long, and between which values most of it lies; nothing is said to be nothing."""
    plot = plot_of(qtbot, RISING)
    assert plot.accessibleName() == "Clicks"
    assert plot.accessibleDescription() == (
        "clicks: from 60.0 % to 72.5 % over 2 rounds; 80 % of the runs from 71.0 % to 74.0 %."
    )
    plot.show_lines(())
    assert plot.accessibleDescription() == "Nothing is shown yet."


def test_arrow_keys_read_the_lines_elsewhere(qtbot):
    """Left goes back from the end, Home to the start, no key goes further than there are values, Escape lets go."""
    plot = plot_of(qtbot, RISING)
    read = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Escape):
        qtbot.keyClick(plot, key)
        read.append(plot.end_labels()[0][0])
    assert read == ["65.0 %", "60.0 %", "60.0 %", "65.0 %", "72.5 %"]
    assert plot.place is None


def test_the_mouse_reads_the_nearest_place(qtbot):
    """At the left of the area the start; beside the area the end."""
    plot = plot_of(qtbot, RISING)
    plot.show()
    qtbot.mouseMove(plot, QPoint(50, 80))
    assert plot.place == 0
    qtbot.mouseMove(plot, QPoint(335, 80))
    assert plot.place is None


def test_a_place_that_is_no_more_is_let_go(qtbot):
    """Shorter lines are read at their own end."""
    plot = plot_of(qtbot, Line(name="long", values=[1.0] * 9))
    plot.read_at(7)
    plot.show_lines((RISING,))
    assert plot.place is None
    assert plot.end_labels() == [("72.5 %", "clicks")]


def test_where_there_is_no_value_the_line_has_a_gap_and_says_nothing(qtbot):
    """Not zero: nothing was shown, so there is no share of it."""
    gap = Line(
        name="clicks", values=[60.0, math.nan, math.nan], low=[59.0, math.nan, math.nan], high=[61.0] * 3
    )
    plot = plot_of(qtbot, gap)
    assert plot.end_labels() == [("nothing", "clicks")]
    assert not plot.grab().isNull()


@pytest.mark.parametrize(("theme", "window"), [(LIGHT, "#F9FAFB"), (DARK, "#161B26")])
def test_its_colours_follow_the_window(qtbot, theme, window):
    """The line is drawn in the theme's accent, for a light and for a dark window."""
    plot = plot_of(qtbot, Line(name="flat", values=[50.0] * 9))
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, QColor(window))
    plot.setPalette(palette)
    image = plot.grab().toImage()
    found = {image.pixelColor(120, y).name().upper() for y in range(image.height())}
    assert theme.accent.upper() in found


@given(st.floats(1e-9, 1e9), st.integers(1, 20))
def test_steps_are_round_and_few_enough(span, most):
    """1, 2 or 5 times a power of ten, never more of them than asked for, and no step needlessly large."""
    step = nice_step(span, most)
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert min(abs(mantissa - each) for each in (1, 2, 5, 10)) < 1e-6
    assert span / step <= most * (1 + 1e-6)
    assert span / (step / 2.5) > most * (1 - 1e-6)


@given(st.lists(values, min_size=1, max_size=8), st.floats(0, 100), st.none() | st.just(0.0))
def test_every_value_lies_within_the_axis(numbers, least, floor):
    """The axis ends on ticks, spans at least what was asked for, and shows its floor."""
    axes = Axes(title="", unit="", x_name="rounds", floor=floor, least_span=least)
    low, high, step = y_range(axes, [Line(name="", values=numbers)], 5)
    finite = [v for v in numbers if math.isfinite(v)] + ([] if floor is None else [floor])
    slack = 1e-6 * max(1.0, abs(low), abs(high))
    assert all(low - slack <= v <= high + slack for v in finite)
    assert high - low >= least - slack
    assert high - low >= step * (1 - 1e-9) > 0


@given(st.lists(st.floats(-50, 150), max_size=5))
def test_labels_do_not_cover_one_another(tops):
    """They keep their order and their height apart, inside the bounds, and stay where nothing is in the way."""
    placed = spread(tops, 20, 0, 120)
    ranked = [placed[i] for i in sorted(range(len(tops)), key=lambda i: tops[i])]
    assert all(b - a >= 20 - 1e-9 for a, b in pairwise(ranked))
    assert all(-1e-9 <= top <= 100 + 1e-9 for top in placed)
    apart = sorted(tops)
    if all(b - a >= 20 for a, b in pairwise(apart)) and all(0 <= t <= 100 for t in tops):
        assert placed == pytest.approx(tops)


def test_values_are_written_as_exactly_as_the_axis_steps():
    """Whole steps need no decimals, small steps do."""
    assert [written(v, " %", s) for v, s in ((40, 10), (0.25, 0.05), (1234.5, 0.5))] == [
        "40 %",
        "0.25 %",
        "1,234.5 %",
    ]
