"""MLflow's tables as values: what is asked of them, and what comes back whatever a column may hold.

The schema has had 12, 19 and 65 tables: any table and any column may be missing, and SQLite keeps any type in
any column. Names are what MLflow shows; those of another workspace than the default carry its name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeVar
from urllib.parse import urlsplit, urlunsplit

import msgspec

from explorer.importers.databases.reader import Reader, Row

_EXPERIMENT_TAGS = ("team", "owner", "business_objective", "mlflow.note.content")
_MODEL_TAGS = ("team", "owner", "business_objective")
_LOGGED = "models:/"
_SOURCE_KEYS = ("uri", "url", "path", "table_name", "delta_table_name", "dataset_name")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Experiment:
    """A named series of runs."""

    name: str
    tags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """One execution; `metrics` are the last values logged, `inputs` pairs of data set and its contexts.

    judged: metric → the logged models that it was computed for, whichever run made them.
    """

    experiment: str
    day: date | None
    failed: bool
    script: str | None
    metrics: dict[str, float | None] = field(default_factory=dict)
    inputs: dict[str, set[str]] = field(default_factory=dict)
    measured_on: dict[str, set[str]] = field(default_factory=dict)
    judged: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LoggedDataset:
    """One state of a data set, as one experiment logged it."""

    experiment: str
    name: str
    digest: str
    source_type: str
    uri: str | None
    fields: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a registered model."""

    number: int
    run: str | None
    day: date | None
    stage: str | None
    logged_model: str | None


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """A model of the registry with its versions, oldest first, and the versions that its aliases name."""

    name: str
    description: str | None
    tags: Mapping[str, str]
    versions: tuple[Version, ...]
    aliases: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Tables:
    """All that is read, by MLflow's own ids; what was deleted is not in it."""

    experiments: Mapping[str, Experiment]
    runs: Mapping[str, Run]
    datasets: Mapping[str, LoggedDataset]
    models: tuple[RegisteredModel, ...]


def read_tables(reader: Reader) -> Tables:
    """Everything that is asked of the database, in the order of importance."""
    experiments = _experiments(reader)
    models = _models(reader)
    runs = _runs(reader, experiments)
    datasets = _datasets(reader, experiments)
    _join_inputs(reader, runs, datasets)
    _join_metrics(reader, runs, datasets)
    return Tables(experiments, runs, datasets, models)


def _experiments(reader: Reader) -> dict[str, Experiment]:
    tags = _tags(reader, "experiment_tags", ("experiment_id",), _EXPERIMENT_TAGS)
    experiments = {}
    for row in _keyed(reader, "experiments", ("experiment_id",), "name", "lifecycle_stage", "workspace"):
        number = _text(row["experiment_id"])
        if row["lifecycle_stage"] != "deleted":
            experiments[number] = Experiment(_label(row) or f"experiment {number}", tags.get((number,), {}))
    return experiments


def _models(reader: Reader) -> tuple[RegisteredModel, ...]:
    tags = _tags(reader, "registered_model_tags", ("workspace", "name"), _MODEL_TAGS)
    made_by = {
        _text(r["model_id"]): _text(r["source_run_id"])
        for r in _keyed(reader, "logged_models", ("model_id",), "source_run_id")
        if r["source_run_id"]
    }
    versions: dict[tuple[str, ...], list[Version]] = {}
    asked = ("creation_time", "current_stage", "source", "run_id", "workspace")
    for row in _keyed(reader, "model_versions", ("name", "version"), *asked):
        number, stage = _whole(row["version"]), _text(row["current_stage"]) or None
        if number is not None and stage != "Deleted_Internal":
            source = _text(row["source"])
            logged = source.removeprefix(_LOGGED) if source.startswith(_LOGGED) else ""
            run = _text(row["run_id"]) or made_by.get(logged) or None
            version = Version(number, run, _day(row["creation_time"]), stage, logged or None)
            versions.setdefault(_key(row, "workspace", "name"), []).append(version)
    aliases: dict[tuple[str, ...], dict[str, int]] = {}
    for row in _keyed(reader, "registered_model_aliases", ("name", "alias", "version"), "workspace"):
        if (number := _whole(row["version"])) is not None:
            aliases.setdefault(_key(row, "workspace", "name"), {})[_text(row["alias"])] = number
    models = []
    for row in _keyed(reader, "registered_models", ("name",), "description", "workspace"):
        key = _key(row, "workspace", "name")
        if not key[-1]:
            continue
        made = tuple(sorted(versions.get(key, ()), key=lambda v: v.number))
        description = _text(row["description"]).strip() or None
        models.append(
            RegisteredModel(_label(row), description, tags.get(key, {}), made, aliases.get(key, {}))
        )
    return tuple(sorted(models, key=lambda m: m.name))


def _runs(reader: Reader, experiments: Mapping[str, Experiment]) -> dict[str, Run]:
    scripts = {
        _text(r["run_uuid"]): _text(r["value"])
        for r in reader.rows(
            "tags", ("key", "value", "run_uuid"), keys=("run_uuid",), among={"key": ["mlflow.source.name"]}
        )
    }
    asked = ("status", "start_time", "lifecycle_stage", "source_name")
    runs = {}
    for row in _keyed(reader, "runs", ("run_uuid", "experiment_id"), *asked):
        run, experiment = _text(row["run_uuid"]), _text(row["experiment_id"])
        if row["lifecycle_stage"] != "deleted" and experiment in experiments:
            script = scripts.get(run) or _text(row["source_name"]) or None
            runs[run] = Run(experiment, _day(row["start_time"]), row["status"] == "FAILED", script)
    return runs


