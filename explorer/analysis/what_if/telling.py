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
from explorer.domain.wording import named
from explorer.domain.words import told
from explorer.language import marked, tr, tr_in, tr_n

EFFECT_WORDS: Mapping[Effect, str] = {
    Effect.BREAKS: marked("breaks"),
    Effect.WRONG: marked("silently wrong"),
    Effect.DEGRADED: marked("degraded"),
    Effect.SCHEMA_BREAK: marked("loses a field"),
    Effect.SHIFTS: marked("shifts"),
    Effect.STALE: marked("stale"),
    Effect.SCHEMA_ADD: marked("gets a field"),
}
"""What happens, in a word or two; `tr` tells it, as it does the next."""
WAVES = (
    marked("Now"),
    marked("After the next retraining, or when the world has reacted"),
    marked("Later"),
)
_WOULD_BE: Mapping[Effect, str] = {
    Effect.BREAKS: marked("without the pin or fallback at {pins}, it would break"),
    Effect.WRONG: marked("without the pin or fallback at {pins}, it would be silently wrong"),
    Effect.DEGRADED: marked("without the pin or fallback at {pins}, it would be degraded"),
    Effect.SCHEMA_BREAK: marked("without the pin or fallback at {pins}, it would lose a field"),
    Effect.SHIFTS: marked("without the pin or fallback at {pins}, it would shift"),
    Effect.STALE: marked("without the pin or fallback at {pins}, it would be stale"),
    Effect.SCHEMA_ADD: marked("without the pin or fallback at {pins}, it would get a field"),
}
_ONLY: Mapping[Effect | None, str] = {
    Effect.BREAKS: marked("{node} only breaks"),
    Effect.WRONG: marked("{node} is only silently wrong"),
    Effect.DEGRADED: marked("{node} is only degraded"),
    Effect.SCHEMA_BREAK: marked("{node} only loses a field"),
    Effect.SHIFTS: marked("{node} only shifts"),
    Effect.STALE: marked("{node} is only stale"),
    Effect.SCHEMA_ADD: marked("{node} only gets a field"),
    None: marked("{node} is unchanged"),
}
_EFFORTS = {Effort.S: marked("little work"), Effort.M: marked("some work"), Effort.L: marked("much work")}


_DETECTS = {
    (False, False): marked("{monitor} detects {channel}"),
    (False, True): marked("{monitor} detects {channel} at {place}"),
    (True, False): marked("{monitor} detects {channel} as {became}"),
    (True, True): marked("{monitor} detects {channel} as {became} at {place}"),
}
"""By whether the monitor sees it as something else, and whether elsewhere."""


class Told(NamedTuple):
    """A sentence, and the nodes and edges it speaks of."""

    text: str
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()


def effect_told(row: NodeImpact) -> str:
    """What happens to a node, and how surely: “stale for certain, possibly shifts”."""
    effect = tr(EFFECT_WORDS[row.effect])
    if row.certainty == "certain":
        return effect
    if row.certain_effect is None:
        return tr("possibly {effect}", effect=effect)
    certain = tr(EFFECT_WORDS[row.certain_effect])
    return tr("{certain} for certain, possibly {effect}", certain=certain, effect=effect)


def path_told(impact: Impact, node_id: str) -> list[Told]:
    """The proof of a node's effect, a sentence a step; where a change happens, that."""
    graph, steps = impact.graph, impact.path(node_id)
    if not steps:
        return [Told(tr("{node} is where the change happens.", node=graph.nodes[node_id].name), (node_id,))]
    steps_told = []
    for number, step in enumerate(steps, 1):
        wave = tr(WAVES[step.wave])
        later = f" ({wave[:1].lower()}{wave[1:]})" if step.wave else ""
        text = explain_step(graph, step).rstrip(".")
        steps_told.append(Told(f"{number}. {text}{later}.", step.edge[:2], (step.edge,)))
    return steps_told


def seen_told(graph: SystemGraph, found: Observation) -> str:
    """Which monitor sees it as what, where, and how late."""
    gaps = {
        "monitor": graph.nodes[found.monitor].name,
        "channel": told(found.channel),
        "became": told(found.seen_as),
        "place": graph.nodes[found.at].name,
    }
    sees = tr(_DETECTS[found.seen_as is not found.channel, bool(found.hops)], **gaps)
    lag = lag_text(found.lag, is_least=found.lag_is_least)
    when = tr("{lag} later", lag=lag) if lag else tr("nobody says how late")
    return f"{sees}, {when}"


def blind_told(found: Measured) -> str | None:
    """In which channels nobody would see it; None where there is no such channel."""
    if not found.blind_channels:
        return None
    channels = tr_in("channels", " and ").join(map(told, found.blind_channels))
    return tr("nobody would see it in {channels}", channels=channels)


def unnoticed_told(graph: SystemGraph, seen: Mapping[str, Measured]) -> Told:
    """The nodes of which nobody would notice a part, together."""
    blind = tuple(i for i, found in seen.items() if found.blind_channels)
    if not blind:
        return Told(tr("Everything of it would be noticed."))
    nodes = named(graph, blind, most=12)
    return Told(tr("Nobody would notice at least part of it at {nodes}.", nodes=nodes), blind)


