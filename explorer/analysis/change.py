"""Question 1: how far a new version of each model reaches, how surely that is known, and where it would be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.analysis.success.chains import models
from explorer.analysis.what_if.effects import RANK, Effect
from explorer.analysis.what_if.impact import Impact, NodeImpact, what_if
from explorer.analysis.what_if.measurement import measured
from explorer.domain.answers import Answer, Missing, Sentence, Sureness, Verdict, weakest
from explorer.domain.entities import Edge
from explorer.domain.kinds import Criticality, EdgeKind, Evidence, NodeKind
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named

_UNMEASURABLE = frozenset((NodeKind.WORLD, NodeKind.OBJECTIVE))
"""Nobody puts a monitor on these; what they do is seen in metrics or not at all."""

_WORDS = {
    Effect.BREAKS: "breaks",
    Effect.WRONG: "is silently wrong",
    Effect.DEGRADED: "is degraded",
    Effect.SCHEMA_BREAK: "loses a field",
    Effect.SHIFTS: "shifts",
    Effect.STALE: "is stale",
    Effect.SCHEMA_ADD: "gets a field",
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """An edge at which a certain effect becomes a possible one, why, and the attribute that would settle it.

    field is None where nothing that can be stated would: the edge is a belief, or a person decides each time.
    """

    edge: Edge
    reason: str
    field: str | None
    holder: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a new version of one model reaches."""

    model: str
    impact: Impact
    doubts: tuple[Doubt, ...]
    blind: tuple[str, ...]

    @property
    def others(self) -> tuple[NodeImpact, ...]:
        """The affected nodes but the model itself, worst and soonest first."""
        return tuple(row for row in self.impact.affected if row.id != self.model)

    @property
    def is_precise(self) -> bool:
        """Whether every effect is certain and would be seen, and there is one."""
        return bool(self.others) and not self.blind and all(row.certainty == "certain" for row in self.others)


def reach_of(graph: SystemGraph, model: str, check: Callable[[], None] = lambda: None) -> Reach:
    """What a new version of the model does, and where that is not known or not seen."""
    impact = what_if(graph, [HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=model)], check=check)
    seen = measured(impact, check=check)
    blind = tuple(
        i
        for i, at in seen.items()
        if at.blind_channels and i != model and graph.nodes[i].kind not in _UNMEASURABLE
    )
    return Reach(model, impact, _doubts(graph, impact), blind)


def _doubts(graph: SystemGraph, impact: Impact) -> tuple[Doubt, ...]:
    """Where certainty is lost: edges from a certain effect to a node whose effect is only possible."""
    found = []
    for row in impact.affected:
        if row.certainty == "certain":
            continue
        for edge in graph.edges_into(row.id):
            before = impact.by_id.get(edge.from_id)
            if before is not None and before.certainty == "certain":
                found.extend(_doubt(graph, edge))
    return tuple(found)


def _doubt(graph: SystemGraph, edge: Edge) -> list[Doubt]:
    start, end = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
    if edge.evidence is Evidence.INFERRED:
        return [Doubt(edge, "it is only inferred", "evidence", end.id)]
    if edge.kind is EdgeKind.INFLUENCES and start.kind is NodeKind.WORLD:
        stated = edge.confidence is not None
        return [
            Doubt(
                edge,
                f"what {start.name} do in return is not certain",
                None if stated else "confidence",
                end.id,
            )
        ]
    if edge.kind is EdgeKind.TRAINS:
        if end.retrain is None:
            return [Doubt(edge, "nobody says when it is retrained", "retrain", end.id)]
        return [Doubt(edge, f"its retraining is {end.retrain}", None, end.id)]
    if edge.kind is EdgeKind.DRIVES:
        reason = "that one drives the other is a belief"
        return [Doubt(edge, reason, None if edge.relation is not None else "relation", end.id)]
    if edge.fields is None and edge.select_all is None and edge.kind in (EdgeKind.FEEDS, EdgeKind.DERIVES):
        return [Doubt(edge, "which fields it uses is not stated", "fields", end.id)]
    return []


