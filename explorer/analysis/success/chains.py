"""From a model over the metric it is judged by to an objective: one chain for each, with the sign of all its ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.analysis.success.driving import Budget, Driven, Way, driven_by, is_verified
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph


@dataclass(frozen=True, slots=True)
class MetricChain:
    """A model, the metric it is judged by, and an objective that this drives, or None where it drives none.

    edges: the way that is told: one that goes wrong, else one that is not known, else the surest, else the shortest.
    sign: +1 or -1 where every way has this sign, else None. aligned: True where every way is known to move the
    objective in its own direction, False where one is known not to or two are opposed, else None. assumed:
    whether no way is known by more than belief. ways: all that are listed.
    """

    model: str
    metric: str
    objective: str | None
    edges: Way
    sign: int | None
    aligned: bool | None
    assumed: bool
    ways: tuple[Way, ...] = ()
    opposed: bool = False
    complete: bool = True


def models(graph: SystemGraph) -> list[str]:
    """The ids of all models."""
    return [i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL]


def judging_edges(graph: SystemGraph, among: Iterable[Edge]) -> list[Edge]:
    """The edges that say by which metric a model is judged."""
    return [
        e for e in among if e.kind is EdgeKind.OPTIMISES and graph.nodes[e.from_id].kind is NodeKind.MODEL
    ]


def metric_chains(
    graph: SystemGraph, check: Callable[[], None] = lambda: None, judging: Iterable[Edge] | None = None
) -> list[MetricChain]:
    """One chain for each model, success metric and objective driven; one without where none is."""
    known: dict[str, list[Driven]] = {}
    budget = Budget()
    chains: list[MetricChain] = []
    for edge in judging_edges(graph, graph.edges.values()) if judging is None else judging:
        check()
        metric = edge.to_id
        if metric not in known:
            known[metric] = driven_by(graph, metric, check, budget)
        chains.extend(_chain(graph, edge.from_id, metric, driven) for driven in known[metric])
        if not known[metric]:
            chains.append(MetricChain(edge.from_id, metric, None, (), None, None, assumed=True))
    return chains


def _chain(graph: SystemGraph, model: str, metric: str, driven: Driven) -> MetricChain:
    start, end = graph.nodes[metric].direction, graph.nodes[driven.objective].direction
    wanted = None if start is None or end is None else (1 if start is end else -1)
    listed = set(driven.way_signs)
    opposed = {1, -1} <= listed
    sign = next(iter(driven.signs)) if len(driven.signs) == 1 else None
    aligned: bool | None = None
    if opposed or (wanted is not None and -wanted in listed):
        aligned = False
    elif sign is not None and wanted is not None and driven.ways:
        aligned = True
    return MetricChain(
        model=model,
        metric=metric,
        objective=driven.objective,
        edges=_told_way(driven, wanted, aligned),
        sign=sign,
        aligned=aligned,
        assumed=not any(all(map(is_verified, way)) for way in driven.ways),
        ways=driven.ways,
        opposed=opposed,
        complete=driven.complete,
    )


def _told_way(driven: Driven, wanted: int | None, aligned: bool | None) -> Way:
    ways = driven.ways
    if not ways:
        return ()
    if aligned is True:
        return next((w for w in ways if all(map(is_verified, w))), ways[0])
    sought = -(wanted or 1) if aligned is False else None
    return next((w for w, sign in zip(ways, driven.way_signs, strict=True) if sign == sought), ways[0])
