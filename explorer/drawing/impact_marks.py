"""A what-if's answer as marks on a picture: each node's effect, and the worst that passes over each edge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from explorer.analysis.what_if.effects import EFFECTS, MUST, RANK, SIDE, WAVES, WIDTH, WORST
from explorer.analysis.what_if.impact import Impact
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.propagation import Run
from explorer.analysis.what_if.protection import Protected
from explorer.analysis.what_if.whole_tables import SETS
from explorer.domain.durations import describe_duration
from explorer.domain.entities import EdgeKey
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.edits import NO_EDITS, Edits
from explorer.drawing.marks import PROTECTED, EdgeMark, Marks, NodeMark
from explorer.drawing.picture import Sight
from explorer.language import marked, tr

Longs = NDArray[np.int64]

_HAPPENS = {
    ChangeKind.RETIRE: marked("{part} is retired"),
    ChangeKind.OUTAGE: marked("{part} is down"),
    ChangeKind.DEGRADE: marked("{part} answers only in part"),
    ChangeKind.SCHEMA_BREAK: marked("{part} loses or retypes a field"),
    ChangeKind.SCHEMA_ADD: marked("{part} gets a new field"),
    ChangeKind.SHIFT: marked("{part} shifts"),
    ChangeKind.CORRUPT: marked("{part} is silently wrong"),
    ChangeKind.NEW_VERSION: marked("{part} gets a new version"),
    ChangeKind.RETRAIN: marked("{part} is trained again"),
    ChangeKind.DELAY: marked("{part} is late"),
}
_NOTHING_SAID: Mapping[str, Sight] = MappingProxyType({})


def marks_of(
    impact: Impact,
    *,
    sight: Mapping[str, Sight] = _NOTHING_SAID,
    protected: Iterable[Protected] = (),
    edits: Edits = NO_EDITS,
) -> Marks:
    """What an impact puts on a picture. sight: whether somebody would notice, per node, where that is known.

    protected: whom shields keep from it or from a part of it. edits: how the system is taken to differ.
    """
    nodes = {
        row.id: NodeMark(
            row.effect,
            row.certainty == "possible",
            row.first_wave,
            sight.get(row.id, Sight.UNSAID),
        )
        for row in impact.affected
    }
    edges = _edge_marks(impact)
    for held in protected:
        if held.instead is None:
            nodes[held.id] = NodeMark(PROTECTED)
        for key in held.by:
            edges.setdefault(key, EdgeMark(PROTECTED))
    return Marks(nodes, edges, summary_of(impact, edits))


def summary_of(impact: Impact, edits: Edits = NO_EDITS) -> str:
    """The question and the size of its answer in two sentences; where nothing happens, only the question."""
    new = {node.id for node in edits.nodes}
    first = {c for c in impact.changes if c.kind is ChangeKind.NEW_VERSION and c.node in new}
    happening = [question_of(impact.graph, change) for change in impact.changes if change not in first]
    asked = listed([*edits.questions(impact.graph), *happening], most=3)
    if not impact.changes:
        return tr("What if {asked}?", asked=asked) if asked else ""
    others = len(impact.graph.nodes) - sum(row.changed for row in impact.affected)
    hit = [row for row in impact.affected if not row.changed]
    possible = sum(row.certainty == "possible" for row in hit)
    told = {"asked": asked, "count": len(hit), "others": counted(others, "other node")}
    if possible:
        return tr(
            "What if {asked}? {count:,} of {others} affected, {possible:,} of them only possibly.",
            possible=possible,
            **told,
        )
    return tr("What if {asked}? {count:,} of {others} affected.", **told)


def question_of(graph: SystemGraph, change: HypotheticalChange) -> str:
    """A change as what follows "What if"."""
    name = graph.nodes[change.node].name
    if change.to is not None:
        reader = graph.nodes[change.to].name
        if change.kind is ChangeKind.REVOKE:
            return tr("{reader} may no longer read {name}", reader=reader, name=name)
        return tr("the threshold between {name} and {reader} moves", name=name, reader=reader)
    if change.kind is ChangeKind.SCHEMA_BREAK and change.field:
        return tr("{name} loses or retypes its field {field}", name=name, field=change.field)
    part = tr("{field} of {name}", field=change.field, name=name) if change.field else name
    if change.kind is ChangeKind.DELAY and change.delay:
        return tr("{part} is late by {time}", part=part, time=describe_duration(change.delay))
    return tr(_HAPPENS[change.kind], part=part)


def _edge_marks(impact: Impact) -> dict[EdgeKey, EdgeMark]:
    keys = impact.graph.arrays.keys
    passing = np.zeros(len(keys), np.int64)
    for run in impact.runs:
        passing |= _whole_over_edges(run)
        _add_fields_over_edges(run, passing)
        for start in run.starts:
            if start.over_edge is not None:
                passing[start.over_edge] |= start.bits
    worst, worst_sure = WORST[_any_wave(passing)], WORST[_any_wave(passing >> MUST)]
    return {
        keys[j]: EdgeMark(EFFECTS[worst[j]], bool(worst_sure[j] != worst[j]))
        for j in np.flatnonzero(worst < WIDTH).tolist()
    }


def _whole_over_edges(run: Run) -> Longs:
    """What becomes of the facts about the whole of each edge's source, at the other end; packed."""
    classes = run.classes
    moving = run.whole.state[classes.arrays.from_index]
    row = classes.class_of.astype(np.int64) * SETS
    arriving = np.zeros(len(moving), np.int64)
    for shift, table in classes.tables_for(run.delay).lookups:
        arriving |= table[row + (moving >> shift & (SETS - 1))]
    return arriving


def _add_fields_over_edges(run: Run, passing: Longs) -> None:
    """The same for facts about single fields; whatever wave they come in, they are noted as of the first."""
    classes = run.classes
    arrays = classes.arrays
    for node, fields in run.fields.rounds.items():
        for edge in arrays.out_edges[arrays.out_start[node] : arrays.out_start[node + 1]].tolist():
            use = classes.uses[classes.class_of[edge]]
            for name, came in fields.items():
                bits = np.bitwise_or.reduce([b for _, b in came])
                may, must = _any_wave(bits), _any_wave(bits >> MUST)
                for effect in EFFECTS:
                    if not may >> RANK[effect] & 1:
                        continue
                    for arrival in arrivals(classes.edges[edge], use, name, effect, run.delay):
                        sure = arrival.is_certain and must >> RANK[effect] & 1
                        passing[edge] |= 1 << RANK[arrival.effect] | (sure << RANK[arrival.effect] + MUST)


def _any_wave(side: Longs) -> Longs:
    """The effects among those that may be (or, shifted, must be), in whichever wave."""
    folded = side & SIDE
    for wave in range(1, WAVES):
        folded = folded | (side & SIDE) >> wave * WIDTH
    return folded & (SETS - 1)
