"""The sheet as one HTML file: nothing in it runs, and nothing is fetched; the same bytes for the same sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from explorer.analysis.histories.parting import Course
from explorer.domain.kinds import Severity
from explorer.domain.words import told
from explorer.drawing.text import shown
from explorer.export.sheet import (
    AnsweredQuestion,
    CoverageRow,
    FindingGroup,
    Sheet,
    Statement,
    entries,
    known_share,
    unknown_share,
)
from explorer.export.sheet_evidence import Entry, Ground, Support
from explorer.export.sheet_histories import HistoriesTold, HistoryRow
from explorer.export.sheet_plot import plot_svg
from explorer.export.sheet_scores import Scores, heads
from explorer.export.sheet_style import STYLE
from explorer.export.sheet_words import (
    COVERAGE_HEADS,
    FINDING_HEADS,
    NO_GROUNDS,
    NOT_HERE,
    more_findings,
    no_gap_text,
)
from explorer.export.svg import svg_text
from explorer.language import number, spoken_language, tr, tr_in

_LONGEST = 2000
"""Characters of one text; what is longer, nobody reads on a page."""
_CODE = re.compile("`([^`]*)`")
_SIGNS = {Severity.ERROR: "▲", Severity.WARNING: "△", Severity.INFO: "○"}
_HELD = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def html_text(sheet: Sheet) -> str:
    """The whole file."""
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{spoken_language()}">',
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


def _tagged(tag: str, text: str, sort: str = "") -> str:
    """An element that holds nothing but text."""
    given = f' class="{sort}"' if sort else ""
    return f"<{tag}{given}>{_safe(text)}</{tag}>"


def _with_code(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", _safe(text))


def _picture(sheet: Sheet) -> Iterator[str]:
    if sheet.picture is not None:
        drawn = svg_text(sheet.picture)
        full_size = _safe(tr("full size"))
        yield f'<figure class="picture"><label><input type="checkbox"> {full_size}</label>'
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
    return f'<span class="chip {question.verdict.value.replace(" ", "-")}">{_safe(told(question.verdict))}</span>'


def _question(question: AnsweredQuestion) -> Iterator[str]:
    known, missing = tr("What is known"), tr("What is missing")
    yield f'<section id="question-{question.number}">'
    yield f"<h2>{question.number}&ensp;{_safe(question.title)}</h2>"
    yield f'<p class="asked">{_safe(question.question)}</p>'
    yield '<div class="said">'
    yield f"<div>{_tagged('h3', known)}<ul>"
    yield from (_statement(each) for each in question.sentences)
    yield "</ul>"
    if question.left_out:
        yield f'<p class="more">{_with_code(question.left_out)}</p>'
    yield "</div>"
    yield f"<div>{_tagged('h3', missing)}<ul>"
    yield from (_statement(each, says_how=False) for each in question.gaps)
    if not question.gaps:
        yield _tagged("li", no_gap_text(question.verdict), "none")
    yield "</ul></div>"
    yield "</div>"
    if question.histories is not None:
        yield from _histories(question.histories)
    yield "</section>"


def _histories(histories: HistoriesTold) -> Iterator[str]:
    title = tr("What the histories say")
    yield f'<div class="histories">{_tagged("h3", title)}'
    if histories.missing:
        yield f'<p class="unknown">{_with_code(histories.missing)}</p>'
    for row in histories.rows:
        yield from _compared(row)
    if histories.left_out:
        yield f'<p class="more">{_with_code(histories.left_out)}</p>'
    yield "</div>"


def _compared(row: HistoryRow) -> Iterator[str]:
    """The plot, and beside it the sentences with their source."""
    course = row.comparison.course
    sort = "course parted" if course is Course.PARTED else "course"
    both = _safe(tr("{metric} and {objective}", metric=row.metric, objective=row.objective))
    yield f'<figure class="history" id="s{row.ref}">'
    yield plot_svg(row.comparison, (row.metric, row.objective), f"h{row.ref}")
    yield f'<figcaption><h4>{both}: <span class="{sort}">{_safe(told(course))}</span> {_ref(row.ref)}</h4>'
    for text, known in row.comparison.told:
        yield f'<p class="{known}">{_safe(text)} <span class="known">{_safe(told(known))}</span></p>'
    yield f'<p class="source">{_safe(row.source)}</p></figcaption></figure>'


def _statement(statement: Statement, *, says_how: bool = True) -> str:
    known = f'<span class="known">{_safe(told(statement.known))}</span>' if says_how else ""
    return (
        f'<li class="{statement.known.value}" id="s{statement.ref}">{_safe(statement.text)} '
        f'<span class="tail">{known}{_ref(statement.ref)}</span></li>'
    )


def _ref(ref: int) -> str:
    title = _safe(tr("What this rests on"))
    return f'<a class="ref" href="#e{ref}" title="{title}">{ref}</a>'


def _coverage(rows: Iterable[CoverageRow]) -> Iterator[str]:
    rows = list(rows)
    if not rows:
        return
    yield "<section>"
    yield _tagged("h2", tr("How much is known"))
    what, share, *counts, stated_by = (tr_in("column", head) for head in COVERAGE_HEADS)
    heads = [_tagged("th", what), _tagged("th", share)]
    heads += [_tagged("th", count, "number") for count in counts]
    yield f'<table class="coverage"><thead><tr>{"".join(heads)}{_tagged("th", stated_by)}</tr></thead><tbody>'
    for row in rows:
        name = tr("{dimension} (weakest)", dimension=row.dimension) if row.weakest else row.dimension
        sort = "weakest" if row.weakest else "other"
        yield (
            f'<tr id="s{row.ref}" class="{sort}"><td>{_safe(name)}{_ref(row.ref)}</td>'
            f'<td class="share">{_bar(row)}</td><td class="number">{_safe(known_share(row))}</td>'
            f'<td class="number">{_safe(unknown_share(row))}</td>'
            f'<td class="basis">{_safe(row.basis)}</td></tr>'
        )
    yield "</tbody></table>"
    yield "</section>"


def _bar(row: CoverageRow) -> str:
    """Known is full, not known is an empty outline: told without colour too."""
    known = 100 * (1 - row.blind)
    label = _safe(tr("{known:,} of {total:,} known", known=row.known, total=row.total))
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        f'aria-label="{label}">'
        '<rect x="0" y="0" width="100" height="10" fill="#E4E7EC"/>'
        f'<rect x="0" y="0" width="{known:.2f}" height="10" fill="#475467"/></svg>'
    )


def _scores(scores: Scores | None) -> Iterator[str]:
    if scores is None:
        return
    yield "<section>"
    yield _tagged("h2", tr("ML Test Score")) + _tagged("p", scores.told, "asked")
    first, *others = heads()
    figures = "".join(_tagged("th", head, "number") for head in others)
    yield f'<table class="scores"><thead><tr>{_tagged("th", first)}{figures}</tr></thead><tbody>'
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
    yield _tagged("h2", tr("Findings")) + _tagged("p", sheet.severities, "asked")
    if sheet.findings:
        columns = "".join(_tagged("th", tr_in("column", head)) for head in FINDING_HEADS)
        yield f'<table class="findings"><thead><tr>{columns}</tr></thead><tbody>'
        yield from (_finding(group) for group in sheet.findings)
        yield "</tbody></table>"
    yield "</section>"


def _finding(group: FindingGroup) -> str:
    times = f'<span class="times">× {number(group.count)}</span>' if group.count > 1 else ""
    return (
        f'<tr class="{group.severity.value}" id="s{group.ref}"><td><span class="severity" '
        f'title="{_safe(told(group.severity))}">{_SIGNS[group.severity]}</span>'
        f'<span class="rule">{_safe(group.title)}</span>'
        f' <span class="tail">{times}{_ref(group.ref)}</span></td>'
        f"<td>{_safe(group.reason)}</td><td>{_safe(group.remedy)}</td></tr>"
    )


def _notes(notes: Iterable[str]) -> Iterator[str]:
    notes = list(notes)
    if notes:
        yield f'<section class="notes">{_tagged("h2", tr(NOT_HERE))}<ul>'
        yield from (f"<li>{_with_code(note)}</li>" for note in notes)
        yield "</ul></section>"


def _legend() -> Iterator[str]:
    also = _safe(tr("print the evidence too"))
    signs = (
        tr("declared: a manifest says so"),
        tr("observed: a log shows it"),
        tr("inferred: from code"),
        tr("unknown: the worst must be reckoned with"),
        tr("▲ error △ warning ○ note"),
    )
    where = tr("Each number leads to the evidence, which is listed in the file below the sheet.")
    yield (
        f'<p class="legend"><label><input type="checkbox" id="with-evidence"> {also}</label>'
        f"{' &ensp;·&ensp; '.join(map(_safe, signs))}<br>{_safe(where)}</p>"
    )


def _evidence(sheet: Sheet) -> Iterator[str]:
    yield '<section class="evidence">' + _tagged("h2", tr("Evidence"))
    yield _tagged(
        "p", tr("What each sentence rests on: nodes and edges, how each is known, and where that stands.")
    )
    yield "<ol>"
    for entry in entries(sheet):
        yield from _entry(entry)
    yield "</ol></section>"


def _entry(entry: Entry) -> Iterator[str]:
    title = _safe(tr("Back"))
    back = f'<a class="ref" href="#s{entry.ref}" title="{title}">{entry.ref}</a>'
    yield f'<li id="e{entry.ref}"><h3>{back} {_safe(entry.text)}</h3>'
    for each in entry.support:
        if each.reason:
            yield f'<p class="reason">{_safe(each.reason)}</p>'
        yield from _grounds(each)
        if each.remedy:
            yield _tagged("p", tr("To do: {remedy}", remedy=each.remedy))
        if each.clears:
            yield _tagged("p", tr("It goes when: {event}", event=each.clears))
    if entry.more:
        yield f'<p class="more">{_with_code(more_findings(entry.more))}</p>'
    yield "</li>"


def _grounds(support: Support) -> Iterator[str]:
    if not (support.grounds or support.notes):
        if not support.reason:
            yield f'<p class="more">{_safe(tr(NO_GROUNDS))}</p>'
        return
    yield '<ul class="grounds">'
    yield from (_ground(ground) for ground in support.grounds)
    if support.more:
        yield _tagged("li", tr("and {more:,} more", more=support.more), "how")
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
