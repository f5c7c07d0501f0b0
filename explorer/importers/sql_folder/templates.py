"""SQL that a template engine fills in before it is run: read without running anything.

Tags and expressions of Jinja are replaced by as many characters, so that every line stays where it was. An
expression becomes a name that stands for it; `ref` and `source` say which table they mean. Of the branches of an
`if` only one can stand in a statement at a time, so a text with branches is given several times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from explorer.importers.sql.parsed import TableName

_MARK = re.compile(
    r"\{#.*?(?:#\}|\Z)|\{%-?\s*raw\s*-?%\}.*?(?:\{%-?\s*endraw\s*-?%\}|\Z)"
    r"|\{%-?\s*macro\b.*?(?:\{%-?\s*endmacro\s*-?%\}|\Z)|\{%.*?(?:%\}|\Z)|\{\{.*?(?:\}\}|\Z)|\$\{[^{}\n]{0,500}\}",
    re.S,
)
_TAG = re.compile(r"\{%[-+]?\s*(\w*)\s*(.*?)\s*[-+]?%\}", re.S)
_CALL = re.compile(
    r"""^(ref|source)\s*\(\s*((?:['"][^'"]*['"]\s*,?\s*){1,2})(?:,?\s*v(?:ersion)?\s*=.*)?\)$""", re.S
)
_TEXT = re.compile(r"""^(?:'([^']*)'|"([^"]*)"|(\d+(?:\.\d+)?))$""")
_SETTING = re.compile(r"(\w+)\s*=\s*(.*)", re.S)
# Calls that set something up and leave no words in the SQL.
_SILENT = re.compile(r"^(?:config|log|print|return|exceptions\.\w+|do|enums|docs|snapshot)\s*\(")
_MOST_READINGS = 6
_DEEPEST = 40


@dataclass(slots=True)
class Template:
    """A text, every way it can be read, and what its names stand for."""

    readings: list[str]
    names: dict[str, str] = field(default_factory=dict)
    """Name that stands for an expression → the expression."""
    tables: dict[str, TableName] = field(default_factory=dict)
    """Name that stands for a `ref` or `source` → what these name."""
    texts: dict[str, str] = field(default_factory=dict)
    """Name that stands for a variable → the text that the file gives it."""
    variables: dict[str, str] = field(default_factory=dict)
    """The variables that the file sets to a text or number."""
    is_own: set[str] = field(default_factory=set)
    """Names that stand for `this`: the table that is written."""


def fill(text: str) -> Template:
    """The text as it can be parsed; the same text where no template is in it."""
    found = Template([])
    if "{{" not in text and "{%" not in text and "{#" not in text and "${" not in text:
        found.readings.append(text)
        return found
    parts = _parts(text, found)
    lasts = [way.last for _, ways in parts for way in ways]
    for number in range(min(max(lasts, default=0) + 1, _MOST_READINGS)):
        reading = "".join(
            piece if all(way.number == min(number, way.last) for way in ways) else _blank(piece)
            for piece, ways in parts
        )
        if reading not in found.readings:
            found.readings.append(reading)
    return found


@dataclass(slots=True)
class _Choice:
    """An `if` that is open: which of its branches we are in, and the pieces of all of them."""

    number: int = 0
    has_else: bool = False
    is_loop: bool = False
    pieces: list[_Way] = field(default_factory=list)


@dataclass(slots=True)
class _Way:
    """On which branch a piece lies; `last` is known when the `if` is closed."""

    number: int
    last: int = 0


def _parts(text: str, found: Template) -> list[tuple[str, list[_Way]]]:
    """The parts of the text, each with the branches on which it lies."""
    parts: list[tuple[str, list[_Way]]] = []
    open_choices: list[_Choice] = []

    def add(piece: str) -> None:
        ways = []
        for choice in open_choices:
            if not choice.is_loop:
                way = _Way(choice.number)
                choice.pieces.append(way)
                ways.append(way)
        parts.append((piece, ways))

    at = 0
    for mark in _MARK.finditer(text):
        add(text[at : mark.start()])
        at = mark.end()
        said = mark[0]
        tag = _TAG.fullmatch(said)
        if said.startswith(("{{", "${")):
            add(_stand_in(said, found))
            continue
        if tag:
            _turn(tag[1], tag[2], open_choices)
            if tag[1] == "set":
                _set(tag[2], found)
        elif said.startswith("{%") and "raw" in said[:12]:
            inner = re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}", lambda m: _blank(m[0]), said)
            add(inner)
            continue
        add(_blank(said))
    add(text[at:])
    for choice in open_choices:
        _close(choice)
    return parts


def _turn(word: str, condition: str, open_choices: list[_Choice]) -> None:
    """Go into a branch, over to the next, or out of it."""
    if word == "if" and len(open_choices) < _DEEPEST:
        # What stands between the rounds of a loop is left out, for it is read as one round.
        open_choices.append(_Choice(number=-1 if "loop." in condition else 0))
    elif word in ("for", "call", "filter", "block") and len(open_choices) < _DEEPEST:
        open_choices.append(_Choice(is_loop=True))
    elif word in ("elif", "else") and open_choices and not open_choices[-1].is_loop:
        open_choices[-1].number += 1
        open_choices[-1].has_else = word == "else"
    elif word in ("endif", "endfor", "endcall", "endfilter", "endblock") and open_choices:
        _close(open_choices.pop())


def _close(choice: _Choice) -> None:
    # Without an `else` the last way is to leave all of it out.
    last = choice.number if choice.has_else else choice.number + 1
    for way in choice.pieces:
        way.last = last


def _set(words: str, found: Template) -> None:
    setting = _SETTING.fullmatch(words)
    value = setting and _TEXT.match(setting[2].strip())
    if setting and value:
        found.variables[setting[1]] = next(v for v in value.groups() if v is not None)


def _stand_in(said: str, found: Template) -> str:
    """A name as long as the expression, over as many lines; blanks for what leaves nothing in the SQL."""
    words = said.strip("${}").strip("-+").strip()
    if _SILENT.match(words):
        return _blank(said)
    value = found.variables.get(words)
    if value is not None and value.isdigit() and len(value) <= len(said) and "\n" not in said:
        return value.ljust(len(said))
    name = f"_{len(found.names)}j"
    lines = said.count("\n")
    name += "_" * (len(said) - lines - len(name))
    found.names[name] = words
    call = _CALL.match(words)
    if call:
        found.tables[name] = tuple(re.findall(r"""['"]([^'"]*)['"]""", call[2]))[
            0 if call[1] == "source" else -1 :
        ]
    elif value is not None:
        found.texts[name] = value
    elif words == "this":
        found.is_own.add(name)
    return name + "\n" * lines


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
