"""How long a project takes to be saved and opened, by size, beside what plain JSON of the same takes.

Run by hand: python tests/benchmarks/bench_project_file.py [NODES…]
"""

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.domain.attributes import edge_to_plain, node_to_plain
from explorer.domain.entities import Edge, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.project import Project
from explorer.domain.provenance import Source
from explorer.domain.system_graph import SystemGraph
from explorer.storage.encoding import encode_project, packed
from explorer.storage.opening import open_project
from explorer.storage.saving import save_project


def project_of(count: int) -> Project:
    """A system of `count` nodes and three edges a node, every tenth node put somewhere."""
    nodes = [
        Node(
            id=f"team-{i % 50}/table-{i}",
            kind=NodeKind.DATASET,
            name=f"table {i}",
            owner=f"team-{i % 50}",
            fields=("id", "name", "at"),
            source=Source("warehouse.yaml", i),
        )
        for i in range(count)
    ]
    edges = {}
    for i in range(1, count):
        for j in (i // 2, i // 3, i // 5):
            edge = Edge(from_id=nodes[j].id, to_id=nodes[i].id, kind=EdgeKind.DERIVES, fields=("id",))
            edges[edge.key] = replace(edge, source=Source("warehouse.yaml", i))
    positions = {n.id: Point(float(i), 0.0) for i, n in enumerate(nodes[::10])}
    return Project(id="bench", graph=SystemGraph.of(nodes, edges.values(), name="bench"), positions=positions)


def timed(work):
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def main(sizes: list[int]) -> None:
    titles = ("nodes", "edges", "MB", "packed", "save s", "open s", "json s", "open/json")
    print(" ".join(f"{title:>9}" for title in titles))
    for size in sizes:
        project = project_of(size)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "bench.ripplemap")
            save, _ = timed(lambda path=path, project=project: save_project(project, path))
            opening, stored = timed(lambda path=path: open_project(path))
            data = path.read_bytes()
        assert stored.project.graph == project.graph
        graph = project.graph
        plain = [*map(node_to_plain, graph.nodes.values()), *map(edge_to_plain, graph.edges.values())]
        text = json.dumps(plain)
        reading, _ = timed(lambda text=text: json.loads(text))
        small = len(packed(encode_project(project)))
        print(
            f"{size:>9,} {len(graph.edges):>9,} {len(data) / 1e6:>9.2f} {small / 1e6:>9.2f} {save:>9.2f} "
            f"{opening:>9.2f} {reading:>9.2f} {opening / reading:>9.1f}"
        )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 10_000, 100_000])
