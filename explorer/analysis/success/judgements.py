"""Every model with every metric it is judged by, and all that is to be known of that pair, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from explorer.analysis.reaching import Bits
from explorer.analysis.success.carriers import Carriers, Flags
from explorer.analysis.success.chains import MetricChain, judging_edges, metric_chains
from explorer.analysis.success.driving import LONGEST_WAY, MOST_STEPS, MOST_WAYS
from explorer.analysis.success.measuring import measured_metrics
from explorer.analysis.success.own_output import made_by
from explorer.analysis.success.shaping import MOST_TOLD, Shaped, Shaping
from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr


@dataclass(frozen=True, slots=True)
class Judgement:
    """One model judged by one metric.

    measured, reached: None where it is not, else whether that is more than inferred. frozen: whether the model's
    action comes only as a frozen copy. shaped: how the model brings the metric about itself. own_output: whether the
    metric is made of the model's own output alone.
    """

    edge: Edge
    chains: tuple[MetricChain, ...]
    measured: bool | None
    reached: bool | None
    frozen: bool
    shaped: Shaped | None
    own_output: bool

    @property
    def model(self) -> str:
        """The model's id."""
        return self.edge.from_id

    @property
    def metric(self) -> str:
        """The metric's id."""
        return self.edge.to_id


class Success:
    """All judgements of a system, in order, with what several findings ask besides. `bounds` names what was cut."""

    def __init__(self, graph: SystemGraph, check: Callable[[], None] = lambda: None) -> None:
        self.graph = graph
        self.check = check
        self.of_kind: dict[EdgeKind, list[Edge]] = {kind: [] for kind in EdgeKind}
        for each in checked(graph.edges.values(), check):
            self.of_kind[each.kind].append(each)
        self.measured: Mapping[str, bool] = measured_metrics(graph, self.of_kind[EdgeKind.MEASURES])
        judging = judging_edges(graph, self.of_kind[EdgeKind.OPTIMISES])
        self.chains = metric_chains(graph, check, judging)
        judged = list(dict.fromkeys(e.from_id for e in judging))
        self._bit = {model: 1 << i for i, model in enumerate(judged)}
        self._carriers = Carriers(graph, check)
        everything = np.ones(len(self._carriers.edges), bool)
        # A pin is no reason to doubt what is reached where nobody has said it, so it is looked at apart.
        self._sure = self._spread(~self._carriers.inferred)
        self._any = self._spread(everything)
        self._live = self._spread(~self._carriers.frozen) if self._carriers.frozen.any() else self._any
        self._shaping = Shaping(self._carriers, judged)
        chains: dict[tuple[str, str], list[MetricChain]] = {}
        for chain in self.chains:
            chains.setdefault((chain.model, chain.metric), []).append(chain)
        made: dict[str, frozenset[str]] = {}
        self.judgements: list[Judgement] = []
        self._of_model: dict[str, list[Judgement]] = {}
        for edge in judging:
            check()
            if edge.to_id not in made:
                made[edge.to_id] = made_by(graph, edge.to_id, check)
            found = tuple(chains[edge.from_id, edge.to_id])
            judgement = self._judged(edge, found, edge.from_id in made[edge.to_id])
            self.judgements.append(judgement)
            self._of_model.setdefault(edge.from_id, []).append(judgement)
        self.bounds = self._bounds()

    def reaches(self, model: str, node_id: str) -> bool:
        """Whether what a judged model does shows at a node."""
        return bool(self._live[self._carriers.index[node_id]] & self._bit[model])

    def affecting(self, nodes: Iterable[str]) -> int:
        """The judged models whose doings show at one of these nodes or more, as bits (see bit_of)."""
        bits = 0
        for node_id in nodes:
            bits |= self._live[self._carriers.index[node_id]]
        return bits

    def bit_of(self, model: str) -> int:
        """The bit that stands for a judged model."""
        return self._bit[model]

    def of_model(self, model: str) -> list[Judgement]:
        """The judgements of one model."""
        return self._of_model.get(model, [])

    def _spread(self, kept: Flags) -> Bits:
        index = self._carriers.index
        return self._carriers.order(kept).spread({index[m]: bit for m, bit in self._bit.items()})

    def _judged(self, edge: Edge, chains: tuple[MetricChain, ...], own_output: bool) -> Judgement:
        model, metric = edge.from_id, edge.to_id
        at, bit = self._carriers.index[metric], self._bit[model]
        reached = None if not self._any[at] & bit else bool(self._sure[at] & bit)
        return Judgement(
            edge=edge,
            chains=chains,
            measured=self.measured.get(metric),
            reached=reached,
            frozen=reached is not None and not self._live[at] & bit,
            shaped=self._shaping.of(model, metric) if metric in self.measured else None,
            own_output=own_output,
        )

    def _bounds(self) -> tuple[str, ...]:
        found = []
        cut = sorted({c.metric for c in self.chains if not c.complete})
        if cut:
            names = ", ".join(self.graph.nodes[i].name for i in cut[:3])
            found.append(
                tr(
                    "Of the ways from {metrics} to the objectives only the first {ways:,} of at most {links} links, "
                    "and in all {most:,} links, were looked at one by one.",
                    metrics=names,
                    ways=MOST_WAYS,
                    links=LONGEST_WAY,
                    most=MOST_STEPS,
                )
            )
        if any(j.shaped is not None and not j.shaped.edges for j in self.judgements):
            found.append(
                tr(
                    "Ways through the world are told for {count} models; for more it is said that there are.",
                    count=MOST_TOLD,
                )
            )
        return tuple(found)
