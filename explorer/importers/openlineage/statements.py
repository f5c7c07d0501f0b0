"""Everything that OpenLineage's events tell, as nodes and edges.

| OpenLineage | here | because |
|---|---|---|
| job | job | what a run did is observed, what a JobEvent states is declared |
| dataset | dataset; a model where its type says so | the namespace says whether it is files, a stream or unknown |
| symlink | another name of the dataset | others know it by that name |
| input, output | edge from or to the job | with the runs that showed it, first and last seen |
| lineage of columns | the columns of the edge that writes | without a job it is an edge from dataset to dataset |
| parent, dependency | edge that triggers | a run starts another |

Which columns a job reads is known only where its producer tells of filters and joins too: else those that it does not
name may still be used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from explorer.domain.assembly import Statements
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem
from explorer.domain.wording import listed
from explorer.importers.openlineage.edges import edges_of
from explorer.importers.openlineage.event import EventReader
from explorer.importers.openlineage.gathered import Gathered, Part, Run
from explorer.importers.openlineage.naming import names_of
from explorer.importers.openlineage.nodes import dataset_node, job_node, other_ids
from explorer.importers.short_names import short_names
from explorer.language import tr

_MOST_NAMED = 12
_MOST_SPACES = 3
"""The namespaces of jobs name the system, where there are no more of them."""


def statements_of(gathered: Gathered, check: Callable[[], None] = lambda: None) -> Statements:
    """The nodes and edges, and the day of the last event; `check` may raise to stop."""
    datasets, same = _folded(gathered.datasets)
    spaces = dict.fromkeys(shown_plainly(part.names.namespace) for part in gathered.jobs.values())
    runs: dict[str, list[Run]] = {}
    for (job, _), run in gathered.runs.items():
        runs.setdefault(job, []).append(run)
    names = short_names({i: names_of(i, part.names.name) for i, part in datasets.items()})
    said = Statements(
        name=" + ".join(spaces) if len(spaces) <= _MOST_SPACES else "",
        as_of=gathered.latest.date() if gathered.latest else None,
    )
    for part in gathered.jobs.values():
        check()
        said.nodes.append(job_node(part, runs.get(part.id, [])))
    for part in datasets.values():
        check()
        said.nodes.append(dataset_node(part, names[part.id]))
    for statement in edges_of(gathered, same):
        check()
        said.edges.append(statement)
    return said


def unread_facets(reader: EventReader) -> list[Problem]:
    """One note for the facets that nobody reads: many clients add their own."""
    if not reader.unread:
        return []
    names = listed(sorted(reader.unread), _MOST_NAMED)
    told = tr("These facets were not read, for the specification does not know them: {names}.", names=names)
    return [Problem(told, next(iter(reader.unread.values())), Severity.INFO)]


def _folded(datasets: dict[str, Part]) -> tuple[dict[str, Part], dict[str, str]]:
    """The datasets without those that are another name of one, and which id stands for the names left out."""
    same: dict[str, str] = {}

    def standing(node_id: str) -> str:
        while node_id in same:
            node_id = same[node_id]
        return node_id

    kept = dict(datasets)
    for part in datasets.values():
        for other in other_ids(part):
            mine, theirs = standing(part.id), standing(other)
            if mine != theirs and theirs in kept:
                same[theirs] = mine
                kept[mine] = _joined(kept[mine], kept.pop(theirs))
    return kept, {node_id: standing(node_id) for node_id in same}


def _joined(part: Part, other: Part) -> Part:
    """One part of two: of each facet what was said last."""
    facets = dict(part.facets)
    for name, said in other.facets.items():
        if name not in facets or said[0] > facets[name][0]:
            facets[name] = said
    return replace(part, is_stated=part.is_stated or other.is_stated, facets=facets)
