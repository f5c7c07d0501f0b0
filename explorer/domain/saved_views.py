"""Saved views: what a person looked at and gave a name, to come back to it or to show it to others."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.geometry import Point, Rect


@dataclass(frozen=True, slots=True)
class Shown:
    """How much of a system is drawn: the teams that are closed to a card each, in order; the share of the other nodes
    that is left out as the least important; and where a person put closed teams.
    """

    closed: tuple[str, ...] = ()
    least: float = 0.0
    cards: tuple[tuple[str, Point], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A way to look at the system.

    seen: the part of the picture that was in view, so that it is all seen again in a window of any size. focus: the
    nodes in focus and `hops` how far around them, () for the whole system. scenario: the name of the what-if that
    was shown, "" for none. filter: of the outline. only: the filter of the picture, "" for none, and whether it hides
    what does not fit instead of fading it. shown: what was closed and left out; None in a view of an older version,
    which says nothing of it.
    """

    name: str
    seen: Rect
    focus: tuple[str, ...] = ()
    hops: int = 1
    scenario: str = ""
    filter: str = ""
    only: str = ""
    hides: bool = False
    shown: Shown | None = None
