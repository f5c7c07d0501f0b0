"""The ML Test Score on the sheet: the weakest models with their four sections, and what is known of their tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import Ground
from explorer.analysis.ml_test_score.sheet import Sheet as ModelScore
from explorer.analysis.ml_test_score.telling import FULL, points_told, state_of, system_told, weakest
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.export.sheet_evidence import Numbered, Support
from explorer.export.sheet_words import begun
from explorer.language import tr, tr_in

MOST_SCORED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow(Numbered):
    """One model: what each section comes to, and the least of them, as they are written."""

    model: str
    sections: tuple[str, ...]
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The models on the page, and what they come to together; `left_out` says how many are not on it."""

    told: str
    rows: tuple[ScoreRow, ...]
    left_out: str


def heads() -> tuple[str, ...]:
    """What stands over the columns: the model, each section, and what they come to."""
    return tr_in("column", "Name"), *(begun(told(section)) for section in Section), tr_in("column", "Score")


def scored(graph: SystemGraph, scores: Sequence[ModelScore], refs: Iterator[int]) -> Scores | None:
    """The weakest models first; None where there is no model."""
    if not scores:
        return None
    more = len(scores) - MOST_SCORED
    return Scores(
        told=system_told(graph, scores),
        rows=tuple(_row(graph, each, next(refs)) for each in weakest(scores)[:MOST_SCORED]),
        left_out=tr("{models}: `ripplemap score` has all.", models=counted(more, "more model"))
        if more > 0
        else "",
    )


def _row(graph: SystemGraph, score: ModelScore, ref: int) -> ScoreRow:
    known = [r for r in score.rows if r.ground is not Ground.UNKNOWN]
    notes = [f"{tr(row.test.title)}: {state_of(row)}. {row.why}" for row in known]
    unknown = len(score.rows) - len(known)
    notes += [tr("Of {tests} it is not known.", tests=counted(unknown, "test"))] if unknown else []
    return ScoreRow(
        ref=ref,
        model=graph.nodes[score.model].name,
        sections=tuple(_of_full(score.points(each)) for each in Section),
        score=_of_full(score.score),
        support=(Support(notes=tuple(notes)),),
    )


def _of_full(points: float) -> str:
    return tr("{points} of {full}", points=points_told(points), full=FULL)
