"""The page Sources: what is merged and why; splitting, merging, taking back; what a reading changed."""

import pytest
from PySide6.QtCore import Qt

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


DOUBTFUL = """\
ripplemap: 1
datasets: {db1.shop.users: {}, db2.shop.users: {}, db1.shop.stock: {}, db2.shop.stock: {}}
consumers: {survey: {inputs: [shop.users, shop.stock]}}
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


def test_an_empty_list_says_what_would_be_in_it(qtbot):
    """Not which row to choose: there is none, because there is nothing or because nothing is wanted."""
    project = OpenProject()
    panel = SourcesPanel(project.sources)
    qtbot.addWidget(panel)
    panel.show()
    told = []
    for place in range(panel.listed.count()):
        panel.listed.setCurrentIndex(place)
        told.append(panel.why.text())
    assert len(set(told)) == 5 and not [text for text in told if "Choose" in text]
    project.shut_down()


def test_a_list_in_which_nothing_is_wanted_says_so(panel):
    """It is not empty by itself."""
    assert panel.model.rowCount()
    panel.filter.setText("nothing is called so")
    panel._fill()
    assert panel.why.text() == "None of them matches."


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
    panel.listed.setCurrentIndex(2)
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
    panel.listed.setCurrentIndex(3)
    assert panel.listed.currentText() == "Changed last (4)"
    assert lines(panel) == [
        ("New nodes (1)", [("stock", "dataset", "")]),
        (
            "Changed nodes (2)",
            [("orders", "dataset", "owner"), ("prices", "unknown", "kind, owner, evidence")],
        ),
        ("Changed edges (1)", [("prices → report", "feeds", "evidence")]),
    ]
    panel.listed.setCurrentIndex(4)
    assert [cells[1] for cells in lines(panel)] == ["manifest", "manifest"]


@pytest.fixture
def doubtful(qtbot, project, tmp_path):
    """The page Sources of the same shop, with another source that speaks of two tables by too short names."""
    (tmp_path / "more.yaml").write_text(DOUBTFUL)
    project.import_more([str(tmp_path / "more.yaml")])
    at_rest(qtbot, project)
    panel = SourcesPanel(project.sources)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_doubts_are_settled_by_keyboard(qtbot, doubtful, project, tmp_path):
    """Their number leads to the list; Down and Enter say which it is, and the next one is chosen, not yet settled."""
    panel, lit = doubtful, []
    assert panel.open_doubts.text() == "Settle 3 doubts"
    assert not panel.settle.isVisible()
    panel.open_doubts.click()
    assert (panel.listed.currentText(), panel.open_doubts.isVisible()) == ("Doubts (3)", False)
    more = f"{tmp_path / 'more.yaml'}:2"
    assert lines(panel)[1] == (
        "shop.stock",
        [
            ("db1.shop.stock", more, "dataset"), ("db2.shop.stock", more, "dataset"),
            ("none of them", "", "a thing of its own"),
        ],
    )  # fmt: skip
    panel.lit.connect(lambda nodes, edges: lit.append(nodes))
    panel.show_doubts("shop.stock")
    assert lit[-1] == ("shop.stock", "db1.shop.stock", "db2.shop.stock")
    assert panel.why.text().endswith("it counts as neither.")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    assert not project.is_busy
    qtbot.keyClick(panel.tree, Qt.Key.Key_Down)
    assert panel.why.text().endswith("both are one node, which is called “db1.shop.stock”.")
    qtbot.keyClick(panel.tree, Qt.Key.Key_Return)
    at_rest(qtbot, project)
    assert "shop.stock" not in project.graph.nodes
    assert project.undo_name == "Settle shop.stock: it is db1.shop.stock"
    assert [heading for heading, _ in lines(panel)] == ["shop.orders", "shop.users"]
    assert (panel._group_place(), panel.settle.isEnabled()) == (1, False)
    project.undo()
    assert [heading for heading, _ in lines(panel)] == ["shop.orders", "shop.stock", "shop.users"]


def test_a_name_that_is_none_of_them(qtbot, doubtful, project):
    """It stays, the doubt goes; what was decided is listed for each that it is not."""
    doubtful.show_doubts("shop.users")
    choose(doubtful, 2, group=2)
    assert doubtful.settle.isEnabled()
    doubtful.settle.click()
    at_rest(qtbot, project)
    assert "shop.users" in project.graph.nodes
    assert [d.name for d in project.sources.identities.doubts] == ["shop.orders", "shop.stock"]
    doubtful.listed.setCurrentIndex(2)
    assert [cells[0] for cells in lines(doubtful)] == [
        "“shop.users” and “db1.shop.users” are two", "“shop.users” and “db2.shop.users” are two",
    ]  # fmt: skip


def test_a_search_leaves_every_way_out(doubtful):
    """Whoever looks for one candidate is shown the others too; the name that is in doubt is found as well."""
    doubtful.show_doubts()
    for words in ("db2.shop.users", "shop.users yaml"):
        doubtful.filter.setText(words)
        doubtful._fill()
        [(heading, ways)] = lines(doubtful)
        assert (heading, len(ways)) == ("shop.users", 3)
