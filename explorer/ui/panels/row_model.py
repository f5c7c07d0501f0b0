"""Rows in words, flat or in groups: told only when they are seen, so that thousands cost no more than a screenful."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from explorer.ui import plain

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[T]):
    """One column: its title, and the words of a row."""

    title: str
    tell: Callable[[T], str]


@dataclass(frozen=True)
class Group(Generic[T]):
    """Rows under a heading, whose cells are told as they are."""

    cells: tuple[str, ...]
    rows: Sequence[T]


class RowModel(QAbstractItemModel, Generic[T]):
    """One row a thing, or a group of them, in the order given.

    tip: what a row says under the mouse. spoken: the first cell for a screen reader. value: what a delegate draws.
    """

    def __init__(
        self,
        columns: Sequence[Column[T]],
        parent: QObject | None = None,
        *,
        tip: Callable[[T], str] | None = None,
        spoken: Callable[[T], str] | None = None,
        value: Callable[[T], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._tip, self._spoken, self._value = tip, spoken, value
        self.rows: Sequence[T] = ()
        self.groups: Sequence[Group[T]] = ()

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show these, in no groups."""
        self.beginResetModel()
        self.rows, self.groups = rows, ()
        self.endResetModel()

    def set_groups(self, groups: Sequence[Group[T]], columns: Sequence[Column[T]] | None = None) -> None:
        """Show these groups; columns: others than before."""
        self.beginResetModel()
        self.rows, self.groups = (), groups
        if columns is not None:
            self._columns = tuple(columns)
        self.endResetModel()

    def row_at(self, index: Index) -> T | None:
        """The thing in a row; None for a group's heading, and for nothing."""
        if not index.isValid():
            return None
        if not self.groups:
            return self.rows[index.row()]
        group = index.internalId()
        return self.groups[group - 1].rows[index.row()] if group else None

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Qt: groups, and rows under them; a view that unfolds a group asks for each of its rows."""
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(self._columns)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]  # Qt's other parent() is no index
        """Qt: the group of a row."""
        group = index.internalId() if index.isValid() else 0
        return self.createIndex(group - 1, 0, 0) if group else QModelIndex()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Qt: the groups, or the rows of one."""
        if not parent.isValid():
            return len(self.groups) or len(self.rows)
        is_group = bool(self.groups) and not parent.internalId() and not parent.column()
        return len(self.groups[parent.row()].rows) if is_group else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Qt: the columns."""
        return len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Qt: the columns' names."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return plain.legible(self._columns[section].title)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a cell's words."""
        if not index.isValid():
            return None
        row = self.row_at(index)
        if row is None:
            return self._heading(index, role)
        if role == Qt.ItemDataRole.DisplayRole:
            return plain.legible(self._columns[index.column()].tell(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            text = self._tip(row) if self._tip is not None else self._columns[index.column()].tell(row)
            return plain.escaped(text)
        if role == Qt.ItemDataRole.AccessibleTextRole and self._spoken is not None and not index.column():
            return plain.legible(self._spoken(row))
        return self._value(row) if role == Qt.ItemDataRole.UserRole and self._value is not None else None

    def _heading(self, index: Index, role: int) -> object:
        cells = self.groups[index.row()].cells
        if role == Qt.ItemDataRole.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        shown = role == Qt.ItemDataRole.DisplayRole and index.column() < len(cells)
        return plain.legible(cells[index.column()]) if shown else None
