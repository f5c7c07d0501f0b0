"""Reading Feast's registry itself, whose rows are protobuf: written here byte by byte, and a real one."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.feast.adapter import FeastAdapter
from explorer.importers.feast.registry import registry_of
from tests.importers.imported import import_sources

CORPUS = Path(__file__).parents[4] / "shared/corpus/feast/registry"


def varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def field(number: int, value: bytes | str | int) -> bytes:
    """One field of a message: an integer, or a text or message with its length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def pair(number: int, key: str, value: bytes | str) -> bytes:
    """One entry of a map."""
    return field(number, field(1, key) + field(2, value))


FEATURE = field(1, "trips") + field(2, 4) + field(4, "Rides so far")
RIDES = (
    field(20, "rides")
    + field(1, 2)
    + field(12, field(1, "shop:dw.rides"))
    + field(3, "at")
    + field(25, "data")
)
RIDES += pair(2, "n", "trips") + field(50, b"")
VIEW = field(1, "stats") + field(2, "taxi") + field(3, "driver") + field(4, FEATURE) + field(7, RIDES)
VIEW += (
    field(6, field(1, 86400)) + field(8, 1) + field(11, "ann") + pair(5, "team", "ops") + field(18, "latest")
)
ENTITY = field(1, "driver") + field(4, "driver_id") + field(9, "taxi")
ASKED = field(20, "asked") + field(1, 7) + field(18, field(3, field(1, "km")))
TAKEN = field(1, "stats") + field(2, field(1, "trips"))
ON_DEMAND = (
    field(1, "fare") + field(2, "taxi") + field(3, field(1, "total") + field(2, 5)) + field(11, "pandas")
)
ON_DEMAND += pair(4, "stats", field(3, TAKEN)) + pair(4, "asked", field(2, ASKED))
SERVICE = field(1, "pricing") + field(2, "taxi") + field(3, TAKEN) + field(6, "web")
SAVED = field(1, "june") + field(2, "taxi") + field(3, "stats:trips")
ROWS = {
    "entities": ("entity", field(1, ENTITY) + field(2, b"")),
    "data_sources": ("data_source", RIDES),
    "feature_views": ("feature_view", field(1, VIEW)),
    "on_demand_feature_views": ("feature_view", field(1, ON_DEMAND)),
    "feature_services": ("feature_service", field(1, SERVICE)),
    "saved_datasets": ("saved_dataset", field(1, SAVED)),
}
NUMBERS = {"entities": 1, "data_sources": 12, "feature_views": 6, "on_demand_feature_views": 8}
NUMBERS |= {"feature_services": 7, "saved_datasets": 11}
FILE = b"".join(field(NUMBERS[table], message) for table, (_, message) in ROWS.items())
FILE += field(3, "1") + field(15, field(1, "taxi"))


def database(path, rows):
    """A registry in SQLite with these rows: table, name, message."""
    with sqlite3.connect(path) as made:
        made.execute("CREATE TABLE feast_metadata (project_id TEXT, metadata_key TEXT)")
        for table, (stem, _) in ROWS.items():
            made.execute(f"CREATE TABLE {table} ({stem}_name TEXT, project_id TEXT, {stem}_proto BLOB)")
        for table, name, message in rows:
            made.execute(f"INSERT INTO {table} VALUES (?, 'taxi', ?)", (name, message))
    made.close()
    return path


def check(graph):
    """What the registry above says, in whatever way it is kept."""
    assert {i: (n.kind, n.subtype) for i, n in graph.nodes.items()} == {
        "taxi/sources/rides": (NodeKind.DATASET, Subtype.TABLE),
        "taxi/sources/asked": (NodeKind.PRODUCER, None),
        "taxi/stats:trips": (NodeKind.FEATURE, None),
        "taxi/fare": (NodeKind.JOB, None),
        "taxi/fare:total": (NodeKind.FEATURE, None),
        "taxi/services/pricing": (NodeKind.CONSUMER, Subtype.SERVICE),
        "taxi/datasets/june": (NodeKind.DATASET, Subtype.TRAINING),
    }
    trips = graph.nodes["taxi/stats:trips"]
    assert (trips.owner, trips.description, trips.tags) == ("ann", "Rides so far", ("team=ops",))
    assert (trips.freshness.days, trips.extra["dtype"]) == (1, "INT64")
    read = next(e for e in graph.edges.values() if e.to_id == "taxi/stats:trips")
    assert read.fields == ("n", "driver_id", "at")
    kinds = {(e.from_id, e.to_id): e.kind for e in graph.edges.values()}
    assert kinds["taxi/sources/asked", "taxi/fare"] is EdgeKind.FEEDS
    assert kinds["taxi/stats:trips", "taxi/datasets/june"] is EdgeKind.PRODUCES


def test_a_registry_in_a_database_is_read(tmp_path):
    """Every table of it, whoever wrote them in which order; the place names table and row."""
    rows = [(table, "x", message) for table, (_, message) in ROWS.items()]
    imported = import_sources([str(database(tmp_path / "feast.db", rows))])
    check(imported.graph)
    assert imported.problems == ()
    assert str(imported.graph.nodes["taxi/services/pricing"].source).endswith("feast.db: feature_services:1")


