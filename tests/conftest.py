"""What every test rests on: no display needed, settings of its own, and a real X server where asked."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
WINDOW_REQUIRED = IN_CI or os.environ.get("RIPPLEMAP_REQUIRE_WINDOW") == "1"

# Before Qt is imported: no window of a test appears on the desk of the person who runs it.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Tests must neither read nor leave a person's settings; and Qt warns (which fails a test) where the run-time
# folder is missing or somebody else's.
_HOME = Path(tempfile.mkdtemp(prefix="ripplemap-tests-"))
for _name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
    os.environ[_name] = str(_HOME / _name.lower())
    (_HOME / _name.lower()).mkdir(mode=0o700)

# Where compiled modules are not to be left in the checkout, they are left beside the settings: else each of the many
# processes that tests start would compile everything it imports anew, which takes longer than what most of them do.
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    os.environ["PYTHONPYCACHEPREFIX"] = str(_HOME / "compiled")

# Nothing here is timed: a slow machine is no fault. In CI every run draws the same examples, so that a change
# is judged by what it changed; at a desk they vary, and a failure is kept for the next run.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if IN_CI else "desk")


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture
def root() -> Path:
    """The top folder of the checkout."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def no_window_left_open() -> Iterator[None]:
    """Fail a test that leaves a window open: the next one would find it there. Close them with qtbot.addWidget."""
    yield
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return
    left = [widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert [type(widget).__name__ for widget in left] == []


def window_tool(name: str) -> str:
    """Where this program is; without it the test of a window is skipped, or fails where windows must be tested."""
    found = shutil.which(name)
    if found is None:
        reason = f"{name} is not installed (Debian: sudo apt-get install -y {name.lower()})."
        pytest.fail(reason) if WINDOW_REQUIRED else pytest.skip(reason)
    return found


class Display(NamedTuple):
    """A real X display: its name, and the file in which the server keeps what is on its screen."""

    name: str
    screen_file: Path

    def environment(self) -> dict[str, str]:
        """This process's environment, turned to the display: for a subprocess that opens a window."""
        environment = {**os.environ, "DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}
        environment.pop("WAYLAND_DISPLAY", None)
        return environment


@contextmanager
def x_server(width: int, height: int) -> Iterator[Display]:
    """A display of so many pixels, on a server of this test run's own."""
    if not sys.platform.startswith("linux"):
        pytest.skip("A window of its own is opened under Xvfb on Linux only.")
    server = window_tool("Xvfb")
    folder = Path(tempfile.mkdtemp(prefix="screen-", dir=_HOME))
    read_end, write_end = os.pipe()
    screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset", "-fbdir", str(folder)]
    log = folder / "xvfb.log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [server, "-displayfd", str(write_end), *screen], pass_fds=[write_end], stderr=stderr
        )
    os.close(write_end)
    with os.fdopen(read_end) as pipe:
        number = pipe.readline().strip()  # empty when the server ended without a display
    if not number:
        pytest.fail(f"Xvfb did not start: {log.read_text().strip()}")
    try:
        yield Display(f":{number}", folder / "Xvfb_screen0")
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def x_display() -> Iterator[Display]:
    """A real X display, for tests marked `window`."""
    with x_server(1600, 1000) as display:
        yield display


@pytest.fixture(scope="session")
def xdotool() -> str:
    """Where the tool is that presses keys in a real window; for tests marked `window`."""
    return window_tool("xdotool")


@pytest.fixture
def window_environment(x_display: Display) -> dict[str, str]:
    """This process's environment, turned to the real X display: for a subprocess that opens a window."""
    return x_display.environment()
