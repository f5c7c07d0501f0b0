"""What is worked out once for a graph and kept for as long as that lives; a graph never changes, so it stays true."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import wraps
from typing import Protocol, TypeVar

from explorer.domain.system_graph import SystemGraph

T = TypeVar("T", covariant=True)


Check = Callable[[], None]
"""Called often while something takes long; it may raise Cancelled."""


class _Kept(Protocol[T]):
    def __call__(self, graph: SystemGraph, check: Check = ...) -> T: ...


def once_per_graph(make: Callable[[SystemGraph, Check], T]) -> _Kept[T]:
    """The same function, which works each graph out once; what it gives must not be changed."""
    # By identity: a graph is compared by content, and so has no hash.
    made: dict[int, tuple[weakref.ref[SystemGraph], T]] = {}

    @wraps(make)
    def kept(graph: SystemGraph, check: Check = lambda: None) -> T:
        known = made.get(id(graph))
        if known is not None and known[0]() is graph:
            return known[1]
        result = make(graph, check)
        key = id(graph)
        made[key] = (weakref.ref(graph, lambda _: made.pop(key, None)), result)
        return result

    return kept
