"""The layout engine: Graphviz where it helps and works, our own layers everywhere else, and a note that says why."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from time import monotonic, perf_counter

import numpy as np

from explorer.language import tr
from explorer.layout.blocks import Blocks, blocks_of, group_areas
from explorer.layout.curves import spliced, starts_of, subset
from explorer.layout.dot_picture import POLYLINE, SPLINES, Places, Question, answered, question
from explorer.layout.frames import Arrays
from explorer.layout.layers import layers, rank_boxes
from explorer.layout.parts import magnification, packed
from explorer.layout.ranks import backward_edges
from explorer.layout.request import Bools, Layout, LayoutRequest
from explorer.layout.reroute import mend, settled, with_pills_beside
from explorer.layout.shelved import assembled, inner_places
from explorer.layout.stacking import Indices, Reals
from explorer.layout.worker_process import Cancelled, WorkerGone, WorkerProcess, share

SPLINE_LIMIT = 500
FLAT_LIMIT = 1_500
GRAPHVIZ_LIMIT = 20_000
MEMORY_LIMIT = 2 << 30
_MOST_EDGES_A_BOX = 6  # beyond, Graphviz takes minutes and the picture is a ball of wool all the same
_WORTH_A_SECOND = 3_000  # boxes; with fewer, a second process is hardly there before all is done
_SMALL_PART = 4
_QUICK_PART = 100  # boxes in one team; beyond, Graphviz searches less and draws broken lines
_TOWER = 16  # times more boxes in the fullest rank than there are ranks
_WORTH_IT = 0.85  # of the cost of Graphviz's picture, at which our own is shown in its place
_TALL = 60  # boxes in one rank, where Graphviz would make one column of them

__all__ = ["Cancelled", "LayoutEngine", "quick_layout"]


def quick_layout(request: LayoutRequest) -> Layout:
    """Our own layout, in milliseconds and without another process."""
    start = perf_counter()
    result = settled(request, layers(request))
    return replace(result, seconds=perf_counter() - start)


class LayoutEngine:
    """Owns the warm Graphviz process; ask it from a background thread, one layout at a time."""

    def __init__(self, *, memory_limit: int = MEMORY_LIMIT, command: list[str] | None = None) -> None:
        self._memory_limit = memory_limit
        self._command = command
        self._worker: WorkerProcess | None = None
        self._missing = ""  # why Graphviz cannot be loaded here, once known
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def start(self) -> None:
        """Start the process ahead of the first layout; returns at once."""
        if not self._missing and self._worker is None:
            try:
                self._worker = WorkerProcess(self._memory_limit, self._command)
            except OSError as error:
                self._missing = tr(
                    "its process could not be started: {reason}", reason=error.strerror or error
                )

    @property
    def worker_pid(self) -> int | None:
        """The number of the process, while there is one."""
        return self._worker.pid if self._worker is not None else None

    def layout(
        self,
        request: LayoutRequest,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        time_limit: float = 30.0,
    ) -> Layout:
        """The best picture to be had within the limit, in seconds; falls back to our own and notes why.

        Raises Cancelled as soon as cancelled() is true or cancel() is called.
        """
        with self._lock:
            self._stop.clear()
            start = perf_counter()

            def unwanted() -> bool:
                return self._stop.is_set() or cancelled()

            result = self._best(request, unwanted, monotonic() + time_limit)
            return replace(result, seconds=perf_counter() - start)

    def cancel(self) -> None:
        """End the layout under way, from any thread; its process is killed, the next layout starts another."""
        self._stop.set()

    def close(self) -> None:
        """End the process."""
        self._stop.set()
        with self._lock:
            self._drop()

    def _best(self, request: LayoutRequest, unwanted: Callable[[], bool], deadline: float) -> Layout:
        count = request.node_count
        if count == 0:
            return layers(request)
        if count > GRAPHVIZ_LIMIT:
            return quick_layout(request)
        blocks = blocks_of(request)
        try:
            if count <= FLAT_LIMIT:
                if _too_tall(request, blocks):
                    raise _Refused(tr("it would stack too many boxes in one column"))
                return self._flat(request, blocks, unwanted, deadline)
            return self._by_parts(request, blocks, unwanted, deadline)
        except WorkerGone as gone:
            self._drop()
            if unwanted():
                raise Cancelled from gone
            return _instead(
                request,
                tr("Graphviz did not answer ({reason}); this is Ripplemap's own layout.", reason=gone),
            )
        except _Unavailable as reason:
            return _instead(
                request,
                tr("Graphviz could not be loaded ({reason}); this is Ripplemap's own layout.", reason=reason),
            )
        except _Refused as reason:
            return _instead(
                request,
                tr("This is Ripplemap's own layout; Graphviz was passed over: {reason}.", reason=reason),
            )
        except Cancelled:
            self._drop()
            raise

    def _flat(
        self, request: LayoutRequest, blocks: Blocks, unwanted: Callable[[], bool], deadline: float
    ) -> Layout:
        """One picture of everything, teams as clusters."""
        if _tangled(request.node_count, len(request.edges)):
            raise _Refused(tr("too many edges"))
        style = SPLINES if request.node_count <= SPLINE_LIMIT else POLYLINE
        quick = request.node_count > SPLINE_LIMIT
        rank = rank_boxes(request, np.ones(len(request.edges), bool)) if request.is_pinned.any() else None
        asked = question(
            request,
            blocks,
            np.arange(request.node_count),
            _against(request) if rank is None else _leftward(request, rank),
            style=style,
            quick=quick,
            clusters=True,
            rank=rank,
        )
        places = answered(request, asked, self._ask(asked, unwanted, deadline))
        centres = places.centres
        nothing, none = np.zeros((0, 2), np.float32), np.zeros(len(request.edges) + 1, np.int32)
        routes, starts = spliced(nothing, none, places.edges, places.routes, places.starts)
        result = Layout(
            centres=centres.astype(np.float32),
            routes=routes,
            starts=starts,
            label_centres=places.pills.astype(np.float32),
            group_rects=group_areas(request, centres).astype(np.float32),
            engine="dot",
            layers=places.layers,
        )
        result, own = packed(request, blocks, result), layers(request)
        is_ours_better = _cost(own) < _WORTH_IT * _cost(result)
        return settled(request, own if is_ours_better else mend(request, result))

    def _by_parts(
        self, request: LayoutRequest, blocks: Blocks, unwanted: Callable[[], bool], deadline: float
    ) -> Layout:
        """Every block laid out by itself, all set on shelves; our own layout for those Graphviz is no help with."""
        tails, heads = request.edges[:, 0], request.edges[:, 1]
        inner = blocks.of[tails] == blocks.of[heads]
        rank = rank_boxes(request, inner)
        corners, extents = inner_places(request, blocks, rank)
        local = corners + request.sizes / 2.0
        numbers = np.bincount(blocks.of, minlength=blocks.count)
        edges = np.bincount(blocks.of[tails[inner]], minlength=blocks.count)
        by_block = np.split(np.argsort(blocks.of, kind="stable"), np.cumsum(numbers)[:-1])
        against, leftward = _against(request), _leftward(request, rank)
        pinned = np.zeros(blocks.count, bool)
        pinned[blocks.of[request.is_pinned]] = True
        layers_of = np.where(blocks.lonely, -1, rank).astype(np.int32)
        asked: list[tuple[Indices, Question]] = []
        for block in np.argsort(
            -numbers, kind="stable"
        ).tolist():  # the longest first, so that all end together
            members = by_block[block]
            tall = np.bincount(rank[members]).max() if len(members) else 0
            if not _SMALL_PART <= numbers[block] <= FLAT_LIMIT or tall > _TALL or not edges[block]:
                continue
            if _tangled(int(numbers[block]), int(edges[block])):
                continue
            if unwanted():
                raise Cancelled
            style, quick = _style(numbers[block]), bool(numbers[block] > _QUICK_PART)
            turned, wanted = (leftward, rank) if pinned[block] else (against, None)
            asked.append(
                (
                    members,
                    question(
                        *(request, blocks, members, turned),
                        style=style,
                        quick=quick,
                        clusters=False,
                        rank=wanted,
                    ),
                )
            )
        drawn: list[tuple[Indices, Reals, Indices]] = []

        def take(number: int, answer: Arrays) -> None:
            members, told = asked[number]
            places = answered(request, told, _accepted(answer))
            extents[blocks.of[members[0]]], corner = _take(request, members, places, local)
            layers_of[members] = places.layers[members]
            drawn.append((places.edges, places.routes - corner, np.diff(places.starts)))

        self._share([told.message for _, told in asked], take, unwanted, deadline)
        result = assembled(request, blocks, local, extents, "dot by team" if asked else "layers")
        result = replace(result, layers=layers_of)
        note = (
            ""
            if asked
            else tr(
                "Too many boxes would share one column for Graphviz to help; this is Ripplemap's own layout."
            )
        )
        result = with_pills_beside(request, _with_inner_routes(request, result, local, drawn))
        return settled(request, replace(result, note=note))

    def _share(
        self,
        messages: list[Arrays],
        take: Callable[[int, Arrays], None],
        unwanted: Callable[[], bool],
        deadline: float,
    ) -> None:
        """Ask many things; where it is much, a second process helps, for as long as it takes."""
        if not messages:
            return
        crew = [self._ready(unwanted, deadline)]
        if sum(len(message[0]) for message in messages) > _WORTH_A_SECOND and (os.cpu_count() or 1) > 1:
            with suppress(OSError):  # a machine that cannot start another gets there alone
                crew.append(WorkerProcess(self._memory_limit, self._command))
        try:
            share(crew, messages, take, unwanted, deadline)
        finally:
            for helper in crew[1:]:
                helper.close()

    def _ask(self, asked: Question, unwanted: Callable[[], bool], deadline: float) -> Arrays:
        return _accepted(self._ready(unwanted, deadline).ask(asked.message, unwanted, deadline))

    def _ready(self, unwanted: Callable[[], bool], deadline: float) -> WorkerProcess:
        if self._missing:
            raise _Unavailable(self._missing)
        if self._worker is not None and not self._worker.alive and self._worker.greeting is not None:
            self._drop()
        self.start()
        if self._worker is None:
            raise _Unavailable(self._missing)
        if self._worker.greeting is None:
            greeting = self._worker.ask(None, unwanted, deadline)
            if greeting[0][0]:
                self._missing = greeting[1].tobytes().decode("utf-8", "replace")
                self._drop()
                raise _Unavailable(self._missing)
        return self._worker

    def _drop(self) -> None:
        if self._worker is not None:
            self._worker.close()
            self._worker = None


class _Unavailable(Exception):  # noqa: N818 - a state of this machine
    """Graphviz is not here."""


class _Refused(Exception):  # noqa: N818 - an answer, not an error
    """Graphviz is here and said no."""


def _instead(request: LayoutRequest, note: str) -> Layout:
    return replace(quick_layout(request), note=note)


def _against(request: LayoutRequest) -> Bools:
    return backward_edges(request.node_count, request.edges, request.returning)


def _leftward(request: LayoutRequest, rank: Indices) -> Bools:
    """Edges that lead to a layer further left."""
    return np.asarray(rank[request.edges[:, 0]] > rank[request.edges[:, 1]])


def _cost(layout: Layout) -> float:
    """How much a picture asks of the eye: edges are long, and worse, all is small when it is whole on a screen."""
    within = np.ones(max(len(layout.routes) - 1, 0), bool)
    within[layout.starts[(layout.starts > 0) & (layout.starts < len(layout.routes))] - 1] = False
    length = float(np.hypot(*np.diff(layout.routes, axis=0)[within].T).sum())
    return length / magnification(*np.ptp(layout.centres, axis=0).tolist()) ** 5


def _style(number: int) -> int:
    return SPLINES if number <= _QUICK_PART else POLYLINE


def _tangled(boxes: int, edges: int) -> bool:
    return boxes > 100 and edges > _MOST_EDGES_A_BOX * boxes


def _too_tall(request: LayoutRequest, blocks: Blocks) -> bool:
    """Whether a rank holds so many boxes that Graphviz, which never splits one, would draw a tower."""
    if request.node_count <= _TALL:
        return False
    rank = rank_boxes(request, np.ones(len(request.edges), bool))[~blocks.lonely]
    most = int(np.bincount(rank).max()) if len(rank) else 0
    return most > _TALL and most > _TOWER * (int(rank.max()) + 1)


def _accepted(answer: Arrays) -> Arrays:
    if answer[0][0]:
        raise _Refused(answer[1].tobytes().decode("utf-8", "replace"))
    return answer[1:]


def _take(request: LayoutRequest, members: Indices, places: Places, local: Reals) -> tuple[Reals, Reals]:
    """Take over, in place, a block's boxes; its width and height, and where its corner was in the answer."""
    half = request.sizes[members] / 2.0
    low = (places.centres[members] - half).min(axis=0)
    high = (places.centres[members] + half).max(axis=0)
    local[members] = places.centres[members] - low
    return high - low, low


def _with_inner_routes(
    request: LayoutRequest, layout: Layout, local: Reals, drawn: list[tuple[Indices, Reals, Indices]]
) -> Layout:
    """The layout with the routes that were drawn within blocks, each moved to where its block stands now.

    drawn: (edges, control points, how many of them) of each block.
    """
    if not drawn:
        return layout
    edges, points, counts = (np.concatenate(parts) for parts in zip(*drawn, strict=True))
    offsets = (layout.centres - local)[request.edges[edges, 0]]
    points = points + np.repeat(offsets, counts, axis=0)
    down = np.argsort(edges, kind="stable")
    ways, way_starts = subset(points, starts_of(counts), down)
    routes, starts = spliced(layout.routes, layout.starts, edges[down], ways, way_starts)
    return replace(layout, routes=routes, starts=starts)
