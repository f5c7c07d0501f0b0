"""Histories from MLflow's database and from a SELECT: what is read, and what is refused."""

from contextlib import closing
from datetime import UTC, date, datetime

import duckdb
import pytest

from explorer.errors import InputError, UsageError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.reader import Limits
from explorer.importers.history_mlflow import read_history_mlflow
from explorer.importers.history_query import checked_query, read_history_query

TABLE = """
CREATE TABLE daily (day TEXT, clicks INTEGER, views INTEGER, note TEXT);
INSERT INTO daily VALUES ('2026-01-05', 6, 100, 'a'), ('2026-01-05', 8, 100, 'b'), ('2026-01-12', 9, 100, 'c'),
    ('2026-01-19', NULL, 100, 'd'), ('soon', 1, 1, 'e');
CREATE VIEW hidden AS SELECT * FROM daily;
"""


def asked(location, query, limits=Limits()):  # noqa: B008 - a frozen value
    """The series and problems of a query."""
    found = read_history_query(location, query, Task(), limits)
    return {h.name: dict(zip(h.days, h.values, strict=True)) for h in found.found}, [
        str(p) for p in found.problems
    ]


def test_sums_and_ratios_by_day(make):
    """Names are the columns' names; a broken row is a problem with its number."""
    found, problems = asked(
        make(TABLE),
        "SELECT day, sum(clicks) * 1.0 / sum(views) AS ctr, count(*) AS n FROM daily GROUP BY day ORDER BY day",
    )
    assert found["ctr"] == {date(2026, 1, 5): 0.07, date(2026, 1, 12): 0.09}
    assert found["n"] == {date(2026, 1, 5): 2, date(2026, 1, 12): 1, date(2026, 1, 19): 1}
    (problem,) = problems
    assert problem.startswith("some.db: query, row 4")
    assert "“soon” is no day" in problem


def test_metric_and_value(make):
    """The long layout, over a subquery, with a date function."""
    found, _ = asked(
        make(TABLE),
        "select date(day) as day, 'clicks' as metric, v as value from (select day, avg(clicks) v from Daily"
        " where day < '2026-02' group by 1) s",
    )
    assert found == {"clicks": {date(2026, 1, 5): 7.0, date(2026, 1, 12): 9.0}}


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("DROP TABLE daily", "must be one SELECT"),
        ("SELECT 1; DROP TABLE daily", "must be one SELECT"),
        ("SELECT day FROM daily UNION SELECT day FROM daily", "must be one SELECT"),
        ("WITH hidden AS (SELECT * FROM hidden) SELECT day, clicks FROM hidden", "may not use with"),
        ("SELECT day, load_extension('x') FROM daily", "the function load_extension"),
        ("SELECT day, readfile('/etc/passwd') FROM daily", "the function readfile"),
        ("SELECT * FROM pragma_table_info('daily')", "anything but the name of a table"),
        ("SELECT * FROM main.daily", "anything but the name of a table"),
        ("SELECT CAST(day AS mood) FROM daily", "a type of the database's own"),
        ("SELECT day FROM", "cannot be read"),
        ("", "must be one SELECT"),
        ("SELECT " + "(" * 3000 + "1" + ")" * 3000 + " FROM daily", "cannot be read"),
        ("SELECT " + "1," * 20_000 + "1", "longer than"),
    ],
)
def test_more_than_a_plain_select_is_refused(make, query, reason):
    """Before anything is asked of the database."""
    with pytest.raises(UsageError, match=reason):
        asked(make(TABLE), query)


@pytest.mark.parametrize(
    "query", ["SELECT * FROM hidden", "SELECT day, (SELECT max(views) FROM hidden) m FROM daily"]
)
def test_views_are_not_read(make, query):
    """A view runs what its author wrote."""
    with pytest.raises(InputError, match="no table “hidden”"):
        asked(make(TABLE), query)


def test_names_run_as_they_were_checked():
    """PostgreSQL reads unquoted names as small letters, quoted ones as they are; both run quoted."""
    sql, tables = checked_query('SELECT Day, "Clicks" FROM Daily JOIN "Other" ON TRUE', "postgres")
    assert tables == {"daily", "Other"}
    assert '"daily"' in sql
    assert '"Clicks"' in sql
    with pytest.raises(UsageError, match="pg_read_file"):
        checked_query("SELECT pg_read_file('x') FROM t", "postgres")
    with pytest.raises(UsageError, match="lock"):
        checked_query("SELECT day FROM t FOR UPDATE", "postgres")


