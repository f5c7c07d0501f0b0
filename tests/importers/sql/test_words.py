"""The tables that the words of SQL name, where no parser understands it."""

import pytest

from explorer.importers.sql.parsed import Gathering
from explorer.importers.sql.words import scan


@pytest.mark.parametrize(
    ("text", "reads", "writes"),
    [
        ("blah FROM s.a AS x, b y JOIN `p-1.d.c` ON", {"s.a", "b", "p-1.d.c"}, set()),
        (
            "-- FROM no\n/* FROM no */ # FROM yes1\n  # FROM no\nFROM yes '... FROM no ...'",
            {"yes1", "yes"},
            set(),
        ),
        ("WITH a AS (?), b AS NOT MATERIALIZED (?) SELECT FROM a JOIN b JOIN c", {"c"}, set()),
        ("SELECT EXTRACT(day FROM at), TRIM(both FROM x) FROM t", {"t"}, set()),
        ("FROM UNNEST(x) JOIN generate(1) JOIN LATERAL (", set(), set()),
        ('INSERT INTO s.t ? FROM "Old Orders"', {"Old Orders"}, {"s.t"}),
        ("CREATE OR REPLACE VIEW IF NOT EXISTS v AS ? FROM t; DELETE FROM d.u WHERE", {"t"}, {"v", "d.u"}),
        ("MERGE INTO a USING b", set(), {"a"}),
        ('selec x from from t JOIN ON FROM WHERE FROM "from" JOIN orders_', {"t", "from", "orders_"}, set()),
    ],
)
def test_what_stands_where_tables_are_named(text, reads, writes):
    """Names after FROM and JOIN are read, after INTO and its like written; comments and quotes name nothing."""
    found = Gathering()
    scan(text, found)
    assert {".".join(name) for name in found.reads} == reads
    assert {".".join(name) for name, _ in found.writes} == writes
    assert all(read.guessed for read in found.reads.values())
