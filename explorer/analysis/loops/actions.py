"""What can be done at an edge so that a model does not see its own doing over it, and what that costs.

The world's own edges cannot be changed: nobody decides what people do. Costs are small whole numbers that order what
is cheap before what is dear; the model's own team comes first, because what another team must do has to be agreed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum

from explorer.domain.entities import Edge
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.language import marked, tr

FOREIGN = 8
"""What it costs besides where another team, or nobody known, has to do it."""


class Action(IntEnum):
    """What is done, by its cost."""

    EXPLORE = 1
    SLICE = 2
    EXCLUDE = 3
    LEAVE_OUT = 4
    WITHHOLD = 5
    HOLD_OUT = 6
    STOP = 20


@dataclass(frozen=True, slots=True)
class Cut:
    """One action at the edges between two nodes, or between a node and a feature view."""

    edges: tuple[Edge, ...]
    action: Action
    is_own: bool

    @property
    def cost(self) -> int:
        """Effort, and more where it is not the models' own team that acts."""
        return self.action + (0 if self.is_own else FOREIGN)


def cut_at(graph: SystemGraph, edges: Iterable[Edge], own: Collection[str]) -> Cut | None:
    """The action at these edges, the dearest that one of them needs; None where one is the world's own."""
    edges = tuple(edges)
    dearest, is_own = Action.EXPLORE, True
    for edge in edges:
        if graph.nodes[edge.from_id].kind is NodeKind.WORLD:
            return None
        dearest = max(dearest, _action(graph, edge))
        is_own = is_own and _actor(graph, edge) in own
    return Cut(edges, dearest, is_own)


def _action(graph: SystemGraph, edge: Edge) -> Action:
    start, end = graph.nodes[edge.from_id].kind, graph.nodes[edge.to_id].kind
    if end is NodeKind.WORLD:
        return Action.HOLD_OUT
    if edge.kind is EdgeKind.TRAINS:
        return Action.SLICE
    if edge.filter is not None:
        return Action.EXPLORE
    if end is NodeKind.FEATURE:
        return Action.EXCLUDE
    if edge.kind is EdgeKind.PRODUCES:
        return Action.STOP
    return Action.LEAVE_OUT if start is NodeKind.FEATURE else Action.WITHHOLD


def _actor(graph: SystemGraph, edge: Edge) -> str | None:
    """Who has to act: who reads; into the world, who shows."""
    at = edge.from_id if graph.nodes[edge.to_id].kind is NodeKind.WORLD else edge.to_id
    return graph.nodes[at].owner


def told_cut(graph: SystemGraph, cut: Cut) -> str:
    """The action as a sentence, with who has to do it where that is another team."""
    sentence = tr(
        _DONE[cut.action],
        filter=cut.edges[0].filter,
        start=_ends(graph, [e.from_id for e in cut.edges]),
        end=_ends(graph, [e.to_id for e in cut.edges]),
    )
    if cut.is_own:
        return f"{sentence}."
    actors = dict.fromkeys(_actor(graph, e) or tr("nobody known") for e in cut.edges)
    return tr("{sentence} (to be done by {actors}).", sentence=sentence, actors=listed(actors))


_DONE = {
    Action.EXPLORE: marked(
        "Let a share of traffic pass the filter “{filter}” at {end} by chance (exploration) or keep a hold-out past "
        "it, and train on that share or weight by it"
    ),
    Action.SLICE: marked(
        "Train {end} on a randomised slice of {start}, or log propensities and weight by them"
    ),
    Action.EXCLUDE: marked("Leave the models' own impressions out of {start} where it goes into {end}"),
    Action.LEAVE_OUT: marked("Compute {start} for {end} without what the models have caused"),
    Action.WITHHOLD: marked("Leave what the models caused out of {start} where it goes into {end}"),
    Action.HOLD_OUT: marked("Keep a hold-out in {end} for whom {start} decides without the models"),
    Action.STOP: marked("Let {start} write elsewhere than into {end}"),
}


def _ends(graph: SystemGraph, ids: list[str]) -> str:
    """The one node, or the view whose features these are."""
    names = list(dict.fromkeys(graph.nodes[i].name for i in ids))
    if len(names) == 1:
        return names[0]
    return tr("the features of {view} ({names})", view=graph.nodes[ids[0]].view, names=listed(names))
