"""Everything that keeps metrics from saying whether the business does better, as findings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from explorer.analysis.success.chain_findings import find_broken_chains
from explorer.analysis.success.company_findings import find_bad_company
from explorer.analysis.success.judgements import Success
from explorer.analysis.success.measure_findings import find_bad_measures
from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph


def find_success_gaps(
    graph: SystemGraph,
    check: Callable[[], None] = lambda: None,
    *,
    day: date | None = None,
    bound: Callable[[str], None] = lambda text: None,
) -> list[Finding]:
    """What is missing or wrong between the models and the objectives.

    day: when it is asked, for what has not been reviewed for long; the system's own day where none is given.
    bound: hears of what was not looked at.
    """
    success = Success(graph, check)
    for text in success.bounds:
        bound(text)
    return [
        *find_broken_chains(success),
        *find_bad_measures(success),
        *find_bad_company(success, day or graph.as_of),
    ]
