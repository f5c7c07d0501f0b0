"""A folder of SQL with YAML beside it, as one system."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.entities import Filter
from explorer.domain.kinds import Access, EdgeKind, Evidence, Lifecycle, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import FolderAdapter
from explorer.importers.sql_folder.adapter import SqlFolderAdapter
from tests.importers.imported import import_sources

SHOP = "sql/shop-prod/"
CORPUS = Path(__file__).resolve().parents[4] / "shared/corpus/bigquery-etl"


@pytest.fixture
def graph(tmp_path):
    """Writes files and gives the system that they are, with its problems."""

    def made(files: dict[str, str]):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        adapter = FolderAdapter([SqlFolderAdapter()])
        found, problems = assemble([adapter.read(Location(str(tmp_path), path=tmp_path), Task())])
        return found, [(Path(p.source.name).name, p.source.line, p.message) for p in problems]

    return made


def edges(found) -> list[tuple[str, str]]:
    """The two ends of each edge, by the short names."""
    return sorted((found.nodes[e.from_id].name, found.nodes[e.to_id].name) for e in found.edges.values())


def test_a_folder_for_each_table(graph):
    """The folders are the table's name; names that leave out the project mean the one of the table itself."""
    found, problems = graph(
        {
            SHOP + "sales/orders_v1/query.sql": "SELECT id, net FROM `shop-prod.raw.orders` WHERE net >= 10",
            SHOP
            + "sales/orders/view.sql": "CREATE VIEW `shop-prod.sales.orders` AS SELECT * FROM sales.orders_v1",
            SHOP + "sales/live/materialized_view.sql": "CREATE MATERIALIZED VIEW sales.live AS SELECT 1 AS a",
        }
    )
    assert problems == []
    assert {n.id: n.subtype for n in found.nodes.values()} == {
        "shop-prod.sales.orders_v1": Subtype.TABLE,
        "shop-prod.sales.orders": Subtype.VIEW,
        "shop-prod.sales.live": Subtype.UNKNOWN,
        "shop-prod.raw.orders": Subtype.UNKNOWN,
    }
    raw = found.nodes["shop-prod.raw.orders"]
    assert (raw.evidence, raw.same_as) == (Evidence.INFERRED, ("bigquery/shop-prod.raw.orders",))
    first, second = sorted(found.edges.values(), key=lambda e: e.from_id)
    assert (first.from_id, first.to_id) == ("shop-prod.raw.orders", "shop-prod.sales.orders_v1")
    assert (first.kind, first.evidence) == (EdgeKind.DERIVES, Evidence.INFERRED)
    assert (first.fields, first.select_all) == (("id", "net"), False)
    assert first.columns == {"id": ("id",), "net": ("net",)}
    assert first.filter == Filter(field="net", op=">=", value=10.0)
    assert (second.to_id, second.select_all) == ("shop-prod.sales.orders", True)


def test_what_stands_in_metadata(graph):
    """Owners, schedule, access and lifecycle of a table; those of its dataset and DAG where it says none itself."""
    found, problems = graph(
        {
            "dags.yaml": "shop_daily:\n  schedule_interval: 0 */6 * * *\n  default_args: {owner: x@shop.example}\n",
            SHOP + "sales/dataset_metadata.yaml": (
                "friendly_name: Sales\nworkgroup_access:\n- role: roles/bigquery.dataViewer\n"
                "  members: [workgroup:sales]\n"
            ),
            SHOP + "sales/a/query.sql": "SELECT 1 AS x",
            SHOP + "sales/a/metadata.yaml": (
                "friendly_name: A\ndescription: The first\nowners: [kim@shop.example, shop/data]\n"
                "labels: {incremental: true, owner1: kim, table_type: aggregate}\n"
                "scheduling:\n  dag_name: shop_daily\n  depends_on_past: false\n"
                "bigquery: {clustering: null}\n"
            ),
            SHOP + "sales/a/schema.yaml": "fields:\n- {name: x, type: INTEGER}\n- {name: y, type: STRING}\n",
            SHOP + "sales/b/query.sql": "SELECT 1 AS x",
            SHOP + "sales/b/metadata.yaml": (
                "owners: [kim@shop.example]\nlabels: {schedule: monthly}\ndeprecated: true\n"
                "workgroup_access:\n- {role: r, members: [allUsers]}\n"
            ),
            SHOP
            + "sales/b/checks.sql": "#fail\nSELECT IF(COUNT(*) = 0, ERROR('empty'), NULL) FROM `shop-prod.sales.b`",
        }
    )
    assert problems == []
    a, b = found.nodes["shop-prod.sales.a"], found.nodes["shop-prod.sales.b"]
    assert (a.owner, a.description, a.access) == ("shop/data", "The first", Access.CONTROLLED)
    assert (a.cadence, a.fields, a.lifecycle) == (timedelta(hours=6), ("x", "y"), None)
    assert a.tags == ("incremental", "table_type:aggregate")
    assert a.extra["owners"] == ["kim@shop.example", "shop/data"]
    assert a.extra["schedule"] == "0 */6 * * *"
    assert (b.owner, b.access, b.lifecycle) == ("kim@shop.example", Access.OPEN, Lifecycle.DEPRECATED)
    assert (b.cadence, b.tests) == (timedelta(days=30), ("checks.sql",))
    assert found.edges == {}
    assert found.teams["kim@shop.example"].contact == "kim@shop.example"


