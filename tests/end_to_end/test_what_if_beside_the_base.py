"""A what-if in a pane beside the base, and back in one."""

import pytest

from explorer.domain.kinds import NodeKind
from explorer.drawing.theme import LIGHT
from tests.end_to_end.desks import spots, until

pytestmark = pytest.mark.window
MODEL = LIGHT.chips[NodeKind.MODEL]
CHOSEN, SHIFTS = LIGHT.selection, LIGHT.effects["shifts"]


def halves(shown, middle):
    """Which of the two colours there are left, and which right, of a place on the screen."""
    found = [
        (colour, spot.left < middle)
        for colour in (CHOSEN, SHIFTS)
        for spot in spots(shown.screen(), colour, near=50)
    ]
    return {colour for colour, left in found if left}, {colour for colour, left in found if not left}


def test_a_what_if_is_seen_beside_the_base(sit_down, small_project):
    """The effect is on the right alone, what is selected on both sides; once it is left no effect is seen."""
    with sit_down("open", str(small_project)) as shown:
        shown.find("small")
        until(lambda: spots(shown.screen(), MODEL), "a model")
        alone = shown.at_rest()
        middle = alone.shape[1] * 0.485
        shown.answer("slash", "ranker")
        until(lambda: spots(shown.screen(), CHOSEN), "a ring")
        shown.press("ctrl+t")
        until(lambda: spots(shown.screen(), SHIFTS), "what a new version does")
        shown.press("F6")
        until(
            lambda: halves(shown, middle) == ({CHOSEN}, {CHOSEN, SHIFTS}),
            "the system left, what happens right",
        )
        shown.at_rest()
        assert halves(shown, middle) == ({CHOSEN}, {CHOSEN, SHIFTS})
        shown.press("F6")
        until(lambda: SHIFTS in halves(shown, middle)[0], "one pane")
        shown.press("ctrl+shift+t")
        until(lambda: not spots(shown.screen(), SHIFTS), "the system as it is")
        shown.quit()
