"""Whose turn it is: what keeps work in the background from making the window wait.

Python runs one thread at a time. While there is work, a thread may hold the interpreter for a twentieth of a
millisecond instead of five, because painting asks for it some hundred times. Work lets the window finish what it does
wherever it looks whether it is still wanted, and where the collector is about to look. That would go through every
node of a large system in one breath (0.1 s at 5,000 nodes), but looks only at what was made since it last looked,
which takes it a millisecond: rings of objects would never go. What is there when the work is done is kept out of its
later walks.
"""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from explorer.domain.collector import keep_for_good

_BUSY_S, _AT_REST_S = 0.00005, 0.005
_YOUNG, _NEVER = 2_000, 1 << 30
"""Objects between two looks: 20,000 take 20 ms, in which no other thread goes on, and ten times 2,000 no longer."""
_USUAL = gc.get_threshold()
_PATIENCE_S = 0.04
"""How long work waits for the window at most, which may itself wait for a person's answer in a dialog."""
_PASSING_S = 0.001
"""What the window waits at most for those who have just been let by."""
_way = threading.Lock()  # of C alone: work may come to wait for it in the middle of anything
_is_closed = False
"""Whether the window holds it."""
_since: float | None = None
"""When the window began what it does now."""


def take_turns() -> None:
    """Work begins."""
    sys.setswitchinterval(_BUSY_S)
    gc.set_threshold(_YOUNG, _NEVER, _NEVER)
    if _before_a_look not in gc.callbacks:
        gc.callbacks.append(_before_a_look)


def rest() -> None:
    """Nothing is being worked on any more."""
    sys.setswitchinterval(_AT_REST_S)
    gc.collect(0)
    keep_for_good()
    gc.set_threshold(*_USUAL)
    if _before_a_look in gc.callbacks:
        gc.callbacks.remove(_before_a_look)


@contextmanager
def window_first() -> Iterator[None]:
    """What the window does now goes before all work: that waits where it looks whether it is still wanted."""
    global _since, _is_closed
    before, _since = _since, monotonic()
    _is_closed = _is_closed or _way.acquire(timeout=_PASSING_S)
    try:
        yield
    finally:
        _since = before
        if _is_closed and (before is None or _left(before) <= 0):
            _is_closed = False
            _way.release()


def give_way() -> None:
    """Called by work: wait until the window has done what it does, or has taken too long for it."""
    since = _since
    if since is not None and (left := _left(since)) > 0 and _way.acquire(timeout=left):
        _way.release()


def _before_a_look(phase: str, info: object) -> None:
    """The collector is about to look, in any thread: where work makes many objects, that is every millisecond."""
    if phase == "start" and threading.get_ident() != threading.main_thread().ident:
        give_way()


def _left(since: float) -> float:
    return since + _PATIENCE_S - monotonic()
