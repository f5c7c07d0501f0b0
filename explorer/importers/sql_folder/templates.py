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
_WORD = re.compile(r"\w*")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_STAND_IN = re.compile(r"_\d+j_*")
_CALL = re.compile(
    r"""^(ref|source)\s*\(\s*((?:['"][^'"]*['"]\s*,?\s*){1,2})(?:,?\s*v(?:ersion)?\s*=.*)?\)$""", re.S
)
_TEXT = re.compile(r"""^(?:'([^']*)'|"([^"]*)"|(\d+(?:\.\d+)?))$""")
_SETTING = re.compile(r"(\w+)\s*=\s*(.*)", re.S)
# Calls that set something up and leave no words in the SQL.
_SILENT = re.compile(r"^(?:config|log|print|return|exceptions\.\w+|do|enums|docs|snapshot)\s*\(")
_MOST_READINGS = 6
_DEEPEST = 12


@dataclass(slots=True)
class Template:
    """A text, every way it can be read, and what its names stand for."""

    readings: list[str]
    names: set[str] = field(default_factory=set)
    """The names that stand for expressions."""
    tables: dict[str, TableName] = field(default_factory=dict)
    """Name that stands for a `ref` or `source` → what these name."""
    texts: dict[str, str] = field(default_factory=dict)
    """Name that stands for a variable → the text that the file gives it."""
    variables: dict[str, str] = field(default_factory=dict)
    """The variables that the file sets to a text or number."""
    is_own: set[str] = field(default_factory=set)
    """Names that stand for `this`: the table that is written."""

    def held_by(self, part: str) -> list[str]:
        """The names of expressions that stand in a part of a table's name."""
        return [name for name in _STAND_IN.findall(part.lower()) if name in self.names]


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
class _Way:
    """One branch of an `if`; `last` is the number of its last branch, known when it is closed."""

    number: int
    last: int = 0


@dataclass(slots=True)
class _Choice:
    """An `if` that is open, with its branches so far; a loop has but one way."""

    ways: list[_Way] = field(default_factory=list)
    has_else: bool = False


def _parts(text: str, found: Template) -> list[tuple[str, list[_Way]]]:
    """The parts of the text, each with the branches on which it lies."""
    parts: list[tuple[str, list[_Way]]] = []
    open_choices: list[_Choice] = []

    def add(piece: str) -> None:
        parts.append((piece, [choice.ways[-1] for choice in open_choices if choice.ways]))

    at = 0
    for mark in _MARK.finditer(text):
        add(text[at : mark.start()])
        at = mark.end()
        said = mark[0]
        if said.startswith(("{{", "${")):
            add(_stand_in(said, found))
        elif _RAW.match(said):
            add(_RAW.sub(lambda tag: _blank(tag[0]), said))
        else:
            _follow(said, open_choices, found)
            add(_blank(said))
    add(text[at:])
    for choice in open_choices:
        _close(choice)
    return parts


def _follow(said: str, open_choices: list[_Choice], found: Template) -> None:
    """Do as a tag says; a comment says nothing."""
    if said.startswith("{%") and said.endswith("%}"):
        words = said[2:-2].strip("-+").strip()
        word = _WORD.match(words)
        first = word[0] if word else ""
        _turn(first, words[len(first) :], open_choices)
        if first == "set":
            _set(words[len(first) :].strip(), found)


def _turn(word: str, condition: str, open_choices: list[_Choice]) -> None:
    """Go into a branch, over to the next, or out of it."""
    if word == "if" and len(open_choices) < _DEEPEST:
        # What stands between the rounds of a loop is left out, for it is read as one round.
        open_choices.append(_Choice([_Way(-1 if "loop." in condition else 0)]))
    elif word in ("for", "call", "filter", "block") and len(open_choices) < _DEEPEST:
        open_choices.append(_Choice())
    elif word in ("elif", "else") and open_choices and open_choices[-1].ways:
        choice = open_choices[-1]
        choice.ways.append(_Way(choice.ways[-1].number + 1))
        choice.has_else = word == "else"
    elif word in ("endif", "endfor", "endcall", "endfilter", "endblock") and open_choices:
        _close(open_choices.pop())


def _close(choice: _Choice) -> None:
    for way in choice.ways:
        # Without an `else` the last way is to leave all of it out.
        way.last = choice.ways[-1].number + (0 if choice.has_else else 1)


def _set(words: str, found: Template) -> None:
    setting = _SETTING.fullmatch(words)
    value = setting and _TEXT.match(setting[2].strip())
    if setting and value:
        found.variables[setting[1]] = next(v for v in value.groups() if v is not None)


def _stand_in(said: str, found: Template) -> str:
    """A name in the place of the expression's longest line; blanks for what leaves nothing in the SQL."""
    words = said.strip("${}").strip("-+").strip()
    if _SILENT.match(words):
        return _blank(said)
    value = found.variables.get(words)
    if value is not None and value.isdigit() and len(value) <= len(said) and "\n" not in said:
        return value.ljust(len(said))
    name = f"_{len(found.names)}j"
    longest = max(said.split("\n"), key=len)
    if len(name) > len(longest):
        return _blank(said)
    name = name.ljust(len(longest), "_")
    found.names.add(name)
    call = _CALL.match(words)
    if call:
        found.tables[name] = tuple(re.findall(r"""['"]([^'"]*)['"]""", call[2]))[
            0 if call[1] == "source" else -1 :
        ]
    elif value is not None:
        found.texts[name] = value
    elif words == "this":
        found.is_own.add(name)
    before, _, after = said.partition(longest)
    return _blank(before) + name + _blank(after)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
