"""Whose turn it is: what keeps work in the background from making the window wait.

Python runs one thread at a time. While there is work, a thread may hold the interpreter for a twentieth of a
millisecond instead of five, because painting asks for it some hundred times; work lets the window finish what it
does wherever it looks whether it is still wanted. The collector, which would go through every node of a large system
in one breath (0.1 s at 5,000 nodes), looks only at what was made since it last looked, which takes it some
milliseconds: rings of objects would never go. What is there when the work is done is kept out of its later walks.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

_BUSY_S, _AT_REST_S = 0.00005, 0.005
_YOUNG, _NEVER = 5_000, 1 << 30
"""Objects between two looks: 20,000 take 20 ms, in which no other thread goes on, and four times 5,000 no longer."""
_USUAL = gc.get_threshold()
_PATIENCE_S = 0.1
"""How long work waits for the window at most, which may itself wait for a person's answer in a dialog."""
_is_free = threading.Event()
_is_free.set()
_since: float | None = None
"""When the window began what it does now."""


def take_turns() -> None:
    """Work begins."""
    sys.setswitchinterval(_BUSY_S)
    gc.set_threshold(_YOUNG, _NEVER, _NEVER)


def rest() -> None:
    """Nothing is being worked on any more."""
    sys.setswitchinterval(_AT_REST_S)
    gc.collect(0)
    gc.freeze()
    gc.set_threshold(*_USUAL)


@contextmanager
def window_first() -> Iterator[None]:
    """What the window does now goes before all work: that waits where it looks whether it is still wanted."""
    global _since
    before, _since = _since, monotonic()
    _is_free.clear()
    try:
        yield
    finally:
        _since = before
        if before is None or _left(before) <= 0:
            _is_free.set()


def give_way() -> None:
    """Called by work: wait until the window has done what it does, or has taken too long for it."""
    since = _since
    if since is not None and (left := _left(since)) > 0:
        _is_free.wait(left)


def _left(since: float) -> float:
    return since + _PATIENCE_S - monotonic()
