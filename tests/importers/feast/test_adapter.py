"""Reading the dump of a Feast registry."""

import json
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.feast.adapter import FeastAdapter
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[4] / "shared/corpus/feast"
RIDES = {
    "name": "rides",
    "type": "BATCH_BIGQUERY",
    "bigqueryOptions": {"table": "shop:dw.rides"},
    "timestampField": "at",
    "fieldMapping": {"n": "trips"},
    "owner": "data",
}
EVENTS = {
    "name": "events",
    "type": "STREAM_KAFKA",
    "kafkaOptions": {
        "kafkaBootstrapServers": "k.shop",
        "topic": "rides",
        "messageFormat": {"jsonFormat": {}},
    },
}
REGISTRY = {
    "project": "taxi",
    "entities": [{"spec": {"name": "driver", "joinKey": "driver_id"}, "meta": {}}],
    "dataSources": [RIDES, EVENTS, {"name": "asked", "requestDataOptions": {"schema": [{"name": "km"}]}}],
    "featureViews": [
        {
            "meta": {"createdTimestamp": "2026-01-01T00:00:00Z"},
            "spec": {
                "name": "stats",
                "entities": ["driver"],
                "features": [
                    {"name": "trips", "valueType": "INT64", "description": "Rides so far"},
                    {"name": "rating", "valueType": "FLOAT", "tags": {"pii": "no"}},
                ],
                "ttl": "86400s",
                "online": True,
                "owner": "ann",
                "tags": {"team": "ops"},
                "batchSource": RIDES,
                "streamSource": EVENTS,
                "version": "latest",
            },
        }
    ],
    "onDemandFeatureViews": [
        {
            "spec": {
                "name": "pay",
                "features": [{"name": "fare"}],
                "mode": "pandas",
                "userDefinedFunction": {"body": "def pay(df): ..."},
                "sources": {
                    "asked": {"requestDataSource": {"name": "asked", "requestDataOptions": {"schema": []}}},
                    "stats": {
                        "featureViewProjection": {
                            "featureViewName": "stats",
                            "featureColumns": [{"name": "trips"}],
                        }
                    },
                },
            }
        }
    ],
    "featureServices": [
        {
            "spec": {
                "name": "pricing_v1",
                "owner": "pricing",
                "features": [{"featureViewName": "stats"}, {"featureViewName": "pay"}],
            }
        }
    ],
    "savedDatasets": [{"spec": {"name": "train_may", "features": ["stats:trips"]}}],
}


def written(tmp_path, registry=REGISTRY, name="registry.json"):
    """A dump with this content."""
    path = tmp_path / name
    path.write_text(registry if isinstance(registry, str) else json.dumps(registry, indent=2), "utf-8")
    return path


def read(path):
    """What the adapter says of one file."""
    return FeastAdapter().read(Location(path.name, path=path), Task())


def test_a_registry_is_a_system(tmp_path):
    """Sources, features, on-demand views, services and saved data sets, each of its kind."""
    said = read(written(tmp_path))
    assert (said.name, said.problems) == ("taxi", [])
    assert {n.id: (n.kind, n.subtype) for n in said.nodes} == {
        "taxi/sources/rides": (NodeKind.DATASET, Subtype.TABLE),
        "taxi/sources/events": (NodeKind.DATASET, Subtype.STREAM),
        "taxi/sources/asked": (NodeKind.PRODUCER, None),
        "taxi/stats:trips": (NodeKind.FEATURE, None),
        "taxi/stats:rating": (NodeKind.FEATURE, None),
        "taxi/pay": (NodeKind.JOB, None),
        "taxi/pay:fare": (NodeKind.FEATURE, None),
        "taxi/services/pricing_v1": (NodeKind.CONSUMER, Subtype.SERVICE),
        "taxi/datasets/train_may": (NodeKind.DATASET, Subtype.TRAINING),
    }
    nodes = {n.id: n for n in said.nodes}
    trips, rating = nodes["taxi/stats:trips"], nodes["taxi/stats:rating"]
    assert (trips.view, trips.owner, trips.freshness) == ("stats", "ann", timedelta(days=1))
    assert (trips.description, trips.tags, rating.tags) == ("Rides so far", ("team=ops",), ("pii=no",))
    assert trips.extra == {"dtype": "INT64", "entities": ["driver"]}
    assert nodes["taxi/sources/rides"].same_as == ("bigquery/shop.dw.rides",)
    assert nodes["taxi/sources/events"].same_as == ("kafka://k.shop:9092/rides",)
    assert (nodes["taxi/sources/asked"].fields, nodes["taxi/pay"].language) == (("km",), "python")
    assert nodes["taxi/services/pricing_v1"].owner == "pricing"


