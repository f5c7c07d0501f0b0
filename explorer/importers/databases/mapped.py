"""The rows of a company's own catalogue as nodes and edges, as a mapping says (see mapping.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from explorer.domain.assembly import Statements
from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attribute
from explorer.domain.kinds import EdgeKind, NodeKind, Severity
from explorer.domain.names import did_you_mean, nearest
from explorer.domain.provenance import Problem, Source
from explorer.domain.value_types import Literal
from explorer.domain.words import told
from explorer.errors import InputError
from explorer.importers.databases.mapping import NO_LINE, Mapped, Section, as_listed, written
from explorer.importers.databases.reader import Reader, Row
from explorer.importers.manifest_entries import EntryReader
from explorer.importers.yaml_events import Value, YamlMapping
from explorer.language import tr, tr_n

_MOST_WORDS = 20
_NODE_KINDS = {str(kind): kind for kind in NodeKind if kind is not NodeKind.UNKNOWN}
_EDGE_KINDS = {str(kind): kind for kind in EdgeKind}


def map_rows(reader: Reader, mapped: Mapped) -> Statements:
    """All that the mapped rows say; InputError where none of the mapped tables is there."""
    said = Statements(name=mapped.system, problems=list(mapped.problems))
    nodes = [s for s in mapped.nodes if _is_there(reader, s, said, ("id", "kind"))]
    edges = [s for s in mapped.edges if _is_there(reader, s, said, ("from", "to"))]
    if not nodes and not edges:
        first = said.problems[-1]
        raise InputError(
            tr("Nothing that the mapping names is in the database."),
            where=str(first.source),
            hint=first.message,
        )
    for section in nodes:
        _Rows(reader, section, said).nodes()
    for section in edges:
        _Rows(reader, section, said).edges()
    said.problems += reader.problems
    said.nodes.sort(key=lambda node: node.id)
    said.edges.sort(key=lambda statement: statement.edge.key)
    return said


def _is_there(reader: Reader, section: Section, said: Statements, needed: Sequence[str]) -> bool:
    """Whether the table is there with the columns without which nothing can be said; what is not is told."""
    place = reader.place(section.table)
    if place is None:
        hint = did_you_mean(nearest(section.table, reader.tables, 1))
        fault = tr("The database has no table “{table}” (views are not read).", table=section.table[:80])
        said.problems.append(Problem(f"{fault} {hint}".strip(), section.place))
        return False
    known = reader.columns(place)
    missing = [column for column in section.columns if column not in known]
    for column in missing:
        hint = did_you_mean(nearest(column, known, 1))
        fault = tr("The table {table} has no column “{column}”.", table=section.table, column=column[:80])
        said.problems.append(Problem(f"{fault} {hint}".strip(), section.place))
    return not any(section.cells[key].column in missing for key in needed) and not section.where.keys() & {
        *missing
    }


def _called(start: str, end: str) -> str:
    return tr("The edge from “{start}” to “{end}”", start=start, end=end)


class _Entries(EntryReader):
    """Entries that are rows: they have no line, and a server may give them in any order."""

    def __init__(self, shown: str, into: Statements) -> None:
        super().__init__(shown, into)
        self.wrong: Counter[tuple[str, str]] = Counter()

    def source(self, line: int) -> Source:
        """The table."""
        return Source(self.shown)

    def wrong_value(self, attribute: Attribute, fault: str, label: Callable[[], str], line: int) -> None:
        """Counted, since a whole column may be wrong in one way."""
        self.wrong[attribute.key, fault] += 1


class _Rows:
    """The rows of one section on their way to statements."""

    def __init__(self, reader: Reader, section: Section, said: Statements) -> None:
        self._reader = reader
        self._section = section
        self._said = said
        self._entries = _Entries(reader.source(section.table).name, said)
        self._words: Counter[str] = Counter()
        self._beside: Counter[tuple[str, NodeKind]] = Counter()
        self._nameless = 0

    def nodes(self) -> None:
        """Each row as an entry of a manifest."""
        for row in self._rows():
            kind = _NODE_KINDS.get(self._text("kind", row))
            node_id = self._text("id", row)
            if kind is None or not node_id:
                self._left_out("kind" if node_id else "id", row)
                continue
            entry = YamlMapping()
            entry.at = NO_LINE
            for key in self._section.cells.keys() - {"id", "kind"}:
                attribute = NODE_ATTRIBUTES[kind].get(key)
                value = self._value(key, row, attribute)
                if attribute is None:
                    self._beside[key, kind] += value is not None
                elif value is not None:
                    entry[key] = value
            self._entries.entry(kind, node_id, entry, NO_LINE)
        self._tell()

    def edges(self) -> None:
        """Each row as one edge; without a kind it has the one that its ends suggest."""
        for row in self._rows():
            ends = [self._text(key, row) for key in ("from", "to")]
            word = self._text("kind", row) if "kind" in self._section.cells else ""
            if not all(ends) or (word and word not in _EDGE_KINDS):
                self._left_out("kind" if all(ends) else "id", row)
                continue
            start, end = (self._entries.identifier(text, NO_LINE) for text in ends)
            if start is None or end is None:
                continue
            given: dict[str, Any] = {}
            for key in self._section.cells.keys() & EDGE_ATTRIBUTES.keys():
                value = self._value(key, row, EDGE_ATTRIBUTES[key])
                if value is not None:
                    label = partial(_called, start, end)
                    decoded = self._entries.read_value(EDGE_ATTRIBUTES[key], value, label, NO_LINE)
                    if decoded is not None:
                        given[key] = decoded
            place = self._reader.source(self._section.table)
            self._entries.state_edge(start, end, _EDGE_KINDS.get(word), place, given)
        self._tell()

    def _rows(self) -> Iterator[Row]:
        where = self._section.where
        for row in self._reader.rows(self._section.table, self._section.columns):
            if all(written(row[column]) in only for column, only in where.items()):
                yield row

    def _value(self, key: str, row: Row, attribute: Attribute | None) -> Value | None:
        cell = self._section.cells[key]
        value = cell.of(row[cell.column] if cell.column is not None else None)
        return as_listed(value, attribute.type if attribute else None)

    def _text(self, key: str, row: Row) -> str:
        value = self._value(key, row, None)
        return value.text if isinstance(value, Literal) else value if isinstance(value, str) else ""

    def _left_out(self, key: str, row: Row) -> None:
        word = self._text("kind", row) if key == "kind" else ""
        if word:
            self._words[word] += 1
        else:
            self._nameless += 1

    def _tell(self) -> None:
        """Say what of the rows was not understood: once for each word, and not for each row."""
        table = self._section.table
        if self._nameless:
            self._problem(
                tr_n(
                    "{count:,} row of {table} does not say what it is, and is left out.",
                    "{count:,} rows of {table} do not say what they are, and are left out.",
                    self._nameless,
                    table=table,
                )
            )
        kinds = list(_NODE_KINDS if "id" in self._section.cells else _EDGE_KINDS)
        for word, count in self._words.most_common(_MOST_WORDS):
            fault = tr_n(
                "{count:,} row of {table} has the kind “{word}”, which is none here, and is left out: "
                "map it under values.",
                "{count:,} rows of {table} have the kind “{word}”, which is none here, and are left out: "
                "map it under values.",
                count,
                table=table,
                word=word[:80],
            )
            self._problem(f"{fault} {did_you_mean(nearest(word, kinds, 1))}".strip())
        for (key, kind), count in sorted((+self._beside).items()):
            self._problem(
                tr_n(
                    "{count:,} row of {table} says {key}, which the kind {kind} does not have.",
                    "{count:,} rows of {table} say {key}, which the kind {kind} does not have.",
                    count,
                    table=table,
                    key=key,
                    kind=told(kind),
                )
            )

        for (key, fault), count in self._entries.wrong.most_common(_MOST_WORDS):
            told_of = tr_n(
                "{count:,} row of {table}: {key} {fault}",
                "{count:,} rows of {table}: {key} {fault}",
                count,
                table=table,
                key=key,
                fault=fault,
            )
            self._problem(told_of, self._section.cells[key].place)

    def _problem(self, message: str, place: Source | None = None) -> None:
        self._said.problems.append(Problem(message, place or self._section.place, Severity.WARNING))
