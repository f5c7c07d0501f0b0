"""Names short enough to be read in a list: of a path or an address only as much of its end as nobody else has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence


def endings(text: str, separator: str) -> list[str]:
    """Its ends in whole parts, the shortest first: "c", "b/c", "a/b/c"."""
    parts = text.split(separator)
    return [separator.join(parts[at:]) for at in range(len(parts) - 1, -1, -1)]


def short_names(names: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each id the first of its names that is no other id's; the last of them where each is."""
    claimed = Counter(name for each in names.values() for name in set(each))
    return {
        node_id: next((name for name in each if claimed[name] == 1), each[-1])
        for node_id, each in names.items()
    }
