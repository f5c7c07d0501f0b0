"""The tables that a folder's files make, and which table is meant where SQL names one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from explorer.domain.entities import Node
from explorer.domain.kinds import Evidence, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.importers.openlineage.naming import names_in_bigquery
from explorer.importers.sql.faults import Fault
from explorer.importers.sql.parsed import Parsed, TableName
from explorer.importers.sql_folder.files import Files, SqlFile
from explorer.importers.sql_folder.layout import INNER, Tables, completed, file_ids
from explorer.importers.sql_folder.metadata import Metadata
from explorer.importers.written_records import table_identified

BIGQUERY = "bigquery"
CHECKS = "checks.sql"
"""Questions that are asked of a table when it is made."""
_NAMED = re.compile(r"(?:\b(?:from|join|into|update|using|table|view)\s+|[.`\"\[]\s*)(\w+)")
_WORDS = re.compile(r"(\w+)")
_LAST_WORD = re.compile(r"\w+(?=\W*$)")
_SUBTYPES = {"view.sql": Subtype.VIEW, "materialized_view.sql": Subtype.UNKNOWN}
"""A materialized view is stored, and brought up to date as it is asked."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A file with what each way of reading it was found to do, in the dialect in which it was parsed."""

    file: SqlFile
    dialect: str
    parsed: tuple[Parsed, ...]

    @property
    def fault(self) -> Fault | None:
        """Why a reading was not understood, where those that were do not name all its tables."""
        sound = [p for p in self.parsed if p.fault is None]
        named = {read.table for parsed in sound for read in parsed.reads}
        for parsed in self.parsed:
            if parsed.fault and not (sound and {r.table for r in parsed.reads} <= named):
                return parsed.fault
        return None


@dataclass(slots=True)
class Target:
    """A table that is made in the folder; `folder` is where its files lie."""

    id: str
    name: TableName
    folder: Path
    subtype: Subtype = Subtype.TABLE
    files: list[Understood] = field(default_factory=list)
    said: Metadata | None = None
    same_as: tuple[str, ...] = ()

    @property
    def is_bigquery(self) -> bool:
        """Whether its name is that of a project, a dataset and a table."""
        return len(self.name) == 3 and (not self.files or self.files[0].dialect == BIGQUERY)

    @property
    def queries(self) -> list[Understood]:
        """The files that make it; what only checks it is none of them."""
        return [item for item in self.files if item.file.path.name != CHECKS]


