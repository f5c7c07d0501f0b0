"""The card of a closed team: its name, what is in it, and in a what-if how much of that is affected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from explorer.domain.kinds import NodeKind
from explorer.domain.wording import counted, listed
from explorer.drawing.captions import counted_kind
from explorer.drawing.cards import (
    ALL_SHOWN,
    MARKS_ROOM,
    PAD_RIGHT,
    SECOND_SIZE,
    SECOND_WEIGHT,
    SPARE,
    TEXT_LEFT,
    Cards,
    cards_of,
)
from explorer.drawing.folded import Folded
from explorer.drawing.picture import NODE_KINDS, CardKind, Outline
from explorer.drawing.text import widths

_MOST_KINDS = 2


def folded_cards(folded: Folded, beyond: Mapping[str, int] = ALL_SHOWN) -> Cards:
    """The cards of what is drawn; a closed team's is as wide as what it says in a what-if, too."""
    cards = cards_of(folded.graph, beyond)
    index = folded.graph.arrays.index
    subtitles = list(cards.subtitles)
    for card, nodes in folded.members.items():
        i = index[card]
        subtitles[i] = _contents(folded, nodes)
        longest = [subtitles[i], _affected(len(nodes), len(nodes))]
        text = float(widths(longest, SECOND_SIZE, SECOND_WEIGHT).max()) * SPARE + MARKS_ROOM
        room = np.ceil(TEXT_LEFT[Outline.CARD] + text + PAD_RIGHT[Outline.CARD])
        cards.sizes[i, 0] = max(float(cards.sizes[i, 0]), float(room))
        cards.kind[i] = NODE_KINDS.index(CardKind.TEAM)
        cards.outline[i] = Outline.CARD
        cards.dashed[i] = False
    return replace(cards, subtitles=tuple(subtitles))


def with_affected(cards: Cards, index: Mapping[str, int], folded: Folded, affected: Collection[str]) -> Cards:
    """The same, saying of each closed team how many of its nodes are affected. index: where each card stands."""
    hit = Counter(folded.within[i] for i in affected if i in folded.within)
    subtitles = list(cards.subtitles)
    for card, count in hit.items():
        subtitles[index[card]] = _affected(count, len(folded.members[card]))
    return replace(cards, subtitles=tuple(subtitles))


def _contents(folded: Folded, nodes: Collection[str]) -> str:
    counts = Counter(folded.system.nodes[i].kind for i in nodes)
    most_first = sorted(NodeKind, key=lambda kind: -counts[kind])
    kinds = [counted_kind(counts[kind], kind) for kind in most_first if counts[kind]]
    told = listed(kinds) if len(kinds) <= _MOST_KINDS else f"{', '.join(kinds[:_MOST_KINDS])}, …"
    return f"{counted(len(nodes), 'node')}: {told}"


def _affected(count: int, of: int) -> str:
    return f"{count:,} of {counted(of, 'node')} affected"
