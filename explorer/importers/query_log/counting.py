"""Entries of a log counted into a tally.

They come in by the hundred thousand and are first counted by who ran what shape of statement; only then is each
shape parsed, once, and what it reads and writes is laid to the account of those who ran it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from explorer.domain.ids import clean_id, shown_plainly
from explorer.domain.kinds import Principal, Subtype
from explorer.domain.provenance import Source
from explorer.importers.query_log.entries import Entry, Outcome
from explorer.importers.query_log.shapes import Shaper, Statement, Values
from explorer.importers.query_log.table_names import Names
from explorer.importers.query_log.tally import Run, Span, Table, Taking, Tally, Unparsed, dissolve, fold
from explorer.importers.query_log.users import Rules, User, told_apart
from explorer.importers.sql.parsed import Parsed, Read, TableName, joined

_LOCKS_ALL = re.compile(r"\s*lock\s+table\b.*\bin\s+access\s+share\s+mode", re.IGNORECASE | re.DOTALL)
_COPIES_OUT = re.compile(r"\s*copy\s+(?!\s*\().*\bto\s+stdout", re.IGNORECASE | re.DOTALL)
_NO_TABLES = re.compile(
    r"\s*(?:set|show|begin|start|commit|end|rollback|abort|savepoint|release|discard|reset|listen|unlisten|notify|"
    r"deallocate|grant|revoke|vacuum|analyze|checkpoint|comment|lock|fetch|close|move|use|explain|drop|"
    r"create\s+(?:unique\s+)?(?:role|user|schema|extension|database|index|sequence|type|domain|function|procedure|"
    r"trigger|policy|publication|subscription|server)|alter\s+(?!table\b.*\brename\s+to\b))\b|\s*;?\s*\Z",
    re.IGNORECASE | re.DOTALL,
)
_PROCEDURE = re.compile(r"\s*(?:call|do|exec(?:ute)?)\b", re.IGNORECASE)
_GIVES_ROWS = frozenset(("insert", "update", "merge", "copy"))
_CREATES = {"create": Subtype.TABLE, "view": Subtype.VIEW}
_MOST_TEXTS = 50_000
_LONGEST_APPLICATION = 80


class Counting:
    """Entries on their way into a tally."""

    def __init__(self, rules: Rules, dialect: str) -> None:
        self._rules = rules
        self._shaper = Shaper(dialect)
        self._tally = Tally(Names(dialect, rules.database, rules.schema or _usual_schema(dialect)))
        self._texts: dict[str, Statement] = {}
        self._runs: dict[object, Run] = {}
        self._known: dict[tuple[str, str, str], User | None] = {}
        self._nameless: set[str] = set()

    def add(self, entry: Entry, shown: str) -> None:
        """One entry of the log; shown: the file in which it stands."""
        statement = self._statement(entry)
        user = self._user(entry, statement.shape.origin, shown)
        if user is None:
            return
        if entry.application:
            application = shown_plainly(entry.application[:_LONGEST_APPLICATION])
            self._tally.applications.setdefault(user.id, set()).add(application)
        named = None
        if entry.reads or entry.writes:
            named = tuple(r.table for r in entry.reads), tuple((w.table, w.how) for w in entry.writes)
        key = (user.id, entry.outcome, statement.shape.text, entry.database, entry.schema, named)
        run = self._runs.get(key)
        if run is None:
            values = [Values() for _ in statement.values]
            span = Span(Source(shown, entry.line))
            run = Run(user.id, entry.outcome, statement, entry.database, entry.schema, span, values)
            run.writes = entry.writes
            self._runs[key] = run
        for read in entry.reads:
            known = run.reads.get(read.table)
            run.reads[read.table] = read if known is None else joined(known, read)
        run.span.see(entry, shown)
        for seen, value in zip(run.values, statement.values, strict=True):
            seen.add(value)

    def shapes(self) -> list[str]:
        """The texts that are to be parsed, each once: those that may speak of tables."""
        asked = {
            run.statement.shape.text: None
            for run in self._runs.values()
            if run.outcome is not Outcome.FAILED and not _NO_TABLES.match(run.statement.shape.text)
        }
        return list(asked)

    def tally(self, parsed: Mapping[str, Parsed], check: Callable[[], None]) -> Tally:
        """Everything laid to somebody's account. parsed: what was found out of each of the shapes."""
        self._tell_backups_apart()
        runs = sorted(self._runs.values(), key=lambda run: run.span.at)
        for run in runs:
            understood = parsed.get(run.statement.shape.text)
            if understood is not None:
                self._tally.names.rename(understood.renames, run.database, run.schema)
        laying = _Laying(self._tally, _own_tables(runs, parsed))
        for number, run in enumerate(runs):
            if number % 200 == 0:
                check()
            laying.lay(run, parsed.get(run.statement.shape.text))
        dissolve(self._tally)
        fold(self._tally)
        return self._tally

    def _statement(self, entry: Entry) -> Statement:
        if entry.parameters:
            return self._shaper.statement(entry.statement, entry.parameters)
        known = self._texts.get(entry.statement)
        if known is None:
            if len(self._texts) >= _MOST_TEXTS:
                self._texts.clear()
            known = self._shaper.statement(entry.statement, {})
            self._texts[entry.statement] = known
        return known

    def _user(self, entry: Entry, origin: str, shown: str) -> User | None:
        name = entry.user
        if (program := entry.program) is not None:
            self._tally.programs[program.id] = program
            name = program.id
        key = (name, entry.application, origin)
        if key not in self._known:
            self._known[key] = None
            try:
                self._known[key] = self._rules.user(clean_id(name), entry.application, origin)
            except ValueError as error:
                self._nameless.add(name)
                self._tally.nameless.append((Source(shown, entry.line), str(error)))
        user = self._known[key]
        if user is not None:
            self._join(user)
        elif name not in self._nameless:
            self._tally.left_out += 1
        return user

    def _join(self, user: User) -> None:
        known = self._tally.users.get(user.id)
        if known is None or (known.principal is None and user.principal is not None):
            self._tally.users[user.id] = user

    def _tell_backups_apart(self) -> None:
        """Who locks tables only to read them makes a dump; what is then copied out belongs to the dump."""
        locking = {r.user for r in self._runs.values() if _LOCKS_ALL.match(r.statement.shape.text)}
        for run in self._runs.values():
            user = self._tally.users[run.user]
            if user.id not in locking or user.source is not None or user.principal is not None:
                continue
            if _COPIES_OUT.match(run.statement.shape.text):
                dump = told_apart(user.id, "pg_dump", Principal.BACKUP)
                self._join(dump)
                run.user = dump.id


