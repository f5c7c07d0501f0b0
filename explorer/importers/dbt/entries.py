"""The keys of a dbt manifest that are read, in every version from v4; whatever else stands there is skipped.

Nearly everything may be missing or null in one version or another, so nearly everything has a default.
"""

from __future__ import annotations

from typing import Any

from msgspec import Raw, Struct


class DependsOn(Struct):
    """What an entry is made from, in dbt's direction."""

    nodes: list[str] | None = None


class Enforced(Struct):
    """A model contract."""

    enforced: bool | None = None


class Age(Struct):
    """A count of a period, as in 12 hours."""

    count: int | None = None
    period: str | None = None


class Freshness(Struct):
    """When a source counts as late."""

    warn_after: Age | None = None
    error_after: Age | None = None


class Owner(Struct):
    """Who owns a group or an exposure; dbt 1.10 and later allow several addresses."""

    name: str | None = None
    email: str | list[str] | None = None


class Config(Struct):
    """The settings that say what becomes of an entry; `grants` may be anything, and says who may read."""

    enabled: bool | None = None
    materialized: str | None = None
    meta: Raw = Raw()
    group: str | None = None
    contract: Enforced | bool | None = None
    on_schema_change: str | None = None
    freshness: Freshness | None = None
    tags: list[str] | str | None = None
    grants: Raw = Raw()
    access: str | None = None


class Column(Struct):
    """One column that the project describes."""

    data_type: str | None = None


class Target(Struct):
    """Where a saved query is written."""

    schema_name: str | None = None
    alias: str | None = None


class Export(Struct):
    """A table or view in which a saved query is kept."""

    name: str = ""
    config: Target | None = None


class GenericTest(Struct):
    """What a generic test was called with; its name says which test it is."""

    kwargs: dict[str, Any] | None = None


class Entry(Struct):
    """One thing of a manifest, whatever its section: the keys of every version from v4 that are read."""

    name: str
    resource_type: str = ""
    package_name: str = ""
    original_file_path: str | None = None
    description: str | None = None
    tags: list[str] | str | None = None
    meta: Raw = Raw()
    columns: dict[str, Raw] | None = None
    depends_on: DependsOn | None = None
    config: Config | None = None
    group: str | None = None
    language: str | None = None
    contract: Enforced | bool | None = None
    version: str | int | float | None = None
    latest_version: str | int | float | None = None
    deprecation_date: str | None = None
    database: str | None = None
    schema: str | None = None
    alias: str | None = None
    identifier: str | None = None
    relation_name: str | None = None
    compiled_code: Raw = Raw()
    compiled_sql: Raw = Raw()
    access: str | None = None
    loader: str | None = None
    loaded_at_field: str | None = None
    attached_node: str | None = None
    test_metadata: GenericTest | None = None
    source_name: str | None = None
    freshness: Freshness | None = None
    type: str | None = None
    owner: Owner | None = None
    label: str | None = None
    url: str | None = None
    maturity: str | None = None
    exports: Raw = Raw()

    @property
    def is_ephemeral(self) -> bool:
        """Whether it is no table: its text is pasted into that of its readers."""
        return self.config is not None and self.config.materialized == "ephemeral"


class Metadata(Struct):
    """What the manifest says of itself."""

    dbt_schema_version: str = ""
    project_name: str | None = None
    generated_at: str | None = None
    adapter_type: str | None = None


class Group(Struct):
    """A group of models and who owns it."""

    name: str
    owner: Owner | None = None


def parents_of(entry: Entry) -> list[str]:
    """The ids of what an entry is made from, each once."""
    return list(dict.fromkeys((entry.depends_on.nodes if entry.depends_on else None) or ()))
