"""The rows of a table that stands in a file as CSV, as JSON or as a JSON object a line, each with its line.

A row is a mapping from the column's name in small letters to what stands there. A row that is broken costs only
itself; it is counted with its line.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

import msgspec

from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.json_pieces import plain_fault
from explorer.importers.long_cells import long_cells
from explorer.importers.reading import HEAD_SIZE, decode_text, encoding_of
from explorer.importers.written_records import Faults
from explorer.language import tr

Row = Mapping[str, object]

MOST_ROWS = 5_000_000
_LONGEST_CELL = 16_000_000
_MOST_COLUMNS = 2_000
_SEPARATORS = (",", ";", "\t", "|")
_BETWEEN_CHECKS = 500
_PIECE = 1 << 20
_FIRST_OBJECT = re.compile(r"[\s\[]*(\{)")
_CUT_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*+)\\(?:u[0-9a-fA-F]{0,3})?\Z")


def columns_of(head: str) -> tuple[str, ...]:
    """The names of the columns in small letters, from the beginning of a file; none where it is no table."""
    text = head.lstrip("\ufeff").lstrip()
    if text.startswith(("{", "[")):
        return _keys_of_first(text)
    first = next(iter(text.splitlines()), "")
    return _names(first, separator_of(first))


def separator_of(first: str) -> str:
    """What stands most often between the names of a header."""
    return max(_SEPARATORS, key=first.count)


def rows_of(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    """Each row with its line."""
    if encoding_of(data) not in ("utf-8", "utf-8-sig"):
        data = decode_text(data, faults.shown).encode()
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"{"):
        return _lines_of_objects(data, faults, task)
    if start.startswith(b"["):
        return _list_of_objects(data, faults, task)
    return _table(data, faults, task)


def cells_of(
    data: bytes, faults: Faults, task: Task, separator: str = ","
) -> Iterator[tuple[int, list[str]]]:
    """Each row of a CSV file with the line in which it begins; where it is none, the rest is told to be unread."""
    _check_encoding(data, faults.shown, task)
    file = io.BytesIO(data)
    reader = csv.reader(io.TextIOWrapper(file, encoding=encoding_of(data), newline=""), delimiter=separator)
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


def _check_encoding(data: bytes, shown: str, task: Task) -> None:
    """InputError where a byte is none of the text's encoding, before anything of it is counted."""
    decoder = codecs.getincrementaldecoder(encoding_of(data))()
    try:
        for start in range(0, len(data), _PIECE):
            task.check()
            decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
    except UnicodeDecodeError:
        decode_text(data, shown)


def _table(data: bytes, faults: Faults, task: Task) -> Iterator[tuple[int, Row]]:
    head = data[:HEAD_SIZE].decode(encoding_of(data), errors="ignore")
    separator = separator_of(next(iter(head.lstrip().splitlines()), ""))
    names: tuple[str, ...] | None = None
    ragged = 0
    for line, cells in cells_of(data, faults, task, separator):
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
    lines, stage = data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), _stage(faults)
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
        pieces = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=list[msgspec.Raw])
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


def _keys_of_first(text: str) -> tuple[str, ...]:
    """Those of the first object; where the beginning of the file ends within a long text, those up to that one."""
    start = _FIRST_OBJECT.match(text)
    if start is None:
        return ()
    for whole in (text, _CUT_ESCAPE.sub(r"\1", text) + '"}'):
        with suppress(ValueError, RecursionError):
            first, _ = json.JSONDecoder().raw_decode(whole, start.start(1))
            return tuple(_name(key) for key in first)
    return ()


def _names(first: str, separator: str) -> tuple[str, ...]:
    try:
        return tuple(_name(c) for c in next(csv.reader([first], delimiter=separator), ()))
    except csv.Error:
        return ()


@lru_cache(maxsize=1024)
def _name(text: str) -> str:
    return text.strip().lower()
