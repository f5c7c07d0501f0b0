"""The filter of the picture: typed or chosen, it fades or hides, says how much fits, and is kept with a view."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.windows import at_rest, open_in, opened, small


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system."""
    return opened(qtbot, small(tmp_path))


def filtered(qtbot, window, text, *, hides=False):
    """Set a filter and wait for its picture."""
    window.desk.filter_bar.set_filter(text, hides)
    at_rest(qtbot, window)


def lit(window):
    """The ids of what is shown and not faded."""
    nodes = window.canvas.picture.nodes
    return {i for i, faded in zip(nodes.ids, nodes.faded.tolist(), strict=True) if not faded}


def ids(window):
    return set(window.canvas.picture.nodes.ids)


def test_what_does_not_fit_fades_and_the_bar_says_how_much_does(qtbot, window):
    """The action opens the bar, ready to be typed in; Escape closes it and everything is as before."""
    bar = window.desk.filter_bar
    assert not bar.isVisible()
    window.actions_by_name["filter"].trigger()
    assert bar.isVisible()
    qtbot.keyClicks(bar.line, "kind:model")
    qtbot.waitUntil(lambda: bar.text == "shows 1 of 4 nodes", timeout=10_000)
    at_rest(qtbot, window)
    assert lit(window) == {"ranker"}
    assert ids(window) == {"events", "ranker", "scores", "page"}
    assert "1 of 4 nodes fits “kind:model”, the others are faded" in window.canvas.picture.subtitle
    assert any(entry.sort == "faded" for entry in window.canvas.picture.legend)
    qtbot.keyClick(bar.line, Qt.Key.Key_Escape)
    at_rest(qtbot, window)
    assert not bar.isVisible()
    assert lit(window) == ids(window)
    assert "fits" not in window.canvas.picture.subtitle


def test_what_does_not_fit_can_be_hidden(qtbot, window):
    """The picture says what it shows of how many; nodes moved there are not moved in the system."""
    filtered(qtbot, window, "kind:model,dataset", hides=True)
    assert ids(window) == {"events", "ranker", "scores"}
    assert "3 of 4 nodes fit “kind:model,dataset”, the others are left out" in window.canvas.picture.subtitle
    places = dict(window.project.showing.held)
    window.project.move_nodes({"events": window.project.showing.view.centres()["scores"]})
    at_rest(qtbot, window)
    assert dict(window.project.showing.held) == places
    window.desk.filter_bar.hides.click()
    at_rest(qtbot, window)
    assert ids(window) == {"events", "ranker", "scores", "page"}
    assert lit(window) == {"events", "ranker", "scores"}


def test_a_filter_that_nothing_fits_hides_nothing(qtbot, window):
    """All is faded, and the bar says that nothing fits."""
    filtered(qtbot, window, "tag:none", hides=True)
    assert ids(window) == {"events", "ranker", "scores", "page"}
    assert lit(window) == set()
    assert window.desk.filter_bar.text == "nothing fits: 0 of 4 nodes"


def test_a_filter_goes_with_a_focus(qtbot, window):
    """Of what is in focus only what fits is shown."""
    filtered(qtbot, window, "kind:model,consumer", hides=True)
    window.project.focus(("scores",))
    at_rest(qtbot, window)
    assert ids(window) == {"ranker", "page"}
    window.project.leave_focus()
    window.desk.filter_bar.clear()
    at_rest(qtbot, window)
    assert lit(window) == {"events", "ranker", "scores", "page"}


def test_values_are_chosen_from_what_occurs(qtbot, window):
    """Each of the menus lists what there is with how many; choosing writes the term."""
    window.actions_by_name["filter"].trigger()
    at_rest(qtbot, window)
    bar = window.desk.filter_bar
    bar.menu.aboutToShow.emit()
    menus = {action.text(): action.menu() for action in bar.menu.actions()}
    assert [a.text() for a in menus["Team"].actions()] == ["recs  (2)", "platform  (1)", "web  (1)"]
    menus["Team"].actions()[0].trigger()
    at_rest(qtbot, window)
    assert bar.line.text() == "team:recs"
    assert lit(window) == {"ranker", "scores"}
    bar.menu.aboutToShow.emit()
    again = next(action.menu() for action in bar.menu.actions() if action.text() == "Team").actions()[0]
    assert again.isChecked()
    again.trigger()
    at_rest(qtbot, window)
    assert bar.line.text() == ""


def test_a_filter_follows_the_system(qtbot, window):
    """What comes to fit by a change is lit; another system begins without a filter."""
    filtered(qtbot, window, "ranker")
    window.project.rename_node("page", "page of the ranker")
    at_rest(qtbot, window)
    qtbot.waitUntil(lambda: lit(window) == {"ranker", "page"}, timeout=10_000)


def test_another_system_begins_without_a_filter(qtbot, window, tmp_path):
    """The bar is gone with it."""
    filtered(qtbot, window, "ranker", hides=True)
    open_in(qtbot, window, small(tmp_path, name="other.yaml"))
    assert not window.desk.filter_bar.isVisible()
    assert lit(window) == {"events", "ranker", "scores", "page"}


def test_a_saved_view_comes_back_with_its_filter(qtbot, window, tmp_path):
    """Also after the project was saved and opened again."""
    filtered(qtbot, window, "kind:model", hides=True)
    window.viewing.keep_as("Models")
    filtered(qtbot, window, "")
    assert window.project.save(tmp_path / "p.ripplemap")
    open_in(qtbot, window, tmp_path / "p.ripplemap")
    assert len(ids(window)) == 4
    window.viewing.show(window.project.views.views[0])
    at_rest(qtbot, window)
    assert ids(window) == {"ranker"}
    assert window.desk.filter_bar.line.text() == "kind:model"
    assert window.desk.filter_bar.hides.isChecked()


def test_the_outline_knows_the_same_filters(qtbot, window):
    """A term there finds what it finds in the picture."""
    window.outline.set_filter("kind:model,consumer")
    qtbot.waitUntil(lambda: "2 nodes shown" in [c.text() for c in labels(window.outline)], timeout=10_000)


def labels(widget):
    return widget.findChildren(QLabel)


def test_going_to_a_hidden_node_lets_the_filter_go(qtbot, window):
    """The palette finds every node of the system, whatever is hidden."""
    filtered(qtbot, window, "kind:model", hides=True)
    window.seeking.go_to("page")
    qtbot.waitUntil(lambda: "page" in ids(window), timeout=10_000)
    at_rest(qtbot, window)
    assert window.canvas.selected_ids == ("page",)
    assert window.desk.filter_bar.line.text() == ""
