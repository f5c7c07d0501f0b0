"""What one text of SQL reads and writes, in the words of several databases."""

import pytest

from explorer.domain.entities import Filter
from explorer.importers.sql.parsed import Rename
from explorer.importers.sql.statements import parse_text


def read(text: str, dialect: str = "postgres") -> dict:
    """The reads of a text by the dotted name of the table."""
    return {".".join(r.table): r for r in parse_text(text, dialect).reads}


def written(text: str, dialect: str = "postgres") -> list[tuple[str, str]]:
    """What a text writes, and how."""
    return [(".".join(w.table), w.how) for w in parse_text(text, dialect).writes]


@pytest.mark.parametrize(
    ("text", "dialect", "tables"),
    [
        ("SELECT * FROM a, s.b JOIN d.s.c USING (x)", "postgres", {"a", "s.b", "d.s.c"}),
        ("WITH a AS (SELECT 1 FROM b) SELECT * FROM a JOIN s.a ON true", "postgres", {"b", "s.a"}),
        ("WITH RECURSIVE r AS (SELECT 1 FROM t UNION ALL SELECT 1 FROM r) SELECT * FROM r", "", {"t"}),
        ('SELECT 1 FROM "Big".Small', "postgres", {"Big.small"}),
        ("SELECT 1 FROM Big.Small", "snowflake", {"BIG.SMALL"}),
        ("SELECT 1 FROM `my-shop.sales.Orders_*`, UNNEST(items)", "bigquery", {"my-shop.sales.Orders_*"}),
        ("SELECT 1 FROM my-shop.sales.orders o, o.items", "bigquery", {"my-shop.sales.orders"}),
        ("SELECT 1 FROM a WHERE x IN (SELECT y FROM b) AND EXISTS (SELECT 1 FROM c)", "", {"a", "b", "c"}),
        ("SELECT 1 FROM generate_series(1, 2) g", "postgres", set()),
        ("UPDATE t SET a = s.a FROM s WHERE t.i = s.i", "postgres", {"s"}),
        ("MERGE d.t USING d.s ON t.i = s.i WHEN MATCHED THEN DELETE", "bigquery", {"d.s"}),
        ("COPY s.t TO STDOUT", "postgres", {"s.t"}),
        ("EXPLAIN (ANALYZE) SELECT 1 FROM t", "postgres", {"t"}),
        ("DECLARE c NO SCROLL CURSOR FOR SELECT 1 FROM t", "postgres", {"t"}),
        ("PREPARE p (int) AS SELECT 1 FROM t WHERE a = $1", "postgres", {"t"}),
        ("IF (SELECT COUNT(*) FROM d.a) > 0 THEN SELECT 1 FROM d.b; END IF", "bigquery", {"d.a", "d.b"}),
        ("BEGIN; LOCK TABLE t; SET a = 1; COMMIT", "postgres", set()),
        ("GRANT SELECT ON t TO me; REVOKE ALL ON t FROM me; ANALYZE t; DROP TABLE t", "postgres", set()),
        (
            "CREATE INDEX i ON t (a); COMMENT ON TABLE t IS 'x'; VACUUM t; ALTER TABLE t ADD a INT",
            "postgres",
            set(),
        ),
        ("CREATE TEMP FUNCTION f(a INT64) AS ((SELECT MAX(b) FROM d.t)); SELECT f(1)", "bigquery", set()),
    ],
)
def test_the_tables_that_are_read(text, dialect, tables):
    """Only what is a table of the database counts: no part of the query itself, no function, no target."""
    parsed = parse_text(text, dialect)
    assert {".".join(r.table) for r in parsed.reads} == tables
    assert parsed.fault is None


