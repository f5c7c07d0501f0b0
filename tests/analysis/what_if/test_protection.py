"""What the shields hold off, against the plain reading of the text without shields."""

from dataclasses import replace

from hypothesis import given, settings

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.protection import protected_nodes
from explorer.domain.kinds import Fallback, NodeKind, Pin
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.oracle import ORDER, answer
from tests.analysis.what_if.systems import cases, change, edge, node

RANK = {word: i for i, (_, _, word) in enumerate(ORDER)}


@settings(max_examples=150)
@given(cases())
def test_protected_is_who_would_be_worse_off(case):
    """Exactly the nodes whose effect is worse without pins and fallbacks, with that effect and real shields."""
    graph, changes = case
    bare = graph.with_parts(edges=[replace(e, pin=None, fallback=None) for e in graph.edges.values()])
    before, after = answer(graph, changes), answer(bare, changes)
    worse = {
        i: (row[0], before[i][0] if i in before else None)
        for i, row in after.items()
        if i not in before or RANK[row[0]] < RANK[before[i][0]]
    }
    found = protected_nodes(what_if(graph, changes))
    assert {p.id: (p.effect.value, p.instead and p.instead.value) for p in found} == worse
    for held in found:
        assert held.by
        for key in held.by:
            shield = graph.edges[key]
            assert shield.pin in (Pin.PINNED, Pin.FROZEN) or shield.fallback in (
                Fallback.CACHED,
                Fallback.DEFAULT,
            )


def test_only_the_shield_that_holds_is_named():
    """On a way with two pins and a fallback, those that let the change through are not named."""
    graph = SystemGraph.of(
        [node("a"), node("b", NodeKind.CONSUMER), node("c", NodeKind.CONSUMER), node("d", NodeKind.CONSUMER)],
        [
            edge("a", "b", pin=Pin.PINNED),
            edge("b", "c", fallback=Fallback.DEFAULT),
            edge("c", "d", pin=Pin.FROZEN),
        ],
    )
    found = {
        p.id: (p.effect, p.instead, p.by) for p in protected_nodes(what_if(graph, [change("outage", "a")]))
    }
    assert found == {
        "c": ("breaks", "degraded", (("b", "c", "feeds"),)),
        "d": ("breaks", None, (("b", "c", "feeds"), ("c", "d", "feeds"))),
    }


def test_without_shields_nothing_is_protected():
    """A system without pins and fallbacks protects nobody; one that is not in the way neither."""
    ends = [node("a"), node("b", NodeKind.CONSUMER), node("c", NodeKind.CONSUMER)]
    plain = SystemGraph.of(ends, [edge("a", "b")])
    assert protected_nodes(what_if(plain, [change("outage", "a")])) == ()
    aside = SystemGraph.of(ends, [edge("a", "b"), edge("c", "b", pin=Pin.FROZEN)])
    assert protected_nodes(what_if(aside, [change("outage", "a")])) == ()
