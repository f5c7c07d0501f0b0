"""A finding: a result about the system, with everything a reader needs to believe it and to act."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.entities import EdgeKey, Suppression
from explorer.domain.kinds import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One debt or gap: the rule that saw it, where, why in a sentence, and what to do about it.

    variant: which of a rule's cases it is (an unused feature may be legacy). clears: what would make it go.
    """

    rule: str
    severity: Severity
    nodes: tuple[str, ...]
    edges: tuple[EdgeKey, ...] = ()
    reason: str
    remedy: str
    evidence: tuple[str, ...] = ()
    variant: str = ""
    clears: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressedFinding:
    """A finding that somebody does not want to hear of: by which node's entry, why and until when."""

    finding: Finding
    by: str
    suppression: Suppression


@dataclass(frozen=True, slots=True)
class Findings:
    """What the detectors found, in `bounds` what they did not look at, and what nobody wants to hear of."""

    findings: tuple[Finding, ...]
    bounds: tuple[str, ...] = ()
    suppressed: tuple[SuppressedFinding, ...] = ()

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """Those as bad as `severity` or worse."""
        order = list(Severity)
        return tuple(f for f in self.findings if order.index(f.severity) <= order.index(severity))
