"""What the scripts of the stages ask of databases: the tables that their SQL reads and writes.

Scripts are read and never run: what is found is inferred, and a table whose name only a run can tell is told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from explorer.domain.assembly import EdgeStatement
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.errors import InputError
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.stages import Stage
from explorer.importers.openlineage.naming import names_in_bigquery
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.sql.dialects import most_common
from explorer.importers.sql.parsed import Parsed, Read, TableName
from explorer.importers.sql.scripts import GAP, Asked, Script, script_of
from explorer.importers.sql_parsing import tables_of
from explorer.importers.written_records import Faults, table_identified
from explorer.language import tr

_MAX_SIZE = 2_000_000
_MOST_SCRIPTS = 2_000
_TEMPLATE = re.compile(r"\{\{.{0,500}?\}\}|\{%.{0,500}?%\}|\{#.{0,2000}?#\}", re.S)


@dataclass(frozen=True, slots=True)
class Use:
    """A table that a stage reads or writes, and where its script says so."""

    table: str
    name: TableName
    place: Source
    writes: bool
    read: Read | None = None


class Scripts:
    """The scripts of all stages of a dvc.yaml, and what is asked in them."""

    def __init__(self, stages: list[Stage], project: Project, faults: Faults) -> None:
        self._project = project
        self._faults = faults
        self._scripts: dict[str, Script] = {}
        self._named = {stage.name: list(self._of(stage)) for stage in stages}
        texts = list(dict.fromkeys(a.text for script in self._scripts.values() for a in script.texts))
        parsed = tables_of(texts, most_common(texts), project.task)
        self._parsed = dict(zip(texts, parsed, strict=True))
        self._tables: dict[str, Node] = {}

    def edges(self, stage: Stage, job_id: str) -> list[EdgeStatement]:
        """Edges from the tables that a stage reads, and to those that it writes."""
        uses: dict[tuple[str, bool], Use] = {}
        for key in self._named[stage.name]:
            for use in self._uses(self._scripts[key], key):
                uses.setdefault((use.table, use.writes), use)
        return [EdgeStatement(self._edge(use, job_id)) for _, use in sorted(uses.items())]

    def nodes(self) -> list[Node]:
        """The tables of which an edge was made."""
        return [node for _, node in sorted(self._tables.items())]

    def _of(self, stage: Stage) -> Iterator[str]:
        """The scripts that a stage names and the files of SQL that these name, each read once."""
        words = [word.strip("'\"") for word in stage.command.split()]
        waiting = list(dict.fromkeys([dep.text for dep in stage.deps] + words))
        for text in waiting:
            self._project.task.check()
            if not text.endswith((".py", ".sql")) or len(self._scripts) >= _MOST_SCRIPTS:
                continue
            path = self._project.path_of(text, stage.wdir)
            if path is None or not path.is_file():
                continue
            shown = self._project.shown_path(text, stage.wdir)
            if shown not in self._scripts:
                self._scripts[shown] = self._read(path, shown)
            yield shown
            beside = posixpath.dirname(text)
            for other in self._scripts[shown].files:
                waiting += [p for p in (other, posixpath.join(beside, other)) if p not in waiting]

    def _read(self, path: Path, shown: str) -> Script:
        try:
            said = decode_text(read_bytes(path, shown, _MAX_SIZE, self._project.task.check), shown)
        except InputError as error:
            self._faults.tell(tr("{file} is not read: {reason}", file=shown, reason=error.message))
            return Script()
        if path.suffix == ".sql":
            return Script(texts=[Asked(_TEMPLATE.sub(_filled, said), 1)])
        try:
            script = script_of(said)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            reason = tr("This is no Python that can be read; which tables it asks for is not known.")
            self._faults.tell(reason, Source(shown, line))
            return Script()
        for line in sorted(set(script.computed)):
            self._computed(Source(shown, line))
        return script

    def _computed(self, place: Source) -> None:
        self._faults.tell(tr("Which table this asks for is known only when it runs."), place)

    def _uses(self, script: Script, shown: str) -> Iterator[Use]:
        for asked in script.texts:
            place = Source(shown, asked.line)
            parsed = self._parsed[asked.text]
            self._tell(parsed, place, asked)
            for read in parsed.reads:
                yield from self._use(read.table, place, _known(read))
            for write in parsed.writes:
                yield from self._use(write.table, place)
        for handled in script.tables:
            whole = None if handled.writes else Read(handled.table)
            yield from self._use(handled.table, Source(shown, handled.line), whole)

    def _tell(self, parsed: Parsed, place: Source, asked: Asked) -> None:
        if parsed.fault is not None:
            line = asked.line + (parsed.fault.line or 1) - 1
            told = tr("This query was not understood: {reason}.", reason=parsed.fault.told())
            self._faults.tell(told, replace(place, line=line))

    def _use(self, table: TableName, place: Source, read: Read | None = None) -> Iterator[Use]:
        parts = list(table)
        while len(parts) > 1 and GAP in parts[0].lower():
            del parts[0]  # a project or schema that is filled in: the rest says enough
        if any(GAP in part.lower() for part in parts):
            self._computed(place)
            return
        if table_id := table_identified(".".join(parts), place, self._faults):
            yield Use(table_id, tuple(parts), place, read is None, read)

    def _edge(self, use: Use, job_id: str) -> Edge:
        self._tables.setdefault(
            use.table,
            Node(
                id=use.table,
                kind=NodeKind.DATASET,
                name=use.table,
                subtype=Subtype.UNKNOWN,
                same_as=names_in_bigquery(use.name),
                evidence=Evidence.INFERRED,
                source=use.place,
            ),
        )
        read = use.read
        if read is None:
            return Edge(
                from_id=job_id,
                to_id=use.table,
                kind=EdgeKind.PRODUCES,
                evidence=Evidence.INFERRED,
                source=use.place,
            )
        used = read.used_fields
        return Edge(
            from_id=use.table,
            to_id=job_id,
            kind=EdgeKind.FEEDS,
            evidence=Evidence.INFERRED,
            fields=used,
            select_all=read.select_all if used is not None or read.select_all else None,
            filter=read.filters[0] if len(read.filters) == 1 else None,
            source=use.place,
        )


def _filled(gap: re.Match[str]) -> str:
    """What stands for a piece of a template, on as many lines."""
    return (GAP if gap[0].startswith("{{") else " ") + "\n" * gap[0].count("\n")


def _known(read: Read) -> Read:
    """Without what stands for something that only a run can tell."""

    def told(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if GAP not in name.lower())

    return replace(
        read,
        fields=None if read.fields is None else told(read.fields),
        perhaps=told(read.perhaps),
        filters=tuple(f for f in read.filters if GAP not in str(f).lower()),
    )
