"""Suspects that influence each other in a loop: nobody can say from marks alone which of them was first.

All that is in a loop is bad once one of it is. Two things tell them apart: when each went bad, and a check with the
loop cut: hold what passes over one of its edges at a copy from before, and see whether a node behind it is still bad.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.field_hypotheses import seen_of
from explorer.analysis.localisation.next_check import (
    LEAST_BITS,
    Check,
    Sample,
    able_to_be_checked,
    checks_from,
    sampled,
    told,
)
from explorer.analysis.localisation.ranking import Ranking
from explorer.analysis.localisation.reach import Reach
from explorer.analysis.localisation.slots import Seen
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import EFFECTS, bit, closed, packed
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr

MOST_CUTS = 12
"""Edges of one loop that are tried as the place to cut it."""
LARGE_LOOP, MOST_CUTS_OF_LARGE = 2_000, 4
"""Nodes from which a loop is large, and as many edges of it are tried: each try goes through all of it."""
CUTTING_COSTS = 2.0
"""How much more a check costs when something must be held still for it."""
_LIVELY = 0.1
_LEAST_LIVELY = 0.01


@dataclass(frozen=True, slots=True)
class SuspectLoop:
    """Suspects (likeliest first) that cannot be ordered, why, and the check that cuts the loop where there is one."""

    suspects: tuple[str, ...]
    size: int
    says: str
    check: Check | None


def suspect_loops(ranking: Ranking, *, check: Callable[[], None] = lambda: None) -> tuple[SuspectLoop, ...]:
    """The loops that hold several of the likely suspects, those with the likeliest first."""
    if len(ranking.suspects) < 2:
        return ()
    least = _least(ranking)
    likely = list(takewhile(lambda s: s.probability >= least, ranking.suspects))
    if len(likely) < 2:
        return ()
    labels, passes = _loops_of(ranking.graph, check)
    index = ranking.graph.arrays.index
    groups: dict[int, list[str]] = {}
    for suspect in likely:
        groups.setdefault(int(labels[index[suspect.id]]), []).append(suspect.id)
    timed = {m.node for m in ranking.sightings.symptoms if m.since is not None}
    found = []
    sample: Sample | None = None
    for label, ids in groups.items():
        if len(ids) < 2 or sum(i not in timed for i in ids) == 0:
            continue
        sample = sample or sampled(ranking)
        inside = labels == label
        cut = _best_cut(ranking, sample, inside, passes, ids, check)
        found.append(SuspectLoop(tuple(ids), int(inside.sum()), _says(ranking.graph, ids, cut), cut))
    return tuple(found)


def most_cuts(size: int) -> int:
    """How many edges of a loop of so many nodes are tried."""
    return MOST_CUTS if size < LARGE_LOOP else MOST_CUTS_OF_LARGE


def _least(ranking: Ranking) -> float:
    return max(_LEAST_LIVELY, _LIVELY * ranking.suspects[0].probability)


def _loops_of(graph: SystemGraph, check: Callable[[], None]) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Which loop each node is in (by number), and which edges pass anything on."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    classes = edge_classes(graph, check)
    tables = classes.tables_for(None)
    all_effects = packed(closed(sum(bit(e) for e in EFFECTS)), 0, certain=True)
    carries = np.array([tables.moved(i, all_effects) != 0 for i in range(len(classes.uses))], np.bool_)
    passes = carries[classes.class_of] if len(classes.class_of) else np.zeros(0, np.bool_)
    ends = (classes.arrays.from_index[passes], classes.arrays.to_index[passes])
    count = len(classes.arrays.ids)
    matrix = coo_array((np.ones(int(passes.sum())), ends), shape=(count, count))
    _, labels = connected_components(matrix.tocsr(), directed=True, connection="strong")
    return labels.astype(np.int32), passes


def _best_cut(
    ranking: Ranking,
    sample: Sample,
    inside: NDArray[np.bool_],
    passes: NDArray[np.bool_],
    suspects: list[str],
    check: Callable[[], None],
) -> Check | None:
    """The edge to hold still and the node to look at meanwhile that tell most for their cost."""
    graph = ranking.graph
    healthy = Seen(seen_of(graph, ranking.sightings.marks).healthy)
    best: Check | None = None
    reach = Reach(edge_classes(graph, check))
    for key in _cuts(graph, inside, passes, suspects):
        check()
        seen = replace(healthy, held=graph.arrays.number_of(key))
        able = able_to_be_checked(ranking, cut=key) & inside
        for found in checks_from(graph, told(sample, reach, seen, able, check)):
            one = replace(found, cost=found.cost * CUTTING_COSTS, cut=key)
            if one.information_bits >= LEAST_BITS and (best is None or one.worth > best.worth + 1e-9):
                best = one
    return best


def _cuts(
    graph: SystemGraph, inside: NDArray[np.bool_], passes: NDArray[np.bool_], suspects: list[str]
) -> list[EdgeKey]:
    """Edges inside a loop whose data one can hold still, those that enter a suspect first; never the world's."""
    arrays = graph.arrays
    within = np.flatnonzero(passes & inside[arrays.from_index] & inside[arrays.to_index])
    place = {i: n for n, i in enumerate(suspects)}
    keys = [
        arrays.keys[j]
        for j in within.tolist()
        if NodeKind.WORLD
        not in (graph.nodes[arrays.keys[j].from_id].kind, graph.nodes[arrays.keys[j].to_id].kind)
    ]
    return sorted(keys, key=lambda k: (place.get(k.to_id, len(place)), k))[: most_cuts(int(inside.sum()))]


def _says(graph: SystemGraph, ids: list[str], cut: Check | None) -> str:
    text = tr(
        "{nodes} influence each other in a loop: which of them was first cannot be told without knowing when each "
        "went bad.",
        nodes=named(graph, ids),
    )
    if cut is None or cut.cut is None:
        return text
    how = tr(
        "To cut the loop, let {reader} go on with what {source} gave it before the fault, and look whether {node} is "
        "still bad.",
        reader=graph.nodes[cut.cut.to_id].name,
        source=graph.nodes[cut.cut.from_id].name,
        node=graph.nodes[cut.id].name,
    )
    return f"{text} {how}"
