"""The sheet as Markdown, for a repository or a ticket: the same sentences, each linked to its evidence below.

Names are a stranger's: whatever Markdown or HTML would take for a sign of its own is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.drawing.text import shown
from explorer.export.sheet import AnsweredQuestion, CoverageRow, FindingGroup, Sheet, Statement, entries
from explorer.export.sheet_evidence import Entry, Ground, Support
from explorer.export.sheet_histories import HEADS as HISTORY_HEADS
from explorer.export.sheet_histories import HistoriesTold
from explorer.export.sheet_scores import HEADS, Scores
from explorer.export.sheet_words import NO_GROUNDS, no_gap_text

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
        "| Question | Verdict | In a sentence |",
        "| --- | --- | --- |",
        *(
            f"| {each.number} {_safe(each.title)} | **{each.verdict.value}** | {_safe(each.lead)} |"
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
    escaped = _ACTIVE.sub(r"\\\g<0>", shown(text, _LONGEST).strip() or "(blank)")
    return _AT_START.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)


def _with_code(text: str) -> str:
    return _CODE.sub(r"`\1`", _safe(text))


def _ref(number: int) -> str:
    return f"[\\[{number}\\]](#e{number})"


def _question(question: AnsweredQuestion) -> Iterator[str]:
    yield f"## {question.number} {_safe(question.title)}"
    yield from ("", _safe(question.question), "")
    yield from (_statement(each) for each in question.sentences)
    yield ""
    if question.left_out:
        yield from (_with_code(question.left_out), "")
    yield from ("**What is missing**", "")
    yield from (f"- {_safe(each.text)} {_ref(each.ref)}" for each in question.gaps)
    if not question.gaps:
        yield no_gap_text(question.verdict)
    yield ""
    if question.histories is not None:
        yield from _histories(question.histories)


def _histories(told: HistoriesTold) -> Iterator[str]:
    yield from ("**What the histories say**", "")
    if told.missing:
        yield from (_with_code(told.missing), "")
    if told.rows:
        yield from (f"| {' | '.join(HISTORY_HEADS)} |", f"|{' --- |' * len(HISTORY_HEADS)}")
        for row in told.rows:
            cells = (row.objective, row.correlation, row.delay, row.periods, row.parted, row.source)
            yield f"| {_safe(row.metric)} {_ref(row.ref)} | {' | '.join(map(_safe, cells))} |"
        yield ""
    if told.left_out:
        yield from (_with_code(told.left_out), "")


def _statement(statement: Statement) -> str:
    return f"- {_safe(statement.text)} *({statement.known.value})* {_ref(statement.ref)}"


def _coverage(rows: tuple[CoverageRow, ...]) -> Iterator[str]:
    if rows:
        yield from (
            "## How much is known",
            "",
            "| What | Known | Not known | Stated by |",
            "| --- | ---: | ---: | --- |",
        )
        for row in rows:
            name = f"**{_safe(row.dimension)}** (weakest)" if row.weakest else _safe(row.dimension)
            unknown = f"{row.total - row.known:,} ({row.blind:.0%})"
            yield f"| {name} {_ref(row.ref)} | {row.known:,} of {row.total:,} | {unknown} | {_safe(row.basis)} |"
        yield ""


def _scores(scores: Scores | None) -> Iterator[str]:
    if scores is not None:
        yield from ("## ML Test Score", "", _safe(scores.told), "")
        yield from (f"| {' | '.join(HEADS)} |", f"| --- |{' ---: |' * (len(HEADS) - 1)}")
        for row in scores.rows:
            yield f"| {_safe(row.model)} {_ref(row.ref)} | {' | '.join(row.sections)} | **{row.score}** |"
        yield ""
        if scores.left_out:
            yield from (_with_code(scores.left_out), "")


def _findings(sheet: Sheet) -> Iterator[str]:
    if not sheet.severities:
        return
    yield from ("## Findings", "", _safe(sheet.severities), "")
    if sheet.findings:
        yield from ("| | What | Why | What to do |", "| --- | --- | --- | --- |")
        yield from (_finding(group) for group in sheet.findings)
        yield ""


def _finding(group: FindingGroup) -> str:
    times = f" × {group.count:,}" if group.count > 1 else ""
    return (
        f"| {group.severity.value} | {_safe(group.title)}{times} {_ref(group.ref)} "
        f"| {_safe(group.reason)} | {_safe(group.remedy)} |"
    )


def _notes(notes: tuple[str, ...]) -> Iterator[str]:
    if notes:
        yield from ("## Not on this page", "")
        yield from (f"- {_with_code(note)}" for note in notes)
        yield ""


def _evidence(sheet: Sheet) -> Iterator[str]:
    yield from ("## Evidence", "", "What each sentence rests on, how that is known, and where it stands.", "")
    for entry in entries(sheet):
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield from (f"### E{entry.ref}", "", _safe(entry.text), "")
    for each in entry.support:
        if each.reason:
            yield from (_safe(each.reason), "")
        yield from _list(each)
        if each.remedy:
            yield from (f"To do: {_safe(each.remedy)}", "")
        if each.clears:
            yield from (f"It goes when: {_safe(each.clears)}", "")
    if entry.more:
        yield from (f"And {entry.more:,} more: `ripplemap findings` has all.", "")


def _list(support: Support) -> Iterator[str]:
    lines = [_ground(ground) for ground in support.grounds]
    if support.more:
        lines.append(f"- and {support.more:,} more")
    lines += [f"- {_safe(note)}" for note in support.notes]
    if lines:
        yield from (*lines, "")
    elif not support.reason:
        yield from (NO_GROUNDS, "")


def _ground(ground: Ground) -> str:
    what = _safe(ground.what)
    if ground.link:
        what = f"[{what}](<{_address(ground.link)}>)"
    return f"- {what} – {_safe(ground.sort)}, {_safe(ground.known)}, {_safe(ground.source)}"


def _address(link: str) -> str:
    """An address between angle brackets."""
    return re.sub(r"[<>\\`|]", lambda found: f"%{ord(found[0]):02X}", link)
