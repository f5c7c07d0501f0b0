"""The list of problems: where, what, how many; and onto the clipboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStyleOptionViewItem

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.ui.panels.problems import Problems

TWO = (
    Problem("There is no key “colour”.", Source("a.yaml", 3), Severity.WARNING),
    Problem('<img src="/dev/zero"> is declared nowhere.', Source("b.yaml", 7), Severity.ERROR),
)


def panel(qtbot, problems) -> Problems:
    """The panel with these."""
    made = Problems()
    qtbot.addWidget(made)
    made.set_problems(problems, dark=False)
    return made


def test_each_problem_stands_with_its_file_and_line(qtbot):
    """In the order in which they were met; the sum says how many are errors."""
    shown = panel(qtbot, TWO)
    assert [shown.row_text(row) for row in range(shown.count)] == [
        "a.yaml:3: There is no key “colour”.",
        'b.yaml:7: <img src="/dev/zero"> is declared nowhere.',
    ]
    assert shown._summary.text() == "2 problems, 1 error; the rest was read."


def test_a_doubt_leads_to_where_it_is_settled(qtbot):
    """Enter, or the button, which is there only while a problem is chosen that somebody can settle."""
    doubt = Problem("“s.t” could be either.", Source("c.yaml", 1), Severity.WARNING, doubt="s.t")
    shown, wanted = panel(qtbot, (*TWO, doubt)), []
    shown.doubt_wanted.connect(wanted.append)
    shown.show()
    shown._rows.setCurrentItem(shown._rows.topLevelItem(0))
    qtbot.keyClick(shown._rows, Qt.Key.Key_Return)
    assert (wanted, shown.settle.isVisible()) == ([], False)
    shown._rows.setCurrentItem(shown._rows.topLevelItem(2))
    qtbot.keyClick(shown._rows, Qt.Key.Key_Return)
    shown.settle.click()
    assert (wanted, shown.settle.isVisible()) == (["s.t", "s.t"], True)
    shown.set_problems(TWO, dark=False)
    assert not shown.settle.isVisible()


def test_no_problem_is_said_in_words(qtbot):
    """An empty list alone would leave a doubt."""
    shown = panel(qtbot, ())
    assert shown.count == 0
    assert shown._summary.text().startswith("No problems")


def test_chosen_problems_can_be_copied(qtbot):
    """One a line, as they are read."""
    shown = panel(qtbot, TWO)
    shown._rows.selectAll()
    shown.copy_chosen()
    assert QGuiApplication.clipboard().text().splitlines() == [shown.row_text(0), shown.row_text(1)]


def test_thousands_are_cut_and_the_cut_is_told(qtbot):
    """The window stays quick; the sum still counts all."""
    many = [Problem(f"Problem {n}.", Source("a.yaml", n + 1)) for n in range(5000)]
    shown = panel(qtbot, many)
    assert shown.count == 2000
    assert "5,000 problems" in shown._summary.text()
    assert "The first 2,000 are shown" in shown._summary.text()


def test_paths_keep_their_end_and_columns_grow_with_the_text(qtbot):
    """A path is cut in its middle, because it tells most at its end; a message is cut at its end."""
    shown = panel(qtbot, TWO)
    tree = shown._rows
    elided = []
    for column in (0, 1):
        option = QStyleOptionViewItem()
        tree.initViewItemOption(option)
        index = tree.model().index(0, column)
        tree.itemDelegateForIndex(index).initStyleOption(option, index)
        elided.append(option.textElideMode)
    assert elided == [Qt.TextElideMode.ElideMiddle, Qt.TextElideMode.ElideRight]
    before, high = tree.columnWidth(0), tree.fontMetrics().height()
    large = tree.font()
    large.setPointSizeF(large.pointSizeF() * 1.5)
    tree.setFont(large)
    assert tree.columnWidth(0) == pytest.approx(before * tree.fontMetrics().height() / high, abs=1)
