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
from explorer.language import marked_n, tr, tr_n

_READS = (EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES)
_STALE = marked_n(
    "{names} is declared to read {node}, and was not seen in {window}; its cadence lies within those days.",
    "{names} are declared to read {node}, and were not seen in {window}; their cadence lies within those days.",
)
_UNCONFIRMED = marked_n(
    "{names} is declared to read {node}, and was not seen in {window}; how often it reads is not known, or longer "
    "than that.",
    "{names} are declared to read {node}, and were not seen in {window}; how often they read is not known, or longer "
    "than that.",
)


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
    gaps = {"names": named(inspection.graph, readers), "node": node.name}
    seen = (
        tr("{reader} last seen on {day}", reader=inspection.name(e.to_id), day=e.last_seen)
        for e in edges
        if e.last_seen is not None
    )
    return Finding(
        rule="stale-consumer" if stale else "unconfirmed-consumer",
        severity=Severity.WARNING if stale else Severity.INFO,
        nodes=(node.id, *readers),
        edges=tuple(e.key for e in edges),
        reason=tr_n(*(_STALE if stale else _UNCONFIRMED), len(readers), **gaps, window=_window(log)),
        remedy=tr_n(
            "Ask whether {names} still reads {node}; if not, take the declaration out.",
            "Ask whether {names} still read {node}; if not, take the declaration out.",
            len(readers),
            **gaps,
        ),
        evidence=(_days(log), *seen),
        clears=tr_n(
            "A read in the log, or no declaration that {names} reads it.",
            "A read in the log, or no declaration that {names} read it.",
            len(readers),
            **gaps,
        ),
    )


def _covers(reader: Node, log: ReadLog) -> bool:
    """Whether a reader that comes as often as it says must have come in these days."""
    return reader.cadence is not None and reader.cadence.total_seconds() <= log.days * 86_400


def _unread(node: Node, log: ReadLog) -> Finding:
    return Finding(
        rule="no-reader-seen",
        severity=Severity.INFO,
        nodes=(node.id,),
        reason=tr(
            "No reader of {node} was seen in {window}, and none is declared; who reads more seldom, or by another "
            "way, the log cannot tell.",
            node=node.name,
            window=_window(log),
        ),
        remedy=tr("Look at a longer log, or ask its owner what {node} is kept for.", node=node.name),
        evidence=(_days(log),),
        clears=tr("A reader that is declared or seen."),
    )


def _latent(inspection: Inspection, node: Node, grants: list[Edge]) -> list[Finding]:
    findings = []
    granted = [e for e in grants if e.evidence is not Evidence.DECLARED]
    for group in inspection.split_by_suppression("latent-grant", (e.to_id for e in granted)):
        findings.append(
            Finding(
                rule="latent-grant",
                severity=Severity.INFO,
                nodes=(node.id, *group),
                edges=tuple(e.key for e in granted if e.to_id in group),
                reason=_never_seen(inspection, node, group),
                remedy=tr("Take the grant away, so that no consumer can appear unseen."),
                evidence=tuple(
                    f"{inspection.name(e.to_id)}: {counted(0, 'read')}{f', {e.source}' if e.source else ''}"
                    for e in granted
                    if e.to_id in group
                ),
                clears=tr("The grant taken away, or used and declared."),
            )
        )
    return findings


def _never_seen(inspection: Inspection, node: Node, readers: tuple[str, ...]) -> str:
    names = named(inspection.graph, readers)
    if node.read_log is None:
        return tr_n(
            "{names} may read {node} and was never seen to.",
            "{names} may read {node} and were never seen to.",
            len(readers),
            names=names,
            node=node.name,
        )
    return tr_n(
        "{names} may read {node} and was never seen to in {window}.",
        "{names} may read {node} and were never seen to in {window}.",
        len(readers),
        names=names,
        node=node.name,
        window=_window(node.read_log),
    )


def _days(log: ReadLog) -> str:
    return tr("log {log}: {since} to {until}", log=log.log, since=log.since, until=log.until)


def _window(log: ReadLog) -> str:
    return tr("{days} of {log}", days=counted(log.days, "day"), log=log.log)
