"""Views of rows: quick to show however many there are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from explorer.ui.panels.row_model import Column, RowModel
from explorer.ui.panels.row_tree import row_table


class Counting(RowModel[int]):
    """Knows how often it was asked for a row."""

    asked = 0

    def index(self, *place):
        """Qt's."""
        self.asked += 1
        return super().index(*place)


def test_a_table_looks_only_at_the_rows_that_are_seen(qtbot):
    """Of 20,000 rows; the last one is there all the same, and is found by the keyboard."""
    model = Counting((Column("Number", str), Column("Twice", lambda row: str(2 * row))))
    table = row_table("Numbers", model, (90,))
    qtbot.addWidget(table)
    table.resize(300, 200)
    table.show()
    qtbot.waitExposed(table)
    model.asked = 0
    model.set_rows(range(20_000))
    table.grab()
    assert model.asked < 1_000
    table.setCurrentIndex(model.index(0, 0))
    qtbot.keyClick(table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert model.row_at(table.currentIndex()) == 19_999
    assert {index.column() for index in table.selectionModel().selectedIndexes()} == {0, 1}


def test_columns_grow_and_shrink_with_the_text(qtbot):
    """In proportion, also those that a person made wider; the last takes what is left."""
    table = row_table("Numbers", RowModel((Column("Number", str), Column("Twice", str))), (90,))
    qtbot.addWidget(table)
    header, usual = table.horizontalHeader(), table.font()
    before, high = header.sectionSize(0), table.fontMetrics().height()
    large = QFont(usual)
    large.setPointSizeF(usual.pointSizeF() * 2)
    table.setFont(large)
    assert header.sectionSize(0) == pytest.approx(before * table.fontMetrics().height() / high, abs=1)
    header.resizeSection(0, 300)
    table.setFont(usual)
    assert header.sectionSize(0) == pytest.approx(300 * high / QFontMetrics(large).height(), abs=1)
