"""The logs of one company as its architect has them: what must come out was written down before they were read."""

import json

import pytest

from explorer.domain.kinds import Access
from tests.importers.query_log.logs import csvlog, edges, messages, nodes, read, table


def run(user, sql, *, database="dwh", **cells):
    """A statement in a csvlog of Nordwind."""
    return {"user": user, "sql": sql, "database": database, "session": f"{user}1"} | cells


def executed(user, sql, detail):
    """A prepared statement as it is parsed, bound and run."""
    return [
        run(user, "", message=f"duration: 0.2 ms  parse S_1: {sql}"),
        run(user, "", message=f"duration: 0.3 ms  bind S_1: {sql}", detail=detail),
        run(user, "", message=f"duration: 1.1 ms  execute S_1: {sql}", detail=detail),
    ]


CHURN = "SELECT customer_id, p_churn FROM ml.churn_scores WHERE p_churn > $1 AND segment = $2"
FORECAST = "PREPARE q (numeric, text) AS SELECT meter_id FROM ml.load_forecast WHERE kwh > $1 AND unit = $2"
WAREHOUSE = csvlog(
    run("", "", message="database system is ready to accept connections"),
    run("etl", "COPY staging.readings (meter_id, kwh) FROM STDIN WITH (FORMAT csv)"),
    run(
        "etl",
        "CREATE TEMP TABLE clean AS SELECT DISTINCT ON (meter_id) * FROM staging.readings WHERE kwh >= 0;\n"
        "INSERT INTO core.readings (meter_id, kwh) SELECT meter_id, kwh FROM clean;\nDROP TABLE clean;",
    ),
    run("etl", "CREATE TEMPORARY TABLE daily (LIKE core.readings) ON COMMIT DROP", session="e2"),
    run("etl", "INSERT INTO daily SELECT * FROM core.readings WHERE day >= '2026-11-01'", session="e2"),
    run("etl", "INSERT INTO core.daily_load SELECT meter_id, sum(kwh) FROM daily GROUP BY 1", session="e2"),
    run("etl", "INSERT INTO mart.a SELECT * FROM core.x; INSERT INTO mart.b SELECT * FROM core.y"),
    run(
        "etl",
        "WITH moved AS (DELETE FROM staging.inbox WHERE done RETURNING *) "
        "INSERT INTO core.archive SELECT * FROM moved",
    ),
    run(
        "etl",
        "MERGE INTO core.meters m USING staging.meters s ON m.id = s.id WHEN MATCHED THEN UPDATE SET ok = s.ok",
    ),
    *executed("svc_pricing", CHURN, "Parameters: $1 = '0.65', $2 = 'household'"),
    *executed("svc_pricing", CHURN, "Parameters: $1 = '0.70', $2 = 'household'"),
    run("svc_pricing", FORECAST),
    run("svc_pricing", "EXECUTE q(50, 'it''s')", detail=f"prepare: {FORECAST}"),
    run("svc_pricing", "EXECUTE q(60.0, NULL);", detail=f"prepare: {FORECAST}"),
    run(
        "petrov",
        "WITH recent AS (SELECT meter_id, kwh FROM core.readings WHERE day > now() - interval '7 days') "
        "SELECT * FROM recent JOIN core.meters USING (meter_id) JOIN ref.regions USING (region_id)",
    ),
    run("petrov", "DECLARE c1 CURSOR WITH HOLD FOR SELECT id FROM core.meters WHERE active"),
    run("petrov", "FETCH FORWARD 1000 FROM c1"),
    run("petrov", "", message="execute fetch from S_3/C_4: SELECT id FROM core.elsewhere"),
    run("petrov", "SELECT * FROM core.readings_between('2026-11-01', '2026-11-02')"),
    run("petrov", 'SELECT "Id" FROM crm_import."Kunden 2026"'),
    run("petrov", "SELECT salary FROM hr.pay", session="p9"),
    run("petrov", "", message="permission denied", severity="ERROR", state="42501", session="p9"),
    run("export", "COPY (SELECT meter_id FROM core.readings WHERE kwh > 100.0) TO STDOUT WITH CSV HEADER"),
    run("app", "SELECT id FROM public.customers WHERE id = 7", database="crm"),
    run("app", "UPDATE public.customers SET status = 'x' WHERE id = 7", database="crm"),
    run("train", "SELECT * FROM public.customers"),
    run("etl", "DO $$ BEGIN PERFORM core.cleanup(); END $$"),
)


