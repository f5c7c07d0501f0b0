"""MLflow's database: a small one written here in three generations, and the real one where it is."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pytest

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Relation, Role, Sign, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.adapter import DatabaseAdapter
from explorer.importers.mlflow import ADAPTER
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "mlflow"
REAL = CORPUS / "mlflow_3_17.db"
DUMP = CORPUS / "mlflow_3_17_postgres15.sql"
beside = pytest.mark.skipif(
    not REAL.exists(), reason="The collection of real systems is not beside this checkout."
)


def at(day):
    """MLflow's time of a day in March 2026: milliseconds since 1970."""
    return int(datetime(2026, 3, day, 12, tzinfo=UTC).timestamp() * 1000)


# The first generation: no data sets, no aliases, no tables of logged models.
TRACKING = f"""
CREATE TABLE experiments (experiment_id INTEGER, name VARCHAR(256), lifecycle_stage VARCHAR(32));
CREATE TABLE runs (run_uuid VARCHAR(32), experiment_id INTEGER, status VARCHAR(9), start_time BIGINT,
    lifecycle_stage VARCHAR(20), source_name VARCHAR(500));
CREATE TABLE latest_metrics (key VARCHAR(250), value DOUBLE PRECISION, is_nan BOOLEAN, run_uuid VARCHAR(32));
CREATE TABLE registered_models (name VARCHAR(256), description VARCHAR(5000));
CREATE TABLE model_versions (name VARCHAR(256), version INTEGER, creation_time BIGINT,
    current_stage VARCHAR(20), source VARCHAR(500), run_id VARCHAR(32));
INSERT INTO experiments VALUES (1, 'fraud', 'active'), (2, 'old', 'deleted'), (3, 'idle', 'active');
INSERT INTO runs VALUES
    ('r1', 1, 'FINISHED', {at(1)}, 'active', 'jobs/train.py'),
    ('r2', 1, 'FINISHED', {at(5)}, 'active', 'jobs/train.py'),
    ('r3', 1, 'FAILED', {at(6)}, 'active', 'jobs/train.py'),
    ('r4', 1, 'FINISHED', {at(7)}, 'deleted', 'jobs/train.py'),
    ('r5', 2, 'FINISHED', {at(7)}, 'active', 'jobs/train.py');
INSERT INTO latest_metrics VALUES
    ('test_auc', 0.81, '0', 'r1'), ('test_auc', 0.84, '0', 'r2'), ('train_loss', 0.2, '0', 'r2'),
    ('train_loss', 0, '1', 'r3'), ('system/cpu', 3, '0', 'r2'), ('test_auc', 0.99, '0', 'r4');
INSERT INTO registered_models VALUES ('fraud_model', 'Scores payments.');
INSERT INTO model_versions VALUES
    ('fraud_model', 1, {at(2)}, 'Production', 's3://m/1', 'r1'),
    ('fraud_model', 2, {at(5)}, 'None', 's3://m/2', 'r2');
"""
# The second: data sets with their uses, tags and aliases.
DATASETS = """
CREATE TABLE datasets (dataset_uuid VARCHAR(36), experiment_id INTEGER, name VARCHAR(500), digest VARCHAR(36),
    dataset_source_type VARCHAR(36), dataset_source TEXT, dataset_schema TEXT);
CREATE TABLE inputs (input_uuid VARCHAR(36), source_type VARCHAR(36), source_id VARCHAR(36),
    destination_type VARCHAR(36), destination_id VARCHAR(36));
CREATE TABLE input_tags (input_uuid VARCHAR(36), name VARCHAR(255), value VARCHAR(500));
CREATE TABLE experiment_tags (key VARCHAR(250), value VARCHAR(5000), experiment_id INTEGER);
CREATE TABLE registered_model_tags (key VARCHAR(250), value VARCHAR(5000), name VARCHAR(256));
CREATE TABLE registered_model_aliases (alias VARCHAR(256), version INTEGER, name VARCHAR(256));
INSERT INTO datasets VALUES
    ('d1', 1, 'payments', 'aa', 's3', '{"uri": "s3://key:secret@lake/pay.csv?X-Signature=s3cr3t"}',
        '{"mlflow_colspec": [{"name": "amount", "type": "double"}, {"name": "country", "type": "string"}]}'),
    ('d2', 1, 'payments', 'bb', 's3', '{"uri": "s3://lake/pay.csv"}', '{"mlflow_colspec": [{"name": "amount"}]}'),
    ('d3', 1, 'holdout', 'cc', 'delta_table', '{"path": "/lake/holdout"}', 'not json');
INSERT INTO inputs VALUES ('i1', 'DATASET', 'd1', 'RUN', 'r1'), ('i2', 'DATASET', 'd2', 'RUN', 'r2'),
    ('i3', 'DATASET', 'd3', 'RUN', 'r2'), ('i4', 'RUN_OUTPUT', 'r2', 'MODEL_OUTPUT', 'm-1'),
    ('i5', 'DATASET', 'd3', 'RUN', 'r4');
INSERT INTO input_tags VALUES ('i1', 'mlflow.data.context', 'training'), ('i2', 'mlflow.data.context', 'Training'),
    ('i3', 'mlflow.data.context', 'evaluation'), ('i3', 'other', 'training');
INSERT INTO experiment_tags VALUES ('team', 'risk', 1), ('owner', 'ann@example.org', 1);
INSERT INTO registered_model_tags VALUES ('business_objective', 'less fraud', 'fraud_model');
INSERT INTO registered_model_aliases VALUES ('champion', 2, 'fraud_model'), ('shadow', 1, 'fraud_model');
"""
# The third: logged models know their run, and a metric the data set it was computed on.
LOGGED = """
CREATE TABLE logged_models (model_id VARCHAR(36), source_run_id VARCHAR(32));
CREATE TABLE logged_model_metrics (model_id VARCHAR(36), metric_name VARCHAR(500), run_id VARCHAR(32),
    dataset_uuid VARCHAR(36));
UPDATE model_versions SET run_id = NULL, source = 'models:/m-1' WHERE version = 2;
INSERT INTO logged_models VALUES ('m-1', 'r2');
INSERT INTO logged_model_metrics VALUES ('m-1', 'test_auc', 'r2', 'd3'), ('m-1', 'train_loss', 'r2', NULL);
"""


