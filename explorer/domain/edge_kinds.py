"""Which kind an edge is when its source does not say: the first rule that fits the kinds of its two ends."""

from __future__ import annotations

from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype

_MEASURES = {NodeKind.METRIC, NodeKind.OBJECTIVE}
_TRAINING = {Subtype.TRAINING, Subtype.LABELS}
_DERIVED = {NodeKind.DATASET, NodeKind.ARTIFACT}
_WRITERS = {NodeKind.PRODUCER, NodeKind.JOB, NodeKind.MODEL, NodeKind.CONSUMER, NodeKind.FEATURE}
_FEATURE_WRITERS = {NodeKind.JOB, NodeKind.MODEL}


def infer_edge_kind(start: Node, end: Node) -> EdgeKind:
    """The kind of an edge start → end, by the order of domain.md §2; a ghost at either end makes it feeds."""
    if start.is_ghost or end.is_ghost:
        return EdgeKind.FEEDS
    if end.kind is NodeKind.MONITOR:
        return EdgeKind.WATCHES
    if NodeKind.WORLD in (start.kind, end.kind):
        return EdgeKind.INFLUENCES
    if end.kind is NodeKind.METRIC:
        return EdgeKind.DRIVES if start.kind is NodeKind.METRIC else EdgeKind.MEASURES
    if start.kind is NodeKind.METRIC and end.kind in _MEASURES:
        return EdgeKind.DRIVES
    if end.kind is NodeKind.MODEL and (start.kind is NodeKind.JOB or start.subtype in _TRAINING):
        return EdgeKind.TRAINS
    if start.kind is NodeKind.DATASET and end.kind in _DERIVED:
        return EdgeKind.DERIVES
    if (start.kind in _WRITERS and end.kind in _DERIVED) or (
        start.kind in _FEATURE_WRITERS and end.kind is NodeKind.FEATURE
    ):
        return EdgeKind.PRODUCES
    return EdgeKind.FEEDS
