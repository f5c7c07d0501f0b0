"""Canonical JSON: one text for one value, so that a project saved twice is the same file and git sees true changes.

Keys are sorted, nothing is spaced, text is UTF-8 as it is. Reading is strict: what could be read in two ways
(a key twice, a number out of range, half a character) is refused.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from explorer.language import tr

MAX_DEPTH = 64
_ENCODER = msgspec.json.Encoder(order="sorted")


def encode(value: object) -> bytes:
    """The one text of a value; ValueError with a sentence where it has none."""
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        raise ValueError(
            tr("It holds half a character (a lone surrogate), which no file can hold.")
        ) from None
    except (TypeError, OverflowError, RecursionError) as error:
        raise ValueError(tr("It holds something that is no plain data: {reason}.", reason=error)) from None


def decode(text: bytes) -> Any:
    """The value of one JSON text; ValueError with a sentence where there is none, or more than one."""
    try:
        value = msgspec.json.decode(text)
    except UnicodeDecodeError:
        raise ValueError(tr("The text is not UTF-8.")) from None
    except RecursionError:
        raise ValueError(_too_deep()) from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ValueError(
            tr("This is no sound JSON: {reason}.", reason=str(error).removesuffix("."))
        ) from None
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH and _is_deeper(value, MAX_DEPTH):
        raise ValueError(_too_deep())
    if encode(value) != text:
        _refuse_duplicates(text)  # nothing but spaces and order may differ
    return value


def _too_deep() -> str:
    return tr("Lists and mappings are nested more than {count} deep.", count=MAX_DEPTH)


def _is_deeper(value: object, limit: int) -> bool:
    if not isinstance(value, list | dict):
        return False
    inner = value.values() if isinstance(value, dict) else value
    return limit == 0 or any(_is_deeper(each, limit - 1) for each in inner)


def _refuse_duplicates(text: bytes) -> None:
    """msgspec keeps the last of two equal keys in silence."""
    try:
        json.loads(text, object_pairs_hook=_distinct, parse_int=lambda digits: 0)
    except json.JSONDecodeError as error:
        raise ValueError(tr("This is no sound JSON: {reason}.", reason=error.msg)) from None


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(tr("The key “{key}” comes twice.", key=twice[:80]))
    return found
