"""How often something runs, by the ways in which that is written: words, durations, and the five fields of cron."""

from __future__ import annotations

import re
from datetime import timedelta

from explorer.domain.durations import parse_duration

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_WORDS = {
    "hourly": _HOUR,
    "daily": _DAY,
    "weekly": 7 * _DAY,
    "biweekly": 14 * _DAY,
    "monthly": 30 * _DAY,
    "quarterly": 91 * _DAY,
    "yearly": 365 * _DAY,
    "annually": 365 * _DAY,
    "ten-minute": timedelta(minutes=10),
}
_FIELD = re.compile(r"(?:\*|\d+|[a-z]{3})(?:-(?:\d+|[a-z]{3}))?(?:/\d+)?(?:,[\w*/-]+)*", re.I)


def cadence_of(text: str) -> timedelta | None:
    """The time from one run to the next, as a rule; None where there is none, or it is not understood."""
    words = text.strip().lower().lstrip("@")
    if words in _WORDS:
        return _WORDS[words]
    fields = words.split()
    if len(fields) == 5 and all(map(_FIELD.fullmatch, fields)):
        return _of_cron(fields)
    try:
        duration = parse_duration(words)
    except ValueError:
        return None
    return duration if duration > timedelta(0) else None


def _of_cron(fields: list[str]) -> timedelta:
    """By the finest field that is not every one of its kind; months count thirty days."""
    minutes, hours, day_of_month, months, weekday = fields
    if months != "*":
        return 365 * _DAY / _times(months, 12)
    if day_of_month != "*":
        return 30 * _DAY / _times(day_of_month, 31)
    if weekday != "*" and _times(weekday, 7) < 5:  # on working days is as good as daily
        return 7 * _DAY / _times(weekday, 7)
    if hours != "*":
        return _DAY / _times(hours, 24)
    return _HOUR / _times(minutes, 60)


def _times(text: str, whole: int) -> int:
    """How many of its values a field names."""
    count = 0
    for part in text.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        if span == "*" or (step and not last):
            size = whole - (int(first) if first.isdigit() else 0)
        elif first.isdigit() and last.isdigit():
            size = int(last) - int(first) + 1
        else:
            size = 5 if last else 1  # mon-fri
        count += -(-size // max(1, int(step))) if step else size
    return max(1, min(count, whole))