def test_a_registry_file_is_read(tmp_path):
    """registry.db, as a local repository has it, beside the settings of the store."""
    path = tmp_path / "registry.db"
    path.write_bytes(FILE)
    (tmp_path / "feature_store.yaml").write_text("project: taxi\nonline_store: {type: redis}\n")
    imported = import_sources([str(path)])
    check(imported.graph)
    assert imported.problems == ()
    assert imported.graph.nodes["taxi/stats:trips"].extra["online_store"] == "redis"
    assert import_sources([str(tmp_path)]).graph.nodes == imported.graph.nodes


def test_what_is_not_understood_is_named(tmp_path):
    """A field without a meaning here, a row that is no message, a row without bytes: each with its place."""
    rows = [
        ("feature_views", "a", field(1, field(1, "v") + field(2, "taxi") + field(99, 1))),
        ("feature_views", "b", b"\x0a\xff"),
        ("feature_views", "c", "text"),
        ("feature_views", "d", field(1, field(1, "w") + field(2, 7))),
        ("feature_views", "e", None),
    ]
    imported = import_sources([str(database(tmp_path / "feast.db", rows))])
    assert [(str(p.source).rpartition(":")[2], p.message) for p in imported.problems] == [
        (" feature_views", "1 row of feature_views says no feature_view_proto, so that it belongs to nothing, "
         "and is left out."),
        ("2", "Feature view is left out: its message cannot be read (it is cut short)."),
        ("3", "Feature view is left out: its message is no bytes."),
        ("4", "Feature view is left out: its message cannot be read (a text or a message was expected)."),
        ("1", "Feature view: the key “field 99” is not understood and was not read."),
    ]  # fmt: skip


def test_a_custom_source_and_a_storage_of_the_registry():
    """Bytes of a configuration and the place of a saved data set are as in a dump; unknown fields are named."""
    source = field(20, "crew") + field(1, 6) + field(17, "x.PostgreSQLSource") + field(21, "taxi")
    source += field(16, field(1, '{"name": "crew", "query": "", "table": "ops.crew"}'))
    saved = SAVED + field(6, field(7, field(1, "T") + field(3, "S") + field(4, "D")))
    data = field(12, source) + field(11, field(1, saved)) + field(16, b"") + field(40, b"")
    said = registry_of(data, "registry.db", None, Task())
    assert {n.name: n.same_as for n in said.nodes} == {
        "crew": ("postgres/ops.crew",),
        "june": ("snowflake/D.S.T",),
    }
    assert [p.message.split("“")[1].split("”")[0] for p in said.problems] == ["permissions", "field 40"]


def test_two_projects_of_one_registry_stay_apart(tmp_path):
    """A registry in a database may serve many."""
    other = field(1, field(1, "pricing") + field(2, "trucks") + field(3, TAKEN))
    rows = [("feature_services", "a", ROWS["feature_services"][1]), ("feature_services", "b", other)]
    graph = import_sources([str(database(tmp_path / "feast.db", rows))]).graph
    assert {"taxi/services/pricing", "trucks/services/pricing"} <= set(graph.nodes)


def test_an_empty_registry_says_so(tmp_path):
    """Nothing was applied, or another registry is in use."""
    with pytest.raises(InputError, match=r"nothing stands in it\. Run “feast apply” first"):
        import_sources([str(database(tmp_path / "feast.db", []))])


@pytest.mark.parametrize(("depth", "is_read"), [(3, True), (5_000, False)])
def test_nesting_without_end_is_a_fault_of_its_row(depth, is_read):
    """A stream's source in a source in a source; what else the registry holds is read."""
    source = field(20, "s")
    for _ in range(depth):
        source = field(20, "s") + field(26, source)
    said = registry_of(FILE + field(12, source), "registry.db", None, Task())
    fault = "Data source is left out: its message cannot be read (it is nested too deeply)."
    assert [p.message for p in said.problems] == ([] if is_read else [fault])


CUT = st.builds(lambda size, tail: FILE[:size] + tail, st.integers(0, len(FILE)), st.binary(max_size=9))


@given(st.binary(max_size=60) | CUT)
def test_any_bytes_are_read_or_refused(data):
    """Never a crash: statements with problems, or a sentence."""
    try:
        said = registry_of(data, "registry.db", None, Task())
    except InputError as error:
        assert "feast registry-dump" in str(error)
    else:
        assert all(node.id for node in said.nodes)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not here")
def test_the_real_registry_says_what_its_dump_says():
    """The same nodes and edges but for their places, and not one field that is not understood."""
    dump = CORPUS / "credit_registry_dump.json"
    stated = FeastAdapter().read(Location("dump", path=dump), Task())
    kept = import_sources([str(CORPUS / "feast_credit_registry.db")])
    assert kept.problems == ()
    assert {i: replace(n, source=None) for i, n in kept.graph.nodes.items()} == {
        n.id: replace(n, source=None) for n in stated.nodes
    }
    assert {replace(e, source=None) for e in kept.graph.edges.values()} == {
        replace(s.edge, source=None) for s in stated.edges
    }
