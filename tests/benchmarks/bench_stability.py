"""How much of a picture moves when one leaf is added, and what that costs: laid out anew, and kept.

Run by hand: python tests/benchmarks/bench_stability.py
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import mean
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from explorer.domain.geometry import Point
from explorer.drawing.cards import cards_of
from explorer.drawing.kept_layout import kept_layout
from explorer.drawing.placing import layout_request
from explorer.layout.engine import LayoutEngine, quick_layout
from explorer.layout.request import Layout, LayoutRequest
from tests.drawing.test_kept_layout import centres, company, leaf, moved

SIZES = ((200, 5), (350, 8), (500, 12))
SEEDS = range(3)


def main() -> None:
    """One row for each size and engine; moved: those of before that stand elsewhere now, by a pixel."""
    print(
        f"{'nodes':>7} {'layout':>13} {'moved, anew':>12} {'moved, kept':>12} {'anew, ms':>9} {'kept, ms':>9}"
    )
    engine = LayoutEngine()
    engines: tuple[tuple[str, Callable[[LayoutRequest], Layout]], ...] = (
        ("our own", quick_layout),
        ("with Graphviz", engine.layout),
    )
    try:
        for count, teams in SIZES:
            for name, lay_out in engines:
                rows = [measured(count, teams, seed, lay_out) for seed in SEEDS]
                anew, kept, slow, fast = (mean(column) for column in zip(*rows, strict=True))
                print(
                    f"{count:>7,} {name:>13} {anew:>12.1%} {kept:>12.1%} {slow:>9.0f} {fast:>9.0f}",
                    flush=True,
                )
    finally:
        engine.close()


def measured(
    count: int, teams: int, seed: int, lay_out: Callable[[LayoutRequest], Layout]
) -> tuple[float, float, float, float]:
    """Shares that moved, laid out anew with the old order kept and kept; this process's milliseconds."""
    graph = company(seed, count, teams)
    cards = cards_of(graph)
    layout = lay_out(layout_request(graph, {}, cards=cards))
    before, made = centres(graph, layout), leaf(graph, seed)
    start = process_time()
    previous = {i: Point(*at) for i, at in before.items()}
    anew = lay_out(layout_request(made, {}, previous=previous))
    between = process_time()
    kept = kept_layout(graph, cards, layout, made, {}, cards_of(made))
    end = process_time()
    assert kept is not None
    assert np.isfinite(kept.layout.centres).all()
    return (
        moved(before, centres(made, anew)),
        moved(before, centres(made, kept.layout)),
        (between - start) * 1e3,
        (end - between) * 1e3,
    )


if __name__ == "__main__":
    main()
