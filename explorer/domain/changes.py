"""Changes of a project: plain values with `apply` and their exact opposite side by side.

One mechanism serves undo, the journal and merging; a change never holds more than it changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.geometry import Point
from explorer.domain.notes import Note
from explorer.domain.project import Project
from explorer.domain.saved_views import SavedView
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph


class Change(Protocol):
    """Something a person does to a project, with the name the menu shows after Undo."""

    @property
    def name(self) -> str:
        """What was done, in a few words: "Move ranker"."""

    def apply(self, project: Project) -> Project:
        """The project after the change."""

    def opposite(self, before: Project) -> Change:
        """The change that leads back to `before` from `apply(before)`."""


@dataclass(frozen=True, slots=True)
class MoveNodes:
    """Puts nodes somewhere (centres), or with None gives them back to the layout."""

    name: str
    positions: Mapping[str, Point | None]

    def apply(self, project: Project) -> Project:
        """The project with these nodes where they were put."""
        merged = {**project.positions, **self.positions}
        kept = {i: p for i, p in merged.items() if p is not None}
        return replace(project, positions=MappingProxyType(kept))

    def opposite(self, before: Project) -> MoveNodes:
        """Each node back to where it was."""
        return MoveNodes(self.name, {i: before.positions.get(i) for i in self.positions})


@dataclass(frozen=True, slots=True)
class PinNodes:
    """Keeps nodes in a column of the layout, counted from 0 at the left, or with None lets them stand in any.

    released: nodes that were held where a person put them, and are given back to the layout.
    """

    name: str
    pins: Mapping[str, int | None]
    released: Mapping[str, Point | None] = field(default_factory=dict)

    def apply(self, project: Project) -> Project:
        """The project with these nodes in their columns."""
        kept = {i: c for i, c in {**project.pins, **self.pins}.items() if c is not None}
        return replace(MoveNodes(self.name, self.released).apply(project), pins=MappingProxyType(kept))

    def opposite(self, before: Project) -> PinNodes:
        """Each node back to its column and its place."""
        return PinNodes(
            self.name,
            {i: before.pins.get(i) for i in self.pins},
            MoveNodes(self.name, self.released).opposite(before).positions,
        )


@dataclass(frozen=True, slots=True)
class EditGraph:
    """Puts nodes and edges in, or in the place of what was there; None takes them out.

    A node that is taken out takes its edges along. positions: where a person put nodes, as MoveNodes has it.
    """

    name: str
    nodes: Mapping[str, Node | None] = field(default_factory=dict)
    edges: Mapping[EdgeKey, Edge | None] = field(default_factory=dict)
    positions: Mapping[str, Point | None] = field(default_factory=dict)

    def apply(self, project: Project) -> Project:
        """The project with the edited graph; ValueError when an edge would lose an end it keeps."""
        before = project.graph
        graph = before.without(
            (i for i, n in self.nodes.items() if n is None), (k for k, e in self.edges.items() if e is None)
        ).with_parts(
            (n for n in self.nodes.values() if n is not None),
            (e for e in self.edges.values() if e is not None),
        )
        originals = project.originals.after(before, graph, self.nodes, self._touched(before))
        moved = MoveNodes(self.name, self.positions).apply(project) if self.positions else project
        return replace(moved, graph=graph, originals=originals)

    def opposite(self, before: Project) -> EditGraph:
        """The same parts as they were, with the edges that went along with a node."""
        graph = before.graph
        return EditGraph(
            self.name,
            {i: graph.nodes.get(i) for i in self.nodes},
            {k: graph.edges.get(k) for k in self._touched(graph)},
            MoveNodes(self.name, self.positions).opposite(before).positions,
        )

    def _touched(self, graph: SystemGraph) -> dict[EdgeKey, None]:
        """The edges that are edited, and those that go along with a node."""
        touched = dict.fromkeys(self.edges)
        for node_id, node in self.nodes.items():
            if node is None and node_id in graph.nodes:
                touched.update((e.key, None) for e in graph.edges_from(node_id) + graph.edges_into(node_id))
        return touched


@dataclass(frozen=True, slots=True)
class SetScenarios:
    """Replaces the list of scenarios: saving, renaming or removing one."""

    name: str
    scenarios: tuple[Scenario, ...]

    def apply(self, project: Project) -> Project:
        """The project with this list."""
        return replace(project, scenarios=self.scenarios)

    def opposite(self, before: Project) -> SetScenarios:
        """The list as it was."""
        return SetScenarios(self.name, before.scenarios)


@dataclass(frozen=True, slots=True)
class SetViews:
    """Replaces the list of saved views: keeping, renaming, ordering or removing one."""

    name: str
    views: tuple[SavedView, ...]

    def apply(self, project: Project) -> Project:
        """The project with this list."""
        return replace(project, views=self.views)

    def opposite(self, before: Project) -> SetViews:
        """The list as it was."""
        return SetViews(self.name, before.views)


@dataclass(frozen=True, slots=True)
class SetNotes:
    """Replaces the list of notes: adding, moving, changing or removing one."""

    name: str
    notes: tuple[Note, ...]

    def apply(self, project: Project) -> Project:
        """The project with this list."""
        return replace(project, notes=self.notes)

    def opposite(self, before: Project) -> SetNotes:
        """The list as it was."""
        return SetNotes(self.name, before.notes)


@dataclass(frozen=True, slots=True)
class RenameSystem:
    """Gives the system another name."""

    name: str
    system: str

    def apply(self, project: Project) -> Project:
        """The project under its new name."""
        return replace(project, graph=project.graph.renamed(self.system))

    def opposite(self, before: Project) -> RenameSystem:
        """Back to the old name."""
        return RenameSystem(self.name, before.graph.name)
