"""What a scenario adds and takes out, in the window: drawn, chosen, moved, exported, and gone without a trace."""

import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.analysis.scenarios.edits import parse_additions, parse_removals
from explorer.domain.changes import EditGraph
from explorer.domain.entities import Edge, Node
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.scenarios import Scenario
from explorer.drawing.picture import Edit
from explorer.export.svg import svg_text
from explorer.session.editing import added_node
from tests.ui.windows import SAMPLE, at_rest, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system."""
    return opened(qtbot, small(tmp_path))


def asked(window, add=("model:second<-events->page",), remove=("scores",)):
    graph = window.project.graph
    return Scenario(name="Two", additions=parse_additions(graph, add), removals=parse_removals(graph, remove))


def ask(qtbot, window, **parts):
    """Follow a scenario and wait for its picture."""
    with qtbot.waitSignal(window.project.what_if_changed, timeout=30_000):
        window.project.ask_scenario(asked(window, **parts))
    at_rest(qtbot, window)


def box_of(window, node):
    picture = window.canvas.picture
    return picture.nodes.boxes[picture.nodes.ids.index(node)].tolist()


def click(qtbot, window, node):
    x, y, wide, high = box_of(window, node)
    at = window.canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x), round(at.y)))


def test_a_scenario_is_seen_and_leaves_no_trace(qtbot, window):
    """Nothing is to be undone or saved, and the picture is the same to the byte afterwards."""
    project = window.project
    graph, before = project.graph, svg_text(window.canvas.picture)
    ask(qtbot, window)
    nodes = window.canvas.picture.nodes
    edits = {i: Edit(e) for i, e in zip(nodes.ids, nodes.edit.tolist(), strict=True)}
    assert edits["second"] is Edit.ADDED
    assert edits["scores"] is Edit.REMOVED
    assert edits["ranker"] is Edit.KEPT
    assert project.graph is graph
    assert project.undo_name is None
    assert not project.is_dirty
    project.leave_what_if()
    at_rest(qtbot, window)
    assert svg_text(window.canvas.picture) == before


def test_what_is_only_in_the_scenario_can_be_looked_at_and_nothing_else(qtbot, window):
    """A click shows it in the inspector; it cannot be renamed or removed, for it is not there."""
    ask(qtbot, window)
    click(qtbot, window, "second")
    assert window.canvas.selected_ids == ("second",)
    assert "Added in the scenario “Two”; it is not part of the system." in window.inspector.text()
    assert "reads events (new)" in window.inspector.text()
    assert window.selection == ()
    assert not window.actions_by_name["remove"].isEnabled()
    click(qtbot, window, "scores")
    assert "Removed in the scenario “Two”; it is still part of the system." in window.inspector.text()
    assert window.selection == ("scores",)
    window.inspector.node_chosen.emit("second")
    window.project.leave_what_if()
    at_rest(qtbot, window)
    assert "second" not in window.inspector.text()


def test_what_is_new_can_be_put_elsewhere_while_the_scenario_is_shown(qtbot, window):
    """That is no change of the project; together with a node of the system only that one's move is."""
    ask(qtbot, window)
    window.project.move_nodes({"second": Point(700, -300)})
    at_rest(qtbot, window)
    x, y, wide, high = box_of(window, "second")
    assert (x + wide / 2, y + high / 2) == (700, -300)
    assert window.project.undo_name is None
    window.project.move_nodes({"second": Point(750, -350), "ranker": Point(300, 400)})
    at_rest(qtbot, window)
    assert box_of(window, "second")[:2] == [750 - wide / 2, -350 - high / 2]
    assert window.project.undo_name == "Move ranker"
    window.project.undo()
    at_rest(qtbot, window)
    assert "second" in window.canvas.picture.nodes.ids


def test_the_exported_picture_shows_the_scenario_while_it_is_shown(qtbot, window, tmp_path):
    """With its signs and its legend."""
    ask(qtbot, window)
    target = tmp_path / "picture.svg"
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "picture.svg" in text):
        window.project.pictures.write(target, None)
    text = target.read_text("utf-8")
    assert ">new<" in text
    assert ">removed<" in text
    assert "new in this what-if" in text


