"""The answer to “where does it come from?”: suspects with their evidence, what to look at next, what is cleared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.analysis.localisation.evidence import (
    Against,
    Cleared,
    Way,
    Ways,
    cleared,
    evidence_against,
)
from explorer.analysis.localisation.fault_sets import coverage
from explorer.analysis.localisation.loops import SuspectLoop, most_cuts, suspect_loops
from explorer.analysis.localisation.marks import Sightings
from explorer.analysis.localisation.next_check import SAMPLE, Check, next_checks
from explorer.analysis.localisation.ranking import Ranking, Suspect, rank
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr, tr_n

SHOWN_SUSPECTS = 20
SHOWN_CLEARED = 50
_SHOWN_CHECKS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """A suspect, its ways to the symptoms it explains, and the healthy nodes that speak against it."""

    suspect: Suspect
    ways: tuple[Way, ...]
    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Located:
    """All that is said of where a fault lies. bounds: what was cut short, or left unsaid."""

    ranking: Ranking
    suspects: tuple[Evidence, ...]
    checks: tuple[Check, ...]
    loops: tuple[SuspectLoop, ...]
    cleared: tuple[Cleared, ...]
    bounds: tuple[str, ...]

    @property
    def graph(self) -> SystemGraph:
        """The system it was asked about."""
        return self.ranking.graph

    @property
    def next_check(self) -> Check | None:
        """What tells most for its cost; None where no check would tell more."""
        return self.checks[0] if self.checks else None

    @property
    def why_no_check(self) -> str | None:
        """Why there is no next check, where there is none."""
        if self.next_check is not None:
            return None
        if self.ranking.is_settled:
            return tr("The first suspect is all but sure, and no further check would make it surer.")
        return tr("No further check would tell the suspects apart.")


def locate(
    graph: SystemGraph,
    seen: Sightings,
    *,
    most: int = SHOWN_SUSPECTS,
    check: Callable[[], None] = lambda: None,
) -> Located:
    """Where the fault lies, `most` suspects with their evidence; UsageError for marks that make no sense."""
    ranking = rank(graph, seen, check=check)
    ways = Ways(ranking, check)
    shown = []
    for suspect in ranking.suspects[:most]:
        check()
        shown.append(Evidence(suspect, ways.of(suspect), evidence_against(ranking, suspect)))
    checks = list(next_checks(ranking, check=check))
    check()
    loops = suspect_loops(ranking, check=check)
    checks += [loop.check for loop in loops if loop.check is not None]
    checks.sort(key=lambda c: (-round(c.worth, 9), c.id))
    return Located(
        ranking,
        tuple(shown),
        tuple(checks[:_SHOWN_CHECKS]),
        loops,
        cleared(ranking, SHOWN_CLEARED, check=check),
        tuple(_bounds(ranking, most, loops)),
    )


def _bounds(ranking: Ranking, most: int, loops: tuple[SuspectLoop, ...]) -> list[str]:
    bounds = list(ranking.bounds)
    more = len(ranking.suspects) - most
    if more > 0:
        rest = float(ranking.of_nodes[ranking.in_order[most:]].sum())
        bounds.append(
            tr_n(
                "{count:,} less likely suspect not listed, {rest:.0%} likely together.",
                "{count:,} less likely suspects not listed, {rest:.0%} likely together.",
                more,
                rest=rest,
            )
        )
    if len(ranking.cleared) > SHOWN_CLEARED:
        bounds.append(
            tr_n(
                "{count:,} more cleared node not listed.",
                "{count:,} more cleared nodes not listed.",
                len(ranking.cleared) - SHOWN_CLEARED,
            )
        )
    if len(ranking.changes) > SAMPLE:
        bounds.append(
            tr(
                "The bits of each check are worked out from a sample of {count} of the explanations.",
                count=SAMPLE,
            )
        )
    large = [loop.size for loop in loops if loop.size > most_cuts(loop.size)]
    if large:
        tried = min(map(most_cuts, large))
        bounds.append(
            tr("At most {count} edges of each loop were tried as the place to cut it.", count=tried)
        )
    symptoms = ranking.sightings.symptoms
    if coverage(ranking.posterior) < len(symptoms):
        bounds.append(
            tr(
                "No three causes explain everything that is bad; "
                "the sets of faults explain as much as three can."
            )
        )
    return bounds
