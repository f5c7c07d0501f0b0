"""Which names are one thing: by what sources say, by rules that hold for every system, and by what people decided.

Nothing here depends on the order in which sources are read. Where a rule would leave a choice, none is made: it is a
doubt, which somebody can settle.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from explorer.domain.addresses import Place
from explorer.domain.entities import Node
from explorer.domain.identity import STRENGTH, Decision, Doubt, Link, Rule, Verb
from explorer.domain.kinds import NodeKind
from explorer.domain.name_groups import NameGroups, components, in_order, ways, without_bridges
from explorer.domain.pauses import checked
from explorer.domain.same_address import HIDDEN, by_address

_NOT_DECLARED = 3
_COMPONENTS_AT_ONCE = 500
"""Between two looks at whether to stop; most are of a few names."""


@dataclass(slots=True)
class Identified:
    """stands_for: the id in whose place another stands; why: the steps from each of these ids to that one."""

    stands_for: dict[str, str] = field(default_factory=dict)
    why: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(slots=True)
class Sight:
    """What sources and rules say of the names in sight, before anybody decides; places: where tables lie."""

    links: list[Link]
    doubts: list[Doubt]
    places: frozenset[Place]


def identify(
    nodes: Sequence[Node],
    named: Iterable[str] = (),
    decisions: Sequence[Decision] = (),
    kept: Collection[str] = (),
    *,
    places: Collection[Place] = (),
    check: Callable[[], None] = lambda: None,
) -> Identified:
    """One id for each thing.

    named: ids that are only spoken of; kept: ids that stand rather than others; places: where tables lie that are not
    asked about here.
    """
    named = list(named)
    sight = in_sight(nodes, named, places=places, check=check)
    apart = {
        pair for d in decisions if d.verb is Verb.APART for pair in ((d.first, d.second), (d.second, d.first))
    }
    chosen = {d.first for d in decisions if d.verb is Verb.SAME}
    links = [*sight.links, *(Link(d.first, d.second, Rule.BY_HAND) for d in decisions if d.verb is Verb.SAME)]
    said_by_others = {link.end for link in links if link.rule is Rule.SAID}
    linked = {name for link in links for name in (link.start, link.end)}
    strength: dict[str, int] = {}
    for node in checked(nodes, check):
        if node.id in linked:
            strength[node.id] = min(strength.get(node.id, _NOT_DECLARED), STRENGTH[node.evidence])

    def rank(name: str) -> tuple[object, ...]:
        declared = strength.get(name, _NOT_DECLARED)
        return (name not in kept, name not in chosen, declared, name in said_by_others, name)

    found, torn = Identified(), list[Doubt]()
    for component in checked(components(links, check), check, _COMPONENTS_AT_ONCE):
        left, between = without_bridges(in_order(component), apart)
        torn += between
        groups = NameGroups(left, apart)
        for group in groups.all():
            ids = [name for name in group if not name.startswith(HIDDEN)]
            if len(ids) > 1:
                stands = min(ids, key=rank)
                found.stands_for.update((name, stands) for name in ids if name != stands)
                found.why.update(ways(stands, group, groups.steps))
    if torn:
        spoken = {*(node.id for node in nodes), *named}
        torn = [d for d in torn if d.name in spoken]
    found.doubts = _left_open([*torn, *sight.doubts], found.stands_for, apart)
    return found


def in_sight(
    nodes: Sequence[Node],
    named: Iterable[str],
    *,
    places: Collection[Place] = (),
    check: Callable[[], None] = lambda: None,
) -> Sight:
    """The links between all names that are stated or spoken of, and those that rules leave open."""
    names = {node.id: node.kind for node in checked(nodes, check)}
    if len(names) < len(nodes):  # what two call by one id may be of two kinds
        for node in nodes:
            names[node.id] = min(names[node.id], node.kind)
    aliases: dict[str, NodeKind] = {}
    links: list[Link] = []
    for node in checked(nodes, check):
        for other in node.same_as or ():
            links.append(Link(node.id, other, Rule.SAID, node.source))
            aliases[other] = min(aliases.get(other, node.kind), node.kind)
    if aliases:
        names = aliases | names
    for name in named:
        names.setdefault(name, NodeKind.UNKNOWN)
    lying = by_address(names, places, check)
    return Sight(links + lying.links, lying.doubts, lying.places)


def hanging_together(
    sight: Sight, beside: Iterable[tuple[str, str]], seeds: Iterable[str], check: Callable[[], None]
) -> set[str]:
    """The names that have anything to do with these: joined to them, or perhaps, or by one of the pairs beside."""
    near: dict[str, list[str]] = {}
    for one, other in checked(_pairs(sight, beside), check):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    reached = dict.fromkeys(seeds)
    waiting = list(reached)
    for name in waiting:
        for other in near.get(name, ()):
            if other not in reached:
                reached[other] = None
                waiting.append(other)
    return {name for name in reached if not name.startswith(HIDDEN)}


def _pairs(sight: Sight, beside: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    yield from ((link.start, link.end) for link in sight.links)
    yield from ((doubt.name, candidate) for doubt in sight.doubts for candidate in doubt.candidates)
    yield from beside


def _left_open(
    doubts: Iterable[Doubt], stands_for: Mapping[str, str], apart: Iterable[tuple[str, str]]
) -> list[Doubt]:
    """What nobody has settled: of each thing once, with every other that it could be and is not said not to be."""
    kept_apart = {(stands_for.get(a, a), stands_for.get(b, b)) for a, b in apart}
    left: dict[str, set[str]] = {}
    for doubt in doubts:
        mine = stands_for.get(doubt.name, doubt.name)
        could = {stands_for.get(c, c) for c in doubt.candidates}
        could_be = {c for c in could if (mine, c) not in kept_apart}
        if mine not in could and could_be:
            left.setdefault(mine, set()).update(could_be)
    return [Doubt(name, tuple(sorted(could))) for name, could in sorted(left.items())]
