"""Reading OpenLineage's events: what a system looks like that was only ever seen running."""

import csv
import io
import json
import random
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.openlineage.adapter import OpenLineageAdapter
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[4] / "shared/corpus/openlineage"
SHOP = "postgres://db.shop:5432"
ORDERS = {"namespace": SHOP, "name": "shop.public.orders"}
TOTALS = {"namespace": SHOP, "name": "shop.public.totals"}


def event(state="COMPLETE", run="r1", job="daily.totals", at="2026-03-01T06:00:00Z", **more):
    """A run event of a scheduler's job."""
    told = {"eventType": state, "eventTime": at, "producer": "https://shop.example/etl"}
    told |= {"job": {"namespace": "airflow", "name": job}, "inputs": [ORDERS], "outputs": [TOTALS]}
    if run is not None:
        told["run"] = {"runId": run}
    return told | more


def with_facets(named, **facets):
    """A job or dataset with facets."""
    return {**named, "facets": facets}


def written(tmp_path, text, name="events.json"):
    """A file with this text, or with these events one a line."""
    path = tmp_path / name
    path.write_text(text if isinstance(text, str) else "\n".join(map(json.dumps, text)), "utf-8")
    return path


def read(*paths):
    """What the adapter says of these files."""
    return OpenLineageAdapter().read_together([Location(path.name, path=path) for path in paths], Task())


def system(*paths):
    """The system that these files tell of, by itself."""
    graph, problems = assemble([read(*paths)])
    assert problems == []
    return graph


def edge(graph, start, end):
    """The one edge from one node to another, by their names."""
    ids = {node.name: node.id for node in graph.nodes.values()}
    [found] = [e for k, e in graph.edges.items() if (k.from_id, k.to_id) == (ids[start], ids[end])]
    return found


def test_what_a_run_did_is_observed(tmp_path):
    """A job that reads one table and writes another, with the runs that showed it and when."""
    graph = system(written(tmp_path, [event(), event(run="r2", at="2026-03-04T23:30:00-02:00")]))
    assert {n.id: (n.kind, n.name, n.subtype, n.evidence) for n in graph.nodes.values()} == {
        "airflow/jobs/daily.totals": (NodeKind.JOB, "daily.totals", None, Evidence.OBSERVED),
        f"{SHOP}/shop.public.orders": (NodeKind.DATASET, "orders", Subtype.UNKNOWN, Evidence.OBSERVED),
        f"{SHOP}/shop.public.totals": (NodeKind.DATASET, "totals", Subtype.UNKNOWN, Evidence.OBSERVED),
    }
    reads, writes = edge(graph, "orders", "daily.totals"), edge(graph, "daily.totals", "totals")
    assert (reads.kind, writes.kind) == (EdgeKind.FEEDS, EdgeKind.PRODUCES)
    for each in (reads, writes):
        assert (each.evidence, each.count) == (Evidence.OBSERVED, 2)
        assert (each.first_seen, each.last_seen) == (date(2026, 3, 1), date(2026, 3, 5))
    assert (graph.name, graph.as_of) == ("airflow", date(2026, 3, 5))


def test_the_events_of_a_run_are_one_run(tmp_path):
    """Inputs that are told as it starts and outputs as it ends, in any order and from several files."""
    start = event("START", outputs=[], at="2026-03-01T05:00:00Z")
    end = event("COMPLETE", inputs=[], outputs=[TOTALS])
    one, other = written(tmp_path, [end], "1.json"), written(tmp_path, [start], "2.json")
    graph = system(one, other)
    assert edge(graph, "orders", "daily.totals").count == 1
    assert edge(graph, "daily.totals", "totals").count == 1
    job = graph.nodes["airflow/jobs/daily.totals"]
    assert job.extra == {"runs": 1, "last_run": "2026-03-01", "last_state": "complete"}


