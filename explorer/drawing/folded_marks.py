"""What an answer and a scenario put on a picture with closed teams: each says the worst of what is in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import NamedTuple

from explorer.domain.entities import Edge, EdgeKey
from explorer.domain.wording import counted
from explorer.drawing.edits import Edits
from explorer.drawing.folded import Folded, thinnest, with_bundles
from explorer.drawing.marks import EdgeMark, Marks, NodeMark
from explorer.drawing.picture import EFFECTS, Sight
from explorer.language import tr

_RANK = {effect: rank for rank, effect in enumerate(EFFECTS)}
_SIGHT = (Sight.BLIND, Sight.SEEN, Sight.UNSAID)
"""The one that asks for attention first."""


class FoldedEdits(NamedTuple):
    """The edits that are drawn, and a sentence on those that are not because they are in what is closed or hidden."""

    drawn: Edits
    note: str


def lit_bundles(folded: Folded, marks: Marks) -> Folded:
    """With the thin bundles drawn that an answer passes through, or the largest of them where they are many."""
    passed = {k: edges for k, edges in folded.thin.items() if not marks.edges.keys().isdisjoint(edges)}
    spared = thinnest(passed, {end for key in passed for end in key[:2]})
    return with_bundles(folded, (key for key in passed if key not in spared))


def folded_marks(folded: Folded, marks: Marks) -> Marks:
    """The marks of what is drawn: of a closed team the worst effect in it, blind where one of its nodes is."""
    nodes = {i: mark for i, mark in marks.nodes.items() if i not in folded.within}
    for card, members in folded.members.items():
        if found := [marks.nodes[i] for i in members if i in marks.nodes]:
            nodes[card] = _worst_node(found)
    edges = dict(marks.edges)
    for key, bundled in folded.bundles.items():
        if passing := [marks.edges[k] for k in bundled if k in marks.edges]:
            edges[key] = _worst_edge(passing)
    return replace(marks, nodes=nodes, edges=edges)


def folded_edits(folded: Folded, edits: Edits) -> FoldedEdits:
    """What a scenario adds and takes out as it is drawn; a new edge into a closed team ends at its card."""
    drawn = folded.graph
    new = {node.id for node in edits.nodes}
    added: dict[EdgeKey, Edge] = {}
    unseen = 0
    for edge in edits.edges:
        start, end = (folded.within.get(i, i) for i in edge.key[:2])
        moved = replace(edge, from_id=start, to_id=end)
        is_drawn = {start, end} <= drawn.nodes.keys() | new and start != end
        if is_drawn and moved.key not in drawn.edges and moved.key not in added:
            added[moved.key] = moved
        else:
            unseen += 1
    gone_nodes = {i: node for i, node in edits.removed_nodes.items() if i in drawn.nodes}
    gone_edges = {key for key in edits.removed_edges if key in drawn.edges}
    gone_edges |= {key for key, edges in folded.bundles.items() if edits.removed_edges.issuperset(edges)}
    unseen += len(edits.removed_nodes) - len(gone_nodes)
    unseen += _unseen(folded, edits.removed_edges, gone_edges)
    note = tr("{edits} inside what is closed or hidden", edits=counted(unseen, "edit")) if unseen else ""
    return FoldedEdits(Edits(edits.nodes, tuple(added.values()), gone_nodes, frozenset(gone_edges)), note)


def _unseen(folded: Folded, removed: Iterable[EdgeKey], shown: Collection[EdgeKey]) -> int:
    """How many edges are removed without a sign of it in the picture."""
    seen = {inner for key in shown for inner in folded.bundles.get(key, (key,))}
    return sum(key not in seen for key in removed)


def _worst_node(marks: list[NodeMark]) -> NodeMark:
    worst = min((m.effect for m in marks), key=_RANK.__getitem__)
    having = [m for m in marks if m.effect == worst]
    return NodeMark(
        worst,
        all(m.possible for m in having),
        min(m.wave for m in having),
        min((m.sight for m in marks), key=_SIGHT.index),
    )


def _worst_edge(marks: list[EdgeMark]) -> EdgeMark:
    worst = min((m.effect for m in marks), key=_RANK.__getitem__)
    return EdgeMark(worst, all(m.possible for m in marks if m.effect == worst))
