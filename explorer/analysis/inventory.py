"""Question 3: which producers, consumers and dependencies are known, by what evidence, and what is not known.

A share is always "k of n known" with what it rests on, and the headline is the weakest of nine, never an average. The
verdict rests on owners, access and confirmed readers, and on what is undeclared or declared nowhere; the other
dimensions say how far the registry can be relied on.
"""

from __future__ import annotations

from collections.abc import Callable

from explorer.analysis.coverage import reading_edges
from explorer.analysis.coverage_dimensions import Grounded, grounded_coverage, weakest
from explorer.analysis.detectors.dangling_reference import ghosts
from explorer.analysis.detectors.undeclared_consumer import MADE, asked_once, undeclared_consumers
from explorer.analysis.detectors.undeclared_dataset import undeclared_datasets
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Access
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import marked_n, tr, tr_n

_OF_THE_VERDICT = frozenset(("owner", "access", "last_seen"))
"""The fields of the dimensions without which nobody keeps track."""
_CONSUMERS = marked_n(
    "{count:,} consumer nobody declared: {names}.", "{count:,} consumers nobody declared: {names}."
)
_PEOPLE = marked_n(
    "{count:,} person who asked once or for a few days, and counts as no consumer: {names}.",
    "{count:,} people who asked once or for a few days, and count as no consumers: {names}.",
)
_MADE = marked_n(
    "Nobody declared what {count:,} part is made from: {names}.",
    "Nobody declared what {count:,} parts are made from: {names}.",
)
_DATASETS = marked_n(
    "{count:,} dataset nobody declared: {names}.", "{count:,} datasets nobody declared: {names}."
)


def answer_inventory(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> Answer:
    """Whether everything is owned, declared, confirmed and under access control, and how much of that is known."""
    if not graph.nodes:
        empty = Sentence(text=tr("The system is empty."), sureness=Sureness.UNKNOWN)
        return Answer(question=3, verdict=Verdict.CANNOT_TELL, sentences=(empty,))
    shares = grounded_coverage(graph, check)
    check()
    undeclared, dangling = undeclared_consumers(graph, check), ghosts(graph)
    unknown = undeclared_datasets(graph, check)
    check()
    logged = any(e.last_seen is not None for e in reading_edges(graph))
    least = weakest(shares)
    sentences = [] if least is None else [_headline(least, logged=logged)]
    sentences += _seen_only(graph, undeclared, asked_once(graph, check), unknown)
    if dangling:
        ids = tuple(n.id for n in dangling)
        sentences.append(
            Sentence(
                text=tr_n(
                    "{count:,} node named but declared nowhere: {names}.",
                    "{count:,} nodes named but declared nowhere: {names}.",
                    len(ids),
                    names=named(graph, ids),
                ),
                sureness=Sureness.UNKNOWN,
                nodes=ids,
                edges=tuple(e.key for i in ids for e in graph.edges_from(i) + graph.edges_into(i)),
            )
        )
    opened = tuple(i for i, n in graph.nodes.items() if n.access in (Access.NONE, Access.OPEN))
    if opened:
        text = tr("Anyone may read {names}; who does is not controlled.", names=named(graph, opened))
        sentences.append(Sentence(text=text, sureness=Sureness.DECLARED, nodes=opened))
    sentences.extend(_told(each, logged=logged) for each in shares if each is not least)
    faulty = bool(undeclared or unknown or dangling)
    core = [s.coverage for s in shares if s.coverage.field in _OF_THE_VERDICT]
    complete = bool(core) and all(c.share == 1.0 for c in core)
    return Answer(
        question=3,
        verdict=Verdict.NO if faulty else Verdict.YES if complete else Verdict.PARTLY,
        sentences=tuple(sentences),
        missing=_missing(shares),
    )


def _seen_only(
    graph: SystemGraph, undeclared: list[Edge], once: list[Edge], unknown: list[Node]
) -> list[Sentence]:
    """Who reads, what is made from what, and which data are there, without anybody's having declared it."""
    reads = [e for e in undeclared if graph.nodes[e.to_id].kind not in MADE]
    made = [e for e in undeclared if graph.nodes[e.to_id].kind in MADE]
    groups: tuple[tuple[tuple[str, str], tuple[str, ...], list[Edge]], ...] = (
        (_CONSUMERS, _heads(reads), reads),
        (_PEOPLE, _heads(once), once),
        (_MADE, _heads(made), made),
        (_DATASETS, tuple(n.id for n in unknown), []),
    )
    return [
        Sentence(
            text=tr_n(*forms, len(nodes), names=named(graph, nodes)),
            sureness=Sureness.OBSERVED,
            nodes=nodes,
            edges=tuple(e.key for e in edges),
        )
        for forms, nodes, edges in groups
        if nodes
    ]


def _heads(edges: list[Edge]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(e.to_id for e in edges))


def _headline(share: Grounded, *, logged: bool) -> Sentence:
    told = _told(share, logged=logged)
    if share.coverage.share == 1.0:
        return told
    return Sentence(text=tr("Weakest: {share}", share=told.text), sureness=told.sureness, nodes=told.nodes)


def _told(share: Grounded, *, logged: bool) -> Sentence:
    """The share with its sources; how many are not known stands beside it."""
    about = share.coverage
    is_seen = about.field in ("last_seen", "parsed")
    if about.field == "last_seen" and not logged:
        text = tr(
            "{share}; no log of who reads has been imported, so silence proves nothing.", share=share.text
        )
    elif about.share < 1.0:
        text = tr(
            "{share}; of {unknown:,} nobody knows.", share=share.text, unknown=about.total - about.known
        )
    else:
        text = f"{share.text}."
    sureness = Sureness.OBSERVED if is_seen else Sureness.DECLARED
    return Sentence(
        text=text,
        sureness=sureness if about.share == 1.0 else Sureness.UNKNOWN,
        nodes=about.lacking,
    )


def _missing(shares: list[Grounded]) -> tuple[Missing, ...]:
    return tuple(
        Missing(field=s.coverage.field, nodes=s.coverage.lacking) for s in shares if s.coverage.lacking
    )