def test_an_id_of_a_run_counts_within_its_job(tmp_path):
    """Clients that call every run alike do not mix up their jobs."""
    events = [event("FAIL", job="a", outputs=[]), event("COMPLETE", job="b", outputs=[])]
    graph = system(written(tmp_path, events))
    assert [graph.nodes[f"airflow/jobs/{job}"].extra["last_state"] for job in "ab"] == ["failed", "complete"]
    assert (edge(graph, "orders", "a").extra, edge(graph, "orders", "b").extra) == ({"failed_runs": 1}, {})


def test_runs_that_failed_are_counted_apart(tmp_path):
    """What a failed run was about to do is known, and that it failed."""
    events = [event("START"), event("FAIL"), event("COMPLETE", run="r2", at="2026-03-02T06:00:00Z")]
    graph = system(written(tmp_path, events))
    assert edge(graph, "daily.totals", "totals").extra == {"failed_runs": 1}
    assert graph.nodes["airflow/jobs/daily.totals"].extra == {
        "runs": 2,
        "failed_runs": 1,
        "last_run": "2026-03-02",
        "last_state": "complete",
    }


def test_what_is_stated_is_declared(tmp_path):
    """An event of a job without a run, and one of a dataset: nobody saw it happen."""
    dataset = {"eventTime": "2026-03-01T06:00:00Z", "producer": "p", "dataset": ORDERS}
    graph = system(written(tmp_path, [event(run=None), dataset]))
    reads, writes = edge(graph, "orders", "daily.totals"), edge(graph, "daily.totals", "totals")
    assert [(e.evidence, e.count, e.last_seen) for e in (reads, writes)] == [
        (Evidence.DECLARED, None, None)
    ] * 2
    assert {n.evidence for n in graph.nodes.values()} == {Evidence.DECLARED}
    both = edge(system(written(tmp_path, [event(run=None), event()])), "orders", "daily.totals")
    assert (both.evidence, both.count, both.is_confirmed) == (Evidence.DECLARED, 1, True)


def test_the_facets_say_what_a_thing_is(tmp_path):
    """Owners, columns, descriptions, tags, tests, code: each facet becomes the attribute that answers need."""
    job = with_facets(
        {"namespace": "airflow", "name": "daily.totals"},
        jobType={"processingType": "BATCH", "integration": "AIRFLOW", "jobType": "TASK"},
        ownership={"owners": [{"name": "user:kim"}, {"name": "team:data", "type": "OWNER"}]},
        documentation={"description": "Sums up"},
        sourceCodeLocation={"type": "git", "url": "https://me:hush@git.shop/etl.py"},
        sql={"query": "select 1"},
        tags={"tags": [{"key": "pii", "value": "true"}, {"key": "tier", "value": "1"}]},
    )
    orders = with_facets(
        ORDERS,
        schema={"fields": [{"name": "id", "type": "int"}, {"name": "price", "fields": []}]},
        datasetType={"datasetType": "VIEW"},
        ownership={"owners": [{"name": "application:till"}]},
        lifecycleStateChange={"lifecycleStateChange": "OVERWRITE"},
        storage={"storageLayer": "iceberg", "fileFormat": "parquet"},
        version={"datasetVersion": 7},
    )
    tests = {
        "assertions": [{"assertion": "not_null", "column": "id", "success": True}, {"assertion": "rows"}]
    }
    orders["inputFacets"] = {"dataQualityAssertions": tests}
    graph = system(written(tmp_path, [event(job=job["name"]) | {"job": job, "inputs": [orders]}]))
    made = graph.nodes["airflow/jobs/daily.totals"]
    assert (made.owner, made.description, made.language, made.tags) == (
        "data",
        "Sums up",
        "sql",
        ("pii", "tier=1"),
    )
    assert (made.url, made.extra["owners"]) == ("https://git.shop/etl.py", ["data", "kim"])
    assert [made.extra[k] for k in ("integration", "job_type", "processing_type")] == [
        "AIRFLOW",
        "TASK",
        "BATCH",
    ]
    table = graph.nodes[f"{SHOP}/shop.public.orders"]
    assert (table.owner, table.subtype, table.fields) == ("till", Subtype.VIEW, ("id", "price"))
    assert table.tests == ("not_null (id)", "rows")
    assert table.extra == {
        "dataset_type": "VIEW",
        "storage_layer": "iceberg",
        "file_format": "parquet",
        "last_change": "OVERWRITE",
        "last_version": 7,
    }


