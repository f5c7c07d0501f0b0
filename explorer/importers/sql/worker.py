"""The process in which SQL is parsed: texts come in, what they do goes out, one after the other.

The parser takes half a second to load, so that only who parses loads it.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from explorer.importers.sql.faults import NO_MEMORY, Fault
from explorer.importers.sql.parsed import Parsed

_MEMORY_LIMIT = 2_000_000_000
"""A text that makes the parser need more is a fault of that text, and takes no memory from the machine."""


def serve(connection: Connection, dialect: str) -> None:
    """Answer every text that comes with a Parsed, until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which ends its workers
    _limit_memory()
    from explorer.importers.sql import statements  # noqa: F401 - before it says that it is ready

    with suppress(EOFError, OSError):
        connection.send(None)  # ready: the parser is loaded
        while True:
            connection.send(answer(connection.recv(), dialect))


def answer(text: str, dialect: str) -> Parsed:
    """What a text does; a fault where there is not memory enough."""
    from explorer.importers.sql.statements import parse_text

    try:
        return parse_text(text, dialect)
    except MemoryError:
        return Parsed(fault=Fault(NO_MEMORY), faults=1)


def _limit_memory() -> None:
    if sys.platform == "win32":
        return
    import resource

    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_LIMIT, _MEMORY_LIMIT))
