"""`export`: the picture or the system as a file."""

import json
import os
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from explorer.cli import export
from explorer.domain.changes import MoveNodes
from explorer.domain.geometry import Point
from explorer.drawing.theme import theme_named
from explorer.session.loading import open_sources
from explorer.session.session import Session

SVG = "{http://www.w3.org/2000/svg}"


def texts(path):
    """Every text of an SVG file, in one string."""
    return " ".join("".join(e.itertext()) for e in ElementTree.parse(path).iter(f"{SVG}text"))  # noqa: S314 - our own


@pytest.mark.parametrize("layout", ["quick", "graphviz"])
def test_the_picture_holds_every_node_as_text(ripplemap, shop, tmp_path, layout):
    """And exporting twice gives the same bytes."""
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    for path in (first, second):
        ran = ripplemap("export", shop, "-o", path, "--layout", layout)
        assert (ran.status, ran.out) == (0, "")
        assert f"Wrote {path}." in ran.err
    assert first.read_bytes() == second.read_bytes()
    assert all(name in texts(first) for name in ("ranker", "clicks", "prices", "alert"))


def test_a_what_if_is_drawn(ripplemap, shop, tmp_path):
    """The question stands in the picture, and the legend explains its marks."""
    ripplemap("export", shop, "-o", tmp_path / "a.svg", "--layout", "quick", "--what-if", "outage:ranker")
    assert "What if ranker is down?" in texts(tmp_path / "a.svg")
    assert "breaks" in texts(tmp_path / "a.svg").lower()


def test_a_focus_shows_only_what_lies_around(ripplemap, shop, tmp_path):
    """One step by default; as many as --hops says."""
    path = tmp_path / "a.svg"
    ripplemap("export", shop, "-o", path, "--layout", "quick", "--focus", "alert")
    assert "scores" in texts(path)
    assert "clicks" not in texts(path)
    ripplemap("export", shop, "-o", path, "--layout", "quick", "--focus", "alert", "--hops", "3")
    assert "clicks" in texts(path)


@pytest.mark.parametrize("layout", ["quick", "graphviz"])
def test_closed_teams_are_drawn_as_cards(ripplemap, shop, tmp_path, layout):
    """With what is in them in the place of their nodes; the file says that they are closed."""
    path = tmp_path / "a.svg"
    ran = ripplemap("export", shop, "-o", path, "--layout", layout, "--closed", "WEB")
    assert (ran.status, ran.out) == (0, "")
    drawn = texts(path)
    assert "1 of 2 teams closed: 2 of 8 nodes" in drawn
    assert "2 nodes: 1 dataset and 1 consumer" in drawn
    assert "ranker" in drawn
    assert "clicks" not in drawn


def test_an_overview_is_a_picture_of_teams(ripplemap, shop, tmp_path):
    """As the window draws it; the edges between two teams are one, with their number."""
    path = tmp_path / "a.svg"
    assert ripplemap("export", shop, "-o", path, "--layout", "quick", "--overview").status == 0
    drawn = texts(path)
    assert "2 of 2 teams closed: 6 of 8 nodes" in drawn
    assert "ranker" not in drawn
    ids = [each.get("id", "") for each in ElementTree.parse(path).iter(f"{SVG}g")]  # noqa: S314 - our own
    assert len({i for i in ids if i.startswith("node")}) == 4  # two teams, the world, one that nobody owns
    assert not [i for i in ids if i.startswith("team-")]


def test_a_system_without_teams_has_no_overview(ripplemap, tmp_path):
    """A sentence, and no file."""
    source = tmp_path / "m.yaml"
    source.write_text("ripplemap: 1\nsystem: m\njobs: {a: {}, b: {}}\n", "utf-8")
    ran = ripplemap("export", source, "-o", tmp_path / "a.svg", "--overview")
    assert ran.status == 2
    assert "no team to close" in ran.err