@pytest.mark.parametrize(
    ("begin", "end", "cadence"),
    [
        ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z", timedelta(days=1)),
        ("2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", None),
        ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00", None),
        ("2026-03-01T00:00:00Z", None, None),
    ],
)
def test_the_schedule_of_a_job(tmp_path, begin, end, cadence):
    """A run that is scheduled from one time to the next says how often the job runs."""
    run = {"runId": "r1", "facets": {"nominalTime": {"nominalStartTime": begin, "nominalEndTime": end}}}
    graph = system(written(tmp_path, [event(run=None) | {"run": run}]))
    assert graph.nodes["airflow/jobs/daily.totals"].cadence == cadence


def test_a_dataset_that_is_a_model_is_trained(tmp_path):
    """The type says so; the job that writes it trains it."""
    model = with_facets({"namespace": "s3://models", "name": "churn"}, datasetType={"datasetType": "MODEL"})
    graph = system(written(tmp_path, [event(outputs=[model])]))
    assert graph.nodes["s3://models/churn"].kind is NodeKind.MODEL
    assert edge(graph, "daily.totals", "churn").kind is EdgeKind.TRAINS


def test_the_newest_facet_counts(tmp_path):
    """Whichever event stands first; a facet that is taken back is gone."""
    old = event(
        inputs=[with_facets(ORDERS, schema={"fields": [{"name": "a"}]}, documentation={"description": "x"})]
    )
    new = event(
        run="r2",
        at="2026-04-01T00:00:00Z",
        inputs=[with_facets(ORDERS, schema={"fields": [{"name": "b"}]}, documentation={"_deleted": True})],
    )
    for events in ([old, new], [new, old]):
        table = system(written(tmp_path, events)).nodes[f"{SHOP}/shop.public.orders"]
        assert (table.fields, table.description) == (("b",), None)


def lineage(indirect=True):
    """The column total is made from price, and rows are chosen by the day."""
    price = {**ORDERS, "field": "price", "transformations": [{"type": "DIRECT", "subtype": "AGGREGATION"}]}
    return {"fields": {"total": {"inputFields": [price]}}} | (
        {"dataset": [{**ORDERS, "field": "day", "transformations": [{"type": "INDIRECT"}]}]}
        if indirect
        else {}
    )


def test_columns_are_followed_through_a_job(tmp_path):
    """What is written from what; what is read is only known where filters and joins are told too."""
    for indirect, read_columns in ((True, ("day", "price")), (False, None)):
        totals = with_facets(TOTALS, columnLineage=lineage(indirect))
        graph = system(written(tmp_path, [event(outputs=[totals])]))
        writes = edge(graph, "daily.totals", "totals")
        assert (writes.columns, writes.columns_complete) == ({"total": ("price",)}, None)
        assert edge(graph, "orders", "daily.totals").fields == read_columns
    # Of a second table nobody says what it is made from, so that any column may be read.
    both = [
        event(outputs=[with_facets(TOTALS, columnLineage=lineage()), {"namespace": SHOP, "name": "a.b.c"}])
    ]
    assert edge(system(written(tmp_path, both)), "orders", "daily.totals").fields is None


def test_a_dataset_may_say_itself_what_it_is_made_from(tmp_path):
    """Without a job the edge leads from dataset to dataset."""
    for facets in (
        {"columnLineage": lineage()},
        {"lineage": {"inputs": [{**ORDERS, "type": "DATASET"}], "fields": {"total": {"inputs": [
            {**ORDERS, "type": "DATASET", "field": "price"}]}}}},
    ):  # fmt: skip
        stated = {
            "eventTime": "2026-03-01T06:00:00Z",
            "producer": "p",
            "dataset": with_facets(TOTALS, **facets),
        }
        made = edge(system(written(tmp_path, [stated])), "orders", "totals")
        assert (made.kind, made.evidence, made.columns) == (
            EdgeKind.DERIVES,
            Evidence.DECLARED,
            {"total": ("price",)},
        )


