"""What every detector looks at: the system, the day it is judged on, and what several of them need to know of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.reaching import reached
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, Lifecycle, NodeKind, Severity
from explorer.domain.pauses import checked
from explorer.domain.system_graph import Ints, SystemGraph
from explorer.domain.wording import counted, named
from explorer.language import tr, tr_n

_BETWEEN_CHECKS = 500
"""Nodes or edges that a detector looks at between two looks whether to stop: some milliseconds."""

DATA_KINDS = frozenset(
    (
        EdgeKind.FEEDS,
        EdgeKind.PRODUCES,
        EdgeKind.DERIVES,
        EdgeKind.TRAINS,
        EdgeKind.INFLUENCES,
        EdgeKind.MEASURES,
    )
)
"""The edges over which data flows; the others are orders, beliefs and looks."""
READ_KINDS = frozenset((EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES, EdgeKind.MEASURES))
END_KINDS = frozenset(
    (NodeKind.MODEL, NodeKind.CONSUMER, NodeKind.METRIC, NodeKind.OBJECTIVE, NodeKind.WORLD, NodeKind.UNKNOWN)
)
"""For whose sake data is made. A ghost may be anything, so it counts."""


class Inspection:
    """One look at a system. `bound` collects what was not looked at, so that no limit is silent."""

    def __init__(
        self, graph: SystemGraph, today: date | None = None, check: Callable[[], None] = lambda: None
    ) -> None:
        self.graph = graph
        self.check = check
        self.day = graph.as_of or today
        "On which long ago is judged: the system's own day, so that the same system has the same findings."
        self.today = max((d for d in (graph.as_of, today) if d is not None), default=None)
        "On which what somebody has granted until a day may be over."
        self.bounds: list[str] = []
        self.remembered: dict[str, object] = {}
        "What one detector has worked out and another needs too, by its name."

    def bound(self, text: str) -> None:
        """Name something that was left out."""
        if text not in self.bounds:
            self.bounds.append(text)

    def nodes(self) -> Iterator[Node]:
        """Every node in order of id, with a look now and then whether a person wants to stop."""
        return checked(self.graph.nodes.values(), self.check, _BETWEEN_CHECKS)

    def edges(self) -> Iterator[Edge]:
        """Every edge in order of key, with a look now and then whether a person wants to stop."""
        return checked(self.graph.edges.values(), self.check, _BETWEEN_CHECKS)

    def name(self, node_id: str) -> str:
        """What people call a node."""
        return self.graph.nodes[node_id].name

    def owner(self, node_id: str) -> str | None:
        """Who owns a node, as people call the team."""
        owner = self.graph.nodes[node_id].owner
        team = self.graph.teams.get(owner) if owner is not None else None
        return owner if team is None or team.name is None else team.name

    def crosses(self, edge: Edge) -> bool:
        """Whether an edge leads from one known owner to another."""
        start, end = self.graph.nodes[edge.from_id].owner, self.graph.nodes[edge.to_id].owner
        return start is not None and end is not None and start != end

    @cached_property
    def crossing(self) -> list[Edge]:
        """The edges that lead from one known owner to another, in order of key."""
        graph, arrays = self.graph, self.graph.arrays
        number: dict[str | None, int] = {None: -1}
        owners = [number.setdefault(n.owner, len(number)) for n in self.nodes()]
        owner = np.array(owners, np.int32)
        start, end = owner[arrays.from_index], owner[arrays.to_index]
        crosses = (start != end) & (start >= 0) & (end >= 0)
        return [graph.edges[arrays.keys[j]] for j in checked(np.flatnonzero(crosses).tolist(), self.check)]

    def age(self, day: date | None) -> timedelta | None:
        """How long ago a day was; None where either day is not known."""
        return None if day is None or self.day is None else self.day - day

    @cached_property
    def useful(self) -> frozenset[str]:
        """The nodes from which data reaches something it is made for that is not deprecated."""
        return self.reaching([n.id for n in self.nodes() if n.kind in END_KINDS and _is_live(n)])

    def reaching(self, ends: Collection[str]) -> frozenset[str]:
        """The nodes from which data reaches one of these ends, and the ends; nothing leads on that is deprecated."""
        arrays = self.graph.arrays
        sources = np.fromiter((arrays.index[i] for i in ends), np.int32)
        starts, ends_ = self._data_flow
        leads_on = self._live.copy()
        leads_on[sources] = True
        kept = leads_on[ends_]
        found = reached(len(arrays.ids), ends_[kept], starts[kept], sources)
        self.check()
        return frozenset(arrays.ids[i] for i in checked(np.flatnonzero(found).tolist(), self.check))

    @cached_property
    def _live(self) -> NDArray[np.bool_]:
        """Which nodes are not deprecated, by their place in the graph's arrays."""
        return np.fromiter(map(_is_live, self.nodes()), np.bool_, len(self.graph.nodes))

    @cached_property
    def _data_flow(self) -> tuple[Ints, Ints]:
        """From where and to where data flows, over every edge of data."""
        arrays = self.graph.arrays
        flows = np.fromiter((e.kind in DATA_KINDS for e in self.edges()), np.bool_, len(arrays.keys))
        return arrays.from_index[flows], arrays.to_index[flows]

    def dies_without(self, gone: Iterable[str]) -> tuple[str, ...]:
        """What upstream is made for nothing but these nodes, nearest first: its data leads to no other end."""
        removed = frozenset(gone)
        alive: set[str] = set()
        dead: set[str] = set()
        died: list[str] = []
        frontier = [p for node_id in sorted(removed) for p in self._data_parents(node_id)]
        looked_at = set(removed)
        while frontier:
            self.check()
            further: list[str] = []
            for node_id in dict.fromkeys(frontier):
                if node_id not in looked_at:
                    looked_at.add(node_id)
                    if not self._leads_to_an_end(node_id, removed, alive, dead):
                        died.append(node_id)
                        further.extend(self._data_parents(node_id))
            frontier = further
        return tuple(died)

    def _leads_to_an_end(
        self, node_id: str, removed: frozenset[str], alive: set[str], dead: set[str]
    ) -> bool:
        """Whether data gets from a node to an end around the removed ones; what was found out before is kept."""
        graph = self.graph
        seen = {node_id}
        way = [node_id]
        while way:
            here = way.pop()
            if here in alive or graph.nodes[here].kind in END_KINDS:
                alive.add(node_id)
                return True
            for edge in graph.edges_from(here):
                end = edge.to_id
                if edge.kind in DATA_KINDS and not (end in seen or end in removed or end in dead):
                    seen.add(end)
                    way.append(end)
        dead |= seen
        return False

    def _data_parents(self, node_id: str) -> list[str]:
        return [e.from_id for e in self.graph.edges_into(node_id) if e.kind in DATA_KINDS]

    def split_by_suppression(self, rule: str, ids: Iterable[str]) -> list[tuple[str, ...]]:
        """The ids in groups that are suppressed alike, for findings that speak of many nodes at once.

        So that one entry's suppression takes its own node out of such a finding, and not the others with it.
        """
        groups: dict[object, list[str]] = {}
        for node_id in ids:
            said = tuple(s for s in self.graph.nodes[node_id].suppress or () if s.rule == rule)
            groups.setdefault(said, []).append(node_id)
        return [tuple(group) for group in groups.values()]


