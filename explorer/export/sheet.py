"""The sheet: one page on which a system's three questions are answered, before it is HTML or Markdown.

Every sentence has a number under which its evidence is listed; what was left out for the page's sake is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from explorer.analysis.coverage_dimensions import Grounded
from explorer.analysis.histories.evidence import QUESTION, Compared, verdict_with
from explorer.analysis.ml_test_score.sheet import Sheet as ModelScore
from explorer.domain.answers import QUESTIONS, Answer, Sureness, Verdict
from explorer.domain.findings import Finding, Findings
from explorer.domain.gaps import field_word
from explorer.domain.kinds import Evidence, Severity
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, inside, listed, severities_told, spoken
from explorer.domain.words import told
from explorer.drawing.picture import Picture
from explorer.export.sheet_evidence import Entry, Numbered, support_of, support_of_finding
from explorer.export.sheet_histories import HistoriesTold, histories_told, lead_with
from explorer.export.sheet_scores import Scores, scored
from explorer.export.sheet_words import LEADS, TITLES, begun, brief, commas, gap_text
from explorer.language import ENGLISH, number, spoken_language, tr, tr_in

MOST_DRAWN = 60
"""Nodes that can still be told apart on half a page."""
_MOST_SENTENCES = 6
_MOST_GAPS = 5
_MOST_RULES = 8
_MOST_RULES_NAMED = 6
_MOST_OF_A_RULE = 8
_REASON, _REMEDY = 210, 150  # characters; the evidence has all of them
_EXAMPLES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Numbered):
    """A sentence, and how it is known."""

    text: str
    known: Sureness


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """A question with its verdict, the verdict as a sentence, and the sentences it rests on.

    histories: what was seen of metrics and objectives, where the question is about them.
    """

    number: int
    title: str
    question: str
    verdict: Verdict
    lead: str
    sentences: tuple[Statement, ...]
    gaps: tuple[Statement, ...]
    left_out: str = ""
    histories: HistoriesTold | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow(Numbered):
    """How many of something are known, and by what; `blind` of 0 to 1 is the share nobody knows anything of."""

    dimension: str
    known: int
    total: int
    blind: float
    weakest: bool
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingGroup(Numbered):
    """The findings of one rule and severity, told by the first of them."""

    severity: Severity
    title: str
    count: int
    reason: str
    remedy: str
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The whole page. `notes` says what is not on it, and what was wrong in the sources."""

    title: str
    facts: tuple[str, ...]
    picture: Picture | None
    questions: tuple[AnsweredQuestion, ...]
    coverage: tuple[CoverageRow, ...]
    scores: Scores | None
    findings: tuple[FindingGroup, ...]
    severities: str
    notes: tuple[str, ...]


def sheet_of(
    graph: SystemGraph,
    answers: Sequence[Answer],
    *,
    histories: Compared | None = None,
    findings: Findings | None = None,
    coverage: Iterable[Grounded] = (),
    scores: Sequence[ModelScore] = (),
    problems: Sequence[Problem] = (),
    picture: Picture | None = None,
) -> Sheet:
    """The sheet of these answers, which know nothing of `histories` yet; the picture is small, or left out.

    histories, findings: None where none were compared, or nobody looked for any.
    """
    refs = count(1)
    questions = tuple(_answered(graph, answer, histories, refs) for answer in answers)
    rows = _coverage(graph, list(coverage), refs)
    models = scored(graph, scores, refs)
    groups = _grouped(findings.findings if findings is not None else ())
    notes = _notes(findings, groups[_MOST_RULES:], problems)
    if picture is None and len(graph.nodes) > MOST_DRAWN:
        notes = [
            tr("{nodes} are too many to draw on this page.", nodes=counted(len(graph.nodes), "node")),
            *notes,
        ]
    return Sheet(
        title=graph.name or tr("Unnamed system"),
        facts=_facts(graph),
        picture=picture,
        questions=questions,
        coverage=rows,
        scores=models,
        findings=tuple(_told(graph, group, refs) for group in groups[:_MOST_RULES]),
        severities=_severities(findings),
        notes=tuple(notes),
    )


