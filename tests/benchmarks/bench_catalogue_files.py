"""How long catalogues, contracts and logs of runs take: python tests/benchmarks/bench_catalogue_files.py

One file of about 5 MB of each, made here, read to the end with all statements; processor seconds, best of five, and
beside them what PyYAML's C loader (for dump and log: Python's json) takes for the same text without lines and limits.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from explorer.importers.adapter import Location, Task
from explorer.importers.backstage import BackstageAdapter
from explorer.importers.feast.adapter import FeastAdapter
from explorer.importers.odcs import OdcsAdapter
from explorer.importers.openlineage.adapter import OpenLineageAdapter

ROUNDS = 5
SIZE = 5_000_000


def contract() -> str:
    """One contract of many tables with columns, rules and sources."""
    lines = [
        "apiVersion: v3.0.2",
        "kind: DataContract",
        "id: big",
        "status: active",
        "team: {name: data}",
        "schema:",
    ]
    size = number = 0
    while size < SIZE:
        table = [f"  - name: table_{number}", "    physicalType: table", "    properties:"]
        for column in range(20):
            table += [
                f"    - name: column_{column}",
                "      logicalType: string",
                "      physicalType: varchar(18)",
                f'      description: "What column {column} of table {number} holds"',
                "      required: false",
                "      classification: restricted",
            ]
        lines += table
        size += sum(len(line) + 1 for line in table)
        number += 1
    return "\n".join(lines)


def catalogue() -> str:
    """Many components that depend on the one before."""
    parts: list[str] = []
    size = 0
    while size < SIZE:
        number = len(parts)
        parts.append(
            f"apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: part-{number}\n"
            f"  description: Part {number} of the shop\n  tags: [python, shop]\n"
            f"  annotations:\n    github.com/project-slug: shop/part-{number}\nspec:\n  type: service\n"
            f"  lifecycle: production\n  owner: team-{number % 40}\n  dependsOn: ['component:part-{number - 1}']\n"
        )
        size += len(parts[-1])
    return "---\n".join(parts[:9_999])


def registry() -> str:
    """Many views of twenty features each, in the form of a dump."""
    views = []
    size = 0
    while size < SIZE:
        number = len(views)
        source = {
            "name": f"source {number}",
            "fileOptions": {"uri": f"s3://b/{number}.parquet"},
            "timestampField": "t",
        }
        features = [{"name": f"feature_{n}", "valueType": "INT64"} for n in range(20)]
        spec = {"name": f"view_{number}", "features": features, "ttl": "60s", "batchSource": source}
        views.append({"spec": spec, "meta": {}})
        size += len(json.dumps(views[-1], indent=2)) * 5 // 4
    return json.dumps({"project": "big", "featureViews": views}, indent=2, sort_keys=True)


def log() -> str:
    """Many runs of a thousand jobs, each with its columns; the facets of a job are the same from run to run."""
    lines: list[str] = []
    size = 0
    while size < SIZE:
        number = len(lines)
        job, state = number // 2 % 1_000, ("START", "COMPLETE")[number % 2]
        fields = [{"name": f"column_{n}", "type": "string"} for n in range(10)]
        table = {"namespace": "postgres://h:5432", "name": f"d.s.table_{job}"}
        made = {f["name"]: {"inputFields": [{**table, "field": f["name"]}]} for f in fields[:3]}
        outputs = [{**table, "name": f"d.s.made_{job}", "facets": {"columnLineage": {"fields": made}}}]
        told = {
            "eventType": state,
            "eventTime": f"2026-03-{number % 28 + 1:02}T06:00:00Z",
            "run": {"runId": str(number // 2), "facets": {"spark_properties": {"x": "y" * 300}}},
            "job": {"namespace": "etl", "name": f"job_{job}"},
            "inputs": [{**table, "facets": {"schema": {"fields": fields}}}],
            "outputs": outputs,
            "producer": "p",
        }
        lines.append(json.dumps(told))
        size += len(lines[-1])
    return "\n".join(lines)


def seconds(work: Callable[[], object]) -> float:
    """The processor seconds that some work takes, best of five."""
    best = float("inf")
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def main() -> None:
    """Print the table."""
    print(f"{'source':<12}{'MB':>6}{'nodes':>9}{'edges':>9}{'read s':>9}{'plain s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for adapter, name, text, plain in (
            (OdcsAdapter(), "a.yaml", contract(), lambda text: yaml.load(text, yaml.CSafeLoader)),
            (
                BackstageAdapter(),
                "b.yaml",
                catalogue(),
                lambda text: list(yaml.load_all(text, yaml.CSafeLoader)),
            ),
            (FeastAdapter(), "c.json", registry(), json.loads),
            (
                OpenLineageAdapter(),
                "d.ndjson",
                log(),
                lambda text: [json.loads(line) for line in text.splitlines()],
            ),
        ):
            path = Path(folder) / name
            path.write_text(text)
            location = Location(name, path=path)
            said = adapter.read(location, Task())
            took = seconds(lambda a=adapter, at=location: a.read(at, Task()))
            alone = seconds(lambda load=plain, t=text: load(t))
            megabytes = len(text) / 1e6
            row = f"{adapter.name:<12}{megabytes:>6.1f}{len(said.nodes):>9,}{len(said.edges):>9,}"
            print(f"{row}{took:>9.2f}{alone:>9.2f}")


if __name__ == "__main__":
    main()
