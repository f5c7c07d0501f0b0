"""Python's search for dead cycles, put off: what a system is made of holds none, and looking takes its time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """No search while a hundred thousand values are made: it takes from a third to a half of reading them."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep_for_good() -> None:
    """Leave all there is now out of later searches, for it stays until the program ends."""
    gc.freeze()
