"""What stands between ${ and } in a dvc.yaml, and the stages that foreach and matrix stand for.

Values come from params.yaml, from `vars` and from the item at hand; nothing is evaluated but names. What cannot be
resolved stays as it is written and is told, so that the rest of the stage is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from explorer.domain.value_types import Literal
from explorer.importers.yaml_events import MAX_SCALAR, Value, YamlList, YamlMapping
from explorer.language import tr

MAX_STAGES = 10_000
_MOST_WRITTEN = 20_000_000
"""Characters that all templates of a file may become, together."""
_GAP = re.compile(r"\\?\$\{([^{}]{1,300})\}")
_INDEX = re.compile(r"\[(\d{1,9})\]")


class TooMuchError(Exception):
    """Templates of a small file stand for more than anybody can look at."""


@dataclass(slots=True)
class Budget:
    """How much the templates of a file may still become."""

    check: Callable[[], None]
    left: int = _MOST_WRITTEN

    def spend(self, size: int) -> None:
        """Count what was made; TooMuchError once it is too much."""
        self.check()
        self.left -= size + 1
        if self.left < 0:
            raise TooMuchError


@dataclass(frozen=True, slots=True)
class Scope:
    """The names that may stand in a template, what they mean, and who hears of those that mean nothing."""

    values: Mapping[str, Value]
    fault: Callable[[str, int], None]
    budget: Budget

    def having(self, more: Mapping[str, Value]) -> Scope:
        """The same with more names."""
        return Scope({**self.values, **more}, self.fault, self.budget)

    def resolved(self, value: Value, line: int) -> Value:
        """The value with every gap in it filled, in keys too."""
        self.budget.spend(len(value) if isinstance(value, str) else 1)
        if isinstance(value, YamlMapping):
            return self._mapping(value)
        if isinstance(value, YamlList):
            made = YamlList(self.resolved(v, at) for v, at in zip(value, value.lines, strict=True))
            made.at = value.at
            return made
        if isinstance(value, str) and "${" in value:
            return self._text(value, line)
        return value

    def _mapping(self, value: YamlMapping) -> YamlMapping:
        made, lines = YamlMapping(), []
        for (key, inner), line in zip(value.items(), value.lines, strict=True):
            name = key
            if "${" in key:
                said = self._text(key, line)
                name = said if isinstance(said, str) else said.text if isinstance(said, Literal) else key
            if name not in made:
                lines.append(line)
            made[name] = self.resolved(inner, line)
        made.at = lines
        return made

    def _text(self, text: str, line: int) -> Value:
        whole = _GAP.fullmatch(text)
        if whole and not text.startswith("\\"):
            found = self._value(whole[1], line)
            return text if found is None else found
        pieces, done, size = [], 0, 0
        for match in _GAP.finditer(text):
            said = match[0][1:] if match[0].startswith("\\") else self._said(match, line)
            pieces += [text[done : match.start()], said]
            done = match.end()
            size += len(said)
            self.budget.spend(len(said))
            if size > MAX_SCALAR:
                self.fault(tr("“{text}” becomes too long once it is filled in.", text=text[:80]), line)
                return text
        return "".join([*pieces, text[done:]])

    def _said(self, match: re.Match[str], line: int) -> str:
        found = self._value(match[1], line)
        if found is None:
            return match[0]
        said = as_text(found)
        if said is None and isinstance(found, YamlMapping):
            # In a command a mapping stands for options.
            said = " ".join(f"--{key} {as_text(inner) or ''}".rstrip() for key, inner in found.items())
        if said is None:
            self.fault(tr("“{name}” is a list and cannot stand within a text.", name=match[1].strip()), line)
            return match[0]
        return said

    def _value(self, name: str, line: int) -> Value | None:
        parts = _INDEX.sub(r".\1", name.strip()).split(".")
        found: Value | None = None
        inner: object = self.values
        for part in parts:
            if isinstance(inner, YamlList) and part.isdecimal() and int(part) < len(inner):
                found = inner[int(part)]
            elif isinstance(inner, Mapping) and part in inner:
                found = inner[part]
            else:
                self.fault(
                    tr(
                        "Nothing says what “{name}” is: neither params.yaml nor vars have it.",
                        name=name.strip()[:80],
                    ),
                    line,
                )
                return None
            inner = found
        return found


def as_text(value: Value) -> str | None:
    """A scalar as it stands within a text; None for a list or mapping."""
    if isinstance(value, Literal):
        return str(value.value).lower() if isinstance(value.value, bool) else value.text
    return value if isinstance(value, str) else None


@dataclass(slots=True)
class Template:
    """A stage as it is written, which may stand for many."""

    name: str
    value: YamlMapping
    line: int

    def stages(self, scope: Scope) -> Iterator[tuple[str, YamlMapping]]:
        """Each stage that it stands for, by its name, with everything filled in."""
        for suffix, body, inner in islice(self._variants(scope), MAX_STAGES + 1):
            made = inner.resolved(body, self.line)
            if isinstance(made, YamlMapping):
                yield f"{self.name}@{suffix}" if suffix else self.name, made

    def _variants(self, scope: Scope) -> Iterator[tuple[str, YamlMapping, Scope]]:
        if "foreach" in self.value:
            yield from self._for_each(scope)
        elif "matrix" in self.value:
            yield from self._matrix(scope)
        else:
            yield "", self.value, scope

    def _for_each(self, scope: Scope) -> Iterator[tuple[str, YamlMapping, Scope]]:
        line = self.value.line_of("foreach")
        over, body = scope.resolved(self.value["foreach"], line), self.value.get("do")
        if not isinstance(body, YamlMapping):
            scope.fault(tr("“{stage}” has a foreach without a do.", stage=self.name), line)
        elif isinstance(over, YamlMapping):
            for key, item in over.items():
                yield key, body, scope.having({"key": key, "item": item})
        elif isinstance(over, YamlList):
            plain = all(as_text(item) is not None for item in over)
            for number, item in enumerate(over):
                yield (as_text(item) or "" if plain else str(number)), body, scope.having({"item": item})
        else:
            scope.fault(tr("“{stage}” has a foreach over no list or mapping.", stage=self.name), line)

    def _matrix(self, scope: Scope) -> Iterator[tuple[str, YamlMapping, Scope]]:
        line = self.value.line_of("matrix")
        axes = scope.resolved(self.value["matrix"], line)
        sides: list[list[tuple[str, Value]]] = []
        if isinstance(axes, YamlMapping):
            sides = [_side(axis, values) for axis, values in axes.items() if isinstance(values, YamlList)]
        if not isinstance(axes, YamlMapping) or not sides or len(sides) < len(axes):
            scope.fault(tr("“{stage}” has a matrix that is no mapping of lists.", stage=self.name), line)
            return
        body, lines = YamlMapping(), []
        for (key, value), at in zip(self.value.items(), self.value.lines, strict=True):
            if key != "matrix":
                body[key] = value
                lines.append(at)
        body.at = lines
        for chosen in product(*sides):
            item = YamlMapping(zip(axes, (value for _, value in chosen), strict=True))
            item.at = line
            key = "-".join(name for name, _ in chosen)
            yield key, body, scope.having({"item": item, "key": key})


def _side(axis: str, values: YamlList) -> list[tuple[str, Value]]:
    """The values of one axis, each with what the stage is called after it."""
    texts = (as_text(value) for value in values)
    return [
        (f"{axis}{number}" if text is None else text, value)
        for number, (text, value) in enumerate(zip(texts, values, strict=True))
    ]


def merged(into: YamlMapping, more: YamlMapping, clash: Callable[[str], None], path: str = "") -> None:
    """Lays a mapping over another; a name that has another value there already is told and stays as it was."""
    for key, value in more.items():
        name = f"{path}{key}"
        known = into.get(key)
        if known is None:
            into[key] = copied(value)
        elif isinstance(known, YamlMapping) and isinstance(value, YamlMapping):
            merged(known, value, clash, f"{name}.")
        elif known != value:
            clash(name)
    into.at = 1


def copied(value: Value) -> Value:
    """Mappings anew, as more is laid over them; all else as it is."""
    if not isinstance(value, YamlMapping):
        return value
    made = YamlMapping((key, copied(inner)) for key, inner in value.items())
    made.at = value.at
    return made
