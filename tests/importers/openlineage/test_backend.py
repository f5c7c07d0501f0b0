"""The database of an OpenLineage backend."""

import json
import sqlite3

import pytest

from explorer.domain.kinds import NodeKind
from explorer.errors import InputError
from tests.importers.imported import import_sources

ORDERS = {"namespace": "postgres://db.shop:5432", "name": "shop.public.orders"}
OTHER = "CREATE TABLE jobs (uuid TEXT PRIMARY KEY, name TEXT)"


def event(run):
    """A run that reads orders."""
    return {
        "eventType": "COMPLETE",
        "eventTime": f"2026-03-{run:02}T06:00:00Z",
        "producer": "p",
        "run": {"runId": str(run)},
        "job": {"namespace": "airflow", "name": "totals"},
        "inputs": [ORDERS],
    }


def kept(path, *cells):
    """A database of Marquez with these cells in its column of events."""
    with sqlite3.connect(path) as database:
        database.execute(OTHER)
        database.execute("CREATE TABLE lineage_events (event_time TEXT, event TEXT, event_type TEXT)")
        database.executemany("INSERT INTO lineage_events VALUES ('', ?, '')", [(cell,) for cell in cells])
    database.close()
    return str(path)


def test_a_backend_tells_what_its_events_tell(tmp_path):
    """In whatever order its rows lie; what is no event is told, and the rest read."""
    cells = [json.dumps(event(run)) for run in (1, 2, 3)]
    imported = import_sources([kept(tmp_path / "one.db", *cells, "oops", None)])
    assert imported.graph.nodes["airflow/jobs/totals"].kind is NodeKind.JOB
    assert [(edge.count, edge.last_seen.day) for edge in imported.graph.edges.values()] == [(3, 3)]
    assert [p.message for p in imported.problems] == [
        "1 row of lineage_events says no event, so that it belongs to nothing, and is left out.",
        "An event is left out: invalid character.",
    ]
    assert {p.source.name for p in imported.problems} == {f"{tmp_path / 'one.db'}: lineage_events"}
    again = import_sources([kept(tmp_path / "two.db", *reversed(cells))])
    assert list(again.graph.nodes) == list(imported.graph.nodes)
    assert list(again.graph.edges) == list(imported.graph.edges)


def test_a_backend_without_events(tmp_path):
    """One sentence that names the table."""
    with pytest.raises(InputError, match="Its table lineage_events holds no event of OpenLineage"):
        import_sources([kept(tmp_path / "empty.db", '{"eventTime": "2026-03-01"}')])


def test_a_backend_in_postgresql(postgresql):
    """Where Marquez lives: the column is jsonb, and the driver decodes it."""
    postgresql.run("CREATE DATABASE marquez")
    rows = ", ".join(f"(now(), '{json.dumps(event(run))}')" for run in (1, 2))
    table = "CREATE TABLE lineage_events (event_time timestamptz, event jsonb)"
    postgresql.run(f"{table}; INSERT INTO lineage_events VALUES {rows}", "marquez")
    imported = import_sources([postgresql.url("marquez")])
    assert [(str(n.kind), n.name) for n in imported.graph.nodes.values()] == [
        ("job", "totals"),
        ("dataset", "orders"),
    ]
    assert [edge.count for edge in imported.graph.edges.values()] == [2]
