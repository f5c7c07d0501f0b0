"""Notes added, moved, changed and removed: each gives the change that does it, with its name for Undo."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace

from explorer.domain.changes import SetNotes
from explorer.domain.geometry import Point
from explorer.domain.notes import NARROWEST, WIDEST, Note, first_words
from explorer.language import tr

Notes = tuple[Note, ...]


def new_note(at: Point, follows: Sequence[str], centres: Mapping[str, Point]) -> Note:
    """An empty note, not yet in any list."""
    return Note(id=secrets.token_hex(6), text="", at=at, follows=tuple(follows)).put(at, centres)


def with_note(notes: Notes, note: Note) -> SetNotes:
    """Put a note in, in the place of the one that has its id."""
    if all(known.id != note.id for known in notes):
        return SetNotes(tr("Add the note {words}", words=first_words(note.text)), (*notes, note))
    kept = tuple(note if known.id == note.id else known for known in notes)
    return SetNotes(tr("Change the note {words}", words=first_words(note.text)), kept)


def without_note(notes: Notes, note_id: str) -> SetNotes:
    """Take a note out."""
    gone = next(note for note in notes if note.id == note_id)
    return SetNotes(
        tr("Remove the note {words}", words=first_words(gone.text)),
        tuple(note for note in notes if note is not gone),
    )


def with_moved(notes: Notes, note_id: str, at: Point, centres: Mapping[str, Point]) -> SetNotes:
    """Put a note elsewhere; it follows its nodes from there."""
    moved = next(note for note in notes if note.id == note_id).put(at, centres)
    kept = tuple(moved if note.id == note_id else note for note in notes)
    return SetNotes(tr("Move the note {words}", words=first_words(moved.text)), kept)


def with_width(notes: Notes, note_id: str, wide: float) -> SetNotes:
    """Make a note wider or narrower, as far as a note can be."""
    note = next(note for note in notes if note.id == note_id)
    wider = replace(note, width=min(max(wide, NARROWEST), WIDEST))
    kept = tuple(wider if known.id == note_id else known for known in notes)
    return SetNotes(tr("Change the width of the note {words}", words=first_words(note.text)), kept)
