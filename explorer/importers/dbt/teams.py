"""The teams of a dbt project: its groups, and whoever owns an exposure under a name and an address."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.entities import Node, Team
from explorer.domain.provenance import Source
from explorer.importers.dbt.entries import Group
from explorer.importers.dbt.nodes import owner_address, owner_name
from explorer.importers.dbt.project import Project
from explorer.importers.json_pieces import decode_piece
from explorer.language import tr


def teams_of(project: Project, nodes: Iterable[Node]) -> list[Team]:
    """The teams that are stated; where there are any every other owner too, so that none is taken for a slip."""
    teams = {}
    for group_id, raw in project.manifest.groups.items():
        try:
            group = decode_piece(raw, Group)
        except ValueError as error:
            project.tell(tr("The group “{group}” is left out: {reason}.", group=group_id, reason=error))
            continue
        contact = owner_address(group.owner) or owner_name(group.owner)
        teams[group.name] = Team(id=group.name, contact=contact, source=Source(project.shown))
    owners = dict.fromkeys(node.owner for node in nodes if node.owner)
    for entry in project.entries.values():
        name, address = owner_name(entry.owner), owner_address(entry.owner)
        if name in owners and address and name != address and name not in teams:
            teams[name] = Team(id=name, contact=address, source=project.source(entry))
    if teams:
        for owner in sorted(set(owners) - set(teams)):
            teams[owner] = Team(id=owner, source=Source(project.shown))
    return list(teams.values())
