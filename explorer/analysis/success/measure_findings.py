"""Findings about what a metric is measured on: nothing, the wrong thing, or what the model itself brought about."""

from __future__ import annotations

from explorer.analysis.detectors.inspection import capped
from explorer.analysis.success.answer import shaping_told
from explorer.analysis.success.driving import driven_nodes
from explorer.analysis.success.judgements import Judgement, Success
from explorer.analysis.success.measuring import is_offline, measured_on
from explorer.analysis.success.own_output import labels_of_own_making
from explorer.analysis.told_edges import told_edge
from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, NodeKind, Role, Severity
from explorer.domain.wording import listed, named
from explorer.language import marked, tr


def find_bad_measures(success: Success) -> list[Finding]:
    """Metrics that are not measured, not fully stated, or measured where they cannot tell how good a model is."""
    found = [*_unmeasured(success), *_incomplete(success)]
    for judgement in success.judgements:
        if judgement.measured is None:
            continue
        if judgement.own_output:
            found.append(_circular(success, judgement))
        if judgement.shaped is not None:
            found.append(_self_fulfilling(success, judgement))
        elif judgement.reached is None or judgement.frozen:
            found.append(_out_of_reach(success, judgement))
    found.extend(_circular_labels(success))
    found.extend(_offline_only(success))
    return found


def _unmeasured(success: Success) -> list[Finding]:
    return [
        Finding(
            rule="metric-measured-nowhere",
            severity=Severity.WARNING,
            nodes=(node_id,),
            reason=tr("Nothing says what {metrics} is measured on.", metrics=node.name),
            remedy=tr("Name the data it is measured on: {key}.", key="inputs"),
            clears=tr("{key}, or a component metric that is measured", key="inputs"),
        )
        for node_id, node in success.graph.nodes.items()
        if node.kind is NodeKind.METRIC and node_id not in success.measured
    ]


def _incomplete(success: Success) -> list[Finding]:
    graph = success.graph
    found = []
    for node_id in sorted(driven_nodes(graph, {j.metric for j in success.judgements})):
        node = graph.nodes[node_id]
        unsaid = _unsaid(node)
        if not unsaid:
            continue
        reason = tr("{metric} has no {words}.", metric=node.name, words=_either(unsaid))
        if node.direction is None:
            reason = tr(
                "{metric} has no {words}, so nobody can tell better from worse.",
                metric=node.name,
                words=_either(unsaid),
            )
        found.append(
            Finding(
                rule="metric-not-defined",
                severity=Severity.INFO if node.direction is not None else Severity.WARNING,
                nodes=(node_id,),
                reason=reason,
                remedy=tr("State its {words}.", words=listed(unsaid)),
                clears=listed(unsaid),
            )
        )
    return found


_STATED = (marked("direction"), marked("target"), marked("baseline"), marked("window"))
"""What is asked of a metric; the first two of an objective, too. Each is the name of the attribute as well."""


