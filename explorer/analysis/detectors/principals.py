"""Who is behind a reader that a log shows, before it is called a consumer: by what is stated, else by its name.

Backups, crawlers, scanners and the platform's own jobs copy or look at everything; they use nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta

from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import NodeKind, Principal, Subtype

REGULAR_READS = 5
"""A person who was seen reading at least so often …"""
REGULAR_SPAN = timedelta(days=14)
"""… over at least so long depends on what is read; less is a question somebody asked once."""

_BY_SUBTYPE = {
    Subtype.SERVICE: Principal.SERVICE,
    Subtype.UI: Principal.SERVICE,
    Subtype.BATCH: Principal.SERVICE,
    Subtype.APPLICATION: Principal.SERVICE,
    Subtype.DASHBOARD: Principal.BI_TOOL,
    Subtype.NOTEBOOK: Principal.PERSON,
}
# Whole words of a name, first match first; a word ends at anything that is no letter or digit.
_BY_WORD = (
    (Principal.BACKUP, "backup backups pgdump pg_dump mysqldump barman restic velero wal-g pgbackrest"),
    (Principal.CRAWLER, "crawler spider googlebot bingbot"),
    (Principal.SCANNER, "scanner dlp sonarqube datahub amundsen openmetadata collibra macie purview"),
    (Principal.BI_TOOL, "metabase looker tableau superset powerbi redash grafana qlik quicksight"),
    (Principal.SERVICE, "svc service sa api"),
    (Principal.PERSON, "analyst user person"),
)
_WORDS = [
    (
        principal,
        re.compile(rf"(?<![a-z0-9])(?:{'|'.join(re.escape(w) for w in words.split())})(?![a-z0-9])"),
    )
    for principal, words in _BY_WORD
]
# The platform by its whole name: what is called dbt-docs-site is somebody's.
_PLATFORM = re.compile(
    r"(?:.*[/:])?(?:svc[-_])?(?:dbt|airflow|dagster|autovacuum|replicator|replication|pgbouncer|liquibase|flyway)"
    r"(?:[-_](?:user|runner|worker|cloud|svc|dev|prod))?"
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]+$")


def principal_of(node: Node) -> Principal | None:
    """Who reads; None where nothing tells. Parts of the system other than consumers are services."""
    if node.principal is not None:
        return node.principal
    if node.subtype in _BY_SUBTYPE:
        return _BY_SUBTYPE[node.subtype]
    if node.kind not in (NodeKind.CONSUMER, NodeKind.UNKNOWN):
        return Principal.SERVICE
    name = node.id.lower()
    if _PLATFORM.fullmatch(name):
        return Principal.PLATFORM
    for principal, words in _WORDS:
        if words.search(name):
            return principal
    if _ADDRESS.search(name):
        return Principal.SERVICE if "gserviceaccount" in name else Principal.PERSON
    return None


def is_ad_hoc(read: Edge) -> bool:
    """Whether a person's read is known to be a question asked once or over a few days; unknown is not ad hoc."""
    if read.count is not None and read.count < REGULAR_READS:
        return True
    return (
        read.first_seen is not None
        and read.last_seen is not None
        and read.last_seen - read.first_seen < REGULAR_SPAN
    )
