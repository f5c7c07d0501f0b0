"""An open database and what is asked of it: the rows of its base tables, within limits.

The tables and the names in them may be anybody's: only base tables are read, never a view, since a view runs what
its author wrote; each by one SELECT of named columns; within limits of rows, bytes and time.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import Cancelled, InputError
from explorer.language import tr, tr_n

if TYPE_CHECKING:
    from sqlalchemy import Connection, Select

Row = Mapping[str, object]
Place = tuple[str | None, str]
_BATCH = 1000
_BETWEEN_STAGES = 5_000
# What drivers written in Python make of an answer that is none; SQLAlchemy passes these on as they are.
_GARBLED = (ValueError, ArithmeticError, LookupError, TypeError, AssertionError, RuntimeError, struct.error)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read of a database: rows of one table, bytes and seconds altogether, characters of a value."""

    rows: int = 500_000
    bytes: int = 500_000_000
    seconds: float = 120.0
    value: int = 200_000


@dataclass(slots=True)
class Cut:
    """How the reading thread is stopped: it looks now and then, and is interrupted where it waits in a driver."""

    now: threading.Event = field(default_factory=threading.Event)
    interrupt: Callable[[], None] = lambda: None

    def by(self, interrupt: Callable[[], None]) -> None:
        """Says how to interrupt from here on; raises Cancelled where it is too late to begin."""
        self.interrupt = interrupt
        self.check()

    def check(self) -> None:
        """Raises Cancelled in the reading thread once it is to stop."""
        if self.now.is_set():
            raise Cancelled


