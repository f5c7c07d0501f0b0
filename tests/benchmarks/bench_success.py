"""How long question 2 takes: python tests/benchmarks/bench_success.py prints one table.

Made-up systems: mostly tables, jobs and features, and of every 100 nodes one model, two consumers, two metrics and
now and then a world or an objective. Every model is judged; ten metrics belong together, drive one another round and
round, and lead to one objective.
"random" edges go anywhere, so that nearly everything is one loop; "layered" ones go on, as in a warehouse. In
processor seconds, one run each: "answer" is `ask 2`, "findings" the success part of `findings`, "tree" the
chains of chips. The last column is how much the findings took for each node, against the line before.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.findings import find_success_gaps
from explorer.analysis.success.metric_tree import metric_tree
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Filter, Node
from explorer.domain.kinds import Direction, EdgeKind, Evidence, NodeKind, Relation, Role, Sign
from explorer.domain.system_graph import SystemGraph

EDGES_PER_NODE = 4
K = NodeKind
KINDS = (
    [K.DATASET] * 50
    + [K.JOB] * 30
    + [K.FEATURE] * 14
    + [K.MODEL]
    + [K.CONSUMER] * 2
    + [K.METRIC] * 2
    + [K.MONITOR]
)


def system(count: int, shape: str) -> SystemGraph:
    """A system of `count` nodes, its edges "random" or "layered"."""
    rng = random.Random(count)  # noqa: S311 - a made-up system, no secret
    kinds = [rng.choice(KINDS) for _ in range(count)]
    for i in range(0, count, 1_000):
        kinds[i], kinds[i + 1] = K.WORLD, K.OBJECTIVE
    nodes = [
        Node(
            id=f"n{i:06}",
            kind=kind,
            name=f"n{i}",
            owner=f"team {rng.randrange(20)}",
            direction=Direction.UP if kind in (K.METRIC, K.OBJECTIVE) else None,
            role=rng.choice([None, *Role]) if kind is K.METRIC else None,
        )
        for i, kind in enumerate(kinds)
    ]
    by_kind = {kind: [n for n in nodes if n.kind is kind] for kind in (K.METRIC, K.OBJECTIVE, K.MODEL)}
    edges: dict[EdgeKey, Edge] = {}

    def add(edge: Edge) -> None:
        edges[edge.key] = edge

    for model in by_kind[K.MODEL]:
        add(Edge(from_id=model.id, to_id=rng.choice(by_kind[K.METRIC]).id, kind=EdgeKind.OPTIMISES))
    for i, metric in enumerate(by_kind[K.METRIC]):
        near = by_kind[K.METRIC][i + 1 : i - i % 10 + 10] or [
            by_kind[K.OBJECTIVE][i // 10 % len(by_kind[K.OBJECTIVE])]
        ]
        for ends in (near, rng.choice([near, by_kind[K.METRIC][i - i % 10 : i]]) or near):
            relation = rng.choice([None, Relation.COMPONENT])
            driven = rng.choice(ends)
            add(
                Edge(
                    from_id=metric.id,
                    to_id=driven.id,
                    kind=EdgeKind.DRIVES,
                    sign=Sign.PLUS,
                    relation=relation,
                )
            )
    while len(edges) < count * EDGES_PER_NODE:
        i = rng.randrange(count)
        j = rng.randrange(count) if shape == "random" else min(count - 1, i + 1 + rng.randrange(200))
        start, end = nodes[i], nodes[j]
        kind = infer_edge_kind(start, end)
        if i == j or K.METRIC is start.kind or (kind is EdgeKind.WATCHES and rng.random() < 0.5):
            continue
        add(
            Edge(
                from_id=start.id,
                to_id=end.id,
                kind=kind,
                evidence=rng.choice([Evidence.DECLARED] * 9 + [Evidence.INFERRED]),
                exploration=rng.choice([None] * 9 + [0.05]),
                filter=rng.choice([None] * 9 + [Filter(field="score", op=">=", value=0.5)]),
            )
        )
    return SystemGraph.of(nodes, edges.values(), name=shape)


def timed(work: Callable[[], object]) -> float:
    """How long it takes, in seconds."""
    before = time.process_time()
    work()
    return time.process_time() - before


def main() -> None:
    """Print the table."""
    titles = ("answer", "findings", "tree", "longest silence", "per node")
    print(
        f"{'shape':9}{'nodes':>9}{'edges':>9}{'judged':>8}{'found':>8}", "".join(f"{t:>17}" for t in titles)
    )
    answer_success(system(1_000, "random"))  # scipy is loaded once
    for shape in ("random", "layered"):
        before = 0.0
        for count in (1_000, 5_000, 20_000, 100_000):
            graph = system(count, shape)
            (
                graph.edges_from("n000000"),
                graph.edges_into("n000000"),
            )  # the graph's own index, whatever is asked
            before = _line(graph, before)


def _line(graph: SystemGraph, before: float) -> float:
    silences = [0.0]
    last = time.process_time()

    def check() -> None:
        nonlocal last
        now = time.process_time()
        silences.append(now - last)
        last = now

    found = find_success_gaps(graph)
    seconds = [
        timed(lambda: answer_success(graph)),
        timed(lambda: find_success_gaps(graph)),
        timed(lambda: metric_tree(graph)),
    ]
    check()
    silences.clear()
    find_success_gaps(graph, check)
    judged = sum(k.kind is EdgeKind.OPTIMISES for k in graph.edges)
    per_node = seconds[1] / len(graph.nodes)
    growth = f"× {per_node / before:.2f}" if before else ""
    print(
        f"{graph.name:9}{len(graph.nodes):>9,}{len(graph.edges):>9,}{judged:>8,}{len(found):>8,} "
        + "".join(f"{s:>17.3f}" for s in (*seconds, max(silences)))
        + f"{growth:>17}",
        flush=True,
    )
    return per_node


if __name__ == "__main__":
    main()
