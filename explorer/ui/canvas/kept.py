"""What was worked out for a part of the picture, kept for what is asked next: that is near by, as a rule."""

from __future__ import annotations

from typing import Generic, TypeVar

from explorer.domain.geometry import Rect

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values that hold for all of a rectangle; of many, those used last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: list[tuple[Rect, Key, Value]] = []

    def __len__(self) -> int:
        return len(self._known)

    def around(self, rect: Rect, key: Key) -> Value | None:
        """A value of this key that holds for a rectangle around this one, if any is known."""
        for place, (around, own, value) in enumerate(self._known):
            if own == key and _holds(around, rect):
                self._known.insert(0, self._known.pop(place))
                return value
        return None

    def keep(self, rect: Rect, key: Key, value: Value) -> None:
        """Know this value, too."""
        self._known = [(rect, key, value), *self._known[: self._most - 1]]


def _holds(rect: Rect, other: Rect) -> bool:
    return rect.x0 <= other.x0 and rect.y0 <= other.y0 and other.x1 <= rect.x1 and other.y1 <= rect.y1