def _facts(graph: SystemGraph) -> tuple[str, ...]:
    day = tr("Date of the data: not stated")
    if graph.as_of is not None:
        is_english = spoken_language() == ENGLISH  # elsewhere a day stands as it does in files
        written = f"{graph.as_of.day} {graph.as_of:%B %Y}" if is_english else graph.as_of.isoformat()
        day = tr("Data as of {day}", day=written)
    known = [
        f"{number(n)} {told(evidence)}"
        for evidence in Evidence
        if (n := sum(e.evidence is evidence for e in graph.edges.values()))
    ]
    edges = counted(len(graph.edges), "edge") + (f" ({', '.join(known)})" if known else "")
    teams = len(graph.owners())
    return (
        day,
        counted(len(graph.nodes), "node"),
        edges,
        counted(teams, "team") if teams else tr("no team named"),
    )


def entries(sheet: Sheet) -> Iterator[Entry]:
    """The list of evidence: what stands under each number, in the order of the page."""
    for question in sheet.questions:
        for each in (*question.sentences, *question.gaps):
            yield Entry(ref=each.ref, text=each.text, support=each.support)
        for row in question.histories.rows if question.histories is not None else ():
            yield Entry(
                ref=row.ref,
                text=tr("{metric} and {objective}", metric=row.metric, objective=row.objective),
                support=row.support,
            )
    for share in sheet.coverage:
        yield Entry(ref=share.ref, text=not_known(share), support=share.support)
    for score in sheet.scores.rows if sheet.scores is not None else ():
        yield Entry(
            ref=score.ref, text=tr("ML Test Score of {model}", model=score.model), support=score.support
        )
    for group in sheet.findings:
        yield Entry(ref=group.ref, text=group.title, support=group.support, more=group.more)


def _answered(
    graph: SystemGraph, answer: Answer, compared: Compared | None, refs: Iterator[int]
) -> AnsweredQuestion:
    sentences, gaps = answer.sentences[:_MOST_SENTENCES], answer.missing[:_MOST_GAPS]
    seen = compared if answer.question == QUESTION else None
    verdict = answer.verdict if seen is None else verdict_with(answer.verdict, seen)
    return AnsweredQuestion(
        number=answer.question,
        title=tr_in("question", TITLES[answer.question]),
        question=tr(QUESTIONS[answer.question]),
        verdict=verdict,
        lead=lead_with(graph, answer.verdict, tr(LEADS[answer.question, verdict]), seen),
        sentences=tuple(
            Statement(
                ref=next(refs), text=s.text, known=s.sureness, support=(support_of(graph, s.nodes, s.edges),)
            )
            for s in sentences
        ),
        gaps=tuple(
            Statement(
                ref=next(refs),
                text=gap_text(graph, gap),
                known=Sureness.UNKNOWN,
                support=(support_of(graph, gap.nodes, ()),),
            )
            for gap in gaps
        ),
        left_out=_left_out(answer),
        # Numbered last, as they stand below the rest.
        histories=histories_told(graph, compared, refs) if answer.question == QUESTION else None,
    )


def _left_out(answer: Answer) -> str:
    """How much of the answer is not on the sheet, and how much of that tells of something unknown."""
    cut, gaps = answer.sentences[_MOST_SENTENCES:], answer.missing[_MOST_GAPS:]
    unknown = sum(s.sureness is Sureness.UNKNOWN for s in cut)
    parts = []
    if cut:
        told_cut = counted(len(cut), "sentence")
        if unknown:
            told_cut = tr(
                "{sentences} ({unknown:,} of what is not known)", sentences=told_cut, unknown=unknown
            )
        parts.append(told_cut)
    if gaps:
        parts.append(f"{counted(len(gaps), 'gap')} ({listed([field_word(g.field) for g in gaps])})")
    if not parts:
        return ""
    return tr(
        "{parts} more: `ripplemap ask {question}` has all.",
        parts=listed(parts),
        question=str(answer.question),
    )


