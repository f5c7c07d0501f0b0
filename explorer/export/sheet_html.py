"""The sheet as one HTML file: nothing in it runs, and nothing is fetched; the same bytes for the same sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from explorer.analysis.histories.parting import Course
from explorer.domain.kinds import Severity
from explorer.drawing.text import shown
from explorer.export.sheet import AnsweredQuestion, CoverageRow, FindingGroup, Sheet, Statement, entries
from explorer.export.sheet_evidence import Entry, Ground, Support
from explorer.export.sheet_histories import HistoriesTold, HistoryRow
from explorer.export.sheet_plot import plot_svg
from explorer.export.sheet_scores import HEADS, Scores
from explorer.export.sheet_style import STYLE
from explorer.export.sheet_words import NO_GROUNDS, no_gap_text
from explorer.export.svg import svg_text

_LONGEST = 2000
"""Characters of one text; what is longer, nobody reads on a page."""
_CODE = re.compile("`([^`]*)`")
_SIGNS = {Severity.ERROR: "▲", Severity.WARNING: "△", Severity.INFO: "○"}
_HELD = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_text(sheet: Sheet) -> str:
    """The whole file."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_HELD}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_safe(sheet.title)} – Ripplemap</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{_safe(sheet.title)}</h1>",
        f'<p class="facts">{"".join(f"<span>{_safe(fact)}</span>" for fact in sheet.facts)}</p>',
        "</header>",
        *_picture(sheet),
        *_verdicts(sheet),
        *(line for question in sheet.questions for line in _question(question)),
        *_coverage(sheet.coverage),
        *_scores(sheet.scores),
        *_findings(sheet),
        *_notes(sheet.notes),
        *_legend(),
        *_evidence(sheet),
        "</body>",
        "</html>\n",
    ]
    return "\n".join(parts)


def _safe(text: str) -> str:
    """Text as it may stand in an element or an attribute; what would act unseen is a mark."""
    return escape(shown(text, _LONGEST))


def _with_code(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _safe(text))


def _picture(sheet: Sheet) -> Iterator[str]:
    if sheet.picture is not None:
        drawn = svg_text(sheet.picture)
        yield '<figure class="picture"><label><input type="checkbox"> full size</label>'
        yield f"{drawn[drawn.index('<svg') :].rstrip()}</figure>"


def _verdicts(sheet: Sheet) -> Iterator[str]:
    yield '<ul class="verdicts">'
    for each in sheet.questions:
        yield (
            f'<li><a href="#question-{each.number}"><span>{each.number}&ensp;{_safe(each.title)}</span>'
            f"{_chip(each)}</a><p>{_safe(each.lead)}</p></li>"
        )
    yield "</ul>"


def _chip(question: AnsweredQuestion) -> str:
    return f'<span class="chip {question.verdict.value.replace(" ", "-")}">{question.verdict.value}</span>'


def _question(question: AnsweredQuestion) -> Iterator[str]:
    yield f'<section id="question-{question.number}">'
    yield f"<h2>{question.number}&ensp;{_safe(question.title)}</h2>"
    yield f'<p class="asked">{_safe(question.question)}</p>'
    yield '<div class="said">'
    yield "<div><h3>What is known</h3><ul>"
    yield from (_statement(each) for each in question.sentences)
    yield "</ul>"
    if question.left_out:
        yield f'<p class="more">{_with_code(question.left_out)}</p>'
    yield "</div>"
    yield "<div><h3>What is missing</h3><ul>"
    yield from (_statement(each, told=False) for each in question.gaps)
    if not question.gaps:
        yield f'<li class="none">{no_gap_text(question.verdict)}</li>'
    yield "</ul></div>"
    yield "</div>"
    if question.histories is not None:
        yield from _histories(question.histories)
    yield "</section>"


def _histories(told: HistoriesTold) -> Iterator[str]:
    yield '<div class="histories"><h3>What the histories say</h3>'
    if told.missing:
        yield f'<p class="unknown">{_with_code(told.missing)}</p>'
    for row in told.rows:
        yield from _compared(row)
    if told.left_out:
        yield f'<p class="more">{_with_code(told.left_out)}</p>'
    yield "</div>"


def _compared(row: HistoryRow) -> Iterator[str]:
    """The plot, and beside it the sentences with their source."""
    course = row.comparison.course
    sort = "course parted" if course is Course.PARTED else "course"
    yield f'<figure class="history" id="s{row.ref}">'
    yield plot_svg(row.comparison, (row.metric, row.objective), f"h{row.ref}")
    yield (
        f'<figcaption><h4>{_safe(row.metric)} and {_safe(row.objective)}: <span class="{sort}">{course}</span> '
        f"{_ref(row.ref)}</h4>"
    )
    for text, known in row.comparison.told:
        yield f'<p class="{known}">{_safe(text)} <span class="known">{known}</span></p>'
    yield f'<p class="source">{_safe(row.source)}</p></figcaption></figure>'


def _statement(statement: Statement, *, told: bool = True) -> str:
    known = f'<span class="known">{statement.known.value}</span>' if told else ""
    return (
        f'<li class="{statement.known.value}" id="s{statement.ref}">{_safe(statement.text)} '
        f'<span class="tail">{known}{_ref(statement.ref)}</span></li>'
    )


def _ref(number: int) -> str:
    return f'<a class="ref" href="#e{number}" title="What this rests on">{number}</a>'


