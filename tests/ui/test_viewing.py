"""Saved views in the window: what was looked at comes back whole, and what is gone of it is told."""

from dataclasses import replace

import pytest

from explorer.domain.geometry import Point
from explorer.domain.saved_views import Shown
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.drawing.folded import card_of
from explorer.ui import asking
from tests.ui.windows import SAMPLE, at_rest, open_in, opened, small

OUTAGE = Scenario(name="dark", changes=(HypotheticalChange(kind=ChangeKind.OUTAGE, node="rank-scores"),))


def state(window):
    """All that a view holds, as the window has it now; places to the pixel."""
    view = window.viewing.here("")
    return replace(view, seen=tuple(round(each) for each in view.seen))


def menu(window):
    """The texts of the saved views."""
    window.viewing.menu.aboutToShow.emit()
    return [action.text() for action in window.viewing.menu.actions()]


def test_a_view_comes_back_with_its_part_focus_what_if_and_filter(qtbot, monkeypatch):
    """From the whole system to the view and back again, by the menu."""
    window = opened(qtbot, SAMPLE)
    window.viewing.keep_as("All")
    everything = state(window)
    window.project.scenarios.keep(OUTAGE)
    window.project.ask_scenario(OUTAGE)
    window.project.focus(("rank-scores",), 2)
    window.outline.set_filter("rank")
    at_rest(qtbot, window)
    window.canvas.zoom_by(2.5)
    window.canvas.pan(40, 30)
    monkeypatch.setattr(asking, "view_name", lambda parent, name: f"Closer & {name}")
    window.actions_by_name["keep_view"].trigger()
    closer = state(window)
    assert (closer.focus, closer.hops, closer.scenario, closer.filter) == (
        ("rank-scores",),
        2,
        "dark",
        "rank",
    )
    assert menu(window) == ["&1 All", "&2 Closer && View 2"]
    for number, wanted in ((0, everything), (1, closer), (0, everything)):
        window.viewing.menu.actions()[number].trigger()
        at_rest(qtbot, window)
        assert state(window) == wanted
    assert window.project.what_if is None


def test_a_view_is_seen_whole_in_a_smaller_window(qtbot, tmp_path):
    """What was in view then is all in view now."""
    window = opened(qtbot, small(tmp_path))
    window.canvas.zoom_by(1.5)
    window.viewing.keep_as("v")
    seen = window.canvas.viewport.visible
    window.resize(900, 600)
    window.canvas.pan(500, 500)
    window.viewing.show(window.project.views.views[0])
    now = window.canvas.viewport.visible
    assert now.x0 <= seen.x0 + 1
    assert now.y0 <= seen.y0 + 1
    assert now.x1 >= seen.x1 - 1
    assert now.y1 >= seen.y1 - 1


def test_views_are_saved_with_the_project_and_undone_by_name(qtbot, tmp_path):
    """Keeping one is a change like any other."""
    window = opened(qtbot, small(tmp_path))
    assert menu(window) == ["No view is kept yet"]
    window.viewing.keep_as("one")
    window.viewing.keep_as("two")
    assert window.actions_by_name["undo"].text() == "&Undo “Keep the view two”"
    assert window.isWindowModified()
    window.actions_by_name["undo"].trigger()
    assert menu(window) == ["&1 one"]
    kept = window.project.views.views
    assert window.project.save(tmp_path / "p.ripplemap")
    open_in(qtbot, window, tmp_path / "p.ripplemap")
    assert window.project.views.views == kept


def test_the_same_name_again_changes_the_view(qtbot, tmp_path):
    """And the foot says which it was."""
    window = opened(qtbot, small(tmp_path))
    window.viewing.keep_as("v")
    assert window.statusBar().currentMessage() == "Kept the view “v”."
    window.canvas.zoom_by(2)
    window.viewing.keep_as("v")
    assert window.statusBar().currentMessage() == "Changed the view “v”."
    assert [view.seen for view in window.project.views.views] == [window.canvas.viewport.visible]


def test_a_what_if_that_is_not_kept_is_not_in_the_view_and_the_foot_says_so(qtbot):
    """A view holds the name of a scenario; what has none cannot come back."""
    window = opened(qtbot, SAMPLE)
    window.project.ask_scenario(OUTAGE)
    at_rest(qtbot, window)
    window.viewing.keep_as("v")
    assert "what-if is not in it" in window.statusBar().currentMessage()
    assert window.project.views.views[0].scenario == ""


