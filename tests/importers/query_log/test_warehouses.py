"""The histories of warehouses: BigQuery's jobs, Snowflake's accesses, Databricks' lineage."""

import json

import pytest

from explorer.domain.kinds import NodeKind, Subtype
from tests.importers.query_log.logs import edges, messages, nodes, read, table


def jobs(*rows):
    """Rows of INFORMATION_SCHEMA.JOBS, each a mapping of what differs from an ordinary query."""
    usual = {
        "creation_time": "2026-11-02 08:00:00.123 UTC",
        "project_id": "shop",
        "user_email": "ann@shop.example",
        "job_type": "QUERY",
        "statement_type": "SELECT",
        "query": "",
        "referenced_tables": [],
        "destination_table": None,
        "error_result": None,
        "labels": [],
    }
    return [usual | row for row in rows]


def ref(dataset, name):
    """A table as BigQuery names it."""
    return {"project_id": "shop", "dataset_id": dataset, "table_id": name}


JOBS = jobs(
    {
        "query": "select id from `shop.ml.scores` where score >= 0.5",
        "referenced_tables": [ref("ml", "scores")],
        "destination_table": ref("_abc", "anon1"),
    },
    {
        "query": "create table ml.train as select user_id from web.events_20261101",
        "statement_type": "CREATE_TABLE_AS_SELECT",
        "referenced_tables": [ref("web", "events_20261101")],
        "destination_table": ref("ml", "train"),
        "user_email": "train@shop.iam.gserviceaccount.com",
    },
    {"query": "select id from ml.scores", "user_email": "bob@shop.example"},
    {
        "query": "select * from `shop.hr.pay`",
        "referenced_tables": [ref("hr", "pay")],
        "error_result": {"reason": "accessDenied", "message": "no"},
    },
    {"query": "select nope", "error_result": {"reason": "invalidQuery"}},
    {
        "job_type": "LOAD",
        "statement_type": None,
        "destination_table": ref("web", "raw"),
        "user_email": "in@x.example",
    },
    {"statement_type": "SCRIPT", "query": "begin select 1; end"},
    {
        "query": "select 1 from ml.scores",
        "labels": [{"key": "dbt_invocation_id", "value": "1"}],
        "user_email": "dbt@x.example",
    },
)


@pytest.mark.parametrize("form", ["json", "lines", "csv"])
def test_jobs_of_bigquery(tmp_path, form):
    """Tables that the job names are made fuller by its text; hidden results, scripts and failures are nothing."""
    if form == "csv":
        said = read(tmp_path, table(*JOBS))
    else:
        text = json.dumps(JOBS, indent=1) if form == "json" else "\n".join(map(json.dumps, JOBS))
        said = read(tmp_path, text, "jobs.json")
    found = edges(said)
    assert set(found) == {
        ("shop.ml.scores", "ann@shop.example", "feeds"),
        ("shop.ml.scores", "bob@shop.example", "feeds"),
        ("shop.ml.scores", "dbt@x.example", "feeds"),
        ('shop.web."events_*"', "train@shop.iam.gserviceaccount.com", "feeds"),
        ('shop.web."events_*"', "shop.ml.train", "derives"),
        ("in@x.example", "shop.web.raw", "produces"),
    }
    scored = found["shop.ml.scores", "ann@shop.example", "feeds"]
    assert (scored.fields, str(scored.filter)) == (("id", "score"), "score ≥ 0.5")
    assert found['shop.web."events_*"', "shop.ml.train", "derives"].columns == {"user_id": ("user_id",)}
    assert nodes(said)["shop.ml.scores"].same_as == ("bigquery/shop.ml.scores",)
    assert nodes(said)['shop.web."events_*"'].name == "events_*"
    assert nodes(said)["in@x.example"].kind is NodeKind.PRODUCER
    assert [m.partition("info: ")[2] for m in messages(said)] == [
        "ann@shop.example tried to reach shop.hr.pay and was refused, 1 time, last on 2026-11-02.",
        "1 statement failed in the database, and counts as no read.",
    ]


