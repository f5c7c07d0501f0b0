"""Where a name says that something lies: a table in a database, or a path; so that two spellings can be compared.

`"db"."schema"."t"`, `db.schema.t` and `postgres://host:5432/db.schema.t` are tables, `s3a://bucket/x/` and
`https://bucket.s3.amazonaws.com/x` one path. A name that can be neither has no address. Nothing is guessed here: what
a name leaves out (the server, the database, the engine) is None, and others may say it.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple

from explorer.domain.engines import engine_named, stored

_PORTS = {
    "postgres": "5432",
    "redshift": "5439",
    "mysql": "3306",
    "mssql": "1433",
    "trino": "8080",
    "oracle": "1521",
    "kafka": "9092",
}
_ONE_SERVER = "bigquery"
"""There is one in the world, so that a project says all."""
_HERE = ("localhost", "127.", "[::1]")
"""Hosts that are another machine for everybody who says them."""
_SAME_SCHEME = {"s3a": "s3", "s3n": "s3", "gcs": "gs", "abfs": "abfss", "wasb": "wasbs"}
_LONGEST = 500
_PART = r'(?:"(?:[^"]|"")+"|`[^`]+`|\[[^\[\]]+\]|[^\W\d][\w$-]*)'
_MOST_OUTER = 3
_TABLE = re.compile(rf"{_PART}(?:\.{_PART}){{1,{_MOST_OUTER}}}")
_AT_SERVER = re.compile(rf"{_PART}(?:\.{_PART}){{0,3}}")
_PLAIN = re.compile(r"[^\W\d][\w$-]*(?:\.[^\W\d][\w$-]*)*")
_ONE_PART = re.compile(_PART)
_BACKTICKED = re.compile(r"`[^`.]+(?:\.[^`.]+){1,3}`")
_URI = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)", re.ASCII)
_ODD_PATH = re.compile(r"//|/\.{1,2}(?:/|$)|^\.{1,2}/|/$|^[A-Za-z]:")
_S3_HOST = re.compile(r"(?:(?P<bucket>.+)\.)?s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com", re.ASCII)
_GS_HOST = "storage.googleapis.com"
_OF_DBT = ("model.", "source.", "seed.", "snapshot.")
"""How the ids of dbt begin, which look like the names of tables and are none."""
_FILE = re.compile(
    r".*\.(?:avro|bin|csv|db|dvc|feather|gz|h5|hdf5|html|ipynb|jpe?g|joblib|jsonl?|md|ndjson|np[yz]|onnx|orc|parquet"
    r"|pdf|pickle|pkl|png|pth?|py|sql|sqlite|svg|tar|tfrecord|tsv|txt|xlsx?|xml|ya?ml|zip|zst)",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A part of a table's name, as it is written."""

    text: str
    is_quoted: bool = False

    def stored(self, engine: str | None) -> str:
        """The name as the engine keeps it; of an unknown engine as it is written."""
        return stored(self.text, engine, is_quoted=self.is_quoted)


class Place(NamedTuple):
    """What holds tables: the schema last, before it what holds that; engine and server are None where unsaid."""

    engine: str | None
    server: str | None
    parts: tuple[Part, ...]

    @property
    def stored(self) -> tuple[str, ...]:
        """Its parts as its own engine keeps them."""
        return tuple(part.stored(self.engine) for part in self.parts)

    def extends(self, other: Place) -> bool:
        """Whether it says all that the other says, and more."""
        length = len(other.parts)
        if length > len(self.parts) or other.engine not in (None, self.engine):
            return False
        if other.server not in (None, self.server) or (other.server and length < len(self.parts)):
            return False
        says_more = (len(self.parts), self.engine, self.server) != (length, other.engine, other.server)
        own = self.stored[len(self.parts) - length :]
        return says_more and own == tuple(part.stored(self.engine) for part in other.parts)


class Table(NamedTuple):
    """A table by its place and its own name."""

    place: Place
    name: Part


def table_of(name: str) -> Table | None:
    """The table that a name is that of; None where it is surely none, or has no schema."""
    if len(name) > _LONGEST or "." not in name:
        return None
    if "/" not in name:
        if name.startswith(_OF_DBT) or _FILE.fullmatch(name):
            return None
        return _named(None, None, name, _TABLE)
    if uri := _URI.fullmatch(name):
        return _table_at(uri[1].lower(), uri[2], uri[3].lstrip("/"))
    word, _, rest = name.partition("/")
    engine = engine_named(word)
    return _named(engine, None, rest, _TABLE) if engine else None


