"""Turns: while there is work threads change more often, and what nobody needs any more goes all the same."""

import gc
import sys
import weakref

from explorer.ui import turns


class Ring:
    """Something that holds itself, as graphs of networkx do."""

    def __init__(self):
        self.itself = self


def test_rings_that_are_made_during_work_do_not_stay():
    """What only the collector can free is gone when the work is, and is not kept out of its sight for ever."""
    turns.take_turns()
    ring = weakref.ref(Ring())
    turns.rest()
    assert ring() is None


def test_many_rings_go_while_the_work_is_still_under_way():
    """However long it takes, what it drops does not pile up."""
    turns.take_turns()
    rings = [weakref.ref(Ring()) for _ in range(100_000)]
    left = sum(ring() is not None for ring in rings)
    turns.rest()
    assert left < 50_000


def test_afterwards_everything_is_as_before():
    """Threads and the collector have their usual turns again."""
    turns.rest()
    before = sys.getswitchinterval(), gc.get_threshold(), gc.isenabled()
    turns.take_turns()
    assert sys.getswitchinterval() < before[0]
    turns.rest()
    assert (sys.getswitchinterval(), gc.get_threshold(), gc.isenabled()) == before
