"""Which teams a person means to be closed to a card each, by what they are called."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.names import nearest
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.drawing.folded import Folding, team_name, teams_of
from explorer.errors import UsageError
from explorer.language import tr


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
            tr("There is no team to close: no node says who owns it."),
            hint=tr("Give the nodes their owners."),
        )
    return Folding(frozenset(teams))


def _team(graph: SystemGraph, known: dict[str, str], text: str) -> str:
    team = known.get(text.casefold())
    if team is None:
        names = sorted({team_name(graph, t) for t in known.values()})
        near = nearest(text, names)
        hint = None
        if near:
            hint = tr("Nearest: {names}.", names=listed(near))
        elif names:
            hint = tr("There are {names}.", names=listed(names))
        raise UsageError(tr("There is no team “{name}” that owns a node.", name=text), hint=hint)
    return team
