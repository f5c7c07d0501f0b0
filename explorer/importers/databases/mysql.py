"""MySQL and MariaDB servers, asked in read-only transactions that end by themselves.

Everything the driver says while connecting is replaced by our own sentences, because it may repeat the address. The
driver reads no option file, sends no file of this machine (LOAD DATA LOCAL), and encrypts wherever the server can.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from explorer.errors import InputError
from explorer.importers.databases.address import DatabaseUrl
from explorer.importers.databases.guard import only_reading
from explorer.importers.databases.reader import reason_of, told_as_faults
from explorer.language import marked, tr

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from explorer.importers.databases.mysql_line import Line
    from explorer.importers.databases.reader import Cut

_CONNECT_SECONDS = 10
_LOCK_SECONDS = 5
_CANCEL_SECONDS = 2
_TLS: dict[str | None, dict[str, Any]] = {
    "disable": {"ssl_disabled": True},
    "require": {"ssl": {"check_hostname": False, "verify_mode": "none"}},
    "verify-ca": {"ssl": {"check_hostname": False, "verify_mode": "required"}},
    "verify-full": {"ssl": {"check_hostname": True, "verify_mode": "required"}},
}
"""Without any of these it is encrypted where the server can."""
_ONLY_ENCRYPTED = (
    marked("It asks for a password in a way that only an encrypted line allows."),
    marked("Add ?sslmode=require to the address."),
)
_NO_SUCH_LOGIN = (
    marked("It asks for a way to log in that is not known here."),
    marked("Ask who keeps the server for a user with a password."),
)
_NUMBERS = {
    **dict.fromkeys(
        (1045, 1698, 1251, 2049),
        (
            marked("It refused the user name or the password."),
            marked("Check both; in an address @ in a password is %40."),
        ),
    ),
    **dict.fromkeys(
        (1044, 1049),
        (marked("It has no such database for this user."), marked("Check the database's name.")),
    ),
    **dict.fromkeys(
        (1129, 1130),
        (marked("It takes nobody from this machine."), marked("Ask who keeps the server to allow it.")),
    ),
    **dict.fromkeys(
        (1040, 1203, 1226),
        (marked("It takes no more connections at present."), marked("Try again later.")),
    ),
    **dict.fromkeys(
        (1820, 1862),
        (marked("The password has expired."), marked("Set a new one with the server's own programs.")),
    ),
    **dict.fromkeys(
        (3118, 4151),
        (marked("It has locked this user."), marked("Ask who keeps the server to unlock it.")),
    ),
    2059: _NO_SUCH_LOGIN,
    2061: _ONLY_ENCRYPTED,
    3159: (
        marked("It takes encrypted connections only."),
        marked("Add ?sslmode=require to the address."),
    ),
    2026: (
        marked("It does not encrypt, which the address demands."),
        marked("Take sslmode out of the address, or ask who keeps the server to encrypt."),
    ),
}
_ALL_RIGHTS = frozenset(("ALL PRIVILEGES", "SUPER"))


@contextmanager
def open_mysql(url: DatabaseUrl, cut: Cut, seconds: float) -> Iterator[Connection]:
    """A connection whose transactions are all read-only, each of whose statements is given `seconds`."""
    import sqlalchemy as sql
    from sqlalchemy.pool import NullPool

    raw = _connected(url, seconds)
    cut.by(lambda: _hang_up(raw, url))
    engine = sql.create_engine("mysql+pymysql://", creator=lambda: raw, poolclass=NullPool)
    try:
        _confine(raw, url, seconds)
        with told_as_faults(url.shown), engine.connect() as connection:
            only_reading(engine, cut)
            yield connection
    finally:
        with suppress(Exception):  # the line may be cut, in which case there is nothing left to end
            engine.dispose()
            raw.close()


def may_do_anything(connection: Connection) -> bool:
    """Whether this user could change everything on the server, were the transaction not read-only."""
    grants = connection.exec_driver_sql("SHOW GRANTS").scalars()
    listed = (str(grant).removeprefix("GRANT ").partition(" ON *.* ") for grant in grants)
    return any(everywhere and _ALL_RIGHTS & {*rights.split(", ")} for rights, everywhere, _ in listed)


def _connected(url: DatabaseUrl, seconds: float) -> Line:
    try:
        import pymysql
    except ImportError:
        raise InputError(
            tr("MySQL's library cannot be loaded here."), where=url.shown, hint=tr("Install PyMySQL.")
        ) from None
    from explorer.importers.databases.mysql_line import IN_THE_CLEAR, Line

    try:
        line = Line(
            host=url.host or "localhost",
            port=url.port or 3306,
            user=url.user or "",
            password=(url.password or "").encode(),  # as text it could only be Latin
            database=url.database,
            charset="utf8mb4",
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_CONNECT_SECONDS,  # another sort of server would wait for us to speak first
            local_infile=False,
            auth_plugin_map=IN_THE_CLEAR,
            program_name="ripplemap",
            **_TLS.get(url.ssl_mode, {}),
        )
        line.wait_for_answers(seconds + _CANCEL_SECONDS)
        return line
    except (pymysql.Error, OSError, ValueError, LookupError, TypeError, AssertionError) as error:
        raise _unreachable(error, url) from None
    except (RuntimeError, struct.error) as error:
        # An answer that is no MySQL, or a way to log in for which a library is missing.
        raise _unreachable(error, url) from None


def _confine(raw: Line, url: DatabaseUrl, seconds: float) -> None:
    """Read-only from here on, with an end; a server that cannot promise the first is not read."""
    import pymysql

    with raw.cursor() as cursor:
        try:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
        except pymysql.Error as error:
            if error.args and error.args[0] in _NUMBERS:
                raise _unreachable(error, url) from None
            raise InputError(
                tr("It does not promise that nothing is changed: {reason}.", reason=reason_of(error)),
                where=url.shown,
                hint=tr("MySQL from 5.6 and MariaDB from 10.0 on do."),
            ) from None
        # The first is MariaDB's name for it, the second MySQL's.
        for setting in (
            f"max_statement_time = {seconds:.3f}",
            f"max_execution_time = {seconds * 1000:.0f}",
            f"lock_wait_timeout = {_LOCK_SECONDS}",
            f"innodb_lock_wait_timeout = {_LOCK_SECONDS}",
        ):
            with suppress(pymysql.Error):
                cursor.execute(f"SET SESSION {setting}")
        cursor.execute("START TRANSACTION READ ONLY")


def _unreachable(error: Exception, url: DatabaseUrl) -> InputError:
    number = error.args[0] if error.args else None
    if isinstance(number, int) and number in _NUMBERS:
        message, hint = _NUMBERS[number]
        return InputError(tr(message), where=url.shown, hint=tr(hint))
    text = str(error).lower()
    if "cryptography" in text or "nacl" in text:  # libraries that some ways to log in need
        message, hint = _ONLY_ENCRYPTED if "cryptography" in text else _NO_SUCH_LOGIN
        return InputError(tr(message), where=url.shown, hint=tr(hint))
    if "timed out" in text:
        return InputError(
            tr("It did not answer within 10 seconds."),
            where=url.shown,
            hint=tr("Check host and port, and any firewall."),
        )
    if "name or service" in text or "getaddrinfo" in text or "resolution" in text:
        return InputError(
            tr("There is no such host."), where=url.shown, hint=tr("Check the host in the address.")
        )
    if "encryption" in text or "ssl" in text:
        return InputError(
            tr("It could not be agreed how to encrypt."),
            where=url.shown,
            hint=tr("Add ?sslmode=require or ?sslmode=disable to the address."),
        )
    return InputError(
        tr("The server cannot be reached."),
        where=url.shown,
        hint=tr("Check that it runs, and its host and port."),
    )


def _hang_up(raw: Line, url: DatabaseUrl) -> None:
    """Ends the conversation from another thread; telling the server may take a while, so it is not awaited."""
    raw.cut()
    threading.Thread(target=_end, args=(raw, url), name="hanging up", daemon=True).start()


def _end(raw: Line, url: DatabaseUrl) -> None:
    with suppress(Exception):  # it may have ended by itself in any way
        other = _connected(url, _CANCEL_SECONDS)
        with other.cursor() as cursor:
            cursor.execute(f"KILL CONNECTION {int(raw.thread_id())}")  # type: ignore[no-untyped-call]
        other.close()
