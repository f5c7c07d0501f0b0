"""All ways over which a metric drives objectives: simple paths of `drives` edges, and their signs.

The paths are listed up to a bound. Where it is hit, the signs are still exact for the better: every simple path is
a walk, and the signs of all walks are known, so that walks of one sign prove that no path is of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.domain.entities import Edge
from explorer.domain.kinds import Backing, EdgeKind, Evidence, NodeKind, Relation, Sign
from explorer.domain.system_graph import SystemGraph

MOST_WAYS = 200
"""Ways that are listed from one metric."""
LONGEST_WAY = 30
"""Links of one way."""
MOST_STEPS = 400_000
"""Links tried in listing the ways of all metrics together; after that only the shortest way to each is listed."""
_STEPS_OF_ONE = 20_000

Way = tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Driven:
    """How a metric drives one objective: the ways, fewest links first, and the sign of each (None: not known).

    complete: whether every way is listed. signs holds those of the ways that are not listed too, and where
    listing ended perhaps some that belong to no way.
    """

    objective: str
    ways: tuple[Way, ...]
    way_signs: tuple[int | None, ...]
    signs: frozenset[int | None]
    complete: bool


class Budget:
    """How many links may still be tried in listing ways."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self.steps = steps


def driven_by(
    graph: SystemGraph,
    metric: str,
    check: Callable[[], None] = lambda: None,
    budget: Budget | None = None,
) -> list[Driven]:
    """The objectives that a metric drives, in order of id; one that is itself an objective drives itself."""
    leading = _leading_to_objectives(graph, metric)
    check()
    if not leading:
        return []
    ways, complete = _ways(graph, metric, leading, check, budget or Budget())
    walked = {}
    if not complete:
        walked = _walked_signs(graph, metric, leading)
        for objective, way in _shortest(graph, metric, leading).items():
            if way not in ways.setdefault(objective, []):
                ways[objective].append(way)
        check()
    reached = sorted(i for i in leading if graph.nodes[i].kind is NodeKind.OBJECTIVE)
    found = []
    for objective in reached:
        # They come in order of their links' keys, which sorting by length keeps among those of one length.
        ending = tuple(sorted(ways.get(objective, ()), key=len))
        if ending or not complete:
            listed = tuple(map(sign_of, ending))
            signs = frozenset(listed) | walked.get(objective, frozenset())
            found.append(Driven(objective, ending, listed, signs, complete))
    return found


def sign_of(way: Iterable[Edge]) -> int | None:
    """+1 where the last moves as the first does, -1 where against it, None where a sign is not known."""
    product = 1
    for edge in way:
        if edge.sign is None or edge.sign is Sign.UNSURE:
            return None
        product *= 1 if edge.sign is Sign.PLUS else -1
    return product


def is_verified(edge: Edge) -> bool:
    """Whether a link is more than a belief: arithmetic, or backed by an experiment, and not merely inferred."""
    proven = edge.relation is Relation.COMPONENT or edge.backing is Backing.EXPERIMENT
    return proven and edge.sign in (Sign.PLUS, Sign.MINUS) and edge.evidence is not Evidence.INFERRED


def is_belief(edge: Edge) -> bool:
    """Whether nothing stands behind a link, neither arithmetic nor an experiment nor an analysis."""
    return edge.relation is not Relation.COMPONENT and edge.backing in (None, Backing.BELIEF)


def links_from(graph: SystemGraph, node_id: str) -> list[Edge]:
    """The `drives` edges that leave a node."""
    return [e for e in graph.edges_from(node_id) if e.kind is EdgeKind.DRIVES]


def driven_nodes(graph: SystemGraph, starts: Iterable[str]) -> set[str]:
    """Everything that these metrics drive over any number of links, and they themselves."""
    reached = set(starts)
    frontier = list(reached)
    while frontier:
        for edge in links_from(graph, frontier.pop()):
            if edge.to_id not in reached:
                reached.add(edge.to_id)
                frontier.append(edge.to_id)
    return reached


def _leading_to_objectives(graph: SystemGraph, metric: str) -> set[str]:
    """The nodes on some walk from the metric to an objective; nothing else needs to be tried."""
    ahead = driven_nodes(graph, [metric])
    leading = {i for i in ahead if graph.nodes[i].kind is NodeKind.OBJECTIVE}
    frontier = list(leading)
    while frontier:
        for edge in graph.edges_into(frontier.pop()):
            if edge.kind is EdgeKind.DRIVES and edge.from_id in ahead and edge.from_id not in leading:
                leading.add(edge.from_id)
                frontier.append(edge.from_id)
    return leading


def _ways(
    graph: SystemGraph, metric: str, leading: set[str], check: Callable[[], None], budget: Budget
) -> tuple[dict[str, list[Way]], bool]:
    """The simple paths to each objective, and whether these are all."""
    found: dict[str, list[Way]] = {}
    if graph.nodes[metric].kind is NodeKind.OBJECTIVE:
        found[metric] = [()]
    count, steps, complete = 0, 0, True
    path: list[Edge] = []
    on_path = {metric}
    waiting = [iter(links_from(graph, metric))]
    while waiting:
        edge = next(waiting[-1], None)
        if edge is None:
            waiting.pop()
            if path:
                on_path.discard(path.pop().to_id)
            continue
        if edge.to_id in on_path or edge.to_id not in leading:
            continue
        if count >= MOST_WAYS or steps >= _STEPS_OF_ONE or budget.steps <= 0:
            return found, False
        steps += 1
        budget.steps -= 1
        if steps % 500 == 0:
            check()
        path.append(edge)
        on_path.add(edge.to_id)
        if graph.nodes[edge.to_id].kind is NodeKind.OBJECTIVE:
            found.setdefault(edge.to_id, []).append(tuple(path))
            count += 1
        following = links_from(graph, edge.to_id)
        if len(path) >= LONGEST_WAY:
            complete = complete and not any(e.to_id in leading - on_path for e in following)
            following = []
        waiting.append(iter(following))
    return found, complete


def _shortest(graph: SystemGraph, metric: str, leading: set[str]) -> dict[str, Way]:
    """A way of fewest links to each objective."""
    ways: dict[str, Way] = {metric: ()}
    frontier = [metric]
    while frontier:
        following = []
        for node_id in frontier:
            for edge in links_from(graph, node_id):
                if edge.to_id in leading and edge.to_id not in ways:
                    ways[edge.to_id] = (*ways[node_id], edge)
                    following.append(edge.to_id)
        frontier = following
    return {i: way for i, way in ways.items() if graph.nodes[i].kind is NodeKind.OBJECTIVE}


def _walked_signs(graph: SystemGraph, metric: str, leading: set[str]) -> dict[str, frozenset[int | None]]:
    """Per objective the signs of all walks to it, along the same links more than once or not."""
    start: tuple[str, int | None] = (metric, 1)
    reached = {start}
    frontier = [start]
    while frontier:
        node_id, sign = frontier.pop()
        for edge in links_from(graph, node_id):
            step = sign_of((edge,))
            state = (edge.to_id, None if sign is None or step is None else sign * step)
            if edge.to_id in leading and state not in reached:
                reached.add(state)
                frontier.append(state)
    signs: dict[str, set[int | None]] = {}
    for node_id, sign in reached - {start}:
        signs.setdefault(node_id, set()).add(sign)
    return {i: frozenset(s) for i, s in signs.items()}
