"""What to look at next: the node whose state, once known, tells most about which nodes are at fault, for its cost.

Information is in bits: how much less is unknown of the causes, on average over what the check may show. It is worked
out from a fair sample of the explanations, or from all of them where there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.explanations import LEAK, Floats
from explorer.analysis.localisation.field_hypotheses import beginning_of, seen_of
from explorer.analysis.localisation.marks import BAD, GOOD
from explorer.analysis.localisation.prediction import STRENGTH, symptom_effects
from explorer.analysis.localisation.ranking import Ranking
from explorer.analysis.localisation.reach import Reach
from explorer.analysis.localisation.slots import Beginning, Seen
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph

SAMPLE = 512
"""Explanations from which the information of a check is worked out."""
LEAST_BITS = 0.01
"""A check that tells less is not worth making."""

READ_A_MONITOR, LOOK, FIND_WHOM_TO_ASK = 0.8, 1.0, 1.25
"""What a check costs: where a monitor watches it, where somebody owns it, and where nobody is known to."""
_NOT_LOOKED_AT = (NodeKind.WORLD, NodeKind.OBJECTIVE, NodeKind.MONITOR)
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Check:
    """Look at this node: what it tells in bits, what it costs beside others, how likely it will be found bad.

    monitors: where its state can be read. cut: the edge over which nothing must pass meanwhile, where the causes lie
    in a loop and cannot be told apart otherwise.
    """

    id: str
    information_bits: float
    cost: float
    bad_probability: float
    monitors: tuple[str, ...]
    cut: EdgeKey | None = None

    @property
    def worth(self) -> float:
        """Bits per cost."""
        return self.information_bits / self.cost


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """Some explanations: where hypotheses begin, sets of them (padded with -1), weights (in all 1), groups.

    Explanations with the same nodes are of one group: which of several kinds of change it was is not asked.
    """

    begin: tuple[Beginning, ...]
    members: NDArray[np.int64]
    weights: Floats
    group: NDArray[np.int64]


def next_checks(ranking: Ranking, *, check: Callable[[], None] = lambda: None) -> tuple[Check, ...]:
    """The checks worth making, those that tell most for their cost first."""
    reach = Reach(edge_classes(ranking.graph, check))
    sample = sampled(ranking)
    check()
    able = able_to_be_checked(ranking)
    found = told(sample, reach, seen_of(ranking.graph, ranking.sightings.marks), able, check)
    check()
    return checks_from(ranking.graph, found, check=check)


def checks_from(
    graph: SystemGraph,
    found: Iterable[tuple[int, float, float]],
    *,
    check: Callable[[], None] = lambda: None,
) -> tuple[Check, ...]:
    """(node, bits, how likely it is bad) as checks, without those that tell next to nothing."""
    monitors = _monitors(graph)
    check()
    costs = _costs(graph, monitors)
    check()
    checks = [
        Check(graph.arrays.ids[node], bits, float(costs[node]), bad, monitors.get(node, ()))
        for node, bits, bad in found
        if bits >= LEAST_BITS
    ]
    return tuple(sorted(checks, key=lambda c: (-round(c.worth, 9), c.id)))


def able_to_be_checked(ranking: Ranking, cut: EdgeKey | None = None) -> NDArray[np.bool_]:
    """Which nodes somebody can look at who has not yet: the world, objectives and monitors are none."""
    marked = {m.node for m in ranking.sightings.marks if m.cut == cut}
    nodes = ranking.graph.nodes.values()
    return np.array([n.id not in marked and n.kind not in _NOT_LOOKED_AT for n in nodes], np.bool_)


def _costs(graph: SystemGraph, monitors: Mapping[int, tuple[str, ...]]) -> Floats:
    costs = np.array([FIND_WHOM_TO_ASK if n.owner is None else LOOK for n in graph.nodes.values()])
    costs[list(monitors)] = READ_A_MONITOR
    return costs


def _monitors(graph: SystemGraph) -> Mapping[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for key in graph.edges:
        if key.kind is EdgeKind.WATCHES:
            node = graph.arrays.index[key.from_id]
            found[node] = (*found.get(node, ()), key.to_id)
    return found


def told(
    sample: Sample, reach: Reach, seen: Seen, able: NDArray[np.bool_], check: Callable[[], None]
) -> list[tuple[int, float, float]]:
    """(node, bits, how likely it is bad) for every node of `able` that some explanation reaches."""
    reached = reach.side_by_side(sample.begin, seen, check)
    nodes = reached.nodes[able[reached.nodes]].tolist()
    members, number = reached.different(nodes, symptom_effects(None), check)
    bits, bad = np.zeros(len(members)), np.zeros(len(members))
    for i in range(0, len(members), _ROWS_AT_ONCE):
        check()
        some = slice(i, i + _ROWS_AT_ONCE)
        bits[some], bad[some] = _information(sample, reached.leveled(members[some]))
    return list(zip(nodes, bits[number].tolist(), bad[number].tolist(), strict=True))


def _information(sample: Sample, levels: NDArray[np.int8]) -> tuple[Floats, Floats]:
    """Bits, and how likely each of these nodes is found bad."""
    spared = np.ones((len(levels), len(sample.weights)))
    padded = np.concatenate((1 - STRENGTH[levels], np.ones((len(levels), 1))), axis=1)  # -1: no member
    for place in range(sample.members.shape[1]):
        spared *= padded[:, sample.members[:, place]]
    is_bad = 1 - (1 - LEAK) * spared
    seen_bad = GOOD + (BAD - GOOD) * is_bad  # whoever looks may be wrong
    by_group = np.add.reduceat(seen_bad * sample.weights, _firsts(sample.group), axis=1)
    of_group = np.add.reduceat(sample.weights, _firsts(sample.group))
    overall = by_group.sum(axis=1)
    left = (_entropy(by_group / of_group) * of_group).sum(axis=1)
    return _entropy(overall) - left, is_bad @ sample.weights


def _firsts(group: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.flatnonzero(np.concatenate(([True], group[1:] != group[:-1])))


def _entropy(p: Floats) -> Floats:
    p = np.clip(p, 1e-12, 1 - 1e-12)
    found: Floats = -(p * np.log2(p) + (1 - p) * np.log2(1 - p))
    return found


def sampled(ranking: Ranking, most: int = SAMPLE) -> Sample:
    """All explanations where there are few, else a fair sample: evenly spaced over their weights in a fixed order."""
    ways, weights = _explanations(ranking, most)
    nodes = ranking.cases.nodes
    names = [tuple(sorted({int(nodes[h]) for h in way})) for way in ways]
    order = sorted(range(len(ways)), key=names.__getitem__)
    numbers: dict[tuple[int, ...], int] = {}
    used: dict[int, int] = {}
    members = np.full((len(ways), max(map(len, ways))), -1, np.int64)
    for row, i in enumerate(order):
        for place, h in enumerate(ways[i]):
            members[row, place] = used.setdefault(h, len(used))
    group = np.array([numbers.setdefault(names[i], len(numbers)) for i in order], np.int64)
    of_rows = np.array([weights[i] for i in order])
    begin = tuple(beginning_of(ranking.graph, ranking.changes[h]) for h in used)
    return Sample(begin, members, of_rows / of_rows.sum(), group)


def _explanations(ranking: Ranking, most: int) -> tuple[Sequence[tuple[int, ...]], Sequence[float]]:
    """Sets of hypotheses with their weights; of several faults, sets of classes stand for their hypotheses."""
    posterior = ranking.posterior
    alone = posterior.singles[posterior.class_of] * ranking.cases.weights
    masses = [alone, *(posterior.mass(sets) for sets in posterior.several)]
    mass = np.concatenate(masses)
    if len(mass) <= most and len(masses) == 1:
        chosen = np.flatnonzero(mass > 0)
        return [(int(h),) for h in chosen], mass[chosen].tolist()
    order = np.concatenate((np.argsort(ranking.cases.nodes, kind="stable"), np.arange(len(alone), len(mass))))
    upto = np.cumsum(mass[order])
    at = (np.arange(most) + 0.5) / most * upto[-1]
    drawn = order[np.minimum(np.searchsorted(upto, at), len(order) - 1)]
    ways = [_members(ranking, int(number), len(alone), turn) for turn, number in enumerate(drawn.tolist())]
    return ways, [1.0] * most


def _members(ranking: Ranking, number: int, singles: int, turn: int) -> tuple[int, ...]:
    """The hypotheses of explanation `number`; of each class another one each turn, by weight."""
    if number < singles:
        return (number,)
    posterior, number = ranking.posterior, number - singles
    for sets in posterior.several:
        if number < len(sets.members):
            return tuple(
                _one_of(ranking, int(c), (turn + 0.5) * step % 1.0)
                for c, step in zip(sets.members[number], (0.618034, 0.414214, 0.732051), strict=False)
            )
        number -= len(sets.members)
    raise AssertionError("there are no more explanations")


def _one_of(ranking: Ranking, number: int, part: float) -> int:
    members = np.flatnonzero(ranking.posterior.class_of == number)
    upto = np.cumsum(ranking.cases.weights[members])
    return int(members[min(int(np.searchsorted(upto, part * upto[-1])), len(members) - 1)])
