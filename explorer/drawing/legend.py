"""What the signs of a picture mean: an entry for exactly what occurs in it, or in a part of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.words import told
from explorer.drawing.edits import sign_of
from explorer.drawing.picture import (
    EFFECTS,
    NO_EFFECT,
    NODE_KINDS,
    Bools,
    CardKind,
    EdgeShapes,
    Edit,
    Keeping,
    LegendEntry,
    NodeShapes,
    Pill,
    ShownKind,
    Sight,
    Stroke,
)
from explorer.drawing.strokes import (
    FINE_DASH,
    INFERRED_DASH,
    LINE,
    OBSERVED_DASH,
    POSSIBLE_DASH,
    TRAINING_LINE,
    edit_stroke,
)
from explorer.drawing.theme import Theme
from explorer.language import marked, tr

_EVIDENCE_WORDS: dict[tuple[float, ...], str] = {
    (): marked("declared"),
    OBSERVED_DASH: marked("observed, not declared"),
    INFERRED_DASH: marked("inferred"),
}
_FINE_WORDS = {EdgeKind.WATCHES: marked("is watched by"), EdgeKind.OPTIMISES: marked("is judged by")}
_KIND_WORDS: dict[ShownKind, str] = {
    NodeKind.UNKNOWN: marked("not declared"),
    CardKind.TEAM: marked("closed team"),
}
_PILL_WORDS = {
    "filter": marked("only this passes"),
    "version": marked("keeps to a version"),
    "exploration": marked("explores"),
    "bundle": marked("so many edges as one"),
}
_EFFECT_WORDS = {
    "breaks": marked("breaks"),
    "wrong": marked("silently wrong"),
    "degraded": marked("degraded"),
    "schema-break": marked("a field is gone or retyped"),
    "shifts": marked("shifts"),
    "stale": marked("stale"),
    "schema-add": marked("a field is added"),
    "protected": marked("protected by a pin or a fallback"),
}
_WAVE_WORDS = {1: marked("after the next retraining or reaction"), 2: marked("later still")}


def legend_of(
    nodes: NodeShapes,
    edges: EdgeShapes,
    strokes: Sequence[Stroke],
    pills: Iterable[Pill],
    theme: Theme,
    *,
    nodes_within: Bools | None = None,
    edges_within: Bools | None = None,
) -> tuple[LegendEntry, ...]:
    """Entries in an order that stays; the masks limit it to what is seen."""
    seen = np.ones(len(nodes), np.bool_) if nodes_within is None else nodes_within
    drawn = np.diff(edges.starts) > 0
    drawn = drawn if edges_within is None else drawn & edges_within
    return (
        *_kinds(nodes, seen),
        *_dashed(nodes, seen),
        *_strokes(edges, strokes, drawn & (edges.effect == NO_EFFECT) & (edges.edit == Edit.KEPT), theme),
        *_pills(pills, theme),
        *_effects(nodes, seen, edges, drawn, strokes),
        *_marks(nodes, seen),
        *_edits(nodes, seen, edges, drawn, theme),
        *_kept(nodes, seen),
    )


def _kinds(nodes: NodeShapes, seen: Bools) -> Iterable[LegendEntry]:
    occurring = np.bincount(nodes.kind[seen], minlength=len(NODE_KINDS))
    for kind, count in zip(NODE_KINDS, occurring, strict=True):
        if count:
            yield LegendEntry("kind", tr(_KIND_WORDS[kind]) if kind in _KIND_WORDS else told(kind), kind=kind)


def _dashed(nodes: NodeShapes, seen: Bools) -> Iterable[LegendEntry]:
    """An effect's outline takes the place of the dashed one; that of what is not declared is told with its icon."""
    kinds = nodes.kind[seen & nodes.dashed & (nodes.effect == NO_EFFECT) & (nodes.edit == Edit.KEPT)]
    if (kinds != NODE_KINDS.index(NodeKind.UNKNOWN)).any():
        yield LegendEntry("dashed", tr("deprecated"))


