"""Whose turn it is: what keeps work in the background from making the window wait.

Python runs one thread at a time. While there is work, a thread may hold the interpreter for a fifth of a
millisecond instead of five, because painting asks for it a hundred times; and the collector, which would go through
every node of a large system in one breath (0.1 s at 5,000 nodes), rests. What is there when the work is done is kept
out of its later walks.
"""

from __future__ import annotations

import gc
import sys

_BUSY_S, _AT_REST_S = 0.0002, 0.005


def take_turns() -> None:
    """Work begins."""
    sys.setswitchinterval(_BUSY_S)
    gc.disable()


def rest() -> None:
    """Nothing is being worked on any more."""
    sys.setswitchinterval(_AT_REST_S)
    gc.freeze()
    gc.enable()
