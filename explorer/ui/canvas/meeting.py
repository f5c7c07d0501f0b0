"""Which of many boxes share some of their inside with which others: sorted into cells, and compared there at once.

Boxes are rows x0, y0, x1, y1.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from explorer.ui.canvas.batches import Doubles

Places = NDArray[np.int64]

_MOST_CELLS = 0xFFFF
"""Columns and rows are numbers of 16 bits, which are sorted in a tenth of the time that others take."""

_AT_ONCE = 20_000
"""Boxes spread over cells between two looks at the clock."""


class Cells:
    """Boxes that are looked for, each known in every cell it reaches into."""

    def __init__(self, boxes: Doubles, size: tuple[float, float]) -> None:
        self._boxes = boxes
        self._size = np.array([*size, *size])
        low = boxes[:, :2].min(axis=0) if len(boxes) else np.zeros(2)
        self._origin = np.tile(low, 2)
        self._owners, self._codes = np.zeros(0, np.int64), np.zeros(0, np.int64)

    @classmethod
    def of(cls, boxes: Doubles, size: tuple[float, float]) -> Cells:
        """Boxes sorted at once."""
        cells = cls(boxes, size)
        for _ in cells.sorting():
            pass
        return cells

    def sorting(self) -> Iterator[None]:
        """Sort the boxes into their cells, in steps; until that is done none is found."""
        parts = []
        for first in range(0, len(self._boxes), _AT_ONCE):
            owners, columns, rows = self._spread(self._boxes[first : first + _AT_ONCE])
            parts.append((owners + first, columns, rows))
            yield
        if not parts:
            return
        owners, columns, rows = (np.concatenate(column) for column in zip(*parts, strict=True))
        by_row = np.argsort(rows.astype(np.uint16), kind="stable")
        order = by_row[np.argsort(columns[by_row].astype(np.uint16), kind="stable")]
        yield
        self._owners, self._codes = owners[order], _code(columns[order], rows[order])

    def met_by(self, boxes: Doubles) -> tuple[Places, Places]:
        """Each pair of these boxes and one of those known that meet: the place of the one, and of the other."""
        askers, columns, rows = self._spread(boxes)
        codes = _code(columns, rows)
        firsts, lasts = (np.searchsorted(self._codes, codes, side) for side in ("left", "right"))
        counts = lasts - firsts
        askers = np.repeat(askers, counts)
        found = self._owners[_runs(firsts, counts)]
        one, other = boxes[askers], self._boxes[found]
        meet = ((one[:, :2] < other[:, 2:]) & (other[:, :2] < one[:, 2:])).all(axis=1)
        pairs = np.unique(askers[meet] * max(1, len(self._boxes)) + found[meet])
        return np.divmod(pairs, max(1, len(self._boxes)))

    def _spread(self, boxes: Doubles) -> tuple[Places, Places, Places]:
        """The cells that boxes reach into: the box of each, its column and its row."""
        cells = np.clip((boxes - self._origin) // self._size, 0, _MOST_CELLS).astype(np.int64)
        wide, high = (cells[:, 2:] - cells[:, :2] + 1).T
        counts = wide * high
        owners = np.repeat(np.arange(len(boxes)), counts)
        within = _runs(np.zeros(len(boxes), np.int64), counts)
        return owners, cells[owners, 0] + within % wide[owners], cells[owners, 1] + within // wide[owners]


def _runs(firsts: Places, counts: Places) -> Places:
    """So many numbers from each first one on, one run after the other."""
    begins = np.cumsum(counts) - counts
    return np.repeat(firsts - begins, counts) + np.arange(int(counts.sum()))


def _code(columns: Places, rows: Places) -> Places:
    return columns * (_MOST_CELLS + 1) + rows
