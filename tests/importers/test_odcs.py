"""Reading data contracts of the Open Data Contract Standard."""

from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from explorer.domain.assembly import assemble
from explorer.domain.kinds import Access, EdgeKind, Lifecycle, Subtype
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.odcs import OdcsAdapter
from explorer.importers.registry import choose, locate
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[3] / "shared/corpus/odcs/examples"
CONTRACT = """\
apiVersion: v3.0.2
kind: DataContract
id: shop-orders
name: Orders
version: 2.1.0
status: active
tags: [shop]
team:
  - {username: ann, role: Data Owner, dateOut: "2025-01-01"}
  - {username: bob, role: data owner}
support: [{channel: "#orders", tool: slack}]
servers:
  - {server: live, type: postgres, environment: prod, host: db.shop, port: 5432, database: dw, schema: public}
  - {server: try, type: postgres, environment: dev, host: dev.shop, port: 5432, database: dw, schema: public}
roles: [{role: analyst, access: read}]
slaProperties:
  - {property: latency, value: 4, unit: h, element: orders.placed_at}
  - {property: frequency, value: 1, unit: d}
  - {property: retention, value: 3, unit: y}
schema:
  - name: orders
    physicalName: t_orders
    physicalType: table
    tags: [core]
    quality: [{metric: rowCount, mustBeGreaterThan: 10}]
    properties:
      - {name: id, quality: [{name: id is unique}], classification: internal}
      - {name: placed_at, transformSourceObjects: [clicks, erp.raw]}
  - name: clicks
    physicalType: topic
    customProperties: [{property: enforced, value: true}]
"""


def read(tmp_path, text, name="orders.odcs.yaml"):
    """The statements of one contract file."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return OdcsAdapter().read(Location(name, path=path), Task())


def test_a_contract_says_all_of_its_datasets(tmp_path):
    """Owner, access, lifecycle, freshness, fields, tests, tags and names come from where the contract says them."""
    said = read(tmp_path, CONTRACT)
    assert said.problems == []
    orders, clicks = said.nodes
    assert (orders.id, orders.name, orders.subtype) == ("shop-orders/orders", "orders", Subtype.TABLE)
    assert (orders.owner, orders.access, orders.lifecycle) == ("bob", Access.CONTROLLED, Lifecycle.LIVE)
    assert (orders.version, orders.tags, orders.fields) == ("2.1.0", ("shop", "core"), ("id", "placed_at"))
    assert (orders.freshness, orders.cadence) == (timedelta(hours=4), timedelta(days=1))
    assert orders.tests == ("id is unique (id)", "rowCount")
    assert orders.same_as == ("postgres://db.shop:5432/dw.public.t_orders",)
    assert orders.extra["service_levels"] == [
        "latency: 4 h (orders.placed_at)",
        "frequency: 1 d",
        "retention: 3 y",
    ]
    assert orders.extra["classification"] == {"id": "internal"}
    assert orders.source.line == 21
    assert (clicks.subtype, clicks.freshness, clicks.cadence) == (Subtype.STREAM, None, timedelta(days=1))
    assert [(t.id, t.contact) for t in said.teams] == [("bob", "#orders")]


def test_a_promise_is_not_a_check(tmp_path):
    """Every object has a contract; its schema is enforced only where the contract says so."""
    orders, clicks = read(tmp_path, CONTRACT).nodes
    assert (orders.contract.enforced, clicks.contract.enforced) == ((), ("schema",))


def test_what_columns_are_made_from_are_edges(tmp_path):
    """A source of the same contract goes by its id; another is left as it is named, and is a gap."""
    graph, problems = assemble([read(tmp_path, CONTRACT)])
    assert [tuple(k) for k in graph.edges] == [
        ("erp.raw", "shop-orders/orders", EdgeKind.FEEDS),
        ("shop-orders/clicks", "shop-orders/orders", EdgeKind.DERIVES),
    ]
    assert [str(p).split(": ", 1)[0] for p in problems] == ["orders.odcs.yaml:28"]


def test_what_is_not_understood_is_named(tmp_path):
    """Unknown keys (once each), statuses, units and versions, wrong types and elements: each with its line."""
    text = """\
apiVersion: v2.9
kind: DataContract
id: a
status: sleeping
sparkle: 1
servers: nowhere
slaProperties:
  - {property: latency, value: soon, unit: h}
  - {property: latency, value: 1, unit: h, element: gone.x}
schema:
  - {name: t, glow: 1}
  - {name: u, glow: 2, properties: [3]}
  - {physicalName: nameless}
