"""A project as records: one for each node, edge, team, place, scenario, view, note and so on, each with its identity.

The identity stands first, so that a change of a value changes one line in its place. What a newer version added
(kinds of record, keys) is kept in `Project.extra` and written again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from explorer.domain.attributes import (
    edge_from_plain,
    edge_to_plain,
    node_from_plain,
    node_to_plain,
    team_from_plain,
    team_to_plain,
)
from explorer.domain.durations import format_duration, parse_duration
from explorer.domain.entities import Edge, EdgeKey, Node, Team
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity
from explorer.domain.notes import Note
from explorer.domain.project import ImportedSource, Project
from explorer.domain.provenance import Problem, Source
from explorer.domain.saved_views import SavedView, Shown
from explorer.domain.scenarios import (
    Addition,
    ChangeKind,
    HypotheticalChange,
    Mitigation,
    Removal,
    Scenario,
    Setting,
)
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr
from explorer.storage import canonical
from explorer.storage.identity_records import (
    DECISION,
    DOUBT,
    JOINED,
    JOINED_EDGE,
    GatheredIdentities,
    identity_records,
)
from explorer.storage.note_records import NoteBody, note_body, note_from
from explorer.storage.original_records import EDGE, NODE, GatheredOriginals, original_records
from explorer.storage.place_records import PinBody, PositionBody, node_of
from explorer.storage.problem_records import ProblemBody, problem_body, problem_from
from explorer.storage.view_records import ShownBody, ViewBody, shown_body, shown_from, view_body, view_from

HEADER_KEYS = "header"
RECORDS = "records"
KEYS = "keys"
"""What `Project.extra` holds: unknown keys of the header, unknown records, unknown keys of known records."""

_Name = Annotated[str, Meta(min_length=1)]


class Record(NamedTuple):
    """One line of the body: what it is, which one, and what is said of it."""

    tag: str
    identity: Any
    body: dict[str, Any]


class _System(msgspec.Struct):
    name: str = ""
    as_of: date | None = None


class _Change(msgspec.Struct, omit_defaults=True):
    kind: ChangeKind
    node: _Name
    to: str | None = None
    field: str | None = None
    delay: str | None = None


class _Addition(msgspec.Struct, omit_defaults=True):
    node: dict[str, Any] | None = None
    edges: list[dict[str, Any]] = []


class _EdgeName(msgspec.Struct, rename={"from_id": "from", "to_id": "to"}):
    from_id: _Name
    to_id: _Name
    kind: EdgeKind


class _Removal(msgspec.Struct, omit_defaults=True):
    node: _Name | None = None
    edge: _EdgeName | None = None


class _Setting(msgspec.Struct, omit_defaults=True):
    values: dict[str, Any]
    node: _Name | None = None
    edge: _EdgeName | None = None


class _Mitigation(msgspec.Struct):
    says: str
    settings: list[_Setting]


class _Scenario(msgspec.Struct, omit_defaults=True):
    place: Annotated[int, Meta(ge=0, le=2**53)]
    name: str
    changes: list[_Change]
    additions: list[_Addition] = []
    removals: list[_Removal] = []
    mitigations: list[_Mitigation] = []


class _Source(msgspec.Struct):
    location: str
    adapter: str


def records_of(project: Project) -> Iterator[Record]:
    """Every record of a project, those of newer versions too; in no particular order."""
    graph = project.graph
    kept = project.extra.get(KEYS, {})
    keys = kept if isinstance(kept, Mapping) else {}

    def record(tag: str, identity: object, body: msgspec.Struct) -> Record:
        unknown = keys.get(tag, {}).get(_text(identity), {})
        return Record(tag, identity, {**unknown, **msgspec.to_builtins(body)})

    yield record("system", "system", _System(graph.name, graph.as_of))
    for node in graph.nodes.values():
        plain = node_to_plain(node)
        yield Record("node", plain.pop("id"), plain)
    for edge in graph.edges.values():
        plain = edge_to_plain(edge)
        yield Record("edge", [plain.pop("from"), plain.pop("to"), plain.pop("kind")], plain)
    for team in graph.teams.values():
        plain = team_to_plain(team)
        yield Record("team", plain.pop("id"), plain)
    for node_id, point in project.positions.items():
        yield record("position", node_id, PositionBody(float(point.x), float(point.y)))
    for node_id, column in project.pins.items():
        yield record("pin", node_id, PinBody(column))
    taken: set[str] = set()
    for place, scenario in enumerate(project.scenarios):
        yield record("scenario", _free(scenario.name, taken), _scenario(place, scenario))
    taken = set()
    for place, view in enumerate(project.views):
        yield record("view", _free(view.name, taken), view_body(place, view))
    if project.shown is not None:
        yield record("shown", "shown", shown_body(project.shown))
    for place, note in enumerate(project.notes):
        yield record("note", note.id, note_body(place, note))
    for source in dict.fromkeys(project.sources):
        named = [source.location, source.adapter]
        yield record("source", named, _Source(source.location, source.adapter))
    for problem in dict.fromkeys(project.problems):
        said = problem_body(problem)
        yield record("problem", [said.source, said.line, said.message, str(said.severity)], said)
    for tag, identity, body in (
        *original_records(project.originals),
        *identity_records(project.identities),
        *_unknown_records(project.extra),
    ):
        yield Record(tag, identity, dict(body))


def _scenario(place: int, scenario: Scenario) -> _Scenario:
    return _Scenario(
        place,
        scenario.name,
        [_change(c) for c in scenario.changes],
        [
            _Addition(None if a.node is None else node_to_plain(a.node), [edge_to_plain(e) for e in a.edges])
            for a in scenario.additions
        ],
        [_Removal(r.node, _edge_name(r.edge)) for r in scenario.removals],
        [
            _Mitigation(m.says, [_Setting(dict(s.values), s.node, _edge_name(s.edge)) for s in m.settings])
            for m in scenario.mitigations
        ],
    )


def _edge_name(key: EdgeKey | None) -> _EdgeName | None:
    return None if key is None else _EdgeName(*key)


def _change(change: HypotheticalChange) -> _Change:
    delay = None if change.delay is None else format_duration(change.delay)
    return _Change(change.kind, change.node, change.to, change.field, delay)


def _free(name: str, taken: set[str]) -> object:
    """The name, or the name and a number where another of its sort has it already."""
    if name not in taken:
        taken.add(name)
        return name
    number = 2
    while f"{number} {name}" in taken:
        number += 1
    taken.add(f"{number} {name}")
    return [name, number]


def _unknown_records(extra: Mapping[str, object]) -> Iterable[tuple[str, object, Mapping[str, object]]]:
    kept = extra.get(RECORDS, ())
    return kept if isinstance(kept, list | tuple) else ()


def _text(identity: object) -> str:
    return canonical.encode(identity).decode()


@dataclass(slots=True)
class Gathering:
    """A project as it is put together, record by record."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    positions: dict[str, Point] = field(default_factory=dict)
    pins: dict[str, int] = field(default_factory=dict)
    scenarios: list[tuple[int, Scenario]] = field(default_factory=list)
    views: list[tuple[int, SavedView]] = field(default_factory=list)
    notes: list[tuple[int, Note]] = field(default_factory=list)
    sources: list[ImportedSource] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    originals: GatheredOriginals = field(default_factory=GatheredOriginals)
    identities: GatheredIdentities = field(default_factory=GatheredIdentities)
    unknown: list[list[object]] = field(default_factory=list)
    keys: dict[str, dict[str, dict[str, object]]] = field(default_factory=dict)
    name: str = ""
    as_of: date | None = None
    shown: Shown | None = None

    def add(self, record: Record) -> None:
        """Take one record in; ValueError with a sentence where it is not sound."""
        take = _TAKERS.get(record.tag)
        if take is None:
            self.unknown.append([record.tag, record.identity, record.body])
        else:
            take(self, record)

    def project(self, project_id: str, unknown_header: Mapping[str, object]) -> Project:
        """The whole. An end that is missing becomes a ghost and a problem, so that no edge is lost."""
        ghosts, problems = self._ghosts()
        graph = SystemGraph.of(
            [*self.nodes.values(), *ghosts], self.edges, name=self.name, as_of=self.as_of, teams=self.teams
        )
        extra: dict[str, object] = {}
        for key, value in ((HEADER_KEYS, dict(unknown_header)), (RECORDS, self.unknown), (KEYS, self.keys)):
            if value:
                extra[key] = value
        return Project(
            id=project_id,
            graph=graph,
            positions=MappingProxyType(self.positions),
            pins=MappingProxyType(self.pins),
            scenarios=tuple(s for _, s in sorted(self.scenarios, key=lambda placed: placed[0])),
            views=tuple(v for _, v in sorted(self.views, key=lambda placed: placed[0])),
            notes=tuple(n for _, n in sorted(self.notes, key=lambda placed: placed[0])),
            shown=self.shown,
            sources=tuple(sorted(self.sources, key=lambda s: (s.location, s.adapter))),
            problems=tuple(in_order([*self.problems, *problems])),
            originals=self.originals.made(),
            identities=self.identities.made(),
            extra=extra,
        )

    def _ghosts(self) -> tuple[list[Node], list[Problem]]:
        ghosts: dict[str, Node] = {}
        problems = []
        for edge in self.edges:
            for end in (edge.from_id, edge.to_id):
                if end in self.nodes or end in ghosts:
                    continue
                ghosts[end] = Node(
                    id=end,
                    kind=NodeKind.UNKNOWN,
                    name=end,
                    evidence=Evidence.INFERRED,
                    source=edge.source,
                )
                ends = f"{edge.from_id} → {edge.to_id}"
                text = tr("The project holds an edge {ends}, but no node “{node}”.", ends=ends, node=end)
                problems.append(
                    Problem(text, edge.source or Source(tr("the project")), Severity.WARNING, end)
                )
        return list(ghosts.values()), problems

    def _keep_unknown(self, record: Record, shape: type[msgspec.Struct]) -> None:
        unknown = {k: v for k, v in record.body.items() if k not in shape.__struct_fields__}
        if unknown:
            self.keys.setdefault(record.tag, {})[_text(record.identity)] = unknown

    def _take_system(self, record: Record) -> None:
        body = self._converted(record, _System)
        self.name, self.as_of = body.name, body.as_of

    def _take_node(self, record: Record) -> None:
        node = node_from_plain({**record.body, "id": record.identity})
        self.nodes[node.id] = node

    def _take_edge(self, record: Record) -> None:
        if not isinstance(record.identity, list) or len(record.identity) != 3:
            raise ValueError(tr("An edge is named by its two ends and its kind."))
        from_id, to_id, kind = record.identity
        self.edges.append(edge_from_plain({**record.body, "from": from_id, "to": to_id, "kind": kind}))

    def _take_team(self, record: Record) -> None:
        self.teams.append(team_from_plain({**record.body, "id": record.identity}))

    def _take_position(self, record: Record) -> None:
        body = self._converted(record, PositionBody)
        self.positions[node_of(record.identity)] = Point(body.x, body.y)

    def _take_pin(self, record: Record) -> None:
        self.pins[node_of(record.identity)] = self._converted(record, PinBody).column

    def _take_scenario(self, record: Record) -> None:
        body = self._converted(record, _Scenario)
        changes = tuple(
            HypotheticalChange(
                kind=c.kind,
                node=c.node,
                to=c.to,
                field=c.field,
                delay=None if c.delay is None else parse_duration(c.delay),
            )
            for c in body.changes
        )
        scenario = Scenario(
            name=body.name,
            changes=changes,
            additions=tuple(
                Addition(
                    node=None if a.node is None else node_from_plain(a.node),
                    edges=tuple(edge_from_plain(e) for e in a.edges),
                )
                for a in body.additions
            ),
            removals=tuple(Removal(**_place(r)) for r in body.removals),
            mitigations=tuple(
                Mitigation(
                    says=m.says, settings=tuple(Setting(**_place(s), values=s.values) for s in m.settings)
                )
                for m in body.mitigations
            ),
        )
        self.scenarios.append((body.place, scenario))

    def _take_view(self, record: Record) -> None:
        body = self._converted(record, ViewBody)
        self.views.append((body.place, view_from(body)))

    def _take_shown(self, record: Record) -> None:
        self.shown = shown_from(self._converted(record, ShownBody))

    def _take_note(self, record: Record) -> None:
        body = self._converted(record, NoteBody)
        self.notes.append((body.place, note_from(record.identity, body)))

    def _take_source(self, record: Record) -> None:
        body = self._converted(record, _Source)
        self.sources.append(ImportedSource(location=body.location, adapter=body.adapter))

    def _take_problem(self, record: Record) -> None:
        self.problems.append(problem_from(self._converted(record, ProblemBody)))

    def _take_original(self, record: Record) -> None:
        self.originals.take(*record)

    def _take_identity(self, record: Record) -> None:
        self.identities.take(*record)

    def _converted(self, record: Record, shape: type[Any]) -> Any:
        try:
            body = msgspec.convert(record.body, shape)
        except msgspec.ValidationError as error:
            fault = tr("The {record} is not sound: {reason}.", record=record.tag, reason=error)
            raise ValueError(fault) from None
        self._keep_unknown(record, shape)
        return body


