"""The list under a line: Return goes to the form as soon as what is written is whole."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout

from explorer.ui.panels.completing import Completing
from explorer.ui.panels.new_edge import NewEdge
from tests.analysis.systems import node, system

# the offscreen platform cannot give a list the keyboard
pytestmark = pytest.mark.qt_log_ignore("does not support raise", "does not support grabbing")

GRAPH = system([node("dataset", "scores"), node("model", "ranker"), node("model", "ranker-v2")], [])


@pytest.fixture
def form(qtbot):
    """A form for an edge from the scores, with the keyboard where its other end is written."""
    made = NewEdge(GRAPH, ["scores"])
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    made.activateWindow()
    made.end.setFocus()
    qtbot.waitUntil(made.end.hasFocus)
    qtbot.waitUntil(lambda: made.end.completer().model().rowCount() > 0)
    return made


def write(qtbot, line, text):
    """Type this; the list opens."""
    qtbot.keyClicks(line, text)
    qtbot.waitUntil(line.completer().popup().isVisible)


def test_return_makes_the_edge_when_the_name_is_whole(qtbot, form):
    """Though the list is open, with a longer name in it."""
    made = []
    form.made.connect(made.append)
    write(qtbot, form.end, "ranker")
    qtbot.keyClick(form.end.completer().popup(), Qt.Key.Key_Return)
    assert [edge.name for edge in made] == ["Connect scores → ranker"]
    assert not form.isVisible() and not form.end.completer().popup().isVisible()


def test_return_takes_the_row_that_is_chosen(qtbot, form):
    """The form stays, to be looked at once more; the next Return makes the edge."""
    write(qtbot, form.end, "v2")
    popup = form.end.completer().popup()
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert form.end.text() == "ranker-v2" and form.isVisible()
    made = []
    form.made.connect(made.append)
    qtbot.keyClick(form.end, Qt.Key.Key_Return)
    assert [edge.name for edge in made] == ["Connect scores → ranker-v2"]


def test_what_is_not_whole_is_told_and_the_form_stays(qtbot, form):
    """As without a list."""
    write(qtbot, form.end, "ank")
    qtbot.keyClick(form.end.completer().popup(), Qt.Key.Key_Return)
    assert form.isVisible() and "ank" in form.fault.text()


def test_a_line_that_does_something_itself_does_it_once(qtbot):
    """Where Return is asked for by the line, not by a form around it."""
    dialog = QDialog()
    qtbot.addWidget(dialog)
    line = QLineEdit()
    line.setCompleter(Completing(line, ["growth", "recs"]))
    QVBoxLayout(dialog).addWidget(line)
    dialog.show()
    dialog.activateWindow()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    asked = []
    line.returnPressed.connect(lambda: asked.append(line.text()))
    write(qtbot, line, "recs")
    qtbot.keyClick(line.completer().popup(), Qt.Key.Key_Enter)
    assert asked == ["recs"]
