"""The picture is written to a file by keys and by mouse, through the dialog that asks which."""

import os
import subprocess
import sys

import pytest

from tests.end_to_end.desks import CHIPS, Spot, things, until

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("window_manager")]


def test_what_is_exported_by_keys_and_by_mouse_is_the_picture(sit_down, small_project, tmp_path, root):
    """Both files are what the command line draws of the same project, and nothing waits to be saved."""
    with sit_down("open", str(small_project)) as shown:
        shown.find("small")
        shown.until_spots(CHIPS, 4, "four nodes")
        image = shown.at_rest()
        shown.press("ctrl+e")
        shown.find("Export Picture")
        shown.type("by-keys")
        shown.press("Return")
        shown.gone("Export Picture")
        written = until(lambda: finished(tmp_path / "by-keys.svg"), "a picture in a file")
        shown.find("small")
        height, width = image.shape[:2]
        toolbar = things(image, Spot(0, height * 23 // 1000, width // 2, height * 23 // 1000), margin=12)
        shown.click(toolbar[-1].middle)
        shown.find("Export Picture")
        left, top, width, height = shown.place()
        corner = Spot(left + width * 7 // 8, top + height * 5 // 6, width // 10, height // 6)
        buttons = until(
            lambda: len(found := things(shown.screen(), corner, margin=4)) > 1 and found,
            "the dialog's buttons",
        )
        agree = min(buttons, key=lambda button: button.top)
        shown.click(agree.middle)
        shown.gone("Export Picture")
        assert until(lambda: finished(tmp_path / "small.svg"), "another picture in a file") == written
        shown.find("small")
        shown.quit()
    command = [sys.executable, "-m", "explorer", "export", str(small_project), "-o", "drawn.svg"]
    subprocess.run(
        command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(root)}, check=True, capture_output=True
    )
    assert (tmp_path / "drawn.svg").read_text("utf-8") == written


def finished(path):
    """What is in the file, once it is written to its end."""
    text = path.read_text("utf-8") if path.exists() else ""
    return text if text.rstrip().endswith("</svg>") else ""
