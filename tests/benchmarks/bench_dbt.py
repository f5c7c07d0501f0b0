"""How long a dbt project takes, without its SQL and with it: python tests/benchmarks/bench_dbt.py [MANIFEST…]

Projects made here of layered models with joins, windows and conditions; and manifests that are named. Each is read
twice, first with no SQL allowed (“alone s”), then as it is: processor seconds of this process, those of the processes
that parse the SQL, and wall seconds. “With columns” are the edges of which the second reading knows what they carry.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.domain.assembly import Statements
from explorer.importers.adapter import Location, Task
from explorer.importers.dbt import lineage
from explorer.importers.dbt.reading import ADAPTER


def project(models: int) -> str:
    """A manifest of that many models, each of three kilobytes of SQL over two models before it."""
    nodes = {}
    for number in range(models):
        parents = [f"model.big.m{n}" for n in (number - 1, number // 2) if 0 <= n < number]
        nodes[f"model.big.m{number}"] = {
            "name": f"m{number}",
            "resource_type": "model",
            "depends_on": {"nodes": sorted(set(parents))},
            "relation_name": f'"db"."mart"."m{number}"',
            "language": "sql",
            "compiled_code": sql(number) if number else "select 1 as key",
        }
    about = {
        "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
        "adapter_type": "postgres",
    }
    return json.dumps({"metadata": about, "nodes": nodes})


def sql(number: int) -> str:
    """A query as people write them: staged, joined, ranked, filtered."""
    staged = ",\n        ".join(f"source.column_{c} as column_{c}" for c in range(30))
    cases = ",\n        ".join(
        f"sum(case when one.column_{c} > {c} then two.column_{c} else 0 end) as total_{c}" for c in range(15)
    )
    return f"""
with source as (select * from "db"."mart"."m{number - 1}"),
renamed as (
    select source.key, {staged}
    from source
),
other as (select * from "db"."mart"."m{number // 2}"),
joined as (
    select
        one.key,
        row_number() over (partition by one.key order by two.column_1) as rank,
        {cases}
    from renamed as one
    left join other as two on one.key = two.key and two.column_2 is not null
    where one.column_3 >= 0.5
    group by 1, two.column_1
)
select * from joined where rank = 1
"""


def timed(path: Path) -> tuple[Statements, float, float, float]:
    """What is read, processor seconds here and of the parsers, wall seconds."""
    wall, processor, others = time.perf_counter(), time.process_time(), of_children()
    said = ADAPTER.read(Location(path.name, path), Task())
    return said, time.process_time() - processor, of_children() - others, time.perf_counter() - wall


def of_children() -> float:
    """The processor seconds of all processes that were started here and have ended."""
    times = os.times()
    return times.children_user + times.children_system


def main() -> None:
    """Print the table."""
    figures = f"{'models':>8}{'MB':>7}{'SQL MB':>8}{'alone s':>9}{'s':>7}{'SQL s':>7}{'wall s':>8}"
    print(f"{'manifest':<28}{figures}{'edges':>8}{'with columns':>14}")
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(argument) for argument in sys.argv[1:]]
        for size in (100, 300, 1_000):
            paths.append(Path(folder) / f"made of {size}.json")
            paths[-1].write_text(project(size))
        bound = lineage.MOST_SQL
        for path in paths:
            content = json.loads(path.read_text())
            models = [e for i, e in content["nodes"].items() if i.startswith("model.")]
            compiled = sum(len(e.get("compiled_code") or e.get("compiled_sql") or "") for e in models)
            lineage.MOST_SQL = 0
            alone = timed(path)[1]
            lineage.MOST_SQL = bound
            said, processor, others, wall = timed(path)
            known = sum(s.edge.columns is not None for s in said.edges)
            row = f"{len(models):>8,}{path.stat().st_size / 1e6:>7.1f}{compiled / 1e6:>8.2f}{alone:>9.2f}"
            print(
                f"{path.stem[:27]:<28}{row}{processor:>7.2f}{others:>7.1f}{wall:>8.1f}{len(said.edges):>8,}{known:>14,}"
            )


if __name__ == "__main__":
    main()
