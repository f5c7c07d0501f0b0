"""The system as it is and its scenarios side by side: a column each, a row for everything that is not the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from explorer.analysis.scenarios.comparison import Comparison, finding_identity
from explorer.analysis.scenarios.outcome import Outcome
from explorer.analysis.scenarios.telling import (
    affected_told,
    coming_told,
    edits_told,
    fares_told,
    finding_told,
    reach_told,
    score_told,
)
from explorer.domain.answers import Sentence
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.language import marked, number, tr

_TITLES = {
    1: marked("Question 1, change"),
    2: marked("Question 2, success"),
    3: marked("Question 3, inventory"),
}


class Line(NamedTuple):
    """What is compared, how it is in each column, and what it speaks of."""

    cells: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()


class Block(NamedTuple):
    """One sort of result: its sum in each column, and what is different line by line."""

    cells: tuple[str, ...]
    lines: tuple[Line, ...]


class SideBySide(NamedTuple):
    """The table: what each column is about, and its blocks."""

    names: tuple[str, ...]
    blocks: tuple[Block, ...]


def side_by_side(found: Comparison) -> SideBySide:
    """The comparison as a table in words."""
    columns = (found.base, *found.outcomes)
    blocks = [_edits(columns), _effects(found), _blind(columns), _reach(columns), _findings(found)]
    blocks += [_question(columns, place) for place in range(len(found.base.answers))]
    blocks += [_scores(columns), _retired(columns)]
    return SideBySide(tuple(o.name for o in columns), tuple(b for b in blocks if b is not None))


def _edits(columns: tuple[Outcome, ...]) -> Block | None:
    edits = [{} if o.scenario is None else edits_told(o.scenario) for o in columns]
    titles = dict.fromkeys(title for one in edits for title in one)
    lines = [Line((title, *("; ".join(one.get(title, ())) for one in edits))) for title in titles]
    return Block((tr("What happens"), tr("nothing")), tuple(lines)) if lines else None


def _effects(found: Comparison) -> Block:
    graphs = [o.graph for o in found.outcomes]
    lines = []
    for node, rows in found.rows():
        graph = next(g for g in graphs if node in g.nodes)
        lines.append(Line((graph.nodes[node].name, tr("unchanged"), *map(fares_told, rows)), (node,)))
    return Block((tr("Effects"), tr("nothing happens"), *map(affected_told, found.outcomes)), tuple(lines))


def _blind(columns: tuple[Outcome, ...]) -> Block | None:
    blind = [frozenset(o.blind) for o in columns]
    ids = dict.fromkeys(i for o in columns for i in o.blind)
    lines = []
    for node in ids:
        name = next(o.graph.nodes[node].name for o in columns if node in o.graph.nodes)
        lines.append(Line((name, *(tr("nobody") if node in one else "" for one in blind)), (node,)))
    sums = (counted(len(one), "node") for one in blind)
    return Block((tr("Nobody would see it at"), *sums), tuple(lines)) if lines else None


def _reach(columns: tuple[Outcome, ...]) -> Block | None:
    lines = []
    for column, outcome in enumerate(columns):
        for node, reach in outcome.reach.items():
            reaches = reach_told(outcome, node, reach)
            before = [""] * column
            lines.append(Line((outcome.graph.nodes[node].name, *before, reaches.text), reaches.nodes))
    return Block((tr("New parts"),), tuple(lines)) if lines else None


def _findings(found: Comparison) -> Block:
    columns = (found.base, *found.outcomes)
    by_column = [{finding_identity(f): f for f in o.findings.findings} for o in columns]
    sums = [number(len(by_column[0]))]
    for there in by_column[1:]:
        gone, new = len(by_column[0].keys() - there.keys()), len(there.keys() - by_column[0].keys())
        sums.append(f"{number(len(there))}, {coming_told(gone, new)}")
    return Block((tr("Findings"), *sums), tuple(_finding_lines(by_column)))


def _finding_lines(by_column: list[dict[tuple[object, ...], Finding]]) -> Iterator[Line]:
    known = {identity: finding for one in reversed(by_column) for identity, finding in one.items()}
    for identity, finding in known.items():
        cells = [_presence(identity in one) for one in by_column]
        if len(set(cells)) > 1:
            yield Line((finding_told(finding), *cells), finding.nodes, finding.edges)


def _question(columns: tuple[Outcome, ...], place: int) -> Block:
    answers = [o.answers[place] for o in columns]
    texts = [frozenset(s.text for s in a.sentences) for a in answers]
    lines = [
        Line((s.text, *(_presence(s.text in one) for one in texts)), s.nodes, s.edges)
        for s in _distinct(s for a in answers for s in a.sentences)
        if not all(s.text in one for one in texts)
    ]
    title = tr(_TITLES[answers[0].question])
    return Block((title, *(told(a.verdict) for a in answers)), tuple(lines))


def _distinct(sentences: Iterable[Sentence]) -> Iterable[Sentence]:
    by_text: dict[str, Sentence] = {}
    for sentence in sentences:
        by_text.setdefault(sentence.text, sentence)
    return by_text.values()


def _scores(columns: tuple[Outcome, ...]) -> Block | None:
    lines = []
    for model in dict.fromkeys(m for o in columns for m in o.scores):
        scores = [o.scores.get(model) for o in columns]
        if len(set(scores)) > 1:
            name = next(o.graph.nodes[model].name for o in columns if model in o.graph.nodes)
            lines.append(Line((name, *map(score_told, scores)), (model,)))
    sums = ("" if lines else tr("the same") for _ in columns[1:])
    return Block((tr("ML Test Score"), "", *sums), tuple(lines)) if columns[0].scores or lines else None


def _retired(columns: tuple[Outcome, ...]) -> Block | None:
    if all(o.retired is None for o in columns):
        return None
    sums = ("" if o.retired is None else number(len(o.retired.findings)) for o in columns)
    return Block((tr("Findings once it is retired"), *sums), ())


def _presence(is_there: bool) -> str:
    return tr("yes") if is_there else tr("no")
