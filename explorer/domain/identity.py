"""Which names are one thing: by what sources say, by rules that hold for every system, and by what people decided.

Nothing here depends on the order in which sources are read. Where a rule would leave a choice, none is made: it is a
doubt, which somebody can settle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from explorer.domain.addresses import Place, Table, path_of, table_of
from explorer.domain.entities import Node
from explorer.domain.kinds import Evidence, NodeKind
from explorer.domain.provenance import Source


class Rule(StrEnum):
    """Why two names are one thing, surest first."""

    SAID = "said"
    BY_HAND = "by-hand"
    SAME_ID = "same-id"
    TABLE = "table"
    PATH = "path"
    ONE_DATABASE = "one-database"


class Verb(StrEnum):
    """What a person decides of two names."""

    SAME = "same"
    APART = "apart"
    CALLED = "called"
    """What one document calls `first` is called `second`: another thing that only has the same id."""


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """What a person decided of two ids; `document` is the source whose id is meant, where only that one's is."""

    verb: Verb
    first: str
    second: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """One step from name to name."""

    start: str
    end: str
    rule: Rule
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A name that could be any of these, so that it counts as none of them."""

    name: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Joined:
    """One thing of which several names, or several sources, speak.

    members: the nodes as they were stated, each under its own id. why: of each other name that was met, the steps
    to `id`.
    """

    id: str
    members: tuple[Node, ...]
    why: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)

    def names(self) -> list[tuple[str, Source | None]]:
        """Each name under which it is stated, with the place, its own first; then those that are only spoken of."""
        stated = sorted(((m.id, m.source) for m in self.members), key=lambda said: said[0] != self.id)
        spoken = sorted(self.why.keys() - {name for name, _ in stated})
        return [*stated, *((name, None) for name in spoken)]


@dataclass(slots=True)
class Identified:
    """stands_for: the id in whose place another stands; why: the steps from each of these ids to that one."""

    stands_for: dict[str, str] = field(default_factory=dict)
    why: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


STRENGTH = {Evidence.DECLARED: 0, Evidence.OBSERVED: 1, Evidence.INFERRED: 2}
"""The less, the surer."""
_NOT_DECLARED = 3
_TABLES = (NodeKind.DATASET, NodeKind.UNKNOWN)
_LYING_SOMEWHERE = (*_TABLES, NodeKind.ARTIFACT, NodeKind.MODEL)
_Address = tuple[object, ...]
_Said = tuple[str | None, _Address]
_HIDDEN = "\0"
"""Begins what stands for an address among the names, so that it is no name."""


def identify(
    nodes: Sequence[Node],
    named: Iterable[str] = (),
    decisions: Sequence[Decision] = (),
    kept: Collection[str] = (),
) -> Identified:
    """One id for each thing. named: ids that are only spoken of; kept: ids that stand rather than others."""
    names = {node.id: node.kind for node in nodes}
    if len(names) < len(nodes):  # what two call by one id may be of two kinds
        for node in nodes:
            names[node.id] = min(names[node.id], node.kind)
    aliases: dict[str, NodeKind] = {}
    links: list[Link] = []
    for node in nodes:
        for other in node.same_as or ():
            links.append(Link(node.id, other, Rule.SAID, node.source))
            aliases[other] = min(aliases.get(other, node.kind), node.kind)
    if aliases:
        names = aliases | names
    spoken = {*(node.id for node in nodes), *named} if decisions else ()
    for name in named:
        names.setdefault(name, NodeKind.UNKNOWN)
    for each in decisions:
        if each.verb is Verb.SAME:
            links.append(Link(each.first, each.second, Rule.BY_HAND))
    by_rule, doubts = _by_address(names)
    links += by_rule
    if not links:
        return Identified(doubts=doubts)
    apart = {
        pair for d in decisions if d.verb is Verb.APART for pair in ((d.first, d.second), (d.second, d.first))
    }
    links, torn = _without_bridges(_in_order(links), apart)
    groups = _Groups(links, apart)
    said_by_others = {link.end for link in links if link.rule is Rule.SAID}
    chosen = {d.first for d in decisions if d.verb is Verb.SAME}
    strength: dict[str, int] = {}
    for node in nodes:
        if node.id in groups.steps:
            strength[node.id] = min(strength.get(node.id, _NOT_DECLARED), STRENGTH[node.evidence])

    def rank(name: str) -> tuple[object, ...]:
        declared = strength.get(name, _NOT_DECLARED)
        return (name not in kept, name not in chosen, declared, name in said_by_others, name)

    found = Identified()
    for group in groups.all():
        ids = [name for name in group if not name.startswith(_HIDDEN)]
        if len(ids) > 1:
            stands = min(ids, key=rank)
            found.stands_for.update((name, stands) for name in ids if name != stands)
            found.why.update(_ways(stands, group, groups.steps))
    found.doubts = [
        *(d for d in torn if d.name in spoken),
        *(d for d in doubts if not _is_settled(d, found.stands_for, apart)),
    ]
    return found


def _is_settled(doubt: Doubt, stands_for: Mapping[str, str], apart: Collection[tuple[str, str]]) -> bool:
    """Whether the name is one of the candidates by another way, or is said to be none of them."""
    mine = stands_for.get(doubt.name, doubt.name)
    others = [stands_for.get(c, c) for c in doubt.candidates]
    return mine in others or all(
        (mine, c) in apart or (doubt.name, o) in apart for o, c in zip(doubt.candidates, others, strict=True)
    )


# Rules.


def _by_address(names: Mapping[str, NodeKind]) -> tuple[list[Link], list[Doubt]]:
    """Links between the names of one table or path, and the names of tables that could be any of several."""
    tables: dict[str, Table] = {}
    where: dict[_Address, list[str]] = {}
    for name, kind in names.items():
        if kind not in _LYING_SOMEWHERE or not ("." in name or "/" in name or "\\" in name):
            continue
        table = table_of(name) if kind in _TABLES else None
        if table is not None:
            tables[name] = table
        elif path := path_of(name):
            where.setdefault((path,), []).append(name)
    places = _Places({table.place for table in tables.values()})
    unsure: dict[str, list[_Address]] = {}
    filled: set[str] = set()
    for name, (place, own) in tables.items():
        fullest = places.fullest(place)
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
    for address, found in where.items():
        if len(found) > 1:
            links += _at_one(address, found, filled, names, doubts)
    return links, sorted(doubts, key=lambda d: d.name)


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
        yield Link(name, f"{_HIDDEN}{kind if kind is not NodeKind.UNKNOWN else kinds[0]}\n{address}", rule)


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


# From links to groups.


def _in_order(links: Iterable[Link]) -> list[Link]:
    """Links in an order of their own, so that it does not matter who was read first."""
    order = list(Rule)
    return sorted(links, key=lambda k: (order.index(k.rule), k.start, k.end, str(k.source)))


def _without_bridges(links: list[Link], apart: Collection[tuple[str, str]]) -> tuple[list[Link], list[Doubt]]:
    """The links without those of a name that would join what people keep apart; it could be either.

    What somebody decided by hand stays linked.
    """
    if not apart:
        return links, []
    fixed = {name for pair in apart for name in pair}
    inner = _Groups([k for k in links if k.start not in fixed and k.end not in fixed], ())
    touches: dict[str, set[str]] = {}
    for link in links:
        for mine, other in ((link.start, link.end), (link.end, link.start)):
            if mine in fixed and other not in fixed:
                touches.setdefault(inner.root(other), set()).add(mine)
    torn = {
        root: sorted(ends)
        for root, ends in touches.items()
        if any((a, b) in apart for a in ends for b in ends)
    }

    def is_torn(link: Link) -> bool:
        ends = ((link.start, link.end), (link.end, link.start))
        return any(a in fixed and b not in fixed and inner.root(b) in torn for a, b in ends)

    left = [k for k in links if k.rule is Rule.BY_HAND or not is_torn(k)]
    doubts = [
        Doubt(name, tuple(ends))
        for root, ends in sorted(torn.items())
        for name in sorted(inner.group(root))
        if not name.startswith(_HIDDEN)
    ]
    return left, doubts


class _Groups:
    """Names joined by links; a link that would bring together what is to be apart joins nothing."""

    def __init__(self, links: Iterable[Link], apart: Collection[tuple[str, str]]) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._fixed = {name: [name] for pair in apart for name in pair}
        self.steps: dict[str, list[Link]] = {}
        for link in links:
            mine, theirs = self.root(link.start), self.root(link.end)
            if mine != theirs and self._are_apart(mine, theirs, apart):
                continue
            self.steps.setdefault(link.start, []).append(link)
            self.steps.setdefault(link.end, []).append(link)
            if mine != theirs:
                self._join(mine, theirs)

    def root(self, name: str) -> str:
        """One name for the group, the same for all in it."""
        while name in self._parent:
            parent = self._parent[name]
            self._parent[name] = self._parent.get(parent, parent)
            name = parent
        return name

    def group(self, root: str) -> list[str]:
        """All in the group of a root."""
        return self._members.get(root, [root])

    def all(self) -> Iterable[list[str]]:
        """Every group of more than one."""
        return self._members.values()

    def _join(self, mine: str, theirs: str) -> None:
        if len(self.group(mine)) < len(self.group(theirs)):
            mine, theirs = theirs, mine
        self._parent[theirs] = mine
        self._members.setdefault(mine, [mine]).extend(self._members.pop(theirs, [theirs]))
        if theirs in self._fixed:
            self._fixed.setdefault(mine, []).extend(self._fixed.pop(theirs))

    def _are_apart(self, mine: str, theirs: str, apart: Collection[tuple[str, str]]) -> bool:
        others = self._fixed.get(theirs, ())
        return any((a, b) in apart for a in self._fixed.get(mine, ()) for b in others)


def _ways(
    stands: str, group: Collection[str], steps: Mapping[str, Sequence[Link]]
) -> dict[str, tuple[Link, ...]]:
    """The shortest way from each name of the group to the one that stands for it, without what is no name."""
    towards: dict[str, Link] = {}
    seen, waiting = {stands}, [stands]
    for name in waiting:
        for link in steps[name]:
            other = link.end if link.start == name else link.start
            if other not in seen:
                seen.add(other)
                waiting.append(other)
                towards[other] = Link(other, name, link.rule, link.source)
    ways = {}
    for name in sorted(group):
        way: list[Link] = []
        here = name
        while here != stands:
            step = towards[here]
            here = step.end
            if step.end.startswith(_HIDDEN):
                onward = towards[here]
                rule = Rule.ONE_DATABASE if Rule.ONE_DATABASE in (step.rule, onward.rule) else step.rule
                step = Link(step.start, onward.end, rule)
                here = onward.end
            way.append(step)
        if way and not name.startswith(_HIDDEN):
            ways[name] = tuple(way)
    return ways
