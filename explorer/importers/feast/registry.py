"""Feast's registry itself, a file or the tables of a database: its protobuf is read as a dump would be."""

from __future__ import annotations

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.provenance import Source
from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.databases.reader import Reader
from explorer.importers.feast.messages import decode
from explorer.importers.feast.store import Store, not_a_dump
from explorer.importers.feast.system import called, statements_of
from explorer.importers.feast.wire import fields
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping
from explorer.language import tr

REGISTRY_TABLES = frozenset(("feast_metadata", "feature_views", "data_sources", "entities"))
"""The tables by which a registry in a database is known."""
_TABLES = {
    "entities": ("entities", "entity", "Entity"),
    "dataSources": ("data_sources", "data_source", "DataSource"),
    "featureViews": ("feature_views", "feature_view", "FeatureView"),
    "streamFeatureViews": ("stream_feature_views", "feature_view", "StreamFeatureView"),
    "onDemandFeatureViews": ("on_demand_feature_views", "feature_view", "OnDemandFeatureView"),
    "featureServices": ("feature_services", "feature_service", "FeatureService"),
    "savedDatasets": ("saved_datasets", "saved_dataset", "SavedDataset"),
}
"""By section of a dump: the table, how the names of its columns begin, and the message in each row."""
_NUMBERS = {
    1: "entities",
    6: "featureViews",
    7: "featureServices",
    8: "onDemandFeatureViews",
    11: "savedDatasets",
    12: "dataSources",
    14: "streamFeatureViews",
}
"""The fields of the message that a registry file is."""
_LEFT_OUT = frozenset((3, 4, 5, 10, 13, 15, 17))
"""Its fields that say nothing of the system: versions, times, the infrastructure, checks, projects."""
_UNREAD = {2: "featureTables", 9: "requestFeatureViews", 16: "permissions"}


def read_registry(reader: Reader) -> Statements:
    """All that the tables of an open registry say."""
    found = _Found(reader.shown)
    with collector_at_rest():
        for section, (table, stem, _) in _TABLES.items():
            name, message = f"{stem}_name", f"{stem}_proto"
            rows = reader.rows(table, [name, "project_id", message], keys=[message])
            for row in sorted(rows, key=lambda row: (str(row["project_id"]), str(row[name]))):
                reader.cut.check()
                project = row["project_id"]
                found.add(section, row[message], table, project if isinstance(project, str) else "")
        said = found.statements(None, Task(check=reader.cut.check))
    said.problems[:0] = reader.problems
    if not found.projects and not said.problems:
        raise InputError(
            tr("This is a registry of Feast, but nothing stands in it."),
            where=reader.shown,
            hint=tr("Run “feast apply” first, or name the registry that is in use."),
        )
    return said


def registry_of(data: bytes, shown: str, store: Store | None, task: Task) -> Statements:
    """All that a registry file says; InputError that tells how to make a dump where it is none."""
    found = _Found(shown)
    with collector_at_rest():
        try:
            for number, value in fields(data):
                task.check()
                if number in _NUMBERS:
                    found.add(_NUMBERS[number], value, _NUMBERS[number])
                elif number not in _LEFT_OUT:
                    found.unread(number)
        except ValueError as error:
            raise not_a_dump(shown) from error
        if not found.projects:
            raise not_a_dump(shown)
        return found.statements(store, task)


class _Found:
    """The messages of a registry, decoded, by project and section."""

    def __init__(self, shown: str) -> None:
        self._faults = Faults(shown)
        self._shown = shown
        self._count: dict[str, int] = {}
        self.projects: dict[str, dict[str, list[Record]]] = {}

    def add(self, section: str, message: object, table: str, project: str = "") -> None:
        """A message from one row of a table; one that cannot be read is told and left out.

        project: to which it belongs where it does not say so itself.
        """
        row = self._count[section] = self._count.get(section, 0) + 1
        place = Source(f"{self._shown}: {table}", row)
        if not isinstance(message, bytes | bytearray | memoryview):
            self._faults.tell(tr("{what} is left out: its message is no bytes.", what=called(section)), place)
            return
        try:
            said = decode(bytes(message), _TABLES[section][2], row)
        except ValueError as error:
            fault = tr(
                "{what} is left out: its message cannot be read ({reason}).",
                what=called(section),
                reason=error,
            )
            self._faults.tell(fault, place)
            return
        record = Record(said, place, called(section), self._faults)
        self.projects.setdefault(_project(said) or project, {}).setdefault(section, []).append(record)

    def unread(self, number: int) -> None:
        """Something that is not read stands in the registry."""
        self._faults.unread(tr("Registry"), _UNREAD.get(number, f"field {number}"), Source(self._shown))

    def statements(self, store: Store | None, task: Task) -> Statements:
        """What all projects state, one after the other."""
        homeless = self.projects.pop("", {})
        if homeless:  # old versions do not say of a data source to which project it belongs
            only = next(iter(self.projects)) if len(self.projects) == 1 else "feast"
            home = self.projects.setdefault(only, {})
            for section, records in homeless.items():
                home.setdefault(section, []).extend(records)
        whole = Statements(name=" + ".join(sorted(self.projects)))
        for project, parts in sorted(self.projects.items()):
            online = store.online if store is not None and store.project in (None, project) else None
            said = statements_of(project, parts, self._faults, online, task)
            whole.nodes += said.nodes
            whole.edges += said.edges
        whole.problems += self._faults.problems()
        return whole


def _project(said: YamlMapping) -> str:
    """The project to which a message says that it belongs; nothing where it does not say."""
    spec = said.get("spec")
    stated = spec.get("project") if isinstance(spec, YamlMapping) else said.get("project")
    return stated.strip() if isinstance(stated, str) else ""
