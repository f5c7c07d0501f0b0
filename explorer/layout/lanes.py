"""Lanes: where an edge that spans several columns passes through those between, beside boxes and round groups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.layout.request import Bools, Floats
from explorer.layout.skyline import Spans
from explorer.layout.stacking import Indices, Reals

_LOCAL = 0.35  # an edge back over less than this share of its block's columns stays among its boxes


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """Where boxes and blocks stand when lanes are chosen.

    order: blocks from top to bottom. top, bottom: (b,) borders of the blocks. closed: (b,) blocks that edges of
    others go round.
    """

    column: Indices
    block: Indices
    middle: Reals
    spans: Spans
    order: list[int]
    top: Reals
    bottom: Reals
    closed: Bools

    @property
    def columns(self) -> int:
        """How many columns the picture has."""
        return max(int(self.spans.last.max()), int(self.column.max())) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """One row a lane, and one a passage of an edge through a column, in the order travelled.

    cell: a block's cell as block · columns + column; the room above the j-th block of a column as
    (blocks + j) · columns + column. place: how many boxes of the cell stand above the lane.
    """

    cell: Indices
    place: Indices
    wanted: Reals
    sizes: Reals
    edge: Indices
    column: Indices
    lane: Indices
    pill: Indices  # (m,) the lane that holds the edge's pill, -1 for none


def passages(column: Indices, edges: Indices) -> tuple[Indices, Indices]:
    """(edge, column) of every column an edge must pass: those between its ends, or with them when it runs back."""
    first, last = column[edges[:, 0]], column[edges[:, 1]]
    forward = last > first
    counts = np.where(forward, last - first - 1, first - last + 1)
    edge = np.repeat(np.arange(len(edges)), counts)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    at = np.where(forward[edge], first[edge] + 1 + step, first[edge] - step)
    return edge.astype(np.int32), at.astype(np.int32)


def choose_lanes(scene: Scene, edges: Indices, label_sizes: Floats, edge: Indices, column: Indices) -> Lanes:
    """The lane of each passage; edges from one box that pass through the same room share a lane."""
    avoids = _runs_round(scene, edges)
    wanted = _straight(scene, edges, edge, column)
    cell, place = _rooms(scene, edges, edge, column, wanted, avoids)
    pill_passage = _pill_passages(edges, label_sizes, edge)
    alone = np.full(len(edge), -1)
    held = np.flatnonzero(pill_passage >= 0)
    alone[pill_passage[held]] = held
    back = scene.column[edges[:, 1]] <= scene.column[edges[:, 0]]
    firsts, lane = _shared((cell, place, edges[edge, 0], back[edge], alone))
    numbers = np.bincount(lane, minlength=len(firsts))
    sizes = np.zeros((len(firsts), 2))
    pill = np.full(len(edges), -1, np.int32)
    pill[held] = lane[pill_passage[held]]
    sizes[pill[held]] = label_sizes[held]
    mean = np.bincount(lane, wanted, minlength=len(firsts)) / np.maximum(numbers, 1)
    return Lanes(cell[firsts], place[firsts], mean, sizes, edge, column, lane, pill)


def _shared(keys: tuple[NDArray[Any], ...]) -> tuple[Indices, Indices]:
    """(first passage of each lane, lane of each passage): passages whose keys are all the same share a lane."""
    order = np.lexsort(keys[::-1])
    new = np.ones(len(order), bool)
    new[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
    lane = np.empty(len(order), np.int32)
    lane[order] = np.cumsum(new) - 1
    return order[new], lane


def _straight(scene: Scene, edges: Indices, edge: Indices, column: Indices) -> Reals:
    """The height of the straight line between an edge's ends in each column it passes."""
    first, last = scene.column[edges[edge, 0]], scene.column[edges[edge, 1]]
    start, end = scene.middle[edges[edge, 0]], scene.middle[edges[edge, 1]]
    forward = last > first
    steps = np.where(forward, last - first, first - last + 2)
    done = np.where(forward, column - first, first - column + 1)
    between: Reals = start + (end - start) * done / np.maximum(steps, 1)
    itself = edges[edge, 0] == edges[edge, 1]
    between[itself] = start[itself] - 1.0  # a loop passes just above its box
    return between


