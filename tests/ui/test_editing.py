"""Editing by hand in a window: from nothing to a system, by keys and forms, and every step undone by its name."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.ui import asking
from explorer.ui.canvas.connecting import handle_of
from explorer.ui.panels.edit_part import EditPart
from explorer.ui.panels.new_edge import NewEdge
from explorer.ui.panels.new_node import Declare, NewNode, NewNodeAfter
from tests.small_system import SMALL
from tests.ui.windows import SAMPLE, at_rest, new_window, opened, small

READ = EdgeKey("events", "ranker", EdgeKind.FEEDS)


def begun(qtbot):
    """A window with an empty system."""
    window = new_window(qtbot)
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        window.editing.begin("drawn")
    at_rest(qtbot, window)
    return window


def form_of(window, shape):
    """The form that is open; one of those that were done with may wait to be deleted."""
    return [form for form in window.findChildren(shape) if form.isVisible()][-1]


def add(qtbot, window, kind, name):
    """Add a node with the form."""
    window.actions_by_name["add_node"].trigger()
    form = form_of(window, NewNode)
    form.kind.setCurrentText(str(kind))
    form.name.setText(name)
    form.accept()
    at_rest(qtbot, window)


def seen(canvas, node):
    """Where the middle of a node is seen."""
    x, y, wide, high = canvas.picture.nodes.boxes[canvas.scene.index[node]].tolist()
    at = canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    return QPoint(round(at.x), round(at.y))


def free_place(canvas):
    """Where a line to the ground can end."""
    for y in range(canvas.height() // 2, canvas.height(), 10):
        for x in range(canvas.width() // 2, canvas.width(), 10):
            if canvas.node_at(QPointF(x, y)) is None and not canvas.is_covered(QPointF(x, y)):
                return QPoint(x, y)
    raise AssertionError("There is no ground.")


def draw(qtbot, canvas, node, to):
    """Draw a line with the mouse from the handle of a node that is selected."""
    at = canvas.viewport.to_view(handle_of(canvas, canvas.scene.index[node]))
    begin = QPoint(round(at.x), round(at.y))
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=begin)
    for place in (begin + QPoint(10, 0), to):
        qtbot.mouseMove(canvas, place)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=to)


def test_an_empty_system_says_how_to_begin(qtbot):
    """On the canvas, until there is a node; N works there and nowhere else."""
    window = begun(qtbot)
    assert (window.project.title, window.project.is_dirty) == ("drawn", False)
    assert window.editing._empty.isVisible() and "Press N" in window.editing._empty.text()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_N)
    form = form_of(window, NewNode)
    form.name.setText("Click Log")
    assert form.id.placeholderText() == "click-log"
    form.accept()
    at_rest(qtbot, window)
    assert set(window.project.graph.nodes) == {"click-log"} and window.selection == ("click-log",)
    assert not window.editing._empty.isVisible()


def test_the_system_is_named_by_the_menu(qtbot, monkeypatch):
    """File → New System asks for the name; who thinks better of it stays where he is."""
    window = new_window(qtbot)
    answers = [None, "mine"]
    monkeypatch.setattr(asking, "system_name", lambda *_: answers.pop(0))
    window.actions_by_name["new_system"].trigger()
    assert not window.project.is_open
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        window.actions_by_name["new_system"].trigger()
    at_rest(qtbot, window)
    assert (window.project.is_open, window.project.title) == (True, "mine")


def test_a_system_is_drawn_from_nothing_and_undone_step_by_step(qtbot):
    """Two nodes and the edge that fits between them; each step has its name."""
    window = begun(qtbot)
    add(qtbot, window, NodeKind.DATASET, "Events")
    add(qtbot, window, NodeKind.MODEL, "Ranker")
    window.select(("events", "ranker"))
    window.actions_by_name["connect"].trigger()
    form = form_of(window, NewEdge)
    assert (form.start.text(), form.end.text()) == ("Events", "Ranker")
    assert form.kind.currentText() == "feeds: the first is read by the second"
    form.accept()
    at_rest(qtbot, window)
    assert set(window.project.graph.edges) == {READ}
    names = []
    while window.project.undo_name:
        names.append(window.project.undo_name)
        window.project.undo()
    at_rest(qtbot, window)
    assert names == ["Connect Events → Ranker", "Add Ranker", "Add Events"]
    assert window.editing._empty.isVisible()


def test_what_was_added_is_selected_in_the_picture_too(qtbot, tmp_path):
    """It is drawn later than it is selected; arrows and Enter go on from it."""
    window = opened(qtbot, small(tmp_path))
    add(qtbot, window, NodeKind.DATASET, "Clicks")
    assert window.selection == ("clicks",)
    assert window.canvas.selected_ids == ("clicks",)


def test_values_are_changed_in_a_form_that_says_what_is_wrong(qtbot, tmp_path):
    """It stays until it is right; only what was changed is changed."""
    window = opened(qtbot, small(tmp_path))
    before = window.project.graph.nodes["events"]
    window.select(("events",))
    window.actions_by_name["edit"].trigger()
    form = form_of(window, EditPart)
    assert form.fields["access"].currentText() == "controlled"
    form.fields["freshness"].setText("soon")
    form.accept()
    assert form.isVisible() and "Freshness must be a duration" in form.fault.text()
    form.fields["freshness"].setText("24h")
    form.accept()
    at_rest(qtbot, window)
    after = window.project.graph.nodes["events"]
    assert after.freshness.days == 1 and (after.owner, after.source) == (before.owner, before.source)
    assert window.project.undo_name == "Set freshness of events"
    window.project.undo()
    at_rest(qtbot, window)
    assert window.project.graph.nodes["events"] == before


def test_a_form_left_as_it_is_changes_nothing(qtbot, tmp_path):
    """OK without an edit is no edit."""
    window = opened(qtbot, small(tmp_path))
    window.select(("ranker",))
    window.actions_by_name["edit"].trigger()
    form_of(window, EditPart).accept()
    assert window.project.undo_name is None


def test_an_edge_is_edited_and_taken_out(qtbot, tmp_path):
    """When it is selected; its ends stay."""
    window = opened(qtbot, small(tmp_path))
    window.canvas.select_edge(READ)
    window.actions_by_name["edit"].trigger()
    form = form_of(window, EditPart)
    form.fields["pin"].setCurrentText("frozen")
    form.accept()
    at_rest(qtbot, window)
    assert str(window.project.graph.edges[READ].pin) == "frozen"
    assert window.project.undo_name == "Set pin of events → ranker"
    assert window.inspector.text().startswith("events → ranker")  # it is selected still
    window.actions_by_name["remove"].trigger()
    at_rest(qtbot, window)
    assert READ not in window.project.graph.edges and "events" in window.project.graph.nodes
    assert window.project.undo_name == "Remove events → ranker"
    assert not window.actions_by_name["remove"].isEnabled()


@pytest.mark.parametrize(
    ("ids", "on"), [((), ()), (("events",), ("edit", "remove")), (("events", "ranker"), ("remove",))]
)
def test_what_can_be_done_follows_the_selection(qtbot, tmp_path, ids, on):
    """One node can be edited, any number taken out; nodes can be added always."""
    window = opened(qtbot, small(tmp_path))
    window.select(ids)
    acts = window.actions_by_name
    assert {name for name in ("edit", "remove") if acts[name].isEnabled()} == set(on)
    assert acts["add_node"].isEnabled() and acts["connect"].isEnabled()


def test_an_edge_that_is_there_is_refused_in_the_form(qtbot, tmp_path):
    """And an end that nobody knows."""
    window = opened(qtbot, small(tmp_path))
    form = NewEdge(window.project.graph, ("events", "ranker"), window)
    form.accept()
    assert "already" in form.fault.text()
    form.end.setText("rankr")
    assert not form.kind.isEnabled()
    form.accept()
    assert "Nearest: ranker" in form.fault.text()


def test_every_field_has_a_name_for_a_screen_reader(qtbot, tmp_path):
    """In all three forms."""
    window = opened(qtbot, small(tmp_path))
    graph = window.project.graph
    forms = [NewNode(graph, window), NewEdge(graph, (), window)]
    fields = [f for form in forms for f in (*form.findChildren(type(form.kind)),)]
    fields += EditPart(graph, graph.nodes["ranker"], window).fields.values()
    assert all(field.accessibleName() for field in fields)


def test_the_edits_are_written_as_a_manifest(qtbot, tmp_path, monkeypatch):
    """File → Export Changes; without edits it says that there is nothing to write."""
    source = small(tmp_path)
    window = opened(qtbot, source)
    window.actions_by_name["export_edits"].trigger()
    box = form_of(window, QMessageBox)
    assert "nothing to write" in box.text()
    box.close()
    window.project.rename_node("ranker", "Best first")
    target = tmp_path / "edits.yaml"
    monkeypatch.setattr(asking, "manifest_path", lambda parent, title: target)
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: target.name in text):
        window.actions_by_name["export_edits"].trigger()
    at_rest(qtbot, window)
    assert "    ranker: {name: Best first}" in target.read_text("utf-8").splitlines()


def test_what_is_shown_can_be_edited_where_one_looks(qtbot, tmp_path):
    """By the button in the inspector, or a double click in the picture, on a node or an edge."""
    window = opened(qtbot, small(tmp_path))
    window.select(("ranker",))
    window.inspector.findChild(QPushButton, "edit").click()
    form = form_of(window, EditPart)
    assert form.windowTitle() == "Edit ranker"
    form.reject()
    window.canvas.select_edge(READ)
    window.inspector.findChild(QPushButton, "edit").click()
    assert form_of(window, EditPart).windowTitle() == "Edit events → ranker"
    form_of(window, EditPart).reject()
    qtbot.waitUntil(lambda: window.canvas.is_settled)
    qtbot.mouseDClick(window.canvas, Qt.MouseButton.LeftButton, pos=seen(window.canvas, "events"))
    form = form_of(window, EditPart)
    assert form.windowTitle() == "Edit events"
    form.reject()


def test_what_is_only_named_is_declared(qtbot, tmp_path):
    """The form knows its id and proposes a kind; its edges are then as their ends suggest."""
    source = tmp_path / "m.yaml"
    source.write_text(
        "ripplemap: 1\njobs: {load: {outputs: [prices]}}\nmodels: {ranker: {inputs: [prices]}}\n"
    )
    window = opened(qtbot, str(source))
    window.select(("prices",))
    button = window.inspector.findChild(QPushButton, "edit")
    assert button.text() == "Declare…"
    button.click()
    form = form_of(window, Declare)
    assert (form.id.text(), form.name.text(), form.kind.currentText()) == ("prices", "prices", "dataset")
    form.accept()
    at_rest(qtbot, window)
    assert window.project.graph.nodes["prices"].kind is NodeKind.DATASET
    assert EdgeKey("load", "prices", EdgeKind.PRODUCES) in window.project.graph.edges
    assert (window.project.undo_name, window.selection) == ("Declare prices", ("prices",))
    assert {str(edge.evidence) for edge in window.project.graph.edges.values()} == {"declared"}
    assert (list(window.project.problems), window.desk.foot.problems.count) == ([], 0)


def test_a_line_from_one_node_to_another_fills_in_the_form(qtbot, tmp_path):
    """Drawn with the mouse from the handle; the kinds are those that make sense between the two."""
    window = opened(qtbot, small(tmp_path))
    canvas = window.canvas
    qtbot.waitUntil(lambda: canvas.is_settled)
    window.select(("ranker",))
    draw(qtbot, canvas, "ranker", seen(canvas, "page"))
    form = form_of(window, NewEdge)
    assert (form.start.text(), form.end.text()) == ("ranker", "page")
    assert form.kind.currentText() == "feeds: the first is read by the second"
    form.accept()
    at_rest(qtbot, window)
    assert EdgeKey("ranker", "page", EdgeKind.FEEDS) in window.project.graph.edges
    assert (window.project.undo_name, window.selection) == ("Connect ranker → page", ("ranker",))


def test_a_line_to_the_ground_offers_a_new_node_that_is_connected(qtbot, tmp_path):
    """The kinds of edge follow the kind of node; one step makes both where the line was let go, and one undo takes
    both back.
    """
    window = opened(qtbot, small(tmp_path))
    canvas, before = window.canvas, window.project.graph
    qtbot.waitUntil(lambda: canvas.is_settled)
    window.select(("ranker",))
    free = free_place(canvas)
    dropped = canvas.viewport.to_scene(free.x(), free.y())
    draw(qtbot, canvas, "ranker", free)
    form = form_of(window, NewNodeAfter)
    assert form.windowTitle() == "Add Node after ranker"
    form.kind.setCurrentText("consumer")
    assert form.edge_kind.currentData() == "feeds"
    form.kind.setCurrentText("dataset")
    assert form.edge_kind.currentData() == "produces"
    form.accept()
    assert "needs a name" in form.fault.text()
    form.name.setText("Top 10")
    form.accept()
    at_rest(qtbot, window)
    assert EdgeKey("ranker", "top-10", EdgeKind.PRODUCES) in window.project.graph.edges
    assert (window.project.undo_name, window.selection) == ("Add Top 10 after ranker", ("top-10",))
    x, y, wide, high = canvas.picture.nodes.boxes[canvas.scene.index["top-10"]].tolist()
    assert (x + wide / 2, y + high / 2) == pytest.approx((dropped.x, dropped.y), abs=0.1)
    window.project.undo()
    at_rest(qtbot, window)
    after = window.project.graph
    assert (after.nodes, after.edges) == (before.nodes, before.edges)
    assert not window.project.showing.held


def test_a_new_node_in_a_teams_area_is_proposed_to_be_that_teams(qtbot):
    """Beside the areas nobody is."""
    window = opened(qtbot, SAMPLE)
    graph, canvas = window.project.graph, window.canvas
    area = next(g for g in canvas.picture.groups if g.id in graph.owners())
    inside = Point((area.box.x0 + area.box.x1) / 2, (area.box.y0 + area.box.y1) / 2)
    canvas.connection_requested.emit("ranker", inside)
    assert form_of(window, NewNodeAfter).owner.text() == canvas.scene.group_at(inside.x, inside.y)
    form_of(window, NewNodeAfter).reject()
    canvas.connection_requested.emit("ranker", Point(-10_000, -10_000))
    assert form_of(window, NewNodeAfter).owner.text() == ""
    form_of(window, NewNodeAfter).reject()


def test_the_teams_that_exist_are_offered_as_owners(qtbot, tmp_path):
    """To a new node and to one that is edited; also a team that owns nothing yet."""
    text = SMALL + "teams:\n  idle-hands: {name: Idle Hands}\n"
    window = opened(qtbot, small(tmp_path, text))
    owners = sorted({*window.project.graph.owners(), "idle-hands"})
    window.actions_by_name["add_node"].trigger()
    window.select(("ranker",))
    window.actions_by_name["edit"].trigger()
    new, edited = form_of(window, NewNode), form_of(window, EditPart)
    for form, field in ((new, new.owner), (edited, edited.fields["owner"])):
        model = field.completer().model()
        assert [model.index(row, 0).data() for row in range(model.rowCount())] == owners
        form.reject()


def test_what_only_a_scenario_has_is_not_connected(qtbot, tmp_path):
    """It is told why, and no form opens."""
    window = opened(qtbot, small(tmp_path))
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "only a scenario" in text):
        window.canvas.connection_requested.emit("ranker", "imagined")
    assert not [form for form in window.findChildren(NewEdge) if form.isVisible()]


def test_nothing_is_connected_before_there_is_a_system(qtbot, tmp_path):
    """Nodes have handles once something is open, and none when it is closed."""
    window = opened(qtbot, small(tmp_path))
    window.select(("ranker",))
    qtbot.waitUntil(lambda: window.canvas.is_settled)
    assert window.canvas.handle.node == window.canvas.scene.index["ranker"]
    window.project.close()
    assert window.canvas.handle.node is None
