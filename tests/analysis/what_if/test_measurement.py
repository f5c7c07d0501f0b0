"""Where a change would be seen, and where nobody would see it."""

from datetime import timedelta

import pytest

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import Quality, measured, probes
from explorer.domain.kinds import Channel, EdgeKind, Evidence, NodeKind, OnSchemaChange, Pin
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.systems import change, edge, node

HOUR = timedelta(hours=1)
T, V, A, S = Channel.TIME, Channel.VALUE, Channel.AVAILABILITY, Channel.SCHEMA


def chain(*edges, detects=(V,), lag=HOUR, watches="d", evidence=Evidence.DECLARED, last=NodeKind.CONSUMER):
    """a → b → c → d → e, and a monitor on one of them."""
    kinds = {"e": last}
    between = edges or [edge(x, y) for x, y in ("ab", "bc", "cd", "de")]
    return SystemGraph.of(
        [
            *(node(i, kinds.get(i, NodeKind.CONSUMER)) for i in "abcde"),
            node("m", NodeKind.MONITOR, detects=detects, lag=lag),
        ],
        [*between, edge(watches, "m", EdgeKind.WATCHES, evidence=evidence)],
    )


def seen(graph, *changes):
    """Where each node's effects would be seen."""
    return measured(what_if(graph, changes))


def test_the_nearest_monitor_within_three_steps():
    """A monitor is seen from three steps away and not from four; hops count the edges between."""
    graph = SystemGraph.of(
        [*(node(i, NodeKind.CONSUMER) for i in "abcde"), node("m", NodeKind.MONITOR, detects=(V,), lag=HOUR)],
        [*(edge(x, y) for x, y in ("ab", "bc", "cd", "de")), edge("e", "m", EdgeKind.WATCHES)],
    )
    found = seen(graph, change("shift", "a"))
    assert {i: [(o.monitor, o.at, o.hops) for o in f.observed_by] for i, f in found.items()} == {
        "a": [],
        "b": [("m", "e", 3)],
        "c": [("m", "e", 2)],
        "d": [("m", "e", 1)],
        "e": [("m", "e", 0)],
    }
    assert [i for i, f in found.items() if f.blind_channels] == ["a"]


def test_channels_must_match():
    """A freshness monitor does not see a value shift, wherever it watches."""
    for watches in "abcd":
        found = seen(chain(detects=(T, A, S), watches=watches), change("shift", "a"))
        assert all(f.observed_by == () and f.blind_channels == (V,) for f in found.values())


def test_a_change_is_seen_as_what_it_has_become():
    """An outage upstream is seen as staleness where the monitor watches."""
    graph = SystemGraph.of(
        [node("scrape", NodeKind.JOB), node("table"), node("m", NodeKind.MONITOR, detects=(T,))],
        [edge("scrape", "table", EdgeKind.PRODUCES), edge("table", "m", EdgeKind.WATCHES)],
    )
    found = seen(graph, change("outage", "scrape"))
    [one] = found["scrape"].observed_by
    assert (one.monitor, one.at, one.channel, one.seen_as, one.hops) == ("m", "table", A, T, 1)
    assert found["scrape"].blind_channels == ()


@pytest.mark.parametrize(
    "between",
    [
        edge("c", "d", evidence=Evidence.INFERRED),
        edge("c", "d", pin=Pin.FROZEN),
        edge("c", "d", pin=Pin.PINNED),
        edge("c", "d", EdgeKind.TRAINS),
    ],
)
def test_only_what_certainly_follows_promises_a_sight(between):
    """A monitor behind an edge that perhaps passes nothing leaves what lies before it blind."""
    graph = chain(edge("a", "b"), edge("b", "c"), between)
    found = seen(graph, change("shift", "a"))
    assert all(found[i].blind_channels == (V,) for i in "abc")


@pytest.mark.parametrize("unknown", [{"detects": None}, {"detects": ()}, {"evidence": Evidence.INFERRED}])
def test_an_unknown_monitor_sees_nothing(unknown):
    """What nobody says a monitor detects, or that it watches, is not measured."""
    found = seen(chain(**unknown), change("shift", "a"))
    assert all(f.observed_by == () and f.blind_channels == (V,) for f in found.values())


def test_lag_is_summed_and_says_what_it_does_not_know():
    """Known delays on the way are added; where one is not known the lag is the least; without the monitor's, none."""
    known = [edge(x, y, delay=2 * HOUR) for x, y in ("ab", "bc")]
    found = seen(chain(*known, edge("c", "d")), change("shift", "a"))
    lags = {i: (f.observed_by[0].lag, f.observed_by[0].lag_is_least) for i, f in found.items()}
    assert lags == {"a": (5 * HOUR, True), "b": (3 * HOUR, True), "c": (HOUR, True), "d": (HOUR, False)}
    found = seen(chain(lag=None), change("shift", "d"))
    assert found["d"].observed_by[0].lag is None


