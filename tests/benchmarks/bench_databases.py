"""How long databases take, and how soon one is left: python tests/benchmarks/bench_databases.py

Files made here: a schema of 2,000 tables with keys and 500 views, an MLflow database of 100,000 metrics, a catalogue
of 50,000 rows by a mapping; each in SQLite and in DuckDB. Processor seconds of the whole process, best of three, the
drivers loaded before. Beside them how long after Cancel the wait is over.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import duckdb

from explorer.errors import Cancelled
from explorer.importers.adapter import Location, Task
from explorer.importers.databases.adapter import DatabaseAdapter
from explorer.importers.databases.reading import read_database

ROUNDS = 3
TABLES, VIEWS = 2_000, 500
RUNS, METRICS = 5_000, 20
ROWS = 50_000
MAPPING = """\
ripplemap-mapping: 1
nodes:
  - {table: assets, id: k, kind: {column: sort, values: {T: dataset, M: model}}, name: title, owner: team}
edges:
  - {table: flows, from: s, to: t}
"""


def schema() -> Iterable[str]:
    """Tables of ten columns, each with a key into the one before, and views of two of them."""
    columns = ", ".join(f"c{i} varchar(20)" for i in range(8))
    yield f"CREATE TABLE t0 (id integer PRIMARY KEY, up integer, {columns})"
    for i in range(1, TABLES):
        yield f"CREATE TABLE t{i} (id integer PRIMARY KEY, up integer REFERENCES t{i - 1} (id), {columns})"
    for i in range(VIEWS):
        yield f"CREATE VIEW v{i} AS SELECT a.c1, b.c2 FROM t{i} a JOIN t{i + 1} b ON b.up = a.id WHERE a.c3 > 'm'"


def mlflow() -> Iterable[str]:
    """Runs with metrics, in the schema of the first generation."""
    yield "CREATE TABLE experiments (experiment_id integer, name varchar(99), lifecycle_stage varchar(9))"
    yield (
        "CREATE TABLE runs (run_uuid varchar(32), experiment_id integer, status varchar(9), start_time bigint, "
        "lifecycle_stage varchar(9))"
    )
    yield "CREATE TABLE latest_metrics (key varchar(99), value double precision, is_nan boolean, run_uuid varchar(9))"
    yield "INSERT INTO experiments VALUES " + ", ".join(f"({i}, 'e{i}', 'active')" for i in range(20))
    yield "INSERT INTO runs VALUES " + ", ".join(
        f"('r{i}', {i % 20}, 'FINISHED', {1_770_000_000_000 + i * 60_000}, 'active')" for i in range(RUNS)
    )
    for key in range(METRICS):
        yield "INSERT INTO latest_metrics VALUES " + ", ".join(
            f"('m{key}', {i / RUNS}, false, 'r{i}')" for i in range(RUNS)
        )


def catalogue() -> Iterable[str]:
    """Half nodes, half edges."""
    yield "CREATE TABLE assets (k varchar(20), sort varchar(1), title varchar(20), team varchar(9))"
    yield "CREATE TABLE flows (s varchar(20), t varchar(20))"
    half = ROWS // 2
    yield "INSERT INTO assets VALUES " + ", ".join(
        f"('a{i}', '{'TM'[i % 2]}', 'Asset {i}', 'team {i % 50}')" for i in range(half)
    )
    yield "INSERT INTO flows VALUES " + ", ".join(f"('a{i}', 'a{i + 1}')" for i in range(half - 1))


def made(folder: Path, name: str, statements: Iterable[str]) -> dict[str, Path]:
    """The same database in a file of each engine."""
    texts = list(statements)
    paths = {"SQLite": folder / f"{name}.db", "DuckDB": folder / f"{name}.duckdb"}
    with closing(sqlite3.connect(paths["SQLite"])) as connection:
        for text in texts:
            connection.execute(text)
        connection.commit()
    with closing(duckdb.connect(paths["DuckDB"])) as connection:
        connection.execute("BEGIN")
        for text in texts:
            connection.execute(text)
        connection.execute("COMMIT")
    return paths


def best(url: str) -> tuple[float, int, int]:
    """The least processor seconds of reading an address, and how many nodes and edges came of it."""
    spent, nodes, edges = [], 0, 0
    for _ in range(ROUNDS):
        begun = time.process_time()
        said = DatabaseAdapter().read(Location("x", url=url), Task())
        spent.append(time.process_time() - begun)
        nodes, edges = len(said.nodes), len(said.edges)
    return min(spent), nodes, edges


def left_after(path: Path, query: str) -> float:
    """Seconds from Cancel in the midst of a query without end to the end of waiting."""
    pressed: list[float] = []
    begun = time.monotonic()

    def check() -> None:
        if time.monotonic() - begun > 0.5:
            pressed.append(time.monotonic())
            raise Cancelled

    try:
        read_database(
            Location("x", path), Task(check=check), lambda r: r.connection.exec_driver_sql(query).all()
        )
    except Cancelled:
        waited = time.monotonic() - pressed[0]
    while any(thread.name == "database" for thread in threading.enumerate()):
        time.sleep(0.01)
    return waited


def main() -> None:
    """One table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "map.yaml").write_text(MAPPING, "utf-8")
        print(f"{'database':34}{'engine':10}{'nodes':>9}{'edges':>9}{'processor s':>13}")
        files = {
            f"{TABLES:,} tables, {VIEWS} views": made(folder, "schema", schema()),
            f"MLflow, {RUNS * METRICS:,} metrics": made(folder, "mlflow", mlflow()),
            f"mapping, {ROWS:,} rows": made(folder, "catalogue", catalogue()),
        }
        for about, paths in files.items():
            query = f"?mapping={folder / 'map.yaml'}" if about.startswith("mapping") else ""
            for engine, path in paths.items():
                seconds, nodes, edges = best(f"{engine.lower()}:///{path}{query}")
                print(f"{about:34}{engine:10}{nodes:>9,}{edges:>9,}{seconds:>13.2f}")
        schemas = files[f"{TABLES:,} tables, {VIEWS} views"]
        endless = {
            "SQLite": "SELECT count(*) FROM sqlite_master" + ", sqlite_master" * 9,
            "DuckDB": "SELECT count(*) FROM range(1000000000000)",
        }
        for engine, query in endless.items():
            waited = left_after(schemas[engine], query)
            print(f"{'left after Cancel, wall seconds':34}{engine:10}{'':18}{waited:>13.2f}")


if __name__ == "__main__":
    main()
