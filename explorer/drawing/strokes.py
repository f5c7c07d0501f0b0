"""How every edge is drawn: evidence by dash, the world and what passes by colour, training by weight."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explorer.domain.kinds import EdgeKind, Evidence
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.marks import MarkArrays
from explorer.drawing.picture import EFFECTS, NO_EFFECT, Bytes, Edit, Stroke
from explorer.drawing.theme import Theme, mixed

LINE, TRAINING_LINE, EFFECT_LINE, ADDED_LINE, REMOVED_LINE = 1.2, 2.0, 2.0, 1.6, 1.0
OBSERVED_DASH = (6.0, 4.0)
INFERRED_DASH = (2.0, 3.0)
FINE_DASH = (1.0, 3.5)
POSSIBLE_DASH = (5.0, 3.0)
ADDED_DASH = (8.0, 3.0)
REMOVED_DASH = (3.0, 4.0)
REMOVED_STRENGTH = 0.48
"""How much of their colour the lines of what a scenario takes out keep."""

_PLAIN, _WORLD, _TRAINING, _FINE = range(4)
_MANNERS = {
    EdgeKind.INFLUENCES: _WORLD,
    EdgeKind.TRAINS: _TRAINING,
    EdgeKind.WATCHES: _FINE,
    EdgeKind.OPTIMISES: _FINE,
}
_EVIDENCE = {evidence: i for i, evidence in enumerate(Evidence)}
_DASHES = ((), OBSERVED_DASH, INFERRED_DASH)
_ANSWERED, _EDITED = 1000, 500


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """The strokes that occur, and which of them each edge has."""

    strokes: tuple[Stroke, ...]
    stroke: Bytes


def strokes_of(graph: SystemGraph, marks: MarkArrays, edit: Bytes, theme: Theme) -> Drawn:
    """A stroke for every edge of the graph, in the order of graph.arrays.keys. edit: Edit of each edge.

    What passes over a new edge gives it its colour, as it does with every other.
    """
    count = len(graph.edges)
    codes = {
        (kind, evidence): _MANNERS.get(kind, _PLAIN) * 4 + _EVIDENCE[evidence]
        for kind in EdgeKind
        for evidence in Evidence
    }
    code = np.fromiter((codes[e.kind, e.evidence] for e in graph.edges.values()), np.int64, count)
    manner = code >> 2
    marked = marks.edge_effect != NO_EFFECT
    combined = np.where(
        marked,
        _ANSWERED + marks.edge_effect.astype(np.int64) * 4 + marks.edge_possible * 2 + (manner == _TRAINING),
        np.where(manner == _FINE, _FINE << 2, code),
    )
    combined = np.where((edit != Edit.KEPT) & ~marked, _EDITED + edit.astype(np.int64), combined)
    occurring, stroke = np.unique(combined, return_inverse=True)
    return Drawn(
        tuple(_stroke(int(c), theme) for c in occurring),
        stroke.astype(np.uint8),
    )


def edit_stroke(edit: Edit, theme: Theme) -> Stroke:
    """Of what a scenario adds, or of what it takes out: an edge, and the outline of a card."""
    if edit is Edit.ADDED:
        return Stroke(theme.added, ADDED_LINE, ADDED_DASH)
    return Stroke(mixed(theme.removed, theme.ground, REMOVED_STRENGTH), REMOVED_LINE, REMOVED_DASH)


def _stroke(combined: int, theme: Theme) -> Stroke:
    if combined >= _ANSWERED:
        effect, possible, training = (combined - _ANSWERED) >> 2, combined & 2, combined & 1
        width = EFFECT_LINE + (0.6 if training else 0.0)
        return Stroke(theme.effects[EFFECTS[effect]], width, POSSIBLE_DASH if possible else ())
    if combined >= _EDITED:
        return edit_stroke(Edit(combined - _EDITED), theme)
    manner, evidence = combined >> 2, combined & 3
    if manner == _FINE:
        return Stroke(theme.edge, LINE, FINE_DASH)
    colour = theme.world if manner == _WORLD else theme.edge
    return Stroke(colour, TRAINING_LINE if manner == _TRAINING else LINE, _DASHES[evidence])
