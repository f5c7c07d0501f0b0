"""CSV: read back it is the table, and nothing in it is a formula."""

import csv
import io

import pytest

from explorer.export.csv_table import csv_text
from explorer.export.table import Table, edge_table
from tests.export.tables import nasty


def read(text):
    """The cells, as the standard library reads them."""
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠"])
def test_no_cell_is_a_formula(sign):
    """Text that begins like one has an apostrophe before it, in the head too; a negative number stays one."""
    begins = f"{sign}cmd|' /C calc'!A0"
    assert read(csv_text(Table((begins, "n"), ({begins: begins, "n": -1.5},)))) == [
        [f"'{begins}", "n"],
        [f"'{begins}", "-1.5"],
    ]


def test_what_is_written_is_read_back():
    """Quotes, commas, line breaks and foreign letters come through; what is not known is empty."""
    row = {"a": 'x,"y"\nz', "b": True, "c": "Größe"}
    assert read(csv_text(Table(("a", "b", "c", "d"), (row,)))) == [
        ["a", "b", "c", "d"],
        ['x,"y"\nz', "true", "Größe", ""],
    ]


def test_every_edge_of_the_system_is_a_line():
    """And all lines are as long as the first."""
    cells = read(csv_text(edge_table(nasty())))
    assert len(cells) == 1 + len(nasty().edges)
    assert len({len(line) for line in cells}) == 1
