"""What a screen reader gets to read: the outline, the inspector and the answers, and where the selection is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QFrame, QTabBar, QTabWidget, QWidget

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.ui import aloud
from tests.ui.windows import SAMPLE, new_window, open_in

ROLES = QAccessible.Role
NAMED = {
    ROLES.EditableText,
    ROLES.List,
    ROLES.Tree,
    ROLES.Table,
    ROLES.CheckBox,
    ROLES.ComboBox,
    ROLES.SpinBox,
}
"""What a person acts on or reads from; it is of no use without a name."""


def everything_in(widget):
    """The accessible things of a widget and below, but Qt's own parts of one: (role, name, description)."""
    waiting, found = [QAccessible.queryAccessibleInterface(widget)], []
    while waiting:
        here = waiting.pop()
        name, description = here.text(QAccessible.Text.Name), here.text(QAccessible.Text.Description)
        if here.object() is None or not here.object().objectName().startswith("qt_"):
            found.append((here.role(), name, description))
        if here.role() is not ROLES.ComboBox:  # what unfolds from it is Qt's own
            waiting.extend(here.child(i) for i in range(min(here.childCount(), 500)))
    return found


@pytest.fixture
def window(qtbot):
    """The large sample with its answers, and its ranker selected."""
    made = new_window(qtbot)
    open_in(qtbot, made, SAMPLE)
    qtbot.waitUntil(lambda: bool(made.project.answers), timeout=30_000)
    made.select(("ranker",))
    qtbot.waitUntil(lambda: made.is_at_rest, timeout=30_000)
    return made


def test_outline_inspector_and_answers_are_read_to_whoever_does_not_see_them(window):
    """The same words as on the screen."""
    outline = {name for _, name, _ in everything_in(window.outline)}
    assert {"Outline of the system", "Recommendations", "ranker", "watch-hours"} <= outline
    inspector = {name for _, name, _ in everything_in(window.inspector)}
    assert {"ranker", "criticality", "high"} <= inspector
    answers = [name for _, name, _ in everything_in(window.foot)]
    assert "Verdict: partly" in answers
    for answer in window.project.answers:
        assert any(answer.sentences[0].text in name for name in answers)


def test_everything_one_acts_on_has_a_name_and_nothing_is_read_with_marks(window):
    """A tooltip is rich text, which a screen reader would read out."""
    for part in (window, window.outline, window.inspector, window.foot, window.canvas, window.start):
        for role, name, description in everything_in(part):
            assert role not in NAMED or name, (role, part)
            assert "<span" not in description, (name, description)


def test_the_selection_is_said_aloud_where_the_keyboard_is_on_the_canvas(window, monkeypatch):
    """Not while somebody types elsewhere."""
    said = []
    monkeypatch.setattr(aloud.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(aloud.QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    monkeypatch.setattr(window.canvas, "hasFocus", lambda: True)
    window.select(("churn-model",))
    monkeypatch.setattr(window.canvas, "hasFocus", lambda: False)
    window.select(("ranker",))
    assert said == ["churn-model, model, owned by growth; 3 nodes directly upstream, 2 directly downstream."]


def test_a_selection_is_described_by_what_it_is_and_how_it_hangs_together():
    """One node, several, none; a neighbour over two edges counts once."""
    nodes = [Node(id=i, kind=NodeKind.DATASET, name=i, owner="a" if i == "b" else None) for i in "abc"]
    edges = [
        Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS),
        Edge(from_id="a", to_id="b", kind=EdgeKind.DERIVES),
        Edge(from_id="b", to_id="c", kind=EdgeKind.FEEDS),
    ]
    graph = SystemGraph.of(nodes, edges)
    assert aloud.described(graph, ("b",)) == (
        "b, dataset, owned by a; 1 node directly upstream, 1 directly downstream."
    )
    assert "nobody says who owns it; 0 nodes directly upstream" in aloud.described(graph, ("a",))
    assert aloud.described(graph, ("a", "c")) == "2 nodes selected: a and c."
    assert aloud.described(graph, ()) == "Nothing is selected."


def test_the_palette_says_which_row_enter_takes(window, qtbot, monkeypatch):
    """The keyboard stays in its line, so that the list under it says nothing by itself."""
    said = []
    monkeypatch.setattr(aloud.QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(aloud.QAccessible, "updateAccessibility", lambda event: said.append(event.message()))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.actions_by_name["search"].trigger()
    palette = window.seeking.palette
    qtbot.waitUntil(palette._line.hasFocus)
    palette._line.setText("churn")
    qtbot.waitUntil(lambda: any("churn" in text for text in said))
    first = palette.current
    assert first.words in said[-1] and palette.note in said[-1]
    qtbot.keyClick(palette._line, Qt.Key.Key_Down)
    assert palette.current != first and said[-1] == f"{palette.current.words}, {palette.current.detail}"
    palette.leave()


def test_wherever_tab_goes_something_is_said(window):
    """Every widget that takes the keyboard has a name; what unfolds from a box of choices is Qt's own."""
    window.desk.filter_bar.open()
    window.desk.importance.open()
    silent = []
    for widget in window.findChildren(QWidget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not widget.objectName().startswith("qt_")
        if (takes and not isinstance(widget.parent(), QFrame | QTabWidget)) or isinstance(widget, QTabBar):
            here = QAccessible.queryAccessibleInterface(widget.focusProxy() or widget)
            if not here.text(QAccessible.Text.Name):
                silent.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert silent == []
