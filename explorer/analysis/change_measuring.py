"""Where new versions of models would be seen, over all models at once, and the fewest probes for the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import Measured, measured
from explorer.analysis.what_if.probe_plan import ProbePlan, probe_plan
from explorer.analysis.what_if.telling import plan_told
from explorer.domain.answers import Sentence, Sureness
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import tr, tr_n

_MOST_PROBES = 3


def told_measuring(
    graph: SystemGraph, models: Iterable[str], check: Callable[[], None] = lambda: None
) -> list[Sentence]:
    """Which monitors and metrics would show new versions of these models, and what it takes to see all of it.

    All are changed together: a probe shows what arrives at it, whichever model it comes from.
    """
    changes = [HypotheticalChange(kind=ChangeKind.NEW_VERSION, node=model) for model in models]
    impact = what_if(graph, changes, check=check)
    seen = measured(impact, check=check)
    sentences = [_told_sight(graph, seen)]
    plan = probe_plan(impact, seen, check=check)
    if plan.probes:
        sentences.append(_told_plan(plan))
    return sentences


def _told_sight(graph: SystemGraph, seen: Mapping[str, Measured]) -> Sentence:
    watched = [i for i, found in seen.items() if found.observed_by]
    moving = [i for i, found in seen.items() if found.visible_in and not found.observed_by]
    monitors = dict.fromkeys(o.monitor for i in watched for o in seen[i].observed_by[:1])
    metrics = dict.fromkeys(m for i in moving for m in seen[i].visible_in[:1])
    total = len(seen)
    if not watched and not moving:
        text = tr_n(
            "No monitor and no metric would show a new version of any model at the {count:,} affected node.",
            "No monitor and no metric would show a new version of any model at the {count:,} affected nodes.",
            total,
        )
        return Sentence(text=text, sureness=Sureness.UNKNOWN, nodes=tuple(seen))
    parts = []
    if watched:
        parts.append(
            tr_n(
                "{monitors} would show them at {watched:,} of {count:,} affected node",
                "{monitors} would show them at {watched:,} of {count:,} affected nodes",
                total,
                monitors=named(graph, monitors),
                watched=len(watched),
            )
        )
    if moving and watched:
        parts.append(
            tr(
                "at {moving:,} more, but only as metrics that move: {metrics}",
                moving=len(moving),
                metrics=named(graph, metrics),
            )
        )
    elif moving:
        parts.append(
            tr_n(
                "at {moving:,} of {count:,} affected node only metrics would move: {metrics}",
                "at {moving:,} of {count:,} affected nodes only metrics would move: {metrics}",
                total,
                moving=len(moving),
                metrics=named(graph, metrics),
            )
        )
    return Sentence(
        text=tr("Where to measure new versions: {places}.", places="; ".join(parts)),
        sureness=Sureness.DECLARED,
        nodes=(*monitors, *metrics, *watched, *moving),
    )


def _told_plan(plan: ProbePlan) -> Sentence:
    actions = "; ".join(probe.action for probe in plan.probes[:_MOST_PROBES])
    if len(plan.probes) > _MOST_PROBES:
        actions = tr("{actions}; and {count:,} more", actions=actions, count=len(plan.probes) - _MOST_PROBES)
    shown = dict.fromkeys(node for probe in plan.probes for node, _ in probe.covers)
    return Sentence(
        text=tr(
            "To see the rest: {plan}. {actions}.",
            plan=plan_told(plan),
            actions=actions[:1].upper() + actions[1:],
        ),
        sureness=Sureness.INFERRED,
        nodes=tuple(dict.fromkeys((*(p.node for p in plan.probes), *shown))),
    )