def _place(said: _Removal | _Setting) -> dict[str, Any]:
    """The node or the edge that a part of a scenario is about."""
    if (said.node is None) == (said.edge is None):
        if isinstance(said, _Removal):
            raise ValueError(tr("A removal of a scenario names one node or one edge."))
        raise ValueError(tr("A mitigation of a scenario names one node or one edge."))
    edge = None if said.edge is None else EdgeKey(said.edge.from_id, said.edge.to_id, said.edge.kind)
    return {"node": said.node, "edge": edge}


_TAKERS: Mapping[str, Callable[[Gathering, Record], None]] = {
    "system": Gathering._take_system,
    "node": Gathering._take_node,
    "edge": Gathering._take_edge,
    "team": Gathering._take_team,
    "position": Gathering._take_position,
    "pin": Gathering._take_pin,
    "scenario": Gathering._take_scenario,
    "view": Gathering._take_view,
    "shown": Gathering._take_shown,
    "note": Gathering._take_note,
    "source": Gathering._take_source,
    "problem": Gathering._take_problem,
    NODE: Gathering._take_original,
    EDGE: Gathering._take_original,
    DECISION: Gathering._take_identity,
    DOUBT: Gathering._take_identity,
    JOINED: Gathering._take_identity,
    JOINED_EDGE: Gathering._take_identity,
}


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems by source, line, severity and text, each once; order and repetition say nothing."""
    severities = list(Severity)
    return sorted(
        set(problems),
        key=lambda p: (p.source.name, p.source.line or 0, severities.index(p.severity), p.message),
    )
