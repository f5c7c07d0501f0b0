"""Parts made when somebody looks at them."""

import pytest

from explorer.analysis.localisation.on_demand import OnDemand


def test_only_what_is_looked_at_is_made():
    """By number, from the end, or some of them; beyond the end there is nothing."""
    made = []
    squares = OnDemand(5, lambda i: made.append(i) or i * i)
    assert (squares[1], squares[-1], squares[2:4]) == (1, 16, (4, 9))
    assert made == [1, 4, 2, 3]
    with pytest.raises(IndexError):
        squares[5]


def test_it_is_as_good_as_a_tuple_to_whoever_goes_through_it():
    """Length, order, membership."""
    squares = OnDemand(4, lambda i: i * i)
    assert (len(squares), list(squares), 9 in squares, bool(OnDemand(0, str))) == (
        4,
        [0, 1, 4, 9],
        True,
        False,
    )