---
just: something
"""
    said = read(tmp_path, text)
    assert [(p.source.line, p.message.split(";")[0].split(", here")[0]) for p in said.problems] == [
        (1, "The contract is of version v2.9 of the standard"),
        (4, "The status “sleeping” is not known"),
        (6, "Contract: servers must be a list."),
        (8, "The service level latency is “soon h”, which is no duration"),
        (12, "Schema object: properties must hold mappings only."),
        (13, "A schema object is left out: it has no name."),
        (9, "The service level latency: 1 h (gone.x) is about something that this contract does not list"),
        (15, "This document is no data contract: it does not say kind: DataContract."),
        (11, "Schema object: the key “glow” is not understood and was not read"),
        (5, "Contract: the key “sparkle” is not understood and was not read."),
    ]
    assert said.problems[-2].message.endswith("here and further on: 2 times.")
    assert [(n.id, n.freshness) for n in said.nodes] == [("a/t", None), ("a/u", None)]


def test_a_column_goes_by_its_name_where_the_data_lies(tmp_path):
    """Queries and other tools name the physical column; a column without one goes by the name in the contract."""
    text = """\
apiVersion: v3.1.0
kind: DataContract
id: a
schema:
  - name: t
    properties:
      - {name: order id, physicalName: ORDER_ID, transformSourceObjects: [raw.orders]}
      - {name: total}
"""
    said = read(tmp_path, text)
    assert said.nodes[0].fields == ("ORDER_ID", "total")
    assert said.edges[0].edge.extra == {"written_columns": ["ORDER_ID"]}


def test_roles_of_a_server_control_access_too(tmp_path):
    """Who may read is decided by role, wherever the roles are listed."""
    text = "{apiVersion: v3.1.0, kind: DataContract, id: a, schema: [{name: t}], servers: [{server: s%s}]}"
    for roles, access in ((", roles: [{role: reader}]", Access.CONTROLLED), ("", None)):
        assert read(tmp_path, text % roles).nodes[0].access is access


def test_what_version_3_2_adds(tmp_path):
    """A deprecated object is deprecated though its contract is active; enumerations, maps and the like are known."""
    text = """\
apiVersion: v3.2.0
kind: DataContract
id: a
status: active
schema:
  - name: old
    deprecated: true
    synonyms: [ancient]
    properties:
      - {name: mode, enum: [{value: sea}, {value: air}], semanticType: dimension}
      - {name: more, logicalType: map, map: {key: {logicalType: string}, value: {logicalType: string}}}
  - {name: new, deprecated: false}
"""
    said = read(tmp_path, text)
    assert said.problems == []
    assert [n.lifecycle for n in said.nodes] == [Lifecycle.DEPRECATED, Lifecycle.LIVE]


def test_a_contract_without_objects(tmp_path):
    """It is one dataset, and that is told."""
    said = read(tmp_path, "{apiVersion: v3.0.0, kind: DataContract, id: a, name: A, roles: [{role: x}]}")
    assert [(n.id, n.name, n.access) for n in said.nodes] == [("a", "A", Access.CONTROLLED)]
    assert "one dataset stands for all" in said.problems[0].message


@pytest.mark.parametrize(
    ("server", "name"),
    [
        ("{type: bigquery, project: p, dataset: d}", "bigquery/p.d.t"),
        ("{type: snowflake, account: o-a, database: d, schema: s}", "snowflake://o-a/D.S.T"),
        ("{type: databricks, catalog: c, schema: s, host: w.example}", "databricks/c.s.t"),
        ("{type: kafka, host: 'k:9092'}", "kafka://k:9092/t"),
        ("{type: clickhouse, host: h, port: 9000, database: d}", "clickhouse://h:9000/d.t"),
        ("{type: mysql, host: h, database: d}", "mysql://h:3306/d.t"),
        ("{type: s3, location: 's3://b/p'}", "s3://b/p"),
        ("{type: s3, location: 's3a://b/p/'}", "s3://b/p"),
        ("{type: s3, location: 's3://b/p/*.csv'}", None),
        (
            "{type: azure, location: 'abfss://c@s.dfs.core.windows.net/p'}",
            "abfss://c@s.dfs.core.windows.net/p",
        ),
        ("{type: local, path: /data}", None),
        (
            "{type: redshift, host: shop.x1.us-west-2.redshift.amazonaws.com, database: d, schema: s}",
            "redshift://shop.us-west-2:5439/d.s.t",
        ),
        ("{type: redshift, host: shop.example, database: d, schema: s}", None),
        (
            "{type: athena, stagingDir: x, schema: s, regionName: eu-west-1}",
            "awsathena://athena.eu-west-1.amazonaws.com/awsdatacatalog.s.t",
        ),
        ("{type: pubsub, project: p}", "pubsub/topic:p:t"),
        ("{type: sqlserver, host: h, database: d, schema: s}", "mssql://h:1433/d.s.t"),
        ("{type: trino, host: h, port: 80, catalog: c, schema: s}", "trino://h:80/c.s.t"),
        ("{type: oracle, host: h, serviceName: n}", None),
        ("{type: postgres, host: h, database: d}", None),
        ("{type: postgres, host: localhost, database: d, schema: s}", None),
        ("{type: kafka, host: 'user:secret@k:9092'}", None),
        ("{type: mysql, environment: dev, host: h, database: d}", "mysql://h:3306/d.t"),
    ],
)
def test_names_of_the_same_table(tmp_path, server, name):
    """A server names a table only where it says all of its address."""
    text = f"{{apiVersion: v3.1.0, kind: DataContract, id: a, servers: [{server}], schema: [{{name: t}}]}}"
    [node] = read(tmp_path, text).nodes
    assert node.same_as == ((name,) if name else None)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v3\nkind: DataContract\nid: a\nid: b\n",
        "apiVersion: v3\nkind: DataContract\nid: " + "[" * 1000,
        "apiVersion: v3\nkind: DataContract\nid: \0",
        "apiVersion: v3\nkind: DataContract\nx: " + "a" * 1_000_000,
        "apiVersion: v3\nkind: DataContracts\n",
    ],
)
def test_hostile_files(tmp_path, text):
    """A clear sentence with the file's name, never a traceback."""
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith("orders.odcs.yaml")


