"""Searching for a fault whose effects are known: by our checks, by walking upstream, by the order of a list."""

from dataclasses import dataclass

from explorer.analysis.localisation.marks import sightings
from explorer.analysis.localisation.next_check import next_checks
from explorer.analysis.localisation.ranking import rank
from tests.analysis.localisation.generated import Incident

_GIVEN_UP = 40


@dataclass(frozen=True)
class Search:
    """Where it ended, and after how many looks at a node."""

    found: str
    checks: int


def by_our_checks(one: Incident) -> Search:
    """Make the suggested check until one suspect is all but sure."""
    seen, checks = sightings(one.noticed), 0
    ranking = rank(one.graph, seen)
    while not ranking.is_settled and checks < _GIVEN_UP:
        suggested = next_checks(ranking)
        if not suggested:
            break
        checks += 1
        seen = seen.after_check(suggested[0].id, is_bad=suggested[0].id in one.bad)
        ranking = rank(one.graph, seen)
    return Search(ranking.suspects[0].id, checks)


def by_walking_upstream(one: Incident) -> Search:
    """From a symptom look at what it reads, one by one; go on from the first that is bad, until none is."""
    at, looked_at = one.noticed[0], {one.noticed[0]}
    while True:
        for edge in one.graph.edges_into(at):
            if edge.from_id not in looked_at:
                looked_at.add(edge.from_id)
                if edge.from_id in one.bad:
                    at = edge.from_id
                    break
        else:
            return Search(at, len(looked_at) - 1)


def down_the_list(one: Incident, order) -> Search:
    """Look at one after the other until the fault itself is looked at, as if it were known on sight."""
    for checks, node in enumerate(order, 1):
        if node == one.fault.node:
            return Search(node, checks)
    return Search("", len(order))
