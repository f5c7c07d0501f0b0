"""The metric tree as it is drawn: per model a chain of chips from what it does to the objective, gaps named.

A chain is chips with links between them: link i lies between chip i and chip i + 1. Links are counted as verified,
assumed or broken, each once however many chains share it; the three counts are never made into one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.analysis.success.answer import shaping_told, told
from explorer.analysis.success.chains import MetricChain, models
from explorer.analysis.success.judgements import Judgement, Success
from explorer.analysis.success.links import Stand, Standing, stand_of
from explorer.analysis.success.measuring import measured_on
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named


@dataclass(frozen=True, slots=True)
class Chip:
    """One station of a chain: the nodes it stands for, or none and the word for what is missing there."""

    text: str
    nodes: tuple[str, ...] = ()
    kind: NodeKind | None = None

    @property
    def is_gap(self) -> bool:
        """Whether it stands for something that is missing."""
        return not self.nodes


@dataclass(frozen=True, slots=True)
class Link:
    """What leads from a chip to the next. `text` stands on it; `missing` is the word in its gap; `why` a sentence."""

    standing: Standing
    text: str
    missing: str
    why: str
    edges: tuple[EdgeKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many links are known, believed and wrong or missing."""

    verified: int = 0
    assumed: int = 0
    broken: int = 0


@dataclass(frozen=True, slots=True)
class ChipChain:
    """One model's chain. `verdict` says in a sentence how far it holds; `more_ways` lead to the same objective."""

    model: str
    metric: str | None
    objective: str | None
    chips: tuple[Chip, ...]
    links: tuple[Link, ...]
    verdict: str
    counts: Counts
    more_ways: int = 0


@dataclass(frozen=True, slots=True)
class MetricTree:
    """All chains, in order of model, metric and objective; `counts` are of all links on all ways."""

    chains: tuple[ChipChain, ...]
    counts: Counts
    bounds: tuple[str, ...]

    def of_model(self, model: str) -> tuple[ChipChain, ...]:
        """The chains of one model; there is at least one."""
        return tuple(c for c in self.chains if c.model == model)


