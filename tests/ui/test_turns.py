"""Turns: while there is work threads change more often, and what nobody needs any more goes all the same."""

import gc
import sys
import threading
import weakref
from time import monotonic

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


def way_given(seconds):
    """Whether work that gives way now goes on within so many seconds."""
    thread = threading.Thread(target=turns.give_way)
    thread.start()
    thread.join(seconds)
    return not thread.is_alive()


def test_work_waits_while_the_window_does_something(monkeypatch):
    """It goes on as soon as that is done, also when one thing was part of another."""
    monkeypatch.setattr(turns, "_PATIENCE_S", 30.0)
    assert way_given(10)
    with turns.window_first():
        with turns.window_first():
            waiting = threading.Thread(target=turns.give_way)
            waiting.start()
        waiting.join(0.05)
        assert waiting.is_alive()
    waiting.join(10)
    assert not waiting.is_alive()
    assert way_given(10)


def test_work_does_not_wait_for_a_window_that_waits_for_a_person(monkeypatch):
    """A dialog is asked from within a click: what happens in it goes first, it itself only for a moment."""
    monkeypatch.setattr(turns, "_PATIENCE_S", 0.2)
    began = monotonic()
    with turns.window_first():
        assert way_given(10)
        assert monotonic() - began >= 0.15
        with turns.window_first():
            waiting = threading.Thread(target=turns.give_way)
            waiting.start()
        waiting.join(10)
        assert not waiting.is_alive()
        assert way_given(10)


def test_what_fails_in_the_window_holds_no_work_up(monkeypatch):
    """Whatever comes of it, it is over."""
    monkeypatch.setattr(turns, "_PATIENCE_S", 30.0)
    try:
        with turns.window_first():
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert way_given(10)


def test_work_that_makes_much_waits_too(monkeypatch):
    """Where it never looks whether it is wanted, the collector's looks are its pauses; the window has none."""
    monkeypatch.setattr(turns, "_PATIENCE_S", 30.0)
    made = []

    def make():
        made.extend([number] for number in range(100_000))

    turns.take_turns()
    with turns.window_first():
        making = threading.Thread(target=make)
        making.start()
        making.join(0.1)
        assert making.is_alive()
        assert len([[number] for number in range(100_000)]) == 100_000
    making.join(30)
    turns.rest()
    assert len(made) == 100_000
