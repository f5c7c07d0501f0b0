"""Open Data Contract Standard, version 3: what the owner of data promises to whoever reads it.

| contract | here | because |
|---|---|---|
| schema object | dataset | its id is the contract's and its own name, whatever the version |
| a contract without objects | one dataset | what it says of access and service levels is about data all the same |
| team, or the member with the role owner | owner | |
| roles, of the contract or of a server | access: controlled | who may read is decided by role; none say nothing |
| latency, frequency | freshness, cadence | of the objects they name, or of all where they name none |
| status, deprecated | lifecycle | proposed, draft and development are experimental, active and production are live |
| servers | same as | the names by which logs know the table (odcs_servers.py) |
| properties | fields | by their physical names, which are what queries and other tools name |
| quality | tests | |
| transformSourceObjects | edges derives | a column says which objects it is made from |

A contract is a promise and not a check: its schema counts as enforced only where a custom property `enforced` of the
contract or the object says so. Roles, foreign keys, retention and other service levels are kept and change no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.entities import Contract, Edge, Node, Team
from explorer.domain.kinds import Access, EdgeKind, Lifecycle, NodeKind, Subtype
from explorer.domain.value_types import Literal
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.odcs_levels import Level, cadence_of, freshness_of, level_of
from explorer.importers.odcs_objects import SchemaObject, enforced_by, link_in
from explorer.importers.odcs_servers import in_production, name_at, server_of
from explorer.importers.reading import decode_text, encoding_of, read_bytes
from explorer.importers.written_records import Faults, Record, identified
from explorer.importers.yaml_events import YamlMapping, read_documents
from explorer.language import marked, tr

_MAX_SIZE = 20_000_000
_SUFFIXES = (".yaml", ".yml", ".json")
_KIND = re.compile(r"""(?:^|[{,])[ \t]*["']?kind["']?[ \t]*:[ \t]*["']?DataContract\b""", re.M)
_VERSION = re.compile(r"""["']?apiVersion["']?[ \t]*:[ \t]*["']?v\d""")
_LIFECYCLES = {
    **dict.fromkeys(("proposed", "draft", "development", "in development", "test"), Lifecycle.EXPERIMENTAL),
    **dict.fromkeys(("active", "production"), Lifecycle.LIVE),
    **dict.fromkeys(("deprecated", "retired"), Lifecycle.DEPRECATED),
}


class OdcsAdapter:
    """Reads data contracts in YAML or JSON, one or several to a file."""

    name = "odcs"
    recognises = marked("Open Data Contract Standard: .yaml, .yml or .json that says kind: DataContract")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether the file says that it is a data contract, and of which version."""
        if location.path is None or location.path.suffix.lower() not in _SUFFIXES:
            return False
        text = head.decode(encoding_of(head), errors="ignore")
        return _KIND.search(text) is not None and _VERSION.search(text) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the contracts of the file say."""
        if location.path is None:
            raise InputError(tr("A data contract is a file."), where=location.shown)
        data = read_bytes(location.path, location.shown, _MAX_SIZE, task.check)
        text = decode_text(data, location.shown)
        with collector_at_rest():
            return _read_contracts(text, location.shown, task)


def _read_contracts(text: str, shown: str, task: Task) -> Statements:
    said, faults, found = Statements(), Faults(shown), False
    stage = tr("Reading {name}", name=shown)

    def reading(part: float) -> None:
        task.check()
        task.progress(stage, part)

    for root, line in read_documents(text, shown, reading):
        if isinstance(root, Literal) and root.value is None:
            continue  # an empty document, as after a last `---`
        if isinstance(root, YamlMapping) and root.get("kind") == "DataContract":
            found = True
            record = Record(root, faults.source(line), tr("Contract"), faults)
            _Contract(record, task).state(said)
        else:
            faults.tell(tr("This document is no data contract: it does not say kind: DataContract."), line)
    if not found:
        raise InputError(
            tr("This is no data contract."), where=shown, hint=tr("A contract says kind: DataContract.")
        )
    said.problems += faults.problems()
    return said


class _Contract:
    """One contract on its way to statements."""

    def __init__(self, record: Record, task: Task) -> None:
        self.record = record
        self.task = task
        self._check_version()
        self.id = record.name("id")
        self.title = record.name("name") or record.name("dataProduct")
        self.version = record.name("version")
        self.tags = record.texts("tags")
        self.lifecycle = self._lifecycle()
        self.servers = [server_of(s) for s in record.records("servers", tr("Server"))]
        self.roles = [text for r in record.records("roles", tr("Role")) if (text := _role(r))]
        self.team = self._team()
        self.enforced = enforced_by(record)
        self.levels = self._levels()
        self.url = link_in(record)
        self.purpose = self._purpose()
        self.shown = {
            key: record.name(key)
            for key in ("status", "domain", "tenant", "dataProduct", "contractCreatedTs")
        }
        record.known("kind", "apiVersion", "price")
        self.objects = [SchemaObject(s) for s in record.records("schema", tr("Schema object"))]

    def state(self, said: Statements) -> None:
        """Every dataset of the contract, what it is made from, and its team."""
        record = self.record
        if self.id is None:
            record.tell(tr("The contract is left out: it has no id."))
        elif self.objects:
            self._state_objects(self.id, said)
        elif node_id := identified(record, self.id):
            record.tell(
                tr("The contract lists no schema objects; one dataset stands for all that it covers.")
            )
            self._check_elements({})
            said.nodes.append(self._whole(node_id, self.levels))
        if self.team is not None and said.nodes:
            said.teams.append(self.team)
        record.close()

    def _state_objects(self, contract_id: str, said: Statements) -> None:
        ids: dict[str, str] = {}
        named: list[tuple[SchemaObject, str]] = []
        for part in self.objects:
            self.task.check()
            record = part.record
            if part.name is None:
                record.tell(tr("A schema object is left out: it has no name."))
            elif node_id := identified(record, f"{contract_id}/{part.name}"):
                if node_id in ids.values():
                    record.tell(
                        tr("“{name}” stands twice in this contract; both count as one.", name=part.name)
                    )
                ids.setdefault(part.name, node_id)
                ids.setdefault(part.table or part.name, node_id)
                named.append((part, node_id))
        self._check_elements(ids)
        for part, node_id in named:
            said.nodes.append(self._node(part, node_id, ids))
            said.edges += self._edges(part, node_id, ids)

    def _node(self, part: SchemaObject, node_id: str, ids: dict[str, str]) -> Node:
        levels = [x for x in self.levels if not x.elements or node_id in _about(x, ids)]
        whole = self._whole(node_id, levels)
        return replace(
            whole,
            name=part.name or node_id,
            subtype=part.subtype or whole.subtype,
            description=part.description,
            contract=Contract(enforced=self.enforced or part.enforced),
            fields=part.fields or None,
            tests=part.tests,
            tags=tuple(dict.fromkeys((*self.tags, *part.tags))) or None,
            lifecycle=Lifecycle.DEPRECATED if part.is_deprecated else whole.lifecycle,
            url=part.url or self.url,
            same_as=self._also_known_as(part),
            source=part.record.place,
            extra={**whole.extra, **{key: value for key, value in part.extra.items() if value}},
        )

    def _whole(self, node_id: str, levels: list[Level]) -> Node:
        """What the contract says of all that it covers."""
        stated = {
            "contract": self.title or self.id,
            **self.shown,
            "roles": self.roles,
            "service_levels": [str(x) for x in levels],
            "servers": [str(s) for s in self.servers],
        }
        return Node(
            id=node_id,
            kind=NodeKind.DATASET,
            name=self.title or node_id,
            owner=self.team.id if self.team else None,
            subtype=self._subtype(),
            description=self.purpose,
            version=self.version,
            access=Access.CONTROLLED if self.roles or any(s.has_roles for s in self.servers) else None,
            contract=Contract(enforced=self.enforced),
            freshness=freshness_of(levels),
            cadence=cadence_of(levels),
            lifecycle=self.lifecycle,
            tags=self.tags or None,
            url=self.url,
            source=self.record.place,
            extra={key: value for key, value in stated.items() if value},
        )

    def _subtype(self) -> Subtype:
        if self.servers and all(s.is_stream for s in self.servers):
            return Subtype.STREAM
        return Subtype.FILE if self.servers and all(s.is_files for s in self.servers) else Subtype.UNKNOWN

    def _also_known_as(self, part: SchemaObject) -> tuple[str, ...] | None:
        meant = in_production(self.servers)
        if len(self.objects) > 1:
            meant = [s for s in meant if not s.is_files]  # one place of files cannot be two objects
        names = (name_at(server, part.table or "") for server in meant)
        return tuple(dict.fromkeys(n for n in names if n)) or None

    def _edges(self, part: SchemaObject, node_id: str, ids: dict[str, str]) -> Iterator[EdgeStatement]:
        """An edge from each object that a column is made from; those of this contract go by its ids."""
        for origin in part.origins:
            from_id = ids.get(origin.name) or identified(part.record, origin.name)
            if from_id is None or from_id == node_id:
                continue
            edge = Edge(
                from_id=from_id,
                to_id=node_id,
                kind=EdgeKind.DERIVES,
                source=origin.place,
                extra={"written_columns": list(origin.columns)},
            )
            yield EdgeStatement(edge)

    def _check_version(self) -> None:
        stated = self.record.name("apiVersion") or ""
        if not stated.startswith("v3."):
            self.record.tell(
                tr(
                    "The contract is of version {version} of the standard; it is read as far as it resembles "
                    "version 3.",
                    version=stated[:20] or "?",
                ),
                "apiVersion",
            )

    def _lifecycle(self) -> Lifecycle | None:
        status = (self.record.name("status") or "").lower()
        if status and status not in _LIFECYCLES:
            self.record.tell(
                tr(
                    "The status “{status}” is not known; the lifecycle counts as unknown.", status=status[:60]
                ),
                "status",
            )
        return _LIFECYCLES.get(status)

    def _levels(self) -> list[Level]:
        default = self.record.name("slaDefaultElement")
        said = self.record.records("slaProperties", tr("Service level"))
        return [level for s in said if (level := level_of(s, default))]

    def _check_elements(self, ids: dict[str, str]) -> None:
        for level in self.levels:
            if level.elements and not _about(level, ids):
                told = tr(
                    "The service level {level} is about something that this contract does not list; it changes "
                    "no answer.",
                    level=str(level)[:120],
                )
                self.record.faults.tell(told, level.place)

    def _team(self) -> Team | None:
        channels = [_channel(s) for s in self.record.records("support", tr("Support channel"))]
        contact = next(filter(None, channels), None)
        name = None
        if isinstance(self.record.value.get("team"), YamlMapping):
            team = self.record.record("team", tr("Team"))
            members = team.records("members", tr("Team member")) if team else []
            name = team.identifier("name") if team else None
            if team:
                team.known("id", "description", "tags", "customProperties", "authoritativeDefinitions")
                team.close()
        else:
            members = self.record.records("team", tr("Team member"))
        owners = [who for m in members if (who := _owner(m))]
        name = name or next(iter(owners), None)
        if name is None:
            return None
        return Team(id=name, contact=contact, source=self.record.at("team"))

    def _purpose(self) -> str | None:
        if isinstance(self.record.value.get("description"), str):
            return self.record.text("description")
        said = self.record.record("description", tr("Description"))
        if said is None:
            return None
        said.known("limitations", "usage", "authoritativeDefinitions", "customProperties")
        purpose = said.text("purpose")
        said.close()
        return purpose


def _about(level: Level, ids: dict[str, str]) -> set[str]:
    """The ids of the objects that a service level names, each by itself or by one of its columns."""
    ends = [(e, e.rpartition(".")[0]) for e in level.elements]
    return {ids[name] for names in ends for name in names if name in ids}


def _role(record: Record) -> str | None:
    name, access = record.name("role"), record.name("access")
    record.known("id", "description", "firstLevelApprovers", "secondLevelApprovers", "customProperties")
    record.close()
    return f"{name} ({access})" if name and access else name


def _owner(member: Record) -> str | None:
    """The member's name where it is the owner now."""
    role = (member.name("role") or "").lower()
    who, left = member.identifier("name") or member.identifier("username"), member.name("dateOut")
    member.known(
        "id", "username", "description", "dateIn", "replacedByUsername", "tags", "customProperties", "comment"
    )
    member.known("authoritativeDefinitions")
    member.close()
    return who if re.search(r"\bowner\b", role) and not left else None


def _channel(record: Record) -> str | None:
    channel, url = record.name("channel"), record.name("url")
    record.known("id", "description", "tool", "scope", "invitationUrl", "customProperties")
    record.close()
    return (url.removeprefix("mailto:") if url and url.startswith("mailto:") else channel) or url
