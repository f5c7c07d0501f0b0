"""Members passed on in order, loops taken as one, beside following them one edge after another."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.localisation.slots import SLOTS
from explorer.analysis.localisation.streams import Streams

NODES, CLASSES, MEMBERS = 7, 3, 4
SOME_SLOTS = st.sampled_from([0, 1, 2, 7, 14, SLOTS - 1])


@st.composite
def systems(draw):
    """Edges between a few nodes, what passes over each class of them (slots may lead round), and what comes in."""
    node = st.integers(0, NODES - 1)
    edges = draw(st.lists(st.tuples(node, node, st.integers(0, CLASSES - 1)), max_size=14))
    moves = [[()] * SLOTS for _ in range(CLASSES)]
    for of_class in moves:
        for slot, to in draw(st.dictionaries(SOME_SLOTS, st.sets(SOME_SLOTS, max_size=3))).items():
            of_class[slot] = tuple(to)
    begin = st.dictionaries(st.tuples(SOME_SLOTS, node), st.integers(1, 2**MEMBERS - 1), max_size=5)
    return edges, moves, draw(begin), draw(begin)


def one_by_one(edges, moves, begin):
    """All (slot, node, member) that follow."""
    frontier = [(s, n, m) for (s, n), bits in begin.items() for m in range(MEMBERS) if bits >> m & 1]
    found = set()
    while frontier:
        slot, node, member = frontier.pop()
        if (slot, node, member) not in found:
            found.add((slot, node, member))
            frontier += [
                (then, to, member)
                for start, to, number in edges
                if start == node
                for then in moves[number][slot]
            ]
    return found


@given(systems())
def test_what_is_passed_on_is_what_follows_edge_by_edge(system):
    """Whatever loops there are, within a slot or through several, and when more comes later."""
    edges, moves, first, second = system
    columns = np.array(edges, np.int32).reshape(-1, 3).T
    streams = Streams(NODES, tuple(columns), moves, lambda: None)
    for begin in (first, second):
        new = {}
        for (slot, node), bits in begin.items():
            new.setdefault(slot, {})[node] = bits
        streams.pass_on(new)
    together = {key: first.get(key, 0) | second.get(key, 0) for key in {**first, **second}}
    found = {
        (s, n, m)
        for s in range(SLOTS)
        for n in range(NODES)
        for m in range(MEMBERS)
        if streams.at(s, n) >> m & 1
    }
    assert found == one_by_one(edges, moves, together)
    for slot, passed in streams.passed().items():
        assert [passed.members[part] for part in passed.part_of] == [
            streams.at(slot, n) for n in range(NODES)
        ]
