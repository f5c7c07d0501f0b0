"""The posterior, the fault sets and the bits of a check, against plain enumeration on small systems."""

from math import log2

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.localisation.fault_sets import SHOWN_SETS
from explorer.analysis.localisation.marks import Mark, Sightings
from explorer.analysis.localisation.next_check import FIND_WHOM_TO_ASK, LOOK, READ_A_MONITOR, next_checks
from explorer.analysis.localisation.ranking import rank
from explorer.analysis.what_if.first_facts import first_effect
from explorer.domain.kinds import EdgeKind, NodeKind
from tests.analysis.localisation import oracle
from tests.analysis.what_if.systems import graphs

BAD = st.sampled_from([0.98, 0.98, 0.7])
ANY = st.sampled_from([0.98, 0.7, 0.3, 0.02, 0.02])


@st.composite
def cases(draw, most_marks=4, most_nodes=8):
    """A small system and what was seen of it: at least one symptom; marks that are not nearly sure among them."""
    graph = draw(graphs(most_nodes=most_nodes, most_edges=14))
    ids = sorted(i for i, n in graph.nodes.items() if n.kind is not NodeKind.MONITOR) or list(graph.nodes)
    chosen = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=most_marks, unique=True))
    degrees = [draw(BAD), *(draw(ANY) for _ in chosen[1:])]
    marks = [Mark(node=i, degree=d) for i, d in zip(chosen, degrees, strict=True)]
    return graph, Sightings(tuple(marks), frozenset(draw(st.sets(st.sampled_from(ids), max_size=2))))


@given(cases())
def test_every_hypothesis_predicts_what_following_it_fact_by_fact_does(case):
    """Backwards in one run for each mark, or forwards for each hypothesis: the same."""
    graph, seen = case
    ranking = rank(graph, seen)
    expected = {(node, kind, field): row for node, kind, field, _, row in oracle.hypotheses(graph, seen)}
    found = {
        (change.node, change.kind, change.field): [oracle.ORDER[level] for level in row]
        for change, row in zip(ranking.changes, ranking.cases.levels.tolist(), strict=True)
    }
    assert expected == found


@settings(max_examples=40)
@given(cases(most_nodes=4, most_marks=3))
def test_the_posterior_is_that_of_every_set_of_three(case):
    """Each suspect's probability, and each set of nodes', add up what plain enumeration adds up."""
    graph, seen = case
    ranking = rank(graph, seen)
    nodes, sets = oracle.posterior(graph, seen)
    ids = graph.arrays.ids
    assert {i: p for i, p in zip(ids, ranking.of_nodes.tolist(), strict=True) if p} == pytest.approx(nodes)
    found = {frozenset(ids[i] for i in s.nodes): s.probability for s in ranking.fault_sets}
    likeliest = sorted(sets.values(), reverse=True)[:SHOWN_SETS]
    assert found == pytest.approx({names: sets[names] for names in found})
    assert sorted(found.values(), reverse=True) == pytest.approx(likeliest)


@settings(max_examples=40)
@given(cases(most_marks=3))
def test_the_bits_of_a_check_are_what_is_less_unknown_after_it(case):
    """Over all explanations by one fault: what is known of the place of the fault, before and after the check."""
    graph, seen = case
    marks = (seen.marks[0], *(m for m in seen.marks[1:] if not m.is_symptom))
    ranking = rank(graph, Sightings(marks))
    every = [(some[0], w) for some, w in oracle.explanations(graph, ranking.sightings)]
    sure = [m for m in marks if max(m.believed, 1 - m.believed) >= 0.9]
    healthy, bad = {m.node for m in sure if not m.is_symptom}, {m.node for m in sure if m.is_symptom}
    for found in next_checks(ranking):
        joint = {}
        for (node, kind, field, _, _), w in every:
            facts = oracle.facts_of(graph, node, first_effect(kind, graph.nodes[node]), healthy, bad, field)
            is_bad = 1 - (1 - oracle.LEAK) * (1 - oracle.STRENGTH[oracle.level_at(facts, found.id)])
            seen_bad = 0.98 * is_bad + 0.02 * (1 - is_bad)
            joint[node, True] = joint.get((node, True), 0.0) + w * seen_bad
            joint[node, False] = joint.get((node, False), 0.0) + w * (1 - seen_bad)
        assert found.information_bits == pytest.approx(mutual_information(joint))
        assert found.cost == cost_of(graph, found.id)
        assert found.id not in {m.node for m in marks}


def cost_of(graph, node_id):
    """A monitor of it is read at a glance; of what nobody owns one must first find whom to ask."""
    if any(key.kind is EdgeKind.WATCHES and key.from_id == node_id for key in graph.edges):
        return READ_A_MONITOR
    return FIND_WHOM_TO_ASK if graph.nodes[node_id].owner is None else LOOK


def mutual_information(joint):
    """Of a joint table {(a, b): weight}, in bits."""
    total = sum(joint.values())
    of_a, of_b = {}, {}
    for (a, b), w in joint.items():
        of_a[a] = of_a.get(a, 0.0) + w / total
        of_b[b] = of_b.get(b, 0.0) + w / total
    return sum(w / total * log2(w / total / of_a[a] / of_b[b]) for (a, b), w in joint.items() if w)
