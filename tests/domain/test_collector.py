"""The search for dead cycles rests while it is told to, and goes on as it was."""

import gc

import pytest

from explorer.domain.collector import collector_at_rest


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
