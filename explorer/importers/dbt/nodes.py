"""What each entry of a dbt manifest is in the system graph, attribute by attribute."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import timedelta

import msgspec

from explorer.domain.entities import Contract, Node
from explorer.domain.kinds import Access, Lifecycle, NodeKind, OnSchemaChange, Subtype
from explorer.domain.provenance import Source
from explorer.importers.dbt.entries import Age, Column, Config, Enforced, Entry, Export, Owner, Target
from explorer.importers.json_pieces import decode_piece

_MATERIALIZED = {
    "table": Subtype.TABLE,
    "incremental": Subtype.TABLE,
    "seed": Subtype.TABLE,
    "snapshot": Subtype.TABLE,
    "view": Subtype.VIEW,
    "ephemeral": Subtype.VIEW,  # its text is pasted into its readers: it answers as it is asked
}
_EXPOSED = {
    "dashboard": Subtype.DASHBOARD,
    "notebook": Subtype.NOTEBOOK,
    "analysis": Subtype.NOTEBOOK,
    "application": Subtype.APPLICATION,
}
_EVERYBODY = frozenset(("public", "allusers", "allauthenticatedusers", "account users"))
_PERIODS = {"minute": 60, "hour": 3600, "day": 86400}
_KINDS = {
    "model": NodeKind.DATASET,
    "seed": NodeKind.DATASET,
    "snapshot": NodeKind.DATASET,
    "source": NodeKind.DATASET,
    "function": NodeKind.ARTIFACT,
    "exposure": NodeKind.CONSUMER,
    "saved_query": NodeKind.CONSUMER,
    "metric": NodeKind.METRIC,
}


def resource_of(entry_id: str, entry: Entry) -> str:
    """dbt's word for what an entry is; before all others it begins its id."""
    return entry.resource_type or entry_id.partition(".")[0]


def kind_of(entry_id: str, entry: Entry) -> NodeKind | None:
    """The kind of node that an entry is, or None for one that is none (a test, a semantic model)."""
    return _KINDS.get(resource_of(entry_id, entry))


def node_of(entry_id: str, entry: Entry, kind: NodeKind, source: Source, tests: Iterable[str]) -> Node:
    """The node that an entry states; tests: the names of those that are about it."""
    config = entry.config or Config()
    grants = _grants(config.grants)
    return Node(
        id=entry_id,
        kind=kind,
        name=name_of(entry_id, entry),
        owner=owner_of(entry),
        subtype=_subtype(entry_id, entry, kind),
        description=(entry.description or "").strip() or None,
        version=None if entry.version is None else str(entry.version),
        access=_access(grants),
        contract=_contract(entry.contract, config.contract),
        freshness=_freshness(entry),
        fields=tuple(entry.columns) if entry.columns else None,
        language=entry.language if kind is NodeKind.DATASET else None,
        lifecycle=Lifecycle.DEPRECATED if entry.deprecation_date else None,
        tests=tuple(sorted(set(tests))) or None,
        tags=_tags(entry.tags) or _tags(config.tags),
        url=entry.url or None,
        source=source,
        extra=_extra(entry, config, kind, grants),
    )


def name_of(entry_id: str, entry: Entry) -> str:
    """What people call an entry."""
    if entry_id.startswith("source.") and entry.source_name:
        return f"{entry.source_name}.{entry.name}"
    if entry.version is not None:
        return f"{entry.name} v{entry.version}"
    return (entry.label or "").strip() or entry.name or entry_id


def owner_of(entry: Entry) -> str | None:
    """Its group; else the team or owner its meta names; else its own owner, a name before an address."""
    config = entry.config or Config()
    for stated in (entry.group, config.group, _meta_owner(entry.meta), _meta_owner(config.meta)):
        if stated:
            return stated
    return owner_name(entry.owner)


def owner_name(owner: Owner | None) -> str | None:
    """A name, or the first address where there is no name."""
    return (((owner and owner.name) or "").strip() or owner_address(owner)) or None


def owner_address(owner: Owner | None) -> str | None:
    """The first address at which the owner is reached."""
    email = owner.email if owner else None
    first = email if isinstance(email, str) else next(iter(email or ()), None)
    return (first or "").strip() or None


def on_schema_change(entry: Entry) -> OnSchemaChange | None:
    """Certain only for an incremental model that is told to fail; any other SQL may name the lost column or not."""
    config = entry.config or Config()
    fails = config.materialized == "incremental" and config.on_schema_change == "fail"
    return OnSchemaChange.FAIL if fails else None


