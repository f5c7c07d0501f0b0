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
from explorer.domain.entities import Edge
from explorer.domain.kinds import Channel, Criticality, EdgeKind, Fallback, NodeKind, Pin
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed, named

_SUSPECTS = 3
_LINES = 6

CHANGED = {
    ChangeKind.OUTAGE: "{} is gone",
    ChangeKind.DEGRADE: "{} is only partly there",
    ChangeKind.SCHEMA_BREAK: "a field of {} is gone, renamed or of another type",
    ChangeKind.CORRUPT: "{} gives wrong values",
    ChangeKind.SHIFT: "the values of {} have shifted",
    ChangeKind.DELAY: "{} is late",
    ChangeKind.NEW_VERSION: "{} has a new version",
}
_FIX = {
    ChangeKind.OUTAGE: "Bring {} back, then run again what reads it.",
    ChangeKind.DEGRADE: "Find what slows or thins out {}, then run again what reads it.",
    ChangeKind.SCHEMA_BREAK: "Put the field of {} back, or change its readers in the same step; enforce its schema.",
    ChangeKind.CORRUPT: "Restore {} from before the fault, then rebuild what was made from it, in that order.",
    ChangeKind.SHIFT: "Find out whether the shift of {} is real; if so, retrain what learns from it, else undo it.",
    ChangeKind.DELAY: "Run {} again, then what waits for it.",
    ChangeKind.NEW_VERSION: "Go back to the version of {} from before, and let its readers pin a version.",
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
    parts = [Part("Confirm the symptom", tuple(_confirm(located)))]
    if first is not None:
        impact = Ways(located.ranking, check).impact(first.suspect)
        check()
        parts.append(Part("Contain it", tuple(_contain(located, impact))))
        check()
    parts.append(Part("Suspects", tuple(_suspects(located))))
    parts.append(Part("Look next", tuple(_look(located))))
    check()
    if first is not None:
        parts.append(Part("Fix it", tuple(_fix(located))))
        parts.append(Part("What would have told earlier", tuple(_earlier(located, first, impact, check))))
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
        name = f"the field {change.field} of {name}" if change.kind is not ChangeKind.SCHEMA_BREAK else name
        if change.kind is ChangeKind.SCHEMA_BREAK:
            return f"the field {change.field} of {name} is gone, renamed or of another type"
    if change.kind in CHANGED:
        return CHANGED[change.kind].replace("{}", name)
    return format_change(change)


def asked_of(graph: SystemGraph, node: str) -> str:
    """Whom to ask about a node."""
    owner = graph.nodes[node].owner
    if owner is None:
        return "nobody is known to own it"
    team = graph.teams.get(owner)
    name = team.name or owner if team else owner
    return f"{name} owns it ({team.contact})" if team and team.contact else f"{name} owns it"


def check_text(graph: SystemGraph, check: Check) -> str:
    """A check in words."""
    name = graph.nodes[check.id].name
    text = f"Look whether {name} is bad: {asked_of(graph, check.id)}"
    if check.monitors:
        text += f"; {named(graph, check.monitors)} {'watches' if len(check.monitors) == 1 else 'watch'} it"
    text += f". It tells {check.information_bits:.2f} bits"
    if check.cut is not None:
        source, reader = graph.nodes[check.cut.from_id].name, graph.nodes[check.cut.to_id].name
        return f"{text}. First let {reader} go on with what {source} gave it before the fault: that cuts the loop."
    return f"{text}, and is {check.bad_probability:.0%} likely to be bad."


def _confirm(located: Located) -> Iterator[Line]:
    graph = located.graph
    for mark in located.ranking.sightings.symptoms:
        monitors = [e.to_id for e in graph.edges_from(mark.node) if e.kind is EdgeKind.WATCHES]
        at = f"; {named(graph, monitors)} should show it" if monitors else "; no monitor watches it"
        since = f" since {mark.since:%Y-%m-%d %H:%M}" if mark.since else ", and write down since when"
        name = graph.nodes[mark.node].name
        yield Line(
            f"See that {name} is bad{since}: {asked_of(graph, mark.node)}{at}.", (mark.node, *monitors)
        )


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
        yield Line(
            f"If it is the first suspect, warn {named(graph, risk, 8)}: it reaches them too.", tuple(risk)
        )
    if not seen and not risk:
        yield Line("The first suspect is bad itself: whatever reads it can only be stopped or told.")


def _shield(graph: SystemGraph, edge: Edge) -> str | None:
    source, reader = graph.nodes[edge.from_id].name, graph.nodes[edge.to_id].name
    if edge.fallback is Fallback.CACHED:
        return f"Let {reader} go on with its last good copy of {source}."
    if edge.fallback is Fallback.DEFAULT:
        return f"Let {reader} use its default instead of {source}."
    versioned = graph.nodes[edge.from_id].kind in (NodeKind.ARTIFACT, NodeKind.MODEL)
    if versioned and edge.pin in (None, Pin.FLOATING) and edge.kind is not EdgeKind.PRODUCES:
        version = graph.nodes[edge.from_id].version
        return f"Pin {reader} to the version of {source} before {version or 'the one in use now'}."
    if edge.kind is EdgeKind.TRAINS:
        return f"Hold the next retraining of {reader} until {source} is known to be good."
    return None


def _suspects(located: Located) -> Iterator[Line]:
    graph = located.graph
    for found in located.suspects[:_SUSPECTS]:
        suspect = found.suspect
        said = f"{told(graph, suspect.change)} ({suspect.probability:.0%})"
        text = f"{said}. For: {_for(graph, found)}. Against: {_against(graph, found)}."
        yield Line(text, (suspect.id, *suspect.explains))
    for loop in located.loops:
        yield Line(loop.says, loop.suspects)
    for node_set in located.ranking.fault_sets:
        if len(node_set.nodes) > 1:
            ids = tuple(graph.arrays.ids[i] for i in node_set.nodes)
            yield Line(f"Or several at once: {named(graph, ids)} ({node_set.probability:.0%}).", ids)
            break


def _for(graph: SystemGraph, found: Evidence) -> str:
    sure = [w.symptom for w in found.ways if w.is_certain]
    perhaps = [w.symptom for w in found.ways if not w.is_certain]
    said = [f"it would certainly reach {named(graph, sure)}"] if sure else []
    said += [f"it may reach {named(graph, perhaps)}"] if perhaps else []
    return "; ".join([*said, *found.suspect.reasons])


def _against(graph: SystemGraph, found: Evidence) -> str:
    said = [_one_against(graph, a) for a in found.against]
    through = sorted({i for w in found.ways for i in w.through})
    if through:
        said.append(f"its way leads through {named(graph, through)}, seen to be healthy")
    return "; ".join(said[:_LINES]) if said else "nothing seen so far"


def _one_against(graph: SystemGraph, against: Against) -> str:
    name = graph.nodes[against.id].name
    return f"{name} would {'certainly' if against.is_certain else 'perhaps'} be bad too, and is healthy"


def _look(located: Located) -> Iterator[Line]:
    if located.next_check is None:
        yield Line(located.why_no_check or "")
        return
    for number, check in enumerate(located.checks[:_SUSPECTS]):
        text = check_text(located.graph, check)
        yield Line(text if number == 0 else f"Else: {text[0].lower()}{text[1:]}", (check.id,))


def _fix(located: Located) -> Iterator[Line]:
    graph = located.graph
    for found in located.suspects[:_SUSPECTS]:
        change = found.suspect.change
        name = graph.nodes[change.node].name
        fix = _FIX[change.kind].replace("{}", name)
        again = _rebuilt(graph, found.ways)
        order = f" Order: {listed([graph.nodes[i].name for i in again], _LINES)}." if len(again) > 1 else ""
        yield Line(f"If {told(graph, change)}: {fix[0].lower()}{fix[1:]}{order}", (change.node, *again))


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
            f"{graph.nodes[monitor].name} at {graph.nodes[at].name} should have told: see why it did not, "
            "or who was told.",
            (monitor, at),
        )
    channel = _CHANNEL.get(change.kind, Channel.VALUE)
    watched = {e.from_id for m in told_by for e in graph.edges_into(m)}
    place = next(
        (i for i in on_the_way if graph.nodes[i].kind not in (NodeKind.WORLD, NodeKind.OBJECTIVE)), None
    )
    if place is not None and place not in watched:
        yield Line(
            f"A monitor for {channel.value} at {graph.nodes[place].name} would tell "
            f"{counted(max((len(w.steps) for w in first.ways), default=0), 'step')} before the symptom: "
            f"{asked_of(graph, place)}.",
            (place,),
        )
