"""Findings about what stands beside a metric: guardrails, other models, owners, and how long ago it was looked at."""

from __future__ import annotations

from datetime import date, timedelta

from explorer.analysis.success.chain_findings import belief_capped
from explorer.analysis.success.chains import MetricChain
from explorer.analysis.success.driving import driven_nodes, links_from
from explorer.analysis.success.judgements import Judgement, Success
from explorer.analysis.told_edges import told_edge
from explorer.domain.durations import describe_duration
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import Direction, EdgeKind, NodeKind, Role, Severity
from explorer.domain.pauses import checked
from explorer.domain.wording import named
from explorer.language import tr

LONGEST_WITHOUT_REVIEW = timedelta(days=365)
"""A metric that nobody has looked at for longer may measure what mattered last year."""


def find_bad_company(success: Success, day: date | None) -> list[Finding]:
    """Missing guardrails, guardrails that nobody watches, crowded metrics, torn objectives, one owner, age."""
    parts = (_unguarded_proxies, _unwatched_guardrails, _shared_metrics, _models_apart, _one_owner)
    found: list[Finding] = []
    for part in parts:
        success.check()
        found.extend(part(success))
    success.check()
    return found + _not_reviewed(success, day)


def _unguarded_proxies(success: Success) -> list[Finding]:
    graph = success.graph
    guardrails = [i for i, n in graph.nodes.items() if n.role is Role.GUARDRAIL]
    found = []
    for judgement in success.judgements:
        success.check()
        ahead = driven_nodes(graph, [judgement.metric])
        proxies = sorted(i for i in ahead if graph.nodes[i].role is Role.PROXY)
        if not proxies or any(_guards(success, g, judgement.model, ahead) for g in guardrails):
            continue
        model, told = graph.nodes[judgement.model].name, named(graph, proxies)
        idle = [g for g in guardrails if g not in success.measured]
        reason = tr(
            "{model} is steered by {proxies}, which stands in for something else, and no measured guardrail shows "
            "what that costs.",
            model=model,
            proxies=told,
        )
        if len(idle) == 1:
            reason = tr(
                "{model} is steered by {proxies}, which stands in for something else, and no measured guardrail "
                "shows what that costs ({guardrail} is measured nowhere).",
                model=model,
                proxies=told,
                guardrail=named(graph, idle),
            )
        found.append(
            Finding(
                rule="proxy-without-guardrail",
                severity=Severity.WARNING,
                nodes=(judgement.model, *proxies),
                edges=(judgement.edge.key,),
                reason=reason,
                remedy=tr(
                    "Add a metric of role guardrail for what must not get worse, measured where the model's action "
                    "shows, or tied to the same objective."
                ),
                evidence=(told_edge(graph, judgement.edge),),
                clears=tr("a measured guardrail on the objective or on what the model does"),
            )
        )
    return found


def _guards(success: Success, guardrail: str, model: str, ahead: set[str]) -> bool:
    """Whether a guardrail is measured and tied to the model: by what it does, or by what its metric drives."""
    graph = success.graph
    if guardrail not in success.measured:
        return False
    if guardrail in ahead or success.reaches(model, guardrail):
        return True
    return any(e.to_id in ahead for e in links_from(graph, guardrail))


def _unwatched_guardrails(success: Success) -> list[Finding]:
    graph = success.graph
    return [
        Finding(
            rule="guardrail-unwatched",
            severity=Severity.WARNING,
            nodes=(node_id,),
            reason=tr(
                "{metric} is a guardrail, but no monitor watches it: nobody hears when it is crossed.",
                metric=node.name,
            ),
            remedy=tr("Let a monitor watch {metric} and tell its owner.", metric=node.name),
            clears=tr("a monitor that watches it"),
        )
        for node_id, node in graph.nodes.items()
        if node.kind is NodeKind.METRIC
        and node.role is Role.GUARDRAIL
        and not any(e.kind is EdgeKind.WATCHES for e in graph.edges_from(node_id))
    ]


def _shared_metrics(success: Success) -> list[Finding]:
    graph = success.graph
    judged_by: dict[str, list[Judgement]] = {}
    for judgement in success.judgements:
        judged_by.setdefault(judgement.metric, []).append(judgement)
    return [
        Finding(
            rule="metric-shared",
            severity=Severity.INFO,
            nodes=(metric, *(j.model for j in judgements)),
            edges=tuple(j.edge.key for j in judgements),
            reason=tr(
                "{metric} judges {count:,} models ({models}): when it moves, nobody can say whose doing it was.",
                metric=graph.nodes[metric].name,
                count=len(judgements),
                models=named(graph, (j.model for j in judgements)),
            ),
            remedy=tr("Judge each model by a metric of its own, or measure each on traffic of its own."),
            evidence=tuple(told_edge(graph, j.edge) for j in judgements[:10]),
            clears=tr("one model a metric"),
        )
        for metric, judgements in sorted(judged_by.items())
        if len(judgements) > 1
    ]


