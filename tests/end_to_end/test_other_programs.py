"""What goes between the window and other programs: files are dragged onto it, pictures are copied out of it."""

import base64
import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import pytest

from explorer.drawing.theme import LIGHT
from tests.end_to_end import neighbour
from tests.end_to_end.desks import CHIPS, colours, remove_the_page, spots, until

pytestmark = pytest.mark.window
OTHER = "ripplemap: 1\nsystem: other\ndatasets:\n  visits: {}\n  clicks: {}\n"
PROGRAM = [sys.executable, str(Path(neighbour.__file__))]


@contextmanager
def dragged(shown, environment, path):
    """Take hold of a file in another program and carry it onto the window, where it is dropped at the end."""
    with subprocess.Popen(
        [*PROGRAM, "file", path], env=environment, stdout=subprocess.PIPE, text=True
    ) as other:
        try:
            until(lambda: shown.is_there(neighbour.TITLE), "a file to drag")
            shown.ask("mousemove", "--sync", *map(str, neighbour.PLACE.center().toTuple()))
            shown.ask("mousedown", "1")
            for x in (300, 500, 700, 800):
                shown.ask("mousemove", "--sync", str(x), "400")
            assert other.stdout.readline().strip() == neighbour.FREE
            shown.ask("mouseup", "1")
            yield
        finally:
            other.kill()


def test_a_file_is_opened_by_dropping_it_and_nothing_is_lost(
    sit_down, small_project, tmp_path, window_environment
):
    """On the start page it is opened at once; where changes are not saved, that is asked about before."""
    other = tmp_path / "other.yaml"
    other.write_text(OTHER)
    with sit_down("open") as shown:
        shown.find("Ripplemap")
        until(lambda: colours(shown.screen()) > 20, "the start page")
        with dragged(shown, window_environment, small_project):
            remove_the_page(shown)
        with dragged(shown, window_environment, other):
            shown.find("Unsaved changes")
            assert shown.is_there(r"small\*")
            shown.press("Tab", "space")
            shown.find("other")
            shown.until_spots(CHIPS, 2, "the two nodes of the other system")
        shown.quit()


def test_a_copied_picture_is_there_for_other_programs(sit_down, small_project, window_environment):
    """As SVG with the names of all that is in view, and as PNG."""
    with sit_down("open", str(small_project)) as shown:
        shown.find("small")
        shown.until_spots(CHIPS, 4, "four nodes")
        shown.click(spots(shown.at_rest(), *CHIPS)[0].middle)
        until(lambda: spots(shown.screen(), LIGHT.selection), "a ring")
        shown.press("Escape", "Escape", "ctrl+c")
        copied = until(lambda: pasted(window_environment), "a picture on the clipboard")
        shown.quit()
    drawn = ElementTree.fromstring(copied["image/svg+xml"])  # noqa: S314 - our own
    words = " ".join("".join(text.itertext()) for text in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert {"events", "ranker", "scores", "page"} <= set(words.split())
    assert copied["image/png"].startswith(b"\x89PNG")


def pasted(environment):
    """What another program finds on the clipboard, where that is a picture."""
    run = subprocess.run(
        [*PROGRAM, "clipboard"], env=environment, capture_output=True, text=True, timeout=30, check=True
    )
    found = {name: base64.b64decode(data) for name, data in json.loads(run.stdout).items()}
    return found if "image/svg+xml" in found else None