def _runs_round(scene: Scene, edges: Indices) -> Bools:
    """Edges against the flow that are long, or leave their block, run round every block."""
    first, last = scene.column[edges[:, 0]], scene.column[edges[:, 1]]
    block = scene.block[edges[:, 0]]
    width = scene.spans.last[block] - scene.spans.first[block] + 1
    same = block == scene.block[edges[:, 1]]
    long_ = first - last + 1 > np.maximum(width * _LOCAL, 2)
    round_: Bools = (last <= first) & (~same | long_)
    return round_


def _rooms(
    scene: Scene, edges: Indices, edge: Indices, column: Indices, wanted: Reals, avoids: Bools
) -> tuple[Indices, Indices]:
    """(cell, place) of the room nearest to the height wanted; groups of others are passed above or below."""
    columns, blocks = scene.columns, len(scene.top)
    apart = _apart(scene, wanted)
    row_column, row_block, row_first = _rows(scene)
    row_key = row_column * apart + scene.top[row_block]
    row = np.searchsorted(row_key, column * apart + wanted, "right") - 1
    safe = np.maximum(row, 0)
    inside = (row >= row_first[column]) & (wanted <= scene.bottom[row_block[safe]])
    block = row_block[safe]
    mine = (block == scene.block[edges[edge, 0]]) | (block == scene.block[edges[edge, 1]])
    passes = inside & ~avoids[edge] & (mine | ~scene.closed[block])
    corridor = row - row_first[column] + 1
    round_ = inside & ~passes
    if round_.any():
        keys = edge[round_].astype(np.int64) * blocks + block[round_]
        _, which = np.unique(keys, return_inverse=True)
        off = wanted[round_] - (scene.top[block[round_]] + scene.bottom[block[round_]]) / 2
        up = np.bincount(which.reshape(-1), off)[which.reshape(-1)] < 0
        corridor[round_] -= up.astype(corridor.dtype)
    place = np.zeros(len(edge), np.int64)
    cell = (blocks + corridor) * columns + column
    cell[passes] = block[passes].astype(np.int64) * columns + column[passes]
    box_cell = scene.block.astype(np.int64) * columns + scene.column
    box_keys = np.sort(box_cell * apart + scene.middle)
    here = cell[passes] * apart
    place[passes] = np.searchsorted(box_keys, here + wanted[passes]) - np.searchsorted(
        box_keys, here - apart / 2
    )
    return cell, place.astype(np.int32)


def _apart(scene: Scene, wanted: Reals) -> float:
    """A step between cells' sort keys that no height reaches over."""
    return (
        4 * float(max(np.abs(wanted).max(initial=0), np.abs(scene.bottom).max(), np.abs(scene.top).max()))
        + 1000
    )


def _rows(scene: Scene) -> tuple[Indices, Indices, Indices]:
    """(column, block) of every column a block covers, by column and downwards, and where each column starts."""
    order = np.array(scene.order)
    spans = scene.spans
    counts = (spans.last - spans.first + 1)[order]
    block = np.repeat(order, counts)
    column = spans.first[block] + np.arange(len(block)) - np.repeat(np.cumsum(counts) - counts, counts)
    down = np.lexsort((scene.top[block], column))
    column, block = column[down], block[down]
    return column, block, np.searchsorted(column, np.arange(scene.columns + 1))


def corridor_borders(scene: Scene) -> tuple[Reals, Reals, Indices, Indices]:
    """Per room between blocks, as (blocks + j) · columns + column less blocks · columns: its upper and lower
    border, and the blocks above and below it, -1 for none."""
    columns = scene.columns
    row_column, row_block, row_first = _rows(scene)
    place = np.arange(len(row_block)) - row_first[row_column]
    size = (len(scene.top) + 1) * columns
    upper, lower = np.full(size, -np.inf), np.full(size, np.inf)
    above, below = np.full(size, -1), np.full(size, -1)
    at = place * columns + row_column
    lower[at], below[at] = scene.top[row_block], row_block
    upper[at + columns], above[at + columns] = scene.bottom[row_block], row_block
    return upper, lower, above, below


def _pill_passages(edges: Indices, label_sizes: Floats, edge: Indices) -> Indices:
    """(m,) the middle passage of each edge that carries a pill, else -1."""
    firsts = np.searchsorted(edge, np.arange(len(edges)))
    counts = np.bincount(edge, minlength=len(edges))
    carries = (label_sizes[:, 0] > 0) & (counts > 0)
    return np.where(carries, firsts + (counts - 1) // 2, -1)
