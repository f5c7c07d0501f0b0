"""PostgreSQL servers, asked in one read-only transaction that ends by itself.

Everything the driver says while connecting is replaced by our own sentences, because it may repeat the address.
The connection is given to SQLAlchemy ready made, so that no engine, error or log ever holds the password.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.importers.databases.address import DatabaseUrl
from explorer.importers.databases.guard import only_reading
from explorer.importers.databases.reader import told_as_faults
from explorer.language import marked, tr

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy import Connection

    from explorer.importers.databases.reader import Cut

_CONNECT_SECONDS = 10
_LOCK_SECONDS = 5
_CANCEL_SECONDS = 2.0
_NO_FILE = str(Path(__file__).parent / "no-such-password-file")
_SENTENCES = (
    (
        ("invalid response", "expected authentication"),
        marked("What answers there is no PostgreSQL."),
        marked("Check the port, and which engine it is."),
    ),
    (
        ("does not support SSL",),
        marked("It does not encrypt, which the address demands."),
        marked("Take sslmode out of the address, or ask who keeps the server to encrypt."),
    ),
    (
        ("timeout", "timed out"),
        marked("It did not answer within 10 seconds."),
        marked("Check host and port, and any firewall."),
    ),
    (
        ("authentication", "no password", "password", "pg_hba"),
        marked("It refused the user name or the password."),
        marked("Check both; in an address @ in a password is %40."),
    ),
    (("role",), marked("It knows no such user."), marked("Check the user name in the address.")),
    (
        ("database",),
        marked("It has no such database."),
        marked("Check the name after the last stroke of the address."),
    ),
    (
        ("resolve", "translate", "name or service"),
        marked("There is no such host."),
        marked("Check the host in the address."),
    ),
    (
        ("SSL",),
        marked("It could not be agreed how to encrypt."),
        marked("Add ?sslmode=require or ?sslmode=disable to the address."),
    ),
)


@contextmanager
def open_postgresql(url: DatabaseUrl, cut: Cut, seconds: float) -> Iterator[Connection]:
    """A connection in a read-only transaction, each of whose statements is given `seconds`."""
    import sqlalchemy as sql
    from sqlalchemy.pool import NullPool

    raw = _connected(url)
    cut.by(lambda: _hang_up(raw))
    engine = sql.create_engine(
        "postgresql+psycopg://", creator=lambda: raw, poolclass=NullPool, use_native_hstore=False
    )
    try:
        with told_as_faults(url.shown), engine.connect() as connection:
            for setting, value in (
                ("statement_timeout", f"{seconds * 1000:.0f}ms"),
                ("lock_timeout", f"{_LOCK_SECONDS}s"),
                # A row policy runs its author's functions; where one applies, the server now refuses instead.
                ("row_security", "off"),
            ):
                connection.exec_driver_sql(f"SET LOCAL {setting} = '{value}'")
            only_reading(engine, cut)
            yield connection
    finally:
        engine.dispose()
        raw.close()


def is_superuser(connection: Connection) -> bool:
    """Whether this user may do anything on the server, even in a read-only transaction."""
    return bool(connection.exec_driver_sql("SELECT current_setting('is_superuser')").scalar() == "on")


def _connected(url: DatabaseUrl) -> psycopg.Connection:
    try:
        import psycopg
    except ImportError:
        raise InputError(
            tr("PostgreSQL's library cannot be loaded here."),
            where=url.shown,
            hint=tr("Install psycopg[binary]."),
        ) from None
    try:
        raw = psycopg.connect(
            host=url.host,
            port=url.port,
            user=url.user,
            # Said to be empty rather than left out: PGPASSWORD and password files would otherwise be sent to
            # whatever host an address names.
            password=url.password or "",
            passfile=_NO_FILE,
            dbname=url.database,
            sslmode=url.ssl_mode,
            connect_timeout=_CONNECT_SECONDS,
            application_name="ripplemap",
        )
    except (psycopg.Error, UnicodeError, ValueError) as error:
        raise _unreachable(str(error), url) from None
    raw.read_only = True
    raw.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    return raw


def _unreachable(text: str, url: DatabaseUrl) -> InputError:
    for words, message, hint in _SENTENCES:
        if any(word.lower() in text.lower() for word in words):
            return InputError(tr(message), where=url.shown, hint=tr(hint))
    return InputError(
        tr("The server cannot be reached."),
        where=url.shown,
        hint=tr("Check that it runs, and its host and port."),
    )


def _hang_up(raw: psycopg.Connection) -> None:
    """Ends the conversation from another thread; asking the server to stop may take a while, so it is not awaited."""
    threading.Thread(target=_end, args=(raw,), name="hanging up", daemon=True).start()


def _end(raw: psycopg.Connection) -> None:
    with suppress(Exception):  # it may have ended by itself in any way
        raw.cancel_safe(timeout=_CANCEL_SECONDS)
    with suppress(Exception), socket.fromfd(raw.fileno(), socket.AF_INET, socket.SOCK_STREAM) as line:
        line.shutdown(socket.SHUT_RDWR)
