"""The video-streaming system that the manifest of the design describes, made in code."""

from datetime import timedelta

from explorer.domain.entities import Contract, Filter, Importance
from explorer.domain.kinds import (
    Channel,
    Criticality,
    Direction,
    EdgeKind,
    Fallback,
    Lifecycle,
    NodeKind,
    Pin,
    Retrain,
    Role,
    Sign,
    Subtype,
    Versioning,
)
from explorer.domain.system_graph import SystemGraph
from tests.analysis.what_if.systems import edge, node

K, E = NodeKind, EdgeKind
FEATURES = ("watched-7d", "watched-30d", "watched-28d", "dvd-region")


def _nodes():
    recs = {"owner": "recs"}
    feature = {"view": "viewer", **recs}
    return [
        node("viewers", K.WORLD, **recs),
        node(
            "play-events", subtype=Subtype.STREAM, owner="platform", contract=Contract(enforced=("schema",))
        ),
        node("sessions", freshness=timedelta(hours=24), **recs),
        node("training-set", subtype=Subtype.TRAINING, **recs),
        node("rank-scores", subtype=Subtype.PREDICTIONS, **recs),
        node("clean-join", K.JOB, language="perl", glue=True, **recs),
        node("build-labels", K.JOB, language="scala", **recs),
        node("metadata-scrape", K.PRODUCER, language="bash", **recs),
        node("image-embedding", K.ARTIFACT, owner="vision", version="v7", versioning=Versioning.SILENT),
        node("watched-7d", K.FEATURE, importance=Importance(value=0.041, se=0.004), **feature),
        node(
            "watched-30d",
            K.FEATURE,
            correlated="recency",
            importance=Importance(value=0.001, se=0.003),
            **feature,
        ),
        node(
            "watched-28d",
            K.FEATURE,
            correlated="recency",
            importance=Importance(value=0.0, se=0.003),
            **feature,
        ),
        node("dvd-region", K.FEATURE, lifecycle=Lifecycle.DEPRECATED, **feature),
        node("thumbnail", K.FEATURE, view="item", owner="recs"),
        node(
            "ranker", K.MODEL, version="12", retrain=Retrain.SCHEDULED, criticality=Criticality.HIGH, **recs
        ),
        node("duplicate-detector", K.MODEL, owner="vision", retrain=Retrain.MANUAL),
        node("home-page", K.CONSUMER, subtype=Subtype.UI, criticality=Criticality.HIGH, owner="web"),
        node("clicks", K.METRIC, role=Role.SUCCESS, direction=Direction.UP, **recs),
        node("watch-hours", K.METRIC, role=Role.PROXY, direction=Direction.UP, owner="growth"),
        node("catalogue-coverage", K.METRIC, role=Role.GUARDRAIL, **recs),
        node("retention", K.OBJECTIVE, owner="growth"),
        node(
            "freshness-alert",
            K.MONITOR,
            owner="platform",
            detects=(Channel.TIME, Channel.AVAILABILITY, Channel.SCHEMA),
            lag=timedelta(hours=1),
        ),
    ]


def _edges():
    return [
        edge("home-page", "viewers", E.INFLUENCES),
        edge("viewers", "play-events", E.INFLUENCES, confidence=0.9),
        edge("play-events", "clean-join"),
        edge("metadata-scrape", "clean-join"),
        edge("clean-join", "sessions", E.PRODUCES),
        edge("sessions", "build-labels"),
        edge("build-labels", "training-set", E.PRODUCES),
        *(edge("sessions", feature) for feature in FEATURES),
        *(edge(feature, "ranker") for feature in FEATURES),
        edge("image-embedding", "thumbnail"),
        edge("thumbnail", "ranker"),
        edge("training-set", "ranker", E.TRAINS),
        edge("ranker", "rank-scores", E.PRODUCES),
        edge("ranker", "clicks", E.OPTIMISES),
        edge("image-embedding", "duplicate-detector", pin=Pin.FROZEN, version="v6"),
        edge(
            "rank-scores",
            "home-page",
            fields=("item_id", "confidence"),
            filter=Filter(field="confidence", op=">=", value=0.5),
            exploration=0.0,
            fallback=Fallback.DEFAULT,
        ),
        edge("play-events", "clicks", E.MEASURES),
        edge("play-events", "watch-hours", E.MEASURES),
        edge("clicks", "watch-hours", E.DRIVES, sign=Sign.PLUS),
        edge("watch-hours", "retention", E.DRIVES, sign=Sign.UNSURE),
        edge("sessions", "freshness-alert", E.WATCHES),
        edge("play-events", "freshness-alert", E.WATCHES),
    ]


def streamly():
    """The system: 22 nodes, 28 edges."""
    return SystemGraph.of(_nodes(), _edges(), name="streamly-recommendations")
