"""A what-if beside the base: two panes that are looked at, zoomed and chosen from as one."""

import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.scenarios import Addition, Scenario
from tests.ui.windows import SAMPLE, at_rest, opened

CHANGED = "image-embedding"


def asked(qtbot, window):
    """Ask what happens when the embedding changes."""
    window.select((CHANGED,))
    window.actions_by_name["what_if"].trigger()
    qtbot.waitUntil(lambda: window.project.what_if is not None, timeout=30_000)
    at_rest(qtbot, window)


def both_at_rest(qtbot, window):
    """Wait until both panes are drawn."""
    at_rest(qtbot, window)
    base = window.two_panes.base
    qtbot.waitUntil(lambda: not base.scene.is_empty and base.is_settled, timeout=30_000)


@pytest.fixture
def window(qtbot):
    """The sample with a what-if and the base beside it."""
    made = opened(qtbot, SAMPLE)
    asked(qtbot, made)
    made.actions_by_name["beside"].trigger()
    both_at_rest(qtbot, made)
    return made


def drifted(window):
    """Whether the panes look at different places, or from different distances."""
    return not window.two_panes.base.viewport.sees_as(window.canvas.viewport)


def test_both_have_the_whole_width_until_one_is_left(qtbot, window):
    """Outline and inspector give way and come back, but for what a person had put away or asks for meanwhile."""
    outline, inspector, answers = window.desk.docks
    assert (outline.isVisible(), inspector.isVisible(), answers.isVisible()) == (False, False, True)
    assert window.two_panes.base.width() > 0.45 * window.width()
    window.actions_by_name["leave_what_if"].trigger()
    at_rest(qtbot, window)
    assert (outline.isVisible(), inspector.isVisible()) == (True, True)
    outline.hide()
    asked(qtbot, window)
    window.actions_by_name["beside"].trigger()
    both_at_rest(qtbot, window)
    window.desk.show_inspector()
    window.actions_by_name["beside"].trigger()
    at_rest(qtbot, window)
    assert (outline.isVisible(), inspector.isVisible()) == (False, True)


def test_it_is_offered_only_while_a_what_if_is_shown(qtbot):
    """Without one there is nothing to put beside the base; and leaving it leaves one pane."""
    window = opened(qtbot, SAMPLE)
    beside = window.actions_by_name["beside"]
    assert not beside.isEnabled()
    asked(qtbot, window)
    assert (beside.isEnabled(), beside.isChecked()) == (True, False)
    alone = window.canvas.width()
    window.activateWindow()
    window.canvas.setFocus()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window.canvas, Qt.Key.Key_F6)
    both_at_rest(qtbot, window)
    assert window.two_panes.is_on
    assert window.canvas.width() < alone
    window.actions_by_name["leave_what_if"].trigger()
    at_rest(qtbot, window)
    assert (window.two_panes.is_on, beside.isEnabled()) == (False, False)
    assert not window.two_panes.base.isVisible()
    qtbot.waitUntil(lambda: window.canvas.width() == alone)


def test_the_base_is_left_and_as_it_is_the_what_if_right(window):
    """The same nodes in the same places, without the marks of the answer, and each pane says what it is."""
    base, canvas = window.two_panes.base, window.canvas
    assert base.mapTo(window, QPoint(0, 0)).x() < canvas.mapTo(window, QPoint(0, 0)).x()
    assert abs(base.width() - canvas.width()) <= 2
    assert base.picture.nodes.ids == canvas.picture.nodes.ids
    assert (base.picture.nodes.boxes == canvas.picture.nodes.boxes).all()
    assert base.picture.subtitle.startswith("As it is")
    assert canvas.picture.subtitle.startswith("What if image-embedding")
    assert base.accessibleName() == "The system as it is"
    assert base.picture.description != canvas.picture.description
    assert not drifted(window)


def test_they_move_together_whichever_is_moved(window):
    """Pan by a pixel, zoom at a place, fit, and a node brought into view; from either side."""
    base, canvas = window.two_panes.base, window.canvas
    for mover in (base, canvas):
        for move in (
            lambda pane: pane.zoom_by(2.5, 30, 40),
            lambda pane: pane.pan(1, 0),
            lambda pane: pane.pan(-120, 33),
            lambda pane: pane.bring_into_view("viewers"),
            lambda pane: pane.zoom_by(0.3),
        ):
            before = mover.viewport
            move(mover)
            assert mover.viewport != before
            assert not drifted(window)
        mover.fit()
        assert not drifted(window)


def test_they_stay_together_when_the_window_changes_its_size(qtbot, window):
    """And all stays in view where all was."""
    window.resize(1500, 900)
    both_at_rest(qtbot, window)
    assert not drifted(window)
    assert window.canvas.viewport.shows(window.canvas.picture.bounds)
    window.desk.panes.setSizes([200, 500])
    both_at_rest(qtbot, window)
    assert not drifted(window)


