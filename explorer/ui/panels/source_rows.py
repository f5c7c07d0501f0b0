"""What the page Sources lists: what is merged, what is in doubt, what was decided, what changed, what was read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from explorer.domain.doubts import told_doubt
from explorer.domain.entities import EdgeKey, Node
from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Doubt, Joined, Link
from explorer.domain.project import ImportedSource
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import marked, tr
from explorer.session.identities import told_decision, told_rule, told_way
from explorer.ui.panels.row_model import Group

if TYPE_CHECKING:
    from explorer.session.versions import PartsDifference

T = TypeVar("T")
_MOST = 2_000
"""Rows under a heading; nobody reads more, and making more takes time."""


@dataclass(frozen=True)
class SourceRow:
    """One row: its cells, what is said of it when it is chosen, what it lights, and what can be done about it.

    merged: the node that it is a part of, the name under which it is stated, and in which document. settles: a doubt,
    and which of its candidates it is by this row; None: none of them.
    """

    cells: tuple[str, str, str]
    said: str = ""
    way: tuple[Link, ...] = ()
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()
    merged: tuple[str, str, str] | None = None
    decision: Decision | None = None
    settles: tuple[Doubt, str | None] | None = None

    @property
    def why(self) -> str:
        """What is said of it when it is chosen; of thousands nobody reads it."""
        return self.said or (told_way(self.way) if self.merged else "")

    def matches(self, words: Sequence[str]) -> bool:
        """Whether all these words are in it."""
        text = " ".join(self.cells).lower() if words else ""
        return all(word in text for word in words)


def merged_groups(graph: SystemGraph, known: Identities) -> list[Group[SourceRow]]:
    """Of each node that several speak of, what each of them calls it, where, and why it is the same."""
    places: dict[str, Source | None] = {}
    for said in known.edges:
        places.setdefault(said.edge.from_id, said.edge.source)
        places.setdefault(said.edge.to_id, said.edge.source)
    nodes = graph.nodes
    return [
        Group((nodes[i].name,), list(_members(each, places)))
        for i, each in known.joined.items()
        if i in nodes
    ]


def _members(joined: Joined, places: Mapping[str, Source | None]) -> Iterator[SourceRow]:
    for name, stated in joined.names():
        source = stated or places.get(name)
        way = joined.why.get(name, ())
        stands = name == joined.id and bool(joined.why)
        yield SourceRow(
            (name, str(source or ""), tr("stands for all") if stands else told_rule(way)),
            tr("The others are merged into it.") if stands else "",
            way,
            (joined.id,),
            merged=(joined.id, name, source.location if source else ""),
        )


def doubt_groups(graph: SystemGraph, known: Identities) -> list[Group[SourceRow]]:
    """Of each name that could be any of several things, which these are; and that it may be none of them."""
    return [Group(_stated(doubt.name, graph), list(_ways_out(doubt, graph))) for doubt in known.doubts]


def _ways_out(doubt: Doubt, graph: SystemGraph) -> Iterator[SourceRow]:
    said = told_doubt(doubt)
    for candidate in doubt.candidates:
        lit = tuple(i for i in (doubt.name, candidate) if i in graph.nodes)
        settled = tr("Settled this way, both are one node, which is called “{name}”.", name=candidate)
        yield SourceRow(_stated(candidate, graph), f"{said} {settled}", nodes=lit, settles=(doubt, candidate))
    none = tr("none of them"), "", tr("a thing of its own")
    settled = tr("Settled this way, “{name}” stays a node of its own.", name=doubt.name)
    lit = (doubt.name,) if doubt.name in graph.nodes else ()
    yield SourceRow(none, f"{said} {settled}", nodes=lit, settles=(doubt, None))


def _stated(name: str, graph: SystemGraph) -> tuple[str, str, str]:
    """A name, where it is stated, and what it is."""
    node = graph.nodes.get(name)
    return (name, "", "") if node is None else (name, str(node.source or ""), told(node.kind))


def decided_rows(graph: SystemGraph, known: Identities) -> list[SourceRow]:
    """What people decided, the latest last."""
    rows = []
    for decision in known.decisions:
        nodes = tuple(i for i in (decision.first, decision.second) if i in graph.nodes)
        sentence = told_decision(decision)
        rows.append(SourceRow((sentence, "", ""), f"{sentence}.", nodes=nodes, decision=decision))
    return rows


def changed_groups(since: PartsDifference | None, graph: SystemGraph) -> list[Group[SourceRow]]:
    """What the last reading changed."""
    if since is None:
        return []
    old, new = since.old.nodes, since.new.nodes
    return [
        *_group(tr("New nodes"), since.nodes_new, lambda i: _node(new[i], graph)),
        *_group(tr("Nodes that are gone"), since.nodes_gone, lambda i: _node(old[i], graph)),
        *_group(tr("Changed nodes"), since.changed_nodes, lambda c: _node(new[c.key], graph, c.attributes)),
        *_group(tr("New edges"), since.edges_new, lambda k: _edge(k, new, graph)),
        *_group(tr("Edges that are gone"), since.edges_gone, lambda k: _edge(k, old, graph)),
        *_group(tr("Changed edges"), since.changed_edges, lambda c: _edge(c.key, new, graph, c.attributes)),
    ]


def source_rows(sources: Sequence[ImportedSource]) -> list[SourceRow]:
    """What the system was read from."""
    return [SourceRow((s.location, s.adapter, "")) for s in sources]


def _group(title: str, parts: Sequence[T], row: Callable[[T], SourceRow]) -> list[Group[SourceRow]]:
    """The parts under a heading with their number, where there are any; of very many the first."""
    if not parts:
        return []
    heading = tr("{title} ({count:,})", title=title, count=len(parts))
    if len(parts) > _MOST:
        heading = tr(
            "{title} ({count:,}, of which the first {shown:,} are listed)",
            title=title,
            count=len(parts),
            shown=_MOST,
        )
    return [Group((heading,), [row(part) for part in parts[:_MOST]])]


def _node(node: Node, graph: SystemGraph, attributes: Sequence[str] = ()) -> SourceRow:
    lit = (node.id,) if node.id in graph.nodes else ()
    return SourceRow((node.name, told(node.kind), _words(attributes)), nodes=lit)


def _edge(
    key: EdgeKey, nodes: Mapping[str, Node], graph: SystemGraph, attributes: Sequence[str] = ()
) -> SourceRow:
    lit = (key,) if key in graph.edges else ()
    name = f"{nodes[key.from_id].name} → {nodes[key.to_id].name}"
    return SourceRow((name, told(key.kind), _words(attributes)), edges=lit)


def _words(attributes: Sequence[str]) -> str:
    return ", ".join(tr(_LABELS.get(name, name)) for name in attributes)


_TABLES = (*NODE_ATTRIBUTES.values(), EDGE_ATTRIBUTES)
_LABELS = {key: a.label for table in _TABLES for key, a in table.items()} | {"extra": marked("further keys")}
