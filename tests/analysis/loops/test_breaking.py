"""Where to break loops: the cheapest set of cuts, against trying every set; and what cuts do when they are made."""

from itertools import combinations

import pytest
from hypothesis import given, settings

from explorer.analysis.feedback_loops import feedback_loops
from explorer.analysis.loops.actions import FOREIGN, Action, cut_at, told_cut
from explorer.analysis.loops.breaking import cheapest_cuts
from explorer.analysis.loops.carrying import looping_parts
from explorer.domain.entities import Filter
from explorer.domain.kinds import NodeKind
from tests.analysis.loops.oracle import cut_together, holds_loop, small_systems, with_cuts, without
from tests.analysis.systems import node, system


def cheapest_by_trying(graph, own):
    """The least cost of any set of admissible cuts that leaves no loop."""
    cuts = [cut for edges in cut_together(graph) if (cut := cut_at(graph, edges, own)) is not None]
    best = None
    for size in range(len(cuts) + 1):
        for some in combinations(cuts, size):
            cost = sum(cut.cost for cut in some)
            if (best is None or cost < best) and not holds_loop(
                without(graph, [e for c in some for e in c.edges])
            ):
                best = cost
    return best


@settings(max_examples=150)
@given(small_systems(edges=9))
def test_no_set_of_cuts_is_cheaper(graph):
    """Every set is tried; the parts of a system are cut one by one."""
    for part in looping_parts(graph):
        inside = graph.subgraph([graph.arrays.ids[i] for i in part.members])
        own = {n.owner for n in inside.nodes.values() if n.kind is NodeKind.MODEL and n.owner}
        plan = cheapest_cuts(part, 60)
        assert plan.is_proven
        assert plan.cost == cheapest_by_trying(inside, own)


@settings(max_examples=150)
@given(small_systems())
def test_the_cuts_leave_no_loop_exact_or_not(graph):
    """With no time at all they are still enough, only dearer, and nobody says that they are the cheapest."""
    exact = [cheapest_cuts(part, 60) for part in looping_parts(graph)]
    hasty = [cheapest_cuts(part, -1.0) for part in looping_parts(graph)]
    for plans in (exact, hasty):
        assert not holds_loop(with_cuts(graph, [cut for plan in plans for cut in plan.cuts]))
    assert all(h.cost >= e.cost for h, e in zip(hasty, exact, strict=True))
    assert not any(h.is_proven for h in hasty)
    for plan in exact:
        for cut in plan.cuts:
            assert all(graph.nodes[e.from_id].kind is not NodeKind.WORLD for e in cut.edges)


def streaming(page_owner="web", label_owner="recs"):
    """A ranker whose scores another team filters, and which learns from what its viewers then do."""
    return system(
        [
            *(node("model", "ranker", owner="recs"), node("dataset", "scores", owner="recs")),
            *(node("consumer", "page", owner=page_owner), node("world", "viewers")),
            *(node("dataset", "events", owner="platform"), node("job", "labels", owner=label_owner)),
        ],
        [
            ("ranker", "scores"),
            ("scores", "page", {"filter": Filter(field="confidence", op=">=", value=0.5)}),
            ("page", "viewers"),
            ("viewers", "events"),
            ("events", "labels"),
            ("labels", "ranker"),
        ],
    )


def planned(graph):
    """The cuts of the only part."""
    (plan,) = feedback_loops(graph).plans
    return plan.cuts


def test_the_models_own_team_acts_first():
    """Another team's filter would be easier to open, but it has to be asked; where it is one's own it is opened."""
    (cut,) = planned(streaming())
    assert (cut.action, cut.is_own, cut.edges[0].to_id) == (Action.SLICE, True, "ranker")
    (cut,) = planned(streaming(page_owner="recs"))
    assert (cut.action, cut.cost) == (Action.EXPLORE, 1)


def test_who_is_not_known_to_own_is_not_taken_for_ones_own():
    """What nobody has said does not make a cut cheaper."""
    graph = streaming()
    (own,) = planned(graph)
    unowned = graph.with_parts([node("model", "ranker")])
    (cut,) = planned(unowned)
    assert cut.cost == Action.EXPLORE.value + FOREIGN > own.cost


def test_a_view_is_cut_as_one():
    """The impressions are left out of all features of the view together, which is one action."""
    graph = system(
        [
            *(node("model", "m", owner="a"), node("dataset", "scores", owner="a")),
            *(node("feature", f"f{i}", view="v", owner="a") for i in range(50)),
        ],
        [("m", "scores"), *(("scores", f"f{i}") for i in range(50)), *((f"f{i}", "m") for i in range(50))],
    )
    (cut,) = planned(graph)
    assert (cut.action, cut.cost, len(cut.edges)) == (Action.EXCLUDE, 3, 50)
    assert "the features of v" in told_cut(graph, cut)


@pytest.mark.parametrize("foreign", [False, True])
def test_an_action_says_what_and_by_whom(foreign):
    """Another team is named, one's own is not."""
    graph = streaming(label_owner="web" if foreign else "recs")
    edge = next(e for e in graph.edges.values() if e.to_id == "labels")
    text = told_cut(graph, cut_at(graph, [edge], {"recs"}))
    assert "Leave what the models caused out of events" in text
    assert ("(to be done by web)" in text) is foreign
    assert text.endswith(".")


def test_the_worlds_own_edge_is_never_cut():
    """What people do is theirs."""
    graph = streaming()
    edge = next(e for e in graph.edges.values() if e.from_id == "viewers")
    assert cut_at(graph, [edge], {"recs"}) is None
