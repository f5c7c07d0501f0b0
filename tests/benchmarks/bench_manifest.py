"""How long reading a manifest takes: python tests/benchmarks/bench_manifest.py [NODES] prints one table.

One manifest of 10,000 nodes in the style of the samples, processor seconds, best of seven, all in one run and
in turns; "times faster" is against yaml.load with CSafeLoader, which gives neither lines nor limits. Python's
collector runs as it does by default; the row without it shows what is left of the difference.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from explorer.domain.assembly import EdgeStatement, Statements, assemble
from explorer.domain.collector import collector_at_rest
from explorer.importers.manifest import read_manifest
from explorer.importers.yaml_events import read_documents

ROUNDS = 7


def manifest(count: int) -> str:
    """A manifest of `count` nodes: streams, jobs, features and models that read one another."""
    each = count // 5
    lines = ["ripplemap: 1", "system: large", "as_of: 2026-11-20", "owner: team-0", "datasets:"]
    for n in range(2 * each):
        lines.append(
            f"  events-{n}: {{subtype: table, owner: team-{n % 40}, access: controlled, freshness: {n % 48 + 1}h, "
            f"contract: {{enforced: [schema]}}}}"
        )
    lines.append("jobs:")
    for n in range(each):
        lines.append(
            f"  clean-{n}: {{language: sql, glue: {'true' if n % 3 else 'false'}, "
            f"inputs: [events-{n}, {{from: events-{n + 1}, fields: [user_id, item_id, ts], "
            f"on_schema_change: fail}}], outputs: [events-{each + n}]}}"
        )
    lines.append("features:")
    for n in range(each):
        lines.append(
            f"  feature-{n}: {{view: viewer-{n % 50}, inputs: [events-{each + n}], "
            f"importance: {{value: 0.0{n % 90 + 10}, se: 0.004}}}}"
        )
    lines.append("models:")
    for n in range(each):
        inputs = ", ".join(f"feature-{(n * 7 + k) % each}" for k in range(4))
        lines.append(
            f"  model-{n}: {{version: {n % 30}, retrain: scheduled, cadence: 7d, inputs: [{inputs}]}}"
        )
    return "\n".join(lines) + "\n"


def named_as_tables(statements: Statements) -> Statements:
    """The same with streams that are called as tables are, so that the rules for those compare their names."""

    def named(node_id: str) -> str:
        return node_id.replace("events-", "warehouse.main.events_")

    edges = (
        replace(s.edge, from_id=named(s.edge.from_id), to_id=named(s.edge.to_id)) for s in statements.edges
    )
    return Statements(
        nodes=[replace(n, id=named(n.id)) for n in statements.nodes],
        edges=[EdgeStatement(edge) for edge in edges],
    )


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one run, with nothing left over from the run before."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def events(text: str) -> None:
    """Only the parser's events, made and dropped."""
    for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
        pass


def paused(work: Callable[[], object]) -> None:
    """The same without Python's collector."""
    with collector_at_rest():
        work()


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    text = manifest(count)
    statements = read_manifest(text, "bench.yaml")
    tables = named_as_tables(statements)
    edges = len(statements.edges)
    print(
        f"{len(statements.nodes):,} nodes, {edges:,} edges, {len(text):,} bytes, {text.count(chr(10)):,} lines"
    )
    works: dict[str, Callable[[], object]] = {
        "yaml.load with CSafeLoader": lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        "the same, no collector": lambda: paused(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
        "the parser's events alone": lambda: events(text),
        "ours: values with lines": lambda: read_documents(text, "bench.yaml"),
        "ours: nodes and edges": lambda: paused(lambda: read_manifest(text, "bench.yaml")),
        "assembling the system": lambda: assemble([statements]),
        "the same, 40 % named tables": lambda: assemble([tables]),
    }
    best = dict.fromkeys(works, float("inf"))
    for _ in range(ROUNDS):
        for name, work in works.items():
            best[name] = min(best[name], seconds(work))
    first = next(iter(best.values()))
    print(f"{'':<28}{'seconds':>9}{'times faster':>14}")
    for name, spent in best.items():
        print(f"{name:<28}{spent:>9.3f}{first / spent:>14.1f}")


if __name__ == "__main__":
    main()
