"""Where the fault lies: every hypothesis that could explain what was seen, weighed, as suspects with their evidence.

Decided where the text is silent:
- Only what has a path to a symptom is a hypothesis; a suspect's probability is that of all its changes.
- The probabilities may add up to more than 1 where several faults at once are likely.
- A symptom that began before a suspect went bad is not explained by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.localisation.baselines import nearest_upstream_first
from explorer.analysis.localisation.explanations import MOST_CLASSES, Cases, Floats, Longs, Posterior, weigh
from explorer.analysis.localisation.fault_sets import NodeSet, likeliest_sets
from explorer.analysis.localisation.field_hypotheses import FIELDS_SHARE, field_changes, predict_fields
from explorer.analysis.localisation.hypotheses import OfWhole, Prior, of_whole, prior_of, priors
from explorer.analysis.localisation.marks import UNDECIDED, Sightings
from explorer.analysis.localisation.on_demand import OnDemand
from explorer.analysis.localisation.prediction import (
    HARDLY,
    NEARLY_SURE,
    NEVER,
    STRENGTH,
    SURELY,
    Backwards,
    Levels,
    backwards,
    cut_graph,
    on_the_way_of,
    sight_of,
)
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import tr, tr_n

SETTLED = 0.9
"""How likely the first suspect must be for the search to be over."""

STILL_SUSPECTED = 0.1
"""A node as likely as this is a suspect whatever speaks against it: a mark may be wrong."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A node that may be the cause, how likely it is, its likeliest change, and the symptoms which that explains."""

    id: str
    probability: float
    change: HypotheticalChange
    explains: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Ranking:
    """All hypotheses after what was seen. bounds: what was cut short."""

    graph: SystemGraph
    sightings: Sightings
    changes: Sequence[HypotheticalChange]
    posterior: Posterior
    priors: Mapping[str, Prior]
    bounds: tuple[str, ...]

    @property
    def cases(self) -> Cases:
        """The hypotheses with what they predict."""
        return self.posterior.cases

    @cached_property
    def of_nodes(self) -> Floats:
        """How likely each node of the system is a cause."""
        return self.posterior.of_nodes(len(self.graph.arrays.ids))

    @cached_property
    def suspects(self) -> Sequence[Suspect]:
        """Every node with a path to a symptom, the likeliest first, then the one that explains most, then by id.

        Nodes that were exonerated are not among them.
        """
        nodes = self.in_order
        return OnDemand(len(nodes), lambda i: self._suspect(int(nodes[i])))

    @cached_property
    def in_order(self) -> Longs:
        """The suspects as numbers of nodes."""
        nodes = np.flatnonzero((self._likeliest >= 0) & ~self._cleared)
        explained = self._explained[self._likeliest[nodes]]
        probability = np.array([round(p, 9) for p in self.of_nodes[nodes].tolist()])
        order: Longs = nodes[np.lexsort((nodes, -explained, -probability))]  # nodes are in order of id
        return order

    @cached_property
    def _explained(self) -> Longs:
        """How many nodes that were seen to be bad each hypothesis explains."""
        of_node: dict[str, list[int]] = {}
        for v, mark in enumerate(self.sightings.marks):
            if mark.is_symptom:
                of_node.setdefault(mark.node, []).append(v)
        found = np.zeros(len(self.changes), np.int64)
        for marks in of_node.values():
            found += (self.cases.levels[:, marks] != NEVER).any(axis=1)
        return found

    @cached_property
    def cleared(self) -> tuple[int, ...]:
        """The nodes (as numbers) with a path to a symptom that what was seen to be healthy speaks against."""
        found = np.flatnonzero(self._cleared)
        return tuple(found[np.argsort(-self.of_nodes[found], kind="stable")].tolist())

    @cached_property
    def _likeliest(self) -> Longs:
        """The likeliest hypothesis of each node, of equals the first; -1 where there is none."""
        nodes, likely = self.cases.nodes, self.posterior.of_hypotheses
        most = np.zeros(len(self.of_nodes))
        np.maximum.at(most, nodes, likely)
        first = np.flatnonzero(likely >= most[nodes] * (1 - 1e-9))[::-1]
        found = np.full(len(most), -1, np.int64)
        found[nodes[first]] = first  # the last that is written is the first of them
        return found

    @cached_property
    def _cleared(self) -> NDArray[np.bool_]:
        """Per node: each way for it to be the cause would surely show where all is healthy, or not come by."""
        levels, degrees = self.cases.levels, self.cases.degrees
        healthy = degrees <= 1 - NEARLY_SURE
        shows = (levels[:, healthy] == SURELY).any(axis=1)
        comes_by = (levels[:, degrees > UNDECIDED] > HARDLY).any(axis=1)
        open_ways = np.bincount(self.cases.nodes, ~shows & comes_by, len(self.of_nodes))
        ways = np.bincount(self.cases.nodes, minlength=len(self.of_nodes))
        found: NDArray[np.bool_] = (ways > 0) & (open_ways == 0) & (self.of_nodes < STILL_SUSPECTED)
        return found

    @cached_property
    def fault_sets(self) -> tuple[NodeSet, ...]:
        """The likeliest sets of nodes that explain every symptom, or as many as three causes can."""
        return likeliest_sets(self.posterior)

    @property
    def is_settled(self) -> bool:
        """Whether one suspect is all but sure."""
        return len(self.in_order) > 0 and bool(self.of_nodes[self.in_order[0]] >= SETTLED)

    def explained_by(self, hypothesis: int) -> tuple[str, ...]:
        """The symptoms a hypothesis has a path to, the surest first."""
        marks = self.sightings.marks
        row = self.cases.levels[hypothesis].tolist()
        found = [v for v in range(len(marks)) if marks[v].is_symptom and row[v] != NEVER]
        found.sort(key=lambda v: -STRENGTH[row[v]])
        return tuple(dict.fromkeys(marks[v].node for v in found))

    def _suspect(self, node: int) -> Suspect:
        node_id, hypothesis = self.graph.arrays.ids[node], int(self._likeliest[node])
        return Suspect(
            node_id,
            float(self.of_nodes[node]),
            self.changes[hypothesis],
            self.explained_by(hypothesis),
            tuple(reason.told for reason in prior_of(self.priors, node_id).reasons),
        )


