"""Statements that differ in their numbers and texts only are one shape: what is the same is understood once.

A log of a hundred thousand lines holds a few hundred shapes. Of a shape's values those are kept that a column is
compared with, for a threshold is found there: in their place the shape holds a mark by which the parsed condition is
told which value it was.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from explorer.domain.entities import as_written

_MARK = "rmv"
_NUMBER_MARK = 770_000_000
_ORDINALS = (
    r"[gGoO][rR](?:[oO][uU][pP]|[dD][eE][rR])\s++[bB][yY]\s++\d++(?:\s++(?i:asc|desc)\b)?"
    r"(?:\s*+,\s*+\d++(?:\s++(?i:asc|desc)\b)?)*+"
)
_ESCAPED = r"""(?:[^{quote}\\]|{quote}{quote}|\\.)*+{quote}"""


def _pieces(names: str, texts: str) -> re.Pattern[str]:
    """What is kept, up to the next comment, text, parameter or number; each step goes on where the last one ended."""
    return re.compile(
        rf"""
        (?P<kept>(?:
            {_ORDINALS}
            |(?![eE]')[^\W\d][\w$]*+
            |[^\w'"`$/\-.]++
            |\.(?!\d)
            |{names}
            |\$(?P<tag>(?:[^\W\d]\w*+)?)\$.*?(?:\$(?P=tag)\$|\Z)
            |/(?!\*)
            |-(?![-\d.])|(?<![<>=])(?<![<>=]\s)-(?!-)
        )*+)
        (?:(?P<comment>/\*.*?(?:\*/|\Z)|--[^\n]*+)
            |(?P<text>{texts})
            |(?P<parameter>\$\d++(?!\w))
            |(?P<number>-?(?:\d++(?:\.\d*+)?|\.\d++)(?:[eE][+-]?\d++)?(?!\w))
        )?+
        """,
        re.VERBOSE | re.DOTALL,
    )


_SINGLE, _DOUBLE = _ESCAPED.format(quote="'"), _ESCAPED.format(quote='"')
_STANDARD = _pieces(r'"(?:[^"]|"")*+"|`[^`]*+`', rf"[eE]'{_SINGLE}|'(?:[^']|'')*+'")
# Where a backslash escapes and double quotes hold texts, not names.
_WITH_ESCAPES = _pieces(r"`[^`]*+`", rf"'{_SINGLE}|\"{_DOUBLE}")
_ESCAPING = frozenset(("bigquery", "mysql", "spark", "databricks", "hive", "clickhouse"))
_VALUE = rf"(?:'{_MARK}\d+'|-?770\d{{6}}|null|true|false)"
_LIST = re.compile(rf"(\bin\s*\(\s*{_VALUE})(?:\s*,\s*{_VALUE})+\s*\)", re.IGNORECASE)
_INSERTED = re.compile(
    r"\s*(insert\s+into\s+[^\s(]+\s*(?:\([^()]*\)\s*)?)values\s*\((?!.*\bselect\b)", re.IGNORECASE | re.DOTALL
)
_PLACE = rf"(?:'{_MARK}(\d+)'|\b770(\d{{6}})\b)"
_ANY_MARK = re.compile(rf"{_MARK}\d+|\b770\d{{6}}\b")
_BETWEEN = r"(?:[<>=]|\bbetween|\band)\s*"
_COMPARED = re.compile(rf"{_BETWEEN}{_PLACE}|{_PLACE}(?=\s*[<>=])", re.IGNORECASE)
_ORIGIN = re.compile(r'"(app|application|service|dashboard|source)"\s*:\s*"([^"\\]{1,80})"')
_LONGEST = 200_000
_MOST_VALUES = 20
_MOST_KNOWN = 50_000


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


class Shaper:
    """Finds the shapes of statements in a dialect; what was found of one is remembered for the next."""

    def __init__(self, dialect: str) -> None:
        self._pieces = _WITH_ESCAPES if dialect in _ESCAPING else _STANDARD
        self._known: dict[tuple[str, str], Shape] = {}

    def statement(self, text: str, parameters: Mapping[int, str]) -> Statement:
        """The shape of a statement, with the values of the places that are compared."""
        literals: list[str] = []
        comments: list[str] = []

        def mark(found: re.Match[str]) -> str:
            kind = found.lastgroup
            if kind == "kept":
                return found[0]
            kept, literal = found.group("kept", kind or "kept")
            if kind == "comment":
                comments.append(literal)
                return f"{kept} "
            literals.append(literal)
            if kind == "number":
                return f"{kept}{_NUMBER_MARK + len(literals) - 1}"
            return f"{kept}'{_MARK}{len(literals) - 1}'"

        # What is longer is no shape of many statements: the rest is kept as it is, for it names tables too.
        shaped = self._pieces.sub(mark, text[:_LONGEST]) + text[_LONGEST:]
        origin = _origin(comments)
        shape = self._known.get((shaped, origin))
        if shape is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            shape = self._known[shaped, origin] = _shape(shaped, origin)
        return Statement(shape, tuple([_value(literals[p], parameters) for p in shape.compared]))


def _shape(shaped: str, origin: str) -> Shape:
    """The lists and rows of values in it are made one value, however long they are."""
    if (inserted := _INSERTED.match(shaped)) is not None:
        shaped = f"{inserted[1]}values (null)"
    shaped = _LIST.sub(r"\1)", shaped).strip()
    compared = [int(next(filter(None, found.groups()))) for found in _COMPARED.finditer(shaped)]
    return Shape(shaped, origin, tuple(compared))


def _origin(comments: Sequence[str]) -> str:
    """What a tool says of itself in a comment."""
    for comment in comments:
        if (said := _ORIGIN.search(comment)) is not None:
            return said[2].lower()
    return ""


def without_marks(text: str) -> str:
    """A shape, or what a parser says of one, as a person is shown it: its marks stand for no value of anybody's."""
    return _ANY_MARK.sub("…", text)


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
    """The text as a number, where it is one that can be compared; 01067 is a name."""
    if "_" in text or (text[:1] == "0" and text[1:2].isdigit()):
        return None
    try:
        amount = float(text)
    except ValueError:
        return None
    if amount - amount != 0:  # neither endless nor none at all
        return None
    return int(text) if text.isdecimal() else as_written(amount)


def _value(literal: str, parameters: Mapping[int, str]) -> str | None:
    if literal[0] == "$":
        return parameters.get(int(literal[1:]))
    quote = literal[-1]
    if quote in "'\"":
        return literal[literal.index(quote) + 1 : -1].replace(quote * 2, quote)
    return literal
