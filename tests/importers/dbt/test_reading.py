"""dbt manifests: small ones written here, and the real ones beside the checkout where they are."""

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import (
    Access,
    EdgeKind,
    Evidence,
    Lifecycle,
    NodeKind,
    OnSchemaChange,
    Relation,
    Severity,
    Subtype,
)
from explorer.errors import Cancelled, InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt.reading import ADAPTER
from tests.importers.dbt.small_projects import entry, manifest
from tests.importers.imported import import_sources

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "dbt"
REAL = sorted(CORPUS.glob("manifests/jaffle_shop_v*.json")) + sorted(CORPUS.glob("calitp/manifest.json"))


def test_a_model_is_the_dataset_it_makes(read):
    """Kind, subtype by materialisation, fields, language, tags, description and the file are the model's own."""
    graph, problems = read(
        manifest(
            entry(
                "model.shop.orders",
                description="One row an order.\n",
                columns={"id": {"name": "id"}, "total": {"name": "total"}},
                language="python",
                tags=["daily", "daily"],
                config={"materialized": "incremental"},
                original_file_path="models/orders.py",
            )
        )
    )
    node = graph.nodes["model.shop.orders"]
    assert problems == []
    assert (node.kind, node.subtype, node.name) == (NodeKind.DATASET, Subtype.TABLE, "orders")
    assert (node.fields, node.language, node.tags) == (("id", "total"), "python", ("daily",))
    assert (node.description, str(node.source)) == ("One row an order.", "manifest.json: models/orders.py")
    assert (graph.name, graph.as_of) == ("shop", date(2026, 3, 4))


@pytest.mark.parametrize(
    ("materialized", "subtype"),
    [
        ("table", Subtype.TABLE),
        ("view", Subtype.VIEW),
        ("ephemeral", Subtype.VIEW),
        ("materialized_view", Subtype.UNKNOWN),
        (None, Subtype.UNKNOWN),
    ],
)
def test_what_is_not_known_to_be_at_rest_or_live_is_unknown(read, materialized, subtype):
    """A materialisation of the adapter's own could be either, so the subtype says that it is not known."""
    graph, _ = read(manifest(entry("model.shop.x", config={"materialized": materialized})))
    assert graph.nodes["model.shop.x"].subtype is subtype


def test_edges_point_with_the_data_and_have_the_kind_of_their_ends(read):
    """depends_on is turned round: dataset → dataset derives, → consumer feeds, → metric measures."""
    graph, _ = read(
        manifest(
            entry("source.shop.till.sales", source_name="till"),
            entry("seed.shop.countries"),
            entry("snapshot.shop.history", "source.shop.till.sales"),
            entry("model.shop.orders", "source.shop.till.sales", "seed.shop.countries"),
            entry("exposure.shop.board", "model.shop.orders", type="dashboard"),
            entry("metric.shop.revenue", "model.shop.orders", label="Revenue"),
        )
    )
    assert {
        ("source.shop.till.sales", "snapshot.shop.history", EdgeKind.DERIVES),
        ("source.shop.till.sales", "model.shop.orders", EdgeKind.DERIVES),
        ("seed.shop.countries", "model.shop.orders", EdgeKind.DERIVES),
        ("model.shop.orders", "exposure.shop.board", EdgeKind.FEEDS),
        ("model.shop.orders", "metric.shop.revenue", EdgeKind.MEASURES),
    } == {e.key for e in graph.edges.values()}
    assert {e.evidence for e in graph.edges.values()} == {Evidence.DECLARED}
    assert graph.nodes["source.shop.till.sales"].name == "till.sales"
    assert graph.nodes["metric.shop.revenue"].name == "Revenue"


