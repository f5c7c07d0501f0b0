"""The sheet of one model: each of the 28 tests computed, attested or unknown, and the score it comes to.

A test that the graph shows to hold, or that is attested and automated, counts 1; attested by hand ½. What nobody
knows counts nothing, nor does an attestation that is over, and a fault that the graph shows weighs more than any
attestation. The score is the least of the four sections, as in the paper.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from explorer.analysis.ml_test_score.computed import Shown, computed
from explorer.analysis.ml_test_score.rubric import RUBRIC, RubricTest, Section
from explorer.domain.entities import Attestation
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, marked_in, tr

HOLDS_FOR = timedelta(days=365)
"""An attestation without an end of its own."""


class Ground(StrEnum):
    """What a row rests on."""

    COMPUTED = marked_in("Ground", "computed")
    ATTESTED = marked_in("Ground", "attested")
    UNKNOWN = marked_in("Ground", "unknown")


@dataclass(frozen=True, slots=True)
class Row:
    """One test: what it rests on, what it counts, and why; the attestation even where it counts nothing."""

    test: RubricTest
    ground: Ground
    points: float
    why: str
    nodes: tuple[str, ...] = ()
    attestation: Attestation | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The 28 rows of one model, and what was attested that is no test."""

    model: str
    rows: tuple[Row, ...]
    unknown_attestations: tuple[str, ...] = ()

    def points(self, section: Section) -> float:
        """What a section comes to, from 0 to 7."""
        return sum(r.points for r in self.rows if r.test.section is section)

    @property
    def score(self) -> float:
        """The least of the four sections: a strong one cannot make up for a weak one."""
        return min(self.points(section) for section in Section)

    @property
    def meaning(self) -> str:
        """What the paper says of such a score, in a sentence."""
        return tr(next(text for least, text in _MEANINGS if self.score >= least))


_MEANINGS = (
    (5.01, marked("Exceptionally well tested and monitored.")),
    (3.01, marked("Strongly tested and monitored; more can be automated.")),
    (2.01, marked("Reasonably tested; more of it could be automated.")),
    (1.01, marked("A first pass at productionising has been made, and there is more to do.")),
    (0.01, marked("Not wholly untested, with serious gaps.")),
    (0.0, marked("More of a research project than a production system.")),
)


def ml_test_sheets(
    graph: SystemGraph, day: date | None = None, check: Callable[[], None] = lambda: None
) -> list[Sheet]:
    """A sheet for each model; day: on which attestations must still hold, the system's own if that is later."""
    models = [i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL]
    sheets = []
    for model in models:
        check()
        sheets.append(ml_test_sheet(graph, model, day, check))
    return sheets


def ml_test_sheet(
    graph: SystemGraph, model: str, day: date | None = None, check: Callable[[], None] = lambda: None
) -> Sheet:
    """The sheet of one model."""
    today = max(d for d in (graph.as_of, day or date.today()) if d is not None)
    shown = computed(graph, model, check)
    said: dict[str, Attestation] = {}
    known = {t.id for t in RUBRIC}
    for attestation in graph.nodes[model].attested or ():
        before = said.get(attestation.test)
        if before is None or attestation.at > before.at:
            said[attestation.test] = attestation
    return Sheet(
        model,
        tuple(_row(t, shown.get(t.id), said.get(t.id), today) for t in RUBRIC),
        tuple(i for i in said if i not in known),
    )


def _row(test: RubricTest, shown: Shown | None, said: Attestation | None, today: date) -> Row:
    if shown is not None and shown.holds is not None:
        why = shown.why
        if shown.holds is False and said is not None:
            against = tr(
                "It is attested on {day} ({link}), and the graph contradicts it.", day=said.at, link=said.link
            )
            why = f"{why} {against}"
        return Row(test, Ground.COMPUTED, float(shown.holds), why, shown.nodes, said)
    why = shown.why if shown is not None else tr("The graph cannot show it; nobody attests it.")
    nodes = shown.nodes if shown is not None else ()
    if said is None:
        return Row(test, Ground.UNKNOWN, 0.0, why, nodes)
    until = said.until or said.at + HOLDS_FOR
    where = tr("Attested on {day}, until {until}: {link}", day=said.at, until=until, link=said.link)
    if said.at > today:
        why = tr("{attested}; that day is still to come.", attested=where)
        return Row(test, Ground.UNKNOWN, 0.0, why, nodes, said)
    if until < today:
        return Row(test, Ground.UNKNOWN, 0.0, tr("{attested}; that is over.", attested=where), nodes, said)
    how = tr("automated") if said.automated else tr("by hand")
    return Row(test, Ground.ATTESTED, 1.0 if said.automated else 0.5, f"{where} ({how}).", nodes, said)


def sheet_to_plain(sheet: Sheet) -> dict[str, object]:
    """The sheet as plain JSON data."""
    return {
        "model": sheet.model,
        "score": sheet.score,
        "meaning": sheet.meaning,
        "sections": {str(s): sheet.points(s) for s in Section},
        "tests": [
            {
                "test": row.test.id,
                "title": row.test.title,
                "ground": str(row.ground),
                "points": row.points,
                "why": row.why,
                "nodes": list(row.nodes),
                "link": row.attestation.link if row.attestation else None,
                "at": row.attestation.at.isoformat() if row.attestation else None,
            }
            for row in sheet.rows
        ],
    }
