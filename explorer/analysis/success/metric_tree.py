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
from explorer.language import tr, tr_in


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
    why = tr("Nobody says what success is for {models}.", models=name)
    missing = tr_in("missing", "success metric")
    link = Link(Standing.BROKEN, "", missing, why)
    chips = (Chip(name, (model,), NodeKind.MODEL), Chip(missing))
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
        chips.append(Chip(tr_in("missing", "objective")))
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
        why = tr("Nothing says what {metrics} is measured on.", metrics=metric.text)
        missing = tr_in("missing", "data")
        return [(metric, Link(Standing.BROKEN, tr("measured"), missing, why, (judgement.edge.key,)))]
    ids = tuple(dict.fromkeys(e.from_id for e in sources))
    data = Chip(named(graph, ids), ids, graph.nodes[ids[0]].kind)
    way = judgement.shaped.edges if judgement.shaped else ()
    action = _link(_action(graph, judgement), tr("shows in"), *way)
    return [
        (data, action),
        (metric, _link(_judged(graph, judgement), tr("measured as"), judgement.edge, *sources)),
    ]


def _action(graph: SystemGraph, judgement: Judgement) -> Stand:
    names = _names(graph, judgement)
    if judgement.shaped is not None:
        told_as = shaping_told(graph, judgement)
        why = f"{told_as[0].upper()}{told_as[1:]}."
        return Stand(Standing.BROKEN, tr_in("missing", "exploration"), why)
    if judgement.own_output:
        why = tr("{metric} is made only of what {model} itself gave.", **names)
        return Stand(Standing.BROKEN, tr_in("missing", "outcome"), why)
    if _is_out_of_reach(judgement):
        why = tr("No data is known to lead from {model} to {metric}.", **names)
        return Stand(Standing.BROKEN, tr_in("missing", "path"), why)
    if judgement.reached is False:
        why = tr("How {model} reaches {metric} is partly only inferred.", **names)
        return Stand(Standing.ASSUMED, tr_in("missing", "evidence"), why)
    if judgement.frozen:
        why = tr("Only a frozen copy of what {model} gives reaches {metric}.", **names)
        return Stand(Standing.ASSUMED, tr_in("missing", "live path"), why)
    return Stand(Standing.VERIFIED, "", tr("What {model} does shows in {metric}.", **names))


def _is_out_of_reach(judgement: Judgement) -> bool:
    """Whether nothing is known to lead from what the model does to its metric."""
    return judgement.reached is None and judgement.shaped is None and not judgement.own_output


def _names(graph: SystemGraph, judgement: Judgement) -> dict[str, str]:
    return {"model": graph.nodes[judgement.model].name, "metric": graph.nodes[judgement.metric].name}


def _judged(graph: SystemGraph, judgement: Judgement) -> Stand:
    names = _names(graph, judgement)
    if judgement.edge.evidence is Evidence.INFERRED:
        why = tr("That {metric} judges {model} is only inferred.", **names)
        return Stand(Standing.ASSUMED, tr_in("missing", "evidence"), why)
    if judgement.measured is False:
        why = tr("What {metric} is measured on is only inferred.", **names)
        return Stand(Standing.ASSUMED, tr_in("missing", "evidence"), why)
    return Stand(Standing.VERIFIED, "", tr("{metric} judges {model}.", **names))


def _no_objective(graph: SystemGraph, chain: MetricChain) -> Link:
    why = tr("{metric} leads to no objective.", metric=graph.nodes[chain.metric].name)
    return Link(Standing.BROKEN, "", tr_in("missing", "objective"), why)


def _against(graph: SystemGraph, chain: MetricChain, link: Link) -> Link:
    """The last link of a chain that goes wrong as a whole, though each of its links may be right."""
    names = {
        "metric": graph.nodes[chain.metric].name,
        "objective": graph.nodes[chain.objective or chain.metric].name,
    }
    why = tr("All in all {metric} moves {objective} the wrong way.", **names)
    if chain.opposed:
        why = tr("All in all {metric} moves {objective} both ways.", **names)
    return Link(Standing.BROKEN, link.text, tr_in("missing", "agreement"), why, link.edges)


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
    if not wrong and _is_out_of_reach(judgement):
        wrong = links[:1]
    if not wrong or not wrong[0].why:
        return sentence
    why = wrong[0].why
    return tr("{sentence}; but {why}", sentence=sentence.rstrip("."), why=why[0].lower() + why[1:])
