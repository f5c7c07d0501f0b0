"""The command opens a real window on a real X server, shows the sample, answers to keys, and leaves no trace."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.window
_PATIENCE_S = 60.0
_GLANCE_S = 0.1
_GRAB = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
screen = application.primaryScreen()
assert screen.grabWindow(0).save(sys.argv[1]), "the screen cannot be grabbed"
"""


def until(look, what: str):
    """What `look` finds, as soon as it finds something; the test fails where that takes too long."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_GLANCE_S)  # another process is asked, so there is no signal to wait for
    return pytest.fail(f"Waited {_PATIENCE_S:g} s in vain for {what}.")


class Desk:
    """A display with one program on it."""

    def __init__(
        self, xdotool: str, environment: dict[str, str], process: subprocess.Popen, folder: Path
    ) -> None:
        self.process = process
        self._environment = environment
        self._folder = folder
        self._xdotool = xdotool
        self.window = ""

    def ask(self, *words: str) -> str:
        """What xdotool says."""
        run = subprocess.run(
            [self._xdotool, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return run.stdout.strip()

    def find(self, title: str) -> bool:
        """Wait until a window with this title is there; it gets the keys from now on."""

        def look() -> str:
            assert self.process.poll() is None, (
                f"It ended with status {self.process.returncode}: {self.said()}"
            )
            return self.ask("search", "--onlyvisible", "--name", title)

        self.window = until(look, f"a window called {title}").splitlines()[-1]
        self.ask("windowfocus", "--sync", self.window)
        return True

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.ask("key", "--window", self.window, "--delay", "40", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.ask("type", "--window", self.window, "--delay", "15", text)

    def picture(self):
        """What is on the screen now, as a QImage."""
        from PySide6.QtGui import QImage

        path = self._folder / "screen.png"
        subprocess.run(
            [sys.executable, "-c", _GRAB, str(path)],
            env=self._environment,
            check=True,
            timeout=60,
            capture_output=True,
        )
        return QImage(str(path))

    def said(self) -> str:
        """What the program said on standard error."""
        return (self._folder / "stderr.txt").read_text("utf-8")


@contextmanager
def desk(xdotool: str, environment: dict[str, str], folder: Path, *words: str) -> Iterator[Desk]:
    """The command, started on the display with settings of its own, and ended with everything it started."""
    environment = {**environment, "RIPPLEMAP_SETTINGS": str(folder / "settings.json"), "LC_ALL": "C.UTF-8"}
    with (folder / "stderr.txt").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "explorer", *words], env=environment, stderr=errors, start_new_session=True
        )
    shown = Desk(xdotool, environment, process, folder)
    try:
        yield shown
    finally:
        shown.ask("keyup", "ctrl", "q")  # a window that closes on a key never hears that it was let go
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def colours(image, left: float, top: float, right: float, bottom: float) -> int:
    """How many colours there are in a part of the screen, given in shares of its width and height."""
    width, height = image.width(), image.height()
    return len(
        {
            image.pixel(x, y)
            for x in range(int(left * width), int(right * width), 2)
            for y in range(int(top * height), int(bottom * height), 2)
        }
    )


def ink(image) -> int:
    """How many pixels of the middle of the screen differ from the one beside them: edges, frames, letters."""
    width, height = image.width(), image.height()
    return sum(
        image.pixel(x, y) != image.pixel(x + 1, y)
        for x in range(width // 4, 3 * width // 4)
        for y in range(height // 8, height // 2, 2)
    )


def differing(one, other) -> float:
    """The share of the middle of the screen that is not the same in two pictures of it."""
    width, height = one.width(), one.height()
    places = [
        (x, y) for x in range(width // 4, 3 * width // 4, 2) for y in range(height // 8, height // 2, 2)
    ]
    return sum(one.pixel(x, y) != other.pixel(x, y) for x, y in places) / len(places)


def at_rest(shown: Desk):
    """The picture, once it stays as it is: layouts come one after the other and move over smoothly."""
    one, other = shown.picture(), shown.picture()
    return other if differing(one, other) == 0 else None


def test_the_sample_is_seen_asked_about_and_left(xdotool, window_environment, tmp_path, root):
    """Title, a picture with hundreds of colours, zoom and a what-if by keys, and exit status 0 on Ctrl+Q."""
    sample = root / "resources" / "samples" / "streamly.yaml"
    with desk(xdotool, window_environment, tmp_path, "open", str(sample)) as shown:
        shown.find("treamly")
        picture = until(
            lambda: (image := shown.picture()) and ink(image) > 2_000 and image, "a picture of the system"
        )
        assert colours(picture, 0, 0, 1, 1) > 200
        before = until(lambda: at_rest(shown), "a picture at rest")
        shown.press("ctrl+plus", "ctrl+plus", "ctrl+plus")
        until(lambda: differing(before, shown.picture()) > 0.05, "a closer look")
        shown.press("ctrl+0")
        shown.press("ctrl+f")
        shown.type("image-emb")
        until(lambda: ink(shown.picture()) > 0, "the filter")
        shown.press("Down", "Down", "Down")
        process = shown.process
        shown.press("ctrl+q")
        assert process.wait(_PATIENCE_S) == 0
        assert shown.said() == ""


def test_a_window_without_a_system_opens_and_closes(xdotool, window_environment, tmp_path):
    """`open` alone shows the start page."""
    with desk(xdotool, window_environment, tmp_path, "open") as shown:
        shown.find("Ripplemap")
        until(lambda: colours(shown.picture(), 0, 0, 1, 1) > 20, "the start page")
        shown.press("ctrl+q")
        assert shown.process.wait(_PATIENCE_S) == 0
        assert shown.said() == ""
