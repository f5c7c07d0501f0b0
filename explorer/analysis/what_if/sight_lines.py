"""From where each effect would be seen: all places to which it certainly comes within so many steps, as a matrix.

The measurement asks whether something that is there sees an effect; here the question is where something could be
put. What happens to the whole of nodes is followed for all of them at once, since it does not depend on names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.effects import CHANNEL, EFFECTS, IMPLIED, MUST, RANK, WAVES, WIDTH
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.to_notice import Place
from explorer.analysis.what_if.whole_tables import SETS
from explorer.domain.kinds import Channel

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CHANNELS = tuple(Channel)
_CHANNEL_OF_RANK = np.array([CHANNELS.index(CHANNEL[e]) for e in EFFECTS])
_MOST_WAYS = 20_000_000
"""Ways that are followed together; where all effects go everywhere, fewer steps are looked ahead."""
_ROWS_AT_ONCE = 4_000


class SightLines(NamedTuple):
    """seen[i, node * 4 + channel]: whether place i would be seen there. steps: how far was looked."""

    seen: csr_matrix[Any]
    steps: int


def sight_lines(
    classes: EdgeClasses, places: Sequence[Place], steps: int, check: Callable[[], None]
) -> SightLines:
    """Where each of these would be seen within so many certain steps, or fewer where there are too many ways."""
    from scipy.sparse import csr_matrix, vstack

    states = _States(classes, places, steps, check)
    moves = states.moves(check)
    check()
    starts = np.array([states.number(place) for place in places], np.int64)
    steps = _affordable(moves, starts, steps)
    check()
    channels = states.channels()
    shown = csr_matrix(
        (np.ones(len(channels), np.int32), (np.arange(len(channels)), channels)),
        shape=(len(channels), len(classes.arrays.ids) * len(CHANNELS)),
    )
    blocks = []
    for begin in range(0, len(starts), _ROWS_AT_ONCE):
        mine = starts[begin : begin + _ROWS_AT_ONCE]
        one_each = np.arange(len(mine) + 1)
        seen = csr_matrix((np.ones(len(mine), np.int32), mine, one_each), shape=(len(mine), len(channels)))
        fresh = seen
        for _ in range(steps):
            check()
            fresh = fresh @ moves
            fresh.data[:] = 1
            seen = seen + fresh
        check()
        found = seen @ shown
        found.data[:] = 1
        blocks.append(found)
    return SightLines(vstack([shown[:0], *blocks]).tocsr(), steps)


def certain_moves(classes: EdgeClasses, check: Callable[[], None] = lambda: None) -> tuple[Longs, Longs]:
    """Pairs (node * WIDTH + rank): what an effect of the whole certainly becomes over each edge."""
    arrays = classes.arrays
    before, after = [], []
    for effect in EFFECTS:
        check()
        arriving = _certain(classes, RANK[effect])[classes.class_of]
        for arrived in range(WIDTH):
            over = np.flatnonzero(arriving >> arrived & 1)
            before.append(arrays.from_index[over].astype(np.int64) * WIDTH + RANK[effect])
            after.append(arrays.to_index[over].astype(np.int64) * WIDTH + arrived)
    return np.concatenate(before), np.concatenate(after)


def _certain(classes: EdgeClasses, rank: int) -> Longs:
    """For each class of edges the effects that one of the whole certainly becomes."""
    result = np.zeros(len(classes.uses), np.int64)
    for shift, table in classes.tables_for(None).lookups:
        if shift == MUST:
            packed = table[np.arange(len(result)) * SETS + (1 << rank)] >> MUST
            for wave in range(WAVES):
                result |= packed >> (wave * WIDTH) & (SETS - 1)
    return result


def _affordable(moves: csr_matrix[Any], starts: Longs, steps: int) -> int:
    ways: list[Any] = [np.ones(moves.shape[0])]
    for _ in range(steps):
        ways.append(1 + moves @ ways[-1])
    return next((s for s in range(steps, 0, -1) if ways[s][starts].sum() <= _MOST_WAYS), 0)


class _States:
    """A number for every effect of the whole of a node, then for every effect of a field that is come upon."""

    def __init__(
        self, classes: EdgeClasses, places: Sequence[Place], steps: int, check: Callable[[], None]
    ) -> None:
        self._classes = classes
        self._fields: dict[Place, int] = {}
        self._pairs: list[tuple[int, int]] = []
        frontier = [place for place in places if place[1] is not None]
        for step in range(steps + 1):
            following: list[Place] = []
            for i, place in enumerate(dict.fromkeys(frontier)):
                if i % 512 == 0:
                    check()
                number = self.number(place)
                for after in self._after(place) if step < steps else ():
                    if after[1] is not None and after not in self._fields:
                        following.append(after)
                    self._pairs.append((number, self.number(after)))
            frontier = following

    def number(self, place: Place) -> int:
        """The number of a place."""
        node, field, effect = place
        if field is None:
            return node * WIDTH + RANK[effect]
        return self._fields.setdefault(place, len(self._classes.arrays.ids) * WIDTH + len(self._fields))

    def channels(self) -> Longs:
        """For every number the node and channel in which it is to be seen."""
        nodes = np.arange(len(self._classes.arrays.ids))
        whole = (nodes[:, None] * len(CHANNELS) + _CHANNEL_OF_RANK[None, :]).ravel()
        fields = [n * len(CHANNELS) + int(_CHANNEL_OF_RANK[RANK[e]]) for n, _, e in self._fields]
        return np.concatenate([whole, np.array(fields, np.int64)])

    def moves(self, check: Callable[[], None]) -> csr_matrix[Any]:
        """What certainly becomes what over one edge."""
        from scipy.sparse import csr_matrix

        before, after = certain_moves(self._classes, check)
        check()
        pairs = np.array(self._pairs, np.int64).reshape(-1, 2)
        rows, columns = np.concatenate([before, pairs[:, 0]]), np.concatenate([after, pairs[:, 1]])
        count = len(self._classes.arrays.ids) * WIDTH + len(self._fields)
        moves = csr_matrix((np.ones(len(rows), np.int32), (rows, columns)), shape=(count, count))
        moves.data[:] = 1
        return moves

    def _after(self, place: Place) -> Iterator[Place]:
        node, field, effect = place
        arrays = self._classes.arrays
        for j in arrays.edges_from(node).tolist():
            use = self._classes.uses[self._classes.class_of[j]]
            target = int(arrays.to_index[j])
            for arrival in arrivals(self._classes.edges[j], use, field, effect):
                if arrival.is_certain:
                    yield target, arrival.field, arrival.effect
                    if arrival.effect in IMPLIED:
                        yield target, arrival.field, IMPLIED[arrival.effect]
