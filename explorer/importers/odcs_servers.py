"""Where the data of a contract lies, as the names by which logs and other tools know the same tables.

The names are those of OpenLineage: `postgres://host:5432/database.schema.table`, `bigquery/project.dataset.table`,
`kafka://host:9092/topic`, `s3://bucket/path`. A name is given only where the server says all of it; a test server
beside a production server holds other tables and names nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.importers.written_records import Record

_PRODUCTION = frozenset(("prod", "production", "prd", "live"))
_PORTS = {
    "postgres": ("postgres", 5432),
    "postgresql": ("postgres", 5432),
    "redshift": ("redshift", 5439),
    "mysql": ("mysql", 3306),
    "sqlserver": ("mssql", 1433),
    "trino": ("trino", 8080),
    "oracle": ("oracle", 1521),
    "kafka": ("kafka", 9092),
}
_HERE = ("localhost", "127.", "[::1]")
"""Hosts that are another machine for everybody who says them, and so no name."""
_FILES = frozenset(("azure", "s3", "local", "sftp", "gcs"))
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
    if kind == "bigquery":
        return _joined("bigquery/", said.get("project"), said.get("dataset"), table)
    if kind == "snowflake":
        account = said.get("account")
        return account and _joined(f"snowflake://{account}/", said.get("database"), said.get("schema"), table)
    if kind == "s3":
        return said.get("location")
    host = said.get("host")
    if kind not in _PORTS or not host or host.startswith(_HERE) or any(mark in host for mark in "/@,"):
        return None
    scheme, port = _PORTS[kind]
    place = f"{scheme}://{host}/" if ":" in host else f"{scheme}://{host}:{said.get('port', port)}/"
    if kind == "kafka":
        return place + table
    if kind == "mysql":
        return _joined(place, said.get("database"), table)
    database = said.get("catalog" if kind == "trino" else "serviceName" if kind == "oracle" else "database")
    return _joined(place, database, said.get("schema"), table)


def _joined(place: str, *parts: str | None) -> str | None:
    return place + ".".join(filter(None, parts)) if all(parts) else None
