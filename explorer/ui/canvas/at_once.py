"""What is made in steps, made at once: for whoever has no frame in which to wait for it."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

Made = TypeVar("Made")


def at_once(steps: Generator[None, None, Made]) -> Made:
    """Take all steps before this returns; what comes of them."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            made: Made = end.value
            return made