def test_accesses_of_snowflake(tmp_path):
    """Columns read and written come from the log itself; a stage is no table; a quoted name keeps its letters."""
    column = [{"columnName": "ID"}, {"columnName": "SCORE"}]
    rows = [
        {
            "QUERY_ID": "1",
            "QUERY_START_TIME": "2026-11-02 08:00:00.000 -0800",
            "USER_NAME": "ANN",
            "DIRECT_OBJECTS_ACCESSED": [
                {"objectDomain": "View", "objectName": "DB.ML.SCORES", "columns": column},
                {"objectDomain": "Stage", "objectName": "DB.ML.FILES"},
            ],
            "BASE_OBJECTS_ACCESSED": [{"objectDomain": "Table", "objectName": "DB.ML.SCORES_RAW"}],
            "OBJECTS_MODIFIED": [],
        },
        {
            "QUERY_ID": "2",
            "QUERY_START_TIME": "2026-11-03 08:00:00.000 -0800",
            "USER_NAME": "ETL",
            "DIRECT_OBJECTS_ACCESSED": [
                {"objectDomain": "Table", "objectName": 'DB.WEB."Clicks"', "columns": [{"columnName": "ID"}]}
            ],
            "BASE_OBJECTS_ACCESSED": [],
            "OBJECTS_MODIFIED": [
                {
                    "objectDomain": "Table",
                    "objectName": "DB.WEB.SUMS",
                    "columns": [
                        {
                            "columnName": "N",
                            "directSources": [{"objectName": 'DB.WEB."Clicks"', "columnName": "ID"}],
                        }
                    ],
                }
            ],
        },
    ]
    said = read(tmp_path, table(*rows))
    found = edges(said)
    assert set(found) == {
        ("DB.ML.SCORES", "ANN", "feeds"),
        ('DB.WEB."Clicks"', "ETL", "feeds"),
        ('DB.WEB."Clicks"', "DB.WEB.SUMS", "derives"),
    }
    assert found["DB.ML.SCORES", "ANN", "feeds"].fields == ("ID", "SCORE")
    assert found['DB.WEB."Clicks"', "DB.WEB.SUMS", "derives"].columns == {"N": ("ID",)}
    assert messages(said) == []


def test_lineage_of_databricks(tmp_path):
    """Notebooks, jobs and dashboards read by themselves, the SQL editor as its user; a path is a table too."""
    usual = {
        "entity_type": "",
        "entity_id": "",
        "source_table_full_name": "",
        "source_path": "",
        "target_table_full_name": "",
        "target_path": "",
        "target_type": "",
        "created_by": "ann@shop.example",
        "event_time": "2026-11-02T08:00:00Z",
        "entity_metadata": None,
    }
    rows = [
        {"entity_type": "JOB", "entity_id": "7", "source_table_full_name": "m.web.clicks"}
        | {"target_table_full_name": "m.web.sums", "target_type": "TABLE"},
        {"entity_type": "DASHBOARD_V3", "entity_id": "d9", "source_table_full_name": "m.web.sums"},
        {"source_table_full_name": "m.web.sums", "entity_type": "DBSQL_QUERY", "entity_id": "q"},
        {"entity_type": "NOTEBOOK", "entity_id": "3", "source_path": "s3://shop/raw/clicks"},
        {
            "entity_metadata": {"job_info": {"job_id": 8}, "notebook_id": 3},
            "source_table_full_name": "m.web.sums",
        },
        {"created_by": "bob@shop.example"},
    ]
    said = read(tmp_path, table(*(usual | row for row in rows)))
    assert set(edges(said)) == {
        ("m.web.clicks", "job/7", "feeds"),
        ("m.web.clicks", "m.web.sums", "derives"),
        ("m.web.sums", "dashboard/d9", "feeds"),
        ("m.web.sums", "ann@shop.example", "feeds"),
        ("m.web.sums", "job/8", "feeds"),
        ("s3://shop/raw/clicks", "notebook/3", "feeds"),
    }
    assert nodes(said)["dashboard/d9"].subtype is Subtype.DASHBOARD
    assert [m.partition("warning: ")[2] for m in messages(said)] == ["1 row names no table."]
