"""What a what-if comes to, sentence by sentence, for the command line and the window alike; each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from explorer.analysis.what_if.answer_json import lag_text
from explorer.analysis.what_if.effects import Effect
from explorer.analysis.what_if.helps import Help
from explorer.analysis.what_if.impact import Impact, NodeImpact, explain_step
from explorer.analysis.what_if.isolation import Isolation
from explorer.analysis.what_if.measurement import Measured, Observation
from explorer.analysis.what_if.mitigations import Effort
from explorer.analysis.what_if.probe_plan import Probe, ProbePlan
from explorer.analysis.what_if.protection import Protected
from explorer.analysis.what_if.retirement import retirement
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import ChangeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named

EFFECT_WORDS: Mapping[Effect, str] = {
    Effect.BREAKS: "breaks",
    Effect.WRONG: "silently wrong",
    Effect.DEGRADED: "degraded",
    Effect.SCHEMA_BREAK: "loses a field",
    Effect.SHIFTS: "shifts",
    Effect.STALE: "stale",
    Effect.SCHEMA_ADD: "gets a field",
}
WAVES = ("Now", "After the next retraining, or when the world has reacted", "Later")
_WOULD_BE: Mapping[Effect, str] = {
    Effect.BREAKS: "break",
    Effect.WRONG: "be silently wrong",
    Effect.DEGRADED: "be degraded",
    Effect.SCHEMA_BREAK: "lose a field",
    Effect.SHIFTS: "shift",
    Effect.STALE: "be stale",
    Effect.SCHEMA_ADD: "get a field",
}
_ONLY: Mapping[Effect, str] = {
    Effect.BREAKS: "only breaks",
    Effect.WRONG: "is only silently wrong",
    Effect.DEGRADED: "is only degraded",
    Effect.SCHEMA_BREAK: "only loses a field",
    Effect.SHIFTS: "only shifts",
    Effect.STALE: "is only stale",
    Effect.SCHEMA_ADD: "only gets a field",
}
_EFFORTS = {Effort.S: "little work", Effort.M: "some work", Effort.L: "much work"}


class Told(NamedTuple):
    """A sentence, and the nodes and edges it speaks of."""

    text: str
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()


def effect_told(row: NodeImpact) -> str:
    """What happens to a node, and how surely: “stale for certain, possibly shifts”."""
    effect = EFFECT_WORDS[row.effect]
    if row.certainty == "certain":
        return effect
    if row.certain_effect is None:
        return f"possibly {effect}"
    return f"{EFFECT_WORDS[row.certain_effect]} for certain, possibly {effect}"


def path_told(impact: Impact, node_id: str) -> list[Told]:
    """The proof of a node's effect, a sentence a step; where a change happens, that."""
    graph, steps = impact.graph, impact.path(node_id)
    if not steps:
        return [Told(f"{graph.nodes[node_id].name} is where the change happens.", (node_id,))]
    told = []
    for number, step in enumerate(steps, 1):
        later = f" ({WAVES[step.wave][:1].lower()}{WAVES[step.wave][1:]})" if step.wave else ""
        text = explain_step(graph, step).rstrip(".")
        told.append(Told(f"{number}. {text}{later}.", step.edge[:2], (step.edge,)))
    return told


def seen_told(graph: SystemGraph, found: Observation) -> str:
    """Which monitor sees it as what, where, and how late."""
    where = f" at {graph.nodes[found.at].name}" if found.hops else ""
    became = f" as {found.seen_as}" if found.seen_as is not found.channel else ""
    lag = lag_text(found.lag, is_least=found.lag_is_least)
    return (
        f"{graph.nodes[found.monitor].name} detects {found.channel}{became}{where}, "
        f"{f'{lag} later' if lag else 'nobody says how late'}"
    )


def blind_told(found: Measured) -> str | None:
    """In which channels nobody would see it; None where there is no such channel."""
    if not found.blind_channels:
        return None
    return f"nobody would see it in {' and '.join(found.blind_channels)}"


def unnoticed_told(graph: SystemGraph, seen: Mapping[str, Measured]) -> Told:
    """The nodes of which nobody would notice a part, together."""
    blind = tuple(i for i, found in seen.items() if found.blind_channels)
    if not blind:
        return Told("Everything of it would be noticed.")
    return Told(f"Nobody would notice at least part of it at {named(graph, blind, most=12)}.", blind)


