"""Which teams a person means to be closed to a card each, by what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.names import nearest
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.drawing.folded import Folding, team_name, teams_of
from explorer.errors import UsageError


def closed(graph: SystemGraph, called: Iterable[str]) -> Folding:
    """These teams closed, each by its id or name, of any case; UsageError with the nearest where there is none."""
    teams = teams_of(graph)
    known = {team_name(graph, team).casefold(): team for team in teams} | {t.casefold(): t for t in teams}
    return Folding(frozenset(_team(graph, known, text) for text in called))


def all_closed(graph: SystemGraph) -> Folding:
    """Every team closed, and what nobody owns; UsageError where there is none to close."""
    teams = teams_of(graph)
    if not any(teams):
        raise UsageError(
            "There is no team to close: no node says who owns it.", hint="Give the nodes their owners."
        )
    return Folding(frozenset(teams))


def _team(graph: SystemGraph, known: dict[str, str], text: str) -> str:
    team = known.get(text.casefold())
    if team is None:
        names = sorted({team_name(graph, t) for t in known.values()})
        near = nearest(text, names)
        hint = f"Nearest: {listed(near)}." if near else f"There are {listed(names)}." if names else None
        raise UsageError(f"There is no team “{text}” that owns a node.", hint=hint)
    return team
