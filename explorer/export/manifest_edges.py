"""Where an edge stands in a manifest: in the entry of one of its ends, under the key that makes such an edge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from explorer.domain.attributes import EDGE_ATTRIBUTES
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence
from explorer.importers.manifest_entries import RELATIONS, Relation

_OWN_KEYS = {
    EdgeKind.TRIGGERS: "triggers",
    EdgeKind.DRIVES: "drives",
    EdgeKind.WATCHES: "watches",
    EdgeKind.OPTIMISES: "success_metric",
    EdgeKind.PRODUCES: "outputs",
}
_LEFT_OPEN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry and the key in it under which an edge can be said."""

    entry: str
    key: str


def places(edge: Edge, nodes: Mapping[str, Node]) -> Iterator[Place]:
    """Where the edge can be said, the usual place first; between two ghosts nowhere, for they have no entries."""
    own = _OWN_KEYS.get(edge.kind)
    for key in dict.fromkeys((*((own,) if own else ()), "inputs", "outputs")):
        relation = RELATIONS[key]
        owner = nodes[edge.to_id if relation.inward else edge.from_id]
        if not owner.is_ghost and (relation.kinds is None or owner.kind in relation.kinds):
            yield Place(owner.id, key)


def edge_item(edge: Edge, was: Edge | None, place: Place, nodes: Mapping[str, Node]) -> object:
    """What is said of the edge there: its other end, and what is not as it was, or as it goes without saying."""
    return _item(edge, was, RELATIONS[place.key], nodes)


def free_item(edge: Edge, was: Edge | None, nodes: Mapping[str, Node]) -> object:
    """What is said of an edge that stands in no entry."""
    item = _item(edge, was, RELATIONS["inputs"], nodes)
    more = item if isinstance(item, dict) else {}
    return {"from": edge.from_id, "to": edge.to_id, **more}


def _item(edge: Edge, was: Edge | None, relation: Relation, nodes: Mapping[str, Node]) -> object:
    start, end = nodes[edge.from_id], nodes[edge.to_id]
    other = edge.from_id if relation.inward else edge.to_id
    item: dict[str, object] = {relation.end: other}
    if relation.kind is None and edge.kind is not infer_edge_kind(start, end):
        item["kind"] = str(edge.kind)
    if was is None:
        evidence = Evidence.INFERRED if start.is_ghost or end.is_ghost else Evidence.DECLARED
        was = Edge(from_id=edge.from_id, to_id=edge.to_id, kind=edge.kind, evidence=evidence)
    for key, attribute in EDGE_ATTRIBUTES.items():
        value = getattr(edge, key)
        if value != getattr(was, key):
            item[key] = _LEFT_OPEN if value is None else attribute.type.encode(value)
    return other if len(item) == 1 else item
