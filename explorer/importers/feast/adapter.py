"""Feast's registry, as `feast registry-dump` writes it: which features there are, and what they are made from.

| Feast | here | because |
|---|---|---|
| data source | dataset: file, table or stream | |
| request source | producer | its values come with each request |
| table that the query of a source reads | dataset | inferred: the query is parsed, not run |
| feature of a view | feature | the view groups them; its ttl is their freshness, its entities are shown |
| on-demand view | job, and its features | it is code that runs as it is asked |
| feature service | consumer, a service | it is what a model or application asks for |
| saved data set | dataset, training | |

A feature reads from its source the column of its name (by the field mapping), the join keys and the time stamp, and
nothing else. Of feature_store.yaml beside the dump the kind of the online store is kept; nothing is connected to.
The registry itself, a file or the tables of a database, is read as well (registry.py): the dump says the same.
"""

from __future__ import annotations

import re

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.files import SQLITE_MAGIC
from explorer.importers.feast.registry import registry_of
from explorer.importers.feast.store import (
    REGISTRY_NAMES,
    STORE_NAMES,
    Store,
    is_dump,
    not_a_dump,
    read_store,
    store_beside,
)
from explorer.importers.feast.system import SECTIONS, called, statements_of
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping, read_documents
from explorer.language import marked, tr

_MAX_SIZE = 50_000_000
_LONGEST_TEXT = 2_000_000
"""The code of a transformation stands in the registry as one text."""
_STORE = re.compile(rb"^project[ \t]*:", re.M)


class FeastAdapter:
    """Reads what `feast registry-dump` prints."""

    name = "feast"
    recognises = marked("Feast: what “feast registry-dump” prints, as a .json file, or the registry itself")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it looks like a dump or a registry, or is the settings of a feature store."""
        if location.path is None:
            return False
        name = location.path.name
        if name in REGISTRY_NAMES:
            return bool(head) and not head.startswith(SQLITE_MAGIC)
        return is_dump(location.path, head) or (name in STORE_NAMES and _STORE.search(head) is not None)

    def read(self, location: Location, task: Task) -> Statements:
        """All that the dump or registry says; InputError that tells how to make a dump where it is neither."""
        if location.path is None:
            raise not_a_dump(location.shown)
        if location.path.name in REGISTRY_NAMES:
            data = read_bytes(location.path, location.shown, _MAX_SIZE, task.check)
            return registry_of(data, location.shown, store_beside(location.path), task)
        if location.path.name in STORE_NAMES:
            return read_store(location.path, location.shown)
        data = read_bytes(location.path, location.shown, _MAX_SIZE, task.check)
        text = decode_text(data, location.shown)
        stage = tr("Reading {name}", name=location.shown)

        def reading(part: float) -> None:
            task.check()
            task.progress(stage, part)

        with collector_at_rest():
            [(root, line), *_] = read_documents(text, location.shown, reading, _LONGEST_TEXT) or [("", 1)]
            if not isinstance(root, YamlMapping):
                raise not_a_dump(location.shown)
            faults = Faults(location.shown)
            store = store_beside(location.path)
            if not root.keys() & set(SECTIONS):
                raise not_a_dump(location.shown)
            record = Record(root, faults.source(line), tr("Registry"), faults)
            return _statements(record, store, task)


def _statements(record: Record, store: Store | None, task: Task) -> Statements:
    project = record.name("project") or _project_of_parts(record) or "feast"
    online = store.online if store is not None and store.project in (None, project) else None
    parts = {section: record.records(section, called(section)) for section in SECTIONS}
    said = statements_of(project, parts, record.faults, online, task)
    record.known("infra", "projectMetadata", "projects", "lastUpdated", "registrySchemaVersion")
    record.known("versionId", "validationReferences")
    record.close()
    said.problems += record.faults.problems()
    return said


def _project_of_parts(record: Record) -> str | None:
    """The project that the parts name, where the whole names none."""
    for part in record.records("featureViews", called("featureViews"))[:1]:
        spec = part.record("spec", called("featureViews"))
        return spec.name("project") if spec else None
    return None
