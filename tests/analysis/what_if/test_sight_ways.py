"""Where to measure, place by place: nothing is left out, and each way leads to what sees it."""

import pytest

from explorer.analysis.what_if.change import parse_change
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import Quality, measured
from explorer.analysis.what_if.sight_ways import sights, way_to_metric, way_to_monitor
from explorer.domain.kinds import EdgeKind
from explorer.session.loading import open_sources
from explorer.session.samples import samples

CHANGES = [
    ("new-version:image-embedding",),
    ("outage:rank-scores",),
    ("schema-break:play-events.dwell_ms",),
    ("new-version:image-embedding", "outage:rank-scores", "delay:sessions@24h"),
]


@pytest.fixture(scope="module", params=CHANGES, ids=lambda c: "+".join(c))
def impact(request):
    """What these changes do to the big sample."""
    graph = open_sources([str(samples()[0].path)]).project.graph
    return what_if(graph, [parse_change(graph, text) for text in request.param])


def test_every_affected_channel_is_in_one_place(impact):
    """Blind, only moving a metric, or watched; just as the measurement has it."""
    seen = measured(impact)
    found = sights(seen)
    places = [(p.node, p.channel) for group in found for p in group]
    assert sorted(places) == sorted((row.id, c) for row in impact.affected for c in row.channels)
    assert {(p.node, p.channel) for p in found.blind} == {
        (i, c) for i, m in seen.items() for c in m.blind_channels
    }
    assert all(p.monitors for p in found.watched)
    assert all(not p.monitors and p.quality is not Quality.NONE for p in found.moving)


def test_a_way_leads_over_edges_of_the_system_to_the_monitor(impact):
    """As many steps as the measurement counts, each beginning where the one before ended, the last being watched."""
    for node, found in measured(impact).items():
        for one in found.observed_by:
            way = way_to_monitor(impact, node, one)
            assert len(way) == one.hops + 1
            assert all(key in impact.graph.edges for key in way)
            assert [key.from_id for key in way] == [node, *(key.to_id for key in way[:-1])]
            assert way[-1] == (one.at, one.monitor, EdgeKind.WATCHES)


def test_some_channel_of_a_node_leads_to_each_metric_that_would_move(impact):
    """Within the steps that the measurement looks ahead."""
    for node, found in measured(impact).items():
        for metric in found.visible_in:
            ways = [way_to_metric(impact, node, channel, metric) for channel in impact.by_id[node].channels]
            assert metric == node or any(way and way[-1].to_id == metric for way in ways)
            assert all(len(way) <= 3 for way in ways)