def test_each_theme_has_its_own_ground_and_ink(ripplemap, shop, tmp_path):
    """Light, dark, and in high contrast, where both are as far apart as they can be."""
    grounds = {"light": "#FCFCFD", "dark": "#14161B", "contrast": "#FFFFFF", "contrast-dark": "#000000"}
    for theme, ground in grounds.items():
        path = tmp_path / f"{theme}.svg"
        ripplemap("export", shop, "-o", path, "--layout", "quick", "--theme", theme)
        drawn = ElementTree.parse(path).iter()  # noqa: S314 - our own
        colours = [e.get("fill") for e in drawn if e.get("fill")]
        assert colours[0] == ground
        assert theme_named(theme).text in colours


def test_the_system_as_json_is_what_graph_prints(ripplemap, shop, tmp_path):
    """One shape for both."""
    ripplemap("export", shop, "-o", tmp_path / "a.json")
    assert json.loads((tmp_path / "a.json").read_text()) == ripplemap("graph", shop, "--json").json
    ripplemap("export", shop, "-o", tmp_path / "a.json", "--focus", "alert")
    assert [n["id"] for n in json.loads((tmp_path / "a.json").read_text())["nodes"]] == ["alert", "scores"]


@pytest.mark.parametrize("suffix", [".csv", ".dot", ".graphml"])
def test_the_system_as_data_has_the_same_bytes_each_time(ripplemap, shop, tmp_path, suffix):
    """Whole, or what lies around a node."""
    first, second, part = (tmp_path / f"{name}{suffix}" for name in "abc")
    for path in (first, second):
        ran = ripplemap("export", shop, "-o", path)
        assert (ran.status, ran.out) == (0, "")
        assert f"Wrote {path}." in ran.err
    assert first.read_bytes() == second.read_bytes()
    ripplemap("export", shop, "-o", part, "--focus", "alert")
    assert ("prices" in first.read_text(), "prices" in part.read_text()) == (True, False)


def test_csv_is_two_tables(ripplemap, shop, tmp_path):
    """The edges in the file that is named, the nodes beside it; both are said."""
    ran = ripplemap("export", shop, "-o", tmp_path / "a.csv")
    assert "a-nodes.csv, the nodes." in ran.err
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("from,to,kind,evidence,")
    nodes = (tmp_path / "a-nodes.csv").read_text("utf-8-sig").splitlines()
    assert nodes[0].startswith("id,kind,name,owner,")
    assert [line.split(",")[0] for line in nodes[1:]] == [
        n["id"] for n in ripplemap("graph", shop, "--json").json["nodes"]
    ]


def test_of_the_two_tables_both_are_written_or_none(ripplemap, shop, tmp_path):
    """A folder stands where the edges should be: the nodes are not left behind alone."""
    (tmp_path / "a.csv").mkdir()
    ran = ripplemap("export", shop, "-o", tmp_path / "a.csv")
    assert (ran.status, ran.out) == (2, "")
    assert "could not be written" in ran.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.csv", "shop.yaml"]


