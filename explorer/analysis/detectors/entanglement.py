"""Entangled models: they share signals, and their outputs meet, so that none can be changed alone.

Models that share a table and never meet again can be changed one by one; so can models whose copies are their own.
"""

from __future__ import annotations

from explorer.analysis.detectors.inspection import Inspection, capped
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, NodeKind, Pin, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.language import tr

RULE = "entanglement"
MOST_HOPS = 3
"""Steps from a model to where its output meets another's."""
_CARRIES = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES))
_SIGNALS = frozenset((NodeKind.FEATURE, NodeKind.ARTIFACT))
_MEETS = frozenset((NodeKind.CONSUMER, NodeKind.JOB))


def find_entanglements(inspection: Inspection) -> list[Finding]:
    """A finding for each set of models that share a live signal and meet in the same place."""
    graph = inspection.graph
    meeting: dict[str, dict[str, tuple[Edge, ...]]] = {}
    signals: dict[str, dict[str, Edge]] = {}
    for node in inspection.nodes():
        if node.kind is NodeKind.MODEL:
            inspection.check()
            signals[node.id] = _live_signals(graph, node.id)
            for place, way in _places(graph, node.id).items():
                meeting.setdefault(place, {})[node.id] = way
    told_sets: dict[tuple[str, ...], list[str]] = {}
    for place, ways in meeting.items():
        inspection.check()
        for models in _entangled(ways, signals):
            told_sets.setdefault(models, []).append(place)
    return [
        _finding(inspection, models, places, meeting, signals) for models, places in sorted(told_sets.items())
    ]


def _live_signals(graph: SystemGraph, model: str) -> dict[str, Edge]:
    return {
        e.from_id: e
        for e in graph.edges_into(model)
        if e.kind in (EdgeKind.FEEDS, EdgeKind.PRODUCES)
        and graph.nodes[e.from_id].kind in _SIGNALS
        and e.pin not in (Pin.PINNED, Pin.FROZEN)
    }


def _places(graph: SystemGraph, model: str) -> dict[str, tuple[Edge, ...]]:
    """The consumers and jobs that a model's output reaches, each by the shortest way."""
    ways: dict[str, tuple[Edge, ...]] = {model: ()}
    frontier = [model]
    found = {}
    for _ in range(MOST_HOPS):
        reached = []
        for node_id in frontier:
            for edge in graph.edges_from(node_id):
                end = edge.to_id
                if edge.kind in _CARRIES and end not in ways:
                    ways[end] = (*ways[node_id], edge)
                    if graph.nodes[end].kind in _MEETS:
                        found[end] = ways[end]
                    elif graph.nodes[end].kind is NodeKind.DATASET:
                        reached.append(end)
        frontier = reached
    return found


def _entangled(
    ways: dict[str, tuple[Edge, ...]], signals: dict[str, dict[str, Edge]]
) -> list[tuple[str, ...]]:
    """The sets of models at one place that hang together by shared signals."""
    by_signal: dict[str, list[str]] = {}
    for model in ways:
        for signal in signals[model]:
            by_signal.setdefault(signal, []).append(model)
    group_of: dict[str, set[str]] = {}
    for models in by_signal.values():
        joined = set(models).union(*(group_of.get(m, {m}) for m in models))
        for model in joined:
            group_of[model] = joined
    groups = {tuple(sorted(g)) for g in group_of.values() if len(g) > 1}
    return sorted(groups)


def _finding(
    inspection: Inspection,
    models: tuple[str, ...],
    places: list[str],
    meeting: dict[str, dict[str, tuple[Edge, ...]]],
    signals: dict[str, dict[str, Edge]],
) -> Finding:
    graph = inspection.graph
    shared = sorted(
        s for s in {s for m in models for s in signals[m]} if sum(s in signals[m] for m in models) > 1
    )
    edges = [signals[m][s] for s in shared for m in models if s in signals[m]]
    ways = dict.fromkeys(e for p in places for m in models for e in meeting[p][m])
    owners = {graph.nodes[m].owner for m in models} - {None}
    every = (*edges, *ways)
    told = {
        "models": named(graph, models),
        "signals": named(graph, shared),
        "places": named(graph, places),
    }
    reason = (
        tr(
            "{models} (of {teams}) share {signals} and meet in {places}: a change of one signal moves them all at "
            "once, and no one model's effect can be told apart.",
            **told,
            teams=counted(len(owners), "team"),
        )
        if len(owners) > 1
        else tr(
            "{models} share {signals} and meet in {places}: a change of one signal moves them all at once, and no "
            "one model's effect can be told apart.",
            **told,
        )
    )
    return Finding(
        rule=RULE,
        severity=capped(Severity.WARNING if len(owners) > 1 else Severity.INFO, every),
        nodes=tuple(dict.fromkeys((*models, *shared, *(e.to_id for e in ways)))),
        edges=tuple(dict.fromkeys(e.key for e in every)),
        reason=reason,
        remedy=tr(
            "Give each model its own, versioned copy of {signals}, or change and test the models as one: {models}.",
            **told,
        ),
        evidence=tuple(told_edge(inspection.graph, e) for e in edges),
        clears=tr("No live signal in common, or outputs that meet nowhere."),
    )
