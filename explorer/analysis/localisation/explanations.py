"""How likely each hypothesis is after what was seen: all explanations of at most three causes, weighed exactly.

An explanation is a set of hypotheses none of which is idle: each explains a symptom that no other of the set does.
A symptom is bad by noisy-or: by the strongest witness of any cause in the set, or by chance (the leak). A set weighs
what its causes weigh before anything was seen, less for each cause after the first, times how well it fits the marks.

Hypotheses that predict the same for every mark are one class, so that the sum over all sets is one over classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.marks import UNDECIDED
from explorer.analysis.localisation.prediction import NEVER, STRENGTH, Levels

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

LEAK = 0.02
"""How likely a node is to be bad by chance, or by something outside of the system."""
MOST_CAUSES = 3
FURTHER_CAUSE = 0.25
"""What a set weighs less for each cause after the first."""
MOST_CLASSES = 120
"""Classes of hypotheses of which sets of several causes are made."""
_MOST_SYMPTOMS = 62  # as bits of an integer


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Hypotheses, their weight before anything was seen (in all 1), what they predict, and what was seen.

    levels[h, v]: how surely hypothesis h makes marked node v bad. degrees[v]: how bad it was seen to be.
    """

    weights: Floats
    nodes: Longs
    levels: Levels
    degrees: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """Sets of so many classes: members[s] are the numbers of set s, fit[s] what it weighs if all of its do."""

    members: Longs
    fit: Floats


@dataclass(frozen=True, eq=False)
class Posterior:
    """The weight of every explanation. left_out: classes that were too unlikely to be joined with others."""

    cases: Cases
    class_of: Longs
    class_levels: Levels
    class_weights: Floats
    singles: Floats
    several: tuple[_Sets, ...]
    left_out: int
    scale: float

    @cached_property
    def total(self) -> float:
        """The weight of all explanations together."""
        found = float(self.singles @ self.class_weights)
        return found + sum(float(self.mass(sets).sum()) for sets in self.several)

    def mass(self, sets: _Sets) -> Floats:
        """The weight of each of these sets of classes, all of their hypotheses together."""
        found: Floats = sets.fit * self.class_weights[sets.members].prod(axis=1)
        return found

    @cached_property
    def of_hypotheses(self) -> Floats:
        """How likely each hypothesis is a cause."""
        per_weight = self.singles.copy()
        for sets in self.several:
            mass = self.mass(sets)
            for place in range(sets.members.shape[1]):
                member = sets.members[:, place]
                np.add.at(per_weight, member, mass / self.class_weights[member])
        found: Floats = self.cases.weights * per_weight[self.class_of] / self.total
        return found

    def of_nodes(self, count: int) -> Floats:
        """How likely each node is a cause, in whichever way: a set with two ways of one node counts once."""
        found = np.bincount(self.cases.nodes, self.of_hypotheses, count).astype(np.float64)
        if self.several:
            found = found - self._counted_twice(count) / self.total
        return np.clip(found, 0.0, 1.0)

    def _counted_twice(self, count: int) -> Floats:
        """The weight of sets with several ways of one node, times how often they were counted too many."""
        joined = np.unique(np.concatenate([sets.members.ravel() for sets in self.several]))
        place = np.full(len(self.class_weights), -1, np.int64)
        place[joined] = np.arange(len(joined))
        own = place[self.class_of]
        there = own >= 0
        ways = np.zeros((count, len(joined)))
        np.add.at(ways, (self.cases.nodes[there], own[there]), self.cases.weights[there])
        together = np.zeros((len(joined), len(joined)))
        triples: dict[tuple[int, ...], float] = {}
        for sets in self.several:
            members = place[sets.members]
            size = members.shape[1]
            for a, b in combinations(range(size), 2):
                others = [c for c in range(size) if c not in (a, b)]
                fit = sets.fit * self.class_weights[sets.members[:, others]].prod(axis=1)
                np.add.at(together, (members[:, a], members[:, b]), fit)
                np.add.at(together, (members[:, b], members[:, a]), fit)
            if size == MOST_CAUSES:
                triples = dict(zip(map(tuple, np.sort(members).tolist()), sets.fit.tolist(), strict=True))
        found: Floats = ((ways @ together) * ways).sum(axis=1) / 2
        for node in np.flatnonzero((found > 0) & ((ways > 0).sum(axis=1) >= MOST_CAUSES)).tolist():
            for three in combinations(np.flatnonzero(ways[node]).tolist(), MOST_CAUSES):
                fit = triples.get(three, 0.0)
                found[node] -= fit * float(ways[node, list(three)].prod())
        return found


