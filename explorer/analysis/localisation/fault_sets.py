"""Several faults at once: the smallest sets of nodes that explain every symptom, the likeliest first.

Each set is a hitting set: every symptom has a path from one of its nodes, and none of its causes could be left out.
Where no three causes explain everything, the sets explain as much as three can, and the rest is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.explanations import (
    FURTHER_CAUSE,
    MOST_CAUSES,
    Floats,
    Longs,
    Posterior,
    log_fits,
)
from explorer.analysis.localisation.marks import UNDECIDED
from explorer.analysis.localisation.prediction import NEVER

SHOWN_SETS = 8
_LOOKED_AT = 3 * SHOWN_SETS
_CLASSES_LOOKED_AT = 400


@dataclass(frozen=True, slots=True)
class NodeSet:
    """Nodes (as numbers) at fault together, how likely just these are, and the hypotheses of the likeliest way."""

    nodes: tuple[int, ...]
    probability: float
    ways: tuple[int, ...]


def likeliest_sets(posterior: Posterior) -> tuple[NodeSet, ...]:
    """The likeliest sets of nodes that explain as many symptoms as can be explained."""
    need = coverage(posterior)
    best: dict[tuple[int, ...], tuple[float, tuple[int, ...]]] = {}
    for heaviest, fit, classes in _classes_best_first(posterior, need):
        if len(best) >= _LOOKED_AT and heaviest < sorted(w for w, _ in best.values())[-_LOOKED_AT]:
            break
        for ways in product(*(_members(posterior, c) for c in classes)):
            nodes = tuple(sorted({int(posterior.cases.nodes[h]) for h in ways}))
            weight = fit * float(posterior.cases.weights[list(ways)].prod())
            if nodes not in best or weight > best[nodes][0]:
                best[nodes] = (weight, ways)
    likeliest = sorted(best.items(), key=lambda one: (-one[1][0], one[0]))[:_LOOKED_AT]
    found = [NodeSet(nodes, _together(posterior, nodes, need), ways) for nodes, (_, ways) in likeliest]
    return tuple(sorted(found, key=lambda s: (-s.probability, len(s.nodes), s.nodes))[:SHOWN_SETS])


def coverage(posterior: Posterior) -> int:
    """The most symptoms that one explanation explains."""
    explained = _explained(posterior)
    counts = [explained[posterior.singles > 0].sum(axis=1)]
    counts += [_covered(explained, sets.members) for sets in posterior.several]
    return max(int(count.max(initial=0)) for count in counts)


def _explained(posterior: Posterior) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = posterior.class_levels[:, posterior.cases.degrees > UNDECIDED] != NEVER
    return found


def _covered(explained: NDArray[np.bool_], members: Longs) -> Longs:
    found: Longs = explained[members].any(axis=1).sum(axis=1)
    return found


def _classes_best_first(posterior: Posterior, need: int) -> list[tuple[float, float, tuple[int, ...]]]:
    """(weight of its heaviest hypotheses, fit, classes) of sets of classes that explain what can be explained."""
    explained = _explained(posterior)
    heaviest = np.zeros(len(posterior.class_weights))
    np.maximum.at(heaviest, posterior.class_of, posterior.cases.weights)
    every = np.flatnonzero(posterior.singles > 0)[:, None]
    groups = [(every, posterior.singles[every[:, 0]])]
    groups += [(sets.members, sets.fit) for sets in posterior.several]
    ranked: list[tuple[float, float, tuple[int, ...]]] = []
    for members, fit in groups:
        full = _covered(explained, members) == need
        weight = np.where(full, fit * heaviest[members].prod(axis=1), 0.0)
        for i in np.argsort(-weight, kind="stable")[:_CLASSES_LOOKED_AT].tolist():
            if weight[i] > 0:
                ranked.append((float(weight[i]), float(fit[i]), tuple(members[i].tolist())))
    return sorted(ranked, key=lambda one: (-one[0], one[2]))


def _members(posterior: Posterior, number: int) -> list[int]:
    """The likeliest hypothesis of a class (before anything was seen) at each of its likeliest nodes."""
    members = np.flatnonzero(posterior.class_of == number)
    order = np.argsort(-posterior.cases.weights[members], kind="stable")
    at_node: dict[int, int] = {}
    for h in members[order].tolist():
        at_node.setdefault(int(posterior.cases.nodes[h]), h)
        if len(at_node) == SHOWN_SETS:
            break
    return list(at_node.values())


def _together(posterior: Posterior, nodes: tuple[int, ...], need: int) -> float:
    """How likely exactly these nodes are at fault, in any ways that explain as much as can be explained."""
    ways: dict[tuple[int, int], float] = {}
    for h in np.flatnonzero(np.isin(posterior.cases.nodes, nodes)).tolist():
        number = int(posterior.class_of[h])
        if posterior.singles[number] > 0:
            way = (int(posterior.cases.nodes[h]), number)
            ways[way] = ways.get(way, 0.0) + float(posterior.cases.weights[h])
    weight = 0.0
    for size in range(len(nodes), MOST_CAUSES + 1):
        chosen = [way for way in combinations(ways, size) if len({node for node, _ in way}) == len(nodes)]
        if chosen:
            members = np.array([[number for _, number in way] for way in chosen], np.int64)
            of_ways = np.array([[ways[one] for one in way] for way in chosen]).prod(axis=1)
            weight += float((_weight(posterior, members) * of_ways)[_minimal(posterior, members, need)].sum())
    return weight / posterior.total


def _weight(posterior: Posterior, members: Longs) -> Floats:
    """What sets of classes weigh on the scale of the posterior's total, if all their hypotheses together weigh 1."""
    fit = np.exp(log_fits(posterior.class_levels[members], posterior.cases.degrees) - posterior.scale)
    found: Floats = fit * FURTHER_CAUSE ** (members.shape[1] - 1)
    return found


def _minimal(posterior: Posterior, members: Longs, need: int) -> NDArray[np.bool_]:
    """Which sets of classes explain as much as can be, and each of their classes something that no other does."""
    explains = _explained(posterior)[members]
    counts = explains.sum(axis=1)
    own = (explains & (counts == 1)[:, None, :]).any(axis=2).all(axis=1)
    found: NDArray[np.bool_] = own & ((counts > 0).sum(axis=1) == need)
    return found