def test_what_is_selected_in_one_is_selected_in_both_and_everywhere(qtbot, window):
    """Nodes, an edge, and nothing; the inspector follows."""
    base, canvas = window.two_panes.base, window.canvas
    base.select(("ranker",))
    assert (window.selection, canvas.selected_ids) == (("ranker",), ("ranker",))
    window.select(("clicks", "labels"))
    assert set(base.selected_ids) == {"clicks", "labels"}
    key = canvas.picture.edges.keys[3]
    told = []
    canvas.edge_selected.connect(told.append)
    base.select_edge(key)
    assert told[-1] == key
    assert (window.selection, base.selected_ids) == ((), ())
    window.select(())
    assert base.selected_ids == ()


def test_what_is_lit_is_lit_in_both(qtbot, window):
    """The path to a line that is chosen, from the moment the base is there; and no longer when it is let go."""
    base, canvas = window.two_panes.base, window.canvas
    window.foot.what_if.choose(2)
    assert base.highlighted == canvas.highlighted != ((), ())
    canvas.set_highlight(("ranker", "rank-scores"))
    assert base.highlighted == canvas.highlighted
    assert (set(base.highlighted[0]), len(base.highlighted[1])) == ({"ranker", "rank-scores"}, 1)
    window.actions_by_name["beside"].trigger()
    window.actions_by_name["beside"].trigger()
    both_at_rest(qtbot, window)
    assert base.highlighted == canvas.highlighted != ((), ())
    canvas.set_highlight()
    assert base.highlighted == ((), ())


def test_what_is_arranged_in_the_base_is_arranged_in_both_and_can_be_undone(qtbot, window):
    """A node that is dragged there is moved in the project."""
    base = window.two_panes.base
    place = base.scene.places(("viewers",))
    base.move_nodes(place, 40.0, 25.0)
    both_at_rest(qtbot, window)
    boxes = [pane.picture.nodes.boxes[pane.scene.places(("viewers",))] for pane in (base, window.canvas)]
    assert (boxes[0] == boxes[1]).all()
    assert window.project.undo_name == "Move viewers"


def test_what_only_one_of_them_holds_can_be_chosen_there(qtbot, window):
    """A part that the scenario adds is not in the base, and that is no reason to let go of it."""
    new = Node(id="second", kind=NodeKind.CONSUMER, name="second")
    window.project.ask_scenario(Scenario(name="", additions=(Addition(node=new),)))
    qtbot.waitUntil(lambda: "second" in window.canvas.picture.nodes.ids, timeout=30_000)
    both_at_rest(qtbot, window)
    assert "second" not in window.two_panes.base.picture.nodes.ids
    window.canvas.select(("second",))
    assert (window.canvas.selected_ids, window.two_panes.base.selected_ids) == (("second",), ())
    window.two_panes.base.select(("ranker",))
    assert window.canvas.selected_ids == ("ranker",)


def test_an_edit_leaves_two_panes(qtbot, window):
    """The what-if is asked again of the edited system, and both panes show that."""
    window.project.remove_nodes(("weekday",))
    qtbot.waitUntil(lambda: window.project.what_if is not None, timeout=30_000)
    both_at_rest(qtbot, window)
    assert window.two_panes.is_on
    qtbot.waitUntil(lambda: "weekday" not in window.two_panes.base.picture.nodes.ids)
    assert "weekday" not in window.canvas.picture.nodes.ids
    window.project.leave_what_if()
    asked(qtbot, window)
    assert not window.two_panes.is_on


def test_other_colours_and_a_focus_reach_both(qtbot, window):
    """Dark is dark in both, and a part is a part in both."""
    window.actions_by_name["look_dark"].trigger()
    both_at_rest(qtbot, window)
    grounds = [
        pane.grab().toImage().pixelColor(3, pane.height() // 2)
        for pane in (window.two_panes.base, window.canvas)
    ]
    assert grounds[0] == grounds[1]
    assert grounds[0].lightness() < 60
    window.two_panes.base.focus_requested.emit("ranker")
    qtbot.waitUntil(lambda: window.project.focused is not None)
    both_at_rest(qtbot, window)
    qtbot.waitUntil(lambda: window.two_panes.base.picture.nodes.ids == window.canvas.picture.nodes.ids)
    assert "as it is" in window.two_panes.base.picture.subtitle
    window.actions_by_name["look_light"].trigger()


def test_another_system_is_opened_into_one_pane(qtbot, window):
    """And nothing of the last one is kept in the hidden pane."""
    window.project.close()
    assert not window.two_panes.is_on
    assert window.two_panes.base.scene.is_empty
