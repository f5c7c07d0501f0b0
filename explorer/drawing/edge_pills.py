"""The facts that sit on an edge as a small pill: what it lets pass, which version it holds, what it explores.

An edge that a scenario adds or removes by itself says so there too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

import numpy as np

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import Pin
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.drawing.cards import SPARE, version_text
from explorer.drawing.edits import NO_EDITS, Edits, sign_of
from explorer.drawing.picture import Edit, Floats
from explorer.drawing.text import shown, widths
from explorer.language import number, tr

PILL_SIZE, PILL_WEIGHT = 10.0, 500
PILL_HEIGHT = 18.0
_PADDING = 9.0
_MOST = 60  # characters of a filter that are drawn

PillSort = Literal["filter", "version", "exploration", "added", "removed", "bundle"]
NO_COUNTS: Mapping[EdgeKey, int] = MappingProxyType({})
_OF_EDIT: dict[Edit, PillSort] = {Edit.ADDED: "added", Edit.REMOVED: "removed"}


class PillText(NamedTuple):
    """What a pill says; `sorts` are the facts in it, the most telling first."""

    text: str
    sorts: tuple[PillSort, ...]


def pill_texts(
    graph: SystemGraph, edits: Edits = NO_EDITS, counts: Mapping[EdgeKey, int] = NO_COUNTS
) -> tuple[PillText | None, ...]:
    """Per edge, in the order of graph.arrays.keys, its pill; None for the many that have none.

    counts: how many edges a drawn one stands for, where that is more than one.
    """
    signed = edits.signed_edges()
    return tuple(_pill(e, signed.get(key, Edit.KEPT), counts.get(key, 1)) for key, e in graph.edges.items())


def pill_sizes(texts: Sequence[PillText | None]) -> Floats:
    """(m, 2) room for each edge's pill, (0, 0) where it has none."""
    sizes = np.zeros((len(texts), 2), np.float32)
    having = [j for j, pill in enumerate(texts) if pill is not None]
    measured = widths([pill.text for pill in texts if pill is not None], PILL_SIZE, PILL_WEIGHT)
    sizes[having, 0] = np.ceil(measured * SPARE + 2 * _PADDING)
    sizes[having, 1] = PILL_HEIGHT
    return sizes


def _pill(edge: Edge, edit: Edit, count: int) -> PillText | None:
    pinned = edge.pin is not None and edge.pin is not Pin.FLOATING
    if edge.filter is None and not pinned and not edge.exploration and edit is Edit.KEPT and count == 1:
        return None
    facts: list[tuple[str, PillSort]] = []
    if edit is not Edit.KEPT:
        facts.append((sign_of(edit), _OF_EDIT[edit]))
    if count > 1:
        facts.append((number(count), "bundle"))
    if edge.filter is not None:
        facts.append((shown(str(edge.filter), _MOST), "filter"))
    if pinned and edge.pin is not None:
        version = f" {version_text(edge.version)}" if edge.version else ""
        facts.append((told(edge.pin) + version, "version"))
    if edge.exploration:
        facts.append((tr("explores {share:.3g} %", share=edge.exploration * 100), "exploration"))
    return PillText(" · ".join(text for text, _ in facts), tuple(sort for _, sort in facts))
