"""What the columns of one SELECT are made from: names found in the tables and queries that it takes them from.

A name without a table in front may belong to any table whose columns nobody knows; then nothing is claimed of
what is made from it. That loses some of the lineage and invents none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, ScopeType

from explorer.importers.sql.parsed import TableName

UNNAMED = "?"
"""What the names of columns begin with that the query itself gives no name."""
Origin = tuple[TableName, str]
"""A column of a table."""


@dataclass(slots=True)
class Outputs:
    """The columns that a query gives."""

    names: dict[str, frozenset[Origin]] = field(default_factory=dict)
    """In their order; what each is made from."""
    bare: dict[str, Origin] = field(default_factory=dict)
    """Those that are a column of a table as it stands, where nothing else takes rows from the query."""
    stars: dict[TableName, frozenset[str]] = field(default_factory=dict)
    """Tables of which all columns are given on, but for the named ones."""
    rows: set[TableName] = field(default_factory=set)
    """Those of them whose rows nothing else takes from the query."""
    is_opaque: bool = False
    """Whether there are columns beside them of which nothing is known."""
    taken_apart: frozenset[TableName] = frozenset()
    """Tables whose values these columns are parts of, as those of an UNNEST are."""

    @property
    def is_listed(self) -> bool:
        """Whether the names are all there are."""
        return not self.stars and not self.is_opaque


@dataclass(frozen=True, slots=True)
class Resolved:
    """Where a name leads: to these columns, surely; or to one of these tables, and it cannot be told to which."""

    origins: frozenset[Origin] = frozenset()
    tables: tuple[TableName, ...] = ()
    bare: Origin | None = None
    hidden: frozenset[TableName] = frozenset()
    """Tables from which it comes in a way that is not followed."""


NOWHERE = Resolved()


class Resolver:
    """The scopes of one statement, from the innermost out, each with the columns that it gives."""

    def __init__(self, scopes: list[Scope]) -> None:
        self.outputs: dict[int, Outputs] = {}
        self.unclear: set[TableName] = set()
        """Tables of which it cannot be told what is made from their columns."""
        self._owner: dict[int, int] = {}
        self._sources = {id(scope): _sources_of(scope) for scope in scopes}
        self._joined = {id(scope): _joined_by(scope) for scope in scopes}
        self._uses = Counter(id(source) for taken in self._sources.values() for source in taken.values())
        for scope in scopes:
            self.outputs[id(scope)] = self._outputs(scope)

    def sources_of(self, scope: Scope) -> dict[str, exp.Table | Scope]:
        """The tables and queries that a scope takes rows from, by the names it gives them."""
        return self._sources[id(scope)]

    def joined_by(self, scope: Scope) -> set[str]:
        """The columns that stand in the USING of a join: each side has them."""
        return self._joined[id(scope)]

    def resolve(self, scope: Scope, column: exp.Column) -> Resolved:
        """Where a column of a scope leads; what an inner scope has found among its own is not the outer one's."""
        if self._owner.get(id(column), id(scope)) != id(scope):
            return NOWHERE
        found = self._resolve(scope, column)
        if found is not NOWHERE:
            self._owner[id(column)] = id(scope)
        return found

    def _resolve(self, scope: Scope, column: exp.Column) -> Resolved:
        parts = [part.name for part in column.parts]
        sources = self._sources[id(scope)]
        if len(parts) > 1:
            if parts[0] in sources:
                return self._in_source(sources[parts[0]], parts[1])
            for depth in range(len(parts) - 1, 1, -1):  # schema.table.column
                source = sources.get(parts[depth - 1])
                if isinstance(source, exp.Table) and name_of(source)[-depth:] == tuple(parts[:depth]):
                    return self._in_source(source, parts[depth])
            if _is_outer(scope, parts[0]):
                return NOWHERE  # the outer scope has it among its own columns
        return self._unqualified(scope, parts[0])

    def _unqualified(self, scope: Scope, name: str) -> Resolved:
        sources, is_joined = self._sources[id(scope)], name in self._joined[id(scope)]
        if name in sources:
            return NOWHERE  # the whole row; see queries.py
        possible = []
        for source in sources.values():
            known = None if isinstance(source, exp.Table) else self.outputs.get(id(source))
            if known is not None and name in known.names and not is_joined:
                return self._in_source(source, name)
            if isinstance(source, exp.Table) or known is None or not known.is_listed or name in known.names:
                possible.append(source)
        if len(possible) == 1:
            return self._in_source(possible[0], name)
        if is_joined:  # each of them has it
            found = [self._in_source(source, name) for source in possible]
            return Resolved(
                frozenset(o for f in found for o in f.origins), tuple(t for f in found for t in f.tables)
            )
        tables = [t for source in possible for t in self._tables_behind(source, name)]
        return Resolved(tables=tuple(dict.fromkeys(tables))) if tables else NOWHERE

    def _in_source(self, source: exp.Table | Scope, name: str) -> Resolved:
        if isinstance(source, exp.Table):
            table = name_of(source)
            return Resolved(frozenset([(table, name)]), bare=(table, name)) if table else NOWHERE
        known = self.outputs.get(id(source))
        if known is None:
            return NOWHERE
        once = self._uses[id(source)] == 1
        if name in known.names:
            return Resolved(known.names[name], bare=known.bare.get(name) if once else None)
        if known.taken_apart:
            return Resolved(hidden=known.taken_apart)
        behind = self._tables_behind(source, name)
        if len(behind) == 1 and not known.is_opaque:
            origin = (behind[0], name)
            return Resolved(frozenset([origin]), bare=origin if once and behind[0] in known.rows else None)
        return Resolved(tables=tuple(behind)) if behind else NOWHERE

    def _tables_behind(self, source: exp.Table | Scope, name: str) -> list[TableName]:
        """The tables whose columns a source gives on unnamed."""
        if isinstance(source, exp.Table):
            return [name_of(source)] if name_of(source) else []
        known = self.outputs.get(id(source))
        return [t for t, excepted in known.stars.items() if name not in excepted] if known else []

    def _outputs(self, scope: Scope) -> Outputs:
        if isinstance(scope.expression, exp.SetOperation):
            return self._of_union(scope)
        if scope.scope_type is ScopeType.UDTF:
            around = scope.lateral_sources.values()
            tables = frozenset(table for source in around for table in self._all_behind(source))
            return Outputs(is_opaque=True, taken_apart=tables)
        if not isinstance(scope.expression, exp.Select):
            given = [self.outputs[id(s)] for s in self._sources[id(scope)].values() if id(s) in self.outputs]
            return given[0] if len(given) == 1 else Outputs(is_opaque=True)
        found = Outputs()
        own = {id(column) for column in scope.columns}
        for selected in scope.expression.selects:
            if selected.is_star:
                self._star(scope, selected, found)
                continue
            name = selected.output_name or f"{UNNAMED}{len(found.names)}"
            found.names[name] = self._made_from(scope, selected, own)
            inner = selected.unalias()
            if isinstance(inner, exp.Column) and (bare := self.resolve(scope, inner).bare):
                found.bare[name] = bare
        if scope.outer_columns and found.is_listed:
            return _renamed(found, scope.outer_columns)
        return found

    def _made_from(self, scope: Scope, selected: exp.Expr, own: set[int]) -> frozenset[Origin]:
        origins: set[Origin] = set()
        nested = set()
        for part in selected.find_all(exp.Column, exp.Query):
            if not isinstance(part, exp.Column):
                nested.add(id(part))
            elif id(part) in own:
                resolved = self.resolve(scope, part)
                origins |= resolved.origins
                self.unclear.update(resolved.tables, resolved.hidden)
        for inner in scope.subquery_scopes:
            if id(inner.expression) in nested:
                taken = self.outputs[id(inner)]
                origins.update(*taken.names.values())
                self.unclear.update(taken.stars)
        return frozenset(origins)

    def _star(self, scope: Scope, selected: exp.Expr, found: Outputs) -> None:
        sources = self._sources[id(scope)]
        if isinstance(selected, exp.Column) and selected.table in sources:
            sources = {selected.table: sources[selected.table]}
        elif not isinstance(selected, exp.Star):  # the parts of a structure
            found.is_opaque = True
            self.unclear.update(table for source in sources.values() for table in self._all_behind(source))
            return
        star = selected.find(exp.Star) or selected
        left_out = frozenset(name.name for name in star.args.get("except_") or ())
        for source in sources.values():
            self._give_on(source, left_out, found)
        own = {id(column) for column in scope.columns}
        for replaced in star.args.get("replace") or ():
            name = replaced.alias_or_name
            found.names[name] = self._made_from(scope, replaced, own)
            found.bare.pop(name, None)
            found.stars = {table: excepted | {name} for table, excepted in found.stars.items()}
        if star.args.get("rename"):
            self.unclear.update(found.stars)
            found.is_opaque = True

    def _give_on(self, source: exp.Table | Scope, left_out: frozenset[str], found: Outputs) -> None:
        if isinstance(source, exp.Table):
            if table := name_of(source):
                found.stars[table] = found.stars.get(table, left_out) & left_out
                found.rows.add(table)
            else:
                found.is_opaque = True
            return
        known = self.outputs.get(id(source))
        if known is None:
            found.is_opaque = True
            return
        once = self._uses[id(source)] == 1
        for name, origins in known.names.items():
            if name not in left_out:
                found.names[name] = found.names.get(name, frozenset()) | origins
                if once and name in known.bare:
                    found.bare[name] = known.bare[name]
        for table, excepted in known.stars.items():
            found.stars[table] = found.stars.get(table, excepted | left_out) & (excepted | left_out)
        if once:
            found.rows |= known.rows
        found.is_opaque |= known.is_opaque
        self.unclear.update(known.taken_apart)

    def _all_behind(self, source: exp.Table | Scope) -> Iterator[TableName]:
        if isinstance(source, exp.Table):
            yield name_of(source)
        elif known := self.outputs.get(id(source)):
            yield from known.stars
            yield from known.taken_apart
            yield from (table for origins in known.names.values() for table, _ in origins)

    def _of_union(self, scope: Scope) -> Outputs:
        """Column by column in their order; by their names where all sides give all columns of a table."""
        sides = [self.outputs.get(id(s)) or Outputs(is_opaque=True) for s in scope.set_operation_scopes]
        found = Outputs(is_opaque=any(side.is_opaque for side in sides) or not sides)
        names = list(sides[0].names) if sides else []
        in_order = all(side.is_listed and len(side.names) == len(names) for side in sides)
        if not in_order and any(side.names or side.is_opaque for side in sides):
            for side in sides:
                self.unclear.update(side.stars)
                self.unclear.update(table for origins in side.names.values() for table, _ in origins)
        for side in sides:
            for position, (name, origins) in enumerate(side.names.items()):
                meant = names[position] if in_order else name
                found.names[meant] = found.names.get(meant, frozenset()) | origins
            for table, excepted in side.stars.items():
                found.stars[table] = found.stars.get(table, excepted) & excepted
        return found


def name_of(table: exp.Expr) -> TableName:
    """The parts of a table's name; empty where it is a function or a parameter."""
    if not isinstance(table, exp.Table) or not isinstance(table.this, (exp.Identifier, exp.Dot)):
        return ()
    return tuple(part.name for part in table.parts if part.name)


def _sources_of(scope: Scope) -> dict[str, exp.Table | Scope]:
    found = {}
    for name, _ in scope.references:
        source = scope.sources.get(name)
        if source is not None:
            found[name] = source
    return found


def _joined_by(scope: Scope) -> set[str]:
    joins = scope.expression.args.get("joins") or ()
    return {name.name for join in joins for name in join.args.get("using") or ()}


def _is_outer(scope: Scope, name: str) -> bool:
    parent = scope.parent
    while parent is not None:
        if name in parent.sources:
            return True
        parent = parent.parent
    return False


def _renamed(found: Outputs, names: list[str]) -> Outputs:
    if len(names) != len(found.names):
        return Outputs(names=found.names, is_opaque=True)
    new = dict(zip(names, found.names.values(), strict=True))
    bare = {n: found.bare[old] for n, old in zip(names, found.names, strict=True) if old in found.bare}
    return Outputs(names=new, bare=bare)
