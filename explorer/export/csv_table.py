"""A table as a spreadsheet reads it, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re

from explorer.export.table import Cell, Table

_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet would compute; the full-width twins are taken for the plain signs."""


def csv_text(table: Table) -> str:
    """Comma-separated values with a line of column names; text that begins like a formula has an ' before it."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_written(column) for column in table.columns])
    writer.writerows([_written(row.get(column, "")) for column in table.columns] for row in table.rows)
    return target.getvalue()


def _written(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str) and _FORMULA.match(cell):
        return f"'{cell}"
    return str(cell)