def _strokes(
    edges: EdgeShapes, strokes: Sequence[Stroke], plain: Bools, theme: Theme
) -> Iterable[LegendEntry]:
    """One entry per thing that a line without an effect says: dash, weight and colour speak each for itself."""
    occurring = [strokes[i] for i in np.unique(edges.stroke[plain]).tolist()]
    for dash, words in _EVIDENCE_WORDS.items():
        if any(s.dash == dash for s in occurring):
            yield LegendEntry("stroke", tr(words), stroke=Stroke(theme.edge, LINE, dash))
    if any(s.width == TRAINING_LINE for s in occurring):
        yield LegendEntry("stroke", tr("training"), stroke=Stroke(theme.edge, TRAINING_LINE))
    if any(s.dash == FINE_DASH for s in occurring):
        kinds = {edges.keys[j].kind for j in np.flatnonzero(plain).tolist()}
        words = ", ".join(tr(word) for kind, word in _FINE_WORDS.items() if kind in kinds)
        yield LegendEntry("stroke", words, stroke=Stroke(theme.edge, LINE, FINE_DASH))
    if any(s.colour == theme.world for s in occurring):
        yield LegendEntry("stroke", tr("through the world"), stroke=Stroke(theme.world, LINE))


def _pills(pills: Iterable[Pill], theme: Theme) -> Iterable[LegendEntry]:
    colours = {pill.colour for pill in pills if pill.text not in {sign_of(Edit.ADDED), sign_of(Edit.REMOVED)}}
    for sort, words in _PILL_WORDS.items():
        if theme.pill_colours[sort] in colours:
            yield LegendEntry("pill", tr(words), stroke=Stroke(theme.pill_colours[sort], 1.0))


def _effects(
    nodes: NodeShapes, seen: Bools, edges: EdgeShapes, drawn: Bools, strokes: Sequence[Stroke]
) -> Iterable[LegendEntry]:
    """Effects on nodes and those that pass over edges, and whether any of them is only possible."""
    having, passing = seen & (nodes.effect != NO_EFFECT), drawn & (edges.effect != NO_EFFECT)
    for i in sorted({*np.unique(nodes.effect[having]).tolist(), *np.unique(edges.effect[passing]).tolist()}):
        yield LegendEntry("effect", tr(_EFFECT_WORDS[EFFECTS[i]]), effect=EFFECTS[i])
    dashes = {strokes[i].dash for i in np.unique(edges.stroke[passing]).tolist()}
    if (having & nodes.possible).any() or POSSIBLE_DASH in dashes:
        yield LegendEntry("possible", tr("possible, not certain"))


def _marks(nodes: NodeShapes, seen: Bools) -> Iterable[LegendEntry]:
    having = seen & (nodes.effect != NO_EFFECT)
    for wave, words in _WAVE_WORDS.items():
        if (having & (nodes.wave == wave)).any():
            yield LegendEntry("wave", tr(words), sign=f"+{wave}")
    if (having & (nodes.sight == Sight.SEEN)).any():
        yield LegendEntry("seen", tr("would be seen"))
    if (having & (nodes.sight == Sight.BLIND)).any():
        yield LegendEntry("blind", tr("nobody would see it"))
    if (seen & nodes.faded).any():
        yield LegendEntry("faded", _faded_words(nodes, seen & nodes.faded))


def _faded_words(nodes: NodeShapes, faded: Bools) -> str:
    """Why nodes are faded: an answer leaves them as they are, or a filter does not ask for them."""
    affected = nodes.effect != NO_EFFECT
    if not affected.any():
        return tr("does not fit the filter")
    return tr("unchanged, or does not fit the filter") if (faded & affected).any() else tr("unchanged")


def _edits(
    nodes: NodeShapes, seen: Bools, edges: EdgeShapes, drawn: Bools, theme: Theme
) -> Iterable[LegendEntry]:
    """What a scenario adds and what it takes out."""
    occurring = {*nodes.edit[seen].tolist(), *edges.edit[drawn].tolist()}
    if Edit.ADDED in occurring:
        yield LegendEntry("added", tr("new in this what-if"), stroke=edit_stroke(Edit.ADDED, theme))
    if Edit.REMOVED in occurring:
        yield LegendEntry("removed", tr("removed in this what-if"), stroke=edit_stroke(Edit.REMOVED, theme))


def _kept(nodes: NodeShapes, seen: Bools) -> Iterable[LegendEntry]:
    """What a person keeps from moving."""
    if (seen & (nodes.keeping == Keeping.HELD)).any():
        yield LegendEntry("held", tr("placed by hand"))
    if (seen & (nodes.keeping == Keeping.PINNED)).any():
        yield LegendEntry("pinned", tr("pinned to its column"))
