"""How long pictures take: our layers and the Graphviz policy at growing sizes, flat dot beside it, and Cancel.

Run by hand: python tests/benchmarks/bench_layout.py
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np

from explorer.layout import engine as engine_module
from explorer.layout.blocks import blocks_of
from explorer.layout.dot_picture import SPLINES, question
from explorer.layout.engine import Cancelled, LayoutEngine, quick_layout
from explorer.layout.ranks import backward_edges
from explorer.layout.request import LayoutRequest
from explorer.layout.reroute import reroute


def system(count: int, edge_count: int, teams: int, seed: int = 3) -> LayoutRequest:
    """Teams with a flow of their own, an eighth of the edges between teams, a few loops and pills."""
    random = np.random.default_rng(seed)
    team = np.sort(random.integers(0, teams, count))
    depth = random.random(count)
    first = np.searchsorted(team, np.arange(teams))
    size = np.bincount(team, minlength=teams)
    tails = random.integers(0, count, edge_count)
    target_team = np.where(
        random.random(edge_count) < 0.125, random.integers(0, teams, edge_count), team[tails]
    )
    pool = first[target_team, None] + random.integers(0, size[target_team, None], (edge_count, 12))
    ahead = depth[pool] - depth[tails, None]
    heads = pool[np.arange(edge_count), np.argmin(np.where(ahead > 0, ahead, 2 - ahead), axis=1)]
    pairs = np.stack([tails, heads], 1)[tails != heads]
    forward = depth[pairs[:, 0]] < depth[pairs[:, 1]]
    pairs = pairs[forward | (random.random(len(pairs)) < 0.01)].astype(np.int32)
    pills = np.zeros((len(pairs), 2), np.float32)
    pills[random.random(len(pairs)) < 0.03] = (70, 18)
    sizes = np.stack([random.integers(90, 180, count), np.full(count, 38)], 1).astype(np.float32)
    empty = np.zeros((count, 2), np.float32)
    return LayoutRequest(sizes, pairs, team.astype(np.int32), teams, pills, np.zeros(count, bool), empty)


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median time of a piece of work, in milliseconds."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1e3)
    return median(taken)


def cancel_latency(engine: LayoutEngine, request: LayoutRequest) -> float:
    """From cancel() to the end of the call, in milliseconds, while Graphviz is at work."""
    working, ended = threading.Event(), threading.Event()
    looks = iter(range(1_000_000))

    def look() -> bool:
        if next(looks) > 40:
            working.set()
        return False

    def work() -> None:
        try:
            engine.layout(request, cancelled=look, time_limit=120)
        except Cancelled:
            ended.set()

    threading.Thread(target=work, daemon=True).start()
    working.wait(60)
    start = perf_counter()
    engine.cancel()
    ended.wait(60)
    return (perf_counter() - start) * 1e3


def row(name: str, request: LayoutRequest, milliseconds: float, goal: str, picture: str = "") -> None:
    """Print one line of the table."""
    print(
        f"{name:<34}{request.node_count:>8,}{len(request.edges):>9,}{milliseconds:>10,.1f} ms  {goal:<10}{picture}"
    )


def main() -> None:
    """Print the table."""
    print(f"{'':<34}{'boxes':>8}{'edges':>9}{'time':>13}  goal")
    for count, edges, teams, goal in ((1_000, 2_400, 12, "20 ms"), (10_000, 24_000, 40, "50 ms")):
        request = system(count, edges, teams)
        row("layers", request, timed(lambda r=request: quick_layout(r)), goal)
    request = system(100_000, 280_000, 200)
    row("layers", request, timed(lambda: quick_layout(request), 3), "500 ms")
    engine = LayoutEngine()
    start = perf_counter()
    engine.layout(system(10, 12, 2))
    row("Graphviz process, first answer", system(10, 12, 2), (perf_counter() - start) * 1e3, "")
    for count, edges, teams, goal in (
        (80, 130, 5, ""),
        (500, 850, 8, ""),
        (1_000, 1_700, 12, "1,000 ms"),
        (10_000, 20_000, 40, "3,000 ms"),
    ):
        request = system(count, edges, teams)
        layout = engine.layout(request, time_limit=120)
        extent = np.ptp(layout.centres, axis=0)
        picture = f"{layout.engine}, aspect {extent[0] / extent[1]:.1f} {layout.note}"
        time = timed(lambda r=request: engine.layout(r, time_limit=120), 3)
        row("Graphviz policy, with transfer", request, time, goal, picture)
    request = system(1_000, 1_700, 12)
    no_loops = backward_edges(request.node_count, request.edges)
    asked = question(
        request,
        blocks_of(request),
        np.arange(1_000),
        no_loops,
        style=SPLINES,
        quick=False,
        clusters=True,
    )
    flat = timed(lambda: engine._ask(asked, lambda: False, perf_counter() + 600), 1)
    row("flat dot, splines, no limits", request, flat, "")
    layout = quick_layout(request)
    centres = layout.centres.copy()
    centres[5] += 30
    shifted = replace(layout, centres=centres)
    row("reroute one moved box", request, timed(lambda: reroute(request, shifted, [5]), 20), "5 ms")
    engine_module._MOST_EDGES_A_BOX, engine_module._TOWER = 100, 10_000
    tangle = system(1_400, 10_000, 3)
    row("Cancel while Graphviz works", tangle, cancel_latency(engine, tangle), "20 ms")
    engine.close()


if __name__ == "__main__":
    main()
