"""What a sentence of the sheet rests on: nodes and edges, how each is known, and from which line or table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.export.sheet_words import commas
from explorer.language import tr, tr_n

MOST_GROUNDS = 60
"""Nodes and edges listed under one sentence; how many more there are is said."""
MOST_NOTES = 12
_LINK = re.compile(r"(?:https?://|mailto:)[!-~]+", re.IGNORECASE)
_LONGEST_LINK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A node or an edge: what it is, how it is known, and where that stands; `link` only where a click is safe."""

    what: str
    sort: str
    known: str
    source: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What one sentence or finding rests on; `more` says how many grounds were left out."""

    reason: str = ""
    remedy: str = ""
    clears: str = ""
    grounds: tuple[Ground, ...] = ()
    more: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """Something on the page, under whose number its evidence is listed."""

    ref: int
    support: tuple[Support, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Numbered):
    """What stands under one number in the list of evidence; `more` findings are not listed."""

    text: str
    more: int = 0


def support_of(graph: SystemGraph, nodes: Iterable[str], edges: Iterable[EdgeKey]) -> Support:
    """The grounds of a sentence: edges first, because they say more; what the system no longer holds is left out."""
    grounds, more = _cut(_grounds(graph, nodes, edges))
    return Support(grounds=grounds, more=more)


def support_of_finding(graph: SystemGraph, finding: Finding) -> Support:
    """The grounds of a finding, with its whole reason, its remedy, and what else was noted.

    A node at an end of one of its edges is not listed once more: the edge names it.
    """
    named = {i for key in finding.edges for i in (key.from_id, key.to_id)}
    grounds, more = _cut(_grounds(graph, (i for i in finding.nodes if i not in named), finding.edges))
    edges = tuple(_ends(graph, key) for key in finding.edges if key in graph.edges)
    notes = [note for note in finding.evidence if not note.startswith(edges)]
    return Support(
        reason=finding.reason,
        remedy=finding.remedy,
        clears=finding.clears,
        grounds=grounds,
        more=more,
        notes=tuple(notes[:MOST_NOTES])
        + ((tr("and {more:,} more", more=len(notes) - MOST_NOTES),) if len(notes) > MOST_NOTES else ()),
    )


def safe_link(url: str | None) -> str:
    """The address where a click on it cannot run anything: http, https or mailto; otherwise nothing."""
    if url is None or len(url) > _LONGEST_LINK or not _LINK.fullmatch(url):
        return ""
    return url


def _cut(grounds: Iterator[Ground]) -> tuple[tuple[Ground, ...], int]:
    every = list(grounds)
    return tuple(every[:MOST_GROUNDS]), max(len(every) - MOST_GROUNDS, 0)


def _grounds(graph: SystemGraph, nodes: Iterable[str], edges: Iterable[EdgeKey]) -> Iterator[Ground]:
    yield from (_of_edge(graph, graph.edges[key]) for key in dict.fromkeys(edges) if key in graph.edges)
    yield from (_of_node(graph.nodes[i]) for i in dict.fromkeys(nodes) if i in graph.nodes)


def _of_edge(graph: SystemGraph, edge: Edge) -> Ground:
    seen = "" if edge.last_seen is None else tr("last seen {day}", day=edge.last_seen.isoformat())
    reads = "" if edge.count is None else tr_n("{count:,} reads", "{count:,} reads", edge.count)
    return Ground(
        what=_ends(graph, edge.key),
        sort=told(edge.kind),
        known=commas((told(edge.evidence), reads, seen)),
        source=_place(edge.source),
    )


def _of_node(node: Node) -> Ground:
    sort = commas((told(node.kind), node.owner or tr("no owner stated")))
    if node.is_ghost:
        sort = tr("declared nowhere")
    known = Evidence.INFERRED if node.is_ghost else node.evidence
    return Ground(
        what=node.name, sort=sort, known=told(known), source=_place(node.source), link=safe_link(node.url)
    )


def _ends(graph: SystemGraph, key: EdgeKey) -> str:
    return f"{graph.nodes[key.from_id].name} → {graph.nodes[key.to_id].name}"


def _place(source: Source | None) -> str:
    return tr("no source recorded") if source is None else str(source)
