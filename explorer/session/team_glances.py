"""A glance at what stands for several: a closed team's card, and a line that is several edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from explorer.analysis.what_if.effects import RANK
from explorer.analysis.what_if.telling import EFFECT_WORDS
from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.domain.words import told
from explorer.drawing.captions import counted_kind
from explorer.drawing.folded import NO_OWNER, team_name, team_of
from explorer.drawing.picture import Picture
from explorer.language import tr
from explorer.session.glances import Glance, glance_at, worst_told
from explorer.session.what_ifs import WhatIf


def glance_at_drawn(
    picture: Picture,
    graph: SystemGraph,
    what: str | EdgeKey,
    findings: Sequence[Finding] = (),
    what_if: WhatIf | None = None,
) -> Glance | None:
    """A glance at what the picture of a system shows: one of its nodes or edges, or what stands for several."""
    if isinstance(what, EdgeKey):
        edges = [graph.edges[key] for key in picture.bundles.get(what, ()) if key in graph.edges]
        if len(edges) == 1:
            return glance_at(graph, edges[0].key, findings, what_if)
        if edges:
            return _of_bundle(graph, what, edges, findings)
    elif what in picture.members:
        members = frozenset(i for i in picture.members[what] if i in graph.nodes)
        return _of_team(graph, team_of(what) or NO_OWNER, members, findings, what_if)
    return glance_at(graph, what, findings, what_if)


def _of_team(
    graph: SystemGraph,
    team: str,
    members: frozenset[str],
    findings: Sequence[Finding],
    what_if: WhatIf | None,
) -> Glance:
    kinds = Counter(graph.nodes[i].kind for i in members)
    leaving = [edge for i in members for edge in graph.edges_from(i)]
    entering = [edge for i in members for edge in graph.edges_into(i) if edge.from_id not in members]
    inside = [edge for edge in leaving if edge.to_id in members]
    leaving = [edge for edge in leaving if edge.to_id not in members]
    lines = [
        f"{listed([counted_kind(kinds[kind], kind) for kind in NodeKind if kinds[kind]], len(kinds))}.",
        tr("Inside, {edges}.", edges=_kinds_told(inside)),
        tr("To it, {edges}.", edges=_kinds_told(entering)),
        tr("From it, {edges}.", edges=_kinds_told(leaving)),
    ]
    lines += worst_told([f for f in findings if not members.isdisjoint(f.nodes)])
    if what_if is not None:
        lines.append(_affected_told(what_if, members))
    what = tr("closed team") if team else tr("no team")
    return Glance(team_name(graph, team), f"{what} · {counted(len(members), 'node')}", tuple(lines))


def _of_bundle(graph: SystemGraph, key: EdgeKey, edges: list[Edge], findings: Sequence[Finding]) -> Glance:
    keys = {edge.key for edge in edges}
    evidence = Counter(told(edge.evidence) for edge in edges)
    lines = [
        f"{_listed(Counter(told(edge.kind) for edge in edges))}.",
        f"{_listed(evidence)}.",
        *worst_told([f for f in findings if not keys.isdisjoint(f.edges)]),
    ]
    names = " → ".join(_name(graph, end) for end in key[:2])
    return Glance(names, tr("{edges} as one line", edges=counted(len(edges), "edge")), tuple(lines))


def _name(graph: SystemGraph, end: str) -> str:
    team = team_of(end)
    return graph.nodes[end].name if team is None else team_name(graph, team)


def _kinds_told(edges: Collection[Edge]) -> str:
    """ "5 edges: 3 feeds and 2 trains"."""
    kinds = f": {_listed(Counter(told(edge.kind) for edge in edges))}" if edges else ""
    return f"{counted(len(edges), 'edge')}{kinds}"


def _listed(counts: Counter[str]) -> str:
    parts = [tr("{count:,} {word}", count=count, word=word) for word, count in counts.most_common()]
    return listed(parts, len(parts))


def _affected_told(what_if: WhatIf, members: Collection[str]) -> str:
    """How many of these a what-if affects, and how badly."""
    rows = [row for i in members if (row := what_if.impact.by_id.get(i)) is not None]
    if not rows:
        return tr("Nothing in it is affected by this what-if.")
    worst = EFFECT_WORDS[min((row.effect for row in rows), key=RANK.__getitem__)]
    return tr(
        "In this what-if: {count:,} of {nodes} affected, at worst {effect}.",
        count=len(rows),
        nodes=counted(len(members), "node"),
        effect=tr(worst),
    )
