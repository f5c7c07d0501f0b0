"""What a layout is asked and what it answers: plain arrays, no names, so that no label can reach Graphviz.

Coordinates are pixels at zoom 1, x to the right, y down; a position is the centre of a box.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class LayoutRequest:
    """Boxes, the edges between them and the groups that hold them.

    sizes: (n, 2) widths and heights. edges: (m, 2) indices from → to, self-loops and parallels allowed.
    groups: (n,) index of the box's group, -1 for none; group_count of them, each drawn as one area.
    label_sizes: (m, 2) room the edge's pill needs on its route, (0, 0) where it has none.
    fixed: (n,) true where a person put the box at positions[i], which is then never moved.
    returning: (m,) true for edges that close a loop by nature (out of the world, say): where a loop must be cut
    to give the picture a direction, it is cut at one of these first. None where nothing is known.
    previous: (n, 2) centres in the picture shown before, NaN for new boxes; keeps the order, so that one more
    box moves few others. None where there is no picture yet.
    pinned: (n,) the layer in which a person wants the box, counted from 0 at the left (in a picture on shelves: at
    the left of its group), -1 where it may stand in any. None where nobody pinned anything.
    """

    sizes: Floats
    edges: Ints
    groups: Ints
    group_count: int
    label_sizes: Floats
    fixed: Bools
    positions: Floats
    returning: Bools | None = None
    previous: Floats | None = None
    pinned: Ints | None = None

    @property
    def node_count(self) -> int:
        """How many boxes there are."""
        return len(self.sizes)

    @property
    def is_pinned(self) -> Bools:
        """(n,) which boxes have a layer to stand in."""
        return np.zeros(len(self.sizes), np.bool_) if self.pinned is None else self.pinned >= 0


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where everything is.

    centres: (n, 2). routes: (k, 2) control points of all edges, edge i owning
    routes[starts[i]:starts[i + 1]]; each is a chain of cubic Béziers (1 + 3 j points) that runs from the
    border of its first box to the border of its second; a route may be empty when the edge cannot be drawn.
    label_centres: (m, 2) where the edge's pill goes, NaN where it has none. group_rects: (group_count, 4) as
    x0, y0, x1, y1, NaN for an empty group; the group's label stands inside, above its boxes.
    layers: (n,) the layer of each box, counted as in LayoutRequest.pinned, -1 where it stands in none; None where
    that is not known. by_group: layers of one number, but of different groups, need not stand above each other.
    engine: "layers", "dot", … ; note: one sentence when this is not the engine that was wanted, saying why.
    """

    centres: Floats
    routes: Floats
    starts: Ints
    label_centres: Floats
    group_rects: Floats
    engine: str
    note: str = ""
    layers: Ints | None = None
    by_group: bool = False
    seconds: float = field(default=0.0, compare=False)
