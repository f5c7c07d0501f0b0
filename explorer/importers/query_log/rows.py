"""The rows of a table that stands in a file as CSV, as JSON or as a JSON object a line, each with its line.

A row is a mapping from the column's name in small letters to what stands there. A row that is broken costs only
itself; it is counted with its line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.json_pieces import plain_fault
from explorer.importers.long_cells import long_cells
from explorer.importers.query_log.characters import in_utf8
from explorer.importers.reading import HEAD_SIZE
from explorer.importers.written_records import Faults
from explorer.language import tr

Row = Mapping[str, object]

MOST_ROWS = 5_000_000
_LONGEST_CELL = 16_000_000
_MOST_COLUMNS = 2_000
_SEPARATORS = (",", ";", "\t", "|")
_BETWEEN_CHECKS = 500
_FIRST_OBJECT = re.compile(r"[\s\[]*(?=\{)")
# A text may be cut off by the end of what was read.
_JSON_TOKEN = re.compile(r'"(?P<text>(?:[^"\\]++|\\.)*+)(?:"(?P<colon>\s*:)?)?|[\[{]|[\]}]', re.DOTALL)


class Header(NamedTuple):
    """The names of the columns in small letters; those of JSON as far as they stand in what was read."""

    names: tuple[str, ...] = ()
    is_whole: bool = True


def header_of(head: str) -> Header:
    """The columns that the beginning of a file shows; none where it is no table."""
    text = head.lstrip("\ufeff").lstrip()
    if text.startswith(("{", "[")):
        return _keys_of_first(text)
    first = next(iter(text.splitlines()), "")
    return Header(_names(first, separator_of(first)))


def separator_of(first: str) -> str:
    """What stands most often between the names of a header."""
    return max(_SEPARATORS, key=first.count)


def rows_of(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    """Each row with its line."""
    data = in_utf8(data, faults, task)
    start = data[:64].lstrip()
    if start.startswith(b"{"):
        return _lines_of_objects(data, faults, task)
    if start.startswith(b"["):
        return _list_of_objects(data, faults, task)
    return _table(data, faults, task)


def cells_of(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, list[str]]]:
    """Each row of a CSV file with the line in which it begins; where it is none, the rest is told to be unread."""
    return _cells(in_utf8(data, faults, task), ",", faults, task)


def _cells(data: bytes, separator: str, faults: Faults, task: Task) -> Iterator[tuple[int, list[str]]]:
    file = io.BytesIO(data)
    reader = csv.reader(io.TextIOWrapper(file, encoding="utf-8", newline=""), delimiter=separator)
    stage = _stage(faults)
    with long_cells(_LONGEST_CELL):  # a statement may be long
        for number in range(MOST_ROWS):
            if number % _BETWEEN_CHECKS == 0:
                task.check()
                task.progress(stage, file.tell() / max(1, len(data)))
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                faults.tell(tr("From here on it is no CSV, and is not read: {reason}.", reason=error), line)
                return
            yield line, cells
    faults.tell(tr("Only the first {count:,} rows are read.", count=MOST_ROWS), reader.line_num + 1)


def _table(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    head = data[:HEAD_SIZE].decode(errors="ignore")
    separator = separator_of(next(iter(head.lstrip().splitlines()), ""))
    names: tuple[str, ...] | None = None
    ragged = 0
    for line, cells in _cells(data, separator, faults, task):
        if not cells:
            continue
        if names is None:
            names = tuple(_name(c) for c in cells)
            if len(names) > _MOST_COLUMNS:
                raise InputError(
                    tr("It has more than {count:,} columns.", count=_MOST_COLUMNS),
                    where=f"{faults.shown}:{line}",
                )
            continue
        if len(cells) != len(names):
            ragged += 1
            if ragged == 1:
                faults.tell(
                    tr(
                        "This row has {found:,} cells and the header {expected:,}; such rows are left out.",
                        found=len(cells),
                        expected=len(names),
                    ),
                    line,
                )
            continue
        yield line, dict(zip(names, cells, strict=True))


def _lines_of_objects(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    lines, stage = data.split(b"\n"), _stage(faults)
    for number, line in enumerate(lines, 1):
        if number % _BETWEEN_CHECKS == 0:
            task.check()
            task.progress(stage, number / len(lines))
        if number > MOST_ROWS:
            faults.tell(tr("Only the first {count:,} rows are read.", count=MOST_ROWS), number)
            return
        if line.strip():
            row = _object(line, number, faults)
            if row is not None:
                yield number, row


def _list_of_objects(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    try:
        pieces = msgspec.json.decode(data, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            tr("This is no JSON: {reason}.", reason=plain_fault(error)), where=faults.shown
        ) from error
    line, at, stage = 1, 0, _stage(faults)
    for number, piece in enumerate(pieces[:MOST_ROWS]):
        if number % _BETWEEN_CHECKS == 0:
            task.check()
            task.progress(stage, number / len(pieces))
        raw = bytes(piece)
        begin = data.index(raw, at)
        line += data.count(b"\n", at, begin)
        row = _object(raw, line, faults)
        line += raw.count(b"\n")
        at = begin + len(raw)
        if row is not None:
            yield line - raw.count(b"\n"), row
    if len(pieces) > MOST_ROWS:
        faults.tell(tr("Only the first {count:,} rows are read.", count=MOST_ROWS), line)


def _stage(faults: Faults) -> str:
    return tr("Reading {name}", name=faults.shown)


def _object(raw: bytes, line: int, faults: Faults) -> Row | None:
    try:
        row = msgspec.json.decode(raw, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        faults.tell(tr("This row is left out: {reason}.", reason=plain_fault(error)), line)
        return None
    return {_name(key): value for key, value in row.items()}


def _keys_of_first(text: str) -> Header:
    """Those of the first object, whatever else stands in it."""
    start = _FIRST_OBJECT.match(text)
    if start is None:
        return Header()
    names: list[str] = []
    depth = 0
    for found in _JSON_TOKEN.finditer(text, start.end()):
        if found[0] in ("{", "["):
            depth += 1
        elif found[0] in ("}", "]"):
            depth -= 1
            if not depth:
                return Header(tuple(names))
        elif depth == 1 and found["colon"]:
            names.append(_name(found["text"]))
    return Header(tuple(names), is_whole=False)


def _names(first: str, separator: str) -> tuple[str, ...]:
    try:
        return tuple(_name(c) for c in next(csv.reader([first], delimiter=separator), ()))
    except csv.Error:
        return ()


@lru_cache(maxsize=1024)
def _name(text: str) -> str:
    return text.strip().lower()
