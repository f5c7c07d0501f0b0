"""The data sources of a Feast registry: what they are, where they lie, and by which names logs know them."""

from __future__ import annotations

from dataclasses import dataclass

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind, Subtype
from explorer.importers.feast.tables import Asked, asked_by
from explorer.importers.written_records import Record
from explorer.language import tr

_OPTIONS = {
    "fileOptions": Subtype.FILE,
    "bigqueryOptions": Subtype.TABLE,
    "snowflakeOptions": Subtype.TABLE,
    "redshiftOptions": Subtype.TABLE,
    "sparkOptions": Subtype.TABLE,
    "trinoOptions": Subtype.TABLE,
    "athenaOptions": Subtype.TABLE,
    "kafkaOptions": Subtype.STREAM,
    "kinesisOptions": Subtype.STREAM,
    "pushOptions": Subtype.STREAM,
    "customOptions": Subtype.UNKNOWN,
    "requestDataOptions": None,
}
_REQUEST = "requestDataOptions"
_PARTS = ("dataSource", "database", "schema", "table", "path", "uri", "region", "streamName", "topic")
_SKIPPED = (
    "fileFormat",
    "messageFormat",
    "recordFormat",
    "watermarkDelayThreshold",
    "s3EndpointOverride",
)
_STORAGES = {
    f"{name}Storage": f"{name}Options"
    for name in ("file", "bigquery", "redshift", "snowflake", "trino", "spark", "custom", "athena")
}
_SUBTYPES = {
    "PUSH_SOURCE": Subtype.STREAM,
    "STREAM_KAFKA": Subtype.STREAM,
    "STREAM_KINESIS": Subtype.STREAM,
    "BATCH_FILE": Subtype.FILE,
}


@dataclass(frozen=True, slots=True)
class DataSource:
    """A data source: its name, the node that it is, and how its columns are called in the views that read it."""

    name: str
    node: Node
    renamed: dict[str, str]
    timestamp: str | None
    asked: Asked | None

    def column(self, field: str) -> str:
        """What the source itself calls a field of a view."""
        return self.renamed.get(field, field)


def source_of(record: Record, id_of_source: str) -> DataSource | None:
    """The data source that a mapping states; `id_of_source` is the project's part of its id. None without a name."""
    option = next((key for key in _OPTIONS if key in record), None)
    said = record.record(option, tr("Data source")) if option else None
    columns = tuple(n for r in _fields(said, option) if (n := r.identifier("name")))
    parts = () if option == _REQUEST else _PARTS
    located = {key: text for key in parts if said and (text := said.name(key))}
    location = ".".join(located.values())
    name = record.identifier("name") or location
    type_, timestamp = record.name("type") or "", record.name("timestampField")
    renamed = {field: column for column, field in record.pairs("fieldMapping").items()}
    described = record.text("description"), record.identifier("owner"), tags_of(record)
    asked = asked_by(record, option, said)
    is_query = asked is not None and asked.query is not None
    names = _names(option, said, located, asked)
    _close(record, said)
    if not name:
        record.tell(tr("A data source is left out: it has no name."))
        return None
    is_request = option == _REQUEST or type_ == "REQUEST_SOURCE"
    subtype = _OPTIONS[option] if option else _SUBTYPES.get(type_, Subtype.UNKNOWN)
    if option == "customOptions" and asked is not None:
        subtype = Subtype.TABLE
    extra = {"source_type": type_, "location": location, "timestamp_field": timestamp}
    node = Node(
        id=f"{id_of_source}{name}",
        # What comes with the request is made by whoever asks.
        kind=NodeKind.PRODUCER if is_request else NodeKind.DATASET,
        name=name,
        subtype=None if is_request else Subtype.VIEW if is_query else subtype,
        fields=columns or None,
        description=described[0],
        owner=described[1],
        tags=described[2],
        same_as=names,
        source=record.place,
        extra={key: value for key, value in extra.items() if value},
    )
    return DataSource(name, node, renamed, timestamp, asked)


def names_of_storage(record: Record) -> tuple[str, ...] | None:
    """By which names others know the place where a saved data set is kept."""
    option = next((key for key in _STORAGES if key in record), None)
    said = record.record(option, tr("Storage")) if option else None
    if option is None or said is None:
        return None
    located = {key: text for key in _PARTS if (text := said.name(key))}
    return _names(_STORAGES[option], said, located, asked_by(record, _STORAGES[option], said))


def tags_of(record: Record) -> tuple[str, ...] | None:
    """Feast's tags are pairs; here each is one text."""
    pairs = record.pairs("tags")
    return tuple(f"{key}={value}" for key, value in pairs.items()) if pairs else None


def _fields(said: Record | None, option: str | None) -> list[Record]:
    """The fields that come with a request; the `schema` of a table is a part of its name."""
    return said.records("schema", tr("Field")) if said and option == _REQUEST else []


def _names(
    option: str | None, said: Record | None, located: dict[str, str], asked: Asked | None
) -> tuple[str, ...] | None:
    """By which names other sources know it, where all of its address is stated."""
    if said is None:
        return None
    uri = located.get("uri") or located.get("path") or ""
    if "://" in uri and not uri.startswith("file:") and "@" not in uri:
        return (uri,)
    if asked is not None and asked.name:
        return (asked.name,)
    host = said.name("kafkaBootstrapServers") or ""
    is_one = host and not any(mark in host for mark in "/@,") and not host.startswith(("localhost", "127."))
    if option == "kafkaOptions" and is_one and "topic" in located:
        return (f"kafka://{host if ':' in host else f'{host}:9092'}/{located['topic']}",)
    return None


def _close(record: Record, said: Record | None) -> None:
    record.known("project", "meta", "createdTimestampColumn", "datePartitionColumn", "dataSourceClassType")
    record.known("batchSource", "timestampFieldType", *_OPTIONS)
    record.close()
    if said is not None:
        said.known("kafkaBootstrapServers", "configuration", "deprecatedSchema", "format", "query", *_SKIPPED)
        said.close()
