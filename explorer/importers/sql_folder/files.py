"""The files of a folder of SQL: the texts themselves, and what the YAML beside each of them says."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import problem_of
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.sql.dialects import DIALECTS
from explorer.importers.sql.parsed import TableName
from explorer.importers.sql_folder.descriptions import (
    SECTIONS,
    SourceTable,
    describes_tables,
    models_of,
    sources_of,
)
from explorer.importers.sql_folder.layout import table_folder
from explorer.importers.sql_folder.metadata import Metadata, dag_schedules, fields_of, metadata_of
from explorer.importers.sql_folder.templates import Template, fill
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping, read_documents
from explorer.language import tr

_MAX_SQL = 5_000_000
_MAX_YAML = 2_000_000
OF_TABLE = "metadata.yaml"
OF_DATASET = "dataset_metadata.yaml"
OF_DAGS = "dags.yaml"
_SCHEMA = "schema.yaml"
_YAML = (".yaml", ".yml")
_OWN_NAMES = (OF_TABLE, OF_DATASET, OF_DAGS)
_DESCRIBES = re.compile(rf"^(?:{'|'.join((*SECTIONS, 'sources'))})[ \t]*:", re.M)


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One file of SQL; table is empty where the folder does not say which table it stands for."""

    path: Path
    shown: str
    text: str
    template: Template
    table: TableName
    dialect: str | None


@dataclass(slots=True)
class Files:
    """All files that were handed over, and what stands beside them."""

    root: Path
    """Above it nothing is read."""
    task: Task
    faults: Faults
    texts: list[SqlFile] = field(default_factory=list)
    tables: dict[TableName, tuple[Path, Metadata]] = field(default_factory=dict)
    """What stands in the folders of tables, and where those are."""
    sources: dict[tuple[str, str], SourceTable] = field(default_factory=dict)
    """Tables that others load, as the YAML lists them."""
    schedules: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    """Why files that were handed over could not be read."""
    _metadata: dict[Path, Metadata | None] = field(default_factory=dict)
    _models: dict[Path, dict[str, Metadata]] = field(default_factory=dict)
    _fields: dict[Path, tuple[str, ...]] = field(default_factory=dict)
    _listings: dict[Path, dict[str, str]] = field(default_factory=dict)

    def take(self, location: Location) -> None:
        """Read one file."""
        if location.path is None:
            return
        path = location.path.absolute()
        self.task.check()
        try:
            if path.name == OF_DAGS:
                if record := self._record(path, location.shown, tr("DAGs")):
                    self.schedules |= dag_schedules(record)
            elif path.suffix.lower() == ".sql":
                self._take_sql(path, location.shown)
            elif path.name == OF_TABLE:
                table, said = table_folder(path), self.beside(path.parent, OF_TABLE)
                if table and said:
                    self.tables[table] = path.parent, said
        except InputError as error:
            self.errors.append(error)
            self.problems.append(problem_of(error, location.shown))

    def said_of(self, path: Path, table: TableName) -> Metadata | None:
        """What the YAML beside a file of SQL says of its table."""
        if table:
            return self.beside(path.parent, OF_TABLE)
        for suffix in _YAML:
            if said := self.beside(path.parent, f"{path.stem}{suffix}"):
                return said
        return self._models.get(path.parent, {}).get(path.stem)

    def said_of_dataset(self, folder: Path) -> Metadata | None:
        """What holds for all tables of a folder: in the folder, or in the nearest one above it."""
        while folder.is_relative_to(self.root):
            if said := self.beside(folder, OF_DATASET):
                return said
            if folder == folder.parent:
                break
            folder = folder.parent
        return None

    def fields_of(self, folder: Path) -> tuple[str, ...]:
        """The columns that a schema.yaml lists in a table's folder."""
        if folder not in self._fields:
            record = self._read(folder, _SCHEMA, tr("Schema"))
            self._fields[folder] = fields_of(record) if record else ()
        return self._fields[folder]

    def beside(self, folder: Path, name: str) -> Metadata | None:
        """What a YAML file in a folder says; None where there is none, or none that can be read."""
        path = folder / name
        if path not in self._metadata:
            record = self._read(folder, name, tr("Metadata"))
            is_own = record is not None and not describes_tables(record)
            self._metadata[path] = metadata_of(record) if record is not None and is_own else None
        return self._metadata[path]

    def _look_beside(self, folder: Path) -> None:
        """What the YAML of a folder says of several tables, wherever their files lie in it."""
        if folder in self._models:
            return
        self._models[folder] = {}
        for name in sorted(self._listing(folder)):
            if not name.endswith(_YAML) or name in _OWN_NAMES:
                continue
            record = self._read(folder, name, tr("Metadata"), _DESCRIBES)
            if record is not None and describes_tables(record):
                self._models[folder].update(models_of(record))
                self.sources.update((source.name, source) for source in sources_of(record))

    def _take_sql(self, path: Path, shown: str) -> None:
        text = decode_text(read_bytes(path, shown, _MAX_SQL, self.task.check), shown)
        table = table_folder(path)
        if not table:
            self._look_beside(path.parent)
        dialect = self._dialect(self.said_of(path, table)) or self._dialect(self.said_of_dataset(path.parent))
        self.texts.append(SqlFile(path, shown, text, fill(text), table, dialect))

    def _dialect(self, said: Metadata | None) -> str | None:
        """The dialect that a YAML names; None where it names none, or one that nobody knows."""
        if said is None or said.dialect is None or said.dialect in DIALECTS:
            return said.dialect if said else None
        message = tr(
            "The dialect “{name}” is not known; there are: {dialects}.",
            name=said.dialect[:40],
            dialects=", ".join(sorted(DIALECTS)),
        )
        self.faults.tell(message, said.place)
        return None

    def _listing(self, folder: Path) -> dict[str, str]:
        """The regular files of a folder that are no links, with what a person calls them."""
        if folder not in self._listings:
            try:
                with os.scandir(folder) as entries:
                    names = [e.name for e in entries if e.is_file(follow_symlinks=False)]
            except OSError:
                names = []
            self._listings[folder] = {name: Location(str(folder / name)).shown for name in names}
        return self._listings[folder]

    def _read(self, folder: Path, name: str, what: str, only: re.Pattern[str] | None = None) -> Record | None:
        """The mapping in a file beside, where there is one that can be read; `only` if it says so."""
        if name not in self._listing(folder):
            return None
        shown = self._listing(folder)[name]
        try:
            return self._record(folder / name, shown, what, only)
        except InputError as error:
            self.problems.append(problem_of(error, shown))
            return None

    def _record(
        self, path: Path, shown: str, what: str, only: re.Pattern[str] | None = None
    ) -> Record | None:
        text = decode_text(read_bytes(path, shown, _MAX_YAML, self.task.check), shown)
        if only is not None and not only.search(text):
            return None
        for root, line in read_documents(text, shown, lambda part: self.task.check()):
            if isinstance(root, YamlMapping):
                return Record(root, Source(shown, line), what, self.faults)
            break
        self.problems.append(
            Problem(tr("This is no mapping of names to values."), Source(shown), Severity.WARNING)
        )
        return None
