"""A display with one program on it: keys and the mouse go in, what is on the screen comes out."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from scipy import ndimage

from explorer.domain.kinds import NodeKind
from explorer.drawing.theme import LIGHT

CHIPS = [LIGHT.chips[kind] for kind in (NodeKind.DATASET, NodeKind.MODEL, NodeKind.CONSUMER)]
"""What nodes of these kinds are told by on a light ground: each has one such patch."""
PATIENCE_S = 60.0
_GLANCE_S = 0.1
_MARGIN = 6  # pixels between parts of one thing; things stand farther apart


class Spot(NamedTuple):
    """A coloured thing on the screen."""

    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> tuple[int, int]:
        """Where one would click."""
        return self.left + self.width // 2, self.top + self.height // 2


def until(look, what: str):
    """What `look` finds, as soon as it finds something; the test fails where that takes too long."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_GLANCE_S)  # another process is asked, so there is no signal to wait for
    return pytest.fail(f"Waited {PATIENCE_S:g} s in vain for {what}.")


class Desk:
    """What a person at the display can do and see."""

    def __init__(self, xdotool, environment, screen_file, folder: Path, *words: str) -> None:
        self._xdotool = xdotool
        self._environment = {
            **environment,
            "RIPPLEMAP_SETTINGS": str(folder / "settings.json"),
            "LC_ALL": "C.UTF-8",
        }
        self._screen_file = screen_file
        self._said = folder / "stderr.txt"
        self.window = ""
        with self._said.open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "explorer", *words],
                cwd=folder,  # where a file dialog begins, so that a short name is all there is to type
                env=self._environment,
                stderr=errors,
                start_new_session=True,
            )

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

    def find(self, title: str) -> None:
        """Wait until a window with this title is there; it gets the keys from now on."""

        def look() -> str:
            assert self.process.poll() is None, (
                f"It ended with status {self.process.returncode}: {self.said()}"
            )
            assert not self.said()  # a fault of the program's own, after which nothing more comes
            return self.ask("search", "--onlyvisible", "--name", title)

        self.window = until(look, f"a window called {title}").splitlines()[-1]
        self.ask("windowfocus", "--sync", self.window)

    def is_there(self, title: str) -> bool:
        """Whether a window with this title is on the screen."""
        return bool(self.ask("search", "--onlyvisible", "--name", title))

    def gone(self, title: str) -> None:
        """Wait until no window with this title is there any more."""
        until(lambda: not self.is_there(title), f"the window called {title} to be gone")
        time.sleep(_GLANCE_S)  # then the window manager, which nobody can ask, gives the keys to nobody

    def place(self) -> Spot:
        """Where the window is that gets the keys."""
        told = dict(
            line.split("=") for line in self.ask("getwindowgeometry", "--shell", self.window).splitlines()
        )
        return Spot(*(int(told[name]) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        self.ask("windowfocus", "--sync", self.window, "key", "--delay", "40", *keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.ask("windowfocus", "--sync", self.window, "type", "--delay", "25", text)

    def answer(self, key: str, text: str) -> None:
        """Press a key that opens something to type into, wait for that, type and agree."""
        before = self.screen()
        self.press(key)
        until(lambda: asked(before, self.screen()) > 0.05, f"what {key} opens")
        self.type(text)
        self.press("Return")
        until(lambda: asked(before, self.screen()) < 0.02, f"what {key} opened to be gone")

    def click(self, at: tuple[int, int], button: int = 1, times: int = 1) -> None:
        """Click at a place of the screen; buttons 4 and 5 are the wheel."""
        self.ask("mousemove", "--sync", *map(str, at))
        self.ask("click", "--repeat", str(times), "--delay", "60", str(button))

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Take something and let it go elsewhere."""
        self.ask("mousemove", "--sync", *map(str, start))
        self.ask("mousedown", "1")
        for share in (0.1, 0.4, 0.7, 1.0):
            at = (round(a + (b - a) * share) for a, b in zip(start, end, strict=True))
            self.ask("mousemove", "--sync", *map(str, at))
        self.ask("mouseup", "1")

    def screen(self) -> np.ndarray:
        """What is on the screen now: (rows, columns, 3) of red, green, blue."""
        data = self._screen_file.read_bytes()
        header = struct.unpack(">25I", data[:100])
        width, height, line = header[4], header[5], header[12]
        start = header[0] + 12 * header[19]
        rows = np.frombuffer(data, np.uint8, line * height, start).reshape(height, line)
        return rows[:, : 4 * width].reshape(height, width, 4)[:, :, 2::-1]

    def at_rest(self) -> np.ndarray:
        """The screen, once it stays as it is for half a second: layouts follow one another and glide."""

        def look():
            one = self.screen()
            for _ in range(5):
                time.sleep(_GLANCE_S)
                if differing(one, self.screen()):  # beside the canvas a text cursor may blink
                    return None
            return (one,)

        return until(look, "a picture at rest")[0]

    def until_spots(self, colours, count, what: str) -> list[Spot]:
        """Wait until there are so many things of these colours on the canvas."""
        return until(
            lambda: (found := spots(self.screen(), *colours)) and len(found) == count and found, what
        )

    def quit(self) -> None:
        """Ctrl+Q; it ends well, and said nothing on standard error."""
        self.press("ctrl+q")
        self.ends_well()

    def ends_well(self) -> None:
        """Wait for its end, which is no failure, and nothing was said on standard error."""
        assert self.process.wait(PATIENCE_S) == 0
        assert self.said() == ""

    def said(self) -> str:
        """What the program said on standard error."""
        return self._said.read_text("utf-8")


def remove_the_page(shown: Desk) -> None:
    """Take the last node out of the system, which nobody has saved then."""
    shown.find("small")
    shown.until_spots(CHIPS, 4, "four nodes")
    shown.click(spots(shown.at_rest(), *CHIPS)[-1].middle)
    until(lambda: spots(shown.screen(), LIGHT.selection), "a ring")
    shown.press("Delete")
    shown.until_spots(CHIPS, 3, "three nodes")
    until(lambda: shown.is_there(r"small\*"), "the star of an unsaved change")


@contextmanager
def desk(xdotool, environment, screen_file, folder: Path, *words: str) -> Iterator[Desk]:
    """The command, started on the display with settings of its own, and ended with everything it started."""
    shown = Desk(xdotool, environment, screen_file, folder, *words)
    try:
        yield shown
    except BaseException:
        keep(shown.screen(), folder / "screen.ppm")  # what was to be seen when it went wrong
        raise
    finally:
        shown.ask("keyup", "ctrl", "q")  # a window that closes on a key never hears that it was let go
        shown.ask("mousemove", "5", "5")
        if shown.process.poll() is None:
            os.killpg(shown.process.pid, signal.SIGKILL)
            shown.process.wait()


def keep(image: np.ndarray, path: Path) -> None:
    """Write a picture of the screen where somebody who looks into a failure finds it."""
    height, width = image.shape[:2]
    path.write_bytes(b"P6 %d %d 255\n" % (width, height) + image.tobytes())


def canvas(image: np.ndarray) -> tuple[slice, slice]:
    """The middle of the window, where the picture is, without title and legend."""
    height, width = image.shape[:2]
    return slice(round(0.16 * height), round(0.62 * height)), slice(round(0.16 * width), round(0.81 * width))


def spots(image: np.ndarray, *colours: str, whole: bool = False, near: int = 0) -> list[Spot]:
    """The things of these colours on the canvas, or on the whole screen; from left to right.

    near: how far red, green and blue may be off, as those of thin and slanting lines are.
    """
    rows, columns = (slice(None), slice(None)) if whole else canvas(image)
    part = image[rows, columns]
    mask = np.zeros(part.shape[:2], bool)
    for colour in colours:
        wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.int16)
        mask |= (np.abs(part - wanted) <= near).all(axis=2)
    return _parts(mask, columns.start or 0, rows.start or 0, _MARGIN)


def things(image: np.ndarray, within: Spot, margin: int) -> list[Spot]:
    """What stands out of the ground in a part of the screen, from left to right: buttons, words.

    margin: pixels of ground between them; what is in a frame belongs to it.
    """
    left, top, width, height = within
    part = image[top : top + height, left : left + width]
    shades, counts = np.unique(part.reshape(-1, 3), axis=0, return_counts=True)
    found = _parts((part != shades[counts.argmax()]).any(axis=2), left, top, margin)
    return [one for one in found if not any(_holds(other, one) for other in found)]


def _holds(one: Spot, other: Spot) -> bool:
    inside = one.left < other.left and other.left + other.width < one.left + one.width
    return inside and one.top < other.top and other.top + other.height < one.top + one.height


def _parts(mask: np.ndarray, left: int, top: int, margin: int) -> list[Spot]:
    """The things that a mask shows, whose first corner is there; from left to right."""
    near = ndimage.binary_dilation(mask, np.ones((3, 3), bool), iterations=margin // 2)
    labels, _ = ndimage.label(near)
    found = []
    for number, (down, across) in enumerate(ndimage.find_objects(labels), start=1):
        ys, xs = np.nonzero(mask[down, across] & (labels[down, across] == number))
        if len(xs) > 30:  # less is a letter's edge
            found.append(
                Spot(
                    left + across.start + int(xs.min()),
                    top + down.start + int(ys.min()),
                    int(np.ptp(xs)) + 1,
                    int(np.ptp(ys)) + 1,
                )
            )
    return sorted(found)


def inked(image: np.ndarray) -> int:
    """How many pixels of the canvas differ from the one beside them: edges, frames, letters."""
    part = image[canvas(image)]
    return int((part[:, 1:] != part[:, :-1]).any(axis=2).sum())


def differing(one: np.ndarray, other: np.ndarray) -> float:
    """The share of the canvas that is not the same in two pictures of it."""
    return float((one[canvas(one)] != other[canvas(other)]).any(axis=2).mean())


def asked(one: np.ndarray, other: np.ndarray) -> float:
    """The share that differs of the place where one types what to do and where to go."""
    height, width = one.shape[:2]
    part = slice(round(0.08 * height), round(0.14 * height)), slice(round(0.45 * width), round(0.65 * width))
    return float((one[part] != other[part]).any(axis=2).mean())


def colours(image: np.ndarray) -> int:
    """How many colours there are on the screen."""
    return len(np.unique(image[::2, ::2].reshape(-1, 3), axis=0))
