"""Experimental paths that nobody walks any more, and that nobody took out. (Features: see unused_feature.)"""

from __future__ import annotations

from datetime import timedelta

from explorer.analysis.detectors.inspection import (
    DATA_KINDS,
    Inspection,
    told_dying,
    told_last_use,
    told_node,
)
from explorer.domain.findings import Finding
from explorer.domain.kinds import Lifecycle, NodeKind, Severity
from explorer.domain.wording import named
from explorer.domain.words import told
from explorer.language import tr

RULE = "dead-experimental-path"
LONG_UNUSED = timedelta(days=90)
"""An experiment that nobody has touched for a quarter is over."""


def find_dead_experimental_paths(inspection: Inspection) -> list[Finding]:
    """Experiments long unused; or of which nobody says when they were used, and that lead to nothing."""
    dead = {
        node.id
        for node in inspection.nodes()
        if node.lifecycle is Lifecycle.EXPERIMENTAL
        and node.kind is not NodeKind.FEATURE
        and _is_over(inspection, node.id)
    }
    findings = []
    while dead:
        path = _together(inspection, dead)
        dead.difference_update(path)
        findings.append(_finding(inspection, path))
    return findings


def _is_over(inspection: Inspection, node_id: str) -> bool:
    age = inspection.age(inspection.graph.nodes[node_id].last_used)
    if age is not None:
        return age > LONG_UNUSED
    leads_on = any(e.kind in DATA_KINDS for e in inspection.graph.edges_from(node_id))
    return not leads_on or node_id not in inspection.useful


def _together(inspection: Inspection, dead: set[str]) -> tuple[str, ...]:
    """The first dead node with all dead ones that it is joined to."""
    found, frontier = set(), {min(dead)}
    while frontier:
        found |= frontier
        inspection.check()
        frontier = {
            other
            for node_id in frontier
            for e in (*inspection.graph.edges_from(node_id), *inspection.graph.edges_into(node_id))
            for other in (e.from_id, e.to_id)
            if other in dead and other not in found
        }
    return tuple(sorted(found))


def _finding(inspection: Inspection, path: tuple[str, ...]) -> Finding:
    graph = inspection.graph
    inside = set(path)
    edges = [e for i in path for e in graph.edges_from(i) if e.to_id in inside]
    reads = [e for i in path for e in graph.edges_into(i) if e.from_id not in inside]
    used = [n.last_used for i in path if (n := graph.nodes[i]).last_used is not None]
    names = named(graph, path)
    reason = (
        tr("The experiment {names} was last used on {day}.", names=names, day=max(used))
        if used
        else tr(
            "The experiment {names} leads to nothing, and nobody says when it was last used.", names=names
        )
    )
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if used else Severity.INFO,
        nodes=path,
        edges=tuple(e.key for e in (*reads, *edges)),
        reason=f"{reason}{told_dying(graph, inspection.dies_without(path))}",
        remedy=tr("Take {names} out, or say what it is still for.", names=names),
        evidence=tuple(
            told_node(
                graph.nodes[i],
                told(Lifecycle.EXPERIMENTAL),
                told_last_use(graph.nodes[i]) or tr("last use not stated"),
            )
            for i in path
        ),
        clears=tr("A last day of use within 90 days, or no such experiment."),
    )
