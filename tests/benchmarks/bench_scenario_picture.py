"""What a picture with a scenario's parts costs (`python tests/benchmarks/bench_scenario_picture.py`).

Processor time, best of three: the picture as the system is, and beside it finding a place for two new models, leading
their edges, and drawing all of it with them and with a node removed. Both are made in the background.
"""

import sys
import tempfile
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from bench_window import manifest

from explorer.analysis.scenarios.edits import edited, parse_additions, parse_removals
from explorer.domain.scenarios import Scenario
from explorer.drawing.compose import compose
from explorer.drawing.edited_layout import with_edits
from explorer.drawing.edits import edits_of
from explorer.drawing.theme import LIGHT
from explorer.session.loading import open_sources
from explorer.session.views import view_of

SIZES = (1_000, 5_000, 20_000)


def scenario(graph):
    """Two models that read tables far from one another, and a node removed."""
    ids = graph.arrays.ids
    texts = [f"model:new-{k}<-{ids[k * 90]},{ids[k * 90 + 300]}->{ids[k * 50 + 3]}" for k in range(2)]
    removed = parse_removals(graph, [ids[len(ids) // 2]])
    return Scenario(name="", additions=parse_additions(graph, texts), removals=removed)


def timed(work):
    """The best of three, in milliseconds."""
    taken = []
    for _ in range(3):
        begin = process_time()
        work()
        taken.append((process_time() - begin) * 1e3)
    return min(taken)


def with_parts(view, made, asked):
    """The picture with what the scenario adds and takes out."""
    edits = edits_of(view.graph, made, asked)
    wide = with_edits(view.graph, view.cards, view.layout, edits, {})
    return compose(wide.graph, wide.layout, LIGHT, cards=wide.cards, edits=edits)


def main():
    """Print the table."""
    print(f"{'nodes':>8} {'edges':>8} {'as it is':>9} {'scenario':>9}   ms")
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "synthetic.yaml"
            path.write_text(manifest(size, 12))
            graph = open_sources([str(path)]).project.graph
        view, asked = view_of(graph, {}), scenario(graph)
        made = edited(graph, asked)
        plain, parts = (
            timed(lambda v=view: v.picture(LIGHT)),
            timed(lambda a=(view, made, asked): with_parts(*a)),
        )
        print(f"{len(graph.nodes):8,} {len(graph.edges):8,} {plain:9.1f} {parts:9.1f}")


if __name__ == "__main__":
    main()
