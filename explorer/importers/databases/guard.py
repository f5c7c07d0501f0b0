"""What may be asked of any database: one statement that reads, whatever a library or a mistake of ours sends.

The engines refuse to write by themselves as well (see each engine's file); this refuses even what they would allow
somebody who only reads: settings, files written by a SELECT, a second statement behind the first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from explorer.errors import InputError
from explorer.language import tr

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from explorer.importers.databases.reader import Cut

_QUOTED = re.compile(r'"(?:[^"]|"")*"|`(?:[^`]|``)*`|\'(?:[^\']|\'\')*\'')
_ASKS = re.compile(r"\s*(?:SELECT|SHOW|PRAGMA|ROLLBACK)\b", re.IGNORECASE)
_MORE = re.compile(r";|\bINTO\b|--|/\*", re.IGNORECASE)


def only_reading(engine: Engine, cut: Cut) -> None:
    """From here on the engine's connections pass nothing on but single statements that read, and none once cut."""
    from sqlalchemy import event

    def check(connection: object, cursor: object, statement: str, *further: object) -> None:
        cut.check()
        refuse_more(statement)

    event.listen(engine, "before_cursor_execute", check)


def refuse_more(statement: str) -> None:
    """InputError for a statement that is, or might be, more than a question."""
    bare = _QUOTED.sub("", statement)
    if not _ASKS.match(bare) or _MORE.search(bare.rstrip().rstrip(";")):
        raise InputError(
            tr("Databases are only read here; this was refused: {statement}", statement=statement[:80])
        )