def test_what_of_a_view_is_gone_is_told_and_the_rest_shown(qtbot):
    """Nodes of its focus, and its what-if."""
    window = opened(qtbot, SAMPLE)
    window.project.scenarios.keep(OUTAGE)
    window.project.ask_scenario(OUTAGE)
    window.project.focus(("rank-scores", "ranker"), 1)
    at_rest(qtbot, window)
    window.viewing.keep_as("v")
    window.project.scenarios.remove("dark")
    window.project.remove_nodes(("ranker",))
    window.project.leave_focus()
    at_rest(qtbot, window)
    window.viewing.show(window.project.views.views[0])
    said = window.statusBar().currentMessage()
    assert "1 of its 2 nodes in focus is gone." in said
    assert "what-if “dark” is gone" in said
    at_rest(qtbot, window)
    assert window.project.focused.ids == ("rank-scores",)
    window.project.remove_nodes(("rank-scores",))
    at_rest(qtbot, window)
    window.viewing.show(window.project.views.views[0])
    at_rest(qtbot, window)
    assert window.project.focused is None


def test_one_may_look_elsewhere_as_soon_as_the_view_is_drawn(qtbot, tmp_path):
    """A later picture does not pull the canvas back to the view."""
    window = opened(qtbot, small(tmp_path))
    window.viewing.keep_as("v")
    window.project.focus(("ranker",))
    at_rest(qtbot, window)
    window.viewing.show(window.project.views.views[0])
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: not window.viewing.is_on_the_way)
    window.canvas.zoom_by(3)
    elsewhere = window.canvas.viewport
    window.project.draw_again()
    at_rest(qtbot, window)
    assert window.canvas.viewport == elsewhere


@pytest.mark.parametrize("name", ["<img src='/dev/zero'>", "&" * 9, "a" * 100_000])
def test_a_hostile_name_is_only_a_name(qtbot, tmp_path, name):
    """In the menu, the list and the presentation."""
    window = opened(qtbot, small(tmp_path))
    window.viewing.keep_as(name)
    assert len(menu(window)[0]) < 200
    window.viewing.manage()
    window.viewing.present()
    at_rest(qtbot, window)
    window.viewing.presentation.grab()
    window.viewing.presentation.close()
    at_rest(qtbot, window)
    window.project.close()
    at_rest(qtbot, window)


def test_a_view_brings_back_what_was_closed_and_left_out(qtbot, tmp_path):
    """Also in a focus; a view of an older version changes nothing of it."""
    window = opened(qtbot, small(tmp_path))
    folds = window.project.showing.folds
    window.viewing.keep_as("open")
    folds.toggle(("recs",))
    folds.set_least(0.5)
    at_rest(qtbot, window)
    window.viewing.keep_as("closed")
    for name, wanted in (("open", Shown()), ("closed", Shown(("recs",), 0.5))):
        window.viewing.show(next(view for view in window.project.views.views if view.name == name))
        at_rest(qtbot, window)
        assert folds.here == wanted
    window.viewing.show(replace(window.viewing.here("old"), shown=None))
    at_rest(qtbot, window)
    assert folds.here == Shown(("recs",), 0.5)


def test_a_project_opens_as_it_was_shown(qtbot, tmp_path):
    """Closed teams, the share left out and where a card was put; that alone is nothing to be saved."""
    window = opened(qtbot, small(tmp_path))
    folds = window.project.showing.folds
    folds.toggle(("recs",))
    at_rest(qtbot, window)
    window.project.move_nodes({card_of("recs"): Point(900.0, 40.0)})
    at_rest(qtbot, window)
    assert not window.project.is_dirty
    assert window.project.save(tmp_path / "p.ripplemap")
    assert not window.project.is_dirty
    open_in(qtbot, window, small(tmp_path))
    assert not folds.line
    open_in(qtbot, window, tmp_path / "p.ripplemap")
    assert folds.here == Shown(("recs",))
    assert window.project.showing.view.centres()[card_of("recs")] == Point(900.0, 40.0)
