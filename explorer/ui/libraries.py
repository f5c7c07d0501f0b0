"""Which of the system's shared libraries a window needs and this computer lacks, asked before Qt is loaded.

Qt aborts the whole process where one is missing (libxcb-cursor0, most often), with a message that sends people
astray. This module is the one list of them: it needs the standard library only, and packaging/start.py loads it by
its path, before there is an environment to import anything from.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

# Shared library → Debian package. Read from the wheels' own files (`objdump -p`), then tried in a bare Debian 12.
QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
}
X_WINDOW = {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
WAYLAND_WINDOW = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
GRAPHVIZ = {
    "libXrender.so.1": "libxrender1",
    "libXext.so.6": "libxext6",
    "libX11.so.6": "libx11-6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libexpat.so.1": "libexpat1",
}

# Qt's platforms that draw to no screen of this computer; whoever names one of them knows what they want.
_SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")


def missing_libraries(environment: Mapping[str, str] = os.environ) -> list[str]:
    """The Debian packages that a window in this environment needs and this computer lacks; none but on Linux."""
    return missing_packages({**QT, **_window(environment)})


def missing_packages(libraries: Mapping[str, str]) -> list[str]:
    """The packages of those libraries that cannot be loaded here, each once, in the order given."""
    if not sys.platform.startswith("linux"):
        return []
    return list(dict.fromkeys(package for name, package in libraries.items() if not _loads(name)))


def install_line(packages: list[str]) -> str:
    """The one command that installs `packages` on Debian and its relatives."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def display_available(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether a window has a screen to open on: one that is named, and answers."""
    if not sys.platform.startswith("linux") or _screenless(environment):
        return True
    return _wayland_answers(environment) or _x_answers(environment)


def no_display(instead: str = "ripplemap ask SOURCE") -> str:
    """The sentence for whoever wants a window and has no display; `instead` is the command that needs none."""
    return (
        "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY names one that answers); "
        f"`{instead}` answers on the command line."
    )


def obstacle(environment: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can open here and what to do, in one sentence; None where nothing stands in the way."""
    if not display_available(environment):
        return no_display()
    missing = missing_libraries(environment)
    if missing:
        return f"Qt cannot open a window before this has been run: {install_line(missing)}"
    return None


def _window(environment: Mapping[str, str]) -> Mapping[str, str]:
    if _screenless(environment):
        return {}
    on_wayland = bool(environment.get("WAYLAND_DISPLAY"))
    # Without any display the X libraries are asked for: they serve on every desktop, and an X server is what
    # a test or a remote session starts.
    on_x = bool(environment.get("DISPLAY")) or not on_wayland
    return {**(X_WINDOW if on_x else {}), **(WAYLAND_WINDOW if on_wayland else {})}


def _screenless(environment: Mapping[str, str]) -> bool:
    return environment.get("QT_QPA_PLATFORM", "").split(":")[0] in _SCREENLESS


def _x_answers(environment: Mapping[str, str]) -> bool:
    """Whether the X server lets us in; Qt aborts the process where it does not."""
    name = environment.get("DISPLAY")
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # nobody can be asked before the library is there, and it is named as missing
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connect.restype = ctypes.c_void_p
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(os.fsencode(name), None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return False
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(Path(environment.get("XDG_RUNTIME_DIR", "/"), name)))
        except OSError:
            return False
    return True


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
