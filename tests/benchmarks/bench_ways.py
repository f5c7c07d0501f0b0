"""How long the ways between two nodes take, in seconds of processor time: python tests/benchmarks/bench_ways.py.

Ten pairs of nodes of a made-up company, drawn with a seed; "steps" are those of the longest of the shortest ways,
"given up" is for how many pairs the search for further ways was given up.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from statistics import median
from time import process_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from explorer.analysis.ways import find_ways  # noqa: E402 - the path comes first
from tests.benchmarks.company import company  # noqa: E402

PAIRS = 10


def main() -> None:
    """Print the table."""
    print(f"{'nodes':>8} {'median':>8} {'most':>8} {'steps':>6} {'given up':>9}")
    for count in (1_000, 10_000, 100_000):
        graph = company(count)
        graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
        chance = random.Random(3)  # noqa: S311 - a made-up question, no secret
        ids = list(graph.nodes)
        took, found = [], []
        for _ in range(PAIRS):
            begin = process_time()
            found.append(find_ways(graph, *chance.sample(ids, 2)))
            took.append(process_time() - begin)
        steps = max(len(ways.ways[0].steps) for ways in found if ways.ways)
        given_up = sum(ways.more is None for ways in found)
        print(f"{count:>8,} {median(took):>8.2f} {max(took):>8.2f} {steps:>6} {given_up:>9}", flush=True)


if __name__ == "__main__":
    main()
