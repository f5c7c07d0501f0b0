"""Making ready: everything named can be imported, and Cancel is asked between two modules."""

import sys

import pytest

from explorer.errors import Cancelled
from explorer.importers.adapter import Task
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
