"""What dbt leaves beside its manifest: run_results.json, catalog.json and sources.json, where they lie.

They tell of the same entries what a manifest cannot: what the last run did, which columns the tables really have,
when a source was last loaded. `dbt docs generate` and `dbt compile` write run_results.json too and call everything
a success, tests as well, though nothing was built or tested: what they wrote is no run.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Raw, Struct

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt.manifest import MAX_BYTES, utf8
from explorer.importers.folder import problem_of
from explorer.importers.json_pieces import decode_piece, repaired
from explorer.importers.reading import read_bytes
from explorer.language import tr, tr_n

T = TypeVar("T", bound=Struct)
F = TypeVar("F", bound="_File")

_BETWEEN_CHECKS = 200
_BUILDS = frozenset(("run", "build", "seed", "snapshot", "retry", "test"))


class Timing(Struct):
    """When a step of a run began and ended."""

    name: str = ""
    completed_at: str | None = None


class Result(Struct):
    """What a run did with one entry."""

    unique_id: str
    status: str = ""
    timing: list[Timing] | None = None
    execution_time: float | None = None
    message: str | None = None
    compiled_code: str | None = None


class CatalogColumn(Struct):
    """A column that a table has."""

    type: str | None = None
    index: int | None = None


class CatalogTable(Struct):
    """What the warehouse itself calls a table."""

    type: str | None = None
    owner: str | None = None


class Statistic(Struct):
    """A figure of a table, such as how many rows it has; `include` says whether dbt shows it."""

    label: str = ""
    value: Any = None
    include: bool = False


class Catalogued(Struct):
    """A table as the warehouse describes it."""

    metadata: CatalogTable = msgspec.field(default_factory=CatalogTable)
    columns: dict[str, CatalogColumn] = msgspec.field(default_factory=dict)
    stats: dict[str, Statistic] = msgspec.field(default_factory=dict)


class Loaded(Struct):
    """What `dbt source freshness` found."""

    unique_id: str
    status: str = ""
    max_loaded_at: str | None = None


class _About(Struct):
    dbt_schema_version: str = ""
    generated_at: str | None = None


class _Arguments(Struct):
    which: str | None = None


class _File(Struct):
    metadata: _About


class _Results(_File):
    results: list[Raw]
    args: _Arguments = msgspec.field(default_factory=_Arguments)


class _Catalog(_File):
    nodes: dict[str, Raw] = msgspec.field(default_factory=dict)
    sources: dict[str, Raw] = msgspec.field(default_factory=dict)


@dataclass(slots=True)
class Beside:
    """What the files beside a manifest say of its entries, by id, and what was wrong with them."""

    built: dict[str, Result] = field(default_factory=dict)
    """Of a run that builds or tests."""
    compiled: dict[str, str] = field(default_factory=dict)
    """The SQL that was run, or would be."""
    tables: dict[str, Catalogued] = field(default_factory=dict)
    loaded: dict[str, Loaded] = field(default_factory=dict)
    generated_at: str | None = None
    """When run_results.json was written."""
    problems: list[Problem] = field(default_factory=list)


def read_beside(manifest: Location, task: Task) -> Beside:
    """All that lies beside; a file that is missing says nothing, one that is broken is a problem."""
    return _Reader(manifest, task).read()


class _Reader:
    def __init__(self, manifest: Location, task: Task) -> None:
        self._folder = (manifest.path or Path()).parent
        self._shown = Path(manifest.shown)
        self._task = task
        self._said = Beside()

    def read(self) -> Beside:
        """The three files, one after the other."""
        self._runs()
        self._catalogue()
        self._freshness()
        return self._said

    def _runs(self) -> None:
        name = "run_results.json"
        found = self._file(name, "run-results", _Results)
        if found is None:
            return
        results = {r.unique_id: r for r in self._pieces(name, found.results, Result) if r is not None}
        self._said.compiled = {i: r.compiled_code for i, r in results.items() if r.compiled_code}
        if found.args.which in _BUILDS:
            self._said.built = results
            self._said.generated_at = found.metadata.generated_at
        elif results:
            fault = tr("It does not say which command wrote it; what it tells of runs is left out.")
            if found.args.which:
                fault = tr(
                    "It was written by “dbt {command}”, which builds nothing; when the models last ran is not known.",
                    command=found.args.which[:40],
                )
            self._tell(name, fault, Severity.INFO)

    def _catalogue(self) -> None:
        name = "catalog.json"
        found = self._file(name, "catalog", _Catalog)
        if found is not None:
            entries = {**found.nodes, **found.sources}
            tables = self._pieces(name, entries.values(), Catalogued)
            self._said.tables = {i: t for i, t in zip(entries, tables, strict=True) if t is not None}

    def _freshness(self) -> None:
        name = "sources.json"
        found = self._file(name, "sources", _Results)
        if found is not None:
            pieces = self._pieces(name, found.results, Loaded)
            self._said.loaded = {s.unique_id: s for s in pieces if s is not None}

    def _file(self, name: str, word: str, kind: type[F]) -> F | None:
        """The file as `kind`; None where there is none, or none that can be used. word: dbt's own for such a file."""
        path = self._folder / name
        if not path.exists():
            return None
        if path.is_symlink() and not path.resolve().is_relative_to(self._folder.resolve()):
            self._tell(name, tr("This link leads out of the folder and is not followed."))
            return None
        shown = self._shown_as(name)
        self._task.progress(tr("Reading {name}", name=shown), None)
        try:
            data = utf8(read_bytes(path, shown, MAX_BYTES, self._task.check), shown)
        except InputError as error:
            self._said.problems.append(problem_of(error, shown))
            return None
        try:
            found = _decoded(data, kind)
        except ValueError as error:
            self._tell(name, tr("It was not read: {reason}.", reason=error))
            return None
        if f"/dbt/{word}/v" not in found.metadata.dbt_schema_version:
            self._tell(name, tr("It is not what dbt writes under this name; it was not read."))
            return None
        return found

    def _pieces(self, name: str, raws: Collection[Raw], kind: type[T]) -> list[T | None]:
        """Each as `kind`, None where it cannot be."""
        found: list[T | None] = []
        faults = []
        for number, raw in enumerate(raws):
            if number % _BETWEEN_CHECKS == 0:
                self._task.check()
            try:
                found.append(decode_piece(raw, kind))
            except ValueError as error:
                found.append(None)
                faults.append(str(error))
        if faults:
            fault = tr_n(
                "{count:,} of its entries is left out: {reason}.",
                "{count:,} of its entries are left out, the first because {reason}.",
                len(faults),
                reason=faults[0],
            )
            self._tell(name, fault)
        return found

    def _tell(self, name: str, fault: str, severity: Severity = Severity.WARNING) -> None:
        self._said.problems.append(Problem(fault, Source(self._shown_as(name)), severity))

    def _shown_as(self, name: str) -> str:
        return str(self._shown.with_name(name))


def _decoded(data: bytes, kind: type[F]) -> F:
    try:
        return decode_piece(data, kind)
    except ValueError:
        return decode_piece(repaired(data), kind)