def rank(graph: SystemGraph, seen: Sightings, *, check: Callable[[], None] = lambda: None) -> Ranking:
    """Every suspect for what was seen; UsageError where nothing was seen to be bad, or a mark names no node."""
    _require_sense(graph, seen)
    known = priors(graph, seen.changed)
    nearest = nearest_upstream_first(graph, seen, check=check)
    fields, fields_left_out = field_changes(graph, nearest, check=check)
    of_fields, roughly = predict_fields(graph, fields, seen.marks, check)
    whole = of_whole(graph, check)
    weights = _weights(graph, whole, known)
    weights = np.concatenate((weights, _shared(whole, weights, fields)))
    predicted = np.concatenate((_predicted(graph, seen, whole.nodes, whole.ranks, check), of_fields))
    at_fields = np.array([graph.arrays.index[c.node] for c in fields], np.int64)
    nodes = np.concatenate((whole.nodes, at_fields))
    _drop_later_causes(graph, seen, nodes, predicted)
    degrees = np.array([m.believed for m in seen.marks])
    explains = (predicted[:, degrees > UNDECIDED] != NEVER).any(axis=1)
    kept = np.flatnonzero(explains)
    if not len(kept):
        raise UsageError(
            tr("Nothing in the system can explain what was marked."), hint=tr("Mark another node as bad.")
        )
    cases = Cases(weights[kept] / weights[kept].sum(), nodes[kept], predicted[kept], degrees)
    posterior = weigh(cases, check)
    bounds = []
    if posterior.left_out:
        bounds.append(
            tr(
                "Faults at several places at once were looked for among the {groups} likeliest groups of hypotheses; "
                "{left_out:,} less likely ones were weighed as single faults only.",
                groups=MOST_CLASSES,
                left_out=posterior.left_out,
            )
        )
    if roughly:
        bounds.append(
            tr_n(
                "{count:,} mark in large loops: what a single field does to them is an upper bound there.",
                "{count:,} marks in large loops: what a single field does to them is an upper bound there.",
                roughly,
            )
        )
    if fields_left_out:
        bounds.append(
            tr(
                "Single fields were suspected at the nodes nearest to a symptom; {left_out:,} hypotheses about "
                "fields further off were left out.",
                left_out=fields_left_out,
            )
        )
    changes = OnDemand(len(kept), partial(_change, whole, fields, kept))
    return Ranking(graph, seen, changes, posterior, known, tuple(bounds))


