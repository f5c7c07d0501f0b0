"""YAML and JSON from the parser's events: plain values with their lines, and limits on everything.

PyYAML's own loaders recurse in C until the process dies, keep the last of two equal keys without a word, follow
merge keys for minutes, and are slow. Its parser does none of that: it gives a flat stream of events. Whatever
goes beyond the limits below is refused with its line as soon as it is seen.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NoReturn, TypeAlias

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from explorer.domain.value_types import Literal
from explorer.errors import InputError
from explorer.importers.yaml_scalars import TYPED_START, resolve

MAX_DEPTH = 64
MAX_SCALAR = 64 * 1024
MAX_EVENTS = 3_000_000
MAX_DOCUMENTS = 10_000
MAX_EXPANDED = 10_000
"""How many items aliases may stand for, all together."""
_BETWEEN_CHECKS = 1024


class YamlMapping(dict[str, "Value"]):
    """A mapping, and the line of each key in their order. (Tens of thousands are made: it has no __init__.)"""

    __slots__ = ("lines",)
    lines: list[int]

    def line_of(self, key: str) -> int:
        """The line of a key, found by counting; whoever wants them all walks through `lines`."""
        return self.lines[list(self).index(key)]


class YamlList(list["Value"]):
    """A list, and the line of each item."""

    __slots__ = ("lines",)
    lines: list[int]


Value: TypeAlias = str | Literal | YamlMapping | YamlList


def read_documents(
    text: str, shown: str, check: Callable[[], None] = lambda: None
) -> list[tuple[Value, int]]:
    """The documents in `text`, each with its line; InputError with file and line for anything amiss."""
    builder = _Builder(_joined_surrogates(text), shown, check)
    try:
        with collection_paused():
            return builder.documents()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise builder.fault(_sentence(error), mark.line + 1 if mark else None) from error
    except ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        raise builder.fault(f"The character U+{error.character:04X} may not stand in YAML.", line) from error
    except (YAMLError, UnicodeEncodeError) as error:
        raise builder.fault("This cannot be read as YAML.", None) from error


@contextmanager
def collection_paused() -> Iterator[None]:
    """Python's search for dead cycles put off: trees have none, and looking costs a third of the reading."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Builder:
    """Turns the events of one text into values; every limit is checked here."""

    def __init__(self, text: str, shown: str, check: Callable[[], None]) -> None:
        self._shown = shown
        self._check = check
        self._anchors: dict[str, Value | None] = {}
        self._expanded = 0
        self._parser = CParser(text)
        events: Iterator[Any] = iter(self._parser.get_event, None)
        self._events = islice(events, MAX_EVENTS)

    def fault(self, message: str, line: int | None) -> InputError:
        return InputError(message, where=self._shown if line is None else f"{self._shown}:{line}")

    def documents(self) -> list[tuple[Value, int]]:
        found: list[tuple[Value, int]] = []
        for event in self._events:
            if type(event) is DocumentStartEvent:
                if len(found) == MAX_DOCUMENTS:
                    raise self.fault(f"There are more than {MAX_DOCUMENTS:,} documents.", _line(event))
                self._anchors.clear()
                self._check()
                root = self._next()
                found.append((self._value(root, 1), _line(root)))
            elif type(event) is StreamEndEvent:
                return found
        raise self._cut_short()

    def _next(self) -> Any:
        for event in self._events:
            return event
        raise self._cut_short()

    def _value(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None:
                self._refuse_tag(event)
            if depth > MAX_DEPTH:
                raise self.fault(f"This is nested more than {MAX_DEPTH} deep.", _line(event))
            anchor = event.anchor
            if anchor is not None:
                self._anchors[anchor] = None  # open: an alias to it in here would hold itself
            built = (self._mapping if kind is MappingStartEvent else self._sequence)(depth + 1)
            if anchor is not None:
                self._anchors[anchor] = built
            return built
        if kind is AliasEvent:
            return self._aliased(event)
        raise self._cut_short()

    # The two loops below take nearly all of the time of reading. The values of most keys and items are plain text:
    # for them there is no further call.

    def _mapping(self, depth: int) -> YamlMapping:
        built = YamlMapping()
        built.lines = lines = []
        events = self._events
        for event in events:
            kind = type(event)
            if kind is MappingEndEvent:
                return built
            if kind is not ScalarEvent:
                raise self.fault("A key must be plain text, not a list, mapping or alias.", _line(event))
            key: str = event.value
            if event.tag is not None or event.anchor is not None or len(key) > MAX_SCALAR or key == "<<":
                self._check_key(event)
            if key in built:
                before = built.line_of(key)
                raise self.fault(f"“{key[:80]}” stands here and in line {before}.", _line(event))
            lines.append(event.start_mark.line + 1)
            item = next(events, None)
            if type(item) is ScalarEvent:
                text = item.value
                plain = text and text[0] not in TYPED_START and len(text) <= MAX_SCALAR
                if plain and item.tag is None and item.anchor is None:
                    built[key] = text
                else:
                    built[key] = self._scalar(item)
            else:
                built[key] = self._value(item, depth)
            if not len(lines) % _BETWEEN_CHECKS:
                self._check()
        raise self._cut_short()

    def _sequence(self, depth: int) -> YamlList:
        built = YamlList()
        built.lines = lines = []
        for item in self._events:
            kind = type(item)
            if kind is ScalarEvent:
                text = item.value
                plain = text and text[0] not in TYPED_START and len(text) <= MAX_SCALAR
                if plain and item.tag is None and item.anchor is None:
                    built.append(text)
                else:
                    built.append(self._scalar(item))
            elif kind is SequenceEndEvent:
                return built
            else:
                built.append(self._value(item, depth))
            lines.append(item.start_mark.line + 1)
            if not len(lines) % _BETWEEN_CHECKS:
                self._check()
        raise self._cut_short()

    def _scalar(self, event: Any) -> str | Literal:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(event.value) > MAX_SCALAR:
            self._refuse_long(event)
        value: str | Literal = resolve(event.value) if event.implicit[0] else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _aliased(self, event: Any) -> Value:
        name = event.anchor
        if name not in self._anchors:
            raise self.fault(f"Nothing above is marked &{name[:40]}.", _line(event))
        value = self._anchors[name]
        if value is None:
            raise self.fault(f"*{name[:40]} refers to what it stands in.", _line(event))
        self._expanded += _size(value, MAX_EXPANDED - self._expanded)
        if self._expanded > MAX_EXPANDED:
            raise self.fault(f"Aliases stand for more than {MAX_EXPANDED:,} items.", _line(event))
        return value

    def _check_key(self, event: Any) -> None:
        """The checks of a key that looks unusual; an anchor on a key marks its text."""
        if event.value == "<<" and event.implicit[0]:
            raise self.fault("Merge keys (<<) are not read; write the keys out.", _line(event))
        self._scalar(event)

    def _refuse_tag(self, event: Any) -> NoReturn:
        tag = str(getattr(event, "tag", ""))
        raise self.fault(f"Tags such as {tag[:60]} are not read; leave it out.", _line(event))

    def _refuse_long(self, event: Any) -> NoReturn:
        raise self.fault(
            f"A text of {len(event.value):,} characters; at most {MAX_SCALAR:,} are read.", _line(event)
        )

    def _cut_short(self) -> InputError:
        return self.fault(f"There are more than {MAX_EVENTS:,} values and brackets in this file.", None)


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _size(value: Value, limit: int) -> int:
    """How many items a value holds with all that is in them, counted no further than just past the limit."""
    count = 1
    if isinstance(value, (YamlMapping, YamlList)):
        for item in value.values() if isinstance(value, YamlMapping) else value:
            if count > limit:
                break
            count += _size(item, limit - count)
    return count


_SURROGATES = re.compile(r"((?<!\\)(?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def _joined_surrogates(text: str) -> str:
    """JSON writes what lies beyond U+FFFF as two escapes, which YAML does not know; here they become one."""
    if "\\u" not in text or not text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return text

    def joined(match: re.Match[str]) -> str:
        code = 0x10000 + ((int(match[2], 16) - 0xD800) << 10) + (int(match[3], 16) - 0xDC00)
        return f"{match[1]}\\U{code:08X}"

    return _SURROGATES.sub(joined, text)


def _sentence(error: MarkedYAMLError) -> str:
    problem = str(error.problem or error.context or "unknown").strip().rstrip(".")
    context = f" ({error.context.strip()})" if error.problem and error.context else ""
    return f"This cannot be read as YAML: {problem}{context}."
