"""run_results.json, catalog.json and sources.json beside a manifest: more is known, and nothing stands in its way."""

import json
from datetime import date

import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, Evidence, Severity, Subtype
from tests.importers.dbt.small_projects import catalog, entry, manifest, result, results

SHOP = manifest(
    entry("source.shop.till.sales", source_name="till"),
    entry(
        "model.shop.orders",
        "source.shop.till.sales",
        columns={"id": {"name": "id"}, "total": {"name": "total", "data_type": "numeric"}},
        config={"materialized": "special"},
    ),
    entry("model.shop.daily", "model.shop.orders"),
    entry("test.shop.not_null.1", "model.shop.orders", attached_node="model.shop.orders", name="not_null"),
    entry("test.shop.unique.2", "model.shop.orders", attached_node="model.shop.orders", name="unique"),
)
BOUGHT = EdgeKey("source.shop.till.sales", "model.shop.orders", EdgeKind.DERIVES)


def test_the_last_run_is_told_and_confirms_what_was_read(read):
    """A model that was built has read its parents on that day; one that failed shows nothing."""
    graph, problems = read(
        SHOP,
        run_results=results(
            result("model.shop.orders"), result("model.shop.daily", "error", message="Boom\n  at line 3")
        ),
    )
    orders, daily = graph.nodes["model.shop.orders"], graph.nodes["model.shop.daily"]
    assert problems == []
    assert (orders.extra["last_run"], orders.extra["last_run_status"]) == (
        "2026-03-05T06:05:01.5Z",
        "success",
    )
    assert orders.extra["last_run_seconds"] == 1.4
    assert (daily.extra["last_run_status"], daily.extra["last_run_message"]) == ("error", "Boom at line 3")
    assert "last_run_message" not in orders.extra
    read_once = graph.edges[BOUGHT]
    assert (read_once.evidence, read_once.last_seen, read_once.count) == (
        Evidence.DECLARED,
        date(2026, 3, 5),
        1,
    )
    unread = graph.edges[EdgeKey("model.shop.orders", "model.shop.daily", EdgeKind.DERIVES)]
    assert (unread.first_seen, unread.last_seen, unread.count) == (None, None, None)


def test_the_last_tests_are_told_of_what_they_test(read):
    """How many ran, and the names of those that failed or warned."""
    graph, _ = read(
        SHOP,
        run_results=results(
            result("test.shop.not_null.1", "pass"), result("test.shop.unique.2", "fail"), which="test"
        ),
    )
    said = graph.nodes["model.shop.orders"].extra
    assert (said["tests_run"], said["tests_failed"], said["last_tests"]) == (
        2,
        ["unique"],
        "2026-03-05T06:05:01.5Z",
    )
    assert "tests_warned" not in said


@pytest.mark.parametrize("which", ["generate", "compile", None])
def test_what_only_compiles_is_no_run(read, which):
    """dbt calls all of it a success, tests too; nothing was built, so nothing is told of a run."""
    graph, problems = read(SHOP, run_results=results(result("model.shop.orders"), which=which))
    assert "last_run" not in graph.nodes["model.shop.orders"].extra
    assert graph.edges[BOUGHT].last_seen is None
    assert [(p.severity, str(p.source)) for p in problems] == [(Severity.INFO, "run_results.json")]


def test_the_catalogue_knows_the_columns_there_are(read):
    """All columns in their order, as the project writes them; their types, its owner there, its sort."""
    graph, problems = read(SHOP, catalog=catalog(orders={"ID": "int", "SOLD_AT": "date", "TOTAL": "numeric"}))
    node = graph.nodes["model.shop.orders"]
    assert node.fields == ("id", "SOLD_AT", "total")
    assert node.extra["column_types"] == {"id": "int", "SOLD_AT": "date", "total": "numeric"}
    assert (node.extra["database_owner"], node.subtype) == ("etl", Subtype.TABLE)
    assert problems == []


def test_without_a_catalogue_types_are_those_the_project_states(read):
    """Where a column's data_type is written, it is kept."""
    graph, _ = read(SHOP)
    assert graph.nodes["model.shop.orders"].extra["column_types"] == {"total": "numeric"}


