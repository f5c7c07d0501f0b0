"""What the scripts of DVC's stages ask of databases."""

from pathlib import Path

import pytest

from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.importers.adapter import Location, Task
from explorer.importers.dvc.adapter import DvcAdapter

PIPELINE = """\
stages:
  extract:
    wdir: code
    cmd: python extract.py --rows 10
    deps: [extract.py]
    outs: [train.csv]
  publish:
    cmd: python code/publish.py
    deps: [code/train.csv]
"""
EXTRACT = """\
import pandas as pd
recent = pd.read_sql("select customer, paid from shop.mart.orders where paid >= 10", con)
old = pd.read_sql(open("old.sql").read(), con)
"""


@pytest.fixture
def shop(tmp_path):
    """A pipeline that takes from a warehouse and gives back."""
    folder = tmp_path / "shop"
    (folder / ".dvc").mkdir(parents=True)
    (folder / "code").mkdir()
    (folder / "dvc.yaml").write_text(PIPELINE)
    (folder / "code/extract.py").write_text(EXTRACT)
    (folder / "code/old.sql").write_text("select *\nfrom {{ schema }}.archive\n")
    (folder / "code/publish.py").write_text('scores.to_sql("scores", con, schema="mart")\n')
    return folder


def read(folder: Path):
    """The statements of its dvc.yaml."""
    return DvcAdapter().read(Location("dvc.yaml", path=folder / "dvc.yaml"), Task())


def test_tables_join_the_stage_that_asks_for_them(shop):
    """From the table to the stage with the columns and the condition, and from the stage to what it writes."""
    said = read(shop)
    edges = {
        (s.edge.from_id, s.edge.to_id): s.edge for s in said.edges if s.edge.evidence is Evidence.INFERRED
    }
    assert sorted(edges) == [
        ("archive", "shop:extract"),
        ("shop.mart.orders", "shop:extract"),
        ("shop:publish", "mart.scores"),
    ]
    orders = edges["shop.mart.orders", "shop:extract"]
    assert (orders.fields, str(orders.filter)) == (("customer", "paid"), "paid ≥ 10")
    assert (Path(orders.source.name).as_posix(), orders.source.line) == ("code/extract.py", 2)
    assert edges["shop:publish", "mart.scores"].kind is EdgeKind.PRODUCES
    tables = {n.id: n for n in said.nodes if n.evidence is Evidence.INFERRED}
    assert sorted(tables) == ["archive", "mart.scores", "shop.mart.orders"]
    assert {n.kind for n in tables.values()} == {NodeKind.DATASET}
    assert said.problems == []


def test_what_cannot_be_told_is_told(shop):
    """A table's name that a run puts together, SQL that is none, a script that is none: each with its place."""
    (shop / "code/extract.py").write_text(
        'pd.read_sql(f"select a from {table}", con)\ncur.execute("select from ((")\n'
    )
    (shop / "code/publish.py").write_text("def (\n")
    found = {(Path(p.source.name).name, p.source.line): p.message for p in read(shop).problems}
    assert found["extract.py", 1] == "Which table this asks for is known only when it runs."
    assert found["extract.py", 2] == "This query was not understood: the parser stops at “(”."
    assert found["publish.py", 1].startswith("This is no Python that can be read")


def test_nothing_outside_of_the_project_is_read(shop, tmp_path):
    """A path that leads out of the project, by itself or over a link, is left alone."""
    outside = tmp_path / "outside.py"
    outside.write_text('cur.execute("select a from secret")\n')
    (shop / "linked.py").symlink_to(outside)
    (shop / "dvc.yaml").write_text("stages:\n  s:\n    cmd: python ../outside.py && python linked.py\n")
    assert read(shop).edges == []


def test_reading_twice_gives_the_same(shop):
    """Byte for byte."""
    assert repr(read(shop)) == repr(read(shop))
