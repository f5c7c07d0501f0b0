"""How long it takes from a graph to its picture and its file (`python tests/benchmarks/bench_drawing.py`).

A random graph on a plain grid, so that only drawing is timed. Beside composing stands a plain walk over the same
nodes and edges, which touches each once and draws nothing: the least that anything in Python would take.
"""

import sys
from pathlib import Path
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.cards import cards_of
from explorer.drawing.compose import compose
from explorer.drawing.placing import layout_request
from explorer.drawing.text import widths
from explorer.drawing.theme import LIGHT
from explorer.export.svg import svg_text
from explorer.layout.request import Layout

SIZES = ((1_000, 2_400), (10_000, 24_000), (100_000, 240_000))


def random_graph(nodes, edges):
    """A graph of all kinds in fifty teams."""
    draw = np.random.default_rng(1)
    kinds = list(NodeKind)
    made = [
        Node(id=f"n{i:06}", kind=kinds[i % 11], name=f"warehouse_table_{i}", owner=f"team-{i % 50:02}")
        for i in range(nodes)
    ]
    pairs = sorted(set(map(tuple, draw.integers(0, nodes, (edges, 2)).tolist())))
    return SystemGraph.of(
        made,
        [Edge(from_id=made[a].id, to_id=made[b].id, kind=EdgeKind.FEEDS) for a, b in pairs],
        name="random",
    )


def grid(request):
    """Everything in rows, and a curve for each edge."""
    count, wide = request.node_count, int(np.ceil(request.node_count**0.5))
    centres = np.stack([np.arange(count) % wide * 300, np.arange(count) // wide * 100], axis=1).astype(
        np.float32
    )
    start, end = request.edges.T
    half, bend = request.sizes * [0.5, 0], np.array([60, 0])
    first, last = centres[start] + half[start], centres[end] - half[end]
    routes = np.stack([first, first + bend, last - bend, last], axis=1).astype(np.float32)
    return Layout(
        centres=centres,
        routes=routes.reshape(-1, 2),
        starts=np.arange(len(routes) + 1, dtype=np.int32) * 4,
        label_centres=np.full((len(routes), 2), np.nan, np.float32),
        group_rects=np.full((request.group_count, 4), np.nan, np.float32),
        engine="grid",
    )


def timed(work):
    """The best of three, in milliseconds, and the result."""
    best, result = np.inf, None
    for _ in range(3):
        start = perf_counter()
        result = work()
        best = min(best, perf_counter() - start)
    return best * 1000, result


def walk(graph):
    """Touch every node and edge once."""
    return sum(len(n.name) for n in graph.nodes.values()) + sum(
        e.filter is None for e in graph.edges.values()
    )


def main():
    """Print the table."""
    widths(["warm"], 12)
    print(f"{'nodes':>8} {'edges':>8} {'walk':>8} {'measure':>8} {'cards':>8} {'compose':>8} {'svg':>9}   ms")
    for size in SIZES:
        graph = random_graph(*size)
        _ = graph.arrays
        names = [n.name for n in graph.nodes.values()]
        plain, _ = timed(lambda graph=graph: walk(graph))
        measure, _ = timed(lambda names=names: widths(names, 12, 600))
        cards_time, cards = timed(lambda graph=graph: cards_of(graph))
        layout = grid(layout_request(graph, cards=cards))
        compose_time, picture = timed(
            lambda graph=graph, layout=layout, cards=cards: compose(graph, layout, LIGHT, cards=cards)
        )
        svg_time, _ = timed(lambda picture=picture: svg_text(picture))
        print(
            f"{len(graph.nodes):8,} {len(graph.edges):8,} {plain:8.1f} {measure:8.1f} {cards_time:8.1f} "
            f"{compose_time:8.1f} {svg_time:9.1f}"
        )


if __name__ == "__main__":
    main()