def test_a_metric_shows_what_moves_it_and_not_that_it_is_late():
    """A metric within reach shows a shift; a stale metric does not move."""
    graph = SystemGraph.of(
        [node("a"), node("k", NodeKind.METRIC), node("l", NodeKind.METRIC)],
        [edge("a", "k", EdgeKind.MEASURES), edge("k", "l", EdgeKind.DRIVES)],
    )
    shifted = seen(graph, change("shift", "a"))
    assert {i: (f.visible_in, f.blind_channels) for i, f in shifted.items()} == {
        "a": (("k",), ()),
        "k": (("k",), ()),
        "l": (("l",), ()),
    }
    late = seen(graph, change("delay", "a"))
    assert {i: (f.visible_in, f.blind_channels) for i, f in late.items()} == {
        "a": ((), (T,)),
        "k": ((), (T,)),
    }


def test_fields_are_followed():
    """A broken field is seen by a schema monitor only where the field goes."""
    graph = SystemGraph.of(
        [
            node("job", NodeKind.JOB),
            node("table"),
            node("m", NodeKind.MONITOR, detects=(A,)),
            node("app", NodeKind.CONSUMER),
        ],
        [
            edge("job", "table", EdgeKind.PRODUCES),
            edge("table", "app", fields=("x",), on_schema_change=OnSchemaChange.FAIL),
            edge("app", "m", EdgeKind.WATCHES),
        ],
    )
    read, unread = (seen(graph, change("schema-break", "job", field=f)) for f in ("x", "y"))
    assert [(o.at, o.seen_as, o.hops) for o in read["job"].observed_by] == [("app", A, 2)]
    assert unread["job"].observed_by == ()
    assert unread["job"].blind_channels == (S,)


def test_probes_are_never_put_on_the_world_or_an_objective():
    """Every other blind place is one where a probe could be."""
    graph = SystemGraph.of(
        [node("page", NodeKind.CONSUMER), node("users", NodeKind.WORLD), node("aim", NodeKind.OBJECTIVE)],
        [edge("page", "users", EdgeKind.INFLUENCES), edge("users", "aim", EdgeKind.INFLUENCES)],
    )
    impact = what_if(graph, [change("shift", "page")])
    found = measured(impact)
    assert [i for i, f in found.items() if f.blind_channels] == ["page", "users", "aim"]
    assert probes(impact, found) == (("page", V),)


def test_a_sight_is_direct_downstream_or_none():
    """A monitor at the node itself is better than one behind it; what nobody sees has no quality."""
    found = seen(chain(watches="c"), change("shift", "a"))
    assert {i: f.quality[V].value for i, f in found.items()} == {
        "a": "downstream",
        "b": "downstream",
        "c": "direct",
        "d": "none",
        "e": "none",
    }
    assert found["c"].observed_by[0].quality is Quality.DIRECT


def loop(**shown):
    """A model shows a page to users, whose clicks are measured."""
    return SystemGraph.of(
        [
            node("model", NodeKind.MODEL),
            node("page", NodeKind.CONSUMER),
            node("users", NodeKind.WORLD),
            node("events"),
            node("clicks", NodeKind.METRIC),
            node("m", NodeKind.MONITOR, detects=(V, T), lag=HOUR),
        ],
        [
            edge("model", "page", **shown),
            edge("page", "users", EdgeKind.INFLUENCES),
            edge("users", "events", EdgeKind.INFLUENCES, confidence=0.9),
            edge("events", "clicks", EdgeKind.MEASURES),
            edge("events", "m", EdgeKind.WATCHES),
        ],
    )


def test_what_a_model_causes_itself_is_a_compromised_sight():
    """Behind the world that reacts to a model values prove little; lateness is plain, and exploration heals."""
    found = seen(loop(), change("shift", "page"))
    assert found["page"].quality == {V: Quality.COMPROMISED}
    assert found["page"].compromised == ("clicks",)
    assert [o.quality for o in found["events"].observed_by] == [Quality.COMPROMISED]
    explored = seen(loop(exploration=0.1), change("shift", "page"))
    assert explored["page"].quality == {V: Quality.DOWNSTREAM}
    assert seen(loop(exploration=0.0), change("shift", "page"))["page"].quality == {V: Quality.COMPROMISED}
    assert seen(loop(), change("delay", "events"))["events"].quality == {T: Quality.DIRECT}
    assert seen(loop(), change("shift", "model"))["model"].quality == {V: Quality.COMPROMISED}


def test_asked_of_some_nodes_it_says_the_same_of_these_and_nothing_of_others():
    """In the order asked; a node that is not affected is left out."""
    impact = what_if(chain(), [change("shift", "c")])
    everything = measured(impact)
    assert list(measured(impact, only=("e", "c", "a")).items()) == [(i, everything[i]) for i in ("e", "c")]
