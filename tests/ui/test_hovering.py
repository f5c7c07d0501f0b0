"""The hover card in the window: it comes when the pointer rests or Space is pressed, and goes when anything moves."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.ui.hovering import around
from tests.ui.windows import at_rest, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system, with all of it in view."""
    return opened(qtbot, small(tmp_path))


def place_of(window, node_id):
    """The middle of a node's card on the canvas."""
    nodes = window.canvas.picture.nodes
    x, y, wide, high = nodes.boxes[nodes.ids.index(node_id)].tolist()
    at = window.canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    return QPoint(round(at.x), round(at.y))


def move(canvas, at):
    """Move the pointer there with no button held, whatever an earlier test left pressed or open."""
    none = Qt.MouseButton.NoButton
    place, on_screen = QPointF(at), QPointF(canvas.mapToGlobal(at))
    kind = QEvent.Type.MouseMove
    QApplication.sendEvent(
        canvas, QMouseEvent(kind, place, on_screen, none, none, Qt.KeyboardModifier.NoModifier)
    )


def rest_on(qtbot, window, at):
    """Move the pointer there and wait for the card."""
    card = window.reading.hovering.card
    move(window.canvas, at + QPoint(1, 0))
    move(window.canvas, at)
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    return card


def test_a_pointer_that_rests_on_a_node_is_told_of_it(qtbot, window):
    """The card lies beside the node, and goes when the pointer goes on to the ground."""
    at = place_of(window, "ranker")
    card = rest_on(qtbot, window, at)
    assert card.text.startswith("ranker\nmodel · recs\n1 node directly upstream, 1 directly downstream.")
    assert not card.geometry().contains(at)
    move(window.canvas, QPoint(3, window.canvas.height() // 2))
    assert not card.isVisible()


def test_the_card_leaves_the_neighbours_in_sight(qtbot, window):
    """Those that the edges lead to that are lit; of an edge, its two ends."""
    at = place_of(window, "ranker")
    card = rest_on(qtbot, window, at)
    own, others = around(window.canvas, "ranker")
    assert own.contains(QPointF(at)) and len(others) == 2
    for end in ("events", "scores"):
        assert any(each.contains(QPointF(place_of(window, end))) for each in others)
        assert not card.geometry().contains(place_of(window, end))
    key = next(key for key in window.canvas.picture.edges.keys if key[:2] == ("events", "ranker"))
    assert len(around(window.canvas, key)[1]) == 2
    assert around(window.canvas, "gone") == (QRectF(), [])


def test_a_pointer_that_rests_on_an_edge_is_told_of_it(qtbot, window):
    """Between the two cards."""
    first, second = place_of(window, "events"), place_of(window, "ranker")
    edges = window.canvas.picture.edges
    number = next(n for n, key in enumerate(edges.keys) if key[:2] == ("events", "ranker"))
    x, y = edges.tips[number].tolist()
    tip = window.canvas.viewport.to_view(Point(x, y))
    at = QPoint(round(tip.x) - 4, round(tip.y))
    assert first.x() < at.x() < second.x()
    card = rest_on(qtbot, window, at)
    assert card.text.startswith("events → ranker\nfeeds · declared")


def test_the_card_goes_when_the_picture_moves(qtbot, window):
    """Zooming, pressing and another picture leave nothing behind."""
    at = place_of(window, "ranker")
    card = rest_on(qtbot, window, at)
    window.canvas.zoom_by(1.1)
    assert not card.isVisible()
    window.canvas.fit()
    card = rest_on(qtbot, window, at)
    qtbot.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=at)
    assert not card.isVisible()
    qtbot.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=at)


def test_space_tells_of_the_selected_node_and_takes_it_back(qtbot, window):
    """Escape closes the card before it lets the selection go; the keyboard stays on the canvas all the time."""
    canvas, card = window.canvas, window.reading.hovering.card
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    at_rest(qtbot, window)
    assert not card.isVisible()
    window.select(("page",))
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    assert card.text.startswith("page\nconsumer · web")
    assert canvas.hasFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not card.isVisible()
    assert window.selection == ("page",)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    qtbot.waitUntil(card.isVisible, timeout=10_000)
    qtbot.keyClick(canvas, Qt.Key.Key_Space)
    assert not card.isVisible()


def test_space_that_drags_the_picture_tells_nothing(qtbot, window):
    """It was held to pan."""
    canvas, card = window.canvas, window.reading.hovering.card
    window.select(("page",))
    canvas.setFocus()
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    at_rest(qtbot, window)
    assert not card.isVisible()


def test_the_card_tells_what_a_what_if_does_to_a_node(qtbot, window):
    """In the words of the answer."""
    window.project.ask_what_if((HypotheticalChange(kind=ChangeKind.OUTAGE, node="events"),))
    at_rest(qtbot, window)
    card = rest_on(qtbot, window, place_of(window, "ranker"))
    assert "In this what-if: " in card.text
