"""What arrives at nodes is put together alike, whether at few of them or at many."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.what_if.frontiers import FEW, Inbox, as_arrays, by_node, fitting, laid_end_to_end

arrivals = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 7)), max_size=40)
frontiers = st.dictionaries(st.integers(0, 2 * FEW), st.integers(1, 7), max_size=2 * FEW)


@given(arrivals, st.lists(st.integers(0, 7), min_size=100, max_size=100))
def test_what_is_new_at_each_node_is_told_once_and_kept(arriving, has):
    """Of all that arrives at a node what it does not have yet is new, and then it has it."""
    expected, state = {}, list(has)
    for node, bits in arriving:
        if bits & ~has[node]:
            expected[node] = expected.get(node, 0) | bits & ~has[node]
            state[node] |= bits
    kept = np.array(has, np.int64)
    target, bits = np.array(arriving, np.int64).reshape(-1, 2).T
    inbox = Inbox(100)
    nodes, fresh = inbox.take(target, bits, kept)
    assert nodes.tolist() == sorted(expected)
    assert dict(zip(nodes.tolist(), fresh.tolist(), strict=True)) == expected
    assert kept.tolist() == state
    assert [len(column) for column in inbox.together([])] == [0, 0]


@given(st.lists(frontiers, max_size=6))
def test_frontiers_in_either_form_are_laid_end_to_end(frontiers):
    """Few as a dict or many as arrays: every node and its bits come in the order of the frontiers."""
    nodes, bits, number = laid_end_to_end([fitting(f) for f in frontiers])
    expected = [(node, b, i) for i, f in enumerate(frontiers) for node, b in f.items()]
    assert list(zip(nodes.tolist(), bits.tolist(), number.tolist(), strict=True)) == expected
    for f in frontiers:
        assert isinstance(fitting(f), dict) == isinstance(fitting(as_arrays(f)), dict) == (len(f) <= FEW)


@given(st.lists(st.integers(0, 9), max_size=30))
def test_rows_are_found_by_node(nodes):
    """The rows of a node stand together, in the order in which they came."""
    start, order = by_node(np.array(nodes, np.int64))
    found = {i: order[start[i] : start[i + 1]].tolist() for i in range(len(start) - 1)}
    assert {i: rows for i, rows in found.items() if rows} == {
        n: [j for j, one in enumerate(nodes) if one == n] for n in set(nodes)
    }
