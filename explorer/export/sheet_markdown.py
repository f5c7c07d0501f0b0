"""The sheet as Markdown, for a repository or a ticket: the same sentences, each linked to its evidence below.

Names are a stranger's: whatever Markdown or HTML would take for a sign of its own is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from explorer.export.sheet_histories import HEADS as HISTORY_HEADS
from explorer.export.sheet_histories import HistoriesTold
from explorer.export.sheet_scores import Scores, heads
from explorer.export.sheet_words import (
    COVERAGE_HEADS,
    FINDING_HEADS,
    NO_GROUNDS,
    NOT_HERE,
    more_findings,
    no_gap_text,
)
from explorer.language import marked_in, number, tr, tr_in

VERDICT_HEADS = (
    marked_in("column", "Question"),
    marked_in("column", "Verdict"),
    marked_in("column", "In a sentence"),
)
_LONGEST = 2000
_ACTIVE = re.compile(r"[\\`*{}\[\]<>#|~&!$]|(?<![^\W_])_|_(?![^\W_])")
_AT_START = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
_CODE = re.compile(r"\\`([^`\\]*)\\`")


def markdown_text(sheet: Sheet) -> str:
    """The whole file."""
    parts = [
        f"# {_safe(sheet.title)}",
        "",
        " · ".join(_safe(fact) for fact in sheet.facts),
        "",
        *_heads(VERDICT_HEADS),
        *(
            f"| {each.number} {_safe(each.title)} | **{told(each.verdict)}** | {_safe(each.lead)} |"
            for each in sheet.questions
        ),
        "",
        *(line for question in sheet.questions for line in _question(question)),
        *_coverage(sheet.coverage),
        *_scores(sheet.scores),
        *_findings(sheet),
        *_notes(sheet.notes),
        *_evidence(sheet),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _safe(text: str) -> str:
    """Text that Markdown shows as it is, in a line, a list or a cell of a table."""
    escaped = _ACTIVE.sub(r"\\\g<0>", shown(text, _LONGEST).strip() or tr("(blank)"))
    return _AT_START.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)


def _with_code(text: str) -> str:
    return _CODE.sub(r"`\1`", _safe(text))


def _title(text: str) -> str:
    return f"## {text}"


def _strong(text: str) -> str:
    return f"**{text}**"


def _heads(columns: tuple[str, ...]) -> tuple[str, str]:
    """The line of column names and the one below it."""
    names = " | ".join(tr_in("column", column) for column in columns)
    return f"| {names} |", f"|{' --- |' * len(columns)}"


def _ref(ref: int) -> str:
    return f"[\\[{ref}\\]](#e{ref})"


def _question(question: AnsweredQuestion) -> Iterator[str]:
    yield f"## {question.number} {_safe(question.title)}"
    yield from ("", _safe(question.question), "")
    yield from (_statement(each) for each in question.sentences)
    yield ""
    if question.left_out:
        yield from (_with_code(question.left_out), "")
    yield from (_strong(tr("What is missing")), "")
    yield from (f"- {_safe(each.text)} {_ref(each.ref)}" for each in question.gaps)
    if not question.gaps:
        yield no_gap_text(question.verdict)
    yield ""
    if question.histories is not None:
        yield from _histories(question.histories)


def _histories(histories: HistoriesTold) -> Iterator[str]:
    yield from (_strong(tr("What the histories say")), "")
    if histories.missing:
        yield from (_with_code(histories.missing), "")
    if histories.rows:
        yield from _heads(HISTORY_HEADS)
        for row in histories.rows:
            cells = (row.objective, row.correlation, row.delay, row.periods, row.parted, row.source)
            yield f"| {_safe(row.metric)} {_ref(row.ref)} | {' | '.join(map(_safe, cells))} |"
        yield ""
    if histories.left_out:
        yield from (_with_code(histories.left_out), "")


def _statement(statement: Statement) -> str:
    return f"- {_safe(statement.text)} *({told(statement.known)})* {_ref(statement.ref)}"


def _coverage(rows: tuple[CoverageRow, ...]) -> Iterator[str]:
    if rows:
        what, _, known, unknown, stated_by = (tr_in("column", head) for head in COVERAGE_HEADS)
        yield from (
            _title(tr("How much is known")),
            "",
            f"| {what} | {known} | {unknown} | {stated_by} |",
            "| --- | ---: | ---: | --- |",
        )
        for row in rows:
            name = _safe(row.dimension)
            if row.weakest:
                name = tr("{dimension} (weakest)", dimension=_strong(name))
            shares = f"{known_share(row)} | {unknown_share(row)}"
            yield f"| {name} {_ref(row.ref)} | {shares} | {_safe(row.basis)} |"
        yield ""


def _scores(scores: Scores | None) -> Iterator[str]:
    if scores is not None:
        yield from (_title(tr("ML Test Score")), "", _safe(scores.told), "")
        columns = heads()
        yield from (f"| {' | '.join(columns)} |", f"| --- |{' ---: |' * (len(columns) - 1)}")
        for row in scores.rows:
            yield f"| {_safe(row.model)} {_ref(row.ref)} | {' | '.join(row.sections)} | **{row.score}** |"
        yield ""
        if scores.left_out:
            yield from (_with_code(scores.left_out), "")


def _findings(sheet: Sheet) -> Iterator[str]:
    if not sheet.severities:
        return
    yield from (_title(tr("Findings")), "", _safe(sheet.severities), "")
    if sheet.findings:
        what, why, remedy = (tr_in("column", head) for head in FINDING_HEADS)
        yield from (f"| | {what} | {why} | {remedy} |", "| --- | --- | --- | --- |")
        yield from (_finding(group) for group in sheet.findings)
        yield ""


def _finding(group: FindingGroup) -> str:
    times = f" × {number(group.count)}" if group.count > 1 else ""
    return (
        f"| {told(group.severity)} | {_safe(group.title)}{times} {_ref(group.ref)} "
        f"| {_safe(group.reason)} | {_safe(group.remedy)} |"
    )


def _notes(notes: tuple[str, ...]) -> Iterator[str]:
    if notes:
        yield from (_title(tr(NOT_HERE)), "")
        yield from (f"- {_with_code(note)}" for note in notes)
        yield ""


def _evidence(sheet: Sheet) -> Iterator[str]:
    lead = tr("What each sentence rests on, how that is known, and where it stands.")
    yield from (_title(tr("Evidence")), "", lead, "")
    for entry in entries(sheet):
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield from (f"### E{entry.ref}", "", _safe(entry.text), "")
    for each in entry.support:
        if each.reason:
            yield from (_safe(each.reason), "")
        yield from _list(each)
        if each.remedy:
            yield from (tr("To do: {remedy}", remedy=_safe(each.remedy)), "")
        if each.clears:
            yield from (tr("It goes when: {event}", event=_safe(each.clears)), "")
    if entry.more:
        yield from (more_findings(entry.more), "")


def _list(support: Support) -> Iterator[str]:
    lines = [_ground(ground) for ground in support.grounds]
    if support.more:
        lines.append("- " + tr("and {more:,} more", more=support.more))
    lines += [f"- {_safe(note)}" for note in support.notes]
    if lines:
        yield from (*lines, "")
    elif not support.reason:
        yield from (tr(NO_GROUNDS), "")


def _ground(ground: Ground) -> str:
    what = _safe(ground.what)
    if ground.link:
        what = f"[{what}](<{_address(ground.link)}>)"
    return f"- {what} – {_safe(ground.sort)}, {_safe(ground.known)}, {_safe(ground.source)}"


def _address(link: str) -> str:
    """An address between angle brackets."""
    return re.sub(r"[<>\\`|]", lambda found: f"%{ord(found[0]):02X}", link)
