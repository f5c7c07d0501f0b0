"""Small drawings: one per kind of node, per effect and per mark, on a grid of 12 units, for one stroke width.

An icon is a list of segments, so that a file writes them as path data and a window as a painter's path. Round
caps and joins. Effects have drawings, not letters, because no font holds all of their signs.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from explorer.domain.kinds import NodeKind
from explorer.drawing.picture import CardKind, Keeping, ShownKind

GRID = 12.0
STROKE = 1.3


class Segment(NamedTuple):
    """M and L to a point, C to a point by two controls (six numbers), Z back to the start of the line."""

    verb: Literal["M", "L", "C", "Z"]
    at: tuple[float, ...] = ()


Icon = tuple[Segment, ...]

_QUARTER = 0.5523  # how far the controls of a quarter circle stand off, in radii


def path_data(icon: Icon, x: float = 0.0, y: float = 0.0, scale: float = 1.0) -> str:
    """The icon as the d of an SVG path, its grid's corner at (x, y)."""
    parts = []
    for verb, at in icon:
        moved = [c * scale + (y if i % 2 else x) for i, c in enumerate(at)]
        parts.append(verb + " ".join(f"{c:.2f}".rstrip("0").rstrip(".") for c in moved))
    return " ".join(parts)


def _icon(data: str) -> Icon:
    """Segments of path data that holds only M, L, C and Z, each stated, and numbers parted by blanks."""
    segments: list[Segment] = []
    for word in data.split():
        if word in ("M", "L", "C", "Z"):
            segments.append(Segment(word))  # type: ignore[arg-type]  # one of the four, as just tested
        else:
            segments[-1] = segments[-1]._replace(at=(*segments[-1].at, float(word)))
    return tuple(segments)


def _circle(x: float, y: float, r: float) -> Icon:
    k = r * _QUARTER
    return (
        Segment("M", (x, y - r)),
        Segment("C", (x + k, y - r, x + r, y - k, x + r, y)),
        Segment("C", (x + r, y + k, x + k, y + r, x, y + r)),
        Segment("C", (x - k, y + r, x - r, y + k, x - r, y)),
        Segment("C", (x - r, y - k, x - k, y - r, x, y - r)),
        Segment("Z"),
    )


_EYE = _icon("M 1.25 6 C 3.4 2.3 8.6 2.3 10.75 6 C 8.6 9.7 3.4 9.7 1.25 6 Z")

KIND_ICONS: dict[ShownKind, Icon] = {
    NodeKind.PRODUCER: _icon("M 2.5 9.5 L 9.5 2.5 M 4.25 2.5 L 9.5 2.5 L 9.5 7.75"),
    NodeKind.DATASET: _icon(
        "M 2 3.25 C 2 1.25 10 1.25 10 3.25 L 10 8.75 C 10 10.75 2 10.75 2 8.75 Z M 2 3.25 C 2 5.25 10 5.25 10 3.25"
    ),
    NodeKind.JOB: _icon("M 3 1.75 L 9.75 6 L 3 10.25 Z"),
    NodeKind.FEATURE: _icon("M 1.5 9.5 L 4.5 5 L 7.25 7.25 L 10.5 2.25"),
    NodeKind.ARTIFACT: _icon(
        "M 1.5 1.5 L 5.75 1.5 L 5.75 5.75 L 1.5 5.75 Z M 6.25 6.25 L 10.5 6.25 L 10.5 10.5 L 6.25 10.5 Z "
        "M 8 2 L 10 2 L 10 4 M 2 8 L 2 10 L 4 10"
    ),
    NodeKind.MODEL: _icon(
        "M 6 1 L 10.25 3.5 L 10.25 8.5 L 6 11 L 1.75 8.5 L 1.75 3.5 Z M 6 6 L 10.25 3.5 M 6 6 L 1.75 3.5 M 6 6 L 6 11"
    ),
    NodeKind.CONSUMER: _icon("M 1.25 2 L 10.75 2 L 10.75 8 L 1.25 8 Z M 4 10.5 L 8 10.5 M 6 8 L 6 10.5"),
    NodeKind.WORLD: (
        *_circle(6, 6, 4.75),
        *_icon(
            "M 1.25 6 L 10.75 6 M 6 1.25 C 3.3 3.6 3.3 8.4 6 10.75 M 6 1.25 C 8.7 3.6 8.7 8.4 6 10.75",
        ),
    ),
    NodeKind.METRIC: _icon("M 1.75 9.25 C -0.5 2.2 12.5 2.2 10.25 9.25 M 6 8.5 L 8.25 5"),
    NodeKind.OBJECTIVE: _icon("M 2.75 11 L 2.75 1.75 L 10 1.75 L 8.25 4.25 L 10 6.75 L 2.75 6.75"),
    NodeKind.MONITOR: (*_EYE, *_circle(6, 6, 1.3)),
    NodeKind.UNKNOWN: (
        *_icon("M 3.25 3.75 C 3.25 0.4 8.75 0.4 8.75 3.75 C 8.75 5.6 6 5.6 6 7.6"),
        *_circle(6, 10.2, 0.3),
    ),
    CardKind.TEAM: _icon(
        "M 1.25 4.5 L 8 4.5 L 8 10.75 L 1.25 10.75 Z M 3.5 4.5 L 3.5 2.9 L 9.75 2.9 L 9.75 8.6 L 8 8.6 "
        "M 5.75 2.9 L 5.75 1.25 L 11.25 1.25 L 11.25 6.5 L 9.75 6.5"
    ),
}

EFFECT_ICONS: dict[str, Icon] = {
    "breaks": _icon("M 3 3 L 9 9 M 9 3 L 3 9"),
    "wrong": _icon("M 2.5 4.4 L 9.5 4.4 M 2.5 7.6 L 9.5 7.6 M 8 1.9 L 4 10.1"),
    "degraded": _icon("M 2 3.4 L 10 3.4 L 6 9.8 Z"),
    "schema-break": _icon("M 6 1.6 L 6 7.2 M 3.2 4.4 L 8.8 4.4 M 3.2 9.8 L 8.8 9.8"),
    "shifts": _icon(
        "M 2 4.9 C 4 2.4 5.4 3.3 6 4.1 C 6.6 4.9 8 5.8 10 3.3 M 2 8.7 C 4 6.2 5.4 7.1 6 7.9 C 6.6 8.7 8 9.6 10 7.1"
    ),
    "stale": (*_circle(6, 6, 4.2), *_icon("M 6 3.4 L 6 6 L 7.9 7.1")),
    "schema-add": _icon("M 6 2.6 L 6 9.4 M 2.6 6 L 9.4 6"),
    "protected": _icon(
        "M 6 1.6 L 9.8 3 L 9.8 5.8 C 9.8 8.2 8.2 9.7 6 10.6 C 3.8 9.7 2.2 8.2 2.2 5.8 L 2.2 3 Z"
    ),
}

SEEN_ICON: Icon = KIND_ICONS[NodeKind.MONITOR]
BLIND_ICON: Icon = (*_EYE, *_icon("M 2.25 10.25 L 9.75 1.75"))

HELD_ICON: Icon = (*_circle(6, 3.9, 2.4), *_icon("M 6 6.3 L 6 11"))
PINNED_ICON: Icon = (*_circle(6, 6, 1.9), *_icon("M 2 1.5 L 2 10.5 M 10 1.5 L 10 10.5"))
KEEPING_ICONS: dict[Keeping, Icon] = {Keeping.HELD: HELD_ICON, Keeping.PINNED: PINNED_ICON}
"""What keeps a node where it is: a pin; or something between the lines of a column."""
