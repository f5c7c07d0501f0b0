"""What the signs of a picture mean: an entry for exactly what occurs in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from explorer.domain.kinds import Lifecycle, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.edge_pills import PillSort, PillText
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, LegendEntry, NodeShapes, Sight, Stroke
from explorer.drawing.strokes import LINE, Drawn
from explorer.drawing.theme import Theme

_PILL_WORDS: dict[PillSort, str] = {
    "filter": "only this passes",
    "version": "keeps to a version",
    "exploration": "explores",
}
_EFFECT_WORDS = {
    "breaks": "breaks",
    "wrong": "silently wrong",
    "degraded": "degraded",
    "schema-break": "a field is gone or retyped",
    "shifts": "shifts",
    "stale": "stale",
    "schema-add": "a field is added",
}
_WAVE_WORDS = {1: "after the next retraining or reaction", 2: "later still"}


def legend_of(
    graph: SystemGraph, nodes: NodeShapes, drawn: Drawn, texts: Sequence[PillText | None], theme: Theme
) -> tuple[LegendEntry, ...]:
    """Exactly what occurs, in an order that stays."""
    occurring = np.bincount(nodes.kind, minlength=len(NODE_KINDS))
    entries = [
        LegendEntry("kind", "not declared" if kind is NodeKind.UNKNOWN else kind.value, kind=kind)
        for kind, n in zip(NODE_KINDS, occurring, strict=True)
        if n
    ]
    deprecated = any(n.lifecycle is Lifecycle.DEPRECATED for n in graph.nodes.values())
    ghosts = any(n.is_ghost for n in graph.nodes.values())
    if deprecated or ghosts:
        words = " or ".join(w for w, holds in (("deprecated", deprecated), ("not declared", ghosts)) if holds)
        entries.append(LegendEntry("dashed", words))
    entries += drawn.legend
    sorts = {sort for pill in texts if pill is not None for sort in pill.sorts}
    entries += [
        LegendEntry("pill", words, stroke=Stroke(theme.pill_colours[sort], LINE))
        for sort, words in _PILL_WORDS.items()
        if sort in sorts
    ]
    return tuple(entries + _effect_legend(nodes, drawn))


def _effect_legend(nodes: NodeShapes, drawn: Drawn) -> list[LegendEntry]:
    having = nodes.effect != NO_EFFECT
    entries = [
        LegendEntry("effect", _EFFECT_WORDS[EFFECTS[i]], effect=EFFECTS[i])
        for i in np.unique(nodes.effect[having]).tolist()
    ]
    if (having & nodes.possible).any():
        entries.append(LegendEntry("possible", "possible, not certain"))
    for wave, words in _WAVE_WORDS.items():
        if (having & (nodes.wave == wave)).any():
            entries.append(LegendEntry("wave", words, sign=f"+{wave}"))
    if (nodes.sight == Sight.SEEN).any():
        entries.append(LegendEntry("seen", "would be seen"))
    if (nodes.sight == Sight.BLIND).any():
        entries.append(LegendEntry("blind", "nobody would see it"))
    if nodes.faded.any():
        entries.append(LegendEntry("faded", "unchanged" if having.any() else "not in focus"))
    return entries
