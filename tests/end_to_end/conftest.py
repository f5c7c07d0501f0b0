"""A program on a real display, for tests marked `window`, and the small system for it to show."""

import os
import subprocess
from functools import partial

import pytest

from tests.conftest import window_tool
from tests.end_to_end.desks import desk
from tests.small_system import SMALL


@pytest.fixture
def sit_down(xdotool, x_display, tmp_path, root):
    """Start the command with these words on the display; what it says on standard error is kept."""
    environment = {**x_display.environment(), "PYTHONPATH": os.fspath(root)}
    return partial(desk, xdotool, environment, x_display.screen_file, tmp_path)


@pytest.fixture
def window_manager(window_environment):
    """A window manager on the display: dialogs get the keys as they open, and Ctrl+Alt+Esc closes a window."""
    command = [
        window_tool("evilwm"),
        "--bw",
        "0",
    ]  # without a border, so that a window is where it says it is
    with subprocess.Popen(command, env=window_environment) as manager:
        yield
        is_there = manager.poll() is None
        manager.terminate()
    assert is_there


@pytest.fixture
def small_manifest(tmp_path):
    """The manifest of the small system."""
    (tmp_path / "small.yaml").write_text(SMALL)
    return tmp_path / "small.yaml"


@pytest.fixture
def small_project(small_manifest, tmp_path):
    """The small system as a project."""
    from explorer.importers.adapter import Task
    from explorer.session.loading import open_sources
    from explorer.session.session import Session

    session = Session(open_sources([str(small_manifest)], task=Task()))
    session.save_as(tmp_path / "small.ripplemap")
    return tmp_path / "small.ripplemap"
