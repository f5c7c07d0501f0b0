"""How long it takes to say where to measure, what helps and what to cut: python tests/benchmarks/bench_plan.py.

The random systems of bench_what_if.py, three edges a node; a change of one node, and for "cut" the way to another
one far off. In seconds of this process, so that other work on the machine counts little; "all" is what
`what-if --json` needs besides writing. "probes" is the plan's size, and where it is not proven minimal the least
that would do. "compare" is a scenario with one model added, with every finding and answer, in the smallest system.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_what_if import system

from explorer.analysis.scenarios.comparison import compare
from explorer.analysis.scenarios.edits import parse_additions
from explorer.analysis.what_if.helps import what_helps
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.isolation import isolation
from explorer.analysis.what_if.measurement import measured
from explorer.analysis.what_if.probe_plan import probe_plan
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.domain.system_graph import SystemGraph

T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How long some work takes this process, in seconds, and what comes of it."""
    before = time.process_time()
    result = work()
    return time.process_time() - before, result


def main() -> None:
    """Print the table."""
    import scipy.optimize  # noqa: F401 - read in once, whatever is asked first

    columns = ("what-if", "measured", "plan", "helps", "all", "cut", "compare")
    print(f"{'nodes':>8}{'edges':>9}{'change':>10}{'affected':>10}{'probes':>20}", end="")
    print("".join(f"{column:>10}" for column in columns))
    for count in (1_000, 5_000, 20_000, 100_000):
        graph = system(count, "random")
        graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
        for kind in (ChangeKind.OUTAGE, ChangeKind.CORRUPT):
            _line(graph, HypotheticalChange(kind=kind, node="n000000"))


def _line(graph: SystemGraph, change: HypotheticalChange) -> None:
    asking, impact = timed(lambda: what_if(graph, [change]))
    listing, affected = timed(lambda: impact.affected)
    measuring, seen = timed(lambda: measured(impact))
    planning, plan = timed(lambda: probe_plan(impact, seen))
    helping, _ = timed(lambda: what_helps(impact, seen))
    cutting, _ = timed(lambda: isolation(graph, [change], affected[-1].id))
    asked = asking + listing
    shown = [asked, measuring, planning, helping, asked + measuring + planning + helping, cutting]
    text = f"{len(plan.probes):,}{'' if plan.is_minimal else f' (≥ {plan.least:,})'}"
    print(
        f"{len(graph.nodes):>8,}{len(graph.edges):>9,}{change.kind:>10}{len(affected):>10,}{text:>20}", end=""
    )
    print("".join(f"{seconds:>10.2f}" for seconds in shown), end="", flush=True)
    if len(graph.nodes) > 1_000 or change.kind is not ChangeKind.OUTAGE:
        print()
        return
    additions = parse_additions(graph, ["model:new<-n000001,n000002"])
    comparing, _ = timed(lambda: compare(graph, [Scenario(name="new", additions=additions)]))
    print(f"{comparing:>10.2f}", flush=True)


if __name__ == "__main__":
    main()
