"""A system drawn from nothing by keys: named, filled, connected, taken back and made again, and saved."""

import pytest

from explorer.domain.kinds import NodeKind
from explorer.importers.adapter import Task
from explorer.session.loading import open_sources
from tests.end_to_end.desks import CHIPS, colours, spots, until

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("window_manager")]


def fill_in(shown, key, title, *said):
    """Press a key, fill in the form that it opens, and agree; a text is typed, "Tab" and "shift+Tab" are pressed."""
    shown.press(key)
    shown.find(title)
    for each in said:
        (shown.press if each.endswith("Tab") else shown.type)(each)
    shown.press("Return")
    shown.gone(title)
    shown.find("– Ripplemap")


def test_a_system_is_drawn_from_nothing(sit_down, tmp_path):
    """Two nodes and an edge between them; undone thrice and made again, they are what is in the file."""
    with sit_down("open") as shown:
        shown.find("Ripplemap")
        until(lambda: colours(shown.screen()) > 20, "the start page")
        fill_in(shown, "ctrl+n", "New System", "drawn")
        fill_in(shown, "n", "Add Node", "clicks")
        shown.until_spots(CHIPS, 1, "a node")
        fill_in(shown, "n", "Add Node", "shift+Tab", "m", "Tab", "ranker")
        shown.until_spots(CHIPS, 2, "two nodes")
        fill_in(shown, "c", "Connect", "shift+Tab", "clicks", "Tab", "ranker", "Tab")
        shown.press("ctrl+z", "ctrl+z", "ctrl+z")
        until(lambda: not spots(shown.screen(), *CHIPS), "nothing")
        shown.press("ctrl+shift+z", "ctrl+shift+z", "ctrl+shift+z")
        shown.until_spots(CHIPS, 2, "the nodes again")
        shown.press("ctrl+s")
        shown.find("Save Project")
        shown.press("Return")
        shown.gone("Save Project")
        until(lambda: not shown.is_there(r"drawn\*"), "a saved project")
        shown.find("drawn")
        shown.quit()
    drawn = open_sources([str(tmp_path / "drawn.ripplemap")], task=Task()).project.graph
    assert {i: node.kind for i, node in drawn.nodes.items()} == {
        "clicks": NodeKind.DATASET, "ranker": NodeKind.MODEL,
    }  # fmt: skip
    assert [(edge.from_id, edge.to_id) for edge in drawn.edges] == [("clicks", "ranker")]
