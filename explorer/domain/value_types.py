"""The types of attribute values: how each is read from plain data, written as plain data, and shown to people.

Plain data is what JSON and YAML hold: text, numbers, true and false, lists and mappings. Reading is strict
and says in a sentence what it expected; the sentence begins where the attribute's name ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from explorer.domain.durations import describe_duration, format_duration, parse_duration
from explorer.domain.entities import (
    Attestation,
    Contract,
    Filter,
    Importance,
    ReadLog,
    Suppression,
    as_written,
)
from explorer.domain.frozen import quick_maker
from explorer.domain.kinds import ImportanceMethod
from explorer.domain.words import told
from explorer.language import marked, number, tr, tr_in

Schema = Mapping[str, object]


class Literal(NamedTuple):
    """A scalar to which its file format gives a type, with the text it was written as (version 1.10 is no 1.1)."""

    value: bool | int | float | None
    text: str


@dataclass(frozen=True, slots=True)
class ValueType:
    """How values of one type are decoded (ValueError says what was expected), encoded and shown.

    schema describes the plain data as JSON Schema.
    """

    name: str
    decode: Callable[[object], Any]
    encode: Callable[[Any], object]
    show: Callable[[Any], str]
    schema: Schema


def plain_value(value: object) -> object:
    """Plain data with every Literal replaced by its typed value."""
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, list):
        return [plain_value(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): plain_value(v) for k, v in value.items()}
    return value


def _quoted(value: object) -> str:
    if isinstance(value, Literal):
        return f"“{value.text[:40]}”"
    if isinstance(value, bool):
        return f"“{str(value).lower()}”"
    if isinstance(value, Mapping):
        return tr("a mapping")
    if isinstance(value, list):
        return tr("a list")
    return f"“{str(value)[:40]}”"


def _same(value: Any) -> object:
    return value


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Literal) and value.value is not None:
        return value.text
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise ValueError(tr("must be text, not {given}.", given=_quoted(value)))


def _number(value: object) -> float:
    typed = value.value if isinstance(value, Literal) else value
    if isinstance(typed, bool) or not isinstance(typed, (int, float)):
        raise ValueError(tr("must be a number, not {given}.", given=_quoted(value)))
    if isinstance(typed, int) and abs(typed) > 10**300:
        raise ValueError(tr("must be a number below 10^300."))
    if not math.isfinite(typed):
        raise ValueError(tr("must be a finite number, not {given}.", given=_quoted(value)))
    return float(typed)


def _share(value: object) -> float:
    share = _number(value)
    if not 0 <= share <= 1:
        raise ValueError(tr("must lie between 0 and 1, not {given}.", given=_quoted(value)))
    return share


def _whole(value: object) -> int:
    typed = value.value if isinstance(value, Literal) else value
    if isinstance(typed, bool) or not isinstance(typed, int) or not 0 <= typed < 2**63:
        raise ValueError(tr("must be a whole number from 0, not {given}.", given=_quoted(value)))
    return typed


def _truth(value: object) -> bool:
    typed = value.value if isinstance(value, Literal) else value
    if not isinstance(typed, bool):
        raise ValueError(tr("must be true or false, not {given}.", given=_quoted(value)))
    return typed


def _day(value: object) -> date:
    text = _text(value)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(tr("must be a day such as 2026-11-20, not “{given}”.", given=text[:40])) from None


def _duration(value: object) -> Any:
    text = _text(value)
    try:
        return parse_duration(text)
    except ValueError as error:
        raise ValueError(tr("must be a duration: {fault}", fault=error)) from None


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(tr("must be a list of texts, not {given}.", given=_quoted(value)))
    return tuple(dict.fromkeys(map(_text, value)))


def _number_or_text(value: object) -> float | str:
    typed = value.value if isinstance(value, Literal) else value
    return _number(value) if isinstance(typed, (int, float)) and not isinstance(typed, bool) else _text(value)


def _columns(value: object) -> Mapping[str, tuple[str, ...]]:
    if not isinstance(value, Mapping):
        raise ValueError(
            tr(
                "must map each written column to the list of columns it is made from, not {given}.",
                given=_quoted(value),
            )
        )
    try:
        return {str(k): _texts(v) for k, v in value.items()}
    except ValueError as error:
        raise ValueError(
            tr("must map each written column to a list of columns; one of them {fault}", fault=error)
        ) from None


def _show_number(value: float) -> str:
    return number(value, ",.6g" if abs(value) < 1e6 else ",.0f" if abs(value) < 1e15 else "g")


def _show_columns(columns: Mapping[str, tuple[str, ...]]) -> str:
    return "; ".join(
        tr("{column} from {columns}", column=written, columns=", ".join(read) or tr("nothing"))
        for written, read in columns.items()
    )


def _show_share(share: float) -> str:
    return tr("{percent:.4g} %", percent=share * 100)


def _show_truth(truth: bool) -> str:
    return tr_in("true or false", "yes") if truth else tr_in("true or false", "no")


TEXT = ValueType("text", _text, _same, str, {"type": ["string", "number"]})
NUMBER = ValueType("number", _number, _same, _show_number, {"type": "number"})
SHARE = ValueType("share", _share, _same, _show_share, {"type": "number", "minimum": 0, "maximum": 1})
WHOLE = ValueType("whole number", _whole, _same, number, {"type": "integer", "minimum": 0})
TRUTH = ValueType("true or false", _truth, _same, _show_truth, {"type": "boolean"})
DAY = ValueType("day", _day, date.isoformat, date.isoformat, {"type": "string", "format": "date"})
DURATION = ValueType(
    "duration",
    _duration,
    format_duration,
    describe_duration,
    {"type": "string", "pattern": r"^\s*([0-9]+(\.[0-9]+)?\s*[wdhmsWDHMS]\s*)+$"},
)
TEXTS = ValueType(
    "list of texts", _texts, list, ", ".join, {"type": "array", "items": {"type": ["string", "number"]}}
)
NUMBER_OR_TEXT = ValueType(
    "number or text",
    _number_or_text,
    _same,
    lambda v: v if isinstance(v, str) else _show_number(v),
    {"type": ["number", "string"]},
)
COLUMNS = ValueType(
    "columns",
    _columns,
    lambda v: {k: list(read) for k, read in v.items()},
    _show_columns,
    {"type": "object", "additionalProperties": TEXTS.schema},
)


def one_of(*words: StrEnum) -> ValueType:
    """A type whose values are some of the words of one vocabulary."""
    known = {str(w): w for w in words}
    listed = ", ".join(known)

    def decode(value: object) -> StrEnum:
        word = known.get(value) if isinstance(value, str) else None
        if word is None:
            raise ValueError(tr("must be one of {words}, not {given}.", words=listed, given=_quoted(value)))
        return word

    return ValueType(f"one of {listed}", decode, str, told, {"enum": list(known)})


def several_of(*words: StrEnum) -> ValueType:
    """A type whose values are lists of words of one vocabulary."""
    each = one_of(*words)
    listed = ", ".join(words)

    def decode(value: object) -> tuple[StrEnum, ...]:
        if not isinstance(value, list):
            raise ValueError(
                tr("must be a list of {words}, not {given}.", words=listed, given=_quoted(value))
            )
        return tuple(dict.fromkeys(each.decode(v) for v in value))

    return ValueType(
        f"list of {listed}",
        decode,
        lambda values: list(map(str, values)),
        lambda values: ", ".join(map(told, values)),
        {"type": "array", "items": each.schema},
    )


def record(
    made: Callable[..., Any],
    parts: Mapping[str, ValueType],
    required: tuple[str, ...],
    show: Callable[[Any], str],
) -> ValueType:
    """A type whose values are small records, written as a mapping with these keys."""
    listed = ", ".join(parts)
    make = quick_maker(made)

    def decode(value: object) -> object:
        if not isinstance(value, (dict, Mapping)):  # asking for a dict first takes a tenth of the time
            raise ValueError(
                tr("must be a mapping with {keys}, not {given}.", keys=listed, given=_quoted(value))
            )
        read: dict[str, object] = {}
        for key, given in value.items():
            part = parts.get(key)
            if part is None:
                raise ValueError(tr("knows only {keys}, not “{key}”.", keys=listed, key=str(key)[:40]))
            if given is None or (isinstance(given, Literal) and given.value is None):
                continue
            try:
                read[key] = part.decode(given)
            except ValueError as error:
                raise ValueError(tr("has a {key} that {fault}", key=key, fault=error)) from None
        for key in required:
            if key not in read:
                raise ValueError(tr("must say its {key}.", key=key))
        return make(**read)

    def encode(value: object) -> object:
        given = {key: getattr(value, key) for key in parts}
        return {key: parts[key].encode(v) for key, v in given.items() if v is not None}

    schema = {
        "type": "object",
        "properties": {key: part.schema for key, part in parts.items()},
        "required": list(required),
        "additionalProperties": False,
    }
    return ValueType("record", decode, encode, show, schema)


def list_of(each: ValueType) -> ValueType:
    """A type whose values are lists of values of one type."""

    def decode(value: object) -> tuple[object, ...]:
        if not isinstance(value, list):
            raise ValueError(tr("must be a list, not {given}.", given=_quoted(value)))
        try:
            return tuple(dict.fromkeys(each.decode(v) for v in value))
        except ValueError as error:
            raise ValueError(tr("must be a list; one of it {fault}", fault=error)) from None

    return ValueType(
        f"list of {each.name}",
        decode,
        lambda values: [each.encode(v) for v in values],
        lambda values: "; ".join(map(each.show, values)),
        {"type": "array", "items": each.schema},
    )


def _filter_value(value: object) -> float | str | bool:
    typed = value.value if isinstance(value, Literal) else value
    return typed if isinstance(typed, bool) else _number_or_text(value)


def _filter_op(value: object) -> str:
    if value not in _OPERATORS:
        raise ValueError(
            tr("must be one of {words}, not {given}.", words=", ".join(_OPERATORS), given=_quoted(value))
        )
    return str(value)


def _show_importance(importance: Importance) -> str:
    shown = number(importance.value, "g")
    if importance.se is not None:
        shown += f" ± {number(importance.se, 'g')}"
    how = importance.method and tr(_METHODS[importance.method])
    on = importance.metric and tr("on {metric}", metric=importance.metric)
    about = [text for text in (how, on) if text]
    if importance.at:
        about.append(importance.at.isoformat())
    return f"{shown} ({', '.join(about)})" if about else shown


def _show_read_log(seen: ReadLog) -> str:
    shown = tr("{log}, {since} to {until}", log=seen.log, since=seen.since, until=seen.until)
    if seen.queries is None or seen.parsed is None:
        return shown
    understood = tr("{parsed:,} of {queries:,} queries understood", parsed=seen.parsed, queries=seen.queries)
    return f"{shown}, {understood}"


def _in_order(seen: ReadLog) -> ReadLog:
    if seen.until < seen.since:
        raise ValueError(
            tr("must not end ({until}) before it begins ({since}).", until=seen.until, since=seen.since)
        )
    return seen


def _show_attestation(said: Attestation) -> str:
    if said.until:
        return tr(
            "{test} on {day}, until {until}: {link}",
            test=said.test,
            day=said.at,
            until=said.until,
            link=said.link,
        )
    return tr("{test} on {day}: {link}", test=said.test, day=said.at, link=said.link)


def _show_suppression(said: Suppression) -> str:
    if said.about:
        return tr(
            "{rule} about {node} until {until}: {reason}",
            rule=said.rule,
            node=said.about,
            until=said.until,
            reason=said.reason,
        )
    return tr("{rule} until {until}: {reason}", rule=said.rule, until=said.until, reason=said.reason)


def _show_contract(contract: Contract) -> str:
    if not contract.enforced:
        return tr("nothing enforced")
    return tr("{enforced} enforced", enforced=", ".join(contract.enforced))


_OPERATORS = (">=", "<=", ">", "<", "==", "!=", "=", "in", "not in")
_METHODS = {
    ImportanceMethod.LOFO: marked("leave one feature out"),
    ImportanceMethod.PERMUTATION: marked("permutation"),
    ImportanceMethod.GAIN: marked("gain"),
}
_OPERATOR = ValueType("operator", _filter_op, _same, str, {"enum": list(_OPERATORS)})
_FILTER_VALUE = ValueType(
    "number, text or truth",
    _filter_value,
    lambda v: as_written(v) if isinstance(v, float) else v,
    str,
    {"type": ["number", "string", "boolean"]},
)
FILTER = record(
    Filter, {"field": TEXT, "op": _OPERATOR, "value": _FILTER_VALUE}, ("field", "op", "value"), str
)
IMPORTANCE = record(
    Importance,
    {"value": NUMBER, "se": NUMBER, "metric": TEXT, "method": one_of(*ImportanceMethod), "at": DAY},
    ("value",),
    _show_importance,
)
CONTRACT = record(Contract, {"enforced": TEXTS}, (), _show_contract)
_READ_LOG = record(
    ReadLog,
    {"log": TEXT, "since": DAY, "until": DAY, "queries": WHOLE, "parsed": WHOLE},
    ("log", "since", "until"),
    _show_read_log,
)
READ_LOG = replace(_READ_LOG, decode=lambda value: _in_order(_READ_LOG.decode(value)))
ATTESTATIONS = list_of(
    record(
        Attestation,
        {"test": TEXT, "at": DAY, "link": TEXT, "until": DAY, "automated": TRUTH},
        ("test", "at", "link"),
        _show_attestation,
    )
)
SUPPRESSIONS = list_of(
    record(
        Suppression,
        {"rule": TEXT, "reason": TEXT, "until": DAY, "about": TEXT},
        ("rule", "reason", "until"),
        _show_suppression,
    )
)
