"""What a metric of dbt takes of its table, and how it says what it measures: in the words of every version.

Until v9 a metric names a model, a method and an expression itself. Since v10 it names measures of a semantic model,
which give the expression; since dbt 1.12 it may hold the measure itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from msgspec import Raw, Struct, field

from explorer.domain.kinds import Sign
from explorer.importers.json_pieces import decode_piece

_PLAIN = re.compile(r"[^\W\d]\w*")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_REFERENCE = re.compile(r"(?:Dimension|TimeDimension|Entity)\(\s*['\"]([\w]+)['\"]")
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}
_UNITS["week"] = timedelta(weeks=1)
_WINDOW = re.compile(r"(\d{1,6})\s*([a-z]+?)s?", re.IGNORECASE)


class Expression(Struct):
    """A measure, dimension or entity: what it is called, and the SQL that gives it where that is something else."""

    name: str = ""
    expr: str | int | float | bool | None = None
    agg: str | None = None
    agg_time_dimension: str | None = None

    @property
    def sql(self) -> str:
        """The SQL that gives it."""
        return self.name if self.expr is None else str(self.expr)


class _Defaults(Struct):
    agg_time_dimension: str | None = None


class SemanticModel(Struct):
    """What can be measured of a model, and by what it can be split."""

    measures: list[Expression] = field(default_factory=list)
    dimensions: list[Expression] = field(default_factory=list)
    entities: list[Expression] = field(default_factory=list)
    defaults: _Defaults | None = None


class _Input(Struct):
    name: str = ""
    filter: Any = None


class _Aggregation(Struct):
    agg: str | None = None
    expr: str | int | float | None = None
    agg_time_dimension: str | None = None


class _Cumulative(Struct):
    window: Any = None


class _Parameters(Struct):
    measure: _Input | str | None = None
    input_measures: list[_Input] | None = None
    expr: str | int | float | None = None
    window: Any = None
    cumulative_type_params: _Cumulative | None = None
    metric_aggregation_params: _Aggregation | None = None
    numerator: _Input | str | None = None
    denominator: _Input | str | None = None


class Metric(Struct):
    """A metric, in the words of all versions."""

    name: str = ""
    type: str | None = None
    type_params: _Parameters = field(default_factory=_Parameters)
    filter: Any = None
    calculation_method: str | None = None
    expression: str | None = None
    sql: str | None = None
    timestamp: str | None = None
    filters: list[Any] | None = None
    window: Any = None


@dataclass(frozen=True, slots=True)
class Measured:
    """What is told of a metric beside its edges."""

    window: timedelta | None
    extra: Mapping[str, object]


def metric_of(raw: Raw) -> Metric:
    """The metric; ValueError with a phrase where its parts have other types than in any version."""
    return decode_piece(raw, Metric)


def semantic_model_of(raw: Raw) -> SemanticModel:
    """The semantic model; ValueError with a phrase where its parts have other types than in any version."""
    return decode_piece(raw, SemanticModel)


def measured(metric: Metric) -> Measured:
    """How a metric says what it measures."""
    parameters = metric.type_params
    cumulative, own = parameters.cumulative_type_params, parameters.metric_aggregation_params
    window = next(
        (w for w in (cumulative and cumulative.window, parameters.window, metric.window) if w), None
    )
    expression = metric.expression or metric.sql or parameters.expr or (own.expr if own else None)
    stated = {
        "metric_type": metric.type,
        "measures": sorted(_inputs(metric)),
        "aggregation": metric.calculation_method or (own.agg if own else None),
        "expression": None if expression is None else str(expression),
        "filter": "; ".join(_conditions(metric.filter)) or "; ".join(_old_conditions(metric)) or None,
        "window": _window_text(window),
    }
    return Measured(_duration(_window_text(window)), {key: value for key, value in stated.items() if value})


def sign_of(part: str, metric: Metric) -> Sign | None:
    """Which way a metric goes with a part of it: of a ratio that is arithmetic, of anything else not known."""
    parts = metric.type_params
    above, below = (_name(side) == part for side in (parts.numerator, parts.denominator))
    if metric.type != "ratio" or above is below:
        return None
    return Sign.PLUS if above else Sign.MINUS


def sql_taken(metric: Metric, semantic: SemanticModel | None) -> tuple[str, ...]:
    """All SQL by which a metric takes columns of a table; nothing where that is not known."""
    found = _own_sql(metric) if semantic is None else _measured_sql(metric, semantic)
    return tuple(dict.fromkeys(text.strip() for text in found))


def plain_columns(expression: str) -> tuple[str, ...] | None:
    """The columns that an expression names, where it is a name or a value; None where it is more than that."""
    if _PLAIN.fullmatch(expression):
        return () if expression.casefold() in ("true", "false", "null") else (expression,)
    return () if expression == "*" or _NUMBER.fullmatch(expression) else None


def _own_sql(metric: Metric) -> Iterator[str]:
    """Until v9: the expression, the time and the conditions that the metric names."""
    if metric.expression or metric.sql:
        yield metric.expression or metric.sql or ""
        yield from filter(None, (metric.timestamp,))
        for condition in metric.filters or ():
            if isinstance(condition, dict):
                yield str(condition.get("field") or "")


def _measured_sql(metric: Metric, semantic: SemanticModel) -> list[str]:
    """The measures that the metric names and this semantic model has, their time, and the conditions."""
    named = _inputs(metric)
    found = [measure for measure in semantic.measures if measure.name in named]
    own = metric.type_params.metric_aggregation_params
    if own is not None:
        expression = own.expr if own.expr is not None else metric.type_params.expr
        found.append(Expression(metric.name, expression, own.agg, own.agg_time_dimension))
    if not found:
        return []
    split_by = {e.name: e for e in (*semantic.dimensions, *semantic.entities)}
    default = semantic.defaults.agg_time_dimension if semantic.defaults else None
    times = [m.agg_time_dimension or default for m in found]
    conditions = [c for f in (metric.filter, *named.values()) for c in _conditions(f)]
    # A condition on something of another semantic model is that one's affair.
    asked = [name.rpartition("__")[2] for c in conditions for name in _REFERENCE.findall(c)]
    split = (split_by[name] for name in (*times, *asked) if name in split_by)
    return [e.sql for e in (*found, *split)]


def _inputs(metric: Metric) -> dict[str, Any]:
    """The measures that a metric names, each with the condition on it."""
    one = metric.type_params.measure
    inputs = [_Input(one) if isinstance(one, str) else one, *(metric.type_params.input_measures or ())]
    return {i.name: i.filter for i in inputs if i is not None}


def _name(stated: _Input | str | None) -> str | None:
    return stated.name if isinstance(stated, _Input) else stated


def _conditions(stated: Any) -> Iterator[str]:
    """The texts of a filter, which is a text, a list of them, or a mapping around either."""
    if isinstance(stated, str):
        yield stated.strip()
    elif isinstance(stated, list):
        for part in stated:
            yield from _conditions(part)
    elif isinstance(stated, dict):
        yield from _conditions(stated.get("where_filters") or stated.get("where_sql_template"))


def _old_conditions(metric: Metric) -> Iterator[str]:
    for c in metric.filters or ():
        if isinstance(c, dict):
            yield f"{c.get('field')} {c.get('operator')} {c.get('value')}"


def _window_text(window: Any) -> str | None:
    """“7 day”, whether it is written so or as a count and a unit."""
    if isinstance(window, dict):
        count, unit = window.get("count"), window.get("granularity") or window.get("period")
        return f"{count} {unit}" if count and unit else None
    return window.strip() or None if isinstance(window, str) else None


def _duration(window: str | None) -> timedelta | None:
    """The window as a length of time, where its unit always has the same."""
    match = _WINDOW.fullmatch(window or "")
    unit = _UNITS.get(match[2].casefold()) if match else None
    return unit * int(match[1]) if match and unit else None