def test_a_metric_is_measured_on_the_model_beneath_its_semantic_model(read):
    """The semantic model is folded into the edge and named there; derived metrics are made of components."""
    graph, problems = read(
        manifest(
            entry("model.shop.orders"),
            entry("semantic_model.shop.sales", "model.shop.orders"),
            entry("metric.shop.revenue", "semantic_model.shop.sales"),
            entry("metric.shop.growth", "metric.shop.revenue"),
            entry("saved_query.shop.weekly", "metric.shop.growth"),
        )
    )
    edges = {e.key: e for e in graph.edges.values()}
    measures = edges.pop(EdgeKey("model.shop.orders", "metric.shop.revenue", EdgeKind.MEASURES))
    drives = edges.pop(EdgeKey("metric.shop.revenue", "metric.shop.growth", EdgeKind.DRIVES))
    feeds = edges.pop(EdgeKey("metric.shop.growth", "saved_query.shop.weekly", EdgeKind.FEEDS))
    assert (edges, problems) == ({}, [])
    assert measures.extra == {"semantic_model": "sales"}
    assert (drives.relation, feeds.relation) == (Relation.COMPONENT, None)
    assert graph.nodes["saved_query.shop.weekly"].kind is NodeKind.CONSUMER


def test_a_function_is_an_artifact_its_models_are_derived_with(read):
    """A function runs when a table is built, so its edge behaves as any other ingredient's."""
    graph, _ = read(manifest(entry("function.shop.clean"), entry("model.shop.orders", "function.shop.clean")))
    assert graph.nodes["function.shop.clean"].kind is NodeKind.ARTIFACT
    assert [e.kind for e in graph.edges.values()] == [EdgeKind.DERIVES]


def test_tests_become_an_attribute_of_what_they_test(read):
    """A relationship test is about one of its two models; a singular one about all that it reads."""
    arguments = {"kwargs": {"model": "{{ get_where_subquery(ref('orders')) }}"}}
    graph, _ = read(
        manifest(
            entry("model.shop.orders"),
            entry("model.shop.customers"),
            entry("test.shop.fk", "model.shop.customers", "model.shop.orders", test_metadata=arguments),
            entry("test.shop.pk.ab12", "model.shop.orders", attached_node="model.shop.orders", name="pk"),
            entry("test.shop.both", "model.shop.customers", "model.shop.orders"),
            entry("unit_test.shop.orders.adds", "model.shop.orders"),
        )
    )
    assert set(graph.nodes) == {"model.shop.orders", "model.shop.customers"}
    assert graph.nodes["model.shop.orders"].tests == ("adds", "both", "fk", "pk")
    assert graph.nodes["model.shop.customers"].tests == ("both",)


@pytest.mark.parametrize(
    ("keys", "owner"),
    [
        ({"group": "finance", "meta": {"owner": "someone"}}, "finance"),
        ({"config": {"group": "finance"}}, "finance"),
        ({"meta": {"owner": "ann@example.org", "team": "growth"}}, "growth"),
        ({"config": {"meta": {"owner": {"name": "Growth", "email": "g@example.org"}}}}, "Growth"),
        ({"meta": {"owner": ["a@example.org", "b@example.org"]}}, "a@example.org"),
        ({"owner": {"name": "Web", "email": "w@example.org"}}, "Web"),
        ({"owner": {"email": ["w@example.org", "x@example.org"]}}, "w@example.org"),
        ({"owner": {"name": " ", "email": None}}, None),
        ({"meta": {"owner": 7}}, None),
        ({"meta": ["owner"]}, None),
        ({}, None),
    ],
)
def test_the_owner_is_the_most_team_like_name_there_is(read, keys, owner):
    """Group before meta before the entry's own owner, a name before an address, and nothing is invented."""
    graph, _ = read(manifest(entry("exposure.shop.board", type="ml", **keys)))
    assert graph.nodes["exposure.shop.board"].owner == owner


def test_groups_are_teams_and_no_owner_beside_them_is_taken_for_a_slip(read):
    """A group's address is the team's contact; an owner who is no group is a team too where there are groups."""
    graph, problems = read(
        manifest(
            entry("model.shop.orders", group="finance"),
            entry("model.shop.users", meta={"owner": "growth"}),
            groups=[{"name": "finance", "owner": {"name": "Fin", "email": "fin@example.org"}}],
        )
    )
    assert problems == []
    assert {t.id: t.contact for t in graph.teams.values()} == {"finance": "fin@example.org", "growth": None}


