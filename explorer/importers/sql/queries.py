"""What one statement takes of each table that it reads: which columns, all of them, under which conditions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite

from sqlglot import exp
from sqlglot.optimizer.scope import TRAVERSABLES, Scope, traverse_scope

from explorer.domain.entities import Filter, as_written
from explorer.importers.sql.outputs import UNNAMED, Outputs, Resolver, name_of
from explorer.importers.sql.parsed import PARAMETER, Read, TableName

_OPERATORS: dict[type, str] = {
    exp.EQ: "==",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_TURNED = {">": "<", ">=": "<=", "<": ">", "<=": ">="}
_LONGEST_VALUE = 200
_PSEUDO_COLUMNS = frozenset(("_table_suffix", "_partitiontime", "_partitiondate", "_file_name"))
"""By them BigQuery picks shards and partitions of a table; they are none of its columns."""


@dataclass(slots=True)
class _Use:
    """What has been seen of one table."""

    fields: set[str] = field(default_factory=set)
    perhaps: set[str] = field(default_factory=set)
    select_all: bool = False
    is_known: bool = True
    filters: list[Filter] = field(default_factory=list)


class Query:
    """The tables that one statement reads, and what its last query gives."""

    def __init__(self, tree: exp.Expr, target: exp.Expr | None) -> None:
        self._uses: dict[TableName, _Use] = {}
        self._target = target
        scopes = list(_scopes(tree))
        self._resolver = Resolver(scopes)
        self._places: Counter[TableName] = Counter()
        self._seen: set[int] = set()
        for scope in scopes:
            self._look_at(scope)
        parts = list(tree.find_all(exp.CTE, exp.Table, exp.Join, exp.Pivot))
        changing = [p for p in parts if isinstance(p, exp.CTE) and not isinstance(p.this, exp.Query)]
        self.changes: dict[str, exp.Expr] = {part.alias: part.this for part in changing}
        """The parts of a WITH that change a table and give on what they changed, by their names."""
        self.joins = [part for part in parts if isinstance(part, exp.Join)]
        self._unscoped(parts)
        # A pivot makes columns of values, whose names nobody can follow.
        self._turns_rows = any(isinstance(part, exp.Pivot) for part in parts)
        last = scopes[-1] if scopes and _gives_rows(tree) else None
        self.outputs = self._resolver.outputs[id(last)] if last else None
        for table in self.outputs.stars if self.outputs else ():
            self._use(table).select_all = True

    def reads(self) -> Iterator[Read]:
        """Each table that is read, once."""
        columns = self._columns()
        for table, use in self._uses.items():
            if len(table) == 1 and table[0] in self.changes:
                continue
            yield Read(
                table=table,
                fields=tuple(sorted(use.fields)) if use.is_known else None,
                perhaps=tuple(sorted(use.perhaps - use.fields)),
                select_all=use.select_all,
                columns=columns.get(table) if columns is not None else None,
                filters=tuple(dict.fromkeys(use.filters)) if self._places[table] == 1 else (),
            )

    def written_columns(self) -> tuple[str, ...] | None:
        """The columns of the last query, where it names them all."""
        if self.outputs is None or not self.outputs.is_listed:
            return None
        names = tuple(self.outputs.names)
        return None if any(name.startswith(UNNAMED) for name in names) else names

    def rename(self, names: list[str]) -> None:
        """The table that is written calls the columns so, in this order."""
        outputs = self.outputs
        if outputs is None:
            return
        if outputs.is_listed and len(names) == len(outputs.names):
            self.outputs = Outputs(names=dict(zip(names, outputs.names.values(), strict=True)))
        else:
            self.outputs = None

    def _columns(self) -> dict[TableName, dict[str, tuple[str, ...]]] | None:
        if self.outputs is None or self._turns_rows:
            return None
        found: dict[TableName, dict[str, set[str]]] = {
            table: {} for table, use in self._uses.items() if use.is_known
        }
        for written, origins in self.outputs.names.items():
            for table, name in origins:
                if written.startswith(UNNAMED):
                    self._resolver.unclear.add(table)
                found.setdefault(table, {}).setdefault(written, set()).add(name)
        for table, excepted in self.outputs.stars.items():
            for name in self._use(table).fields - excepted:
                found.setdefault(table, {}).setdefault(name, set()).add(name)
        return {
            table: {written: tuple(sorted(read)) for written, read in sorted(columns.items())}
            for table, columns in found.items()
            if table not in self._resolver.unclear and self._use(table).is_known
        }

    def _use(self, table: TableName) -> _Use:
        return self._uses.setdefault(table, _Use())

    def _look_at(self, scope: Scope) -> None:
        sources = self._resolver.sources_of(scope)
        for source in sources.values():
            if isinstance(source, exp.Table) and id(source) not in self._seen:
                self._seen.add(id(source))
                if table := name_of(source):
                    self._places[table] += 1
                    use = self._use(table)
                    # An UPDATE or MERGE is no query, and what these make of columns is not followed.
                    if not isinstance(scope.expression, exp.Select) or _is_turned(source):
                        use.is_known = False
                    use.fields |= self._resolver.joined_by(scope)
        computed = _computed(scope)
        for column in scope.columns:
            self._look_at_column(scope, column, sources, computed)
        for condition in _conditions(scope):
            self._filter(scope, condition)

    def _look_at_column(
        self, scope: Scope, column: exp.Column, sources: dict[str, exp.Table | Scope], computed: set[str]
    ) -> None:
        if not column.table and column.name in sources:
            self._whole_row(sources[column.name])
            return
        if not column.table and column.name in computed:
            place = column.find_ancestor(exp.Group, exp.Order, exp.Having, exp.Qualify, exp.Select)
            if not isinstance(place, exp.Select):
                return  # a name that the query has just given
        if column.name.lower() in _PSEUDO_COLUMNS:
            return
        resolved = self._resolver.resolve(scope, column)
        for table, name in resolved.origins:
            self._use(table).fields.add(name)
        for table in resolved.tables:
            self._use(table).perhaps.add(column.parts[0].name)

    def _whole_row(self, source: exp.Table | Scope) -> None:
        if isinstance(source, exp.Table):
            tables = [name_of(source)]
        else:
            given = self._resolver.outputs.get(id(source))
            tables = list(given.stars) if given else []
        for table in filter(None, tables):
            self._use(table).select_all = True
            self._resolver.unclear.add(table)

    def _filter(self, scope: Scope, condition: exp.Expr) -> None:
        operator = _OPERATORS.get(type(condition))
        if operator is None:
            return
        left, right = condition.this.unnest(), condition.expression.unnest()
        if isinstance(right, exp.Column):
            left, right, operator = right, left, _TURNED.get(operator, operator)
        value = _value(right)
        if isinstance(left, exp.Column) and value is not None and left.name.lower() not in _PSEUDO_COLUMNS:
            bare = self._resolver.resolve(scope, left).bare
            if bare is not None:
                self._use(bare[0]).filters.append(Filter(field=bare[1], op=operator, value=value))

    def _unscoped(self, parts: Sequence[exp.Expr]) -> None:
        """Tables that stand outside of any query, such as the source of a clone or of a MERGE."""
        own = {part.alias for part in parts if isinstance(part, exp.CTE)}
        for table in parts:
            name = name_of(table)
            if not name or id(table) in self._seen or table is self._target:
                continue
            if isinstance(table.parent, (exp.UserDefinedFunction, exp.LikeProperty)):
                continue  # a function's name is written as that of a table is; LIKE takes no rows
            if len(name) > 1 or name[0] not in own:
                self._places[name] += 1
                self._use(name).is_known = False


def _scopes(tree: exp.Expr) -> Iterator[Scope]:
    if isinstance(tree, TRAVERSABLES):
        yield from traverse_scope(tree)
        return
    for query in tree.find_all(exp.Query):
        if query.find_ancestor(exp.Query) is None:
            yield from traverse_scope(query)


def _gives_rows(tree: exp.Expr) -> bool:
    """Whether the rows of the statement's last query are what it gives or writes."""
    return isinstance(tree, (exp.Query, exp.Create, exp.Insert))


