"""An answer to one of the three questions: a verdict, the sentences it rests on, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.kinds import Evidence
from explorer.language import marked, marked_in


class Verdict(StrEnum):
    """What the answer comes to."""

    YES = marked_in("Verdict", "yes")
    PARTLY = marked_in("Verdict", "partly")
    NO = marked_in("Verdict", "no")
    CANNOT_TELL = marked_in("Verdict", "cannot tell")


class Sureness(StrEnum):
    """How a sentence is known, surest first; unknown never reads as safe."""

    DECLARED = marked_in("Sureness", "declared")
    OBSERVED = marked_in("Sureness", "observed")
    INFERRED = marked_in("Sureness", "inferred")
    UNKNOWN = marked_in("Sureness", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One statement of an answer and what it rests on."""

    text: str
    sureness: Sureness
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An attribute nobody has stated, and the nodes (or the readers at the end of edges) that lack it."""

    field: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to question 1 (change), 2 (success) or 3 (inventory and faults)."""

    question: int
    verdict: Verdict
    sentences: tuple[Sentence, ...]
    missing: tuple[Missing, ...] = ()


QUESTIONS = {
    1: marked(
        "Do we know precisely how a new or updated model would affect the whole system, and where to measure it?"
    ),
    2: marked("What does our metric of success look like, and does it gel with the business objective?"),
    3: marked(
        "Are we keeping track of every dependency, producer and consumer, and can we find faults systematically?"
    ),
}
"""Each question by its number; `tr` asks it in the language that is spoken."""

_WEAKEST_FIRST = (Evidence.INFERRED, Evidence.OBSERVED, Evidence.DECLARED)


def weakest(edges: tuple[Edge, ...] | list[Edge]) -> Sureness:
    """The sureness of a statement that rests on all of these edges; declared where it rests on none."""
    evidence = {e.evidence for e in edges}
    for weak in _WEAKEST_FIRST:
        if weak in evidence:
            return Sureness(weak.value)
    return Sureness.DECLARED
