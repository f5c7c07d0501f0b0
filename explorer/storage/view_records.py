"""A saved view, and what of a system was shown when it was saved, as the bodies of their records."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from explorer.domain.geometry import Point, Rect
from explorer.domain.saved_views import SavedView, Shown

_Name = Annotated[str, Meta(min_length=1)]
_Place = Annotated[float, Meta(ge=-1e9, le=1e9)]


class ShownBody(msgspec.Struct, omit_defaults=True):
    """What is closed, which share of the rest is left out, and where the closed stand."""

    closed: list[str] = []
    least: Annotated[float, Meta(ge=0, le=1)] = 0.0
    cards: dict[str, tuple[_Place, _Place]] = {}


class ViewBody(msgspec.Struct, omit_defaults=True):
    """What the record of a view holds beside its identity."""

    place: Annotated[int, Meta(ge=0, le=2**53)]
    name: str
    seen: tuple[_Place, _Place, _Place, _Place]
    focus: list[_Name] = []
    hops: Annotated[int, Meta(ge=0, le=2**31)] = 1
    scenario: str = ""
    filter: str = ""
    only: str = ""
    hides: bool = False
    shown: ShownBody | None = None


def shown_body(shown: Shown) -> ShownBody:
    """The body of what is shown."""
    cards = {team: (float(at.x), float(at.y)) for team, at in shown.cards}
    return ShownBody(list(shown.closed), float(shown.least), cards)


def shown_from(body: ShownBody) -> Shown:
    """What is shown, by its body."""
    cards = tuple((team, Point(*at)) for team, at in sorted(body.cards.items()))
    return Shown(tuple(body.closed), body.least, cards)


def view_body(place: int, view: SavedView) -> ViewBody:
    """The body of a view's record; place: its number among the views."""
    x0, y0, x1, y1 = (float(each) for each in view.seen)
    return ViewBody(
        place,
        view.name,
        (x0, y0, x1, y1),
        focus=list(view.focus),
        hops=view.hops,
        scenario=view.scenario,
        filter=view.filter,
        only=view.only,
        hides=view.hides,
        shown=None if view.shown is None else shown_body(view.shown),
    )


def view_from(body: ViewBody) -> SavedView:
    """The view of a record."""
    return SavedView(
        name=body.name,
        seen=Rect(*body.seen),
        focus=tuple(body.focus),
        hops=body.hops,
        scenario=body.scenario,
        filter=body.filter,
        only=body.only,
        hides=body.hides,
        shown=None if body.shown is None else shown_from(body.shown),
    )
