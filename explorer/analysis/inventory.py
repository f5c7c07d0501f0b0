"""Question 3: which producers, consumers and dependencies are known, by what evidence, and what is not known.

A share is always "k of n known" with what it rests on. Nothing that is merely absent counts as fine: no log means
no confirmed consumer, and a node that nobody describes lowers a share, never raises it.
"""

from __future__ import annotations

from dataclasses import dataclass

from explorer.analysis.detectors.dangling_reference import ghosts
from explorer.analysis.detectors.no_owner import OWNABLE
from explorer.analysis.detectors.undeclared_consumer import undeclared_consumers
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict
from explorer.domain.entities import Edge
from explorer.domain.kinds import Access, EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named

SHARED = frozenset((NodeKind.DATASET, NodeKind.ARTIFACT))
"""What others read, and may therefore be read by somebody nobody knows of."""

_READS = frozenset((EdgeKind.FEEDS, EdgeKind.TRAINS, EdgeKind.DERIVES))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of something are known: `known` of `total`, and who lacks `field` (of a read, its reader)."""

    dimension: str
    field: str
    known: int
    total: int
    lacking: tuple[str, ...]

    @property
    def share(self) -> float:
        """Known by total; 1 where there are none."""
        return self.known / self.total if self.total else 1.0


def coverage(graph: SystemGraph) -> list[Coverage]:
    """Owners, access and confirmed readers, where there are any; a ghost is a node without an owner."""
    nodes = graph.nodes.values()
    asked = (
        ("owners", "owner", [(n.id, n.owner is not None) for n in nodes if n.kind in OWNABLE or n.is_ghost]),
        ("access", "access", [(n.id, n.access is not None) for n in nodes if n.kind in SHARED]),
        (
            "confirmed readers",
            "last_seen",
            [(e.to_id, e.last_seen is not None) for e in _reading_edges(graph)],
        ),
    )
    return [
        Coverage(
            dimension,
            field,
            sum(known for _, known in each),
            len(each),
            tuple(dict.fromkeys(i for i, known in each if not known)),
        )
        for dimension, field, each in asked
        if each
    ]


def _reading_edges(graph: SystemGraph) -> list[Edge]:
    """Every read of what is shared, by whomever."""
    return [e for e in graph.edges.values() if e.kind in _READS and graph.nodes[e.from_id].kind in SHARED]


def answer_inventory(graph: SystemGraph) -> Answer:
    """Whether everything is owned, declared, confirmed and under access control, and how much of that is known."""
    if not graph.nodes:
        empty = Sentence(text="The system is empty.", sureness=Sureness.UNKNOWN)
        return Answer(question=3, verdict=Verdict.CANNOT_TELL, sentences=(empty,))
    shares = coverage(graph)
    undeclared, dangling = undeclared_consumers(graph), ghosts(graph)
    weakest = min(shares, key=lambda c: c.share, default=None)
    sentences = [] if weakest is None else [_headline(graph, weakest)]
    if undeclared:
        readers = tuple(dict.fromkeys(e.to_id for e in undeclared))
        sentences.append(
            Sentence(
                text=f"{counted(len(readers), 'consumer')} nobody declared: {named(graph, readers)}.",
                sureness=Sureness.OBSERVED,
                nodes=readers,
                edges=tuple(e.key for e in undeclared),
            )
        )
    if dangling:
        ids = tuple(n.id for n in dangling)
        sentences.append(
            Sentence(
                text=f"{counted(len(ids), 'node')} named but declared nowhere: {named(graph, ids)}.",
                sureness=Sureness.UNKNOWN,
                nodes=ids,
                edges=tuple(e.key for i in ids for e in graph.edges_from(i) + graph.edges_into(i)),
            )
        )
    opened = tuple(i for i, n in graph.nodes.items() if n.access in (Access.NONE, Access.OPEN))
    if opened:
        text = f"Anyone may read {named(graph, opened)}; who does is not controlled."
        sentences.append(Sentence(text=text, sureness=Sureness.DECLARED, nodes=opened))
    sentences.extend(_told(graph, c) for c in shares if c is not weakest)
    faulty = bool(undeclared or dangling)
    complete = bool(shares) and all(c.share == 1.0 for c in shares)
    return Answer(
        question=3,
        verdict=Verdict.NO if faulty else Verdict.YES if complete else Verdict.PARTLY,
        sentences=tuple(sentences),
        missing=_missing(shares),
    )


def _headline(graph: SystemGraph, share: Coverage) -> Sentence:
    told = _told(graph, share)
    if share.share == 1.0:
        return told
    return Sentence(text=f"Weakest: {told.text}", sureness=told.sureness, nodes=told.nodes, edges=told.edges)


def _told(graph: SystemGraph, share: Coverage) -> Sentence:
    seen = sum(e.last_seen is not None for e in _reading_edges(graph))
    tail = ""
    if share.field == "last_seen" and not seen:
        tail = "; no log of who reads has been imported, so silence proves nothing"
    text = f"{share.dimension}: {share.known:,} of {share.total:,} known{tail}."
    sureness = Sureness.DECLARED if share.share == 1.0 else Sureness.UNKNOWN
    if share.field == "last_seen" and share.share == 1.0:
        sureness = Sureness.OBSERVED
    return Sentence(text=text, sureness=sureness, nodes=share.lacking)


def _missing(shares: list[Coverage]) -> tuple[Missing, ...]:
    return tuple(Missing(field=c.field, nodes=c.lacking) for c in shares if c.lacking)
