"""Steps that join the same things on the same keys, so that one change has to be made in several places.

The same base tables and canonical join keys, equal or with at least 80 % in common (Jaccard). Where a step's keys are
not known, only its inputs can be compared, and the pair is told as possible.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from explorer.analysis.detectors.regions import Region
from explorer.domain.entities import Node
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.domain.system_graph import SystemGraph

ALIKE = 0.8
_THROUGH = 5
"""Views within views that are seen through."""
_READS = (EdgeKind.FEEDS, EdgeKind.DERIVES)
_ALIAS = re.compile(r"^.*\.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two steps that join alike; `keys_known` is false where only their inputs could be compared."""

    first: str
    second: str
    keys_known: bool


def near_duplicate_joins(graph: SystemGraph, region: Region) -> list[Pair]:
    """All pairs in a region, in order of id."""
    joins = {i: inputs for i in region.steps if len(inputs := base_inputs(graph, i)) > 1}
    by_input: dict[str, list[str]] = {}
    candidates: set[tuple[str, str]] = set()
    for step, inputs in joins.items():
        # Sets that are this alike share one of the inputs that come first in order, so the others need no look.
        for name in sorted(inputs)[: len(inputs) - math.ceil(ALIKE * len(inputs)) + 1]:
            others = by_input.setdefault(name, [])
            candidates.update((other, step) for other in others)
            others.append(step)
    pairs = []
    for first, second in sorted(candidates):
        if jaccard(joins[first], joins[second]) >= ALIKE:
            pair = _compared(graph.nodes[first], graph.nodes[second])
            if pair is not None:
                pairs.append(pair)
    return pairs


def base_inputs(graph: SystemGraph, step: str) -> frozenset[str]:
    """What a step reads, with views replaced by what they are made of."""
    found: set[str] = set()
    frontier = {(e.from_id, 0) for e in graph.edges_into(step) if e.kind in _READS and e.from_id != step}
    while frontier:
        node_id, depth = frontier.pop()
        node = graph.nodes[node_id]
        inner = {e.from_id for e in graph.edges_into(node_id) if e.kind in _READS} - {node_id, step}
        if node.kind is NodeKind.DATASET and node.subtype is Subtype.VIEW and inner and depth < _THROUGH:
            frontier |= {(i, depth + 1) for i in inner}
        else:
            found.add(node_id)
    return frozenset(found)


def canonical_keys(node: Node) -> frozenset[str] | None:
    """The join keys in small letters and without aliases; None where nobody states them."""
    if node.join_keys is None:
        return None
    return frozenset(_ALIAS.sub("", k).strip("\"'`[] ").lower() for k in node.join_keys)


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """What two sets share, as a part of all that is in either; two empty ones are the same."""
    return len(first & second) / len(first | second) if first or second else 1.0


def _compared(first: Node, second: Node) -> Pair | None:
    one, other = canonical_keys(first), canonical_keys(second)
    if one is None or other is None:
        return Pair(first.id, second.id, keys_known=False)
    return Pair(first.id, second.id, keys_known=True) if jaccard(one, other) >= ALIKE else None


def steps_in_pairs(pairs: list[Pair]) -> Counter[str]:
    """How many others each step repeats."""
    return Counter(i for p in pairs for i in (p.first, p.second))
