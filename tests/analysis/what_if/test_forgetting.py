"""What is not known never makes an answer look better: not what is seen of an effect, nor what else it takes."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import Quality, measured
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.systems import cases, change, edge, node

OF_EDGES = {
    "fields": {"fields": None},
    "select_all": {"select_all": None},
    "columns": {"columns": None, "columns_complete": None},
    "columns_complete": {"columns_complete": None},
    "on_schema_change": {"on_schema_change": None},
    "confidence": {"confidence": None},
    "evidence": {"evidence": Evidence.INFERRED},
    "tolerance": {"tolerance": None},
    "relation": {"relation": None},
    "exploration": {"exploration": None},
}
OF_NODES = {"detects": {"detects": None}, "retrain": {"retrain": None}}
SHIELDS = {"pin": {"pin": None}, "fallback": {"fallback": None}}


def consistent(graph):
    """Without edges that say two things at once: that they take all fields, and that they take some."""
    return graph.with_parts(edges=[replace(e, fields=None) for e in graph.edges.values() if e.select_all])


def forgetting(data, graph, what):
    """The graph without this piece of information on some of its edges or nodes."""
    if what in OF_NODES or what == "contract":
        some = data.draw(st.lists(st.sampled_from(list(graph.nodes)), min_size=1))
        return graph.with_parts(
            [replace(graph.nodes[i], **OF_NODES.get(what, {"contract": None})) for i in some]
        )
    assume(graph.edges)
    some = data.draw(st.lists(st.sampled_from(list(graph.edges)), min_size=1))
    return graph.with_parts(edges=[replace(graph.edges[k], **(OF_EDGES | SHIELDS)[what]) for k in some])


ORDER = list(Quality)
V = Channel.VALUE


@pytest.mark.parametrize("what", [*OF_EDGES, *OF_NODES])
@settings(max_examples=25)
@given(data=st.data(), case=cases(most_nodes=7, most_edges=14))
def test_forgetting_never_measures_what_was_blind(what, data, case):
    """No channel of a node that was blind is seen, and none is seen better than before."""
    graph, changes = case
    graph = consistent(graph)
    before = measured(what_if(graph, changes))
    after = measured(what_if(forgetting(data, graph, what), changes))
    for one, found in before.items():
        for channel, quality in found.quality.items():
            if what == "exploration" and quality is not Quality.NONE:
                assert after[one].quality[channel] is not Quality.NONE
            else:
                now = after[one].quality.get(channel, Quality.NONE)
                assert ORDER.index(now) >= ORDER.index(quality), (one, channel)


@pytest.mark.parametrize("what", [*SHIELDS, "contract"])
@settings(max_examples=25)
@given(data=st.data(), case=cases(most_nodes=7, most_edges=14))
def test_forgetting_a_shield_shows_nothing_at_the_place_itself(what, data, case):
    """Without a shield more gets through and may be seen farther on; but no blind place becomes a watched one."""
    graph, changes = case
    before = measured(what_if(graph, changes))
    after = measured(what_if(forgetting(data, graph, what), changes))
    for one, found in before.items():
        for channel in found.blind_channels:
            if one in after and channel in after[one].quality:
                assert after[one].quality[channel] is not Quality.DIRECT


def test_a_column_whose_name_is_forgotten_is_not_seen_where_it_is_not_read():
    """Which column changes being unknown, a reader of other columns is no place to notice it."""
    known = SystemGraph.of(
        [
            node("job", NodeKind.JOB),
            node("table"),
            node("app", NodeKind.CONSUMER),
            node("m", NodeKind.MONITOR, detects=(V,)),
        ],
        [
            edge(
                "job", "table", EdgeKind.PRODUCES, columns={"x": ("a",), "y": ("b",)}, columns_complete=True
            ),
            edge("table", "app", fields=("y",)),
            edge("app", "m", EdgeKind.WATCHES),
        ],
    )
    [written] = [e for e in known.edges.values() if e.columns]
    forgotten = known.with_parts(edges=[replace(written, columns=None, columns_complete=None)])
    for graph in (known, forgotten):
        found = measured(what_if(graph, [change("shift", "job", field="a")]))
        assert found["table"].blind_channels == (V,)
    assert measured(what_if(known, [change("shift", "job", field="b")]))["table"].blind_channels == ()


def test_all_that_is_only_possible_must_be_seen():
    """A field that perhaps comes and would be seen does not hide that another one would not."""
    graph = SystemGraph.of(
        [
            node("a", NodeKind.JOB),
            node("b", NodeKind.JOB),
            node("app", NodeKind.CONSUMER),
            node("m", NodeKind.MONITOR, detects=(V,)),
        ],
        [edge("a", "b"), edge("b", "app", fields=("x",)), edge("app", "m", EdgeKind.WATCHES)],
    )
    x, y = (change("shift", "a", field=f) for f in "xy")
    assert measured(what_if(graph, [x]))["b"].blind_channels == ()
    assert measured(what_if(graph, [y]))["b"].blind_channels == (V,)
    assert measured(what_if(graph, [x, y]))["b"].blind_channels == (V,)
