"""Somebody with a mouse: drags, chooses, looks closer, goes by the map, closes a team and opens it."""

import pytest

from explorer.drawing.picture import CardKind
from explorer.drawing.theme import LIGHT
from tests.end_to_end.desks import CHIPS, differing, spots, until

pytestmark = pytest.mark.window
TEAM = LIGHT.chips[CardKind.TEAM]


INNER = [False, True, True, False]
"""Of four nodes in a row."""


def lower(shown):
    """How much lower the last node stands than the first."""
    nodes = spots(shown.screen(), *CHIPS)
    return nodes[-1].middle[1] - nodes[0].middle[1] if len(nodes) == 4 else 1_000


def ringed(shown, node):
    """Whether there is a ring round a node: a line above its middle and one below, where no edge runs."""
    x, y = node.middle
    screen = shown.screen()
    above, below = (
        spots(part[:, x - 20 : x + 20], LIGHT.selection, whole=True)
        for part in (screen[y - 40 : y], screen[y : y + 40])
    )
    return bool(above and below)


def test_a_session_with_the_mouse(sit_down, small_project):
    """What is taken hold of is where it was let go; what is closed is one card, with its nodes inside."""
    with sit_down("open", str(small_project)) as shown:
        shown.find("small")
        shown.until_spots(CHIPS, 4, "four nodes")
        before = shown.at_rest()
        x, y = spots(before, *CHIPS)[-1].middle
        shown.drag((x, y), (x, y + 90))
        until(lambda: shown.is_there(r"small\*"), "the star of a node that was moved")
        until(lambda: abs(lower(shown) - 90) < 4, "the node where it was let go")
        shown.press("ctrl+z")
        until(lambda: abs(lower(shown)) < 2, "the node where it was")

        let_go(shown)
        events, ranker, scores, page = spots(shown.at_rest(), *CHIPS)
        y = page.middle[1]
        shown.ask("keydown", "shift")
        shown.drag((ranker.left - 60, y - 80), (scores.left + 120, y + 80))
        shown.ask("keyup", "shift")
        until(lambda: [ringed(shown, node) for node in (events, ranker, scores, page)] == INNER, "two rings")
        let_go(shown)

        shown.click(events.middle, button=4, times=4)
        until(lambda: len(spots(shown.screen(), *CHIPS)) < 4, "a part of the picture, larger")
        near = shown.at_rest()
        assert spots(near, *CHIPS)[0].width > 1.5 * events.width
        height, width = near.shape[:2]
        lines = spots(near, LIGHT.accent, LIGHT.selection, whole=True)
        frame = [line for line in lines if line.left > 0.6 * width and line.top < 0.2 * height]
        assert len(frame) == 1
        shown.click((frame[0].left + frame[0].width + 30, frame[0].middle[1]))
        until(lambda: differing(near, shown.screen()) > 0.02, "another part, chosen on the map")

        shown.press("ctrl+0")
        shown.until_spots(CHIPS, 4, "the whole again")
        shown.at_rest()
        shown.click((ranker.left - 30, y - 45), times=2)
        shown.until_spots([TEAM], 1, "a closed team")
        shown.until_spots(CHIPS, 2, "the nodes of the other teams")
        shown.at_rest()
        shown.click(spots(shown.screen(), TEAM)[0].middle, times=2)
        shown.until_spots(CHIPS, 4, "the nodes of the team that was opened")
        shown.at_rest()
        shown.quit()


def let_go(shown):
    """Have nothing selected: where the pointer rests on a node, the first Escape closes its card."""
    shown.press("Escape", "Escape")
    until(lambda: not spots(shown.screen(), LIGHT.selection), "no ring")
