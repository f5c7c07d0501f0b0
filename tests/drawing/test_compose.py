"""The picture: nothing overlaps, lines meet outlines, arrowheads stand apart, the legend says what occurs."""

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import what_if
from explorer.domain.entities import Edge, Node, Team
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.compose import compose, group_label_width
from explorer.drawing.ends import APART, ARROW_NOTCH
from explorer.drawing.folded import Folding
from explorer.drawing.impact_marks import marks_of
from explorer.drawing.keeping import keeping_of
from explorer.drawing.marks import EdgeMark, Marks, NodeMark
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, Keeping, Outline, Sight
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import DARK, LIGHT, theme_named
from explorer.layout.layers import layers
from explorer.session.views import view_of
from tests.drawing.by_hand import PARCEL_COLUMNS, by_hand
from tests.drawing.shapes import corners, distance_to_outline
from tests.drawing.systems import parcels, streamly


def picture(graph, theme=LIGHT, layout=None, **rest):
    return compose(graph, layout or layers(layout_request(graph)), theme, **rest)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("build", [streamly, parcels])
def test_no_card_overlaps_another_and_no_pill_or_label_a_card(build):
    """Cards, pills and teams' labels each have a place of their own."""
    drawn = picture(build())
    cards = [corners(b) for b in drawn.nodes.boxes]
    assert not [(a, b) for i, a in enumerate(cards) for b in cards[:i] if overlap(a, b)]
    assert not [(p, c) for p in drawn.pills for c in cards if overlap(p.box, c)]
    labels = [
        (g.label_at.x, g.label_at.y - 10, g.label_at.x + group_label_width(g.label), g.label_at.y + 2)
        for g in drawn.groups
    ]
    badges = [(x1 - 11, y0 - 6, x1 + 6, y0 + 11) for _, y0, x1, _ in cards]
    assert not [(label, c) for label in labels for c in [*cards, *badges] if overlap(label, c)]


@pytest.mark.parametrize("build", [streamly, parcels])
def test_lines_begin_and_end_on_the_outlines_they_join(build):
    """Whatever the shape of a card, its lines touch it: the heads a hair before it, the starts on it."""
    drawn = picture(build())
    index = {i: k for k, i in enumerate(drawn.nodes.ids)}
    for j, key in enumerate(drawn.edges.keys):
        start, end = index[key.from_id], index[key.to_id]
        first = drawn.edges.routes[drawn.edges.starts[j]]
        shapes = [(Outline(drawn.nodes.outline[i]), drawn.nodes.boxes[i]) for i in (start, end)]
        assert distance_to_outline(first, *shapes[0]) < 0.6
        assert distance_to_outline(drawn.edges.tips[j], *shapes[1]) < 2.2


@pytest.mark.parametrize("layout", ["engine", "by hand"])
def test_no_two_arrowheads_meet(layout):
    """Heads that enter one card are set apart, even where the layout brings all lines to one point."""
    graph = parcels()
    drawn = picture(graph, layout=by_hand(graph, PARCEL_COLUMNS) if layout == "by hand" else None)
    ends = [k.to_id for k in drawn.edges.keys]
    for j, end in enumerate(ends):
        for other in (k for k in range(j) if ends[k] == end):
            assert np.hypot(*(drawn.edges.tips[j] - drawn.edges.tips[other])) > APART - 0.6


def test_a_line_enters_its_arrowhead_from_behind():
    """The line ends at the head's notch and comes along the way the head points."""
    drawn = picture(streamly())
    last = drawn.edges.starts[1:] - 1
    ends, before = drawn.edges.routes[last], drawn.edges.routes[last - 1]
    assert np.allclose(ends, drawn.edges.tips - ARROW_NOTCH * drawn.edges.directions, atol=0.01)
    came = ends - before
    along = (came * drawn.edges.directions).sum(axis=1) / np.hypot(*came.T)
    assert (along > 0.99).all()