def test_tables_that_no_sql_makes(graph):
    """A table that a script in another language builds, and one that shows a sheet, are known by their metadata."""
    found, problems = graph(
        {
            SHOP + "ops/sizes/metadata.yaml": (
                "friendly_name: Sizes\nscheduling:\n  dag_name: ops\n  referenced_tables:\n"
                "  - [shop-prod, sales, orders]\n  - sales.lines\n  - {no: table}\n"
            ),
            SHOP + "ops/sheet/metadata.yaml": (
                "friendly_name: Sheet\nexternal_data:\n  format: google_sheets\n  source_uris: ['https://sheets.example/1']\n"
            ),
        }
    )
    assert edges(found) == [("https://sheets.example/1", "sheet"), ("lines", "sizes"), ("orders", "sizes")]
    assert {e.evidence for e in found.edges.values()} == {Evidence.DECLARED}
    assert [(name, line) for name, line, _ in problems] == [("metadata.yaml", 7)]


def test_a_template_is_read_without_running_it(graph):
    """Each branch is read, ref and source name tables, and lines stay where they were."""
    found, problems = graph(
        {
            "shop/dbt_project.yml": "name: shop",
            "shop/models/staging/stg_orders.sql": (
                "{{ config(materialized='table') }}\n{# SELECT 1 FROM nowhere #}\n"
                "{% set days = 30 %}{% set schema = 'raw2' %}\n"
                "SELECT * FROM {{ source('raw', 'sold') }} WHERE age < {{ days }} AND day = '{{ ds }}'\n"
                "{% if is_incremental() %} AND id > (SELECT MAX(id) FROM {{ this }}) {% endif %}\n"
            ),
            "shop/models/marts/orders.sql": (
                "{% if target.name == 'dev' %}\nSELECT * FROM {{ ref('stg_orders') }} LIMIT 10\n"
                "{% else %}\nSELECT * FROM {{ ref(\"pkg\", 'stg_orders') }} JOIN {{ schema }}.lines USING (id)\n"
                "{% endif %}\n"
            ),
            "shop/models/marts/all.sql": (
                "{% for shop in shops %}{% if not loop.first %} UNION ALL {% endif %}"
                "SELECT * FROM {{ ref('orders') }}{% endfor %}"
            ),
            "shop/models/marts/which.sql": "SELECT 1 AS one\nFROM\n{{ table_of('x') }}",
        }
    )
    assert edges(found) == [
        ("lines", "orders"),
        ("orders", "all"),
        ("sold", "stg_orders"),
        ("stg_orders", "orders"),
    ]
    assert problems == [("which.sql", 3, "A table whose name a template fills in as it is run is left out.")]
    assert found.nodes["shop/models/marts/all"].subtype is Subtype.UNKNOWN


def test_yaml_that_describes_several_tables(graph):
    """Models by the names of their files, sources with the name by which the database knows them."""
    found, problems = graph(
        {
            "models/orders.sql": "SELECT id, net FROM {{ source('shop', 'orders') }}",
            "models/schema.yml": (
                "version: 2\nmodels:\n- name: orders\n  description: Paid orders\n  meta: {owner: sales}\n"
                "  columns:\n  - name: id\n    tests: [unique, {relationships: {to: x}}]\n  - name: net\n"
                "sources:\n- name: shop\n  database: db\n  schema: public\n  tables:\n  - name: orders\n"
                "    identifier: orders_v2\n    description: As the shop writes them\n"
            ),
            "models/lists.yml": "- 1\n",
        }
    )
    assert problems == []
    assert edges(found) == [("shop.orders", "models/orders")]
    model, source = found.nodes["models/orders"], found.nodes["shop.orders"]
    assert (model.description, model.owner, model.fields) == ("Paid orders", "sales", ("id", "net"))
    assert model.tests == ("id: relationships", "id: unique")
    assert (source.description, source.same_as) == ("As the shop writes them", ("db.public.orders_v2",))
    assert source.evidence is Evidence.DECLARED


