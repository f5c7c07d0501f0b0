"""Python's search for dead cycles, put off: what a system is made of holds none, and looking takes its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_is_kept = False
"""Whether anything is kept for good; Python itself finds out by counting all of it."""


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search while a hundred thousand values are made: it takes from a third to a half of reading them.

    Afterwards they count as old, else the next value that is made would start a search through all of them, 60 ms in
    which no thread goes on. Where something is kept for good already, they are too, or it would be searched again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            if not _is_kept:
                gc.unfreeze()
            gc.enable()


def keep_for_good() -> None:
    """Leave all there is now out of later searches, for it stays until the program ends."""
    global _is_kept
    _is_kept = True
    gc.freeze()
