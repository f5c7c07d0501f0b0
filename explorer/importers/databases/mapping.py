"""A mapping: which columns of a company's own catalogue say what of nodes and edges. Written by a person, in YAML.

A mapping names tables and columns, never SQL. What a value may be is what a manifest's value may be: each row becomes
an entry of a manifest. A text names a column; `{is: …}` is the same for all rows; `{column: …, prefix: …, values: …}`
is a column with something before it, or with other words for what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_KEYS
from explorer.domain.names import did_you_mean, nearest
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import Value, YamlMapping, read_documents
from explorer.importers.yaml_scalars import resolve
from explorer.language import tr

KEY = "ripplemap-mapping"
_VERSION = "1"
_MAX_SIZE = 1_000_000
_NODE = frozenset(("id", "kind", *NODE_KEYS))
_EDGE = frozenset(("from", "to", "kind", *EDGE_ATTRIBUTES))


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, or what is the same for all rows."""

    column: str | None = None
    same: Value | None = None
    prefix: str = ""
    values: Mapping[str, str] | None = None

    def of(self, held: object) -> Value | None:
        """The value as a manifest would write it, of what the column holds; None where it holds nothing."""
        if self.column is None:
            return self.same
        text = written(held)
        if text is None:
            return None
        if self.values is not None:
            text = self.values.get(text, text)
        return resolve(self.prefix + text)


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one table as nodes, or as edges: what each key is taken from, and which rows are meant."""

    table: str
    cells: Mapping[str, Cell]
    where: Mapping[str, tuple[str, ...]]
    place: Source

    @property
    def columns(self) -> list[str]:
        """The columns that are asked for."""
        named = [c.column for c in self.cells.values() if c.column is not None]
        return list(dict.fromkeys([*named, *self.where]))


@dataclass(frozen=True, slots=True)
class Mapped:
    """A whole mapping, and what was wrong with it."""

    system: str
    nodes: tuple[Section, ...]
    edges: tuple[Section, ...]
    problems: tuple[Problem, ...]


def read_mapping(path: Path) -> Mapped:
    """The mapping in a file; InputError where it is none, or maps nothing."""
    shown = str(path)
    text = decode_text(read_bytes(path, shown, _MAX_SIZE), shown)
    [(root, line), *_] = read_documents(text, shown) or [("", 1)]
    if not isinstance(root, YamlMapping) or KEY not in root:
        raise InputError(
            tr("This is no mapping: it does not say “{key}: 1”.", key=KEY),
            where=shown,
            hint=tr("The help on importing shows how one is written."),
        )
    faults = Faults(shown)
    record = Record(root, faults.source(line), tr("Mapping"), faults)
    if record.text(KEY) != _VERSION:
        record.tell(tr("Only version {version} of mappings is known here.", version=_VERSION), KEY)
    system = record.name("system") or ""
    nodes = tuple(_sections(record, "nodes", _NODE, ("id", "kind")))
    edges = tuple(_sections(record, "edges", _EDGE, ("from", "to")))
    record.close()
    if not nodes and not edges:
        first = next(iter(faults.problems()), None)
        raise InputError(
            tr("The mapping maps nothing."),
            where=str(first.source) if first else shown,
            hint=first.message if first else tr("Write at least one entry under nodes or edges."),
        )
    return Mapped(system, nodes, edges, tuple(faults.problems()))


def _sections(record: Record, key: str, known: frozenset[str], needed: tuple[str, ...]) -> list[Section]:
    found = []
    for entry in record.records(key, tr("An entry under {section}", section=key)):
        table = entry.text("table")
        where = entry.record("where", entry.what)
        only = {column: where.texts(column) for column in where.value} if where else {}
        cells = {k: cell for k in entry.value if k in known and (cell := _cell(entry, k))}
        for name in entry.value:
            if name not in known and name not in ("table", "where"):
                fault = tr("{what}: {key} is nothing that can be said there.", what=entry.what, key=name[:80])
                entry.tell(f"{fault} {did_you_mean(nearest(name, known, 1))}".strip(), name)
        missing = [
            name for name in ("table", *needed) if name not in cells and not (name == "table" and table)
        ]
        if missing or table is None:
            entry.tell(
                tr("{what}: {key} is missing, so it is left out.", what=entry.what, key=", ".join(missing))
            )
            continue
        found.append(Section(table, cells, only, entry.place))
    return found


def _cell(entry: Record, key: str) -> Cell | None:
    said = entry.value.get(key)
    if not isinstance(said, YamlMapping):
        column = entry.text(key)
        return Cell(column) if column else None
    inner = entry.record(key, tr("{key} of a mapping", key=key))
    if inner is None:
        return None
    if "is" in inner:
        inner.known("is")
        inner.close()
        return Cell(same=said["is"])
    column = inner.text("column")
    values = inner.pairs("values") if "values" in inner else None
    cell = Cell(column, prefix=inner.text("prefix") or "", values=values)
    inner.close()
    if column is None:
        entry.tell(
            tr("{key} names no column: write its name, or is: for what holds of all rows.", key=key), key
        )
        return None
    return cell


def written(held: object) -> str | None:
    """What a column holds, as a person would write it in a manifest."""
    if held is None:
        return None
    if isinstance(held, datetime):
        return held.date().isoformat()
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, bytes):
        return held.decode("utf-8", "replace").strip() or None
    if isinstance(held, float) and held.is_integer():
        return str(int(held))
    return str(held).strip() or None