def test_files_that_write_tables_by_name(graph):
    """The names that the statements write are the tables, and temporary ones are none."""
    found, problems = graph(
        {
            "load.sql": (
                "CREATE TEMP TABLE t AS SELECT * FROM raw.orders;\n"
                "INSERT INTO dwh.orders SELECT id, net::int FROM t;\n"
                "CREATE VIEW dwh.paid AS SELECT * FROM dwh.orders WHERE paid;\n"
            ),
            "roles.sql": "CREATE ROLE reader;",
        }
    )
    assert problems == []
    assert {n.id: n.subtype for n in found.nodes.values()} == {
        "dwh.orders": Subtype.TABLE,
        "dwh.paid": Subtype.VIEW,
        "raw.orders": Subtype.UNKNOWN,
    }
    assert ("raw.orders", "dwh.orders") in {(e.from_id, e.to_id) for e in found.edges.values()}


def test_what_cannot_be_parsed_is_told_and_searched(graph):
    """Its file, line and reason are told; the tables that its words name are kept with a note."""
    found, problems = graph(
        {
            SHOP + "sales/a/query.sql": "SELECT 1\nFROM sales.b\nWHERE (\n",
            SHOP + "sales/b/query.sql": "SELECT 1 AS x",
        }
    )
    [(name, line, message), (_, _, summary)] = problems
    assert (name, line) == ("query.sql", 3)
    assert message == (
        "A statement cannot be parsed (the parser stops at “(”, line 3, column 7); the tables that its words name "
        "are kept as inferred."
    )
    assert summary == "1 of 2 files of SQL could not be parsed in full."
    [edge] = found.edges.values()
    assert (edge.from_id, edge.fields, edge.evidence) == ("shop-prod.sales.b", None, Evidence.INFERRED)
    assert "could not be parsed" in edge.extra["found_by"]


def test_where_an_expression_of_a_template_stops_the_parser(graph):
    """It is told as one, and not by the name that stands for it."""
    _, problems = graph({SHOP + "sales/a/query.sql": "SELECT 1 AS a {{ surprise }}\nFROM sales.b"})
    assert "(the parser stops at “{{ … }}”, line 1, column 15)" in problems[0][2]


def test_columns_that_are_settled_by_what_other_files_make(graph):
    """A column without a table in front belongs to the table that is known to have it."""
    found, _ = graph(
        {
            SHOP + "sales/a/query.sql": "SELECT id, net FROM raw.orders",
            SHOP + "sales/b/query.sql": "SELECT id, name FROM raw.people",
            SHOP + "sales/c/query.sql": "SELECT net, name FROM sales.a JOIN sales.b USING (id)",
        }
    )
    used = {found.nodes[e.from_id].name: e.fields for e in found.edges.values() if e.to_id.endswith(".c")}
    assert used == {"a": ("id", "net"), "b": ("id", "name")}


def test_the_dialect_that_the_yaml_names(graph):
    """What a file looks like is a guess, which the YAML may overrule; a dialect that is none is told."""
    found, problems = graph(
        {
            "a/orders.sql": "SELECT Id FROM Raw.Orders",
            "a/orders.yaml": "dialect: snowflake\nowner: data\nschedule: hourly\n",
            "b/lines.sql": "SELECT Id FROM Raw.Lines",
            "b/lines.yaml": "dialect: sequel\n",
        }
    )
    assert "RAW.ORDERS" in found.nodes
    assert "raw.lines" in found.nodes
    [orders] = [n for n in found.nodes.values() if n.name == "orders"]
    assert (orders.owner, orders.cadence) == ("data", timedelta(hours=1))
    [(name, line, message)] = problems
    assert (name, line) == ("lines.yaml", 1)
    assert message.startswith("The dialect “sequel” is not known; there are: athena, bigquery")


def test_a_script_that_writes_another_table_too(graph):
    """The other table is made by the same file, and is not what the metadata beside the file is about."""
    found, _ = graph(
        {
            SHOP + "s/a/script.sql": "INSERT INTO s.a SELECT x FROM s.c; INSERT INTO s.b SELECT x FROM s.c",
            SHOP + "s/a/metadata.yaml": "owners: [kim@shop.example]\n",
        }
    )
    assert edges(found) == [("c", "a"), ("c", "b")]
    assert [found.nodes[f"shop-prod.s.{name}"].owner for name in "ab"] == ["kim@shop.example", None]


