"""Proofs: the shortest path of (edge, rule) from the change to a fact, found backwards, hop by hop.

A fact that is new at hop h came from one that was new at hop h − 1, so nothing needs to be kept on the way
but what came when. Among equals the path prefers facts of the whole, then the order of edges and rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.analysis.what_if.effects import EFFECTS, MUST, RANK, SIDE, WAVES, WIDTH, Effect, bit, closed
from explorer.analysis.what_if.passing import Arrival, arrivals
from explorer.analysis.what_if.propagation import Run
from explorer.analysis.what_if.transfer import comes_later
from explorer.domain.entities import EdgeKey


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is so at a node: an effect of a field (None: of the whole), in a wave."""

    node: int
    field: str | None
    effect: Effect
    wave: int
    is_certain: bool

    @property
    def bits(self) -> int:
        """Its bit in a packed set: among those that must be when it is certain, else among those that may."""
        return 1 << RANK[self.effect] + WIDTH * self.wave + (MUST if self.is_certain else 0)


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a proof, the rule by which the fact passed, and the fact behind it."""

    edge: EdgeKey
    rule: str
    field: str | None
    effect: Effect
    wave: int


_Came = tuple[str | None, list[tuple[int, int]]]
"""A field, and the bits that came new at each hop."""
IN_ANY_WAVE = {e: sum(1 << RANK[e] + WIDTH * wave for wave in range(WAVES)) for e in EFFECTS}
"""The bits of an effect among those that may be."""


class Witnesses:
    """The proofs of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known_facts: dict[int, list[_Came]] = {}
        self._known_steps: dict[tuple[int, Fact], tuple[Step, Fact]] = {}
        self._known_arrivals: dict[tuple[int, Effect], tuple[Arrival, ...]] = {}
        self._later = [comes_later(use) for use in run.classes.uses]

    def first(self, node: int, effect: Effect, *, certain: bool) -> tuple[int, Fact] | None:
        """The fact of this effect that comes first (in hops, then waves), with its hop."""
        in_any_wave = IN_ANY_WAVE[effect] << (MUST if certain else 0)
        best: tuple[int, int, str, str | None] | None = None
        for field, came in self._facts_of(node):
            for hop, bits in came:
                here = bits & in_any_wave
                if here:
                    wave = first_position(here) % MUST // WIDTH
                    found = hop, wave, field or "", field
                    best = found if best is None or found[:3] < best[:3] else best
                    break
        if best is None:
            return None
        hop, wave, _, field = best
        return hop, Fact(node, field, effect, wave, certain)

    def path(self, hop: int, fact: Fact) -> tuple[Step, ...]:
        """The steps that lead to a fact that is new at this hop; none when it is where the change happens."""
        steps: list[Step] = []
        while True:
            start = self.start(hop, fact)
            if start is not None:
                steps.extend(start)
                return tuple(reversed(steps))
            known = self._known_steps.get((hop, fact))
            if known is None:
                known = self._known_steps[hop, fact] = self.before(hop, fact)
            step, fact = known
            steps.append(step)
            hop -= 1

    def start(self, hop: int, fact: Fact) -> tuple[Step, ...] | None:
        """The whole path, when the fact is new at this hop because a change happens here or over one edge."""
        if hop > 1:
            return None
        for start in self._run.starts:
            if start.hop == hop and start.node == fact.node and start.field == fact.field:
                if not start.bits & fact.bits:
                    continue
                if start.over_edge is None:
                    return ()
                for effect in (Effect.BREAKS, Effect.DEGRADED):
                    source = Fact(start.node, None, effect, 0, fact.is_certain)
                    step = self._step(start.over_edge, source, fact)
                    if step is not None:
                        return (step,)
        return None

    def before(self, hop: int, fact: Fact) -> tuple[Step, Fact]:
        """The last step to a fact that is new at this hop and begins elsewhere, and the fact it starts from."""
        arrays = self._run.classes.arrays
        for edge in arrays.edges_into(fact.node).tolist():
            for source in self._new_at(int(arrays.from_index[edge]), hop - 1, certain=fact.is_certain):
                step = self._step(edge, source, fact)
                if step is not None:
                    return step, source
        raise AssertionError(f"{fact} came from nowhere")

    def _step(self, edge: int, source: Fact, fact: Fact) -> Step | None:
        """The step by which `source` becomes `fact` over this edge, if it does."""
        classes = self._run.classes
        if min(source.wave + self._later[classes.class_of[edge]], WAVES - 1) != fact.wave:
            return None
        for arrival in self._arrivals(edge, source):
            if (
                arrival.field == fact.field
                and closed(bit(arrival.effect)) & bit(fact.effect)
                and (arrival.is_certain or not fact.is_certain)
            ):
                return Step(classes.arrays.keys[edge], arrival.rule, fact.field, fact.effect, fact.wave)
        return None

    def _arrivals(self, edge: int, source: Fact) -> tuple[Arrival, ...]:
        """What a fact becomes over an edge; for the whole, edges of one class need to be asked only once."""
        classes, delay = self._run.classes, self._run.delay
        number = int(classes.class_of[edge])
        if source.field is not None:
            found = arrivals(classes.edges[edge], classes.uses[number], source.field, source.effect, delay)
            return tuple(found)
        key = (number, source.effect)
        if key not in self._known_arrivals:
            found = arrivals(classes.edges[edge], classes.uses[number], None, source.effect, delay)
            self._known_arrivals[key] = tuple(found)
        return self._known_arrivals[key]

    def _new_at(self, node: int, hop: int, *, certain: bool) -> Iterator[Fact]:
        for field, came in self._facts_of(node):
            for at, bits in came:
                if at == hop:
                    yield from _facts(node, field, bits, certain=certain)

    def _facts_of(self, node: int) -> list[_Came]:
        """What came new at a node, the whole first, then its fields in order."""
        if node not in self._known_facts:
            start, hops, bits = self._run.whole.by_node
            came = [(hops[i], bits[i]) for i in range(start[node], start[node + 1])]
            self._known_facts[node] = [(None, came), *sorted(self._run.fields.at(node).items())]
        return self._known_facts[node]


def first_position(bits: int) -> int:
    """Where the lowest bit of a set stands."""
    return (bits & -bits).bit_length() - 1


def _facts(node: int, field: str | None, bits: int, *, certain: bool) -> Iterator[Fact]:
    left = (bits >> MUST if certain else bits) & SIDE
    while left:
        wave, rank = divmod(first_position(left), WIDTH)
        yield Fact(node, field, EFFECTS[rank], wave, certain)
        left &= left - 1