def test_a_focus_shows_what_is_new_beside_what_is_in_it(qtbot, window):
    """And not what is new elsewhere."""
    ask(qtbot, window)
    for node, there in (("page", True), ("ranker", False)):
        window.project.focus((node,), 0)
        at_rest(qtbot, window)
        assert ("second" in window.canvas.picture.nodes.ids) == there


def test_what_is_only_taken_out_is_shown_and_compared(qtbot, window):
    """The picture and the banner say what is removed; nothing else is faded."""
    with qtbot.waitSignals(
        [window.project.what_if_changed, window.project.scenarios.compared], timeout=30_000
    ):
        window.foot.what_if.ask(asked(window, add=()))
    at_rest(qtbot, window)
    assert window.desk.what_if_banner.text == "What if scores is removed?"
    assert not window.canvas.picture.nodes.faded.any()
    assert window.foot.what_if.tabs.currentWidget() is window.foot.what_if.comparing
    assert window.project.scenarios.table is not None


def test_a_node_more_moves_nothing_until_one_asks_for_a_new_arrangement(qtbot, window):
    """Undo takes it away again; Arrange Again makes the layout anew."""
    project = window.project

    def boxes():
        nodes = window.canvas.picture.nodes
        return dict(zip(nodes.ids, nodes.boxes.tolist(), strict=True))

    before = boxes()
    node = Node(id="extra", kind=NodeKind.CONSUMER, name="extra")
    edge = Edge(from_id="scores", to_id="extra", kind=EdgeKind.FEEDS)
    project.apply(EditGraph("Add extra", {"extra": node}, {edge.key: edge}))
    qtbot.waitUntil(lambda: "extra" in boxes())
    at_rest(qtbot, window)
    after = boxes()
    assert {i: after[i] for i in before} == before
    project.undo()
    at_rest(qtbot, window)
    assert boxes() == before
    arranging = lambda text, part: text == "Arranging the picture"  # noqa: E731
    with qtbot.waitSignal(project.working, check_params_cb=arranging, timeout=30_000):
        project.arrange_again()
    at_rest(qtbot, window)


PARTS = {
    "a focus": (
        lambda window, there: window.project.focus((there,)),
        lambda window: window.project.leave_focus(),
    ),
    "a filter": (
        lambda window, there: window.desk.filter_bar.set_filter("kind:model", hides=True),
        lambda window: window.desk.filter_bar.leave(),
    ),
}


@pytest.mark.parametrize(
    "ways", [("a focus",), ("a filter",), ("a focus", "a filter"), ("a filter", "a focus")]
)
def test_who_comes_back_to_the_whole_finds_it_as_it_was(qtbot, ways):
    """With what was drawn by hand where it was set beside the rest, and not where a layout anew would put it."""
    window = opened(qtbot, SAMPLE)
    project = window.project
    for number in range(3):
        project.apply(added_node(project.graph, NodeKind.DATASET, f"by-hand-{number}"))
        at_rest(qtbot, window)
    before = window.canvas.picture
    for way in ways:
        PARTS[way][0](window, next(iter(project.graph.nodes)))
        at_rest(qtbot, window)
    assert len(window.canvas.picture.nodes.ids) < len(before.nodes.ids)
    for way in reversed(ways):
        PARTS[way][1](window)
        at_rest(qtbot, window)
    after = window.canvas.picture
    assert svg_text(after) == svg_text(before)


def test_what_was_edited_in_a_part_is_found_in_the_whole_beside_what_stays(qtbot):
    """A node that is gone leaves its place empty; all others are where they were."""
    window = opened(qtbot, SAMPLE)
    project = window.project
    before = project.showing.view.centres()
    project.focus(("ranker",))
    at_rest(qtbot, window)
    project.remove_nodes(("weekday",))
    at_rest(qtbot, window)
    project.leave_focus()
    at_rest(qtbot, window)
    del before["weekday"]
    assert project.showing.view.centres() == before
