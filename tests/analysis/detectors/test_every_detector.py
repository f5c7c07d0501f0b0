"""What every detector must do: find, leave alone, clear, stay hidden while suppressed, and not care for names."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.detectors.cases import (
    all_debts,
    beside,
    essence,
    permutations_of,
    relabelled,
    suppressing,
    tidy_component,
)

CASES = [
    case
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path.stem != "test_every_detector"
    for case in getattr(importlib.import_module(f"tests.analysis.detectors.{path.stem}"), "CASES", ())
]
each = pytest.mark.parametrize("case", CASES, ids=str)


@each
def test_it_finds_its_debt_and_says_why_and_what_would_clear_it(case):
    """Sentences that end, evidence, and no edge that is not there."""
    findings = case.found(case.positive)
    assert findings
    for finding in findings:
        assert finding.reason.endswith(".")
        assert finding.remedy.endswith(".")
        assert finding.clears.endswith(".")
        assert finding.evidence
        assert set(finding.nodes) <= set(case.positive.nodes)
        assert set(finding.edges) <= set(case.positive.edges)


@each
def test_what_is_only_like_it_is_left_alone(case):
    """Each near-miss is without a finding of the rule."""
    assert {name: case.found(graph) for name, graph in case.near_misses.items() if case.found(graph)} == {}
    assert case.near_misses


@each
def test_the_remedy_clears_it(case):
    """What the finding asks for, done."""
    assert case.found(case.remedied) == []


@each
def test_suppressed_it_is_kept_with_its_reason_until_the_day_is_over(case):
    """It moves to the suppressed ones, and comes back."""
    quiet = all_debts(suppressing(case.positive, case.at, case.rule))
    hidden = [s for s in quiet.suppressed if s.finding.variant == case.variant]
    assert [s.finding.rule for s in hidden] == [case.rule] * len(hidden)
    assert hidden
    assert {(s.by, s.suppression.reason) for s in hidden} == {(case.at, "known")}
    assert all_debts(suppressing(case.positive, case.at, "another-rule")).suppressed == ()
    assert all_debts(suppressing(case.positive, case.at, case.rule, about="nobody")).suppressed == ()
    over = all_debts(suppressing(case.positive, case.at, case.rule, days=-1))
    assert over.suppressed == ()
    assert essence(over.findings) == essence(all_debts(case.positive).findings)


@each
@given(st.data())
@settings(max_examples=10)
def test_names_mean_nothing(case, data):
    """Under other ids the same is found, but where the ids are what it is about."""
    names = data.draw(permutations_of(case.positive, case.named))
    assert essence(case.found(relabelled(case.positive, names))) == essence(case.found(case.positive), names)


@each
def test_what_has_nothing_to_do_with_it_changes_nothing(case):
    """A system in order beside it."""
    for graph in (case.positive, *case.near_misses.values()):
        assert essence(case.found(beside(graph, tidy_component()))) == essence(case.found(graph))