@pytest.fixture
def read(tmp_path):
    """Makes an SQLite file of SQL, reads and assembles it."""

    def reading(sql):
        path = tmp_path / "mlflow.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(sql)
        return assemble([ADAPTER.read(Location("mlflow.db", path), Task())])

    return reading


def edges(graph):
    """(from, to, kind) without the common beginning of the ids → the edge."""
    return {(e.from_id[7:], e.to_id[7:], e.kind): e for e in graph.edges.values()}


def test_an_experiment_is_a_job_and_its_runs_are_sightings(read):
    """Deleted experiments and runs are not seen; an experiment without runs is there all the same."""
    graph, problems = read(TRACKING)
    jobs = {n.name: n for n in graph.nodes.values() if n.kind is NodeKind.JOB}
    assert (set(jobs), problems) == ({"fraud", "idle"}, [])
    assert jobs["fraud"].extra == {"runs": 3, "failed_runs": 1, "scripts": ["train.py"]}
    assert (jobs["fraud"].language, jobs["fraud"].last_used) == ("python", date(2026, 3, 6))
    assert (jobs["idle"].extra, jobs["idle"].last_used) == ({"runs": 0}, None)
    assert graph.as_of == date(2026, 3, 6)


def test_a_registered_model_is_one_node_trained_by_its_job(read):
    """Without aliases the version in stage Production counts; each version is one sighting of the edge."""
    graph, _ = read(TRACKING)
    model = graph.nodes["mlflow/model/fraud_model"]
    trains = edges(graph)["experiment/fraud", "model/fraud_model", EdgeKind.TRAINS]
    assert (model.version, model.description) == ("1", "Scores payments.")
    assert model.extra == {"versions": ["1 (stage Production)", "2"]}
    assert (trains.evidence, trains.count) == (Evidence.OBSERVED, 2)
    assert (trains.first_seen, trains.last_seen) == (date(2026, 3, 2), date(2026, 3, 5))


def test_metrics_are_measured_on_the_model_and_not_twice_by_its_job(read):
    """A metric's baseline is that of the version in use; the machine's own load is no metric."""
    graph, _ = read(TRACKING)
    metrics = {n.id: n for n in graph.nodes.values() if n.kind is NodeKind.METRIC}
    assert set(metrics) == {"mlflow/metric/fraud/test_auc", "mlflow/metric/fraud/train_loss"}
    assert metrics["mlflow/metric/fraud/test_auc"].baseline == 0.81
    assert metrics["mlflow/metric/fraud/test_auc"].role is Role.QUALITY
    assert metrics["mlflow/metric/fraud/train_loss"].baseline is None
    found = edges(graph)
    assert found["model/fraud_model", "metric/fraud/test_auc", EdgeKind.MEASURES].count == 2
    assert ("experiment/fraud", "metric/fraud/train_loss", EdgeKind.MEASURES) in found  # r3 made no version
    assert ("experiment/fraud", "metric/fraud/test_auc", EdgeKind.MEASURES) not in found


