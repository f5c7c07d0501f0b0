"""Selecting in a large system: each part of the window follows in a turn of its own, and in the right order."""

from explorer.ui import selecting
from tests.ui.windows import at_rest, opened, small


def test_parts_follow_one_after_the_other(qtbot, tmp_path, monkeypatch):
    """The canvas shows the selection at once; when the window is at rest, so does the inspector."""
    window = opened(qtbot, small(tmp_path))
    monkeypatch.setattr(selecting, "AT_ONCE_UP_TO", 0)
    window.select(("ranker",))
    assert window.canvas.selected_ids == ("ranker",)
    assert not window.is_at_rest
    at_rest(qtbot, window)
    assert "ranker" in window.inspector.text()


def test_an_edge_that_is_selected_after_a_node_is_what_is_shown(qtbot, tmp_path, monkeypatch):
    """That no node is selected any more is not told after the edge was."""
    window = opened(qtbot, small(tmp_path))
    monkeypatch.setattr(selecting, "AT_ONCE_UP_TO", 0)
    window.select(("ranker",))
    edge = window.project.graph.edges_from("scores")[0]
    window.canvas.select_edge(edge.key)
    at_rest(qtbot, window)
    assert "scores → page" in window.inspector.text()


def test_an_edge_is_shown_in_a_turn_of_its_own_and_let_go_of(qtbot, tmp_path, monkeypatch):
    """The click that selects it does not wait for the inspector; then the system is told of again."""
    window = opened(qtbot, small(tmp_path))
    monkeypatch.setattr(selecting, "AT_ONCE_UP_TO", 0)
    whole = window.inspector.text()
    edge = window.project.graph.edges_from("scores")[0]
    window.canvas.select_edge(edge.key)
    assert "scores → page" not in window.inspector.text()
    at_rest(qtbot, window)
    assert "scores → page" in window.inspector.text()
    window.canvas.select_edge(None)
    at_rest(qtbot, window)
    assert window.inspector.text() == whole