def _datasets(reader: Reader, experiments: Mapping[str, Experiment]) -> dict[str, LoggedDataset]:
    long = ("dataset_source", "dataset_schema")
    keys = ("dataset_uuid", "experiment_id", "name")
    asked = (*keys, "digest", "dataset_source_type", *long)
    return {
        _text(row["dataset_uuid"]): LoggedDataset(
            experiment=_text(row["experiment_id"]),
            name=_text(row["name"]),
            digest=_text(row["digest"]),
            source_type=_text(row["dataset_source_type"]),
            uri=_uri(row["dataset_source"]),
            fields=_fields(row["dataset_schema"]),
        )
        for row in reader.rows("datasets", asked, keys=keys, long=long)
        if _text(row["experiment_id"]) in experiments and _text(row["name"])
    }


def _join_inputs(reader: Reader, runs: Mapping[str, Run], datasets: Mapping[str, LoggedDataset]) -> None:
    """The table holds outputs too, runs → models; those are known from the registry."""
    contexts: dict[str, set[str]] = {}
    for row in reader.rows(
        "input_tags",
        ("input_uuid", "name", "value"),
        keys=("input_uuid",),
        among={"name": ["mlflow.data.context"]},
    ):
        contexts.setdefault(_text(row["input_uuid"]), set()).add(_text(row["value"]).lower())
    asked = ("input_uuid", "source_type", "source_id", "destination_type", "destination_id")
    of_runs = {"source_type": ["DATASET"], "destination_type": ["RUN"]}
    for row in reader.rows("inputs", asked, keys=("source_id", "destination_id"), among=of_runs):
        run = runs.get(_text(row["destination_id"]))
        dataset = _text(row["source_id"])
        if run is not None and dataset in datasets:
            run.inputs.setdefault(dataset, set()).update(contexts.get(_text(row["input_uuid"]), ()))


def _join_metrics(reader: Reader, runs: Mapping[str, Run], datasets: Mapping[str, LoggedDataset]) -> None:
    for row in _keyed(reader, "latest_metrics", ("run_uuid", "key"), "value", "is_nan"):
        run = runs.get(_text(row["run_uuid"]))
        if run is not None and _text(row["key"]):
            run.metrics[_text(row["key"])] = None if row["is_nan"] else _number(row["value"])
    asked = ("dataset_uuid", "model_id")
    for row in _keyed(reader, "logged_model_metrics", ("metric_name", "run_id"), *asked):
        run, dataset = runs.get(_text(row["run_id"])), _text(row["dataset_uuid"])
        if run is None:
            continue
        if dataset in datasets:
            run.measured_on.setdefault(_text(row["metric_name"]), set()).add(dataset)
        if model := _text(row["model_id"]):
            run.judged.setdefault(_text(row["metric_name"]), set()).add(model)


def _keyed(reader: Reader, table: str, keys: tuple[str, ...], *others: str) -> list[Row]:
    """The rows that say what they belong to."""
    return reader.rows(table, (*keys, *others), keys=keys)


def _tags(
    reader: Reader, table: str, of: tuple[str, ...], names: tuple[str, ...]
) -> dict[tuple[str, ...], dict[str, str]]:
    tags: dict[tuple[str, ...], dict[str, str]] = {}
    for row in reader.rows(table, ("key", "value", *of), keys=of[-1:], among={"key": names}):
        if value := _text(row["value"]).strip():
            tags.setdefault(_key(row, *of), {})[_text(row["key"])] = value
    return tags


def _key(row: Row, *columns: str) -> tuple[str, ...]:
    return tuple(_text(row[c]) for c in columns)


def _label(row: Row) -> str:
    workspace, name = _text(row["workspace"]), _text(row["name"])
    return name if workspace in ("", "default") else f"{workspace}/{name}"


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _number(value: object) -> float | None:
    return _or_none(float, value, math.isfinite)


def _whole(value: object) -> int | None:
    return _or_none(int, value, lambda number: abs(number) < 1 << 62)


def _or_none(kind: Callable[[str], T], value: object, is_sound: Callable[[T], bool]) -> T | None:
    try:
        number = kind(_text(value))
    except ValueError:
        return None
    return number if is_sound(number) else None


def _day(milliseconds: object) -> date | None:
    since = _whole(milliseconds)
    try:
        return None if since is None else datetime.fromtimestamp(since / 1000, UTC).date()
    except (OverflowError, ValueError, OSError):
        return None


def _decoded(text: object) -> object:
    try:
        return msgspec.json.decode(_text(text))
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return None  # cut to a length, or no JSON: then nothing is known


def _uri(source: object) -> str | None:
    """Where the data lies, without the user, password or signature that an address may hold."""
    decoded = _decoded(source)
    if not isinstance(decoded, dict):
        return None
    stated = next((v for k in _SOURCE_KEYS if isinstance(v := decoded.get(k), str) and v), None)
    try:
        parts = urlsplit(stated or "")
    except ValueError:
        return None
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
    return (urlunsplit(bare) if parts.netloc else stated) or None


def _fields(schema: object) -> tuple[str, ...] | None:
    decoded = _decoded(schema)
    columns = decoded.get("mlflow_colspec") if isinstance(decoded, dict) else None
    if not isinstance(columns, list):
        return None
    names = (column.get("name") for column in columns if isinstance(column, dict))
    return tuple(dict.fromkeys(n for n in names if isinstance(n, str) and n)) or None
