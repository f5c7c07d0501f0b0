"""What edited parts were before the first edit, as records; an older version keeps them without knowing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from explorer.domain.attributes import (
    edge_from_plain,
    edge_key_to_plain,
    edge_to_plain,
    node_from_plain,
    node_to_plain,
)
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind
from explorer.domain.originals import Originals
from explorer.language import tr

NODE = "original-node"
EDGE = "original-edge"


def original_records(originals: Originals) -> Iterator[tuple[str, Any, dict[str, Any]]]:
    """The tag, identity and body of each record."""
    for node_id, node in originals.nodes.items():
        yield NODE, node_id, {"was": None if node is None else node_to_plain(node)}
    for key, edge in originals.edges.items():
        yield (
            EDGE,
            [key.from_id, key.to_id, str(key.kind)],
            {"was": None if edge is None else edge_to_plain(edge)},
        )


@dataclass(slots=True)
class GatheredOriginals:
    """What edited parts were, as it is put together record by record."""

    nodes: dict[str, Node | None] = field(default_factory=dict)
    edges: dict[EdgeKey, Edge | None] = field(default_factory=dict)

    def take(self, tag: str, identity: object, body: Mapping[str, Any]) -> None:
        """Take one record in; ValueError with a sentence where it is not sound."""
        was = body.get("was")
        if was is not None and not isinstance(was, dict):
            raise ValueError(tr("What a part was is a mapping, or nothing."))
        if tag == NODE:
            if not isinstance(identity, str) or not identity:
                raise ValueError(tr("What a node was is kept under its id."))
            self.nodes[identity] = None if was is None else node_from_plain({**was, "id": identity})
        else:
            key = _edge_key(identity)
            self.edges[key] = None if was is None else edge_from_plain({**was, **edge_key_to_plain(key)})

    def made(self) -> Originals:
        """All of it."""
        return Originals(self.nodes, self.edges)


def _edge_key(identity: object) -> EdgeKey:
    if not isinstance(identity, list) or len(identity) != 3 or not all(isinstance(i, str) for i in identity):
        raise ValueError(tr("What an edge was is kept under its two ends and its kind."))
    from_id, to_id, kind = identity
    if kind not in list(EdgeKind):
        raise ValueError(tr("No edge is of the kind “{kind}”.", kind=kind[:40]))
    return EdgeKey(from_id, to_id, EdgeKind(kind))
