"""What an answer does beside being right: it can be stopped, refuses nonsense, and proves each effect."""

from datetime import timedelta

import pytest

from explorer.analysis.what_if.impact import what_if
from explorer.domain.entities import Importance
from explorer.domain.kinds import EdgeKind, Fallback, NodeKind, Retrain, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled, UsageError
from tests.analysis.what_if.streamly import streamly
from tests.analysis.what_if.systems import change, edge, node


def test_work_stops_when_it_is_told_to():
    """The check is called, and what it raises comes out."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        what_if(streamly(), [change("outage", "rank-scores")], check=stop)


def test_a_change_to_nothing_is_refused():
    """A node that is not there is named, with the nearest that is."""
    with pytest.raises(UsageError, match="Nearest: rank-scores"):
        what_if(streamly(), [change("outage", "rank-score")])


def test_a_revoked_access_passes_over_that_edge_only():
    """The reader is affected, the source and its other readers are not; nobody is marked as changed."""
    consumer = NodeKind.CONSUMER
    graph = SystemGraph.of(
        [
            node("scores"),
            node("page", consumer),
            node("mail", consumer),
            node("model", NodeKind.MODEL, retrain=Retrain.SCHEDULED),
        ],
        [
            edge("scores", "page", fallback=Fallback.DEFAULT),
            edge("scores", "mail"),
            edge("scores", "model"),
            edge("scores", "model", EdgeKind.TRAINS),
        ],
    )
    impact = what_if(graph, [change("revoke", "scores", to="page")])
    assert [(row.id, row.effect, row.certainty, row.changed) for row in impact.affected] == [
        ("page", "degraded", "certain", False)
    ]
    assert [(s.edge, s.rule) for s in impact.path("page")] == [
        (("scores", "page", "feeds"), "feeds.gone.default")
    ]
    both = what_if(graph, [change("revoke", "scores", to="model")]).by_id["model"]
    assert both.by_wave == {0: "breaks", 1: "shifts"}


def test_known_delay_is_carried_to_where_it_matters():
    """The hours reach a reader three edges on unchanged, and are held against its own tolerance."""
    graph = SystemGraph.of(
        [
            node("job", NodeKind.JOB),
            node("table"),
            node("view", subtype=Subtype.VIEW),
            node("app", NodeKind.CONSUMER),
        ],
        [
            edge("job", "table", EdgeKind.PRODUCES),
            edge("table", "view", EdgeKind.DERIVES),
            edge("view", "app", tolerance=timedelta(hours=12)),
        ],
    )
    day, hour = (what_if(graph, [change("delay", "job", delay=timedelta(hours=h))]).by_id for h in (24, 1))
    assert (day["app"].effect, day["app"].certainty) == (
        "stale",
        "possible",
    )  # the view's tolerance is not known
    assert "app" not in hour
    unknown = what_if(graph, [change("delay", "job")]).by_id
    assert unknown["app"].certainty == "possible"


def test_a_feature_that_hardly_matters_makes_its_model_possibly_shift():
    """Measured next to nothing and in no correlated group: possible; in a group, where each looks small: certain."""

    def ask(**more):
        importance = Importance(value=0.001, se=0.003)
        graph = SystemGraph.of(
            [node("f", NodeKind.FEATURE, importance=importance, **more), node("m", NodeKind.MODEL)],
            [edge("f", "m")],
        )
        return what_if(graph, [change("shift", "f")]).by_id["m"].certainty

    assert ask() == "possible"
    assert ask(correlated="recency") == "certain"


def test_another_effect_of_a_node_can_be_proved_too():
    """Beside its worst effect every other that reaches a node has a proof; one that does not is refused."""
    impact = what_if(streamly(), [change("outage", "rank-scores")])
    later = impact.path_to("home-page", impact.by_id["ranker"].effect, certain=True)
    assert later[-1].edge[:2] == ("rank-scores", "home-page")
    with pytest.raises(ValueError, match="does not have"):
        impact.path_to("home-page", impact.by_id["rank-scores"].effect, certain=False)