def protected_told(graph: SystemGraph, held: Protected) -> Told:
    """What a shield holds off from a node."""
    pins = "; ".join(f"{graph.nodes[k.from_id].name} → {graph.nodes[k.to_id].name}" for k in held.by)
    instead = tr(_ONLY[held.instead], node=graph.nodes[held.id].name)
    return Told(f"{instead}; {tr(_WOULD_BE[held.effect], pins=pins)}.", (held.id,), held.by)


def retirements_told(impact: Impact) -> Iterator[Told]:
    """What has to be done before what is retired can go."""
    graph = impact.graph
    for change in impact.changes:
        if change.kind is not ChangeKind.RETIRE:
            continue
        plan, name = retirement(graph, change.node), graph.nodes[change.node].name
        readers = named(graph, plan.readers, most=12)
        text = tr("To retire {node}: migrate {readers}.", node=name, readers=readers)
        yield Told(text, (change.node, *plan.readers))
        if plan.writers:
            writers = named(graph, plan.writers)
            text = tr_n(
                "Nothing else reads what {writers} write for {node}.",
                "Nothing else reads what {writers} write for {node}.",
                len(plan.writers),
                writers=writers,
                node=name,
            )
            yield Told(text, (change.node, *plan.writers))


def plan_told(plan: ProbePlan) -> str:
    """How many extra probes, and whether fewer would do."""
    if plan.is_minimal:
        return tr_n(
            "{count:,} extra probe, the fewest that show all that can be shown",
            "{count:,} extra probes, the fewest that show all that can be shown",
            len(plan.probes),
        )
    return tr_n(
        "{count:,} extra probe, the fewest found",
        "{count:,} extra probes, the fewest found",
        len(plan.probes),
    )


def probe_told(graph: SystemGraph, probe: Probe) -> Told:
    """What to watch, who would do it, and what it shows."""
    action = f"{probe.action} ({probe.owner})" if probe.owner is not None else probe.action
    covered = tuple(dict.fromkeys(node for node, _ in probe.covers))
    nodes = named(graph, covered, most=6)
    text = tr("{action}, shows {nodes}", action=action, nodes=nodes)
    if probe.is_compromised:
        text = tr(
            "{action}, shows {nodes}; behind what a model causes itself, so it proves little",
            action=action,
            nodes=nodes,
        )
    return Told(text, (probe.node, *covered))


def unmeasurable_told(graph: SystemGraph, plan: ProbePlan) -> Told | None:
    """What no probe would show; None where there is nothing of the kind."""
    places = tuple(dict.fromkeys(node for node, _ in plan.unmeasurable))
    if not places:
        return None
    return Told(tr("Cannot be measured: {nodes}.", nodes=named(graph, places, most=12)), places)


def help_does(one: Help) -> str:
    """What an action would change."""
    less = tr_n("less happens to {count:,} node", "less happens to {count:,} nodes", len(one.removed))
    if one.critical:
        less = tr_n(
            "less happens to {count:,} node, {critical:,} of them critical",
            "less happens to {count:,} nodes, {critical:,} of them critical",
            len(one.removed),
            critical=one.critical,
        )
    seen = tr_n(
        "{count:,} node would be seen apart from what a model causes itself",
        "{count:,} nodes would be seen apart from what a model causes itself",
        len(one.healed),
    )
    if one.removed and one.healed:
        return tr("{less} and {seen}", less=less, seen=seen)
    return less if one.removed else seen if one.healed else ""


def help_takes(one: Help) -> str:
    """How much work an action is, and for whom."""
    effort = tr(_EFFORTS[one.proposal.effort])
    owner = one.proposal.owner
    return effort if owner is None else tr("{effort} for {owner}", effort=effort, owner=owner)


def isolation_told(graph: SystemGraph, found: Isolation) -> tuple[Told, list[Told]]:
    """Whether and how a node stays untouched, and then cut by cut, or along the way that none can break."""
    name, at = graph.nodes[found.node].name, (found.node,)
    if found.cuts is None and not found.uncut:
        return Told(tr("No cut exists that keeps {node} untouched: it is what changes.", node=name), at), []
    if found.cuts is None:
        steps = [Told(explain_step(graph, s), s.edge[:2], (s.edge,)) for s in found.uncut]
        edges = tuple(s.edge for s in found.uncut)
        text = tr("No cut exists that keeps {node} untouched; this way cannot be cut:", node=name)
        return Told(text, at, edges), steps
    if not found.cuts:
        return Told(tr("{node} is untouched; nothing needs to be cut.", node=name), at), []
    fewest = tr("no fewer would do")
    if not found.is_minimal:
        fewest = tr("perhaps fewer would do, but no fewer than {least:,}", least=found.least)
    cuts = []
    for cut in found.cuts:
        owner = f" ({cut.owner})" if cut.owner is not None else ""
        cuts.append(Told(f"{cut.action}{owner}", cut.edge[:2], (cut.edge,)))
    text = tr_n(
        "To keep {node} untouched, cut {count:,} edge ({fewest}):",
        "To keep {node} untouched, cut {count:,} edges ({fewest}):",
        len(cuts),
        node=name,
        fewest=fewest,
    )
    return Told(text, at, tuple(cut.edge for cut in found.cuts)), cuts
