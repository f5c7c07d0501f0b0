"""Four tools that each know a part of one loop: joined by the names of tables and paths, the loop is found.

dbt builds features of the warehouse's tables, a query log shows who makes the training table of them, runs of
a scheduler carry it to a file and the scores back, and DVC trains and scores in between.
"""

import json
from itertools import permutations

import networkx as nx
import pytest

from explorer.analysis.feedback_loops import feedback_loops
from explorer.importers.adapter import Task
from explorer.session.identities import splitting
from explorer.session.loading import open_sources
from explorer.session.session import Session

LOOP = {
    "model.shop.features", "ml.churn_training", "airflow/jobs/export_training", "s3a://lake/train.parquet",
    "ml:train", "ml/model.pkl", "ml:score", "s3://lake/scores.parquet", "airflow/jobs/load_scores",
    "source.shop.ml.scores",
}  # fmt: skip

SHOP = {
    "metadata": {
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
        "project_name": "shop",
        "adapter_type": "postgres",
    },
    "nodes": {
        "model.shop.features": {
            "name": "features", "resource_type": "model", "package_name": "shop",
            "original_file_path": "models/features.sql", "relation_name": '"db"."analytics"."features"',
            "database": "db", "schema": "analytics", "config": {"materialized": "table"},
            "depends_on": {"nodes": ["source.shop.ml.scores"]},
        }
    },
    "sources": {
        "source.shop.ml.scores": {
            "name": "scores", "source_name": "ml", "resource_type": "source", "package_name": "shop",
            "original_file_path": "models/sources.yml", "relation_name": '"db"."ml"."scores"',
            "database": "db", "schema": "ml",
        }
    },
}  # fmt: skip

LOG = """\
time,user,query
2026-11-01 02:00:00,svc_train,"insert into ml.churn_training select customer, orders_30d from analytics.features"
2026-11-02 02:00:00,svc_train,"insert into ml.churn_training select customer, orders_30d from analytics.features"
"""

DVC = """\
stages:
  train:
    cmd: python train.py
    deps: [s3a://lake/train.parquet, train.py]
    outs: [model.pkl]
  score:
    cmd: python score.py
    deps: [model.pkl, score.py]
    outs:
      - s3://lake/scores.parquet:
          cache: false
artifacts:
  churn: {path: model.pkl, type: model}
"""


def run(number, job, source, target):
    """One finished run, as a scheduler tells of it."""
    said = {
        "eventType": "COMPLETE",
        "eventTime": f"2026-11-01T0{number}:00:00Z",
        "run": {"runId": f"01938a3e-0000-7000-8000-00000000000{number}"},
        "job": {"namespace": "airflow", "name": job},
        "inputs": [dict(zip(("namespace", "name"), source, strict=True))],
        "outputs": [dict(zip(("namespace", "name"), target, strict=True))],
        "producer": "https://example.org/scheduler",
        "schemaURL": "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent",
    }
    return json.dumps(said)


@pytest.fixture
def sources(tmp_path):
    """The files of the four tools."""
    warehouse = "postgres://wh:5432"
    files = {
        "target/manifest.json": json.dumps(SHOP),
        "queries.csv": LOG,
        "runs.ndjson": "\n".join(
            [
                run(
                    3, "export_training", (warehouse, "db.ml.churn_training"), ("s3://lake", "train.parquet")
                ),
                run(5, "load_scores", ("s3://lake", "scores.parquet"), (warehouse, "db.ml.scores")),
            ]
        ),
        "ml/dvc.yaml": DVC,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in files]


def test_the_loop_through_four_tools_is_found(sources):
    """Everything hangs together without a gap, and the model is seen to learn from what it caused."""
    loaded = open_sources(sources)
    graph = loaded.project.graph
    assert not [n.id for n in graph.nodes.values() if n.is_ghost]
    assert nx.is_connected(nx.Graph((key.from_id, key.to_id) for key in graph.edges))
    [loop] = feedback_loops(graph).findings
    assert set(loop.nodes) == LOOP
    assert set(loaded.project.identities.joined) == {
        "model.shop.features", "ml.churn_training", "s3a://lake/train.parquet", "s3://lake/scores.parquet",
        "source.shop.ml.scores",
    }  # fmt: skip


def test_no_tool_alone_knows_the_loop(sources):
    """Without any one of them there is none."""
    for left_out in sources:
        graph = open_sources([s for s in sources if s != left_out]).project.graph
        assert feedback_loops(graph).findings == ()


def test_the_order_of_the_sources_does_not_matter(sources):
    """Whoever is named first, the nodes and edges are the same, with all that is known of them."""
    expected = open_sources(sources).project.graph
    for order in list(permutations(sources))[1::5]:
        graph = open_sources(order).project.graph
        assert (graph.nodes, graph.edges) == (expected.nodes, expected.edges)


def test_what_is_split_off_opens_the_loop_until_it_is_undone(sources):
    """A person who knows that the run loads another table says so, and the loop is gone."""
    session = Session(open_sources(sources))
    decided = splitting(session.project, "source.shop.ml.scores", "postgres://wh:5432/db.ml.scores")
    session.add_sources(session.deciding(decided.identities)(Task()), decided.name)
    assert feedback_loops(session.graph).findings == ()
    session.undo()
    assert len(feedback_loops(session.graph).findings) == 1
