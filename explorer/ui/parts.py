"""The parts of the window, one after the other by a key: the picture, the outline, the inspector and the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from explorer.ui.desk import Desk


def order_parts(desk: Desk) -> None:
    """Let Tab go through the parts in this order too, and from the tabs of the answers to the page in front."""
    QWidget.setTabOrder(desk.canvas, desk.outline)
    QWidget.setTabOrder(desk.outline, desk.inspector)
    QWidget.setTabOrder(desk.inspector, desk.foot)


def go_to_part(desk: Desk, by: int) -> None:
    """Give the keyboard to the next part that is seen, or to the one before; from elsewhere to the picture."""
    # each with what it is a part of: above the picture stand bars, which count as the picture
    parts: list[tuple[QWidget, QWidget]] = [(desk.canvas, desk.page)]
    parts += [(each, each) for each in (desk.outline, desk.inspector, desk.foot) if each.isVisible()]
    focused = QApplication.focusWidget()
    inside = [whole is focused or (focused is not None and whole.isAncestorOf(focused)) for _, whole in parts]
    place = (inside.index(True) + by) % len(parts) if any(inside) else 0
    parts[place][0].setFocus(Qt.FocusReason.ShortcutFocusReason)
