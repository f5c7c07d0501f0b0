"""Durations as people write them in a manifest: 90s, 10m, 24h, 7d, 2w, 1d12h."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhms])")
_WHOLE = re.compile(rf"(?:{_PART.pattern}\s*)+")


def parse_duration(text: str) -> timedelta:
    """The duration that `text` says; ValueError with a sentence where it says none."""
    clean = text.strip().lower()
    if not _WHOLE.fullmatch(clean) or len(clean) > 40:
        raise ValueError(
            f"“{text[:40]}” is not a duration; write a number and a unit: 90s, 10m, 24h, 7d or 2w."
        )
    try:
        return timedelta(seconds=sum(float(n) * _UNITS[u] for n, u in _PART.findall(clean)))
    except OverflowError:
        raise ValueError(f"“{text[:40]}” is longer than a duration can be.") from None


def format_duration(duration: timedelta) -> str:
    """The shortest text that `parse_duration` reads back to the same duration, to the second."""
    left = round(duration.total_seconds())
    parts = []
    for unit, seconds in _UNITS.items():
        if unit == "w" and left % seconds:
            continue
        count, left = divmod(left, seconds)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
