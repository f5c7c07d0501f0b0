"""Many statements into one system: the same thing said twice is one thing, and a disagreement is a problem.

Importers state nodes and edges in any order and from any file; only here, when all have spoken, is it known
what an id is, which kind an edge has, and which ids nobody declares. What two statements disagree on counts
as unknown, whatever a third says. What a source amends is laid over all that, and is no disagreement.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from explorer.domain.addresses import Place
from explorer.domain.agreement import Disputed, all_merged, one_of, place_of, settled
from explorer.domain.amendments import Amendments, Parts, lay_over
from explorer.domain.doubts import doubt_problems
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Node, Team
from explorer.domain.frozen import quick_maker
from explorer.domain.identifying import identify
from explorer.domain.identity import Decision, Doubt, Joined
from explorer.domain.joining import (
    Joining,
    by_place,
    called_otherwise,
    only_named,
    redirected,
    renamed,
)
from explorer.domain.kinds import Evidence, NodeKind, Severity
from explorer.domain.names import NameIndex, did_you_mean, nearest
from explorer.domain.pauses import checked
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr

K = TypeVar("K")
V = TypeVar("V")
_AT_ONCE = 500
"""Things of which several speak, between two looks at whether to stop."""
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
    doubts: the names that could be any of several things.
    """

    graph: SystemGraph
    problems: list[Problem]
    joined: dict[str, Joined] = field(default_factory=dict)
    edges: list[EdgeStatement] = field(default_factory=list)
    stands_for: Mapping[str, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


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
    *,
    places: Collection[Place] = (),
    check: Callable[[], None] = lambda: None,
) -> Assembly:
    """One system of all the parts, in which each thing is one node by the rules and by what people decided.

    kept: ids that stay where other names of the same are met. places: where tables lie that no part tells of.
    """
    parts = list(parts)
    base = onto or SystemGraph()
    problems = [p for part in parts for p in part.problems]
    stated_nodes, stated_edges = called_otherwise(parts, decisions)
    amendments = Amendments()
    for part in parts:
        amendments.add(part.amendments)
    named = only_named(stated_nodes, stated_edges, amendments, base, check)
    found = identify(stated_nodes, named, decisions, kept, places=places, check=check)
    aliases = found.stands_for
    disputed = Disputed()
    joining = Joining(aliases)
    nodes = _nodes_of(checked(stated_nodes, check), base, joining, disputed, problems, check)
    teams = _teams_of((team for part in parts for team in part.teams), base, disputed, problems)
    amendments = amendments.renamed(aliases) if aliases else amendments
    gaps = _Gaps(nodes)
    redirected_edges = stated_edges
    if aliases:
        redirected_edges = [redirected(s, aliases) for s in checked(stated_edges, check)]
    edges = _edges_of(redirected_edges, base, gaps, disputed, problems, check)
    joined = joining.joined(found, named, nodes, check)
    at_joined = [
        said
        for said, made in checked(zip(stated_edges, redirected_edges, strict=True) if joined else (), check)
        if made.edge.from_id in joined or made.edge.to_id in joined
    ]
    if amendments:
        lay_over(Parts(nodes, edges), amendments, lambda i, e: nodes.get(i) or gaps.node(i, e), problems)
        decided = {id(p) for p in settled(disputed, amendments)}
        problems = [p for p in problems if id(p) not in decided]
    problems = [*standing(problems, nodes), *gaps.told()]
    problems += doubt_problems(found.doubts, nodes)
    _check_references(nodes, teams, problems)
    names = list(dict.fromkeys(name for name in (base.name, *(part.name for part in parts)) if name))
    dates = [day for day in (base.as_of, *(part.as_of for part in parts)) if day]
    as_of, name = max(dates) if dates else None, " + ".join(names)
    if (
        not amendments
        and onto is not None
        and (name, as_of, teams) == (base.name, base.as_of, dict(base.teams))
    ):
        graph = base.with_parts(_new(nodes, base.nodes, check), _new(edges, base.edges, check), check=check)
    else:
        graph = SystemGraph.of(
            nodes.values(), edges.values(), name=name, as_of=as_of, teams=teams.values(), check=check
        )
    joined = {i: each for i, each in sorted(joined.items()) if i in nodes}
    return Assembly(graph, problems, joined, stated_in_order(at_joined, check), aliases, found.doubts)


def _new(parts: Mapping[K, V], known: Mapping[K, V], check: Callable[[], None]) -> list[V]:
    """The parts that are not known."""
    return [part for key, part in checked(parts.items(), check) if known.get(key) is not part]


def stated_in_order(statements: Iterable[EdgeStatement], check: Callable[[], None]) -> list[EdgeStatement]:
    """Statements about edges in an order of their own, sorted in small groups, as the edges of a graph are."""
    groups: dict[str, list[EdgeStatement]] = {}
    for said in checked(statements, check):
        groups.setdefault(said.edge.from_id, []).append(said)
    ordered = checked(sorted(groups.items(), key=lambda group: group[0]), check)
    return [each for _, group in ordered for each in sorted(group, key=_by_key)]


def _by_key(said: EdgeStatement) -> tuple[object, ...]:
    return said.edge.key, by_place(said.edge)


