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
