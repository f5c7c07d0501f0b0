"""What histories say of a metric and its objective: a small plot and sentences; hidden until some are compared."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from explorer.domain.wording import listed
from explorer.domain.words import told
from explorer.language import tr, tr_n
from explorer.ui import plain
from explorer.ui.history_plot import HistoryPlot
from explorer.ui.history_run import HistoryRun
from explorer.ui.panels.scrolled import scroll

_PROBLEMS = 5
_WORDS = 240


class HistoriesView(QWidget):
    """One pair at a time; choosing one lights its metric and objective."""

    lit = Signal(tuple, tuple)

    def __init__(self, run: HistoryRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self.pairs = QComboBox()
        self.pairs.setAccessibleName(tr("Metric and objective"))
        self.pairs.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.plot = HistoryPlot()
        self._told = plain.label()
        self._told.setWordWrap(True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words = QScrollArea()
        scroll(words, self._told)
        words.setMinimumWidth(_WORDS)
        words.setAccessibleName(tr("What the histories say"))
        said = QVBoxLayout()
        said.setSpacing(6)
        said.addWidget(self.pairs)
        said.addWidget(words, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.plot, 3)
        layout.addLayout(said, 2)
        self.pairs.activated.connect(lambda _: self._choose(light=True))
        run.changed.connect(self._show)
        run.started.connect(lambda: self._say(tr("Comparing the histories…")))
        run.stopped.connect(self._say)
        self.hide()

    @property
    def told(self) -> str:
        """What is said below the plot."""
        return self._told.text()

    def choose(self, place: int) -> None:
        """Choose a pair, as a person does."""
        self.pairs.setCurrentIndex(place)
        self._choose(light=True)

    def _say(self, text: str) -> None:
        self.pairs.hide()
        self.plot.show_comparison(None)
        self._told.setText(text)
        self.show()

    def _show(self) -> None:
        found = self._run.result
        self.pairs.clear()
        if found is None:
            self.hide()
            return
        if not found.comparisons:
            from explorer.analysis.histories.evidence import NONE_FIT

            self._say(" ".join((NONE_FIT, *self._problems())))
            return
        nodes = self._run.graph.nodes
        for comparison, pair in zip(found.comparisons, found.pairs, strict=True):
            names = listed((nodes[pair.metric].name, nodes[pair.objective].name))
            self.pairs.addItem(plain.legible(f"{names}: {told(comparison.course)}"))
        self.pairs.show()
        self.show()
        self._choose(light=False)

    def _choose(self, *, light: bool) -> None:
        found, place = self._run.result, self.pairs.currentIndex()
        if found is None or place < 0:
            return
        comparison, pair = found.comparisons[place], found.pairs[place]
        nodes = self._run.graph.nodes
        self.plot.show_comparison(comparison, (nodes[pair.metric].name, nodes[pair.objective].name))
        self._told.setText(" ".join((*comparison.sentences, *self._problems())))
        if light:
            self.lit.emit((pair.metric, pair.objective), ())

    def _problems(self) -> list[str]:
        problems = self._run.result.problems if self._run.result is not None else ()
        lines = [str(p) for p in problems[:_PROBLEMS]]
        more = len(problems) - _PROBLEMS
        if more > 0:
            lines.append(tr_n("And {count:,} more problem.", "And {count:,} more problems.", more))
        return lines
