"""How long a what-if takes: python tests/benchmarks/bench_what_if.py prints one table.

Random systems and chains, three edges a node, a change of the whole and of one field; in seconds, best of
three. "sorting edges" is paid once per graph, "facts" for every question, "rows" when the answer is listed.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.analysis.what_if.edge_classes import _classify
from explorer.analysis.what_if.impact import Impact, what_if
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, Fallback, NodeKind, OnSchemaChange, Pin, Retrain, Subtype
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

EDGES_PER_NODE = 3
KINDS = [NodeKind.DATASET] * 5 + [NodeKind.JOB] * 3 + [NodeKind.FEATURE, NodeKind.MODEL, NodeKind.METRIC]


def system(count: int, shape: str) -> SystemGraph:
    """A system of `count` nodes: "random", or a "chain" whose extra edges skip one or two nodes."""
    rng = random.Random(count)
    subtypes = [None, None, None, Subtype.STREAM, Subtype.UNKNOWN]
    kinds = [rng.choice(KINDS) for _ in range(count)]
    nodes = [
        Node(
            id=f"n{i:06}",
            kind=kind,
            name=f"n{i}",
            subtype=rng.choice(subtypes) if kind is NodeKind.DATASET else None,
            retrain=rng.choice([None, Retrain.SCHEDULED]) if kind is NodeKind.MODEL else None,
        )
        for i, kind in enumerate(kinds)
    ]
    edges = []
    for i in range(count):
        for j in range(EDGES_PER_NODE):
            to = min(i + 1 + j, count - 1) if shape == "chain" else rng.randrange(count)
            edges.append(_edge(rng, nodes[i], nodes[to]))
    return SystemGraph.of(nodes, edges, name=shape)


def _edge(rng: random.Random, start: Node, end: Node) -> Edge:
    kind = EdgeKind.FEEDS
    if end.kind is NodeKind.METRIC:
        kind = EdgeKind.MEASURES
    elif start.kind is NodeKind.DATASET and end.kind is NodeKind.DATASET:
        kind = EdgeKind.DERIVES
    elif start.kind is NodeKind.JOB and end.kind is NodeKind.DATASET:
        kind = EdgeKind.PRODUCES
    elif start.kind is NodeKind.JOB and end.kind is NodeKind.MODEL:
        kind = EdgeKind.TRAINS
    return Edge(
        from_id=start.id,
        to_id=end.id,
        kind=kind,
        evidence=rng.choice([Evidence.DECLARED] * 8 + [Evidence.OBSERVED, Evidence.INFERRED]),
        pin=rng.choice([None] * 30 + [Pin.PINNED]),
        fallback=rng.choice([None] * 8 + list(Fallback)),
        on_schema_change=rng.choice([None, *OnSchemaChange]),
        select_all=rng.choice([None, True, True, False]),
        fields=rng.choice([None, ("a", "b"), ("a",)]),
        confidence=rng.choice([None, rng.random()]),
    )


def timed(work: Callable[[], object], times: int = 3) -> float:
    """The best of some runs, in seconds."""
    best = float("inf")
    for _ in range(times):
        before = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - before)
    return best


def main() -> None:
    """Print the table."""
    print(f"{'shape':8}{'nodes':>9}{'edges':>9}{'change':>22}{'affected':>10}", end="")
    print(f"{'sorting edges':>15}{'facts':>9}{'rows':>9}{'facts+rows':>12}{'protected':>11}")
    for shape in ("random", "chain"):
        for count in (1_000, 10_000, 100_000):
            graph = system(count, shape)
            graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
            sorting = timed(lambda graph=graph: _classify(graph, lambda: None))
            for kind, field in ((ChangeKind.OUTAGE, None), (ChangeKind.CORRUPT, None), (ChangeKind.CORRUPT, "a")):
                first = "n000000"
                change = HypotheticalChange(kind=kind, node=first, field=field)
                _line(graph, change, sorting)


def _line(graph: SystemGraph, change: HypotheticalChange, sorting: float) -> None:
    impact: Impact = what_if(graph, [change])
    facts = timed(lambda: what_if(graph, [change]))
    both = timed(lambda: what_if(graph, [change]).affected)
    text = f"{change.kind}:{change.field or '*'}"
    print(f"{graph.name:8}{len(graph.nodes):>9,}{len(graph.edges):>9,}{text:>22}{len(impact.affected):>10,}", end="")
    print(f"{sorting:>15.3f}{facts:>9.3f}{both - facts:>9.3f}{both:>12.3f}", flush=True)


if __name__ == "__main__":
    main()
