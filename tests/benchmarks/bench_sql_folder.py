"""How long a folder of SQL takes, and how much of it cannot be parsed: python tests/benchmarks/bench_sql_folder.py

The real warehouse of ../shared/corpus/bigquery-etl, where it is there, and ten times as many tables that are made
here. Wall seconds, processor seconds of this process and of the workers, the share of files that could not be parsed
in full; beside them what sqlglot takes for parsing the same texts one after the other. Then how soon a cancelled
parse ends while a text without end is in a worker.
"""

from __future__ import annotations

import logging
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlglot
from sqlglot.errors import SqlglotError

from explorer.domain.assembly import Statements
from explorer.errors import Cancelled
from explorer.importers.adapter import Location, Task
from explorer.importers.folder import FolderAdapter
from explorer.importers.sql_folder.adapter import SqlFolderAdapter
from explorer.importers.sql_parsing import tables_of

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/bigquery-etl"
TABLES = 2_800


def main() -> None:
    """Print one table."""
    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)
    print(
        f"{'folder':<14}{'files':>7}{'MB':>7}{'wall s':>8}{'own s':>8}{'workers s':>11}{'sqlglot s':>11}"
        f"{'unparsed':>10}"
    )
    if CORPUS.is_dir():
        measure("bigquery-etl", CORPUS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        measure("made here", folder)
    print(f"\ncancelled while a text was in a worker: ended after {cancelled():.3f} s")


def measure(name: str, folder: Path) -> None:
    """One line of the table."""
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.sql"))]
    size = sum(map(len, texts)) / 1e6
    wall, own, workers = time.perf_counter(), time.process_time(), of_children()
    said = FolderAdapter([SqlFolderAdapter()]).read(Location(str(folder), path=folder), Task())
    wall, own, workers = time.perf_counter() - wall, time.process_time() - own, of_children() - workers
    plain = processor_seconds(lambda: [parse(text) for text in texts])
    share = unparsed(said) / len(texts)
    print(
        f"{name:<14}{len(texts):>7,}{size:>7.2f}{wall:>8.2f}{own:>8.2f}{workers:>11.2f}{plain:>11.2f}{share:>10.1%}"
    )


def unparsed(said: Statements) -> int:
    """How many files have a statement that could not be parsed."""
    return len({p.source.name for p in said.problems if p.message.startswith("A statement cannot be parsed")})


def parse(text: str) -> None:
    """Parse a text as a whole, whatever comes of it."""
    try:
        sqlglot.parse(text, read="bigquery")
    except SqlglotError:
        return


def make(folder: Path) -> None:
    """Tables that are each made from two others, with metadata."""
    for number in range(TABLES):
        place = folder / f"sql/shop-prod/area{number % 40}/table{number}"
        place.mkdir(parents=True)
        columns = ",\n  ".join(f"COALESCE(a.c{c}, b.c{c}) AS c{c}" for c in range(20))
        first, second = number // 2, number // 3
        (place / "query.sql").write_text(
            f"WITH a AS (SELECT * FROM `shop-prod.area{first % 40}.table{first}` WHERE day = @day)\n"
            f"SELECT\n  a.id,\n  {columns},\n  COUNT(*) OVER (PARTITION BY a.id ORDER BY b.day) AS n\n"
            f"FROM a LEFT JOIN `shop-prod.area{second % 40}.table{second}` AS b\n"
            "  ON a.id = b.id AND b.state IN ('x', 'y')\n"
            "WHERE a.score >= 0.5\n"
        )
        (place / "metadata.yaml").write_text(
            f"friendly_name: Table {number}\ndescription: What the shop sold\n"
            f"owners:\n- kim{number % 50}@shop.example\n"
            "labels:\n  incremental: true\n  schedule: daily\nscheduling:\n  dag_name: daily\n"
        )


def cancelled() -> float:
    """Seconds from being asked to stop to having stopped, with nothing left running."""
    asked: list[float] = []
    threading.Timer(3.0, lambda: asked.append(time.perf_counter())).start()

    def check() -> None:
        if asked:
            raise Cancelled

    try:
        tables_of(["SELECT " + "+".join(["a"] * 400_000) + " FROM t"], "postgres", Task(check=check))
    except Cancelled:
        return time.perf_counter() - asked[0]
    raise RuntimeError("the text was parsed before anybody could cancel")


def of_children() -> float:
    """Processor seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def processor_seconds(work: Callable[[], object]) -> float:
    """The processor seconds that it takes."""
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    main()
