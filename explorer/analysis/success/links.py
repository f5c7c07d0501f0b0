"""How well each link between two metrics is known, and the word that is missing where it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from explorer.domain.entities import Edge
from explorer.domain.kinds import Backing, Direction, Evidence, Relation, Sign
from explorer.domain.system_graph import SystemGraph


class Standing(StrEnum):
    """How a link of a chain stands."""

    VERIFIED = "verified"
    ASSUMED = "assumed"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Stand:
    """How a link stands; `missing` is the word drawn into the gap, `why` a sentence."""

    standing: Standing
    missing: str = ""
    why: str = ""


def stand_of(graph: SystemGraph, edge: Edge) -> Stand:
    """How a `drives` edge stands: broken where it is known to move what it drives the wrong way."""
    start, end = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
    if edge.sign is None or edge.sign is Sign.UNSURE:
        return Stand(
            Standing.ASSUMED, "sign", f"Whether {start.name} moves {end.name}, and which way, is not known."
        )
    pushed = _pushed(start.direction, edge.sign)
    if pushed is not None and end.direction is not None and pushed is not end.direction:
        return Stand(
            Standing.BROKEN,
            "agreement",
            f"When {start.name} goes {start.direction}, {end.name} goes {pushed}, "
            f"but it is meant to go {end.direction}.",
        )
    if edge.evidence is Evidence.INFERRED:
        return Stand(
            Standing.ASSUMED,
            "evidence",
            f"That {start.name} moves {end.name} is only inferred; nobody says so.",
        )
    if edge.relation is not Relation.COMPONENT and edge.backing is not Backing.EXPERIMENT:
        held = "rests on an analysis" if edge.backing is Backing.ANALYSIS else "is a belief"
        return Stand(
            Standing.ASSUMED,
            "experiment",
            f"That {start.name} moves {end.name} {held}; no experiment backs it.",
        )
    undirected = start if start.direction is None else end if end.direction is None else None
    if undirected is not None:
        return Stand(
            Standing.ASSUMED, "direction", f"Which way {undirected.name} is meant to go is not stated."
        )
    known = "is arithmetic" if edge.relation is Relation.COMPONENT else "was shown by an experiment"
    return Stand(Standing.VERIFIED, "", f"That {start.name} moves {end.name} {known}.")


def _pushed(direction: Direction | None, sign: Sign) -> Direction | None:
    if direction is None or sign is Sign.PLUS:
        return direction
    return Direction.DOWN if direction is Direction.UP else Direction.UP