def test_edges_point_with_the_data(tmp_path):
    """A feature reads its own column, the join key and the time stamp; services read what they project."""
    graph, problems = assemble([read(written(tmp_path))])
    assert problems == []
    assert {tuple(k): e.fields for k, e in graph.edges.items()} == {
        ("taxi/sources/rides", "taxi/stats:trips", EdgeKind.FEEDS): ("n", "driver_id", "at"),
        ("taxi/sources/rides", "taxi/stats:rating", EdgeKind.FEEDS): ("rating", "driver_id", "at"),
        ("taxi/sources/events", "taxi/stats:trips", EdgeKind.FEEDS): ("trips", "driver_id"),
        ("taxi/sources/events", "taxi/stats:rating", EdgeKind.FEEDS): ("rating", "driver_id"),
        ("taxi/sources/asked", "taxi/pay", EdgeKind.FEEDS): None,
        ("taxi/stats:trips", "taxi/pay", EdgeKind.FEEDS): None,
        ("taxi/pay", "taxi/pay:fare", EdgeKind.PRODUCES): None,
        ("taxi/stats:trips", "taxi/services/pricing_v1", EdgeKind.FEEDS): None,
        ("taxi/stats:rating", "taxi/services/pricing_v1", EdgeKind.FEEDS): None,
        ("taxi/pay:fare", "taxi/services/pricing_v1", EdgeKind.FEEDS): None,
        ("taxi/stats:trips", "taxi/datasets/train_may", EdgeKind.PRODUCES): None,
    }


def custom(class_name, **configuration):
    """A source of an engine that Feast knows by its class alone: bytes are base64 in a dump."""
    text = b64encode(json.dumps(configuration).encode()).decode()
    return {"dataSourceClassType": class_name, "customOptions": {"configuration": text}}


def snowflake(table):
    """The options of a source of Snowflake."""
    return {"snowflakeOptions": {"database": "DW", "schema": "PUBLIC", "table": table}}


@pytest.mark.parametrize(
    ("options", "name", "subtype"),
    [
        (snowflake("RIDES"), "snowflake/DW.PUBLIC.RIDES", Subtype.TABLE),
        (snowflake("rides"), 'snowflake/DW.PUBLIC."rides"', Subtype.TABLE),
        ({"snowflakeOptions": {"table": "RIDES"}}, None, Subtype.TABLE),
        (
            {"redshiftOptions": {"database": "dw", "schema": "s", "table": "rides"}},
            "redshift/dw.s.rides",
            Subtype.TABLE,
        ),
        ({"trinoOptions": {"table": "hive.s.rides"}}, "trino/hive.s.rides", Subtype.TABLE),
        (
            {"athenaOptions": {"dataSource": "c", "database": "s", "table": "rides"}},
            "awsathena/c.s.rides",
            Subtype.TABLE,
        ),
        ({"sparkOptions": {"table": "s.rides"}}, "s.rides", Subtype.TABLE),
        ({"sparkOptions": {"path": "s3a://lake/rides"}}, "s3a://lake/rides", Subtype.TABLE),
        (custom("x.PostgreSQLSource", table="ops.rides", query=""), "postgres/ops.rides", Subtype.TABLE),
        (custom("x.PostgreSQLSource", table="", query="select 1"), None, Subtype.VIEW),
        (custom("x.OwnSource", table="ops.rides"), None, Subtype.UNKNOWN),
        (
            {"dataSourceClassType": "x.Postgres", "customOptions": {"configuration": "!"}},
            None,
            Subtype.UNKNOWN,
        ),
    ],
)
def test_a_table_of_a_warehouse_goes_by_the_name_that_others_use(tmp_path, options, name, subtype):
    """Where a source says all of it, in quotes where the engine would read it otherwise."""
    said = read(written(tmp_path, {"dataSources": [{"name": "rides", **options}]}))
    assert [(n.same_as, n.subtype) for n in said.nodes] == [((name,) if name else None, subtype)]
    assert said.problems == []


