"""Several statements about one thing made one: what only one says stays, what they disagree on counts as unknown.

A disagreement is a problem that names both places. What logs add (when, how often) cannot contradict anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from explorer.domain.amendments import Amendments
from explorer.domain.attributes import attribute_word, attributes_of
from explorer.domain.entities import Contract, Edge, EdgeKey, Extra, Node, ReadLog, Team
from explorer.domain.extra_agreement import Difference, Path, joined_extra, told_of
from explorer.domain.extra_rows import fact_name
from explorer.domain.kinds import Evidence, Severity, Subtype
from explorer.domain.provenance import Problem, Source
from explorer.domain.words import told
from explorer.language import tr

T = TypeVar("T", Node, Edge, Team)


@dataclass(slots=True)
class Disputed:
    """What statements disagree on, and who said what the first of them left open.

    Both by identity and attribute, or the way to a further fact.
    """

    told: dict[tuple[object, Path], Problem] = field(default_factory=dict)
    said_by: dict[tuple[object, Path], Source | None] = field(default_factory=dict)

    def place(self, known: Node | Edge | Team, path: Path) -> Source:
        """Where it was said what is known of this."""
        of = _identity(known)
        ways = (path[:length] for length in range(len(path), 0, -1))
        place = next((self.said_by[of, way] for way in ways if (of, way) in self.said_by), known.source)
        return place_of(place)


# What a log or run adds to a statement is merged by its meaning; it cannot contradict a declaration.
_JOINED: Mapping[str, Callable[..., object]] = {
    "first_seen": min,
    "last_seen": max,
    "count": max,
}
_LISTS = frozenset(("tags", "tests"))
_PROSE = "description"
_EXTRA = "extra"
_NOT_COMPARED = {
    "id",
    "kind",
    "from_id",
    "to_id",
    "source",
    "evidence",
    _EXTRA,
    "same_as",
    "read_log",
} | set(_JOINED)


def one_of(known: Node, node: Node, disputed: Disputed, problems: list[Problem]) -> Node:
    """One node of what is known and what is stated besides; of another kind it is left out, with a problem."""
    if known.kind is not node.kind:
        problems.append(
            Problem(
                tr(
                    "“{id}” is a {kind} here and a {other} in {place}; it stays a {other}. Give one of them "
                    "another id.",
                    id=node.id,
                    kind=told(node.kind),
                    other=told(known.kind),
                    place=place_of(known.source),
                ),
                place_of(node.source),
            )
        )
        return known
    if known.name == known.id:
        known = replace(known, name=node.name)
    elif node.name == node.id:
        node = replace(node, name=known.name)
    return merged(known, node, disputed, problems)


def all_merged(stated: Sequence[T], disputed: Disputed, problems: list[Problem]) -> T:
    """One edge or team of all that is stated of it."""
    known = stated[0]
    for said in stated[1:]:
        known = merged(known, said, disputed, problems)
    return known


def merged(known: T, said: T, disputed: Disputed, problems: list[Problem]) -> T:
    """One statement of two: what only one says stays; what they disagree on becomes unknown: a problem."""
    changes: dict[str, object] = {}
    identity = _identity(known)
    for f in fields(known):
        if f.name in _NOT_COMPARED:
            continue
        mine, theirs = getattr(known, f.name), getattr(said, f.name)
        if _says_nothing(theirs, mine) or mine == theirs or (identity, (f.name,)) in disputed.told:
            continue
        if f.name == "name" and _is_one_name(mine, theirs):
            continue
        if f.name == "fields" and mine is not None and (both := _fields_of_both(known, said)) is not None:
            changes[f.name] = both
            continue
        if (together := _added_up(f.name, mine, theirs)) is not None:
            changes[f.name] = together
            continue
        if _says_nothing(mine, theirs):
            changes[f.name] = theirs
            disputed.said_by[identity, (f.name,)] = said.source
        else:
            changes[f.name] = None
            problem = _disagreement(known, said, f.name, disputed.place(known, (f.name,)))
            disputed.told[identity, (f.name,)] = problem
            problems.append(problem)
    if known.extra or said.extra:
        changes["extra"] = _extra_of_both(known, said, disputed, problems)
    changes.update(_joined(known, said))
    if changes.get("name", "") is None:
        changes["name"] = getattr(known, "id", "")
    return replace(known, **changes)  # type: ignore[arg-type]  # the names come from the class's own fields


def settled(disputed: Disputed, amendments: Amendments) -> list[Problem]:
    """What was told of disputes that an amendment decides, or that are about what it removes."""
    said: set[tuple[object, Path]] = {(n.id, (key,)) for n in amendments.nodes for key in n.values}
    said |= {((e.from_id, e.to_id), (key,)) for e in amendments.edges for key in e.values}
    gone: set[object] = {n.id for n in amendments.removed_nodes}
    gone |= {(e.from_id, e.to_id) for e in amendments.removed_edges}
    settled = []
    for (identity, path), problem in disputed.told.items():
        about = identity[:2] if isinstance(identity, EdgeKey) else identity
        if about in gone or (about, path) in said:
            settled.append(problem)
    return settled


def place_of(source: Source | None) -> Source:
    """Where something stands, or that nobody knows."""
    return source or Source(tr("(unknown source)"))


def _says_nothing(value: object, beside: object) -> bool:
    """Whether a value leaves open what another says; a source that cannot tell what a dataset is says so."""
    return value is None or (value is Subtype.UNKNOWN and beside is not None)


def _added_up(name: str, mine: object, theirs: object) -> object:
    """What two statements say together, where neither can contradict the other; None where they may.

    Each may know other tests and tags, and enforce another part of a contract; prose contradicts nothing.
    """
    if isinstance(mine, Contract) and isinstance(theirs, Contract):
        return Contract(enforced=tuple(dict.fromkeys((*mine.enforced, *theirs.enforced))))
    if name in _LISTS and isinstance(mine, tuple) and isinstance(theirs, tuple):
        return tuple(dict.fromkeys((*mine, *theirs)))
    return mine if name == _PROSE else None


def _is_one_name(mine: str, theirs: str) -> bool:
    """Whether two names are one but for how it is written and what the thing lies in: New Orders, dw.new_orders."""
    return _plain_name(mine) == _plain_name(theirs)


def _plain_name(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", re.split(r"[./]", name.casefold())[-1])


def _fields_of_both(known: Node | Edge | Team, said: Node | Edge | Team) -> tuple[str, ...] | None:
    """The fields that two statements both allow, in whatever order they list them; None where they disagree.

    A log has seen at least these fields used: another may have seen more, and a declaration may know more.
    """
    mine: tuple[str, ...] = getattr(known, "fields", ())
    theirs: tuple[str, ...] = getattr(said, "fields", ())
    if set(mine) == set(theirs):
        return mine
    if isinstance(known, Edge) and isinstance(said, Edge):
        ways = known.evidence, said.evidence
        if ways == (Evidence.OBSERVED, Evidence.OBSERVED):
            return tuple(sorted({*mine, *theirs}))
        if ways == (Evidence.DECLARED, Evidence.OBSERVED) and set(theirs) < set(mine):
            return mine
    return None


def _longer(one: ReadLog, other: ReadLog) -> ReadLog:
    """The log that covers more days; of each of several a node would have to say which reads it shows."""
    return max(one, other, key=lambda log: (log.days, log.since, log.log))


def _disagreement(
    known: Node | Edge | Team, said: Node | Edge | Team, attribute: str, place: Source
) -> Problem:
    """What two say otherwise of one attribute; place: where it was said what is known."""
    told_of_both = tr(
        "{item}: {attribute} is “{here}” here and “{there}” in {place}; it counts as unknown until they agree.",
        item=_label(known),
        attribute=attribute_word(attributes_of(known), attribute),
        here=_shown(getattr(said, attribute)),
        there=_shown(getattr(known, attribute)),
        place=place,
    )
    return Problem(told_of_both, place_of(said.source), Severity.WARNING)


def _extra_of_both(
    known: Node | Edge | Team, said: Node | Edge | Team, disputed: Disputed, problems: list[Problem]
) -> Extra:
    """The further facts of both; no manifest can decide those they disagree on, since it does not know them."""
    identity = _identity(known)
    both = joined_extra(known.extra, said.extra, lambda path: (identity, (_EXTRA, *path)) in disputed.told)
    by_place: dict[tuple[str, Source], list[Difference]] = {}
    for each in both.differences:
        place = disputed.place(known, (_EXTRA, *each.path))
        by_place.setdefault((each.path[0], place), []).append(each)
    for (key, place), differing in by_place.items():
        problem = Problem(
            tr(
                "{item}: “{fact}” is “{here}” here and “{there}” in {place}; it counts as unknown until they "
                "agree. Correct one of the two: a manifest cannot decide it.",
                item=_label(known),
                fact=fact_name(key),
                here=told_of({each.path: each.theirs for each in differing}),
                there=told_of({each.path: each.mine for each in differing}),
                place=place,
            ),
            place_of(said.source),
            Severity.WARNING,
        )
        problems.append(problem)
        disputed.told.update({(identity, (_EXTRA, *each.path)): problem for each in differing})
    disputed.said_by.update({(identity, (_EXTRA, *path)): said.source for path in both.taken})
    return both.extra


def _joined(known: T, said: T) -> dict[str, object]:
    changes: dict[str, object] = {}
    if isinstance(known, Team) or isinstance(said, Team):
        return changes
    if isinstance(known, Node) and isinstance(said, Node) and said.read_log is not None:
        log = said.read_log if known.read_log is None else _longer(known.read_log, said.read_log)
        changes["read_log"] = log
    if isinstance(said, Node) and said.same_as:
        known_as: tuple[str, ...] = getattr(known, "same_as", None) or ()
        changes["same_as"] = tuple(dict.fromkeys(known_as + said.same_as))
    if isinstance(known, Edge):
        for name, join in _JOINED.items():
            mine, theirs = getattr(known, name), getattr(said, name)
            if theirs is not None:
                changes[name] = theirs if mine is None else join(mine, theirs)
    return changes


def _identity(item: Node | Edge | Team) -> object:
    return item.key if isinstance(item, Edge) else item.id


def _label(item: Node | Edge | Team) -> str:
    """What a dispute is about."""
    if isinstance(item, Edge):
        return tr(
            "The edge {start} → {end} ({kind})", start=item.from_id, end=item.to_id, kind=told(item.kind)
        )
    return tr("The team {name}", name=item.id) if isinstance(item, Team) else tr("“{name}”", name=item.id)


def _shown(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)[:80]
