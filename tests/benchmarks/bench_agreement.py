"""How long two sources take that state the same nodes: python tests/benchmarks/bench_agreement.py [NODES]

Bare, with further facts that agree, and with some that do not: processor time side by side in one run.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from explorer.domain.assembly import Statements, assemble  # noqa: E402
from explorer.domain.entities import Node  # noqa: E402
from explorer.domain.kinds import NodeKind  # noqa: E402
from explorer.domain.provenance import Source  # noqa: E402

SAME = {
    "materialized": "table",
    "column_types": {f"c{number}": "int" for number in range(10)},
    "grants": {"select": ["web", "bi"]},
}
WAYS = ("bare", "facts that agree", "facts of runs and places", "one fact that differs")


def stated(nodes: int, source: str, way: str) -> Statements:
    """The nodes as one source states them."""
    extra: dict[str, object] = {} if way == "bare" else dict(SAME)
    if way == "facts of runs and places":
        extra |= {"last_run": f"2026-11-01 {source}", "runs": len(source), "relation": f"db.{source}"}
    if way == "one fact that differs":
        extra |= {"schedule": source}
    place = Source(source, 1)
    names = (f"n{number}" for number in range(nodes))
    return Statements(
        nodes=[Node(id=n, kind=NodeKind.DATASET, name=n, source=place, extra=dict(extra)) for n in names]
    )


def main(nodes: int) -> None:
    """Print the table."""
    print(f"{nodes:,} nodes, each stated by two sources")
    first = 0.0
    for way in WAYS:
        parts = [stated(nodes, source, way) for source in ("a.yaml", "other.yaml")]
        begin = time.process_time()
        _, problems = assemble(parts)
        spent = time.process_time() - begin
        first = first or spent
        print(f"{way:<26}{spent:>7.2f} s{spent / first:>7.2f} ×  {len(problems):,} problems", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)