def _either(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return tr("{names} or {last}", names=", ".join(words[:-1]), last=words[-1])


def _unsaid(node: Node) -> list[str]:
    if node.kind not in (NodeKind.METRIC, NodeKind.OBJECTIVE):
        return []
    asked = _STATED if node.kind is NodeKind.METRIC else _STATED[:2]
    return [tr(word) for word in asked if getattr(node, word) is None]


def _out_of_reach(success: Success, judgement: Judgement) -> Finding:
    graph = success.graph
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    sources = [e.from_id for e in measured_on(graph, judgement.metric)]
    gaps = {"model": model, "metric": metric, "sources": named(graph, sources)}
    reason = tr(
        "{model} is judged by {metric}, but nothing it does is known to reach {sources}, which {metric} is "
        "measured on.",
        **gaps,
    )
    if judgement.frozen:
        reason = tr(
            "{model} is judged by {metric}, but only a frozen copy of it is known to reach {sources}, which {metric} "
            "is measured on.",
            **gaps,
        )
    return Finding(
        rule="metric-out-of-reach",
        severity=Severity.WARNING,
        nodes=(judgement.model, judgement.metric),
        edges=(judgement.edge.key,),
        reason=reason,
        remedy=tr(
            "Measure {metric} where what {model} does can show, or state the data on the way there.",
            metric=metric,
            model=model,
        ),
        evidence=(told_edge(graph, judgement.edge),),
        clears=tr("a way of the data from {model} to {metric}", model=model, metric=metric),
    )


def _self_fulfilling(success: Success, judgement: Judgement) -> Finding:
    graph, shaped = success.graph, judgement.shaped
    assert shaped is not None  # noqa: S101 - asked by the only caller
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    worst = Severity.ERROR if shaped.filtered else Severity.WARNING
    if not shaped.sure:
        worst = Severity.WARNING if shaped.filtered else Severity.INFO
    reason = tr(
        "{metric} judges {model} by what {model} brought about: {how}.",
        metric=metric,
        model=model,
        how=shaping_told(graph, judgement),
    )
    first = next((e for e in shaped.edges if e.filter is not None), None)
    if first is None:
        remedy = tr(
            "Let a share of traffic be decided without {model} and state it as exploration, or measure {metric} on a "
            "hold-out too that {model} does not decide (exploration: 1 on its edge).",
            model=model,
            metric=metric,
        )
    else:
        remedy = tr(
            "Let a share of traffic be decided without {model} and state it as exploration where {filter} filters, "
            "or measure {metric} on a hold-out too that {model} does not decide (exploration: 1 on its edge).",
            model=model,
            filter=graph.nodes[first.to_id].name,
            metric=metric,
        )
    if shaped.independent:
        hold_outs = named(graph, shaped.independent)
        so = tr("If {hold_outs} is such a hold-out, say so.", hold_outs=hold_outs)
        remedy = f"{remedy} {so}"
    nodes = (judgement.model, judgement.metric, *(e.to_id for e in shaped.edges))
    return Finding(
        rule="self-fulfilling-metric",
        severity=worst,
        nodes=tuple(dict.fromkeys(nodes)),
        edges=tuple(e.key for e in shaped.edges),
        reason=reason,
        remedy=remedy,
        evidence=tuple(told_edge(graph, e) for e in shaped.edges),
        variant="behind a filter" if shaped.filtered else "",
        clears=tr("exploration on every way through the world, or a hold-out that the model does not decide"),
    )


def _circular(success: Success, judgement: Judgement) -> Finding:
    graph = success.graph
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    edges = measured_on(graph, judgement.metric)
    return Finding(
        rule="circular-metric",
        severity=capped(Severity.ERROR, edges),
        nodes=tuple(dict.fromkeys((judgement.model, judgement.metric, *(e.from_id for e in edges)))),
        edges=tuple(e.key for e in edges),
        reason=tr(
            "{metric} is made only of what {model} itself gave ({sources}): no outcome from outside is compared "
            "with it.",
            metric=metric,
            model=model,
            sources=named(graph, (e.from_id for e in edges)),
        ),
        remedy=tr(
            "Measure {metric} against what really happened: name data with the outcomes among its inputs.",
            metric=metric,
        ),
        evidence=tuple(told_edge(graph, e) for e in edges),
        variant="metric",
        clears=tr("an input that is not made of the model's own output"),
    )


def _circular_labels(success: Success) -> list[Finding]:
    graph = success.graph
    found = []
    for labels, model in labels_of_own_making(graph, success.of_kind[EdgeKind.TRAINS], success.check):
        edges = list(graph.edges_into(labels)) if labels != model else []
        found.append(
            Finding(
                rule="circular-labels",
                severity=Severity.WARNING,
                nodes=(model, labels),
                edges=tuple(e.key for e in edges),
                reason=tr(
                    "{model} learns from {labels}, which is made only of what {model} itself gave.",
                    model=graph.nodes[model].name,
                    labels=graph.nodes[labels].name,
                ),
                remedy=tr(
                    "Make the labels from outcomes, or from people's judgement, and keep the model's output out."
                ),
                evidence=tuple(told_edge(graph, e) for e in edges),
                variant="labels",
                clears=tr("labels that something other than the model's output goes into"),
            )
        )
    return found


def _offline_only(success: Success) -> list[Finding]:
    graph = success.graph
    found = []
    for model in dict.fromkeys(j.model for j in success.judgements):
        metrics = [j.metric for j in success.of_model(model)]
        ahead = [i for i in driven_nodes(graph, metrics) if i not in metrics]
        online = any(i in success.measured and _is_online(success, i) for i in ahead)
        if online or not all(is_offline(graph, m) for m in metrics):
            continue
        name, judged_by = graph.nodes[model].name, named(graph, metrics)
        found.append(
            Finding(
                rule="offline-only",
                severity=Severity.WARNING,
                nodes=(model, *metrics),
                edges=tuple(j.edge.key for j in success.of_model(model)),
                reason=tr(
                    "{model} is judged only offline, by {metrics}: how well it learnt, not what it did.",
                    model=name,
                    metrics=judged_by,
                ),
                remedy=tr(
                    "Judge {model} by a metric of what happens when it is used, or say what {metrics} drives.",
                    model=name,
                    metrics=judged_by,
                ),
                evidence=tuple(told_edge(graph, j.edge) for j in success.of_model(model)),
                clears=tr("a metric that is measured on what happened where the model was used"),
            )
        )
    return found


def _is_online(success: Success, metric: str) -> bool:
    node = success.graph.nodes[metric]
    return (
        node.kind is NodeKind.METRIC
        and node.role is not Role.QUALITY
        and not is_offline(success.graph, metric)
    )