def test_a_model_is_judged_by_what_it_was_not_trained_on(read):
    """That is an inference, and so is what the metric does for the objective, whose sign nobody has said."""
    graph, _ = read(TRACKING + DATASETS)
    found = edges(graph)
    judged = [key for key in found if key[2] is EdgeKind.OPTIMISES]
    drives = found["metric/fraud/test_auc", "objective/less fraud", EdgeKind.DRIVES]
    assert judged == [("model/fraud_model", "metric/fraud/test_auc", EdgeKind.OPTIMISES)]
    assert found[judged[0]].evidence is Evidence.INFERRED
    assert (drives.evidence, drives.sign, drives.relation) == (
        Evidence.INFERRED,
        Sign.UNSURE,
        Relation.INFLUENCE,
    )
    assert graph.nodes["mlflow/objective/less fraud"].kind is NodeKind.OBJECTIVE


def test_a_name_is_one_dataset_through_all_its_states(read):
    """The state last used gives version and fields; the place is shown without what could be a secret."""
    graph, _ = read(TRACKING + DATASETS)
    payments, holdout = graph.nodes["mlflow/dataset/payments"], graph.nodes["mlflow/dataset/holdout"]
    assert (payments.subtype, payments.version, payments.fields) == (Subtype.TRAINING, "bb", ("amount",))
    assert (holdout.subtype, holdout.fields) == (Subtype.TABLE, None)
    assert payments.extra == {"location": "s3://lake/pay.csv", "contexts": ["training"]}
    found = edges(graph)
    assert found["dataset/payments", "experiment/fraud", EdgeKind.FEEDS].count == 2
    assert found["dataset/payments", "model/fraud_model", EdgeKind.TRAINS].count == 2
    assert ("dataset/holdout", "model/fraud_model", EdgeKind.TRAINS) not in found


def test_no_secret_of_an_address_is_imported(read):
    """User, password and signature in a data set's address stay out of everything."""
    graph, problems = read(TRACKING + DATASETS.replace("'bb'", "'a0'"))
    assert "s3cr3t" not in repr((graph.nodes, graph.edges, problems))
    assert "secret@" not in repr((graph.nodes, graph.edges, problems))


def test_where_a_metric_was_measured_is_observed_or_inferred_from_names(read):
    """A log that names the data set is believed; else test_… goes with what was not trained on."""
    graph, _ = read(TRACKING + DATASETS)
    key = ("dataset/holdout", "metric/fraud/test_auc", EdgeKind.MEASURES)
    assert edges(graph)[key].evidence is Evidence.INFERRED
    assert ("dataset/payments", "metric/fraud/train_loss", EdgeKind.MEASURES) in edges(graph)
    graph, _ = read(TRACKING + DATASETS + LOGGED)
    assert edges(graph)[key].evidence is Evidence.OBSERVED


def test_owner_and_version_come_from_tags_and_aliases(read):
    """A team before a person; the champion before the stage; a model without owner has its experiment's."""
    graph, _ = read(TRACKING + DATASETS)
    model = graph.nodes["mlflow/model/fraud_model"]
    assert (model.owner, graph.nodes["mlflow/experiment/fraud"].owner) == ("risk", "risk")
    assert (model.version, model.extra["versions"]) == ("2", ["1 (shadow, stage Production)", "2 (champion)"])


def test_a_version_finds_its_run_through_its_logged_model(read):
    """The newest generation may leave the run out of the version and name a logged model instead."""
    graph, _ = read(TRACKING + DATASETS + LOGGED)
    assert edges(graph)["experiment/fraud", "model/fraud_model", EdgeKind.TRAINS].count == 2


def test_one_name_in_two_experiments_is_one_dataset_only_at_one_place(read):
    """The first experiment's has the bare name, another at another place the experiment's name before it."""
    more = """
        INSERT INTO experiments VALUES (4, 'risk', 'active'), (5, 'copy', 'active');
        INSERT INTO datasets VALUES ('d4', 4, 'payments', 'x', 's3', '{"uri": "s3://other/p.csv"}', NULL),
            ('d5', 5, 'payments', 'y', 's3', '{"uri": "s3://lake/pay.csv"}', NULL);
    """
    graph, _ = read(TRACKING + DATASETS + more)
    assert {i for i in graph.nodes if i.startswith("mlflow/dataset/")} == {
        "mlflow/dataset/payments",
        "mlflow/dataset/holdout",
        "mlflow/dataset/risk/payments",
    }