def newest_version(entry_id: str, entry: Entry, known: Container[str]) -> str | None:
    """The id of the version that stands for the model, where this entry is an older one; known: the ids there are."""
    mine, latest = entry.version, entry.latest_version
    stem, _, last = entry_id.rpartition(".")
    if mine is None or latest is None or last != f"v{mine}":
        return None
    try:
        older = float(mine) < float(latest)
    except ValueError:
        return None  # versions named by words have no order
    newest = f"{stem}.v{latest}"
    return newest if older and newest in known else None


def _subtype(entry_id: str, entry: Entry, kind: NodeKind) -> Subtype | None:
    resource = resource_of(entry_id, entry)
    if resource in ("source", "seed", "snapshot"):
        return Subtype.TABLE
    if kind is NodeKind.DATASET:
        # A materialisation of the adapter's or the project's own may be at rest or live.
        return _MATERIALIZED.get((entry.config or Config()).materialized or "", Subtype.UNKNOWN)
    if resource == "exposure":
        return _EXPOSED.get(entry.type or "", Subtype.UNKNOWN)
    return Subtype.BATCH if resource == "saved_query" else None


def _contract(*stated: Enforced | bool | None) -> Contract | None:
    for contract in stated:
        if contract is True or (isinstance(contract, Enforced) and contract.enforced):
            return Contract(enforced=("schema",))
    return None


def _freshness(entry: Entry) -> timedelta | None:
    config = entry.config or Config()
    for freshness in (entry.freshness, config.freshness):
        for age in (freshness.warn_after, freshness.error_after) if freshness else ():
            if (duration := _duration(age)) is not None:
                return duration
    return None


def _duration(age: Age | None) -> timedelta | None:
    if age is None or age.count is None or age.period not in _PERIODS or age.count <= 0:
        return None
    try:
        return timedelta(seconds=age.count * _PERIODS[age.period])
    except OverflowError:
        return None


def _tags(tags: list[str] | str | None) -> tuple[str, ...] | None:
    return ((tags,) if isinstance(tags, str) else tuple(dict.fromkeys(tags or ()))) or None


def _meta_owner(raw: msgspec.Raw) -> str | None:
    """`meta` is anything: only its team and owner are looked at, and only where they name somebody."""
    data = bytes(raw)
    if b'"team"' not in data and b'"owner"' not in data:
        return None
    try:
        meta = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return None
    if not isinstance(meta, Mapping):
        return None
    return next((text for key in ("team", "owner") if (text := _somebody(meta.get(key)))), None)


def _somebody(value: object) -> str | None:
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, Mapping):
        value = next((value[k] for k in ("team", "name", "email") if value.get(k)), None)
    return value.strip() or None if isinstance(value, str) else None


def _grants(raw: msgspec.Raw) -> dict[str, list[str]]:
    """Who may do what, such as {"select": ["reporting"]}; nothing where it is written as dbt does not write it."""
    if bytes(raw) in (b"", b"{}", b"null"):
        return {}
    try:
        stated = decode_piece(raw, dict[str, list[str] | str | None])
    except ValueError:
        return {}
    listed = {what: [who] if isinstance(who, str) else who for what, who in stated.items()}
    return {what: who for what, who in listed.items() if who}


def _access(grants: Mapping[str, list[str]]) -> Access | None:
    """Controlled where a role is given leave, open where everybody is."""
    who = {
        name.strip().casefold().removeprefix("specialgroup:") for names in grants.values() for name in names
    }
    return Access.OPEN if who & _EVERYBODY else Access.CONTROLLED if who else None


def _exports(raw: msgspec.Raw) -> list[str]:
    """The tables in which a saved query is kept."""
    if bytes(raw) in (b"", b"[]", b"null"):
        return []
    try:
        stated = decode_piece(raw, list[Export])
    except ValueError:
        return []
    places = [(export.config or Target(), export.name) for export in stated]
    return [".".join(filter(None, (at.schema_name, at.alias or name))) for at, name in places]


def _column_types(columns: Mapping[str, msgspec.Raw] | None) -> dict[str, str]:
    types = {}
    for name, raw in (columns or {}).items():
        if b'"data_type"' in bytes(raw):
            try:
                types[name] = decode_piece(raw, Column).data_type
            except ValueError:
                continue
    return {name: said for name, said in types.items() if said}


def _extra(
    entry: Entry, config: Config, kind: NodeKind, grants: Mapping[str, list[str]]
) -> dict[str, object]:
    """What is shown and changes no answer."""
    stated = {
        "relation": entry.relation_name,
        "materialized": config.materialized,
        "maturity": entry.maturity,
        "exposure_type": entry.type if kind is NodeKind.CONSUMER else None,
        "ref_access": entry.access or config.access,
        "grants": grants,
        "column_types": _column_types(entry.columns),
        "exports": _exports(entry.exports),
        "loader": entry.loader,
        "loaded_at_field": entry.loaded_at_field,
    }
    return {key: value for key, value in stated.items() if value}
