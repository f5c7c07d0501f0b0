"""Cells of a CSV table that hold more than the 128 KB that the csv module allows one: events, statements."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def long_cells(characters: int) -> Iterator[None]:
    """Allows a cell so many characters meanwhile; the limit is the whole process's, and others rely on theirs."""
    usual = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(usual)
