"""Widgets side by side, or below each other where there is no room."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from explorer.ui.panels.wrapping import Wrapping


class Box(QWidget):
    """Of a size of its own."""

    def minimumSizeHint(self):  # noqa: N802 - Qt's name
        """Qt's."""
        return QSize(200, 100)


@pytest.mark.parametrize(("width", "rows"), [(1000, [3]), (500, [2, 1]), (230, [1, 1, 1])])
def test_what_does_not_fit_on_a_row_goes_to_the_next(qtbot, width, rows):
    """None gets narrower than it may be; each row takes the whole width, whatever the width was before."""
    boxes = [Box() for _ in range(3)]
    wrapping = Wrapping(boxes, (4, 3, 3))
    qtbot.addWidget(wrapping)
    wrapping.show()

    def on_rows():
        tops = [box.y() for box in boxes]
        return [tops.count(top) for top in sorted(set(tops))]

    for wide in (230, 1000, width):
        wrapping.resize(wide, 120)
        qtbot.wait(1)
    qtbot.waitUntil(lambda: on_rows() == rows)
    assert boxes[-1].geometry().right() == wrapping.viewport().width() - 1
    assert all(box.width() >= 200 and box.height() >= 100 for box in boxes)
    assert wrapping.columns == rows[0]
    assert wrapping.minimumSizeHint().width() <= 230
