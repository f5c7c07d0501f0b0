"""The kinds' icons in trees and lists: there for every kind, told apart by shape, readable light and dark."""

import numpy as np
import pytest
from PySide6.QtGui import QImage

from explorer.domain.kinds import NodeKind
from explorer.drawing.theme import DARK, LIGHT, channels
from explorer.ui.kind_icons import SIZE, kind_icon, kind_pixmap


def pixels(kind, dark):
    """The icon as rows of red, green, blue, alpha."""
    image = kind_pixmap(kind, dark=dark).toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 4].reshape(image.height(), image.width(), 4).astype(int)


def stroke(kind, dark):
    """Where the icon's line is, whatever its colour."""
    theme = DARK if dark else LIGHT
    ink, chip = np.array(channels(theme.kinds[kind])), np.array(channels(theme.chips[kind]))
    seen = pixels(kind, dark)[..., :3]
    return np.abs(seen - ink).sum(-1) < np.abs(seen - chip).sum(-1)


@pytest.mark.parametrize("dark", [False, True])
def test_no_two_kinds_have_the_same_shape(qtbot, dark):
    """Told apart without colour: the lines of any two icons differ in a good part of their pixels."""
    shapes = {kind: stroke(kind, dark) for kind in NodeKind}
    assert all(shape.sum() > 50 for shape in shapes.values())
    for kind in NodeKind:
        for other in NodeKind:
            if kind is not other:
                apart = (shapes[kind] ^ shapes[other]).sum() / (shapes[kind] | shapes[other]).sum()
                assert apart > 0.3, (kind, other)


def test_a_row_gets_the_chip_in_its_own_size(qtbot):
    """Sharp on a screen of twice the density, and no larger than a row."""
    assert kind_icon(NodeKind.MODEL, dark=False).availableSizes()
    made = kind_pixmap(NodeKind.MODEL, dark=True)
    assert made.deviceIndependentSize().toSize().width() == SIZE
    assert made.devicePixelRatio() == 2