def test_a_folder_in_which_no_table_is_made(graph):
    """Files of SQL that neither ask nor write are said to hold nothing."""
    found, problems = graph({"roles.sql": "CREATE ROLE reader; GRANT ALL ON t TO reader;"})
    assert not found.nodes
    assert [message for _, _, message in problems] == ["No table is made here."]


def test_a_query_that_bigquery_hands_on(graph):
    """The database behind a connection is a source, too."""
    found, _ = graph(
        {
            SHOP
            + "ext/users/query.sql": "SELECT * FROM EXTERNAL_QUERY('shop.eu.db', '''SELECT * FROM users''')"
        }
    )
    assert edges(found) == [("db", "users")]


@pytest.mark.parametrize(
    "files",
    [
        {SHOP + "s/t/query.sql": "SELECT 1", SHOP + "s/t/metadata.yaml": "owners: [a\n"},
        {SHOP + "s/t/query.sql": "SELECT 1 FROM " + "x" * 1_000_000},
        {
            SHOP + "s/t/query.sql": "SELECT 1",
            SHOP + "s/t/metadata.yaml": "owners: {a: b}\nlabels: 3\nscheduling: []\n",
        },
        {SHOP + "s/t/query.sql": "SELECT " + "(" * 100_000},
        {"a.sql": "SELECT 1 FROM {{ " * 3_000},
        {"a.sql": "{% if a %}" * 2_000 + "SELECT 1 FROM b"},
        {"a.sql": "SELECT 1 FROM b\0c", "dags.yaml": "a:\n  schedule_interval: 9999999/0 * * * *\n"},
        {"a.sql": 'SELECT 1 FROM "\u202eevil"'},
    ],
)
def test_hostile_files_are_told_of(graph, files):
    """Whatever stands in the files, a graph comes of it, and no name in it is hidden or endless."""
    found, _ = graph(files)
    names = {*found.nodes, *found.teams}
    assert all(len(name) <= 500 and name.isprintable() for name in names)