def _coverage(graph: SystemGraph, grounded: list[Grounded], refs: Iterator[int]) -> tuple[CoverageRow, ...]:
    """The weakest first: no average says what the weakest does."""
    grounded.sort(key=lambda g: g.coverage.share)
    lowest = grounded[0].coverage.share if grounded else 1.0
    return tuple(
        CoverageRow(
            ref=next(refs),
            dimension=begun(each.coverage.dimension),
            known=each.coverage.known,
            total=each.coverage.total,
            blind=1.0 - each.coverage.share,
            weakest=each.coverage.share == lowest < 1.0,
            basis=commas((listed(each.sources, most=2) if each.sources else tr("nothing"), each.window)),
            support=(
                (support_of(graph, each.coverage.lacking, ()),)
                if each.coverage.known < each.coverage.total
                else ()
            ),
        )
        for each in grounded
    )


def known_share(row: CoverageRow) -> str:
    """How many are known, of how many."""
    return tr("{known:,} of {total:,}", known=row.known, total=row.total)


def unknown_share(row: CoverageRow) -> str:
    """How many are not known, and which part that is."""
    return tr("{unknown:,} ({share:.0%})", unknown=row.total - row.known, share=row.blind)


def not_known(row: CoverageRow) -> str:
    """What stands over the evidence of a share."""
    unknown = row.total - row.known
    if not unknown:
        return tr("{dimension}: all are known", dimension=row.dimension)
    return tr("{dimension}: those {unknown:,} not known", dimension=row.dimension, unknown=unknown)


def _grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings of each severity and rule, the worst and then the most first."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    order = list(Severity)
    return [groups[key] for key in sorted(groups, key=lambda key: (order.index(key[0]), -len(groups[key])))]


def _told(graph: SystemGraph, group: list[Finding], refs: Iterator[int]) -> FindingGroup:
    first = group[0]
    return FindingGroup(
        ref=next(refs),
        severity=first.severity,
        title=spoken(first.rule),
        count=len(group),
        reason=brief(first.reason, _REASON),
        remedy=brief(first.remedy, _REMEDY),
        support=tuple(support_of_finding(graph, finding) for finding in group[:_MOST_OF_A_RULE]),
        more=max(len(group) - _MOST_OF_A_RULE, 0),
    )


def _severities(findings: Findings | None) -> str:
    if findings is None:
        return ""
    return severities_told(f.severity for f in findings.findings) or tr("No findings.")


def _notes(findings: Findings | None, cut: list[list[Finding]], problems: Sequence[Problem]) -> list[str]:
    """What this page does not show, each with where to see it."""
    notes = []
    if cut:
        rules = listed(
            [
                f"{number(len(group))} × {inside(spoken(group[0].rule))} ({told(group[0].severity)})"
                for group in cut
            ],
            most=_MOST_RULES_NAMED,
        )
        notes.append(tr("More findings: {rules}. `ripplemap findings` has all.", rules=rules))
    if problems:
        examples = _examples(f"{p.source}: {brief(p.message, _REASON).rstrip('.')}" for p in problems)
        notes.append(
            tr(
                "{problems} in what was read, which may change every answer: {examples}.",
                problems=counted(len(problems), "problem"),
                examples=examples,
            )
        )
    if findings is not None:
        notes += findings.bounds
        held = findings.suppressed
        examples = _examples(
            tr(
                "{rule} until {day}, because “{reason}”",
                rule=spoken(s.finding.rule),
                day=s.suppression.until.isoformat(),
                reason=s.suppression.reason,
            )
            for s in held
        )
        if held:
            notes.append(
                tr(
                    "{findings} somebody does not want to hear of: {examples}.",
                    findings=counted(len(held), "finding"),
                    examples=examples,
                )
            )
    return notes


def _examples(each: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    every = list(each)
    told, more = "; ".join(every[:_EXAMPLES]), len(every) - _EXAMPLES
    return tr("{examples}; and {more:,} more", examples=told, more=more) if more > 0 else told
