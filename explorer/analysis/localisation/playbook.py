"""A playbook for the incident: what to do in which order, made from what is known of this system.

Plain data, so that a page, a report and the command line can show it alike; every line knows the nodes it speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from explorer.analysis.localisation.evidence import Against, Way, Ways
from explorer.analysis.localisation.located import Evidence, Located
from explorer.analysis.localisation.next_check import Check
from explorer.analysis.what_if.change import format_change
from explorer.analysis.what_if.impact import Impact, changed_nodes
from explorer.analysis.what_if.measurement import measured
from explorer.domain import words
from explorer.domain.entities import Edge
from explorer.domain.kinds import Channel, Criticality, EdgeKind, Fallback, NodeKind, Pin
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named
from explorer.language import marked, tr, tr_n

_SUSPECTS = 3
_LINES = 6

CHANGED = {
    ChangeKind.OUTAGE: marked("{node} is gone"),
    ChangeKind.DEGRADE: marked("{node} is only partly there"),
    ChangeKind.SCHEMA_BREAK: marked("a field of {node} is gone, renamed or of another type"),
    ChangeKind.CORRUPT: marked("{node} gives wrong values"),
    ChangeKind.SHIFT: marked("the values of {node} have shifted"),
    ChangeKind.DELAY: marked("{node} is late"),
    ChangeKind.NEW_VERSION: marked("{node} has a new version"),
}
_FIX = {
    ChangeKind.OUTAGE: marked("Bring {node} back, then run again what reads it."),
    ChangeKind.DEGRADE: marked("Find what slows or thins out {node}, then run again what reads it."),
    ChangeKind.SCHEMA_BREAK: marked(
        "Put the field of {node} back, or change its readers in the same step; enforce its schema."
    ),
    ChangeKind.CORRUPT: marked(
        "Restore {node} from before the fault, then rebuild what was made from it, in that order."
    ),
    ChangeKind.SHIFT: marked(
        "Find out whether the shift of {node} is real; if so, retrain what learns from it, else undo it."
    ),
    ChangeKind.DELAY: marked("Run {node} again, then what waits for it."),
    ChangeKind.NEW_VERSION: marked(
        "Go back to the version of {node} from before, and let its readers pin a version."
    ),
}
_CHANNEL = {
    ChangeKind.OUTAGE: Channel.AVAILABILITY,
    ChangeKind.DEGRADE: Channel.AVAILABILITY,
    ChangeKind.SCHEMA_BREAK: Channel.SCHEMA,
    ChangeKind.DELAY: Channel.TIME,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do or to know, and the nodes it speaks of."""

    text: str
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One stage of the work."""

    title: str
    lines: tuple[Line, ...]


def playbook(located: Located, *, check: Callable[[], None] = lambda: None) -> tuple[Part, ...]:
    """Confirm, contain, suspects, next check, fix, and what would have told earlier."""
    first = located.suspects[0] if located.suspects else None
    parts = [Part(tr("Confirm the symptom"), tuple(_confirm(located)))]
    if first is not None:
        impact = Ways(located.ranking, check).impact(first.suspect)
        check()
        parts.append(Part(tr("Contain it"), tuple(_contain(located, impact))))
        check()
    parts.append(Part(tr("Suspects"), tuple(_suspects(located))))
    parts.append(Part(tr("Look next"), tuple(_look(located))))
    check()
    if first is not None:
        parts.append(Part(tr("Fix it"), tuple(_fix(located))))
        parts.append(Part(tr("What would have told earlier"), tuple(_earlier(located, first, impact, check))))
    return tuple(parts)


def playbook_text(parts: Iterable[Part]) -> str:
    """The playbook as plain text."""
    lines = []
    for number, part in enumerate(parts, 1):
        lines.append(f"{number}. {part.title}")
        lines += [f"   - {line.text}" for line in part.lines]
    return "\n".join(lines)


def told(graph: SystemGraph, change: HypotheticalChange) -> str:
    """A hypothesis in words: “sessions gives wrong values”."""
    name = graph.nodes[change.node].name
    if change.field is not None:
        gaps = {"field": change.field, "node": name}
        if change.kind is ChangeKind.SCHEMA_BREAK:
            return tr("the field {field} of {node} is gone, renamed or of another type", **gaps)
        name = tr("the field {field} of {node}", **gaps)
    if change.kind in CHANGED:
        return tr(CHANGED[change.kind], node=name)
    return format_change(change)


def asked_of(graph: SystemGraph, node: str) -> str:
    """Whom to ask about a node."""
    owner = graph.nodes[node].owner
    if owner is None:
        return tr("nobody is known to own it")
    team = graph.teams.get(owner)
    name = team.name or owner if team else owner
    if team and team.contact:
        return tr("{team} owns it ({contact})", team=name, contact=team.contact)
    return tr("{team} owns it", team=name)


def check_text(graph: SystemGraph, check: Check) -> str:
    """A check in words."""
    gaps = {"node": graph.nodes[check.id].name, "owner": asked_of(graph, check.id)}
    look = tr("Look whether {node} is bad: {owner}", **gaps)
    if check.monitors:
        look = tr_n(
            "Look whether {node} is bad: {owner}; {monitors} watches it",
            "Look whether {node} is bad: {owner}; {monitors} watch it",
            len(check.monitors),
            **gaps,
            monitors=named(graph, check.monitors),
        )
    if check.cut is not None:
        return tr(
            "{look}. It tells {bits:.2f} bits. First let {reader} go on with what {source} gave it before the fault: "
            "that cuts the loop.",
            look=look,
            bits=check.information_bits,
            reader=graph.nodes[check.cut.to_id].name,
            source=graph.nodes[check.cut.from_id].name,
        )
    return tr(
        "{look}. It tells {bits:.2f} bits, and is {probability:.0%} likely to be bad.",
        look=look,
        bits=check.information_bits,
        probability=check.bad_probability,
    )


def _confirm(located: Located) -> Iterator[Line]:
    graph = located.graph
    for mark in located.ranking.sightings.symptoms:
        monitors = [e.to_id for e in graph.edges_from(mark.node) if e.kind is EdgeKind.WATCHES]
        watched = tr("no monitor watches it")
        if monitors:
            watched = tr("{monitors} should show it", monitors=named(graph, monitors))
        name = graph.nodes[mark.node].name
        bad = tr("See that {node} is bad, and write down since when", node=name)
        if mark.since:
            bad = tr("See that {node} is bad since {time:%Y-%m-%d %H:%M}", node=name, time=mark.since)
        text = tr(
            "{symptom}: {owner}; {watched}.", symptom=bad, owner=asked_of(graph, mark.node), watched=watched
        )
        yield Line(text, (mark.node, *monitors))


def _contain(located: Located, impact: Impact) -> Iterator[Line]:
    graph = located.graph
    seen: set[object] = set()
    for step in (step for way in located.suspects[0].ways for step in way.steps):
        edge = graph.edges[step.edge]
        if edge.key not in seen:
            seen.add(edge.key)
            text = _shield(graph, edge)
            if text:
                yield Line(text, (edge.from_id, edge.to_id))
    known = {m.node for m in located.ranking.sightings.marks} | changed_nodes(impact.changes)
    affected = (graph.arrays.ids[number] for number in impact.ranks.nodes.tolist())
    risk = [i for i in affected if graph.nodes[i].criticality is Criticality.HIGH and i not in known]
    if risk:
        text = tr(
            "If it is the first suspect, warn {nodes}: it reaches them too.", nodes=named(graph, risk, 8)
        )
        yield Line(text, tuple(risk))
    if not seen and not risk:
        yield Line(tr("The first suspect is bad itself: whatever reads it can only be stopped or told."))


def _shield(graph: SystemGraph, edge: Edge) -> str | None:
    names = {"source": graph.nodes[edge.from_id].name, "reader": graph.nodes[edge.to_id].name}
    if edge.fallback is Fallback.CACHED:
        return tr("Let {reader} go on with its last good copy of {source}.", **names)
    if edge.fallback is Fallback.DEFAULT:
        return tr("Let {reader} use its default instead of {source}.", **names)
    versioned = graph.nodes[edge.from_id].kind in (NodeKind.ARTIFACT, NodeKind.MODEL)
    if versioned and edge.pin in (None, Pin.FLOATING) and edge.kind is not EdgeKind.PRODUCES:
        version = graph.nodes[edge.from_id].version
        if version:
            return tr("Pin {reader} to the version of {source} before {version}.", **names, version=version)
        return tr("Pin {reader} to the version of {source} before the one in use now.", **names)
    if edge.kind is EdgeKind.TRAINS:
        return tr("Hold the next retraining of {reader} until {source} is known to be good.", **names)
    return None


def _suspects(located: Located) -> Iterator[Line]:
    graph = located.graph
    for found in located.suspects[:_SUSPECTS]:
        suspect = found.suspect
        text = tr(
            "{hypothesis} ({probability:.0%}). For: {reasons}. Against: {doubts}.",
            hypothesis=told(graph, suspect.change),
            probability=suspect.probability,
            reasons=_for(graph, found),
            doubts=_against(graph, found),
        )
        yield Line(text, (suspect.id, *suspect.explains))
    for loop in located.loops:
        yield Line(loop.says, loop.suspects)
    for node_set in located.ranking.fault_sets:
        if len(node_set.nodes) > 1:
            ids = tuple(graph.arrays.ids[i] for i in node_set.nodes)
            text = tr(
                "Or several at once: {nodes} ({probability:.0%}).",
                nodes=named(graph, ids),
                probability=node_set.probability,
            )
            yield Line(text, ids)
            break


def _for(graph: SystemGraph, found: Evidence) -> str:
    sure = [w.symptom for w in found.ways if w.is_certain]
    perhaps = [w.symptom for w in found.ways if not w.is_certain]
    said = [tr("it would certainly reach {nodes}", nodes=named(graph, sure))] if sure else []
    said += [tr("it may reach {nodes}", nodes=named(graph, perhaps))] if perhaps else []
    return "; ".join([*said, *found.suspect.reasons])


def _against(graph: SystemGraph, found: Evidence) -> str:
    said = [_one_against(graph, a) for a in found.against]
    through = sorted({i for w in found.ways for i in w.through})
    if through:
        said.append(tr("its way leads through {nodes}, seen to be healthy", nodes=named(graph, through)))
    return "; ".join(said[:_LINES]) if said else tr("nothing seen so far")


def _one_against(graph: SystemGraph, against: Against) -> str:
    name = graph.nodes[against.id].name
    if against.is_certain:
        return tr("{node} would certainly be bad too, and is healthy", node=name)
    return tr("{node} would perhaps be bad too, and is healthy", node=name)


def _look(located: Located) -> Iterator[Line]:
    if located.next_check is None:
        yield Line(located.why_no_check or "")
        return
    for number, check in enumerate(located.checks[:_SUSPECTS]):
        text = check_text(located.graph, check)
        if number > 0:
            text = tr("Else: {check}", check=text[0].lower() + text[1:])
        yield Line(text, (check.id,))


def _fix(located: Located) -> Iterator[Line]:
    graph = located.graph
    for found in located.suspects[:_SUSPECTS]:
        change = found.suspect.change
        name = graph.nodes[change.node].name
        fix = tr(_FIX[change.kind], node=name)
        again = _rebuilt(graph, found.ways)
        text = tr("If {hypothesis}: {fix}", hypothesis=told(graph, change), fix=fix[0].lower() + fix[1:])
        if len(again) > 1:
            order = tr("Order: {nodes}.", nodes=named(graph, again, _LINES))
            text = f"{text} {order}"
        yield Line(text, (change.node, *again))


def _rebuilt(graph: SystemGraph, ways: tuple[Way, ...]) -> tuple[str, ...]:
    """What was made from the fault and is kept, in the order of the first way."""
    made = (EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS)
    steps = ways[0].steps if ways else ()
    kinds = (NodeKind.DATASET, NodeKind.ARTIFACT, NodeKind.MODEL)
    return tuple(
        dict.fromkeys(
            s.edge.to_id for s in steps if s.edge.kind in made and graph.nodes[s.edge.to_id].kind in kinds
        )
    )


def _earlier(located: Located, first: Evidence, impact: Impact, check: Callable[[], None]) -> Iterator[Line]:
    """The monitors that should have told, and the one that would have told at the place of the fault."""
    graph, change = located.graph, first.suspect.change
    on_the_way = list(dict.fromkeys([change.node, *(s.edge.to_id for w in first.ways for s in w.steps)]))
    seen = measured(impact, only=on_the_way, check=check)
    told_by: dict[str, str] = {}
    for node in on_the_way:
        for found in seen[node].observed_by if node in seen else ():
            told_by.setdefault(found.monitor, found.at)
    for monitor, at in list(told_by.items())[:_LINES]:
        yield Line(
            tr(
                "{monitor} at {node} should have told: see why it did not, or who was told.",
                monitor=graph.nodes[monitor].name,
                node=graph.nodes[at].name,
            ),
            (monitor, at),
        )
    channel = _CHANNEL.get(change.kind, Channel.VALUE)
    watched = {e.from_id for m in told_by for e in graph.edges_into(m)}
    place = next(
        (i for i in on_the_way if graph.nodes[i].kind not in (NodeKind.WORLD, NodeKind.OBJECTIVE)), None
    )
    if place is not None and place not in watched:
        yield Line(
            tr_n(
                "A monitor for {channel} at {node} would tell {count:,} step before the symptom: {owner}.",
                "A monitor for {channel} at {node} would tell {count:,} steps before the symptom: {owner}.",
                max((len(w.steps) for w in first.ways), default=0),
                channel=words.told(channel),
                node=graph.nodes[place].name,
                owner=asked_of(graph, place),
            ),
            (place,),
        )
