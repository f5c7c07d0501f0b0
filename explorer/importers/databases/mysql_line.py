"""The driver's line to a MySQL server: it can be cut while somebody waits at its end, and keeps passwords to itself.

Rows come as they are asked for, and the driver reads the rest of them before a cursor is closed: where the line was
cut meanwhile, there is no rest, and that is no fault any more.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pymysql.connections import Connection
from pymysql.constants.CR import CR_AUTH_PLUGIN_ERR
from pymysql.cursors import SSCursor
from pymysql.err import OperationalError

if TYPE_CHECKING:
    _Connection = Connection[Any]
else:
    _Connection = Connection  # generic for those who check types only


class Line(_Connection):
    """A connection that another thread can end at once."""

    def cursor(self, cursor: Any = None) -> Any:
        """A cursor; one that does not keep all rows is of the kind that bears being cut."""
        return super().cursor(_Unkept if cursor is SSCursor else cursor)

    def wait_for_answers(self, seconds: float) -> None:
        """From here on the server may take longer than for letting somebody in."""
        self._read_timeout = seconds

    def cut(self) -> None:
        """Nothing comes any more, whoever waits."""
        line = getattr(self, "_sock", None)  # the driver offers no other way
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class _InTheClear:
    """A way to log in that sends the password as it is, which any server may ask for: over an encrypted line only."""

    def __init__(self, line: Any) -> None:
        self._line = line

    def authenticate(self, packet: Any) -> Any:
        """Answer the server, if nobody else can read it."""
        if not self._line._secure:
            raise OperationalError(CR_AUTH_PLUGIN_ERR, "The password would be sent in the clear.")
        self._line.write_packet(self._line.password + b"\0")
        return self._line._read_packet()


IN_THE_CLEAR: dict[str, Callable[[Any], Any]] = {"mysql_clear_password": _InTheClear, "dialog": _InTheClear}
"""The ways to log in, by their names, that are not taken over an open line."""


class _Unkept(SSCursor):
    """Rows as they come."""

    def close(self) -> None:
        """Read what is left, unless the line is gone."""
        result: Any = getattr(self, "_result", None)
        try:
            super().close()
        except Exception:  # noqa: BLE001 - the line was cut in the midst of anything
            self.connection = None  # type: ignore[assignment]  # as the driver marks what is closed
        finally:
            if result is not None:
                result.unbuffered_active = False

    __del__ = close  # else the driver's own