def test_a_png_needs_no_display(shop, tmp_path):
    """A process of its own, as on a server, writes it."""
    command = [sys.executable, "-m", "explorer", "export", str(shop), "-o", str(tmp_path / "a.png")]
    away = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    bare = {name: value for name, value in os.environ.items() if name not in away}
    ran = subprocess.run(
        [*command, "--layout", "quick"], env=bare, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_a_picture_for_documents(ripplemap, shop, tmp_path, suffix, start):
    """In both themes, with a question, without a display."""
    path = tmp_path / f"a{suffix}"
    ran = ripplemap(
        "export", shop, "-o", path, "--layout", "quick", "--theme", "dark", "--what-if", "outage:ranker"
    )
    assert (ran.status, ran.out) == (0, "")
    assert path.read_bytes().startswith(start)


def test_libraries_that_are_missing_are_named_with_the_line_that_installs_them(
    ripplemap, shop, tmp_path, monkeypatch
):
    """Before anything is loaded; an SVG needs none of them."""
    monkeypatch.setattr(export, "missing_packages", lambda libraries: ["libgl1", "libegl1"])
    ran = ripplemap("export", shop, "-o", tmp_path / "a.png")
    assert ran.status == 2
    assert "sudo apt-get install -y libgl1 libegl1" in ran.err
    assert ripplemap("export", shop, "-o", tmp_path / "a.svg", "--layout", "quick").status == 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["-o", "a.bmp"], "no kind of file"),
        (["-o", "a"], "no kind of file"),
        (["-o", "a.json", "--theme", "dark"], "--theme is for pictures"),
        (["-o", "a.json", "--overview"], "--overview is for pictures"),
        (["-o", "a.md", "--closed", "web"], "--closed is for pictures"),
        (["-o", "a.svg", "--closed", "serch"], "no team “serch” that owns a node"),
        (["-o", "a.svg", "--closed", "serch"], "Nearest: search."),
        (["-o", "a.csv", "--layout", "quick"], "--layout is for pictures, and .csv holds none"),
        (["-o", "missing/a.png", "--layout", "quick"], "could not be written"),
        (["-o", "missing/a.pdf", "--layout", "quick"], "could not be written"),
        (["-o", "missing/a.csv"], "could not be written"),
        (["-o", "missing/a.dot"], "could not be written"),
        (["-o", "missing/a.graphml"], "could not be written"),
        (["-o", "a.json", "--what-if", "outage:ranker"], "ripplemap what-if --json"),
        (["-o", "a.html", "--theme", "dark"], "--theme is for pictures, and .html holds the sheet"),
        (["-o", "a.md", "--focus", "ranker"], "--focus is for pictures, and .md holds the sheet"),
        (["-o", "missing/a.html", "--layout", "quick"], "could not be written"),
        (["-o", "a.svg", "--hops", "2"], "goes with --focus"),
        (["-o", "a.svg", "--focus", "ranker", "--hops", "-1"], "a number from 0"),
        (["-o", "a.svg", "--focus", "nobody"], "no node “nobody”"),
        (["-o", "a.svg", "--what-if", "outage:nobody"], "no node “nobody”"),
        (["-o", "missing/a.svg", "--layout", "quick"], "could not be written"),
        (["-o", "folder.svg", "--layout", "quick"], "could not be written"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_exported_is_told_and_nothing_written(
    ripplemap, shop, tmp_path, monkeypatch, arguments, part
):
    """A sentence, exit status 2, no rest of a file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.svg").mkdir()
    ran = ripplemap("export", shop, *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert part in ran.err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["folder.svg", "shop.yaml"]


@pytest.mark.parametrize("ending", [".html", ".md"])
def test_the_sheet_is_what_ask_writes(ripplemap, shop, tmp_path, ending):
    """One page by two commands, with the same bytes each time."""
    for path in (tmp_path / f"a{ending}", tmp_path / f"b{ending}"):
        ran = ripplemap("export", shop, "-o", path)
        assert (ran.status, ran.out) == (0, "")
        assert f"Wrote {path}." in ran.err
    ripplemap("ask", shop, "-o", tmp_path / f"c{ending}")
    assert len({(tmp_path / f"{name}{ending}").read_bytes() for name in "abc"}) == 1


def test_places_that_a_person_chose_are_kept(ripplemap, shop, tmp_path):
    """A project's picture has the nodes where they were put."""
    session = Session(open_sources([str(shop)]))
    widths = []
    for place in (Point(300, 200), Point(4000, 3000)):
        session.apply(MoveNodes("Move", {"page": Point(0, 0), "alert": place}))
        session.save_as(tmp_path / "a.ripplemap")
        ripplemap("export", tmp_path / "a.ripplemap", "-o", tmp_path / "a.svg", "--layout", "quick")
        widths.append(float(ElementTree.parse(tmp_path / "a.svg").getroot().get("width")))  # noqa: S314 - our own
    assert widths[0] < 3000 < widths[1]