def said(drawn):
    return {(e.sort, e.text) for e in drawn.legend}


def test_the_legend_says_exactly_what_occurs():
    """Every kind, way of drawing and fact in the picture has an entry; nothing else has."""
    drawn = picture(parcels())
    kinds = {NODE_KINDS[k] for k in drawn.nodes.kind}
    assert kinds == {e.kind for e in drawn.legend if e.sort == "kind"}
    assert {
        ("dashed", "deprecated"),
        ("stroke", "declared"),
        ("stroke", "observed, not declared"),
        ("stroke", "inferred"),
        ("stroke", "training"),
        ("stroke", "is watched by, is judged by"),
        ("stroke", "through the world"),
        ("pill", "only this passes"),
        ("pill", "keeps to a version"),
        ("pill", "explores"),
    } == {s for s in said(drawn) if s[0] != "kind"}


def test_the_legend_of_a_plain_system_is_short():
    """Two tables and a declared edge need three entries."""
    graph = SystemGraph.of(
        [Node(id=i, kind=NodeKind.DATASET, name=i) for i in "ab"],
        [Edge(from_id="a", to_id="b", kind=EdgeKind.DERIVES)],
    )
    assert {("kind", "dataset"), ("stroke", "declared")} == said(picture(graph))


def test_every_stroke_is_explained():
    """Colour, dash and weight of every line that is drawn are found in the legend, or are those of an effect."""
    for drawn in (picture(parcels()), what_if_picture(), picture(parcels(), DARK)):
        theme = theme_named(drawn.theme)
        strokes = [e.stroke for e in drawn.legend if e.stroke is not None]
        explained = {theme.effects[e.effect] for e in drawn.legend if e.effect is not None}
        for used in {drawn.strokes[s] for s in drawn.edges.stroke}:
            if used.colour in explained:
                assert not used.dash or ("possible", "possible, not certain") in said(drawn)
                continue
            assert used.colour in {s.colour for s in strokes}
            assert used.dash in {s.dash for s in strokes}
            assert used.width in {s.width for s in strokes}


def what_if_picture():
    graph = streamly()
    marks = marks_of(what_if(graph, [parse_change(graph, "new-version:image-embedding")]))
    nodes = {i: NodeMark(m.effect, m.possible, m.wave, Sight.BLIND) for i, m in marks.nodes.items()}
    return picture(graph, marks=Marks(nodes, marks.edges, marks.summary))


def test_a_what_if_fades_what_it_does_not_touch():
    """Nodes and edges with an effect are full and in its colour; all others are faded and as they were."""
    drawn = what_if_picture()
    assert (drawn.nodes.faded == (drawn.nodes.effect == NO_EFFECT)).all()
    assert (drawn.edges.faded == (drawn.edges.effect == NO_EFFECT)).all()
    for j, effect in enumerate(drawn.edges.effect):
        colour = drawn.strokes[drawn.edges.stroke[j]].colour
        assert (effect != NO_EFFECT) == (colour in LIGHT.effects.values())
    frozen = next(p for p in drawn.pills if p.text == "frozen v6")
    assert frozen.faded


def test_the_legend_of_a_what_if_says_its_effects_and_marks():
    """Each effect that occurs is there once, worst first; so are waves, the possible, the blind and the unchanged."""
    drawn = what_if_picture()
    every = [*drawn.nodes.effect, *drawn.edges.effect]
    occurring = sorted({int(e) for e in every if e != NO_EFFECT})
    assert [EFFECTS[i] for i in occurring] == [e.effect for e in drawn.legend if e.sort == "effect"]
    waves = {f"+{w}" for w in drawn.nodes.wave if w}
    assert waves == {e.sign for e in drawn.legend if e.sort == "wave"}
    assert {"possible", "blind", "faded"} <= {e.sort for e in drawn.legend}
    assert "seen" not in {e.sort for e in drawn.legend}


