"""The cheapest candidates that together cover everything: exact by an integer program, else the best found in time.

What decides itself is taken out first: a candidate that another one makes superfluous, an element that is covered
whenever another one is, and an element that a single candidate covers. What is left falls into parts that share
nothing, and each is solved by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Longs = NDArray[np.int64]
_MOST_PAIRS = 4_000_000
"""Pairs of candidates, or of elements, that are compared to see which of two is superfluous."""
_MOST_ENTRIES = 100_000
"""Entries of a part for which an exact answer is tried; the solver prepares a larger one beyond its time limit."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The chosen candidates in order, what they cost together, and what no cover can cost less than."""

    chosen: tuple[int, ...]
    cost: int
    least: int

    @property
    def is_minimal(self) -> bool:
        """Whether no cover is cheaper, proven."""
        return self.cost == self.least


def smallest_cover(
    covers: csr_matrix[Any],
    costs: Longs | None = None,
    *,
    seconds: float = 1.0,
    check: Callable[[], None] = lambda: None,
) -> Cover:
    """The cheapest columns such that every row has one of them; costs are whole and above 0, 1 if not given.

    Among columns that do the same the first is taken. ValueError when a row has no column.
    """
    prices = np.ones(covers.shape[1], np.int64) if costs is None else costs
    if covers.shape[0] and not np.diff(covers.indptr).all():
        raise ValueError("Something is covered by no candidate.")
    until = monotonic() + seconds
    rest = _Rest(covers, prices)
    rest.reduce(check)
    chosen = list(rest.chosen)
    cost = least = int(prices[chosen].sum())
    for part, columns in sorted(rest.parts(), key=lambda one: one[0].nnz):
        check()
        found, bound = _solve(part, prices[columns], until - monotonic(), check)
        chosen.extend(columns[found].tolist())
        cost += int(prices[columns[found]].sum())
        least += bound
    return Cover(tuple(sorted(chosen)), cost, least)


class _Rest:
    """The rows and columns that are not decided yet."""

    def __init__(self, covers: csr_matrix[Any], costs: Longs) -> None:
        self.matrix = covers.astype(np.int32).tocsr()
        self.matrix.data[:] = 1
        self.columns = np.arange(covers.shape[1])
        self.costs = costs
        self.chosen: list[int] = []

    def reduce(self, check: Callable[[], None]) -> None:
        """Take out what decides itself, until nothing more does."""
        before = None
        while before != self.matrix.shape:
            before = self.matrix.shape
            check()
            self._drop_columns()
            check()
            self._choose_forced()
            check()
            self._drop_rows()

    def parts(self) -> Iterator[tuple[csr_matrix[Any], Longs]]:
        """The rest in parts that share nothing, each with the numbers of its columns."""
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        rows = self.matrix.shape[0]
        if not rows:
            return
        entries = self.matrix.tocoo()
        count = sum(self.matrix.shape)
        both = csr_matrix((entries.data, (entries.row, entries.col + rows)), shape=(count, count))
        _, labels = connected_components(both, directed=False)
        row_order, column_order = (
            np.argsort(labels[:rows], kind="stable"),
            np.argsort(labels[rows:], kind="stable"),
        )
        for label in np.unique(labels[:rows]):
            mine = row_order[slice(*np.searchsorted(labels[:rows][row_order], (label, label + 1)))]
            its = column_order[slice(*np.searchsorted(labels[rows:][column_order], (label, label + 1)))]
            yield self.matrix[mine][:, its].tocsr(), self.columns[its]

    def _keep(self, rows: NDArray[Any] | None, columns: NDArray[Any] | None) -> None:
        if rows is not None:
            self.matrix = self.matrix[rows]
        if columns is not None:
            self.matrix = self.matrix[:, columns].tocsr()
            self.columns = self.columns[columns]

    def _drop_columns(self) -> None:
        """Without the columns that another one, no dearer, makes superfluous."""
        self._keep(None, np.flatnonzero(np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])))
        if not _comparable(np.diff(self.matrix.indptr)):
            return
        sizes = np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])
        shared = (self.matrix.T @ self.matrix).tocoo()
        less, more, costs = shared.row, shared.col, self.costs[self.columns]
        inside = (shared.data == sizes[less]) & (less != more) & (costs[more] <= costs[less])
        equal = (sizes[more] == sizes[less]) & (costs[more] == costs[less])
        superfluous = np.unique(less[inside & (~equal | (more < less))])
        self._keep(None, np.setdiff1d(np.arange(len(self.columns)), superfluous))

    def _choose_forced(self) -> None:
        """The columns that alone cover some row are chosen, and all they cover is done."""
        sizes = np.diff(self.matrix.indptr)
        forced = np.unique(self.matrix.indices[self.matrix.indptr[:-1][sizes == 1]])
        if len(forced):
            self.chosen.extend(self.columns[forced].tolist())
            is_forced = np.zeros(len(self.columns), np.int32)
            is_forced[forced] = 1
            self._keep(np.flatnonzero(self.matrix @ is_forced == 0), np.flatnonzero(is_forced == 0))

    def _drop_rows(self) -> None:
        """Without the rows that are covered whenever another one is."""
        if not _comparable(np.bincount(self.matrix.indices, minlength=self.matrix.shape[1])):
            return
        sizes = np.diff(self.matrix.indptr)
        shared = (self.matrix @ self.matrix.T).tocoo()
        more, less = shared.row, shared.col
        outside = (shared.data == sizes[less]) & (less != more)
        superfluous = np.unique(more[outside & ((sizes[more] > sizes[less]) | (less < more))])
        self._keep(np.setdiff1d(np.arange(self.matrix.shape[0]), superfluous), None)


