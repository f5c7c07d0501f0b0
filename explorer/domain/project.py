"""A project: one system with what people have added to it. A value, like the graph; a change makes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from explorer.domain.entities import Extra
from explorer.domain.geometry import Point
from explorer.domain.identities import Identities
from explorer.domain.notes import Note
from explorer.domain.originals import Originals
from explorer.domain.provenance import Problem
from explorer.domain.saved_views import SavedView, Shown
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource:
    """A source the system was read from; named for people and for reading again, never opened by itself."""

    location: str
    adapter: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Project:
    """The system, where a person put its nodes (centres), scenarios, views, notes, and where all came from.

    pins: the columns of the layout in which nodes are to stay, counted from 0 at the left.
    originals: what was edited by hand, as the sources said it. shown: how much of it was drawn when it was saved;
    None where nobody chose that. identities: what is one thing though several sources, or names, speak of it.
    """

    id: str
    graph: SystemGraph = field(default_factory=SystemGraph)
    positions: Mapping[str, Point] = field(default_factory=lambda: MappingProxyType({}))
    pins: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    scenarios: tuple[Scenario, ...] = ()
    views: tuple[SavedView, ...] = ()
    notes: tuple[Note, ...] = ()
    shown: Shown | None = None
    sources: tuple[ImportedSource, ...] = ()
    problems: tuple[Problem, ...] = ()
    originals: Originals = field(default_factory=Originals)
    identities: Identities = field(default_factory=Identities)
    extra: Extra = field(default_factory=dict)