def _own_tables(runs: Sequence[Run], parsed: Mapping[str, Parsed]) -> dict[tuple[str, str], set[str]]:
    """User and name of each temporary table that they made for themselves, and the shapes that make it."""
    own: dict[tuple[str, str], set[str]] = {}
    for run in runs:
        understood = parsed.get(run.statement.shape.text)
        for name in understood.own if understood is not None else ():
            own.setdefault((run.user, name[-1].lower()), set()).add(run.statement.shape.text)
    return own


class _Laying:
    """What a run read and wrote, laid to the account of its user."""

    def __init__(self, tally: Tally, own: Mapping[tuple[str, str], set[str]]) -> None:
        self._tally = tally
        self._own = own

    def lay(self, run: Run, parsed: Parsed | None) -> None:
        """parsed is None where the statement can speak of no table."""
        span, tally = run.span, self._tally
        if run.outcome is Outcome.FAILED:
            tally.failed += span.count
            return
        tally.queries += span.count
        if _PROCEDURE.match(run.statement.shape.text):
            tally.procedures += span.count
        elif parsed is None or parsed.fault is None or run.reads or run.writes:
            tally.parsed += span.count
        else:
            is_guessed = any(r.guessed for r in parsed.reads) or any(w.guessed for w in parsed.writes)
            reason = parsed.fault.told_with_words()
            tally.unparsed.append(Unparsed(span, run.statement.shape.text, reason, is_guessed))
        reads, writes = self._reads(run, parsed), self._writes(run, parsed)
        if run.outcome is Outcome.DONE:
            self._done(run, parsed, reads, writes)
            return
        for table in (*reads, *writes):
            self._known(table, span).refused.setdefault(run.user, Span(span.at)).add(span)

    def _done(self, run: Run, parsed: Parsed | None, reads: dict[str, Read], writes: dict[str, str]) -> None:
        tally, user = self._tally, self._tally.users[run.user]
        for table, how in writes.items():
            known = self._known(table, run.span)
            if how in _CREATES:
                known.subtype = _CREATES[how]
            if how in _GIVES_ROWS or reads:
                known.writers.add(run.user)
        sources = {table: read for table, read in reads.items() if table not in writes}
        targets = [t for t, how in writes.items() if how in _GIVES_ROWS or how in _CREATES]
        for table, target in sorted(self._flows(run, parsed, sources, targets)):
            # A temporary table is not among what a text reads from elsewhere.
            read = reads.get(table) or (Read((table,)) if table in tally.temporary else None)
            if read is not None and target in targets:
                making = tally.made.setdefault((table, target), Taking(Span(run.span.at)))
                making.add(run, read)
                making.is_platforms = making.is_platforms or user.is_platform
        for table, read in sources.items():
            self._known(table, run.span)
            # A platform's own job reads for the table it makes; a view is read when it is asked.
            only_for_tables = bool(targets) and (user.is_platform or set(writes.values()) == {"view"})
            if not only_for_tables:
                taking = tally.taken.setdefault((table, run.user), Taking(Span(run.span.at)))
                taking.add(run, read)
        if not sources and not user.is_platform:
            for target, how in writes.items():
                if how in _GIVES_ROWS:
                    tally.written.setdefault((run.user, target), Span(run.span.at)).add(run.span)

    def _reads(self, run: Run, parsed: Parsed | None) -> dict[str, Read]:
        found: dict[str, Read] = {}
        for read in _all_reads(run, parsed):
            if (table := self._table(run, read.table)) is not None:
                found[table] = joined(found[table], read) if table in found else read
        return found

    def _writes(self, run: Run, parsed: Parsed | None) -> dict[str, str]:
        """Each table that is written, and how."""
        said = (*run.writes, *(parsed.writes if parsed is not None else ()))
        made = {table: w.how for w in said if (table := self._table(run, w.table)) is not None}
        for name in parsed.own if parsed is not None else ():
            if (table := self._table(run, name)) is not None:
                made[table] = "create"
        return made

    def _flows(
        self, run: Run, parsed: Parsed | None, sources: Iterable[str], targets: Sequence[str]
    ) -> set[tuple[str, str]]:
        """Which of the tables go into which: where the text does not tell them apart, all into all."""
        if parsed is None or parsed.flows is None or run.writes:
            return {(source, target) for source in sources for target in targets}
        ends = ((self._table(run, start), self._table(run, end)) for start, end in parsed.flows)
        return {(start, end) for start, end in ends if start is not None and end is not None}

    def _table(self, run: Run, written: TableName) -> str | None:
        """The id of a table; a temporary one is its user's alone."""
        name = written[-1].lower()
        if len(written) == 1 and (made := self._own.get((run.user, name))) is not None:
            table = f"{run.user}\0{name}"
            # What is called alike and made in several ways is not the same table each time.
            self._tally.temporary[table] = len(made) == 1
            return table
        try:
            table_id = self._tally.names.table(written, run.database, run.schema)
        except ValueError as error:
            self._tally.unparsed.append(Unparsed(run.span, run.statement.shape.text, str(error)))
            return None
        if table_id is not None and self._tally.names.is_hidden(written):
            self._tally.temporary[table_id] = True
        return table_id

    def _known(self, table: str, span: Span) -> Table:
        known = self._tally.tables.setdefault(table, Table(span.at))
        known.at = min(known.at, span.at)
        return known


def _all_reads(run: Run, parsed: Parsed | None) -> Iterator[Read]:
    """What the log names, made fuller by what the text says of the same tables, and what only the text says."""
    said: Sequence[Read] = parsed.reads if parsed is not None else ()
    named = dict(run.reads)
    for read in said:
        same = next((t for t in named if t[-len(read.table) :] == read.table), None)
        if same is None:
            yield read
        else:
            known = named.pop(same)
            yield replace(
                read,
                table=same,
                fields=read.fields if known.fields is None else known.fields,
                columns=read.columns if known.columns is None else known.columns,
                guessed=False,
            )
    yield from named.values()


def _usual_schema(dialect: str) -> str:
    return {"postgres": "public", "tsql": "dbo", "duckdb": "main"}.get(dialect, "")
