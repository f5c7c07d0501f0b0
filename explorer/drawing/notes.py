"""Notes as they are drawn: their text in lines, as high as these need, so that nothing is ever cut."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import Note, NoteColour
from explorer.drawing.picture import NoteShape
from explorer.drawing.text import shown, widths, wrapped
from explorer.drawing.theme import Theme, mixed
from explorer.language import tr

NOTE_SIZE, NOTE_WEIGHT = 12.0, 400
NOTE_STEP = 16.0
"""From a line of a note to the next."""
NOTE_PADDING = 12.0
NOTE_RADIUS = 4.0
NOTE_BASELINE = 11.6
"""From the upper border of a line to what its letters stand on."""

_MOST_LINES = 80  # beyond, the last line says how many there are
_MOST_LETTERS = 4_000
_SPARE = 1.15  # room for a font that runs wider, where Inter is not installed
_HUES = {NoteColour.YELLOW: "#EAAA08", NoteColour.BLUE: "#2E90FA", NoteColour.ROSE: "#EE46BC"}
_PAPER, _EDGE = 0.16, 0.62


def note_shapes(
    notes: Iterable[Note], centres: Mapping[str, Point], *, only: Collection[str] | None = None
) -> tuple[NoteShape, ...]:
    """The notes where they are. only: ids of a part that is shown; of notes, those that follow one of its nodes."""
    shapes = []
    for note in notes:
        if only is None or any(i in only for i in note.follows):
            (x, y), lines = note.place(centres), note_lines(note.text, note.width)
            high = 2 * NOTE_PADDING + NOTE_STEP * len(lines)
            shapes.append(NoteShape(note.id, Rect(x, y, x + note.width, y + high), lines, note.colour))
    return tuple(shapes)


def note_lines(text: str, wide: float) -> tuple[str, ...]:
    """The text in lines that a note of this width has room for."""
    room = (wide - 2 * NOTE_PADDING) / _SPARE
    lines: list[str] = []
    paragraphs = text[:_MOST_LETTERS].split("\n")
    for paragraph in paragraphs[:_MOST_LINES]:
        for line in wrapped(shown(paragraph, _MOST_LETTERS), room, NOTE_SIZE, NOTE_WEIGHT):
            lines += _cut(line, room)
    if len(lines) > _MOST_LINES or len(paragraphs) > _MOST_LINES or len(text) > _MOST_LETTERS:
        return (*lines[: _MOST_LINES - 1], tr("… {count:,} characters in all", count=len(text)))
    return tuple(lines)


def baselines(note: NoteShape) -> list[tuple[float, float]]:
    """Where each of its lines begins."""
    x, y = note.box.x0 + NOTE_PADDING, note.box.y0 + NOTE_PADDING + NOTE_BASELINE
    return [(x, y + NOTE_STEP * i) for i in range(len(note.lines))]


def paper(theme: Theme, colour: NoteColour) -> tuple[str, str]:
    """A note's ground, on which the theme's text can be read, and its border."""
    hue = _HUES[colour]
    return mixed(hue, theme.card, _PAPER), mixed(hue, theme.card, _EDGE)


def bounds_with(bounds: Rect, notes: Iterable[NoteShape]) -> Rect:
    """What holds everything, the notes too; a picture of nothing but notes is as large as these."""
    boxes = [note.box for note in notes]
    if bounds.width > 0 or bounds.height > 0:
        boxes.append(bounds)
    if not boxes:
        return bounds
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return Rect(min(x0), min(y0), max(x1), max(y1))


def _cut(line: str, room: float) -> list[str]:
    """A line in pieces that fit; only a word that is wider than the note comes in more than one."""
    pieces = []
    while line:
        ends = np.cumsum(widths(list(line), NOTE_SIZE, NOTE_WEIGHT))
        fits = max(1, int((ends <= room).sum()))
        pieces.append(line[:fits])
        line = line[fits:]
    return pieces or [""]
