"""What was edited by hand, as a manifest: read together with what was edited, it gives the system as it is now.

New parts stand in their sections, as in every manifest; `changed` holds only what is different of the others, and
`removed` what is not there any more. The text is read again before it is given away: what of the edits did not come
back is told, never lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from explorer.domain.amendments import as_kind, once_declared
from explorer.domain.assembly import assemble
from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Evidence
from explorer.domain.originals import Originals
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.value_types import DAY
from explorer.export.manifest_edges import edge_item, free_item, places
from explorer.export.manifest_text import block, comment
from explorer.importers.manifest import VERSION, read_manifest
from explorer.importers.manifest_amendments import CHANGED, EDGES, REMOVED
from explorer.importers.manifest_entries import SECTIONS
from explorer.language import marked, tr

_LEFT_OPEN = "unknown"
_NOWHERE = Source("the edits")
_OPENED = {**dict.fromkeys(SECTIONS, 1), CHANGED: 2}
"""So many levels of these keys have a line for each key, however short."""


@dataclass(frozen=True, slots=True)
class ManifestPatch:
    """The text of the manifest, and a sentence for each thing that it cannot say."""

    text: str
    unsaid: tuple[str, ...]


def manifest_patch(graph: SystemGraph, originals: Originals, besides: str = "") -> ManifestPatch:
    """The edits that made `graph` of what the originals say; besides: a sentence on what else is not in it."""
    base = originals.of(graph)
    made = _Edits(graph, base, originals).manifest()
    lines = [*comment(_heading(graph, base)), *_lines(made)]
    unsaid = _lost("\n".join(lines), base, graph, originals)
    sentences = (*unsaid, *((besides,) if besides else ()))
    if sentences:
        lines.append("")
        for sentence in sentences:
            lines += comment(sentence)
    return ManifestPatch("\n".join(lines) + "\n", sentences)


def _heading(graph: SystemGraph, base: SystemGraph) -> str:
    name = shown_plainly(graph.name) or tr("a system")
    if not base.nodes:
        return tr("{system}, as it was drawn by hand.", system=name)
    return tr(
        "What was changed by hand in {system}. Import it together with the sources that it changes.",
        system=name,
    )


def _lines(made: Mapping[str, object]) -> Iterator[str]:
    for key, value in made.items():
        yield from block(key, value, _OPENED.get(key, 0))


@dataclass(slots=True)
class _Edits:
    """What the edits say, section by section."""

    graph: SystemGraph
    base: SystemGraph
    originals: Originals
    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    free: list[object] = field(default_factory=list)

    def manifest(self) -> dict[str, object]:
        """The manifest as plain data, in order."""
        was = self._edges_before()
        removed = [*self._gone_nodes(), *self._gone_edges(was)]
        for node_id in sorted(self.originals.nodes):
            node, before = self.graph.nodes.get(node_id), self.originals.nodes[node_id]
            if node is not None and before is None:
                self.new[node_id] = _said_of(node, None)
            elif node is not None and before is not None:
                said = _said_of(node, before)
                if said or node.kind is not before.kind:
                    self.changed[node_id] = said
        for key in sorted({*self.originals.edges, *was.values()}):
            edge = self.graph.edges.get(key)
            if edge is not None:
                self._say_edge(edge, self._as_before(key, was))
        made: dict[str, object] = {"ripplemap": VERSION}
        if not self.base.nodes and self.graph.name:
            made["system"] = self.graph.name
        made.update(self._sections(self.new))
        changed = self._sections(self.changed) | ({EDGES: self.free} if self.free else {})
        return made | ({CHANGED: changed} if changed else {}) | ({REMOVED: removed} if removed else {})

    def _edges_before(self) -> dict[EdgeKey, EdgeKey]:
        """The edges of ghosts that are declared now: by their keys, the keys that they have for it."""
        declared = [i for i, n in self.originals.nodes.items() if n and n.is_ghost and self._is_declared(i)]
        touching = {e.key: e for i in declared for e in (*self.base.edges_from(i), *self.base.edges_into(i))}
        nodes = self.graph.nodes
        return {
            key: once_declared(edge, nodes).key
            for key, edge in touching.items()
            if key.from_id in nodes and key.to_id in nodes
        }

    def _is_declared(self, node_id: str) -> bool:
        node = self.graph.nodes.get(node_id)
        return node is not None and not node.is_ghost

    def _as_before(self, key: EdgeKey, moved: Mapping[EdgeKey, EdgeKey]) -> Edge | None:
        """The edge of this key as it is before `changed` speaks of it."""
        if key in self.base.edges and key not in moved:
            return self.base.edges[key]
        own = (key,) if moved.get(key) == key else ()
        came = next((k for k in (*own, *moved) if moved[k] == key), None)
        return None if came is None else once_declared(self.base.edges[came], self.graph.nodes)

    def _gone_nodes(self) -> list[object]:
        gone = {i for i, n in self.originals.nodes.items() if n is not None and i not in self.graph.nodes}
        taken_out = {i for i in gone if not self.base.nodes[i].is_ghost}
        return [i for i in sorted(gone) if i in taken_out or not self._goes_along(i, taken_out)]

    def _goes_along(self, ghost: str, gone: set[str]) -> bool:
        """Whether nothing speaks of a ghost once these nodes are gone."""
        edges = (*self.base.edges_from(ghost), *self.base.edges_into(ghost))
        return all(gone & {e.from_id, e.to_id} for e in edges)

    def _gone_edges(self, moved: Mapping[EdgeKey, EdgeKey]) -> list[object]:
        gone: list[object] = []
        nodes = self.graph.nodes
        for key in sorted({k for k, was in self.originals.edges.items() if was is not None} | moved.keys()):
            if moved.get(key, key) in self.graph.edges or key.from_id not in nodes or key.to_id not in nodes:
                continue
            item = {"from": key.from_id, "to": key.to_id}
            alone = sum(e.to_id == key.to_id for e in self.base.edges_from(key.from_id)) == 1
            gone.append(item if alone else {**item, "kind": str(key.kind)})
        return gone

    def _say_edge(self, edge: Edge, was: Edge | None) -> None:
        """Put the edge into the entry of one of its ends, or where there is none, beside them."""
        if was is not None and was == replace(edge, source=was.source):
            return
        nodes = self.graph.nodes
        possible = list(places(edge, nodes))
        is_new = was is None and all(self._is_plain(i, edge) for i in (edge.from_id, edge.to_id))
        fresh = [p for p in possible if is_new and p.entry in self.new]
        if not possible:
            self.free.append(free_item(edge, was, nodes))
        for place in (*fresh, *possible)[:1]:
            entries = self.new if fresh else self.changed
            entry = entries.setdefault(place.entry, {})
            entry.setdefault(place.key, []).append(edge_item(edge, was, place, nodes))

    def _is_plain(self, node_id: str, edge: Edge) -> bool:
        """Whether the node is, for a new edge, the same before `changed` speaks as it is after."""
        node, before = self.graph.nodes[node_id], self.base.nodes.get(node_id)
        if before is None:
            return True
        if node.is_ghost:
            return edge.evidence is Evidence.INFERRED
        return (before.kind, before.subtype) == (node.kind, node.subtype)

    def _sections(self, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
        sections: dict[str, object] = {}
        for section, kind in SECTIONS.items():
            own = {i: entries[i] for i in sorted(entries) if self.graph.nodes[i].kind is kind}
            if own:
                sections[section] = own
        return sections


def _said_of(node: Node, before: Node | None) -> dict[str, object]:
    """The attributes that are not as before; of a new node all that anybody has said."""
    was = None if before is None else as_kind(before, node.kind, node.source or _NOWHERE)
    said: dict[str, object] = {}
    for key, attribute in NODE_ATTRIBUTES[node.kind].items():
        value = getattr(node, key)
        default = {"name": node.id, "evidence": Evidence.DECLARED}.get(key)
        if value == (default if was is None else getattr(was, key)):
            continue
        if value is None or (key == "name" and value == node.id):
            said[key] = None if key == "subtype" else _LEFT_OPEN
        else:
            encoded = attribute.type.encode(value)
            said[key] = date.fromisoformat(str(encoded)) if attribute.type is DAY else encoded
    return said


def _lost(text: str, base: SystemGraph, graph: SystemGraph, originals: Originals) -> tuple[str, ...]:
    """A sentence for each part that is another when the text is read again."""
    read, _ = assemble([read_manifest(text, _NOWHERE.name)], onto=base)
    lost: list[str] = []
    for node_id in sorted({*originals.nodes, *(read.nodes.keys() ^ graph.nodes.keys())}):
        lost += _differences(
            tr("“{name}”", name=shown_plainly(node_id)),
            graph.nodes.get(node_id),
            read.nodes.get(node_id),
            _NODE_LABELS,
        )
    for key in sorted({*originals.edges, *(read.edges.keys() ^ graph.edges.keys())}):
        label = tr(
            "the edge {start} → {end} ({kind})",
            start=shown_plainly(key.from_id),
            end=shown_plainly(key.to_id),
            kind=key.kind,
        )
        lost += _differences(label, graph.edges.get(key), read.edges.get(key), _EDGE_LABELS)
    return tuple(lost)


def _differences(
    label: str, is_now: Node | Edge | None, read: Node | Edge | None, labels: Mapping[str, str]
) -> Iterator[str]:
    if is_now is None and read is not None:
        yield tr("A manifest cannot say that {part} is not there.", part=label)
    elif is_now is not None and read is None:
        yield tr("A manifest cannot say that there is {part}.", part=label)
    elif is_now is not None and read is not None:
        for key, name in labels.items():
            if getattr(is_now, key) != getattr(read, key):
                yield tr(
                    "A manifest cannot say what the {attribute} of {part} is now.",
                    attribute=tr(name),
                    part=label,
                )


_ALWAYS = {"kind": marked("kind"), "extra": marked("further keys")}
_NODE_LABELS = {a.key: a.label for table in NODE_ATTRIBUTES.values() for a in table.values()} | _ALWAYS
_EDGE_LABELS = {a.key: a.label for a in EDGE_ATTRIBUTES.values()} | _ALWAYS
