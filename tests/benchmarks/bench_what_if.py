"""How long a what-if takes: python tests/benchmarks/bench_what_if.py prints one table.

Random systems and chains, three edges a node, a change of the whole and of one field; "wide" is a random
system in which every edge takes all fields, so that a field's change goes everywhere as that field's. In
seconds of the processor, best of three. "first" is the first question to a graph (its edges are sorted into
classes), "facts" every later one, "rows" the list of affected nodes, "protected" the question asked again
without shields and "paths" a proof for each of 1,000 affected nodes. The goal is for the first question.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.analysis.what_if.edge_classes import _classify
from explorer.analysis.what_if.impact import impact_over, what_if
from explorer.analysis.what_if.protection import protected_nodes
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import (
    EdgeKind,
    Evidence,
    Fallback,
    NodeKind,
    OnSchemaChange,
    Pin,
    Retrain,
    Subtype,
)
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

EDGES_PER_NODE = 3
GOAL = 0.5
KINDS = [NodeKind.DATASET] * 5 + [NodeKind.JOB] * 3 + [NodeKind.FEATURE, NodeKind.MODEL, NodeKind.METRIC]


def system(count: int, shape: str) -> SystemGraph:
    """A system of `count` nodes: "random", or a "chain" whose extra edges skip one or two nodes."""
    rng = random.Random(count)  # noqa: S311 - a made-up system, no secret
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
    edges: dict[EdgeKey, Edge] = {}
    for i in range(count):
        for j in range(EDGES_PER_NODE):
            to = min(i + 1 + j, count - 1) if shape == "chain" else rng.randrange(count)
            edge = _edge(rng, nodes[i], nodes[to])
            edges[edge.key] = edge
    return SystemGraph.of(nodes, edges.values(), name=shape)


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
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
    return best


def wide(graph: SystemGraph) -> SystemGraph:
    """The same graph between jobs that read all of one another's fields."""
    nodes = [replace(n, kind=NodeKind.JOB, subtype=None, retrain=None) for n in graph.nodes.values()]
    edges = [
        Edge(from_id=k.from_id, to_id=k.to_id, kind=EdgeKind.FEEDS, select_all=True) for k in graph.edges
    ]
    return SystemGraph.of(nodes, {e.key: e for e in edges}.values(), name="wide")


def main() -> None:
    """Print the table."""
    columns = ("first", "facts", "rows", "facts+rows", "protected", "paths")
    print(f"{'shape':8}{'nodes':>9}{'edges':>9}{'change':>18}{'affected':>10}", end="")
    print("".join(f"{column:>12}" for column in columns) + f"{'goal':>16}")
    asked = (
        (ChangeKind.OUTAGE, None),
        (ChangeKind.CORRUPT, None),
        (ChangeKind.CORRUPT, "a"),
        (ChangeKind.SCHEMA_BREAK, "a"),
    )
    for shape in ("random", "chain", "wide"):
        for count in (1_000, 10_000, 100_000):
            graph = wide(system(count, "random")) if shape == "wide" else system(count, shape)
            graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
            for kind, field in asked:
                _line(graph, HypotheticalChange(kind=kind, node="n000000", field=field))


def _line(graph: SystemGraph, change: HypotheticalChange) -> None:
    def first() -> None:
        classes = _classify(graph, lambda: None)
        impact_over(graph, classes, (change,), lambda: None)

    impact = what_if(graph, [change])
    facts = timed(lambda: what_if(graph, [change]))
    both = timed(lambda: what_if(graph, [change]).affected)
    some = [row.id for row in impact.affected][:1_000]
    shown = (
        timed(first),
        facts,
        both - facts,
        both,
        timed(lambda: protected_nodes(impact), 1),
        timed(lambda: [impact.path(node) for node in some], 1),
    )
    text = f"{change.kind}:{change.field or '*'}"
    print(
        f"{graph.name:8}{len(graph.nodes):>9,}{len(graph.edges):>9,}{text:>18}{len(impact.affected):>10,}",
        end="",
    )
    goal = f"{'' if shown[0] <= GOAL else 'not '}≤ {GOAL} s"
    print("".join(f"{seconds:>12.3f}" for seconds in shown) + f"{goal:>16}", flush=True)


if __name__ == "__main__":
    main()