def test_a_job_may_say_what_goes_into_what(tmp_path):
    """The lineage facet of a job: datasets through it, another job's table, and from job to job."""
    other, entries = {"namespace": "airflow", "name": "load", "type": "JOB"}, []
    entries.append({**TOTALS, "type": "DATASET", "inputs": [{**ORDERS, "type": "DATASET"}]})
    entries.append({"namespace": SHOP, "name": "s.p.raw", "type": "DATASET", "inputs": [other]})
    entries.append({"type": "JOB", "inputs": [{"namespace": SHOP, "name": "s.p.seen", "type": "DATASET"}]})
    entries.append({**other, "inputs": [{"namespace": "airflow", "name": "pull", "type": "JOB"}]})
    job = with_facets({"namespace": "airflow", "name": "daily"}, lineage={"entries": entries})
    graph = system(written(tmp_path, [event() | {"job": job, "inputs": [], "outputs": []}]))
    names = {n.id: n.name for n in graph.nodes.values()}
    assert {(names[k.from_id], names[k.to_id], str(k.kind)) for k in graph.edges} == {
        ("orders", "daily", "feeds"),
        ("daily", "totals", "produces"),
        ("load", "raw", "produces"),
        ("seen", "daily", "feeds"),
        ("pull", "load", "feeds"),
    }


def test_what_starts_a_job_triggers_it(tmp_path):
    """The parent of a run, and the jobs before and after it."""
    dag = {"run": {"runId": "p"}, "job": {"namespace": "airflow", "name": "daily"}}
    known = {"upstream": [{"job": {"namespace": "airflow", "name": "load"}}]}
    known["downstream"] = [{"job": {"namespace": "airflow", "name": "mail"}}]
    run = {"runId": "r1", "facets": {"parent": dag, "jobDependencies": known}}
    graph = system(written(tmp_path, [event(run=None) | {"run": run}]))
    started = {(k.from_id, k.to_id) for k in graph.edges if k.kind is EdgeKind.TRIGGERS}
    job = "airflow/jobs/daily.totals"
    assert started == {
        ("airflow/jobs/daily", job),
        ("airflow/jobs/load", job),
        (job, "airflow/jobs/mail"),
    }


def test_a_symlink_is_another_name(tmp_path):
    """Files and the table that a catalogue makes of them are one dataset, whichever name an event uses."""
    hive = {"namespace": "hive://meta:9083", "name": "default.t1"}
    files = {"namespace": "hdfs://node", "name": "/warehouse/t1"}
    linked = with_facets(files, symlinks={"identifiers": [{**hive, "type": "TABLE"}]})
    reader = event(job="reader", inputs=[with_facets(hive, schema={"fields": [{"name": "a"}]})], outputs=[])
    for events in ([event(outputs=[linked]), reader], [reader, event(outputs=[linked])]):
        graph = system(written(tmp_path, events))
        [table] = [n for n in graph.nodes.values() if n.name == "t1"]
        assert (table.id, table.same_as) == ("hdfs://node/warehouse/t1", ("hive://meta:9083/default.t1",))
        assert (table.subtype, table.fields) == (Subtype.TABLE, ("a",))
        assert edge(graph, "t1", "reader").count == 1
        assert len(graph.nodes) == 4


def forms(events):
    """The ways in which a log is kept, by the name of the file."""
    table, rows = io.StringIO(), [{"event_time": e["eventTime"], "run_uuid": "x", "event": e} for e in events]
    writer = csv.DictWriter(table, ["event_time", "event", "run_uuid"])
    writer.writeheader()
    writer.writerows({**row, "event": json.dumps(row["event"], indent=1)} for row in rows)
    return {
        "lines.ndjson": "\n".join(map(json.dumps, events)) + "\n\n",
        "list.json": json.dumps(events, indent=2),
        "one after the other.json": "\n".join(json.dumps(e, indent=2) for e in events),
        "backend.json": json.dumps({"events": events, "totalCount": len(events)}),
        "rows.json": json.dumps(rows, indent=1),
        "rows as text.jsonl": "\n".join(json.dumps({**r, "event": json.dumps(r["event"])}) for r in rows),
        "table.csv": table.getvalue(),
    }


