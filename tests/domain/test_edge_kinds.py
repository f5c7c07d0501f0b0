"""Which kind an edge is when nobody says: every pair of kinds against a table written by hand."""

from itertools import product

import pytest

from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Node
from explorer.domain.kinds import DATASET_SUBTYPES, NodeKind, Subtype

COLUMNS = [str(kind) for kind in NodeKind]

# Rows are where the edge starts, columns where it ends:
# f feeds, p produces, d derives, t trains, i influences, m measures, v drives, w watches.
TABLE = """
             pro dat job fea art mod con wor met obj mon unk
producer      f   p   f   f   p   f   f   i   m   f   w   f
dataset       f   d   f   f   d   f   f   i   m   f   w   f
training      f   d   f   f   d   t   f   i   m   f   w   f
labels        f   d   f   f   d   t   f   i   m   f   w   f
job           f   p   f   p   p   t   f   i   m   f   w   f
feature       f   p   f   f   p   f   f   i   m   f   w   f
artifact      f   f   f   f   f   f   f   i   m   f   w   f
model         f   p   f   p   p   f   f   i   m   f   w   f
consumer      f   p   f   f   p   f   f   i   m   f   w   f
world         i   i   i   i   i   i   i   i   i   i   w   f
metric        f   f   f   f   f   f   f   i   v   v   w   f
objective     f   f   f   f   f   f   f   i   m   f   w   f
monitor       f   f   f   f   f   f   f   i   m   f   w   f
unknown       f   f   f   f   f   f   f   f   f   f   f   f
"""
WORDS = {
    "f": "feeds", "p": "produces", "d": "derives", "t": "trains", "i": "influences", "m": "measures",
    "v": "drives", "w": "watches",
}  # fmt: skip
EXPECTED = {
    (cells[0], column): WORDS[cell]
    for cells in map(str.split, TABLE.strip().splitlines()[1:])
    for column, cell in zip(COLUMNS, cells[1:], strict=True)
}


def starts():
    """Every kind of node an edge can start from, datasets with every subtype."""
    for kind in NodeKind:
        yield kind, None
    for subtype in sorted(DATASET_SUBTYPES):
        yield NodeKind.DATASET, subtype


@pytest.mark.parametrize(("kind", "subtype"), list(starts()))
def test_every_pair_of_kinds(kind, subtype):
    """The kind is as the table says, whatever the subtype of the end."""
    row = str(subtype) if subtype in (Subtype.TRAINING, Subtype.LABELS) else str(kind)
    start = Node(id="a", name="a", kind=kind, subtype=subtype)
    for column, end_subtype in product(COLUMNS, [None, *Subtype]):
        end = Node(id="b", name="b", kind=NodeKind(column), subtype=end_subtype)
        assert infer_edge_kind(start, end) == EXPECTED[row, column]
