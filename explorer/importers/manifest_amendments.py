"""What a manifest says otherwise than the rest: under `changed` parts with other values, under `removed` no parts."""

from __future__ import annotations

from typing import Any

from explorer.domain.amendments import ChangedEdge, ChangedNode, RemovedEdge, RemovedNode
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.provenance import Source
from explorer.domain.value_types import Literal
from explorer.importers.manifest_entries import EDGE_KIND, RELATIONS, SECTIONS, EntryReader
from explorer.importers.yaml_events import Value, YamlList, YamlMapping
from explorer.language import tr

CHANGED = "changed"
REMOVED = "removed"
EDGES = "edges"
"""The key in `changed` for edges that stand in no entry: nothing declares either of their ends."""
_ENDS = ("from", "to", "kind")


class AmendmentReader(EntryReader):
    """Reads what is amended: an entry says only what is different, and null or `unknown` that nobody knows."""

    clears = True

    def changed(self, value: Value, line: int) -> None:
        """State all that `changed` says."""
        if not isinstance(value, YamlMapping):
            if not _is_null(value):
                self.problem(tr("changed holds sections, such as changed: {datasets: {…}}."), line)
            return
        for (section, entries), at in zip(value.items(), value.lines, strict=True):
            kind = SECTIONS.get(section)
            if section == EDGES:
                self._edges(entries, at)
            elif kind is None:
                known = [*SECTIONS, EDGES]
                hint = self.suggestion(section, known) or " " + tr(
                    "It holds {sections}.", sections=", ".join(known)
                )
                fault = tr("changed: the section “{section}” is not known.", section=section[:80])
                self.problem(fault + hint, at)
            elif isinstance(entries, YamlMapping):
                for (node_id, entry), there in zip(entries.items(), entries.lines, strict=True):
                    self.entry(kind, node_id, entry, there)
            elif not _is_null(entries):
                self.problem(tr("{section} must map each id to its attributes.", section=section), at)

    def _edges(self, value: Value, line: int) -> None:
        if not isinstance(value, YamlList):
            if not _is_null(value):
                self.problem(tr("edges is a list, such as edges: [{from: …, to: …}]."), line)
            return
        for item, at in zip(value, value.lines, strict=True):
            end = _written(item.get("to")) if isinstance(item, YamlMapping) else None
            to_id = None if end is None else self.identifier(end, at)
            if to_id is None or not isinstance(item, YamlMapping):
                self.problem(tr("Each of edges must say from and to."), at)
                continue
            rest = YamlMapping((key, said) for key, said in item.items() if key != "to")
            rest.at = [there for key, there in zip(item, item.lines, strict=True) if key != "to"]
            self.edge(RELATIONS["inputs"], to_id, rest, at)

    def entry(self, kind: NodeKind, written_id: str, value: Value, line: int) -> None:
        """State what is different of one node, and of the edges it names."""
        node_id = self.identifier(written_id, line)
        if node_id is None:
            return
        given: dict[str, Any] = {}
        if type(value) is YamlMapping:
            self.read_keys(kind, node_id, value, given)
        elif not _is_null(value):
            self.no_mapping(node_id, line)
        given.pop("extra", None)
        self.into.amendments.nodes.append(ChangedNode(node_id, kind, given, self.source(line)))

    def state_edge(
        self, start: str, end: str, kind: EdgeKind | None, source: Source, given: dict[str, Any]
    ) -> None:
        """Take an edge in that is changed, or new."""
        given.pop("extra", None)
        self.into.amendments.edges.append(ChangedEdge(start, end, kind, given, source))

    def removed(self, value: Value, line: int) -> None:
        """State all that `removed` says."""
        if isinstance(value, YamlList):
            for item, at in zip(value, value.lines, strict=True):
                self._removed(item, at)
        elif not _is_null(value):
            self._removed(value, line)

    def _removed(self, item: Value, line: int) -> None:
        if isinstance(item, YamlMapping):
            self._removed_edge(item, line)
            return
        written = _written(item)
        if written is None:
            self.problem(tr("Each of removed must be an id, or an edge: {from: …, to: …}."), line)
            return
        node_id = self.identifier(written, line)
        if node_id is not None:
            self.into.amendments.removed_nodes.append(RemovedNode(node_id, self.source(line)))

    def _removed_edge(self, item: YamlMapping, line: int) -> None:
        for key in item:
            if key not in _ENDS:
                hint = self.suggestion(key, _ENDS)
                fault = tr("A removed edge says from, to and kind, not “{key}”.", key=key[:80])
                self.problem(fault + hint, line)
        ends: list[str] = []
        for key in ("from", "to"):
            written = _written(item.get(key))
            end = None if written is None else self.identifier(written, line)
            if end is None:
                self.problem(tr("A removed edge must say where it leads: {key} is missing.", key=key), line)
                return
            ends.append(end)
        kind: EdgeKind | None = None
        if "kind" in item:
            try:
                kind = EDGE_KIND.decode(item["kind"])
            except ValueError as error:
                self.problem(tr("A removed edge: kind {fault}", fault=error), line)
                return
        from_id, to_id = ends
        self.into.amendments.removed_edges.append(RemovedEdge(from_id, to_id, kind, self.source(line)))


def _written(said: Value | None) -> str | None:
    """An id as it is written, were it a number; None for what can be none."""
    if isinstance(said, Literal):
        return None if said.value is None else said.text
    return said if isinstance(said, str) else None


def _is_null(value: Value) -> bool:
    return isinstance(value, Literal) and value.value is None
