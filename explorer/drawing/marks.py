"""What an answer puts on a picture: effects on nodes and edges, and who would notice. Colour is the theme's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from explorer.domain.entities import EdgeKey
from explorer.drawing.picture import EFFECTS, NO_EFFECT, Bools, Bytes, Sight

PROTECTED = "protected"
"""No effect, thanks to a shield."""

_EFFECT_INDEX = {effect: i for i, effect in enumerate(EFFECTS)}


@dataclass(frozen=True, slots=True)
class NodeMark:
    """One node's effect (of picture.EFFECTS), the wave in which it first shows, and whether anybody would see."""

    effect: str
    possible: bool = False
    wave: int = 0
    sight: Sight = Sight.UNSAID


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """The worst that passes over an edge: not what it then does at its end."""

    effect: str
    possible: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """An answer to lay over the picture; what has no mark is drawn faded. summary: one sentence under the title."""

    nodes: Mapping[str, NodeMark] = field(default_factory=dict)
    edges: Mapping[EdgeKey, EdgeMark] = field(default_factory=dict)
    summary: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class MarkArrays:
    """Marks by index, as NodeShapes and EdgeShapes hold them."""

    effect: Bytes
    possible: Bools
    wave: Bytes
    sight: Bytes
    edge_effect: Bytes
    edge_possible: Bools


def mark_arrays(
    marks: Marks | None, node_index: Mapping[str, int], edge_keys: tuple[EdgeKey, ...]
) -> MarkArrays:
    """The marks of these nodes and edges; those of others are left out."""
    nodes, edges = len(node_index), len(edge_keys)
    arrays = MarkArrays(
        effect=np.full(nodes, NO_EFFECT, np.uint8),
        possible=np.zeros(nodes, np.bool_),
        wave=np.zeros(nodes, np.uint8),
        sight=np.zeros(nodes, np.uint8),
        edge_effect=np.full(edges, NO_EFFECT, np.uint8),
        edge_possible=np.zeros(edges, np.bool_),
    )
    if marks is None:
        return arrays
    for node_id, mark in marks.nodes.items():
        i = node_index.get(node_id)
        if i is not None:
            arrays.effect[i] = _EFFECT_INDEX[mark.effect]
            arrays.possible[i] = mark.possible
            arrays.wave[i] = mark.wave
            arrays.sight[i] = mark.sight
    if marks.edges:
        for j, key in enumerate(edge_keys):
            passing = marks.edges.get(key)
            if passing is not None:
                arrays.edge_effect[j] = _EFFECT_INDEX[passing.effect]
                arrays.edge_possible[j] = passing.possible
    return arrays
