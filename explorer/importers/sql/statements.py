"""One text of SQL, statement by statement: what each reads and writes. Runs in a worker process, and may fail.

sqlglot takes the text apart. A statement that it cannot understand is a fault with its line; the tables that its
words name are kept as guesses, and the other statements of the text are read as ever.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.normalize_identifiers import normalize_identifiers
from sqlglot.tokenizer_core import Token, TokenType

from explorer.importers.sql.faults import MADE_AS_IT_RUNS, UNKNOWN, Fault
from explorer.importers.sql.joins import join_keys
from explorer.importers.sql.outputs import name_of
from explorer.importers.sql.parsed import PARAMETER, Gathering, Parsed, Rename, TableName, Write
from explorer.importers.sql.queries import Query
from explorer.importers.sql.stops import not_divided, stopped
from explorer.importers.sql.words import scan

logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # what it warns of is said in faults

_PARAMETERS = re.compile(r"('(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/)|(?<![\w$])\$(\d+)(?![\w$])", re.S)
_IMMEDIATE = re.compile(r"execute\s+immediate\b", re.I)
# What stands before a statement in a script or a session, and is none itself.
_WRAPPING = re.compile(
    r"\s*(?:begin(?!\s+(?:transaction|work))|else|loop|repeat|explain(?:\s*\([^)]*\))?(?:\s+(?:analyze|verbose))*"
    r"|declare\s+\w+\s+[\w\s]{0,60}?cursor\b[\w\s]{0,60}?\bfor|prepare\s+\w+(?:\s*\([^)]*\))?\s+as"
    r"|(?:if|elseif)\b.{1,2000}?\bthen|while\b.{1,2000}?\bdo)\s+",
    re.I | re.S,
)
_LOOP = re.compile(r"\s*for\s+\w+\s+in\s*(\(.{1,20000}?\))\s*do\s+", re.I | re.S)
"""A loop over the rows of a query."""
_TEMPORARY = re.compile(
    r"\s*create\s+(?:local\s+|global\s+)?temp(?:orary)?\s+table\s+(?:if\s+not\s+exists\s+)?[\"`]?(\w+)", re.I
)
_DEEPEST_WRAPPING = 20
_WITHOUT_TABLES = {
    *("SET", "RESET", "SHOW", "USE", "PRAGMA", "DECLARE", "CALL", "EXECUTE", "RAISE", "RETURN", "ALTER"),
    *("BEGIN", "START", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK", "ABORT", "END", "BREAK", "CONTINUE"),
    *("LEAVE", "ITERATE", "DISCARD", "DEALLOCATE", "LISTEN", "NOTIFY", "UNLISTEN", "FETCH", "CLOSE"),
    *("MOVE", "LOCK", "VACUUM", "ANALYZE", "CHECKPOINT", "REINDEX", "REFRESH", "GRANT", "REVOKE"),
    *("COMMENT", "DROP"),
}


def parse_text(text: str, dialect: str) -> Parsed:
    """What a text does; never raises but for want of memory."""
    found = Gathering()
    if "$" in text:
        text = _PARAMETERS.sub(lambda m: m[1] or f"'{PARAMETER}${m[2]}'", text)
    _read(text, dialect, found)
    return found.whole()


def _read(text: str, dialect: str, found: Gathering, depth: int = 0) -> None:
    try:
        tokens = Dialect.get_or_raise(dialect or None).tokenize(text)
    except (SqlglotError, RecursionError, ValueError) as error:
        found.faults.append(not_divided(error, text, dialect))
        scan(text, found)
        return
    for piece in _pieces(tokens):
        if not piece:
            continue
        words = text[piece[0].start : piece[-1].end + 1]
        loop, wrapping = _LOOP.match(words), _WRAPPING.match(words)
        if depth < _DEEPEST_WRAPPING and (loop or wrapping):
            start = piece[0].start
            if loop:
                _read(_moved(loop[1], text, start + loop.start(1)), dialect, found, depth + 1)
            elif wrapping:
                scan(wrapping[0], found)  # the condition of an IF may ask tables
                found.end_statement()
            end = loop.end() if loop else wrapping.end() if wrapping else 0
            _read(_moved(words[end:], text, start + end), dialect, found, depth + 1)
        else:
            _read_piece(piece, text, words, dialect, found)
            found.end_statement()


def _moved(part: str, text: str, start: int) -> str:
    """A part of the text with blanks in front, so that its lines and columns are those of the whole."""
    return "\n" * text.count("\n", 0, start) + " " * (start - text.rfind("\n", 0, start) - 1) + part


def _pieces(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each statement, without the semicolons between them."""
    piece: list[Token] = []
    for token in tokens:
        if token.token_type is TokenType.SEMICOLON:
            yield piece
            piece = []
        else:
            piece.append(token)
    yield piece


