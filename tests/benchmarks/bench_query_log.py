"""How long a log of 100,000 lines takes: python tests/benchmarks/bench_query_log.py

Logs made here: three hundred shapes of statements over two hundred tables, run by forty users with values that differ
from line to line. Read to the end with all statements; wall seconds, and processor seconds of this process and of the
workers that parse; beside them the rows a second, and what the csv module alone takes to go through the same file.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.importers.adapter import Location, Task
from explorer.importers.query_log.log_file import QueryLogAdapter

LINES = 100_000
SHAPES = 300
USERS = 40


def shapes(chance: random.Random) -> list[str]:
    """Statements with gaps for a number and a text."""
    tables = [f"s{n % 9}.table_{n}" for n in range(200)]
    found = []
    for number in range(SHAPES):
        a, b, c = chance.sample(tables, 3)
        columns = ", ".join(f"a.c{n}" for n in range(number % 12 + 1))
        joined = f"from {a} a join {b} b on a.id = b.id left join {c} x on x.id = b.x_id"
        condition = "where a.score >= {number} and b.name = '{text}' and a.kind in (1, 2, {number})"
        if number % 3 == 0:
            grouped = ", ".join(str(n + 1) for n in range(number % 12 + 1))
            inner = f"with base as (select {columns} {joined} {condition})"
            found.append(f"{inner} select {columns} from base a group by {grouped}")
        elif number % 7 == 0:
            found.append(f"insert into m.made_{number} select {columns} {joined} {condition}")
        elif number % 5 == 0:
            found.append(f"insert into {a} (id, name) values ({{number}}, '{{text}}')")
        else:
            found.append(f"select {columns}, count(*) {joined} {condition} order by a.c0 limit 100")
    return found


def entries() -> list[tuple[str, str, str]]:
    """Time, user and statement of every line."""
    chance = random.Random(5)  # noqa: S311 - a made-up log, no secret
    known = shapes(chance)
    rows = []
    for line in range(LINES):
        text = chance.choice(known).format(number=round(chance.random() * 1000, 2), text=f"name {line}")
        day = f"2026-11-{line * 28 // LINES + 1:02d} 08:{line % 60:02d}:00.000 UTC"
        rows.append((day, f"svc_{chance.randrange(USERS)}", text))
    return rows


def csvlog(rows: list[tuple[str, str, str]], path: Path) -> None:
    """As PostgreSQL writes it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number, (day, user, text) in enumerate(rows):
            cells = [""] * 26
            cells[0], cells[1], cells[2], cells[5] = day, user, "shop", f"s{number % 500}"
            cells[11], cells[12], cells[13] = "LOG", "00000", f"statement: {text}"
            cells[22], cells[23] = user, "client backend"
            writer.writerow(cells)


def lines(rows: list[tuple[str, str, str]], path: Path) -> None:
    """A JSON object a line."""
    with path.open("w", encoding="utf-8") as file:
        for day, user, text in rows:
            file.write(json.dumps({"time": day, "user": user, "query": text}) + "\n")


def spent() -> tuple[float, float, float]:
    """Wall seconds, and processor seconds of this process and of those that have ended."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter(), own.ru_utime + own.ru_stime, others.ru_utime + others.ru_stime


def through(path: Path) -> float:
    """Processor seconds of going through the rows and doing nothing."""
    begin = time.process_time()
    with path.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.process_time() - begin


def main() -> None:
    """Print the table."""
    print(f"{os.cpu_count()} processors")
    print(
        f"{'log':<10}{'MB':>6}{'lines':>9}{'nodes':>7}{'edges':>7}{'unparsed':>10}"
        f"{'wall s':>8}{'own s':>7}{'workers s':>11}{'rows/s':>9}{'csv s':>7}"
    )
    rows = entries()
    writers: tuple[tuple[str, Callable[[list[tuple[str, str, str]], Path], None]], ...] = (
        ("csvlog.csv", csvlog),
        ("log.jsonl", lines),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, write in writers:
            path = Path(folder) / name
            write(rows, path)
            before = spent()
            said = QueryLogAdapter().read(Location(name, path=path), Task())
            wall, own, workers = (b - a for a, b in zip(before, spent(), strict=True))
            log = next(n.read_log for n in said.nodes if n.read_log is not None)
            share = 1 - (log.parsed or 0) / (log.queries or 1)
            print(
                f"{name:<10}{path.stat().st_size / 1e6:>6.1f}{LINES:>9,}{len(said.nodes):>7,}{len(said.edges):>7,}"
                f"{share:>10.1%}{wall:>8.2f}{own:>7.2f}{workers:>11.2f}{LINES / wall:>9,.0f}{through(path):>7.2f}"
            )


if __name__ == "__main__":
    main()