def _models_apart(success: Success) -> list[Finding]:
    """Objectives that one model's success pushes up and another's down."""
    graph = success.graph
    pushes: dict[str, dict[int, list[MetricChain]]] = {}
    for chain in success.chains:
        direction = graph.nodes[chain.metric].direction
        if chain.objective is not None and chain.sign is not None and direction is not None:
            push = chain.sign * (1 if direction is Direction.UP else -1)
            pushes.setdefault(chain.objective, {}).setdefault(push, []).append(chain)
    found = []
    for objective, by_push in sorted(pushes.items()):
        ups, downs = by_push.get(1, []), by_push.get(-1, [])
        pair = next(((a, b) for a in ups for b in downs if a.model != b.model), None)
        if pair is None:
            continue
        edges: list[Edge] = list(dict.fromkeys((*pair[0].edges, *pair[1].edges)))
        up, down = (list(dict.fromkeys(c.model for c in chains)) for chains in (ups, downs))
        found.append(
            Finding(
                rule="models-apart",
                severity=belief_capped(Severity.ERROR, edges),
                nodes=(objective, *up, *(i for i in down if i not in up)),
                edges=tuple(e.key for e in edges),
                reason=tr(
                    "{ups} and {downs} pull {objective} apart: success of the one moves it up ({up_metric}), of the "
                    "other down ({down_metric}).",
                    ups=named(graph, up),
                    downs=named(graph, down),
                    objective=graph.nodes[objective].name,
                    up_metric=graph.nodes[pair[0].metric].name,
                    down_metric=graph.nodes[pair[1].metric].name,
                ),
                remedy=tr(
                    "Judge one of them by a metric that moves the objective the same way, or correct a sign."
                ),
                evidence=tuple(told_edge(graph, e) for e in edges),
                clears=tr("metrics that move the objective the same way"),
            )
        )
    return found


def _one_owner(success: Success) -> list[Finding]:
    """Models whose metric and all of whose monitors belong to the team that answers for the model."""
    graph = success.graph
    watched: dict[str | None, set[str]] = {}
    watchers: dict[str, set[str | None]] = {}
    for edge in checked(success.of_kind[EdgeKind.WATCHES], success.check):
        owner = graph.nodes[edge.to_id].owner
        watched.setdefault(owner, set()).add(edge.from_id)
        watchers.setdefault(edge.from_id, set()).add(owner)
    watching = {o: success.affecting(nodes) for o, nodes in checked(watched.items(), success.check, 100)}
    by_any = by_several = 0
    for bits in watching.values():
        by_several |= by_any & bits
        by_any |= bits
    found = []
    for judgement in checked(success.judgements, success.check):
        owner = graph.nodes[judgement.model].owner
        if owner is None or graph.nodes[judgement.metric].owner != owner:
            continue
        bit = success.bit_of(judgement.model)
        is_own = bool(watching.get(owner, 0) & bit)
        others = (by_several if is_own else by_any) & bit
        metric_watched_by = watchers.get(judgement.metric, set())
        if others or metric_watched_by - {owner} or not (is_own or metric_watched_by):
            continue
        model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
        team = graph.teams[owner].name if owner in graph.teams else None
        found.append(
            Finding(
                rule="one-owner",
                severity=Severity.INFO,
                nodes=(judgement.model, judgement.metric),
                edges=(judgement.edge.key,),
                reason=tr(
                    "{model}, {metric} that judges it, and everything that watches it belong to {team}: nobody else "
                    "would notice.",
                    model=model,
                    metric=metric,
                    team=team or owner,
                ),
                remedy=tr(
                    "Let another team own {metric}, or a monitor where the model's effect shows.",
                    metric=metric,
                ),
                evidence=(told_edge(graph, judgement.edge),),
                clears=tr("a metric or monitor of another owner"),
            )
        )
    return found


def _not_reviewed(success: Success, day: date | None) -> list[Finding]:
    graph = success.graph
    if day is None:
        return []
    found = []
    for node_id in sorted(driven_nodes(graph, {j.metric for j in success.judgements})):
        node = graph.nodes[node_id]
        if node.reviewed is not None and day - node.reviewed > LONGEST_WITHOUT_REVIEW:
            age = describe_duration(day - node.reviewed)
            reviewed = tr("{metric}: reviewed {day}", metric=node.name, day=node.reviewed)
            found.append(
                Finding(
                    rule="metric-not-reviewed",
                    severity=Severity.INFO,
                    nodes=(node_id,),
                    reason=tr(
                        "Nobody has asked for {age} whether {metric} is still the right measure (last on {day}).",
                        age=age,
                        metric=node.name,
                        day=node.reviewed,
                    ),
                    remedy=tr(
                        "Ask its owner and those who use it, and state the day: {key}.", key="reviewed"
                    ),
                    evidence=(f"{reviewed}, {node.source}",) if node.source else (reviewed,),
                    clears=tr("a review within {time}", time=describe_duration(LONGEST_WITHOUT_REVIEW)),
                )
            )
    return found
