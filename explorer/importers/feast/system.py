"""The parts of one Feast project put together, whether a dump states them or the registry itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from explorer.domain.assembly import Statements
from explorer.domain.ids import clean_id
from explorer.errors import InputError
from explorer.importers.adapter import Task
from explorer.importers.feast.tables import state_queries
from explorer.importers.feast.views import ViewReader
from explorer.importers.written_records import Faults, Record
from explorer.language import tr

SECTIONS = (
    "entities",
    "dataSources",
    "featureViews",
    "streamFeatureViews",
    "labelViews",
    "onDemandFeatureViews",
    "featureServices",
    "savedDatasets",
)
"""Those of a registry that say something of the system, in the order in which one refers to another."""


def statements_of(
    project: str, parts: Mapping[str, Sequence[Record]], faults: Faults, online: str | None, task: Task
) -> Statements:
    """What the parts of a project state, by section; online: the kind of its online store."""
    said = Statements(name=project)
    try:
        project = clean_id(project)
    except ValueError as error:
        raise InputError(str(error), where=faults.shown) from error
    views = ViewReader(project, online, said)
    readers: dict[str, Callable[[Record], object]] = {
        "entities": views.entity,
        "dataSources": views.source,
        "onDemandFeatureViews": views.on_demand_view,
        "featureServices": views.service,
        "savedDatasets": views.saved_dataset,
    }
    for section in SECTIONS:
        read = readers.get(section, views.view)
        for part in parts.get(section, ()):
            task.check()
            spec = part.record("spec", called(section)) or part
            read(spec)
            if spec is not part:
                part.known("meta", "project")
                part.close()
    state_queries(views.queries, project, said, faults, task)
    return said


def called(section: str) -> str:
    """What a person calls a part of this section."""
    return {
        "entities": tr("Entity"),
        "dataSources": tr("Data source"),
        "featureServices": tr("Feature service"),
        "savedDatasets": tr("Saved data set"),
    }.get(section, tr("Feature view"))
