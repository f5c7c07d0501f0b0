"""Notes can be read from afar too: their paper keeps room for the first lines, in letters of one size."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QImage, QPainter

from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import Note
from explorer.drawing.notes import note_shapes
from explorer.drawing.picture import GroupShape
from explorer.drawing.theme import LIGHT
from explorer.ui.canvas.painters.notes import SMALLEST, draw_note, placed
from explorer.ui.canvas.palette import Fonts, Palette
from explorer.ui.canvas.scene import empty_picture
from explorer.ui.canvas.viewport import Viewport

LONG = "The embedding changed on Monday. Nobody was told, and the ranker was not trained anew until Friday."


def shape(text):
    (made,) = note_shapes([Note(id="n", text=text, at=Point(40, 20))], {})
    return made


def inked(note, zoom, ratio=1.0):
    """How many pixels are as dark as letters."""
    viewport = Viewport(zoom, ratio, 0, 0, 400, 300)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    draw_note(painter, viewport, note, Palette(empty_picture(), LIGHT, Fonts()))
    painter.end()
    pixels = image.constBits()
    return sum(value < 100 for value in bytes(pixels)[::4])


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("zoom", [0.01, 0.2, 0.5, SMALLEST - 0.01])
def test_a_short_note_is_written_whole_from_however_far(qapp, zoom, ratio):
    """As much ink as where its letters are that small by themselves, within a paper that holds it."""
    note = shape("Ask Vision")
    near = inked(note, SMALLEST, ratio)
    assert near > 20
    assert inked(note, zoom, ratio) == pytest.approx(near, rel=0.4)


def test_a_long_note_has_more_lines_the_nearer_it_is(qapp):
    """Two from afar; its paper is then no larger than these need."""
    note = shape(LONG)
    assert len(note.lines) > 3
    far, nearer, near = (placed(note, Viewport(zoom, 1.0, 0, 0, 400, 300)) for zoom in (0.1, 0.5, SMALLEST))
    assert far.height() < nearer.height() < near.height()
    assert far.height() >= 2 * 12
    assert far.width() == pytest.approx(nearer.width(), abs=40)


def test_the_paper_does_not_jump_where_the_letters_begin_to_grow(qapp):
    """A little nearer or farther, it begins where it began and is hardly larger or smaller."""
    for text in ("Ask Vision", LONG):
        far, near = (
            placed(shape(text), Viewport(zoom, 1.0, 0, 0, 400, 300)) for zoom in (SMALLEST - 1e-4, SMALLEST)
        )
        assert far.topLeft() == near.topLeft()
        assert far.width() == pytest.approx(near.width(), abs=1)
        assert far.height() == pytest.approx(near.height(), abs=1)


@pytest.mark.parametrize(("zoom", "top"), [(0.3, 60), (1.0, 8)])
def test_a_teams_label_gives_way_to_a_note(picture_of, renderer_of, zoom, top):
    """A note lies over everything; what a person wrote is not buried."""
    team = GroupShape("search", "SEARCH · 4 nodes", Rect(20, top, 900, 300), Point(36, top + 21), "SEARCH")
    picture = replace(picture_of(1), groups=(team,), notes=(shape("Ask Vision"),))
    viewport = Viewport(zoom, 1.0, -40, -40, 900, 400)
    renderer = renderer_of(picture)
    image = QImage(900, 400, QImage.Format.Format_RGB32)
    for _ in renderer.paint(image, viewport):
        pass
    paper = placed(picture.notes[0], viewport).toRect()
    before = image.copy(paper)
    painter = QPainter(image)
    renderer.draw_team_names(painter, viewport)
    painter.end()
    assert image.copy(paper) == before