def test_a_query_that_fails_and_one_of_too_many_rows(make):
    """The database's own words; the rows up to the limit."""
    location = make(TABLE)
    with pytest.raises(InputError, match="The query failed: no such function"):
        asked(location, "SELECT date_trunc('week', day), clicks FROM daily")
    found, problems = asked(
        location, "SELECT day, clicks AS c FROM daily ORDER BY clicks DESC", Limits(rows=1)
    )
    assert found == {"c": {date(2026, 1, 12): 9.0}}
    assert any("Only the first 1 rows are read." in p for p in problems)


def test_only_one_column_is_no_history(make):
    """Said with what is needed."""
    with pytest.raises(InputError, match="no column beside the days"):
        asked(make(TABLE), "SELECT day FROM daily")


def at(day):
    """MLflow's time of a day in March 2026."""
    return int(datetime(2026, 3, day, 12, tzinfo=UTC).timestamp() * 1000)


MLFLOW = f"""
CREATE TABLE experiments (experiment_id INTEGER, name VARCHAR(256), lifecycle_stage VARCHAR(32));
CREATE TABLE runs (run_uuid VARCHAR(32), experiment_id INTEGER, status VARCHAR(9), start_time BIGINT,
    lifecycle_stage VARCHAR(20));
CREATE TABLE latest_metrics (key VARCHAR(250), value DOUBLE PRECISION, is_nan BOOLEAN, run_uuid VARCHAR(32));
INSERT INTO experiments VALUES (1, 'fraud', 'active');
INSERT INTO runs VALUES ('r1', 1, 'FINISHED', {at(5)}, 'active'), ('r2', 1, 'FINISHED', {at(1)}, 'active'),
    ('r3', 1, 'FAILED', {at(6)}, 'active'), ('r4', 1, 'FINISHED', NULL, 'active'),
    ('r5', 1, 'FINISHED', {at(5)}, 'active');
INSERT INTO latest_metrics VALUES ('auc', 0.84, 0, 'r1'), ('auc', 0.81, 0, 'r2'), ('auc', 0.1, 0, 'r3'),
    ('auc', 0.2, 0, 'r4'), ('auc', 0.85, 0, 'r5'), ('loss', 0, 1, 'r1'), ('system/cpu', 3, 0, 'r1');
"""


def test_the_runs_of_an_experiment_are_a_history(make):
    """Under the metric's id, in order of day, every run a value; failed and undated runs are left out and said."""
    found = read_history_mlflow(make(MLFLOW), Task())
    assert [(h.name, h.days, h.values) for h in found.found] == [
        (
            "mlflow/metric/fraud/auc",
            (date(2026, 3, 1), date(2026, 3, 5), date(2026, 3, 5)),
            (0.81, 0.84, 0.85),
        )
    ]
    assert [p.message for p in found.problems] == [
        "2 runs that failed, or whose day is not known, are no part of the histories."
    ]


def test_another_database_is_not_mlflows(make):
    """Said as such."""
    with pytest.raises(InputError, match="not MLflow's tracking database"):
        read_history_mlflow(make(TABLE), Task())


def test_a_select_on_mariadb_and_duckdb_gives_what_sqlite_gives(make, mariadb, tmp_path):
    """Each in its own dialect; a comment of a person's goes no further than here."""
    query = (
        "SELECT day, sum(clicks) AS clicks FROM daily /* all */ WHERE note <> 'e' GROUP BY day ORDER BY day"
    )
    statements = [s.replace(" TEXT", " VARCHAR(20)") for s in TABLE.split(";\n") if s.strip()]
    mariadb.fresh(*statements, database="daily")
    path = tmp_path / "a.duckdb"
    with closing(duckdb.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    expected, _ = asked(make(TABLE), query)
    assert list(expected) == ["clicks"]
    for location in (Location("x", url=mariadb.url("daily")), Location("a.duckdb", path)):
        assert asked(location, query)[0] == expected