def _nodes_of(
    stated: Iterable[Node],
    base: SystemGraph,
    joining: Joining,
    disputed: Disputed,
    problems: list[Problem],
    check: Callable[[], None],
) -> dict[str, Node]:
    """Each thing as one node, of all that is stated of it."""
    aliases = joining.aliases
    nodes: dict[str, Node] = dict(base.nodes)
    for node in stated:
        made = renamed(node, aliases) if aliases else node
        if made.id in nodes or made is not node:
            joining.see(node, made, nodes.get(made.id))
        nodes.setdefault(made.id, made)
    for node_id, several in checked(joining.by_place(), check, _AT_ONCE):
        for number, node in enumerate(several):
            made = renamed(node, aliases)
            nodes[node_id] = one_of(nodes[node_id], made, disputed, problems) if number else made
    return nodes


def _edges_of(
    stated: Iterable[EdgeStatement],
    base: SystemGraph,
    gaps: _Gaps,
    disputed: Disputed,
    problems: list[Problem],
    check: Callable[[], None],
) -> dict[EdgeKey, Edge]:
    """Each edge once, of all that is stated of it."""
    edges: dict[EdgeKey, Edge] = dict(base.edges)
    several: dict[EdgeKey, list[Edge]] = {}
    for statement in checked(stated, check):
        _state_edge(gaps, edges, several, statement)
    for key, same in checked(several.items(), check, _AT_ONCE):
        # First what is known in one way, so that two logs are added up before they are held against a declaration.
        groups = [[e for e in sorted(same, key=by_place) if e.evidence is way] for way in Evidence]
        each = [all_merged(group, disputed, problems) for group in groups if group]
        edges[key] = all_merged(each, disputed, problems)
    return edges


def _teams_of(
    stated: Iterable[Team], base: SystemGraph, disputed: Disputed, problems: list[Problem]
) -> dict[str, Team]:
    """Each team once, of all that is stated of it."""
    several: dict[str, list[Team]] = {}
    for team in stated:
        several.setdefault(team.id, []).append(team)
    teams: dict[str, Team] = dict(base.teams)
    for team_id, same in several.items():
        same.sort(key=by_place)
        known = [base.teams[team_id]] if team_id in base.teams else []
        teams[team_id] = all_merged([*known, *same], disputed, problems)
    return teams


def standing(problems: Iterable[Problem], nodes: Mapping[str, Node]) -> list[Problem]:
    """The problems without those of ids that are no gap any more: declared, or named by nothing."""
    return [p for p in problems if p.gap is None or (p.gap in nodes and nodes[p.gap].is_ghost)]


class _Gaps:
    """The nodes by id; an id that nothing declares becomes a ghost when it is first asked for."""

    def __init__(self, nodes: dict[str, Node]) -> None:
        self._nodes = nodes
        self._places: dict[str, Source] = {}

    def node(self, node_id: str, edge: Edge) -> Node:
        """The node at one end of `edge`."""
        node = self._nodes.get(node_id)
        if node is None:
            node = Node(
                id=node_id,
                kind=NodeKind.UNKNOWN,
                name=node_id,
                evidence=Evidence.INFERRED,
                source=edge.source,
            )
            self._nodes[node_id] = node
            self._places[node_id] = place_of(edge.source)
        elif node_id in self._places and edge.source is not None:
            self._places[node_id] = min(self._places[node_id], edge.source, key=_order_of_places)
        return node

    def told(self) -> list[Problem]:
        """A problem for each ghost, at the first of the places that name it, whichever was read first."""
        problems: list[Problem] = []
        ghosts = [
            self._nodes[i] for i in sorted(self._places) if i in self._nodes and self._nodes[i].is_ghost
        ]
        declared = NameIndex([i for i, n in self._nodes.items() if not n.is_ghost]) if ghosts else None
        for ghost in ghosts:
            place = self._places[ghost.id]
            if ghost.source is not None:
                self._nodes[ghost.id] = replace(ghost, source=place)
            near = declared.nearest(ghost.id, 1) if declared and len(problems) < _MOST_NEAREST else []
            fault = tr("Nothing declares “{name}”.", name=ghost.id)
            hint = did_you_mean(near) or tr("Declare it, or correct the name.")
            problems.append(Problem(f"{fault} {hint}", place, Severity.WARNING, ghost.id))
        return problems


def _order_of_places(place: Source) -> tuple[str, int]:
    return place.name, place.line or 0


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


def _check_references(nodes: Mapping[str, Node], teams: Mapping[str, Team], problems: list[Problem]) -> None:
    """Owners and successors are references too, but make no node.

    A source that lists teams lists all it knows; another one, which has no such list, may name whom it likes, unless
    that is nearly the name of a team.
    """
    said: set[str] = set()
    listing = {team.source.location if team.source else None for team in teams.values()}
    for node in nodes.values():
        where = node.source
        if teams and node.owner is not None and node.owner not in teams and node.owner not in said:
            said.add(node.owner)
            meant = did_you_mean(nearest(node.owner, teams, 1))
            if meant or (where.location if where else None) in listing:
                fault = tr("No team is called “{name}”.", name=node.owner)
                hint = meant or tr("List it under teams.")
                problems.append(Problem(f"{fault} {hint}", place_of(where), Severity.WARNING))
        if node.superseded_by is not None and node.superseded_by not in nodes:
            problems.append(
                Problem(
                    tr(
                        "“{node}” is superseded by “{successor}”, which nothing declares.",
                        node=node.id,
                        successor=node.superseded_by,
                    ),
                    place_of(where),
                    Severity.WARNING,
                )
            )