def server_called(engine: str, host: str, port: str | int | None = None) -> str | None:
    """What everybody calls a server, postgres://host:5432; None where its host is another one for each who says it.

    The host may hold a port; where none is said, it is the one that the engine's servers usually have.
    """
    engine = engine_named(engine) or engine
    if not host or host.startswith(_HERE):
        return None
    port = port or _PORTS.get(engine)
    has_port = ":" in host.rpartition("]")[2]
    return f"{engine}://{host}" if port is None or has_port else f"{engine}://{host}:{port}"


def path_of(name: str) -> str | None:
    """The path that a name is, in its one spelling: an object in a store, a topic, a file; None where it is none."""
    if len(name) > _LONGEST or ("/" not in name and "\\" not in name):
        return None
    if name.startswith("file:"):
        rest = name.removeprefix("file:")
        return _clean(re.sub(r"^/+(?=[A-Za-z]:)", "", rest) if rest.startswith("/") else rest) or None
    uri = _URI.fullmatch(name)
    if uri is None:
        return None if "://" in name else _clean(name) or None
    scheme, host, path = uri[1].lower(), uri[2].lower(), uri[3]
    scheme = _SAME_SCHEME.get(scheme, scheme)
    if engine_named(scheme):
        return None
    if scheme in ("http", "https"):
        return _in_store(host, path)
    if scheme in _PORTS and ":" not in host and "," not in host:
        host = f"{host}:{_PORTS[scheme]}"
    return f"{scheme}://{host}{_clean(path)}"


def _in_store(host: str, path: str) -> str | None:
    """An object by the address at which it is fetched; any other page of the web is no data."""
    if host == _GS_HOST:
        return f"gs:/{_clean(path)}"
    found = _S3_HOST.fullmatch(host)
    if found is None:
        return None
    return f"s3://{found['bucket']}{_clean(path)}" if found["bucket"] else f"s3:/{_clean(path)}"


def _clean(path: str) -> str:
    """Without steps that lead nowhere, and without a slash at the end."""
    path = path.replace("\\", "/")
    if not _ODD_PATH.search(path):
        return path
    path = posixpath.normpath(path)
    path = "/" + path.lstrip("/") if path.startswith("/") else path
    if path == "/":
        return ""
    return path[0].lower() + path[1:] if re.match(r"[A-Za-z]:/", path) else path


def _table_at(scheme: str, host: str, rest: str) -> Table | None:
    engine = engine_named(scheme)
    if engine is None or not rest:
        return None
    host = host.rpartition("@")[2].lower()
    if engine == _ONE_SERVER:
        return _named(engine, None, f"{host}.{rest}" if host else rest, _TABLE)
    server = server_called(engine, host)
    return _named(engine, server, rest, _AT_SERVER if server else _TABLE)


def _named(engine: str | None, server: str | None, text: str, pattern: re.Pattern[str]) -> Table | None:
    if _PLAIN.fullmatch(text):
        if pattern is _TABLE and not 0 < text.count(".") <= _MOST_OUTER:
            return None
        outer, _, last = text.rpartition(".")
        return Table(_plain_place(engine, server, outer), Part(last))
    if _BACKTICKED.fullmatch(text):  # BigQuery quotes the whole as well as each part
        parts = [Part(piece, is_quoted=True) for piece in text.strip("`").split(".")]
    elif pattern.fullmatch(text):
        parts = [_part(piece) for piece in _ONE_PART.findall(text)]
    else:
        return None
    return Table(_place(engine, server, parts[:-1]), parts[-1])


@lru_cache(maxsize=4096)
def _plain_place(engine: str | None, server: str | None, outer: str) -> Place:
    """Of many tables the same."""
    return _place(engine, server, [Part(piece) for piece in outer.split(".")] if outer else [])


def _place(engine: str | None, server: str | None, parts: list[Part]) -> Place:
    whole = engine == _ONE_SERVER and len(parts) > 1
    return Place(engine, _ONE_SERVER if whole else server, tuple(parts))


def _part(piece: str) -> Part:
    if piece[0] == '"':
        return Part(piece[1:-1].replace('""', '"'), is_quoted=True)
    return Part(piece[1:-1], is_quoted=True) if piece[0] in "`[" else Part(piece)
