"""Sequences whose parts are made when somebody looks at them: of half a million hypotheses a few are ever shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T]):
    """So many parts, each made from its number; the same number gives an equal part."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        numbers = range(self._count)[at]
        return self._make(numbers) if isinstance(numbers, int) else tuple(map(self._make, numbers))
