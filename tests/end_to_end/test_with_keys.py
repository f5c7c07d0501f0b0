"""Somebody without a mouse: finds a node, walks, asks, edits, undoes, saves and leaves."""

import pytest

from explorer.drawing.theme import LIGHT
from explorer.importers.adapter import Task
from explorer.session.loading import open_sources
from tests.end_to_end.desks import CHIPS, spots, until

pytestmark = pytest.mark.window


def chosen(shown, chips, number):
    """Wait until the ring of the selection stands round the chip with this number."""
    left, top = chips[number].middle

    def look():
        rings = spots(shown.screen(), LIGHT.selection)
        return any(r.left < left < r.left + r.width and r.top < top < r.top + r.height for r in rings)

    until(look, f"a ring round node {number}")


def test_a_session_with_the_keyboard_alone(sit_down, small_project):
    """Each step is seen on the screen, and what is saved in the file."""
    with sit_down("open", str(small_project)) as shown:
        shown.find("small")
        shown.until_spots(CHIPS, 4, "four nodes")
        shown.at_rest()
        chips = spots(shown.screen(), *CHIPS)
        shown.answer("slash", "scores")
        chosen(shown, chips, 2)
        shown.press("Left")
        chosen(shown, chips, 1)
        shown.press("Return", "ctrl+t")
        until(lambda: spots(shown.screen(), LIGHT.effects["shifts"]), "what a new version does")
        shown.press("ctrl+shift+t")
        until(lambda: not spots(shown.screen(), LIGHT.effects["shifts"]), "the system as it is")
        shown.answer("slash", "page")
        chosen(shown, spots(shown.at_rest(), *CHIPS), 3)
        shown.answer("ctrl+k", "remove from")
        shown.until_spots(CHIPS, 3, "three nodes")
        until(lambda: shown.is_there(r"small\*"), "the star of an unsaved change")
        shown.press("ctrl+z")
        shown.until_spots(CHIPS, 4, "four nodes again")
        shown.answer("slash", "page")
        chosen(shown, spots(shown.at_rest(), *CHIPS), 3)
        shown.press("Delete")
        shown.until_spots(CHIPS, 3, "three nodes")
        shown.press("ctrl+s")
        until(lambda: not shown.is_there(r"small\*"), "a saved project")
        assert sorted(open_sources([str(small_project)], task=Task()).project.graph.nodes) == [
            *("events", "ranker", "scores")
        ]
        shown.press("ctrl+z")
        until(lambda: shown.is_there(r"small\*"), "an unsaved change")
        shown.press("ctrl+s")
        until(lambda: not shown.is_there(r"small\*"), "the node kept again")
        assert "page" in open_sources([str(small_project)], task=Task()).project.graph.nodes
        shown.quit()
