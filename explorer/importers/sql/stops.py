"""Where the parser stops in a text that it does not understand, and at which word."""

from __future__ import annotations

import re

from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import ParseError

from explorer.importers.sql.faults import BROKEN_DOWN, STOPPED, TOO_DEEP, UNCLOSED, UNREADABLE, Fault
from explorer.importers.sql.parsed import PARAMETER

_LONGEST_WORD = 40
_LONGEST_BEFORE = 40
_CLOSED = r"""(?:
    [^'"`$/\-]++
    |'(?:[^'{escape}]|''{escaped})*+'|"(?:[^"{escape}]|""{escaped})*+"|`[^`]*+`
    |--[^\n]*+|/\*.*?\*/|\$(?P<tag>\w*+)\$.*?\$(?P=tag)\$
    |-(?!-)|/(?!\*)|\$(?!\w*+\$)
)*+"""
_STANDARD = re.compile(_CLOSED.format(escape="", escaped=""), re.VERBOSE | re.DOTALL)
"""A text as far as all that is opened in it is closed."""
_WITH_ESCAPES = re.compile(_CLOSED.format(escape=r"\\", escaped=r"|\\."), re.VERBOSE | re.DOTALL)
_PUT_IN = f"'{PARAMETER}'"
"""What stands around a parameter, so that the parser takes it for a text."""
_PARAMETER = re.compile(rf"'{PARAMETER}(\$\d+)'")
_OPENS = re.compile(r"/\*|\$\w*\$|.", re.DOTALL)


def stopped(error: Exception, text: str, line: int) -> Fault:
    """Why the statement that begins in this line of the text was not understood."""
    if isinstance(error, RecursionError):
        return Fault(TOO_DEEP, line)
    at = error.errors[0] if isinstance(error, ParseError) and error.errors else {}
    word, last = str(at.get("highlight") or ""), at.get("col")
    if not word or last is None:
        return Fault(BROKEN_DOWN, line)
    line = at.get("line") or line
    put_in = len(_PUT_IN) * text.split("\n", line)[line - 1][: last - len(word)].count(PARAMETER)
    return Fault(
        STOPPED,
        line,
        max(1, last - len(word) - put_in + 1),
        _PARAMETER.sub(r"\1", word)[:_LONGEST_WORD],
        _last_words(str(at.get("start_context") or "")),
    )


def not_divided(error: Exception, text: str, dialect: str) -> Fault:
    """Why a text could not even be divided into words: something in it is opened and never closed."""
    if isinstance(error, RecursionError):
        return Fault(TOO_DEEP)
    has_escapes = "\\" in Dialect.get_or_raise(dialect or None).tokenizer_class.STRING_ESCAPES
    closed = (_WITH_ESCAPES if has_escapes else _STANDARD).match(text)
    at = closed.end() if closed else 0
    opens = _OPENS.match(text, at)
    if opens is None:
        return Fault(UNREADABLE)
    line = text.count("\n", 0, at) + 1
    return Fault(
        UNCLOSED, line, at - text.rfind("\n", 0, at), opens[0][:_LONGEST_WORD], _last_words(text[:at])
    )


def _last_words(text: str) -> str:
    said = " ".join(_PARAMETER.sub(r"\1", text[-10 * _LONGEST_BEFORE :]).split())
    return said if len(said) <= _LONGEST_BEFORE else said[-_LONGEST_BEFORE:].partition(" ")[2]
