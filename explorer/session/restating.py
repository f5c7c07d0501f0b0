"""What a project says, as if its sources had just said it: so that more can be joined to it, or decided about it.

What was merged is taken apart again, and what was edited by hand is left out, to be laid over what comes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from explorer.domain.amendments import as_stated
from explorer.domain.assembly import EdgeStatement, Statements, put_together
from explorer.domain.changes import EditGraph
from explorer.domain.edits import Edits, Laid, edits_between, laid
from explorer.domain.entities import Edge, Node
from explorer.domain.identity import Verb
from explorer.domain.kinds import EdgeKind, Severity
from explorer.domain.originals import Originals
from explorer.domain.project import ImportedSource, Project
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.importers.registry import Imported, SourcesRead, locate, look_alike_problems
from explorer.language import marked, tr
from explorer.session.editing import BY_HAND
from explorer.session.standing_ids import with_ids


@dataclass(slots=True)
class Restated:
    """What a project's sources said; amended: what they amend of what is joined; by_hand: the edits."""

    statements: Statements
    amended: Edits = field(default_factory=Edits)
    by_hand: Edits = field(default_factory=Edits)


def restated(
    project: Project, read: SourcesRead | None = None, check: Callable[[], None] = lambda: None
) -> Restated:
    """All that a project says, but for what the documents said that were read now; gaps are left to be found anew."""
    base = project.originals.of(project.graph) if project.originals else project.graph
    known = project.identities
    whole = _graph_statements(base, project)
    alone = None
    if project.problems or known.joined:
        alone = put_together([whole], decisions=known.decisions, kept=base.nodes, check=check)
    again = {*alone.problems, *look_alike_problems(alone.graph), *unspoken(project)} if alone else ()
    left_out = _Documents(project.sources, read or SourcesRead((), ()))
    kept = [
        p for p in project.problems if p not in again and p.doubt is None and not left_out.holds(p.source)
    ]
    statements = left_out.left_of(whole) if left_out else whole
    statements.problems += kept
    made = Restated(statements)
    if alone and known.joined and not left_out.are_all:
        ends = {e.key for i in known.joined for e in (*base.edges_from(i), *base.edges_into(i))}
        edges = {k for k in alone.graph.edges if k.from_id in known.joined or k.to_id in known.joined} | ends
        made.amended = edits_between(alone.graph, base, known.joined, edges)
    if project.originals:
        made.by_hand = edits_between(base, project.graph, project.originals.nodes, project.originals.edges)
    return made


def laid_over(project: Project, parts: Sequence[Restated], imported: Imported) -> Project:
    """The project with what was put together of its parts, and their edits laid over it, its own last."""
    stands_for = imported.made.stands_for
    bare = replace(
        project,
        graph=imported.graph,
        originals=Originals(),
        identities=project.identities.found(imported.made),
    )
    for part in parts:
        bare = _edited(bare, laid(part.amended, bare.graph, stands_for))
    made = replace(bare, originals=Originals())
    lost: list[Node] = []
    for part in reversed(parts):
        found = laid(part.by_hand, made.graph, stands_for)
        made = _edited(made, found)
        lost += found.lost
    problems = [
        Problem(
            tr(
                "“{name}” was edited by hand, but no source tells of it any more; the edit is left out.",
                name=n.name,
            ),
            Source(tr(BY_HAND.name)),
            Severity.WARNING,
        )
        for n in lost
    ]
    problems += unspoken(made)
    return with_ids(replace(made, problems=(*made.problems, *problems)), stands_for)


def unspoken(project: Project) -> list[Problem]:
    """A problem for each name of which something was decided, but of which no source speaks any more."""
    known, nodes = project.identities, project.graph.nodes
    decided = {d.first for d in known.decisions if d.verb is not Verb.CALLED}
    decided |= {d.second for d in known.decisions}
    if not decided:
        return []
    stated = [n for i, n in nodes.items() if i not in known.joined]
    stated += (member for each in known.joined.values() for member in each.members)
    spoken = {name for n in stated for name in (n.id, *(n.same_as or ()))}
    spoken.update(name for each in known.joined.values() for name in each.why)
    spoken.update(end for said in known.edges for end in (said.edge.from_id, said.edge.to_id))
    text = marked(
        "No source speaks of “{name}” any more; what was decided of it by hand is kept until one does."
    )
    place = Source(tr(BY_HAND.name))
    return [Problem(tr(text, name=name), place, Severity.INFO) for name in sorted(decided - spoken)]


def _edited(project: Project, found: Laid) -> Project:
    return EditGraph("", found.nodes, found.edges).apply(project) if found.nodes or found.edges else project


def _graph_statements(graph: SystemGraph, project: Project) -> Statements:
    """All that a graph says, what is joined as each stated it; its ghosts are not said, so that they go when somebody
    declares them.
    """
    joined = project.identities.joined
    ghosts = {n.id for n in graph.nodes.values() if n.is_ghost}
    edges = [
        stated(edge, ghosts)
        for edge in graph.edges.values()
        if not joined or (edge.from_id not in joined and edge.to_id not in joined)
    ]
    nodes = [n for i, n in graph.nodes.items() if i not in ghosts and i not in joined]
    for each in joined.values():
        nodes += each.members
    return Statements(
        nodes=nodes,
        edges=[*edges, *project.identities.edges],
        teams=list(graph.teams.values()),
        name=graph.name,
        as_of=graph.as_of,
    )


def stated(edge: Edge, ghosts: Collection[str]) -> EdgeStatement:
    """An edge as a source would state it; its kind is open where an end may turn out to be another thing."""
    if edge.from_id not in ghosts and edge.to_id not in ghosts:
        return EdgeStatement(edge, kind_stated=True)
    return EdgeStatement(as_stated(edge), kind_stated=edge.kind is not EdgeKind.FEEDS)


class _Documents:
    """The files, folders and addresses that were read again, as they were named when they were read before."""

    def __init__(self, known: Sequence[ImportedSource], read: SourcesRead) -> None:
        now = {_whole(source.location) for source in read.sources}
        names = [s.location for s in known if now and _whole(s.location) in now]
        self.are_all = bool(known) and len(names) == len(known)
        self._folders = tuple(f"{name.rstrip('/')}/" for name in names)
        self._names = {*names, *(_said_in(read) if known else ())}
        self._known: dict[str, bool] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def holds(self, source: Source | None) -> bool:
        """Whether something stands in one of them."""
        if source is None or not self._names:
            return False
        place = source.location
        is_there = self._known.get(place)
        if is_there is None:
            is_there = place in self._names or place.replace("\\", "/").startswith(self._folders)
            self._known[place] = is_there
        return is_there

    def left_of(self, statements: Statements) -> Statements:
        """What they do not say."""
        return replace(
            statements,
            nodes=[n for n in statements.nodes if not self.holds(n.source)],
            edges=[e for e in statements.edges if not self.holds(e.edge.source)],
            teams=[t for t in statements.teams if not self.holds(t.source)],
        )


def _said_in(read: SourcesRead) -> Iterator[str]:
    """The documents in which something stands of what was read; a source may lead to others."""
    for part in read.parts:
        sources = {n.source.name: n.source for n in part.nodes if n.source is not None}
        sources.update((e.edge.source.name, e.edge.source) for e in part.edges if e.edge.source is not None)
        yield from (source.location for source in sources.values())


def _whole(name: str) -> str:
    location = locate(name)
    return location.shown if location.path is None else str(location.path.absolute())
