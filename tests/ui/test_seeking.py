"""Finding things in the window: the palette everywhere, search from canvas and outline, ways between nodes."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from tests.ui.windows import SAMPLE, at_rest, new_window, open_in, opened, small


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifier)


def activate(qtbot, window):
    """Make it the window that has the keyboard."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def typed(qtbot, window, text):
    """Type into the palette and wait until all that may fit is known."""
    palette = window.seeking.palette
    qtbot.waitUntil(lambda: palette._line.hasFocus())
    qtbot.keyClicks(palette._line, text)
    qtbot.waitUntil(lambda: palette._is_ready)
    return palette


def ways_of(qtbot, window):
    """The panel of ways, when they are there."""
    panel = window.desk.ways
    qtbot.waitUntil(panel.isVisible)
    return panel


def test_the_palette_works_on_the_start_page(qtbot):
    """With what can be done there, and no node."""
    window = new_window(qtbot)
    activate(qtbot, window)
    press(qtbot, window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = typed(qtbot, window, "")
    offered = [choice.name for choice in palette.choices]
    assert set(offered) >= {"open", "open_folder", "quit", "about"}
    assert set(offered).isdisjoint({"save", "fit", "search", "ways", "palette"})
    assert palette.note == "Type what you want to do."
    qtbot.keyClicks(palette._line, "folder")
    assert palette.current.words == "Open Folder…"


def test_entering_an_action_does_it(qtbot):
    """As its menu would."""
    window = opened(qtbot, SAMPLE)
    window.seeking.open_palette()
    typed(qtbot, window, "select all")
    press(qtbot, window, Qt.Key.Key_Return)
    assert set(window.selection) == set(window.project.graph.nodes)
    window.seeking.open_palette()
    assert window.seeking.palette.current.name == "select_all"


def test_entering_a_node_selects_it_and_brings_it_into_view(qtbot):
    """The keyboard is on the canvas then, to walk on from there."""
    window = opened(qtbot, SAMPLE)
    window.canvas.zoom_by(20)
    window.seeking.open_palette()
    typed(qtbot, window, "RANKER")
    press(qtbot, window, Qt.Key.Key_Return)
    assert window.selection == ("ranker",)
    scene = window.canvas.scene
    assert window.canvas.viewport.shows(scene.extent(scene.places(("ranker",))))
    assert window.canvas.hasFocus()


def test_a_slash_searches_from_canvas_and_outline_but_is_a_letter_in_a_line(qtbot):
    """Only nodes are offered; where one types, it is typed."""
    window = opened(qtbot, SAMPLE)
    activate(qtbot, window)
    for widget in (window.canvas, window.outline._tree):
        widget.setFocus()
        press(qtbot, window, Qt.Key.Key_Slash)
        palette = typed(qtbot, window, "o")
        assert palette.choices
        assert all(choice.is_node for choice in palette.choices)
        press(qtbot, window, Qt.Key.Key_Escape)
        assert widget.hasFocus()
    window.outline.focus_filter()
    press(qtbot, window, Qt.Key.Key_Slash)
    assert window.outline._filter.text() == "/"
    assert not window.seeking.palette.isVisible()


def test_a_node_outside_the_focus_is_gone_to(qtbot):
    """The whole system is shown again."""
    window = opened(qtbot, SAMPLE)
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    away = next(i for i in window.project.graph.nodes if i not in window.canvas.picture.nodes.ids)
    window.seeking.go_to(away)
    at_rest(qtbot, window)
    assert window.project.focus_line == ""
    assert window.canvas.selected_ids == (away,)


def test_names_follow_the_system(qtbot, tmp_path):
    """A node that was renamed is found by its new name; one of another system is not found."""
    window = opened(qtbot, SAMPLE)
    window.seeking.search()
    typed(qtbot, window, "ranker")
    window.project.rename_node("ranker", "Sörter")
    assert not window.seeking.palette.isVisible()
    at_rest(qtbot, window)
    window.seeking.search()
    palette = typed(qtbot, window, "sorter")
    assert palette.current.name == "ranker"
    palette.leave()
    window.project.close()
    open_in(qtbot, window, small(tmp_path))
    window.seeking.search()
    assert typed(qtbot, window, "sorter").choices == []


def test_ways_between_two_selected_nodes_are_listed_and_lit(qtbot):
    """The chosen one is lit; closing lets go."""
    window = opened(qtbot, SAMPLE)
    window.select(("catalogue", "home-page"))
    window.actions_by_name["ways"].trigger()
    panel = ways_of(qtbot, window)
    assert panel.text.startswith("Data of catalogue reach home-page.")
    lit = window.canvas._highlight
    assert window.canvas.scene.ids(lit.nodes) == (
        *("catalogue", "home-page", "rank-scores", "ranker", "title-age"),
    )
    panel._close.click()
    assert window.canvas._highlight is None
    assert not panel.isVisible()


@pytest.mark.parametrize("over", ["title", "legend"])
def test_a_way_is_brought_from_under_the_title_and_the_legend(qtbot, over):
    """Where one looked when it was chosen does not matter; each of its cards is then seen whole."""
    window = opened(qtbot, SAMPLE)
    canvas, way = window.canvas, ("ranker", "rank-scores")
    window.project.ways.ask(*way)
    ways_of(qtbot, window)
    at_rest(qtbot, window)

    def covered():
        places = (canvas.title_rect(), canvas._corners.legend_rect())
        return any(place.intersects(card(node)) for place in places for node in way)

    def card(node):
        x, y, wide, high = canvas.picture.nodes.boxes[canvas.scene.index[node]].tolist()
        first, last = canvas.viewport.to_view(Point(x, y)), canvas.viewport.to_view(Point(x + wide, y + high))
        return QRectF(QPointF(*first), QPointF(*last))

    canvas.zoom_by(0.6 / canvas.viewport.zoom)
    both = card("ranker").united(card("rank-scores"))
    down = 20 - both.top() if over == "title" else canvas.height() - 8 - both.bottom()
    canvas.pan(20 - both.left(), down)
    assert covered() and all(canvas.rect().contains(card(node).toRect()) for node in way)
    window.desk.ways.lit.emit(way, ())
    assert not covered() and all(canvas.rect().contains(card(node).toRect()) for node in way)


def test_with_one_node_selected_the_other_is_asked_for(qtbot, tmp_path):
    """And where there is a way only back, that is said."""
    window = opened(qtbot, small(tmp_path))
    window.select(("page",))
    window.actions_by_name["ways"].trigger()
    typed(qtbot, window, "events")
    press(qtbot, window, Qt.Key.Key_Return)
    panel = ways_of(qtbot, window)
    assert panel.text.startswith("There is no way from page to events; there is one from events to page.")
    panel._turn.click()
    qtbot.waitUntil(lambda: panel.text.startswith("Data of events reach page."))


def test_a_node_and_itself_have_no_way_between_them(qtbot, tmp_path):
    """It is said, and nothing is looked for."""
    window = opened(qtbot, small(tmp_path))
    window.select(("page",))
    window.seeking.find_ways()
    typed(qtbot, window, "page")
    with qtbot.waitSignal(window.project.told):
        press(qtbot, window, Qt.Key.Key_Return)
    assert window.project.ways.result is None


def test_ways_can_be_asked_for_with_one_or_two_nodes_only(qtbot, tmp_path):
    """Between three there is no one way."""
    window = opened(qtbot, small(tmp_path))
    on = []
    for ids in ((), ("page",), ("page", "events"), ("page", "events", "ranker")):
        window.select(ids)
        on.append(window.actions_by_name["ways"].isEnabled())
    assert on == [False, True, True, False]


def test_ways_of_another_system_are_not_shown(qtbot, tmp_path):
    """An edit ends them, and so does opening."""
    window = opened(qtbot, small(tmp_path))
    window.select(("events", "page"))
    window.seeking.find_ways()
    panel = ways_of(qtbot, window)
    window.project.remove_nodes(("scores",))
    assert not panel.isVisible()
    at_rest(qtbot, window)
    window.select(("events", "page"))
    window.seeking.find_ways()
    assert ways_of(qtbot, window).text == "Nothing connects events and page."


def test_a_way_that_leaves_the_focus_is_told_of(qtbot):
    """What is not shown cannot be lit."""
    window = opened(qtbot, SAMPLE)
    window.project.focus(("catalogue",), 1)
    at_rest(qtbot, window)
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "outside what is shown" in text):
        window.project.ways.ask("catalogue", "home-page")
