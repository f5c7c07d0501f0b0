"""Further facts of one thing (`extra`), stated twice and made one.

A key means one thing, whoever states it. What is stated of the system is held against what another states, as an
attribute is. What a tool saw, counted or calls a thing is true beside what another saw: it is kept together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from explorer.domain.entities import Extra
from explorer.domain.extra_rows import fact_value
from explorer.language import tr

Path = tuple[str, ...]

_OF_A_MOMENT: Mapping[str, tuple[str, ...]] = {
    "last_run": ("last_run_status", "last_run_seconds", "last_run_message", "last_state"),
    "last_tests": ("tests_run", "tests_failed", "tests_warned"),
    "last_loaded": ("freshness_status",),
}
"""A time, and what was so then: of two the later holds."""
_MOMENTARY = {*_OF_A_MOMENT, *(key for states in _OF_A_MOMENT.values() for key in states)}
_COUNTED = frozenset(("runs", "failed_runs", "statements"))
"""How often something was seen, as the count of an edge: of two the larger holds."""
_KEPT_TOGETHER = frozenset(
    (
        *("applications", "written_by", "refused", "filters", "found_by", "scripts", "contexts", "versions"),
        *("last_change", "last_version", "statistics"),
        *("relation", "location", "same_table", "servers", "foreign_keys", "semantic_model"),
        *("contract", "contractCreatedTs"),
    )
)
"""Each says what it saw, where the thing lies, or what else speaks of it: there may be several of all these."""
_CASELESS = frozenset(("column_types", "dtype"))
"""Types of data, which SQL writes as it likes."""
_MOST_TOLD, _LONGEST = 3, 80


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact, or an entry of one, of which two statements say something else."""

    path: Path
    mine: object
    theirs: object


@dataclass(frozen=True, slots=True)
class Both:
    """The facts of two statements as one: what is disputed is left out; `taken` only the second states."""

    extra: Extra
    differences: list[Difference]
    taken: list[Path]


def joined_extra(mine: Extra, theirs: Extra, is_disputed: Callable[[Path], bool]) -> Both:
    """The facts of two statements as one, but for those that are disputed already or from now on."""
    joining = _Joining(is_disputed)
    latest = _latest(mine, theirs)
    joined = {
        key: latest.get(key) if key in _MOMENTARY else joining.joined((key,), mine.get(key), theirs.get(key))
        for key in {**mine, **theirs}
    }
    return Both(_stated(joined), joining.differences, joining.taken)


def told_of(values: Mapping[Path, object]) -> str:
    """What one statement says of a fact, or of the first of its entries that are in dispute."""
    told = []
    for path, value in list(values.items())[:_MOST_TOLD]:
        said = ", ".join(fact_value(value).splitlines())[:_LONGEST]
        told.append(f"{'/'.join(path[1:])}: {said}" if path[1:] else said)
    if len(values) > _MOST_TOLD:
        told.append(tr("and {count:,} more", count=len(values) - _MOST_TOLD))
    return "; ".join(told)


class _Joining:
    def __init__(self, is_disputed: Callable[[Path], bool]) -> None:
        self._is_disputed = is_disputed
        self.differences: list[Difference] = []
        self.taken: list[Path] = []

    def joined(self, path: Path, mine: object, theirs: object) -> object:
        """One value of two; None where nobody states one, or they differ."""
        key = path[0]
        if mine == theirs:  # nearly always; what is disputed one of them does not state any more
            return mine
        if key in _KEPT_TOGETHER:
            return _together(mine, theirs)
        if self._is_disputed(path):
            return None
        if (entries := _entries(mine, theirs)) is not None:
            return _stated({e: self.joined((*path, e), *said) for e, said in entries.items()}) or None
        if theirs is None:
            return mine
        if mine is None:
            self.taken.append(path)
            return theirs
        if key in _COUNTED and isinstance(mine, int | float) and isinstance(theirs, int | float):
            return max(mine, theirs)
        if _comparable(key, mine) == _comparable(key, theirs):
            return mine
        self.differences.append(Difference(path, mine, theirs))
        return None


def _latest(mine: Extra, theirs: Extra) -> dict[str, object]:
    """What was so at the latest time of which one of them tells."""
    latest: dict[str, object] = {}
    for time, states in _OF_A_MOMENT.items():
        moments = [{key: said[key] for key in (time, *states) if key in said} for said in (mine, theirs)]
        if any(moments):
            later = max(moments, key=lambda said: (str(said.get(time, "")), len(said), _written(said)))
            latest.update(later)
    return latest


def _together(mine: object, theirs: object) -> object:
    """All that is stated, each once: entry by entry, or as a list where it is not one and the same."""
    if mine is None or theirs is None:
        return theirs if mine is None else mine
    if (entries := _entries(mine, theirs)) is not None:
        return {entry: _together(*values) for entry, values in entries.items()}
    listed = [
        item for said in (mine, theirs) for item in (said if isinstance(said, list | tuple) else [said])
    ]
    each = {_written(item): item for item in listed}
    return mine if len(each) == 1 else list(each.values())


def _entries(mine: object, theirs: object) -> dict[str, tuple[object, object]] | None:
    """What each says of every entry; None where there are none, since one of them states a single value."""
    stated = [said for said in (mine, theirs) if said is not None]
    if not stated or not all(isinstance(said, Mapping) for said in stated):
        return None
    here: Extra = mine if isinstance(mine, Mapping) else {}
    there: Extra = theirs if isinstance(theirs, Mapping) else {}
    return {entry: (here.get(entry), there.get(entry)) for entry in {**here, **there}}


def _stated(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _comparable(key: str, value: object) -> object:
    """Two values of a fact that say the same are alike by this."""
    if isinstance(value, list | tuple):
        return sorted(map(_written, value))
    return value.casefold() if key in _CASELESS and isinstance(value, str) else value


def _written(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=str)
