"""The cards above the picture: each is left with Escape, from wherever in it the keyboard is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from explorer.ui.filter_bar import FilterBar
from explorer.ui.panels.importance_bar import ImportanceBar
from explorer.ui.passing_card import PassingCard
from explorer.ui.tour_panel import TourPanel


@pytest.mark.parametrize("kind", [FilterBar, ImportanceBar, TourPanel])
def test_escape_leaves_it_and_tells_so_once(qtbot, kind):
    """Also from a field in it, which has no use for the key."""
    window = QWidget()
    qtbot.addWidget(window)
    card: PassingCard = kind(window)
    window.show()
    card.show()
    told = []
    card.left.connect(lambda: told.append(card.isVisible()))
    field = next(each for each in card.findChildren(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus)
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert told == [False]
