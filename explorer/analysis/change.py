"""Question 1: how far a new version of each model reaches, how surely that is known, and where it would be seen.

Every model is followed, and the verdict and what is missing rest on all of them. Told one by one are as many as
reach so many nodes together that an answer can hold; for the others it is told what they come to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from explorer.analysis.change_measuring import told_measuring
from explorer.analysis.change_reach import Doubt, Reach, reach_of
from explorer.analysis.change_rest import Rest, split
from explorer.analysis.success.chains import models
from explorer.analysis.what_if.effects import Effect
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict, weakest
from explorer.domain.kinds import Criticality
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import marked, number, tr, tr_n

_FEW = 3
"""Models of which one reads before where to measure them; of more, that comes first, or nobody would get to it."""
_WORST = {
    Effect.BREAKS: (
        marked("the worst is that {node} breaks"),
        marked("the worst is that {node} possibly breaks"),
    ),
    Effect.WRONG: (
        marked("the worst is that {node} is silently wrong"),
        marked("the worst is that {node} possibly is silently wrong"),
    ),
    Effect.DEGRADED: (
        marked("the worst is that {node} is degraded"),
        marked("the worst is that {node} possibly is degraded"),
    ),
    Effect.SCHEMA_BREAK: (
        marked("the worst is that {node} loses a field"),
        marked("the worst is that {node} possibly loses a field"),
    ),
    Effect.SHIFTS: (
        marked("the worst is that {node} shifts"),
        marked("the worst is that {node} possibly shifts"),
    ),
    Effect.STALE: (
        marked("the worst is that {node} is stale"),
        marked("the worst is that {node} possibly is stale"),
    ),
    Effect.SCHEMA_ADD: (
        marked("the worst is that {node} gets a field"),
        marked("the worst is that {node} possibly gets a field"),
    ),
}
"""How a sentence ends that tells the worst effect: where it is certain, and where it is possible."""


def answer_change(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> Answer:
    """Whether the effect of a new version of every model is known precisely, and where it would be measured."""
    known = models(graph)
    if not known:
        text = tr("No model is known, so there is no change of a model to follow.")
        sentence = Sentence(text=text, sureness=Sureness.UNKNOWN)
        return Answer(question=1, verdict=Verdict.CANNOT_TELL, sentences=(sentence,))
    order = {Criticality.HIGH: 0, Criticality.NORMAL: 1, None: 1, Criticality.LOW: 2}
    known.sort(key=lambda i: (order[graph.nodes[i].criticality], i))
    told, rest = split(graph, known, check)
    reaches: list[Reach] = []
    sentences: list[Sentence] = []
    for model in told:
        reaches.append(reach_of(graph, model, check))
        check()
        sentences.extend(_told(graph, reaches[-1]))
    check()
    if rest.models:
        sentences.append(_told_rest(rest, len(known)))
    if rest.most or any(len(reach.others) for reach in reaches):
        measuring = told_measuring(graph, known, check)
        sentences = measuring + sentences if len(known) > _FEW else sentences + measuring
    return Answer(
        question=1,
        verdict=_verdict(reaches, rest),
        sentences=tuple(sentences),
        missing=_missing(reaches, rest),
    )


def _verdict(reaches: list[Reach], rest: Rest) -> Verdict:
    """A model that nothing is known to read counts as not known, not as harmless."""
    if not any(len(r.others) for r in reaches) and not rest.most:
        return Verdict.CANNOT_TELL
    if all(r.is_precise for r in reaches) and not rest.imprecise:
        return Verdict.YES
    if rest.has_some_certain_and_seen or any(r.has_some_certain_and_seen for r in reaches):
        return Verdict.PARTLY
    return Verdict.NO


def _told(graph: SystemGraph, reach: Reach) -> list[Sentence]:
    name = graph.nodes[reach.model].name
    if not len(reach.others):
        text = tr(
            "Nothing is known to read what {name} gives, so how far a new version reaches is not known.",
            name=name,
        )
        return [Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=(reach.model,))]
    worst, effect, is_certain, path = reach.first_worst()
    text = tr_n(
        "A new version of {name} reaches {reached:,} of {count:,} other node, {certain:,} for certain; {worst}.",
        "A new version of {name} reaches {reached:,} of {count:,} other nodes, {certain:,} for certain; {worst}.",
        len(graph.nodes) - 1,
        name=name,
        reached=len(reach.others),
        certain=int(reach.is_certain.sum()),
        worst=tr(_WORST[effect][not is_certain], node=graph.nodes[worst].name),
    )
    told = [
        Sentence(
            text=text,
            sureness=weakest(path) if is_certain else Sureness.UNKNOWN,
            nodes=(reach.model, *reach.ids),
            edges=tuple(e.key for e in path),
        )
    ]
    if reach.doubts:
        told.append(_told_doubts(graph, reach.possible, reach.doubts))
    if reach.blind:
        text = tr(
            "Nobody would see it at {nodes}: no monitor or metric near enough would move.",
            nodes=named(graph, reach.blind),
        )
        told.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=reach.blind))
    return told


def _told_doubts(graph: SystemGraph, possible: tuple[str, ...], doubts: tuple[Doubt, ...]) -> Sentence:
    first = doubts[0]
    start, end = graph.nodes[first.edge.from_id].name, graph.nodes[first.edge.to_id].name
    effects = tr_n(
        "{count:,} effect of it is only possible",
        "{count:,} effects of it are only possible",
        len(possible),
    )
    gaps = {"effects": effects, "start": start, "end": end, "reason": first.reason}
    if len(doubts) > 1:
        text = tr_n(
            "{effects}: at {start} → {end}, {reason}, and {count:,} doubt more.",
            "{effects}: at {start} → {end}, {reason}, and {count:,} doubts more.",
            len(doubts) - 1,
            **gaps,
        )
    else:
        text = tr("{effects}: at {start} → {end}, {reason}.", **gaps)
    keys = tuple(d.edge.key for d in doubts)
    return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=possible, edges=keys)


def _told_rest(rest: Rest, total: int) -> Sentence:
    """The bound: which models are not told one by one, and what is known of them."""
    span = number(rest.most)
    if rest.fewest < rest.most:
        span = tr("{fewest:,} to {most:,}", fewest=rest.fewest, most=rest.most)
    text = tr_n(
        "Told one by one are {told:,} of {count:,} model, the critical ones first, because together they reach more "
        "nodes than can be listed. A new version of one of the other {rest:,} reaches {span} other nodes; for "
        "{imprecise:,} of them some effect is only possible, or nobody would see it, or nothing is known to read "
        "them.",
        "Told one by one are {told:,} of {count:,} models, the critical ones first, because together they reach more "
        "nodes than can be listed. A new version of one of the other {rest:,} reaches {span} other nodes; for "
        "{imprecise:,} of them some effect is only possible, or nobody would see it, or nothing is known to read "
        "them.",
        total,
        told=total - len(rest.models),
        rest=len(rest.models),
        span=span,
        imprecise=rest.imprecise,
    )
    return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=rest.models)


def _missing(reaches: list[Reach], rest: Rest) -> tuple[Missing, ...]:
    gaps: dict[str, dict[str, None]] = {}

    def lacks(field: str, nodes: Iterable[str]) -> None:
        for node in nodes:
            gaps.setdefault(field, {})[node] = None

    for reach in reaches:
        if not len(reach.others):
            lacks("outputs", (reach.model,))
        for doubt in reach.doubts:
            if doubt.field is not None:
                lacks(doubt.field, (doubt.holder,))
        lacks("monitors", reach.blind)
    lacks("outputs", rest.unread)
    for doubt in rest.doubts:
        if doubt.field is not None:
            lacks(doubt.field, (doubt.holder,))
    lacks("monitors", rest.blind)
    return tuple(Missing(field=field, nodes=tuple(nodes)) for field, nodes in sorted(gaps.items()))
