"""How much a node is missed when it is left out of a picture that is too full, or its name is.

The measure is our own: how many edges a node has, on a scale of doublings, and above that what the three questions
are about. Its weights are set by hand and fitted to no data; they are only to give an order in which nodes can go.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from explorer.analysis.reaching import strong_parts
from explorer.domain.kinds import Criticality, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.picture import EFFECTS, NO_EFFECT, NODE_KINDS, CardKind, Edit, Ints, NodeShapes
from explorer.layout.stacking import Reals

_LOOP = 2.0
_CRITICALITY = {Criticality.HIGH: 4.0, Criticality.LOW: -1.0}
_ASKED_ABOUT = 50.0  # above what edges, criticality and loops come to in a system of any size
_AFFECTED = 100.0  # above whatever else can be said for a node
_NAMED_FIRST = (NodeKind.OBJECTIVE, NodeKind.MODEL, NodeKind.METRIC, CardKind.TEAM)


def importance_of(graph: SystemGraph, affected: Collection[str] = ()) -> Reals:
    """A number for every node, in the order of graph.arrays.ids; the least can be spared first.

    A node counts for the edges it has, each doubling of them as one more; 4 more where it is of high criticality,
    1 less where it is of low; 2 more on a loop, which is not to be seen without it. Objectives, models and the
    metrics that judge models come before other nodes, for without them no question could be seen to be answered;
    what a what-if affects comes before everything else.
    """
    arrays = graph.arrays
    count = len(arrays.ids)
    ends = np.concatenate([arrays.from_index, arrays.to_index])
    score = _of_edges(count, ends)
    score += [
        _CRITICALITY.get(node.criticality, 0.0) if node.criticality else 0.0 for node in graph.nodes.values()
    ]
    score[[arrays.index[i] for i in _asked_about(graph)]] += _ASKED_ABOUT
    part = strong_parts(count, arrays.from_index, arrays.to_index)
    score[np.bincount(part, minlength=1)[part] > 1] += _LOOP
    score[[arrays.index[i] for i in affected if i in arrays.index]] += _AFFECTED
    return score


def order_of_naming(nodes: NodeShapes, ends: Ints) -> Ints:
    """The nodes of a picture, those first whose names are missed most; `ends`: those at which its edges end.

    What a scenario adds; then what is affected, the worst effect first and what is certain before what is possible;
    then objectives, models, metrics and closed teams; among these, those with more edges. What is faded comes last.
    """
    score = _of_edges(len(nodes), ends)
    named_first = [NODE_KINDS.index(kind) for kind in _NAMED_FIRST]
    score += np.where(np.isin(nodes.kind, named_first), _ASKED_ABOUT, 0.0)
    severity = np.where(nodes.effect == NO_EFFECT, 0.0, len(EFFECTS) - nodes.effect.astype(np.float64))
    severity -= np.where(nodes.possible & (severity > 0), 1 / 2, 0.0)
    severity[nodes.edit == Edit.ADDED] = len(EFFECTS) + 1
    score += _AFFECTED * (severity - nodes.faded)
    order: Ints = np.argsort(-score, kind="stable").astype(np.int32)
    return order


def _of_edges(count: int, ends: Ints) -> Reals:
    """What so many nodes count for their edges, each doubling of them as one more."""
    score: Reals = np.log2(1.0 + np.bincount(ends, minlength=count))
    return score


def _asked_about(graph: SystemGraph) -> set[str]:
    """Objectives, models, and the metrics that models are judged by."""
    kinds = (NodeKind.OBJECTIVE, NodeKind.MODEL)
    judging = {key.to_id for key in graph.edges if key.kind is EdgeKind.OPTIMISES}
    return {i for i, node in graph.nodes.items() if node.kind in kinds} | judging
