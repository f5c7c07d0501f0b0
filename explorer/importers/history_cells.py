"""Rows of a table into histories, wherever the table comes from: a day first, then numbers.

Two layouts are known by their header. Wide: a column of days, then one column a metric, named as the metric is. Long:
a column of days, a column with the metric's name (headed metric, name, key or series) and a column of values.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from explorer.domain.histories import Histories, History
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.language import tr

MOST_PROBLEMS = 100
MOST_SERIES = 500
_TIME_HEADS = frozenset(
    ("date", "day", "ds", "dt", "time", "timestamp", "week", "month", "period", "datum", "at", "as_of")
)
_NAME_HEADS = frozenset(("metric", "name", "key", "series", "metric_name"))
_VALUE_HEADS = frozenset(("value", "val", "number", "mean"))
_MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "-"))
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")

Cells = Sequence[object]


class CellReader:
    """Takes one row after the other; what it cannot use is a problem with its place."""

    def __init__(
        self, header: Sequence[str], place: Callable[[int], Source], decimal_comma: bool = False
    ) -> None:
        self._place = place
        self._decimal_comma = decimal_comma
        self.problems: list[Problem] = []
        self._series: dict[str, dict[date, tuple[float, int]]] = {}
        self._disputed: set[tuple[str, date]] = set()
        heads = [str(h).strip() for h in header]
        lowered = [h.lower() for h in heads]
        self._time = next((i for i, h in enumerate(lowered) if h in _TIME_HEADS), 0)
        names = [i for i, h in enumerate(lowered) if h in _NAME_HEADS and i != self._time]
        values = [i for i, h in enumerate(lowered) if h in _VALUE_HEADS and i != self._time]
        self._long = (names[0], values[0]) if names and values else None
        self._columns = self._named_columns(heads)
        self._width = len(heads)

    def _named_columns(self, heads: list[str]) -> list[tuple[int, str]]:
        if self._long is not None:
            return []
        found: dict[str, int] = {}
        for i, head in enumerate(heads):
            if i == self._time:
                continue
            if not head:
                self._problem(tr("A column has no name in the header; it is left out."), 1, Severity.WARNING)
            elif head in found:
                self._problem(
                    tr("The column “{column}” comes twice; the second is left out.", column=head[:80]), 1
                )
            elif len(found) >= MOST_SERIES:
                self._problem(tr("Only the first {count} columns are read.", count=MOST_SERIES), 1)
                break
            else:
                found[head] = i
        if not found:
            raise InputError(
                tr("The table has no column beside the days."),
                where=str(self._place(1)),
                hint=tr(
                    "Write a column of days, then one column a metric with the metric's name as its head."
                ),
            )
        return [(i, head) for head, i in found.items()]

    def row(self, cells: Cells, line: int) -> None:
        """Reads one row."""
        if not any(str(c).strip() for c in cells if c is not None):
            return
        if len(cells) != self._width:
            self._problem(
                tr(
                    "The row has {cells} cells, the header {heads}; it is left out.",
                    cells=len(cells),
                    heads=self._width,
                ),
                line,
            )
            return
        try:
            day = read_day(cells[self._time])
        except ValueError as error:
            self._problem(tr("{fault} The row is left out.", fault=error), line)
            return
        if self._long is not None:
            name = str(cells[self._long[0]] or "").strip()
            if not name:
                self._problem(tr("The row names no metric; it is left out."), line)
            else:
                self._cell(name, day, cells[self._long[1]], line)
        for i, name in self._columns:
            self._cell(name, day, cells[i], line)

    def _cell(self, name: str, day: date, cell: object, line: int) -> None:
        try:
            value = read_number(cell, decimal_comma=self._decimal_comma)
        except ValueError as error:
            self._problem(tr("{metric}: {fault} The value is left out.", metric=name[:80], fault=error), line)
            return
        if value is None:
            return
        if name not in self._series and len(self._series) >= MOST_SERIES:
            self._problem(
                tr(
                    "Only {count} metrics are read; “{metric}” is left out.",
                    count=MOST_SERIES,
                    metric=name[:80],
                ),
                line,
            )
            return
        series = self._series.setdefault(name, {})
        known = series.get(day)
        if known is None:
            series[day] = (value, line)
        elif known[0] != value:
            self._disputed.add((name, day))
            self._problem(
                tr(
                    "{metric} is {value:g} on {day} here and {other:g} in line {line}; neither is used.",
                    metric=name[:80],
                    value=value,
                    day=day,
                    other=known[0],
                    line=known[1],
                ),
                line,
            )

    def histories(self) -> Histories:
        """What was read, in order of name."""
        found = []
        for name, series in sorted(self._series.items()):
            days = sorted(day for day in series if (name, day) not in self._disputed)
            if days:
                values = tuple(series[day][0] for day in days)
                found.append(History(name, tuple(days), values, self._place(1)))
        return Histories(tuple(found), self.problems)

    def _problem(self, message: str, line: int, severity: Severity = Severity.ERROR) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(message, self._place(line), severity))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem(tr("There are more problems after this one."), self._place(line)))


def read_day(cell: object) -> date:
    """The day a cell says; ValueError with a sentence where it says none, or where day and month could be swapped."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip() if cell is not None else ""
    shown = text[:40]
    try:
        if match := _MONTH.fullmatch(text):
            return date(int(match[1]), int(match[2]), 1)
        if match := _WEEK.fullmatch(text):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1)
        if len(text) == 10:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text).date()
    except ValueError:
        if _DAY_FIRST.fullmatch(text):
            raise ValueError(
                tr("“{cell}” may be day or month first; write it as 2026-11-20.", cell=shown)
            ) from None
        raise ValueError(
            tr("“{cell}” is no day; write it as 2026-11-20, 2026-11 or 2026-W47.", cell=shown)
        ) from None


def read_number(cell: object, *, decimal_comma: bool = False) -> float | None:
    """The number a cell says, None where it is left empty; ValueError with a sentence for anything else."""
    if cell is None:
        return None
    if isinstance(cell, bool | bytes):
        raise ValueError(tr("“{cell}” is no number.", cell=str(cell)[:40]))
    if isinstance(cell, str):
        text = cell.strip()
        if text.lower() in _MISSING:
            return None
        plain = text.replace(",", ".") if decimal_comma and text.count(",") == 1 and "." not in text else text
        if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", plain, re.ASCII):
            raise ValueError(tr("“{cell}” is no number; write it as 1234.5.", cell=text[:40]))
        number = float(plain)
    else:
        try:
            number = float(cell)  # type: ignore[arg-type]  # a Decimal or any number of a driver's
        except (TypeError, ValueError, OverflowError):
            raise ValueError(tr("“{cell}” is no number.", cell=str(cell)[:40])) from None
        if math.isnan(number):
            return None
    if not math.isfinite(number):
        raise ValueError(tr("it is larger than any number that can be kept."))
    return number
