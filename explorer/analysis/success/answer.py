"""Question 2: how each model's metric of success leads to a business objective, and where the chain is broken.

Yes is only said of what is known for certain in every part: each model has a metric, this is measured where the
model's action shows and does not bring itself about, and every way to an objective is of known and agreeing signs,
one of them by arithmetic or experiment. Whatever is not stated can therefore only make the answer worse.
"""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.success.chains import MetricChain, models
from explorer.analysis.success.driving import driven_nodes, is_belief
from explorer.analysis.success.judgements import Judgement, Success
from explorer.analysis.success.links import Standing, stand_of
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict, weakest
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Sign
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr, tr_in, tr_n


def answer_success(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> Answer:
    """Whether every model is judged by a metric that leads, as far as anybody knows, to an objective."""
    known = models(graph)
    if not known:
        text = tr("No model is known, so there is nothing whose success could be measured.")
        sentence = Sentence(text=text, sureness=Sureness.UNKNOWN)
        unmeasured = [i for i, n in graph.nodes.items() if n.kind is NodeKind.METRIC]
        missing = (Missing(field="inputs", nodes=tuple(unmeasured)),) if unmeasured else ()
        return Answer(question=2, verdict=Verdict.CANNOT_TELL, sentences=(sentence,), missing=missing)
    success = Success(graph, check)
    sentences = [told(graph, chain) for chain in success.chains]
    sentences += [_doubt(graph, j) for j in success.judgements if _is_doubtful(j)]
    sentences += _gaps(success, known)
    sentences += [Sentence(text=bound, sureness=Sureness.UNKNOWN) for bound in success.bounds]
    return Answer(
        question=2,
        verdict=verdict_of(success, known),
        sentences=tuple(sentences),
        missing=_missing(success),
    )


def verdict_of(success: Success, known: list[str]) -> Verdict:
    """Only a chain known to be aligned counts for the better, so that forgetting a sign cannot improve a no."""
    aligned = {c.model for c in success.chains if c.aligned}
    if not aligned:
        broken = any(c.objective is None or c.aligned is False for c in success.chains)
        return Verdict.NO if broken else Verdict.CANNOT_TELL
    if len(aligned) < len(known) or any(n.is_ghost for n in success.graph.nodes.values()):
        return Verdict.PARTLY
    return Verdict.YES if all(is_sound(success.graph, j) for j in success.judgements) else Verdict.PARTLY


def is_sound(graph: SystemGraph, judgement: Judgement) -> bool:
    """Whether nothing about a model and its metric is broken, assumed or merely inferred."""
    return (
        judgement.measured is True
        and judgement.reached is True
        and judgement.shaped is None
        and not judgement.own_output
        and judgement.edge.evidence is not Evidence.INFERRED
        and all(_is_chain_sound(graph, chain) for chain in judgement.chains)
    )


def _is_chain_sound(graph: SystemGraph, chain: MetricChain) -> bool:
    if chain.aligned is not True or chain.assumed:
        return False
    links = {edge for way in chain.ways for edge in way}
    # What has no direction may be meant to go the other way, so on the way each must be said.
    return all(
        stand_of(graph, e).standing is not Standing.BROKEN and graph.nodes[e.to_id].direction is not None
        for e in links
    )


def told(graph: SystemGraph, chain: MetricChain) -> Sentence:
    """One chain in a sentence, up to where it is known."""
    model, metric = graph.nodes[chain.model].name, graph.nodes[chain.metric].name
    nodes = (chain.model, chain.metric, *(e.to_id for e in chain.edges))
    judging = [
        e for e in graph.edges_from(chain.model) if e.kind is EdgeKind.OPTIMISES and e.to_id == chain.metric
    ]
    edges = (*judging, *chain.edges)
    keys = tuple(e.key for e in edges)
    if chain.objective is None:
        text = tr("{model} is judged by {metric}, which leads to no objective.", model=model, metric=metric)
        return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=nodes, edges=keys)
    unknown = tr("sign unknown")
    steps = "".join(f" → {graph.nodes[e.to_id].name} ({e.sign or unknown})" for e in chain.edges)
    end, sureness = _end_of(graph, chain, weakest(edges))
    text = tr("{model} is judged by {way}; {end}", model=model, way=f"{metric}{steps}", end=end)
    if len(chain.ways) > 1:
        others = tr_n(
            "{count:,} other way to {objective} is counted in.",
            "{count:,} other ways to {objective} are counted in.",
            len(chain.ways) - 1,
            objective=graph.nodes[chain.objective].name,
        )
        text = f"{text} {others}"
    return Sentence(text=text, sureness=sureness, nodes=nodes, edges=keys)


def _end_of(graph: SystemGraph, chain: MetricChain, surely: Sureness) -> tuple[str, Sureness]:
    if chain.opposed:
        return tr("two ways lead there with opposite signs, so nobody can say what it does."), surely
    if chain.aligned is False:
        return tr("that works against the objective: the directions and signs disagree."), surely
    unsure = [e for e in chain.edges if e.sign in (None, Sign.UNSURE)]
    if unsure:
        first = unsure[0]
        start, end = graph.nodes[first.from_id].name, graph.nodes[first.to_id].name
        return tr("whether {start} moves {end} is not known.", start=start, end=end), Sureness.UNKNOWN
    if chain.sign is None:
        return tr("not every way there could be looked at, so its sign is not known."), Sureness.UNKNOWN
    if chain.aligned is None:
        return tr("a direction is missing, so nobody can say whether they agree."), Sureness.UNKNOWN
    if not chain.assumed:
        return tr("the signs agree."), surely
    if any(is_belief(e) for e in chain.edges):
        return (
            tr("the signs agree, by belief: no step says that it is arithmetic or rests on an experiment."),
            surely,
        )
    return tr("the signs agree, by analysis or inference: no experiment backs them."), surely


