"""Teams in the window: closed and opened by mouse, keyboard and menu, and always said how much is not drawn."""

import pytest
from PySide6.QtCore import QPoint, Qt

from explorer.domain.geometry import Point
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.drawing.folded import card_of
from explorer.drawing.picture import NO_EFFECT
from tests.ui.windows import at_rest, opened, small

TEXT = """
ripplemap: 1
system: small
owner: recs
teams: {recs: {name: Recommendations}, web: {}, data: {}}
datasets:
  events: {owner: data}
  clicks: {owner: data}
  scores: {subtype: predictions}
models:
  ranker: {version: 3, inputs: [events, clicks], outputs: [scores]}
consumers:
  page: {owner: web, inputs: [scores]}
monitors:
  unheard: {owner: web}
"""


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a system of three teams."""
    return opened(qtbot, small(tmp_path, TEXT))


def folds(window):
    return window.project.showing.folds


def drawn(window):
    return set(window.canvas.picture.nodes.ids)


def do(qtbot, window, name):
    """Choose an action and wait for its picture."""
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        window.actions_by_name[name].trigger()
    at_rest(qtbot, window)


def middle_of(window, node):
    x, y, wide, high = window.canvas.picture.nodes.boxes[window.canvas.scene.index[node]].tolist()
    at = window.canvas.viewport.to_view(Point(x + wide / 2, y + high / 2))
    return QPoint(round(at.x), round(at.y))


def close(qtbot, window, *teams):
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        folds(window).toggle(teams)
    at_rest(qtbot, window)


def test_all_teams_close_and_open(qtbot, window):
    """Nothing is lost, and a line says how much is closed meanwhile."""
    before = drawn(window)
    do(qtbot, window, "close_teams")
    assert drawn(window) == {card_of(team) for team in ("data", "recs", "web")}
    assert window.desk.fold_banner.text.startswith("3 of 3 teams closed: 6 of 6 nodes.")
    assert not window.actions_by_name["close_teams"].isEnabled()
    do(qtbot, window, "open_teams")
    assert drawn(window) == before
    assert window.desk.fold_banner.isHidden()


def test_a_double_click_closes_a_team_and_opens_it(qtbot, window):
    """On its label, and then on its card."""
    canvas = window.canvas
    group = next(g for g in canvas.picture.groups if g.id == "data")
    at = canvas.viewport.to_view(Point(group.label_at.x + 3, group.label_at.y - 3))
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(at.x), round(at.y)))
    at_rest(qtbot, window)
    assert drawn(window) == {card_of("data"), "page", "ranker", "scores", "unheard"}
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=middle_of(window, card_of("data")))
    at_rest(qtbot, window)
    assert {"events", "clicks"} <= drawn(window)


def test_a_team_that_is_opened_is_looked_at(qtbot, window):
    """From where its names could not be read."""
    canvas = window.canvas
    do(qtbot, window, "close_teams")
    canvas.zoom_by(0.1 / canvas.viewport.zoom)
    window.select(("events", "clicks"))
    do(qtbot, window, "close_team")
    extent = canvas.scene.extent(canvas.scene.places(("events", "clicks")))
    assert canvas.viewport.shows(extent) and canvas.viewport.zoom >= 0.5


def test_the_keyboard_closes_and_opens_a_team(qtbot, window):
    """The key of the action on a node; Enter on the card."""
    window.select(("events",))
    do(qtbot, window, "close_team")
    assert window.canvas.current_id == card_of("data")
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        qtbot.keyClick(window.canvas, Qt.Key.Key_Return)
    at_rest(qtbot, window)
    assert "events" in drawn(window)
    assert window.selection == ("events",)


def test_a_click_on_a_closed_team_selects_its_members(qtbot, window):
    """Everything that works on a selection works on all of them."""
    close(qtbot, window, "data")
    qtbot.mouseClick(window.canvas, Qt.MouseButton.LeftButton, pos=middle_of(window, card_of("data")))
    assert set(window.selection) == {"events", "clicks"}


def test_going_to_a_hidden_node_opens_its_team(qtbot, window):
    """From the outline or by name; choosing it there only says where it is."""
    close(qtbot, window, "data", "web")
    with qtbot.waitSignal(window.project.told) as said:
        window.outline.selection_changed.emit(("events",))
    assert said.args == ["events is in data, which is closed; Enter opens it and goes there."]
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        window.outline.focus_requested.emit("events")
    at_rest(qtbot, window)
    assert "events" in drawn(window)
    assert card_of("web") in drawn(window)
    assert window.selection == ("events",)


def test_going_out_of_a_focus_to_a_hidden_node_opens_its_team(qtbot, window):
    """A focus begins with everything open; the whole comes back as it was left."""
    close(qtbot, window, "web")
    window.project.focus(("ranker",))
    at_rest(qtbot, window)
    assert card_of("web") not in drawn(window)
    window.seeking.go_to("unheard")
    qtbot.waitUntil(lambda: "unheard" in drawn(window), timeout=30_000)
    assert not window.project.focus_line


def test_a_what_if_shows_through_a_closed_team(qtbot, window):
    """The worst effect in it, and how many are affected."""
    close(qtbot, window, "recs")
    with qtbot.waitSignal(window.project.what_if_changed, timeout=30_000):
        window.project.ask_what_if((HypotheticalChange(kind=ChangeKind.OUTAGE, node="events"),))
    at_rest(qtbot, window)
    nodes = window.canvas.picture.nodes
    place = nodes.ids.index(card_of("recs"))
    assert nodes.effect[place] != NO_EFFECT
    assert nodes.subtitles[place] == "2 of 2 nodes affected"


def test_lighting_a_hidden_node_lights_its_team(qtbot, window):
    """And an edge inside it, or in a bundle."""
    close(qtbot, window, "recs", "data")
    canvas = window.canvas
    edges = [key for key in window.project.graph.edges if key.to_id == "ranker"]
    canvas.set_highlight(("scores",), edges)
    lit = canvas._highlight
    assert canvas.picture.nodes.ids[lit.nodes[0]] == card_of("recs")
    assert {canvas.picture.edges.keys[j][:2] for j in lit.edges} == {(card_of("data"), card_of("recs"))}


def test_a_bundle_says_what_is_in_it(qtbot, window):
    """When it is selected, by itself or as one of its edges."""
    close(qtbot, window, "recs", "data")
    edge = next(key for key in window.project.graph.edges if key.from_id == "events")
    with qtbot.waitSignal(window.project.told) as said:
        window.canvas.select_edge(edge)
    assert said.args == ["2 edges from data to Recommendations: 2 feeds."]


def test_a_closed_team_stays_where_it_is_put(qtbot, window):
    """While others open and close; nothing of it is a change of the project."""
    close(qtbot, window, "data")
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        window.project.move_nodes({card_of("data"): Point(-300, 500)})
    at_rest(qtbot, window)
    close(qtbot, window, "web")
    close(qtbot, window, "web")
    assert window.project.showing.view.centres()[card_of("data")] == Point(-300, 500)
    assert not window.project.is_dirty


def test_closing_a_team_leaves_the_others_where_they_are(qtbot, window):
    """To the pixel."""
    before = window.project.showing.view.centres()
    close(qtbot, window, "data")
    after = window.project.showing.view.centres()
    assert {i: p for i, p in after.items() if i in before} == {i: before[i] for i in after if i in before}


def test_the_least_important_are_hidden_by_a_slider(qtbot, window):
    """The line above the picture says how many; showing all brings them back."""
    window.actions_by_name["least"].trigger()
    bar = window.desk.importance
    assert bar.isVisible()
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        bar.slider.setValue(20)
    at_rest(qtbot, window)
    assert "unheard" not in drawn(window)
    assert window.desk.fold_banner.text == "1 of 6 nodes hidden as the least important."
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        window.seeking.go_to("unheard")
    at_rest(qtbot, window)
    assert "unheard" in drawn(window)
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        window.desk.fold_banner.left.emit()
    at_rest(qtbot, window)
    assert drawn(window) == set(window.project.graph.nodes)
    assert bar.slider.value() == 0


def test_escape_leaves_the_slider_and_what_it_hides_stays_hidden(qtbot, window):
    """The keyboard is the canvas' again."""
    window.actions_by_name["least"].trigger()
    bar = window.desk.importance
    with qtbot.waitSignal(window.project.picture_changed, timeout=30_000):
        bar.slider.setValue(20)
    qtbot.keyClick(bar.slider, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.canvas.hasFocus()
    at_rest(qtbot, window)
    assert "unheard" not in drawn(window)


def test_a_large_system_opens_as_an_overview(qtbot, tmp_path):
    """Of its teams, with a line that says how much is in them."""
    jobs = "\n".join(f"  j{i}: {{owner: t{i % 4}}}" for i in range(1_600))
    window = opened(qtbot, small(tmp_path, f"ripplemap: 1\nsystem: large\njobs:\n{jobs}\n"))
    assert drawn(window) == {card_of(f"t{i}") for i in range(4)}
    assert window.desk.fold_banner.text.startswith("4 of 4 teams closed: 1,600 of 1,600 nodes.")


def test_an_exported_picture_says_what_is_closed(qtbot, window, tmp_path):
    """Whoever gets the file has no banner."""
    close(qtbot, window, "data")
    path = tmp_path / "picture.svg"
    window.project.pictures.write(path, None)
    at_rest(qtbot, window)
    assert "1 of 3 teams closed: 2 of 6 nodes" in path.read_text(encoding="utf-8")
