"""The ML Test Score in words: the state of a test, points, the sheet of a model and of the whole system."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import Ground, Row, Sheet
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed, named
from explorer.domain.words import told
from explorer.language import marked, marked_in, tr

FULL = 7
"""What a section comes to at most, and so the score."""
NOBODY = marked("No model is known, so there is nothing to score.")


class State(StrEnum):
    """What is known of a test."""

    HOLDS = marked_in("State", "holds")
    ATTESTED = marked_in("State", "attested")
    FAILS = marked_in("State", "fails")
    OTHER_DAYS = marked_in("State", "attested for other days")
    UNKNOWN = marked_in("State", "not known")


def state_of(row: Row) -> State:
    """The state of one of the 28 tests."""
    if row.ground is Ground.COMPUTED:
        return State.HOLDS if row.points else State.FAILS
    if row.ground is Ground.ATTESTED:
        return State.ATTESTED
    return State.UNKNOWN if row.attestation is None else State.OTHER_DAYS


def points_told(points: float) -> str:
    """ "2", "1½", "½": tests by hand count half."""
    whole, half = int(points), points != int(points)
    return f"{whole or ''}½" if half else str(whole)


def weakest(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, the least score first, and of those alike the least points in all."""
    return sorted(sheets, key=lambda s: (s.score, sum(s.points(each) for each in Section), s.model))


def sheet_told(graph: SystemGraph, sheet: Sheet) -> str:
    """What one model comes to, by which sections, and what that means."""
    least = [told(s) for s in Section if sheet.points(s) == sheet.score]
    gaps = {
        "model": graph.nodes[sheet.model].name,
        "points": points_told(sheet.score),
        "full": FULL,
        "sections": listed(least),
    }
    score = (
        tr("{model}: {points} of {full}, the same in all four sections.", **gaps)
        if len(least) == len(Section)
        else tr("{model}: {points} of {full}, the least of the four sections, for {sections}.", **gaps)
    )
    known = sum(r.ground is not Ground.UNKNOWN for r in sheet.rows)
    found = tr("{known} of {tests} are known.", known=known, tests=counted(len(sheet.rows), "test"))
    return f"{score} {sheet.meaning} {found}"


def system_told(graph: SystemGraph, sheets: Sequence[Sheet]) -> str:
    """What the system comes to: the least of its models, never a mean."""
    if not sheets:
        return tr(NOBODY)
    least = min(s.score for s in sheets)
    lowest = [s.model for s in weakest(sheets) if s.score == least]
    if len(sheets) == 1:
        return sheet_told(graph, sheets[0])
    score = tr(
        "{points} of {full}, the least of {models}: {names}.",
        points=points_told(least),
        full=FULL,
        models=counted(len(sheets), "model"),
        names=named(graph, lowest),
    )
    return f"{score} {next(s for s in sheets if s.score == least).meaning}"
