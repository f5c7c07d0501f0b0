"""Cards say what a node is in two lines, and have room for them."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Edge, Filter, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, Lifecycle, NodeKind, Pin, Role, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import (
    HEIGHT,
    MARKS_ROOM,
    PAD_RIGHT,
    TEXT_LEFT,
    beyond,
    cards_of,
    second_line,
)
from explorer.drawing.edge_pills import pill_sizes, pill_texts
from explorer.drawing.picture import Outline
from explorer.drawing.placing import layout_request
from explorer.drawing.text import width
from tests.drawing.systems import parcels, streamly


def node(kind, **attributes):
    return Node(id="x", kind=NodeKind(kind), name="x", **attributes)


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        (node("model", version="12"), "model · v12"),
        (node("artifact", version="v7"), "artifact · v7"),
        (node("artifact", version="2026-10"), "artifact · 2026-10"),
        (node("job", language="perl"), "job · perl"),
        (node("dataset", subtype=Subtype.STREAM), "stream"),
        (node("dataset", subtype=Subtype.UNKNOWN), "dataset"),
        (node("dataset"), "dataset"),
        (node("consumer", subtype=Subtype.UI), "user interface"),
        (node("metric", role=Role.GUARDRAIL), "guardrail metric"),
        (node("feature", lifecycle=Lifecycle.DEPRECATED), "feature · deprecated"),
        (node("feature", lifecycle=Lifecycle.LIVE), "feature"),
        (node("unknown"), "not declared"),
    ],
)
def test_the_second_line_says_what_a_node_is(described, expected):
    """Subtype before kind, then version, language and lifecycle, as far as they are known."""
    assert expected == second_line(described)


def test_a_card_holds_its_text_with_spare_room_and_room_for_marks():
    """Both lines fit with 15 % to spare, and the marks of a what-if beside the second."""
    for graph in (streamly(), parcels()):
        cards = cards_of(graph)
        for title, second, outline, (wide, _) in zip(
            cards.titles, cards.subtitles, cards.outline, cards.sizes.tolist(), strict=True
        ):
            room = wide - float(TEXT_LEFT[outline]) - float(PAD_RIGHT[outline])
            assert width(title, 12, 600) * 1.15 <= room
            assert width(second, 10) * 1.15 + MARKS_ROOM <= room


@given(st.sets(st.sampled_from(sorted(streamly().nodes)), min_size=1))
def test_the_edges_that_lead_out_of_a_part_are_told_on_its_cards(kept):
    """Each with one end inside is counted at that end; what has none such says nothing more than it is."""
    graph = streamly()
    part = graph.subgraph(kept)
    out = {
        i: sum((e.from_id in kept) != (e.to_id in kept) for e in graph.edges.values() if i in e.key[:2])
        for i in kept
    }
    cards = cards_of(part, beyond(part, graph))
    for node_id, line in zip(part.arrays.ids, cards.subtitles, strict=True):
        more = {0: "", 1: " · 1 edge not shown"}.get(out[node_id], f" · {out[node_id]} edges not shown")
        assert line == second_line(graph.nodes[node_id]) + more


def test_a_long_name_makes_a_higher_card_and_not_a_wider_one():
    """Past 260 pixels a name goes on on further lines, broken between its words."""
    names = ["short", "orders.fct_" + "weekly_parcels_" * 4 + "total", "x" * 190]
    graph = SystemGraph.of([Node(id=str(i), kind=NodeKind.DATASET, name=n) for i, n in enumerate(names)], [])
    cards = cards_of(graph)
    assert names == [t.replace("\n", "") for t in cards.titles]
    assert cards.titles[0] == "short"
    first, second = cards.titles[1].split("\n")
    assert first.endswith("_")
    assert abs(len(first) - len(second)) <= 16
    assert (cards.sizes[:, 0] < 400).all()
    assert HEIGHT == cards.sizes[0, 1] < cards.sizes[1, 1] < cards.sizes[2, 1]


def test_kinds_differ_by_outline():
    """Features and metrics are pills, models hexagons, jobs square; deprecated and undeclared ones are dashed."""
    graph = parcels()
    cards = cards_of(graph)
    outline = dict(zip(graph.nodes, map(Outline, cards.outline), strict=True))
    assert Outline.PILL is outline["route-hours"] is outline["late-share"]
    assert Outline.HEXAGON is outline["eta"]
    assert Outline.JOB is outline["nightly-join"]
    assert Outline.CARD is outline["scan-events"] is outline["recipients"]
    dashed = {i for i, d in zip(graph.nodes, cards.dashed, strict=True) if d}
    assert {"holiday-flag", "courier-app"} == dashed


def test_a_card_grows_with_the_edges_that_enter_it():
    """Up to twenty arrowheads stand side by side; past that the card stays as high as it is."""
    feeders = [Node(id=f"f{i:03}", kind=NodeKind.FEATURE, name="f") for i in range(100)]
    heights = []
    for count in (1, 4, 6, 20, 100):
        graph = SystemGraph.of(
            [node("model"), *feeders],
            [Edge(from_id=f.id, to_id="x", kind=EdgeKind.FEEDS) for f in feeders[:count]],
        )
        heights.append(float(cards_of(graph).sizes[graph.arrays.index["x"], 1]))
    assert HEIGHT == heights[0] == heights[1]
    assert HEIGHT < heights[2] < heights[3] == heights[4]


def test_facts_on_edges_become_pills():
    """A filter, a version that is kept to and exploration are said; a floating pin and no exploration are not."""
    graph = parcels()
    texts = {pill.text for pill in pill_texts(graph) if pill}
    assert {"pinned 2026-09", "minutes < 90", "explores 5 %"} == texts
    assert {"confidence ≥ 0.5", "frozen v6"} == {pill.text for pill in pill_texts(streamly()) if pill}


def test_several_facts_share_one_pill():
    """An edge has one pill, which begins with what is filtered."""
    edge = Edge(
        from_id="a",
        to_id="b",
        kind=EdgeKind.FEEDS,
        filter=Filter(field="x", op="!=", value="none"),
        pin=Pin.FROZEN,
        exploration=0.005,
        delay=timedelta(hours=1),
    )
    graph = SystemGraph.of(
        [Node(id=i, kind=NodeKind.DATASET, name=i) for i in "ab"],
        [edge, Edge(from_id="b", to_id="a", kind=EdgeKind.FEEDS, pin=Pin.FLOATING)],
    )
    first, second = pill_texts(graph)
    assert first.text == "x ≠ none · frozen · explores 0.5 %"
    assert first.sorts == ("filter", "version", "exploration")
    assert second is None
    (wide, high), nothing = pill_sizes((first, second)).tolist()
    assert wide >= width(first.text, 10, 500) * 1.15 + 12
    assert high > 10
    assert nothing == [0, 0]


def test_a_layout_is_asked_in_numbers_alone():
    """Sizes, edges, owners and pills' room in the graph's order; only what a person placed is fixed."""
    graph = parcels()
    request = layout_request(graph, {"eta": Point(10, 20), "gone": Point(0, 0)})
    index = graph.arrays.index
    assert (cards_of(graph).sizes == request.sizes).all()
    assert [index["eta"]] == np.flatnonzero(request.fixed).tolist()
    assert request.positions[index["eta"]].tolist() == [10, 20]
    owners = graph.owners()
    owned = {i: owners[g] if g >= 0 else None for i, g in zip(graph.nodes, request.groups, strict=True)}
    assert {i: n.owner for i, n in graph.nodes.items()} == owned
    assert [k.from_id for k, back in zip(graph.edges, request.returning, strict=True) if back] == [
        "recipients"
    ]
    assert (request.label_sizes[:, 0] > 0).sum() == 3


def test_the_world_stands_outside_of_teams():
    """What lies in the world is in no team's area, even where somebody owns its declaration."""
    graph = streamly()
    assert layout_request(graph).groups[graph.arrays.index["viewers"]] == -1
