"""One fact over one edge, step by step: the plain reading of the table that proofs and measurement rest on.

The fixpoint does the same for whole sets of facts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from explorer.analysis.what_if.conditions import Passage
from explorer.analysis.what_if.edge_use import EdgeUse
from explorer.analysis.what_if.effects import Effect
from explorer.analysis.what_if.fields import FieldUse, field_use, may_hide_columns, written_from
from explorer.analysis.what_if.transfer import deliveries
from explorer.analysis.what_if.transfer_table import OfField
from explorer.domain.entities import Edge


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one fact becomes behind an edge; field None is the whole. The wave is told by the edge's class."""

    rule: str
    field: str | None
    effect: Effect
    is_certain: bool


def arrivals(
    edge: Edge, use: EdgeUse, field: str | None, effect: Effect, delay: timedelta | None = None
) -> Iterator[Arrival]:
    """All that an effect of `field` becomes over this edge, whose class is `use`."""
    used = FieldUse.YES if field is None else field_use(edge, field)
    if used is FieldUse.NO:
        return
    for d in deliveries(use, Passage(effect, field is None, delay)):
        is_certain = d.is_certain and used is FieldUse.YES
        if d.field is OfField.COLUMNS and field is not None:
            columns = written_from(edge, field)
            for column in columns:
                yield Arrival(d.rule.name, column, d.effect, is_certain)
            if not columns and may_hide_columns(edge):
                yield Arrival(d.rule.name, None, d.effect, False)
        else:
            yield Arrival(d.rule.name, field if d.field is OfField.SAME else None, d.effect, is_certain)
