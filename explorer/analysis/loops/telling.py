"""A feedback loop as a finding: which kind, why it is hidden, how strong it is, where it can be broken."""

from __future__ import annotations

from collections.abc import Sequence

from explorer.analysis.loops.actions import told_cut
from explorer.analysis.loops.breaking import BreakingPlan
from explorer.analysis.loops.loop import Loop, Strength
from explorer.analysis.told_edges import arrow, told_edge
from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed, named
from explorer.domain.words import told as told_word
from explorer.language import marked, tr, tr_n

RULE = "feedback-loop"
LEARNING, SERVING, MEETING, COMPONENT = "learning", "serving-time", "two-model", "component"
"""Variants of the rule. A meeting is of two models' loops in one world; a component has too many loops to list."""

_MOST_CUTS = 10
"""Cuts of a plan that are told at every loop."""
_WHY = {
    Strength.STRONG: marked("strong: a filter without exploration decides what is seen at all"),
    Strength.MODERATE: marked(
        "moderate: no filter hides the rest, but nothing is known to be left to chance"
    ),
    Strength.WEAK: marked("weak: a share is left to chance, or an edge is only inferred"),
}


def loop_finding(graph: SystemGraph, loop: Loop, size: int, plan: BreakingPlan) -> Finding:
    """The finding about one loop in a part of so many nodes."""
    hidden = hidden_because(graph, loop)
    others = tuple(i for places in loop.beside for i in places)
    edges = (*loop.edges, *loop.edges_beside)
    return Finding(
        rule=RULE,
        variant=LEARNING if loop.learning else SERVING,
        severity=_severity(loop, hidden),
        nodes=(*loop.nodes, *others),
        edges=tuple(e.key for e in edges),
        reason=_reason(graph, loop, hidden),
        remedy=_remedy(graph, loop, plan),
        evidence=(
            *_classes(graph, loop),
            *(told_edge(graph, e) for e in loop.edges),
            *_beside(graph, loop),
            *_parallel(graph, loop),
            tr("{nodes} influence each other here", nodes=counted(size, "node")),
            _plan(graph, plan),
        ),
        clears=_clears(graph, loop),
    )


def hidden_because(graph: SystemGraph, loop: Loop) -> list[str]:
    """Why nobody need know of a loop; who owns a node is taken for unknown where nobody says it."""
    reasons = []
    nodes = [graph.nodes[i] for i in (*loop.nodes, *(i for places in loop.beside for i in places))]
    owners = list(dict.fromkeys(n.owner for n in nodes if n.owner is not None))
    if len(owners) > 1:
        reasons.append(tr("it crosses teams ({teams})", teams=listed(owners)))
    else:
        unowned = [n.id for n in nodes if n.owner is None and n.kind is not NodeKind.WORLD]
        if unowned:
            names = named(graph, unowned)
            reasons.append(tr("it may cross teams, for nobody says who owns {names}", names=names))
    worlds = loop.of_kind(graph, NodeKind.WORLD)
    if worlds:
        reasons.append(tr("it passes through {names}", names=named(graph, dict.fromkeys(worlds))))
    undeclared = [e for e in loop.edges if e.evidence is not Evidence.DECLARED]
    if undeclared:
        arrows = listed(arrow(graph, e.key) for e in undeclared)
        reasons.append(tr("nobody declared {edges}", edges=arrows))
    return reasons


def _severity(loop: Loop, hidden: list[str]) -> Severity:
    """An error where it is hidden; a step less where a share is explored, never an error on what is inferred."""
    weak = any(e.evidence is Evidence.INFERRED for e in loop.edges)
    severity = Severity.ERROR if hidden and not weak else Severity.WARNING
    if loop.is_explored:
        return Severity.WARNING if severity is Severity.ERROR else Severity.INFO
    return severity