def _coverage(rows: Iterable[CoverageRow]) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    yield "<section>"
    yield "<h2>How much is known</h2>"
    yield (
        '<table class="coverage"><thead><tr><th>What</th><th>Share</th><th class="number">Known</th>'
        '<th class="number">Not known</th><th>Stated by</th></tr></thead><tbody>'
    )
    for row in rows:
        head = f"{_safe(row.dimension)}{' (weakest)' if row.weakest else ''}{_ref(row.ref)}"
        yield (
            f'<tr id="s{row.ref}" class="{"weakest" if row.weakest else "other"}"><td>{head}</td>'
            f'<td class="share">{_bar(row)}</td><td class="number">{row.known:,} of {row.total:,}</td>'
            f'<td class="number">{row.total - row.known:,} ({row.blind:.0%})</td>'
            f'<td class="basis">{_safe(row.basis)}</td></tr>'
        )
    yield "</tbody></table>"
    yield "</section>"


def _bar(row: CoverageRow) -> str:
    """Known is full, not known is an empty outline: told without colour too."""
    known = 100 * (1 - row.blind)
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{row.known:,} of {row.total:,} known">'
        '<rect x="0" y="0" width="100" height="10" fill="#E4E7EC"/>'
        f'<rect x="0" y="0" width="{known:.2f}" height="10" fill="#475467"/></svg>'
    )


def _scores(scores: Scores | None) -> Iterator[str]:
    if scores is None:
        return
    yield "<section>"
    yield f'<h2>ML Test Score</h2><p class="asked">{_safe(scores.told)}</p>'
    heads = "".join(f'<th class="number">{head}</th>' for head in HEADS[1:])
    yield f'<table class="scores"><thead><tr><th>{HEADS[0]}</th>{heads}</tr></thead><tbody>'
    for row in scores.rows:
        cells = "".join(f'<td class="number">{each}</td>' for each in row.sections)
        yield (
            f'<tr id="s{row.ref}"><td>{_safe(row.model)}{_ref(row.ref)}</td>{cells}'
            f'<td class="number score">{row.score}</td></tr>'
        )
    yield "</tbody></table>"
    if scores.left_out:
        yield f'<p class="more">{_with_code(scores.left_out)}</p>'
    yield "</section>"


def _findings(sheet: Sheet) -> Iterator[str]:
    if not sheet.severities:
        return
    yield "<section>"
    yield f'<h2>Findings</h2><p class="asked">{_safe(sheet.severities)}</p>'
    if sheet.findings:
        yield '<table class="findings"><thead><tr><th>What</th><th>Why</th><th>What to do</th></tr></thead><tbody>'
        yield from (_finding(group) for group in sheet.findings)
        yield "</tbody></table>"
    yield "</section>"


def _finding(group: FindingGroup) -> str:
    times = f'<span class="times">× {group.count:,}</span>' if group.count > 1 else ""
    return (
        f'<tr class="{group.severity.value}" id="s{group.ref}"><td><span class="severity" '
        f'title="{group.severity.value}">{_SIGNS[group.severity]}</span>'
        f'<span class="rule">{_safe(group.title)}</span>'
        f' <span class="tail">{times}{_ref(group.ref)}</span></td>'
        f"<td>{_safe(group.reason)}</td><td>{_safe(group.remedy)}</td></tr>"
    )


def _notes(notes: Iterable[str]) -> Iterator[str]:
    notes = list(notes)
    if notes:
        yield '<section class="notes"><h2>Not on this page</h2><ul>'
        yield from (f"<li>{_with_code(note)}</li>" for note in notes)
        yield "</ul></section>"


def _legend() -> Iterator[str]:
    yield (
        '<p class="legend"><label><input type="checkbox" id="with-evidence"> print the evidence too</label>'
        "declared: a manifest says so &ensp;·&ensp; observed: a log shows it &ensp;·&ensp; inferred: from code "
        "&ensp;·&ensp; "
        "unknown: the worst must be reckoned with &ensp;·&ensp; ▲ error △ warning ○ note<br>"
        "Each number leads to the evidence, which is listed in the file below the sheet.</p>"
    )


def _evidence(sheet: Sheet) -> Iterator[str]:
    yield '<section class="evidence"><h2>Evidence</h2>'
    yield "<p>What each sentence rests on: nodes and edges, how each is known, and where that stands.</p>"
    yield "<ol>"
    for entry in entries(sheet):
        yield from _entry(entry)
    yield "</ol></section>"


def _entry(entry: Entry) -> Iterator[str]:
    back = f'<a class="ref" href="#s{entry.ref}" title="Back">{entry.ref}</a>'
    yield f'<li id="e{entry.ref}"><h3>{back} {_safe(entry.text)}</h3>'
    for each in entry.support:
        if each.reason:
            yield f'<p class="reason">{_safe(each.reason)}</p>'
        yield from _grounds(each)
        if each.remedy:
            yield f"<p>To do: {_safe(each.remedy)}</p>"
        if each.clears:
            yield f"<p>It goes when: {_safe(each.clears)}</p>"
    if entry.more:
        yield f'<p class="more">And {entry.more:,} more: <code>ripplemap findings</code> has all.</p>'
    yield "</li>"


def _grounds(support: Support) -> Iterator[str]:
    if not (support.grounds or support.notes):
        if not support.reason:
            yield f'<p class="more">{NO_GROUNDS}</p>'
        return
    yield '<ul class="grounds">'
    yield from (_ground(ground) for ground in support.grounds)
    if support.more:
        yield f'<li class="how">and {support.more:,} more</li>'
    yield from (f"<li>{_safe(note)}</li>" for note in support.notes)
    yield "</ul>"


def _ground(ground: Ground) -> str:
    what = _safe(ground.what)
    if ground.link:
        what = f'<a href="{escape(ground.link)}" rel="noreferrer noopener">{what}</a>'
    return (
        f'<li>{what} <span class="how">{_safe(ground.sort)} · {_safe(ground.known)}</span> '
        f'<span class="source">{_safe(ground.source)}</span></li>'
    )