def test_contracts_freshness_versions_and_deprecation(read):
    """What dbt enforces or promises is read; its `access` is about ref() and does not become access control."""
    half_day = {"warn_after": {"count": 12, "period": "hour"}, "error_after": {"count": 1, "period": "day"}}
    graph, _ = read(
        manifest(
            entry(
                "model.shop.dim.v1", name="dim", version=1, latest_version=2, deprecation_date="2026-09-01"
            ),
            entry("model.shop.dim.v2", name="dim", version=2, latest_version=2, contract={"enforced": True}),
            entry("model.shop.dim.v3", name="dim", version=3, latest_version=2, access="public"),
            entry("source.shop.till.sales", freshness=half_day, source_name="till"),
            entry(
                "source.shop.till.late",
                freshness={"warn_after": {"count": None}, "error_after": {"count": 2, "period": "day"}},
            ),
        )
    )
    old, current, next_one = (graph.nodes[f"model.shop.dim.v{n}"] for n in (1, 2, 3))
    assert (old.name, old.version, old.lifecycle) == ("dim v1", "1", Lifecycle.DEPRECATED)
    assert (old.superseded_by, current.superseded_by, next_one.superseded_by) == (current.id, None, None)
    assert current.contract is not None and current.contract.schema_enforced
    assert (old.contract, next_one.access) == (None, None)
    assert graph.nodes["source.shop.till.sales"].freshness == timedelta(hours=12)
    assert graph.nodes["source.shop.till.late"].freshness == timedelta(days=2)


@pytest.mark.parametrize(
    ("grants", "access"),
    [
        ({"select": ["reporting"]}, Access.CONTROLLED),
        ({"select": "reporting", "insert": None}, Access.CONTROLLED),
        ({"select": ["reporting", "PUBLIC"]}, Access.OPEN),
        ({"roles/bigquery.dataViewer": ["specialGroup:allUsers"]}, Access.OPEN),
        ({"select": []}, None),
        ({}, None),
        (7, None),
    ],
)
def test_grants_say_who_may_read(read, grants, access):
    """A role that is given leave is control, leave for everybody is none; without grants nothing is known."""
    graph, _ = read(manifest(entry("model.shop.orders", config={"grants": grants})))
    node = graph.nodes["model.shop.orders"]
    assert (node.access, "grants" in node.extra) == (access, access is not None)


def test_who_owns_an_exposure_is_a_team_with_an_address(read):
    """Name and address together say whom to ask; an address alone stays an owner."""
    graph, problems = read(
        manifest(
            entry("exposure.shop.a", owner={"name": "Web", "email": "web@example.org"}, maturity="high"),
            entry("exposure.shop.b", owner={"email": "someone@example.org"}),
        )
    )
    assert problems == []
    assert {t.id: t.contact for t in graph.teams.values()} == {
        "Web": "web@example.org",
        "someone@example.org": None,
    }
    assert graph.nodes["exposure.shop.a"].extra["maturity"] == "high"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_manifest_in_another_encoding_is_recognised_and_read(tmp_path, encoding):
    """As PowerShell's redirection writes it, without being told what it is."""
    path = tmp_path / "manifest.json"
    path.write_bytes(json.dumps(manifest(entry("model.shop.\u00fcbersicht"))).encode(encoding))
    imported = import_sources([str(path)])
    assert list(imported.graph.nodes) == ["model.shop.\u00fcbersicht"]
    assert imported.sources[0].adapter == "dbt"


