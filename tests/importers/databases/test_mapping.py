"""A company's own catalogue by a mapping: from its tables to nodes and edges, and what is told of faults."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.adapter import DatabaseAdapter
from explorer.importers.databases.mapping import read_mapping
from tests.importers.imported import import_sources

CATALOGUE = (
    "CREATE TABLE assets (asset_key varchar(50), sort varchar(20), title varchar(50), team varchar(20), "
    "labels varchar(50), depth integer, active integer, touched date)",
    "INSERT INTO assets VALUES ('clicks', 'TBL', 'Clicks', 'web', 'pii, hot', NULL, 1, '2026-11-01')",
    "INSERT INTO assets VALUES ('ranker', 'ML', 'Ranker', 'search', NULL, 7, 1, NULL)",
    "INSERT INTO assets VALUES ('site', 'APP', 'Site', 'web', NULL, NULL, 1, NULL)",
    "INSERT INTO assets VALUES ('old', 'TBL', 'Old', 'web', NULL, NULL, 0, NULL)",
    "INSERT INTO assets VALUES ('odd', 'XYZ', 'Odd', 'web', NULL, NULL, 1, NULL)",
    "INSERT INTO assets VALUES (NULL, 'TBL', 'Nameless', 'web', NULL, NULL, 1, NULL)",
    "CREATE TABLE flows (source varchar(50), target varchar(50), seen date, kind varchar(20))",
    "INSERT INTO flows VALUES ('clicks', 'ranker', '2026-11-02', 'trains')",
    "INSERT INTO flows VALUES ('ranker', 'site', NULL, NULL)",
)
KIND = "kind: {column: sort, values: {TBL: dataset, ML: model, APP: consumer}}"
MAPPING = """\
ripplemap-mapping: 1
system: Catalogue
nodes:
  - table: assets
    where: {active: 1}
    id: {column: asset_key, prefix: cat/}
    kind: {column: sort, values: {TBL: dataset, ML: model, APP: consumer}}
    name: title
    owner: team
    tags: labels
    last_used: touched
    version: depth
edges:
  - table: flows
    from: {column: source, prefix: cat/}
    to: {column: target, prefix: cat/}
    kind: kind
    evidence: {is: observed}
    last_seen: seen
"""


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Reads a small catalogue by a mapping."""
    monkeypatch.chdir(tmp_path)
    with closing(sqlite3.connect("cat.db")) as connection:
        for statement in CATALOGUE:
            connection.execute(statement)
        connection.commit()

    def reading(mapping=MAPPING):
        (tmp_path / "map.yaml").write_text(mapping, "utf-8")
        return import_sources(["sqlite:///cat.db?mapping=map.yaml"])

    return reading


def test_rows_become_nodes_and_edges(read):
    """Columns, words that are translated, ids with something before them, and only the rows that are meant."""
    graph = read().graph
    assert {i: (n.kind, n.name, n.owner, n.tags, n.version, n.last_used) for i, n in graph.nodes.items()} == {
        "cat/clicks": (NodeKind.DATASET, "Clicks", "web", ("pii", "hot"), None, date(2026, 11, 1)),
        "cat/ranker": (NodeKind.MODEL, "Ranker", "search", None, "7", None),
        "cat/site": (NodeKind.CONSUMER, "Site", "web", None, None, None),
    }
    assert graph.name == "Catalogue"
    assert {(e.from_id, e.to_id, e.kind, e.evidence, e.last_seen) for e in graph.edges.values()} == {
        ("cat/clicks", "cat/ranker", EdgeKind.TRAINS, Evidence.OBSERVED, date(2026, 11, 2)),
        ("cat/ranker", "cat/site", EdgeKind.FEEDS, Evidence.OBSERVED, None),
    }


def test_what_of_the_rows_is_not_understood_is_told_once(read):
    """Kinds that are none, rows without an id: counted, with the line of the mapping."""
    problems = [(str(p.source), p.message) for p in read().problems]
    assert problems == [
        ("map.yaml:4", "1 row of assets does not say what it is, and is left out."),
        (
            "map.yaml:4",
            "1 row of assets has the kind “XYZ”, which is none here, and is left out: map it under values.",
        ),
    ]


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("ML: model", "ML: modle", "map.yaml:7", "not “modle”. Did you mean “model”?"),
        (
            "column: sort, values: {",
            "column: sort, values: {XYZ: features, ",
            "map.yaml:7",
            "XYZ must be one of",
        ),
        ("name: title", "name: tilte", "map.yaml:4", "no column “tilte”. Did you mean “title”?"),
        (
            "name: title",
            "nmae: title",
            "map.yaml:8",
            "nmae is nothing that can be said there. Did you mean “name”?",
        ),
        (
            "table: flows",
            "table: flow",
            "map.yaml:14",
            "no table “flow” (views are not read). Did you mean “flows”?",
        ),
        ("    owner: team", "    owner: {prefix: x}", "map.yaml:9", "owner names no column"),
        (
            "    to: {column: target, prefix: cat/}\n",
            "",
            "map.yaml:14",
            "is left out: without to nothing can be said",
        ),
        ("mapping: 1", "mapping: 2", "map.yaml:1", "Only version 1"),
        ("system: Cat", "sytem: Cat", "map.yaml:2", "“sytem” is not understood"),
        ("owner: team", "access: team", "map.yaml:9", "2 rows of assets: access must be one of"),
        ("owner: team", "access: {column: team, values: {web: opne}}", "map.yaml:9", "Did you mean “open”?"),
        ("is: observed", "is: obsrved", "map.yaml:18", "not “obsrved”. Did you mean “observed”?"),
        (KIND, "kind: {is: ~}", "map.yaml:7", "kind names no column"),
        (KIND, "kind: {is: unknown}", "map.yaml:4", "have the kind “unknown”, which is none here"),
        ("owner: team", "freshness: {is: soon}", "map.yaml:9", "freshness of a mapping: is must be"),
        ("owner: team", "unit: team", "map.yaml:4", "of assets says unit, which the kind "),
    ],
)
def test_a_fault_of_a_mapping_has_its_line(read, old, new, place, sentence):
    """What is wrong, where, and what was perhaps meant; the rest is read."""
    assert old in MAPPING
    problems = [(str(p.source), p.message) for p in read(MAPPING.replace(old, new)).problems]
    assert [p for p, m in problems if sentence in m and p.endswith(place)], problems


