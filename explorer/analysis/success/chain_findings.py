"""Findings about the way from a model's metric to the objective: none, only believed, or the wrong one."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.analysis.detectors.inspection import capped
from explorer.analysis.success.chains import MetricChain, models
from explorer.analysis.success.driving import driven_nodes, is_belief, sign_of
from explorer.analysis.success.judgements import Success
from explorer.analysis.success.links import Standing, stand_of
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import Direction, EdgeKind, Severity, Sign
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed, named
from explorer.language import tr, tr_n


def find_broken_chains(success: Success) -> list[Finding]:
    """Models without a metric, metrics without an objective, and chains that are assumed or go the wrong way."""
    graph = success.graph
    judged = {c.model for c in success.chains}
    found = [_unjudged(graph, i) for i in models(graph) if i not in judged]
    for chain in success.chains:
        if chain.objective is None:
            found.append(_without_objective(graph, chain))
        elif chain.opposed:
            found.append(_opposed(graph, chain))
        elif chain.aligned is False:
            found.append(_against(graph, chain))
        elif chain.assumed or (chain.sign is None and chain.complete):
            found.append(_assumed(graph, chain))
    found.extend(_links_against(success))
    return found


def belief_capped(severity: Severity, edges: Iterable[Edge]) -> Severity:
    """The severity, but no error where it rests on an inferred edge or on a link that is only believed."""
    edges = list(edges)
    links = [e for e in edges if e.kind is EdgeKind.DRIVES]
    if severity is Severity.ERROR and any(map(is_belief, links)):
        return Severity.WARNING
    return capped(severity, edges)


def _unjudged(graph: SystemGraph, model: str) -> Finding:
    return Finding(
        rule="no-success-metric",
        severity=Severity.WARNING,
        nodes=(model,),
        reason=tr("Nobody says what success is for {models}.", models=graph.nodes[model].name),
        remedy=tr("Name the metric it is judged by: {key}.", key="success_metric"),
        clears=tr("a {key}", key="success_metric"),
    )


def _without_objective(graph: SystemGraph, chain: MetricChain) -> Finding:
    model, metric = graph.nodes[chain.model].name, graph.nodes[chain.metric].name
    return Finding(
        rule="metric-without-objective",
        severity=Severity.WARNING,
        nodes=(chain.model, chain.metric),
        edges=(_judging(graph, chain).key,),
        reason=tr("{model} is judged by {metric}, which leads to no objective.", model=model, metric=metric),
        remedy=tr(
            "Say what {metric} drives, or judge the model by a metric that drives an objective.",
            metric=metric,
        ),
        evidence=(told_edge(graph, _judging(graph, chain)),),
        clears=tr("a way over drives from {metric} to an objective", metric=metric),
    )


def _opposed(graph: SystemGraph, chain: MetricChain) -> Finding:
    ups = next(w for w in chain.ways if sign_of(w) == 1)
    downs = next(w for w in chain.ways if sign_of(w) == -1)
    edges = tuple(dict.fromkeys((*ups, *downs)))
    metric, objective = graph.nodes[chain.metric].name, graph.nodes[chain.objective or chain.metric].name
    return Finding(
        rule="opposite-signs",
        severity=belief_capped(Severity.ERROR, edges),
        nodes=_nodes(chain, edges),
        edges=tuple(e.key for e in edges),
        reason=tr(
            "{metric} moves {objective} both ways: up over {ups}, down over {downs}.",
            metric=metric,
            objective=objective,
            ups=_told_way(graph, ups),
            downs=_told_way(graph, downs),
        ),
        remedy=tr(
            "Correct a sign, find out which effect is the stronger, or judge the model by a metric without both."
        ),
        evidence=tuple(told_edge(graph, e) for e in edges),
        clears=tr("signs that agree on every way to the objective"),
    )


def _against(graph: SystemGraph, chain: MetricChain) -> Finding:
    metric, objective = graph.nodes[chain.metric], graph.nodes[chain.objective or chain.metric]
    meant = tr("{metric} is meant to go up", metric=metric.name)
    if metric.direction is Direction.DOWN:
        meant = tr("{metric} is meant to go down", metric=metric.name)
    return Finding(
        rule="metric-against-objective",
        severity=belief_capped(Severity.ERROR, chain.edges),
        nodes=_nodes(chain, chain.edges),
        edges=tuple(e.key for e in chain.edges),
        reason=tr_n(
            "{meant}, which moves {objective} the wrong way over {count:,} step.",
            "{meant}, which moves {objective} the wrong way over {count:,} steps.",
            len(chain.edges),
            meant=meant,
            objective=objective.name,
        ),
        remedy=tr("Correct the signs and directions, or judge the model by another metric."),
        evidence=tuple(told_edge(graph, e) for e in chain.edges),
        clears=tr("signs and directions that agree"),
    )


def _assumed(graph: SystemGraph, chain: MetricChain) -> Finding:
    unsure = [e for e in chain.edges if e.sign in (None, Sign.UNSURE)]
    believed = [e for e in chain.edges if is_belief(e)]
    gaps = {
        "metric": graph.nodes[chain.metric].name,
        "objective": graph.nodes[chain.objective or chain.metric].name,
    }
    if unsure:
        pairs = _pairs(graph, unsure)
        reason = tr(
            "That {metric} helps {objective} is assumed: nobody knows the sign of {pairs}.",
            **gaps,
            pairs=pairs,
        )
        remedy = tr(
            "Find out by an experiment which way {pairs} goes, and state its sign and backing: experiment.",
            pairs=pairs,
        )
    elif believed:
        pairs = _pairs(graph, believed)
        reason = tr("That {metric} helps {objective} is assumed: {pairs} is a belief.", **gaps, pairs=pairs)
        remedy = tr(
            "Back {pairs} by an experiment (backing: experiment), or say that it is arithmetic (component).",
            pairs=pairs,
        )
    else:
        pairs = _pairs(
            graph, [e for e in chain.edges if stand_of(graph, e).standing is not Standing.VERIFIED]
        )
        reason = tr(
            "That {metric} helps {objective} is assumed: {pairs} rests on no experiment.", **gaps, pairs=pairs
        )
        remedy = tr(
            "Back {pairs} by an experiment (backing: experiment), or have somebody declare it.", pairs=pairs
        )
    return Finding(
        rule="aligned-by-assumption",
        severity=Severity.WARNING,
        nodes=_nodes(chain, chain.edges),
        edges=tuple(e.key for e in chain.edges),
        reason=reason,
        remedy=remedy,
        evidence=tuple(told_edge(graph, e) for e in chain.edges),
        variant="sign unknown" if unsure else "belief" if believed else "no experiment",
        clears=tr("a way whose every link has a sign and is arithmetic or backed by an experiment"),
    )


def _links_against(success: Success) -> list[Finding]:
    """Links that push a metric on the way against its own direction, where no chain's end tells of it."""
    graph = success.graph
    told = {e.key for c in success.chains if c.aligned is False for w in (c.ways or (c.edges,)) for e in w}
    ahead = driven_nodes(graph, {c.metric for c in success.chains})
    found = []
    for edge in success.of_kind[EdgeKind.DRIVES]:
        if edge.from_id not in ahead or edge.key in told:
            continue
        stand = stand_of(graph, edge)
        if stand.standing is Standing.BROKEN:
            found.append(
                Finding(
                    rule="metric-against-direction",
                    severity=Severity.WARNING,
                    nodes=(edge.from_id, edge.to_id),
                    edges=(edge.key,),
                    reason=stand.why,
                    remedy=tr("Correct the sign or one of the two directions."),
                    evidence=(told_edge(graph, edge),),
                    clears=tr("a sign and two directions that agree"),
                )
            )
    return found


def _judging(graph: SystemGraph, chain: MetricChain) -> Edge:
    return next(
        e for e in graph.edges_from(chain.model) if e.kind is EdgeKind.OPTIMISES and e.to_id == chain.metric
    )


def _nodes(chain: MetricChain, edges: Iterable[Edge]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((chain.model, chain.metric, *(e.to_id for e in edges))))


def _pairs(graph: SystemGraph, edges: list[Edge]) -> str:
    told = [f"{graph.nodes[e.from_id].name} → {graph.nodes[e.to_id].name}" for e in edges]
    return listed(told, most=1)


def _told_way(graph: SystemGraph, way: tuple[Edge, ...]) -> str:
    inner = [e.to_id for e in way[:-1]]
    return named(graph, inner) if inner else tr("a direct link")
