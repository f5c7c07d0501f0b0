"""A note as the body of its record; the papers and keys that only a newer version knows do no harm."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from explorer.domain.geometry import Point
from explorer.domain.notes import NARROWEST, WIDEST, Note, NoteColour
from explorer.language import tr

_Name = Annotated[str, Meta(min_length=1)]
_Place = Annotated[float, Meta(ge=-1e9, le=1e9)]


class NoteBody(msgspec.Struct, omit_defaults=True):
    """What the record of a note holds beside its id."""

    place: Annotated[int, Meta(ge=0, le=2**53)]
    text: str
    at: tuple[_Place, _Place]
    width: Annotated[float, Meta(ge=NARROWEST, le=WIDEST)]
    colour: str = NoteColour.YELLOW.value
    follows: list[_Name] = []
    beside: tuple[_Place, _Place] | None = None


def note_body(place: int, note: Note) -> NoteBody:
    """The body of a note's record; place: its number among the notes."""
    beside = None if note.beside is None else (float(note.beside.x), float(note.beside.y))
    at = (float(note.at.x), float(note.at.y))
    return NoteBody(place, note.text, at, float(note.width), note.colour.value, list(note.follows), beside)


def note_from(identity: object, body: NoteBody) -> Note:
    """The note of a record; ValueError where it has no name."""
    if not isinstance(identity, str) or not identity:
        raise ValueError(tr("A note has an id."))
    known = {colour.value for colour in NoteColour}
    return Note(
        id=identity,
        text=body.text,
        at=Point(*body.at),
        width=body.width,
        colour=NoteColour(body.colour) if body.colour in known else NoteColour.YELLOW,
        follows=tuple(body.follows),
        beside=None if body.beside is None else Point(*body.beside),
    )
