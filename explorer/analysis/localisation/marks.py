"""What has been seen so far: how surely each looked-at node is bad, by whose word, and since when.

A mark is a degree and never a threshold: a person's word is nearly sure, a monitor's reading is as sure as it is
unusual for that monitor, and what nobody has looked at has no mark at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import exp
from statistics import median

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import Channel

BAD, GOOD = 0.98, 0.02
UNDECIDED = 0.5

_UNUSUAL = 3.0
"""Spreads from the usual middle at which a reading says as much for bad as for good."""
_LEAST_USUAL = 5
"""Earlier readings without which nothing is known of what is usual."""
_MAD_TO_SPREAD = 1.4826  # of a normal distribution


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was seen of a node: degree 0 is healthy for sure, 1 bad for sure, and neither is ever quite believed.

    channel: what is bad or good of it, None where nobody says. since: when it went bad. cut: it was looked at
    while nothing passed over this edge, its reader going on with a copy from before.
    """

    node: str
    degree: float
    channel: Channel | None = None
    since: datetime | None = None
    cut: EdgeKey | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.degree <= 1:
            raise ValueError(f"A degree lies between 0 and 1, not at {self.degree:g}.")

    @property
    def believed(self) -> float:
        """The degree, as far as a mark is believed at all."""
        return min(max(self.degree, GOOD), BAD)

    @property
    def is_symptom(self) -> bool:
        """Whether it speaks for bad rather than for good."""
        return self.degree > UNDECIDED


@dataclass(frozen=True, slots=True)
class Sightings:
    """The state of a search for the cause. changed: nodes of which somebody knows that they changed lately."""

    marks: tuple[Mark, ...] = ()
    changed: frozenset[str] = frozenset()

    @property
    def symptoms(self) -> tuple[Mark, ...]:
        """What was seen to be bad, in the order in which it was marked."""
        return tuple(m for m in self.marks if m.is_symptom)

    def with_mark(self, mark: Mark) -> Sightings:
        """The state with this mark, in the place of an earlier one of the same node seen in the same way."""
        kept = [m for m in self.marks if (m.node, m.channel, m.cut) != (mark.node, mark.channel, mark.cut)]
        return replace(self, marks=(*kept, mark))

    def without(self, node: str) -> Sightings:
        """The state as if nobody had looked at this node."""
        return replace(self, marks=tuple(m for m in self.marks if m.node != node))

    def after_check(self, node: str, *, is_bad: bool, cut: EdgeKey | None = None) -> Sightings:
        """The state when somebody has looked at a node, with this edge cut where the check asked for it."""
        return self.with_mark(Mark(node=node, degree=BAD if is_bad else GOOD, cut=cut))


def sightings(bad: Iterable[str], good: Iterable[str] = (), changed: Iterable[str] = ()) -> Sightings:
    """What a person marks: these nodes bad, these good, and these known to have changed lately."""
    marks = [Mark(node=i, degree=BAD) for i in dict.fromkeys(bad)]
    marks += [Mark(node=i, degree=GOOD) for i in dict.fromkeys(good)]
    return Sightings(tuple(marks), frozenset(changed))


def calibrated(readings: Sequence[float], usual: Sequence[float]) -> float:
    """How bad these readings of a monitor are by its own usual ones; 0.5, which says nothing, without enough of them.

    Middle and spread are median and median deviation, so that a few old incidents among the usual do not hide a new
    one. A reading three spreads off is undecided; further off is bad by degrees, nearer is good by degrees.
    """
    if len(usual) < _LEAST_USUAL or not readings:
        return UNDECIDED
    middle = median(usual)
    spread = _MAD_TO_SPREAD * median(abs(u - middle) for u in usual)
    if spread == 0:
        spread = sum(abs(u - middle) for u in usual) / len(usual)
    off = abs(median(readings) - middle)
    if spread == 0:
        return BAD if off else GOOD
    return min(max(1 / (1 + exp(_UNUSUAL - min(off / spread, 50.0))), GOOD), BAD)