def test_a_query_is_read_for_its_tables(tmp_path):
    """A source may be a query: what it takes of which table is inferred; names are completed by its schema."""
    query = "SELECT r.id, max(r.at) AS at FROM rides r JOIN core.drivers d ON d.id = r.driver GROUP BY 1"
    sources = [
        {
            "name": "last_rides",
            "snowflakeOptions": {"database": "DW", "schema": "PUBLIC", "query": query},
        },
        {"name": "own", **custom("x.PostgreSQLSource", query="select * from rides where km > 2")},
        {"name": "odd", "bigqueryOptions": {"query": "SELECT FROM WHERE ("}},
    ]
    said = read(written(tmp_path, {"project": "taxi", "dataSources": sources}))
    edges = {(s.edge.from_id, s.edge.to_id[13:]): s.edge for s in said.edges}
    rides = edges["snowflake/DW.PUBLIC.RIDES", "last_rides"]
    assert (rides.kind, rides.evidence, rides.fields) == (
        EdgeKind.DERIVES,
        Evidence.INFERRED,
        ("AT", "DRIVER", "ID"),
    )
    assert edges["snowflake/DW.CORE.DRIVERS", "last_rides"].fields == ("ID",)
    own = edges["taxi/tables/rides", "own"]
    assert (own.select_all, str(own.filter)) == (True, "km > 2")
    assert [(p.source.line, p.message.split(";")[0]) for p in said.problems] == [
        (19, "The query of “taxi/sources/odd” was not understood")
    ]
    assert {n.id for n in said.nodes if n.evidence is Evidence.INFERRED} == {start for start, _ in edges}


def test_a_long_query_of_a_custom_source_is_read_to_its_end(tmp_path):
    """Its text stands in one value, which is longer than a name may be."""
    query = f"select {', '.join(f'column_{n}' for n in range(500))} from ops.rides"
    said = read(
        written(tmp_path, {"dataSources": [{"name": "own", **custom("x.PostgreSQLSource", query=query)}]})
    )
    [edge] = [s.edge for s in said.edges]
    assert (edge.from_id, len(edge.fields)) == ("postgres/ops.rides", 500)


def test_labels_and_kept_data_sets(tmp_path):
    """A view of labels reads its source as any view does; where a saved data set is kept, others know it."""
    registry = {
        "project": "taxi",
        "labelViews": [
            {
                "spec": {
                    "name": "late",
                    "features": [{"name": "was_late"}],
                    "source": RIDES,
                    "labelerField": "by",
                }
            }
        ],
        "savedDatasets": [
            {"spec": {"name": "may", "storage": {"fileStorage": {"uri": "s3://lake/may.parquet"}}}}
        ],
    }
    said = read(written(tmp_path, registry))
    assert said.problems == []
    assert [(s.edge.from_id, s.edge.to_id) for s in said.edges] == [
        ("taxi/sources/rides", "taxi/late:was_late")
    ]
    assert said.nodes[-1].same_as == ("s3://lake/may.parquet",)


def test_the_store_beside_the_dump_is_shown(tmp_path):
    """The kind of the online store, and never its address; a store of another project says nothing."""
    store = tmp_path / "feature_store.yaml"
    secret = "online_store: {type: redis, connection_string: 'r:1,password=hush'}\n"
    for project, shown in (("taxi", "redis"), ("other", None)):
        store.write_text(f"project: {project}\nregistry: postgresql://u:hush@h/d\n{secret}")
        said = read(written(tmp_path))
        trips = next(n for n in said.nodes if n.id == "taxi/stats:trips")
        assert trips.extra.get("online_store") == shown
        assert "hush" not in repr(said)
    assert [s.adapter for s in import_sources([str(tmp_path)]).sources] == ["folder"]
    assert import_sources([str(tmp_path)]).problems == ()


@pytest.mark.parametrize("name", ["feature_store.yaml", "registry.db"])
def test_what_is_no_dump_says_how_to_make_one(tmp_path, name):
    """The store's settings alone, and a file that only has a registry's name: one sentence, no guesses."""
    path = tmp_path / name
    path.write_bytes(b"project: taxi\nregistry: registry.db\n" if "yaml" in name else b"\n\x04taxi\x12\x01")
    with pytest.raises(InputError) as caught:
        import_sources([str(path)])
    assert str(caught.value) == (
        f"{path}: This belongs to Feast, but the features stand in its registry, which this is not. "
        "Run “feast registry-dump > registry.json” where feature_store.yaml lies, and open that file."
    )


def test_a_mapping_without_any_part_of_a_registry_is_none(tmp_path):
    """Forced upon another file the reader says so, and makes no empty system of it."""
    with pytest.raises(InputError, match="which this is not"):
        read(written(tmp_path, {"a": 1}))


