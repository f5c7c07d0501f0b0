"""Team areas, lines with their arrowheads, and pills, as SVG."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from explorer.domain.geometry import Rect
from explorer.drawing.compose import GROUP_LABEL_SIZE, GROUP_LABEL_SPACING, GROUP_LABEL_WEIGHT
from explorer.drawing.edge_pills import PILL_SIZE, PILL_WEIGHT
from explorer.drawing.ends import ARROW_HALF_WIDTH, ARROW_LENGTH, ARROW_NOTCH
from explorer.drawing.picture import Bools, Picture, Stroke
from explorer.drawing.text import whole_name
from explorer.drawing.theme import Theme
from explorer.export.svg_elements import border, element_id, number, rectangle, safe, text

_HEAD = np.array(
    [(0, 0), (-ARROW_LENGTH, ARROW_HALF_WIDTH), (-ARROW_NOTCH, 0), (-ARROW_LENGTH, -ARROW_HALF_WIDTH)]
)


def group_elements(picture: Picture, theme: Theme, view: Rect | None) -> Iterable[str]:
    """Each team's soft area and its label."""
    for group in picture.groups:
        if view is None or touching(group.box, view):
            x, y, *_ = group.box
            outline = Stroke(theme.team_border, 1.0)
            yield f'<g id="{element_id("team", group.id)}">'
            yield rectangle(
                x, y, group.box.width, group.box.height, fill=theme.team_area, radius=12, stroke=outline
            )
            yield text(
                *group.label_at,
                group.label,
                size=GROUP_LABEL_SIZE,
                colour=theme.team_text,
                weight=GROUP_LABEL_WEIGHT,
                spacing=GROUP_LABEL_SPACING,
            )
            yield "</g>"


def edge_elements(picture: Picture, theme: Theme, within: Bools) -> Iterable[str]:
    """Lines, the faded below; what an answer says of them above."""
    edges = picture.edges
    names = dict(zip(picture.nodes.ids, map(whole_name, picture.nodes.titles), strict=True))
    order = np.lexsort((np.arange(len(edges)), edges.effect != 255, ~edges.faded))
    heads = _heads(edges.tips, edges.directions)
    for j in order[within[order]].tolist():
        key, stroke = edges.keys[j], picture.strokes[edges.stroke[j]]
        if edges.faded[j]:
            stroke = Stroke(theme.faded(stroke.colour), stroke.width, stroke.dash)
        yield f'<g id="{element_id("edge", *key)}">'
        yield f"<title>{safe(f'{names[key.from_id]} → {names[key.to_id]} ({key.kind})')}</title>"
        yield (
            f'<path d="{_curve(edges.routes[edges.starts[j] : edges.starts[j + 1]].tolist())}" fill="none"'
            f"{border(stroke)}/>"
        )
        yield f'<path d="{_polygon(heads[j].tolist())}" fill="{stroke.colour}"/>'
        yield "</g>"


def pill_elements(picture: Picture, theme: Theme, view: Rect | None) -> Iterable[str]:
    """Facts on edges."""
    for pill in picture.pills:
        if view is None or touching(pill.box, view):
            x, y, *_ = pill.box
            colour = theme.faded(pill.colour) if pill.faded else pill.colour
            fill = theme.faded(theme.pill) if pill.faded else theme.pill
            yield rectangle(
                x,
                y,
                pill.box.width,
                pill.box.height,
                fill=fill,
                radius=pill.box.height / 2,
                stroke=Stroke(colour, 1.0),
            )
            yield text(
                x + pill.box.width / 2,
                y + 12.6,
                pill.text,
                size=PILL_SIZE,
                colour=colour,
                weight=PILL_WEIGHT,
                anchor="middle",
            )


def touching(box: Rect, view: Rect) -> bool:
    """Whether any of a box is in view."""
    return box.x1 >= view.x0 and box.x0 <= view.x1 and box.y1 >= view.y0 and box.y0 <= view.y1


def _heads(
    tips: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    directions: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """(m, 4, 2) the corners of all arrowheads."""
    across = np.stack([-directions[:, 1], directions[:, 0]], axis=1)
    heads = tips[:, None] + _HEAD[None, :, :1] * directions[:, None] + _HEAD[None, :, 1:] * across[:, None]
    return np.asarray(heads, np.float64)


def _curve(points: list[list[float]]) -> str:
    (x, y), *rest = points
    numbers = [f"{number(px)} {number(py)}" for px, py in rest]
    return f"M{number(x)} {number(y)}" + "".join(
        f" C{' '.join(numbers[i : i + 3])}" for i in range(0, len(numbers), 3)
    )


def _polygon(points: list[list[float]]) -> str:
    return "M" + " L".join(f"{number(x)} {number(y)}" for x, y in points) + " Z"
