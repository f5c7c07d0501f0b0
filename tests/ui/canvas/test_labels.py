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


def test_a_long_text_is_broken_at_spaces_and_cut_in_its_last_line_alone(qapp):
    """No line is wider than the room, even of one long word; every word stands in it while there are lines."""
    labels = Labels(12, 400)
    text = "56 nodes, 79 edges · data of 2026-11-23"
    room = 0.7 * labels.width(text)
    assert labels.lines(text, 2 * room, 2) == [text]
    lines = labels.lines(text, room, 2)
    assert " ".join(lines) == text and len(lines) == 2
    short = labels.lines(f"{text} · {text}", room, 2)
    assert short[0] == lines[0] and short[1].endswith("…") and len(short) == 2
    (word,) = labels.lines("n" * 200, room, 2)
    assert word.endswith("…") and labels.width(word) <= room
    assert labels.lines("", room, 2) == labels.lines(text, room, 0) == []
