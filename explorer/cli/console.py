"""What the command line writes: results on standard output, everything else on standard error, names made harmless.

A name may hold what a terminal obeys; nothing reaches one that cannot be seen. Where the terminal knows no arrow or
quotation mark, plain ones stand in.
"""

from __future__ import annotations

import codecs
import json
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from time import monotonic
from typing import TextIO

import msgspec

from explorer.domain.ids import shown_plainly
from explorer.importers.adapter import Task

_PLAIN = {
    "→": "->", "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "·": "*", "•": "*",
    "≥": ">=", "≤": "<=", "≠": "!=", "×": "x", "±": "+-", "⟨": "<", "⟩": ">",
}  # fmt: skip
# Valid in JSON as they are, but a terminal may obey them; inside of JSON they can stand in texts only.
_UNSEEN_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PROGRESS_AFTER, _PROGRESS_EVERY = 0.4, 0.1  # seconds
_WIDEST, _NARROWEST, _WIDEST_CELL = 110, 40, 60


def _stand_in(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(c, "?") for c in error.object[error.start : error.end]), error.end


class Console:
    """Standard output and standard error of one run.

    status: what the run comes to if nobody reads its output to the end.
    """

    def __init__(self, out: TextIO | None = None, err: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._started = monotonic()
        self._told_at = 0.0
        self._under_way: tuple[str, float | None] | None = None  # and not told yet
        self._progress_shown = False
        self.status = 0
        codecs.register_error("ripplemap", _stand_in)
        for stream in (self._out, self._err):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="ripplemap")

    @property
    def width(self) -> int:
        """How many characters a line holds."""
        if not self._out.isatty():
            return _WIDEST
        return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))

    def line(self, text: str = "") -> None:
        """One line of the result."""
        self._clear_progress()
        self._out.write(shown_plainly(text) + "\n")

    def paragraph(self, text: str, *, first: str = "", rest: str | None = None) -> None:
        """A text over as many lines as it needs, `first` before the first of them, `rest` before the others."""
        rest = " " * len(first) if rest is None else rest
        lines = textwrap.wrap(
            shown_plainly(text),
            max(self.width - len(first), _NARROWEST),
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, part in enumerate(lines or [""]):
            self.line(f"{first if number == 0 else rest}{part}".rstrip())

    def table(self, rows: Iterable[Sequence[str]], *, indent: str = "  ") -> None:
        """Rows with their cells one below the other; the last cell may be of any length."""
        clean = [[shown_plainly(cell) for cell in row] for row in rows]
        widths = [
            max((len(row[i]) for row in clean), default=0) for i in range(max(map(len, clean), default=1) - 1)
        ]
        for row in clean:
            cells = [cell.ljust(min(width, 48)) for cell, width in zip(row, widths, strict=False)] + row[
                len(widths) :
            ]
            self.line((indent + "  ".join(cells)).rstrip())

    def json(self, value: object) -> None:
        """The one JSON object of a run."""
        self._clear_progress()
        self._out.write(json_text(value, unicode="utf" in (self._out.encoding or "").lower()))

    def tell(self, text: str) -> None:
        """A message, on standard error."""
        self._clear_progress()
        self._err.write(shown_plainly(text) + "\n")
        self._err.flush()

    def flush(self) -> None:
        """Everything out; BrokenPipeError where nobody reads it."""
        self._clear_progress()
        self._out.flush()
        self._err.flush()

    def task(self) -> Task:
        """Work that tells of its progress on a terminal, in one line that goes away again."""
        return Task(progress=self._progress, check=self._show_progress)

    def _progress(self, text: str, part: float | None) -> None:
        if self._err.isatty():
            self._under_way = text, part
            self._show_progress()

    def _show_progress(self) -> None:
        """What is under way, once it takes long: also where work tells of itself only as it begins."""
        now = monotonic()
        if (
            self._under_way is None
            or now - self._started < _PROGRESS_AFTER
            or now - self._told_at < _PROGRESS_EVERY
        ):
            return
        text, part = self._under_way
        self._told_at, self._progress_shown, self._under_way = now, True, None
        done = "" if part is None else f" {part:4.0%}"
        room = shutil.get_terminal_size().columns - len(done) - 2
        self._err.write(f"\r{shown_plainly(text)[:room]}{done}\x1b[K")
        self._err.flush()

    def _clear_progress(self) -> None:
        if self._progress_shown:
            self._progress_shown = False
            self._err.write("\r\x1b[K")
            self._err.flush()


def json_text(value: object, *, unicode: bool = True) -> str:
    """An indented JSON text; nothing in it acts on a terminal."""
    try:
        text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    except UnicodeEncodeError:  # half a character, such as the name of a file that is no UTF-8
        text = json.dumps(value, indent=2)
    if not unicode:
        text = "".join(c if c.isascii() else _escaped(c) for c in text)
    return _UNSEEN_IN_JSON.sub(lambda found: _escaped(found[0]), text) + "\n"


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{int.from_bytes(units[i : i + 2], 'big'):04x}" for i in range(0, len(units), 2))
