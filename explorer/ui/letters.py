"""The letters that, with Alt, choose a button or a field of a dialog, or an entry of a menu: none stands for two.

Which are free depends on all the words of a dialog, so they are given when it has them, not written into the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

_MARK = re.compile(r"&(?!&)(?<!&&)(\w)")
_FIRST = re.compile(r"(?<![\w&])\w")
_ANY = re.compile(r"(?<!&)\w")


class Worded(Protocol):
    """What has words of its own: a button, a label, an action."""

    def text(self) -> str:
        """Qt: its words."""

    def setText(self, words: str, /) -> None:
        """Qt: give it others."""


def give_letters(dialog: QWidget) -> None:
    """Mark a letter in the words of each button and of each field's label."""
    give_each(_worded(dialog))


def give_each(worded: Iterable[Worded]) -> None:
    """Mark a letter in the words of each, of those that are seen together; what is marked already stays if it can.

    Where every letter of some words is taken, they have none.
    """
    taken: set[str] = set()
    waiting = []
    for each in worded:
        letter = letter_of(each.text())
        if letter is None or letter in taken:
            waiting.append(each)
        else:
            taken.add(letter)
    for each in waiting:
        words = _MARK.sub(r"\1", each.text())
        place = _free(words, taken)
        if place is not None:
            taken.add(words[place].casefold())
            words = f"{words[:place]}&{words[place:]}"
        if words != each.text():
            each.setText(words)


def letter_of(words: str) -> str | None:
    """The letter that is marked in these words."""
    found = _MARK.search(words)
    return found[1].casefold() if found else None


def _worded(dialog: QWidget) -> Iterator[QAbstractButton | QLabel]:
    """Buttons first: there are few, and their words are known best."""
    yield from (b for b in dialog.findChildren(QAbstractButton) if b.text() and not _is_qts_own(b))
    yield from (label for label in dialog.findChildren(QLabel) if label.buddy() is not None and label.text())


def _is_qts_own(widget: QWidget) -> bool:
    """Whether it is a part of a part, such as the days of a calendar."""
    return widget.objectName().startswith("qt_") and widget.objectName() != "qt_msgbox_button"


def _free(words: str, taken: set[str]) -> int | None:
    """The place of the first letter that nobody has: of a word's beginning, else of any."""
    for wanted in (_FIRST, _ANY):
        for found in wanted.finditer(words):
            if found[0].casefold() not in taken:
                return found.start()
    return None
