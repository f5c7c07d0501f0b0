"""The panel of the tour: its words, its buttons, and a place beside what it speaks of."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from explorer.ui.tour_panel import Ring, TourPanel, place_beside

ROOM = QRect(0, 0, 1200, 800)
SPANS = st.tuples(st.integers(0, 1100), st.integers(0, 700), st.integers(20, 1200), st.integers(20, 800))


@given(SPANS, st.integers(100, 400), st.integers(80, 300))
def test_it_stays_in_the_room_and_off_the_part_where_a_side_has_room(span, width, height):
    """Whatever it speaks of, and however large it is itself."""
    part, size = QRect(*span) & ROOM, QSize(width, height)
    placed = QRect(place_beside(part, size, ROOM), size)
    assert ROOM.contains(placed)
    gap = 10
    has_side = (
        part.right() + 1 + gap + width <= ROOM.width()
        or part.left() - gap - width >= 0
        or part.bottom() + 1 + gap + height <= ROOM.height()
        or part.top() - gap - height >= 0
    )
    assert part.intersects(placed) != has_side


def test_the_ring_takes_no_clicks_and_covers_only_its_line(qtbot):
    """What it stands around is used as ever."""
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(400, 300)
    below.show()
    ring = Ring(below)
    ring.surround(QRect(50, 50, 200, 100))
    assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert ring.geometry() == QRect(50, 50, 200, 100)
    assert not ring.mask().contains(ring.rect().center())
    assert ring.mask().contains(ring.rect().topLeft())


def test_a_step_is_read_out_and_its_ends_are_ends(qtbot):
    """A screen reader gets the title, the place and the words; the keyboard is at what does the step, or at Next."""
    below = QWidget()
    qtbot.addWidget(below)
    below.resize(800, 600)
    with qtbot.waitActive(below):
        below.show()
    panel = TourPanel(below)
    panel.show_step("The picture", "Each shape is a part.", "Select one", 1, 3)
    panel.show_state(is_done=False, is_possible=True)
    spoken = QAccessible.queryAccessibleInterface(panel)
    assert spoken.text(QAccessible.Text.Name) == "Tour: The picture, step 1 of 3"
    assert spoken.text(QAccessible.Text.Description) == "Each shape is a part."
    assert panel.do.hasFocus()
    assert (panel.back.isEnabled(), panel.do.isVisible(), panel._done.isVisible()) == (False, True, False)
    panel.show_step("The end", "That is all.", "", 3, 3)
    panel.show_state(is_done=True, is_possible=True)
    assert (panel.next.text(), panel.do.isVisible(), panel._done.isVisible()) == ("Finish", False, True)
    assert panel.next.hasFocus()
    with qtbot.waitSignal(panel.left):
        qtbot.keyClick(panel.next, Qt.Key.Key_Escape)
