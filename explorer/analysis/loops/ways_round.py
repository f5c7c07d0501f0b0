"""The ways round through a model: all of them where that can be said in a few hundred, else the shortest.

A way is a round of nodes in which a feature view counts once. Walking keeps the set of the view's features that were
really reached, so that only real ways are found; a way that passes a view twice is told only where it does not fall
apart into two shorter real ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

from explorer.analysis.loops.carrying import Part

LONGEST = 30
"""Nodes in a way round; a longer one is told only where a model has no shorter."""
MOST_LOOPS = 500
"""Ways round that are told of one part."""
MOST_MODELS = 200
"""Models of a part with more ways than that whose shortest are told."""
MOST_EDGES = 50_000
"""Edges of a part of which ways are listed at all."""
_MOST_STEPS = 1_000_000
"""Edges looked at in a part before its ways are too many to list; less than a second."""

Way = tuple[int, ...]
"""A round of groups (see Part.group) that begins with a model; the last leads back to the first."""


@dataclass(frozen=True, slots=True)
class WaysRound:
    """Ways of one part. complete: these are all of at most LONGEST nodes; otherwise the shortest ones."""

    ways: tuple[Way, ...]
    complete: bool


def ways_round(
    part: Part,
    check: Callable[[], None] = lambda: None,
    *,
    most: int = MOST_LOOPS,
    longest: int = LONGEST,
    most_steps: int = _MOST_STEPS,
) -> WaysRound:
    """Every way of at most `longest` nodes, or what was found until there were too many."""
    if len(part.edges) > MOST_EDGES:
        return WaysRound((), complete=False)
    search = _Search(part, longest, most_steps, check)
    found: list[Way] = []
    try:
        for way in search.all_ways():
            if len(found) == most:
                return WaysRound(tuple(found), complete=False)
            found.append(way)
    except _TooManyStepsError:
        return WaysRound(tuple(found), complete=False)
    return WaysRound(tuple(found), complete=True)


def step(part: Part, reached: frozenset[int], to: int) -> frozenset[int]:
    """The nodes of a group that are reached from these in one step, and on within a view; empty where none is."""
    return _within(part, {t for i in reached for t in part.after[i] if part.group[t] == to}, to)


def _within(part: Part, reached: set[int], group: int) -> frozenset[int]:
    """These nodes of a group and those they lead to without leaving it."""
    waiting = list(reached)
    while waiting:
        for t in part.after[waiting.pop()]:
            if part.group[t] == group and t not in reached:
                reached.add(t)
                waiting.append(t)
    return frozenset(reached)


def closes(part: Part, way: Way) -> bool:
    """Whether a round of groups can really be walked."""
    sizes = dict.fromkeys(way, 0)
    for g in part.group.values():
        if g in sizes:
            sizes[g] += 1
    begin = min(range(len(way)), key=lambda i: sizes[way[i]])
    around = (*way[begin + 1 :], *way[: begin + 1])
    for member in (i for i, g in part.group.items() if g == way[begin]):
        reached = _within(part, {member}, way[begin])
        for group in around:
            reached = step(part, reached, group)
        if member in reached:
            return True
    return False


class _TooManyStepsError(Exception):
    """So many steps that the ways cannot be listed."""


class _Search:
    """All elementary ways through each model in turn, without the models before it, so that each is met once."""

    def __init__(self, part: Part, longest: int, most_steps: int, check: Callable[[], None]) -> None:
        self._part, self._longest = part, longest
        self._left, self._check = most_steps, check
        self._number: dict[tuple[int, frozenset[int]], int] = {}
        self._group: list[int] = []
        self._after: list[list[int]] = []
        self._before: list[list[int]] = []

    def all_ways(self) -> Iterator[Way]:
        self._expand()
        gone: set[int] = set()
        for model in self._part.models:
            self._start = self._number[model, frozenset((model,))]
            self._path = [self._start]
            self._blocked = gone | {self._start}
            for states in self._onward(self._back(self._longest)):
                way = tuple(self._group[s] for s in states)
                if not self._falls_apart(way):
                    yield way
            gone.add(self._start)

    def _spend(self, steps: int) -> None:
        self._left -= steps
        if self._left < 0:
            raise _TooManyStepsError
        self._check()

    def _expand(self) -> None:
        """The states that can be met: a node, or a view with those of its features that were reached."""
        part = self._part
        waiting = [(m, frozenset((m,))) for m in part.models]
        self._number = {state: i for i, state in enumerate(waiting)}
        for group, reached in waiting:  # grows while it is walked
            targets: dict[int, set[int]] = {}
            for i in reached:
                for t in part.after[i]:
                    # a step inside of a view is part of the state; a node that reads itself is a way round
                    if part.group[t] != group or not self._is_view(group):
                        targets.setdefault(part.group[t], set()).add(t)
            self._spend(sum(map(len, targets.values())) + 1)
            following = []
            for to, members in targets.items():
                state = (to, _within(part, members, to) if self._is_view(to) else frozenset(members))
                if state not in self._number:
                    self._number[state] = len(waiting)
                    waiting.append(state)
                following.append(self._number[state])
            self._group.append(group)
            self._after.append(following)
        self._before = [[] for _ in waiting]
        for state_number, following in enumerate(self._after):
            for to in following:
                self._before[to].append(state_number)

    def _is_view(self, group: int) -> bool:
        return self._part.node(group).view is not None

    def _back(self, room: int) -> dict[int, int]:
        """How many steps it is at least from each state back to the start, past what is on the path already."""
        steps = {self._start: 0}
        frontier = [self._start]
        looked = 0
        for distance in range(1, room + 1):
            following = []
            for state in frontier:
                looked += len(self._before[state])
                for b in self._before[state]:
                    if b not in steps and b not in self._blocked:
                        steps[b] = distance
                        following.append(b)
            frontier = following
            if not frontier:
                break
        self._spend(looked + 1)
        return steps

    def _onward(self, back: dict[int, int]) -> Iterator[tuple[int, ...]]:
        """The ways that go on from the path. `back` may be too hopeful; it is made anew where the way forks."""
        path, room = self._path, self._longest - len(self._path)
        self._spend(1)
        after = self._after[path[-1]]
        onward = [s for s in after if s not in self._blocked and back.get(s, room + 1) <= room]
        if len(onward) > 1:
            back = self._back(room)
            onward = [s for s in onward if s in back]
        if self._start in after:
            yield tuple(path)
        for state in onward:
            path.append(state)
            self._blocked.add(state)
            yield from self._onward(back)
            self._blocked.discard(state)
            path.pop()

    def _falls_apart(self, way: Way) -> bool:
        """Whether a way that passes a view twice is two real ones that meet there."""
        if len(set(way)) == len(way):
            return False
        for i, j in combinations(range(len(way)), 2):
            if way[i] == way[j]:
                self._spend(len(self._part.group))
                if closes(self._part, way[i:j]) and closes(self._part, way[j:] + way[:i]):
                    return True
        return False