def test_what_is_not_understood_is_named(tmp_path):
    """Unknown keys, durations and parts without a name, each with its line."""
    registry = {
        "permissions": [{"spec": {}}],
        "featureViews": [
            {"spec": {"name": "v", "ttl": "soon", "glow": 1, "features": [{"name": "f"}, {}]}},
            {"spec": {"project": "p"}},
        ],
        "featureServices": [{"spec": {"name": "s", "features": [{"featureViewName": "gone"}, {}]}}],
    }
    said = read(written(tmp_path, json.dumps(registry)))
    assert [p.message for p in said.problems] == [
        "The ttl “soon” is no number of seconds; it counts as unknown.",
        "A feature view is left out: it has no name.",
        "The features of a view are left out: the view has no name.",
        "Feature view: the key “glow” is not understood and was not read.",
        "Registry: the key “permissions” is not understood and was not read.",
    ]
    assert {p.source.line for p in said.problems} == {1}


@pytest.mark.parametrize(
    "value", [[], {}, 1, None, "x", [1, [2], {"a": 3}], {"name": [1]}, [{"spec": {"name": {}}}]]
)
@pytest.mark.parametrize("key", [*REGISTRY, "infra"])
def test_values_of_any_type(tmp_path, key, value):
    """Whatever stands under a key, the rest is read."""
    assemble([read(written(tmp_path, {**REGISTRY, key: value}))])


@pytest.mark.parametrize(
    "key", ["features", "sources", "batchSource", "entities", "tags", "ttl", "online", "name"]
)
@pytest.mark.parametrize(
    "value", [[], {}, 1, "x", [1, {"name": 2}], {"name": {"x": 1}}, {"a": {"featureView": {}}}]
)
def test_parts_of_any_type(tmp_path, key, value):
    """Nor does a part of a view keep the rest from being read."""
    views = {
        k: [{"spec": {**REGISTRY[k][0]["spec"], key: value}}]
        for k in ("featureViews", "onDemandFeatureViews")
    }
    assemble([read(written(tmp_path, {**REGISTRY, **views}))])


@pytest.mark.parametrize(
    "text", ["", "[1]", "{" * 2000, '{"project": "a", "project": "b"}', '{"x": "\\u0000"', "{}" + "x" * 10]
)
def test_hostile_files(tmp_path, text):
    """A clear sentence with the file's name, never a traceback."""
    with pytest.raises(InputError) as caught:
        read(written(tmp_path, text))
    assert str(caught.value).startswith("registry.json")


def test_names_without_end(tmp_path):
    """What is called by a megabyte is left out with a short sentence; the rest is read."""
    long = "x" * 1_000_000
    views = [
        {"spec": {"name": "v", "owner": long, "features": [{"name": long}, {"name": "f"}]}},
        {"spec": {"name": long}},
    ]
    said = read(written(tmp_path, {"project": "p", "featureViews": views}))
    assert [(n.id, n.owner) for n in said.nodes] == [("p/v:f", None)]
    assert max(len(p.message) for p in said.problems) < 200


def test_cancel(tmp_path):
    """Reading stops when it is asked to."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        FeastAdapter().read(Location("r", path=written(tmp_path)), Task(check=stop))


def test_recognised_by_itself(tmp_path):
    """By what it says; other JSON is not taken."""
    assert choose(locate(str(written(tmp_path)))).name == "feast"
    for text in ('{"nodes": {}, "metadata": {}}', '{"entities": []}', '{"featureViews": []}', "[]"):
        path = written(tmp_path, text, "other.json")
        assert not FeastAdapter().matches(Location("other.json", path=path), text.encode())


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_feature_of_the_credit_registry_is_read():
    """As many sources, features and edges as plain JSON finds; read twice it is the same."""
    path = CORPUS / "registry/credit_registry_dump.json"
    dump = json.loads(path.read_text())
    views = [v["spec"] for v in dump["featureViews"]]
    features = {f"{v['name']}:{f['name']}" for v in views for f in v["features"]}
    [on_demand] = [v["spec"] for v in dump["onDemandFeatureViews"]]
    projected = on_demand["sources"]["credit_history"]["featureViewProjection"]["featureColumns"]
    imported = import_sources([str(path)])
    nodes = imported.graph.nodes.values()
    assert imported.problems == ()
    assert {n.name for n in nodes if "/sources/" in n.id} == {s["name"] for s in dump["dataSources"]}
    found = {n.id.partition("/")[2] for n in nodes if n.kind is NodeKind.FEATURE}
    assert found == features | {"total_debt_calc:total_debt_due"}
    assert len(features) == 15
    assert len(imported.graph.edges) == len(features) + len(projected) + 1 + 1
    assert imported == import_sources([str(path)])
