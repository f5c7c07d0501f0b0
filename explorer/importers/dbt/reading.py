"""dbt's manifest.json: a model is the dataset it makes, and its edges point with the data.

Models, seeds, snapshots and sources become datasets, functions artifacts, exposures and saved queries consumers.
`depends_on` is turned round. A semantic model is a definition between a model and its metrics and is folded into
the edge, which names it; a test becomes an attribute of what it tests. Entries under `disabled` stay out, as do
analyses, operations and macros, which make nothing. dbt's `access` says who may ref() a model, not who may
read its data, and is not taken for access control; grants are.

| beside or within | what of it | how it is known |
|---|---|---|
| run_results.json | last run and tests; an edge over which a build brought data is seen that day | confirmed |
| catalog.json | the columns there are, their types, whether a table is a view | declared |
| sources.json | when sources were loaded | declared |
| compiled SQL | which columns an edge takes; tables that the SQL names itself | declared edge; inferred |
| names of tables | a source that the project loads itself is reached from what loads it | inferred |
"""

from __future__ import annotations

import re
from dataclasses import replace

from explorer.domain.assembly import Statements
from explorer.domain.kinds import NodeKind, Severity
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt.beside import Beside, read_beside
from explorer.importers.dbt.edges import Edges, with_its_measure
from explorer.importers.dbt.entries import Entry
from explorer.importers.dbt.lineage import MOST_SQL, Lineage, lineage_of, sql_of
from explorer.importers.dbt.manifest import ADVICE, MAX_BYTES, parse_manifest
from explorer.importers.dbt.nodes import newest_version, node_of
from explorer.importers.dbt.project import Project
from explorer.importers.dbt.relations import Relations
from explorer.importers.dbt.seen import column_names, day_of, with_what_was_seen
from explorer.importers.dbt.teams import teams_of
from explorer.importers.reading import encoding_of, read_bytes
from explorer.language import marked, tr, tr_n

_MOST_NAMED = 5
_SETTINGS = ("dbt_project.yml", "dbt_project.yaml")
_ARTIFACT = re.compile(rb"/dbt/([a-z-]+)/v\d")
_FOREIGN_ORDER = re.compile(rb'"(?:model|source|seed|snapshot|test|macro|exposure)\.\w+\.')


class DbtAdapter:
    """Reads target/manifest.json of dbt 1.0 and later."""

    name = "dbt"
    recognises = marked("dbt: target/manifest.json of dbt 1.0 or later (manifest versions 4 to 12)")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it says so itself, or is called manifest.json and speaks of dbt's ids."""
        encoding = encoding_of(head)
        if encoding != "utf-8":  # as PowerShell's `>` writes it
            head = head.decode(encoding, "ignore").encode()
        if not head.lstrip().startswith(b"{"):
            return False
        named = location.path is not None and location.path.name == "manifest.json"
        return b"/dbt/manifest/v" in head or (named and _FOREIGN_ORDER.search(head) is not None)

    def instead_of(self, location: Location, head: bytes) -> InputError | None:
        """Settings of a project, and what dbt writes beside the manifest: neither says by itself what there is."""
        if location.path is None:
            return None
        if location.path.name in _SETTINGS:
            fault = tr("These are the settings of a dbt project; what it holds stands in its manifest.")
            return InputError(fault, where=location.shown, hint=tr(ADVICE))
        artifact = _ARTIFACT.search(head)
        if artifact is None:
            return None
        fault = tr("It is dbt's {file} file, but not a dbt manifest.", file=artifact[1].decode())
        hint = tr(ADVICE)
        if (location.path.parent / "manifest.json").is_file():
            hint = tr("Open manifest.json beside it; this file is read with it.")
        return InputError(fault, where=location.shown, hint=hint)

    def read(self, location: Location, task: Task) -> Statements:
        """All that the manifest says, and what lies beside it."""
        if location.path is None:
            raise InputError(
                tr("A dbt manifest is a file."), where=location.shown, hint=tr("Name target/manifest.json.")
            )
        task.progress(tr("Reading the dbt manifest"), None)
        data = read_bytes(location.path, location.shown, MAX_BYTES, task.check)
        project = Project(parse_manifest(data, location.shown), location.shown, task)
        return _statements(project, read_beside(location, task))


ADAPTER = DbtAdapter()


def _statements(project: Project, beside: Beside) -> Statements:
    """Every node, edge and team that the manifest states, with what lies beside it."""
    metadata = project.manifest.metadata
    relations = Relations.of(project.entries, metadata.adapter_type or "")
    columns = _catalogued(project, beside)
    lineage = _lineage(project, beside, relations, columns)
    edges = Edges(project, beside, relations, lineage)
    said = Statements(name=project.name, as_of=day_of(metadata.generated_at))
    aliases, tests = relations.aliases(), project.tests()
    for entry_id, kind in project.kinds.items():
        entry, about = project.entries[entry_id], tests.get(entry_id, [])
        node = node_of(entry_id, entry, kind, project.source(entry), [name for _, name in about])
        node = replace(
            node,
            fields=lineage.written.get(entry_id) or node.fields,
            same_as=(aliases[entry_id],) if entry_id in aliases else None,
            superseded_by=newest_version(entry_id, entry, project.kinds),
        )
        said.nodes.append(with_what_was_seen(with_its_measure(node, edges.metrics), beside, about))
        said.edges.extend(edges.declared(entry_id))
    said.nodes.extend(edges.foreign_tables())
    said.edges.extend(edges.read_without_saying())
    said.edges.extend(edges.loaded_and_read())
    said.teams = teams_of(project, said.nodes)
    said.problems = [*project.problems, *beside.problems]
    return said


def _catalogued(project: Project, beside: Beside) -> dict[str, tuple[str, ...]]:
    """Entry id → the columns that its table really has; what is described but not there is told."""
    columns, faults = {}, []
    for entry_id, table in beside.tables.items():
        entry = project.entries.get(entry_id)
        if entry is None or not table.columns:
            continue
        columns[entry_id] = column_names(entry.columns or (), table)
        missing = [name for name in entry.columns or () if name not in columns[entry_id]]
        if missing:
            listed = ", ".join(tr("“{name}”", name=m) for m in missing[:_MOST_NAMED])
            fault = tr_n(
                "“{name}” describes the column {columns}, which its table in catalog.json does not have.",
                "“{name}” describes the columns {columns}, which its table in catalog.json does not have.",
                len(missing),
                name=entry.name,
                columns=listed,
            )
            faults.append((fault, entry))
    project.tell_some(faults)
    return columns


def _lineage(
    project: Project, beside: Beside, relations: Relations, columns: dict[str, tuple[str, ...]]
) -> Lineage:
    """What the SQL says, and which of it says nothing."""
    sql = {
        entry_id: text
        for entry_id, kind in project.kinds.items()
        if kind is NodeKind.DATASET
        and (project.entries[entry_id].language or "sql") == "sql"
        and (text := sql_of(project.entries[entry_id], beside.compiled.get(entry_id)))
    }
    found = lineage_of(project.entries, sql, relations, columns, project.task)
    by_reason: dict[str, list[Entry]] = {}
    for entry_id, fault in found.faults.items():
        by_reason.setdefault(fault.told(), []).append(project.entries[entry_id])
    project.tell_some(
        [(_not_understood(reason, entries), entries[0]) for reason, entries in by_reason.items()]
    )
    if found.left_out:
        project.tell(
            tr_n(
                "Which columns {count:,} model reads was not looked into: there is more SQL than {size:,.0f} MB.",
                "Which columns {count:,} models read was not looked into: there is more SQL than {size:,.0f} MB.",
                found.left_out,
                size=MOST_SQL / 1_000_000,
            ),
            Severity.INFO,
        )
    return found


def _not_understood(reason: str, entries: list[Entry]) -> str:
    return tr_n(
        "Which columns “{name}” reads is not known: its SQL was not understood ({reason}).",
        "Which columns “{name}” and others, {count:,} models in all, read is not known: their SQL was not understood "
        "({reason}).",
        len(entries),
        name=entries[0].name,
        reason=reason,
    )
