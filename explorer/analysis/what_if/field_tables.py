"""What each class of edges makes of sets of facts about one single field: of that field, of columns, of the whole.

A few facts ask for a few classes, many for all of them at once; both are put together from the same answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

import numpy as np

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import EFFECTS, MUST, NEEDS_A_FIELD, WAVES, WIDTH
from explorer.analysis.what_if.transfer import comes_later, deliveries
from explorer.analysis.what_if.transfer_table import OfField
from explorer.analysis.what_if.whole_tables import Longs, WholeTables, of_sets, tables_of, together
from explorer.domain.system_graph import Ints

_TO = (OfField.SAME, OfField.WHOLE, OfField.COLUMNS)
_OfClass = tuple[bool, list[tuple[list[int], list[int]]]]
"""Whether a class delivers a wave later; for each of _TO what may and what must become of each effect."""


class Moved(NamedTuple):
    """What a packed set of a field becomes of the same field, of the whole, and of the columns written from it."""

    same: int
    whole: int
    columns: int


class FieldTables:
    """The answers for these classes, when the delay of what is late is this; worked out when first asked for."""

    def __init__(self, uses: Sequence[EdgeUse], delay: timedelta | None) -> None:
        self._uses = uses
        self._passages = [Passage(e, False, delay) if e in NEEDS_A_FIELD else None for e in EFFECTS]
        self._classes: dict[int, _OfClass] = {}
        self._moved: dict[tuple[int, int], Moved] = {}
        self._tables: list[WholeTables] = []

    def moved(self, edge_class: int, bits: int) -> Moved:
        """What a packed set becomes over an edge of this class."""
        found = self._moved.get((edge_class, bits))
        if found is None:
            later, of_effects = self._of_class(edge_class)
            sums = [_sum(may, must, later, bits) for may, must in of_effects]
            found = self._moved[edge_class, bits] = Moved(*sums)
        return found

    def arriving(self, edge_class: Ints, bits: Longs) -> tuple[Longs, Longs, Longs]:
        """The same for many, each with the class of the edge that stands beside it."""
        if not self._tables:
            self._tables = self._of_all()
        same, whole, columns = (table.arriving(edge_class, bits) for table in self._tables)
        return same, whole, columns

    def _of_all(self) -> list[WholeTables]:
        found = [self._of_class(number) for number in range(len(self._uses))]
        later = np.array([is_later for is_later, _ in found], np.bool_)
        tables = []
        for i in range(len(_TO)):
            may, must = of_sets([of[i][0] for _, of in found]), of_sets([of[i][1] for _, of in found])
            tables.append(tables_of(may, must, later) if may.any() else WholeTables(()))
        return tables

    def _of_class(self, edge_class: int) -> _OfClass:
        found = self._classes.get(edge_class)
        if found is None:
            use = self._uses[edge_class]
            arrives = [() if passage is None else deliveries(use, passage) for passage in self._passages]
            of_effects = [
                (
                    [together(d.effect for d in each if d.field is to) for each in arrives],
                    [together(d.effect for d in each if d.field is to and d.is_certain) for each in arrives],
                )
                for to in _TO
            ]
            found = self._classes[edge_class] = comes_later(use), of_effects
        return found


def _sum(may: list[int], must: list[int], later: bool, bits: int) -> int:
    result = 0
    for wave in range(WAVES):
        shift = min(wave + later, WAVES - 1) * WIDTH
        for rank in range(WIDTH):
            if bits >> wave * WIDTH + rank & 1:
                result |= may[rank] << shift
            if bits >> MUST + wave * WIDTH + rank & 1:
                result |= must[rank] << shift + MUST
    return result
