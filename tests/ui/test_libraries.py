"""What the system lacks for a window is named by package, before Qt is loaded."""

import socket
import subprocess
import sys
import tempfile

import pytest

from explorer.ui import libraries

on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux brings no libraries along"
)


@on_linux
def test_only_what_cannot_be_loaded_is_named_and_each_package_once():
    """Libraries that load are not named; two that one package holds name it once; the order is kept."""
    wanted = {
        "libabsent-b.so.1": "beta",
        "libc.so.6": "libc6",
        "libabsent-a.so.1": "alpha",
        "libabsent.so": "beta",
    }
    assert libraries.missing_packages(wanted) == ["beta", "alpha"]


def test_no_library_is_asked_for_but_on_linux(monkeypatch):
    """On macOS and Windows the wheels bring everything along."""
    monkeypatch.setattr(sys, "platform", "darwin")
    assert libraries.missing_packages({"libabsent.so.1": "absent"}) == []
    assert libraries.display_available({})


@on_linux
@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, False),
        ({"DISPLAY": ""}, False),
        ({"DISPLAY": ":987"}, False),
        ({"DISPLAY": "no display at all"}, False),
        ({"WAYLAND_DISPLAY": "wayland-987", "XDG_RUNTIME_DIR": "/nowhere"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
    ],
)
def test_a_display_is_one_that_is_named_and_answers(environment, expected):
    """A name alone is no display; a platform of Qt's that needs none is as good as one."""
    assert libraries.display_available(environment) == expected


@pytest.mark.window
def test_a_running_x_server_is_a_display(x_display):
    """And it stays one when the name of a Wayland display beside it leads nowhere."""
    assert libraries.display_available({"DISPLAY": x_display.name})
    assert libraries.display_available({"DISPLAY": x_display.name, "WAYLAND_DISPLAY": "wayland-987"})


@on_linux
def test_a_listening_wayland_socket_is_a_display():
    """The socket is found by its name in the run-time folder, or by its whole path."""
    # in a folder with a short name, because a socket's path holds 107 bytes at most
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/wayland-7")
        server.listen()
        assert libraries.display_available({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": folder})
        assert libraries.display_available({"WAYLAND_DISPLAY": f"{folder}/wayland-7"})


@on_linux
@pytest.mark.parametrize(
    ("environment", "x_asked", "wayland_asked"),
    [
        ({}, True, False),
        ({"DISPLAY": ":0"}, True, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False, True),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, True, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, False, False),
    ],
)
def test_a_window_asks_only_for_the_libraries_of_its_own_display(
    monkeypatch, environment, x_asked, wayland_asked
):
    """Nobody is told to install X libraries for Wayland, nor the other way round."""
    monkeypatch.setattr(libraries, "_loads", lambda name: False)
    missing = set(libraries.missing_libraries(environment))
    assert set(libraries.QT.values()) <= missing
    assert ("libxcb-cursor0" in missing) == x_asked
    assert ("libwayland-client0" in missing) == wayland_asked


@on_linux
def test_the_obstacle_is_one_sentence_with_the_way_out(monkeypatch):
    """Without a display the command line is named; without a library the exact line that installs it."""
    assert "ripplemap ask" in libraries.obstacle({})
    monkeypatch.setattr(libraries, "display_available", lambda environment: True)
    monkeypatch.setattr(libraries, "_loads", lambda name: name != "libxcb-cursor.so.0")
    assert libraries.obstacle({"DISPLAY": ":0"}).endswith("sudo apt-get install -y libxcb-cursor0")
    monkeypatch.setattr(libraries, "_loads", lambda name: True)
    assert libraries.obstacle({"DISPLAY": ":0"}) is None


def test_asking_loads_no_qt():
    """The question is put before Qt is loaded: loading Qt is what it guards."""
    code = "import sys, explorer.ui.libraries as it; it.obstacle(); print(sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "PySide6" not in loaded


@pytest.mark.window
def test_where_nothing_is_missing_a_window_opens_on_a_real_display(window_environment):
    """The list is complete: with all of it there, Qt's X platform loads and shows a window."""
    assert libraries.obstacle({"DISPLAY": window_environment["DISPLAY"]}) is None
    code = (
        "from PySide6.QtWidgets import QApplication, QWidget; from PySide6.QtCore import QTimer\n"
        "app = QApplication([]); window = QWidget(); window.show()\n"
        "QTimer.singleShot(0, lambda: (print(app.platformName(), window.windowHandle().isVisible()), app.quit()))\n"
        "app.exec()"
    )
    command = [sys.executable, "-c", code]
    opened = subprocess.run(
        command, env=window_environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (opened.returncode, opened.stdout) == (0, "xcb True\n"), opened.stderr
