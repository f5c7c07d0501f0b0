"""Which columns a query takes, against a database: change a column, run the query, see what comes out otherwise."""

import sqlite3
from collections import Counter
from contextlib import closing

from hypothesis import given, reject, settings
from hypothesis import strategies as st

from explorer.importers.sql.statements import parse_text

TABLES = {"a": ("x", "y", "z"), "b": ("x", "v", "w")}
MOST_STEPS = 200_000
ROWS = {"a": [(1, 2, 3), (4, 5, 6), (2, 2, 9)], "b": [(1, 7, 2), (2, 8, 5), (4, 1, 2)]}


@st.composite
def sources(draw, parts: dict[str, tuple[str, ...]], depth: int) -> tuple[str, tuple[str, ...]]:
    """What stands after FROM, with its columns: a table, a part of the query, or a query in brackets."""
    known = TABLES | parts
    if depth and draw(st.booleans()):
        inner, columns = draw(selects(parts, depth - 1))
        return f"({inner})", columns
    name = draw(st.sampled_from(sorted(known)))
    return name, known[name]


@st.composite
def selects(
    draw, parts: dict[str, tuple[str, ...]], depth: int, bare: bool = False
) -> tuple[str, tuple[str, ...]]:
    """A query with the names of its columns; a bare one has no conditions."""
    taken = [draw(sources(parts, depth if not bare else 0)) for _ in range(draw(st.integers(1, 2)))]
    named = {f"s{number}": columns for number, (_, columns) in enumerate(taken)}
    every = [f"{alias}.{column}" for alias, columns in named.items() for column in columns]
    counts = Counter(column for columns in named.values() for column in columns)
    every += [column for column, count in counts.items() if count == 1]
    items: list[str] = []
    names: list[str] = []
    if draw(st.booleans()):
        alias = draw(st.sampled_from(sorted(named)))
        alone = len(named) == 1 and draw(st.booleans())
        items.append("*" if alone else f"{alias}.*")
        names += named[alias]
    for number in range(draw(st.integers(0 if items else 1, 3))):
        made = draw(st.sampled_from(every))
        if draw(st.booleans()):
            made += f" + 10 * {draw(st.sampled_from(every))}"
        if not bare and draw(st.integers(0, 5)) == 0:
            made = (
                f"(SELECT MAX(q.v) FROM b q WHERE q.w <= {draw(st.sampled_from(every[: len(named['s0'])]))})"
            )
        items.append(f"{made} AS n{depth}_{number}")
        names.append(f"n{depth}_{number}")
    text = f"SELECT {', '.join(items)} FROM " + ", ".join(
        f"{source} AS s{number}" for number, (source, _) in enumerate(taken)
    )
    if not bare and draw(st.booleans()):
        text += f" WHERE {draw(st.sampled_from(every))} <= {draw(st.sampled_from([*every, '4']))}"
    return text, tuple(names)


@st.composite
def statements(draw, bare: bool = False) -> str:
    """A query with parts that go before it, or two with the same number of columns, one after the other."""
    parts: dict[str, tuple[str, ...]] = {}
    texts = []
    for number in range(draw(st.integers(0, 2))):
        text, columns = draw(selects(parts, 1, bare))
        if len(set(columns)) == len(columns):
            texts.append(f"p{number} AS ({text})")
            parts[f"p{number}"] = columns
    text, columns = draw(selects(parts, 2, bare))
    if draw(st.integers(0, 3)) == 0:
        listed = ", ".join(
            draw(st.lists(st.sampled_from("xyz"), min_size=len(columns), max_size=len(columns)))
        )
        text += f" UNION ALL SELECT {listed} FROM a"
    return (f"WITH {', '.join(texts)} " if texts else "") + text


def run(text: str, rows: dict[str, list[tuple]]) -> tuple[list[str], list[tuple]]:
    """The names of the columns and the rows that a query gives."""
    with closing(sqlite3.connect(":memory:")) as database:
        for table, columns in TABLES.items():
            database.execute(f"CREATE TABLE {table} ({', '.join(columns)})")
            database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", rows[table])
        database.set_progress_handler(lambda: 1, MOST_STEPS)
        try:
            result = database.execute(text)
            return [column[0] for column in result.description], sorted(result.fetchall(), key=repr)
        except sqlite3.OperationalError as error:
            assert "interrupted" in str(error)  # tables joined with each other without end
            reject()


def changed(table: str, column: str) -> list[dict[str, list[tuple]]]:
    """The rows with other values in one column, in several ways."""
    at = TABLES[table].index(column)
    ways = (lambda v: v + 100, lambda v: -v, lambda v: 3, lambda v: v + 1)
    return [
        ROWS | {table: [(*row[:at], way(row[at]), *row[at + 1 :]) for row in ROWS[table]]} for way in ways
    ]


@settings(max_examples=60, deadline=None)
@given(statements())
def test_a_column_that_makes_a_difference_is_used(text):
    """Where other values in a column give another result, the column is among those that the query takes."""
    reads = {read.table[0]: read for read in parse_text(text, "sqlite").reads}
    before = run(text, ROWS)
    for table, columns in TABLES.items():
        for column in columns:
            if any(run(text, rows) != before for rows in changed(table, column)):
                read = reads[table]
                used = read.used_fields
                assert read.select_all or used is None or column in used, (text, table, column)


@settings(max_examples=60, deadline=None)
@given(statements(bare=True))
def test_a_column_changes_only_what_is_made_from_it(text):
    """Where it is said which columns are made from a column, no other column of the result changes with it."""
    parsed = parse_text(text, "sqlite")
    names, before = run(text, ROWS)
    for read in parsed.reads:
        for column in {c for made_from in (read.columns or {}).values() for c in made_from}:
            made = {written for written, made_from in (read.columns or {}).items() if column in made_from}
            for rows in changed(read.table[0], column):
                _, after = run(text, rows)
                for at, name in enumerate(names):
                    if name not in made and names.count(name) == 1:
                        assert Counter(r[at] for r in after) == Counter(r[at] for r in before), (
                            text,
                            column,
                            name,
                        )
