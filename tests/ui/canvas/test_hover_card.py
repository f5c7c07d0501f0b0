"""The hover card lies beside what it speaks of, inside its room, and takes no mouse and no keyboard."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtWidgets import QWidget

from explorer.session.glances import Glance
from explorer.ui.canvas.hover_card import WIDEST, HoverCard, place_beside

ROOM = QRectF(0, 0, 800, 600)
GLANCE = Glance("Ranker", "model · recs", ("A sentence of some length that is wrapped. " * 4, "Two."))
sides = st.floats(1, 700)


@given(st.floats(-300, 900), st.floats(-300, 700), sides, sides, sides, sides)
def test_it_never_covers_what_it_speaks_of(x, y, wide, high, width, height):
    """Whatever their sizes and places; and it lies inside the room, or nowhere."""
    kept, size = QRectF(x, y, wide, high), QSizeF(width, height)
    place = place_beside(size, kept, ROOM)
    if place is not None:
        assert ROOM.contains(QRectF(place, size))
        assert not QRectF(place, size).intersects(kept)


def test_there_is_a_place_wherever_one_side_has_room():
    """Right of it first, then left, then below."""
    size = QSizeF(200, 100)
    assert place_beside(size, QRectF(100, 100, 100, 40), ROOM).x() > 200
    assert place_beside(size, QRectF(650, 100, 100, 40), ROOM).x() < 450
    assert place_beside(size, QRectF(50, 100, 700, 40), ROOM).y() > 140
    assert place_beside(size, QRectF(0, 0, 800, 600), ROOM) is None


@given(
    st.lists(st.tuples(st.floats(0, 780), st.floats(0, 580)), max_size=12),
    st.floats(150, 550),
    st.floats(150, 400),
)
def test_it_covers_as_few_neighbours_as_any_side_would(places, x, y):
    """Whichever side that is; never what it speaks of."""
    size, kept = QSizeF(140, 90), QRectF(x, y, 80, 30)
    neighbours = [QRectF(*place, 60, 16) for place in places]
    chosen = place_beside(size, kept, ROOM, neighbours)
    assert not QRectF(chosen, size).intersects(kept)

    def covered(at):
        return sum(QRectF(at, size).intersects(each) for each in neighbours)

    sides = (QPointF(x + 90, y), QPointF(x - 150, y), QPointF(x, y + 40), QPointF(x, y - 100))
    assert all(covered(chosen) <= covered(side) for side in sides if ROOM.contains(QRectF(side, size)))


def test_neighbours_to_the_right_send_it_to_the_left():
    """And what is nowhere in its way leaves it where it is."""
    size, kept = QSizeF(200, 100), QRectF(300, 200, 100, 40)
    assert place_beside(size, kept, ROOM, [QRectF(500, 210, 80, 20)]).x() < 300
    assert place_beside(size, kept, ROOM, [QRectF(120, 210, 80, 20)]).x() > 400


def test_it_is_as_high_as_its_text(qtbot):
    """Nothing of it is cut, and nobody is kept from what lies below."""
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 600)
    card = HoverCard(over)
    over.show()
    card.tell(GLANCE, QRectF(10, 10, 100, 40))
    assert card.isVisible()
    assert card.width() <= WIDEST
    assert card.height() >= card.heightForWidth(card.width())
    assert card.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert card.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert card.text.startswith("Ranker\nmodel · recs\nA sentence")