def test_a_column_that_is_described_but_not_there_is_told(read):
    """Its name stands in the sentence, and it is no column of the table any more."""
    graph, problems = read(SHOP, catalog=catalog(orders={"id": "int"}))
    assert graph.nodes["model.shop.orders"].fields == ("id",)
    assert [p.message for p in problems] == [
        "“orders” describes the column “total”, which its table in catalog.json does not have."
    ]


@pytest.mark.parametrize(
    ("said", "subtype"),
    [
        ("VIEW", Subtype.VIEW),
        ("view", Subtype.VIEW),
        ("MATERIALIZED VIEW", Subtype.UNKNOWN),
        ("x", Subtype.UNKNOWN),
    ],
)
def test_the_warehouse_says_whether_a_table_is_a_view_where_the_project_does_not(read, said, subtype):
    """A materialised view may be at rest or live, so it stays open."""
    known = catalog(orders={"id": "int"})
    known["nodes"]["model.shop.orders"]["metadata"]["type"] = said
    graph, _ = read(SHOP, catalog=known)
    assert graph.nodes["model.shop.orders"].subtype is subtype


def test_figures_that_dbt_shows_are_kept(read):
    """Rows and bytes by their labels; what dbt itself hides stays out."""
    known = catalog(orders={"id": "int"})
    known["nodes"]["model.shop.orders"]["stats"] = {
        "num_rows": {"id": "num_rows", "label": "Rows", "value": 12.0, "include": True},
        "has_stats": {"id": "has_stats", "label": "Has Stats?", "value": True, "include": False},
    }
    graph, _ = read(SHOP, catalog=known)
    assert graph.nodes["model.shop.orders"].extra["statistics"] == {"Rows": 12.0}


def test_when_a_source_was_loaded_is_told(read):
    """What `dbt source freshness` found."""
    found = {"unique_id": "source.shop.till.sales", "status": "warn", "max_loaded_at": "2026-03-01T00:00:00Z"}
    about = {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"}
    graph, _ = read(SHOP, sources={"metadata": about, "results": [found]})
    said = graph.nodes["source.shop.till.sales"].extra
    assert (said["last_loaded"], said["freshness_status"]) == ("2026-03-01T00:00:00Z", "warn")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "It was not read: it ends in the middle."),
        (b"[]", "It was not read: it should be a mapping, but is a list."),
        (b'{"results": []}', "It was not read: it has no metadata."),
        (b'{"metadata": {}, "results": []}', "It is not what dbt writes under this name; it was not read."),
        (b'{"metadata":' * 50_000, "It was not read: it is nested too deeply."),
        (b'{"metadata": "\xe9"}', "The text is not UTF-8: it holds the byte 0xE9."),
        (
            json.dumps(
                results(7, result("model.shop.orders", status=3), result("model.shop.daily"))
            ).encode(),
            "2 of its entries are left out, the first because it should be a mapping, but is a whole number.",
        ),
    ],
)
def test_a_broken_file_beside_costs_only_itself(read, data, sentence):
    """The manifest is read all the same, and one sentence names the file."""
    graph, problems = read(SHOP, run_results=data)
    assert len(graph.nodes) == 3
    assert [(str(p.source).split(":")[0], p.message.startswith(sentence)) for p in problems] == [
        ("run_results.json", True)
    ]


def test_a_link_out_of_the_folder_is_not_followed(read, tmp_path):
    """A file elsewhere is nobody's business, whatever its name."""
    (tmp_path.parent / "secret.json").write_text(json.dumps(results(result("model.shop.orders"))))
    (tmp_path / "run_results.json").symlink_to(tmp_path.parent / "secret.json")
    graph, problems = read(SHOP)
    assert "last_run" not in graph.nodes["model.shop.orders"].extra
    assert [p.message for p in problems] == ["This link leads out of the folder and is not followed."]


def test_files_beside_may_be_utf_16_and_hold_nan(read):
    """As PowerShell and Python write them."""
    said = json.dumps(
        results(result("model.shop.orders", adapter_response={"x": float("nan")}), elapsed=float("nan"))
    )
    graph, problems = read(SHOP, run_results=said.encode("utf-16"))
    assert (graph.nodes["model.shop.orders"].extra["last_run_status"], problems) == ("success", [])