@pytest.mark.parametrize(
    ("text", "dialect", "tables"),
    [
        ("INSERT INTO s.t SELECT 1", "postgres", [("s.t", "insert")]),
        ("INSERT INTO t VALUES ($1, $2)", "postgres", [("t", "insert")]),
        ("CREATE TABLE t AS SELECT 1", "postgres", [("t", "create")]),
        ("SELECT a INTO t FROM u", "postgres", [("t", "create")]),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "postgres", [("v", "view")]),
        ("CREATE MODEL d.m OPTIONS (model_type = 'x') AS SELECT 1 FROM d.t", "bigquery", [("d.m", "create")]),
        ("DELETE d.t WHERE a = 1", "bigquery", [("d.t", "delete")]),
        ("TRUNCATE t", "postgres", [("t", "truncate")]),
        ("COPY t FROM STDIN", "postgres", [("t", "copy")]),
        ("CREATE TEMP TABLE x AS SELECT 1; INSERT INTO t SELECT * FROM x", "postgres", [("t", "insert")]),
        ("BEGIN INSERT INTO d.t SELECT 1; END", "bigquery", [("d.t", "insert")]),
        ("SELECT 1", "postgres", []),
    ],
)
def test_the_tables_that_are_written(text, dialect, tables):
    """Each way of writing a table is told; a table that goes with the session is none."""
    assert written(text, dialect) == tables


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT a, b + 1 AS c FROM t", ("a", "c")),
        ("SELECT a, b + 1 FROM t", None),
        ("SELECT * FROM t", None),
        ("CREATE TABLE t (a INT, b TEXT NOT NULL, PRIMARY KEY (a))", ("a", "b")),
        ("CREATE VIEW v (p, q) AS SELECT a, b FROM t", ("p", "q")),
        ("SELECT a FROM t; CREATE INDEX i ON t (b)", ("a",)),
    ],
)
def test_the_columns_that_come_out(text, columns):
    """What the columns of the last query are called, where all have a name that is written."""
    assert parse_text(text, "postgres").written_columns == columns


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT t.a, e.key FROM d.t AS t, UNNEST(t.events) AS e", None),
        ("SELECT t.a, t.events FROM d.t AS t, UNNEST(t.events) AS e", {"a": ("a",), "events": ("events",)}),
        ("SELECT t.events.*, t.a FROM d.t AS t", None),
        ("SELECT * EXCEPT (a) REPLACE (b + c AS b) FROM d.t AS t", {"b": ("b", "c"), "c": ("c",)}),
        ("SELECT * FROM (SELECT a, b FROM d.t) WHERE b > 1", {"a": ("a",), "b": ("b",)}),
    ],
)
def test_values_that_are_taken_apart(text, columns):
    """Parts of a value have names that nobody lists: what is made from the table is then not claimed."""
    assert read(text, "bigquery")["d.t"].columns == columns


def test_a_pivot_claims_no_columns():
    """Names that are made of values cannot be followed; what is read is known all the same."""
    text = "SELECT * FROM (SELECT kind, net FROM t) PIVOT (SUM(net) FOR kind IN ('a', 'b'))"
    [found] = parse_text(text, "bigquery").reads
    assert (found.fields, found.columns) == (("kind", "net"), None)


def test_a_table_that_is_renamed():
    """A build beside the table that then takes its name can be followed."""
    parsed = parse_text('ALTER TABLE "shop"."orders__dbt_tmp" RENAME TO "orders"', "postgres")
    assert parsed.renames == (Rename(("shop", "orders__dbt_tmp"), ("shop", "orders")),)


def test_only_the_columns_that_are_used():
    """What is selected, joined, filtered and sorted by; not the names the query gives, nor those of another table."""
    found = read(
        """SELECT o.id, SUM(o.net) AS total, (SELECT MAX(f.at) FROM flags f WHERE f.order_id = o.id) AS flag
        FROM orders o JOIN customers USING (customer_id) WHERE o.state = 'paid' GROUP BY o.id ORDER BY total"""
    )
    assert found["orders"].fields == ("customer_id", "id", "net", "state")
    assert found["customers"].fields == ("customer_id",)
    assert found["flags"].fields == ("at", "order_id")
    assert not any(r.select_all for r in found.values())


def test_a_column_that_may_be_of_either_table():
    """Where no table stands in front, nothing is claimed; whoever knows the tables' columns can tell."""
    found = read("SELECT a.x, y FROM a JOIN b ON a.i = b.i")
    assert [(r.fields, r.perhaps, r.used_fields) for r in found.values()] == [
        (("i", "x"), ("y",), None),
        (("i",), ("y",), None),
    ]
    assert [r.columns for r in found.values()] == [None, None]


