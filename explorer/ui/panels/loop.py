"""The loop simulation as a page: a loop and its settings on the left, what a filter does to it beside them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from explorer.analysis.simulation.loop_simulation import NOTE, Course, LoopSimulation
from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.findings import Finding
from explorer.language import marked, tr, tr_in
from explorer.ui import plain
from explorer.ui.loop_run import LoopRun
from explorer.ui.panels.loop_form import LoopForm
from explorer.ui.panels.loop_model import LoopModel
from explorer.ui.panels.scrolled import scroll
from explorer.ui.panels.wrapping import Wrapping
from explorer.ui.plots import Axes, Line, LinePlot

_BAND = marked("80% of the runs end")
_WORDS = 270


def _axes(title: str, *, floor: float | None, span: float) -> Axes:
    return Axes(
        title=title,
        unit=tr_in("unit", "%"),
        x_name=tr("rounds"),
        x_at=marked("round {place:,}"),
        band_says=tr(_BAND),
        floor=floor,
        least_span=span,
    )


class LoopPanel(QWidget):
    """Chooses a loop, moves its settings, and shows what comes of it; choosing a loop lights it."""

    lit = Signal(tuple, tuple)

    def __init__(self, run: LoopRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loop")
        self._run = run
        self._read = LoopSettings()
        self._notes: Sequence[str] = ()
        self._model = LoopModel(lambda: run.graph, self)
        self.loops = QComboBox()
        choices = QListView()
        choices.setUniformItemSizes(
            True
        )  # else every row is measured whenever the text or its colours change
        self.loops.setView(choices)
        self.loops.setModel(self._model)
        self.loops.setAccessibleName(tr("Feedback loop"))
        self.loops.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.loops.activated.connect(lambda _: self._choose(light=True))
        self.form = LoopForm()
        self.form.changed.connect(self._ask)
        self._reset = QPushButton(tr("Back to what the loop says"))
        self._reset.clicked.connect(self._back)
        self.clicks = LinePlot(_axes(tr("What it looks like, what it delivers"), floor=None, span=30))
        self.hidden = LinePlot(_axes(tr("Good items hidden"), floor=0, span=30))
        self.band = LinePlot(_axes(tr("Confidence 50–60%"), floor=0, span=20))
        self._told = plain.label()
        self._told.setObjectName("heading")
        self._note = plain.label(tr(NOTE))
        self._note.setObjectName("muted")
        self._state = plain.label()
        self._state.setObjectName("muted")
        for text in (self._told, self._note, self._state):
            text.setWordWrap(True)
        self._assemble()
        run.loops_changed.connect(self._show_loops)
        run.started.connect(lambda: self._state.setText(tr("Simulating…")))
        run.finished.connect(self._show_result)
        run.stopped.connect(self._state.setText)
        self._show_loops()

    @property
    def told(self) -> str:
        """What came of it, in a sentence; empty while nothing has."""
        return "" if self._told.isHidden() else self._told.text()

    @property
    def state(self) -> str:
        """What the settings rest on, or what is being done."""
        return self._state.text()

    @property
    def loop(self) -> Finding | None:
        """The loop that is chosen."""
        return self._model.loop_at(self.loops.currentIndex())

    def choose(self, place: int) -> None:
        """Choose a line of the list of loops, as a person does."""
        self.loops.setCurrentIndex(place)
        self._choose(light=True)

    def choose_loop(self, loop: Finding) -> bool:
        """Choose this loop, if it is one of those that are shown; whether it is."""
        found = self._run.loops or ()
        if loop not in found:
            return False
        self.choose(found.index(loop))
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: what nobody looks at is not run."""
        super().showEvent(event)
        self._run_where_due()

    def _assemble(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.loops)
        left.addWidget(self.form, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 8)
        layout.setSpacing(12)
        layout.addLayout(left)
        layout.addWidget(
            Wrapping([_card(plot) for plot in (self.clicks, self.hidden, self.band)], (4, 3, 3)), 1
        )
        layout.addWidget(self._words())
        QWidget.setTabOrder(self.loops, self.form)

    def _words(self) -> QScrollArea:
        """What came of it, in words; what does not fit is scrolled to."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        for widget in (self._told, self._note, self._state):
            column.addWidget(widget)
        column.addWidget(self._reset, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        words = QScrollArea()
        scroll(words, page)
        words.setFixedWidth(_WORDS)
        words.setAccessibleName(tr("What came of it"))
        return words

    def _show_loops(self) -> None:
        """Other loops: the first is chosen, because its edges say more than an example."""
        self._model.set_loops(self._run.loops or ())
        self.loops.setCurrentIndex(self._most_telling())
        self._choose(light=False)

    def _most_telling(self) -> int:
        """The first loop with a filter, because there is something to see; else the first."""
        loops = self._run.loops or ()
        filters = (n for n, loop in enumerate(loops) if self._run.read(loop).settings.threshold > 0)
        return next(filters, 0)

    def _choose(self, *, light: bool) -> None:
        loop = self.loop
        read = self._run.read(loop)
        self._read, self._notes = read.settings, read.notes
        if loop is None and self._run.loops is None:
            self._notes = (tr("The feedback loops are not found yet. Move a slider to see an example."),)
        elif loop is None and not self._run.loops:
            self._notes = (
                tr("No feedback loop was found in this system. This is an example with made-up settings."),
            )
        self.form.set_settings(read.settings)
        self._clear()
        if light:
            self.lit.emit(*(((), ()) if loop is None else (loop.nodes, loop.edges)))
        self._run_where_due()

    def _back(self) -> None:
        self.form.set_settings(self._read)
        self._ask(self._read)

    def _ask(self, settings: LoopSettings) -> None:
        self._reset.setVisible(settings != self._read)
        self._run.run(settings)

    def _clear(self) -> None:
        """What was shown is of another loop."""
        self._run.forget()
        for plot in (self.clicks, self.hidden, self.band):
            plot.show_lines(())
        self._told.setVisible(False)
        self._reset.setVisible(False)
        self._state.setText(" ".join(self._notes))

    def _run_where_due(self) -> None:
        run = self._run
        if self.isVisible() and run.loops is not None and run.result is None and not run.is_under_way:
            self._ask(self.form.settings)

    def _show_result(self) -> None:
        result = self._run.result
        if result is None:
            return
        from explorer.session.simulating import verdict

        self.clicks.show_lines(
            (
                _line(tr("clicks on shown"), result.clicks_on_shown, 0),
                _line(tr("value delivered"), result.value_delivered, 1),
            )
        )
        self.hidden.show_lines((_line(tr("of the good"), result.good_hidden, 2),))
        self.band.show_lines((_line(tr("of all pairs"), result.band, 3),))
        self._told.setText(verdict(result))
        self._told.setVisible(True)
        self._state.setText(" ".join((*self._notes, *_moved(self._read, result))))


def _card(plot: LinePlot) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(4, 4, 4, 4)
    inside.addWidget(plot)
    return card


def _line(name: str, course: Course, hue: int) -> Line:
    mean, low, high = ((each * 100).tolist() for each in (course.mean, course.low, course.high))
    return Line(name=name, values=mean, low=low, high=high, hue=hue)


def _moved(read: LoopSettings, result: LoopSimulation) -> Sequence[str]:
    """What a person has set, where it is not what the loop says."""
    asked = result.settings
    if (asked.threshold, asked.exploration) == (read.threshold, read.exploration):
        return ()
    return (
        tr(
            "Moved to: threshold {threshold:.0%}, exploration {exploration:.1%}.",
            threshold=asked.threshold,
            exploration=asked.exploration,
        ),
    )
