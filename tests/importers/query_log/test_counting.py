"""Entries counted: against a count made one entry at a time."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.importers.adapter import Task
from explorer.importers.query_log.counting import Counting
from explorer.importers.query_log.entries import Entry, Outcome
from explorer.importers.query_log.users import Rules
from explorer.importers.sql_parsing import tables_of

FIRST = date(2026, 11, 1)
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["a.x", "a.y"]),
        st.sampled_from(["id", "name"]),
        st.one_of(st.none(), st.integers(-5, 5)),
        st.integers(0, 20),
        st.sampled_from(Outcome),
    ),
    max_size=40,
)


@settings(deadline=None)
@given(ENTRIES)
def test_what_is_counted_is_what_each_entry_says(said):
    """Counts, days, fields and the loosest threshold of each user and table; what failed or was refused apart."""
    counting = Counting(Rules(), "postgres")
    for line, (user, table, column, least, day, outcome) in enumerate(said, 1):
        condition = "" if least is None else f" where score >= {least}"
        text = f"select {column} from {table}{condition}"
        counting.add(Entry(line, user, statement=text, day=FIRST + timedelta(day), outcome=outcome), "log")
    shapes = counting.shapes()
    parsed = dict(zip(shapes, tables_of(shapes, "postgres", Task()), strict=True))
    tally = counting.tally(parsed, lambda: None)
    for user in ("ann", "bob"):
        for table in ("a.x", "a.y"):
            mine = [e for e in said if e[:2] == (user, table)]
            done = [e for e in mine if e[5] is Outcome.DONE]
            taking = tally.taken.get((table, user))
            assert (taking is not None) is bool(done)
            if taking is not None:
                assert taking.span.count == len(done)
                assert taking.span.first == FIRST + timedelta(min(e[4] for e in done))
                assert taking.span.last == FIRST + timedelta(max(e[4] for e in done))
                compared = {"score"} if any(e[3] is not None for e in done) else set()
                assert set(taking.read.fields) == {e[2] for e in done} | compared
                always = all(e[3] is not None for e in done)
                assert bool(taking.always) is always
                if always:
                    assert taking.conditions["score", ">="].least == min(e[3] for e in done)
            refused = sum(e[5] is Outcome.REFUSED for e in mine)
            known = tally.tables.get(table)
            assert (known.refused[user].count if known and user in known.refused else 0) == refused
    assert tally.failed == sum(e[5] is Outcome.FAILED for e in said)
    assert tally.queries == tally.parsed == len(said) - tally.failed