class Targets:
    """All tables that the folder's files make, and those outside that they name."""

    def __init__(self, files: Files, understood: Sequence[Understood]) -> None:
        self.made: dict[str, Target] = {}
        self.outside: dict[str, Node] = {}
        self.unnamed: dict[Source, None] = {}
        """Where a table is named by a template that only running it can fill in."""
        self._files = files
        self._lines: dict[Path, dict[str, int]] = {}
        self._tables = Tables()
        without_name = []
        for item in understood:
            files.task.check()
            if not self._find(item):
                without_name.append(item)
        self._call_by_file(without_name, understood)
        for name, (folder, said) in files.tables.items():
            if target := self._target(".".join(name), name, folder, said.place):
                target.said = said
        for source in files.sources.values():
            if target := self._target(".".join(source.name), source.name, files.root, source.said.place):
                target.said, target.same_as = source.said, source.same_as

    def meant(self, name: TableName, item: Understood, home: TableName) -> Iterator[TableName]:
        """The name as the template fills it in; nothing where only running it can tell."""
        template = item.file.template
        parts: list[str] = []
        for part in name:
            held = template.held_by(part)
            for key in held:
                if key in template.tables:
                    yield template.tables[key]
                    return
                if key in template.is_own:
                    yield from (home,) if home else ()
                    return
                part = re.sub(key, template.texts.get(key, "\0").replace("\\", ""), part, flags=re.I)
            parts += part.split(".") if held else [part]
        while parts and "\0" in parts[0] and not any(INNER in part for part in parts):
            del parts[0]  # a project or schema that is filled in: the rest says enough
        if not parts or any("\0" in part for part in parts):
            self.unnamed[self.place_of(name, item.file)] = None
        elif "" not in parts:
            yield completed(tuple(parts), home if item.dialect == BIGQUERY else ())

    def ids_of(self, name: TableName, place: Source) -> list[str]:
        """The nodes that a name means; one that no file of the folder makes is a table all the same."""
        found = self._tables.called(name)
        ids = [found] if found else self._tables.like(name)
        return ids or self._outside(".".join(name), place, Subtype.UNKNOWN, names_in_bigquery(name))

    def address(self, address: str, place: Source) -> list[str]:
        """The node of a file or sheet that a table shows."""
        return self._outside(address, place, Subtype.FILE, None)

    def place_of(self, name: TableName, file: SqlFile) -> Source:
        """Where a file names a table first."""
        if file.path not in self._lines:
            self._lines[file.path] = _first_lines(file.template.readings)
        word = _LAST_WORD.search(name[-1].lower())
        return Source(file.shown, self._lines[file.path].get(word[0]) if word else None)

    def fields_of(self, name: TableName) -> tuple[str, ...]:
        """The columns of a table that the folder makes, where they are known; else empty."""
        found = self._tables.called(name)
        return self.fields(self.made[found]) if found else ()

    def fields(self, target: Target) -> tuple[str, ...]:
        """The columns that its YAML lists, or else those that its queries give."""
        if target.said and target.said.fields:
            return target.said.fields
        has_folder = not target.files or bool(target.files[0].file.table)
        if has_folder and (listed := self._files.fields_of(target.folder)):
            return listed
        given = {p.written_columns for item in target.queries for p in item.parsed if p.written_columns}
        return given.pop() if len(given) == 1 else ()

    def join_keys(self, target: Target) -> tuple[str, ...] | None:
        """The columns on which its queries join what they read, as far as that is on columns."""
        found = {key for item in target.queries for p in item.parsed for key in p.join_keys or ()}
        return tuple(sorted(found)) or None

    def _find(self, item: Understood) -> bool:
        """Whether the file says of which tables it is, by its folder or by writing them."""
        home = item.file.table
        if home:
            self._add(".".join(home), home, item)
        for parsed in item.parsed:
            for write in parsed.writes:
                for name in self.meant(write.table, item, home):
                    target = self._add(".".join(name), name, item)
                    if target and write.how == "view":
                        target.subtype = _SUBTYPES.get(item.file.path.name, Subtype.VIEW)
        asks = any(p.reads or p.written_columns for p in item.parsed)
        return bool(home) or not asks or any(p.writes for p in item.parsed)

    def _call_by_file(self, items: Sequence[Understood], all_items: Sequence[Understood]) -> None:
        """Files that only ask are tables of their own name."""
        spoken_of = {r.table[-2:] for item in all_items for p in item.parsed for r in p.reads}
        by_path = {item.file.path: item for item in items}
        for path, (name, node_id) in file_ids(by_path, self._files.root, spoken_of).items():
            if target := self._add(node_id, name, by_path[path]):
                target.subtype = Subtype.UNKNOWN  # whoever runs it decides whether it is stored

    def _add(self, node_id: str, name: TableName, item: Understood) -> Target | None:
        file = item.file
        target = self._target(node_id, name, file.path.parent, Source(file.shown))
        if target is None:
            return None
        if item not in target.files:
            target.files.append(item)
        if file.table in ((), name):  # what stands beside it is about its own table
            target.said = target.said or self._files.said_of(file.path, file.table)
            target.subtype = _SUBTYPES.get(file.path.name, target.subtype)
        return target

    def _target(self, node_id: str, name: TableName, folder: Path, place: Source) -> Target | None:
        known = table_identified(node_id, place, self._files.faults)
        if known is None:
            return None
        if known not in self.made:
            self.made[known] = Target(known, name, folder)
            self._tables.add(name, known)
        return self.made[known]

    def _outside(
        self, name: str, place: Source, subtype: Subtype, same_as: tuple[str, ...] | None
    ) -> list[str]:
        node_id = table_identified(name, place, self._files.faults)
        if node_id is None:
            return []
        if node_id not in self.outside:
            self.outside[node_id] = Node(
                id=node_id,
                kind=NodeKind.DATASET,
                name=node_id,
                subtype=subtype,
                same_as=same_as,
                evidence=Evidence.INFERRED,
                source=place,
            )
        return [node_id]


def _first_lines(readings: Sequence[str]) -> dict[str, int]:
    """Each word of a text with the first line in which it stands, as a name of a table if it does so anywhere."""
    found: dict[str, int] = {}
    for pattern in (_NAMED, _WORDS):
        for reading in map(str.lower, readings):
            line, at = 1, 0
            for word in pattern.finditer(reading):
                line += reading.count("\n", at, word.start(1))
                at = word.start(1)
                found.setdefault(word[1], line)
    return found
