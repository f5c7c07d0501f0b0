"""Reads .arrows files: in each line `one -> other`, where the other is made from the one."""

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node
from explorer.domain.ids import clean_id
from explorer.domain.kinds import EdgeKind, NodeKind, Severity
from explorer.domain.provenance import Problem, Source
from explorer.importers.reading import decode_text, read_bytes


class ArrowsAdapter:
    name = "arrows"
    recognises = "Arrows: lines such as “orders -> totals” in a file that ends in .arrows"

    def matches(self, location, head):
        return location.path is not None and location.path.suffix == ".arrows"

    def read(self, location, task):
        data = read_bytes(location.path, location.shown, 10_000_000, task.check)
        said = Statements(name=location.path.stem)
        for number, line in enumerate(decode_text(data, location.shown).splitlines(), 1):
            task.check()
            place = Source(location.shown, number)
            try:
                ends = start, end = [clean_id(part) for part in line.split("->")]
            except ValueError:  # not two ids
                said.problems.append(Problem("This line is no arrow.", place, Severity.WARNING))
                continue
            said.nodes += [Node(id=i, kind=NodeKind.DATASET, name=i, source=place) for i in ends]
            edge = Edge(from_id=start, to_id=end, kind=EdgeKind.DERIVES, source=place)
            said.edges.append(EdgeStatement(edge))
        return said
