"""Where a fault lies, in lines: each a sentence with the nodes and edges it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from explorer.analysis.localisation.baselines import most_anomalous_first, nearest_upstream_first
from explorer.analysis.localisation.evidence import Way, explain_way
from explorer.analysis.localisation.located import Located
from explorer.analysis.localisation.next_check import Check
from explorer.analysis.localisation.playbook import asked_of, told
from explorer.domain.entities import EdgeKey
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named
from explorer.language import tr, tr_n
from explorer.ui.panels.suspects_model import SuspectRow

_SETS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, and what it speaks of."""

    text: str
    nodes: tuple[str, ...] = ()
    edges: tuple[EdgeKey, ...] = ()


def suspect_rows(located: Located) -> list[SuspectRow]:
    """The suspects, the likeliest first."""
    graph = located.graph
    return [
        SuspectRow(
            found.suspect.id,
            found.suspect.probability,
            told(graph, found.suspect.change),
            named(graph, found.suspect.explains, 3),
        )
        for found in located.suspects
    ]


def summary(located: Located) -> str:
    """How many suspects there are, how many nodes are cleared, and what cannot be told."""
    ranking = located.ranking
    parts = [counted(len(ranking.suspects), "suspect")]
    if ranking.cleared:
        parts.append(tr("{count:,} cleared", count=len(ranking.cleared)))
    text = f"{', '.join(parts)}."
    if located.loops:
        count = sum(len(loop.suspects) for loop in located.loops)
        in_loop = tr("{count:,} are in a loop, where no order can be told: see “Also”.", count=count)
        text = f"{text} {in_loop}"
    return text


def check_words(graph: SystemGraph, check: Check) -> tuple[str, str]:
    """What to look at, as a question, and what that tells and whom to ask."""
    name = graph.nodes[check.id].name
    parts = [tr("{bits:.2f} bits", bits=check.information_bits), asked_of(graph, check.id)]
    if check.monitors:
        parts.append(
            tr_n(
                "{monitors} watches it",
                "{monitors} watch it",
                len(check.monitors),
                monitors=named(graph, check.monitors),
            )
        )
    parts.append(tr("{likely:.0%} likely bad", likely=check.bad_probability))
    if check.cut is None:
        return tr("Is {name} bad?", name=name), " · ".join(parts)
    source, reader = graph.nodes[check.cut.from_id].name, graph.nodes[check.cut.to_id].name
    parts.append(
        tr(
            "first let {reader} go on with what {source} gave it before the fault: that cuts the loop",
            reader=reader,
            source=source,
        )
    )
    return tr("Is {name} still bad with the loop cut?", name=name), " · ".join(parts)


def way_parts(ways: Sequence[Way], suspect: str) -> tuple[tuple[str, ...], tuple[EdgeKey, ...]]:
    """All nodes and edges of these ways."""
    edges = dict.fromkeys(key for way in ways for key in _keys(way))
    nodes = dict.fromkeys((suspect, *(i for key in edges for i in (key.from_id, key.to_id))))
    return tuple(nodes), tuple(edges)


def why_lines(located: Located, number: int) -> Iterator[Line]:
    """What speaks for a suspect, way by way and step by step, and what against it."""
    graph, found = located.graph, located.suspects[number]
    suspect = found.suspect
    for reason in suspect.reasons:
        yield Line(tr("For: {reason}.", reason=reason), (suspect.id,))
    for way in found.ways:
        nodes, edges = way_parts([way], suspect.id)
        symptom = graph.nodes[way.symptom].name
        steps = explain_way(graph, way)
        if not steps:
            yield Line(tr("For: {symptom} itself was marked as bad.", symptom=symptom), (suspect.id,))
            continue
        if way.is_certain:
            yield Line(tr("For: it surely reaches {symptom}:", symptom=symptom), nodes, edges)
        else:
            yield Line(tr("For: it possibly reaches {symptom}:", symptom=symptom), nodes, edges)
        for place, (text, key) in enumerate(zip(steps, _keys(way), strict=True), 1):
            yield Line(f"{place}. {text.rstrip('.')}.", (key.from_id, key.to_id), (key,))
        if way.through:
            yield Line(
                tr("Against: that leads through {nodes}, seen to be good.", nodes=named(graph, way.through)),
                way.through,
            )
    for against in found.against:
        name = graph.nodes[against.id].name
        if against.is_certain:
            yield Line(tr("Against: {name} would surely be bad too, and is good.", name=name), (against.id,))
        else:
            yield Line(tr("Against: {name} would perhaps be bad too, and is good.", name=name), (against.id,))
    if not found.against and not any(way.through for way in found.ways):
        yield Line(tr("Against: nothing seen so far."))


def also_lines(located: Located, check: Callable[[], None] = lambda: None) -> Iterator[Line]:
    """Several faults at once, loops, what was cut short, and what people would look at without us."""
    graph = located.graph
    several = [one for one in located.ranking.fault_sets if len(one.nodes) > 1]
    for one in several[:_SETS]:
        ids = tuple(graph.arrays.ids[i] for i in one.nodes)
        yield Line(
            tr("Several at once: {nodes} ({likely:.1%}).", nodes=named(graph, ids), likely=one.probability),
            ids,
        )
    if not several:
        yield Line(tr("One fault alone can explain everything that was marked."))
    for loop in located.loops:
        yield Line(loop.says, loop.suspects)
    seen = located.ranking.sightings
    order = most_anomalous_first(seen)
    yield Line(
        tr("Beside our order, most anomalous first: {nodes}.", nodes=named(graph, order, 5)), order[:5]
    )
    order = nearest_upstream_first(graph, seen, check=check)
    yield Line(
        tr("Beside our order, nearest upstream first: {nodes}.", nodes=named(graph, order, 5)), order[:5]
    )
    yield Line(tr("No accuracy is claimed for any of them: the suspects are where to look, not who it was."))
    for bound in located.bounds:
        yield Line(bound)


def cleared_lines(located: Located) -> Iterator[Line]:
    """The nodes that what is good speaks for, and why."""
    for cleared in located.cleared:
        yield Line(cleared.reason, tuple(dict.fromkeys((cleared.id, *cleared.by))))
    more = len(located.ranking.cleared) - len(located.cleared)
    if more > 0:
        yield Line(tr("And {count:,} more.", count=more))


def _keys(way: Way) -> tuple[EdgeKey, ...]:
    steps = tuple(step.edge for step in way.steps)
    return steps if way.watched is None else (*steps, way.watched)
