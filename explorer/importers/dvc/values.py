"""The numbers that DVC follows: the parameters with which a stage runs, and the metrics that it writes."""

from __future__ import annotations

from collections.abc import Iterator

from explorer.domain.assembly import EdgeStatement
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, NodeKind, Role
from explorer.domain.provenance import Source
from explorer.domain.value_types import Literal, plain_value
from explorer.errors import InputError
from explorer.importers.dvc.outputs import Thing
from explorer.importers.dvc.project import Project
from explorer.importers.written_records import Faults, Record, identified
from explorer.importers.yaml_events import Value, YamlList, YamlMapping
from explorer.language import tr

_MOST_METRICS = 200
_MOST_PARAMETERS = 300
_MOST_ITEMS = 200
_LONGEST = 300


class Parameters:
    """The values of the parameters that stages name; each file is read once."""

    def __init__(self, project: Project, faults: Faults) -> None:
        self._project = project
        self._faults = faults
        self._files: dict[tuple[str, str], YamlMapping | None] = {}

    def of(self, record: Record, wdir: str) -> dict[str, object]:
        """Each parameter that a stage depends on, with its value as far as that is known."""
        record.known("params")
        said = record.value.get("params")
        found: dict[str, object] = {}
        for item, line in zip(said, said.lines, strict=True) if isinstance(said, YamlList) else ():
            if isinstance(item, str):
                self._take(found, "params.yaml", [item], wdir, line)
            elif isinstance(item, YamlMapping):
                for file, keys in item.items():
                    wanted = [k for k in keys if isinstance(k, str)] if isinstance(keys, YamlList) else None
                    self._take(found, file, wanted, wdir, line)
        if said is not None and not isinstance(said, YamlList):
            record.tell(tr("params must be a list; it was not read."), "params")
        return found

    def _take(
        self, found: dict[str, object], file: str, keys: list[str] | None, wdir: str, line: int
    ) -> None:
        prefix = "" if file == "params.yaml" else f"{file}: "
        values = self._values(file, wdir, line)
        if keys is None:
            keys = list(values or ())
        for key in keys:
            value = _inner(values, key) if values is not None else None
            if value is not None:
                for path, leaf in _leaves(value, key):
                    if len(found) < _MOST_PARAMETERS:
                        found[f"{prefix}{path}"] = _short(leaf)
                continue
            found[f"{prefix}{key}"] = None
            if values is not None:
                self._faults.tell(
                    tr("{file} has no parameter “{name}”.", file=file[:200], name=key[:80]), line
                )

    def _values(self, file: str, wdir: str, line: int) -> YamlMapping | None:
        if (file, wdir) not in self._files:
            self._files[file, wdir] = None
            try:
                self._files[file, wdir] = self._project.values_of(file, wdir)
            except InputError as error:
                message = tr("{file} is not read: {reason}", file=file[:200], reason=error.message)
                self._faults.tell(message, line)
        return self._files[file, wdir]


def metrics_of(
    thing: Thing, text: str, wdir: str, project: Project, faults: Faults
) -> tuple[list[Node], list[EdgeStatement]]:
    """A metric for each number in a metrics file."""
    nodes: list[Node] = []
    edges: list[EdgeStatement] = []
    shown = project.shown_path(text, wdir)
    try:
        values = project.values_of(text, wdir)
    except InputError as error:
        fault = tr("Which metrics {file} holds is not known: {reason}", file=thing.name, reason=error.message)
        faults.tell(fault, thing.place)
        return nodes, edges
    record = Record(values, Source(shown), tr("Metric"), faults)
    for path, leaf in _leaves(values, ""):
        if not isinstance(leaf, Literal) or isinstance(leaf.value, bool) or leaf.value is None:
            continue
        if len(nodes) == _MOST_METRICS:
            faults.tell(
                tr("Only the first {count} metrics of {file} are read.", count=_MOST_METRICS, file=shown)
            )
            break
        node_id = identified(record, f"{thing.id}#{path}")
        if node_id is not None:
            place = Source(shown, _line(values, path))
            nodes.append(
                Node(
                    id=node_id,
                    kind=NodeKind.METRIC,
                    name=path,
                    role=Role.QUALITY,
                    source=place,
                    extra={"value": leaf.text},
                )
            )
            edge = Edge(
                from_id=thing.id,
                to_id=node_id,
                kind=EdgeKind.MEASURES,
                source=place,
            )
            edges.append(EdgeStatement(edge))
    return nodes, edges


def _line(values: YamlMapping, path: str) -> int | None:
    """The line of the topmost key of a metric."""
    key = path if path in values else path.partition(".")[0]
    return values.line_of(key) if key in values else None


def _inner(values: YamlMapping, path: str) -> Value | None:
    found: Value = values
    for part in path.split("."):
        if isinstance(found, YamlMapping) and part in found:
            found = found[part]
        elif isinstance(found, YamlList) and part.isdecimal() and len(part) < 9 and int(part) < len(found):
            found = found[int(part)]
        else:
            return None
    return found


def _leaves(value: Value, path: str) -> Iterator[tuple[str, Value]]:
    """The scalars and lists in a mapping, each with the keys that lead to it."""
    if isinstance(value, YamlMapping) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value


def _short(value: Value) -> object:
    if isinstance(value, YamlList):
        return [_short(item) for item in value[:_MOST_ITEMS]]
    if isinstance(value, str):
        return value[:_LONGEST]
    return plain_value(value) if isinstance(value, Literal) else str(plain_value(value))[:_LONGEST]