def test_the_warehouse_of_the_company(tmp_path):
    """Databases, temporary tables, prepared statements, cursors, COPY and statements in one piece, in one csvlog."""
    said = read(tmp_path, WAREHOUSE, "postgresql.csv")
    found = edges(said)
    assert set(found) == {
        ("etl", "dwh.staging.readings", "produces"),
        ("dwh.staging.readings", "etl", "feeds"),
        ("dwh.staging.readings", "dwh.core.readings", "derives"),
        ("dwh.core.readings", "etl", "feeds"),
        ("dwh.core.readings", "dwh.core.daily_load", "derives"),
        ("dwh.core.x", "etl", "feeds"),
        ("dwh.core.x", "dwh.mart.a", "derives"),
        ("dwh.core.y", "etl", "feeds"),
        ("dwh.core.y", "dwh.mart.b", "derives"),
        ("dwh.staging.inbox", "etl", "feeds"),
        ("dwh.staging.inbox", "dwh.core.archive", "derives"),
        ("dwh.staging.meters", "etl", "feeds"),
        ("dwh.staging.meters", "dwh.core.meters", "derives"),
        ("dwh.ml.churn_scores", "svc_pricing", "feeds"),
        ("dwh.ml.load_forecast", "svc_pricing", "feeds"),
        ("dwh.core.readings", "petrov", "feeds"),
        ("dwh.core.meters", "petrov", "feeds"),
        ("dwh.ref.regions", "petrov", "feeds"),
        ('dwh.crm_import."Kunden 2026"', "petrov", "feeds"),
        ("dwh.core.readings", "export", "feeds"),
        ("crm.public.customers", "app", "feeds"),
        ("app", "crm.public.customers", "produces"),
        ("dwh.public.customers", "train", "feeds"),
    }
    thresholds = {e.from_id: (str(e.filter), e.count) for e in found.values() if e.to_id == "svc_pricing"}
    assert thresholds == {
        "dwh.ml.churn_scores": ("p_churn > 0.65", 2),
        "dwh.ml.load_forecast": ("kwh > 50", 2),
    }
    assert str(found["dwh.core.readings", "export", "feeds"].filter) == "kwh > 100"
    assert found["dwh.ml.load_forecast", "svc_pricing", "feeds"].extra["filters"] == [
        "kwh > 50, 60",
        "unit = it's, ?",
    ]
    assert nodes(said)["dwh.hr.pay"].access is Access.CONTROLLED
    assert len(messages(said)) == 2


def ref(dataset, name):
    """A table as BigQuery names it."""
    return {"project_id": "nw", "dataset_id": dataset, "table_id": name}


def job(user="lena", **said):
    """A row of JOBS, its keys sorted as an export has them."""
    usual = {
        "creation_time": "2026-11-02 06:00:00.12 UTC",
        "job_type": "QUERY",
        "project_id": "nw",
        "statement_type": "SELECT",
        "user_email": f"{user}@nw",
    }
    return dict(sorted((usual | said).items()))


SCRIPT = "_script0a9f"
JOBS = [
    job(query="SELECT 1 FROM `nw.web.events_*` WHERE _TABLE_SUFFIX > '20261101'",
        referenced_tables=[ref("web", "events_*")]),
    job(query="SELECT 1 FROM `nw.web.events_20261101`", referenced_tables=[ref("web", "events_20261101")],
        destination_table=ref("_a1", "anon78")),
    job(query="SELECT page FROM web.hits WHERE ok", cache_hit=True, destination_table=ref("_a1", "anon79")),
    job("train", statement_type="SCRIPT", query="CREATE TEMP TABLE t AS …; INSERT INTO mart.s …"),
    job("train", statement_type="CREATE_TABLE_AS_SELECT", destination_table=ref(SCRIPT, "t"),
        query="CREATE TEMP TABLE t AS SELECT user_id FROM `nw.web.events_*` WHERE _TABLE_SUFFIX > '20261101'",
        referenced_tables=[ref("web", "events_*")]),
    job("train", statement_type="INSERT", destination_table=ref("mart", "s"),
        query="INSERT INTO mart.s SELECT * FROM t", referenced_tables=[ref(SCRIPT, "t")]),
    job("train", statement_type="CREATE_MODEL", destination_table=ref("ml", "churn"),
        query="CREATE OR REPLACE MODEL `nw.ml.churn` OPTIONS(model_type='X') AS SELECT age FROM crm.people",
        referenced_tables=[ref("crm", "people")]),
    job("score", query="SELECT id FROM ml.scores WHERE score >= 0.80", referenced_tables=[ref("ml", "scores")]),
    job("export", job_type="EXTRACT", statement_type=None, referenced_tables=[ref("ml", "scores")]),
    job("load", job_type="LOAD", statement_type=None, destination_table=ref("raw", "meter$20261101")),
    job(query="SELECT table_name FROM `nw.region-eu.INFORMATION_SCHEMA.TABLES`",
        referenced_tables=[ref("region-eu", "INFORMATION_SCHEMA.TABLES")]),
    job(query="SELECT * FROM hr.pay", error_result={"reason": "accessDenied"}),
]  # fmt: skip


