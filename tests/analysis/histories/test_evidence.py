"""What histories add to the second answer, which they never make better."""

import numpy as np
import pytest

from explorer.analysis.histories.comparison import compare
from explorer.analysis.histories.evidence import NONE_FIT, Compared, Pair, verdict_with, with_histories
from explorer.domain.answers import Answer, Sureness, Verdict
from explorer.domain.kinds import Direction
from tests.analysis.histories.series import parting, steady, weekly

UP = Direction.UP
PAIR = Pair("clicks", "retention")


def compared(metric, objective):
    """The one pair, with these values."""
    one = compare(
        weekly("clicks", metric), weekly("retention", objective), metric_direction=UP, objective_direction=UP
    )
    return Compared((one,), (), (PAIR,))


def parted():
    """A metric that leaves its objective."""
    return compared(*parting(np.random.default_rng(1), 80, 40))


def together():
    """A metric that goes with its objective."""
    common = np.cumsum(steady(np.random.default_rng(3), 80, 0.5))
    return compared(common + 0.1 * steady(np.random.default_rng(4), 80, 0.2), common)


@pytest.mark.parametrize(
    ("before", "after"),
    [(v, Verdict.PARTLY if v is Verdict.YES else v) for v in Verdict],
)
def test_a_parting_takes_a_yes_back_and_touches_no_other_verdict(before, after):
    """What goes together leaves every verdict as it is."""
    assert verdict_with(before, parted()) is after
    assert verdict_with(before, together()) is before
    assert (parted().parted, together().parted) == ((PAIR,), ())


def test_a_parting_enters_answer_2_as_observed():
    """With its verdict, and in no other answer."""
    answers = [Answer(question=n, verdict=Verdict.YES, sentences=()) for n in (1, 2, 3)]
    first, second, third = with_histories(answers, parted())
    assert (first, third) == (answers[0], answers[2])
    assert second.verdict is Verdict.PARTLY
    assert {s.sureness for s in second.sentences} == {Sureness.OBSERVED}
    assert {s.nodes for s in second.sentences} == {("clicks", "retention")}
    assert any("has parted from" in s.text for s in second.sentences)


def test_what_cannot_be_told_is_unknown():
    """Whether the one follows the other, and whether they have parted, each for itself."""
    start, more = range(8), parting(np.random.default_rng(1), 16, 10)
    short, longer = (
        with_histories([Answer(question=2, verdict=Verdict.NO, sentences=())], compared(*both))[0]
        for both in ((start, start), more)
    )
    assert [s.sureness for s in short.sentences] == [Sureness.UNKNOWN, Sureness.UNKNOWN]
    assert [s.sureness for s in longer.sentences] == [Sureness.OBSERVED, Sureness.UNKNOWN]
    assert "takes 20 weeks" in longer.sentences[1].text


def test_histories_that_fit_nothing_are_said_not_to():
    """Unknown, and never silence."""
    (answer,) = with_histories([Answer(question=2, verdict=Verdict.YES, sentences=())], Compared((), (), ()))
    assert [(s.text, s.sureness) for s in answer.sentences] == [(NONE_FIT, Sureness.UNKNOWN)]
    assert answer.verdict is Verdict.YES
