"""How long every answer takes and how that grows: python tests/benchmarks/bench_answers.py prints one table.

The systems of company.py at four sizes, four edges a node. Processor seconds of one run each, after the graph's own
index was made once; the last columns say how each grows: 1.0 is in step with the size, 2.0 with its square. The goal
is two seconds at 5,000 nodes and twenty at 100,000 for every answer. Below stands the longest silence of each answer:
the time between two looks at Cancel, of which the goal is a fifth of a second. The collector rests meanwhile, as it
does in the window (ui/turns.py). Loops, success and every detector that takes long are told one by one; "what-if" is
a new version of the first model with all that the window shows of it.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable
from math import log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import networkx  # noqa: F401 - the window reads it in before anything is asked
import scipy.optimize
import scipy.sparse  # noqa: F401 - both read in once, whatever is asked first
from company import TODAY, company

from explorer.analysis.change import answer_change
from explorer.analysis.debts import DETECTORS, find_debts
from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.feedback_loops import feedback_loops
from explorer.analysis.inventory import answer_inventory
from explorer.analysis.localisation.located import locate
from explorer.analysis.localisation.marks import sightings
from explorer.analysis.ml_test_score.sheet import ml_test_sheets
from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.findings import find_success_gaps
from explorer.analysis.success.metric_tree import metric_tree
from explorer.analysis.what_if.helps import what_helps
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import measured
from explorer.analysis.what_if.probe_plan import probe_plan
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

SIZES = (1_000, 5_000, 20_000, 100_000)
GOALS = {5_000: 2.0, 100_000: 20.0}
MOST_SILENT = 0.2
SLOW = 0.2
"""A detector that takes as many seconds in the largest system has a line of its own."""


class Watch:
    """Times work, and how long it goes on without looking whether it was cancelled."""

    def __init__(self) -> None:
        self.silence = 0.0
        self._last = 0.0

    def check(self) -> None:
        """What an analysis calls."""
        now = time.process_time()
        self.silence = max(self.silence, now - self._last)
        self._last = now

    def seconds(self, work: Callable[[Callable[[], None]], object]) -> float:
        """How long the work takes this process."""
        gc.collect()
        gc.disable()
        begin = self._last = time.process_time()
        work(self.check)
        self.check()
        took = time.process_time() - begin
        gc.enable()
        return took


def measure(graph: SystemGraph, only: str) -> dict[str, tuple[float, float]]:
    """Seconds and longest silence of every answer."""
    graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
    first = next(iter(graph.nodes))
    graph.edges_from(first), graph.edges_into(first)
    measured_: dict[str, tuple[float, float]] = {}

    def note(name: str, work: Callable[[Callable[[], None]], object]) -> None:
        if only in name:
            watch = Watch()
            measured_[name] = (watch.seconds(work), watch.silence)

    note("answer 1: change", lambda check: answer_change(graph, check))
    note("answer 2: success", lambda check: answer_success(graph, check))
    note("answer 3: inventory", lambda check: answer_inventory(graph, check))
    note("metric trees", lambda check: metric_tree(graph, check))
    note("ML Test Score sheets", lambda check: ml_test_sheets(graph, TODAY, check))
    note("what-if, plan, helps", lambda check: _all_of_what_if(graph, check))
    note("locate", lambda check: _located(graph, check))
    note("findings: all", lambda check: find_debts(graph, check, today=TODAY))
    note("  loops", lambda check: feedback_loops(graph, check))
    note("  success", lambda check: find_success_gaps(graph, check, day=TODAY))
    for detector in DETECTORS:
        name = detector.__name__.removeprefix("find_").replace("_", " ")
        note(f"  {name}", lambda check, one=detector: one(Inspection(graph, TODAY, check)))  # type: ignore[misc]
    return measured_


def _all_of_what_if(graph: SystemGraph, check: Callable[[], None]) -> None:
    model = next(n.id for n in graph.nodes.values() if n.kind is NodeKind.MODEL)
    impact = what_if(graph, [HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=model)], check=check)
    seen = measured(impact, check=check)
    probe_plan(impact, seen, check=check)
    what_helps(impact, seen, check=check)
    assert impact.affected


def _located(graph: SystemGraph, check: Callable[[], None]) -> None:
    """Two bad pages of one team, and five healthy nodes elsewhere."""
    pages = [n.id for n in graph.nodes.values() if n.kind is NodeKind.CONSUMER]
    good = [i for i in list(graph.nodes)[:: len(graph.nodes) // 6] if i not in pages][:5]
    locate(graph, sightings(pages[:2], good), check=check)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="nodes of the largest system")
    parser.add_argument("--only", default="", help="a part of the names of the answers to time")
    asked = parser.parse_args()
    sizes = [size for size in SIZES if size <= asked.largest]
    columns = []
    for size in sizes:
        graph = company(size)
        columns.append(measure(graph, asked.only))
        print(f"{len(graph.nodes):,} nodes, {len(graph.edges):,} edges", file=sys.stderr, flush=True)
    print(f"{'seconds':26}" + "".join(f"{size:>12,}" for size in sizes) + f"{'grows with':>22}  goal")
    for name in _told(columns):
        seconds = [column[name][0] for column in columns]
        growth = [
            log(max(b, 1e-4) / max(a, 1e-4)) / log(m / n)
            for a, b, n, m in zip(seconds, seconds[1:], sizes, sizes[1:], strict=False)
        ]
        missed = [size for size, most in GOALS.items() if size in sizes and seconds[sizes.index(size)] > most]
        _print_row(name, seconds, f"{' '.join(f'{g:.1f}' for g in growth):>22}", missed)
    print(f"\n{'longest silence, seconds':26}" + "".join(f"{size:>12,}" for size in sizes) + "  goal")
    for name in _told(columns):
        silences = [column[name][1] for column in columns]
        _print_row(name, silences, "", [n for n, s in zip(sizes, silences, strict=True) if s > MOST_SILENT])


def _told(columns: list[dict[str, tuple[float, float]]]) -> list[str]:
    """The answers, and those of their parts that take long."""
    last = columns[-1]
    return [name for name in last if not name.startswith("  ") or last[name][0] >= SLOW]


def _print_row(name: str, seconds: list[float], more: str, missed: list[int]) -> None:
    verdict = "missed at " + ", ".join(f"{size:,}" for size in missed) if missed else "met"
    print(f"{name:26}" + "".join(f"{s:>12.2f}" for s in seconds) + f"{more}  {verdict}")


if __name__ == "__main__":
    main()