@dataclass(slots=True)
class Reader:
    """An open database. What cannot be read is a problem and comes out empty."""

    shown: str
    connection: Connection
    tables: frozenset[str]
    cut: Cut
    limits: Limits = Limits()
    problems: list[Problem] = field(default_factory=list)
    stage: str = ""
    read: int = 0
    broken: bool = False

    @property
    def engine(self) -> str:
        """What sort of database it is: sqlite, duckdb, postgresql or mysql (MariaDB too)."""
        return self.connection.dialect.name

    def rows(
        self,
        table: str,
        columns: Sequence[str],
        *,
        keys: Sequence[str] = (),
        long: Sequence[str] = (),
        among: Mapping[str, Sequence[str]] | None = None,
    ) -> list[Row]:
        """The rows of a table, where `among` is given only those whose column holds one of its values.

        Columns that the table has not are None; values of `long` columns are cut to a length. Rows without a value in
        one of the `keys` belong to nothing: they are left out, counted and told.
        """
        place = None if self.broken else self.place(table)
        if place is None:
            return []
        self.stage = tr("Reading {name}", name=table)
        from sqlalchemy.exc import SQLAlchemyError

        found: list[Row] = []
        lost = dict.fromkeys(keys, 0)
        try:
            present = self._present(table, place, columns)
            for row in self._selected(table, place, present, columns, long, among or {}):
                if self._is_too_much(table, len(found), row):
                    break
                absent = next((key for key in keys if key in present and row[key] is None), None)
                if absent is None:
                    found.append(row)
                else:
                    lost[absent] += 1
        except (SQLAlchemyError, *_GARBLED) as error:
            self._break(table, error, len(found))
        for key, count in lost.items():
            if count:
                self._tell_lost(table, key, count)
        return found

    def place(self, table: str) -> Place | None:
        """The schema, None for the usual one, and the name of a base table; None where there is none of this name."""
        if table in self.tables:
            return None, table
        schema, _, name = table.rpartition(".")
        if not schema or self.engine == "sqlite":
            return None
        import sqlalchemy as sql

        return (schema, name) if name in sql.inspect(self.connection).get_table_names(schema) else None

    def columns(self, place: Place) -> dict[str, bool]:
        """The columns of a table, and whether each is worked out as it is read."""
        import sqlalchemy as sql

        schema, name = place
        described = sql.inspect(self.connection).get_columns(name, schema)
        return {str(c["name"]): "computed" in c for c in described}

    def problem(self, message: str, table: str | None = None, severity: Severity = Severity.WARNING) -> None:
        """Tells a fault of the database, or of one table."""
        self.problems.append(Problem(message, self.source(table), severity))

    def source(self, table: str | None = None) -> Source:
        """Where something was read."""
        return Source(f"{self.shown}: {table}" if table else self.shown)

    def _tell_lost(self, table: str, key: str, count: int) -> None:
        self.problem(
            tr_n(
                "{count:,} row of {table} says no {key}, so that it belongs to nothing, and is left out.",
                "{count:,} rows of {table} say no {key}, so that they belong to nothing, and are left out.",
                count,
                table=table,
                key=key,
            ),
            table,
        )

    def _present(self, table: str, place: Place, columns: Sequence[str]) -> set[str]:
        """The columns that the table has and that are no program of somebody's; of those asked for that is told."""
        described = self.columns(place)
        for name in columns:
            if described.get(name):
                self.problem(
                    tr(
                        "The column {column} of {table} is worked out as it is read, and is left out.",
                        column=name,
                        table=table,
                    ),
                    table,
                )
        return {name for name, is_computed in described.items() if not is_computed}

    def _selected(
        self,
        table: str,
        place: Place,
        present: set[str],
        columns: Sequence[str],
        long: Sequence[str],
        among: Mapping[str, Sequence[str]],
    ) -> Iterator[Row]:
        import sqlalchemy as sql

        wanted = [c for c in columns if c in present]
        if not wanted:
            return
        picked = [
            sql.func.substr(sql.column(c), 1, self.limits.value).label(c) if c in long else sql.column(c)
            for c in wanted
        ]
        query: Select[tuple[object, ...]] = (
            sql.select(*picked)
            .select_from(sql.table(place[1], schema=place[0]))
            .where(*(sql.column(c).in_(values) for c, values in among.items() if c in present))
            .limit(self.limits.rows + 1)
        )
        absent = dict.fromkeys(c for c in columns if c not in present)
        result = self.connection.execution_options(yield_per=_BATCH).execute(query)
        for number, values in enumerate(result):
            self.cut.check()
            if number and not number % _BETWEEN_STAGES:
                self.stage = tr("Reading {name}: {rows:,} rows", name=table, rows=number)
            yield {**dict(zip(wanted, values, strict=True)), **absent}

    def _is_too_much(self, table: str, count: int, row: Row) -> bool:
        self.read += sum(len(v) if isinstance(v, str | bytes) else 8 for v in row.values())
        if count >= self.limits.rows:
            self.problem(
                tr(
                    "Only {rows:,} rows of {table} were read; it has more.",
                    rows=self.limits.rows,
                    table=table,
                ),
                table,
            )
        elif self.read > self.limits.bytes:
            self.problem(
                tr(
                    "Reading stopped in {table} after {size:,.0f} MB; the rest is missing.",
                    table=table,
                    size=self.limits.bytes / 1e6,
                ),
                table,
            )
            self.broken = True
        else:
            return False
        return True

    def _break(self, table: str, error: Exception, count: int) -> None:
        """One table that fails leaves the connection in doubt: what was read stays, no more is asked.

        Where the server is gone, half a system would pass for the whole: nothing of it is taken.
        """
        self.broken = True
        self.cut.check()
        if getattr(error, "connection_invalidated", False):
            raise hung_up(self.shown, table) from None
        self.problem(
            tr(
                "Reading stopped in {table} after {rows:,} rows, so that what follows is missing: {reason}.",
                table=table,
                rows=count,
                reason=reason_of(error),
            ),
            table,
            Severity.ERROR,
        )


def hung_up(shown: str, table: str | None = None) -> InputError:
    """What is said where the line to a server broke while it was read."""
    message = tr("The server hung up before all was read; nothing of it was taken.")
    if table:
        message = tr("The server hung up while {table} was read; nothing of it was taken.", table=table)
    return InputError(message, where=shown, hint=tr("Try again when it runs."))


@contextmanager
def told_as_faults(shown: str) -> Iterator[None]:
    """What a server says while it is read is told in our own words, since a driver's may repeat the address."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise hung_up(shown) from None
        raise InputError(
            tr("Reading it failed: {reason}.", reason=reason_of(error)),
            where=shown,
            hint=tr("Try again."),
        ) from None


def reason_of(error: Exception) -> str:
    """The first line of a driver's own message, shortened; statements and parameters are not in it."""
    original = getattr(error, "orig", None) or error
    said = original.args if isinstance(original, Exception) else ()
    # MySQL's driver gives a number and a sentence.
    text = str(said[1] if said[1:] and isinstance(said[0], int) else original).strip()
    return text.splitlines()[0][:200].rstrip(". ") if text else type(error).__name__
