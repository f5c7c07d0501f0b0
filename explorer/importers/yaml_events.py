"""YAML and JSON from the parser's events: plain values with their lines, and limits on everything.

PyYAML's own loaders recurse in C until the process dies, keep the last of two equal keys without a word, follow
merge keys for minutes, and are slow. Its parser does none of that: it gives a flat stream of events. Whatever
goes beyond the limits below is refused with its line as soon as it is seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import repeat
from typing import Any, NoReturn, TypeAlias

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from explorer.domain.collector import collector_at_rest
from explorer.domain.value_types import Literal
from explorer.errors import InputError
from explorer.importers.yaml_faults import advice_for, fault_told
from explorer.importers.yaml_scalars import TYPED_START, WORD_START, WORDS, resolve
from explorer.language import marked, tr

MAX_DEPTH = 64
MAX_SCALAR = 64 * 1024
MAX_ENTRIES = 3_000_000
"""Keys, items of lists, and closing brackets."""
MAX_DOCUMENTS = 10_000
MAX_EXPANDED = 10_000
"""How many items aliases may stand for, all together."""


class YamlMapping(dict[str, "Value"]):
    """A mapping, and the line of each key in their order. (Tens of thousands are made: it has no __init__.)"""

    __slots__ = ("at",)
    at: int | list[int]
    """The line in which all of it stands, or the line of each key."""

    @property
    def lines(self) -> list[int]:
        """The line of each key, in their order."""
        return self.at if isinstance(self.at, list) else [self.at] * len(self)

    def line_of(self, key: str) -> int:
        """The line of a key, found by counting; whoever wants them all walks through `lines`."""
        return self.lines[list(self).index(key)]


class YamlList(list["Value"]):
    """A list, and the line of each item."""

    __slots__ = ("at",)
    at: int | list[int]
    """The line in which all of it stands, or the line of each item."""

    @property
    def lines(self) -> list[int]:
        """The line of each item."""
        return self.at if isinstance(self.at, list) else [self.at] * len(self)


_WRITE_OUT = marked("Write the value itself.")
Value: TypeAlias = str | Literal | YamlMapping | YamlList


def read_documents(
    text: str, shown: str, reading: Callable[[float], None] = lambda part: None, longest: int = MAX_SCALAR
) -> list[tuple[Value, int]]:
    """The documents in `text`, each with its line; InputError with file and line for anything amiss.

    reading hears every few milliseconds which part of the text is read, 0 to 1; it may raise to stop.
    longest: how many characters a single text may have, for formats in which whole documents stand as texts.
    """
    text = _joined_surrogates(text)
    builder = _Builder(text, shown, reading, longest)
    try:
        with collector_at_rest():
            return builder.documents()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise builder.fault(
            fault_told(error), line, advice_for(error, text[mark.index :] if mark else "")
        ) from error
    except ReaderError as error:
        line = text.encode()[: error.position].count(b"\n") + 1
        message = tr("The character U+{code:04X} may not stand in YAML.", code=error.character)
        raise builder.fault(message, line, tr("Delete it.")) from error
    except (YAMLError, UnicodeEncodeError) as error:
        raise builder.fault(tr("This cannot be read as YAML."), None) from error


class _Builder:
    """Turns the events of one text into values; every limit is checked here."""

    def __init__(self, text: str, shown: str, reading: Callable[[float], None], longest: int) -> None:
        self._shown = shown
        self._longest = longest
        self._anchors: dict[str, Value | None] = {}
        self._expanded = 0
        self._event: Callable[[], Any] = CParser(_Told(text, reading)).get_event
        self._left = repeat(None, MAX_ENTRIES)
        self._marked = "&" in text or "!" in text  # else there is neither an anchor nor a tag

    def fault(self, message: str, line: int | None, hint: str | None = None) -> InputError:
        return InputError(message, where=self._shown if line is None else f"{self._shown}:{line}", hint=hint)

    def documents(self) -> list[tuple[Value, int]]:
        found: list[tuple[Value, int]] = []
        for _ in self._left:
            event = self._event()
            if type(event) is DocumentStartEvent:
                if len(found) == MAX_DOCUMENTS:
                    raise self.fault(
                        tr("There are more than {count:,} documents.", count=MAX_DOCUMENTS),
                        _line(event),
                        tr("Split the file into several."),
                    )
                self._anchors.clear()
                root = self._event()
                found.append((self._value(root, 1), _line(root)))
            elif type(event) is StreamEndEvent:
                return found
        raise self._cut_short()

    def _value(self, event: Any, depth: int) -> Value:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None:
                self._refuse_tag(event)
            if depth > MAX_DEPTH:
                raise self.fault(
                    tr("This is nested more than {count} deep.", count=MAX_DEPTH),
                    _line(event),
                    tr("Write it flatter."),
                )
            anchor = event.anchor
            if anchor is not None:
                self._anchors[anchor] = None  # open: an alias to it in here would hold itself
            line = event.start_mark.line + 1
            built = (self._mapping if kind is MappingStartEvent else self._sequence)(depth + 1, line)
            if anchor is not None:
                self._anchors[anchor] = built
            return built
        return self._aliased(event)

    # The two loops below take nearly all of the time of reading. The values of most keys and items are plain text:
    # for them there is no further call; and most mappings and lists stand in one line, which needs no list of lines.

    def _mapping(self, depth: int, begin: int) -> YamlMapping:
        built = YamlMapping()
        lines: list[int] | None = None  # as long as all of it stands in the line where it begins
        next_event, marked, longest = self._event, self._marked, self._longest
        for _ in self._left:
            event = next_event()
            kind = type(event)
            if kind is not ScalarEvent:
                if kind is not MappingEndEvent:
                    raise self.fault(
                        tr("A key must be plain text, not a list, mapping or alias."), _line(event)
                    )
                built.at = lines or begin
                return built
            key: str = event.value
            if (
                len(key) > longest
                or key == "<<"
                or (marked and (event.tag is not None or event.anchor is not None))
            ):
                self._check_key(event)
            line = event.start_mark.line + 1
            if lines is not None:
                lines.append(line)
            elif line != begin:
                lines = [begin] * len(built)
                lines.append(line)
            if key in built:
                before = lines[list(built).index(key)] if lines else begin
                raise self._twice(key, line, before)
            item = next_event()
            if type(item) is ScalarEvent:
                text = item.value
                if (
                    text
                    and (text[0] not in TYPED_START or (text[0] in WORD_START and text not in WORDS))
                    and len(text) <= longest
                    and not (marked and (item.tag is not None or item.anchor is not None))
                ):
                    built[key] = text
                else:
                    built[key] = self._scalar(item)
            else:
                built[key] = self._value(item, depth)
        raise self._cut_short()

    def _sequence(self, depth: int, begin: int) -> YamlList:
        built = YamlList()
        lines: list[int] | None = None  # as above
        next_event, marked, longest = self._event, self._marked, self._longest
        for _ in self._left:
            item = next_event()
            if type(item) is SequenceEndEvent:
                built.at = lines or begin
                return built
            line = item.start_mark.line + 1
            if lines is not None:
                lines.append(line)
            elif line != begin:
                lines = [begin] * len(built)
                lines.append(line)
            if type(item) is ScalarEvent:
                text = item.value
                if (
                    text
                    and (text[0] not in TYPED_START or (text[0] in WORD_START and text not in WORDS))
                    and len(text) <= longest
                    and not (marked and (item.tag is not None or item.anchor is not None))
                ):
                    built.append(text)
                else:
                    built.append(self._scalar(item))
            else:
                built.append(self._value(item, depth))
        raise self._cut_short()

    def _scalar(self, event: Any) -> str | Literal:
        if event.tag is not None:
            self._refuse_tag(event)
        if len(event.value) > self._longest:
            self._refuse_long(event)
        value: str | Literal = resolve(event.value) if event.implicit[0] else event.value
        if event.anchor is not None:
            self._anchors[event.anchor] = value
        return value

    def _aliased(self, event: Any) -> Value:
        name = event.anchor
        if name not in self._anchors:
            raise self.fault(
                tr("Nothing above is marked &{name}.", name=name[:40]), _line(event), tr(_WRITE_OUT)
            )
        value = self._anchors[name]
        if value is None:
            raise self.fault(
                tr("*{name} refers to what it stands in.", name=name[:40]), _line(event), tr(_WRITE_OUT)
            )
        self._expanded += _size(value, MAX_EXPANDED - self._expanded)
        if self._expanded > MAX_EXPANDED:
            message = tr("Aliases stand for more than {count:,} items.", count=MAX_EXPANDED)
            raise self.fault(message, _line(event), tr("Use fewer of them."))
        return value

    def _check_key(self, event: Any) -> None:
        """The checks of a key that looks unusual; an anchor on a key marks its text."""
        if event.value == "<<" and event.implicit[0]:
            raise self.fault(tr("Merge keys (<<) are not read; write the keys out."), _line(event))
        self._scalar(event)

    def _refuse_tag(self, event: Any) -> NoReturn:
        tag = str(getattr(event, "tag", ""))
        raise self.fault(tr("Tags such as {tag} are not read; leave it out.", tag=tag[:60]), _line(event))

    def _refuse_long(self, event: Any) -> NoReturn:
        raise self.fault(
            tr(
                "A text of {count:,} characters; at most {most:,} are read.",
                count=len(event.value),
                most=self._longest,
            ),
            _line(event),
            tr("Shorten it."),
        )

    def _twice(self, key: str, line: int, before: int) -> InputError:
        message = tr("“{key}” stands here and in line {line}.", key=key[:80], line=before)
        return self.fault(message, line, tr("Keep one."))

    def _cut_short(self) -> InputError:
        return self.fault(
            tr(
                "There are more than {count:,} keys, items and closing brackets in this file.",
                count=MAX_ENTRIES,
            ),
            None,
            tr("Split it into several."),
        )


class _Told:
    """A text as the parser reads it, piece by piece (16 KB); before each it is told how much is read."""

    def __init__(self, text: str, reading: Callable[[float], None]) -> None:
        self._text = text
        self._done = 0
        self._reading = reading

    def read(self, size: int = -1) -> str:
        """The next `size` characters."""
        length = len(self._text)
        self._reading(self._done / (length or 1))
        begin, self._done = self._done, min(self._done + size, length) if size >= 0 else length
        return self._text[begin : self._done]


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