def _is_turned(table: exp.Table) -> bool:
    join = table.parent
    is_natural = isinstance(join, exp.Join) and join.method == "NATURAL"
    return is_natural or bool(table.args.get("pivots") or table.args.get("match_recognize"))


def _computed(scope: Scope) -> set[str]:
    """The names that a query gives to what is no column of that name."""
    if not isinstance(scope.expression, exp.Select):
        return set()
    aliases = (s for s in scope.expression.selects if isinstance(s, exp.Alias))
    return {a.alias for a in aliases if not (isinstance(a.this, exp.Column) and a.this.name == a.alias)}


def _conditions(scope: Scope) -> Iterator[exp.Expr]:
    """What every row must meet."""
    where = scope.expression.args.get("where")
    if where is None:
        return
    waiting = [where.this]
    while waiting:
        part = waiting.pop().unnest()
        if isinstance(part, exp.And):
            waiting += (part.expression, part.this)
        else:
            yield part


def _value(part: exp.Expr) -> float | str | bool | None:
    if isinstance(part, exp.Boolean):
        return bool(part.this)
    sign = 1
    if isinstance(part, exp.Neg):
        sign, part = -1, part.this
    while isinstance(part, (exp.Cast, exp.Date)) and part.this is not None:
        part = part.this
    if not isinstance(part, exp.Literal) or part.this.startswith(PARAMETER):
        return None
    if part.is_string:
        return str(part.this)[:_LONGEST_VALUE]
    try:
        amount = float(part.this)
    except ValueError:
        return None
    if not isfinite(amount):
        return None
    return sign * (int(part.this) if part.this.isdecimal() else as_written(amount))