def protected_told(graph: SystemGraph, held: Protected) -> Told:
    """What a shield holds off from a node."""
    pins = "; ".join(f"{graph.nodes[k.from_id].name} → {graph.nodes[k.to_id].name}" for k in held.by)
    instead = _ONLY[held.instead] if held.instead is not None else "is unchanged"
    return Told(
        f"{graph.nodes[held.id].name} {instead}; without the pin or fallback at {pins}, it would "
        f"{_WOULD_BE[held.effect]}.",
        (held.id,),
        held.by,
    )


def retirements_told(impact: Impact) -> Iterator[Told]:
    """What has to be done before what is retired can go."""
    graph = impact.graph
    for change in impact.changes:
        if change.kind is not ChangeKind.RETIRE:
            continue
        plan, name = retirement(graph, change.node), graph.nodes[change.node].name
        readers = named(graph, plan.readers, most=12)
        yield Told(f"To retire {name}: migrate {readers}.", (change.node, *plan.readers))
        if plan.writers:
            text = f"Nothing else reads what {named(graph, plan.writers)} write for {name}."
            yield Told(text, (change.node, *plan.writers))


def plan_told(plan: ProbePlan) -> str:
    """How many extra probes, and whether fewer would do."""
    fewest = "the fewest that show all that can be shown" if plan.is_minimal else "the fewest found"
    return f"{counted(len(plan.probes), 'extra probe')}, {fewest}"


def probe_told(graph: SystemGraph, probe: Probe) -> Told:
    """What to watch, who would do it, and what it shows."""
    owner = f" ({probe.owner})" if probe.owner is not None else ""
    covered = tuple(dict.fromkeys(node for node, _ in probe.covers))
    doubt = "; behind what a model causes itself, so it proves little" if probe.is_compromised else ""
    text = f"{probe.action}{owner}, shows {named(graph, covered, most=6)}{doubt}"
    return Told(text, (probe.node, *covered))


def unmeasurable_told(graph: SystemGraph, plan: ProbePlan) -> Told | None:
    """What no probe would show; None where there is nothing of the kind."""
    places = tuple(dict.fromkeys(node for node, _ in plan.unmeasurable))
    return Told(f"Cannot be measured: {named(graph, places, most=12)}.", places) if places else None


def help_does(one: Help) -> str:
    """What an action would change."""
    parts = []
    if one.removed:
        critical = f", {one.critical:,} of them critical" if one.critical else ""
        parts.append(f"less happens to {counted(len(one.removed), 'node')}{critical}")
    if one.healed:
        parts.append(
            f"{counted(len(one.healed), 'node')} would be seen apart from what a model causes itself"
        )
    return " and ".join(parts)


def help_takes(one: Help) -> str:
    """How much work an action is, and for whom."""
    who = f" for {one.proposal.owner}" if one.proposal.owner is not None else ""
    return f"{_EFFORTS[one.proposal.effort]}{who}"


def isolation_told(graph: SystemGraph, found: Isolation) -> tuple[Told, list[Told]]:
    """Whether and how a node stays untouched, and then cut by cut, or along the way that none can break."""
    name, at = graph.nodes[found.node].name, (found.node,)
    if found.cuts is None and not found.uncut:
        return Told(f"No cut exists that keeps {name} untouched: it is what changes.", at), []
    if found.cuts is None:
        steps = [Told(explain_step(graph, s), s.edge[:2], (s.edge,)) for s in found.uncut]
        edges = tuple(s.edge for s in found.uncut)
        return Told(f"No cut exists that keeps {name} untouched; this way cannot be cut:", at, edges), steps
    if not found.cuts:
        return Told(f"{name} is untouched; nothing needs to be cut.", at), []
    fewest = (
        "no fewer would do"
        if found.is_minimal
        else f"perhaps fewer would do, but no fewer than {found.least:,}"
    )
    cuts = []
    for cut in found.cuts:
        owner = f" ({cut.owner})" if cut.owner is not None else ""
        cuts.append(Told(f"{cut.action}{owner}", cut.edge[:2], (cut.edge,)))
    text = f"To keep {name} untouched, cut {counted(len(cuts), 'edge')} ({fewest}):"
    return Told(text, at, tuple(cut.edge for cut in found.cuts)), cuts
