"""What a log shows, stated as nodes and edges: every one of them observed, with its days, its count and its line.

A user is a consumer, or a producer where nothing was seen to be read. What a statement writes from what it reads is
an edge from table to table, the job between them folded in; what is written from nowhere comes from the user.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Filter, Node, ReadLog
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import Access, EdgeKind, Evidence, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.importers.openlineage.naming import name_in_bigquery
from explorer.importers.query_log.shapes import Values, number_of
from explorer.importers.query_log.tally import Span, Table, Taking, Tally
from explorer.importers.query_log.users import Rules, User

_LOWEST = frozenset((">", ">="))
_HIGHEST = frozenset(("<", "<="))
_EQUAL = frozenset(("=", "==", "!=", "is"))
_MOST_SHOWN = 5
_LONGEST_VALUE = 80
_BETWEEN_CHECKS = 500
_MOST_LISTED = 20


def readers_of(tally: Tally) -> set[str]:
    """The users who read, or tried to."""
    refused = {user for table in tally.tables.values() for user in table.refused}
    return refused | {user for _, user in tally.taken}


def statements_of(
    tally: Tally,
    rules: Rules,
    readers: Set[str],
    read_log: ReadLog | None,
    check: Callable[[], None] = lambda: None,
) -> Statements:
    """All that one log shows. readers: who was seen to read in this log or in one beside it."""
    stating = _Stating(tally, rules, read_log)
    users = sorted(readers_of(tally) | {user for user, _ in tally.written})
    said = Statements()
    said.nodes += [stating.user(tally.users[user], reads=user in readers) for user in users]
    said.nodes += [stating.table(name, table) for name, table in sorted(tally.tables.items())]
    for number, edge in enumerate(stating.edges()):
        if number % _BETWEEN_CHECKS == 0:
            check()
        said.edges.append(EdgeStatement(edge, kind_stated=True))
    return said


class _Stating:
    def __init__(self, tally: Tally, rules: Rules, read_log: ReadLog | None) -> None:
        self._tally = tally
        self._rules = rules
        self._read_log = read_log
        self._first: dict[str, Source] = {}
        for (_, user), taking in tally.taken.items():
            self._see(user, taking.span)
        for (user, _), span in tally.written.items():
            self._see(user, span)
        for table in tally.tables.values():
            for user, span in table.refused.items():
                self._see(user, span)

    def user(self, user: User, *, reads: bool) -> Node:
        """What a user of the database is in the system."""
        kind = user.kind or (NodeKind.CONSUMER if reads else NodeKind.PRODUCER)
        is_consumer = kind is NodeKind.CONSUMER
        program = self._tally.programs.get(user.id)
        subtype = user.subtype or (program.subtype if program else None)
        applications = sorted(self._tally.applications.get(user.id, ()))[:_MOST_LISTED]
        return Node(
            id=user.id,
            kind=kind,
            name=program.name if program and user.name == user.id else user.name,
            owner=user.owner,
            subtype=subtype if is_consumer else None,
            principal=user.principal if is_consumer else None,
            evidence=Evidence.OBSERVED,
            source=user.source or self._first[user.id],
            extra={"applications": applications} if applications else {},
        )

    def _see(self, user: str, span: Span) -> None:
        """Where a user stands first."""
        self._first[user] = min(self._first.get(user, span.at), span.at)

    def table(self, name: str, table: Table) -> Node:
        """A table, with the log that shows who reads it."""
        extra: dict[str, object] = {}
        if table.writers:
            extra["written_by"] = sorted(table.writers)[:_MOST_LISTED]
        if table.refused:
            extra["refused"] = [_refusal(user, span) for user, span in sorted(table.refused.items())]
        return Node(
            id=name,
            kind=NodeKind.DATASET,
            name=self._tally.names.called.get(name, name),
            subtype=table.subtype or Subtype.UNKNOWN,
            # Somebody was turned away: there is access control, whoever else it lets pass.
            access=Access.CONTROLLED if table.refused else None,
            read_log=self._read_log,
            same_as=self._other_names(name),
            evidence=Evidence.OBSERVED,
            source=table.at,
            extra=extra,
        )

    def _other_names(self, name: str) -> tuple[str, ...] | None:
        if self._tally.names.dialect == "bigquery" and name.count(".") == 2:
            return (name_in_bigquery(name),)
        return (f"{self._rules.server}/{name}",) if self._rules.server else None

    def edges(self) -> Iterator[Edge]:
        """What users take, what tables are made of, and what users write, in this order."""
        for (table, user), taking in sorted(self._tally.taken.items()):
            yield self._taking(table, user, EdgeKind.FEEDS, taking)
        for (table, target), taking in sorted(self._tally.made.items()):
            yield self._taking(table, target, EdgeKind.DERIVES, taking)
        for (user, table), span in sorted(self._tally.written.items()):
            yield Edge(
                from_id=user,
                to_id=table,
                kind=EdgeKind.PRODUCES,
                evidence=Evidence.OBSERVED,
                first_seen=span.first,
                last_seen=span.last,
                count=span.count,
                source=span.at,
            )

    def _taking(self, table: str, to_id: str, kind: EdgeKind, taking: Taking) -> Edge:
        read, span = taking.read, taking.span
        if taking.is_platforms:  # which states by itself what it takes; a log knows it less exactly
            read = None
        fields = None if read is None or read.fields is None else {*read.fields, *read.perhaps}
        columns = read.columns if read is not None and kind is EdgeKind.DERIVES else None
        # That nobody took every field in these days does not say that nobody does.
        select_all = True if read is not None and read.select_all else None
        filters = [_told(*condition, values) for condition, values in sorted(taking.conditions.items())]
        extra: dict[str, object] = {"filters": filters[:_MOST_LISTED]} if filters else {}
        if taking.shapes > 1:
            extra["statements"] = taking.shapes
        return Edge(
            from_id=table,
            to_id=to_id,
            kind=kind,
            evidence=Evidence.INFERRED if taking.guessed else Evidence.OBSERVED,
            fields=tuple(sorted(map(shown_plainly, fields))) if fields else None,
            select_all=select_all,
            columns=_plain(columns) if columns else None,
            filter=None if taking.is_platforms else _filter(taking),
            first_seen=span.first,
            last_seen=span.last,
            count=span.count,
            source=span.at,
            extra=extra,
        )


def _plain(columns: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {shown_plainly(name): tuple(map(shown_plainly, read)) for name, read in columns.items()}


def _filter(taking: Taking) -> Filter | None:
    """The condition that all of what is taken meets: a threshold before an equality, the loosest of several."""
    found = [
        (op in _EQUAL, field, op, value)
        for field, op in taking.always or ()
        if (value := _loosest(op, taking.conditions[field, op])) is not None
    ]
    if not found:
        return None
    _, field, op, value = min(found, key=lambda f: f[:3])
    return Filter(field=shown_plainly(field), op=op, value=value)


def _loosest(op: str, values: Values) -> float | str | None:
    """The value that whatever passes one of the conditions passes too; None where there is none, or it is unknown."""
    if values.unknown:
        return None
    are_numbers = all(number_of(v) is not None for v in values.seen)
    if op in _LOWEST and are_numbers:
        return values.least
    if op in _HIGHEST and are_numbers:
        return values.most
    if op not in _EQUAL or values.many or len(values.seen) != 1:
        return None
    (only,) = values.seen
    amount = number_of(only)
    if amount is not None:
        return amount
    return only if len(only) <= _LONGEST_VALUE and only == shown_plainly(only) else None


def _told(field: str, op: str, values: Values) -> str:
    """A condition with the values that were seen, as `score > 0.1, 0.2, …`."""
    seen = sorted(values.seen, key=lambda v: (number_of(v) is None, number_of(v) or 0.0, v))
    shown = list(dict.fromkeys(map(_as_written, seen)))
    if len(shown) > _MOST_SHOWN or values.many:
        shown[_MOST_SHOWN:] = "…"
    if values.unknown:
        shown.append("?")
    return str(Filter(field=shown_plainly(field), op=op, value=", ".join(shown)))


def _as_written(value: str) -> str:
    amount = number_of(value)
    return shown_plainly(value[:_LONGEST_VALUE]) if amount is None else str(amount)


def _refusal(user: str, span: Span) -> str:
    last = f", {span.last}" if span.last is not None else ""
    return f"{user}: {span.count}×{last}"
