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
        parts.append(f"{len(ranking.cleared):,} cleared")
    text = f"{', '.join(parts)}."
    if located.loops:
        count = sum(len(loop.suspects) for loop in located.loops)
        text += f" {count:,} are in a loop, where no order can be told: see “Also”."
    return text


def check_words(graph: SystemGraph, check: Check) -> tuple[str, str]:
    """What to look at, as a question, and what that tells and whom to ask."""
    name = graph.nodes[check.id].name
    parts = [f"{check.information_bits:.2f} bits", asked_of(graph, check.id)]
    if check.monitors:
        parts.append(
            f"{named(graph, check.monitors)} {'watches' if len(check.monitors) == 1 else 'watch'} it"
        )
    parts.append(f"{check.bad_probability:.0%} likely bad")
    if check.cut is None:
        return f"Is {name} bad?", " · ".join(parts)
    source, reader = graph.nodes[check.cut.from_id].name, graph.nodes[check.cut.to_id].name
    parts.append(f"first let {reader} go on with what {source} gave it before the fault: that cuts the loop")
    return f"Is {name} still bad with the loop cut?", " · ".join(parts)


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
        yield Line(f"For: {reason}.", (suspect.id,))
    for way in found.ways:
        nodes, edges = way_parts([way], suspect.id)
        symptom = graph.nodes[way.symptom].name
        steps = explain_way(graph, way)
        if not steps:
            yield Line(f"For: {symptom} itself was marked as bad.", (suspect.id,))
            continue
        yield Line(f"For: it {'surely' if way.is_certain else 'possibly'} reaches {symptom}:", nodes, edges)
        for place, (text, key) in enumerate(zip(steps, _keys(way), strict=True), 1):
            yield Line(f"{place}. {text.rstrip('.')}.", (key.from_id, key.to_id), (key,))
        if way.through:
            yield Line(
                f"Against: that leads through {named(graph, way.through)}, seen to be good.", way.through
            )
    for against in found.against:
        sure = "surely" if against.is_certain else "perhaps"
        yield Line(
            f"Against: {graph.nodes[against.id].name} would {sure} be bad too, and is good.", (against.id,)
        )
    if not found.against and not any(way.through for way in found.ways):
        yield Line("Against: nothing seen so far.")


def also_lines(located: Located, check: Callable[[], None] = lambda: None) -> Iterator[Line]:
    """Several faults at once, loops, what was cut short, and what people would look at without us."""
    graph = located.graph
    several = [one for one in located.ranking.fault_sets if len(one.nodes) > 1]
    for one in several[:_SETS]:
        ids = tuple(graph.arrays.ids[i] for i in one.nodes)
        yield Line(f"Several at once: {named(graph, ids)} ({one.probability:.1%}).", ids)
    if not several:
        yield Line("One fault alone can explain everything that was marked.")
    for loop in located.loops:
        yield Line(loop.says, loop.suspects)
    seen = located.ranking.sightings
    for name, order in (
        ("most anomalous first", most_anomalous_first(seen)),
        ("nearest upstream first", nearest_upstream_first(graph, seen, check=check)),
    ):
        yield Line(f"Beside our order, {name}: {named(graph, order, 5)}.", order[:5])
    yield Line("No accuracy is claimed for any of them: the suspects are where to look, not who it was.")
    for bound in located.bounds:
        yield Line(bound)


def cleared_lines(located: Located) -> Iterator[Line]:
    """The nodes that what is good speaks for, and why."""
    for cleared in located.cleared:
        yield Line(cleared.reason, tuple(dict.fromkeys((cleared.id, *cleared.by))))
    more = len(located.ranking.cleared) - len(located.cleared)
    if more > 0:
        yield Line(f"And {more:,} more.")


def _keys(way: Way) -> tuple[EdgeKey, ...]:
    steps = tuple(step.edge for step in way.steps)
    return steps if way.watched is None else (*steps, way.watched)