@pytest.mark.parametrize(
    ("name", "text", "takes"),
    [
        ("a.sql", "select 1 from b", True),
        ("a.SQL", "CREATE VIEW v AS SELECT 1", True),
        ("a.sql", "--\n-- PostgreSQL database dump\n--\nCREATE TABLE t (a int);", False),
        ("a.sql", "PRAGMA foreign_keys=OFF;\nCREATE TABLE t (a int);", False),
        ("a.sql", "GRANT ALL ON t TO me", False),
        ("a.txt", "select 1 from b", False),
        ("V12__orders.sql", "CREATE TABLE orders (a int); INSERT INTO orders SELECT 1", False),
        ("migrations/orders.sql", "CREATE TABLE orders (a int)", False),
        ("metadata.yaml", "friendly_name: A\n", True),
        ("metadata.yaml", "apiVersion: v3.0.0\nkind: DataContract\n", False),
        ("dags.yaml", "daily:\n  schedule_interval: daily\n", True),
        ("other.yaml", "friendly_name: A\n", False),
    ],
)
def test_what_it_takes_for_its_own(tmp_path, name, text, takes):
    """Queries and their metadata; no dump, no change to an application's tables, and no file of another tool."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    assert SqlFolderAdapter().matches(Location(str(path), path=path), text.encode()) is takes


def test_sql_of_a_project_that_dbt_has_described_is_left_to_dbt(tmp_path):
    """Where there is a manifest of dbt, it says more than the SQL from which it was made."""
    path = tmp_path / "models/a.sql"
    path.parent.mkdir()
    path.write_text("SELECT 1")
    (tmp_path / "dbt_project.yml").write_text("name: shop\n")
    adapter, location = SqlFolderAdapter(), Location(str(path), path=path)
    assert adapter.matches(location, b"SELECT 1")
    (tmp_path / "target").mkdir()
    (tmp_path / "target/manifest.json").write_text("{}")
    assert not adapter.matches(location, b"SELECT 1")


def test_files_of_which_none_can_be_read(tmp_path):
    """One that cannot be read is a problem where others can; where none can, that is the end of it."""
    (tmp_path / "a.sql").write_bytes(b"SELECT 1 FROM \xff")
    location = Location("a.sql", path=tmp_path / "a.sql")
    with pytest.raises(InputError, match="not UTF-8"):
        SqlFolderAdapter().read(location, Task())


def test_tables_that_other_tools_name(tmp_path):
    """What OpenLineage and logs call a table of the warehouse is the same table: chains join end to end."""
    files = {
        SHOP + "sales/orders/query.sql": "SELECT id FROM `shop-prod.raw.orders`",
        "training.yaml": (
            "ripplemap: 1\nsystem: training\ndatasets:\n  bigquery/shop-prod.sales.orders: {}\n"
            "models:\n  churn: {inputs: [bigquery/shop-prod.sales.orders], outputs: [shop-prod.raw.orders]}\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    found = import_sources([str(tmp_path)]).graph
    assert edges(found) == [
        ("churn", "raw.orders"),
        ("raw.orders", "sales.orders"),
        ("sales.orders", "churn"),
    ]


def test_ids_are_the_same_whichever_folder_is_opened(tmp_path):
    """A table that is called as its file is has an id that begins with its project."""
    (tmp_path / "shop/models").mkdir(parents=True)
    (tmp_path / "shop/dbt_project.yml").write_text("name: shop")
    (tmp_path / "shop/models/orders.sql").write_text("SELECT 1 AS a")
    (tmp_path / "other.sql").write_text("SELECT 1 AS a")
    whole, part = (
        import_sources([str(tmp_path / name)]).graph.nodes for name in ("", "shop/models/orders.sql")
    )
    assert set(part) == {"shop/models/orders"}
    assert set(whole) == {"shop/models/orders", f"{tmp_path.name}/other"}


def test_reading_twice_says_the_same(tmp_path):
    """The same files give the same system, however the texts were shared among workers."""
    for number in range(40):
        path = tmp_path / SHOP / f"s/t{number}/query.sql"
        path.parent.mkdir(parents=True)
        path.write_text(
            f"SELECT a.*, b.x AS y FROM s.t{number // 2} a JOIN s.t{number // 3} b ON a.i = b.i" + " " * 6_000
        )
    first, second = (import_sources([str(tmp_path)]) for _ in range(2))
    assert first.graph == second.graph
    assert repr(first.graph.nodes) == repr(second.graph.nodes)
    assert first.problems == second.problems
    assert len(first.graph.nodes) == 40


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real systems are not here")
def test_a_warehouse_of_282_tables():
    """Every edge within the warehouse on which two plain searches of the text agree is in the graph."""
    texts = {file.parent.parts[-3:]: file.read_text("utf-8") for file in sorted(CORPUS.rglob("*.sql"))}
    agreed = named_after_from(texts) & named_anywhere(texts)
    assert len(texts) == 282
    assert len(agreed) >= 167
    found = import_sources([str(CORPUS)])
    assert {".".join(table) for table in texts} <= found.graph.nodes.keys()
    joined = {(e.from_id, e.to_id) for e in found.graph.edges.values()}
    assert {(".".join(a), ".".join(b)) for a, b in agreed} - joined == set()
    inner = {edge for edge in joined if all(tuple(end.split(".")) in texts for end in edge)}
    assert len(inner) == len(agreed)
    owned = len(
        re.findall(
            r"^owners:\s*\n", "\n".join(f.read_text("utf-8") for f in CORPUS.rglob("metadata.yaml")), re.M
        )
    )
    assert owned == sum(1 for n in found.graph.nodes.values() if n.owner)


def named_after_from(texts) -> set:
    """Pairs of tables by what stands after FROM and JOIN."""
    pairs = set()
    for target, text in texts.items():
        for found in re.finditer(r"\b(?:FROM|JOIN)\s+([`\w.-]+)", without_comments(text), re.I):
            parts = tuple(found[1].replace("`", "").split("."))
            table = (target[0], *parts) if len(parts) == 2 else parts
            if table in texts and table != target:
                pairs.add((table, target))
    return pairs


def named_anywhere(texts) -> set:
    """Pairs of tables by names that stand anywhere in the text."""
    pairs = set()
    for target, text in texts.items():
        words = {
            tuple(w.split("."))
            for w in re.findall(r"[\w-]+(?:\.[\w-]+){1,2}", without_comments(text).replace("`", ""))
        }
        words |= {(target[0], *w) for w in words if len(w) == 2}
        pairs |= {(table, target) for table in words & texts.keys() if table != target}
    return pairs


def without_comments(text: str) -> str:
    """The text without what is written for people."""
    return re.sub(r"/\*.*?\*/|(?:--|#)[^\n]*", " ", text, flags=re.S)
