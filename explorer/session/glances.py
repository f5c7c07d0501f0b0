"""A glance at a node or an edge: the few facts that a person wants before they decide to look closer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.analysis.reaching import reached
from explorer.analysis.what_if.impact import explain_step
from explorer.analysis.what_if.telling import effect_told
from explorer.domain.attributes import described
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence, NodeKind, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, severity_word
from explorer.domain.words import told
from explorer.drawing.text import shown
from explorer.language import marked, tr
from explorer.session.what_ifs import WhatIf

_LONGEST = 150  # letters of a finding's reason; all of it stands in the inspector
_ORDER = {severity: place for place, severity in enumerate(Severity)}
_OF_AN_EDGE = ("filter", "pin", "version", "exploration", "tolerance", "delay", "confidence")
_EFFECT = (
    marked("In this what-if: {effect}."),
    marked("In this what-if: {effect}, after the next retraining or reaction."),
    marked("In this what-if: {effect}, later still."),
)
"""By the wave in which it comes."""


@dataclass(frozen=True, slots=True)
class Glance:
    """What it is called, what it is, and a few sentences."""

    title: str
    second: str
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it, as it is read aloud."""
        return ". ".join((self.title, self.second, *(line.rstrip(".") for line in self.lines))) + "."


def glance_at(
    graph: SystemGraph,
    what: str | EdgeKey,
    findings: Sequence[Finding] = (),
    what_if: WhatIf | None = None,
) -> Glance | None:
    """A glance at the node with an id, or at an edge; None where neither the system nor the what-if has it."""
    for home in (graph, *(() if what_if is None else (what_if.graph,))):
        if isinstance(what, EdgeKey):
            if what in home.edges:
                return _of_edge(home, home.edges[what], findings)
        elif what in home.nodes:
            return _of_node(home, home.nodes[what], findings, what_if)
    return None


def _of_node(graph: SystemGraph, node: Node, findings: Sequence[Finding], what_if: WhatIf | None) -> Glance:
    kind = tr("declared nowhere") if node.kind is NodeKind.UNKNOWN else told(node.kind)
    parts = (kind, told(node.subtype) if node.subtype else "", node.owner or tr("no owner"))
    lines = _lineage_told(graph, node.id)
    lines += worst_told([f for f in findings if node.id in f.nodes])
    if what_if is not None:
        lines += _effect(what_if, node.id)
    return Glance(node.name, " · ".join(part for part in parts if part), tuple(lines))


def _lineage_told(graph: SystemGraph, node_id: str) -> list[str]:
    """How many nodes it is made from and goes into, directly, and over however many steps where that is more."""
    direct = (
        len({edge.from_id for edge in graph.edges_into(node_id)} - {node_id}),
        len({edge.to_id for edge in graph.edges_from(node_id)} - {node_id}),
    )
    nodes, count = counted(direct[0], "node"), direct[1]
    lines = [tr("{nodes} directly upstream, {count:,} directly downstream.", nodes=nodes, count=count)]
    arrays, size = graph.arrays, len(graph.nodes)
    ways = ((arrays.to_index, arrays.from_index), (arrays.from_index, arrays.to_index))
    up, down = (int(reached(size, *way, (arrays.index[node_id],)).sum()) - 1 for way in ways)
    if (up, down) != direct:
        lines.append(tr("In all, {up:,} upstream and {down:,} downstream.", up=up, down=down))
    return lines


def _effect(what_if: WhatIf, node_id: str) -> list[str]:
    """What becomes of it in a what-if, and the first step of the way by which that comes."""
    impact = what_if.impact
    row = impact.by_id.get(node_id)
    if row is None:
        return [tr("Not affected by this what-if.")] if node_id in impact.graph.nodes else []
    if row.changed:
        return [tr("This is where the what-if begins.")]
    lines = [tr(_EFFECT[row.first_wave], effect=effect_told(row))]
    steps = impact.path(node_id)
    if steps:
        step = explain_step(impact.graph, steps[0]).rstrip(".")
        more = tr("{step} (the first of {count:,} steps).", step=step, count=len(steps))
        lines.append(more if len(steps) > 1 else f"{step}.")
    return lines


def _of_edge(graph: SystemGraph, edge: Edge, findings: Sequence[Finding]) -> Glance:
    names = " → ".join(graph.nodes[i].name for i in (edge.from_id, edge.to_id))
    evidence = told(edge.evidence)
    if edge.is_confirmed:
        evidence = tr("{evidence}, and seen in a log", evidence=evidence)
    known = described(edge)
    lines = [": ".join(known[key]) for key in _OF_AN_EDGE if key in known]
    if edge.last_seen is not None:
        lines.append(tr("last seen: {day}", day=edge.last_seen.isoformat()))
    elif edge.evidence is not Evidence.OBSERVED:
        lines.append(tr("No log shows when it was last used."))
    lines += worst_told([f for f in findings if edge.key in f.edges])
    return Glance(names, f"{told(edge.kind)} · {evidence}", tuple(lines))


def worst_told(findings: Sequence[Finding]) -> list[str]:
    """The worst of these findings, and how many more there are."""
    if not findings:
        return []
    worst = min(findings, key=lambda finding: _ORDER[finding.severity])
    word = severity_word(worst.severity)
    text = f"{word[:1].upper()}{word[1:]}: {shown(worst.reason, _LONGEST)}"
    if len(findings) > 1:
        more = tr("And {findings}.", findings=counted(len(findings) - 1, "other finding"))
        text = f"{text} {more}"
    return [text]