def test_a_dataset_derives_from_what_it_was_read_from(read):
    """Others know the table or file by its name; two data sets of one file both derive from it, once a run."""
    more = """
        INSERT INTO datasets VALUES ('d6', 1, 'split', 'x', 's3', '{"uri": "s3a://lake/pay.csv/"}', NULL),
            ('d7', 1, 'weather', 'y', 'spark', '{"table_name": "lake.weather.daily"}', NULL),
            ('d8', 1, 'here', 'y', 'local', '{"uri": "/home/ann/x.csv"}', NULL),
            ('d9', 1, 'hub', 'y', 'hugging_face', '{"path": "squad/v2"}', NULL);
        INSERT INTO inputs SELECT 'j' || dataset_uuid, 'DATASET', dataset_uuid, 'RUN', 'r2' FROM datasets
            WHERE dataset_uuid IN ('d6', 'd7', 'd8', 'd9');
    """
    graph, problems = read(TRACKING + DATASETS + more)
    derived = {k: e.count for k, e in graph.edges.items() if k.kind is EdgeKind.DERIVES}
    assert {(start, end[15:]): count for (start, end, _), count in derived.items()} == {
        ("s3://lake/pay.csv", "payments"): 2,
        ("s3://lake/pay.csv", "split"): 1,
        ("lake.weather.daily", "weather"): 1,
    }
    file, table = graph.nodes["s3://lake/pay.csv"], graph.nodes["lake.weather.daily"]
    assert (file.name, file.subtype, file.evidence) == ("pay.csv", Subtype.FILE, Evidence.OBSERVED)
    assert (table.subtype, problems) == (Subtype.TABLE, [])


def test_of_very_many_origins_the_last_are_shown(read):
    """A data set that is read from another file each day: the twenty last, and how many there were."""
    more = "".join(
        f"""
        INSERT INTO runs VALUES ('x{day}', 3, 'FINISHED', {at(day)}, 'active', 'x.py');
        INSERT INTO datasets VALUES ('x{day}', 3, 'daily', 'x{day}', 's3', '{{"uri": "s3://lake/{day}.csv"}}', NULL);
        INSERT INTO inputs VALUES ('x{day}', 'DATASET', 'x{day}', 'RUN', 'x{day}');
        """
        for day in range(1, 24)
    )
    graph, [problem] = read(TRACKING + DATASETS + more)
    shown = {e.from_id for e in graph.edges.values() if e.to_id == "mlflow/dataset/daily"}
    assert shown == {f"s3://lake/{day}.csv" for day in range(4, 24)}
    assert problem.message == "“daily” was read from 23 places; the 20 that were read last are shown."


def test_a_run_that_judges_the_model_of_another_measures_the_model(read):
    """An evaluation in another experiment says which logged model a metric is about; that is the registered one."""
    more = f"""
        INSERT INTO runs VALUES ('e1', 3, 'FINISHED', {at(9)}, 'active', 'eval.py');
        INSERT INTO latest_metrics VALUES ('late_auc', 0.7, '0', 'e1');
        INSERT INTO logged_model_metrics VALUES ('m-1', 'late_auc', 'e1', 'd3'), ('m-9', 'late_auc', 'e1', NULL);
    """
    graph, _ = read(TRACKING + DATASETS + LOGGED + more)
    metric = "metric/idle/late_auc"
    assert {k[0]: k[2] for k in edges(graph) if k[1] == metric and k[2] is not EdgeKind.OPTIMISES} == {
        "model/fraud_model": EdgeKind.MEASURES,
        "dataset/holdout": EdgeKind.MEASURES,
    }
    assert (metric, "objective/less fraud", EdgeKind.DRIVES) in edges(graph)


