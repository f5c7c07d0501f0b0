"""Scenarios and what is different in them, in words, for the command line and the window alike."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.analysis.scenarios.edits import format_addition, format_removal
from explorer.analysis.scenarios.outcome import Outcome
from explorer.analysis.scenarios.retiring import AfterRetiring
from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.impact import Impact, NodeImpact
from explorer.analysis.what_if.telling import Told, effect_told
from explorer.domain.findings import Finding
from explorer.domain.scenarios import Scenario
from explorer.domain.wording import named
from explorer.domain.words import told
from explorer.language import tr, tr_n


def edits_told(scenario: Scenario) -> Mapping[str, list[str]]:
    """What a scenario adds, takes out, does about it and changes, as a person writes it; only what it has."""
    parts = {
        tr("Adds"): [format_addition(a) for a in scenario.additions],
        tr("Takes out"): [format_removal(r) for r in scenario.removals],
        tr("Does"): [m.says for m in scenario.mitigations],
        tr("Changes"): [format_change(c) for c in scenario.changes],
    }
    return {title: texts for title, texts in parts.items() if texts}


def affected_told(outcome: Outcome) -> str:
    """How many nodes are affected, and how many for certain."""
    rows = outcome.impact.affected
    certain = sum(row.certainty == "certain" for row in rows)
    return tr_n(
        "{count:,} node affected, {certain:,} for certain",
        "{count:,} nodes affected, {certain:,} for certain",
        len(rows),
        certain=certain,
    )


def fares_told(row: NodeImpact | None) -> str:
    """What happens to a node; where nothing does, that."""
    return tr("unchanged") if row is None else effect_told(row)


def reach_told(outcome: Outcome, node: str, reach: Impact) -> Told:
    """How far what a new part gives reaches."""
    others = tuple(row.id for row in reach.affected if row.id != node)
    text = tr(
        "{node} reaches {others}",
        node=outcome.graph.nodes[node].name,
        others=named(outcome.graph, others, most=8),
    )
    return Told(text, (node, *others))


def finding_told(finding: Finding) -> str:
    """How grave a finding is, and what it says."""
    return f"{told(finding.severity)}: {finding.reason}"


def coming_told(gone: int, new: int) -> str:
    """How many findings go and come."""
    return tr("{gone:,} go, {new:,} come", gone=gone, new=new) if gone or new else tr("the same")


def score_told(score: float | None) -> str:
    """An ML Test Score."""
    return tr("none") if score is None else tr("{score:g} of 7", score=score)


def retired_told(found: AfterRetiring) -> str:
    """How many findings there would be without what is retired."""
    return tr_n(
        "Retired, the system would have {count:,} finding:",
        "Retired, the system would have {count:,} findings:",
        len(found.findings.findings),
    )
