"""The outline: a sound tree of team, kind and node that filters and follows the selection."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.domain.entities import Node, Team
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.ui.panels.outline import Outline
from explorer.ui.panels.outline_model import OutlineModel
from tests.analysis.systems import node

ROOT = QModelIndex()


def small() -> SystemGraph:
    """Two teams and somebody without one."""
    nodes = [
        node("model", "ranker", owner="recs"),
        node("feature", "watched", owner="recs"),
        node("feature", "age", owner="recs"),
        node("consumer", "page", owner="web"),
        node("world", "viewers"),
    ]
    return SystemGraph.of(nodes, [], teams=[Team(id="recs", name="Recommendations")])


def at_once(steps) -> None:
    """Take all of these steps."""
    for _ in steps:
        pass


def rows(model: OutlineModel, parent: QModelIndex = ROOT) -> list:
    """The whole tree as nested lists, read through Qt's interface alone."""
    found = []
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        below = rows(model, index)
        text = model.data(index, Qt.ItemDataRole.DisplayRole)
        found.append([text, *below] if below else text)
    return found


def test_the_tree_goes_from_teams_by_kind_to_nodes_in_order_of_name(qtbot):
    """Teams by id, kinds in the order of the domain, nodes by name; what nobody owns comes last."""
    model = OutlineModel()
    at_once(model.show_graph(small()))
    assert rows(model) == [
        ["Recommendations", ["Features (2)", "age", "watched"], ["Models (1)", "ranker"]],
        ["web", ["Consumers (1)", "page"]],
        ["No owner", ["World (1)", "viewers"]],
    ]


def test_the_model_is_sound_while_it_is_filtered_and_refilled(qtbot):
    """Qt's own checker of item models finds nothing to object to."""
    model = OutlineModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    at_once(model.show_graph(small()))
    for text in ("rank", "recs feature", "nothing has this name", ""):
        at_once(model.show_matching(text))
        rows(model)
    at_once(model.show_graph(SystemGraph()))
    assert rows(model) == []


@pytest.mark.parametrize(
    ("text", "shown"), [("", 5), ("feature", 2), ("recs AGE", 1), ("web", 1), ("x", 0), ("page a g e", 1)]
)
def test_the_filter_keeps_nodes_that_hold_every_word(qtbot, text, shown):
    """Words are looked for in name, id, kind and owner, without regard to case."""
    model = OutlineModel()
    at_once(model.show_graph(small()))
    at_once(model.show_matching(text))
    assert model.shown_count == shown


def test_every_node_is_found_again_by_its_index(qtbot):
    """index_of and node_id are each other's opposite; a filtered node has no index."""
    model = OutlineModel()
    at_once(model.show_graph(small()))
    for node_id in small().nodes:
        assert model.node_id(model.index_of(node_id)) == node_id
    at_once(model.show_matching("ranker"))
    assert not model.index_of("page").isValid()


def test_selecting_here_tells_and_following_does_not(qtbot):
    """A selection made elsewhere is shown without an echo."""
    outline = Outline()
    qtbot.addWidget(outline)
    at_once(outline.show_graph(small()))
    told = []
    outline.selection_changed.connect(told.append)
    outline.select(("ranker", "page"))
    assert told == []
    model, tree = outline._model, outline._tree
    assert {model.node_id(i) for i in tree.selectionModel().selectedIndexes()} == {"ranker", "page"}
    tree.setCurrentIndex(model.index_of("age"))
    assert told == [("age",)]


def test_typing_into_the_filter_narrows_the_tree_and_says_how_far(qtbot):
    """The count below tells what is shown."""
    outline = Outline()
    qtbot.addWidget(outline)
    at_once(outline.show_graph(small()))
    assert outline._count.text() == "5 nodes"
    outline._filter.setText("ranker")
    qtbot.waitUntil(lambda: outline._count.text() == "1 node shown")


def test_all_of_a_large_system_is_selected_in_few_ranges(qtbot):
    """What stands one below the other is one range, so that selecting everything is one step."""
    nodes = [node("feature", f"f{i:03}", owner=f"team-{i % 3}") for i in range(90)]
    model = OutlineModel()
    at_once(model.show_graph(SystemGraph.of(nodes, [])))
    ids = [n.id for n in nodes]
    assert len(model.selection_of(ids)) == 3
    kept = [i for i in ids if i != "f045"]
    found = model.selection_of([*reversed(kept), "nowhere"])
    assert len(found) == 4
    assert sorted(model.node_id(i) for i in found.indexes()) == kept


def test_a_name_is_cut_in_its_middle_and_told_whole_by_its_tooltip(qtbot):
    """With the id where that is another, and with the description."""
    outline = Outline()
    qtbot.addWidget(outline)
    path = "s3://warehouse/raw/events/2026/clicks.parquet"
    clicks = Node(id="clicks", kind=NodeKind.DATASET, name=path, description="Every click.")
    at_once(outline.show_graph(SystemGraph.of([clicks], [])))
    model = outline._tree.model()
    index = model.index(0, 0, model.index(0, 0, model.index(0, 0)))
    assert outline._tree.textElideMode() is Qt.TextElideMode.ElideMiddle
    tip = model.data(index, Qt.ItemDataRole.ToolTipRole)
    assert [part in tip for part in (path, "clicks", "Every click.")] == [True] * 3


def test_a_system_is_shown_when_all_of_it_is_ready(qtbot):
    """Until then what was shown before can be looked at, selected and described."""
    model = OutlineModel()
    at_once(model.show_graph(small()))
    before = rows(model)
    steps = model.show_graph(SystemGraph.of([node("model", "other")], []))
    next(steps)
    assert rows(model) == before
    assert model.index_of("ranker").isValid()
    at_once(steps)
    assert not model.index_of("ranker").isValid()
    assert model.index_of("other").isValid()


def test_a_filter_set_while_a_system_is_made_ready_holds_for_that_system(qtbot):
    """The newer of two runs shows the newest of both; the older one shows nothing any more."""
    model = OutlineModel()
    older = model.show_graph(small())
    next(older)
    newer = model.show_matching("ranker")
    next(newer)
    at_once(older)
    assert model.shown_count == 0
    at_once(newer)
    assert model.shown_count == 1
    assert model.index_of("ranker").isValid()


@pytest.mark.parametrize("size", [1.0, 1.5, 2.0])
def test_no_heading_of_a_kind_is_cut_however_large_the_text_is(qtbot, size):
    """As the view itself measures and places them; with as many nodes as a heading must count."""
    shown = [*small().nodes.values(), *(node("consumer", f"c{i}", owner="web") for i in range(1000))]
    outline = Outline()
    qtbot.addWidget(outline)
    font = outline.font()
    font.setPointSizeF(font.pointSizeF() * size)
    at_once(outline.show_graph(SystemGraph.of(shown, [])))
    outline.setFont(font)
    outline.resize(outline.minimumSizeHint().width(), 300)
    with qtbot.waitExposed(outline):
        outline.show()
    tree, model = outline._tree, outline._model
    for team in range(model.rowCount()):
        above = model.index(team, 0)
        tree.expand(above)
        for row in range(model.rowCount(above)):
            index = model.index(row, 0, above)
            wanted = tree.sizeHintForIndex(index).width()
            assert tree.visualRect(index).width() >= wanted, index.data()