def test_every_way_to_keep_events(tmp_path):
    """One a line, a list, one after the other, Marquez's answer and its table: the same system, recognised alike."""
    events = [event(), event(run="r2"), event(job="mail", inputs=[TOTALS], outputs=[], run="r3")]
    expected = system(written(tmp_path, events))
    assert len(expected.edges) == 3
    for name, text in forms(events).items():
        path = written(tmp_path, text, name)
        assert choose(locate(str(path))).name == "openlineage", name
        graph = system(path)
        assert (set(graph.nodes), set(graph.edges)) == (set(expected.nodes), set(expected.edges)), name
        assert [e.count for e in graph.edges.values()] == [e.count for e in expected.edges.values()], name


def test_the_line_of_each_event(tmp_path):
    """A person finds the event that a node comes from, however the file is written."""
    events = [event(job=f"j{n}", run=str(n)) for n in range(4)]
    for name, text in forms(events).items():
        if name == "backend.json":
            continue  # all of it is one line
        lines = text.splitlines()
        for node in system(written(tmp_path, text, name)).nodes.values():
            if node.kind is NodeKind.JOB:
                rest = "\n".join(lines[node.source.line - 1 :]).replace('\\"', '"').replace('""', '"')
                assert re.search(r'"(j\d)"', rest)[1] == node.name, (name, node)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_encodings_that_say_what_they_are(tmp_path, encoding):
    """What a Windows editor has saved is recognised and read."""
    path = tmp_path / "events.json"
    path.write_bytes(json.dumps([event(job="Übersicht")], ensure_ascii=False).encode(encoding))
    assert choose(locate(str(path))).name == "openlineage"
    assert "Übersicht" in {node.name for node in system(path).nodes.values()}


def test_the_same_event_twice(tmp_path):
    """It counts once, and each place is its own."""
    path = written(tmp_path, json.dumps([event(), event(), {"job": 1}, {"job": 1}], indent=1))
    said = read(path)
    assert {s.edge.count for s in said.edges} == {1}
    lines = path.read_text().splitlines()
    begins = [
        number for number, line in enumerate(lines, 1) if line.strip() == "{" and '"job": 1' in lines[number]
    ]
    assert sorted({p.source.line for p in said.problems}) == begins


def test_an_order_of_files_makes_no_difference(tmp_path):
    """Shuffled, the nodes and edges are the same; read twice the statements are equal."""
    rng = random.Random(4)  # noqa: S311 - no secret
    events = [
        event(
            rng.choice(["START", "COMPLETE", "FAIL"]),
            run=str(n % 7),
            job=f"j{n % 3}",
            at=f"2026-03-{n + 1:02}T06:00:00Z",
            inputs=[with_facets(ORDERS, schema={"fields": [{"name": f"c{n}"}]})],
            outputs=[{"namespace": SHOP, "name": f"a.b.t{n % 5}"}],
        )
        for n in range(20)
    ]
    paths = [written(tmp_path, [e], f"{n}.json") for n, e in enumerate(events)]

    def plain(said):
        graph, _ = assemble([said])
        nodes = {n.id: (n.name, n.fields, n.kind) for n in graph.nodes.values()}
        return nodes, {k: (e.count, e.first_seen, e.last_seen, e.extra) for k, e in graph.edges.items()}

    first = plain(read(*paths))
    rng.shuffle(paths)
    assert plain(read(*paths)) == first
    assert read(*paths) == read(*paths)