def test_a_wrong_constant_is_told_once_and_before_anything_is_read(tmp_path):
    """Of no row, and although there is no such database; what holds of all rows has the line in which it stands."""
    wrong = MAPPING.replace("owner: team", "access: {is: opn}\n    subtype: {is: talbe}").replace(
        "observed", "sen"
    )
    (tmp_path / "map.yaml").write_text(wrong.replace("kind: kind", "kind: {is: reads}"), "utf-8")
    problems = read_mapping(tmp_path / "map.yaml").problems
    assert [(p.source.line, p.message.partition(" of a mapping")[0]) for p in problems] == [
        (9, "access"),
        (10, "subtype"),
        (18, "kind"),
        (19, "evidence"),
        (15, "An entry under edges is left out: without kind nothing can be said."),
    ]


def test_what_is_wrong_in_many_rows_is_counted(read):
    """Once for each wrong value of a column, at its line of the mapping; the rest of the rows is read."""
    imported = read(MAPPING.replace("owner: team", "access: {column: active, prefix: no-}"))
    told = [(str(p.source), p.message) for p in imported.problems if "access" in p.message]
    fault = "3 rows of assets: access must be one of open, controlled, none, not “no-1”."
    assert told == [("map.yaml:9", fault)]
    assert len(imported.graph.nodes) == 3


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        ("ripplemap: 1\n", "This is no mapping"),
        ("ripplemap-mapping: 1\n", "The mapping maps nothing"),
        (
            "ripplemap-mapping: 1\nnodes:\n  - table: gone\n    id: a\n    kind: {is: job}\n",
            "has no table “gone”",
        ),
        ("ripplemap-mapping: 1\nnodes: [\n", "map.yaml:"),
        (
            "ripplemap-mapping: 1\nnodes:\n  - table: 't; DROP TABLE t'\n    id: a\n    kind: b\n",
            "no table",
        ),
    ],
)
def test_a_mapping_that_maps_nothing_is_one_sentence(read, mapping, sentence):
    """Before or after the database was opened."""
    with pytest.raises(InputError) as caught:
        read(mapping)
    assert sentence in str(caught.value)


def test_a_mapping_alone_connects_to_nothing(read, tmp_path):
    """A file in a folder that somebody sent can name no database: only an address does, that a person writes."""
    read()
    with pytest.raises(
        InputError, match=r"Name it in the address of the database: sqlite:///catalogue\.db\?mapping="
    ):
        import_sources([str(tmp_path / "map.yaml")])


def test_a_catalogue_on_a_server_is_mapped_alike(read, postgresql, mariadb, tmp_path):
    """Also in a schema of its own, with real columns of days and numbers."""
    here = read()
    postgresql.run("DROP DATABASE IF EXISTS cat WITH (FORCE); CREATE DATABASE cat")
    postgresql.run(f"CREATE SCHEMA own; SET search_path = own; {'; '.join(CATALOGUE)}", "cat")
    mariadb.fresh(*CATALOGUE, database="cat")
    (tmp_path / "own.yaml").write_text(MAPPING.replace("table: ", "table: own."), "utf-8")
    for url in (f"{postgresql.url('cat')}?mapping=own.yaml", f"{mariadb.url('cat')}?mapping=map.yaml"):
        graph, _ = assemble([DatabaseAdapter().read(Location("x", url=url), Task())])
        assert set(graph.nodes) == set(here.graph.nodes) and set(graph.edges) == set(here.graph.edges)
        assert graph.nodes["cat/clicks"].last_used == date(2026, 11, 1)
        assert graph.nodes["cat/clicks"].subtype in (None, Subtype.UNKNOWN)


@pytest.mark.parametrize("page", ["databases.md", "de/databases.md"])
def test_the_mapping_of_the_help_page_is_one(read, root, page):
    """Exactly what the page shows is read, without a fault of its own."""
    text = (root / "resources" / "help" / page).read_text("utf-8")
    shown = text.partition("```yaml\n")[2].partition("```")[0]
    imported = read(shown)
    assert set(imported.graph.nodes) == {"cat/clicks", "cat/ranker", "cat/site"}
    assert all("row of assets" in p.message for p in imported.problems)
