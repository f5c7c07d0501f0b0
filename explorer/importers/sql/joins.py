"""On which columns a statement joins what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp


def join_keys(joins: Iterable[exp.Join]) -> Iterator[set[str]]:
    """For each join of tables the columns that must be equal; empty where it is on something else."""
    for join in joins:
        if isinstance(join.this, (exp.Unnest, exp.Lateral)):
            continue  # takes a row apart, and joins nothing to it
        keys = {name.name for name in join.args.get("using") or ()}
        on = join.args.get("on")
        if on is not None:
            keys.update(name for equal in on.find_all(exp.EQ) for name in _columns(equal))
        elif not keys:
            where = join.parent.args.get("where") if join.parent is not None else None
            if where is not None:  # FROM a, b WHERE a.id = b.id
                keys.update(name for equal in where.find_all(exp.EQ) for name in _columns(equal))
        yield keys


def _columns(equal: exp.EQ) -> tuple[str, ...]:
    """The columns on both sides, where each side is a column of another table."""
    left, right = equal.this.unnest(), equal.expression.unnest()
    if isinstance(left, exp.Column) and isinstance(right, exp.Column) and left.table != right.table:
        return left.name, right.name
    return ()
