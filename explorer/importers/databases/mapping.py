"""A mapping: which columns of a company's own catalogue say what of nodes and edges. Written by a person, in YAML.

A mapping names tables and columns, never SQL. What a value may be is what a manifest's value may be: each row becomes
an entry of a manifest. A text names a column; `{is: …}` is the same for all rows; `{column: …, prefix: …, values: …}`
is a column with something before it, or with other words for what it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, NODE_KEYS
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import NodeKind
from explorer.domain.names import did_you_mean, nearest
from explorer.domain.provenance import Problem, Source
from explorer.domain.value_types import TEXT, Literal, ValueType, one_of
from explorer.errors import InputError
from explorer.importers.manifest_entries import EDGE_KIND
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import Value, YamlList, YamlMapping, read_documents
from explorer.importers.yaml_scalars import resolve
from explorer.language import tr

KEY = "ripplemap-mapping"
_VERSION = "1"
_MAX_SIZE = 1_000_000
_NODE = frozenset(("id", "kind", *NODE_KEYS))
_EDGE = frozenset(("from", "to", "kind", *EDGE_ATTRIBUTES))
_ENDS = ("id", "from", "to")
_NODE_KIND = one_of(*(kind for kind in NodeKind if kind is not NodeKind.UNKNOWN))
NO_LINE = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value comes from: a column, or what is the same for all rows."""

    place: Source
    column: str | None = None
    same: Value | None = None
    prefix: str = ""
    values: Mapping[str, str | None] = field(default_factory=dict)

    def of(self, held: object) -> Value | None:
        """The value as a manifest would write it, of what the column holds; None where it holds nothing."""
        if self.column is None:
            return self.same
        text = written(held)
        if text is not None:
            text = self.values.get(text, text)
        return None if text is None else resolve(self.prefix + text)


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
        cells = _cells(entry, known, is_node=key == "nodes")
        for name in entry.value:
            if name not in known and name not in ("table", "where"):
                fault = tr("{what}: {key} is nothing that can be said there.", what=entry.what, key=name[:80])
                entry.tell(f"{fault} {did_you_mean(nearest(name, known, 1))}".strip(), name)
        wanted = (*needed, "kind") if "kind" in entry.value and "kind" not in needed else needed
        missing = [name for name in wanted if name not in cells]
        if table is None:
            missing.insert(0, "table")
        if missing or table is None:
            entry.tell(
                tr(
                    "{what} is left out: without {key} nothing can be said.",
                    what=entry.what,
                    key=", ".join(missing),
                )
            )
            continue
        found.append(Section(table, cells, only, entry.place))
    return found


def _cells(entry: Record, known: frozenset[str], *, is_node: bool) -> dict[str, Cell]:
    """Where each value comes from; the kind first, on which it depends what the others may be."""
    cells: dict[str, Cell] = {}
    for key in sorted(entry.value.keys() & known, key=lambda key: (key != "kind", key)):
        if cell := _cell(entry, key, _sort_of(key, cells.get("kind"), is_node=is_node)):
            cells[key] = cell
    return cells


def _sort_of(key: str, kind: Cell | None, *, is_node: bool) -> ValueType | None:
    """What a value of this key may be; None where the kind that all rows have does not have it."""
    if key in _ENDS:
        return TEXT
    if key == "kind":
        return _NODE_KIND if is_node else EDGE_KIND
    if not is_node:
        return EDGE_ATTRIBUTES[key].type
    of_all = NodeKind(kind.same) if kind and isinstance(kind.same, str) else NodeKind.UNKNOWN
    attribute = NODE_ATTRIBUTES[of_all].get(key)
    return attribute.type if attribute else None


def _is_wrong(record: Record, key: str, value: Value, sort: ValueType | None) -> bool:
    """Whether what the mapping itself says cannot be read, which is told."""
    if sort is None or value == "unknown" or (isinstance(value, Literal) and value.value is None):
        return False
    try:
        sort.decode(as_listed(value, sort))
    except ValueError as error:
        fault = tr("{what}: {key} {fault}", what=record.what, key=shown_plainly(key[:80]), fault=error)
        known = sort.schema.get("enum")
        near = nearest(value, known, 1) if isinstance(value, str) and isinstance(known, list) else []
        record.tell(f"{fault} {did_you_mean(near)}".strip(), key)
        return True
    return False


def _cell(entry: Record, key: str, sort: ValueType | None) -> Cell | None:
    """Where a value comes from; None where nothing says so, or what holds of all rows cannot be read."""
    said, place = entry.value.get(key), entry.at(key)
    if not isinstance(said, YamlMapping):
        column = entry.text(key)
        return Cell(place, column) if column else None
    inner = entry.record(key, tr("{key} of a mapping", key=key))
    if inner is None:
        return None
    if "is" in inner:
        inner.known("is")
        inner.close()
        return None if _is_wrong(inner, "is", said["is"], sort) else Cell(place, same=said["is"])
    column, prefix = inner.text("column"), inner.text("prefix") or ""
    words = inner.record("values", inner.what)
    values = {
        held: None if words and _is_wrong(words, held, resolve(prefix + text), sort) else text
        for held, text in inner.pairs("values").items()
    }
    cell = Cell(place, column, prefix=prefix, values=values)
    inner.close()
    if column is None:
        entry.tell(
            tr("{key} names no column: write its name, or is: for what holds of all rows.", key=key), key
        )
        return None
    return cell


def as_listed(value: Value | None, sort: ValueType | None) -> Value | None:
    """A text as the list that is wanted: its parts between commas."""
    if sort is None or sort.schema.get("type") != "array" or not isinstance(value, str):
        return value
    listed = YamlList(part.strip() for part in value.split(",") if part.strip())
    listed.at = NO_LINE
    return listed


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
