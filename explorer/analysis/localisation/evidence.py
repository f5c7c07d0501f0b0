"""What speaks for and against each suspect: the paths to the symptoms, and why healthy nodes clear others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from explorer.analysis.localisation.marks import Mark
from explorer.analysis.localisation.prediction import HARDLY, NEARLY_SURE, NEVER, SURELY, Sight, sight_of
from explorer.analysis.localisation.ranking import Ranking, Suspect
from explorer.analysis.localisation.taken_out import without_edges
from explorer.analysis.what_if.edge_classes import EdgeClasses, edge_classes
from explorer.analysis.what_if.effects import EFFECTS, bit
from explorer.analysis.what_if.impact import Impact, explain_step, impact_over, what_if
from explorer.analysis.what_if.witness import Step
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr, tr_n


@dataclass(frozen=True, slots=True)
class Way:
    """The shortest way from a suspect to a symptom. is_certain: every step. watched: the last step, by a monitor.

    through: the healthy nodes that it cannot avoid.
    """

    symptom: str
    steps: tuple[Step, ...]
    is_certain: bool
    watched: EdgeKey | None
    through: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cleared:
    """A node that could explain a symptom but for what was seen to be healthy (`by`)."""

    id: str
    probability: float
    by: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Against:
    """A healthy node that a suspect's change would make bad, for certain or perhaps."""

    id: str
    is_certain: bool


class Ways:
    """Finds the ways of suspects to their symptoms: a what-if each, past the healthy nodes where that can be."""

    def __init__(self, ranking: Ranking, check: Callable[[], None] = lambda: None) -> None:
        self._ranking = ranking
        self._check = check
        self._healthy = [m.node for m in ranking.sightings.marks if m.degree <= 1 - NEARLY_SURE]

    def of(self, suspect: Suspect) -> tuple[Way, ...]:
        """A way to each symptom that the suspect explains, in the order in which it explains them."""
        graph = self._ranking.graph
        past = impact_over(graph, self._open, (suspect.change,), self._check)
        every: Impact | None = None
        found = []
        marks = {m.node: m for m in self._ranking.sightings.symptoms}
        for symptom in suspect.explains:
            sight = sight_of(graph, marks[symptom])
            way = _way(past, self._past_the_healthy(sight), ())
            if way is None:
                every = every or self.impact(suspect)
                way = _way(every, sight, self._healthy)
            if way is not None:
                found.append(way)
        return tuple(found)

    @cached_property
    def _open(self) -> EdgeClasses:
        """The edges without those that leave healthy nodes."""
        graph = self._ranking.graph
        healthy = [graph.arrays.index[i] for i in self._healthy]
        return without_edges(edge_classes(graph, self._check), np.isin(graph.arrays.from_index, healthy))

    def _past_the_healthy(self, sight: Sight) -> Sight:
        """Without what a monitor watches that was seen to be healthy: no alarm comes of it."""
        ids = self._ranking.graph.arrays.ids
        return replace(
            sight,
            at=tuple(a for a in sight.at if ids[a[0]] == sight.mark.node or ids[a[0]] not in self._healthy),
        )

    def impact(self, suspect: Suspect) -> Impact:
        """All that the suspect's change does."""
        return what_if(self._ranking.graph, [suspect.change], check=self._check)


def explain_way(graph: SystemGraph, way: Way) -> tuple[str, ...]:
    """The way, a sentence a step."""
    said = [explain_step(graph, step) for step in way.steps]
    if way.watched is not None:
        monitor, node = graph.nodes[way.symptom].name, graph.nodes[way.watched.from_id].name
        said.append(tr("{monitor} watches {node}.", monitor=monitor, node=node))
    return tuple(said)


def _way(impact: Impact, sight: Sight, healthy: tuple[str, ...] | list[str]) -> Way | None:
    graph = impact.graph
    found: list[tuple[bool, int, Way]] = []
    for node, effects in sight.at:
        node_id = graph.arrays.ids[node]
        watched = None
        if node_id != sight.mark.node:
            watched = EdgeKey(node_id, sight.mark.node, EdgeKind.WATCHES)
        for effect in (e for e in EFFECTS if effects & bit(e)):
            for certain in (True, False):
                try:
                    steps = impact.path_to(node_id, effect, certain=certain)
                except ValueError:
                    continue
                through = [i for i in (s.edge.from_id for s in steps) if i in healthy]
                found.append(
                    (not certain, len(steps), Way(sight.mark.node, steps, certain, watched, tuple(through)))
                )
                break
    return min(found, key=lambda one: one[:2])[2] if found else None


def evidence_against(ranking: Ranking, suspect: Suspect) -> tuple[Against, ...]:
    """The healthy nodes to which the suspect's likeliest change would come, the surest first."""
    own = np.flatnonzero(ranking.cases.nodes == ranking.graph.arrays.index[suspect.id]).tolist()
    row = ranking.cases.levels[next(h for h in own if ranking.changes[h] == suspect.change)].tolist()
    marks = ranking.sightings.marks
    found = [
        Against(mark.node, level == SURELY)
        for mark, level in zip(marks, row, strict=True)
        if not mark.is_symptom and level > HARDLY
    ]
    return tuple(sorted(found, key=lambda a: not a.is_certain))


def cleared(ranking: Ranking, most: int, *, check: Callable[[], None] = lambda: None) -> tuple[Cleared, ...]:
    """The first of the nodes that healthy ones clear, with the reason; those seen to be healthy themselves first."""
    marks = ranking.sightings.marks
    healthy = [v for v, m in enumerate(marks) if m.degree <= 1 - NEARLY_SURE]
    own = {m.node for m in marks if m.degree <= 1 - NEARLY_SURE}
    ids = ranking.graph.arrays.ids
    order = sorted(ranking.cleared, key=lambda node: ids[node] not in own)[:most]
    found = []
    for node in order:
        check()
        found.append(_cleared(ranking, node, healthy))
    return tuple(found)


def _cleared(ranking: Ranking, node: int, healthy: list[int]) -> Cleared:
    graph, marks = ranking.graph, ranking.sightings.marks
    node_id, name = graph.arrays.ids[node], graph.nodes[graph.arrays.ids[node]].name
    probability = float(ranking.of_nodes[node])
    if any(marks[v].node == node_id for v in healthy):
        reason = tr("{node} was seen to be healthy.", node=name)
        return Cleared(node_id, probability, (node_id,), reason)
    levels = ranking.cases.levels[ranking.cases.nodes == node]
    sure = [v for v in healthy if (levels[:, v] == SURELY).all()]
    if sure:
        by = _nodes(marks, sure)
        reason = tr_n(
            "Whatever happened to {node} would surely show at {others}, which is healthy.",
            "Whatever happened to {node} would surely show at {others}, which are healthy.",
            len(by),
            node=name,
            others=named(graph, by),
        )
        return Cleared(node_id, probability, by, reason)
    reached = [v for v in healthy if (levels[:, v] != NEVER).any()]
    by = _nodes(marks, reached)
    reason = tr_n(
        "Whatever happened to {node} would show at {others}, or pass there on its way to what is bad; that is "
        "healthy.",
        "Whatever happened to {node} would show at {others}, or pass there on its way to what is bad; they are "
        "healthy.",
        len(by),
        node=name,
        others=named(graph, by),
    )
    return Cleared(node_id, probability, by, reason)


def _nodes(marks: tuple[Mark, ...], numbers: list[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(marks[v].node for v in numbers))
