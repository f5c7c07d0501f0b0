"""Making ready: everything named can be imported, and Cancel waits for no import."""

import sys
import threading

import pytest

from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.ui import readiness
from explorer.ui.readiness import make_ready


def test_what_the_first_system_needs_is_there_afterwards():
    """The desk and the analyses are imported, so that nobody waits for them later."""
    make_ready(Task())
    assert {"explorer.ui.desk", "explorer.session.loading", "explorer.analysis.debts"} <= set(sys.modules)


def test_what_others_import_when_they_are_first_used_is_there_too():
    """numpy.unique takes 50 ms the first time otherwise, while the canvas is made."""
    make_ready(Task())
    assert {"numpy.ma", "explorer.ui.aloud"} <= set(sys.modules)


def test_it_can_be_cancelled():
    """Whoever opens something else, or leaves, does not wait for imports."""

    def check():
        raise Cancelled

    with pytest.raises(Cancelled):
        make_ready(Task(check=check))


def test_no_import_is_waited_for(monkeypatch):
    """An import that takes its time is left to itself as soon as somebody cancels."""
    begun, goes_on = threading.Event(), threading.Event()

    def slow(name):
        begun.set()
        assert goes_on.wait(20)

    def check():
        if begun.is_set():
            raise Cancelled

    monkeypatch.setattr(readiness, "import_module", slow)
    with pytest.raises(Cancelled):
        make_ready(Task(check=check))
    assert not goes_on.is_set()
    goes_on.set()
