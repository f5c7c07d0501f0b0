"""Where the data of a contract lies, as the names by which logs and other tools know the same tables.

The names are those of OpenLineage, as its page on naming lists them (openlineage.io/docs/spec/naming):
`postgres://host:5432/database.schema.table`, `bigquery/project.dataset.table`, `kafka://host:9092/topic`,
`s3://bucket/path`. A name is given only where the server says all of it; a test server beside a production server
holds other tables and names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from explorer.domain.addresses import server_called
from explorer.importers.openlineage.naming import dataset_id
from explorer.importers.written_records import Record

_PRODUCTION = frozenset(("prod", "production", "prd", "live"))
_WITH_HOST = frozenset(
    ("postgres", "postgresql", "mysql", "clickhouse", "sqlserver", "trino", "oracle", "kafka")
)
"""Those that OpenLineage calls by host and port."""
_REDSHIFT = re.compile(r"([\w-]+)\.[\w-]+\.([\w-]+)\.redshift\.amazonaws\.com(?::\d+)?", re.ASCII)
"""A cluster's host; OpenLineage calls it by the cluster and its region."""
_FILES = frozenset(("azure", "s3", "local", "sftp", "gcs"))
_BUCKETS = re.compile(r"(s3|s3a|s3n|gs|abfss|wasbs)://([^*?\[{]+)")
"""An address of files that holds no pattern."""
_STREAMS = frozenset(("kafka", "kinesis", "pubsub"))
_KEYS = (
    *(
        "account",
        "catalog",
        "database",
        "dataset",
        "delimiter",
        "endpointUrl",
        "format",
        "host",
        "location",
        "path",
    ),
    *(
        "port",
        "project",
        "region",
        "regionName",
        "schema",
        "serviceName",
        "stagingDir",
        "stream",
        "warehouse",
    ),
)


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a contract: what it is called, what sort it is, and what it says of its address."""

    name: str
    type: str
    environment: str
    address: dict[str, str]
    has_roles: bool

    @property
    def is_stream(self) -> bool:
        """Whether what lies there is read as it comes."""
        return self.type in _STREAMS

    @property
    def is_files(self) -> bool:
        """Whether files lie there."""
        return self.type in _FILES

    def __str__(self) -> str:
        about = ", ".join(filter(None, (self.type, self.environment)))
        return f"{self.name} ({about})" if about else self.name


def server_of(record: Record) -> Server:
    """The server that a mapping under `servers` states."""
    address = {key: text for key in _KEYS if (text := record.name(key))}
    record.known("id", "description", "roles", "customProperties")
    server = Server(
        record.name("server") or "",
        (record.name("type") or "").lower(),
        (record.name("environment") or "").lower(),
        address,
        has_roles="roles" in record,
    )
    record.close()
    return server


def in_production(servers: Sequence[Server]) -> list[Server]:
    """Those whose tables are meant: the ones for production, else those that do not say what they are for."""
    for meant in (_PRODUCTION, {""}):
        if found := [s for s in servers if s.environment in meant]:
            return found
    return list(servers) if len(servers) == 1 else []


def name_at(server: Server, table: str) -> str | None:
    """What OpenLineage calls a table at a server; None where the server does not say enough."""
    said, kind = server.address, server.type
    if kind in _CLOUDS:
        return _CLOUDS[kind](said, table)
    if server.is_files:
        place = _BUCKETS.fullmatch(said.get("location", ""))
        return dataset_id(f"{place[1]}://", place[2].rstrip("/")) if place else None
    host = said.get("host", "")
    if kind not in _WITH_HOST or any(mark in host for mark in "/@,"):
        return None
    address = server_called(kind, host, said.get("port"))
    if address is None:
        return None
    if kind == "kafka":
        return f"{address}/{table}"
    if kind in ("mysql", "clickhouse"):  # a database is what others call a schema
        return _joined(address, said.get("database"), table)
    database = said.get("catalog" if kind == "trino" else "serviceName" if kind == "oracle" else "database")
    return _joined(address, database, said.get("schema"), table)


def _bigquery(said: Mapping[str, str], table: str) -> str | None:
    return _joined("bigquery", said.get("project"), said.get("dataset"), table)


def _databricks(said: Mapping[str, str], table: str) -> str | None:
    """A catalogue is known by its name in all workspaces, so that the host says nothing more."""
    return _joined("databricks", said.get("catalog"), said.get("schema"), table)


def _snowflake(said: Mapping[str, str], table: str) -> str | None:
    """Its names are upper case, however they are written."""
    account, database, schema = said.get("account"), said.get("database"), said.get("schema")
    named = _joined("", database, schema, table)
    return f"snowflake://{account}{named.upper()}" if account and named else None


def _redshift(said: Mapping[str, str], table: str) -> str | None:
    cluster = _REDSHIFT.fullmatch(said.get("host", ""))
    if cluster is None:
        return None
    place = f"redshift://{cluster[1]}.{cluster[2]}:{said.get('port', 5439)}"
    return _joined(place, said.get("database"), said.get("schema"), table)


def _athena(said: Mapping[str, str], table: str) -> str | None:
    region = said.get("regionName")
    place = f"awsathena://athena.{region}.amazonaws.com"
    return (
        _joined(place, said.get("catalog", "awsdatacatalog"), said.get("schema"), table) if region else None
    )


def _pubsub(said: Mapping[str, str], table: str) -> str | None:
    return f"pubsub/topic:{said['project']}:{table}" if "project" in said else None


_CLOUDS: Mapping[str, Callable[[Mapping[str, str], str], str | None]] = {
    "bigquery": _bigquery,
    "databricks": _databricks,
    "snowflake": _snowflake,
    "redshift": _redshift,
    "athena": _athena,
    "pubsub": _pubsub,
}


def _joined(place: str, *parts: str | None) -> str | None:
    return f"{place}/{'.'.join(filter(None, parts))}" if all(parts) else None
