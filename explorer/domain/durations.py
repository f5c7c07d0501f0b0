"""Durations as people write them in a manifest: 90s, 10m, 24h, 7d, 2w, 1d12h, 1.5h."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from explorer.language import marked_n, number, tr, tr_n

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WORDS = {
    "w": marked_n("{number} week", "{number} weeks"),
    "d": marked_n("{number} day", "{number} days"),
    "h": marked_n("{number} hour", "{number} hours"),
    "m": marked_n("{number} minute", "{number} minutes"),
    "s": marked_n("{number} second", "{number} seconds"),
}
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([wdhms])")
_WHOLE = re.compile(rf"(?:{_PART.pattern}\s*)+")
_LONGEST_TEXT = 60


def parse_duration(text: str) -> timedelta:
    """The duration that `text` says; ValueError with a sentence where it says none."""
    return _read(text) if len(text) <= _LONGEST_TEXT else _refuse(text)


@lru_cache(1024)  # a system says the same few durations thousands of times
def _read(text: str) -> timedelta:
    clean = text.strip().lower()
    if not _WHOLE.fullmatch(clean):
        _refuse(text)
    # Decimals, because 0.1 s must come back as 0.1 s from `format_duration`.
    seconds = sum(Decimal(count) * _UNITS[unit] for count, unit in _PART.findall(clean))
    try:
        return timedelta(microseconds=round(seconds * 1_000_000))
    except OverflowError:
        raise ValueError(tr("“{text}” is longer than a duration can be.", text=text[:40])) from None


def _refuse(text: str) -> NoReturn:
    raise ValueError(
        tr(
            "“{text}” is not a duration; write a number and a unit: 90s, 10m, 24h, 7d or 2w.",
            text=text[:40],
        )
    )


def format_duration(duration: timedelta) -> str:
    """The shortest text that `parse_duration` reads back to the same duration; ValueError below zero."""
    return "".join(f"{count}{unit}" for count, unit in _parts(duration)) or "0s"


def describe_duration(duration: timedelta) -> str:
    """The duration in words: “10 minutes”, “1 day 12 hours”."""
    parts = _parts(duration) or [("0", "s")]
    return " ".join(
        tr_n(*_WORDS[unit], 1 if count == "1" else 2, number=number(float(count), ".15g"))
        for count, unit in parts
    )


def _parts(duration: timedelta) -> list[tuple[str, str]]:
    if duration < timedelta():
        raise ValueError(f"A duration cannot be less than zero: {duration}.")
    left = duration.days * 86_400 + duration.seconds
    parts: list[tuple[str, str]] = []
    for unit, seconds in _UNITS.items():
        if unit == "w" and (left % seconds or duration.microseconds):
            continue  # 8 days read better than 1 week 1 day
        count, left = divmod(left, seconds)
        written = str(count)
        if unit == "s" and duration.microseconds:
            written += f".{duration.microseconds:06d}".rstrip("0")
        if written != "0":
            parts.append((written, unit))
    return parts
