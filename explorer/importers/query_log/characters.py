"""The characters of a log: one byte that is none costs its place in one line, not the whole log."""

from __future__ import annotations

import codecs

from explorer.importers.adapter import Task
from explorer.importers.reading import decode_text, encoding_of
from explorer.importers.written_records import Faults
from explorer.language import tr_n

_PIECE = 1 << 20
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_MOST_UNREADABLE = 0.25
"""Where a larger part of the characters cannot be read, the file is no text."""


def in_utf8(data: bytes, faults: Faults, task: Task) -> bytes:
    """The text in plain UTF-8, with a mark for what cannot be read, which is told; InputError where it is no text."""
    encoding = encoding_of(data)
    if encoding in ("utf-8", "utf-8-sig") and _is_sound(data, task):
        return data.removeprefix(codecs.BOM_UTF8)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    pieces: list[bytes] = []
    marked: dict[int, None] = {}
    line, characters, unreadable = 1, 0, 0
    for start in range(0, len(data), _PIECE):
        task.check()
        piece = decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
        before = 0
        while (at := piece.find(_UNREADABLE, before)) >= 0:
            line += piece.count("\n", before, at)
            marked[line] = None
            unreadable += 1
            before = at + 1
        line += piece.count("\n", before)
        characters += len(piece)
        pieces.append(piece.encode())
    if marked and unreadable > _MOST_UNREADABLE * characters:
        decode_text(data, faults.shown)  # says what it is instead
    if marked:
        faults.tell(_told(len(marked), encoding), next(iter(marked)))
    return b"".join(pieces)


def _is_sound(data: bytes, task: Task) -> bool:
    """Whether every byte belongs to a character of UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _PIECE):
            task.check()
            decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _told(lines: int, encoding: str) -> str:
    if encoding.startswith("utf-8"):
        return tr_n(
            "{count:,} line holds bytes that are not UTF-8; “{mark}” stands for them. It may be Latin-1 or "
            "Windows-1252; save it as UTF-8.",
            "{count:,} lines, this one first, hold bytes that are not UTF-8; “{mark}” stands for them. It may be "
            "Latin-1 or Windows-1252; save it as UTF-8.",
            lines,
            mark=_UNREADABLE,
        )
    return tr_n(
        "{count:,} line holds bytes that are not {encoding}; “{mark}” stands for them.",
        "{count:,} lines, this one first, hold bytes that are not {encoding}; “{mark}” stands for them.",
        lines,
        encoding=encoding.upper()[:6],
        mark=_UNREADABLE,
    )