def weigh(cases: Cases, check: Callable[[], None]) -> Posterior:
    """The weight of all explanations; hypotheses that explain no symptom weigh nothing."""
    class_of, class_levels = _classes(cases.levels, check)
    weights = np.bincount(class_of, cases.weights, len(class_levels)).astype(np.float64)
    symptoms = np.flatnonzero(cases.degrees > UNDECIDED)[:_MOST_SYMPTOMS]
    explains = (class_levels[:, symptoms] != NEVER).astype(np.int64)
    masks = explains @ (1 << np.arange(len(symptoms), dtype=np.int64))
    singles = np.where(masks != 0, log_fits(class_levels[:, None, :], cases.degrees), -np.inf)
    several, left_out = _several(class_levels, weights, masks, cases.degrees, check)
    # Many marks make every fit tiny, and only their ratios count.
    top = max(float(found.max(initial=-np.inf)) for found in (singles, *(s.fit for s in several)))
    scale = top if np.isfinite(top) else 0.0
    return Posterior(
        cases,
        class_of,
        class_levels,
        weights,
        np.exp(singles - scale),
        tuple(_Sets(s.members, np.exp(s.fit - scale)) for s in several),
        left_out,
        scale,
    )


def log_fits(levels: Levels, degrees: Floats) -> Floats:
    """How well each set fits what was seen, as a logarithm; levels[set, member, mark]."""
    healthy = (1 - LEAK) * (1 - STRENGTH[levels]).prod(axis=1)
    found: Floats = np.log(degrees + (1 - 2 * degrees) * healthy).sum(axis=1)
    return found


def _classes(levels: Levels, check: Callable[[], None]) -> tuple[Longs, Levels]:
    """The class of each hypothesis, and what each class predicts."""
    number = np.zeros(len(levels), np.int64)
    for mark in range(levels.shape[1]):
        check()
        code = number * len(STRENGTH) + levels[:, mark]
        occurs = np.zeros(int(code.max(initial=0)) + 1, np.bool_)
        occurs[code] = True
        number = (np.cumsum(occurs) - 1)[code]
    one_of = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
    one_of[number] = np.arange(len(levels))
    return number, levels[one_of]


def _several(
    levels: Levels, weights: Floats, masks: Longs, degrees: Floats, check: Callable[[], None]
) -> tuple[tuple[_Sets, ...], int]:
    """The sets of two and three classes without an idle one, and how many classes were left out of them."""
    able = np.flatnonzero((masks != 0) & (weights > 0))
    if not len(able) or ((masks[able] & (masks[able] - 1) == 0).all() and len(np.unique(masks[able])) == 1):
        return (), 0
    chosen = able
    if len(able) > MOST_CLASSES:
        likely = np.log(weights[able]) + _partly(levels[able], degrees)
        chosen = np.sort(able[np.argsort(-likely, kind="stable")[:MOST_CLASSES]])
    found = []
    for size, members in ((2, _pairs(masks[chosen])), (3, _triples(masks[chosen], check))):
        check()
        if len(members):
            members = chosen[members]
            fit = np.concatenate(
                [log_fits(levels[members[i : i + 20_000]], degrees) for i in range(0, len(members), 20_000)]
            )
            found.append(_Sets(members, fit + (size - 1) * np.log(FURTHER_CAUSE)))
    return tuple(found), len(able) - len(chosen)


def _partly(levels: Levels, degrees: Floats) -> Floats:
    """How well each class fits, as a logarithm, if somebody else explains the symptoms that it does not."""
    healthy = (1 - LEAK) * (1 - STRENGTH[levels])
    each = np.log(degrees + (1 - 2 * degrees) * healthy)
    found: Floats = np.where((levels != NEVER) | (degrees <= UNDECIDED), each, 0.0).sum(axis=1)
    return found


def _pairs(masks: Longs) -> Longs:
    first, second = np.triu_indices(len(masks), 1)
    keep = (masks[first] & ~masks[second] != 0) & (masks[second] & ~masks[first] != 0)
    return np.stack((first[keep], second[keep]), axis=1)


def _triples(masks: Longs, check: Callable[[], None]) -> Longs:
    found = []
    first, second = _pairs(masks).T
    for i in range(len(masks)):
        check()
        begin = np.searchsorted(first, i, side="right")
        j, k = first[begin:], second[begin:]
        a, b, c = masks[i], masks[j], masks[k]
        keep = (a & ~(b | c) != 0) & (b & ~(a | c) != 0) & (c & ~(a | b) != 0)
        found.append(np.stack((np.full(int(keep.sum()), i), j[keep], k[keep]), axis=1))
    return np.concatenate(found) if found else np.zeros((0, 3), np.int64)
