"""The only door through which text reaches a widget that might take it for HTML.

Qt guesses whether a string is rich text. A node named `<img src="/dev/zero">` then hangs the window, so
labels, message boxes, tooltips and static texts are made here, where nothing is guessed; a test of the house
holds that. It hangs too on a name of a megabyte, so that texts are shown to a length that a person reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QStaticText,
    QTextDocument,
)
from PySide6.QtWidgets import QLabel, QMenu, QMessageBox, QWidget

from explorer.drawing.text import shown
from explorer.language import tr
from explorer.ui.letters import give_letters

LONGEST = 1000
"""Characters of a text that are shown at all."""

_MAY_BREAK = "\u200b"
_LONG_WORD = re.compile(r"\S{20,}")
_PART = re.compile(r"[_\W](?=[^\W_])|[^\W_]{20}(?=[^\W_])")
"""What a long word may be broken after."""

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


class _Wrapped(_Label):
    """A label that parts the long names of tables and files, which would widen its page; copied, they are whole."""

    def setText(self, text: str) -> None:
        whole = legible(text)
        QLabel.setText(self, _LONG_WORD.sub(lambda word: _PART.sub(rf"\g<0>{_MAY_BREAK}", word[0]), whole))
        self.setAccessibleName(whole if _MAY_BREAK in QLabel.text(self) else "")

    def text(self) -> str:
        return super().text().replace(_MAY_BREAK, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy(QClipboard.Mode.Clipboard)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if QGuiApplication.clipboard().supportsSelection():
            self._copy(QClipboard.Mode.Selection)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copied = menu.addAction(tr("Copy"), lambda: self._copy(QClipboard.Mode.Clipboard))
        copied.setEnabled(self.hasSelectedText())
        menu.addAction(tr("Select &All"), lambda: self.setSelection(0, len(QLabel.text(self))))
        menu.popup(event.globalPos())

    def _copy(self, mode: QClipboard.Mode) -> None:
        if self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(_MAY_BREAK, ""), mode)


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


def wrapped(text: str) -> QLabel:
    """A text of as many lines as it needs, within words that are long too; it can be selected and copied."""
    made = _Wrapped()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
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
    give_letters(box)
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
    give_letters(box)
    box.exec()
    clicked = box.clickedButton()
    return next(place for place, button in enumerate(buttons) if button is clicked)