def _reason(graph: SystemGraph, loop: Loop, hidden: list[str]) -> str:
    first = graph.nodes[loop.nodes[0]].name
    way = told_way(graph, loop)
    sentences = [
        tr("{model} learns from what it caused: {way}.", model=first, way=way)
        if loop.learning
        else tr(
            "{model} reads at serving time what it caused, without being trained again: {way}.",
            model=first,
            way=way,
        )
    ]
    if hidden:
        sentences.append(tr("The loop is hidden: {reasons}.", reasons=listed(hidden)))
    others = [i for i in loop.models(graph) if i != loop.nodes[0]]
    if others:
        names = named(graph, others)
        sentences.append(tr_n("{names} is in it too.", "{names} are in it too.", len(others), names=names))
    return " ".join((*sentences, _filters(graph, loop)))


def told_way(graph: SystemGraph, loop: Loop) -> str:
    """The round by name, back to its start; features side by side are told together."""
    names = []
    for node_id, beside in zip(loop.nodes, loop.beside, strict=True):
        node = graph.nodes[node_id]
        names.append(
            tr(
                "{node} and {features} of {view}",
                node=node.name,
                features=counted(len(beside), "more feature"),
                view=node.view,
            )
            if beside
            else node.name
        )
    return " → ".join((*names, graph.nodes[loop.nodes[0]].name))


def _filters(graph: SystemGraph, loop: Loop) -> str:
    """What filters and exploration on the loop do, and how strong it is."""
    facts = []
    for edge in loop.edges:
        if edge.filter is not None:
            gaps = {"filter": edge.filter, "node": graph.nodes[edge.to_id].name, "share": edge.exploration}
            facts.append(
                tr("the filter “{filter}” at {node} ({share:.1%} explored)", **gaps)
                if edge.exploration
                else tr("the filter “{filter}” at {node} (nothing explored)", **gaps)
            )
        elif edge.exploration:
            edges = arrow(graph, edge.key)
            facts.append(tr("{share:.1%} explored at {edge}", share=edge.exploration, edge=edges))
    strength = tr("Strength: {strength}.", strength=told_word(loop.strength))
    if not facts:
        return strength
    on_it = tr("On it: {facts}.", facts=listed(facts))
    return f"{strength} {on_it}"


def _classes(graph: SystemGraph, loop: Loop) -> list[str]:
    sort = tr("learning loop") if loop.learning else tr("serving-time loop: it needs no retraining")
    if len(loop.models(graph)) > 1 and loop.of_kind(graph, NodeKind.WORLD):
        sort = tr("{sort}, and a two-model loop: they meet in the world", sort=sort)
    return [sort, tr(_WHY[loop.strength])]


def _beside(graph: SystemGraph, loop: Loop) -> list[str]:
    return [
        tr(
            "features of {view} side by side, told as one: {names}",
            view=graph.nodes[i].view,
            names=named(graph, (i, *beside), most=8),
        )
        for i, beside in zip(loop.nodes, loop.beside, strict=True)
        if beside
    ]


def _parallel(graph: SystemGraph, loop: Loop) -> list[str]:
    ends = {(e.from_id, e.to_id) for e in loop.edges}
    beside = [e for e in loop.edges_beside if (e.from_id, e.to_id) in ends]
    return [tr("beside it {edge}", edge=told_edge(graph, e)) for e in beside]


def _remedy(graph: SystemGraph, loop: Loop, plan: BreakingPlan) -> str:
    """The cuts of the part's plan that are on this loop, first what its filter calls for."""
    on_it = {e.key for e in (*loop.edges, *loop.edges_beside)}
    told = [told_cut(graph, cut) for cut in plan.at(on_it)]
    filtered = [e for e in loop.edges if e.filter is not None and not e.exploration]
    explore = [
        tr(
            "Let a share of traffic pass the filter “{filter}” at {node} by chance (exploration), so that the loop "
            "is weaker and can be measured.",
            filter=e.filter,
            node=graph.nodes[e.to_id].name,
        )
        for e in filtered
        if not plan.at((e.key,))
    ]
    return " ".join((*told, *explore))


