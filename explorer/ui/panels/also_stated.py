"""A fold of the inspector: what a source says of a part beyond its attributes, closed until a person wants it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QToolButton, QVBoxLayout, QWidget

from explorer.language import tr, tr_in
from explorer.ui.panels.attribute_rows import rows_form


class AlsoStated(QWidget):
    """A button that opens and closes the rows beneath it; the rows are made when they are first seen."""

    turned = Signal(bool)
    """Whether a person has opened or closed it."""

    def __init__(
        self, rows: Sequence[tuple[str, str]], *, is_open: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._body: QWidget | None = None
        self._button = QToolButton()
        self._button.setObjectName("also-stated")
        self._button.setAutoRaise(True)
        self._button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._button.setText(tr("Also stated ({count:,})", count=len(rows)))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._button.clicked.connect(self._turn)
        self._is_open = is_open
        self._show()

    def _turn(self) -> None:
        self._is_open = not self._is_open
        self._show()
        self.turned.emit(self._is_open)

    def _show(self) -> None:
        self._button.setArrowType(Qt.ArrowType.DownArrow if self._is_open else Qt.ArrowType.RightArrow)
        self._button.setAccessibleDescription(
            tr_in("a fold", "open") if self._is_open else tr_in("a fold", "closed")
        )
        if self._is_open and self._body is None:
            self._body = QWidget()
            form = rows_form(self._rows)
            form.setContentsMargins(0, 0, 0, 0)
            form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)  # names of strangers have any length
            self._body.setLayout(form)
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(self._is_open)
