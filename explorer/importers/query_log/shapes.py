"""Statements that differ in their numbers and texts only are one shape: what is the same is understood once.

A log of a hundred thousand lines holds a few hundred shapes. Of a shape's values those are kept that a column is
compared with, for a threshold is found there: in their place the shape holds a mark by which the parsed condition is
told which value it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_MARK = "rmv"
_NUMBER_MARK = 770_000_000
_REST = r"""
    |(?P<comment>/\*.*?(?:\*/|\Z)|--[^\n]*)
    |(?P<kept>\$(?P<tag>[A-Za-z_]\w*|)\$.*?(?:\$(?P=tag)\$|\Z)|"(?:[^"]|"")*"|`[^`]*`
        |\b(?:group|order)\s+by\s+\d+(?:\s+(?:asc|desc))?(?:\s*,\s*\d+(?:\s+(?:asc|desc))?)*)
    |(?P<parameter>\$\d+(?!\w))
    |(?P<number>(?:(?:(?<=[<>=])|(?<=[<>=]\s))-)?(?<![\w.$])(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?!\w))
    """
_ESCAPED = r"""'(?:[^'\\]|''|\\.)*'|"(?:[^"\\]|""|\\.)*\""""
_FLAGS = re.VERBOSE | re.DOTALL | re.IGNORECASE
_STANDARD = re.compile(rf"(?P<text>\be'(?:[^'\\]|''|\\.)*'|'(?:[^']|'')*'){_REST}", _FLAGS)
# Where a backslash escapes and double quotes hold texts, not names.
_WITH_ESCAPES = re.compile(rf"(?P<text>{_ESCAPED}){_REST}", _FLAGS)
_ESCAPING = frozenset(("bigquery", "mysql", "spark", "databricks", "hive", "clickhouse"))
_VALUE = rf"(?:'{_MARK}\d+'|-?770\d{{6}}|null|true|false)"
_LIST = re.compile(rf"(\bin\s*\(\s*{_VALUE})(?:\s*,\s*{_VALUE})+\s*\)", re.IGNORECASE)
_INSERTED = re.compile(
    r"\s*(insert\s+into\s+[^\s(]+\s*(?:\([^()]*\)\s*)?)values\s*\((?!.*\bselect\b)", re.IGNORECASE | re.DOTALL
)
_COMPARED = re.compile(r"(?:[<>=]|\bbetween|\band)\s*\Z", re.IGNORECASE)
_COMPARING = re.compile(r"\s*[<>=]")
_ORIGIN = re.compile(r'"(app|application|service|dashboard|source)"\s*:\s*"([^"\\]{1,80})"')
_LONGEST = 200_000
_MOST_VALUES = 20


@dataclass(slots=True)
class Values:
    """The values that stood at one place of a shape; at most twenty are told apart, and the least and most kept."""

    seen: set[str] = field(default_factory=set)
    many: bool = False
    least: float | None = None
    most: float | None = None
    unknown: bool = False
    """Whether a run is among them whose value the log does not tell."""

    def add(self, value: str | None) -> None:
        """One more; None where the log does not tell it."""
        if value is None:
            self.unknown = True
            return
        if value in self.seen:
            return
        if (amount := number_of(value)) is not None:
            self.least = amount if self.least is None else min(self.least, amount)
            self.most = amount if self.most is None else max(self.most, amount)
        if len(self.seen) < _MOST_VALUES:
            self.seen.add(value)
        else:
            self.many = True

    def join(self, other: Values) -> None:
        """Those of another place as well."""
        for value in sorted(other.seen):
            self.add(value)
        for amount in (other.least, other.most):
            if amount is not None:
                self.least = amount if self.least is None else min(self.least, amount)
                self.most = amount if self.most is None else max(self.most, amount)
        self.many = self.many or other.many
        self.unknown = self.unknown or other.unknown


@dataclass(frozen=True, slots=True)
class Shape:
    """A statement without its values. compared: the places of values with which something is compared."""

    text: str
    origin: str
    compared: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as a shape and the values that belong to it; None where the log does not tell one."""

    shape: Shape
    values: tuple[str | None, ...]


def statement_of(text: str, dialect: str, parameters: Mapping[int, str]) -> Statement:
    """The shape of a statement, with the values of the places that are compared."""
    values: list[str | None] = []
    compared: list[int] = []
    origin = ""
    text = text[:_LONGEST]

    def mark(found: re.Match[str]) -> str:
        nonlocal origin
        kind = found.lastgroup
        if kind == "comment":
            if not origin and (said := _ORIGIN.search(found[0])):
                origin = said[2].lower()
            return " "
        if kind not in ("text", "number", "parameter"):
            return found[0]
        place = len(values)
        before = _COMPARED.search(text, max(0, found.start() - 12), found.start())
        if before or _COMPARING.match(text, found.end()):
            compared.append(place)
        values.append(_value(found[0], kind, parameters))
        return str(_NUMBER_MARK + place) if kind == "number" else f"'{_MARK}{place}'"

    shaped = (_WITH_ESCAPES if dialect in _ESCAPING else _STANDARD).sub(mark, text)
    if (inserted := _INSERTED.match(shaped)) is not None:
        shaped = f"{inserted[1]}values (null)"
    shaped = _LIST.sub(r"\1)", shaped).strip()
    return Statement(Shape(shaped, origin, tuple(compared)), tuple(values[p] for p in compared))


def place_of(value: object) -> int | None:
    """Which place of the shape a value of a parsed condition is, where it is one of ours."""
    text = str(value)
    if text.startswith(_MARK) and text[len(_MARK) :].isdigit():
        return int(text[len(_MARK) :])
    amount = number_of(text)
    if amount is not None and _NUMBER_MARK <= amount < _NUMBER_MARK + _LONGEST and amount == int(amount):
        return int(amount) - _NUMBER_MARK
    return None


def number_of(text: str) -> float | None:
    """The text as a number, where it is one that can be compared."""
    try:
        amount = float(text)
    except ValueError:
        return None
    return amount if amount - amount == 0 else None


def _value(literal: str, kind: str, parameters: Mapping[int, str]) -> str | None:
    if kind == "parameter":
        return parameters.get(int(literal[1:]))
    if kind == "number":
        return literal
    quote = literal[-1]
    return literal[literal.index(quote) + 1 : -1].replace(quote * 2, quote)
