"""The card of every node: its two lines of text, its outline, and how much room it needs before it is placed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from explorer.domain.entities import Node
from explorer.domain.kinds import Lifecycle, NodeKind, Role, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.drawing.picture import NODE_KINDS, Bools, Bytes, Floats, Outline, ShownKind
from explorer.drawing.text import broken_name, shown, widths
from explorer.language import marked, spoken_language, tr, tr_n

TITLE_SIZE, TITLE_WEIGHT = 12.0, 600
SECOND_SIZE, SECOND_WEIGHT = 10.0, 400

HEIGHT = 38.0
"""Of a card with two lines of text."""

TITLE_STEP = 15.0
"""From a line of the title to the next."""

_WIDEST_TITLE = 260.0  # pixels; longer names go on on a second line
CHIP = 20.0
CHIP_GAP = 7.0
"""Between the chip and the text."""

SPARE = 1.15
"""Room for a font that runs wider, where Inter is not installed."""

MARKS_ROOM = 34.0
"""Kept free at the right of the second line: for the eye and the wave of a what-if."""

_END_GAP = 7.5  # between two arrowheads on one side of a card; a head is 6.8 wide
_END_MARGIN = 6.0
_MOST_ENDS = 20  # past these a card would be a tower; its arrowheads then overlap

CHIP_LEFT = np.array([9.0, 9.0, 10.0, 15.0], np.float32)
"""Left edge of the icon's chip, by Outline."""

TEXT_LEFT = CHIP_LEFT + np.float32(CHIP + CHIP_GAP)
"""Left edge of both lines of text, by Outline."""

PAD_RIGHT = np.array([11.0, 11.0, 13.0, 15.0], np.float32)
"""Free at the right of the text, by Outline."""

_OUTLINES: dict[ShownKind, Outline] = {
    NodeKind.JOB: Outline.JOB,
    NodeKind.FEATURE: Outline.PILL,
    NodeKind.METRIC: Outline.PILL,
    NodeKind.MODEL: Outline.HEXAGON,
}
ALL_SHOWN: Mapping[str, int] = {}
"""No node has edges that are not shown."""

