"""All findings about a system, worst first, with what was suppressed and what was left out named."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from explorer.analysis.detectors.contractless_crossing import find_contractless_crossings
from explorer.analysis.detectors.correction_cascade import find_correction_cascades
from explorer.analysis.detectors.dangling_reference import find_dangling_references
from explorer.analysis.detectors.dead_end_job import find_dead_end_jobs
from explorer.analysis.detectors.dead_experimental_path import find_dead_experimental_paths
from explorer.analysis.detectors.deprecated_reader import find_deprecated_readers
from explorer.analysis.detectors.duplicate_id import find_duplicate_ids
from explorer.analysis.detectors.entanglement import find_entanglements
from explorer.analysis.detectors.fixed_threshold import find_fixed_thresholds
from explorer.analysis.detectors.inspection import Detector, Inspection
from explorer.analysis.detectors.many_languages import find_many_languages
from explorer.analysis.detectors.mixed_versions import find_mixed_versions
from explorer.analysis.detectors.no_owner import find_no_owner
from explorer.analysis.detectors.open_access import find_open_access
from explorer.analysis.detectors.orphan_producer import find_orphan_producers
from explorer.analysis.detectors.outdated_manifest import find_outdated_manifests
from explorer.analysis.detectors.pipeline_jungle import find_pipeline_jungles
from explorer.analysis.detectors.prototype_in_use import find_prototypes_in_use
from explorer.analysis.detectors.undeclared_consumer import find_undeclared_consumers
from explorer.analysis.detectors.undeclared_dataset import find_undeclared_datasets
from explorer.analysis.detectors.unseen_reader import find_unseen_readers
from explorer.analysis.detectors.unstable_dependency import find_unstable_dependencies
from explorer.analysis.detectors.unused_feature import find_unused_features
from explorer.analysis.feedback_loops import feedback_loops
from explorer.analysis.success.findings import find_success_gaps
from explorer.domain.entities import Suppression
from explorer.domain.findings import Finding, Findings, SuppressedFinding
from explorer.domain.kinds import Severity
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph

DETECTORS: tuple[Detector, ...] = (
    find_undeclared_consumers,
    find_undeclared_datasets,
    find_unseen_readers,
    find_outdated_manifests,
    find_pipeline_jungles,
    find_unstable_dependencies,
    find_mixed_versions,
    find_unused_features,
    find_entanglements,
    find_correction_cascades,
    find_dead_experimental_paths,
    find_fixed_thresholds,
    find_prototypes_in_use,
    find_many_languages,
    find_dangling_references,
    find_duplicate_ids,
    find_orphan_producers,
    find_dead_end_jobs,
    find_deprecated_readers,
    find_contractless_crossings,
    find_no_owner,
    find_open_access,
)
"""Every debt that one look at the system shows; loops and success are looked for besides."""


def find_debts(
    graph: SystemGraph, check: Callable[[], None] = lambda: None, today: date | None = None
) -> Findings:
    """Every finding, by severity, rule and nodes; `check` is called often and may raise Cancelled.

    today: the day on which suppressions end; what is long ago is judged on the system's own day, if it has one.
    """
    inspection = Inspection(graph, today or date.today(), check)
    found = _loops(inspection)
    found.extend(find_success_gaps(graph, check, day=inspection.day, bound=inspection.bound))
    for detector in DETECTORS:
        check()
        found.extend(detector(inspection))
    check()
    order = {severity: rank for rank, severity in enumerate(Severity)}
    found.sort(key=lambda f: (order[f.severity], f.rule, f.nodes))
    kept, suppressed = [], []
    for finding in checked(found, check):
        said = suppression_of(inspection, finding)
        if said is None:
            kept.append(finding)
        else:
            suppressed.append(SuppressedFinding(finding=finding, by=said[0], suppression=said[1]))
    return Findings(tuple(kept), tuple(inspection.bounds), tuple(suppressed))


def _loops(inspection: Inspection) -> list[Finding]:
    loops = feedback_loops(inspection.graph, inspection.check)
    for text in (*loops.bounds, *loops.broken):
        inspection.bound(text)
    return list(loops.findings)


def suppression_of(inspection: Inspection, finding: Finding) -> tuple[str, Suppression] | None:
    """The entry and its suppression that hold back a finding; None where none does, or its day is over.

    Any of the finding's nodes may say so; with `about`, only for findings that hold that node too.
    """
    for node_id in finding.nodes:
        node = inspection.graph.nodes.get(node_id)
        for said in (node.suppress if node is not None else None) or ():
            if said.rule != finding.rule or (said.about is not None and said.about not in finding.nodes):
                continue
            if inspection.today is not None and said.until >= inspection.today:
                return node_id, said
    return None