def _require_sense(graph: SystemGraph, seen: Sightings) -> None:
    for mark in seen.marks:
        if mark.node not in graph.nodes:
            raise UsageError(tr("There is no node “{name}”.", name=mark.node))
    if not seen.symptoms:
        raise UsageError(
            tr("Nothing is marked as bad, so there is no cause to look for."), hint=tr("Mark a symptom.")
        )
    degrees: dict[tuple[str, object, object], bool] = {}
    for mark in seen.marks:
        key = (mark.node, mark.channel, mark.cut)
        if degrees.setdefault(key, mark.is_symptom) is not mark.is_symptom:
            raise UsageError(
                tr("“{node}” is marked as bad and as good.", node=mark.node), hint=tr("Mark it once.")
            )


def _change(whole: OfWhole, fields: Sequence[HypotheticalChange], kept: Longs, at: int) -> HypotheticalChange:
    number = int(kept[at])
    count = len(whole.nodes)
    return whole.change(number) if number < count else fields[number - count]


def _weights(graph: SystemGraph, whole: OfWhole, known: Mapping[str, Prior]) -> Floats:
    """The weight of every hypothesis about the whole of a node: those of one node share its own."""
    count = len(graph.nodes)
    of_nodes = np.full(count, prior_of(known, "").weight)
    for node, prior in known.items():
        of_nodes[graph.arrays.index[node]] = prior.weight
    found: Floats = (of_nodes / np.bincount(whole.nodes, minlength=count))[whole.nodes]
    return found


def _shared(whole: OfWhole, weights: Floats, fields: Sequence[HypotheticalChange]) -> Floats:
    """The weights of hypotheses about fields, which share with that about the whole, whose weight is made less."""
    wholes = np.array([whole.number_of(c) for c in fields], np.int64)
    shared, number, count = np.unique(wholes, return_inverse=True, return_counts=True)
    found: Floats = weights[wholes] * FIELDS_SHARE / count[number]
    weights[shared] *= 1 - FIELDS_SHARE
    return found


def _predicted(
    graph: SystemGraph, seen: Sightings, nodes: Longs, ranks: Longs, check: Callable[[], None]
) -> Levels:
    """What each hypothesis predicts for each mark."""
    turned: dict[object, Backwards] = {}
    found = np.zeros((len(nodes), len(seen.marks)), np.int8)
    for v, mark in enumerate(seen.marks):
        check()
        if mark.cut not in turned:
            marks = on_the_way_of(seen.marks, mark.cut)
            turned[mark.cut] = backwards(cut_graph(graph, mark.cut), marks, check)
        found[:, v] = turned[mark.cut].levels(sight_of(graph, mark), nodes, ranks, check)
    return found


def _drop_later_causes(graph: SystemGraph, seen: Sightings, nodes: Longs, predicted: Levels) -> None:
    """What went bad after a symptom did not cause it."""
    began = [(graph.arrays.index[m.node], m.since) for m in seen.symptoms if m.since is not None]
    for v, mark in enumerate(seen.marks):
        if mark.is_symptom and mark.since is not None:
            later = [node for node, since in began if since > mark.since]
            predicted[np.isin(nodes, later), v] = NEVER
