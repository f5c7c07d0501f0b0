"""The entities of a Backstage catalogue as nodes, edges and teams."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Team, make_edge, make_node
from explorer.domain.kinds import EdgeKind, Lifecycle, Severity
from explorer.importers.backstage_kinds import NODE_ENTITIES, kind_of
from explorer.importers.written_records import Record, identified
from explorer.language import tr

_REFERENCE = re.compile(r"(?:([^:/\s]+):)?(?:([^:/\s]+)/)?([^:/\s]+)")
_DEFAULT = "default"
_LIFECYCLES = {
    "experimental": Lifecycle.EXPERIMENTAL,
    "production": Lifecycle.LIVE,
    "deprecated": Lifecycle.DEPRECATED,
}
_APIS = {"providesApis": False, "consumesApis": True}
_DEPENDENCIES = {"dependsOn": True, "dependencyOf": False}
"""The keys under which an entity names others, and whether the data comes from there."""
_SHOWN = {
    "component": ("subcomponentOf",),
    "api": ("remotes",),
    "airesource": ("disciplines", "categories", "agents"),
}


@dataclass(frozen=True, slots=True)
class _Entity:
    """What all sorts of entities have: the sort, the namespace, the full reference, and the parts that say more."""

    kind: str
    namespace: str
    ref: str
    record: Record
    metadata: Record
    spec: Record

    @property
    def title(self) -> str:
        return self.metadata.name("title") or self.metadata.name("name") or self.ref


class EntityReader:
    """Reads the entities of a catalogue, file by file, into statements."""

    def __init__(self, into: Statements) -> None:
        self._into = into
        self._stated: dict[str, Record] = {}
        self._owners: set[str] = set()
        self._users: list[Team] = []
        self._systems: list[str] = []
        self._readers: dict[str, Callable[[_Entity], None]] = {
            "group": self._group,
            "user": self._user,
            "system": self._system,
            "domain": self._domain,
            **dict.fromkeys(NODE_ENTITIES, self._node),
        }

    def entity(self, record: Record) -> None:
        """State what one entity says; one without kind, name or spec is told."""
        kind = (record.name("kind") or "").lower()
        metadata, spec = record.record("metadata", tr("Metadata")), record.record("spec", tr("Spec"))
        name = metadata.identifier("name") if metadata else None
        if kind not in self._readers:
            said = (record.name("kind") or "?")[:60]
            told = tr("Entities of the kind “{kind}” are not read; this one is left out.", kind=said)
            # A template is known well enough: it is just no part of the system.
            severity = Severity.INFO if kind == "template" else Severity.WARNING
            record.faults.tell(told, record.place, severity)
        elif metadata is None or spec is None or name is None:
            record.tell(tr("An entity is left out: it has no name or no spec."))
        else:
            namespace = (metadata.name("namespace") or _DEFAULT).lower()
            ref = f"{kind}:{namespace}/{name.lower()}"
            self._check_once(ref, record)
            self._readers[kind](_Entity(kind, namespace, ref, record, metadata, spec))
            record.known("apiVersion", "relations", "status")
            metadata.known("uid", "etag", "generation", "labels", "annotations", "links", "tags", "title")
            metadata.known("description")
            for part in (record, metadata, spec):
                part.close()

    def finish(self) -> None:
        """State what hangs on all of the entities: the users that own something, and the system's name."""
        self._into.teams += [user for user in self._users if user.id in self._owners]
        if len(self._systems) == 1:
            self._into.name = self._systems[0]

    def _check_once(self, ref: str, record: Record) -> None:
        if ref in self._stated:
            place = self._stated[ref].place
            record.tell(tr("{entity} stands in {place} too; both count as one.", entity=ref, place=place))
        self._stated.setdefault(ref, record)

    def _node(self, entity: _Entity) -> None:
        node_id = identified(entity.record, entity.ref)
        if node_id is None:
            return
        spec, metadata = entity.spec, entity.metadata
        kind, subtype = kind_of(entity.kind, spec.name("type") or "")
        self._into.nodes.append(
            make_node(
                id=node_id,
                kind=kind,
                name=entity.title,
                subtype=subtype,
                owner=self._owner(entity),
                description=metadata.text("description"),
                lifecycle=_lifecycle(entity),
                tags=metadata.texts("tags") or None,
                url=_link(metadata),
                source=entity.record.place,
                extra=_extra(entity),
            )
        )
        self._into.edges += self._edges(entity, node_id)

    def _edges(self, entity: _Entity, node_id: str) -> Iterator[EdgeStatement]:
        spec = entity.spec
        if entity.kind == "api":
            spec.known("definition")
        keys = {**(_APIS if entity.kind == "component" else {}), **_DEPENDENCIES}
        for key, comes_from_there in keys.items():
            sort = "api" if key in _APIS else "component"
            for text in spec.texts(key):
                other = _reference(text, sort, entity.namespace)
                if other is None or other.partition(":")[0] not in NODE_ENTITIES:
                    fault = tr(
                        "{key} names “{text}”, which can be no node; it is left out.", key=key, text=text[:80]
                    )
                    spec.tell(fault, key)
                elif other_id := identified(spec, other):
                    ends = (other_id, node_id) if comes_from_there else (node_id, other_id)
                    edge = make_edge(from_id=ends[0], to_id=ends[1], kind=EdgeKind.FEEDS, source=spec.at(key))
                    yield EdgeStatement(edge)

    def _owner(self, entity: _Entity) -> str | None:
        said = entity.spec.identifier("owner")
        ref = _reference(said, "group", entity.namespace) if said else None
        if said and ref is None:
            fault = tr("The owner “{text}” is no reference to a group or user.", text=said[:80])
            entity.spec.tell(fault, "owner")
        if ref is None:
            return None
        owner = _team_id(ref)
        self._owners.add(owner)
        return owner

    def _group(self, entity: _Entity) -> None:
        spec = entity.spec
        profile = spec.record("profile", tr("Profile"))
        extra = {"parent": spec.name("parent"), "group_type": spec.name("type")}
        spec.known("children", "members", "profile")
        self._into.teams.append(
            Team(
                id=_team_id(entity.ref),
                name=(profile and profile.name("displayName")) or entity.metadata.name("title"),
                contact=profile.name("email") if profile else None,
                source=entity.record.place,
                extra={key: value for key, value in extra.items() if value},
            )
        )

    def _user(self, entity: _Entity) -> None:
        profile = entity.spec.record("profile", tr("Profile"))
        entity.spec.known("memberOf")
        self._users.append(
            Team(
                id=_team_id(entity.ref),
                name=(profile and profile.name("displayName")) or entity.metadata.name("title"),
                contact=profile.name("email") if profile else None,
                source=entity.record.place,
            )
        )

    def _system(self, entity: _Entity) -> None:
        entity.spec.known("owner", "domain", "type")
        self._systems.append(entity.title)

    def _domain(self, entity: _Entity) -> None:
        entity.spec.known("owner", "subdomainOf", "type")


