"""The ways in which OpenLineage's events are kept: one a line, one a file, a list of them, or a table of a backend.

Marquez keeps them in the table `lineage_events`, in whose column `event` each stands as it was sent; its export is
CSV, or JSON with a member of that name.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec import Raw

from explorer.errors import InputError
from explorer.importers.json_pieces import members, plain_fault, repaired
from explorer.importers.long_cells import long_cells
from explorer.importers.reading import decode_text, encoding_of
from explorer.importers.written_records import Faults
from explorer.language import tr

if TYPE_CHECKING:
    from _csv import Reader

MAX_SIZE = 300_000_000
_BETWEEN_CHECKS = 256
_WITHIN = ("event", "events")
_MOST_WRAPPINGS = 2
"""A backend gives a list of rows, and each row holds an event."""
_NOT_BLANK = re.compile(rb"\S")
_TOO_MUCH = re.compile(r"trailing characters \(byte (\d+)\)")
_SAYS_SO = (
    # In a list the quotes are plain, in CSV doubled, in JSON within JSON escaped.
    re.compile(rb'eventTime\\?"{1,2}\s*:\s*\\?"'),
    re.compile(rb'(?:runId|producer|schemaURL)\\?"{1,2}\s*:\s*\\?"'),
    re.compile(rb'(?:job|dataset)\\?"{1,2}\s*:\s*\{'),
    re.compile(rb'namespace\\?"{1,2}\s*:\s*\\?"'),
)


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """The members of one event, not decoded, and the line in which it begins, where it stands in a file."""

    members: dict[str, Raw]
    line: int | None


def looks_like_events(head: bytes) -> bool:
    """Whether the beginning of a file holds an event, or a row that holds one."""
    if (encoding := encoding_of(head)) != "utf-8":
        head = head.decode(encoding, "ignore").encode()
    return all(said.search(head) for said in _SAYS_SO)


def stored_events(data: bytes, faults: Faults, reading: Callable[[float], None]) -> Iterator[StoredEvent]:
    """Every event in a file; what is none is a fault with its line. reading hears how much of it is read.

    InputError where the file is neither JSON nor a table.
    """
    if encoding_of(data) != "utf-8":
        data = decode_text(data, faults.shown).encode()
    begin = _NOT_BLANK.search(data)
    if begin is None:
        raise InputError(tr("The file is empty."), where=faults.shown)
    pieces = _of_json(data, begin.start(), faults) if begin[0] in b"{[" else _of_table(data, faults)
    lines = data.count(b"\n") + 1
    for number, (piece, line) in enumerate(pieces):
        if number % _BETWEEN_CHECKS == 0:
            reading(line / lines)
        yield from events_in(piece, line, faults)


def events_in(piece: bytes | Raw, line: int | None, faults: Faults, depth: int = 0) -> Iterator[StoredEvent]:
    """The event that a value is, or those that it holds `depth` wrappings deep; a fault where it is none."""
    try:
        found, twice = _members(piece)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        faults.tell(tr("An event is left out: {reason}.", reason=plain_fault(error)), line)
        return
    except RecursionError:
        faults.tell(tr("An event is left out: {reason}.", reason=tr("it is nested too deeply")), line)
        return
    for key in twice:
        faults.tell(tr("“{name}” is stated more than once; only the last counts.", name=key[:80]), line)
    within = next((key for key in _WITHIN if key in found and "eventTime" not in found), None)
    if within is None or depth == _MOST_WRAPPINGS:
        yield StoredEvent(found, line)
    elif bytes(found[within])[:1] == b"[":
        for inner, at in _of_list(found[within], faults, line or 1):
            yield from events_in(inner, line and at, faults, depth + 1)
    else:
        yield from events_in(_unquoted(found[within]), line, faults, depth + 1)


def _of_json(data: bytes, at: int, faults: Faults) -> Iterator[tuple[bytes | Raw, int]]:
    """The values of a file, which begins `at`: those of a list, or one a line, or one after the other."""
    if data[at : at + 1] == b"[":
        yield from _of_list(data, faults)
        return
    end = data.find(b"\n", at)
    if end < 0 or _is_whole(data[at:end]):
        for line, piece in enumerate(io.BytesIO(data), 1):
            if not piece.isspace():
                yield piece, line
        return
    line = 1
    while at < len(data):
        piece = _first_value(memoryview(data)[at:], faults, line)
        yield piece, line + _blank_lines(piece)
        line += piece.count(b"\n")
        at += len(piece)


def _of_list(data: bytes | Raw, faults: Faults, begin: int = 1) -> Iterator[tuple[Raw, int]]:
    try:
        listed = msgspec.json.decode(data, type=list[Raw])
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise _malformed(bytes(data), error, faults.shown, begin) from error
    text, at, line = bytes(data), 0, begin
    for piece in listed:
        found = text.index(bytes(piece), at)
        line += text.count(b"\n", at, found)
        yield piece, line
        at = found + len(bytes(piece))
        line += text.count(b"\n", found, at)


def _first_value(data: memoryview, faults: Faults, line: int) -> bytes:
    """The first of the values that stand one after the other, with what is blank around it."""
    try:
        msgspec.json.decode(data, type=Raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        too_much = _TOO_MUCH.search(str(error))
        if too_much is None:
            raise _malformed(bytes(data), error, faults.shown, line) from error
        return bytes(data[: int(too_much[1]) - 1])  # the byte is counted from 1
    return bytes(data)


def _of_table(data: bytes, faults: Faults) -> Iterator[tuple[bytes, int]]:
    """The column `event` of a table, row by row."""
    text = data.decode("utf-8", "replace")
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        with long_cells(MAX_SIZE):
            yield from _events(rows, faults)
    except csv.Error as error:
        raise InputError(
            tr("The table cannot be read: {reason}.", reason=error), where=f"{faults.shown}:{rows.line_num}"
        ) from error


def _events(rows: Reader, faults: Faults) -> Iterator[tuple[bytes, int]]:
    header = [name.strip().lower() for name in next(rows, [])]
    if "event" not in header:
        raise InputError(
            tr("This is neither JSON nor a table with a column “event”."),
            where=faults.shown,
            hint=tr("Export Marquez's table lineage_events as CSV with a header, or as JSON."),
        )
    column = header.index("event")
    line = rows.line_num + 1
    for row in rows:
        if len(row) > column and row[column].strip():
            yield row[column].encode(), line
        elif row:
            faults.tell(tr("This row is left out: it holds no event."), line)
        line = rows.line_num + 1


def _members(piece: bytes | Raw) -> tuple[dict[str, Raw], list[str]]:
    try:
        return members(piece)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        sound = repaired(bytes(piece))
        if sound == piece:
            raise
        return members(sound)


def _unquoted(piece: Raw) -> bytes | Raw:
    """The JSON that stands as a text in JSON."""
    if bytes(piece)[:1] != b'"':
        return piece
    return msgspec.json.decode(repaired(bytes(piece)), type=str).encode()


def _is_whole(piece: bytes) -> bool:
    try:
        msgspec.json.decode(piece, type=Raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return False
    return True


def _blank_lines(piece: bytes) -> int:
    return piece.count(b"\n", 0, len(piece) - len(piece.lstrip()))


def _malformed(data: bytes, error: Exception, shown: str, line: int) -> InputError:
    """Where the JSON of a whole file breaks off, and why."""
    at = re.search(r"\(byte (\d+)\)", str(error))
    reason = tr("it is nested too deeply") if isinstance(error, RecursionError) else plain_fault(error)
    line += data.count(b"\n", 0, int(at[1]) if at else len(data))
    return InputError(
        tr("It is not valid JSON: {reason}.", reason=reason),
        where=f"{shown}:{line}",
        hint=tr("Events may stand one a line, or in a list."),
    )
