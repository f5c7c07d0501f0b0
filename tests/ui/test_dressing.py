"""Dressing: what is worn after a renewal is what a sheet given anew would have brought."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from explorer.drawing.theme import DARK, LIGHT
from explorer.ui import plain, style
from explorer.ui.dressing import Dressing
from explorer.ui.palette import apply_palette


@pytest.fixture
def application(qtbot):
    """In light colours and the font it has, also afterwards."""
    made, font = QApplication.instance(), QApplication.font()
    apply_palette(made, LIGHT)
    yield made
    made.setFont(font)
    apply_palette(made, LIGHT)


@pytest.fixture
def page(qtbot, application):
    """A card with a title and some muted words, shown."""
    made = QWidget()
    card = QFrame(made)
    card.setObjectName("card")
    column = QVBoxLayout(card)
    for name in ("title", "muted"):
        label = plain.label("Words")
        label.setObjectName(name)
        column.addWidget(label)
    QVBoxLayout(made).addWidget(card)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def rest(qtbot, dressing):
    """Wait until all widgets have had their turn."""
    qtbot.waitUntil(lambda: not dressing.is_under_way)


def worn_anew(application, page):
    """The page as it looks once the sheet was given anew."""
    application.setStyleSheet("")
    application.setStyleSheet(style.SHEET)
    return page.grab().toImage()


def test_colours_follow_the_palette(qtbot, application, page):
    """In the dark, a card's ground and muted words have the dark palette's colours, as if the sheet were new."""
    dressing = Dressing(application)
    before = page.grab().toImage()
    apply_palette(application, DARK)
    dressing.renew()
    rest(qtbot, dressing)
    after = page.grab().toImage()
    assert after != before
    assert after == worn_anew(application, page)


def test_text_grows_also_where_the_sheet_says_how_it_is_written(qtbot, application, page):
    """Every line is taller in a larger font; colours and weights stay those of the sheet."""
    dressing = Dressing(application)
    muted = page.findChild(QWidget, "muted")
    before, font = muted.sizeHint().height(), application.font()
    font.setPointSizeF(font.pointSizeF() * 1.5)
    dressing.write_in(font)
    dressing.renew()
    rest(qtbot, dressing)
    assert muted.sizeHint().height() > before
    assert page.grab().toImage() == worn_anew(application, page)


def test_what_was_to_be_painted_meanwhile_is_painted_when_all_that_is_seen_has_followed(
    qtbot, application, page
):
    """Nothing before, so that nobody sees half of it; also what paints its own ground, which its window does not."""
    painted = []

    class Own(QWidget):
        def paintEvent(self, event):  # noqa: N802 - Qt's name
            painted.append(own.updatesEnabled())

    own = Own(page)
    own.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    own.resize(20, 20)
    own.show()
    qtbot.waitUntil(lambda: bool(painted))
    dressing = Dressing(application)
    painted.clear()
    dressing.renew()
    assert not own.updatesEnabled()
    page.resize(page.width() + 80, page.height())  # larger text may need more room
    own.update()
    rest(qtbot, dressing)
    qtbot.waitUntil(lambda: bool(painted))
    assert all(painted) and own.updatesEnabled()


def test_a_widget_that_goes_meanwhile_is_left_out(qtbot, application):
    """Between two turns anything may be deleted."""
    dressing = Dressing(application)
    many = [QWidget() for _ in range(200)]
    dressing.renew()
    for widget in many:
        widget.deleteLater()
    rest(qtbot, dressing)
    assert not dressing.is_under_way
