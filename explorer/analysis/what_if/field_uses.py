"""What of a packed set passes because an edge uses its field: all, what may be, or nothing.

Of many edges most can be told from their class; of the others one of each look is asked.
"""

from __future__ import annotations

from operator import attrgetter

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs, told_apart
from explorer.analysis.what_if.effects import MUST, SIDE
from explorer.analysis.what_if.fields import FieldUse, field_use
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import Ints

_LOOK = attrgetter("kind", "select_all", "fields", "filter")
ALL = (1 << 2 * MUST) - 1
PASSING = {FieldUse.YES: ALL, FieldUse.PERHAPS: SIDE, FieldUse.NO: 0}
"""The bits that pass, by the use an edge makes of the field: what is only perhaps used is no more than possible."""


class FieldUses:
    """The uses of a graph's edges, looked at as they are asked for."""

    def __init__(self, classes: EdgeClasses) -> None:
        self._edges, self._class_of = classes.edges, classes.class_of
        self._takes_all = np.array(
            [use.kind is EdgeKind.PRODUCES or use.select_all is True for use in classes.uses], np.bool_
        )
        self._look: Ints = np.full(len(classes.edges), -1, np.int32)
        self._some: list[Edge] = []
        self._passing: dict[str, Longs] = {}

    def passing(self, name: str, edges: Ints) -> Longs:
        """The bits of facts about this field that pass each of these edges, which are all different."""
        passing = np.full(len(edges), ALL, np.int64)
        rest = np.flatnonzero(~self._takes_all[self._class_of[edges]])
        look = self._looks(edges[rest])
        passing[rest] = self._of_looks(name)[look]
        return passing

    def _looks(self, edges: Ints) -> Ints:
        new = edges[self._look[edges] < 0]
        if len(new):
            some, number = told_apart([self._edges[i] for i in new.tolist()], _LOOK)
            self._look[new] = number + len(self._some)
            self._some += some
        return self._look[edges]

    def _of_looks(self, name: str) -> Longs:
        known = self._passing.get(name, np.zeros(0, np.int64))
        if len(known) < len(self._some):
            more = [PASSING[field_use(edge, name)] for edge in self._some[len(known) :]]
            known = self._passing[name] = np.concatenate([known, np.array(more, np.int64)])
        return known
