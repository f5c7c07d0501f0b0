"""A finding: a result about the system, with everything a reader needs to believe it and to act."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One debt or gap: the rule that saw it, where, why in a sentence, and what would clear it."""

    rule: str
    severity: Severity
    nodes: tuple[str, ...]
    edges: tuple[EdgeKey, ...] = ()
    reason: str
    remedy: str
    evidence: tuple[str, ...] = ()
