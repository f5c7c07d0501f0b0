"""How long the feedback loops take, and how that grows: python tests/benchmarks/bench_loops.py prints two tables.

"teams" are systems as they are built: each model with its scores, page, events, features and labels, every tenth page
also read by the next team's model. "random" has five edges of every kind a node, so that nearly everything reaches
everything and the loops cannot be listed: the worst case. In seconds, once each; the last columns are parts of the
whole. Then the simulation, which does not depend on the system.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import scipy.optimize  # noqa: F401 - loaded once, whatever is asked

from explorer.analysis.feedback_loops import feedback_loops
from explorer.analysis.loops.carrying import looping_parts
from explorer.analysis.loops.ways_round import ways_round
from explorer.analysis.simulation.loop_simulation import simulate_loop
from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Filter, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph

FEATURES = 8
KINDS = [NodeKind.DATASET] * 5 + [NodeKind.JOB] * 3 + [NodeKind.FEATURE, NodeKind.MODEL]


def teams(count: int) -> SystemGraph:
    """A system of about `count` nodes, made of teams with one model each."""
    nodes: dict[str, Node] = {}
    edges: dict[object, Edge] = {}

    def add(kind: NodeKind, name: str, team: str, view: str | None = None) -> None:
        nodes[name] = Node(id=name, kind=kind, name=name, owner=team, view=view)

    def link(start: str, end: str, **attributes: object) -> None:
        kind = infer_edge_kind(nodes[start], nodes[end])
        edge = Edge(from_id=start, to_id=end, kind=kind, **attributes)  # type: ignore[arg-type]
        edges[edge.key] = edge

    for number in range(max(1, count // (FEATURES + 7))):
        team = f"t{number:05}"
        for kind, name in (
            (NodeKind.MODEL, "model"), (NodeKind.DATASET, "scores"), (NodeKind.CONSUMER, "page"),
            (NodeKind.WORLD, "users"), (NodeKind.DATASET, "events"), (NodeKind.JOB, "labels"),
            (NodeKind.DATASET, "training"),
        ):  # fmt: skip
            add(kind, f"{team}.{name}", team)
        way = ("model", "scores", "page", "users", "events", "labels", "training")
        for a, b in pairwise(way):
            link(
                f"{team}.{a}",
                f"{team}.{b}",
                **({"filter": Filter(field="c", op=">=", value=0.5)} if b == "page" else {}),
            )
        edge = Edge(from_id=f"{team}.training", to_id=f"{team}.model", kind=EdgeKind.TRAINS)
        edges[edge.key] = edge
        for i in range(FEATURES):
            add(NodeKind.FEATURE, f"{team}.f{i}", team, f"{team}.view")
            link(f"{team}.events", f"{team}.f{i}")
            link(f"{team}.f{i}", f"{team}.model")
        if number % 10:
            link(f"t{number - 1:05}.scores", f"{team}.f0")
    return SystemGraph.of(nodes.values(), edges.values(), name="teams")


def tangle(count: int) -> SystemGraph:
    """A random system with four edges a node."""
    rng = random.Random(count)  # noqa: S311 - a made-up system, no secret
    nodes = [
        Node(id=f"n{i:06}", kind=(kind := rng.choice(KINDS)), name=f"n{i}",
             view=f"v{i % 50}" if kind is NodeKind.FEATURE else None)
        for i in range(count)
    ]  # fmt: skip
    edges: dict[object, Edge] = {}
    for node in nodes:
        for _ in range(4):
            end = nodes[rng.randrange(count)]
            kind = EdgeKind.TRAINS if end.kind is NodeKind.MODEL and rng.random() < 0.5 else EdgeKind.FEEDS
            edge = Edge(from_id=node.id, to_id=end.id, kind=kind)
            edges[edge.key] = edge
    return SystemGraph.of(nodes, edges.values(), name="random")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds and result."""
    before = time.perf_counter()
    result = work()
    return time.perf_counter() - before, result


def main() -> None:
    """Print the tables."""
    print(
        f"{'shape':8}{'nodes':>9}{'edges':>9}{'findings':>10}{'cuts':>7}{'proven':>9}{'longest gap':>13}",
        end="",
    )
    print(f"{'whole':>9}{'parts':>9}{'listing':>9}{'cutting':>9}")
    for make in (teams, tangle):
        for count in (500, 5_000, 20_000, 100_000):
            _line(make(count))
    print()
    for seeds in (5, 20, 80):
        seconds, _ = timed(lambda seeds=seeds: simulate_loop(LoopSettings(seeds=seeds)))
        print(f"simulation of 52 rounds, 5,000 pairs, {seeds:3} seeds: {seconds:6.2f} s")


def _line(graph: SystemGraph) -> None:
    graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
    calls = [time.perf_counter()]
    whole, found = timed(lambda: feedback_loops(graph, lambda: calls.append(time.perf_counter())))
    gap = max((b - a for a, b in pairwise(calls)), default=0.0)
    finding, parts = timed(lambda: looping_parts(graph))
    listing, _ = timed(lambda: [ways_round(part) for part in parts])
    cuts = sum(len(p.cuts) for p in found.plans)
    proven = f"{sum(p.is_proven for p in found.plans)}/{len(found.plans)}"
    print(
        f"{graph.name:8}{len(graph.nodes):>9,}{len(graph.edges):>9,}{len(found.findings):>10,}{cuts:>7,}",
        end="",
    )
    print(f"{proven:>9}{gap:>13.3f}{whole:>9.3f}{finding:>9.3f}{listing:>9.3f}", end="")
    print(f"{sum(p.seconds for p in found.plans):>9.3f}", flush=True)


if __name__ == "__main__":
    main()
