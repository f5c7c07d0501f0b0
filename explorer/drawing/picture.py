"""A picture: everything that is drawn, as arrays and plain values, and nothing of how it is put on a surface.

The canvas and every export draw this one thing, so that they cannot disagree. Coordinates are pixels at zoom 1,
x to the right, y down. Colours are "#rrggbb". Node i of the picture is node i everywhere in it; edge j likewise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point, Rect
from explorer.domain.kinds import NodeKind
from explorer.domain.notes import NoteColour

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bytes = NDArray[np.uint8]
Bools = NDArray[np.bool_]


class CardKind(StrEnum):
    """What a card stands for that is no node of the system."""

    TEAM = "team"


ShownKind = NodeKind | CardKind

NODE_KINDS: tuple[ShownKind, ...] = (*NodeKind, *CardKind)
"""What `NodeShapes.kind` indexes."""

EFFECTS = ("breaks", "wrong", "degraded", "schema-break", "shifts", "stale", "schema-add", "protected")
"""What `NodeShapes.effect` and `EdgeShapes.effect` index, worst first; NO_EFFECT for none.

"protected": what a pin or a fallback keeps from any of the others."""

NO_EFFECT = 255


class Outline(IntEnum):
    """The shape of a node: kind must be readable without colour."""

    CARD = 0
    JOB = 1
    PILL = 2
    HEXAGON = 3


class Sight(IntEnum):
    """Whether an effect would be noticed."""

    UNSAID = 0
    SEEN = 1
    BLIND = 2


class Keeping(IntEnum):
    """Whether a node stands where the layout likes, where a person put it, or in the column a person gave it."""

    FREE = 0
    HELD = 1
    PINNED = 2


class Edit(IntEnum):
    """What a scenario makes of a part of the system."""

    KEPT = 0
    ADDED = 1
    REMOVED = 2


@dataclass(frozen=True, slots=True, eq=False)
class NodeShapes:
    """Cards. boxes: (n, 4) x0, y0, width, height; the first and second line of text are already worded.

    A title may hold line breaks (cards.TITLE_STEP apart); the card is higher by as much, its text in the middle.

    kind: index into NODE_KINDS; outline: Outline; dashed: deprecated or a ghost; effect: index into EFFECTS or
    NO_EFFECT; possible: the effect is possible, not certain; wave: 0 to 2; sight: Sight; faded: drawn at about a
    third, because the reader's question is about others; edit: Edit, in a scenario that is shown; keeping: Keeping.
    """

    ids: tuple[str, ...]
    boxes: Floats
    kind: Bytes
    outline: Bytes
    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    dashed: Bools
    effect: Bytes
    possible: Bools
    wave: Bytes
    sight: Bytes
    faded: Bools
    edit: Bytes
    keeping: Bytes

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How a line is drawn; dash in pixels, () for solid."""

    colour: str
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class EdgeShapes:
    """Lines with an arrowhead at their end.

    routes[starts[j]:starts[j + 1]] are the control points of edge j, a chain of cubic Béziers (1 + 3 k points) that
    ends where the arrowhead begins; empty when the edge is not drawn. tips: (m, 2) the arrowhead's point;
    directions: (m, 2) unit vectors along which it points. stroke: index into Picture.strokes. edit: Edit.
    """

    keys: tuple[EdgeKey, ...]
    routes: Floats
    starts: Ints
    tips: Floats
    directions: Floats
    stroke: Bytes
    effect: Bytes
    faded: Bools
    edit: Bytes

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class Pill:
    """A fact that sits on an edge: a filter, a pinned or frozen version, an exploration share; that it is new."""

    edge: int
    box: Rect
    text: str
    colour: str
    faded: bool = False


@dataclass(frozen=True, slots=True)
class GroupShape:
    """A team's area and its small capital label (baseline start), with how many nodes are in it; name: without."""

    id: str
    label: str
    box: Rect
    label_at: Point
    name: str = ""


@dataclass(frozen=True, slots=True)
class NoteShape:
    """A person's note: its paper, and its lines, the first at the top."""

    id: str
    box: Rect
    lines: tuple[str, ...]
    colour: NoteColour


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One thing that occurs in the picture: a kind of node, a stroke, an effect or a mark.

    stroke: of a line, of a pill's border, or of what a scenario adds or removes; sign: a wave's
    mark as it is written ("+1").
    """

    sort: Literal[
        "kind",
        "stroke",
        "effect",
        "possible",
        "wave",
        "seen",
        "blind",
        "faded",
        "dashed",
        "pill",
        "added",
        "removed",
        "held",
        "pinned",
    ]
    text: str
    kind: ShownKind | None = None
    stroke: Stroke | None = None
    effect: str | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """The whole: areas below, then lines, cards, pills, notes; around them a title and a legend.

    bounds holds everything but title and legend, which each surface places for itself. facts: the subtitle for where
    banners above the picture tell the answer that is laid over it and the part that is shown. members: the nodes that
    are drawn as one card, by its id; within: the opposite; bundles: the edges that are drawn as one.
    """

    title: str
    subtitle: str
    facts: str
    description: str
    nodes: NodeShapes
    edges: EdgeShapes
    strokes: tuple[Stroke, ...]
    pills: tuple[Pill, ...]
    groups: tuple[GroupShape, ...]
    legend: tuple[LegendEntry, ...]
    bounds: Rect
    theme: str = "light"
    notes: tuple[NoteShape, ...] = ()
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    bundles: Mapping[EdgeKey, tuple[EdgeKey, ...]] = field(default_factory=dict)

    def standing_for(self, keys: Collection[EdgeKey]) -> tuple[set[str], Collection[EdgeKey]]:
        """What these edges are drawn as: the cards that they run inside of, and the edges and bundles."""
        within = self.within
        if not within:
            return set(), keys
        ends = {(within.get(k.from_id, k.from_id), within.get(k.to_id, k.to_id)) for k in keys}
        return (
            {start for start, end in ends if start == end and start in self.members},
            {*keys, *(key for key in self.bundles if key[:2] in ends)},
        )