def capped(severity: Severity, edges: Iterable[Edge]) -> Severity:
    """The severity, but no error where it rests on an edge that is only inferred."""
    if severity is Severity.ERROR and any(e.evidence is Evidence.INFERRED for e in edges):
        return Severity.WARNING
    return severity


def told_node(node: Node, *facts: str) -> str:
    """A node as evidence: facts about it, and where it is written."""
    known = [f for f in facts if f]
    if node.source is not None:
        known.append(str(node.source))
    return f"{node.name}: {', '.join(known)}" if known else node.name


def told_last_use(node: Node) -> str:
    """On which day somebody last used a node; empty where nobody says."""
    return tr("last used on {day}", day=node.last_used) if node.last_used else ""


def told_dying(graph: SystemGraph, dying: tuple[str, ...], gone: int = 1) -> str:
    """A sentence about what would serve nothing without so many nodes, to stand after others; or nothing."""
    if not dying:
        return ""
    nodes = counted(len(dying), "node")
    told = tr_n(
        "Without it, {nodes} upstream would serve nothing: {names}.",
        "Without them, {nodes} upstream would serve nothing: {names}.",
        gone,
        nodes=nodes,
        names=named(graph, dying),
    )
    return f" {told}"


def _is_live(node: Node) -> bool:
    return node.lifecycle is not Lifecycle.DEPRECATED


Detector = Callable[[Inspection], list[Finding]]
"""Looks for one debt."""