_NUMBERED = re.compile(r"[0-9]{1,4}(\.[0-9]+)*")
_KIND_INDEX = {kind: i for i, kind in enumerate(NODE_KINDS)}
_OUTLINE_OF_KIND = np.array([_OUTLINES.get(kind, Outline.CARD) for kind in NODE_KINDS], np.uint8)
_SUBTYPE_WORDS = {
    Subtype.TRAINING: marked("training data"),
    Subtype.UI: marked("user interface"),
    Subtype.BATCH: marked("batch consumer"),
}
_ROLE_WORDS = {
    Role.SUCCESS: marked("success metric"),
    Role.PROXY: marked("proxy metric"),
    Role.GUARDRAIL: marked("guardrail metric"),
    Role.QUALITY: marked("quality metric"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Cards:
    """The cards of a graph, in the order of graph.arrays.ids; sizes: (n, 2) widths and heights.

    A title may hold line breaks; without them it is the name.
    """

    titles: tuple[str, ...]
    subtitles: tuple[str, ...]
    kind: Bytes
    outline: Bytes
    dashed: Bools
    sizes: Floats


def cards_of(graph: SystemGraph, beyond: Mapping[str, int] = ALL_SHOWN) -> Cards:
    """Words, outlines and sizes of all nodes. beyond: what `beyond` counted, where the graph is a part."""
    nodes = list(graph.nodes.values())
    count = len(nodes)
    titles, title_widths = _titles([shown(n.name) or tr("(no name)") for n in nodes])
    subtitles = tuple(_with_hidden(second_line(n), beyond.get(n.id, 0)) for n in nodes)
    kind = np.fromiter((_KIND_INDEX[n.kind] for n in nodes), np.uint8, count)
    dashed = np.fromiter((n.lifecycle is Lifecycle.DEPRECATED or n.is_ghost for n in nodes), np.bool_, count)
    outline = _OUTLINE_OF_KIND[kind]
    text = np.maximum(
        title_widths * SPARE,
        widths(subtitles, SECOND_SIZE, SECOND_WEIGHT) * SPARE + MARKS_ROOM,
    )
    ends = np.bincount(graph.arrays.to_index, minlength=count)
    sizes = np.empty((count, 2), np.float32)
    sizes[:, 0] = np.ceil(TEXT_LEFT[outline] + text + PAD_RIGHT[outline])
    more_lines = np.fromiter((t.count("\n") for t in titles), np.float32, count)
    sizes[:, 1] = np.maximum(_heights(ends), np.ceil((HEIGHT + more_lines * TITLE_STEP) / 2) * 2)
    return Cards(titles, subtitles, kind, outline, dashed, sizes)


def beyond(part: SystemGraph, whole: SystemGraph) -> dict[str, int]:
    """The edges of each node of a part that lead out of it, where there are any."""
    left = _degrees(part)
    index, degrees = whole.arrays.index, _degrees(whole)
    every = degrees[np.fromiter((index[i] for i in part.arrays.ids), np.int64, len(left))]
    return {part.arrays.ids[i]: int(every[i] - left[i]) for i in np.flatnonzero(every > left).tolist()}


def second_line(node: Node) -> str:
    """What a node is, in a few words: "model · v12", "job · perl", "stream"."""
    lifecycle = node.lifecycle if node.lifecycle is not Lifecycle.LIVE else None
    return _second_line(
        spoken_language(), node.kind, node.subtype, node.role, node.version, node.language, lifecycle
    )


def version_text(version: str) -> str:
    """ "12" as "v12"; a date, or what is no number, stays as it is written."""
    return shown(f"v{version}" if _NUMBERED.fullmatch(version) else version, 24)


def _degrees(graph: SystemGraph) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """(n,) the edges at each node, one to itself twice."""
    arrays = graph.arrays
    return np.bincount(np.concatenate([arrays.from_index, arrays.to_index]), minlength=len(arrays.ids))


def _with_hidden(line: str, count: int) -> str:
    if not count:
        return line
    hidden = tr_n("{count:,} edge not shown", "{count:,} edges not shown", count)
    return f"{line} · {hidden}"


def _titles(names: list[str]) -> tuple[tuple[str, ...], Floats]:
    """Names, the long ones on several lines, and the width of the widest line of each."""
    wide = widths(names, TITLE_SIZE, TITLE_WEIGHT)
    long = np.flatnonzero(wide > _WIDEST_TITLE).tolist()
    for i in long:
        names[i] = broken_name(names[i], int(np.ceil(wide[i] / _WIDEST_TITLE)))
    lines = [names[i].split("\n") for i in long]
    if lines:
        starts = np.cumsum([0, *map(len, lines[:-1])])
        measured = widths([line for of_name in lines for line in of_name], TITLE_SIZE, TITLE_WEIGHT)
        wide[long] = np.maximum.reduceat(measured, starts)
    return tuple(names), wide


def _heights(ends: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Floats:
    """Tall enough that the arrowheads of all edges that enter stand side by side; even, so that halves are whole."""
    needed = (np.minimum(ends, _MOST_ENDS) - 1) * _END_GAP + 2 * _END_MARGIN
    return np.asarray(np.maximum(HEIGHT, np.ceil(needed / 2) * 2), np.float32)


@cache
def _second_line(
    _: str,
    kind: NodeKind,
    subtype: Subtype | None,
    role: Role | None,
    version: str | None,
    language: str | None,
    lifecycle: Lifecycle | None,
) -> str:
    if kind is NodeKind.UNKNOWN:
        return tr("not declared")
    word = told(kind)
    if kind is NodeKind.METRIC and role is not None:
        word = tr(_ROLE_WORDS[role])
    elif subtype not in (None, Subtype.UNKNOWN):
        word = tr(_SUBTYPE_WORDS[subtype]) if subtype in _SUBTYPE_WORDS else told(subtype)
    parts = [
        word,
        version and version_text(version),
        language and shown(language, 24),
        lifecycle and told(lifecycle),
    ]
    return " · ".join(p for p in parts if p)
