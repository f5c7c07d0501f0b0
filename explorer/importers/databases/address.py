"""The address of a database as a person types it: taken apart without a driver, shown without its password.

Drivers take a host, a password file, a plug-in or server options out of an address's query; here only what is
listed passes. Nothing of an address that could be a part of a password is ever repeated in a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, unquote

from explorer.errors import InputError
from explorer.language import marked, tr

_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][\w.+-]*)://"
    r"(?:(?P<user>[^:/@?]*)(?::(?P<password>[^@]*))?@)?"
    r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:/?@]*)(?::(?P<port>[^/?@]*))?"
    r"(?:/(?P<database>[^?]*))?(?:\?(?P<query>.*))?",
    re.DOTALL,
)
FILES = ("sqlite", "duckdb")
"""The engines whose databases are files."""
SERVERS = ("postgresql", "mysql")
_DIALECTS = {
    **{name: name for name in (*FILES, *SERVERS)},
    "postgres": "postgresql",
    "mariadb": "mysql",
}
_SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# Only names that are surely no part of somebody's password are repeated.
_REPEATED = frozenset(
    (
        "host",
        "hostaddr",
        "passfile",
        "password",
        "service",
        "options",
        "plugin",
        "user",
        "port",
        "mode",
        "uri",
        "vfs",
    )
)
_EXAMPLE = marked(
    "Write sqlite:///file.db, duckdb:///file.duckdb, or postgresql:// or mysql://user@host/database."
)


@dataclass(frozen=True, slots=True)
class DatabaseUrl:
    """An address whose every part is known to be allowed."""

    dialect: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    host: str | None = None
    port: int | None = None
    database: str | None = None
    ssl_mode: str | None = None
    mapping: str | None = None

    @property
    def shown(self) -> str:
        """The address without its password."""
        settings = {"sslmode": self.ssl_mode, "mapping": self.mapping}
        query = "&".join(f"{key}={quote(value)}" for key, value in settings.items() if value)
        return f"{self.place}?{query}" if query else self.place

    @property
    def place(self) -> str:
        """Where the database is and who asks, without any setting: what its password is kept under."""
        if self.dialect in FILES:
            return f"{self.dialect}:///{self.database or ''}"
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if self.host and ":" in self.host else quote(self.host or "")
        port = f":{self.port}" if self.port else ""
        return f"{self.dialect}://{user}{host}{port}/{quote(self.database or '')}"

    @property
    def written(self) -> str:
        """The whole address with its password, as it can be read again; never to be shown."""
        if not self.password or self.dialect in FILES:
            return self.shown
        scheme, rest = self.shown.split("://", 1)
        user, rest = rest.split("@", 1) if self.user else ("", rest)
        return f"{scheme}://{user}:{quote(self.password, safe='')}@{rest}"


def is_database_url(url: str) -> bool:
    """Whether it is the address of a database, known or not, rather than of a page or a file."""
    scheme, separator, _ = url.partition("://")
    known = re.fullmatch(
        r"(?:sqlite|postgres(?:ql)?|mysql|mariadb|mssql|oracle|duckdb|snowflake|bigquery)\b.*", scheme
    )
    return bool(separator) and known is not None


def parse_database_url(url: str) -> DatabaseUrl:
    """The parts of an address; InputError with a sentence where one of them is not allowed."""
    parts = _ADDRESS.fullmatch(url.strip())
    name = parts["scheme"].lower() if parts else ""
    dialect = _DIALECTS.get(name.partition("+")[0])
    if parts is None or (dialect not in FILES and _is_unclear(url, parts)):
        raise InputError(
            tr("The address of the database cannot be read."),
            hint=tr(
                "{example} In a user name or password write @ as %40, : as %3A, / as %2F and ? as %3F.",
                example=tr(_EXAMPLE),
            ),
        )
    if dialect is None:
        raise InputError(
            tr(
                "“{name}” databases cannot be read; SQLite, DuckDB, PostgreSQL, MySQL and MariaDB can.",
                name=name,
            ),
            hint=tr(_EXAMPLE),
        )
    ssl_mode, mapping = _settings(parts["query"], dialect)
    return DatabaseUrl(
        dialect=dialect,
        user=_text(parts["user"]),
        password=_text(parts["password"]),
        host=_text(parts["host"].strip("[]")),
        port=_port(parts["port"]),
        # As in SQLAlchemy, the path of a file is taken as it is written.
        database=(parts["database"] or None) if dialect in FILES else _text(parts["database"]),
        ssl_mode=ssl_mode,
        mapping=mapping,
    )


def _is_unclear(url: str, parts: re.Match[str]) -> bool:
    """Whether what stands where is not known, so that no part may be repeated: it may be a password.

    An @ too many may be a password's own, and other programs write settings behind the database's name.
    """
    return (
        url.count("@") > (parts["user"] is not None) or re.search("[;=]", parts["database"] or "") is not None
    )


def _text(part: str | None) -> str | None:
    return unquote(part) or None if part else None


def _port(part: str | None) -> int | None:
    if not part:
        return None
    if not (part.isascii() and part.isdigit() and 0 < int(part[:6]) < 65536):
        raise InputError(tr("The port in the address is not a number from 1 to 65535."), hint=tr(_EXAMPLE))
    return int(part)


def _settings(query: str | None, dialect: str) -> tuple[str | None, str | None]:
    """How the line is to be encrypted, and the file that maps the tables to a system."""
    mode = mapping = None
    for key, value in parse_qsl(query or "", keep_blank_values=True):
        if key == "sslmode" and dialect in SERVERS:
            if value not in _SSL_MODES:
                raise InputError(tr("sslmode can be {modes}.", modes=", ".join(_SSL_MODES)))
            mode = value
        elif key == "mapping":
            mapping = value or None
        else:
            fault = tr("The address has a setting after its “?”, which is not taken from an address.")
            if key in _REPEATED:
                fault = tr(
                    "The address has “{key}” after its “?”, which is not taken from an address.", key=key
                )
            raise InputError(
                fault, hint=tr("Remove it; only mapping and a server's sslmode may stand there.")
            )
    return mode, mapping
