"""The answer to a what-if as plain data for `what-if --json`; its keys are a contract, see product.md.

Keys beyond the contract: `blind_channels` of a node, `seen_as` of an observer (what the change has become
where the monitor sees it), `quality` of an observer and of each channel, `compromised` metrics, `instead` of a
protected node, `retirements`, `plan` (whether fewer probes would not do) and `unmeasurable`, what no probe shows.
A help tells the nodes it relieves, the worst MOST_RELIEVED of them; `helps_bounds` says what was not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.effects import RANK
from explorer.analysis.what_if.helps import Help, what_helps
from explorer.analysis.what_if.impact import Impact, NodeImpact, explain_step
from explorer.analysis.what_if.isolation import Isolation
from explorer.analysis.what_if.measurement import Measured, Observation, measured
from explorer.analysis.what_if.probe_plan import Blind, Probe, ProbePlan, probe_plan
from explorer.analysis.what_if.protection import Protected, protected_nodes
from explorer.analysis.what_if.retirement import retirement
from explorer.analysis.what_if.witness import Step
from explorer.domain.durations import format_duration
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import ChangeKind
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr

Json = dict[str, object]
MOST_RELIEVED = 50


def impact_to_json(graph: SystemGraph, impact: Impact, *, check: Callable[[], None] = lambda: None) -> Json:
    """Everything the answer holds, nodes in order of wave, effect and then rank, the unmeasured first."""
    seen = measured(impact, check=check)
    rows = ranked(impact, seen)
    plan = probe_plan(impact, seen, check=check)
    helps = what_helps(impact, seen, check=check)
    return {
        "schema": 1,
        "changes": [format_change(change) for change in impact.changes],
        "affected": [_node(graph, impact, row, seen[row.id]) for row in rows],
        "protected": [_protected(found) for found in protected_nodes(impact, check=check)],
        "probes": [_probe(probe) for probe in plan.probes],
        "plan": _plan(plan),
        "unmeasurable": [_blind(place) for place in plan.unmeasurable],
        "helps": [_help(one) for one in helps.helps],
        "helps_bounds": list(helps.bounds),
        "retirements": [
            {"node": plan.node, "readers": list(plan.readers), "writers": list(plan.writers)}
            for plan in (retirement(graph, c.node) for c in impact.changes if c.kind is ChangeKind.RETIRE)
        ],
    }


def ranked(impact: Impact, seen: Mapping[str, Measured]) -> list[NodeImpact]:
    """The affected nodes by wave, effect, certain first, criticality, blind first, hops, id."""
    index = impact.graph.arrays.index

    def rank(row: NodeImpact) -> tuple[object, ...]:
        i = index[row.id]
        return (
            row.first_wave,
            RANK[row.effect],
            row.certainty != "certain",
            int(impact.criticality[i]),
            not seen[row.id].blind_channels,
            int(impact.hops[i]),
            row.id,
        )

    return sorted(impact.affected, key=rank)


def edge_json(key: EdgeKey) -> Json:
    """An edge as every answer names it."""
    return {"from": key.from_id, "to": key.to_id, "kind": key.kind.value}


def _node(graph: SystemGraph, impact: Impact, row: NodeImpact, seen: Measured) -> Json:
    return {
        "id": row.id,
        "effect": row.effect.value,
        "certainty": row.certainty,
        "certain_effect": row.certain_effect.value if row.certain_effect is not None else None,
        "first_wave": row.first_wave,
        "by_wave": {str(wave): effect.value for wave, effect in row.by_wave.items()},
        "channels": [channel.value for channel in row.channels],
        "changed": row.changed,
        "path": [_step(graph, step) for step in impact.path(row.id)],
        "observed_by": [_observer(found) for found in seen.observed_by],
        "visible_in": list(seen.visible_in),
        "blind": bool(seen.blind_channels),
        "blind_channels": [channel.value for channel in seen.blind_channels],
        "quality": {channel.value: quality.value for channel, quality in seen.quality.items()},
        "compromised": list(seen.compromised),
    }


def _probe(probe: Probe) -> Json:
    return {
        "node": probe.node,
        "channel": probe.channel.value,
        "action": probe.action,
        "owner": probe.owner,
        "covers": [_blind(place) for place in probe.covers],
        "compromised": probe.is_compromised,
    }


def _help(one: Help) -> Json:
    proposal = one.proposal
    return {
        "action": proposal.kind.value,
        "says": proposal.says,
        "effort": proposal.effort.value,
        "owner": proposal.owner,
        "same_team": one.is_same_team,
        "best": one.is_best,
        "edges": [edge_json(e.key) for e in proposal.edges],
        "nodes": [n.id for n in proposal.nodes],
        "removed": len(one.removed),
        "removed_critical": one.critical,
        "removes": [
            {"id": r.id, "before": r.before.value, "after": r.after.value if r.after is not None else None}
            for r in one.removed[:MOST_RELIEVED]
        ],
        "heals": list(one.healed[:MOST_RELIEVED]),
    }


def isolation_json(graph: SystemGraph, found: Isolation) -> Json:
    """How to keep one node untouched; `cuts` is null where nothing can, and `uncut` is then the path that stays."""
    cuts = None
    if found.cuts is not None:
        cuts = [{"edge": edge_json(c.edge), "action": c.action, "owner": c.owner} for c in found.cuts]
    return {
        "node": found.node,
        "cuts": cuts,
        "uncut": [_step(graph, step) for step in found.uncut],
        "proven_minimal": found.is_minimal,
        "least": found.least,
        "bounds": list(found.bounds),
    }


def _step(graph: SystemGraph, step: Step) -> Json:
    return {"edge": edge_json(step.edge), "rule": step.rule, "says": explain_step(graph, step)}


def _plan(plan: ProbePlan) -> Json:
    return {"proven_minimal": plan.is_minimal, "least": plan.least, "bounds": list(plan.bounds)}


def _blind(place: Blind) -> Json:
    return {"node": place[0], "channel": place[1].value}


def _protected(found: Protected) -> Json:
    return {
        "id": found.id,
        "effect": found.effect.value,
        "by": [edge_json(key) for key in found.by],
        "instead": found.instead.value if found.instead is not None else None,
    }


def _observer(found: Observation) -> Json:
    return {
        "monitor": found.monitor,
        "at": found.at,
        "channel": found.channel.value,
        "hops": found.hops,
        "lag": lag_text(found.lag, is_least=found.lag_is_least),
        "seen_as": found.seen_as.value,
        "quality": found.quality.value,
    }


def lag_text(lag: timedelta | None, *, is_least: bool) -> str | None:
    """How late it would be seen: “1h”, “at least 1h” where a delay on the way is not known; None unknown."""
    if lag is None:
        return None
    return tr("at least {lag}", lag=format_duration(lag)) if is_least else format_duration(lag)