def test_a_registry_of_its_own_is_read_too(read):
    """Tracking and registry may be two databases; one whose runs are elsewhere has models and no edges."""
    graph, problems = read(
        "CREATE TABLE registered_models (name TEXT, description TEXT, workspace TEXT);"
        "CREATE TABLE model_versions (name TEXT, version INTEGER, run_id TEXT, workspace TEXT);"
        "INSERT INTO registered_models VALUES ('m', '', 'default'), ('m', '', 'lab');"
        "INSERT INTO model_versions VALUES ('m', 3, 'elsewhere', 'default'), ('m', 1, NULL, 'lab');"
    )
    assert {n.name: n.version for n in graph.nodes.values()} == {"m": "3", "lab/m": "1"}
    assert (len(graph.edges), problems) == (0, [])


def test_any_value_in_any_column_is_no_crash(read):
    """SQLite keeps what it is given: text for numbers, blobs for names, numbers out of range."""
    graph, _ = read(
        TRACKING
        + DATASETS
        + """
        UPDATE runs SET start_time = 'soon' WHERE run_uuid = 'r1';
        UPDATE runs SET start_time = 9e99 WHERE run_uuid = 'r2';
        UPDATE runs SET start_time = 9223372036854775807 WHERE run_uuid = 'r3';
        UPDATE latest_metrics SET value = x'ff00', key = CAST(x'ff41' AS TEXT) WHERE run_uuid = 'r3';
        UPDATE model_versions SET version = 'two' WHERE version = 2;
        UPDATE datasets SET dataset_schema = '{"mlflow_colspec": [7, {"name": 7}, null]}', dataset_source = '[]';
        INSERT INTO experiments VALUES (NULL, NULL, NULL);
        """
    )
    assert graph.nodes["mlflow/model/fraud_model"].extra["versions"] == ["1 (shadow, stage Production)"]
    assert "mlflow/metric/fraud/\ufffdA" in graph.nodes


def test_hundreds_of_metrics_are_cut_to_the_most_logged(read):
    """The cut is a problem with both numbers."""
    values = ", ".join(f"('k{i:03}', 1.0, 0, 'r1')" for i in range(300))
    graph, problems = read(TRACKING + f"INSERT INTO latest_metrics VALUES {values};")
    assert sum(n.kind is NodeKind.METRIC for n in graph.nodes.values()) == 200
    assert "mlflow/metric/fraud/test_auc" in graph.nodes
    assert "302 metrics; the 200" in problems[0].message


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("CREATE TABLE t (a); DROP TABLE t;", "The database holds no tables"),
        ("CREATE TABLE customers (a)", "a database, but not MLflow's"),
        ("CREATE VIEW runs AS SELECT 1 a; CREATE VIEW experiments AS SELECT 1 a", "holds no tables"),
    ],
)
def test_another_database_is_one_sentence(read, sql, sentence):
    """Empty, foreign, or only looking like MLflow's by views."""
    with pytest.raises(InputError, match=sentence):
        read(sql)


def test_it_takes_nothing_unasked(tmp_path, read):
    """Whose a database is shows when it is open, so the adapter of databases hands it on; `--as` names MLflow's."""
    read(TRACKING)
    (tmp_path / "a.yaml").write_text("ripplemap: 1\ndatasets: {d: {}}\n")
    assert choose(locate(str(tmp_path / "mlflow.db"))).name == "database"
    unforced = import_sources([str(tmp_path)])
    forced = import_sources([str(tmp_path)], forced="mlflow")
    assert unforced.graph.nodes.keys() - forced.graph.nodes.keys() == {"d"}
    assert not ADAPTER.matches(Location("x", url="mysql://h/db"), b"")


@pytest.mark.parametrize("sql", [TRACKING, TRACKING + DATASETS, TRACKING + DATASETS + LOGGED])
def test_postgresql_gives_the_same_graph_as_sqlite(read, postgresql, sql):
    """Node by node and edge by edge, but for the name of the place."""
    postgresql.run("DROP DATABASE IF EXISTS small WITH (FORCE); CREATE DATABASE small")
    postgresql.run(sql, "small")
    there, problems = assemble([ADAPTER.read(Location("x", url=postgresql.url("small")), Task())])
    here, _ = read(sql)
    assert without_place(there) == without_place(here)
    assert ["superuser" in p.message for p in problems] == [True]


