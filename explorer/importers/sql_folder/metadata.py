"""What stands in YAML beside a table's SQL: who owns it, when it is built, who may read it, what its columns are.

The names are those of bigquery-etl (metadata.yaml, dataset_metadata.yaml, schema.yaml) with what others write for the
same: owner, schedule, dialect. A file that says these of one table, or of all tables of a folder, reads alike.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from explorer.domain.kinds import Access, Lifecycle
from explorer.domain.provenance import Source
from explorer.importers.sql.parsed import TableName
from explorer.importers.written_records import Record, identified
from explorer.importers.yaml_events import YamlList
from explorer.language import tr

_EVERYBODY = ("allusers", "allauthenticatedusers")
_UNDERSTOOD_ELSEWHERE = ("owner", "schedule", "dag", "deprecated")
# They say how BigQuery or Airflow does its work, which changes no answer here.
_OF_THE_ENGINE = (
    *("bigquery", "require_column_descriptions", "dataset_base_acl", "user_facing", "syndication"),
    *("retention_days", "default_table_expiration_ms", "default_table_workgroup_access", "public_json"),
    *("external_udf", "references"),
)
_OF_THE_SCHEDULER = (
    *("arguments", "parameters", "depends_on_past", "date_partition_parameter", "date_partition_offset"),
    *("secrets", "external_downstream_tasks", "destination_table", "query_file_path", "sql_file_path"),
    *("task_name", "task_group", "email", "email_on_retry", "email_on_failure", "retries", "retry_delay"),
    *("owner", "start_date", "end_date", "multipart", "trigger_rule", "query_project", "priority"),
    *("gke_project_id", "gke_location", "gke_cluster_name", "node_selector", "container_resources"),
    *("execution_timeout", "allow_field_addition_on_date"),
)
_OF_A_TASK = (
    *("execution_delta", "schedule_interval", "check_existence", "mode", "poke_interval", "timeout"),
    *("allowed_states", "failed_states", "retries", "retry_delay", "pool", "email_on_retry"),
    "date_partition_offset",
)
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """A table that the YAML says is read."""

    table: TableName
    place: Source


@dataclass(frozen=True, slots=True)
class Metadata:
    """What one file says; None and empty where it says nothing."""

    place: Source
    title: str | None = None
    description: str | None = None
    owners: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    schedule: str | None = None
    dag: str | None = None
    dialect: str | None = None
    access: Access | None = None
    readers: tuple[str, ...] = ()
    lifecycle: Lifecycle | None = None
    fields: tuple[str, ...] = ()
    reads: tuple[Reading, ...] = ()
    tests: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    """Files or sheets that the table shows."""
    extra: dict[str, object] = field(default_factory=dict)

    @property
    def owner(self) -> str | None:
        """A team rather than a person; people follow in their order."""
        teams = (owner for owner in self.owners if "/" in owner and "@" not in owner)
        return next(teams, None) or next(iter(self.owners), None)


def metadata_of(record: Record) -> Metadata:
    """What a file says; what it says beyond that is told by its keys."""
    labels = _labels(record)
    scheduling = record.record("scheduling", tr("Scheduling"))
    access, readers = _access(record)
    lifecycle = _lifecycle(record, labels)
    if labels.get("public_bigquery") == "true" and access is None:
        access = Access.OPEN
    external = record.record("external_data", tr("External data"))
    schedule, dag, reads, shown = _scheduling(scheduling)
    found = Metadata(
        place=record.place,
        title=record.name("friendly_name") or record.name("title"),
        description=record.text("description"),
        owners=_owners(record),
        tags=_tags(record, labels),
        schedule=record.name("schedule") or schedule or labels.get("schedule"),
        dag=dag or labels.get("dag"),
        dialect=(record.name("dialect") or "").lower() or None,
        access=access,
        readers=readers,
        lifecycle=lifecycle,
        fields=fields_of(record),
        reads=reads,
        addresses=external.texts("source_uris") if external else (),
        extra=shown | _shown(record),
    )
    if external:
        external.known("format", "options", "type")
        external.close()
    record.known(*_OF_THE_ENGINE)
    record.close()
    return found


def fields_of(record: Record) -> tuple[str, ...]:
    """The names of the columns that a file lists, under `fields` or `columns`."""
    names: list[str] = []
    for key in ("fields", "columns"):
        for column in record.records(key, tr("Column")):
            if name := column.name("name"):
                names.append(name)
    return tuple(dict.fromkeys(names))


def dag_schedules(record: Record) -> dict[str, str]:
    """When each DAG of a dags.yaml runs."""
    found = {}
    for name in record.value:
        dag = record.record(name, tr("DAG"))
        said = dag.name("schedule_interval") if dag else None
        if said:
            found[name] = said
    return found


def _owners(record: Record) -> tuple[str, ...]:
    said = record.texts("owners") or record.texts("owner")
    return tuple(dict.fromkeys(owner for text in said if (owner := identified(record, text))))


def _labels(record: Record) -> dict[str, str]:
    """Labels as they are written; true and false in small letters."""
    if isinstance(record.value.get("labels"), YamlList):
        return dict.fromkeys(record.texts("labels"), "true")
    return {
        key: text.lower() if text.lower() in ("true", "false") else text
        for key, text in record.pairs("labels").items()
    }


def _tags(record: Record, labels: dict[str, str]) -> tuple[str, ...]:
    own = [
        key if value == "true" else f"{key}:{value}"
        for key, value in labels.items()
        if value != "false" and not key.startswith(_UNDERSTOOD_ELSEWHERE)
    ]
    return tuple(dict.fromkeys((*own, *record.texts("tags"), *(f"level:{x}" for x in record.texts("level")))))


def _access(record: Record) -> tuple[Access | None, tuple[str, ...]]:
    """Whether access is granted to some only, and to whom."""
    stated = record.value.get("workgroup_access")
    if not isinstance(stated, YamlList):
        record.known("workgroup_access")
        return None, ()
    who: list[str] = []
    for grant in record.records("workgroup_access", tr("Access")):
        role = (grant.name("role") or "").rpartition(".")[2]
        who += (f"{member} ({role})" if role else member for member in grant.texts("members"))
        grant.close()
    if any(member.lower().startswith(_EVERYBODY) for member in who):
        return Access.OPEN, tuple(who)
    return Access.CONTROLLED if who else None, tuple(who)


def _lifecycle(record: Record, labels: dict[str, str]) -> Lifecycle | None:
    stated = record.truth("deprecated")
    if stated or labels.get("deprecated") == "true" or "deletion_date" in record:
        return Lifecycle.DEPRECATED
    return Lifecycle.LIVE if stated is False else None


def _scheduling(
    record: Record | None,
) -> tuple[str | None, str | None, tuple[Reading, ...], dict[str, object]]:
    """When it runs, in which DAG, what that waits for, and what is only shown."""
    if record is None:
        return None, None, (), {}
    schedule, dag = record.name("schedule_interval") or record.name("schedule"), record.name("dag_name")
    reads = tuple(_referenced(record))
    waits = [task for key in ("depends_on", "depends_on_fivetran") for task in _tasks(record, key)]
    shown: dict[str, object] = {"dag": dag} if dag else {}
    record.known(*_OF_THE_SCHEDULER)
    record.close()
    if waits:
        shown["waits_for"] = waits[:_MOST_SHOWN]
    return schedule, dag, reads, shown


def _referenced(record: Record) -> list[Reading]:
    """Tables that are listed because no SQL names them: each a list of project, dataset and table, or one text."""
    record.known("referenced_tables")
    listed = record.value.get("referenced_tables")
    found = []
    for item, line in zip(listed, listed.lines, strict=True) if isinstance(listed, YamlList) else ():
        place = Source(record.place.name, line)
        parts = (
            [p for p in item if isinstance(p, str)] if isinstance(item, YamlList) else str(item).split(".")
        )
        if isinstance(item, (str, YamlList)) and parts and all(parts):
            found.append(Reading(tuple(part.strip("`") for part in parts), place))
        else:
            record.faults.tell(
                tr("A table that is said to be read is left out: it must be a list of names."), place
            )
    return found


def _tasks(record: Record, key: str) -> list[str]:
    tasks = []
    for task in record.records(key, tr("Task")):
        names = [name for name in (task.name("dag_name"), task.name("task_id")) if name]
        tasks.append(".".join(names))
        task.known(*_OF_A_TASK)
        task.close()
    return [task for task in tasks if task]


def _shown(record: Record) -> dict[str, object]:
    """What is kept to be seen and changes no answer."""
    found: dict[str, object] = {}
    if deletion := record.name("deletion_date"):
        found["deletion_date"] = deletion
    monitoring = record.plain("monitoring")
    if isinstance(monitoring, dict):
        found["monitoring"] = monitoring
    return found
