"""The command palette: one line over the window in which one types what to do or where to go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.aloud import announce
from explorer.ui.choices import Choice, Offer
from explorer.ui.kind_icons import SIZE
from explorer.ui.panels.choice_rows import ROW, ChoiceDelegate, ChoiceModel

_WIDTH = 640
_TOP = 72
_MOST_ROWS = 12
_MOVES: dict[Qt.Key, Callable[[int, int, int], int]] = {
    Qt.Key.Key_Down: lambda row, page, last: row + 1 if row < last else 0,
    Qt.Key.Key_Up: lambda row, page, last: row - 1 if row > 0 else last,
    Qt.Key.Key_PageDown: lambda row, page, last: min(row + page, last),
    Qt.Key.Key_PageUp: lambda row, page, last: max(row - page, 0),
}
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CommandPalette(QFrame):
    """Lies over its window; Enter takes the current row, arrows move, Esc and looking elsewhere close."""

    chosen = Signal(object)
    """The Choice a person took; the palette is closed by then."""
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window = window
        self._offer: Callable[[str], Offer] = lambda _: Offer((), "")
        self._is_ready = True
        self._is_entered = False
        self._dark = False
        self._before: QWidget | None = None
        self._line = QLineEdit(self)
        self._line.setClearButtonEnabled(True)
        self._line.setAccessibleName(tr("Command palette"))
        self._line.installEventFilter(self)
        self._line.textChanged.connect(self._ask)
        self._model = ChoiceModel(self)
        self._list = QListView(self)
        self._list.setObjectName("choices")
        self._list.setModel(self._model)
        self._list.setItemDelegate(ChoiceDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setIconSize(QSize(SIZE, SIZE))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(tr("What fits"))
        self._list.clicked.connect(lambda _: self._take())
        self._note = plain.label(parent=self)
        self._note.setObjectName("muted")
        self._note.setWordWrap(True)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(8)
        layout.addWidget(self._line)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._note)
        window.installEventFilter(self)
        QApplication.instance().focusObjectChanged.connect(self._follow_focus)  # type: ignore[union-attr]
        self.hide()

    @property
    def choices(self) -> list[Choice]:
        """What is offered now, in order."""
        return list(self._model.choices)

    @property
    def current(self) -> Choice | None:
        """The row that Enter takes."""
        row = self._list.currentIndex().row()
        return self._model.choices[row] if row >= 0 else None

    @property
    def note(self) -> str:
        """What the line below says."""
        return self._note.text()

    def open(self, prompt: str, offer: Callable[[str], Offer], *, ready: bool, dark: bool) -> None:
        """Show it empty; offer: what fits what was typed; ready: whether all that may fit is known yet."""
        self._offer, self._is_ready, self._is_entered, self._dark = offer, ready, False, dark
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self._line.setPlaceholderText(prompt)
        self._line.setAccessibleName(prompt)
        self._line.clear()
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.PopupFocusReason)
        self._ask()

    def be_ready(self) -> None:
        """All that may fit is known now."""
        self._is_ready = True
        if self.isVisible():
            was_entered = self._is_entered
            self._ask()
            if was_entered:
                self._take()

    def leave(self) -> None:
        """Close it, and let the keyboard be where it was."""
        if not self.isVisible():
            return
        has_keyboard = self._line.hasFocus()
        self.hide()
        if has_keyboard and self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that move in the list; a window of another size."""
        if watched is self._line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._press(Qt.Key(event.key()))
        if watched is self._window and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _press(self, key: Qt.Key) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in _ENTERS:
            self._take()
        elif key in _MOVES:
            self._move(key)
        else:
            return False
        return True

    def _move(self, key: Qt.Key) -> None:
        last = self._model.rowCount() - 1
        if last >= 0:
            page = max(1, self._list.viewport().height() // max(1, self._list.sizeHintForRow(0)) - 1)
            row = _MOVES[key](self._list.currentIndex().row(), page, last)
            self._list.setCurrentIndex(self._model.index(row))
            self._say()

    def _ask(self) -> None:
        offer = self._offer(self._line.text())
        self._is_entered = False
        self._model.show(offer.choices, dark=self._dark)
        if offer.choices:
            self._list.setCurrentIndex(self._model.index(0))
        self._list.setVisible(bool(offer.choices))
        self._note.setText(offer.note)
        self._place()
        self._say(offer.note)

    def _say(self, note: str = "") -> None:
        """Tell whoever does not see it which row Enter takes: the keyboard stays in the line."""
        choice = self.current
        parts = (note,) if choice is None else (choice.words, choice.detail, note)
        announce(self._line, ", ".join(part for part in parts if part))

    def _take(self) -> None:
        if not self._is_ready and self._line.text().strip():
            self._is_entered = True  # what fits best is not known before all is
            return
        choice = self.current
        if choice is not None:
            self.leave()
            self.chosen.emit(choice)

    def _place(self) -> None:
        window = self._window
        width = min(_WIDTH, window.width() - 32)
        rows = min(self._model.rowCount(), _MOST_ROWS, (window.height() - 2 * _TOP) // ROW)
        self._list.setFixedHeight(rows * ROW + 2)
        self.setGeometry((window.width() - width) // 2, _TOP, width, self._column.totalHeightForWidth(width))

    def _follow_focus(self, focused: QObject | None) -> None:
        if self.isVisible() and isinstance(focused, QWidget) and not self.isAncestorOf(focused):
            self.leave()
