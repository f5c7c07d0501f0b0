"""Rows flat and in groups: Qt's own checks hold, and only what is looked at is told."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree

told = []


def tell(row):
    """A row's words; what was asked for is noted."""
    told.append(row)
    return f"row {row}"


@pytest.fixture
def model(qtbot):
    """A model of two columns, under Qt's own watch."""
    told.clear()
    made = RowModel((Column("Row", tell), Column("Half", lambda row: f"{row / 2:g}")))
    tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield made
    tester.deleteLater()


def test_flat_rows_have_no_children(model):
    """One row a thing."""
    model.set_rows([1, 2, 3])
    assert [model.index(r, 1).data() for r in range(model.rowCount())] == ["0.5", "1", "1.5"]
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.row_at(model.index(2, 0)) == 3
    assert model.row_at(QModelIndex()) is None


def test_grouped_rows_stand_under_their_heading(model):
    """A heading has its own cells and is no row."""
    model.set_groups([Group(("low", "few"), [1]), Group(("high",), [8, 9])])
    high = model.index(1, 0)
    assert [model.index(0, c).data() for c in (0, 1)] == ["low", "few"]
    assert (high.data(), model.index(1, 1).data()) == ("high", None)
    assert [model.row_at(model.index(r, 0, high)) for r in range(model.rowCount(high))] == [8, 9]
    assert model.index(1, 0, high).parent() == high
    assert model.row_at(high) is None


def test_a_hundred_thousand_rows_are_told_when_they_are_seen(qtbot, model):
    """A view asks for a screenful."""
    view = row_tree("rows", model, (80,))
    qtbot.addWidget(view)
    model.set_groups([Group(("all",), range(100_000))])
    view.expand(model.index(0, 0))
    view.resize(300, 200)
    view.show()
    qtbot.waitExposed(view)
    qtbot.waitUntil(lambda: bool(told))
    assert len(set(told)) < 100


def test_a_heading_is_marked_and_a_name_is_never_taken_for_html(model):
    """The tooltip shows it letter by letter."""
    model.set_groups([Group(("<b>x",), [1])], [Column("<i>", lambda row: "<img src=/dev/zero>")])
    assert model.index(0, 0).data(Qt.ItemDataRole.FontRole).bold()
    tip = model.index(0, 0, model.index(0, 0)).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip
