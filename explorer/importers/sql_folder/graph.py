"""From parsed files to statements: each table with what the YAML says of it, and what it is made from.

What a parser finds in SQL is inferred; what the YAML says is declared.
"""

from __future__ import annotations

import re
from dataclasses import replace

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node, Team
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.provenance import Source
from explorer.importers.openlineage.naming import names_in_bigquery
from explorer.importers.short_names import endings, short_names
from explorer.importers.sql.parsed import Parsed, Read, TableName, joined
from explorer.importers.sql_folder.files import Files
from explorer.importers.sql_folder.layout import completed
from explorer.importers.sql_folder.metadata import Metadata
from explorer.importers.sql_folder.schedules import cadence_of
from explorer.importers.sql_folder.targets import CHECKS, Target, Targets, Understood
from explorer.language import tr

_SILENT = Metadata(Source(""))
_CONNECTION = re.compile(r"\bEXTERNAL_QUERY\s*\(\s*([\"'])([\w.-]{1,200})\1", re.I)
"""A query that BigQuery hands on to another database."""


def state(targets: Targets, files: Files, said: Statements) -> None:
    """Add every table, and the edges to it, to what is said."""
    made_from: dict[str, _MadeFrom] = {}
    for target in targets.made.values():
        files.task.check()
        made_from[target.id] = _MadeFrom(target, targets)
        said.edges += made_from[target.id].edges()
    ids = [*targets.made, *targets.outside]
    names = short_names({node_id: _names_of(node_id) for node_id in ids})
    for target in targets.made.values():
        node = _node(target, targets, files, names[target.id])
        if made_from[target.id].reads_itself:
            node = replace(node, extra={**node.extra, "reads_itself": True})
        said.nodes.append(node)
    said.nodes += [replace(node, name=names[node_id]) for node_id, node in targets.outside.items()]
    owners = {node.owner: node for node in said.nodes if node.owner}
    said.teams += [
        Team(id=owner, contact=owner if "@" in owner else None, source=node.source)
        for owner, node in sorted(owners.items())
    ]


def _names_of(node_id: str) -> list[str]:
    """What it may be called, the shortest first; an address stays as it is."""
    if "://" in node_id:
        return [node_id]
    return [*endings(node_id, "/" if "/" in node_id else "."), node_id]


def _node(target: Target, targets: Targets, files: Files, name: str) -> Node:
    own = target.said or _SILENT
    shared = files.said_of_dataset(target.folder) or _SILENT
    granted = own if own.access else shared
    schedule = files.schedules.get(own.dag or "") or own.schedule
    stated: dict[str, object] = {
        "title": own.title,
        "dataset": shared.title,
        "owners": list(own.owners) if len(own.owners) > 1 else None,
        "schedule": schedule,
        "readers": list(granted.readers),
        **own.extra,
    }
    checks = tuple(item.file.path.name for item in target.files if item.file.path.name == CHECKS)
    return Node(
        id=target.id,
        kind=NodeKind.DATASET,
        name=name,
        owner=own.owner or shared.owner,
        subtype=target.subtype,
        description=own.description,
        access=granted.access,
        lifecycle=own.lifecycle,
        cadence=cadence_of(schedule) if schedule else None,
        fields=targets.fields(target) or None,
        language="sql" if target.files else None,
        join_keys=targets.join_keys(target),
        tests=(*checks, *own.tests) or None,
        tags=own.tags or None,
        same_as=target.same_as or (names_in_bigquery(target.name) if target.is_bigquery else None),
        source=target.said.place if target.said else Source(target.files[0].file.shown),
        extra={key: value for key, value in stated.items() if value},
    )


class _MadeFrom:
    """What one table is made from, by the ids of the nodes."""

    def __init__(self, target: Target, targets: Targets) -> None:
        self.reads_itself = False
        self._target = target
        self._targets = targets
        self._reads: dict[str, tuple[Read, Source]] = {}
        self._declared: dict[str, Source] = {}
        for item in target.queries:
            self._read(item)
        said = target.said or _SILENT
        for reading in said.reads:
            for node_id in targets.ids_of(completed(reading.table, target.name), reading.place):
                self._declare(node_id, reading.place)
        for address in said.addresses:
            for node_id in targets.address(address, said.place):
                self._declare(node_id, said.place)

    def edges(self) -> list[EdgeStatement]:
        """An edge from each of them."""
        found = [self._edge(node_id, read, place) for node_id, (read, place) in sorted(self._reads.items())]
        for node_id, place in self._declared.items():
            found.append(Edge(from_id=node_id, to_id=self._target.id, kind=EdgeKind.DERIVES, source=place))
        return [EdgeStatement(edge) for edge in found]

    def _declare(self, node_id: str, place: Source) -> None:
        if node_id != self._target.id:
            self._declared.setdefault(node_id, place)

    def _read(self, item: Understood) -> None:
        for parsed in item.parsed:
            sources = self._sources(parsed, item)
            for read in parsed.reads:
                if sources is not None and read.table not in sources:
                    continue
                place = self._targets.place_of(read.table, item.file)
                for name in self._targets.meant(read.table, item, self._target.name):
                    settled = _settled(read, self._targets.fields_of(name) if read.perhaps else ())
                    for node_id in self._targets.ids_of(name, place):
                        self._add(node_id, settled, place)
        for connection in sorted({found[2] for found in _CONNECTION.finditer(item.file.text)}):
            place = self._targets.place_of((connection,), item.file)
            for node_id in self._targets.ids_of((connection,), place):
                self._add(node_id, Read((connection,)), place)

    def _sources(self, parsed: Parsed, item: Understood) -> set[TableName] | None:
        """What goes into this table where a text writes several; None where all that it reads does."""
        own = self._target.name
        written = {
            w.table for w in parsed.writes if own in self._targets.meant(w.table, item, item.file.table)
        }
        if parsed.flows is None or not written:
            return None
        # What goes into no table steers the script, as the rows of a loop do, and so all that it makes.
        steering = {read.table for read in parsed.reads} - {start for start, _ in parsed.flows}
        return steering.union(*(parsed.sources_of(name) or () for name in written))

    def _add(self, node_id: str, read: Read, place: Source) -> None:
        if node_id == self._target.id:
            self.reads_itself = True
            return
        if node_id in self._reads:
            known, place = self._reads[node_id]
            read = joined(known, read)
        self._reads[node_id] = read, place

    def _edge(self, node_id: str, read: Read, place: Source) -> Edge:
        one = read.filters[0] if len(read.filters) == 1 else None
        extra: dict[str, object] = {}
        if len(read.filters) > 1:
            extra["filters"] = [str(each) for each in read.filters]
        if read.guessed:
            extra["found_by"] = tr("words of a statement that could not be parsed")
        used = read.used_fields
        return Edge(
            from_id=node_id,
            to_id=self._target.id,
            kind=EdgeKind.DERIVES,
            evidence=Evidence.INFERRED,
            fields=used,
            select_all=read.select_all if used is not None or read.select_all else None,
            columns=(read.columns or None) if not read.perhaps else None,
            filter=one,
            source=place,
            extra=extra,
        )


def _settled(read: Read, columns: tuple[str, ...]) -> Read:
    """With the columns that may be this table's, now that its columns are known."""
    if not columns or read.fields is None:
        return read
    known = {column.lower() for column in columns}
    own = {name for name in read.perhaps if name.lower() in known}
    return replace(read, fields=tuple(sorted({*read.fields, *own})), perhaps=())
