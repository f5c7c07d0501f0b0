"""Columns in the window: nodes are pinned to theirs, stay there whatever happens, and say so."""

import numpy as np
import pytest

from explorer.domain.geometry import Point
from explorer.drawing.picture import Keeping
from tests.ui.windows import SAMPLE, at_rest, opened


@pytest.fixture
def window(qtbot):
    """A window on the sample."""
    return opened(qtbot, SAMPLE)


def do(qtbot, window, name):
    window.actions_by_name[name].trigger()
    at_rest(qtbot, window)


def kept(window):
    """What keeps each node that does not stand where the layout likes, as the picture shows it."""
    nodes = window.canvas.picture.nodes
    return {nodes.ids[i]: Keeping(nodes.keeping[i]) for i in np.flatnonzero(nodes.keeping)}


def columns(window, *ids):
    found = window.project.showing.view.layers_at(ids)
    return [found[i] for i in ids]


def test_a_dragged_node_is_pinned_to_the_column_it_was_dragged_to(qtbot, window):
    """It is given back to the layout, which keeps it there when all is arranged again; Undo names it."""
    moved = "rank-scores"
    there = window.canvas.picture.nodes.boxes[window.canvas.scene.index["image-embedding"]].tolist()
    column = columns(window, "image-embedding")
    assert columns(window, moved) != column
    window.project.move_nodes({moved: Point(there[0] + there[2] / 2, there[1] + 200)})
    at_rest(qtbot, window)
    assert kept(window) == {moved: Keeping.HELD}
    window.select((moved,))
    do(qtbot, window, "pin")
    assert kept(window) == {moved: Keeping.PINNED}
    assert columns(window, moved) == column
    assert window.project.undo_name.startswith("Pin ")
    assert [e.sort for e in window.canvas.picture.legend][-1] == "pinned"
    do(qtbot, window, "arrange")
    assert columns(window, moved) == column
    do(qtbot, window, "undo")
    assert kept(window) == {moved: Keeping.HELD}
    assert not window.actions_by_name["unpin"].isEnabled()


def test_a_column_is_selected_pinned_and_unpinned(qtbot, window):
    """Its nodes stay in it through an edit; unpinned, nothing says that they are pinned."""
    window.select(("ranker",))
    do(qtbot, window, "select_column")
    chosen = window.selection
    assert len(chosen) > 1
    column = columns(window, *chosen)
    assert len(set(column)) == 1
    do(qtbot, window, "pin")
    assert kept(window) == dict.fromkeys(chosen, Keeping.PINNED)
    assert columns(window, *chosen) == column
    other = next(i for i in window.canvas.picture.nodes.ids if i not in chosen)
    window.project.remove_nodes((other,))
    at_rest(qtbot, window)
    assert columns(window, *chosen) == column
    window.select(chosen)
    do(qtbot, window, "unpin")
    assert kept(window) == {}
    assert window.project.showing.pins == {}


def test_pins_are_saved_with_the_project(qtbot, window, tmp_path):
    """And are there when it is opened again."""
    window.select(("ranker",))
    column = columns(window, "ranker")
    do(qtbot, window, "pin")
    assert window.project.save(tmp_path / "s.ripplemap")
    again = opened(qtbot, tmp_path / "s.ripplemap")
    assert kept(again) == {"ranker": Keeping.PINNED}
    assert columns(again, "ranker") == column


def test_a_part_has_a_layout_of_its_own_so_nothing_is_pinned_in_it(qtbot, window):
    """It is told; and the marks of the whole are not shown on it."""
    window.select(("ranker",))
    do(qtbot, window, "pin")
    do(qtbot, window, "focus")
    assert kept(window) == {}
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "layout of its own" in text):
        window.actions_by_name["pin"].trigger()
