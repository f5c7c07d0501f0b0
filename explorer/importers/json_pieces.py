"""JSON taken apart piece by piece: a broken piece costs only itself, and each way to be broken has its sentence.

A foreign file may hold a hundred thousand entries of which nine tenths are not needed. An object is therefore split
into its undecoded members first, which are then decoded one at a time, each as the type that is wanted.
"""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec
from msgspec import Raw

from explorer.language import marked, tr, tr_in

T = TypeVar("T")


class _Key:
    """A key that equals no other, so that a key stated twice is seen instead of the last one winning."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


_SPLIT = msgspec.json.Decoder(dict[_Key, Raw], dec_hook=lambda _, text: _Key(text))


def members(data: bytes | Raw) -> tuple[dict[str, Raw], list[str]]:
    """The undecoded members of an object, and the keys that stand in it more than once: the last of them counts.

    msgspec.ValidationError where it is another value, msgspec.DecodeError where it is no JSON.
    """
    split = _SPLIT.decode(data)
    found = {key.text: raw for key, raw in split.items()}
    if len(found) == len(split):
        return found, []
    seen: set[str] = set()
    twice = [k.text for k in split if k.text in seen or seen.add(k.text)]  # type: ignore[func-returns-value]
    return found, list(dict.fromkeys(twice))


def decode_piece(raw: Raw | bytes, kind: type[T]) -> T:
    """One piece as `kind`; ValueError with a phrase for a person where its values have other types."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(plain_fault(error)) from error
    except RecursionError as error:
        raise ValueError(tr("it is nested too deeply")) from error


_WORDS = {
    "array": marked("a list"),
    "object": marked("a mapping"),
    "str": marked("text"),
    "int": marked("a whole number"),
    "float": marked("a number"),
    "bool": marked("true or false"),
    "null": marked("nothing"),
}
# What the decoder says of broken JSON, for translation; whatever else it says is told as it is.
_MALFORMED = (
    marked("expected '\"'"),
    marked("expected ',' or ']'"),
    marked("expected ',' or '}'"),
    marked("expected ':'"),
    marked("invalid character"),
    marked("invalid character in unicode escape"),
    marked("invalid escape character in string"),
    marked("invalid number"),
    marked("invalid utf-16 surrogate pair"),
    marked("trailing characters"),
    marked("trailing comma in array"),
    marked("trailing comma in object"),
)


def plain_fault(error: Exception) -> str:
    """The decoder's message in plain words: “tags should be a list or nothing, but is a number”."""
    text = str(error)
    wrong = re.fullmatch(r"Expected `([^`]+)`, got `([^`]+)`(?: - at `(?:key in )?\$?\.?([^`]*)`)?", text)
    if wrong:
        either = tr_in("kinds", " or ").join(tr(_WORDS.get(w, w)) for w in wrong[1].split(" | "))
        found = tr(_WORDS.get(wrong[2], wrong[2]))
        if not wrong[3]:
            return tr("it should be {expected}, but is {found}", expected=either, found=found)
        return tr("{key} should be {expected}, but is {found}", key=wrong[3], expected=either, found=found)
    missing = re.search(r"missing required field `([^`]+)`", text)
    if missing:
        return tr("it has no {key}", key=missing[1])
    if text == "Input data was truncated":
        return tr("it ends in the middle")
    fault = re.sub(r"^JSON is malformed: | \(byte \d+\)$", "", text).replace("`", "")
    return tr(fault) if fault in _MALFORMED else fault


_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(-?\b(?:NaN|Infinity)\b)', re.DOTALL)
_ESCAPE = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    rb"|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.",
    re.DOTALL,
)


def repaired(data: bytes) -> bytes:
    """`data` without what Python's json writes and JSON forbids: NaN, Infinity, halves of characters."""

    def whole(escape: re.Match[bytes]) -> bytes:
        return rb"\ufffd" if escape[1] else escape[0]

    def token(match: re.Match[bytes]) -> bytes:
        if match[1]:
            return b"null"
        return _ESCAPE.sub(whole, match[0]) if b"\\u" in match[0] else match[0]

    return _TOKEN.sub(token, data)
