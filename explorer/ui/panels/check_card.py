"""The card that says what to look at next, how much that tells and whom to ask, and takes the answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from explorer.domain.wording import inside
from explorer.language import tr
from explorer.ui import plain


class CheckCard(QFrame):
    """One suggested check at a time; `place` is its place among those that are worth making."""

    answered = Signal(int, bool)
    """The place of the check that was made, and whether it was bad."""
    turned = Signal(int)
    """Another check is suggested."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._words: Sequence[tuple[str, str]] = ()
        self.place = 0
        self._question = plain.label()
        self._question.setObjectName("heading")
        self._detail = plain.label()
        self._detail.setObjectName("muted")
        for label in (self._question, self._detail):
            label.setWordWrap(True)
        self.bad = QPushButton(tr("It is bad"))
        self.good = QPushButton(tr("It is good"))
        self.other = QPushButton(tr("Another"))
        plain.tooltip(self.other, tr("Suggest the next best check instead."))
        self.bad.clicked.connect(lambda: self.answered.emit(self.place, True))
        self.good.clicked.connect(lambda: self.answered.emit(self.place, False))
        self.other.clicked.connect(self._turn)
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self._question)
        text.addWidget(self._detail)
        text.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        layout.addLayout(text, 1)
        for button in self._buttons:
            layout.addWidget(button)

    @property
    def question(self) -> str:
        """What it asks, or why it asks nothing."""
        return self._question.text()

    @property
    def detail(self) -> str:
        """What the answer would tell, and whom to ask."""
        return self._detail.text()

    def ask(self, words: Sequence[tuple[str, str]]) -> None:
        """Suggest the first of these (question, detail)."""
        self._words, self.place = words, 0
        for button in self._buttons:
            button.setVisible(True)
        self.other.setVisible(len(words) > 1)
        self.set_ready(True)
        self._show()

    def tell(self, text: str) -> None:
        """Suggest nothing, and say why."""
        self._words = ()
        self._question.setText(text)
        self._detail.clear()
        self._detail.hide()
        for button in self._buttons:
            button.hide()

    def set_ready(self, ready: bool) -> None:
        """Whether answers are taken; not while the last is being thought about."""
        for button in self._buttons:
            button.setEnabled(ready)

    @property
    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.bad, self.good, self.other

    def _turn(self) -> None:
        self.place = (self.place + 1) % len(self._words)
        self._show()
        self.turned.emit(self.place)

    def _show(self) -> None:
        question, detail = self._words[self.place]
        self._question.setText(tr("Look next: {question}", question=inside(question)))
        self._detail.setText(detail)
        self._detail.show()
        for button in (self.bad, self.good):
            button.setAccessibleDescription(plain.legible(question))
