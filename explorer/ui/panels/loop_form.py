"""What a person may move in the loop simulation: a slider and a number for each setting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QScrollArea, QSlider, QWidget

from explorer.analysis.simulation.settings import LoopSettings
from explorer.language import marked, tr, tr_in
from explorer.ui import plain
from explorer.ui.panels.scrolled import scroll

_SLIDER_STEPS = 1000
_SLIDER_WIDTH = 64
"""Pixels; a shorter one is hard to move."""

_USUAL_WIDTH = 300
_RESIZING = (QEvent.Type.Show, QEvent.Type.LayoutRequest, QEvent.Type.FontChange, QEvent.Type.StyleChange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row: a field of LoopSettings, its words, and the numbers it takes, as they are shown.

    scale: what is shown for a 1 of the field; 100 shows a share in per cent.
    """

    field: str
    label: str
    tip: str
    unit: str = ""
    scale: float = 1.0
    least: float
    most: float
    digits: int = 0

    def shown(self, value: float) -> float:
        """A value of the field as it is shown."""
        return round(value * self.scale, self.digits)

    def meant(self, number: float) -> float | int:
        """The value of the field that a shown number means."""
        return number / self.scale if self.digits or self.scale != 1 else round(number)


SETTINGS = (
    Setting(
        field="threshold", label=marked("Threshold"),
        tip=marked("An item is shown from this confidence of the model on."),
        unit="%", scale=100, least=0, most=100,
    ),
    Setting(
        field="exploration", label=marked("Exploration"),
        tip=marked(
            "The chance that an item below the threshold is shown all the same, so that the model can learn of it."
        ),
        unit="%", scale=100, least=0, most=50, digits=1,
    ),
    Setting(
        field="drift", label=marked("Drift"),
        tip=marked("How far the appeal of an item wanders in a round: the standard deviation of its logit."),
        least=0, most=1, digits=2,
    ),
    Setting(
        field="learning_rate", label=marked("Learning rate"),
        tip=marked("How much the model believes what it has just observed."),
        unit="%", scale=100, least=0, most=100,
    ),
    Setting(
        field="fading", label=marked("Fading"),
        tip=marked("How fast the confidence in what is not shown fades, as a part of the learning rate."),
        unit="%", scale=100, least=0, most=100,
    ),
    Setting(
        field="first_error", label=marked("First error"),
        tip=marked("How wrong the model is before the first round: the standard deviation of its confidence."),
        unit="%", scale=100, least=0, most=50,
    ),
    Setting(
        field="showings", label=marked("Showings"),
        tip=marked("How often an item that is shown is seen in a round."),
        least=1, most=200,
    ),
    Setting(
        field="appeal_mean", label=marked("Mean appeal"),
        tip=marked("The mean of the logit of the appeal; 0 is a chance of 50%."),
        least=-3, most=3, digits=2,
    ),
    Setting(
        field="appeal_spread", label=marked("Spread of appeal"),
        tip=marked("The standard deviation of the logit of the appeal."),
        least=0, most=3, digits=2,
    ),
    Setting(
        field="pairs", label=marked("Pairs"),
        tip=marked("Pairs of a segment of users and an item."),
        least=100, most=20_000,
    ),
    Setting(
        field="rounds", label=marked("Rounds"),
        tip=marked("Rounds of showing and learning."),
        least=4, most=208,
    ),
    Setting(
        field="seeds", label=marked("Runs"),
        tip=marked("Made-up worlds to average over; the bands hold 80% of them."),
        least=1, most=50,
    ),
    Setting(
        field="seed", label=marked("Seed"),
        tip=marked("Where chance begins: the same seed gives the same numbers."),
        least=0, most=9_999,
    ),
)  # fmt: skip


class LoopForm(QScrollArea):
    """A row a setting; tells of every change with all settings together."""

    changed = Signal(object)
    """The LoopSettings a person has chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = LoopSettings()
        self._rows = {setting.field: _Row(setting, self) for setting in SETTINGS}
        self._page = page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(self._rows.values()):
            label = plain.label(tr(row.setting.label))
            label.setBuddy(row.number)
            plain.tooltip(label, tr(row.setting.tip))
            for column, widget in enumerate((label, row.slider, row.number)):
                grid.addWidget(widget, place, column)
            row.changed.connect(self._tell)
        grid.setRowStretch(len(self._rows), 1)
        scroll(self, page)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to what stands in it
        self.set_settings(self._settings)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._widen)
        page.installEventFilter(self)
        self._widen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the rows may need more room, for larger text say; once they have heard of it all."""
        if watched is self._page and event.type() in _RESIZING:
            self._soon.start()
        return super().eventFilter(watched, event)

    @property
    def settings(self) -> LoopSettings:
        """What is chosen now."""
        return self._settings

    def set_settings(self, settings: LoopSettings) -> None:
        """Choose these, without telling of it."""
        self._settings = settings
        for field, row in self._rows.items():
            row.show_value(getattr(settings, field))

    def set_value(self, field: str, value: float) -> None:
        """Choose one of them, as a person does."""
        row = self._rows[field]
        row.number.setValue(row.setting.shown(value))

    def _widen(self) -> None:
        """Be as wide as the rows need beside the bar that scrolls them."""
        bar = self.verticalScrollBar().sizeHint().width()
        self.setFixedWidth(max(_USUAL_WIDTH, self._page.minimumSizeHint().width() + bar))

    def _tell(self, field: str, value: Any) -> None:
        self._settings = replace(self._settings, **{field: value})
        self.changed.emit(self._settings)


class _Row(QObject):
    """A slider and a number that follow each other."""

    changed = Signal(str, object)

    def __init__(self, setting: Setting, parent: QObject) -> None:
        super().__init__(parent)
        self.setting = setting
        self._steps: int = min(_SLIDER_STEPS, round((setting.most - setting.least) * 10.0**setting.digits))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, self._steps)
        self.slider.setMinimumWidth(_SLIDER_WIDTH)
        self.slider.setPageStep(max(1, self._steps // 10))
        self.slider.setAccessibleName(tr("{name}, slider", name=tr(setting.label)))
        self.number = QDoubleSpinBox()
        self.number.setDecimals(setting.digits)
        self.number.setRange(setting.least, setting.most)
        self.number.setSingleStep(10.0**-setting.digits if setting.most < 1000 else 100)
        self.number.setSuffix(tr_in("unit", setting.unit) if setting.unit else "")
        self.number.setGroupSeparatorShown(True)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setKeyboardTracking(False)
        self.number.setAccessibleName(tr(setting.label))
        self.number.setAccessibleDescription(tr(setting.tip))
        for widget in (self.slider, self.number):
            plain.tooltip(widget, tr(setting.tip))
        self.slider.valueChanged.connect(self._slide)
        self.number.valueChanged.connect(self._count)

    def show_value(self, value: float) -> None:
        number = self.setting.shown(value)
        with QSignalBlocker(self.number), QSignalBlocker(self.slider):
            self.number.setValue(number)
            self.slider.setValue(self._place(number))

    def _place(self, number: float) -> int:
        part = (number - self.setting.least) / (self.setting.most - self.setting.least)
        return round(part * self._steps)

    def _slide(self, place: int) -> None:
        span = self.setting.most - self.setting.least
        self.number.setValue(round(self.setting.least + span * place / self._steps, self.setting.digits))

    def _count(self, number: float) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._place(number))
        self.changed.emit(self.setting.field, self.setting.meant(number))
