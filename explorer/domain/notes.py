"""Sticky notes: what people write on the picture, for themselves and for whoever gets the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from explorer.domain.geometry import Point
from explorer.language import marked_in, tr

LONGEST = 2_000
"""Characters of a note that the program takes from a person; a file may hold more."""

NARROWEST, WIDEST = 120.0, 480.0
"""Pixels."""


class NoteColour(StrEnum):
    """The papers there are; the colour says nothing that the text does not."""

    YELLOW = marked_in("NoteColour", "yellow")
    BLUE = marked_in("NoteColour", "blue")
    ROSE = marked_in("NoteColour", "rose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A text on the picture; its height follows from its text.

    at: the upper left corner, in pixels at zoom 1. follows: the nodes that it moves with; `beside` is the middle of
    these when it was put at `at`.
    """

    id: str
    text: str
    at: Point
    width: float = 200.0
    colour: NoteColour = NoteColour.YELLOW
    follows: tuple[str, ...] = ()
    beside: Point | None = None

    def place(self, centres: Mapping[str, Point]) -> Point:
        """Where it is now that the nodes stand at these centres: as far from them as it was put."""
        now = middle_of(self.follows, centres)
        if now is None or self.beside is None:
            return self.at
        return Point(self.at.x + now.x - self.beside.x, self.at.y + now.y - self.beside.y)

    def put(self, at: Point, centres: Mapping[str, Point]) -> Note:
        """The note elsewhere, from where it follows its nodes."""
        return replace(self, at=at, beside=middle_of(self.follows, centres) or self.beside)


def middle_of(ids: Sequence[str], centres: Mapping[str, Point]) -> Point | None:
    """The middle of these nodes' centres; None where none of them is there."""
    known = [centres[i] for i in ids if i in centres]
    if not known:
        return None
    return Point(sum(p.x for p in known) / len(known), sum(p.y for p in known) / len(known))


def first_words(text: str, most: int = 24) -> str:
    """What a note is called where there is no room for its text."""
    line = " ".join(text.split())
    return f"{line[: most - 1].rstrip()}…" if len(line) > most else line or tr("empty note")
