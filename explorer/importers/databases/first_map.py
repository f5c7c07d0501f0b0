"""Any database as a first map: its tables and views, and what its own schema says of how they hang together.

| in the database | here | because |
|---|---|---|
| table, view | dataset: table, view | its columns are its fields, its comment describes it |
| what a view selects from | derives, inferred | the text of the view says so; it is parsed, never run |
| foreign key | feeds, inferred | the referring table holds the other's values; that they flow is our guess |

Nobody's reading and writing stands in a schema: for that there are query logs. Tables are called as logs and other
tools call them (database.schema.table), so that they meet.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from explorer.domain.addresses import server_called
from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.engines import engine_of, quoted
from explorer.domain.entities import Edge, Node
from explorer.domain.ids import clean_id
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity, Subtype
from explorer.domain.provenance import Source
from explorer.domain.wording import counted
from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.databases.address import FILES, SERVERS, DatabaseUrl
from explorer.importers.databases.reader import Reader
from explorer.importers.databases.tables import ForeignKey, Table, tables_in
from explorer.importers.sql.parsed import Parsed, Read
from explorer.importers.sql_parsing import tables_of
from explorer.language import tr

_DIALECTS = {"postgresql": "postgres"}


def first_map(reader: Reader, url: DatabaseUrl | None) -> Statements:
    """The tables and views of a database, and the edges between them."""
    return _Map(reader, url).statements()


def elsewhere(url: DatabaseUrl | None, table: str) -> tuple[str, ...] | None:
    """What OpenLineage calls a table at a server that everybody can name."""
    if url is None or url.dialect not in SERVERS or not url.host:
        return None
    server = server_called(url.dialect, f"[{url.host}]" if ":" in url.host else url.host, url.port)
    return (f"{server}/{table}",) if server else None


class _Map:
    def __init__(self, reader: Reader, url: DatabaseUrl | None) -> None:
        self._reader = reader
        self._url = url
        self._database = str(url.database if url and url.database else PurePath(reader.shown).name)
        if url is None or url.dialect in FILES:
            self._database = PurePath(self._database).stem
        self._tables = {(t.schema, t.name): t for t in tables_in(reader)}
        self._ids = dict(self._identified())
        # As a text names them: folded, with or without a schema.
        self._called: dict[tuple[str, ...], str] = {}
        default = "public" if reader.engine == "postgresql" else "main"
        for (schema, name), node_id in self._ids.items():
            for called in ((name,), (self._database, name)) if schema in (None, default) else ():
                self._called.setdefault(_folded(called), node_id)
            if schema is not None:
                self._called[_folded((schema, name))] = node_id

    def statements(self) -> Statements:
        """All nodes and edges."""
        if not self._tables:
            raise InputError(
                tr("The database holds no tables."),
                where=self._reader.shown,
                hint=tr("Check which database was meant, and what this user may read."),
            )
        parsed = self._parsed()
        said = Statements(name=self._database)
        said.nodes = [
            self._node(self._tables[place], node_id, parsed) for place, node_id in self._ids.items()
        ]
        edges = [*self._key_edges(), *self._view_edges(parsed)]
        said.edges = [EdgeStatement(edge, kind_stated=True) for edge in edges]
        self._tell(sum(e.kind is EdgeKind.FEEDS for e in edges))
        said.problems = list(self._reader.problems)
        return said

    def _identified(self) -> Iterator[tuple[tuple[str | None, str], str]]:
        for schema, name in self._tables:
            parts = (*filter(None, (self._database, schema)), name)
            try:
                yield (schema, name), clean_id(".".join(map(self._written, parts)))
            except ValueError as error:
                self._reader.problem(tr("A table is left out: {reason}", reason=error))

    def _written(self, part: str) -> str:
        """A part of a name as one writes it in SQL: in quotes where it is not plain."""
        return quoted(part, engine_of(self._reader.engine))

    def _node(self, table: Table, node_id: str, parsed: dict[Table, Parsed]) -> Node:
        columns = table.columns or (parsed[table].written_columns or () if table in parsed else ())
        own = [_told(key) for key in table.foreign_keys if self._end(key, table) == node_id]
        extra = {"primary_key": list(table.key), "refers_to_itself": own}
        return Node(
            id=node_id,
            kind=NodeKind.DATASET,
            name=_in_schema(table, None if table.schema in ("public", "main") else table.schema),
            subtype=Subtype.VIEW if table.is_view else Subtype.TABLE,
            description=(table.comment or "").strip() or None,
            fields=tuple(dict.fromkeys(columns)) or None,
            same_as=elsewhere(self._url, node_id),
            source=self._place(table),
            extra={key: value for key, value in extra.items() if value},
        )

    def _place(self, table: Table) -> Source:
        return self._reader.source(_in_schema(table, table.schema))

    def _end(self, key: ForeignKey, table: Table) -> str | None:
        """The table that a key refers to; None where it is in another database or may not be seen."""
        return self._ids.get((key.schema or table.schema, key.table))

    def _key_edges(self) -> Iterator[Edge]:
        made: dict[tuple[str, str], list[ForeignKey]] = {}
        for place, node_id in self._ids.items():
            for key in self._tables[place].foreign_keys:
                start = self._end(key, self._tables[place])
                if start not in (None, node_id):
                    made.setdefault((str(start), node_id), []).append(key)
        place_of = {node_id: place for place, node_id in self._ids.items()}
        for (start, end), keys in made.items():
            yield Edge(
                from_id=start,
                to_id=end,
                kind=EdgeKind.FEEDS,
                evidence=Evidence.INFERRED,
                fields=tuple(dict.fromkeys(c for key in keys for c in key.referred)) or None,
                source=self._place(self._tables[place_of[end]]),
                extra={"foreign_keys": [_told(key) for key in keys]},
            )

    def _parsed(self) -> dict[Table, Parsed]:
        """What the text of each view was found to do."""
        views = [t for p, t in self._tables.items() if t.is_view and t.definition and p in self._ids]
        self._reader.stage = tr("Reading the texts of views")
        dialect = _DIALECTS.get(self._reader.engine, self._reader.engine)
        texts = [str(view.definition) for view in views]
        found = tables_of(texts, dialect, Task(check=self._reader.cut.check))
        for view, parsed in zip(views, found, strict=True):
            if parsed.fault:
                self._reader.problem(
                    tr(
                        "The text of the view {view} could not be understood: {reason}.",
                        view=view.name,
                        reason=parsed.fault.told_with_place(),
                    ),
                    view.name,
                )
        return dict(zip(views, found, strict=True))

    def _view_edges(self, parsed: dict[Table, Parsed]) -> Iterator[Edge]:
        for view, found in parsed.items():
            end = self._ids[view.schema, view.name]
            for read in found.reads:
                start = self._meant(read, view.schema)
                if start is None:
                    self._reader.problem(
                        tr(
                            "The view {view} reads {table}, which is not among the tables.",
                            view=view.name,
                            table=".".join(read.table),
                        ),
                        view.name,
                    )
                elif start != end:
                    yield Edge(
                        from_id=start,
                        to_id=end,
                        kind=EdgeKind.DERIVES,
                        evidence=Evidence.INFERRED,
                        fields=read.fields if not read.perhaps else None,
                        select_all=read.select_all or None,
                        columns=(read.columns or None) if not read.perhaps else None,
                        filter=read.filters[0] if len(read.filters) == 1 else None,
                        source=self._place(view),
                    )

    def _meant(self, read: Read, schema: str | None) -> str | None:
        called = _folded(read.table)
        if len(called) == 3 and called[0] == self._database.casefold():
            called = called[1:]
        beside = (schema.casefold(), *called) if schema and len(called) == 1 else called
        return self._called.get(beside) or self._called.get(called)

    def _tell(self, keys: int) -> None:
        """Say once what such a map is, and is not."""
        if keys:
            self._reader.problem(
                tr(
                    "This is a first map, made of what the database says of its tables. Inferred edges: {keys}, "
                    "since nobody has said that data flows along them; who reads and writes the tables stands in a "
                    "query log.",
                    keys=counted(keys, "foreign key"),
                ),
                severity=Severity.INFO,
            )


def _in_schema(table: Table, schema: str | None) -> str:
    """What a table is called there; SQLite takes one without any name, which SQL writes as quotes."""
    return ".".join(filter(None, (schema, table.name or '""')))


def _told(key: ForeignKey) -> str:
    return f"{', '.join(key.columns)} → {', '.join(key.referred) or key.table}"


def _folded(name: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.casefold() for part in name)