def test_a_star_that_is_only_passed_on():
    """A part of the query that takes all columns asks for no more than is taken from it in the end."""
    passed = read("WITH o AS (SELECT * FROM orders) SELECT id, net FROM o")["orders"]
    assert (passed.select_all, passed.fields, passed.columns) == (
        False,
        ("id", "net"),
        {"id": ("id",), "net": ("net",)},
    )
    assert read("WITH o AS (SELECT * FROM orders) SELECT * FROM o")["orders"].select_all
    assert read("SELECT TO_JSON(o) FROM orders o", "bigquery")["orders"].select_all
    assert not read("SELECT COUNT(*) FROM orders")["orders"].select_all


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("SELECT a, b + c AS d, COUNT(*) AS n FROM t", {"a": ("a",), "d": ("b", "c")}),
        ("INSERT INTO x (p, q) SELECT a, b FROM t", {"p": ("a",), "q": ("b",)}),
        ("CREATE VIEW x (p, q) AS SELECT a, b FROM t", {"p": ("a",), "q": ("b",)}),
        ("SELECT p FROM (SELECT a AS p, b FROM t) s", {"p": ("a",)}),
        ("WITH s (p) AS (SELECT a FROM t) SELECT p AS q FROM s", {"q": ("a",)}),
        ("SELECT a FROM t UNION ALL SELECT b FROM t", {"a": ("a", "b")}),
        ("SELECT *, a + b AS c FROM t", {"a": ("a",), "b": ("b",), "c": ("a", "b")}),
        ("SELECT (SELECT MAX(u.v) FROM u) AS m, a FROM t", {"a": ("a",)}),
        ("SELECT a, 1 + b FROM t", None),
        ("DELETE FROM x USING t WHERE x.a = t.a", None),
    ],
)
def test_what_each_column_is_made_from(text, columns):
    """The lineage of columns through parts of the query; None where a column has no name or nothing is written."""
    assert read(text)["t"].columns == columns


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("SELECT a FROM t WHERE confidence >= 0.5", [Filter(field="confidence", op=">=", value=0.5)]),
        ("SELECT a FROM t WHERE -2 < a AND (b = 'x')", ["a > -2", "b = x"]),
        ("SELECT a FROM t WHERE ok = TRUE", ["ok = True"]),
        ("SELECT a FROM t WHERE a > 1 OR b > 2", []),
        ("SELECT a FROM t WHERE a > $1", []),
        ("SELECT a FROM t WHERE n > 2.0 AND m >= 0.50", ["n > 2", "m ≥ 0.5"]),
        ("SELECT a FROM t WHERE id = 123456789012345678", ["id = 123456789012345678"]),
        ("WITH s AS (SELECT * FROM t) SELECT s.a FROM s JOIN u ON u.i = s.i WHERE s.a > 1", ["a > 1"]),
        ("WITH s AS (SELECT * FROM t) SELECT a FROM s WHERE a > 1 UNION ALL SELECT a FROM s", []),
        ("SELECT a FROM t WHERE a > 1 UNION ALL SELECT a FROM t", []),
        ("SELECT n FROM (SELECT COUNT(*) AS n FROM t) s WHERE n > 5", []),
    ],
)
def test_the_conditions_that_every_row_meets(text, filters):
    """A comparison with a value, where it holds for all that is taken of the table."""
    assert [str(f) for f in read(text)["t"].filters] == [str(f) for f in filters]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (
            "SELECT 1 FROM a JOIN b ON a.id = b.a_id AND b.x = 1 LEFT JOIN c USING (day)",
            ("a_id", "day", "id"),
        ),
        ("SELECT 1 FROM a, b WHERE a.id = b.id AND a.x = 'y'", ("id",)),
        ("SELECT 1 FROM a JOIN b ON a.id = b.id JOIN c ON a.x < c.x", None),
        ("SELECT 1 FROM a CROSS JOIN b", None),
        ("SELECT 1 FROM a UNION ALL SELECT 1 FROM b", None),
        ("SELECT 1 FROM a JOIN b ON a.id = b.id CROSS JOIN UNNEST(a.items) AS item", ("id",)),
    ],
)
def test_the_columns_on_which_tables_are_joined(text, keys):
    """Columns that must be equal; nothing is said where one of the joins is on something else."""
    assert parse_text(text, "postgres").join_keys == keys


def test_a_statement_that_is_not_understood():
    """Its line and reason are told and its words searched for tables; the statements around it are read as ever."""
    parsed = parse_text(
        "SELECT a FROM s.good;\n\nSELECT extract(day FROM at) FROM s.bad b, s.worse WHERE (;\nSELECT 1 FROM also",
        "",
    )
    assert parsed.faults == 1
    assert parsed.fault.line == 3
    assert [(".".join(r.table), r.guessed) for r in parsed.reads] == [
        ("also", False),
        ("s.bad", True),
        ("s.good", False),
        ("s.worse", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT " + "(" * 5_000,
        "SELECT " + "f(" * 3_000 + ")" * 3_000,
        "SELECT 'never closed",
        "\0\0\0",
        ";" * 10_000,
        "SELECT * FROM " + "a." * 500 + "b",
        "WITH a AS (SELECT * FROM a) SELECT * FROM a, a",
        "SELECT * FROM t t JOIN t t",
        "IF " * 500,
        "SELECT 1 FROM `a`.`" + "x" * 100_000,
        "\ud800 FROM t",
    ],
)
def test_whatever_a_text_holds_it_raises_nothing(text):
    """Texts that break a parser are faults, or nothing at all."""
    parse_text(text, "bigquery")
    parse_text(text, "")
