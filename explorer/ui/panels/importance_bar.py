"""The slider that leaves out the least important nodes of a picture that is too full."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSlider, QWidget

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.passing_card import PassingCard

_MOST = 95
_PAUSE_MS = 150


class ImportanceBar(PassingCard):
    """Hidden until it is asked for. To close it leaves what it hides hidden, for the banner above tells of that."""

    moved = Signal(float)
    """The share of the nodes that is to be left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = tr("Hide the least important nodes")
        label = plain.label(name)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _MOST)
        self.slider.setPageStep(10)
        self.slider.setMinimumWidth(160)
        self.slider.setAccessibleName(tr("{name}, in percent", name=name))
        tip = tr(
            "Those with the fewest edges go first; objectives, models, the metrics that judge them, "
            "and what is of high criticality, on a loop or affected go last."
        )
        plain.tooltip(self.slider, tip)
        self.slider.setAccessibleDescription(tip)
        label.setBuddy(self.slider)
        self._share = plain.label("0 %")
        self._share.setMinimumWidth(44)
        close = QPushButton(tr("Close"))
        close.clicked.connect(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(label)
        row.addWidget(self.slider, 1)
        row.addWidget(self._share)
        row.addWidget(close)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._soon.timeout.connect(lambda: self.moved.emit(self.slider.value() / 100))
        self.slider.valueChanged.connect(self._follow)
        self.hide()

    def show_share(self, share: float) -> None:
        """Follow what is left out, without asking for it again."""
        if not self._soon.isActive():
            self.slider.blockSignals(True)
            self.slider.setValue(round(share * 100))
            self.slider.blockSignals(False)
            self._share.setText(f"{self.slider.value()} %")

    def open(self) -> None:
        """Show the slider and let the keyboard move it."""
        self.show()
        self.slider.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _follow(self, value: int) -> None:
        self._share.setText(f"{value} %")
        self._soon.start()
