"""Scenarios beside the base and beside each other: what is different in effects, findings, answers and scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from explorer.analysis.scenarios.outcome import Outcome, outcome
from explorer.analysis.what_if.impact import NodeImpact
from explorer.domain.answers import Answer, Sentence, Verdict
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EffectChange:
    """A node that fares differently; None where it is not affected, or not there."""

    id: str
    before: NodeImpact | None
    after: NodeImpact | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """A question that is answered differently: the verdicts, and the sentences that go and come."""

    question: int
    before: Verdict
    after: Verdict
    gone: tuple[Sentence, ...]
    new: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A model whose ML Test Score is different; None where there is no such model."""

    model: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one outcome has that another has not. blind: affected nodes of which nobody would see a part."""

    nodes_gone: tuple[str, ...]
    nodes_new: tuple[str, ...]
    edges_gone: tuple[EdgeKey, ...]
    edges_new: tuple[EdgeKey, ...]
    effects: tuple[EffectChange, ...]
    blind_gone: tuple[str, ...]
    blind_new: tuple[str, ...]
    findings_gone: tuple[Finding, ...]
    findings_new: tuple[Finding, ...]
    answers: tuple[AnswerChange, ...]
    scores: tuple[ScoreChange, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The base and what comes of each scenario, in their order."""

    base: Outcome
    outcomes: tuple[Outcome, ...]

    def against_base(self, number: int) -> Difference:
        """What is different in a scenario from the system as it is."""
        return difference(self.base, self.outcomes[number])

    def between(self, one: int, other: int) -> Difference:
        """What is different in another scenario from one."""
        return difference(self.outcomes[one], self.outcomes[other])

    def rows(self) -> tuple[tuple[str, tuple[NodeImpact | None, ...]], ...]:
        """Every node affected in some scenario, with what happens to it in each; a table for people."""
        ids = dict.fromkeys(row.id for o in self.outcomes for row in o.impact.affected)
        return tuple((i, tuple(o.impact.by_id.get(i) for o in self.outcomes)) for i in ids)


def compare(
    graph: SystemGraph, scenarios: Sequence[Scenario], *, check: Callable[[], None] = lambda: None
) -> Comparison:
    """What comes of each scenario, beside the system as it is; UsageError where one does not fit."""
    base = outcome(graph, check=check)
    return Comparison(base, tuple(outcome(graph, scenario, check=check) for scenario in scenarios))


def difference(before: Outcome, after: Outcome) -> Difference:
    """What is different after from before; findings are the same where rule, severity and place are."""
    nodes_gone, nodes_new = _apart(before.graph.nodes, after.graph.nodes)
    edges_gone, edges_new = _apart(before.graph.edges, after.graph.edges)
    blind_gone, blind_new = _apart(before.blind, after.blind)
    findings_gone, findings_new = findings_apart(before.findings.findings, after.findings.findings)
    return Difference(
        nodes_gone=nodes_gone,
        nodes_new=nodes_new,
        edges_gone=edges_gone,
        edges_new=edges_new,
        effects=_effects(before, after),
        blind_gone=blind_gone,
        blind_new=blind_new,
        findings_gone=findings_gone,
        findings_new=findings_new,
        answers=tuple(
            change
            for one, other in zip(before.answers, after.answers, strict=True)
            if (change := _answer(one, other)) is not None
        ),
        scores=_scores(before.scores, after.scores),
    )


def findings_apart(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that go, and those that come."""
    one, other = ({finding_identity(f): f for f in found} for found in (before, after))
    gone, new = _apart(one, other)
    return tuple(one[i] for i in gone), tuple(other[i] for i in new)


def finding_identity(finding: Finding) -> tuple[object, ...]:
    """What makes a finding the same in another system: what it says of which place, and how grave it is."""
    return finding.rule, finding.variant, finding.severity, finding.nodes, finding.edges


def _apart(before: Iterable[_T], after: Iterable[_T]) -> tuple[tuple[_T, ...], tuple[_T, ...]]:
    one, other = dict.fromkeys(before), dict.fromkeys(after)
    return tuple(x for x in one if x not in other), tuple(x for x in other if x not in one)


def _effects(before: Outcome, after: Outcome) -> tuple[EffectChange, ...]:
    ids = dict.fromkeys([*after.impact.by_id, *before.impact.by_id])
    pairs = ((i, before.impact.by_id.get(i), after.impact.by_id.get(i)) for i in ids)
    return tuple(EffectChange(i, one, other) for i, one, other in pairs if one != other)


def _answer(before: Answer, after: Answer) -> AnswerChange | None:
    one, other = ({s.text: s for s in answer.sentences} for answer in (before, after))
    gone, new = _apart(one, other)
    if before.verdict is after.verdict and not gone and not new:
        return None
    return AnswerChange(
        before.question,
        before.verdict,
        after.verdict,
        tuple(one[text] for text in gone),
        tuple(other[text] for text in new),
    )


def _scores(before: Mapping[str, float], after: Mapping[str, float]) -> tuple[ScoreChange, ...]:
    models = dict.fromkeys([*before, *after])
    pairs = ((m, before.get(m), after.get(m)) for m in models)
    return tuple(ScoreChange(m, one, other) for m, one, other in pairs if one != other)