def _plan(graph: SystemGraph, plan: BreakingPlan) -> str:
    cuts = [_arcs(graph, [e.key for e in cut.edges]) for cut in plan.cuts[:_MOST_CUTS]]
    if len(plan.cuts) > _MOST_CUTS:
        cuts.append(tr("and {count:,} more", count=len(plan.cuts) - _MOST_CUTS))
    return tr(
        "where to break all loops here, own team first ({proof}): {cuts}",
        proof=_proof(plan),
        cuts="; ".join(cuts),
    )


def _proof(plan: BreakingPlan) -> str:
    return tr("no cheaper set does") if plan.is_proven else tr("not proven minimal")


def _arcs(graph: SystemGraph, keys: Sequence[EdgeKey]) -> str:
    first = arrow(graph, keys[0])
    if len(keys) == 1:
        return first
    return tr("{edge} and {edges} of the view", edge=first, edges=counted(len(keys) - 1, "more edge"))


def _clears(graph: SystemGraph, loop: Loop) -> str:
    trains = [e for e in loop.edges if e.kind is EdgeKind.TRAINS]
    first = (trains or [e for e in loop.edges if graph.nodes[e.from_id].kind is not NodeKind.WORLD])[-1]
    where = arrow(graph, first.key)
    if loop.edges_beside:
        where = tr("{edge} and the edges side by side with it", edge=where)
    return tr(
        "An edge of it over which nothing passes that the model decided: exploration 1 (a hold-out) or a frozen "
        "copy, for instance at {edge}. Exploration of a smaller share makes it milder.",
        edge=where,
    )


def meeting_finding(
    graph: SystemGraph, world: str, told: Sequence[tuple[Loop, Finding]], plan: BreakingPlan
) -> Finding:
    """The finding about models whose loops, told already, meet in one world: each sees what the others caused."""
    loops = [loop for loop, _ in told]
    models = sorted({loop.nodes[0] for loop in loops})
    nodes = dict.fromkeys((*models, *sorted({i for loop in loops for i in loop.nodes})))
    distinct = {id(e): e for loop in loops for e in loop.edges}
    edges = sorted(e.key for e in distinct.values())
    name = graph.nodes[world].name
    apart = tr("Keep a part of {world} that none of them decides for, and judge them there.", world=name)
    return Finding(
        rule=RULE,
        variant=MEETING,
        severity=min((f.severity for _, f in told), key=list(Severity).index),
        nodes=tuple(nodes),
        edges=tuple(edges),
        reason=tr(
            "{models} meet in {world}: what one of them causes there, the others learn from or read, so that none "
            "can be judged by itself.",
            models=named(graph, models),
            world=name,
        ),
        remedy=" ".join(told_cut(graph, cut) for cut in plan.at(edges)) + f" {apart}",
        evidence=tuple(f"{graph.nodes[loop.nodes[0]].name}: {told_way(graph, loop)}" for loop in loops[:10]),
        clears=tr("At most one of them with a loop through {world}.", world=name),
    )


def component_finding(
    graph: SystemGraph,
    nodes: Sequence[str],
    models: Sequence[str],
    told: Sequence[Finding],
    plan: BreakingPlan,
) -> Finding:
    """The finding about a part with more loops than can be listed."""
    cuts = [told_cut(graph, cut) for cut in plan.cuts[:5]]
    if len(plan.cuts) > 5:
        cuts.append(tr("And {actions}.", actions=counted(len(plan.cuts) - 5, "more action")))
    return Finding(
        rule=RULE,
        variant=COMPONENT,
        severity=sorted((f.severity for f in told), key=list(Severity).index)[0],
        nodes=tuple(nodes),
        reason=tr(
            "{nodes} with {models} among them influence each other in more ways round than can be listed; the "
            "{count:,} shortest are told by themselves.",
            nodes=counted(len(nodes), "node"),
            models=counted(len(models), "model"),
            count=len(told),
        ),
        remedy=" ".join(cuts),
        evidence=(_plan_size(plan), tr("models: {names}", names=named(graph, models, most=12))),
        clears=tr("As few edges among them as leave at most a few hundred ways round."),
    )


def _plan_size(plan: BreakingPlan) -> str:
    actions = counted(len(plan.cuts), "action")
    return tr("{actions} would leave no loop here ({proof})", actions=actions, proof=_proof(plan))
