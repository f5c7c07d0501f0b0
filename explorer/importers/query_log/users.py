"""Who is behind a user of a log: by rules that a person wrote beside it, else by the program that was used.

The rules stand in ripplemap-users.yaml in the folder of the log. Backup tools and a platform's own jobs often come
under somebody's name: what they do is told apart as `user/tool`, so that it is not taken for that user's reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from explorer.domain.kinds import CONSUMER_SUBTYPES, NodeKind, Principal, Subtype
from explorer.domain.provenance import Source
from explorer.domain.value_types import SHARE, one_of
from explorer.errors import InputError
from explorer.importers.folder import problem_of
from explorer.importers.reading import decode_text, read_bytes
from explorer.importers.sql.dialects import DIALECTS
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping, read_documents
from explorer.language import tr

RULES_NAME = "ripplemap-users.yaml"
_LARGEST = 1_000_000
_PRINCIPAL = one_of(*Principal)
_SUBTYPE = one_of(*(s for s in Subtype if s in CONSUMER_SUBTYPES))
_KINDS = one_of(NodeKind.CONSUMER, NodeKind.JOB, NodeKind.PRODUCER, NodeKind.MODEL)
_BACKUPS = re.compile(
    r"(?:pg_dump(?:all)?|pg_basebackup|pg_restore|mysqldump|mydumper|barman|wal-g|pgbackrest|restic|velero)\b"
)
_PLATFORMS = re.compile(
    r"(?:dbt|airflow|dagster|sqlmesh|prefect|dataform|liquibase|flyway|pgbouncer|autovacuum|walsender|replication)\b"
)


@dataclass(frozen=True, slots=True)
class User:
    """What a user of the log is in the system; the same for all entries of one user and sort of tool."""

    id: str
    name: str
    kind: NodeKind | None = None
    principal: Principal | None = None
    subtype: Subtype | None = None
    owner: str | None = None
    source: Source | None = None

    @property
    def is_platform(self) -> bool:
        """Whether it makes tables from tables for everybody, and uses none of them itself."""
        return self.principal is Principal.PLATFORM


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is meant, with * for any letters, and what becomes of their entries."""

    user: str
    application: str
    left_out: bool
    consumer: str | None
    name: str | None
    kind: NodeKind | None
    principal: Principal | None
    subtype: Subtype | None
    owner: str | None
    source: Source


@dataclass(frozen=True, slots=True)
class Rules:
    """All that the file beside the log says; nothing where there is none."""

    users: tuple[Rule, ...] = ()
    dialect: str = ""
    database: str = ""
    schema: str = ""
    server: str = ""
    sampled: float | None = None
    """The share of all statements that the log was told to keep."""

    def user(self, user: str, application: str, origin: str) -> User | None:
        """Who an entry is of; None where the rules leave it out. origin: what a comment in the statement says."""
        for rule in self.users:
            if fnmatchcase(user.lower(), rule.user) and fnmatchcase(application.lower(), rule.application):
                if rule.left_out:
                    return None
                return User(
                    rule.consumer or user,
                    rule.name or rule.consumer or user,
                    rule.kind,
                    rule.principal,
                    rule.subtype,
                    rule.owner,
                    rule.source,
                )
        return _by_tool(user, application, origin)


def rules_beside(log: Path, faults: Faults) -> Rules:
    """The rules in the folder of a log; what is wrong with them is told and the rest holds."""
    path = log.parent / RULES_NAME
    if not path.is_file() or not path.resolve().is_relative_to(log.parent.resolve()):
        return Rules()
    shown = str(Path(faults.shown).parent / RULES_NAME)
    try:
        documents = read_documents(decode_text(read_bytes(path, shown, _LARGEST), shown), shown)
    except InputError as error:
        problem = problem_of(error, shown)
        faults.tell(problem.message, problem.source)
        return Rules()
    root, line = documents[0] if documents else (None, 1)
    if not isinstance(root, YamlMapping):
        faults.tell(tr("This must be a mapping with the key {key}.", key="users"), Source(shown, line))
        return Rules()
    return _rules(Record(root, Source(shown, line), tr("Rules for users"), faults))


def _rules(record: Record) -> Rules:
    rules = Rules(
        users=tuple(_rule(each) for each in record.records("users", tr("a user"))),
        dialect=_dialect(record),
        database=record.name("database") or "",
        schema=record.name("schema") or "",
        server=(record.name("server") or "").rstrip("/"),
        sampled=record.read("sampled", SHARE),
    )
    record.close()
    return rules


def _dialect(record: Record) -> str:
    said = (record.name("dialect") or "").lower()
    if not said or said in DIALECTS:
        return said
    known = ", ".join(sorted(DIALECTS))
    told = tr("The dialect “{name}” is not known; there are: {dialects}.", name=said[:40], dialects=known)
    record.tell(told, "dialect")
    return ""


def _rule(record: Record) -> Rule:
    rule = Rule(
        user=(record.text("user") or "*").lower(),
        application=(record.text("application") or "*").lower(),
        left_out=record.truth("left_out") is True,
        consumer=record.identifier("consumer"),
        name=record.name("name"),
        kind=record.read("kind", _KINDS),
        principal=record.read("principal", _PRINCIPAL),
        subtype=record.read("subtype", _SUBTYPE),
        owner=record.identifier("owner"),
        source=record.place,
    )
    record.close()
    return rule


def _by_tool(user: str, application: str, origin: str) -> User:
    for principal, tools in ((Principal.BACKUP, _BACKUPS), (Principal.PLATFORM, _PLATFORMS)):
        for said in (application.lower(), origin):
            if (tool := tools.match(said)) is not None:
                return told_apart(user, tool[0], principal)
    return User(user, user)


def told_apart(user: str, tool: str, principal: Principal) -> User:
    """What a tool does under a user's name, unless the user is the tool's own."""
    if tool.partition("_")[0] in re.split(r"[^a-z0-9]+", user.lower()):
        return User(user, user, principal=principal)
    return User(f"{user}/{tool}", f"{user} ({tool})", principal=principal)