def test_a_folder_of_events_is_one_log(tmp_path):
    """Runs are counted over all of its files; one that is broken is a problem, the others are read."""
    for n in range(3):
        written(tmp_path, [event(run=f"r{n}")], f"{n}.json")
    (tmp_path / "broken.json").write_text(json.dumps([event()])[:-5])
    for source in ([str(tmp_path)], sorted(map(str, tmp_path.iterdir()))):
        imported = import_sources(source)
        assert {e.count for e in imported.graph.edges.values()} == {3}
        [problem] = imported.problems
        assert problem.source.name.endswith("broken.json")
        assert problem.message.startswith("It is not valid JSON:")


def test_facets_of_others_are_named_once(tmp_path):
    """Clients add their own; a note says which were not read."""
    run = {"runId": "r", "facets": {"spark_properties": {"x": 1}, "nominalTime": {}}}
    said = read(written(tmp_path, [event(run=None) | {"run": run}] * 3))
    assert [(str(p.severity), p.message) for p in said.problems] == [
        ("info", "These facets were not read, for the specification does not know them: spark_properties.")
    ]


def test_what_is_broken_is_named_and_the_rest_read(tmp_path):
    """A piece of another type, a key stated twice, a time nobody understands, names without end."""
    lines = [
        json.dumps(event()),
        '{"eventTime": 1, "run": {"runId": "r"}, "job": {"namespace": "airflow", "name": "odd"}}',
        json.dumps(event(run="r2", inputs=[{"name": 1}, ORDERS], mood="fine")),
        json.dumps(event(run="r3", inputs=[with_facets(ORDERS, schema={"fields": 3})])),
        json.dumps(event(run="r4", job="x" * 1_000_000)),
        json.dumps(event(run="r5"))[:-1] + ', "job": {"namespace": "airflow", "name": "again"}}',
        '{"eventTime": "2026-03-01"}',
        json.dumps({**event(run="r6"), "eventTime": "noon"}),
        '{"job": {"namespace": "airflow", "name": "odd"}}',
        "oops",
    ]
    said = read(written(tmp_path, "\n".join(lines)))
    assert [(p.source.line, p.message[:55]) for p in said.problems] == [
        (2, "“eventTime” of an event is left out: it should be text,"),
        (3, "“inputs” of an event is left out: name should be text, "),
        (4, "The facet “schema” is left out: fields should be a list"),
        (5, "A job or dataset is left out: “airflow/jobs/xxxxxxxxxxx"),
        (6, "“job” is stated more than once; only the last counts."),
        (7, "An event is left out: it names no job and no dataset."),
        (8, "The time “noon” of an event is not understood."),
        (9, "An event does not say when it was."),
        (10, "An event is left out: invalid character."),
        (3, "Event: the key “mood” is not understood and was not rea"),
    ]
    assert {n.name for n in said.nodes} == {"daily.totals", "odd", "again", "orders", "totals"}
    assert max(len(p.message) for p in said.problems) < 200


def test_texts_without_end_are_cut(tmp_path):
    """Nobody reads a megabyte in a list, whichever facet it stands in."""
    long = "x" * 1_000_000
    job = with_facets(
        {"namespace": "airflow", "name": "a"},
        jobType={"integration": long},
        tags={"tags": [{"key": long}]},
        ownership={"owners": [{"name": long}, {"name": "kim"}]},
        sourceCodeLocation={"url": f"https://git.shop/{long}"},
    )
    orders = with_facets(ORDERS, schema={"fields": [{"name": long}]}, datasetType={"datasetType": long})
    said = read(written(tmp_path, [event() | {"job": job, "inputs": [orders]}]))
    assert len(repr(said)) < 10_000
    assert said.nodes[0].owner == "kim"


@pytest.mark.parametrize("key", ["run", "job", "inputs", "outputs", "dataset", "eventTime", "eventType"])
@pytest.mark.parametrize(
    "value", [None, [], {}, 1, "x", [1], {"facets": 1}, [{"namespace": "a", "name": ""}]]
)
def test_values_of_any_type(tmp_path, key, value):
    """Whatever stands under a key, the rest is read."""
    assemble([read(written(tmp_path, [event(), {**event(), key: value}]))])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "[1]",
        "[" * 100_000,
        '{"eventTime":' * 5_000,
        '{"job": {"namespace": "a", "name": "\\u0000"',
        "a,b\n1,2\n",
        'event\n"{}"\n',
        "\x00" * 100,
        '{"event": "{\\"event\\": []}"}',
        json.dumps({"event": "x"}),
    ],
)
def test_hostile_files(tmp_path, text):
    """A clear sentence with the file's name, never a traceback."""
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, text))
    assert str(caught.value).startswith("events.json")
    assert len(str(caught.value)) < 300