def metric_tree(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> MetricTree:
    """The chains of every model with their counts."""
    success = Success(graph, check)
    chains: list[ChipChain] = []
    links: set[tuple[object, ...]] = set()
    for model in models(graph):
        check()
        found = success.of_model(model)
        if not found:
            chain = _unjudged(graph, model)
            chains.append(chain)
            links.add((model, chain.links[0].standing))
        for judgement in found:
            start = _measured(success, judgement)
            links.update((model, judgement.metric, i, link.standing) for i, (_, link) in enumerate(start))
            for metric_chain in judgement.chains:
                chains.append(_chain(graph, judgement, metric_chain, start))
                links.update(_driving(graph, metric_chain))
    standings = [key[-1] for key in links]
    return MetricTree(tuple(chains), _counted(standings), success.bounds)


def _counted(standings: Iterable[object]) -> Counts:
    listed = list(standings)
    return Counts(*(listed.count(s) for s in (Standing.VERIFIED, Standing.ASSUMED, Standing.BROKEN)))


def _unjudged(graph: SystemGraph, model: str) -> ChipChain:
    name = graph.nodes[model].name
    why = f"Nobody says what success is for {name}."
    link = Link(Standing.BROKEN, "", "success metric", why)
    chips = (Chip(name, (model,), NodeKind.MODEL), Chip("success metric"))
    return ChipChain(model, None, None, chips, (link,), why, Counts(broken=1))


def _chain(
    graph: SystemGraph, judgement: Judgement, chain: MetricChain, start: list[tuple[Chip, Link]]
) -> ChipChain:
    chips = [Chip(graph.nodes[chain.model].name, (chain.model,), NodeKind.MODEL)]
    links: list[Link] = []
    for chip, link in start:
        chips.append(chip)
        links.append(link)
    for edge in chain.edges:
        chips.append(_chip(graph, edge.to_id))
        links.append(_link(stand_of(graph, edge), str(edge.sign or "?"), edge))
    if chain.objective is None:
        chips.append(Chip("objective"))
        links.append(_no_objective(graph, chain))
    elif chain.aligned is False and all(link.standing is not Standing.BROKEN for link in links):
        links[-1] = _against(graph, chain, links[-1])
    return ChipChain(
        model=chain.model,
        metric=chain.metric,
        objective=chain.objective,
        chips=tuple(chips),
        links=tuple(links),
        verdict=_verdict(graph, judgement, chain, links),
        counts=_counted(link.standing for link in links),
        more_ways=max(0, len(chain.ways) - 1),
    )


def _chip(graph: SystemGraph, node_id: str) -> Chip:
    node = graph.nodes[node_id]
    return Chip(node.name, (node_id,), node.kind)


def _link(stand: Stand, text: str, *edges: Edge) -> Link:
    return Link(stand.standing, text, stand.missing, stand.why, tuple(e.key for e in edges))


def _measured(success: Success, judgement: Judgement) -> list[tuple[Chip, Link]]:
    """From the model over the data that shows what it does to its metric."""
    graph = success.graph
    metric = _chip(graph, judgement.metric)
    sources = measured_on(graph, judgement.metric)
    if judgement.measured is None or not sources:
        why = f"Nothing says what {metric.text} is measured on."
        return [(metric, Link(Standing.BROKEN, "measured", "data", why, (judgement.edge.key,)))]
    ids = tuple(dict.fromkeys(e.from_id for e in sources))
    data = Chip(named(graph, ids), ids, graph.nodes[ids[0]].kind)
    way = judgement.shaped.edges if judgement.shaped else ()
    action = _link(_action(graph, judgement), "shows in", *way)
    return [
        (data, action),
        (metric, _link(_judged(graph, judgement), "measured as", judgement.edge, *sources)),
    ]


def _action(graph: SystemGraph, judgement: Judgement) -> Stand:
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    if judgement.shaped is not None:
        told_as = shaping_told(graph, judgement)
        return Stand(Standing.BROKEN, "exploration", f"{told_as[0].upper()}{told_as[1:]}.")
    if judgement.own_output:
        return Stand(Standing.BROKEN, "outcome", f"{metric} is made only of what {model} itself gave.")
    if judgement.reached is None:
        return Stand(Standing.BROKEN, "path", f"No data is known to lead from {model} to {metric}.")
    if judgement.reached is False:
        return Stand(Standing.ASSUMED, "evidence", f"How {model} reaches {metric} is partly only inferred.")
    if judgement.frozen:
        why = f"Only a frozen copy of what {model} gives reaches {metric}."
        return Stand(Standing.ASSUMED, "live path", why)
    return Stand(Standing.VERIFIED, "", f"What {model} does shows in {metric}.")


def _judged(graph: SystemGraph, judgement: Judgement) -> Stand:
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    if judgement.edge.evidence is Evidence.INFERRED:
        return Stand(Standing.ASSUMED, "evidence", f"That {metric} judges {model} is only inferred.")
    if judgement.measured is False:
        return Stand(Standing.ASSUMED, "evidence", f"What {metric} is measured on is only inferred.")
    return Stand(Standing.VERIFIED, "", f"{metric} judges {model}.")


def _no_objective(graph: SystemGraph, chain: MetricChain) -> Link:
    why = f"{graph.nodes[chain.metric].name} leads to no objective."
    return Link(Standing.BROKEN, "", "objective", why)


def _against(graph: SystemGraph, chain: MetricChain, link: Link) -> Link:
    """The last link of a chain that goes wrong as a whole, though each of its links may be right."""
    metric, objective = graph.nodes[chain.metric].name, graph.nodes[chain.objective or chain.metric].name
    how = "both ways" if chain.opposed else "the wrong way"
    return Link(
        Standing.BROKEN, link.text, "agreement", f"All in all {metric} moves {objective} {how}.", link.edges
    )


def _driving(graph: SystemGraph, chain: MetricChain) -> set[tuple[object, ...]]:
    """All links on all ways, with how they stand, for counting."""
    if chain.objective is None:
        return {(chain.metric, Standing.BROKEN)}
    stands: set[tuple[object, ...]] = {(e.key, stand_of(graph, e).standing) for w in chain.ways for e in w}
    if chain.aligned is False and not any(key[-1] is Standing.BROKEN for key in stands):
        stands.add((chain.metric, chain.objective, Standing.BROKEN))
    return stands


def _verdict(graph: SystemGraph, judgement: Judgement, chain: MetricChain, links: list[Link]) -> str:
    """The chain in one sentence: what it says, and the first thing that is wrong before its end."""
    sentence = told(graph, chain).text
    wrong = [
        k
        for k in links
        if k.standing is Standing.BROKEN and any(e.kind is not EdgeKind.DRIVES for e in k.edges)
    ]
    first = wrong[0] if wrong else next((k for k in links if k.missing == "path"), None)
    if first is None:
        return sentence
    return f"{sentence.rstrip('.')}; but {first.why[0].lower()}{first.why[1:]}" if first.why else sentence
