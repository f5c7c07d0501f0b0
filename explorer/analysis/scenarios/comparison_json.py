"""A comparison of scenarios as plain data, for `what-if --compare --json`."""

from __future__ import annotations

from explorer.analysis.scenarios.comparison import Comparison, Difference
from explorer.analysis.scenarios.edits import format_addition, format_removal
from explorer.analysis.scenarios.outcome import Outcome
from explorer.analysis.scenarios.retiring import AfterRetiring
from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.impact import NodeImpact
from explorer.domain.attributes import edge_key_to_plain
from explorer.domain.findings import Finding

Json = dict[str, object]


def comparison_to_json(comparison: Comparison) -> Json:
    """The base, each scenario with its difference to the base, and the differences between each two scenarios."""
    outcomes = comparison.outcomes
    return {
        "schema": 1,
        "base": outcome_to_json(comparison.base),
        "scenarios": [
            {**outcome_to_json(o), "against_base": difference_to_json(comparison.against_base(i))}
            for i, o in enumerate(outcomes)
        ],
        "between": [
            {
                "one": outcomes[i].name,
                "other": outcomes[j].name,
                "difference": difference_to_json(comparison.between(i, j)),
            }
            for i in range(len(outcomes))
            for j in range(i + 1, len(outcomes))
        ],
    }


def outcome_to_json(outcome: Outcome) -> Json:
    """One scenario: what it edits and changes, and what comes of it."""
    scenario = outcome.scenario
    return {
        "name": outcome.name,
        "changes": [format_change(c) for c in scenario.changes] if scenario is not None else [],
        "additions": [format_addition(a) for a in scenario.additions] if scenario is not None else [],
        "removals": [format_removal(r) for r in scenario.removals] if scenario is not None else [],
        "mitigations": [m.says for m in scenario.mitigations] if scenario is not None else [],
        "affected": [{"id": row.id, **_effect(row)} for row in outcome.impact.affected],
        "blind": list(outcome.blind),
        "reach": {i: [row.id for row in found.affected if row.id != i] for i, found in outcome.reach.items()},
        "findings": [finding_to_json(f) for f in outcome.findings.findings],
        "bounds": list(outcome.findings.bounds),
        "retired": (
            [finding_to_json(f) for f in outcome.retired.findings] if outcome.retired is not None else None
        ),
        "verdicts": {str(a.question): a.verdict.value for a in outcome.answers},
        "scores": dict(outcome.scores),
    }


def difference_to_json(found: Difference) -> Json:
    """What one outcome has that another has not."""
    return {
        "nodes": {"gone": list(found.nodes_gone), "new": list(found.nodes_new)},
        "edges": {
            "gone": [edge_key_to_plain(k) for k in found.edges_gone],
            "new": [edge_key_to_plain(k) for k in found.edges_new],
        },
        "effects": [
            {
                "id": e.id,
                "before": None if e.before is None else _effect(e.before),
                "after": None if e.after is None else _effect(e.after),
            }
            for e in found.effects
        ],
        "blind": {"gone": list(found.blind_gone), "new": list(found.blind_new)},
        "findings": findings_to_json(found.findings_gone, found.findings_new),
        "answers": answers_to_json(found),
        "scores": [{"model": s.model, "before": s.before, "after": s.after} for s in found.scores],
    }


def retiring_to_json(found: AfterRetiring) -> Json:
    """The findings the system would have, and of them the new ones; and those that go."""
    return {
        "nodes": list(found.nodes),
        "findings": [finding_to_json(f) for f in found.findings.findings],
        **findings_to_json(found.gone, found.new),
    }


def finding_to_json(finding: Finding) -> Json:
    """A finding as every answer tells it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "nodes": list(finding.nodes),
        "edges": [edge_key_to_plain(key) for key in finding.edges],
        "reason": finding.reason,
        "remedy": finding.remedy,
    }


def findings_to_json(gone: tuple[Finding, ...], new: tuple[Finding, ...]) -> Json:
    """The findings that one outcome has and another has not, and the other way round."""
    return {"gone": [finding_to_json(f) for f in gone], "new": [finding_to_json(f) for f in new]}


def answers_to_json(found: Difference) -> list[Json]:
    """How the answers to the three questions differ."""
    return [
        {
            "question": a.question,
            "before": a.before.value,
            "after": a.after.value,
            "gone": [s.text for s in a.gone],
            "new": [s.text for s in a.new],
        }
        for a in found.answers
    ]


def _effect(row: NodeImpact) -> Json:
    return {
        "effect": row.effect.value,
        "certainty": row.certainty,
        "certain_effect": row.certain_effect.value if row.certain_effect is not None else None,
        "first_wave": row.first_wave,
    }
