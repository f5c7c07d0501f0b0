"""How well each link between two metrics is known, and the word that is missing where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from explorer.domain.entities import Edge
from explorer.domain.kinds import Backing, Direction, Evidence, Relation, Sign
from explorer.domain.system_graph import SystemGraph
from explorer.language import marked, marked_in, tr, tr_in


class Standing(StrEnum):
    """How a link of a chain stands."""

    VERIFIED = marked_in("Standing", "verified")
    ASSUMED = marked_in("Standing", "assumed")
    BROKEN = marked_in("Standing", "broken")


@dataclass(frozen=True, slots=True)
class Stand:
    """How a link stands; `missing` is the word drawn into the gap, `why` a sentence."""

    standing: Standing
    missing: str = ""
    why: str = ""


_DISAGREE = {
    (Direction.UP, Direction.UP): marked("When {start} goes up, {end} goes up, but it is meant to go down."),
    (Direction.UP, Direction.DOWN): marked(
        "When {start} goes up, {end} goes down, but it is meant to go up."
    ),
    (Direction.DOWN, Direction.UP): marked(
        "When {start} goes down, {end} goes up, but it is meant to go down."
    ),
    (Direction.DOWN, Direction.DOWN): marked(
        "When {start} goes down, {end} goes down, but it is meant to go up."
    ),
}
"""By which way the one is meant to go, and which way that pushes the other."""


def stand_of(graph: SystemGraph, edge: Edge) -> Stand:
    """How a `drives` edge stands: broken where it is known to move what it drives the wrong way."""
    start, end = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
    names = {"start": start.name, "end": end.name}
    if edge.sign is None or edge.sign is Sign.UNSURE:
        return Stand(
            Standing.ASSUMED,
            tr_in("missing", "sign"),
            tr("Whether {start} moves {end}, and which way, is not known.", **names),
        )
    pushed = _pushed(start.direction, edge.sign)
    if start.direction is not None and pushed is not None and end.direction not in (None, pushed):
        why = tr(_DISAGREE[start.direction, pushed], **names)
        return Stand(Standing.BROKEN, tr_in("missing", "agreement"), why)
    if edge.evidence is Evidence.INFERRED:
        return Stand(
            Standing.ASSUMED,
            tr_in("missing", "evidence"),
            tr("That {start} moves {end} is only inferred; nobody says so.", **names),
        )
    if edge.relation is not Relation.COMPONENT and edge.backing is not Backing.EXPERIMENT:
        why = tr("That {start} moves {end} is a belief; no experiment backs it.", **names)
        if edge.backing is Backing.ANALYSIS:
            why = tr("That {start} moves {end} rests on an analysis; no experiment backs it.", **names)
        return Stand(Standing.ASSUMED, tr_in("missing", "experiment"), why)
    undirected = start if start.direction is None else end if end.direction is None else None
    if undirected is not None:
        why = tr("Which way {node} is meant to go is not stated.", node=undirected.name)
        return Stand(Standing.ASSUMED, tr_in("missing", "direction"), why)
    if edge.relation is Relation.COMPONENT:
        return Stand(Standing.VERIFIED, "", tr("That {start} moves {end} is arithmetic.", **names))
    return Stand(Standing.VERIFIED, "", tr("That {start} moves {end} was shown by an experiment.", **names))


def _pushed(direction: Direction | None, sign: Sign) -> Direction | None:
    if direction is None or sign is Sign.PLUS:
        return direction
    return Direction.DOWN if direction is Direction.UP else Direction.UP
