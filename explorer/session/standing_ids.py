"""What a project holds beside its system, under the ids that stand for others since more was known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from explorer.domain.entities import EdgeKey
from explorer.domain.project import Project
from explorer.domain.scenarios import Addition, HypotheticalChange, Removal, Scenario, Setting

T = TypeVar("T")
Part = TypeVar("Part", Removal, Setting)


@dataclass(frozen=True, slots=True)
class _Ids:
    """By which id another stands now."""

    stands_for: Mapping[str, str]

    def of(self, name: str) -> str:
        return self.stands_for.get(name, name)

    def each(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.of(name) for name in names))

    def under(self, parts: Mapping[str, T]) -> Mapping[str, T]:
        """What is known of each, that of the one that stands for others rather than theirs."""
        moved = {self.of(name): part for name, part in parts.items() if name in self.stands_for}
        own = {name: part for name, part in parts.items() if name not in self.stands_for}
        return MappingProxyType(moved | own)

    def part(self, known: Part) -> Part:
        key = known.edge
        edge = None if key is None else EdgeKey(self.of(key.from_id), self.of(key.to_id), key.kind)
        return replace(known, node=None if known.node is None else self.of(known.node), edge=edge)

    def change(self, known: HypotheticalChange) -> HypotheticalChange:
        return replace(known, node=self.of(known.node), to=None if known.to is None else self.of(known.to))

    def addition(self, known: Addition) -> Addition:
        edges = (replace(e, from_id=self.of(e.from_id), to_id=self.of(e.to_id)) for e in known.edges)
        return replace(known, edges=tuple(edges))

    def scenario(self, known: Scenario) -> Scenario:
        return replace(
            known,
            changes=tuple(self.change(c) for c in known.changes),
            additions=tuple(self.addition(a) for a in known.additions),
            removals=tuple(self.part(r) for r in known.removals),
            mitigations=tuple(
                replace(m, settings=tuple(self.part(s) for s in m.settings)) for m in known.mitigations
            ),
        )


def with_ids(project: Project, stands_for: Mapping[str, str]) -> Project:
    """The project with places, columns, notes, views and scenarios about what stands for the ids they were about."""
    if not stands_for:
        return project
    ids = _Ids(stands_for)
    return replace(
        project,
        positions=ids.under(project.positions),
        pins=ids.under(project.pins),
        notes=tuple(replace(n, follows=ids.each(n.follows)) for n in project.notes),
        views=tuple(replace(v, focus=ids.each(v.focus)) for v in project.views),
        scenarios=tuple(ids.scenario(s) for s in project.scenarios),
    )
