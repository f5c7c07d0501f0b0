"""Walks that pause."""

import pytest

from explorer.domain.pauses import checked
from explorer.errors import Cancelled


def test_all_items_come_in_order_and_each_group_is_preceded_by_a_pause():
    """Seven items by threes are three pauses; none has nothing to pause for."""
    pauses = []
    assert list(checked(range(7), lambda: pauses.append(1), 3)) == list(range(7))
    assert len(pauses) == 3
    assert list(checked([], lambda: pytest.fail("nothing to look at"))) == []


def test_a_walk_ends_where_a_pause_says_so():
    """What was handed on before stays; nothing is handed on after."""
    seen = []

    def check():
        if len(seen) >= 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        for item in checked(range(9), check, 2):
            seen.append(item)
    assert seen == [0, 1, 2, 3]
