"""The only door through which text reaches a widget that might take it for HTML.

Qt guesses whether a string is rich text. A node named `<img src="/dev/zero">` then hangs the window, so
labels, message boxes, tooltips and static texts are made here, where nothing is guessed; a test of the house
holds that. It hangs too on a name of a megabyte, so that texts are shown to a length that a person reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QStaticText, QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from explorer.drawing.text import shown

LONGEST = 1000
"""Characters of a text that are shown at all."""

Severity = Literal["information", "question", "warning", "error"]

_ICONS = {
    "information": QMessageBox.Icon.Information,
    "question": QMessageBox.Icon.Question,
    "warning": QMessageBox.Icon.Warning,
    "error": QMessageBox.Icon.Critical,
}


class _Label(QLabel):
    """A label whose texts are legible, whoever sets them."""

    def setText(self, text: str) -> None:
        super().setText(legible(text))


def legible(text: str) -> str:
    """`text` as a person reads it: not endless, and with a mark for each character that would act unseen."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    return "\n".join(shown(line, LONGEST) for line in text.split("\n"))


def label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A label that shows `text` as it is, now and after every later `setText`."""
    made = _Label(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def static_text(text: str) -> QStaticText:
    """A text laid out once and painted often, letter by letter as it is."""
    made = QStaticText()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    return made


def own_markdown(target: QTextDocument, text: str) -> None:
    """Let a document show Markdown that comes with the program, never a stranger's; HTML in it is shown as it is."""
    features = QTextDocument.MarkdownFeature
    target.setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)


def tooltip(target: QWidget | QAction, text: str) -> None:
    """Give a widget or an action a tooltip that shows `text` as it is; an empty text removes it."""
    target.setToolTip(escaped(text))
    if isinstance(target, QWidget):  # else a screen reader would read the marks of the rich text
        target.setAccessibleDescription(legible(text))


def escaped(text: str) -> str:
    """`text` as safe rich text, for the places that guess: a model's tooltip role, `QToolTip.showText`."""
    return f'<span style="white-space:pre-wrap">{escape(legible(text))}</span>' if text else ""


def message(
    parent: QWidget | None, title: str, text: str, *, detail: str = "", severity: Severity = "information"
) -> QMessageBox:
    """A message box with one button, ready for `open()`; `detail` is unfolded on request."""
    box = QMessageBox(_ICONS[severity], title, "", QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(legible(text))
    if detail:
        box.setDetailedText(detail)
    return box


def question(
    parent: QWidget | None, title: str, text: str, answers: Sequence[str], *, escape_to: int = -1
) -> int:
    """Ask, wait, and return the place of the chosen answer; Escape and closing choose `escape_to`."""
    box = QMessageBox(_ICONS["question"], title, "", QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(legible(text))
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
    box.setEscapeButton(buttons[escape_to])
    box.exec()
    clicked = box.clickedButton()
    return next(place for place, button in enumerate(buttons) if button is clicked)
