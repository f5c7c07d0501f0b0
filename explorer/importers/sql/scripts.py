"""The SQL that stands in a Python script. The script is read as text; nothing of it is ever run.

Texts count that are handed to what asks a database, or that are plainly SQL. A name stands for the text it was given
last above. Where only a run can tell what stands in a text, GAP stands there; a table whose own name is such a gap is
told by its line instead of guessed.
"""

from __future__ import annotations

import ast
import re
import warnings
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from explorer.importers.sql.parsed import PARAMETER, TableName

GAP = "only_a_run_tells"
"""Stands in a text of SQL for what is put in when the script runs."""
_ASKING = {
    *("read_sql", "read_sql_query", "read_gbq", "read_database", "query_df", "fetch_df", "fetch_pandas_all"),
    *(
        "execute",
        "executemany",
        "executescript",
        "exec_driver_sql",
        "fetch",
        "fetchrow",
        "fetchval",
        "scalars",
    ),
    *("sql", "query", "text", "run_query"),
}
_ALWAYS_SQL = {"read_sql", "read_sql_query", "read_gbq", "read_database"}
_READING = {"read_sql_table": 2}
_WRITING = {"to_sql": 2, "to_gbq": None, "saveAsTable": None, "insertInto": None}
"""Call → at which place it takes the schema of the table that its first argument names."""
_WRAPPING = {"text", "dedent"}
_KEEPING = {"format", "strip", "lstrip", "rstrip"}
_ARGUMENTS = (
    "sql",
    "query",
    "statement",
    "operation",
    "name",
    "table_name",
    "destination_table",
    "tableName",
)
_BEGINS = re.compile(
    r"(?:\s|--[^\n]*\n|/\*.*?\*/|\()*(?:select|with|insert|create|merge|update|delete|copy|truncate)\s",
    re.I | re.S,
)
_PLAINLY = re.compile(
    r"\s*(?:SELECT\s.*\sFROM\s|WITH\s.*\sAS\s*\(|INSERT\s+INTO\s|CREATE\s+(?:OR\s+REPLACE\s+)?(?:TABLE|VIEW)\s|MERGE\s+INTO\s)",
    re.S,
)
_FILLED_IN = re.compile(r"%\(\w{1,100}\)s|%s")
_PARAMETER = f"'{PARAMETER}'"
_FORMAT_FIELD = re.compile(r"\{[^{}]{0,200}\}")
_SCRIPT = "<a script that is only read>"
_DEEPEST = 40
_MOST_TEXTS = 500
_LONGEST_PATH = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """A text of SQL and the line of the script in which it begins."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Handled:
    """A table that a call reads or writes by its name."""

    table: TableName
    line: int
    writes: bool


@dataclass(slots=True)
class Script:
    """What a script asks of databases."""

    texts: list[Asked] = field(default_factory=list)
    tables: list[Handled] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    """Paths of files of SQL that it names."""
    computed: list[int] = field(default_factory=list)
    """Lines that ask a database for what only a run can tell."""


def script_of(source: str) -> Script:
    """What the script asks. Raises SyntaxError, ValueError, RecursionError or MemoryError where it is no Python."""
    # A filter that stays is the only one that is safe in a thread; it is there once, however often it is set.
    warnings.filterwarnings("ignore", module=re.escape(_SCRIPT))
    tree = ast.parse(source, _SCRIPT)
    return _Reader(tree).script


class _Reader:
    def __init__(self, tree: ast.Module) -> None:
        self.script = Script()
        self._given: dict[str, list[tuple[int, ast.expr]]] = defaultdict(list)
        calls, constants, said = [], [], set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                said.add(id(node.value))  # a docstring speaks of things and asks nothing
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._give(target, node.value)
            elif isinstance(node, ast.AnnAssign) and node.value is not None:
                self._give(node.target, node.value)
            elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
                before = ast.Name(getattr(node.target, "id", ""), ast.Load(), lineno=node.lineno)
                self._give(node.target, ast.BinOp(before, node.op, node.value, lineno=node.lineno))
            elif isinstance(node, ast.Call):
                calls.append(node)
            elif isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in said:
                constants.append(node)
        for each in self._given.values():
            each.sort(key=lambda item: item[0])
        texts: dict[str, int] = {}
        for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset)):
            for text, line in self._called(call):
                texts.setdefault(text, line)
        for constant in sorted(constants, key=lambda c: (c.lineno, c.col_offset)):
            said_here = self._text(constant, constant.lineno) or ""
            if _PLAINLY.match(said_here) and not any(said_here in known for known in texts):
                texts[said_here] = constant.lineno
            elif said_here.endswith(".sql") and len(said_here) < _LONGEST_PATH and GAP not in said_here:
                self.script.files.append(said_here)
        first = sorted(texts.items(), key=lambda item: item[1])[:_MOST_TEXTS]
        self.script.texts = [Asked(_FILLED_IN.sub(_PARAMETER, text), line) for text, line in first]

    def _give(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._given[target.id].append((value.lineno, value))

    def _called(self, call: ast.Call) -> Iterator[tuple[str, int]]:
        """The SQL that is handed to a call; tables that it names by themselves are kept."""
        owner, name = _parts(call.func)
        is_spark = name == "table" and isinstance(owner, ast.Name) and owner.id == "spark"
        first = (
            call.args[0] if call.args else next((k.value for k in call.keywords if k.arg in _ARGUMENTS), None)
        )
        if first is None:
            return
        if name in _READING or name in _WRITING or is_spark:
            self._handle(call, first, name)
        elif name in _ASKING:
            text = self._text(first, call.lineno)
            if text is not None and _BEGINS.match(text):
                yield text, first.lineno
            elif name in _ALWAYS_SQL and not self._names_file(first, call.lineno):
                if text is not None and re.fullmatch(r"[\w.]{1,200}", text):
                    self._add(tuple(text.split(".")), call.lineno, writes=False)
                else:
                    self.script.computed.append(call.lineno)

    def _handle(self, call: ast.Call, first: ast.expr, name: str) -> None:
        table = self._text(first, call.lineno)
        place = {**_READING, **_WRITING}.get(name)
        schema = next((k.value for k in call.keywords if k.arg == "schema"), None)
        if schema is None and place is not None and len(call.args) > place:
            schema = call.args[place]
        before = self._text(schema, call.lineno) if schema is not None else ""
        if table is None or GAP in table:
            self.script.computed.append(call.lineno)
            return
        parts = (
            [*(before or "").split("."), *table.split(".")]
            if before and GAP not in before
            else table.split(".")
        )
        self._add(tuple(parts), call.lineno, writes=name in _WRITING)

    def _add(self, table: TableName, line: int, *, writes: bool) -> None:
        if all(table):
            self.script.tables.append(Handled(table, line, writes))

    def _names_file(self, asked: ast.expr, line: int) -> bool:
        """Whether a text comes out of a file of SQL, which is named where it is asked or where the name was given."""
        given = self._last_given(asked.id, line) if isinstance(asked, ast.Name) else asked
        return given is not None and any(
            isinstance(n, ast.Constant) and str(n.value).endswith(".sql") for n in ast.walk(given)
        )

    def _last_given(self, name: str, line: int) -> ast.expr | None:
        given = self._given.get(name, [])
        at = bisect_left(given, line, key=lambda item: item[0])
        return given[at - 1][1] if at else None

    def _text(self, asked: ast.expr, line: int, depth: int = 0) -> str | None:
        """The text that an expression stands for, with a GAP for each unknown part; None where it may be no text."""
        if depth > _DEEPEST:
            return None
        inner = depth + 1
        match asked:
            case ast.Constant(value=str(text)):
                return text
            case ast.JoinedStr(values=parts):
                return "".join(self._text(part, line, inner) or GAP for part in parts)
            case ast.FormattedValue(value=value):
                return self._text(value, line, inner)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                one, other = self._text(left, line, inner), self._text(right, line, inner)
                return None if one is None and other is None else (one or GAP) + (other or GAP)
            case ast.BinOp(left=left, op=ast.Mod()):
                whole = self._text(left, line, inner)
                return None if whole is None else re.sub(r"%(?:\(\w{1,100}\))?[sdrf]", GAP, whole)
            case ast.Call(func=func, args=args):
                return self._made(func, args, line, inner)
            case ast.Name(id=name):
                given = self._last_given(name, line)
                return None if given is None else self._text(given, given.lineno, inner)
        return None

    def _made(self, func: ast.expr, args: list[ast.expr], line: int, depth: int) -> str | None:
        """What a call makes of a text: one that fills it in, strips it or wraps it."""
        owner, name = _parts(func)
        if name in _WRAPPING and args:
            return self._text(args[0], line, depth)
        if owner is None or name not in _KEEPING:
            return None
        whole = self._text(owner, line, depth)
        return _FORMAT_FIELD.sub(GAP, whole) if whole is not None and name == "format" else whole


def _parts(func: ast.expr) -> tuple[ast.expr | None, str]:
    """What is called of what: (x, "f") of x.f, (None, "f") of f."""
    if isinstance(func, ast.Attribute):
        return func.value, func.attr
    return None, func.id if isinstance(func, ast.Name) else ""
