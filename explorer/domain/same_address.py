"""Which names mean the same table or the same path, by how they are written and by all others that are in sight."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from explorer.domain.addresses import Place, Table, path_of, table_of
from explorer.domain.identity import Doubt, Link, Rule
from explorer.domain.kinds import NodeKind
from explorer.domain.pauses import checked

HIDDEN = "\0"
"""Begins what stands for an address among the names, so that it is no name."""
_TABLES = (NodeKind.DATASET, NodeKind.UNKNOWN)
_LYING_SOMEWHERE = (*_TABLES, NodeKind.ARTIFACT, NodeKind.MODEL)
_Address = tuple[object, ...]
_Said = tuple[str | None, _Address]


class Lying(NamedTuple):
    """The links between what lies at one address, the names that could be any of several, and where tables lie."""

    links: list[Link]
    doubts: list[Doubt]
    places: frozenset[Place]


def by_address(names: Mapping[str, NodeKind], places: Iterable[Place], check: Callable[[], None]) -> Lying:
    """Which of these names are the same table or path; places: where tables lie besides, which names may mean."""
    tables: dict[str, Table] = {}
    where: dict[_Address, list[str]] = {}
    for name, kind in checked(names.items(), check):
        if kind not in _LYING_SOMEWHERE or not ("." in name or "/" in name or "\\" in name):
            continue
        table = table_of(name) if kind in _TABLES else None
        if table is not None:
            tables[name] = table
        elif path := path_of(name):
            where.setdefault((path,), []).append(name)
    in_sight = frozenset((*places, *(table.place for table in tables.values())))
    known = _Places(in_sight)
    unsure: dict[str, list[_Address]] = {}
    filled: set[str] = set()
    for name, (place, own) in checked(tables.items(), check):
        fullest = known.fullest(place)
        if len(fullest) > 1:
            unsure[name] = [(*said, own.stored(engine)) for engine, said in fullest]
            engine, said = _said(place)
        else:
            ((engine, said),) = fullest
            if said != _said(place)[1]:
                filled.add(name)
        where.setdefault((*said, own.stored(engine)), []).append(name)
    doubts = []
    for name, possible in unsure.items():
        candidates = {c for address in possible for c in where.get(address, ()) if c != name}
        if candidates:
            doubts.append(Doubt(name, tuple(sorted(candidates))))
    links: list[Link] = []
    for address, found in checked(where.items(), check):
        if len(found) > 1:
            links += _at_one(address, found, filled, names, doubts)
    return Lying(links, sorted(doubts, key=lambda d: d.name), in_sight)


def _at_one(
    address: _Address,
    found: Iterable[str],
    filled: Collection[str],
    names: Mapping[str, NodeKind],
    doubts: list[Doubt],
) -> Iterable[Link]:
    """Links from the names of one address to it; things of different kinds may lie there, and are not one."""
    kinds = sorted({names[name] for name in found} - {NodeKind.UNKNOWN}) or [NodeKind.UNKNOWN]
    for name in found:
        kind = names[name]
        if kind is NodeKind.UNKNOWN and len(kinds) > 1:
            known = sorted(n for n in found if names[n] is not NodeKind.UNKNOWN)
            doubts.append(Doubt(name, tuple(known)))
            continue
        rule = Rule.PATH if len(address) == 1 else Rule.ONE_DATABASE if name in filled else Rule.TABLE
        yield Link(name, f"{HIDDEN}{kind if kind is not NodeKind.UNKNOWN else kinds[0]}\n{address}", rule)


@lru_cache(maxsize=4096)
def _said(place: Place) -> _Said:
    """The engine of a place, and what is equal for all its spellings."""
    return place.engine, (place.engine, place.server, place.stored)


class _Places:
    """All places of tables in sight, by what their names end in."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._ending: dict[tuple[str, ...], list[Place]] = {}
        self._known: dict[Place, list[_Said]] = {}
        for place in places:
            lower = tuple(part.text.lower() for part in place.parts)
            for start in range(len(lower)):
                self._ending.setdefault(lower[start:], []).append(place)

    def fullest(self, place: Place) -> list[_Said]:
        """What the place is when all that others say is added: itself, one, or several that it could be."""
        known = self._known.get(place)
        if known is None:
            above = {_said(p)[1]: p for p in self._above(place) if not self._above(p)}
            known = [_said(above[said]) for said in sorted(above, key=str)] or [_said(place)]
            self._known[place] = known
        return known

    def _above(self, place: Place) -> list[Place]:
        lower = tuple(part.text.lower() for part in place.parts)
        return [p for p in self._ending.get(lower, ()) if p.extends(place)]
