"""Pipelines written in more languages than a team can keep."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, told_node
from explorer.analysis.detectors.regions import Region, regions
from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed, named
from explorer.language import tr

RULE = "many-languages"
USUAL = 3
"""Languages of one pipeline that are nothing to speak of: one to query, one to learn, one to serve."""


def find_many_languages(inspection: Inspection) -> list[Finding]:
    """Each pipeline in more languages than usual; where nobody says a language there may be more."""
    findings = []
    for region in regions(inspection):
        spoken = languages(inspection.graph, region)
        if len(spoken) > USUAL:
            findings.append(_finding(inspection, region, spoken))
    return findings


def languages(graph: SystemGraph, region: Region) -> dict[str, list[str]]:
    """Each language, in small letters, with the nodes written in it."""
    spoken: dict[str, list[str]] = {}
    for node_id in region.nodes:
        said = graph.nodes[node_id].language
        if said and said.strip():
            spoken.setdefault(said.strip().lower(), []).append(node_id)
    return dict(sorted(spoken.items()))


def _finding(inspection: Inspection, region: Region, spoken: dict[str, list[str]]) -> Finding:
    graph = inspection.graph
    silent = [i for i in region.steps if not graph.nodes[i].language]
    reason = tr(
        "One pipeline in {count} languages: {languages}.",
        count=len(spoken),
        languages=listed(spoken, most=10),
    )
    if silent:
        unstated = tr("Of {names} the language is not stated.", names=named(graph, silent))
        reason = f"{reason} {unstated}"
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if len(spoken) > 2 * USUAL - 1 else Severity.INFO,
        nodes=tuple(i for ids in spoken.values() for i in ids),
        edges=tuple(e.key for e in region.edges if {e.from_id, e.to_id} <= {*region.steps}),
        reason=reason,
        remedy=tr(
            "Bring the steps to {count} languages at most, beginning with those of which there is one: {languages}.",
            count=USUAL,
            languages=listed([s for s, ids in spoken.items() if len(ids) == 1], most=10),
        ),
        evidence=tuple(
            told_node(graph.nodes[i], language) for language, ids in spoken.items() for i in ids[:3]
        ),
        clears=tr("At most {count} languages in the pipeline.", count=USUAL),
    )