def test_reading_twice_gives_the_same(tmp_path):
    """Statement for statement, though SQL is parsed in processes of their own."""
    path = tmp_path / "manifest.json"
    models = [
        entry(
            f"model.shop.m{n}",
            f"model.shop.m{n - 1}",
            relation_name=f'"db"."mart"."m{n}"',
            compiled_code=f"select a{n}, b.* from mart.m{n - 1} join mart.other using (id)",
        )
        for n in range(1, 30)
    ]
    path.write_text(json.dumps(manifest(*models)))
    first, second = (ADAPTER.read(Location("manifest.json", path), Task()) for _ in range(2))
    assert repr(first) == repr(second)


def test_only_an_incremental_model_told_to_fail_is_known_to_fail(read):
    """What any other model does when a column is lost depends on its SQL, so it is not known."""
    fails = {"materialized": "incremental", "on_schema_change": "fail"}
    graph, _ = read(
        manifest(
            entry("model.shop.a"),
            entry("model.shop.b", "model.shop.a", config=fails),
            entry("model.shop.c", "model.shop.a", config={**fails, "materialized": "table"}),
        )
    )
    assert {e.to_id: e.on_schema_change for e in graph.edges.values()} == {
        "model.shop.b": OnSchemaChange.FAIL,
        "model.shop.c": None,
    }


def test_what_is_disabled_stays_out_and_leaves_a_gap_that_is_seen(read):
    """A reference to a disabled model is a ghost and a problem; the disabled model itself is no node."""
    graph, problems = read(
        manifest(
            entry("model.shop.orders", "model.shop.off"),
            entry("model.shop.also_off", config={"enabled": False}),
        )
    )
    assert set(graph.nodes) == {"model.shop.orders", "model.shop.off"}
    assert graph.nodes["model.shop.off"].is_ghost
    assert [(e.kind, e.evidence) for e in graph.edges.values()] == [(EdgeKind.FEEDS, Evidence.INFERRED)]
    assert [p.severity for p in problems] == [Severity.WARNING]


def test_an_entry_of_the_wrong_type_costs_only_itself(read):
    """It is left out with a sentence that names it and the key; everything else is imported."""
    broken = entry("model.shop.broken", tags=7)
    nameless = entry("model.shop.nameless")
    del nameless["name"]
    graph, problems = read(manifest(broken, nameless, entry("model.shop.orders"), sources=[1]))
    assert set(graph.nodes) == {"model.shop.orders"}
    assert [p.message for p in problems] == [
        "The section “sources” is left out: it should be a mapping, but is a list.",
        "“model.shop.broken” is left out: tags should be text or a list or nothing, but is a whole number.",
        "“model.shop.nameless” is left out: it has no name.",
    ]


@pytest.mark.parametrize("version", [1, 13, 99999])
def test_an_unknown_version_is_read_with_a_warning(read, version):
    """A manifest older than 4 or newer than 12 is read as far as it goes, and said to be unknown."""
    graph, problems = read(manifest(entry("model.shop.orders"), version=version))
    assert set(graph.nodes) == {"model.shop.orders"}
    assert [p.severity for p in problems] == [Severity.WARNING]


def test_reading_can_be_cancelled(tmp_path):
    """A person's Cancel ends the reading."""
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(manifest(entry("model.shop.orders"))))

    def cancel():
        raise Cancelled

    with pytest.raises(Cancelled):
        ADAPTER.read(Location("manifest.json", path), Task(check=cancel))


def test_a_manifest_is_recognised_by_what_it_says():
    """Its schema's address or dbt's ids in a manifest.json; not by being JSON or by being dbt's."""
    named, other = Location("m", Path("target/manifest.json")), Location("m", Path("x.json"))
    says = b'{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json"'
    results = b'{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json"'
    ids = b'{"child_map": {"model.shop.orders": []'
    assert ADAPTER.matches(named, says) and ADAPTER.matches(other, says) and ADAPTER.matches(named, ids)
    assert not ADAPTER.matches(other, results)
    assert not ADAPTER.matches(other, ids)
    assert not ADAPTER.matches(named, b'{"manifest_version": 3}')
    assert not ADAPTER.matches(named, b"ripplemap: 1")


