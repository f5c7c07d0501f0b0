"""The names of tables in SQL that no parser understands: those that stand where tables are named.

A guess by its nature: comments and quoted texts are blanked, and what follows FROM, JOIN, INTO and their like is
taken for a table unless the text itself gives that name to a part of its own (WITH name AS …).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from explorer.importers.sql.parsed import Gathering, Read, TableName, Write

_SILENT = re.compile(
    r"--[^\n]*|(?:\A|(?<=\n))[ \t]*\#[^\n]*|/\*.*?(?:\*/|\Z)"  # comments
    r"|\'\'\'.*?(?:\'\'\'|\Z)|\"\"\".*?(?:\"\"\"|\Z)|\'(?:[^\'\\\n]|\\.|\'\')*\'",
    re.S,
)
_PART = r"""(?:`[^`\n]{1,300}`|"[^"\n]{1,300}"|\[[^\]\n]{1,300}\]|[^\W\d][\w$-]{0,300})"""
_NAME = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART}){{0,5}}"
# A word of the language after FROM is a fault in the text, and no table: whose name is such a word is quoted.
_NO_NAME = (
    r"(?!(?:from|join|where|on|using|left|right|full|inner|cross|group|order|having|union|limit|as|and|or)\b)"
)
_ALIAS = r"(?:\s+(?:as\s+)?(?!(?:where|join|left|right|full|inner|cross|on|group|order|union)\b)\w+)?"
_READ = re.compile(
    rf"\b(?:from|join)\s+{_NO_NAME}((?:{_NAME}{_ALIAS}\s*,\s*)*{_NAME})(?![\w$.-]|\s*\()", re.I
)
_WRITTEN = re.compile(
    rf"\b(insert\s+(?:into|overwrite(?:\s+table)?)|merge\s+into|update|delete\s+from|truncate\s+table"
    rf"|create\s+(?:or\s+replace\s+)?(?:table|(?:materialized\s+)?view)(?:\s+if\s+not\s+exists)?)\s+({_NAME})",
    re.I,
)
_OWN = re.compile(rf"\b({_PART})\s+as\s*(?:(?:not\s+)?materialized\s*)?\(", re.I)
# FROM also stands between the arguments of a few functions: extract(day FROM created).
_INNER_FROM = re.compile(r"\b(?:extract|trim|substring|position|overlay)\s*\([^()]{0,2000}", re.I)
_NO_TABLES = frozenset(("select", "unnest", "lateral", "values", "table", "only", "set", "where", "dual"))
_HOW = {"create": "create", "insert": "insert", "merge": "merge", "update": "update", "delete": "delete"}


def scan(text: str, gathering: Gathering) -> None:
    """Tell of the tables that the words of a text seem to read and write."""
    bare = _SILENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
    bare = _INNER_FROM.sub(lambda m: re.sub(r"\bfrom\b", "    ", m[0], flags=re.I), bare)
    own = {_parts(m[1])[-1].lower() for m in _OWN.finditer(bare)}
    targets = set()
    for found in _WRITTEN.finditer(bare):
        table = _parts(found[2])
        targets.add(found.start(2))
        how = (
            "view"
            if re.search(r"\bview\b", found[1], re.I)
            else _HOW.get(found[1].split()[0].lower(), "truncate")
        )
        if _is_table(table, own):
            gathering.write(Write(table, how, guessed=True))
    for found in _READ.finditer(bare):
        if found.start(1) not in targets:
            for table in _listed(found[1]):
                if _is_table(table, own):
                    gathering.read(Read(table, guessed=True))


def _listed(text: str) -> Iterator[TableName]:
    """The names in `a AS x, b`, without the aliases."""
    for piece in re.split(rf",\s*(?={_NAME})", text):
        if found := re.match(_NAME, piece):
            yield _parts(found[0])


def _parts(name: str) -> TableName:
    """The parts of a name; a BigQuery name stands in one pair of backticks."""
    parts: list[str] = []
    for part in re.findall(_PART, name):
        bare = part[1:-1] if part[0] in '`"[' else part
        parts += bare.split(".") if part[0] == "`" else [bare]
    return tuple(parts)


def _is_table(table: TableName, own: set[str]) -> bool:
    return len(table) > 1 or (table[0].lower() not in _NO_TABLES and table[0].lower() not in own)
