"""The three questions as three cards: a verdict, the sentences it rests on, and what nobody has stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.answers import QUESTIONS, Answer, Sentence, Sureness
from explorer.domain.gaps import field_word
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.domain.words import told
from explorer.language import marked, tr
from explorer.ui import plain, style
from explorer.ui.panels.scrolled import scroll

_TITLES = {1: marked("Change"), 2: marked("Success"), 3: marked("Inventory and faults")}
_MEANING = {
    Sureness.DECLARED: marked("Declared: a manifest says so."),
    Sureness.OBSERVED: marked("Observed: a log shows it."),
    Sureness.INFERRED: marked("Inferred from code, or from what else is known."),
    Sureness.UNKNOWN: marked("Unknown: information is missing, so the worst must be reckoned with."),
}
_A_TURN = 120
"""Sentences; of a large system there are a thousand, and to lay out all of them takes 20 ms."""
_LEAST_LINES = 3
"""Of an answer, that are seen at once."""


class Questions(QWidget):
    """Three cards side by side; choosing a sentence lights what it rests on."""

    lit = Signal(tuple, tuple)
    """Node ids and edge keys that the chosen sentence rests on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questions")
        page, area = QWidget(), QScrollArea()
        layout = QHBoxLayout(page)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(12)
        scroll(
            area, page
        )  # in large text the questions themselves may need more lines than there is room for
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self._cards = {number: QuestionCard(number, self) for number in QUESTIONS}
        for card in self._cards.values():
            layout.addWidget(card, 1)
            card.chosen.connect(self._choose)

    def follow(self, graph: SystemGraph, answers: Sequence[Answer]) -> Iterator[None]:
        """Show these answers about `graph`, some sentences at each step."""
        for answer in answers:
            yield from self._cards[answer.question].follow(graph, answer)

    def set_dark(self, dark: bool) -> None:
        """Draw the marks of the sentences dark or light."""
        for card in self._cards.values():
            card.set_dark(dark)

    def clear(self, text: str) -> None:
        """Show no answers, and why."""
        for card in self._cards.values():
            card.clear(text)

    def card(self, number: int) -> QuestionCard:
        """The card of question 1, 2 or 3."""
        return self._cards[number]

    @property
    def has_chosen(self) -> bool:
        """Whether a sentence is chosen."""
        return any(card.has_chosen for card in self._cards.values())

    def _choose(self, number: int, nodes: tuple[str, ...], edges: tuple[object, ...]) -> None:
        for other, card in self._cards.items():
            if other != number:
                card.unchoose()
        self.lit.emit(nodes, edges)


class QuestionCard(QFrame):
    """One question: its words, the verdict as a chip, its sentences."""

    chosen = Signal(int, tuple, tuple)

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._number = number
        self._surenesses: list[Sureness] = []  # of each sentence that is shown
        self._dark = False
        words = tr(_TITLES[number])
        title = plain.label(f"{number}  {words}")
        title.setObjectName("heading")
        self._verdict = plain.label()
        question = plain.label(tr(QUESTIONS[number]))
        question.setObjectName("muted")
        question.setWordWrap(True)
        self._sentences = _Sentences(self)
        self._sentences.setObjectName("sentences")
        self._sentences.setAccessibleName(
            tr("Answer to question {number}: {title}", number=number, title=words)
        )
        self._sentences.setWordWrap(True)
        self._sentences.setResizeMode(QListWidget.ResizeMode.Adjust)
        self._sentences.setLayoutMode(QListWidget.LayoutMode.Batched)
        self._sentences.setBatchSize(_A_TURN)
        self._sentences.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sentences.itemSelectionChanged.connect(self._choose)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(self._verdict)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addWidget(question)
        layout.addWidget(self._sentences, 1)

    @property
    def verdict(self) -> str:
        """What the chip says."""
        return self._verdict.text()

    @property
    def sentences(self) -> list[str]:
        """What the lines say."""
        return [self._sentences.item(i).text() for i in range(self._sentences.count())]

    @property
    def has_chosen(self) -> bool:
        """Whether one of its sentences is chosen."""
        return bool(self._sentences.selectedItems())

    def follow(self, graph: SystemGraph, answer: Answer) -> Iterator[None]:
        """Show the answer, some sentences at each step; its gaps stand below its sentences."""
        self._verdict.setText(told(answer.verdict))
        self._verdict.setAccessibleName(tr("Verdict: {verdict}", verdict=told(answer.verdict)))
        self._dress_verdict(style.verdict_sheet(answer.verdict))
        self._forget()
        for row, sentence in enumerate((*answer.sentences, *_gaps_told(graph, answer)), 1):
            self._add(sentence)
            if row % _A_TURN == 0:
                yield
        yield

    def set_dark(self, dark: bool) -> None:
        """Draw the marks of the sentences dark or light."""
        self._dark = dark
        for row, sureness in enumerate(self._surenesses):
            self._sentences.item(row).setIcon(style.sureness_icon(sureness, dark=dark))

    def clear(self, text: str) -> None:
        """Show no answer, and why."""
        self._verdict.clear()
        self._verdict.setAccessibleName("")
        self._dress_verdict("")
        self._forget()
        if text:
            item = QListWidgetItem(text)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self._sentences.addItem(item)

    def unchoose(self) -> None:
        """Drop the chosen sentence, without telling of it."""
        self._sentences.blockSignals(True)
        self._sentences.clearSelection()
        self._sentences.setCurrentRow(-1)
        self._sentences.blockSignals(False)

    def choose(self, row: int) -> None:
        """Choose a sentence, as a click does."""
        self._sentences.setCurrentRow(row)

    def _add(self, sentence: Sentence) -> None:
        item = QListWidgetItem(
            style.sureness_icon(sentence.sureness, dark=self._dark), plain.legible(sentence.text)
        )
        item.setToolTip(plain.escaped(tr(_MEANING[sentence.sureness])))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{sentence.text} ({told(sentence.sureness)})")
        item.setData(Qt.ItemDataRole.UserRole, (sentence.nodes, sentence.edges))
        self._sentences.addItem(item)
        self._surenesses.append(sentence.sureness)

    def _forget(self) -> None:
        self._sentences.clear()
        self._surenesses.clear()

    def _dress_verdict(self, sheet: str) -> None:
        if sheet != self._verdict.styleSheet():  # each costs milliseconds
            self._verdict.setStyleSheet(sheet)

    def _choose(self) -> None:
        items = self._sentences.selectedItems()
        nodes, edges = items[0].data(Qt.ItemDataRole.UserRole) if items else ((), ())
        self.chosen.emit(self._number, nodes, edges)


class _Sentences(QListWidget):
    """Takes what room there is, and asks for little: else the page would be scrolled, not the list."""

    def sizeHint(self) -> QSize:
        """Qt: a few lines of whatever size of text."""
        return QSize(super().sizeHint().width(), _LEAST_LINES * self.fontMetrics().lineSpacing())

    def minimumSizeHint(self) -> QSize:
        """Qt: no fewer."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())


def _gaps_told(graph: SystemGraph, answer: Answer) -> Iterable[Sentence]:
    """What nobody has stated, a sentence for each kind of it."""
    for gap in answer.missing:
        known = [i for i in gap.nodes if i in graph.nodes]
        text = tr(
            "Not stated: {field} of {nodes}",
            field=field_word(gap.field),
            nodes=counted(len(gap.nodes), "node"),
        )
        if known:
            text = f"{text} ({named(graph, known, 3)})"
        yield Sentence(text=f"{text}.", sureness=Sureness.UNKNOWN, nodes=tuple(known))
