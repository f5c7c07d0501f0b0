"""The page Sources: what is merged and why; splitting, merging, taking back; what a reading changed."""

import pytest

from explorer.ui.open_project import OpenProject
from explorer.ui.panels.sources import SourcesPanel

SHOP = """\
ripplemap: 1
owner: shop
datasets:
  orders: {same_as: ['"db"."shop"."orders"']}
  prices: {}
"""
LOG = """\
ripplemap: 1
consumers:
  report: {inputs: [shop.orders, prices]}
"""


@pytest.fixture
def project(qtbot, tmp_path):
    """A shop and who reads its tables, open without a window."""
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "log.yaml").write_text(LOG)
    made = OpenProject()
    with qtbot.waitSignal(made.findings_changed, timeout=30_000):
        made.open_sources([str(tmp_path / "shop.yaml"), str(tmp_path / "log.yaml")])
    yield made
    made.close()
    made.shut_down()


@pytest.fixture
def panel(qtbot, project):
    """The page, shown."""
    made = SourcesPanel(project.sources)
    qtbot.addWidget(made)
    made.show()
    return made


def lines(panel):
    """What the list says, headings with what stands under them."""
    model = panel.model
    if not model.groups:
        return [row.cells for row in model.rows]
    return [(group.cells[0], [row.cells for row in group.rows]) for group in model.groups]


def choose(panel, row, group=None):
    """Choose a row, as a click does."""
    parent = panel.model.index(group, 0) if group is not None else panel.tree.rootIndex()
    panel.tree.setCurrentIndex(panel.model.index(row, 0, parent))


def at_rest(qtbot, project):
    """Wait until nothing is worked on."""
    qtbot.waitUntil(lambda: not project.is_busy, timeout=30_000)


def test_what_is_merged_is_listed_with_the_reason(panel, tmp_path):
    """A name that only an edge uses is listed where the edge is stated; choosing a row says why, step by step."""
    lit = []
    panel.lit.connect(lambda nodes, edges: lit.append(nodes))
    assert panel.listed.currentText() == "Merged (1)"
    assert lines(panel) == [
        (
            "orders",
            [
                ("orders", f"{tmp_path / 'shop.yaml'}:4", "stands for all"),
                ("shop.orders", f"{tmp_path / 'log.yaml'}:3", "only one database in sight"),
            ],
        )
    ]
    choose(panel, 1, group=0)
    assert panel.why.text().startswith("“shop.orders” and “")
    assert "of all databases in sight only one fits." in panel.why.text()
    assert lit[-1] == ("orders",)
    panel.filter.setText("nothing like it")
    panel._fill()
    assert lines(panel) == []


def test_splitting_is_undone_by_its_name_and_taken_back(qtbot, panel, project):
    """A row is split off; the decision is listed, and taking it back merges the two again."""
    assert not panel.split.isEnabled()
    choose(panel, 1, group=0)
    panel.split.click()
    at_rest(qtbot, project)
    assert "shop.orders" in project.graph.nodes
    assert project.undo_name == "Split shop.orders off"
    panel.listed.setCurrentIndex(1)
    assert lines(panel)[-1][0] == "“shop.orders” and “orders” are two"
    while project.sources.identities.decisions:
        choose(panel, 0)
        assert panel.take_back.isEnabled()
        panel.take_back.click()
        at_rest(qtbot, project)
    assert "shop.orders" not in project.graph.nodes


def test_two_selected_nodes_are_merged(qtbot, panel, project):
    """The first that is selected keeps its id; what cannot be one is told, and nothing changes."""
    failed = []
    project.failed.connect(failed.append)
    assert not panel.merge.isEnabled()
    panel.show_nodes(("prices", "report"))
    panel.merge.click()
    assert failed == [
        "“prices” is a dataset and “report” a consumer: they cannot be one. "
        "Change the kind of one of them first, where it is wrong."
    ]
    panel.show_nodes(("prices", "orders"))
    panel.merge.click()
    at_rest(qtbot, project)
    assert set(project.graph.nodes) == {"prices", "report"}
    assert project.undo_name == "Merge prices and orders"


def test_reading_again_lists_what_changed(qtbot, panel, project, tmp_path):
    """What is new, gone and stated otherwise since; the sum is told, and nothing where nothing is."""
    told = []
    project.told.connect(told.append)
    panel.again.click()
    at_rest(qtbot, project)
    assert told == ["Nothing has changed."]
    (tmp_path / "shop.yaml").write_text(SHOP.replace("owner: shop", "owner: web").replace("prices", "stock"))
    panel.again.click()
    at_rest(qtbot, project)
    assert told[-1] == "Nodes: 1 new, 0 gone, 2 changed. Edges: 0 new, 0 gone, 1 changed."
    panel.listed.setCurrentIndex(2)
    assert panel.listed.currentText() == "Changed last (4)"
    assert lines(panel) == [
        ("New nodes (1)", [("stock", "dataset", "")]),
        (
            "Changed nodes (2)",
            [("orders", "dataset", "owner"), ("prices", "unknown", "kind, owner, evidence")],
        ),
        ("Changed edges (1)", [("prices → report", "feeds", "evidence")]),
    ]
    panel.listed.setCurrentIndex(3)
    assert [cells[1] for cells in lines(panel)] == ["manifest", "manifest"]
