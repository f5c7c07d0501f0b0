"""The command opens a real window on a real X server, shows the sample, answers to keys, and leaves no trace."""

import pytest

from tests.end_to_end.desks import colours, differing, inked, until

pytestmark = pytest.mark.window


def test_the_sample_is_seen_asked_about_and_left(sit_down, root):
    """Title, a picture with hundreds of colours, zoom and a filter by keys, and exit status 0 on Ctrl+Q."""
    with sit_down("open", str(root / "resources" / "samples" / "streamly.yaml")) as shown:
        shown.find("treamly")
        until(lambda: inked(shown.screen()) > 4_000, "a picture of the system")
        before = shown.at_rest()
        assert colours(before) > 200
        shown.press("ctrl+plus", "ctrl+plus", "ctrl+plus")
        until(lambda: differing(before, shown.screen()) > 0.05, "a closer look")
        closer = shown.at_rest()
        shown.press("ctrl+0")
        until(lambda: differing(closer, shown.screen()) > 0.05, "the whole again")
        shown.press("ctrl+f")
        shown.type("image-emb")
        shown.press("Down", "Down", "Down")
        shown.quit()


def test_a_window_without_a_system_opens_and_closes(sit_down):
    """`open` alone shows the start page."""
    with sit_down("open") as shown:
        shown.find("Ripplemap")
        until(lambda: colours(shown.screen()) > 20, "the start page")
        shown.quit()
