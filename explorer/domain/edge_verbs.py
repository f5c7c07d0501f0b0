"""The verbs of edges: how a line about one reads from either of its ends."""

from __future__ import annotations

from explorer.domain.kinds import EdgeKind

EDGE_VERBS = {
    # from the end to the start, and from the start to the end: "reads sessions", "is read by ranker"
    EdgeKind.FEEDS: ("reads", "is read by"),
    EdgeKind.PRODUCES: ("is written by", "writes"),
    EdgeKind.DERIVES: ("is made from", "is made into"),
    EdgeKind.TRAINS: ("learns from", "trains"),
    EdgeKind.INFLUENCES: ("is influenced by", "influences"),
    EdgeKind.TRIGGERS: ("is triggered by", "triggers"),
    EdgeKind.MEASURES: ("is measured on", "is measured by"),
    EdgeKind.DRIVES: ("is driven by", "drives"),
    EdgeKind.WATCHES: ("watches", "is watched by"),
    EdgeKind.OPTIMISES: ("judges", "is judged by"),
}
