"""Which importers there are, which of them reads a source, and all sources put together into one system.

Importers come from the list below and from plug-ins (see plugins.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint
from pathlib import Path

from explorer.domain.assembly import Assembly, Statements, put_together
from explorer.domain.collector import collector_at_rest
from explorer.domain.identity import Decision
from explorer.domain.ids import look_alikes
from explorer.domain.kinds import Severity
from explorer.domain.names import nearest
from explorer.domain.project import ImportedSource
from explorer.domain.provenance import Problem, Source
from explorer.domain.system_graph import SystemGraph
from explorer.errors import InputError, UsageError
from explorer.importers.adapter import Adapter, Explaining, Location, Task, what_is_read
from explorer.importers.databases.address import parse_database_url
from explorer.importers.folder import FolderAdapter, first_of, in_groups, problem_of, read_group
from explorer.importers.plugins import GROUP, adapter_from, plugin_problems, plugins
from explorer.importers.reading import HEAD_SIZE, read_head
from explorer.language import marked, tr

_BUILT_IN = (
    "explorer.importers.manifest:ManifestAdapter",
    "explorer.importers.dbt.reading:DbtAdapter",
    "explorer.importers.feast.adapter:FeastAdapter",
    "explorer.importers.databases.adapter:DatabaseAdapter",
    "explorer.importers.mlflow:MlflowAdapter",
    "explorer.importers.odcs:OdcsAdapter",
    "explorer.importers.backstage:BackstageAdapter",
    "explorer.importers.dvc.adapter:DvcAdapter",
    "explorer.importers.openlineage.adapter:OpenLineageAdapter",
    "explorer.importers.query_log.log_file:QueryLogAdapter",
    "explorer.importers.sql_folder.adapter:SqlFolderAdapter",
)
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://", re.ASCII)
# Nothing is repeated but what is surely no secret: an @ elsewhere means that the parts are not what they seem.
_SHOWN_PARTS = re.compile(
    r"(\w[\w+.-]*://)(?:[^@/?#]*@)?([\w.-]*(?::\d{1,5})?(?:/[^@?#;=]*)?)(?:[?#;][^@]*)?", re.ASCII
)
_MOST_LOOK_ALIKES = 20
_IF_ONE = marked("If they are one thing, write both alike.")


@dataclass(frozen=True, slots=True)
class Imported:
    """The system that all sources tell of together, what was wrong with them, and which they were."""

    made: Assembly
    problems: tuple[Problem, ...]
    sources: tuple[ImportedSource, ...]

    @property
    def graph(self) -> SystemGraph:
        """The system."""
        return self.made.graph


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """What each source says by itself, those that failed as problems, and which could be read."""

    parts: tuple[Statements, ...]
    sources: tuple[ImportedSource, ...]


def read_sources(texts: Sequence[str], *, forced: str | None, task: Task) -> SourcesRead:
    """What each of these sources says; InputError where none can be read."""
    sources: list[ImportedSource] = []
    parts: list[Statements] = []
    faults: list[InputError] = []
    for adapter, locations in in_groups(_chosen(texts, forced, parts, faults)):
        try:
            parts.append(read_group(adapter, locations, task))
        except InputError as error:
            faults.append(error)
            parts.append(Statements(problems=[problem_of(error, locations[0].shown)]))
        else:
            sources += [ImportedSource(location=each.shown, adapter=adapter.name) for each in locations]
    if faults and not sources:
        raise first_of(faults)
    return SourcesRead(tuple(parts), tuple(sources))


def joined(
    read: SourcesRead,
    onto: Sequence[Statements] = (),
    *,
    decisions: Sequence[Decision] = (),
    kept: Collection[str] = (),
    task: Task,
) -> Imported:
    """One system of what is known and what was read.

    decisions: what people said is one thing, or is not; kept: ids that stay where other names of the same are met.
    """
    task.check()
    task.progress(tr("Putting the system together"), None)
    with collector_at_rest():
        made = put_together([*onto, *read.parts], decisions=decisions, kept=kept, check=task.check)
    made.problems += look_alike_problems(made.graph)
    return Imported(made, (*plugin_problems(), *made.problems), read.sources)


def _chosen(
    texts: Sequence[str], forced: str | None, parts: list[Statements], faults: list[InputError]
) -> Iterator[tuple[Adapter, Location]]:
    """The adapter of each source; one that none reads is a fault, and a problem among the parts."""
    for text in texts:
        location = locate(text)
        try:
            yield choose(location, forced), location
        except InputError as error:
            faults.append(error)
            parts.append(Statements(problems=[problem_of(error, location.shown)]))


def locate(text: str) -> Location:
    """Where a source is that a person names: the address of a database, or a path."""
    if _ADDRESS.match(text.strip()):
        return Location(_without_secrets(text.strip()), url=text.strip())
    return Location(text, path=Path(text).expanduser())


def choose(location: Location, forced: str | None = None) -> Adapter:
    """The adapter that reads a source; InputError or UsageError lists what there is where none does."""
    known = adapters()
    if forced is not None:
        known = [_named(forced)]
    if location.path is not None and location.path.is_dir():
        return FolderAdapter(known)
    head = b"" if location.path is None else read_head(location.path, location.shown)
    if forced is not None:
        return known[0]
    for adapter in known:
        if adapter.matches(location, head):
            return adapter
    if location.path is not None and not head.strip(b"\xef\xbb\xbf \t\r\n"):
        emptiness = tr("The file is empty.")
        if len(head) == HEAD_SIZE:
            emptiness = tr("The first {size} KB of the file are blank.", size=HEAD_SIZE // 1024)
        raise InputError(emptiness, where=location.shown, hint=tr("Check which file was meant."))
    for adapter in known:
        if isinstance(adapter, Explaining) and (reason := adapter.instead_of(location, head)):
            raise reason
    raise InputError(
        tr("No importer recognises this source."), where=location.shown, hint=what_is_read(known)
    )


def adapters() -> list[Adapter]:
    """The built-in adapters in the order in which they are asked, then those of plug-ins."""
    return [*_built_in(), *plugins()]


@cache
def _built_in() -> tuple[Adapter, ...]:
    return tuple(adapter_from(EntryPoint("", path, GROUP)) for path in _BUILT_IN)


def _named(name: str) -> Adapter:
    known: dict[str, Adapter] = {}
    for adapter in adapters():
        known.setdefault(adapter.name, adapter)
    if name in known:
        return known[name]
    near = nearest(name, known, 1)
    hint = tr("There are: {importers}.", importers=", ".join(known))
    if near:
        hint = tr("Did you mean {name}?", name=near[0])
    raise UsageError(tr("There is no importer “{name}”.", name=name), hint=hint)


def _without_secrets(url: str) -> str:
    try:
        return parse_database_url(url).shown
    except InputError:
        parts = _SHOWN_PARTS.fullmatch(url)
        return f"{parts[1]}{parts[2]}" if parts else f"{url.partition('://')[0]}://…"


def look_alike_problems(graph: SystemGraph) -> list[Problem]:
    """A warning for each pair of ids that a person may take for one."""
    pairs = look_alikes(graph.nodes)
    problems = []
    for first, second in pairs[:_MOST_LOOK_ALIKES]:
        place = graph.nodes[second].source or Source(tr("(unknown source)"))
        problems.append(Problem(_look_alike(graph, first, second), place, Severity.WARNING))
    if len(pairs) > _MOST_LOOK_ALIKES:
        more = tr("{count} more pairs of ids look alike.", count=len(pairs) - _MOST_LOOK_ALIKES)
        problems.append(Problem(more, problems[-1].source, Severity.WARNING))
    return problems


def _look_alike(graph: SystemGraph, first: str, second: str) -> str:
    other = graph.nodes[first].source
    alike = tr("“{second}” looks like “{first}”, but is another id.", first=first, second=second)
    if other:
        alike = tr(
            "“{second}” looks like “{first}” in {source}, but is another id.",
            first=first,
            second=second,
            source=other,
        )
    return f"{alike} {tr(_IF_ONE)}"
