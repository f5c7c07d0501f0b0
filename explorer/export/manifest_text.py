"""Plain data as the YAML of a manifest, as a person would write it: short entries in one line, others key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from explorer.importers.yaml_scalars import resolve

WIDTH = 100
"""Characters; an entry that is longer is written key by key."""
_STEP = "  "


def flow(plain: object) -> str:
    """The value in one line."""
    text = yaml.dump(
        plain, Dumper=_Writer, default_flow_style=True, width=2**31, allow_unicode=True, sort_keys=False
    )
    return text.removesuffix("\n").removesuffix("\n...")


def block(key: str, value: object, opened: int = 0, depth: int = 0) -> Iterator[str]:
    """The lines of `key: value`; opened: so many levels of mappings always have a line or more for each key."""
    start = f"{_STEP * depth}{flow(key)}:"
    if not value or isinstance(value, str) or not (opened or len(start) + 1 + len(flow(value)) > WIDTH):
        yield f"{start} {flow(value)}"
    elif isinstance(value, Mapping):
        yield start
        for inner, said in value.items():
            yield from block(inner, said, max(opened - 1, 0), depth + 1)
    elif isinstance(value, list):
        yield start
        for item in value:
            yield f"{_STEP * (depth + 1)}- {flow(item)}"
    else:
        yield f"{start} {flow(value)}"


def comment(sentence: str) -> Iterator[str]:
    """A sentence as lines of comment."""
    line = "#"
    for word in sentence.split():
        if len(line) + len(word) >= WIDTH and line != "#":
            yield line
            line = "#"
        line += f" {word}"
    yield line


class _Writer(yaml.SafeDumper):
    """Writes every value where it stands, and a text of several lines in one."""

    def ignore_aliases(self, data: object) -> bool:
        """What is said twice is written twice."""
        return True


def _text(writer: _Writer, text: str) -> yaml.ScalarNode:
    # In quotes also what ends in a space of another alphabet, and what YAML 1.2 would take for a number.
    is_plain = text.isprintable() and text == text.strip() and isinstance(resolve(text), str)
    return writer.represent_scalar("tag:yaml.org,2002:str", text, None if is_plain else '"')


_Writer.add_representer(str, _text)
