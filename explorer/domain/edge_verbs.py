"""The verbs of edges: how a line about one reads from either of its ends."""

from __future__ import annotations

from explorer.domain.kinds import EdgeKind
from explorer.language import marked

EDGE_VERBS = {
    # from the end to the start, and from the start to the end: "reads sessions", "is read by ranker"
    EdgeKind.FEEDS: (marked("reads"), marked("is read by")),
    EdgeKind.PRODUCES: (marked("is written by"), marked("writes")),
    EdgeKind.DERIVES: (marked("is made from"), marked("is made into")),
    EdgeKind.TRAINS: (marked("learns from"), marked("trains")),
    EdgeKind.INFLUENCES: (marked("is influenced by"), marked("influences")),
    EdgeKind.TRIGGERS: (marked("is triggered by"), marked("triggers")),
    EdgeKind.MEASURES: (marked("is measured on"), marked("is measured by")),
    EdgeKind.DRIVES: (marked("is driven by"), marked("drives")),
    EdgeKind.WATCHES: (marked("watches"), marked("is watched by")),
    EdgeKind.OPTIMISES: (marked("judges"), marked("is judged by")),
}
"""In pairs; `tr` tells one in the language that is spoken."""
