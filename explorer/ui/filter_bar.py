"""The bar above the canvas in which one types a filter, or puts it together from what occurs in the system."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from explorer.domain.kinds import Evidence, NodeKind, Severity
from explorer.domain.wording import spoken
from explorer.domain.words import told
from explorer.language import marked, number, tr
from explorer.session.filtering import parse_filter, toggled
from explorer.ui import plain
from explorer.ui.actions import in_a_menu
from explorer.ui.passing_card import PassingCard

_VOCABULARIES: Mapping[str, type[StrEnum]] = {"kind": NodeKind, "evidence": Evidence, "severity": Severity}
Offered = Mapping[str, tuple[tuple[str, int], ...]]
"""By key of a term the values that occur, and how many have each."""

_TYPING_PAUSE_MS = 200
_TITLES = {
    "kind": marked("Kind"),
    "team": marked("Team"),
    "tag": marked("Tag"),
    "evidence": marked("Known by"),
    "finding": marked("Has a finding"),
    "severity": marked("Has a finding as bad as"),
}


class FilterBar(PassingCard):
    """Hidden until it is asked for."""

    changed = Signal(str, bool)
    """The filter, and whether it hides instead of fading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._offered: Offered = {}
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr('Words, or kind:model team:growth tag:"with a space"'))
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(tr("Filter the picture"))
        self.add = QToolButton()
        self.add.setText(tr("Add"))
        self.add.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        plain.tooltip(self.add, tr("Choose from the kinds, teams, tags and findings there are."))
        self.menu = QMenu(self.add)
        self.menu.aboutToShow.connect(self._fill)
        self.add.setMenu(self.menu)
        self.hides = QCheckBox(tr("Hide the others"))
        plain.tooltip(self.hides, tr("Leave out what does not fit, instead of fading it."))
        self._told = plain.label()
        self._told.setObjectName("muted")
        self._clear = QPushButton(tr("Clear"))
        self._close = QPushButton(tr("Close"))
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._assemble()

    def _assemble(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        for made in (self.add, self.hides, self._told, self._clear, self._close):
            row.addWidget(made)
        self._pause.timeout.connect(self._tell)
        self.line.textChanged.connect(lambda _: self._pause.start())
        self.line.returnPressed.connect(self._tell)
        self.hides.toggled.connect(lambda _: self._tell())
        self._clear.clicked.connect(self.clear)
        self._close.clicked.connect(self.leave)
        self.hide()

    @property
    def text(self) -> str:
        """What it says fits."""
        return self._told.text()

    def open(self) -> None:
        """Show it, ready to be typed in."""
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def set_filter(self, text: str, hides: bool) -> None:
        """Show and apply this filter; an empty one closes the bar."""
        self.hides.blockSignals(True)
        self.hides.setChecked(hides)
        self.hides.blockSignals(False)
        self.line.setText(text)
        self._tell()
        self.setVisible(bool(text))

    def clear(self) -> None:
        """Let everything fit; the bar stays."""
        self.line.clear()
        self._tell()

    def leave(self) -> None:
        """Let everything fit, and be gone."""
        self.clear()
        super().leave()

    def show_offer(self, offered: Offered) -> None:
        """Know what occurs in the system."""
        self._offered = offered

    def tell(self, text: str) -> None:
        """Say how much fits."""
        self._told.setText(text)

    def _tell(self) -> None:
        self._pause.stop()
        self.changed.emit(self.line.text(), self.hides.isChecked())

    def _fill(self) -> None:
        self.menu.clear()
        chosen = parse_filter(self.line.text()).terms
        for key, title in _TITLES.items():
            values = self._offered.get(key, ())
            if not values:
                continue
            part = self.menu.addMenu(tr(title))
            for value, count in values:
                label = _label(key, value)
                action = part.addAction(f"{in_a_menu(label)}  ({number(count)})")
                action.setCheckable(True)
                action.setChecked(value.lower() in chosen.get(key, ()))
                action.triggered.connect(lambda _=False, k=key, v=value: self._toggle(k, v))
        if self.menu.isEmpty():
            self.menu.addAction(tr("Nothing to choose from yet")).setEnabled(False)

    def _toggle(self, key: str, value: str) -> None:
        self.line.setText(toggled(self.line.text(), key, value))
        self._tell()


def _label(key: str, value: str) -> str:
    """A term's value as a person reads it."""
    if key == "finding":
        return spoken(value)
    vocabulary = _VOCABULARIES.get(key)
    return told(vocabulary(value)) if vocabulary is not None else value