def _is_doubtful(judgement: Judgement) -> bool:
    unreached = judgement.measured is not None and (judgement.reached is None or judgement.frozen)
    return judgement.shaped is not None or judgement.own_output or unreached


def _doubt(graph: SystemGraph, judgement: Judgement) -> Sentence:
    """Why a metric that is measured does not say how good its model is."""
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    nodes, edges = (judgement.model, judgement.metric), (judgement.edge,)
    if judgement.shaped is not None:
        way: tuple[Edge, ...] = judgement.shaped.edges
        text = tr("{metric} is self-fulfilling: {how}.", metric=metric, how=shaping_told(graph, judgement))
        keys = tuple(e.key for e in (*edges, *way))
        ids = tuple(dict.fromkeys((*nodes, *(e.to_id for e in way))))
        sure = weakest(way) if judgement.shaped.sure else Sureness.INFERRED
        return Sentence(text=text, sureness=sure, nodes=ids, edges=keys)
    if judgement.own_output:
        text = tr(
            "{metric} is made only of what {model} itself gave: no outcome is compared with it.",
            metric=metric,
            model=model,
        )
        return Sentence(text=text, sureness=weakest(edges), nodes=nodes, edges=(judgement.edge.key,))
    text = tr(
        "What {model} does cannot show in {metric}: no data is known to lead from the one to the other.",
        model=model,
        metric=metric,
    )
    if judgement.frozen:
        text = tr(
            "What {model} does cannot show in {metric}: only as a frozen copy does anything lead from the one to "
            "the other.",
            model=model,
            metric=metric,
        )
    return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=nodes, edges=(judgement.edge.key,))


def shaping_told(graph: SystemGraph, judgement: Judgement) -> str:
    """How the model brings its metric about, without a stop at the end."""
    model, metric = graph.nodes[judgement.model].name, graph.nodes[judgement.metric].name
    shaped = judgement.shaped
    way = shaped.edges if shaped else ()
    worlds = [e.to_id for e in way if graph.nodes[e.to_id].kind is NodeKind.WORLD]
    told_parts = [
        tr(
            "what {model} decides to show {world} comes back as what {metric} counts, and nothing is left to chance",
            model=model,
            world=graph.nodes[worlds[0]].name if worlds else tr_in("to show", "the world"),
            metric=metric,
        )
    ]
    if shaped is not None and shaped.filtered:
        picked = next((e for e in way if e.filter is not None), None)
        told_parts.append(
            tr("the filter picks what is counted at all")
            if picked is None
            else tr(
                "the filter “{filter}” at {node} picks what is counted at all",
                filter=picked.filter,
                node=graph.nodes[picked.to_id].name,
            )
        )
    return "; ".join(told_parts)


def _gaps(success: Success, known: list[str]) -> list[Sentence]:
    graph = success.graph
    judged = {j.model for j in success.judgements}
    told_gaps = []
    if without := [i for i in known if i not in judged]:
        text = tr("Nobody says what success is for {models}.", models=named(graph, without))
        told_gaps.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=tuple(without)))
    if unmeasured := sorted({j.metric for j in success.judgements if j.measured is None}):
        text = tr("Nothing says what {metrics} is measured on.", metrics=named(graph, unmeasured))
        told_gaps.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=tuple(unmeasured)))
    if ghosts := [i for i, n in graph.nodes.items() if n.is_ghost]:
        text = tr_n(
            "What {nodes} is is declared nowhere.",
            "What {nodes} are is declared nowhere.",
            len(ghosts),
            nodes=named(graph, ghosts),
        )
        told_gaps.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=tuple(ghosts)))
    return told_gaps


def _missing(success: Success) -> tuple[Missing, ...]:
    graph = success.graph
    metrics = [i for i, n in graph.nodes.items() if n.kind is NodeKind.METRIC]
    judged = {j.model for j in success.judgements}
    led_over = driven_nodes(graph, {j.metric for j in success.judgements})
    aims = [i for i in graph.nodes if graph.nodes[i].kind in (NodeKind.METRIC, NodeKind.OBJECTIVE)]
    links = success.of_kind[EdgeKind.DRIVES]
    gaps = {
        "success_metric": [i for i in models(graph) if i not in judged],
        "inputs": [i for i in metrics if i not in success.measured],
        "direction": [i for i in aims if graph.nodes[i].direction is None],
        "baseline": [i for i in metrics if graph.nodes[i].baseline is None],
        "target": [i for i in metrics if graph.nodes[i].target is None],
        "window": [i for i in metrics if i in led_over and graph.nodes[i].window is None],
        "reviewed": [i for i in metrics if i in led_over and graph.nodes[i].reviewed is None],
        "sign": [e.from_id for e in links if e.sign in (None, Sign.UNSURE)],
        "backing": [e.from_id for e in links if is_belief(e)],
        "exploration": [
            j.metric
            for j in success.judgements
            if j.shaped is not None and all(e.exploration is None for e in j.shaped.edges)
        ],
    }
    return tuple(Missing(field=f, nodes=tuple(dict.fromkeys(n))) for f, n in gaps.items() if n)