def answer_change(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> Answer:
    """Whether the effect of a new version of every model is known precisely, and where it would be measured."""
    known = models(graph)
    if not known:
        text = "No model is known, so there is no change of a model to follow."
        sentence = Sentence(text=text, sureness=Sureness.UNKNOWN)
        return Answer(question=1, verdict=Verdict.CANNOT_TELL, sentences=(sentence,))
    order = {Criticality.HIGH: 0, Criticality.NORMAL: 1, None: 1, Criticality.LOW: 2}
    known.sort(key=lambda i: (order[graph.nodes[i].criticality], i))
    reaches = [reach_of(graph, model, check) for model in known]
    sentences = [s for reach in reaches for s in _told(graph, reach)]
    return Answer(
        question=1, verdict=_verdict(reaches), sentences=tuple(sentences), missing=_missing(graph, reaches)
    )


def _verdict(reaches: list[Reach]) -> Verdict:
    """A model that nothing is known to read counts as not known, not as harmless."""
    if not any(r.others for r in reaches):
        return Verdict.CANNOT_TELL
    if all(r.is_precise for r in reaches):
        return Verdict.YES
    certain_and_seen = any(
        row.certainty == "certain" and row.id not in blind
        for r, blind in ((r, frozenset(r.blind)) for r in reaches)
        for row in r.others
    )
    return Verdict.PARTLY if certain_and_seen else Verdict.NO


def _told(graph: SystemGraph, reach: Reach) -> list[Sentence]:
    name = graph.nodes[reach.model].name
    rows = reach.others
    if not rows:
        text = f"Nothing is known to read what {name} gives, so how far a new version reaches is not known."
        return [Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=(reach.model,))]
    certain = [row for row in rows if row.certainty == "certain"]
    worst = min(rows, key=lambda row: (RANK[row.effect], row.certainty != "certain"))
    path = [graph.edges[step.edge] for step in reach.impact.path(worst.id)]
    sure = weakest(path) if worst.certainty == "certain" else Sureness.UNKNOWN
    text = (
        f"A new version of {name} reaches {len(rows):,} of {counted(len(graph.nodes) - 1, 'other node')}, "
        f"{len(certain):,} for certain; the worst is that {graph.nodes[worst.id].name} "
        f"{'' if worst.certainty == 'certain' else 'possibly '}{_WORDS[worst.effect]}."
    )
    told = [
        Sentence(
            text=text,
            sureness=sure,
            nodes=(reach.model, *(row.id for row in rows)),
            edges=tuple(e.key for e in path),
        )
    ]
    if reach.doubts:
        first = reach.doubts[0]
        possible = len(rows) - len(certain)
        verb = "is" if possible == 1 else "are"
        text = f"{counted(possible, 'effect')} of it {verb} only possible: {_why(graph, first)}"
        more = len(reach.doubts) - 1
        text += f", and {counted(more, 'doubt')} more." if more else "."
        ids = tuple(row.id for row in rows if row.certainty != "certain")
        keys = tuple(d.edge.key for d in reach.doubts)
        told.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=ids, edges=keys))
    if reach.blind:
        text = f"Nobody would see it at {named(graph, reach.blind)}: no monitor or metric near enough would move."
        told.append(Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=reach.blind))
    return told


def _why(graph: SystemGraph, doubt: Doubt) -> str:
    start, end = graph.nodes[doubt.edge.from_id].name, graph.nodes[doubt.edge.to_id].name
    return f"at {start} → {end}, {doubt.reason}"


def _missing(graph: SystemGraph, reaches: list[Reach]) -> tuple[Missing, ...]:
    gaps: dict[str, dict[str, None]] = {}
    for reach in reaches:
        if not reach.others:
            gaps.setdefault("outputs", {})[reach.model] = None
        for doubt in reach.doubts:
            if doubt.field is not None:
                gaps.setdefault(doubt.field, {})[doubt.holder] = None
        for node in reach.blind:
            gaps.setdefault("monitors", {})[node] = None
    return tuple(Missing(field=field, nodes=tuple(nodes)) for field, nodes in sorted(gaps.items()))
