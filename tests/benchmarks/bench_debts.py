"""How long each debt takes to look for, and how that grows: run by hand, prints one table.

Systems are layered like real ones: sources, several layers of jobs and tables, features, models, consumers; every
fifth attribute that a detector asks for is set, so that each has something to say.
"""

import argparse
import random
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.analysis.debts import DETECTORS, find_debts
from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Contract, Edge, Filter, Importance, Node
from explorer.domain.kinds import Evidence, Lifecycle, NodeKind, Subtype, Versioning
from explorer.domain.system_graph import SystemGraph

TODAY = date(2026, 11, 20)
SIZES = ((1_000, 4_000), (5_000, 20_000), (20_000, 70_000), (100_000, 300_000))
SHARES = (
    (NodeKind.PRODUCER, 0.05),
    (NodeKind.JOB, 0.25),
    (NodeKind.DATASET, 0.40),
    (NodeKind.ARTIFACT, 0.02),
    (NodeKind.FEATURE, 0.20),
    (NodeKind.MODEL, 0.03),
    (NodeKind.CONSUMER, 0.05),
)


def large_system(node_count, edge_count, seed=1):
    """A layered system of about so many nodes and edges."""
    chance = random.Random(seed)  # noqa: S311 - a made-up system, no secret
    nodes = []
    for kind, share in SHARES:
        for number in range(int(node_count * share)):
            nodes.append(_node(chance, kind, f"{kind}-{number:06d}"))
    by_kind = {kind: [n for n in nodes if n.kind is kind] for kind, _ in SHARES}
    edges = {}

    def join(start, end, **attributes):
        kind = infer_edge_kind(start, end)
        edge = Edge(from_id=start.id, to_id=end.id, kind=kind, **attributes)
        edges.setdefault(edge.key, edge)

    tables, jobs = by_kind[NodeKind.DATASET], by_kind[NodeKind.JOB]
    for number, job in enumerate(jobs):
        near = int(number / len(jobs) * len(tables))
        join(job, tables[min(near, len(tables) - 1)])
        for _ in range(chance.randint(1, 4)):
            join(tables[chance.randint(max(0, near - 40), max(0, near - 1))], job)
    for producer in by_kind[NodeKind.PRODUCER]:
        join(producer, chance.choice(tables))
    for feature in by_kind[NodeKind.FEATURE]:
        join(chance.choice(tables), feature)
        join(feature, chance.choice(by_kind[NodeKind.MODEL]))
    for model in by_kind[NodeKind.MODEL]:
        scores = chance.choice(tables)
        join(model, scores)
        for _ in range(3):
            reader = chance.choice(by_kind[NodeKind.CONSUMER])
            filtered = Filter(field="score", op=">=", value=0.5) if chance.random() < 0.2 else None
            join(scores, reader, filter=filtered)
    while len(edges) < edge_count:
        start = chance.choice(tables)
        seen = chance.random() < 0.02
        join(
            start,
            chance.choice(by_kind[chance.choice((NodeKind.JOB, NodeKind.FEATURE, NodeKind.CONSUMER))]),
            evidence=Evidence.OBSERVED if seen else Evidence.DECLARED,
            count=50 if seen else None,
        )
    return SystemGraph.of(nodes, edges.values(), as_of=TODAY)


def _node(chance, kind, name):
    def sometimes(value, share=0.2):
        return value if chance.random() < share else None

    return Node(
        id=name,
        kind=kind,
        name=name,
        owner=sometimes(f"team-{chance.randint(0, 20)}", 0.9),
        language=sometimes(chance.choice(("python", "sql", "scala", "bash")))
        if kind is NodeKind.JOB
        else None,
        glue=sometimes(True),
        lifecycle=sometimes(chance.choice(list(Lifecycle)), 0.05),
        versioning=sometimes(Versioning.SILENT, 0.02),
        contract=sometimes(Contract(enforced=("schema",))),
        subtype=sometimes(Subtype.TRAINING, 0.05) if kind is NodeKind.DATASET else None,
        importance=sometimes(Importance(value=chance.random() / 20, se=0.004))
        if kind is NodeKind.FEATURE
        else None,
    )


def main():
    """One row a size and detector: milliseconds, and findings."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=100_000, help="nodes of the largest system")
    largest = parser.parse_args().largest
    print(f"{'detector':34}" + "".join(f"{nodes:>11,} nodes" for nodes, _ in SIZES if nodes <= largest))
    columns = []
    for nodes, edges in SIZES:
        if nodes > largest:
            continue
        graph = large_system(nodes, edges)
        graph.edges_from(next(iter(graph.nodes)))
        graph.edges_into(next(iter(graph.nodes)))
        column = {}
        inspection = Inspection(graph, TODAY)
        for detector in DETECTORS:
            start = time.perf_counter()
            found = detector(inspection)
            column[detector.__name__] = (time.perf_counter() - start, len(found))
        start = time.perf_counter()
        debts = find_debts(graph, today=TODAY)
        column["all, with loops and success"] = (time.perf_counter() - start, len(debts.findings))
        columns.append(column)
    for name in columns[0]:
        cells = (f"{c[name][0] * 1000:9,.0f} ms {c[name][1]:>4}" for c in columns)
        print(f"{name:34}" + " ".join(cells))


if __name__ == "__main__":
    main()
