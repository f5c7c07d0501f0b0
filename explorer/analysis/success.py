"""Question 2: how each model's metric of success leads to a business objective, and where the chain is broken."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict, weakest
from explorer.domain.entities import Edge
from explorer.domain.findings import Finding
from explorer.domain.kinds import Direction, EdgeKind, NodeKind, Relation, Severity, Sign
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named


@dataclass(frozen=True, slots=True)
class MetricChain:
    """From a model over the metric it is judged by to an objective; `edges` is empty where none is reached.

    sign: +1, -1, or None where a sign on the way is not known. aligned: whether the metric's and the objective's
    directions agree with the sign; None where any of the three is not known.
    """

    model: str
    metric: str
    objective: str | None
    edges: tuple[Edge, ...]
    sign: int | None
    aligned: bool | None
    assumed: bool


def metric_chains(graph: SystemGraph) -> list[MetricChain]:
    """One chain for each model, success metric and objective reached, by the way with the fewest steps."""
    chains: list[MetricChain] = []
    for model in models(graph):
        for edge in graph.edges_from(model):
            if edge.kind is EdgeKind.OPTIMISES:
                ways = _ways_to_objectives(graph, edge.to_id)
                chains.extend(_chain(graph, model, edge.to_id, way) for way in ways)
                if not ways:
                    chains.append(MetricChain(model, edge.to_id, None, (), None, None, assumed=True))
    return chains


def models(graph: SystemGraph) -> list[str]:
    """The ids of all models."""
    return [i for i, n in graph.nodes.items() if n.kind is NodeKind.MODEL]


def _ways_to_objectives(graph: SystemGraph, metric: str) -> list[tuple[Edge, ...]]:
    """The shortest way along `drives` to each objective, breadth first; a metric may itself be an objective."""
    ways: dict[str, tuple[Edge, ...]] = {metric: ()}
    frontier = [metric]
    while frontier:
        found = []
        for node_id in frontier:
            for edge in graph.edges_from(node_id):
                if edge.kind is EdgeKind.DRIVES and edge.to_id not in ways:
                    ways[edge.to_id] = (*ways[node_id], edge)
                    found.append(edge.to_id)
        frontier = found
    return [way for i, way in ways.items() if graph.nodes[i].kind is NodeKind.OBJECTIVE]


def _chain(graph: SystemGraph, model: str, metric: str, way: tuple[Edge, ...]) -> MetricChain:
    objective = way[-1].to_id if way else metric
    signs = [e.sign for e in way]
    sign = None if None in signs or Sign.UNSURE in signs else (-1) ** signs.count(Sign.MINUS)
    start, end = graph.nodes[metric].direction, graph.nodes[objective].direction
    aligned = None
    if sign is not None and start is not None and end is not None:
        aligned = (start is end) == (sign > 0)
    assumed = sign is None or any(e.relation is not Relation.COMPONENT for e in way)
    return MetricChain(model, metric, objective, way, sign, aligned, assumed)


def answer_success(graph: SystemGraph) -> Answer:
    """Whether every model is judged by a metric that leads, with a known sign, to an objective."""
    judged = metric_chains(graph)
    known_models = models(graph)
    if not known_models:
        text = "No model is known, so there is nothing whose success could be measured."
        sentence = Sentence(text=text, sureness=Sureness.UNKNOWN)
        return Answer(question=2, verdict=Verdict.CANNOT_TELL, sentences=(sentence,), missing=_missing(graph))
    sentences = [_told(graph, chain) for chain in judged]
    with_metric = {c.model for c in judged}
    without = [i for i in known_models if i not in with_metric]
    if without:
        sentences.append(
            Sentence(
                text=f"Nobody says what success is for {named(graph, without)}.",
                sureness=Sureness.UNKNOWN,
                nodes=tuple(without),
            )
        )
    unmeasured = sorted({c.metric for c in judged if not _is_measured(graph, c.metric)})
    if unmeasured:
        sentences.append(
            Sentence(
                text=f"Nothing says what {named(graph, unmeasured)} is measured on.",
                sureness=Sureness.UNKNOWN,
                nodes=tuple(unmeasured),
            )
        )
    return Answer(
        question=2,
        verdict=_verdict(known_models, judged, unmeasured),
        sentences=tuple(sentences),
        missing=_missing(graph),
    )


def _verdict(known_models: list[str], chains: list[MetricChain], unmeasured: list[str]) -> Verdict:
    """Only a chain known to be aligned counts for the better, so that forgetting a sign cannot improve a no."""
    aligned = {c.model for c in chains if c.aligned}
    if not aligned:
        broken = any(c.objective is None or c.aligned is False for c in chains)
        return Verdict.NO if broken else Verdict.CANNOT_TELL
    sound = all(c.aligned and not c.assumed for c in chains)
    return Verdict.YES if len(aligned) == len(known_models) and sound and not unmeasured else Verdict.PARTLY


def _told(graph: SystemGraph, chain: MetricChain) -> Sentence:
    model, metric = graph.nodes[chain.model].name, graph.nodes[chain.metric].name
    nodes = (chain.model, chain.metric, *(e.to_id for e in chain.edges))
    optimises = [
        e for e in graph.edges_from(chain.model) if e.kind is EdgeKind.OPTIMISES and e.to_id == chain.metric
    ]
    edges = (*optimises, *chain.edges)
    keys = tuple(e.key for e in edges)
    if chain.objective is None:
        text = f"{model} is judged by {metric}, which leads to no objective."
        return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=nodes, edges=keys)
    steps = "".join(f" → {graph.nodes[e.to_id].name} ({e.sign or 'sign unknown'})" for e in chain.edges)
    text = f"{model} is judged by {metric}{steps}"
    sureness = weakest(edges)
    if chain.sign is None:
        unsure = [e for e in chain.edges if e.sign in (None, Sign.UNSURE)]
        text += f"; whether {named(graph, [unsure[0].from_id])} moves {named(graph, [unsure[0].to_id])} is not known."
        sureness = Sureness.UNKNOWN
    elif chain.aligned is False:
        text += "; that works against the objective: the directions and signs disagree."
    elif chain.aligned is None:
        text += "; a direction is missing, so nobody can say whether they agree."
        sureness = Sureness.UNKNOWN
    elif chain.assumed:
        text += "; the signs agree, by belief: no step says that it is arithmetic."
    else:
        text += "; the signs agree."
    return Sentence(text=text, sureness=sureness, nodes=nodes, edges=keys)


def _is_measured(graph: SystemGraph, metric: str) -> bool:
    """Whether data or a component metric reaches it."""
    return any(
        e.kind is EdgeKind.MEASURES or (e.kind is EdgeKind.DRIVES and e.relation is Relation.COMPONENT)
        for e in graph.edges_into(metric)
    )


def _missing(graph: SystemGraph) -> tuple[Missing, ...]:
    metrics = [i for i, n in graph.nodes.items() if n.kind is NodeKind.METRIC]
    judged = {e.from_id for e in graph.edges.values() if e.kind is EdgeKind.OPTIMISES}
    gaps = {
        "success_metric": [i for i in models(graph) if i not in judged],
        "inputs": [i for i in metrics if not _is_measured(graph, i)],
        "direction": [
            i
            for i, n in graph.nodes.items()
            if n.kind in (NodeKind.METRIC, NodeKind.OBJECTIVE) and n.direction is None
        ],
        "baseline": [i for i in metrics if graph.nodes[i].baseline is None],
        "target": [i for i in metrics if graph.nodes[i].target is None],
        "sign": [
            e.from_id
            for e in graph.edges.values()
            if e.kind is EdgeKind.DRIVES and e.sign in (None, Sign.UNSURE)
        ],
    }
    return tuple(Missing(field=f, nodes=tuple(dict.fromkeys(n))) for f, n in gaps.items() if n)


def find_success_gaps(graph: SystemGraph) -> list[Finding]:
    """Models without a metric of success, metrics that reach no objective or pull against it."""
    chains = metric_chains(graph)
    judged = {c.model for c in chains}
    findings = [
        Finding(
            rule="no-success-metric",
            severity=Severity.WARNING,
            nodes=(i,),
            reason=f"Nobody says what success is for {graph.nodes[i].name}.",
            remedy="Name the metric it is judged by: success_metric.",
        )
        for i in models(graph)
        if i not in judged
    ]
    for chain in chains:
        metric = graph.nodes[chain.metric].name
        nodes = (chain.model, chain.metric, *(e.to_id for e in chain.edges))
        if chain.objective is None:
            findings.append(
                Finding(
                    rule="metric-without-objective",
                    severity=Severity.WARNING,
                    nodes=nodes,
                    reason=f"{graph.nodes[chain.model].name} is judged by {metric}, which leads to no objective.",
                    remedy=f"Say what {metric} drives, or judge the model by a metric that drives an objective.",
                )
            )
        elif chain.aligned is False:
            findings.append(
                Finding(
                    rule="metric-against-objective",
                    severity=Severity.ERROR,
                    nodes=nodes,
                    edges=tuple(e.key for e in chain.edges),
                    reason=f"{metric} is meant to go {_way(graph, chain.metric)}, which moves "
                    f"{graph.nodes[chain.objective].name} the wrong way over {counted(len(chain.edges), 'step')}.",
                    remedy="Correct the signs and directions, or judge the model by another metric.",
                )
            )
    return findings


def _way(graph: SystemGraph, metric: str) -> str:
    return "down" if graph.nodes[metric].direction is Direction.DOWN else "up"