def test_an_edge_shows_what_passes_over_it_not_what_it_reaches():
    """A shift that passes into something broken is drawn as a shift."""
    graph = SystemGraph.of(
        [Node(id=i, kind=NodeKind.DATASET, name=i) for i in "ab"],
        [Edge(from_id="a", to_id="b", kind=EdgeKind.DERIVES, evidence=Evidence.OBSERVED)],
    )
    key = next(iter(graph.edges))
    marks = Marks(
        {"a": NodeMark("shifts"), "b": NodeMark("breaks")}, {key: EdgeMark("shifts", possible=True)}
    )
    drawn = picture(graph, marks=marks)
    stroke = drawn.strokes[drawn.edges.stroke[0]]
    assert LIGHT.effects["shifts"] == stroke.colour
    assert stroke.dash


def test_focus_fades_everything_else():
    """Only the named nodes and the edges between them stay as they are."""
    graph = parcels()
    drawn = picture(graph, focus={"eta", "eta-scores"}, part="around eta")
    assert {"eta", "eta-scores"} == {
        i for i, f in zip(drawn.nodes.ids, drawn.nodes.faded, strict=True) if not f
    }
    kept = [k for k, f in zip(drawn.edges.keys, drawn.edges.faded, strict=True) if not f]
    assert [(k.from_id, k.to_id) for k in kept] == [("eta", "eta-scores")]
    assert ("faded", "does not fit the filter") in said(drawn)
    assert "around eta" in drawn.subtitle


def test_title_and_description_say_what_is_shown():
    """System, counts and the date of the data above; kinds and teams for somebody who cannot see it."""
    drawn = picture(parcels())
    assert drawn.title == "parcel-arrival"
    assert drawn.subtitle == drawn.facts == "15 nodes, 17 edges · data of 2026-11-20"
    assert re.search(r"3 datasets.*1 model.*1 part of the world.*1 undeclared node", drawn.description)
    assert "Owned by arrival, depot, maps, sales and web." in drawn.description


def test_where_banners_tell_the_answer_and_the_part_the_facts_only_say_that_there_is_an_answer():
    """What is asked and what is shown need not be read twice; how much of which day, and what no banner says, is."""
    asked = Marks(summary="What if eta is gone? 3 affected.")
    drawn = picture(parcels(), marks=asked, part="around eta", note="2 edits hidden")
    assert drawn.facts == "What if · 2 edits hidden · 15 nodes, 17 edges · data of 2026-11-20"
    told = "What if eta is gone? 3 affected. · around eta · 2 edits hidden · 15 nodes"
    assert drawn.subtitle.startswith(told)


def walked(routes, starts):
    """Points on all lines, close together."""
    t = np.linspace(0, 1, 400)[:, None]
    points = []
    for first, last in pairwise(starts):
        for k in range(first, last - 1, 3):
            p, q, r, s = routes[k : k + 4].astype(float)
            points.append((1 - t) ** 3 * p + 3 * t * (1 - t) ** 2 * q + 3 * t**2 * (1 - t) * r + t**3 * s)
    return np.concatenate(points)


def test_bounds_hold_everything_that_is_drawn():
    """Cards with their badges, lines, pills and areas lie inside."""
    drawn = picture(streamly())
    x0, y0, x1, y1 = drawn.bounds
    boxes = (
        [corners(b) for b in drawn.nodes.boxes] + [p.box for p in drawn.pills] + [g.box for g in drawn.groups]
    )
    assert all(x0 <= b[0] and y0 <= b[1] and b[2] <= x1 and b[3] <= y1 for b in boxes)
    points = walked(drawn.edges.routes, drawn.edges.starts)
    assert (points >= np.array([x0, y0]) - 0.01).all()
    assert (points <= np.array([x1, y1]) + 0.01).all()


