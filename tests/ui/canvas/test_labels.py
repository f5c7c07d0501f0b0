"""Inter on the screen, as wide as it was measured."""

import pytest
from PySide6.QtGui import QFontInfo

from explorer.drawing.text import width
from explorer.ui.canvas.labels import Labels


@pytest.mark.parametrize(("size", "weight"), [(12, 600), (10, 400), (10, 500)])
@pytest.mark.parametrize(
    "text", ["watched-28d", "image-embedding", "confidence ≥ 0.5", "job · perl", "AVATAR To"]
)
def test_a_text_is_drawn_no_wider_than_it_was_measured(qapp, size, weight, text):
    """Kerning may narrow it; a card's text must never outgrow its card."""
    labels = Labels(size, weight)
    assert QFontInfo(labels.font).family() == "Inter"
    assert labels.width(text) <= width(text, size, weight) + 0.5
    assert labels.width(text) >= width(text, size, weight) * 0.9


def test_a_text_without_room_ends_in_a_mark(qapp):
    """It fits then, and one sees that it goes on; a text with room is as it is."""
    labels = Labels(12, 400)
    text = "What if image-embedding gets a new version? 34 of 55 other nodes affected."
    shorter = labels.fitting(text, 200.0)
    assert shorter.endswith("…")
    assert labels.width(shorter) <= 200.0
    assert text.startswith(shorter[:-1].rstrip())
    assert labels.fitting(text, labels.width(text) + 1) == text
