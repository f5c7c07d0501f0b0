"""Feedback loops: a model that shapes what it reads or learns from, at serving time or when it is retrained.

A loop is an elementary round over edges that carry data, with a model on it, where the features of a view count as
one node. An edge with a frozen copy, a hold-out, or training that never takes place closes no loop. Of a part with
more rounds than can be listed the shortest are told, and the limit is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from explorer.analysis.loops.breaking import BreakingPlan, cheapest_cuts
from explorer.analysis.loops.broken import broken_loops
from explorer.analysis.loops.carrying import Part, loop_edges, looping_parts
from explorer.analysis.loops.loop import Loop, Strength, loops_of_way
from explorer.analysis.loops.shortest_ways import shortest_ways
from explorer.analysis.loops.telling import (
    COMPONENT,
    MEETING,
    component_finding,
    loop_finding,
    meeting_finding,
)
from explorer.analysis.loops.ways_round import LONGEST, MOST_LOOPS, MOST_MODELS, ways_round
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.language import tr, tr_n

_EXACT_SECONDS = 0.4
"""Of processor time, for the cheapest cuts of all parts together: the whole answer is to stay within two."""


@dataclass(frozen=True, slots=True)
class FeedbackLoops:
    """The loops as findings; in `bounds` what was not listed; in `broken` what would be a loop and is none, and why.

    plans: for each part with loops, largest first, the cuts that leave none.
    """

    findings: tuple[Finding, ...]
    bounds: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    plans: tuple[BreakingPlan, ...] = ()


def find_feedback_loops(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Finding]:
    """The loops alone: the worst first, then the strongest, then the shortest."""
    return list(feedback_loops(graph, check).findings)


def feedback_loops(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> FeedbackLoops:
    """All loops, where to break them, and what is held off. `check` is called often and may raise Cancelled."""
    left = _EXACT_SECONDS
    found: list[tuple[Finding, Strength]] = []
    bounds = []
    plans = []
    edges = loop_edges(graph, check)
    for part in looping_parts(graph, check, edges.passing):
        loops, bound, too_many = _loops(part, check)
        bounds.append(bound)
        plan = cheapest_cuts(part, left, check)
        left -= plan.seconds
        plans.append(plan)
        if not plan.is_proven:
            bounds.append(
                tr(
                    "Where to break the loops at the least cost was not found in time; "
                    "what is told breaks them all."
                )
            )
        found.extend(_findings(part, loops, plan, too_many=too_many, check=check))
    severities, strengths = list(Severity), list(Strength)
    found.sort(
        key=lambda f: (severities.index(f[0].severity), strengths.index(f[1]), len(f[0].edges), f[0].nodes)
    )
    return FeedbackLoops(
        tuple(f for f, _ in found),
        tuple(dict.fromkeys(b for b in bounds if b)),
        tuple(broken_loops(graph, edges, check)),
        tuple(plans),
    )


def way_of(finding: Finding) -> tuple[EdgeKey, ...]:
    """The edges of a loop's own way round, without those that run beside it; empty where it is no single loop."""
    if finding.variant in (MEETING, COMPONENT):
        return ()
    for number, key in enumerate(finding.edges, start=1):
        if key.to_id == finding.nodes[0]:
            return finding.edges[:number]
    return ()


def _loops(part: Part, check: Callable[[], None]) -> tuple[list[Loop], str, bool]:
    """The loops of a part, what of it was not listed in a sentence, and whether there were too many to list."""
    listed = ways_round(part, check)
    ways = list(listed.ways)
    bound = ""
    if not listed.complete:
        ways = shortest_ways(part, MOST_MODELS, MOST_LOOPS, check)
        bound = tr_n(
            "{count:,} node influence each other in more ways than can be listed (at most {loops} feedback loops of "
            "at most {steps} steps in one part); of these the shortest are told: through each of at most {models} "
            "models, each training edge and the world.",
            "{count:,} nodes influence each other in more ways than can be listed (at most {loops} feedback loops of "
            "at most {steps} steps in one part); of these the shortest are told: through each of at most {models} "
            "models, each training edge and the world.",
            len(part.members),
            loops=MOST_LOOPS,
            steps=LONGEST,
            models=MOST_MODELS,
        )
    elif len(part.members) > LONGEST:
        shortest = shortest_ways(part, MOST_MODELS, MOST_LOOPS, check)
        ways += [way for way in shortest if len(way) > LONGEST]
        bound = tr_n(
            "{count:,} node influence each other; of feedback loops of more than {steps} steps only the shortest "
            "through a model, a training edge or the world are told.",
            "{count:,} nodes influence each other; of feedback loops of more than {steps} steps only the shortest "
            "through a model, a training edge or the world are told.",
            len(part.members),
            steps=LONGEST,
        )
    loops = []
    for way in ways:
        check()
        loops.extend(loops_of_way(part, way))
    return loops, bound, not listed.complete


def _findings(
    part: Part, loops: list[Loop], plan: BreakingPlan, *, too_many: bool, check: Callable[[], None]
) -> list[tuple[Finding, Strength]]:
    graph, ids = part.graph, part.arrays.ids
    of_loops = []
    for loop in loops:
        check()
        of_loops.append((loop, loop_finding(graph, loop, len(part.members), plan)))
    told = [(finding, loop.strength) for loop, finding in of_loops]
    for world in (ids[i] for i in part.members if part.node(i).kind is NodeKind.WORLD):
        check()
        through = [(loop, finding) for loop, finding in of_loops if world in loop.nodes]
        if len(_apart(graph, [loop for loop, _ in through])) > 1:
            told.append((meeting_finding(graph, world, through, plan), Strength.MODERATE))
    if too_many:
        models = [ids[i] for i in part.models]
        component = component_finding(
            graph, [ids[i] for i in part.members], models, [f for f, _ in told], plan
        )
        told.append((component, Strength.WEAK))
    return told


def _apart(graph: SystemGraph, loops: list[Loop]) -> list[set[str]]:
    """The models of some of these loops, such that no two of them share one."""
    apart: list[set[str]] = []
    for loop in sorted(loops, key=lambda each: len(each.models(graph))):
        models = set(loop.models(graph))
        if all(not models & others for others in apart):
            apart.append(models)
    return apart