def test_events_within_events_end(tmp_path):
    """A text in a text in a text is unwrapped no deeper than a log is ever kept."""
    told = json.dumps(event())
    for _ in range(12):
        told = json.dumps({"event": told})
    with pytest.raises(InputError, match="no event of OpenLineage"):
        read(written(tmp_path, told))


def test_python_s_json_is_read(tmp_path):
    """NaN and half a character, which Python writes and JSON forbids, cost nothing."""
    half = json.dumps(event(mood=float("nan"), job="half \ud800"))
    said = read(written(tmp_path, half))
    assert {n.name for n in said.nodes if n.kind is NodeKind.JOB} == {"half \ufffd"}


def test_cancel(tmp_path):
    """Reading stops when it is asked to."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        OpenLineageAdapter().read(Location("r", path=written(tmp_path, [event()])), Task(check=stop))


@pytest.mark.parametrize(
    "text",
    [
        '{"eventTime": "2026-01-01", "eventName": "GetObject", "eventSource": "s3.amazonaws.com"}',
        '{"$schema": "x", "properties": {"eventTime": {"type": "string"}, "producer": {}, "job": {}}}',
        '{"run": {"runId": "1"}, "job": {"namespace": "a", "name": "b"}}',
        "user,time,query\nkim,1,select 1\n",
    ],
)
def test_other_files_are_left_to_others(text):
    """Logs of a cloud, the specification's own schemas, a lone facet and query logs are no events."""
    assert not OpenLineageAdapter().matches(Location("x.json", path=Path("x.json")), text.encode())


corpus = pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")


def _is_event_file(path):
    """Whether the importer takes it."""
    return OpenLineageAdapter().matches(Location(path.name, path=path), path.read_bytes()[:65536])


@corpus
def test_every_event_of_the_corpus_is_in_the_system():
    """As many jobs, datasets and edges as a plain reading of the same files counts, and none besides."""
    jobs, datasets, passages, triggers = set(), set(), set(), set()
    for path in CORPUS.rglob("*.json"):
        told = json.loads(path.read_text("utf-8"))
        if not isinstance(told, dict) or not isinstance(told.get("eventTime"), str):
            continue
        if "job" not in told:
            datasets.add((told["dataset"]["namespace"], told["dataset"]["name"]))
            continue
        job = (told["job"]["namespace"], told["job"]["name"])
        jobs.add(job)
        parent = (told.get("run", {}).get("facets") or {}).get("parent")
        if parent and (parent["job"]["namespace"], parent["job"]["name"]) != job:
            jobs.add((parent["job"]["namespace"], parent["job"]["name"]))
            triggers.add((parent["job"]["namespace"], parent["job"]["name"], job))
        for side in ("inputs", "outputs"):
            for dataset in told.get(side) or ():
                datasets.add((dataset["namespace"], dataset["name"]))
                passages.add((side, dataset["namespace"], dataset["name"], job))
    files = [str(path) for path in sorted(CORPUS.rglob("*.json")) if _is_event_file(path)]
    imported = import_sources(files)
    assert {source.adapter for source in imported.sources} == {"openlineage"}
    kinds = [n.kind for n in imported.graph.nodes.values()]
    assert (kinds.count(NodeKind.JOB), kinds.count(NodeKind.DATASET)) == (len(jobs), len(datasets))
    edges = [k.kind for k in imported.graph.edges]
    assert (len(edges), edges.count(EdgeKind.TRIGGERS)) == (len(passages) + len(triggers), len(triggers))
    assert [str(p.severity) for p in imported.problems] == ["info"]
    assert import_sources(files) == imported