def _read_piece(piece: list[Token], text: str, words: str, dialect: str, found: Gathering) -> None:
    try:
        trees = Dialect.get_or_raise(dialect or None).parser().parse(piece, text)
        for tree in trees:
            if tree is not None:
                _read_statement(
                    normalize_identifiers(tree, dialect=dialect or None), words, piece[0].line, found
                )
    except Exception as error:  # noqa: BLE001 - a stranger's text in a parser of fifty thousand lines
        found.faults.append(stopped(error, text, piece[0].line))
        found.joins_otherwise = True
        scan(words, found)


def _read_statement(tree: exp.Expr, words: str, line: int, found: Gathering) -> None:
    if isinstance(tree, exp.Command):
        _read_command(tree, words, line, found)
        return
    if isinstance(tree, exp.Alter):
        _read_alter(tree, found)
        return
    if isinstance(tree, _NO_DATA) or (isinstance(tree, exp.Create) and _kind_of(tree) not in _CREATED):
        return
    how, target, names = _written(tree)
    table = name_of(target) if target is not None else ()
    query = Query(tree, target)
    if names:
        query.rename(names)
    if table and _is_temporary(tree):
        found.make(table)
    elif table and how:
        found.write(Write(table, how))
    _read_changes(query.changes, found)
    for read in query.reads():
        found.read(read)
    for keys in join_keys(query.joins):
        found.join_keys |= keys
        found.joins_otherwise |= not keys
    if query.outputs is not None:
        found.written_columns = query.written_columns()
    elif isinstance(tree, exp.Create) and how and names:
        found.written_columns = tuple(names)


def _read_changes(changes: dict[str, exp.Expr], found: Gathering) -> None:
    """The parts of a statement that change tables; what one of them gives on is called by its name."""
    given: dict[TableName, TableName] = {}
    for called, change in changes.items():
        how, target, _ = _written(change)
        table = name_of(target) if target is not None else ()
        given[called,] = table
        if table and how in _GIVEN_ROWS:
            named = (name_of(part) for part in change.find_all(exp.Table))
            found.change(Write(table, how), [given.get(name, name) for name in named if name])


def _read_command(tree: exp.Command, words: str, line: int, found: Gathering) -> None:
    """What sqlglot knows by its first word only."""
    first = tree.name.upper()
    if first == "EXECUTE" and _IMMEDIATE.match(words):
        found.faults.append(Fault(MADE_AS_IT_RUNS, line))
    elif temporary := _TEMPORARY.match(words):
        found.make((temporary[1],))
        scan(words[temporary.end() :], found)
    elif first not in _WITHOUT_TABLES:
        before = len(found.reads) + len(found.writes)
        scan(words, found)
        if len(found.reads) + len(found.writes) > before:
            found.faults.append(Fault(UNKNOWN, line, word=first))


def _read_alter(tree: exp.Expr, found: Gathering) -> None:
    table = tree.this
    for action in tree.args.get("actions") or ():
        if isinstance(action, exp.AlterRename) and isinstance(table, exp.Table):
            old, new = name_of(table), name_of(action.this)
            if old and new:
                found.renames.append(Rename(old, (*old[:-1], *new) if len(new) < len(old) else new))


def _written(tree: exp.Expr) -> tuple[str | None, exp.Expr | None, list[str]]:
    """How a statement writes, the table that it writes, and the columns where it lists them."""
    how = _HOW.get(type(tree))
    target: Any = tree.this
    if isinstance(tree, exp.Create):
        how = _CREATED.get(_kind_of(tree))
    elif isinstance(tree, exp.Copy):
        how = "copy" if tree.args.get("kind") else None
        target = target if how else None
    elif isinstance(tree, exp.TruncateTable):
        target = next(iter(tree.expressions), None)
    elif isinstance(tree, exp.Delete) and not target:  # BigQuery leaves the FROM out
        target = next(iter(tree.args.get("tables") or ()), None)
    elif isinstance(tree, exp.Select):
        into = tree.args.get("into")
        how, target = ("create", into.this) if into else (None, None)
    names = []
    if isinstance(target, exp.Schema):
        names = [p.name for p in target.expressions if isinstance(p, (exp.Identifier, exp.ColumnDef))]
        target = target.this
    return how, target if isinstance(target, exp.Table) else None, names


# They name tables, and no data flows.
_NO_DATA = (exp.Drop, exp.Grant, exp.Revoke, exp.Comment, exp.Describe, exp.Analyze, exp.Refresh)
_GIVEN_ROWS = frozenset(("insert", "update", "merge"))
_CREATED = {"TABLE": "create", "VIEW": "view", "MODEL": "create"}
_HOW: dict[type, str] = {
    exp.Insert: "insert",
    exp.Update: "update",
    exp.Delete: "delete",
    exp.Merge: "merge",
    exp.TruncateTable: "truncate",
}


def _kind_of(tree: exp.Create) -> str:
    return str(tree.kind or "").upper()


def _is_temporary(tree: exp.Expr) -> bool:
    properties = tree.args.get("properties")
    return properties is not None and properties.find(exp.TemporaryProperty) is not None
