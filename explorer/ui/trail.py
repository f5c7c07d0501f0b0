"""The way through the focuses of a system, as a browser has it: back to what was shown before, and forward again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.session.views import Focus

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Trail:
    """before: what was shown earlier, the last at the end; after: what was gone back from, the next at the end."""

    before: tuple[Focus | None, ...] = ()
    after: tuple[Focus | None, ...] = ()

    def left(self, place: Focus | None) -> Trail:
        """A person went on from `place` to somewhere else; what they had gone back from is given up."""
        return Trail((*self.before, place)[-_LONGEST:])

    def back(
        self, place: Focus | None, is_there: Callable[[Focus | None], bool]
    ) -> tuple[Trail, Focus | None]:
        """Back from `place`: the trail then, and where that is; past what is no longer there, else it is `place`."""
        for last in reversed(range(len(self.before))):
            if is_there(self.before[last]):
                return Trail(self.before[:last], (*self.after, place)), self.before[last]
        return Trail((), self.after), place

    def forward(
        self, place: Focus | None, is_there: Callable[[Focus | None], bool]
    ) -> tuple[Trail, Focus | None]:
        """The opposite of `back`."""
        turned, found = Trail(self.after, self.before).back(place, is_there)
        return Trail(turned.after, turned.before), found