def _reference(text: str, kind: str, namespace: str) -> str | None:
    """The full reference, in lower case: `[kind:][namespace/]name` with what it leaves out filled in."""
    parts = _REFERENCE.fullmatch(text)
    if parts is None:
        return None
    return f"{parts[1] or kind}:{parts[2] or namespace}/{parts[3]}".lower()


def _team_id(ref: str) -> str:
    """A group goes by its name, as people write it; a user is told from a group of the same name."""
    return ref.removeprefix("group:").replace(f"{_DEFAULT}/", "", 1)


def _lifecycle(entity: _Entity) -> Lifecycle | None:
    said = entity.spec.name("lifecycle")
    if said and said.lower() not in _LIFECYCLES:
        fault = tr(
            "The lifecycle “{lifecycle}” is not one of Backstage's; it counts as unknown.",
            lifecycle=said[:60],
        )
        entity.spec.tell(fault, "lifecycle")
    return _LIFECYCLES.get((said or "").lower())


def _link(metadata: Record) -> str | None:
    links = [link.name("url") for link in metadata.records("links", tr("Link"))]
    return next(filter(None, links), None)


def _extra(entity: _Entity) -> dict[str, object]:
    """What is shown and changes no answer."""
    spec, metadata = entity.spec, entity.metadata
    shown = {
        "entity": entity.record.name("kind"),
        "entity_type": spec.name("type"),
        "system": spec.name("system"),
        "labels": metadata.pairs("labels"),
        "annotations": metadata.pairs("annotations"),
        **{key: spec.plain(key) for key in _SHOWN.get(entity.kind, ())},
    }
    return {key: value for key, value in shown.items() if value}
