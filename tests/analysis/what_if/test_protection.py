"""What the shields hold off, against the plain reading of the text without shields."""

from dataclasses import replace

from hypothesis import given, settings

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.protection import protected_nodes
from explorer.domain.kinds import Fallback, NodeKind, Pin
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.oracle import ORDER, WORDS, after, answer, first_facts, with_implied
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


@settings(max_examples=150)
@given(cases(most_nodes=8, most_edges=20))
def test_shields_are_those_that_the_proof_without_them_meets(case):
    """Named are the edges of the shortest proof in the bare system whose step the real edge does not make."""
    graph, changes = case
    bare = graph.with_parts(edges=[replace(e, pin=None, fallback=None) for e in graph.edges.values()])
    exposed = what_if(bare, changes)
    for held in protected_nodes(what_if(graph, changes)):
        path = exposed.path_to(held.id, held.effect, certain=False)
        assert held.by == tuple(_not_made(graph, changes, path))


def _not_made(graph, changes, path):
    """The edges of a path over which, as they are, the step's fact does not come."""
    here = {f for one in changes for f in with_implied(first_facts(graph, one, False))}
    here = {f for f in here if f[0] == path[0].edge.from_id}
    if any(one.kind == "revoke" and (one.node, one.to) == path[0].edge[:2] for one in changes):
        here |= {(path[0].edge.from_id, "*", "availability", level, 0) for level in (1, 2)}
    for step in path:
        edge = graph.edges[step.edge]
        ends = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
        arrived = with_implied({new for fact in here for new, _ in after(edge, *ends, fact, None)})
        if not any((f[1], WORDS[f[2], f[3]]) == (step.field or "*", step.effect.value) for f in arrived):
            yield step.edge
        here = {
            (step.edge.to_id, step.field or "*", channel, level, step.wave)
            for (channel, level), word in WORDS.items()
            if word == step.effect.value
        }


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


def test_a_reader_who_is_refused_elsewhere_opens_no_shield():
    """What a revoke does over its own edge says nothing of a pin on another."""
    graph = SystemGraph.of(
        [node("a"), node("b"), node("c", NodeKind.CONSUMER)],
        [edge("a", "b", pin=Pin.PINNED), edge("b", "b"), edge("b", "c")],
    )
    changes = [change("schema-break", "a"), change("revoke", "b", to="c")]
    held = {p.id: p.by for p in protected_nodes(what_if(graph, changes))}
    assert held["b"] == (("a", "b", "feeds"),)


def test_without_shields_nothing_is_protected():
    """A system without pins and fallbacks protects nobody; one that is not in the way neither."""
    ends = [node("a"), node("b", NodeKind.CONSUMER), node("c", NodeKind.CONSUMER)]
    plain = SystemGraph.of(ends, [edge("a", "b")])
    assert protected_nodes(what_if(plain, [change("outage", "a")])) == ()
    aside = SystemGraph.of(ends, [edge("a", "b"), edge("c", "b", pin=Pin.FROZEN)])
    assert protected_nodes(what_if(aside, [change("outage", "a")])) == ()
