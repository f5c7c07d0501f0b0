"""How many nodes a closed team holds, told behind its name from afar: there its card's second line is not written.

Names come first: a number takes only what room these leave, and nothing is moved or left out for it.
"""

from __future__ import annotations

import math
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace

from explorer.drawing.picture import NO_EFFECT, Ints
from explorer.drawing.text import whole_name
from explorer.language import number
from explorer.ui.canvas.far_names import (
    AT_ONCE,
    NOBODY,
    FarNames,
    Grid,
    Place,
    between,
    card_places,
    with_air,
)
from explorer.ui.canvas.labels import Labels
from explorer.ui.canvas.naming import BEYOND, NAME_MARGINS, SIGN_ROOM
from explorer.ui.canvas.scene import NOTHING, Scene


def with_counts(
    names: FarNames,
    scene: Scene,
    scale: float,
    ratio: float,
    labels: Labels,
    kept_free: Iterable[Sequence[float]] = (),
    cards: Ints = NOTHING,
) -> Generator[None, None, FarNames]:
    """These names, with its number of nodes behind a closed team's where there is room, in steps.

    cards: of nodes that these names may not cover either. Where there is room for the number or the kind's icon it is
    the number's; a name that is shortened bears none.
    """
    picture = scene.picture
    shapes, members, texts = picture.nodes, picture.members, list(names.texts)
    named = [shapes.ids[node] for node in names.nodes.tolist()]
    rows = [row for row, id in enumerate(named) if id in members]
    rows = [row for row in rows if texts[row] == whole_name(shapes.titles[names.nodes[row]])]
    if not rows:
        return names
    taken = Grid(ratio)
    for nodes, places in ((cards, card_places(scene, cards, scale)), (names.nodes, names.frames)):
        for one, (node, place) in enumerate(zip(nodes.tolist(), places.tolist(), strict=True)):
            taken.add(node, place)
            if one % AT_ONCE == 0:
                yield
    for place in kept_free:
        taken.add(NOBODY, place)
    bounds, frames, marked = picture.bounds, names.frames.copy(), names.marked.copy()
    sides = math.floor(bounds.x0 * scale - BEYOND * ratio), math.ceil(bounds.x1 * scale + BEYOND * ratio)
    for one, row in enumerate(rows):
        node = int(names.nodes[row])
        text = f"{texts[row]} · {number(len(members[named[row]]))}"
        bare = labels.width(text) + 2 * NAME_MARGINS[shapes.outline[node]]
        bare += SIGN_ROOM * int(shapes.effect[node] != NO_EFFECT)
        for mark in dict.fromkeys((bool(marked[row]), False)):
            wide = math.ceil((bare + SIGN_ROOM * mark) * ratio)
            wider = _widened(frames[row].tolist(), wide, sides)
            free = next((place for place in wider if taken.is_free(node, place)), None)
            if free is not None:
                taken.add(node, with_air(free, ratio))
                frames[row], texts[row], marked[row] = free, text, mark
                break
        if one % AT_ONCE == 0:
            yield
    return replace(names, frames=frames, texts=tuple(texts), marked=marked)


def _widened(frame: list[float], wide: int, sides: tuple[float, float]) -> Iterator[Place]:
    """Frames so wide at the least: around this one, then with more at its right or its left only."""
    x0, y0, x1, y1 = frame
    more = max(0.0, wide - (x1 - x0))
    for left in (more // 2, 0.0, more):
        x, top, end, bottom = between(sides, [x0 - left, y0, x1 + more - left, y1])
        yield x, top, end, bottom
