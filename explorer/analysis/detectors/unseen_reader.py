"""Declared readers that no log has seen, and grants that were never used.

Silence proves nothing beyond the days and the name of the log that was silent, so both are always said; and a reader
that comes once a month is not missed in a week.
"""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.undeclared_consumer import READABLE
from explorer.domain.entities import Edge, Node, ReadLog
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, Severity
from explorer.domain.wording import counted, named

_READS = (EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES)


def find_unseen_readers(inspection: Inspection) -> list[Finding]:
    """For each logged thing its stale and unconfirmed readers, or that nobody was seen; and grants never used."""
    findings = []
    for node in inspection.nodes():
        if node.kind not in READABLE:
            continue
        reads = [e for e in inspection.graph.edges_from(node.id) if e.kind in _READS]
        findings.extend(_latent(inspection, node, [e for e in reads if e.count == 0]))
        if node.read_log is not None and node.read_log.days > 0:
            used = [e for e in reads if e.count != 0]
            declared = [e for e in used if e.evidence is Evidence.DECLARED]
            unseen = [e for e in declared if e.last_seen is None or e.last_seen < node.read_log.since]
            findings.extend(_unseen(inspection, node, node.read_log, unseen))
            if not used:
                findings.append(_unread(node, node.read_log))
    return findings


def _unseen(inspection: Inspection, node: Node, log: ReadLog, unseen: list[Edge]) -> list[Finding]:
    findings = []
    for stale in (True, False):
        rule = "stale-consumer" if stale else "unconfirmed-consumer"
        edges = {e.to_id: e for e in unseen if _covers(inspection.graph.nodes[e.to_id], log) is stale}
        for group in inspection.split_by_suppression(rule, edges):
            findings.append(_silent(inspection, node, log, [edges[i] for i in group], stale=stale))
    return findings


def _silent(inspection: Inspection, node: Node, log: ReadLog, edges: list[Edge], *, stale: bool) -> Finding:
    readers = tuple(e.to_id for e in edges)
    who, one = named(inspection.graph, readers), len(readers) == 1
    why = (
        f"{'its' if one else 'their'} cadence lies within those days"
        if stale
        else f"how often {'it reads' if one else 'they read'} is not known, or longer than that"
    )
    seen = (
        f"{inspection.name(e.to_id)} last seen on {e.last_seen}" for e in edges if e.last_seen is not None
    )
    reads = "reads" if one else "read"
    return Finding(
        rule="stale-consumer" if stale else "unconfirmed-consumer",
        severity=Severity.WARNING if stale else Severity.INFO,
        nodes=(node.id, *readers),
        edges=tuple(e.key for e in edges),
        reason=f"{who} {'is' if one else 'are'} declared to read {node.name}, and {'was' if one else 'were'} "
        f"not seen in {_window(log)}; {why}.",
        remedy=f"Ask whether {who} still {reads} {node.name}; if not, take the declaration out.",
        evidence=(f"log {log.log}: {log.since} to {log.until}", *seen),
        clears=f"A read in the log, or no declaration that {who} {reads} it.",
    )


def _covers(reader: Node, log: ReadLog) -> bool:
    """Whether a reader that comes as often as it says must have come in these days."""
    return reader.cadence is not None and reader.cadence.total_seconds() <= log.days * 86_400


def _unread(node: Node, log: ReadLog) -> Finding:
    return Finding(
        rule="no-reader-seen",
        severity=Severity.INFO,
        nodes=(node.id,),
        reason=f"No reader of {node.name} was seen in {_window(log)}, and none is declared; who reads more "
        "seldom, or by another way, the log cannot tell.",
        remedy=f"Look at a longer log, or ask its owner what {node.name} is kept for.",
        evidence=(f"log {log.log}: {log.since} to {log.until}",),
        clears="A reader that is declared or seen.",
    )


def _latent(inspection: Inspection, node: Node, grants: list[Edge]) -> list[Finding]:
    findings = []
    granted = [e for e in grants if e.evidence is not Evidence.DECLARED]
    for group in inspection.split_by_suppression("latent-grant", (e.to_id for e in granted)):
        who = named(inspection.graph, group)
        window = f" in {_window(node.read_log)}" if node.read_log else ""
        findings.append(
            Finding(
                rule="latent-grant",
                severity=Severity.INFO,
                nodes=(node.id, *group),
                edges=tuple(e.key for e in granted if e.to_id in group),
                reason=f"{who} may read {node.name} and {'was' if len(group) == 1 else 'were'} never seen "
                f"to{window}.",
                remedy="Take the grant away, so that no consumer can appear unseen.",
                evidence=tuple(
                    f"{inspection.name(e.to_id)}: 0 reads{f', {e.source}' if e.source else ''}"
                    for e in granted
                    if e.to_id in group
                ),
                clears="The grant taken away, or used and declared.",
            )
        )
    return findings


def _window(log: ReadLog) -> str:
    return f"{counted(log.days, 'day')} of {log.log}"
