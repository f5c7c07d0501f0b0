"""Notes as SVG: paper and text, which stays text."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.geometry import Rect
from explorer.drawing.notes import NOTE_RADIUS, NOTE_SIZE, NOTE_WEIGHT, baselines, paper
from explorer.drawing.picture import Picture, Stroke
from explorer.drawing.theme import Theme
from explorer.export.svg_elements import element_id, rectangle, text
from explorer.export.svg_shapes import touching


def note_elements(picture: Picture, theme: Theme, view: Rect | None) -> Iterable[str]:
    """Each note over everything else."""
    for note in picture.notes:
        if view is None or touching(note.box, view):
            ground, border = paper(theme, note.colour)
            x, y, *_ = note.box
            yield f'<g id="{element_id("note", note.id)}">'
            yield rectangle(
                x,
                y,
                note.box.width,
                note.box.height,
                fill=ground,
                radius=NOTE_RADIUS,
                stroke=Stroke(border, 1.0),
            )
            for line, (left, base) in zip(note.lines, baselines(note), strict=True):
                if line:
                    yield text(left, base, line, size=NOTE_SIZE, colour=theme.text, weight=NOTE_WEIGHT)
            yield "</g>"