@pytest.mark.parametrize("sql", [TRACKING, TRACKING + DATASETS, TRACKING + DATASETS + LOGGED])
def test_mariadb_and_duckdb_give_the_same_graph_as_sqlite(read, mariadb, tmp_path, sql):
    """As with PostgreSQL; whoever hands a database on reads what its tables mean."""
    statements = [s for s in sql.split(";\n") if s.strip()]
    mariadb.fresh(*(s.replace("(key VARCHAR", "(`key` VARCHAR") for s in statements), database="small")
    path = tmp_path / "mlflow.duckdb"
    with closing(duckdb.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    expected = without_place(read(sql)[0])
    for location in (Location("x", url=mariadb.url("small")), Location("mlflow.duckdb", path)):
        assert without_place(assemble([DatabaseAdapter().read(location, Task())])[0]) == expected


@beside
def test_the_real_dump_restored_gives_the_same_graph_as_the_real_file(postgresql, tmp_path):
    """MLflow 3.17 in a real PostgreSQL and in SQLite."""
    postgresql.run("DROP DATABASE IF EXISTS real WITH (FORCE); CREATE DATABASE real")
    # \restrict is newer than some psql; it guards against hostile dumps only.
    text = DUMP.read_text()
    postgresql.run(
        "\n".join(line for line in text.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))),
        "real",
    )
    there, _ = assemble([ADAPTER.read(Location("x", url=postgresql.url("real")), Task())])
    here, _ = assemble([ADAPTER.read(Location("x", REAL), Task())])
    assert without_place(there) == without_place(here)


@beside
def test_the_real_file_has_what_an_independent_count_finds(tmp_path):
    """Experiments, data sets and models one node each; runs, inputs and versions as counts on the edges."""
    copy = shutil.copy(REAL, tmp_path / "copy.db")
    graph, problems = assemble([ADAPTER.read(Location("copy.db", Path(copy)), Task())])
    with closing(sqlite3.connect(REAL.as_uri() + "?mode=ro", uri=True)) as connection:

        def count(sql):
            return connection.execute(f"SELECT count(*) FROM {sql}").fetchone()[0]

        kinds = {
            NodeKind.JOB: count("experiments"),
            NodeKind.DATASET: count("(SELECT DISTINCT experiment_id, name FROM datasets)")
            + count("(SELECT DISTINCT dataset_source FROM datasets WHERE dataset_source LIKE '%s3://%')"),
            NodeKind.MODEL: count("registered_models"),
            NodeKind.OBJECTIVE: count("registered_model_tags WHERE key = 'business_objective'"),
            NodeKind.METRIC: count(
                "(SELECT DISTINCT key, experiment_id FROM latest_metrics NATURAL JOIN runs)"
            ),
        }
        inputs, versions = count("inputs WHERE source_type = 'DATASET'"), count("model_versions")
        runs = count("runs")
    nodes = list(graph.nodes.values())
    assert {k: sum(n.kind is k for n in nodes) for k in kinds} == kinds
    assert list(kinds.values()) == [4, 6 + 6, 2, 2, 6]
    assert sum(e.count for e in graph.edges.values() if e.kind is EdgeKind.FEEDS) == inputs == 14
    trained = [
        e
        for e in graph.edges.values()
        if e.from_id.startswith("mlflow/experiment") and e.kind is EdgeKind.TRAINS
    ]
    assert sum(e.count for e in trained) == versions == 5
    assert sum(n.extra["runs"] for n in nodes if n.kind is NodeKind.JOB) == runs == 7
    assert problems == []


def without_place(graph):
    """Every attribute of every node and edge except where it was read."""
    from dataclasses import replace

    nodes = {i: replace(n, source=None) for i, n in graph.nodes.items()}
    return graph.name, graph.as_of, nodes, {k: replace(e, source=None) for k, e in graph.edges.items()}


def test_rows_that_belong_to_nothing_are_counted_and_told(read):
    """A key that is NULL, as broken migrations leave them: nothing of such a row is taken, and that is said."""
    before, _ = read(TRACKING + DATASETS)
    graph, problems = read(
        TRACKING + DATASETS + "INSERT INTO runs VALUES (NULL, 1, 'FINISHED', 0, 'active', 'x.py'), "
        "('r9', NULL, 'FINISHED', 0, 'active', 'x.py'), (NULL, 1, 'FAILED', 0, 'active', 'x.py');"
        "INSERT INTO latest_metrics VALUES ('test_auc', 0.1, '0', NULL);"
        "INSERT INTO inputs VALUES ('i9', 'DATASET', NULL, 'RUN', 'r1');"
    )
    assert (graph.nodes, graph.edges) == (before.nodes, before.edges)
    assert sorted(p.message.partition(",")[0] for p in problems) == [
        "1 row of inputs says no source_id",
        "1 row of latest_metrics says no run_uuid",
        "1 row of runs says no experiment_id",
        "2 rows of runs say no run_uuid",
    ]
