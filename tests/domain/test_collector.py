"""The search for dead cycles rests while it is told to, and goes on as it was."""

import gc

import pytest

from explorer.domain import collector
from explorer.domain.collector import collector_at_rest, keep_for_good


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_rests_inside_and_is_as_before_afterwards(was_on):
    """Also where what is done inside fails, and where somebody else has put it to rest."""
    (gc.enable if was_on else gc.disable)()
    try:
        with pytest.raises(ValueError, match="broken"), collector_at_rest():
            assert not gc.isenabled()
            raise ValueError("broken")
        assert gc.isenabled() is was_on
    finally:
        gc.enable()


def test_what_was_made_meanwhile_counts_as_old(monkeypatch):
    """So that no search through all of it begins with the next value that is made."""
    gc.unfreeze()  # what a test before kept for good
    monkeypatch.setattr(collector, "_is_kept", False)
    with collector_at_rest():
        made = [[] for _ in range(100_000)]
    assert gc.get_count()[0] < 1_000
    assert any(each is made[0] for each in gc.get_objects(generation=2))


def test_what_is_kept_for_good_stays_so(monkeypatch):
    """A later rest does not take it back into the search, and what is made meanwhile starts none there either."""
    monkeypatch.setattr(collector, "_is_kept", False)
    try:
        keep_for_good()
        kept = gc.get_freeze_count()
        with collector_at_rest():
            made = [[] for _ in range(100_000)]
        assert gc.get_freeze_count() >= kept + len(made)
        assert gc.get_count()[0] < 1_000
    finally:
        gc.unfreeze()
