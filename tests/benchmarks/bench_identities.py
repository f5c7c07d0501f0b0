"""What it costs to find out which names are one, and to decide otherwise.

Run by hand: python tests/benchmarks/bench_identities.py. Two sources tell of 100,000 nodes: one declares half of
them, tables and what they are made from, the other has seen the other half read them. Processor time, best of three;
"longest" is the longest time, of the thread's own work, in which Cancel would have to wait (goal 200 ms). First both
sources call the tables alike, then the second by their names in the database. Then, in the second system, decisions
as the page Sources makes them, with the comparison that it shows.
"""

import sys
from pathlib import Path
from time import process_time, thread_time

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node
from explorer.domain.identity import Doubt
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.project import ImportedSource
from explorer.domain.provenance import Source
from explorer.importers.adapter import Task
from explorer.importers.registry import SourcesRead
from explorer.session.identities import forgetting, merging, settling, splitting
from explorer.session.loading import decided, new_project, put_together
from explorer.session.versions import parts_difference

HALF = 50_000
MADE_FROM = (1, 7, 31)
SCHEMAS = 50
TIMES = 3


class Watch:
    """A task that notes how long it was not asked whether to stop."""

    def __init__(self):
        self.longest, self._last = 0.0, thread_time()
        self.task = Task(check=self.look)

    def look(self):
        """Asked now."""
        now = thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now


def declared(are_named):
    """The tables, each made from three others, with their names in the database if these are needed."""
    said = Statements(name="shop")
    for i in range(HALF):
        place, node = Source("shop/manifest.json", i + 1), f"model.shop.t{i}"
        names = (f"postgres/db.s{i % SCHEMAS}.t{i}",) if are_named else None
        said.nodes.append(Node(id=node, name=f"t{i}", kind=NodeKind.DATASET, same_as=names, source=place))
        for k in MADE_FROM:
            if i >= k:
                edge = Edge(from_id=f"model.shop.t{i - k}", to_id=node, kind=EdgeKind.DERIVES, source=place)
                said.edges.append(EdgeStatement(edge, True))
    return said


def seen(are_named):
    """Who reads the tables, and every other table once more."""
    said = Statements(name="log")
    for i in range(HALF):
        place, user = Source("log.csv", i + 1), f"user{i}"
        table = f"db.s{i % SCHEMAS}.t{i}" if are_named else f"model.shop.t{i}"
        told = {"evidence": Evidence.OBSERVED, "source": place}
        said.nodes.append(Node(id=user, name=user, kind=NodeKind.CONSUMER, **told))
        if i % 2:
            said.nodes.append(Node(id=table, name=f"t{i}", kind=NodeKind.DATASET, **told))
        said.edges.append(EdgeStatement(Edge(from_id=table, to_id=user, kind=EdgeKind.FEEDS, **told), True))
    return said


def of_two_sources(are_named):
    """The work of putting both together."""
    sources = tuple(ImportedSource(location=name, adapter="x") for name in ("shop/manifest.json", "log.csv"))
    read = SourcesRead((declared(are_named), seen(are_named)), sources)
    base = new_project()
    return lambda task: put_together(base, [base], read, task)


def measured(name, work):
    """Print what the work costs; its result."""
    taken, longest = [], []
    for _ in range(TIMES):
        watch, begin = Watch(), process_time()
        result = work(watch.task)
        watch.look()
        taken.append(process_time() - begin)
        longest.append(watch.longest)
    print(f"{name:<44}{min(taken):>8.2f} s{1000 * min(longest):>8.0f} ms")
    return result


def deciding(project, decision):
    """The work of a decision, with the comparison that the window shows."""

    def work(task):
        made = decided(project, decision.identities, task)
        parts_difference(project.graph, made.graph, task.check)
        return made

    return work


def main():
    """Print the table."""
    print(f"{'100,000 nodes':<44}{'work':>10}{'longest':>11}")
    measured("put together, the sources use the same ids", of_two_sources(are_named=False))
    project = measured("put together, by names in the database", of_two_sources(are_named=True))
    graph, known = project.graph, project.identities
    print(f"  {len(graph.nodes):,} nodes, {len(graph.edges):,} edges, {len(known.joined):,} joined")
    split = measured("split one off", deciding(project, splitting(project, "model.shop.t11", "db.s11.t11")))
    assert "db.s11.t11" in split.graph.nodes
    back = measured("merge it again", deciding(split, merging(split, "model.shop.t11", "db.s11.t11")))
    assert back.graph == graph
    doubt = Doubt("user5", ("user6", "user7"))
    one = measured("make one of two", deciding(project, settling(project, doubt, "user6")))
    [decision] = one.identities.decisions
    again = measured("take that back", deciding(one, forgetting(one, decision)))
    assert again.graph == graph


if __name__ == "__main__":
    main()
