"""A name that looks like HTML is shown as it is, wherever it is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QTextEdit

from explorer.ui import plain

HOSTILE = '<img src="/nowhere">&amp;<b>bold</b>\nsecond line'


def test_a_label_keeps_plain_text_even_when_its_text_changes(qtbot):
    """A label never turns to rich text, whatever is set later."""
    made = plain.label("first")
    qtbot.addWidget(made)
    made.setText(HOSTILE)
    assert made.textFormat() == Qt.TextFormat.PlainText
    assert made.text() == HOSTILE


def test_a_static_text_is_plain():
    """The canvas's cached texts are plain."""
    made = plain.static_text(HOSTILE)
    assert (made.text(), made.textFormat()) == (HOSTILE, Qt.TextFormat.PlainText)


@pytest.mark.parametrize("text", [HOSTILE, "a < b", "&lt;", "plain", "two  spaces\nand a line"])
def test_a_tooltip_shows_every_character_of_its_text(qtbot, text):
    """Read as Qt reads a tooltip, the shown characters are the text's own."""
    button = QPushButton()
    qtbot.addWidget(button)
    plain.tooltip(button, text)
    assert button.toolTip().startswith("<span")  # what Qt looks at when it guesses
    document = QTextDocument()
    document.setHtml(button.toolTip())
    assert document.toPlainText() == text


def test_an_empty_tooltip_is_none_at_all(qtbot):
    """An empty text removes the tooltip instead of showing an empty box."""
    button = QPushButton()
    qtbot.addWidget(button)
    plain.tooltip(button, "x")
    plain.tooltip(button, "")
    assert button.toolTip() == ""


def test_a_message_shows_hostile_text_and_detail_as_they_are(qtbot):
    """Neither the sentence nor the detail of a message box is taken for HTML."""
    box = plain.message(None, "Problem", HOSTILE, detail=HOSTILE, severity="warning")
    qtbot.addWidget(box)
    box.open()
    assert box.textFormat() == Qt.TextFormat.PlainText
    shown = [each for each in box.findChildren(QLabel) if each.text()]
    assert [each.text() for each in shown] == [HOSTILE]
    assert [Qt.TextFormat.PlainText] == [each.textFormat() for each in shown]
    assert [each.toPlainText() for each in box.findChildren(QTextEdit)] == [HOSTILE]
    box.close()


@pytest.mark.parametrize(("press", "expected"), [("Save", 0), ("Discard", 1), (None, 2)])
def test_a_question_returns_the_place_of_the_answer(qtbot, monkeypatch, press, expected):
    """The chosen answer's place comes back; Escape chooses the one named for it, by default the last."""

    def answer(box):
        box.show()
        if press is None:
            qtbot.keyClick(box, Qt.Key.Key_Escape)
        else:
            next(each for each in box.buttons() if each.text() == f"&{press}").click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    assert plain.question(None, "Unsaved", HOSTILE, ["Save", "Discard", "Cancel"]) == expected


def test_a_text_is_shown_to_the_length_that_a_person_reads(qtbot):
    """A name of a megabyte is cut; what would turn round its neighbours is a mark; lines stay lines."""
    made = plain.label("x" * 1_000_000)
    qtbot.addWidget(made)
    assert len(made.text()) == plain.LONGEST
    assert made.text().endswith("…")
    made.setText("a\u202eb\nc\x07d")
    assert made.text() == "a□b\nc□d"


def test_a_long_name_is_broken_where_its_parts_meet(qtbot):
    """It widens no page, reads whole, and is copied whole: a name with a break in it would be another name."""
    name = "bigquery/warehouse-staging.mart_ntd.dim_annual_service_agencies" + "x" * 70
    label = plain.wrapped(f"same as {name}")
    qtbot.addWidget(label)
    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance("m" * 25)
    assert label.text() == label.accessibleName() == f"same as {name}"
    label.setSelection(8, len(QLabel.text(label)) - 8)
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == name
    label.setText("ranker")
    assert (label.text(), label.accessibleName()) == ("ranker", "")
