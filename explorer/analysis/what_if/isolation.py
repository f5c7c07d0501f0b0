"""The fewest edges to cut so that a change leaves a chosen node untouched, or the path that nothing can cut.

What passes over an edge depends on what it is, so cutting the graph in two would cut too much. Instead proofs
that the change comes through are gathered one by one, each of which must be cut somewhere, and the cheapest cut
of all of them is tried until nothing comes through any more. That cut is exact, since every cut has to cut those
proofs. What leads into or out of the world, and what something writes, is never cut.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from explorer.analysis.reaching import reached
from explorer.analysis.set_cover import Cover, smallest_cover
from explorer.analysis.what_if.change import checked_change
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.edited_classes import Cuttable
from explorer.analysis.what_if.effects import EFFECTS, SIDE, WAVES, WIDTH, worst_rank
from explorer.analysis.what_if.impact import changed_nodes, impact_over
from explorer.analysis.what_if.witness import Step
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import marked, tr

SECONDS = 5.0
_NEVER_CUT = (EdgeKind.PRODUCES, EdgeKind.INFLUENCES)
_CUTS = {
    EdgeKind.TRAINS: marked("train {target} without {source}, or on a frozen copy of it"),
    EdgeKind.TRIGGERS: marked("start {target} without {source}"),
    EdgeKind.MEASURES: marked("compute {target} without {source}"),
    EdgeKind.DRIVES: marked("tell {target} without {source}"),
    EdgeKind.DERIVES: marked("build {target} without {source}, or from a frozen copy of it"),
}
"""What cutting an edge takes, of the kinds that no reader stands behind."""
_DO_WITHOUT = marked("let {target} do without {source}")
_DO_WITHOUT_OR_FREEZE = marked("let {target} do without {source}, or read a frozen copy of it")


@dataclass(frozen=True, slots=True)
class Cut:
    """One edge to cut: what to do, and who would have to do it, where that is known."""

    edge: EdgeKey
    action: str
    owner: str | None


@dataclass(frozen=True, slots=True)
class Isolation:
    """How to keep a node untouched. cuts: None where no cut exists, and then `uncut` is a path that stays.

    least: no fewer cuts would do. bounds: what was not proven.
    """

    node: str
    cuts: tuple[Cut, ...] | None
    uncut: tuple[Step, ...] = ()
    least: int = 0
    bounds: tuple[str, ...] = ()

    @property
    def is_minimal(self) -> bool:
        """Whether it is proven that fewer cuts would not do, or that none would."""
        return self.cuts is None or len(self.cuts) == self.least


def isolation(
    graph: SystemGraph,
    changes: Sequence[HypotheticalChange],
    node_id: str,
    *,
    seconds: float = SECONDS,
    check: Callable[[], None] = lambda: None,
) -> Isolation:
    """The fewest cuts that keep a node untouched by these changes; among those, cuts of its own team first."""
    if node_id not in graph.nodes:
        raise UsageError(tr("There is no node “{name}”.", name=node_id))
    asked = [checked_change(graph, change) for change in changes]
    if node_id in changed_nodes(asked):
        return Isolation(node_id, None)
    before = _before(graph, node_id)
    search = _Search(before, [c for c in asked if _is_within(before, c)], node_id, check)
    until = monotonic() + seconds
    cut: list[int] = []
    least = 0
    while (path := search.path(cut)) is not None:
        while path is not None and monotonic() < until:
            if not search.note(path):
                return Isolation(node_id, None, path)
            path = search.path([*cut, *search.noted()])
        if monotonic() >= until:
            return search.in_haste(least)
        cover = search.cover(until - monotonic())
        cut, least = list(search.chosen(cover)), max(least, search.in_edges(cover.least))
    return search.answer(cut, min(least, len(cut)))


class _Search:
    """The proofs gathered so far, in the part of the system that leads to the node."""

    def __init__(
        self,
        graph: SystemGraph,
        changes: Sequence[HypotheticalChange],
        node_id: str,
        check: Callable[[], None],
    ) -> None:
        self._graph, self._changes, self._node_id, self._check = graph, tuple(changes), node_id, check
        self._cuttable = Cuttable(edge_classes(graph, check))
        self._number = {key: j for j, key in enumerate(graph.arrays.keys)}
        self._paths: list[list[int]] = []

    def path(self, cut: Sequence[int]) -> tuple[Step, ...] | None:
        """A shortest proof that the node is affected when these edges are cut; None where it is not."""
        self._check()
        impact = impact_over(self._graph, self._cuttable.without(cut), self._changes, self._check)
        state = int(impact.state[self._graph.arrays.index[self._node_id]]) & SIDE
        present = 0
        for wave in range(WAVES):
            present |= state >> wave * WIDTH & (1 << WIDTH) - 1
        worst = worst_rank(present)
        return None if worst is None else impact.path_to(self._node_id, EFFECTS[worst], certain=False)

    def note(self, path: tuple[Step, ...]) -> bool:
        """Keep a proof to be cut; False when nothing on it can be."""
        edges = (self._graph.edges[step.edge] for step in path)
        cuttable = sorted({self._number[e.key] for e in edges if can_be_cut(self._graph, e)})
        self._paths.append(cuttable)
        return bool(cuttable)

    def noted(self) -> set[int]:
        """Every edge that could be cut on some proof."""
        return {edge for path in self._paths for edge in path}

    def cover(self, seconds: float) -> Cover:
        """The cheapest edges that cut all proofs."""
        from scipy.sparse import csr_matrix

        columns = sorted(self.noted())
        at = {edge: i for i, edge in enumerate(columns)}
        rows = [i for i, path in enumerate(self._paths) for _ in path]
        entries = [at[edge] for path in self._paths for edge in path]
        shape = (len(self._paths), len(columns))
        covers = csr_matrix((np.ones(len(rows), np.int32), (rows, entries)), shape=shape)
        team = self._graph.nodes[self._node_id].owner
        keys = self._graph.arrays.keys
        foreign = [team is None or self._graph.nodes[keys[e].to_id].owner != team for e in columns]
        costs = len(columns) + 1 + np.array(foreign, np.int64)
        return smallest_cover(covers, costs, seconds=seconds, check=self._check)

    def chosen(self, cover: Cover) -> list[int]:
        """The edges of a cover."""
        columns = sorted(self.noted())
        return [columns[i] for i in cover.chosen]

    def in_edges(self, cost: int) -> int:
        """How many edges at least a cost comes to."""
        return -(-cost // (len(self.noted()) + 2))

    def in_haste(self, least: int) -> Isolation:
        """The nearest cut, which is rarely the smallest: every edge into the node and into what only writes to it.

        All that then still comes came from within, over edges that nobody can cut.
        """
        arrays = self._graph.arrays
        affected = impact_over(self._graph, self._cuttable.without(()), self._changes, self._check).state
        revoked = {(c.node, c.to) for c in self._changes}
        within, cut = {self._node_id}, set()
        frontier = [self._node_id]
        while frontier:
            self._check()
            before = []
            for edge in (e for i in frontier for e in self._graph.edges_into(i)):
                if not affected[arrays.index[edge.from_id]] and edge.key[:2] not in revoked:
                    continue
                if can_be_cut(self._graph, edge):
                    cut.add(self._number[edge.key])
                elif edge.from_id not in within:
                    within.add(edge.from_id)
                    before.append(edge.from_id)
            frontier = before
        path = self.path(sorted(cut))
        return self.answer(sorted(cut), least) if path is None else Isolation(self._node_id, None, path)

    def answer(self, cut: Sequence[int], least: int) -> Isolation:
        """The answer, edge by edge."""
        keys = sorted(self._graph.arrays.keys[j] for j in cut)
        bounds = []
        if least < len(keys):
            bounds.append(tr("Not proven minimal: no fewer than {least:,} would do.", least=least))
        cuts = tuple(_said(self._graph, key) for key in keys)
        return Isolation(self._node_id, cuts, (), least, tuple(bounds))


def can_be_cut(graph: SystemGraph, edge: Edge) -> bool:
    """Whether somebody could see to it that nothing passes over an edge."""
    ends = (graph.nodes[edge.from_id].kind, graph.nodes[edge.to_id].kind)
    return edge.kind not in _NEVER_CUT and NodeKind.WORLD not in ends


def _said(graph: SystemGraph, key: EdgeKey) -> Cut:
    source, target = graph.nodes[key.from_id], graph.nodes[key.to_id]
    held = source.is_live or source.kind in (
        NodeKind.PRODUCER,
        NodeKind.MODEL,
        NodeKind.CONSUMER,
        NodeKind.JOB,
    )
    action = tr(
        _CUTS.get(key.kind, _DO_WITHOUT if held else _DO_WITHOUT_OR_FREEZE),
        target=target.name,
        source=source.name,
    )
    return Cut(key, action, target.owner)


def _before(graph: SystemGraph, node_id: str) -> SystemGraph:
    """The part of the system from which anything can come to the node."""
    arrays = graph.arrays
    is_before = reached(len(arrays.ids), arrays.to_index, arrays.from_index, [arrays.index[node_id]])
    if is_before.all():
        return graph
    return graph.without(arrays.ids[i] for i in np.flatnonzero(~is_before).tolist())


def _is_within(graph: SystemGraph, change: HypotheticalChange) -> bool:
    if change.to is None:
        return change.node in graph.nodes
    return change.to in graph.nodes and change.node in graph.nodes
