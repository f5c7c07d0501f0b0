"""Names that links join to groups, but for what people keep apart; and the way from name to name within a group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from explorer.domain.identity import Doubt, Link, Rule
from explorer.domain.pauses import checked
from explorer.domain.same_address import HIDDEN

_SURENESS = {rule: place for place, rule in enumerate(Rule)}


def in_order(links: Iterable[Link]) -> list[Link]:
    """Links in an order of their own, so that it does not matter who was read first."""
    return sorted(links, key=lambda k: (_SURENESS[k.rule], k.start, k.end, str(k.source)))


def components(links: Iterable[Link], check: Callable[[], None]) -> Iterable[list[Link]]:
    """The links in parts that have no name in common; what people keep apart is not looked at."""
    links = list(links)
    groups = NameGroups(checked(links, check), ())
    parts: dict[str, list[Link]] = {}
    for link in checked(links, check):
        parts.setdefault(groups.root(link.start), []).append(link)
    return parts.values()


def without_bridges(links: list[Link], apart: Collection[tuple[str, str]]) -> tuple[list[Link], list[Doubt]]:
    """The links without those of a name that would join what people keep apart; it could be either.

    What somebody decided by hand stays linked.
    """
    if not apart:
        return links, []
    fixed = {name for pair in apart for name in pair}
    inner = NameGroups([k for k in links if k.start not in fixed and k.end not in fixed], ())
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
    for ends in torn.values():
        left += _staying_together(ends, [k for k in links if is_torn(k)], apart)
    doubts = [
        Doubt(name, tuple(ends))
        for root, ends in sorted(torn.items())
        for name in sorted(inner.group(root))
        if not name.startswith(HIDDEN)
    ]
    return left, doubts


def _staying_together(
    ends: Sequence[str], torn: Sequence[Link], apart: Collection[tuple[str, str]]
) -> Iterator[Link]:
    """Links between the names that are kept apart from just the same others: what joined them joins them still."""
    alike: dict[frozenset[str], list[str]] = {}
    for name in ends:
        alike.setdefault(frozenset(b for b in ends if (name, b) in apart), []).append(name)
    for others, (first, *more) in alike.items():
        for name in more if others else ():
            rules = [link.rule for link in torn if {first, name} & {link.start, link.end}]
            yield Link(first, name, max(rules, key=lambda rule: _SURENESS[rule]))


class NameGroups:
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


def ways(
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
            if step.end.startswith(HIDDEN):
                onward = towards[here]
                rule = Rule.ONE_DATABASE if Rule.ONE_DATABASE in (step.rule, onward.rule) else step.rule
                step = Link(step.start, onward.end, rule)
                here = onward.end
            way.append(step)
        if way and not name.startswith(HIDDEN):
            ways[name] = tuple(way)
    return ways
