"""Memory that is free goes back to the system: a window that is open all day stays as small as what it shows.

The C library keeps what was freed, in an arena for each of several threads. What an answer or a layout was worked out
with is gone when it is there, but the little that stays of it lies between, so that after some thousand operations
four fifths of the arenas were gaps. Only glibc is known to do this, and only there is anything done.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, SignalInstance

_ARENA_MAX = -8
"""The number that mallopt knows this by."""
_ARENAS = 2
"""One for the window and one for what works behind it: Python runs one thread at a time anyway."""
_QUIET_MS = 250
_WORTH_IT = 64_000_000
"""Bytes that the process grew by since it last gave back; going through the arenas takes some milliseconds."""


def use_few_arenas() -> None:
    """Let threads share their arenas; before any is started."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, _ARENAS)


class GivingBack(QObject):
    """When work has rested for a moment, gives back what the process grew by, where that is much.

    Never while anything is being worked on: an arena is locked meanwhile, and work that waits for a piece of it holds
    the interpreter, so that the window waits too.
    """

    def __init__(self, rested: SignalInstance, is_busy: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._is_busy = is_busy
        self._libc = _glibc()
        self._kept = resident_bytes()
        self._quiet = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._quiet.timeout.connect(self._give_back)
        if self._libc is not None:
            rested.connect(self._quiet.start)

    def _give_back(self) -> None:
        if not self._is_busy() and resident_bytes() - self._kept > _WORTH_IT:
            threading.Thread(target=self._trim, name="giving back memory", daemon=True).start()

    def _trim(self) -> None:
        if self._libc is not None:
            self._libc.malloc_trim(0)  # the window goes on meanwhile
            self._kept = resident_bytes()


def resident_bytes() -> int:
    """What the process holds of the machine's memory; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _glibc() -> ctypes.CDLL | None:
    """The C library, where it can give memory back."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") and hasattr(libc, "mallopt") else None
