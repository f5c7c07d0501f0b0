"""The few different looks that the many nodes of a picture have: each is painted once and copied.

A look is what must be known to paint a part of a card; `of_node` says which look each node has, -1 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from explorer.drawing.picture import (
    EFFECTS,
    NO_EFFECT,
    NODE_KINDS,
    Bools,
    Edit,
    Ints,
    Keeping,
    NodeShapes,
    Outline,
    ShownKind,
    Sight,
)

Look = TypeVar("Look")


class CardLook(NamedTuple):
    """The outline and ground of a card; `widest` is the widest card that has them."""

    outline: Outline
    dashed: bool
    effect: str | None
    possible: bool
    faded: bool
    height: float
    widest: float = 0.0
    edit: Edit = Edit.KEPT


class FarLook(NamedTuple):
    """A card seen from afar, which says its kind by outline, colour and icon; `widest` as in CardLook."""

    outline: Outline
    kind: ShownKind
    dashed: bool
    effect: str | None
    faded: bool
    height: float
    widest: float = 0.0
    edit: Edit = Edit.KEPT


class ChipLook(NamedTuple):
    """The icon of a kind."""

    kind: ShownKind
    faded: bool


class BadgeLook(NamedTuple):
    """The sign of an effect."""

    effect: str
    possible: bool
    faded: bool


class SightLook(NamedTuple):
    """The eye that would see an effect, or the crossed eye; in the effect's colour."""

    seen: bool
    effect: str | None
    faded: bool


class DotLook(NamedTuple):
    """What is left of a node that is a few pixels small."""

    kind: ShownKind
    effect: str | None
    faded: bool
    edit: Edit = Edit.KEPT


class TagLook(NamedTuple):
    """The sign of what a scenario adds or takes out."""

    edit: Edit


class PinLook(NamedTuple):
    """What says that a person keeps a node where it is."""

    keeping: Keeping
    faded: bool


class TextLook(NamedTuple):
    """The ink of the two lines of text."""

    effect: str | None
    faded: bool
    edit: Edit = Edit.KEPT


Wide = TypeVar("Wide", CardLook, FarLook)


@dataclass(frozen=True, slots=True)
class Sorted(Generic[Look]):
    """Different looks, and which one each node has."""

    looks: tuple[Look, ...]
    of_node: Ints


@dataclass(frozen=True, slots=True)
class Looks:
    """All looks of a picture's nodes."""

    cards: Sorted[CardLook]
    far: Sorted[FarLook]
    chips: Sorted[ChipLook]
    badges: Sorted[BadgeLook]
    sights: Sorted[SightLook]
    tags: Sorted[TagLook]
    dots: Sorted[DotLook]
    texts: Sorted[TextLook]
    pins: Sorted[PinLook]


def looks_of(nodes: NodeShapes) -> Looks:
    """Sort the nodes by how they look."""
    effect, faded, kind = nodes.effect, nodes.faded, nodes.kind
    possible = nodes.possible & (effect != NO_EFFECT)
    badged, sighted = effect != NO_EFFECT, nodes.sight != Sight.UNSAID
    return Looks(
        cards=_cards(nodes),
        far=_far(nodes, possible),
        chips=_sorted(
            [kind, faded | (nodes.edit == Edit.REMOVED)], lambda c: ChipLook(NODE_KINDS[c[0]], bool(c[1]))
        ),
        badges=_sorted(
            [effect, possible, faded], lambda c: BadgeLook(EFFECTS[c[0]], bool(c[1]), bool(c[2])), badged
        ),
        sights=_sorted(
            [nodes.sight, effect, faded],
            lambda c: SightLook(c[0] == Sight.SEEN, _effect(c[1]), bool(c[2])),
            sighted,
        ),
        tags=_sorted([nodes.edit], lambda c: TagLook(Edit(c[0])), nodes.edit != Edit.KEPT),
        dots=_sorted(
            [kind, effect, faded, nodes.edit],
            lambda c: DotLook(NODE_KINDS[c[0]], _effect(c[1]), bool(c[2]), Edit(c[3])),
        ),
        texts=_sorted([effect, faded, nodes.edit], lambda c: TextLook(_effect(c[0]), bool(c[1]), Edit(c[2]))),
        pins=_sorted(
            [nodes.keeping, faded],
            lambda c: PinLook(Keeping(c[0]), bool(c[1])),
            nodes.keeping != Keeping.FREE,
        ),
    )


def _cards(nodes: NodeShapes) -> Sorted[CardLook]:
    heights, height = np.unique(nodes.boxes[:, 3], return_inverse=True)
    return _with_widths(
        nodes,
        _sorted(
            [nodes.outline, nodes.dashed, nodes.effect, nodes.possible, nodes.faded, height, nodes.edit],
            lambda c: CardLook(
                Outline(c[0]),
                bool(c[1]),
                _effect(c[2]),
                bool(c[3]),
                bool(c[4]),
                float(heights[c[5]]),
                edit=Edit(c[6]),
            ),
        ),
    )


def _far(nodes: NodeShapes, possible: Bools) -> Sorted[FarLook]:
    heights, height = np.unique(nodes.boxes[:, 3], return_inverse=True)
    return _with_widths(
        nodes,
        _sorted(
            [
                nodes.outline,
                nodes.kind,
                nodes.dashed | possible,
                nodes.effect,
                nodes.faded,
                height,
                nodes.edit,
            ],
            lambda c: FarLook(
                Outline(c[0]),
                NODE_KINDS[c[1]],
                bool(c[2]),
                _effect(c[3]),
                bool(c[4]),
                float(heights[c[5]]),
                edit=Edit(c[6]),
            ),
        ),
    )


def _with_widths(nodes: NodeShapes, found: Sorted[Wide]) -> Sorted[Wide]:
    """Each look with the width of the widest card that has it."""
    widest = np.zeros(len(found.looks))
    np.maximum.at(widest, found.of_node, nodes.boxes[:, 2])
    looks = (look._replace(widest=float(width)) for look, width in zip(found.looks, widest, strict=True))
    return Sorted(tuple(looks), found.of_node)


def _sorted(
    columns: Sequence[NDArray[Any]], make: Callable[[list[int]], Look], having: Bools | None = None
) -> Sorted[Look]:
    """Make one look for each different row of the columns, over the nodes that have one."""
    if having is None:
        having = np.ones(len(columns[0]), dtype=np.bool_)
    of_node = np.full(len(having), -1, dtype=np.int32)
    code = np.zeros(int(having.sum()), dtype=np.int64)
    for column in columns:
        code = code * 1024 + column[having]
    _, firsts, places = np.unique(code, return_index=True, return_inverse=True)
    of_node[having] = places.reshape(-1)
    rows = zip(*(column[having][firsts].tolist() for column in columns), strict=True)
    return Sorted(tuple(make([int(value) for value in row]) for row in rows), of_node)


def _effect(number: int) -> str | None:
    return None if number == NO_EFFECT else EFFECTS[number]