def _comparable(sizes: NDArray[Any]) -> bool:
    return float((sizes.astype(np.float64) ** 2).sum()) <= _MOST_PAIRS


def _solve(
    part: csr_matrix[Any], costs: Longs, seconds: float, check: Callable[[], None]
) -> tuple[Longs, int]:
    """The cheapest columns found for one part, and what no choice can cost less than."""
    greedy = _greedy(part, costs, check)
    cost, least = int(costs[greedy].sum()), _apart(part, costs)
    if least >= cost or seconds <= 0 or part.nnz > _MOST_ENTRIES:
        return greedy, min(least, cost)
    exact, bound = _integer_program(part, costs, seconds, check)
    if exact is not None and int(costs[exact].sum()) < cost:
        greedy, cost = exact, int(costs[exact].sum())
    return greedy, min(max(least, bound), cost)


def _greedy(part: csr_matrix[Any], costs: Longs, check: Callable[[], None]) -> Longs:
    """Always the column that covers most of what is open for its cost; then what proves superfluous goes."""
    by_column = part.tocsc()
    gains = np.diff(by_column.indptr).astype(np.int64)
    is_open = np.ones(part.shape[0], np.bool_)
    heap = [
        (-gain / cost, i) for i, (gain, cost) in enumerate(zip(gains.tolist(), costs.tolist(), strict=True))
    ]
    heapq.heapify(heap)
    chosen = []
    steps, still_open = 0, part.shape[0]
    while still_open:
        steps += 1
        if steps % 256 == 0:
            check()
        promised, column = heapq.heappop(heap)
        gain = int(gains[column])
        if not gain:
            continue
        if -gain / int(costs[column]) > promised:
            heapq.heappush(heap, (-gain / int(costs[column]), column))
            continue
        chosen.append(column)
        rows = by_column.indices[by_column.indptr[column] : by_column.indptr[column + 1]]
        fresh = rows[is_open[rows]]
        is_open[fresh] = False
        still_open -= len(fresh)
        gains -= np.bincount(part[fresh].indices, minlength=part.shape[1])
    times = np.zeros(part.shape[0], np.int64)
    for column in chosen:
        times[by_column.indices[by_column.indptr[column] : by_column.indptr[column + 1]]] += 1
    kept = []
    for column in sorted(chosen, key=lambda c: (-int(costs[c]), -c)):
        rows = by_column.indices[by_column.indptr[column] : by_column.indptr[column + 1]]
        if (times[rows] > 1).all():
            times[rows] -= 1
        else:
            kept.append(column)
    return np.array(sorted(kept), np.int64)


def _apart(part: csr_matrix[Any], costs: Longs) -> int:
    """What rows cost that share no column: each needs one of its own."""
    taken = np.zeros(part.shape[1], np.bool_)
    least = 0
    for row in np.argsort(np.diff(part.indptr), kind="stable").tolist():
        columns = part.indices[part.indptr[row] : part.indptr[row + 1]]
        if not taken[columns].any():
            taken[columns] = True
            least += int(costs[columns].min())
    return least


def _integer_program(
    part: csr_matrix[Any], costs: Longs, seconds: float, check: Callable[[], None]
) -> tuple[Longs | None, int]:
    """The solver's best choice, if it found one in time, and what it proved that none can cost less than."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    found: list[Any] = []

    def work() -> None:
        found.append(
            milp(
                costs.astype(np.float64),
                constraints=LinearConstraint(part.astype(np.float64), lb=1),
                integrality=np.ones(part.shape[1], np.int64),
                bounds=Bounds(0, 1),
                options={"time_limit": seconds, "mip_rel_gap": 0.0},
            )
        )

    solver = Thread(target=work, daemon=True)  # it cannot be stopped, but its time is limited
    solver.start()
    while solver.is_alive():
        solver.join(0.04)
        check()
    if not found:  # the solver died, and its thread has said why
        return None, 0
    result = found[0]
    chosen = None if result.x is None else np.flatnonzero(result.x > 0.5)
    bound = result.mip_dual_bound
    return chosen, ceil(bound - 1e-6) if bound is not None and np.isfinite(bound) else 0
