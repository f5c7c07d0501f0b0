"""How long each letter typed into the search takes, beside a plain loop over the same names.

Run by hand: python tests/benchmarks/bench_search.py prints one table. What is typed grows letter by letter, as a
person types it; "ready" is making the names ready, "median" and "most" are of one letter, all in milliseconds of
processor time of one thread. "loop" is what Python takes for the slowest of the same letters when it looks into the
same texts, made comparable beforehand, one node after another with `in`: no ranking, nothing loose.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import thread_time

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from explorer.session.search import folded, node_index  # noqa: E402 - the path comes first
from tests.benchmarks.company import company  # noqa: E402

SHOWN = 50
TYPED = ("embedding", "training set", "team 12 model", "features/clean", "scr", "xqz")


def prefixes() -> list[str]:
    """Everything that stands in the line, after each letter."""
    return [text[:end] for text in TYPED for end in range(1, len(text) + 1)]


def timed(work: Callable[..., object], *given: object) -> float:
    """Milliseconds of processor time."""
    begin = thread_time()
    work(*given)
    return (thread_time() - begin) * 1000


def looped(texts: list[tuple[str, ...]], typed: str) -> list[int]:
    """The places of those that have it in one of their texts."""
    sought = folded(typed)
    return [row for row, those in enumerate(texts) if any(sought in text for text in those)]


def main() -> None:
    """Print the table."""
    print(f"{'nodes':>8} {'ready':>8} {'median':>8} {'most':>8}  {'at':<14} {'loop':>8} {'ratio':>7}")
    for count in (1_000, 10_000, 100_000):
        graph = company(count)
        index = node_index(graph)
        ready = timed(node_index, graph)
        took = {typed: min(timed(index.find, typed, SHOWN) for _ in range(3)) for typed in prefixes()}
        slowest = max(took, key=took.__getitem__)
        texts = [tuple(map(folded, (e.name, e.id, e.about))) for e in index.entries]
        loop = max(timed(looped, texts, typed) for typed in prefixes())
        most = took[slowest]
        print(
            f"{count:>8,} {ready:>8.0f} {median(took.values()):>8.2f} {most:>8.2f}  {slowest!r:<14} "
            f"{loop:>8.1f} {loop / most:>6.1f}×"
        )


if __name__ == "__main__":
    main()
