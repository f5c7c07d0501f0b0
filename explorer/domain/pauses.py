"""Long walks with pauses: what makes a look at every part of a large system end soon after somebody wants it to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")
_AT_ONCE = 2_000
"""Parts between two pauses; some milliseconds, unless much is done with each."""


def checked(items: Iterable[T], check: Callable[[], None], at_once: int = _AT_ONCE) -> Iterator[T]:
    """The same items; `check` is called before each so many of them.

    They are handed on as whole groups, for a generator that is asked for each by itself takes longer than the walk.
    """

    def groups() -> Iterator[tuple[T, ...]]:
        rest = iter(items)
        while group := tuple(islice(rest, at_once)):
            check()
            yield group

    return chain.from_iterable(groups())
