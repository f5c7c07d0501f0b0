"""Many statements into one system: the same thing said twice is one thing, and a disagreement is a problem.

Importers state nodes and edges in any order and from any file; only here, when all have spoken, is it known
what an id is, which kind an edge has, and which ids nobody declares. What two statements disagree on counts
as unknown, whatever a third says. What a source amends is laid over all that, and is no disagreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from explorer.domain.amendments import Amendments, Parts, lay_over
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Node, ReadLog, Team
from explorer.domain.frozen import quick_maker
from explorer.domain.identity import STRENGTH, Decision, Joined, identify
from explorer.domain.joining import (
    Joining,
    by_place,
    called_otherwise,
    doubted,
    only_named,
    redirected,
    renamed,
)
from explorer.domain.kinds import Evidence, NodeKind, Severity, Subtype
from explorer.domain.names import NameIndex, did_you_mean, nearest
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import tr

T = TypeVar("T", Node, Edge, Team)

Disputed = dict[tuple[object, str], Problem]
"""What two statements disagree on: by identity and attribute, what was told of it."""

# What a log or run adds to a statement is merged by its meaning; it cannot contradict a declaration.
_JOINED: Mapping[str, Callable[..., object]] = {
    "first_seen": min,
    "last_seen": max,
    "count": max,
}
_NOT_COMPARED = {
    "id",
    "kind",
    "from_id",
    "to_id",
    "source",
    "evidence",
    "extra",
    "same_as",
    "read_log",
} | set(_JOINED)
_MOST_NEAREST = 200
"""Looking for the nearest name costs a millisecond; past this many dangling ids they are named without one."""


@dataclass(frozen=True, slots=True)
class EdgeStatement:
    """An edge as a source states it; unless `kind_stated`, `edge.kind` is only a placeholder."""

    edge: Edge
    kind_stated: bool = False


make_statement = quick_maker(EdgeStatement)


@dataclass(slots=True)
class Statements:
    """All that one source says. `complete` is false where reading ended early (a limit, a broken file)."""

    nodes: list[Node] = field(default_factory=list)
    edges: list[EdgeStatement] = field(default_factory=list)
    teams: list[Team] = field(default_factory=list)
    name: str = ""
    as_of: date | None = None
    problems: list[Problem] = field(default_factory=list)
    amendments: Amendments = field(default_factory=Amendments)


@dataclass(slots=True)
class Assembly:
    """A system that was put together, what was wrong, and what is one thing in it though several speak of it.

    edges: those at such a thing, as they were stated. stands_for: the ids in whose place another stands.
    """

    graph: SystemGraph
    problems: list[Problem]
    joined: dict[str, Joined] = field(default_factory=dict)
    edges: list[EdgeStatement] = field(default_factory=list)
    stands_for: Mapping[str, str] = field(default_factory=dict)


def assemble(
    parts: Iterable[Statements], onto: SystemGraph | None = None
) -> tuple[SystemGraph, list[Problem]]:
    """One system of all the parts, and every problem: theirs first, then those seen in joining them.

    onto: a system to which the parts are added, as if it had just been put together.
    """
    made = put_together(parts, onto)
    return made.graph, made.problems


def put_together(
    parts: Iterable[Statements],
    onto: SystemGraph | None = None,
    decisions: Sequence[Decision] = (),
    kept: Collection[str] = (),
) -> Assembly:
    """One system of all the parts, in which each thing is one node by the rules and by what people decided.

    kept: ids that stay where other names of the same are met.
    """
    parts = list(parts)
    base = onto or SystemGraph()
    problems = [p for part in parts for p in part.problems]
    stated_nodes, stated_edges = called_otherwise(parts, decisions)
    amendments = Amendments()
    for part in parts:
        amendments.add(part.amendments)
    named = only_named(stated_nodes, stated_edges, amendments, base)
    found = identify(stated_nodes, named, decisions, kept)
    aliases = found.stands_for
    disputed: Disputed = {}
    nodes: dict[str, Node] = dict(base.nodes)
    joining = Joining(aliases)
    for node in stated_nodes:
        made = renamed(node, aliases) if aliases else node
        if made.id in nodes or made is not node:
            joining.see(node, made, nodes.get(made.id))
        nodes.setdefault(made.id, made)
    for node_id, stated in joining.by_place():
        for number, node in enumerate(stated):
            made = renamed(node, aliases)
            nodes[node_id] = _one_of(nodes[node_id], made, disputed, problems) if number else made
    teams: dict[str, Team] = dict(base.teams)
    for team in (t for part in parts for t in part.teams):
        known = teams.get(team.id)
        teams[team.id] = team if known is None else _merged(known, team, disputed, problems)
    edges: dict[EdgeKey, Edge] = dict(base.edges)
    several: dict[EdgeKey, list[Edge]] = {}
    amendments = amendments.renamed(aliases) if aliases else amendments
    joined = joining.joined(found, named, nodes)
    at_joined: list[EdgeStatement] = []
    gaps = _Gaps(nodes, problems)
    for statement in stated_edges:
        made_edge = redirected(statement, aliases) if aliases else statement
        if joined and (made_edge.edge.from_id in joined or made_edge.edge.to_id in joined):
            at_joined.append(statement)
        _state_edge(gaps, edges, several, made_edge)
    for key, same in several.items():
        # First what is known in one way, so that two logs are added up before they are held against a declaration.
        groups = [[e for e in sorted(same, key=by_place) if e.evidence is way] for way in Evidence]
        each = [_all_merged(group, disputed, problems) for group in groups if group]
        edges[key] = _all_merged(each, disputed, problems)
    if amendments:
        lay_over(Parts(nodes, edges), amendments, gaps.node, problems)
        settled = {id(p) for p in _settled(disputed, amendments)}
        problems = [p for p in problems if id(p) not in settled]
    problems = standing(problems, nodes)
    problems += doubted(found.doubts, stated_nodes, stated_edges)
    _check_references(nodes, teams, problems)
    names = list(dict.fromkeys(name for name in (base.name, *(part.name for part in parts)) if name))
    dates = [day for day in (base.as_of, *(part.as_of for part in parts)) if day]
    graph = SystemGraph.of(
        nodes.values(),
        edges.values(),
        name=" + ".join(names),
        as_of=max(dates) if dates else None,
        teams=teams.values(),
    )
    joined = {i: each for i, each in joined.items() if i in nodes}
    return Assembly(graph, problems, joined, at_joined, aliases)


def standing(problems: Iterable[Problem], nodes: Mapping[str, Node]) -> list[Problem]:
    """The problems without those of ids that are no gap any more: declared, or named by nothing."""
    return [p for p in problems if p.gap is None or (p.gap in nodes and nodes[p.gap].is_ghost)]


def _one_of(known: Node, node: Node, disputed: Disputed, problems: list[Problem]) -> Node:
    """One node of what is known and what is stated besides; of another kind it is left out, with a problem."""
    if known.kind is not node.kind:
        problems.append(
            Problem(
                tr(
                    "“{id}” is a {kind} here and a {other} in {place}; it stays a {other}. Give one of them "
                    "another id.",
                    id=node.id,
                    kind=told(node.kind),
                    other=told(known.kind),
                    place=_place(known.source),
                ),
                _place(node.source),
            )
        )
        return known
    if known.name == known.id:
        known = replace(known, name=node.name)
    elif node.name == node.id:
        node = replace(node, name=known.name)
    return _merged(known, node, disputed, problems)


class _Gaps:
    """The nodes by id; an id that nothing declares becomes a ghost and a problem when it is first asked for."""

    def __init__(self, nodes: dict[str, Node], problems: list[Problem]) -> None:
        self._nodes = nodes
        self._problems = problems
        self._declared: NameIndex | None = None
        self._told = 0

    def node(self, node_id: str, edge: Edge) -> Node:
        """The node at one end of `edge`."""
        node = self._nodes.get(node_id)
        if node is None:
            self._tell(node_id, edge)
            node = Node(
                id=node_id,
                kind=NodeKind.UNKNOWN,
                name=node_id,
                evidence=Evidence.INFERRED,
                source=edge.source,
            )
            self._nodes[node_id] = node
        return node

    def _tell(self, node_id: str, edge: Edge) -> None:
        if self._declared is None:
            self._declared = NameIndex(list(self._nodes))
        near = self._declared.nearest(node_id, 1) if self._told < _MOST_NEAREST else []
        fault = tr("Nothing declares “{name}”.", name=node_id)
        hint = did_you_mean(near) or tr("Declare it, or correct the name.")
        self._told += 1
        self._problems.append(Problem(f"{fault} {hint}", _place(edge.source), Severity.WARNING, node_id))


def _state_edge(
    gaps: _Gaps, edges: dict[EdgeKey, Edge], several: dict[EdgeKey, list[Edge]], statement: EdgeStatement
) -> None:
    """Put the edge among the others; what is stated of one more than once is kept in `several`."""
    edge = statement.edge
    start, end = gaps.node(edge.from_id, edge), gaps.node(edge.to_id, edge)
    kind = edge.kind if statement.kind_stated else infer_edge_kind(start, end)
    evidence = Evidence.INFERRED if start.is_ghost or end.is_ghost else edge.evidence
    if kind is not edge.kind or evidence is not edge.evidence:
        edge = replace(edge, kind=kind, evidence=evidence)
    known = edges.setdefault(edge.key, edge)
    if known is not edge:
        several.setdefault(edge.key, [known]).append(edge)


def _all_merged(stated: Sequence[Edge], disputed: Disputed, problems: list[Problem]) -> Edge:
    first, *others = stated
    for other in others:
        first = _merged(first, other, disputed, problems)
    return first


def _merged(known: T, said: T, disputed: Disputed, problems: list[Problem]) -> T:
    """One statement of two: what only one says stays; what they disagree on becomes unknown: a problem."""
    changes: dict[str, object] = {}
    identity = known.key if isinstance(known, Edge) else known.id
    for f in fields(known):
        if f.name in _NOT_COMPARED:
            continue
        mine, theirs = getattr(known, f.name), getattr(said, f.name)
        if _says_nothing(theirs, mine) or mine == theirs or (identity, f.name) in disputed:
            continue
        if f.name == "name" and _is_one_name(mine, theirs):
            continue
        if f.name == "fields" and mine is not None and (both := _fields_of_both(known, said)) is not None:
            changes[f.name] = both
            continue
        changes[f.name] = theirs if _says_nothing(mine, theirs) else None
        if changes[f.name] is None:
            problem = Problem(
                tr(
                    "{item}: {attribute} is “{here}” here and “{there}” in {place}; it counts as unknown until they "
                    "agree.",
                    item=_label(known),
                    attribute=f.name.replace("_", " "),
                    here=_shown(theirs),
                    there=_shown(mine),
                    place=_place(known.source),
                ),
                _place(said.source),
                Severity.WARNING,
            )
            disputed[identity, f.name] = problem
            problems.append(problem)
    changes.update(_joined(known, said))
    if changes.get("name", "") is None:
        changes["name"] = getattr(known, "id", "")
    return replace(known, **changes)  # type: ignore[arg-type]  # the names come from the class's own fields


def _says_nothing(value: object, beside: object) -> bool:
    """Whether a value leaves open what another says; a source that cannot tell what a dataset is says so."""
    return value is None or (value is Subtype.UNKNOWN and beside is not None)


def _is_one_name(mine: str, theirs: str) -> bool:
    """Whether two names are one but for case and for what the thing lies in: Orders, public.orders."""
    return re.split(r"[./]", mine.casefold())[-1] == re.split(r"[./]", theirs.casefold())[-1]


def _fields_of_both(known: Node | Edge | Team, said: Node | Edge | Team) -> tuple[str, ...] | None:
    """The fields that two statements both allow, in whatever order they list them; None where they disagree.

    A log has seen at least these fields used: another may have seen more, and a declaration may know more.
    """
    mine: tuple[str, ...] = getattr(known, "fields", ())
    theirs: tuple[str, ...] = getattr(said, "fields", ())
    if set(mine) == set(theirs):
        return mine
    if isinstance(known, Edge) and isinstance(said, Edge):
        ways = known.evidence, said.evidence
        if ways == (Evidence.OBSERVED, Evidence.OBSERVED):
            return tuple(sorted({*mine, *theirs}))
        if ways == (Evidence.DECLARED, Evidence.OBSERVED) and set(theirs) < set(mine):
            return mine
    return None


def _longer(one: ReadLog, other: ReadLog) -> ReadLog:
    """The log that covers more days; of each of several a node would have to say which reads it shows."""
    return max(one, other, key=lambda log: (log.days, log.since, log.log))


def _settled(disputed: Disputed, amendments: Amendments) -> list[Problem]:
    """What was told of disputes that an amendment decides, or that are about what it removes."""
    said: set[tuple[object, str]] = {(n.id, key) for n in amendments.nodes for key in n.values}
    said |= {((e.from_id, e.to_id), key) for e in amendments.edges for key in e.values}
    gone: set[object] = {n.id for n in amendments.removed_nodes}
    gone |= {(e.from_id, e.to_id) for e in amendments.removed_edges}
    settled = []
    for (identity, key), problem in disputed.items():
        about = identity[:2] if isinstance(identity, EdgeKey) else identity
        if about in gone or (about, key) in said:
            settled.append(problem)
    return settled


def _joined(known: T, said: T) -> dict[str, object]:
    changes: dict[str, object] = {}
    if isinstance(known, Team) or isinstance(said, Team):
        return changes
    if STRENGTH[said.evidence] < STRENGTH[known.evidence]:
        changes.update(evidence=said.evidence, source=said.source)
    if known.extra or said.extra:
        changes["extra"] = {**said.extra, **known.extra}
    if isinstance(known, Node) and isinstance(said, Node) and said.read_log is not None:
        log = said.read_log if known.read_log is None else _longer(known.read_log, said.read_log)
        changes["read_log"] = log
    if isinstance(said, Node) and said.same_as:
        known_as: tuple[str, ...] = getattr(known, "same_as", None) or ()
        changes["same_as"] = tuple(dict.fromkeys(known_as + said.same_as))
    if isinstance(known, Edge):
        for name, join in _JOINED.items():
            mine, theirs = getattr(known, name), getattr(said, name)
            if theirs is not None:
                changes[name] = theirs if mine is None else join(mine, theirs)
    return changes


def _label(item: Node | Edge | Team) -> str:
    """What a dispute is about."""
    if isinstance(item, Edge):
        return tr(
            "The edge {start} → {end} ({kind})", start=item.from_id, end=item.to_id, kind=told(item.kind)
        )
    return tr("The team {name}", name=item.id) if isinstance(item, Team) else tr("“{name}”", name=item.id)


def _place(source: Source | None) -> Source:
    return source or Source(tr("(unknown source)"))


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)[:80]


def _check_references(nodes: Mapping[str, Node], teams: Mapping[str, Team], problems: list[Problem]) -> None:
    """Owners and successors are references too, but make no node."""
    said: set[str] = set()
    for node in nodes.values():
        where = node.source
        if teams and node.owner is not None and node.owner not in teams and node.owner not in said:
            said.add(node.owner)
            near = nearest(node.owner, teams, 1)
            fault = tr("No team is called “{name}”.", name=node.owner)
            hint = did_you_mean(near) or tr("List it under teams.")
            problems.append(Problem(f"{fault} {hint}", _place(where), Severity.WARNING))
        if node.superseded_by is not None and node.superseded_by not in nodes:
            problems.append(
                Problem(
                    tr(
                        "“{node}” is superseded by “{successor}”, which nothing declares.",
                        node=node.id,
                        successor=node.superseded_by,
                    ),
                    _place(where),
                    Severity.WARNING,
                )
            )
