"""What histories say on the sheet: the worst first, nothing cut in silence, and a yes that is taken back."""

from dataclasses import replace

import pytest

from explorer.analysis.histories.evidence import NONE_FIT, Compared
from explorer.analysis.histories.parting import Course
from explorer.domain.answers import Answer, Verdict
from explorer.export.sheet import sheet_of
from explorer.export.sheet_histories import MOST_COMPARED, NONE_COMPARED
from explorer.export.sheet_words import LEADS
from tests.drawing.systems import parcels
from tests.export.sheets import answers, compared, parcel_sheet, parted

PARTED, TOGETHER, CANNOT_TELL = Course


def success(verdict, seen):
    """The second question on the sheet of the parcels, with this verdict before anything was seen."""
    return sheet_of(parcels(), [Answer(question=2, verdict=verdict, sentences=())], histories=seen).questions[
        0
    ]


def test_a_row_tells_correlation_delay_length_parting_and_source():
    """The clear correlation is told, with its interval."""
    (row,) = success(Verdict.YES, compared(PARTED)).histories.rows
    assert (row.metric, row.objective) == ("late-share", "repeat-orders")
    assert (row.correlation, row.delay, row.periods) == ("-0.62 (-0.81 to -0.31)", "1 week later", "29 weeks")
    assert row.parted == "since 2026-08-24 (between 2026-08-10 and 2026-09-07)"
    assert row.source == "weeks.csv:1"


def test_its_evidence_is_the_two_nodes_and_every_lag():
    """So that whoever doubts the strongest sees the others."""
    (support,) = success(Verdict.YES, compared(PARTED)).histories.rows[0].support
    assert support.reason == "repeat-orders follows late-share. late-share and repeat-orders: parted."
    assert [g.what for g in support.grounds] == ["late-share", "repeat-orders"]
    assert support.notes == (
        "history of late-share and repeat-orders: weeks.csv:1",
        "changes, at once: rank correlation +0.11 (-0.25 to +0.44), 27 pairs",
        "changes, 1 week later: rank correlation -0.62 (-0.81 to -0.31), 26 pairs",
    )


def test_what_is_not_clear_or_not_known_is_said():
    """A correlation that may be none has no delay; what cannot be told is not called together."""
    unclear = replace(parted(course=TOGETHER), on_changes=parted().on_changes[:1])
    empty = replace(parted(course=CANNOT_TELL), period=None, points=(), on_changes=(), sources=())
    seen = Compared((unclear, empty), (), compared(TOGETHER, CANNOT_TELL).pairs)
    second, first = success(Verdict.NO, seen).histories.rows
    assert (first.correlation, first.delay) == ("+0.11 (-0.25 to +0.44), not clear", "none seen")
    assert first.parted == "not seen to have"
    told = (second.correlation, second.delay, second.periods, second.parted, second.source)
    assert told == (
        "cannot be told",
        "not known",
        "no time in common",
        "cannot be told",
        "no source recorded",
    )


def test_what_has_parted_comes_first_and_what_is_left_out_is_counted():
    """Then what cannot be told: neither is cut for the sake of what goes well."""
    courses = [TOGETHER] * MOST_COMPARED + [CANNOT_TELL, PARTED]
    told = success(Verdict.NO, compared(*courses)).histories
    assert [r.comparison.course for r in told.rows] == [PARTED, CANNOT_TELL] + [TOGETHER] * (
        MOST_COMPARED - 2
    )
    assert told.left_out == "2 more comparisons (2 together): `ripplemap histories` has all."


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_verdict_and_its_sentence_follow_what_was_seen(verdict):
    """A yes is taken back in words of its own; beside any other verdict the parting is told."""
    calm, seen = success(verdict, compared(TOGETHER)), success(verdict, compared(PARTED))
    assert (calm.verdict, calm.lead) == (verdict, LEADS[2, verdict])
    assert seen.verdict is (Verdict.PARTLY if verdict is Verdict.YES else verdict)
    assert seen.lead.endswith(" late-share has parted from repeat-orders.")
    assert seen.lead.startswith("In part: on paper" if verdict is Verdict.YES else LEADS[2, verdict])


def test_several_partings_are_one_sentence():
    """Two are named and the rest counted."""
    seen = success(Verdict.NO, compared(PARTED, PARTED, PARTED))
    assert seen.lead.endswith(
        " late-share has parted from repeat-orders, late-share from repeat-orders and 1 more."
    )


def test_no_histories_are_said_to_be_missing_once():
    """At the question they belong to, and not as if all were well."""
    sheet = sheet_of(parcels(), answers())
    assert [q.histories.missing for q in sheet.questions if q.histories] == [NONE_COMPARED]
    assert success(Verdict.YES, compared()).histories.missing == NONE_FIT
    assert [bool(q.histories) for q in parcel_sheet().questions] == [False, True, False]
