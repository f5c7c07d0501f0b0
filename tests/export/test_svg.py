"""SVG: well-formed, harmless, the same bytes for the same picture, and drawn alike by every renderer."""

import re
import unicodedata
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from explorer.analysis.scenarios.edits import edited, parse_additions, parse_removals
from explorer.domain.entities import Edge, Filter, Node, Team
from explorer.domain.geometry import Rect
from explorer.domain.kinds import EdgeKind, NodeKind, Pin
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import PAD_RIGHT, cards_of
from explorer.drawing.compose import compose
from explorer.drawing.edited_layout import with_edits
from explorer.drawing.edits import edits_of, sign_of
from explorer.drawing.marks import EdgeMark, Marks, NodeMark
from explorer.drawing.picture import Edit, Outline, Sight
from explorer.drawing.placing import layout_request
from explorer.drawing.text import width
from explorer.drawing.theme import DARK, LIGHT
from explorer.export import svg
from explorer.export.svg import svg_bytes, svg_text
from explorer.layout.layers import layers
from tests.drawing.by_hand import PARCEL_COLUMNS, by_hand
from tests.drawing.systems import parcels, streamly

SVG = "{http://www.w3.org/2000/svg}"
GOLDEN = Path(__file__).resolve().parent.parent / "golden"

ATTRIBUTES = {
    "svg": {"width", "height", "viewBox", "font-family", "role"},
    "title": set(),
    "desc": set(),
    "g": {"id", "transform"},
    "rect": {"x", "y", "width", "height", "rx", "fill", "stroke", "stroke-width", "stroke-dasharray"},
    "circle": {"cx", "cy", "r", "fill", "stroke", "stroke-width"},
    "path": {"d", "fill", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"},
    "text": {"x", "y", "font-size", "font-weight", "text-anchor", "letter-spacing", "fill"},
}

MARKS = Marks(
    nodes={
        "road-map": NodeMark("wrong"),
        "route-hours": NodeMark("shifts", possible=True, sight=Sight.BLIND),
        "eta": NodeMark("breaks", sight=Sight.SEEN),
        "eta-scores": NodeMark("degraded", wave=1, sight=Sight.SEEN),
        "tracking-page": NodeMark("schema-break", wave=2),
        "past-trips": NodeMark("stale"),
        "courier-app": NodeMark("schema-add", possible=True, wave=1),
    },
    summary="What if road-map gets a new version? 6 of 14 other nodes affected, 2 of them only possibly.",
)


def marked(graph):
    """The marks, and what passes over the edges between marked nodes."""
    passing = {
        key: EdgeMark(MARKS.nodes[key.from_id].effect, MARKS.nodes[key.to_id].possible)
        for key in graph.edges
        if key.from_id in MARKS.nodes and key.to_id in MARKS.nodes
    }
    return replace(MARKS, edges=passing)


def drawn_by_hand(theme=LIGHT, answered=False):
    graph = parcels()
    return compose(graph, by_hand(graph, PARCEL_COLUMNS), theme, marks=marked(graph) if answered else None)


def drawn_with_edits():
    """A new model and a new edge, a removed node and a removed edge."""
    graph = parcels()
    asked = Scenario(
        name="s",
        additions=parse_additions(
            graph, ["model:eta-by-road<-road-map->tracking-page", "past-trips->courier-app"]
        ),
        removals=parse_removals(graph, ["route-hours", "eta->eta-scores"]),
    )
    edits = edits_of(graph, edited(graph, asked), asked)
    wide = with_edits(graph, cards_of(graph), by_hand(graph, PARCEL_COLUMNS), edits, {})
    return compose(wide.graph, wide.layout, LIGHT, marks=marked(graph), cards=wide.cards, edits=edits)


def drawn(graph, **rest):
    return compose(graph, layers(layout_request(graph)), LIGHT, **rest)


PICTURES = {
    "light": lambda: drawn_by_hand(),
    "dark": lambda: drawn_by_hand(DARK),
    "what-if": lambda: drawn_by_hand(answered=True),
    "scenario": lambda: drawn_with_edits(),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_file_is_byte_for_byte_the_golden_one(name):
    """A change of drawing is seen and meant; the message says how to renew the files."""
    expected = (GOLDEN / f"parcels-{name}.svg").read_bytes()
    if expected != svg_text(PICTURES[name]()).encode():
        pytest.fail(
            f"tests/golden/parcels-{name}.svg is no longer what is drawn. If the change is meant, renew it with "
            "`.venv/bin/python -m tests.export.test_svg` from the top folder, and look at it before you commit."
        )


@pytest.mark.parametrize("name", PICTURES)
def test_a_file_that_is_put_together_in_pieces_is_the_same(name, monkeypatch):
    """However many elements a piece has."""
    picture = PICTURES[name]()
    expected = svg_text(picture).encode()
    for piece in (1, 7, 1_000_000):
        monkeypatch.setattr(svg, "_PIECE", piece)
        assert svg_bytes(picture) == expected == svg_text(picture).encode()


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314  # what we have just written


def elements(svg):
    """Every element with its bare name."""
    return [(e.tag.removeprefix(SVG), e) for e in parsed(svg).iter()]


def assert_harmless(svg):
    svg.encode("utf-8")
    for name, element in elements(svg):
        assert set(element.attrib) <= ATTRIBUTES[name], name
        for attribute, value in element.attrib.items():
            if attribute in ("fill", "stroke"):
                assert re.fullmatch("none|#[0-9A-F]{6}", value)
            elif attribute in ("d", "transform"):
                assert re.fullmatch(r"[MLCZtranslate(). 0-9-]+", value)
            elif attribute == "id":
                assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_.-]*", value)
        for text in (element.text or "", element.tail or ""):
            assert not [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs") and c != "\n"]


@pytest.mark.parametrize("name", PICTURES)
def test_only_what_every_renderer_draws_alike_is_written(name):
    """Eight elements, plain attributes, opaque colours; no style, script, link, filter or entity."""
    svg = svg_text(PICTURES[name]())
    assert_harmless(svg)
    assert "<!" not in svg
    assert "\r" not in svg
    assert not re.search(r"\d\.\d{3}", svg)
    assert svg.endswith("</svg>\n")


def test_size_background_title_and_description_come_first():
    """The size is in pixels and the view box the same; an opaque ground lies under everything."""
    for theme in (LIGHT, DARK):
        root = parsed(svg_text(drawn_by_hand(theme)))
        wide, high = root.get("width"), root.get("height")
        assert f"0 0 {wide} {high}" == root.get("viewBox")
        title, description, ground = list(root)[:3]
        assert title.text == "parcel-arrival"
        assert "15 nodes" in description.text
        assert (theme.ground, wide, high) == (ground.get("fill"), ground.get("width"), ground.get("height"))


def test_the_same_picture_gives_the_same_bytes():
    """Neither the order in which a system is stated nor a second run changes anything."""
    graph = streamly()
    turned = SystemGraph.of(
        reversed(graph.nodes.values()), reversed(graph.edges.values()), name=graph.name, as_of=graph.as_of
    )
    assert svg_text(drawn(graph)) == svg_text(drawn(graph)) == svg_text(drawn(turned))


def test_ids_are_unique_and_stay_when_the_system_grows():
    """A node's or an edge's id in the file comes from its own key alone."""
    graph = parcels()
    more = graph.with_parts([Node(id="a-new-one", kind=NodeKind.JOB, name="n")])
    before = [e.get("id") for _, e in elements(svg_text(drawn(graph))) if e.get("id")]
    after = [e.get("id") for _, e in elements(svg_text(drawn(more))) if e.get("id")]
    assert len(before) == len(set(before))
    assert len(graph.nodes) + len(graph.edges) + len(graph.owners()) == len(before)
    assert set(before) < set(after)


def texts_of(group):
    return list(group.iter(f"{SVG}text"))


@pytest.mark.parametrize("name", PICTURES)
def test_every_line_of_text_lies_inside_its_card(name):
    """Measured in Inter, with the spare room for another font, no name leaves its card."""
    picture = PICTURES[name]()
    root = parsed(svg_text(picture))
    groups = {g.get("id"): g for g in root.iter(f"{SVG}g")}
    for i, node_id in enumerate(picture.nodes.ids):
        x, y, wide, high = picture.nodes.boxes[i].tolist()
        for line in texts_of(groups[f"node-{node_id}"]):
            size, weight = float(line.get("font-size")), int(line.get("font-weight", "400"))
            long = width(line.text, size, weight) * (1 if line.get("text-anchor") else 1.15)
            left = float(line.get("x")) - (long if line.get("text-anchor") == "end" else 0)
            right = x + wide - float(PAD_RIGHT[picture.nodes.outline[i]])
            assert x < left
            assert left + long <= right + 0.5
            if line.text in map(sign_of, (Edit.ADDED, Edit.REMOVED)):  # they stand on the card's upper border
                assert abs(float(line.get("y")) - size / 3 - y) < 1
            else:
                assert y + size < float(line.get("y")) < y + high


def test_marks_stand_clear_of_the_second_line():
    """The eye and the wave of a what-if never touch the words beside them, even in a wider font."""
    picture = drawn_by_hand(answered=True)
    root = parsed(svg_text(picture))
    group = next(g for g in root.iter(f"{SVG}g") if g.get("id") == "node-eta-scores")
    _, second, wave = texts_of(group)
    eye = list(group.iter(f"{SVG}path"))[-1]
    eye_left = min(map(float, re.findall(r"[\d.]+", eye.get("d"))[::2]))
    assert wave.text == "+1"
    assert float(wave.get("x")) <= eye_left
    room_left = float(wave.get("x")) - width(wave.text, 9, 600) * 1.15
    assert float(second.get("x")) + width(second.text, 10) * 1.15 <= room_left


def test_a_long_name_stands_on_several_lines_and_whole_in_the_title():
    """Each line fits into the card above the second line; tooltips have the whole name."""
    name = "warehouse.analytics__arrival_times_of_parcels__by_depot_and_route__" + "x" * 60
    graph = SystemGraph.of(
        [Node(id="a", kind=NodeKind.MODEL, name=name), Node(id="b", kind=NodeKind.JOB, name="b")],
        [Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS)],
    )
    picture = drawn(graph)
    svg = svg_text(picture)
    group = next(g for g in parsed(svg).iter(f"{SVG}g") if g.get("id") == "node-a")
    *title, second = texts_of(group)
    x, y, wide, high = picture.nodes.boxes[0].tolist()
    assert name == "".join(line.text for line in title)
    assert len(title) > 1
    baselines = [float(line.get("y")) for line in (*title, second)]
    assert y + 12 < baselines[0]
    assert baselines[-1] < y + high - 4
    assert all(b - a >= 12 for a, b in pairwise(baselines))
    assert all(float(line.get("x")) + width(line.text, 12, 600) * 1.15 <= x + wide - 15 for line in title)
    assert f"{name} — model" == group.find(f"{SVG}title").text
    assert f"<title>{name} → b (feeds)</title>" in svg


def test_effects_are_told_by_outline_badge_wave_and_eye():
    """A marked card has a heavy coloured outline, dashed where only possible, and its signs; a plain one has none."""
    root = parsed(svg_text(drawn_by_hand(answered=True)))
    groups = {g.get("id"): g for g in root.iter(f"{SVG}g")}
    eta, hours, scans = groups["node-eta"], groups["node-route-hours"], groups["node-scans"]
    assert LIGHT.effects["breaks"] == eta[1].get("stroke")
    assert (eta[1].get("stroke-width"), eta[1].get("stroke-dasharray")) == ("2", None)
    assert hours[1].get("stroke-dasharray")
    assert LIGHT.effects["shifts"] == hours.find(f"{SVG}circle").get("fill")
    assert scans.find(f"{SVG}circle") is None
    assert LIGHT.faded(LIGHT.text) == scans.find(f"{SVG}text").get("fill")


def test_what_is_new_and_what_is_removed_are_told_in_words_and_by_their_lines():
    """A sign on each card and on each edge between what stays; a removed name is struck through."""
    picture = drawn_with_edits()
    svg = svg_text(picture)
    words = [e.text for name, e in elements(svg) if name == "text"]
    assert words.count("new") == 2
    assert words.count("removed") == 2
    gone = next(e for name, e in elements(svg) if name == "g" and e.get("id") == "node-route-hours")
    assert any(re.fullmatch(r"M[-0-9. ]+ L[-0-9. ]+", e.get("d", "")) for e in gone.iter())
    assert "new in this what-if" in words
    assert "removed in this what-if" in words


def test_text_is_text():
    """Every name, team, pill and legend entry can be searched and copied."""
    picture = drawn_by_hand()
    written = {e.text for name, e in elements(svg_text(picture)) if name == "text"}
    wanted = {*picture.nodes.titles, *picture.nodes.subtitles, picture.title, picture.subtitle}
    wanted |= (
        {p.text for p in picture.pills} | {g.label for g in picture.groups} | {e.text for e in picture.legend}
    )
    assert wanted <= written


def test_a_view_holds_what_is_in_it_and_explains_only_that():
    """Cards and lines outside are left out, the page covers what reaches out, the legend is that of the view."""
    picture = drawn_by_hand()
    at = picture.nodes.ids.index("recipients")
    x, y, wide, high = picture.nodes.boxes[at].tolist()
    view = Rect(x - 30, y - 10, x + wide + 30, y + high + 10)
    svg = svg_text(picture, view)
    assert_harmless(svg)
    ids = {e.get("id") for _, e in elements(svg) if e.get("id")}
    assert {"node-recipients"} == {i for i in ids if i.startswith("node")}
    assert not {i for i in ids if i.startswith("team")}
    written = {e.text for name, e in elements(svg) if name == "text"}
    assert {"world", "through the world", "declared"} <= written
    assert not {"model", "training", "monitor", "inferred"} & written
    assert len([i for i in ids if i.startswith("edge")]) == 2


def test_a_view_of_everything_shows_everything():
    """The whole as a view has the same cards, lines and legend as the whole."""
    picture = drawn_by_hand()
    whole, view = svg_text(picture), svg_text(picture, picture.bounds)
    same = [{e.get("id") for _, e in elements(svg)} for svg in (whole, view)]
    assert same[0] == same[1]


def test_an_empty_system_is_a_page_with_its_title():
    """Nothing to draw is still a file that opens."""
    svg = svg_text(drawn(SystemGraph.of([], [])))
    assert_harmless(svg)
    assert "System without a name" in svg


HOSTILE = [
    '"><script>alert(1)</script>',
    "]]>",
    "javascript:alert(1)",
    "&lt;&#x0;&unknown;",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "\x00\x1b]0;x\x07\r\n",
    "\ufffe\uffff\ufdd0",
    "\ud800",
    "\u202egpj.exe",
    "z\u200b\u200d\ufeff",
    "e" + "\u0301" * 100_000,
    "M" * 1_000_000,
    "日本語 العربية 🙂",
    "   ",
    "'\" onload='x'",
    "url(#a)",
]


def test_hostile_names_do_nothing():
    """Whatever names, owners, versions and filters hold, the file parses, shows marks, and has nothing that acts."""
    nodes = [
        Node(id=f"{i}{name}", kind=NodeKind.MODEL, name=name, owner=name, version=name, language=name)
        for i, name in enumerate(HOSTILE)
    ]
    edges = [
        Edge(
            from_id=a.id,
            to_id=b.id,
            kind=EdgeKind.FEEDS,
            pin=Pin.FROZEN,
            version=a.name,
            filter=Filter(field=a.name, op=b.name, value=a.name),
        )
        for a, b in pairwise(nodes)
    ]
    teams = [Team(id=name, name=name) for name in HOSTILE]
    graph = SystemGraph.of(nodes, edges, name=HOSTILE[0], as_of=date(2026, 1, 1), teams=teams)
    marks = Marks({n.id: NodeMark("breaks") for n in nodes}, summary=HOSTILE[0])
    picture = drawn(graph, marks=marks, part=HOSTILE[5])
    svg = svg_text(picture)
    assert_harmless(svg)
    assert len(svg) < 200_000
    assert Outline.HEXAGON in picture.nodes.outline


def test_qt_draws_it(qapp):
    """The window's own renderer puts cards, grounds, outlines and badges where the file says, in those colours."""
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    for picture, theme in ((drawn_by_hand(answered=True), LIGHT), (drawn_by_hand(DARK), DARK)):
        svg = svg_text(picture)
        renderer = QSvgRenderer(svg.encode())
        assert renderer.isValid()
        image = QImage(renderer.defaultSize(), QImage.Format.Format_RGB32)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()

        def colour(x, y, image=image):
            return image.pixelColor(round(x), round(y)).name().upper()

        assert theme.ground == colour(2, 2)
        content = next(e for n, e in elements(svg) if n == "g")
        dx, dy = map(float, re.findall(r"-?[\d.]+", content.get("transform")))
        for i, (x, y, _, high) in enumerate(picture.nodes.boxes.tolist()):
            card = theme.faded(theme.card) if picture.nodes.faded[i] else theme.card
            assert card == colour(x + dx + 36.5 + 5, y + dy + (high - 38) / 2 + 4)


def renew():
    """Write the golden files as they are drawn now."""
    GOLDEN.mkdir(exist_ok=True)
    for name, build in PICTURES.items():
        (GOLDEN / f"parcels-{name}.svg").write_bytes(svg_text(build()).encode())


if __name__ == "__main__":
    renew()
