"""Question 1 of many models: followed all at once they come to what following each by itself comes to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis import change_rest
from explorer.analysis.change import answer_change
from explorer.analysis.change_reach import reach_of
from explorer.analysis.change_rest import SHIFTED, Followed, split
from explorer.analysis.success.chains import models
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import MUST, SIDE, WAVES, WIDTH, Effect, bit
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import UNMEASURABLE, measured
from explorer.domain.answers import Sureness
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.errors import Cancelled
from tests.analysis.systems import node, system
from tests.analysis.what_if.systems import change, edge, graphs


@st.composite
def modelled(draw):
    """A random system in which two models give something, and perhaps a monitor or a metric sees something."""
    graph = draw(graphs(most_nodes=6, most_edges=14))
    ids = list(graph.nodes)
    kinds = draw(
        st.lists(st.sampled_from([NodeKind.MODEL] * 2 + [NodeKind.METRIC, NodeKind.MONITOR]), max_size=6)
    )
    nodes = [replace(graph.nodes[i], kind=k, subtype=None) for i, k in zip(ids, kinds, strict=False)]
    into = [
        edge(draw(st.sampled_from(ids)), n.id, EdgeKind.WATCHES) for n in nodes if n.kind is NodeKind.MONITOR
    ]
    return graph.with_parts(nodes, into)


@settings(max_examples=200)
@given(modelled())
def test_a_reach_is_what_the_what_if_and_the_measurement_say(graph):
    """The nodes in the order of the rows, the certain ones, and those that no monitor or metric would show."""
    for model in models(graph):
        reach = reach_of(graph, model)
        impact = what_if(graph, [change("new-version", model)])
        rows = [row for row in impact.affected if row.id != model]
        assert reach.ids == tuple(row.id for row in rows)
        assert reach.possible == tuple(row.id for row in rows if row.certainty == "possible")
        seen = measured(impact)
        assert reach.blind == tuple(
            row.id
            for row in rows
            if seen[row.id].blind_channels and graph.nodes[row.id].kind not in UNMEASURABLE
        )
        assert [d.edge.key for d in reach.doubts] == [
            e.key
            for row in rows
            if row.certainty == "possible"
            for e in graph.edges_into(row.id)
            if e.from_id in impact.by_id
            and impact.by_id[e.from_id].certainty == "certain"
            and doubtful(graph, e)
        ]
        if rows:
            assert reach.first_worst()[0] == rows[0].id if all_alike(rows) else True


def doubtful(graph, one):
    """Whether something about the edge itself is what makes an effect only possible."""
    start = graph.nodes[one.from_id]
    return (
        one.evidence == "inferred"
        or (one.kind is EdgeKind.INFLUENCES and start.kind is NodeKind.WORLD)
        or one.kind in (EdgeKind.TRAINS, EdgeKind.DRIVES)
        or (one.fields is None and one.select_all is None and one.kind in (EdgeKind.FEEDS, EdgeKind.DERIVES))
    )


def all_alike(rows):
    """Whether no row is worse or surer than the first."""
    return len({(row.effect, row.certainty) for row in rows}) == 1


@settings(max_examples=200)
@given(modelled(), st.integers(0, 3))
def test_all_at_once_as_one_by_one(graph, told):
    """Counts, doubts, blind nodes and precision of the models that are not told are those of following each."""
    known = models(graph)
    followed = Followed(graph, known)
    reaches = [reach_of(graph, model) for model in known]
    assert followed.others.tolist() == [len(r.others) for r in reaches]
    assert followed.certain.tolist() == [r.is_certain.sum() for r in reaches]
    if told >= len(known):
        return
    rest, left = followed.rest(told), reaches[told:]
    assert rest.models == tuple(r.model for r in left)
    assert (rest.fewest, rest.most) == (min(len(r.others) for r in left), max(len(r.others) for r in left))
    assert rest.imprecise == sum(not r.is_precise for r in left)
    assert rest.has_some_certain_and_seen == any(r.has_some_certain_and_seen for r in left)
    assert set(rest.unread) == {r.model for r in left if not len(r.others)}
    assert {(d.edge.key, d.field) for d in rest.doubts} == {
        (d.edge.key, d.field) for r in left for d in r.doubts
    }
    assert set(rest.blind) == {i for r in left for i in r.blind}


@settings(max_examples=100)
@given(modelled(), st.integers(1, 12), st.integers(1, 2))
def test_a_bound_changes_neither_verdict_nor_what_is_missing(graph, rows, at_once):
    """However few models are told one by one: the same verdict, the same gaps, and the others are spoken of."""
    full = answer_change(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(change_rest, "MOST_ROWS", rows)
        patch.setattr(change_rest, "AT_ONCE", at_once)
        told, rest = split(graph, models(graph))
        answer = answer_change(graph)
    assert answer.verdict is full.verdict
    assert {m.field: set(m.nodes) for m in answer.missing} == {m.field: set(m.nodes) for m in full.missing}
    assert (*told, *rest.models) == tuple(models(graph))
    bounds = [s for s in answer.sentences if s.text.startswith("Told one by one")]
    assert len(bounds) == bool(rest.models)
    assert all(s.sureness is Sureness.UNKNOWN for s in bounds)


@given(graphs())
def test_what_has_shifted_stays_so_or_ends(graph):
    """No kind of edge makes anything else of it, in any wave: on this rests that all models go together."""
    classes = edge_classes(graph)
    for number in range(len(classes.uses)):
        arrived = classes.tables_for(None).moved(number, SHIFTED)
        for side in (arrived & SIDE, arrived >> MUST):
            for wave in range(WAVES):
                assert side >> WIDTH * wave & ((1 << WIDTH) - 1) in (0, bit(Effect.SHIFTS))


def test_the_bound_is_named_with_what_the_others_reach(monkeypatch):
    """One model is told, of the other two it is said how far they reach and that one has no known reader."""
    graph = system(
        [node("model", m) for m in "abc"] + [node("dataset", d) for d in ("x", "y", "z")],
        [("a", "x"), ("b", "y"), ("y", "z")],
    )
    monkeypatch.setattr(change_rest, "MOST_ROWS", 1)
    answer = answer_change(graph)
    (bound,) = [s for s in answer.sentences if s.text.startswith("Told one")]
    assert bound.text == (
        "Told one by one are 1 of 3 models, the critical ones first, because together they reach more nodes than "
        "can be listed. A new version of one of the other 2 reaches 0 to 2 other nodes; for 2 of them some effect "
        "is only possible, or nobody would see it, or nothing is known to read them."
    )
    assert bound.nodes == ("b", "c")
    assert ("outputs", ("c",)) in [(m.field, m.nodes) for m in answer.missing]


@pytest.mark.parametrize("rows", [1, 1_000])
def test_every_stage_can_be_cancelled(monkeypatch, rows):
    """Wherever the answer looks whether it was stopped, it stops there."""
    graph = system([node("model", "a"), node("model", "b"), node("dataset", "x")], [("a", "x"), ("b", "x")])
    monkeypatch.setattr(change_rest, "MOST_ROWS", rows)
    answer_change(graph)  # what is kept for a graph is not worked out, nor stopped, again
    looks = []
    answer_change(graph, lambda: looks.append(None))
    assert len(looks) > len(models(graph))
    for stop_at in range(len(looks)):
        left = [stop_at]

        def check(left=left):
            left[0] -= 1
            if left[0] < 0:
                raise Cancelled

        with pytest.raises(Cancelled):
            answer_change(graph, check)
