"""Two ids that people, or two tools, take for one: they differ in case, quotes or letters that look alike."""

from __future__ import annotations

import re

from explorer.analysis.detectors.inspection import Inspection, told_node
from explorer.domain.findings import Finding
from explorer.domain.ids import look_alikes
from explorer.domain.kinds import Severity
from explorer.domain.words import told
from explorer.language import tr

RULE = "duplicate-id"
_QUOTES = re.compile(r"[\"'`\[\]]")


def find_duplicate_ids(inspection: Inspection) -> list[Finding]:
    """A finding for each pair; one of the pair is usually a slip, and its edges are missing from the other."""
    by_bare: dict[str, str] = {}
    pairs: set[tuple[str, str]] = set()
    for node in inspection.nodes():
        first = by_bare.setdefault(_QUOTES.sub("", node.id), node.id)
        if first != node.id:
            pairs.add((first, node.id))
    inspection.check()
    pairs.update(look_alikes(by_bare.values()))
    return [_finding(inspection, a, b) for a, b in sorted(pairs)]


def _finding(inspection: Inspection, first: str, second: str) -> Finding:
    one, other = inspection.graph.nodes[first], inspection.graph.nodes[second]
    alike = one.kind is other.kind
    ids = {"first": first, "second": second}
    reason = (
        tr(
            "“{first}” and “{second}” are two ids that look like one, both of a {kind}.",
            **ids,
            kind=told(one.kind),
        )
        if alike
        else tr(
            "“{first}” and “{second}” are two ids that look like one, of a {kind} and a {other}.",
            **ids,
            kind=told(one.kind),
            other=told(other.kind),
        )
    )
    return Finding(
        rule=RULE,
        severity=Severity.WARNING if alike or one.is_ghost or other.is_ghost else Severity.INFO,
        nodes=(first, second),
        reason=reason,
        remedy=tr(
            "If they are the same, say same_as: [{second}] at {first}; else give one of them another id.",
            **ids,
        ),
        evidence=(told_node(one), told_node(other)),
        clears=tr("One id, or two that differ in more than case, quotes or look-alike letters."),
    )
