"""A quiet tree or table of rows: chosen by mouse or keyboard, told of once, fast with thousands of rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QTreeView, QWidget

from explorer.ui.panels.row_model import Group, RowModel

_MOST_UNFOLDED = 2_000
"""Rows a group may have and be unfolded unasked: a view looks at each of them, some 10 microseconds a row."""
_USUAL_HEIGHT = 14
"""Pixels of a line of text of the usual size."""


def row_tree(
    name: str, model: RowModel[Any], widths: Sequence[int], parent: QWidget | None = None
) -> QTreeView:
    """A view of the model; widths: of all columns but the last, in text of usual size; that takes the rest."""
    made = QTreeView(parent)
    made.setAccessibleName(name)
    made.setModel(model)
    made.setUniformRowHeights(True)
    made.setIndentation(14)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setAllColumnsShowFocus(True)
    made.setStyleSheet("QTreeView::item { padding: 2px 0; }")
    header = made.header()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.setStretchLastSection(True)
    scale_columns(made, header, widths)
    return made


def row_table(name: str, model: RowModel[Any], widths: Sequence[int]) -> QTableView:
    """A view of rows in no groups, of which only those that are seen are looked at; widths: as of `row_tree`."""
    made = QTableView()
    made.setAccessibleName(name)
    made.setModel(model)
    made.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    made.setTabKeyNavigation(False)
    made.setShowGrid(False)
    made.setWordWrap(False)
    made.verticalHeader().hide()
    header = made.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    header.setStretchLastSection(True)
    scale_columns(made, header, widths)
    return made


def unfold(view: QTreeView, groups: Sequence[Group[Any]], most: int) -> None:
    """Unfold the first groups but for very large ones; a heading of one cell has the whole line."""
    for number, group in enumerate(groups):
        view.setFirstColumnSpanned(number, view.rootIndex(), len(group.cells) == 1)
        if number < most and len(group.rows) <= _MOST_UNFOLDED:
            view.expand(view.model().index(number, 0))


def scale_columns(view: QWidget, header: QHeaderView, widths: Sequence[int]) -> None:
    """Make the first columns of a view so wide for text of usual size, and keep them in step with its size."""
    _Columns(view, header, widths)


class _Columns(QObject):
    """Keeps the columns of a view as wide for their words as they were, in whatever size of text."""

    def __init__(self, view: QWidget, header: QHeaderView, widths: Sequence[int]) -> None:
        super().__init__(view)
        self._view, self._header, self._count = view, header, len(widths)
        self._high = view.fontMetrics().height()
        for column, width in enumerate(widths):
            header.resizeSection(column, round(width * self._high / _USUAL_HEIGHT))
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the view may have another font."""
        if event.type() == QEvent.Type.FontChange:
            before, self._high = self._high, self._view.fontMetrics().height()
            for column in range(self._count):
                width = self._header.sectionSize(column)
                self._header.resizeSection(column, round(width * self._high / before))
        return False