def test_the_jobs_of_the_company(tmp_path):
    """Shards, a script with its temporary table, a model, loads and exports; the catalogue is nobody's reading."""
    said = read(tmp_path, "\n".join(map(json.dumps, JOBS)), "jobs.json")
    found = edges(said)
    assert set(found) == {
        ('nw.web."events_*"', "lena@nw", "feeds"),
        ("nw.web.hits", "lena@nw", "feeds"),
        ('nw.web."events_*"', "train@nw", "feeds"),
        ('nw.web."events_*"', "nw.mart.s", "derives"),
        ("nw.crm.people", "train@nw", "feeds"),
        ("nw.crm.people", "nw.ml.churn", "derives"),
        ("nw.ml.scores", "score@nw", "feeds"),
        ("nw.ml.scores", "export@nw", "feeds"),
        ("load@nw", "nw.raw.meter", "produces"),
    }
    events = found['nw.web."events_*"', "train@nw", "feeds"]
    assert (events.fields, events.filter) == (("user_id",), None)
    assert str(found["nw.ml.scores", "score@nw", "feeds"].filter) == "score ≥ 0.8"


def used(name, domain="Table", **more):
    """An object that Snowflake names, with one column."""
    return {"objectDomain": domain, "objectName": name, "columns": [{"columnName": "ID"}]} | more


def access(user, direct=(), changed=()):
    """A row of ACCESS_HISTORY."""
    return {
        "QUERY_START_TIME": "2026-11-02 08:00:00.000 +0100",
        "USER_NAME": user,
        "DIRECT_OBJECTS_ACCESSED": list(direct),
        "BASE_OBJECTS_ACCESSED": [],
        "OBJECTS_MODIFIED": list(changed),
    }


ACCESSES = [
    access("LENA", [used('NW.CORE."Zähler 2026"')]),
    access("DBT", [used('NW.CORE."Zähler 2026"')], [used("NW.MART.LOAD")]),
    access("svc@nw", [used("NW.ML.SCORES", "View")]),
    access("LOADER", [used("NW.RAW.LANDING", "Stage")], [used('NW.RAW."my.events"')]),
    access("EXPORTER", [used('NW.RAW."my.events"')], [used("NW.RAW.OUT", "Stage")]),
    access("STREAMER", [used('NW.RAW."my.events"', "Stream")], [used('NW.CORE."a""b"')]),
    access("LENA", [used("SNOWFLAKE.ACCOUNT_USAGE.QUERY_HISTORY", "View")]),
    access("LENA", [used("NW.CORE.TO_KWH", "Function")]),
    access("*****", [used("NW.ML.SCORES", "View")]),
    access("***MASKED***", [used("NW.ML.SCORES", "View")]),
    access("4f2a90c1", [used("NW.ML.SCORES", "View")]),
    access(None, [used("NW.ML.SCORES", "View")]),
]


@pytest.mark.parametrize("form", ["csv", "lines"])
def test_the_accesses_of_the_company(tmp_path, form):
    """Quoted names keep their dots and quotes; a mask is nobody, and a hash is somebody."""
    text = table(*ACCESSES) if form == "csv" else "\n".join(map(json.dumps, ACCESSES))
    said = read(tmp_path, text, "history.csv" if form == "csv" else "history.json")
    assert set(edges(said)) == {
        ('NW.CORE."Zähler 2026"', "LENA", "feeds"),
        ('NW.CORE."Zähler 2026"', "DBT", "feeds"),
        ('NW.CORE."Zähler 2026"', "NW.MART.LOAD", "derives"),
        ("NW.ML.SCORES", "svc@nw", "feeds"),
        ("NW.ML.SCORES", "4f2a90c1", "feeds"),
        ("LOADER", 'NW.RAW."my.events"', "produces"),
        ('NW.RAW."my.events"', "EXPORTER", "feeds"),
        ('NW.RAW."my.events"', "STREAMER", "feeds"),
        ('NW.RAW."my.events"', 'NW.CORE."a""b"', "derives"),
    }
    assert [m.partition("warning: ")[2] for m in messages(said)] == [
        "2 rows hide their users behind a mask, so that it is not known who reads there.",
        "1 row names no user.",
    ]
