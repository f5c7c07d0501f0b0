"""What OpenLineage calls a job or a dataset, as an id that is the same whoever says it.

A dataset's namespace says where it lies and its name which it is there; together they are an address:
`postgres://host:5432` and `shop.public.orders` are `postgres://host:5432/shop.public.orders`. The specification lists
how each kind of store is to be written; clients that write it otherwise are put right where that is certain.
"""

from __future__ import annotations

import re

from explorer.domain.ids import clean_id
from explorer.domain.kinds import Subtype
from explorer.importers.short_names import endings

_SCHEMES = {"postgresql": "postgres", "s3a": "s3", "s3n": "s3"}
_LOCAL = frozenset(("file", "file:", "file://"))
_BIGQUERY = "bigquery/"
_SCHEME = re.compile(r"([A-Za-z][\w+.-]*)://", re.ASCII)
_SECRET = re.compile(r"(?<=://)[^/@:]*:[^/@]*@")
_KINDS = {
    **dict.fromkeys(("file", "s3", "gs", "hdfs", "abfss", "wasbs", "dbfs"), Subtype.FILE),
    **dict.fromkeys(("kafka", "kinesis", "eventhubs", "pubsub"), Subtype.STREAM),
}


def dataset_id(namespace: str, name: str) -> str:
    """The id of a dataset; ValueError where there can be none. A name that is an address by itself needs no place."""
    name = name.strip()
    if not name:
        return clean_id("")
    if own := _SCHEME.match(name):
        namespace, name = own[0], name[own.end() :]
    place = without_secret(namespace.strip())
    if place in _LOCAL and not own:
        return clean_id(f"file:///{name.lstrip('/')}")
    place = _SCHEME.sub(lambda said: f"{_scheme(said[1])}://", place, count=1)
    if place.endswith("://"):
        return clean_id(place + name)
    return clean_id(f"{place.rstrip('/')}/{name.lstrip('/')}")


def job_id(namespace: str, name: str) -> str:
    """The id of a job, which never is that of a dataset; ValueError where there can be none."""
    name = name.strip()
    return clean_id(f"{without_secret(namespace.strip()).rstrip('/')}/jobs/{name}" if name else "")


def names_in_bigquery(name: tuple[str, ...]) -> tuple[str, ...] | None:
    """The other names of a table that BigQuery must hold, since its own has a project with hyphens before it."""
    if len(name) != 3 or "-" not in name[0] or name[-1].endswith("*"):
        return None
    return (name_in_bigquery(".".join(name)),)


def name_in_bigquery(name: str) -> str:
    """What OpenLineage calls a table of BigQuery, whose own name is project.dataset.table."""
    return _BIGQUERY + name


def names_of(node_id: str, name: str) -> list[str]:
    """What a dataset may be called, the shortest first: the file or table alone, and ever more of what it lies in."""
    name = name.strip().strip("/")
    if "/" in name or _kind_of_place(node_id) is not None:
        return [*endings(name, "/"), node_id]
    is_table = node_id.startswith(_BIGQUERY) or _SCHEME.match(node_id)
    return [*(endings(name, ".") if is_table else [name]), node_id]


def subtype_of(node_id: str) -> Subtype:
    """What sort of dataset lies at such an address; a database holds tables and views, so there it is unknown."""
    return _kind_of_place(node_id) or Subtype.UNKNOWN


def _kind_of_place(node_id: str) -> Subtype | None:
    scheme = _SCHEME.match(node_id)
    return _KINDS.get(scheme[1] if scheme else node_id.partition("/")[0])


def without_secret(address: str) -> str:
    """An address without the user and password in it."""
    return _SECRET.sub("", address)


def _scheme(written: str) -> str:
    return _SCHEMES.get(written.lower(), written.lower())
