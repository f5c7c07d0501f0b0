"""The classes of a graph's edges after a few edits, without sorting all edges anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np

from explorer.analysis.what_if.edge_classes import EdgeClasses, Longs
from explorer.analysis.what_if.edge_use import EdgeUse, Source, Standing, Target, source_of, target_of, use_of
from explorer.analysis.what_if.whole_tables import WholeTables, whole_tables
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph

_CUT = EdgeUse(
    kind=EdgeKind.WATCHES,  # over which nothing passes
    source=Source(is_world=False, is_negligible_feature=False),
    target=Target(
        standing=Standing.AT_REST,
        is_feature=False,
        is_job=False,
        is_model=False,
        has_schema_contract=False,
        retrain=None,
    ),
)


class Cuttable:
    """A graph's edges, of which any can be cut; nothing passes over a cut edge."""

    def __init__(self, classes: EdgeClasses) -> None:
        self._classes = _with_uses(classes, (_CUT,))
        self._cut = self._classes.uses.index(_CUT)

    def without(self, edges: Iterable[int]) -> EdgeClasses:
        """The classes when these edges, by their number, are cut."""
        cut = np.fromiter(edges, np.int64)
        if not len(cut):
            return self._classes
        class_of = self._classes.class_of.copy()
        class_of[cut] = self._cut
        return replace(self._classes, class_of=class_of)


def edited_classes(
    graph: SystemGraph,
    classes: EdgeClasses,
    nodes: Mapping[str, Node],
    edges: Iterable[Edge],
) -> EdgeClasses:
    """The classes with these nodes and edges in the place of those of the same identity in the graph."""
    arrays = classes.arrays
    new = {arrays.number_of(e.key): e for e in edges}
    touched = dict(new)
    for node_id in nodes:
        node = arrays.index[node_id]
        for j in (*arrays.edges_into(node).tolist(), *arrays.edges_from(node).tolist()):
            touched.setdefault(j, classes.edges[j])

    def look(node_id: str) -> Node:
        return nodes.get(node_id) or graph.nodes[node_id]

    uses = {j: use_of(e, source_of(look(e.from_id)), target_of(look(e.to_id))) for j, e in touched.items()}
    made = _with_uses(classes, uses.values())
    number = {use: i for i, use in enumerate(made.uses)}
    class_of = made.class_of.copy()
    for j, use in uses.items():
        class_of[j] = number[use]
    edge_list = list(made.edges)
    for j, edge in new.items():
        edge_list[j] = edge
    return replace(made, class_of=class_of, edges=tuple(edge_list))


def _with_uses(classes: EdgeClasses, uses: Iterable[EdgeUse]) -> EdgeClasses:
    """The same classes and these besides, with the tables that were made continued."""
    number = {use: i for i, use in enumerate(classes.uses)}
    for use in uses:
        number.setdefault(use, len(number))
    for use in tuple(number)[len(classes.uses) :]:
        number.setdefault(use.without_shields(), len(number))
    added = tuple(number)[len(classes.uses) :]
    bare: Longs = np.array([number[use.without_shields()] for use in added], np.int64)
    return EdgeClasses(
        classes.arrays,
        classes.edges,
        (*classes.uses, *added),
        classes.class_of,
        np.concatenate([classes.bare, bare]).astype(np.int32),
        {delay: _continued(tables, added, delay) for delay, tables in classes.tables.items()},
    )


def _continued(tables: WholeTables, added: tuple[EdgeUse, ...], delay: timedelta | None) -> WholeTables:
    more = whole_tables(added, delay).lookups
    return WholeTables(
        tuple(
            (shift, np.concatenate([a, b])) for (shift, a), (_, b) in zip(tables.lookups, more, strict=True)
        )
    )
