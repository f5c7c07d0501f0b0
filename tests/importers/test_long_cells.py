"""Long cells of CSV tables are allowed while one is read, and only then."""

import csv
import json

import pytest

from explorer.importers.adapter import Location, Task
from explorer.importers.long_cells import long_cells
from explorer.importers.openlineage.adapter import OpenLineageAdapter


def test_the_limit_is_what_it_was_also_after_an_error():
    """It is the whole process's."""
    usual = csv.field_size_limit()
    with pytest.raises(csv.Error), long_cells(10):
        list(csv.reader(["x" * 11]))
    assert csv.field_size_limit() == usual


def test_a_table_of_events_leaves_it_alone(tmp_path):
    """Events are longer than other cells."""
    usual = csv.field_size_limit()
    event = {"eventTime": "2026-01-01T00:00:00Z", "eventType": "COMPLETE", "producer": "x" * 200_000}
    event |= {
        "run": {"runId": "1"},
        "job": {"namespace": "n", "name": "j"},
        "inputs": [{"namespace": "n", "name": "t"}],
    }
    path = tmp_path / "lineage_events.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["event"], [json.dumps(event)]])
    said = OpenLineageAdapter().read(Location("lineage_events.csv", path=path), Task())
    assert {n.name for n in said.nodes} == {"j", "t"}
    assert csv.field_size_limit() == usual