def test_control_points_far_out_leave_no_blank_margin():
    """Where a line bends, the picture ends at the line, not at the points that bend it."""
    graph = SystemGraph.of(
        [Node(id=i, kind=NodeKind.DATASET, name=i) for i in "ab"],
        [Edge(from_id="a", to_id="b", kind=EdgeKind.DERIVES)],
    )
    laid = layers(layout_request(graph))
    routes = laid.routes[[0, 0, -1, -1]] + np.array(
        [[0, 0], [3_000, -900], [-3_000, -900], [0, 0]], np.float32
    )
    drawn = picture(graph, layout=replace(laid, routes=routes, starts=np.array([0, 4], np.int32)))
    points = walked(drawn.edges.routes, drawn.edges.starts)
    (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
    assert drawn.bounds[:3] == pytest.approx((x0, y0, x1), abs=0.5)
    assert drawn.bounds.y1 >= y1


def test_a_team_goes_by_its_name_and_a_long_one_is_shortened_to_its_area():
    """The label is the team's name in capitals, never wider than the area."""
    node = Node(id="a", kind=NodeKind.DATASET, name="a", owner="x")
    for name, start in (("Data Platform", "DATA"), ("w" * 150, "WW")):
        drawn = picture(SystemGraph.of([node], [], teams=[Team(id="x", name=name)]))
        (group,) = drawn.groups
        assert group.label.startswith(start)
        assert group.label_at.x + group_label_width(group.label) <= group.box.x1


def test_an_area_says_how_many_nodes_are_in_it():
    """Those that are not drawn are told, too; where there is no room, the name alone is left."""
    nodes = [
        Node(id=f"n{i}", kind=NodeKind.DATASET, name=f"table of orders {i}", owner="search") for i in range(5)
    ]
    graph = SystemGraph.of(nodes, [], teams=[Team(id="search", name="Search")])
    (group,) = view_of(graph, {}).picture(LIGHT).groups
    assert (group.label, group.name) == ("SEARCH · 5 nodes", "SEARCH")
    (fewer,) = view_of(graph, {}, folding=Folding(least=0.4)).picture(LIGHT).groups
    assert fewer.label == "SEARCH · 3 of 5 nodes"
    one = SystemGraph.of([Node(id="a", kind=NodeKind.WORLD, name="a"), replace(nodes[0], name="w")], [])
    assert [g.label for g in view_of(one, {}).picture(LIGHT).groups] == ["SEARCH · 1 node"]


def test_an_empty_system_is_an_empty_picture():
    """No node, no edge, no legend, and no fault."""
    drawn = picture(SystemGraph.of([], []))
    assert 0 == len(drawn.nodes) == len(drawn.edges) == len(drawn.legend)
    assert drawn.subtitle == "0 nodes, 0 edges"


def test_a_node_that_reads_itself_has_a_line():
    """A loop from a card to itself starts and ends on its outline."""
    graph = SystemGraph.of(
        [Node(id="a", kind=NodeKind.METRIC, name="a")], [Edge(from_id="a", to_id="a", kind=EdgeKind.DRIVES)]
    )
    drawn = picture(graph)
    assert distance_to_outline(drawn.edges.tips[0], Outline.PILL, drawn.nodes.boxes[0]) < 2.2


def test_what_a_person_keeps_in_place_is_marked_and_explained():
    """A place set by hand counts before a column; without either the legend does not speak of it."""
    graph = parcels()
    first, second = sorted(graph.nodes)[:2]
    keeping = keeping_of({first: Point(0, 0)}, {first: 2, second: 3})
    drawn = picture(graph, keeping=keeping)
    marked = {
        drawn.nodes.ids[i]: Keeping(drawn.nodes.keeping[i]) for i in np.flatnonzero(drawn.nodes.keeping)
    }
    assert marked == {first: Keeping.HELD, second: Keeping.PINNED}
    assert {("held", "placed by hand"), ("pinned", "pinned to its column")} <= said(drawn)
    assert not {"held", "pinned"} & {sort for sort, _ in said(picture(graph))}
