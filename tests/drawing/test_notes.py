"""Notes: their lines, their places, and that they are in every picture whole."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import Note, NoteColour, first_words, middle_of
from explorer.drawing.notes import (
    NOTE_PADDING,
    NOTE_SIZE,
    NOTE_STEP,
    bounds_with,
    note_lines,
    note_shapes,
    paper,
)
from explorer.drawing.text import width
from explorer.drawing.theme import THEMES
from explorer.export.picture_part import part_of
from explorer.export.svg import svg_text
from explorer.session.views import Focus, view_of
from tests.drawing.test_theme import contrast
from tests.storage.projects import small_project

GRAPH = small_project().graph


@given(st.text(max_size=300), st.integers(120, 480))
def test_every_line_fits_and_none_of_the_text_is_lost(text, wide):
    """Only spaces at which a line was broken are gone, and what cannot be shown is marked."""
    lines = note_lines(text, wide)
    for line in lines:
        assert len(line) == 1 or width(line, NOTE_SIZE) <= wide - 2 * NOTE_PADDING
    if text.isascii() and text.replace("\n", "").isprintable():
        assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")


def test_an_endless_note_says_how_long_it_is():
    """Nothing is left out unsaid."""
    lines = note_lines("word " * 100_000, 200)
    assert len(lines) == 80
    assert lines[-1] == "… 500,000 characters in all"
    assert note_lines("\n" * 1_000, 200)[-1] == "… 1,000 characters in all"


def test_a_note_keeps_its_distance_from_what_it_follows():
    """The middle of what is still there; alone, it stays where it was put."""
    note = Note(id="n", text="t", at=Point(10, 20), follows=("a", "b"), beside=Point(100, 100))
    assert note.place({"a": Point(150, 90), "b": Point(70, 130)}) == Point(20, 30)
    assert note.place({"a": Point(150, 90)}) == Point(60, 10)
    assert note.place({"c": Point(0, 0)}) == Point(10, 20)
    put = note.put(Point(0, 0), {"a": Point(5, 5)})
    assert put.place({"a": Point(6, 4)}) == Point(1, -1)
    assert middle_of(("x",), {}) is None


def test_what_a_note_is_called():
    """Its first words, on one line."""
    assert first_words("ask\n the   team") == "ask the team"
    assert first_words("a" * 40) == "a" * 23 + "…"
    assert first_words(" \n") == "empty note"


def test_the_box_holds_all_lines_and_the_picture_the_box():
    """Bounds grow; an empty picture is as large as its notes."""
    (shape,) = note_shapes([Note(id="n", text="one\ntwo\n\nfour", at=Point(-500, -300))], {})
    assert shape.lines == ("one", "two", "", "four")
    assert shape.box == Rect(-500, -300, -300, -300 + 4 * NOTE_STEP + 2 * NOTE_PADDING)
    assert bounds_with(Rect(0, 0, 10, 10), [shape]) == Rect(-500, -300, 10, 10)
    assert bounds_with(Rect(0, 0, 0, 0), [shape]) == shape.box
    assert bounds_with(Rect(0, 0, 0, 0), []) == Rect(0, 0, 0, 0)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_the_text_can_be_read_on_every_paper(theme):
    """4.5:1, and 7:1 in high contrast."""
    for colour in NoteColour:
        ground, _ = paper(theme, colour)
        assert contrast(theme.text, ground) >= (7 if "contrast" in theme.name else 4.5)


def test_notes_are_text_in_the_svg_and_hostile_ones_are_harmless():
    """In all of it, and in the part that holds them."""
    hostile = '<script>alert(1)</script> & "x"\u202e\x00'
    notes = (
        Note(id='"><b>', text=hostile, at=Point(0, 0)),
        Note(id="far", text="far off", at=Point(9000, 0)),
    )
    picture = replace(view_of(GRAPH, {}), notes=notes).picture(THEMES["light"])
    svg = svg_text(picture)
    assert "<script" not in svg
    assert "<b>" not in svg
    assert "\u202e" not in svg
    assert "\x00" not in svg
    assert "alert(1)" in re.sub(r"<[^>]*>", "", svg)
    assert ">far off<" in svg
    assert ">far off<" not in svg_text(picture, Rect(0, 0, 500, 500))
    assert part_of(picture, ["page"]).notes == ()


def test_a_focus_shows_the_notes_of_its_nodes():
    """Others would stand anywhere in its own layout."""
    notes = (Note(id="1", text="", at=Point(0, 0), follows=("page",)), Note(id="2", text="", at=Point(0, 0)))
    view = view_of(GRAPH, {}, focus=Focus(("page",), 0))
    view = replace(view, notes=notes)
    assert [note.id for note in view.picture(THEMES["light"]).notes] == ["1"]


def test_a_note_moves_with_its_node():
    """Wherever a person drags that."""
    view = view_of(GRAPH, {})
    at = view.centres()["page"]
    note = Note(id="1", text="", at=Point(at.x + 50, at.y), follows=("page",)).put(
        Point(at.x + 50, at.y), view.centres()
    )
    moved = replace(view, notes=(note,)).with_moved({"page": Point(2000, 900)})
    box = moved.picture(THEMES["dark"]).notes[0].box
    assert (box.x0, box.y0) == pytest.approx((2050, 900))