def counted(content):
    """Nodes by resource type and edges without tests, by the standard library and the rules of dbt alone."""
    live = {}
    for section in ("nodes", "sources", "exposures", "metrics", "saved_queries"):
        live |= content.get(section) or {}
    live = {i: e for i, e in live.items() if i.split(".")[0] not in ("test", "operation", "analysis")}
    semantic = content.get("semantic_models") or {}
    edges = set()
    for i, e in live.items():
        for parent in (e.get("depends_on") or {}).get("nodes") or []:
            for real in semantic[parent]["depends_on"]["nodes"] if parent in semantic else [parent]:
                edges.add((real, i))
    return live, edges


def loaded_and_read(content):
    """The seeds and models whose table some source of the same project is, by the relations' names alone."""
    made = {e["relation_name"]: i for i, e in content["nodes"].items() if e.get("relation_name")}
    return {
        (made[e["relation_name"]], i) for i, e in content["sources"].items() if e["relation_name"] in made
    }


@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_real_manifests_have_the_nodes_and_edges_that_an_independent_count_finds(path):
    """Versions 4 to 12: every live entry once, every dependency once and turned round, nothing else."""
    content = json.loads(path.read_text())
    live, edges = counted(content)
    graph, problems = assemble([ADAPTER.read(Location(path.name, path), Task())])
    assert {i: n.source.name for i, n in graph.nodes.items()} == {
        i: f"{path.name}: {e['original_file_path']}" for i, e in live.items()
    }
    declared = [e for e in graph.edges.values() if e.evidence is Evidence.DECLARED]
    assert sorted((e.from_id, e.to_id) for e in declared) == sorted(edges)
    assert [p.message for p in problems if p.severity is not Severity.INFO] == []
    inferred = {(e.from_id, e.to_id) for e in graph.edges.values()} - edges
    assert inferred == loaded_and_read(content)


@pytest.mark.skipif(not REAL, reason="The collection of real systems is not beside this checkout.")
def test_the_transit_agencys_warehouse_has_the_known_counts():
    """610 models, 16 seeds, 218 sources, 5 exposures and 1,201 edges; all 218 tests are somebody's."""
    path = CORPUS / "calitp" / "manifest.json"
    graph, _ = assemble([ADAPTER.read(Location(path.name, path), Task())])
    assert Counter(i.split(".")[0] for i in graph.nodes) == {
        "model": 610,
        "seed": 16,
        "source": 218,
        "exposure": 5,
    }
    tests = [e["name"] for i, e in json.loads(path.read_text())["nodes"].items() if i.startswith("test.")]
    assert len(graph.edges) == 1201
    assert {t for n in graph.nodes.values() for t in n.tests or ()} == set(tests)


@pytest.mark.skipif(not REAL, reason="The collection of real systems is not beside this checkout.")
def test_the_jaffle_shops_94_edges_are_all_accounted_for():
    """94 in the file: 33 belong to tests, 6 lead into semantic models and live on in the 17 out of them."""
    path = CORPUS / "manifests" / "jaffle_shop_v12_dbt1.12.json"
    content = json.loads(path.read_text())
    whole = [
        (parent, i)
        for section in ("nodes", "metrics", "semantic_models", "saved_queries", "unit_tests")
        for i, e in content[section].items()
        for parent in e["depends_on"].get("nodes", [])
    ]
    dropped = [e for e in whole if e[1].split(".")[0] in ("test", "unit_test", "semantic_model")]
    graph, _ = assemble([ADAPTER.read(Location(path.name, path), Task())])
    folded = [e for e in graph.edges.values() if "semantic_model" in e.extra]
    declared = [e for e in graph.edges.values() if e.evidence is Evidence.DECLARED]
    assert (len(whole), len(dropped), len(folded), len(declared)) == (94, 39, 17, 94 - 39)


def test_a_location_without_a_file_is_refused():
    """A database's address given to dbt is one sentence."""
    with pytest.raises(InputError, match="A dbt manifest is a file"):
        ADAPTER.read(Location("postgresql://host/db", url="postgresql://host/db"), Task())
