"""How a part of a table's name is written in ids: in quotes only where it would else be read as another.

Databases, logs and projects write the same tables; they meet because all of them write names by this.
"""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[^\W\d][\w$-]*")


def quoted_if_needed(part: str, unquoted: str) -> str:
    """The part as it is written; `unquoted` is what the database makes of it when nobody quotes it."""
    if part == unquoted and _PLAIN.fullmatch(part):
        return part
    return '"' + part.replace('"', '""') + '"'
