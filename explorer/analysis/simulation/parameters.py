"""What a loop's own edges say about its simulation: the threshold, the exploration, and how long a round is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from explorer.analysis.simulation.settings import LoopSettings
from explorer.domain.durations import describe_duration
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr

_FLOORS = frozenset((">=", ">"))


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Settings for one loop, and in sentences where each came from or why it is a guess."""

    settings: LoopSettings
    notes: tuple[str, ...]


def read_settings(graph: SystemGraph, edges: Sequence[Edge]) -> ReadSettings:
    """The settings that the edges of a loop state: the strictest filter, and what is explored past it."""
    filters = [e for e in edges if e.filter is not None]
    floors = [(value, e) for e in filters if (value := _floor(e)) is not None]
    notes = [
        tr(
            "The filter “{filter}” at {node} is no floor for a share from 0 to 1: left out.",
            filter=e.filter,
            node=graph.nodes[e.to_id].name,
        )
        for e in filters
        if _floor(e) is None
    ]
    settings = LoopSettings()
    if floors:
        threshold, edge = max(floors, key=lambda each: each[0])
        notes.append(
            tr(
                "Threshold {threshold:g}: the filter “{filter}” at {node}.",
                threshold=threshold,
                filter=edge.filter,
                node=graph.nodes[edge.to_id].name,
            )
        )
        if len(floors) > 1:
            notes.append(
                tr("There are {count} such filters on the loop; the strictest decides.", count=len(floors))
            )
        # What is explored at one filter and not at the next is not shown in the end.
        explored = min(e.exploration or 0.0 for _, e in floors)
        unsaid = any(e.exploration is None for _, e in floors)
        settings = replace(settings, threshold=threshold, exploration=explored)
        notes.append(
            tr("Exploration {share:.0%}: nobody has said more.", share=explored)
            if unsaid
            else tr("Exploration {share:.0%}, as declared.", share=explored)
        )
    else:
        settings = replace(settings, threshold=0.0)
        notes.append(
            tr(
                "No filter on this loop hides anything, so the threshold is 0; set one to see what it would do."
            )
        )
    return ReadSettings(settings, (*notes, _round_length(graph, edges)))


def _floor(edge: Edge) -> float | None:
    """The share below which nothing passes; None for a filter of another sort."""
    if edge.filter is None or edge.filter.op not in _FLOORS or isinstance(edge.filter.value, bool | str):
        return None
    return float(edge.filter.value) if 0 <= edge.filter.value <= 1 else None


def _round_length(graph: SystemGraph, edges: Sequence[Edge]) -> str:
    for edge in edges:
        learner = graph.nodes[edge.to_id]
        if edge.kind is EdgeKind.TRAINS and learner.kind is NodeKind.MODEL:
            if learner.cadence is None:
                return tr(
                    "A round is one retraining of {model}; nobody says how often that is.", model=learner.name
                )
            return tr(
                "A round is one retraining of {model}, {duration} long.",
                model=learner.name,
                duration=describe_duration(learner.cadence),
            )
    return tr("A round is one refresh of what the model reads; it needs no retraining.")