@pytest.mark.parametrize(
    "value", ["[]", "{}", "1", "null", "true", "[1, [2], {a: 3}]", "{name: [1], from: {}}"]
)
@pytest.mark.parametrize(
    "key",
    ["id", "name", "team", "roles", "servers", "schema", "slaProperties", "support", "tags", "description"],
)
def test_values_of_any_type(tmp_path, key, value):
    """Whatever stands under a key, the contract is read as far as it can be."""
    rest = "" if key == "id" else "id: a, "
    said = read(tmp_path, f"{{apiVersion: v3.0.0, kind: DataContract, {rest}{key}: {value}}}")
    assemble([said])


def test_cancel(tmp_path):
    """Reading stops when it is asked to."""
    (tmp_path / "a.yaml").write_text(CONTRACT)

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        OdcsAdapter().read(Location("a.yaml", path=tmp_path / "a.yaml"), Task(check=stop))


def test_recognised_by_itself(tmp_path):
    """By what it says, in YAML and JSON; other files of the same look are not."""
    for name, text, is_contract in (
        ("a.yaml", CONTRACT, True),
        ("b.json", '{"apiVersion": "v3.0.0", "kind": "DataContract", "id": "x"}', True),
        ("c.yaml", "kind: DataContractor\napiVersion: v3", False),
        ("d.yaml", "apiVersion: v1\nkind: Service", False),
        ("e.txt", CONTRACT, False),
    ):
        (tmp_path / name).write_text(text)
        assert OdcsAdapter().matches(Location(name, path=tmp_path / name), text.encode()) is is_contract
    assert choose(locate(str(tmp_path / "a.yaml"))).name == "odcs"


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_every_object_of_the_standards_own_examples_is_read():
    """Objects, columns, roles and service levels as plain YAML counts them; read twice it is the same."""
    counted = {"objects": set(), "whole": set(), "columns": 0, "roles": 0, "levels": 0}
    seen = dict.fromkeys(("columns", "roles", "levels"), 0)
    files = sorted((CORPUS / "docs").rglob("*.yaml"))
    for file in files:
        contract = yaml.safe_load(file.read_text())
        objects = contract.get("schema") or []
        counted["objects"] |= {f"{contract['id']}/{o['name']}" for o in objects}
        counted["whole"] |= set() if objects else {contract["id"]}
        counted["columns"] += sum(len(o.get("properties") or []) for o in objects)
        counted["roles"] += len(contract.get("roles") or [])
        counted["levels"] += len(contract.get("slaProperties") or [])
        said = OdcsAdapter().read(Location(str(file), path=file), Task())
        assert len(said.nodes) == max(len(objects), 1)
        seen["columns"] += sum(len(n.fields or ()) for n in said.nodes)
        about_all = said.nodes[0].extra
        seen["roles"] += len(about_all.get("roles", ()))
        not_placed = sum("does not list" in p.message for p in said.problems)
        levels = about_all.get("service_levels", ())
        seen["levels"] += len(levels) + (not_placed if objects else 0)
    assert len(files) == 18
    assert seen == {key: counted[key] for key in seen}
    imported = import_sources([str(CORPUS)])
    declared = {i for i, n in imported.graph.nodes.items() if not n.is_ghost}
    assert declared == counted["objects"] | counted["whole"]
    assert imported == import_sources([str(CORPUS)])
