"""Systems that tests draw: the one of the manifest's documentation, a small one of its own, and many nodes."""

from datetime import date

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Filter, Node
from explorer.domain.kinds import EdgeKind, Evidence, Lifecycle, NodeKind, Pin, Role, Subtype
from explorer.domain.system_graph import SystemGraph


def system(name, nodes, edges, as_of=date(2026, 11, 20)):
    """A graph of nodes {id: (kind, owner, attributes)} and edges (from, to, attributes)."""
    made = {
        i: Node(id=i, kind=NodeKind(kind), name=i, owner=owner, **rest)
        for i, (kind, owner, rest) in nodes.items()
    }
    linked = []
    for start, end, *rest in edges:
        attributes = dict(rest[0]) if rest else {}
        kind = attributes.pop("kind", None) or infer_edge_kind(made[start], made[end])
        linked.append(Edge(from_id=start, to_id=end, kind=kind, **attributes))
    return SystemGraph.of(made.values(), linked, name=name, as_of=as_of)


def streamly():
    """The recommendations of a video service, as the manifest's documentation has them."""
    recs, feature = "recs", lambda **rest: ("feature", "recs", rest)
    nodes = {
        "viewers": ("world", recs, {}),
        "play-events": ("dataset", "platform", {"subtype": Subtype.STREAM}),
        "sessions": ("dataset", recs, {}),
        "training-set": ("dataset", recs, {"subtype": Subtype.TRAINING}),
        "rank-scores": ("dataset", recs, {"subtype": Subtype.PREDICTIONS}),
        "clean-join": ("job", recs, {"language": "perl"}),
        "build-labels": ("job", recs, {"language": "scala"}),
        "metadata-scrape": ("producer", recs, {"language": "bash"}),
        "image-embedding": ("artifact", "vision", {"version": "v7"}),
        "watched-7d": feature(),
        "watched-30d": feature(),
        "watched-28d": feature(),
        "dvd-region": feature(lifecycle=Lifecycle.DEPRECATED),
        "thumbnail": feature(),
        "ranker": ("model", recs, {"version": "12"}),
        "duplicate-detector": ("model", "vision", {}),
        "home-page": ("consumer", "web", {"subtype": Subtype.UI}),
        "clicks": ("metric", recs, {"role": Role.SUCCESS}),
        "watch-hours": ("metric", "growth", {"role": Role.PROXY}),
        "catalogue-coverage": ("metric", recs, {"role": Role.GUARDRAIL}),
        "retention": ("objective", "growth", {}),
        "freshness-alert": ("monitor", "platform", {}),
    }
    inputs = ["watched-7d", "watched-30d", "watched-28d", "dvd-region", "thumbnail", "training-set"]
    edges = [
        ("home-page", "viewers"),
        ("viewers", "play-events", {"confidence": 0.9}),
        ("play-events", "clean-join"),
        ("metadata-scrape", "clean-join"),
        ("clean-join", "sessions"),
        ("sessions", "build-labels"),
        ("build-labels", "training-set"),
        *(("sessions", f) for f in ("watched-7d", "watched-30d", "watched-28d", "dvd-region")),
        ("image-embedding", "thumbnail"),
        *((i, "ranker") for i in inputs),
        ("ranker", "rank-scores"),
        ("image-embedding", "duplicate-detector", {"pin": Pin.FROZEN, "version": "v6"}),
        (
            "rank-scores",
            "home-page",
            {"filter": Filter(field="confidence", op=">=", value=0.5), "exploration": 0.0},
        ),
        ("ranker", "clicks", {"kind": EdgeKind.OPTIMISES}),
        ("play-events", "clicks"),
        ("clicks", "watch-hours"),
        ("play-events", "watch-hours"),
        ("watch-hours", "retention"),
        ("sessions", "freshness-alert"),
        ("play-events", "freshness-alert"),
    ]
    return system("streamly-recommendations", nodes, edges)


def parcels():
    """A small system in which everything occurs that a picture can show without an answer."""
    nodes = {
        "scans": ("producer", "depot", {}),
        "scan-events": ("dataset", "depot", {"subtype": Subtype.STREAM}),
        "road-map": ("artifact", "maps", {"version": "2026-10"}),
        "route-hours": ("feature", "arrival", {}),
        "holiday-flag": ("feature", "arrival", {"lifecycle": Lifecycle.DEPRECATED}),
        "past-trips": ("dataset", "arrival", {"subtype": Subtype.TRAINING}),
        "eta": ("model", "arrival", {"version": "4"}),
        "eta-scores": ("dataset", "arrival", {"subtype": Subtype.PREDICTIONS}),
        "tracking-page": ("consumer", "web", {"subtype": Subtype.UI}),
        "recipients": ("world", None, {}),
        "late-share": ("metric", "arrival", {"role": Role.SUCCESS}),
        "repeat-orders": ("objective", "sales", {}),
        "drift-watch": ("monitor", "arrival", {}),
        "nightly-join": ("job", "depot", {"language": "sql"}),
        "courier-app": ("unknown", None, {}),
    }
    edges = [
        ("scans", "scan-events"),
        ("scan-events", "nightly-join"),
        ("nightly-join", "past-trips"),
        ("past-trips", "eta"),
        ("scan-events", "route-hours", {"evidence": Evidence.OBSERVED}),
        ("road-map", "route-hours", {"pin": Pin.PINNED, "version": "2026-09"}),
        ("holiday-flag", "eta"),
        ("route-hours", "eta"),
        ("eta", "eta-scores"),
        ("eta-scores", "tracking-page", {"filter": Filter(field="minutes", op="<", value=90)}),
        ("eta-scores", "courier-app", {"evidence": Evidence.INFERRED}),
        ("tracking-page", "recipients", {"exploration": 0.05}),
        ("recipients", "scan-events"),
        ("eta", "late-share", {"kind": EdgeKind.OPTIMISES}),
        ("scan-events", "late-share"),
        ("late-share", "repeat-orders"),
        ("eta-scores", "drift-watch"),
    ]
    return system("parcel-arrival", nodes, edges)
