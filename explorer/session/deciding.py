"""What a decision by hand comes to: put together anew is only what hangs together with the names that it speaks of.

In a system of a hundred thousand nodes that is a handful; what comes of it is as if all had been put together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from explorer.domain.addresses import Place
from explorer.domain.assembly import Assembly, EdgeStatement, Statements, put_together, stated_in_order
from explorer.domain.doubts import doubt_problems
from explorer.domain.edits import edits_between
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.identifying import hanging_together, in_sight
from explorer.domain.identities import Identities
from explorer.domain.identity import Decision
from explorer.domain.joining import redirected
from explorer.domain.pauses import checked
from explorer.domain.project import Project
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.importers.registry import Imported, look_alike_problems
from explorer.session.restating import Restated, laid_over, stated, unspoken
from explorer.storage.records import in_order


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a system that no name joins to the rest: its names, and what is said of it.

    edges: those of its nodes, as they were stated; redirected: the same, their other ends as they are called in
    the system without the part, `rest`. kept: the ids of its nodes now. places: where the tables of the whole lie.
    """

    names: Collection[str]
    nodes: list[Node]
    edges: list[EdgeStatement]
    redirected: list[EdgeStatement]
    rest: SystemGraph
    kept: Collection[str]
    places: Collection[Place]

    def made(self, decisions: Sequence[Decision], problems: Sequence[Problem], task: Task) -> Assembly:
        """The whole system, with this part as it is by these decisions."""
        return put_together(
            [Statements(nodes=self.nodes, edges=self.redirected, problems=list(problems))],
            self.rest,
            [d for d in decisions if d.first in self.names],
            self.kept,
            places=self.places,
            check=task.check,
        )


def decided_in_part(base: Project, identities: Identities, task: Task) -> Project:
    """The project by these decisions, which must not call anything otherwise than those of `base` do."""
    known = base.identities
    graph = base.originals.of(base.graph) if base.originals else base.graph
    part = _part(graph, known, {*known.decisions, *identities.decisions}, _differing(known, identities), task)
    before = part.made(known.decisions, (), task)
    again = {*before.problems, *look_alike_problems(graph), *unspoken(base)}
    kept = [p for p in base.problems if p not in again and p.doubt is None]
    after = part.made(identities.decisions, kept, task)
    here = [i for i in known.joined if i in part.names]
    edges = dict.fromkeys(e.key for i in here for g in (graph, before.graph) for e in _edges_at(g, i))
    restated = Restated(
        Statements(),
        edits_between(before.graph, graph, here, edges),
        edits_between(graph, base.graph, base.originals.nodes, base.originals.edges),
    )
    made = _whole(known, part, after, task)
    whole = replace(base, identities=identities, problems=tuple(made.problems))
    project = laid_over(whole, [restated], Imported(made, tuple(made.problems), ()))
    return replace(project, problems=tuple(in_order(project.problems)))


def _differing(known: Identities, now: Identities) -> set[str]:
    """The names of which something else is decided."""
    return {name for d in {*known.decisions} ^ {*now.decisions} for name in (d.first, d.second)}


def _part(
    graph: SystemGraph, known: Identities, decisions: Collection[Decision], seeds: Collection[str], task: Task
) -> _Part:
    nodes_now = checked(graph.nodes.items(), task.check)
    alone = [n for i, n in nodes_now if i not in known.joined and not n.is_ghost]
    nodes = [*alone, *(member for each in known.joined.values() for member in each.members)]
    sight = in_sight(nodes, _named(graph, known, nodes, task), check=task.check)
    beside = chain(
        ((d.first, d.second) for d in decisions),
        ((i, name) for i, each in known.joined.items() for name, _ in each.names()),
        ((n.id, n.superseded_by) for n in checked(nodes, task.check) if n.superseded_by is not None),
        ((d.name, candidate) for d in known.doubts for candidate in d.candidates),
    )
    names = hanging_together(sight, beside, seeds, task.check)
    here = [i for i in names if i in graph.nodes]
    far = {
        name: i
        for i, each in checked(known.joined.items(), task.check)
        if i not in names
        for name, _ in each.names()
    }
    edges = [
        *_free_edges(graph, known, names),
        *(
            said
            for said in checked(known.edges, task.check)
            if said.edge.from_id in names or said.edge.to_id in names
        ),
    ]
    return _Part(
        names,
        [node for node in checked(nodes, task.check) if node.id in names],
        edges,
        [redirected(said, far) for said in edges],
        graph.without(here, check=task.check),
        {i for i in here if not graph.nodes[i].is_ghost},
        sight.places,
    )


def _named(graph: SystemGraph, known: Identities, nodes: Sequence[Node], task: Task) -> Iterator[str]:
    """The names that are only spoken of."""
    yield from (i for i, n in checked(graph.nodes.items(), task.check) if n.is_ghost)
    yield from (name for each in known.joined.values() for name in each.why)
    for said in checked(known.edges, task.check):
        yield said.edge.from_id
        yield said.edge.to_id
    yield from (n.superseded_by for n in checked(nodes, task.check) if n.superseded_by is not None)


def _free_edges(graph: SystemGraph, known: Identities, names: Collection[str]) -> list[EdgeStatement]:
    """The edges of these nodes that touch nothing that is joined; of the others is kept how they were stated."""
    edges: dict[EdgeKey, Edge] = {
        edge.key: edge
        for i in sorted(names)
        if i in graph.nodes
        for edge in _edges_at(graph, i)
        if edge.from_id not in known.joined and edge.to_id not in known.joined
    }
    ghosts = {i for key in edges for i in (key.from_id, key.to_id) if graph.nodes[i].is_ghost}
    return [stated(edge, ghosts) for edge in edges.values()]


def _edges_at(graph: SystemGraph, node_id: str) -> tuple[Edge, ...]:
    return (*graph.edges_from(node_id), *graph.edges_into(node_id)) if node_id in graph.nodes else ()


def _whole(known: Identities, part: _Part, made: Assembly, task: Task) -> Assembly:
    """What was put together, with all that is known of the rest."""
    others = checked(known.joined.items(), task.check)
    joined = {i: each for i, each in others if i not in part.names} | made.joined
    edges = [
        said
        for said in checked(known.edges, task.check)
        if said.edge.from_id not in part.names and said.edge.to_id not in part.names
    ]
    at_joined = [
        said
        for said, ends in zip(part.edges, part.redirected, strict=True)
        if _stands(ends.edge.from_id, made.stands_for) in joined
        or _stands(ends.edge.to_id, made.stands_for) in joined
    ]
    doubts = [*(d for d in known.doubts if d.name not in part.names), *made.doubts]
    doubts.sort(key=lambda doubt: doubt.name)
    problems = [p for p in made.problems if p.doubt is None]
    problems += [*doubt_problems(doubts, made.graph.nodes), *look_alike_problems(made.graph)]
    return replace(
        made,
        problems=problems,
        joined=dict(sorted(joined.items())),
        edges=stated_in_order([*edges, *at_joined], task.check),
        doubts=doubts,
    )


def _stands(name: str, stands_for: Mapping[str, str]) -> str:
    return stands_for.get(name, name)
