"""The edges at what is selected, which are lit so that one sees who is connected, however it was selected."""

from __future__ import annotations

import numpy as np

from explorer.drawing.picture import NO_EFFECT, Ints
from explorer.ui.canvas.scene import NOTHING, Scene

MOST_EDGES = 200
"""At several nodes; more would be a tangle that says nothing. Of one node all are lit."""


class Connected:
    """Looked for only when other nodes are selected, or there is another scene."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._nodes, self._edges = NOTHING, NOTHING

    def edges(self, scene: Scene, nodes: Ints) -> Ints:
        """Those that begin or end at these nodes and of which no what-if speaks: it has colours of its own. None
        where they are too many.
        """
        if scene is not self._scene or not np.array_equal(nodes, self._nodes):
            found = scene.edges_of(nodes) if len(nodes) else NOTHING
            is_tangle = len(nodes) > 1 and len(found) > MOST_EDGES
            plain = found[scene.picture.edges.effect[found] == NO_EFFECT]
            self._scene, self._nodes, self._edges = scene, nodes, NOTHING if is_tangle else plain
        return self._edges
