"""Whose turn it is: what keeps work in the background from making the window wait.

Python runs one thread at a time. While there is work, a thread may hold the interpreter for a fifth of a
millisecond instead of five, because painting asks for it a hundred times; and the collector, which would go through
every node of a large system in one breath (0.1 s at 5,000 nodes), looks only at what was made since it last looked,
which takes it some milliseconds: rings of objects would never go. What is there when the work is done is kept out of
its later walks.
"""

from __future__ import annotations

import gc
import sys

_BUSY_S, _AT_REST_S = 0.0002, 0.005
_YOUNG, _NEVER = 5_000, 1 << 30
"""Objects between two looks: 20,000 take 20 ms, in which no other thread goes on, and four times 5,000 no longer."""
_USUAL = gc.get_threshold()


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
