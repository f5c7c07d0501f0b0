"""The cheapest cover, against trying every choice."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from explorer.analysis.set_cover import smallest_cover
from explorer.errors import Cancelled


@st.composite
def problems(draw):
    """Sets of candidates, one for each element, and what each candidate costs."""
    columns = draw(st.integers(1, 8))
    rows = draw(st.lists(st.sets(st.integers(0, columns - 1), min_size=1), max_size=9))
    costs = draw(st.lists(st.integers(1, 4), min_size=columns, max_size=columns))
    return rows, costs


def matrix(rows, columns):
    """Rows of candidates as a matrix."""
    full = np.zeros((len(rows), columns), bool)
    for i, row in enumerate(rows):
        full[i, list(row)] = True
    return csr_matrix(full)


def cheapest(rows, costs):
    """The least cost of any choice that covers all."""
    choices = (c for n in range(len(costs) + 1) for c in combinations(range(len(costs)), n))
    return min(sum(costs[i] for i in c) for c in choices if all(row & set(c) for row in rows))


@settings(max_examples=120, deadline=None)
@given(problems())
def test_no_cover_is_cheaper(problem):
    """The choice covers every element, costs what it says, and no other choice costs less; all is proven."""
    rows, costs = problem
    found = smallest_cover(matrix(rows, len(costs)), np.array(costs), seconds=10)
    assert all(row & set(found.chosen) for row in rows)
    assert found.cost == sum(costs[i] for i in found.chosen) == cheapest(rows, costs) == found.least
    assert found.is_minimal


@settings(max_examples=60, deadline=None)
@given(problems())
def test_without_time_the_answer_is_a_cover_and_says_what_is_not_proven(problem):
    """Greedy choices cover everything, and the bound holds."""
    rows, costs = problem
    found = smallest_cover(matrix(rows, len(costs)), np.array(costs), seconds=0)
    best = cheapest(rows, costs)
    assert all(row & set(found.chosen) for row in rows)
    assert found.least <= best <= found.cost
    assert found.is_minimal == (found.cost == found.least)


def a_hard_one(size=400, each=12):
    """Elements and candidates at random: nothing decides itself."""
    rng = np.random.default_rng(1)
    return matrix([set(rng.choice(size, each, replace=False).tolist()) for _ in range(size)], size)


def test_a_hard_one_is_answered_in_time_with_its_bound():
    """Where the time does not do, the best found is given, with what is proven of it."""
    found = smallest_cover(a_hard_one(), seconds=0.3)
    assert (a_hard_one()[:, list(found.chosen)].sum(axis=1) > 0).all()
    assert 0 < found.least < found.cost
    assert not found.is_minimal


def test_solving_can_be_cancelled():
    """Whoever waits for the solver can stop waiting."""
    calls = []

    def check():
        calls.append(1)
        if len(calls) > 12:
            raise Cancelled

    with pytest.raises(Cancelled):
        smallest_cover(a_hard_one(), seconds=2, check=check)


def test_what_nothing_covers_is_refused():
    """An element without a candidate is a mistake of the caller; nothing to cover takes nothing."""
    with pytest.raises(ValueError, match="no candidate"):
        smallest_cover(matrix([{0}, set()], 2))
    assert smallest_cover(matrix([], 3)).chosen == ()
