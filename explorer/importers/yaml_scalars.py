"""What an unquoted YAML scalar means: the core schema of YAML 1.2, in which `no` and `12:30:45` are text."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from explorer.domain.value_types import Literal

TYPED_START = frozenset("0123456789+-.~nNtTfF")
"""The letters with which a scalar that is no text can begin; all others need no second look."""
WORD_START = frozenset("nNtTfF")
"""Those of them with which only one of the WORDS can begin."""

WORDS: dict[str, bool | float | None] = {
    **dict.fromkeys(("~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)|0o(?P<octal>[0-7]+)|0x(?P<hex>[0-9a-fA-F]+)"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
)
_NUMBER_START = frozenset("0123456789+-.")
_LONGEST_NUMBER = 300
"""Digits; a longer number has no use as a number, and reading one costs the square of its length."""


def resolve(text: str) -> str | Literal:
    """The scalar with its type, or the text itself where it is just text."""
    if not text:
        return Literal(None, text)
    if text[0] not in TYPED_START or len(text) > _LONGEST_NUMBER:
        return text
    if text in WORDS:
        return Literal(WORDS[text], text)
    return _number(text) if text[0] in _NUMBER_START else text


@lru_cache(4096)  # a manifest says the same few numbers thousands of times
def _number(text: str) -> str | Literal:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return text
    whole, octal, hexadecimal = match.groups()
    if whole:
        return Literal(int(whole), text)
    if octal:
        return Literal(int(octal, 8), text)
    return Literal(int(hexadecimal, 16) if hexadecimal else float(text), text)
