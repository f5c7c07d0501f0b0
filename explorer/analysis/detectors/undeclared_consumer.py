"""Undeclared consumers: who a log shows reading what nobody declares that they read.

Temporary names are folded into what they stand for, and readers that use nothing (backups, crawlers, scanners, the
platform's own jobs) and people's one-off questions are left out and counted, not forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from explorer.analysis.detectors.inspection import READ_KINDS, Inspection, capped
from explorer.analysis.detectors.principals import is_ad_hoc, principal_of
from explorer.analysis.told_edges import times_seen
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Access, Evidence, NodeKind, Principal, Severity
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed, named
from explorer.domain.words import told
from explorer.language import marked, tr

RULE = "undeclared-consumer"
READABLE = frozenset(
    (NodeKind.DATASET, NodeKind.ARTIFACT, NodeKind.FEATURE, NodeKind.MODEL, NodeKind.PRODUCER)
)
MADE = frozenset((NodeKind.DATASET, NodeKind.ARTIFACT, NodeKind.FEATURE))
"""What is made from what it reads, and is no consumer of it."""
_OF_RUNS = frozenset((NodeKind.JOB, NodeKind.MODEL, NodeKind.METRIC))
_SOMEBODY = frozenset((NodeKind.CONSUMER, NodeKind.UNKNOWN))
"""Who may be a service, a person or a tool; a job, a model or a metric is what it is."""

_TEMPORARY = re.compile(r"(?:__dbt_(?:tmp|backup)|(?:__?|\.)(?:tmp|temp|swap|old))(?:_?[0-9]+)?(?=$|\W)")
_WHO = {
    Principal.SERVICE: marked("a service"),
    Principal.PERSON: marked("a person"),
    Principal.BI_TOOL: marked("a BI tool"),
}
_PASSERS_BY = {
    Principal.BACKUP: marked("backups"),
    Principal.CRAWLER: marked("crawlers"),
    Principal.SCANNER: marked("scanners"),
    Principal.PLATFORM: marked("the platform's own jobs"),
}
_CONTROL = {
    Access.CONTROLLED: marked("It has access control, which let the reader pass."),
    Access.NONE: marked("Nothing would have stopped it: there is no access control."),
    Access.OPEN: marked("Nothing would have stopped it: access is open."),
    None: marked("Whether access control would have stopped it is not known."),
}


def find_undeclared_consumers(inspection: Inspection) -> list[Finding]:
    """A finding for each read that only a log shows, by a reader that uses what it reads."""
    graph = inspection.graph
    findings = []
    left_out: dict[str, list[str]] = {}
    for edge in reads_undeclared(inspection):
        inspection.check()
        principal = principal_of(graph.nodes[edge.to_id])
        passing = _passing_by(edge, principal)
        if passing is None:
            findings.append(_finding(inspection, edge, principal))
        else:
            left_out.setdefault(passing, []).append(edge.to_id)
    if left_out:
        each = [
            tr(
                "{reads} by {readers} ({names})",
                reads=counted(len(ids), "read"),
                readers=tr(who),
                names=named(graph, dict.fromkeys(ids)),
            )
            for who, ids in sorted(left_out.items())
        ]
        inspection.bound(tr("Seen in a log and not counted as consumers: {each}.", each=listed(each, most=9)))
    return findings


def undeclared_consumers(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Edge]:
    """Reads that a log has seen and nobody declares, by readers that use what they read."""
    return [e for e in undeclared_reads(graph, check) if _is_use(graph, e)]


def asked_once(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Edge]:
    """Undeclared reads by people that were a question, not a habit: no consumers, and not to be overlooked either."""
    return [
        e
        for e in undeclared_reads(graph, check)
        if principal_of(graph.nodes[e.to_id]) is Principal.PERSON and is_ad_hoc(e)
    ]


def consumers_undeclared(inspection: Inspection) -> list[Edge]:
    """The same of the system that is looked at."""
    return [e for e in reads_undeclared(inspection) if _is_use(inspection.graph, e)]


def reads_undeclared(inspection: Inspection) -> list[Edge]:
    """Reads that a log has seen and nobody declares, whoever the reader is; worked out once in one look."""
    known = inspection.remembered.get("undeclared reads")
    if known is None:
        known = undeclared_reads(inspection.graph, inspection.check)
        inspection.remembered["undeclared reads"] = known
    return cast(list[Edge], known)


def _is_use(graph: SystemGraph, edge: Edge) -> bool:
    return _passing_by(edge, principal_of(graph.nodes[edge.to_id])) is None


def _passing_by(edge: Edge, principal: Principal | None) -> str | None:
    """What a reader that is no consumer is counted as; `tr` tells it."""
    if principal is Principal.PERSON and is_ad_hoc(edge):
        return marked("people who asked once")
    return None if principal is None else _PASSERS_BY.get(principal)


def undeclared_reads(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Edge]:
    """Reads that a log has seen and nobody declares, whoever the reader is; a grant never used is no read.

    A job that is declared to write a table and reads it back reads its own. A dataset that is made of another and
    that nobody declares either is told by itself (undeclared_dataset.py); of jobs, models and data that only runs
    show, nothing is declared that a read could be missing in.
    """
    seen = [
        e
        for e in checked(graph.edges.values(), check)
        if e.evidence is Evidence.OBSERVED
        and e.kind in READ_KINDS
        and e.count != 0
        and graph.nodes[e.from_id].kind in READABLE
    ]
    base = base_names(graph, check)

    def ends(edge: Edge) -> tuple[str, str]:
        return base.get(edge.from_id, edge.from_id), base.get(edge.to_id, edge.to_id)

    asked = {pair for e in seen for pair in (ends(e), ends(e)[::-1])}
    firsts = {first for first, _ in asked}
    firsts.update(i for i, name in base.items() if name in firsts)  # most edges begin at none of them
    declared = {
        pair
        for e in checked(graph.edges.values(), check)
        if e.evidence is Evidence.DECLARED and e.from_id in firsts and (pair := ends(e)) in asked
    }
    return [
        e
        for e in checked(seen, check)
        if not _is_declared(graph, e, ends(e), declared)
        and not _is_seen_only(graph.nodes[ends(e)[1]])
        and not _is_of_runs(graph, e)
    ]


def _is_declared(
    graph: SystemGraph, edge: Edge, ends: tuple[str, str], declared: set[tuple[str, str]]
) -> bool:
    """Whether a read is declared, or somebody's of what is its own."""
    is_own = ends[::-1] in declared and graph.nodes[edge.to_id].kind is NodeKind.JOB
    return ends in declared or ends[0] == ends[1] or is_own


def _is_seen_only(node: Node) -> bool:
    """Whether it is a dataset that nobody declares."""
    return node.kind is NodeKind.DATASET and node.evidence is not Evidence.DECLARED


def _is_of_runs(graph: SystemGraph, edge: Edge) -> bool:
    """Whether what runs make or measure reads, and neither it nor what it reads is declared."""
    reader, read = graph.nodes[edge.to_id], graph.nodes[edge.from_id]
    undeclared = Evidence.DECLARED not in (reader.evidence, read.evidence)
    return undeclared and reader.kind in _OF_RUNS


def base_names(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> dict[str, str]:
    """Temporary id → the id it stands for, where the system has that one."""
    found = {}
    for node_id in checked(graph.nodes, check):
        base = _TEMPORARY.sub("", node_id)
        if base != node_id and base in graph.nodes:
            found[node_id] = base
    return found


def _finding(inspection: Inspection, edge: Edge, principal: Principal | None) -> Finding:
    reader, read = inspection.graph.nodes[edge.to_id], inspection.graph.nodes[edge.from_id]
    reason, remedy, clears = _told(reader, read, principal)
    # What a person does is told as a question until it is known to be a habit.
    unsure = principal is Principal.PERSON and (edge.count is None or edge.first_seen is None)
    facts = [
        times_seen(edge.count) if edge.count is not None else "",
        tr("since {day}", day=edge.first_seen) if edge.first_seen is not None else "",
        tr("last on {day}", day=edge.last_seen) if edge.last_seen is not None else "",
    ]
    shown = ", ".join(f for f in facts if f)
    evidence = [f"{told(Evidence.OBSERVED)}{': ' + shown if shown else ''}"]
    if (log := read.read_log) is not None:
        evidence.append(tr("log {log}, {since} to {until}", log=log.log, since=log.since, until=log.until))
    if edge.source is not None:
        evidence.append(str(edge.source))
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if unsure else capped(Severity.ERROR, [edge]),
        nodes=(edge.from_id, edge.to_id),
        edges=(edge.key,),
        reason=reason,
        remedy=remedy,
        evidence=tuple(evidence),
        clears=clears,
    )


def _told(reader: Node, read: Node, principal: Principal | None) -> tuple[str, str, str]:
    """What is so, what to do about it, and what clears it."""
    ends = {"reader": reader.name, "read": read.name}
    if reader.kind in MADE:
        return (
            tr("{reader} is made from {read}, and nobody declares it.", **ends),
            tr("Declare that {reader} is made from {read}, or stop what makes it.", **ends),
            tr("{reader} declared as made from {read}, or not seen so in the log any more.", **ends),
        )
    who = _WHO.get(principal) if principal is not None and reader.kind in _SOMEBODY else None
    reason = (
        tr("{reader} ({who}) reads {read}, and nobody declares it.", **ends, who=tr(who))
        if who
        else tr("{reader} reads {read}, and nobody declares it.", **ends)
    )
    return (
        f"{reason} {tr(_CONTROL[read.access])}",
        tr("Declare {reader} as a consumer of {read}, or take its access away.", **ends),
        tr("{reader} declared as a reader of {read}, or no read in the log any more.", **ends),
    )
