"""Objects of frozen dataclasses that were made quickly are those that the class itself makes."""

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, replace

import pytest
from hypothesis import given

from explorer.domain.entities import Edge, Node, make_edge, make_node
from explorer.domain.kinds import EdgeKind, NodeKind
from tests.domain import strategies


def given_of(item):
    """The fields of an object by name."""
    return {f.name: getattr(item, f.name) for f in fields(item)}


@given(strategies.nodes())
def test_a_quickly_made_node_is_the_same_node(node):
    """Whatever is said of it: equal, of the same class, with the same text."""
    made = make_node(**given_of(node))
    assert (type(made), made, repr(made)) == (Node, node, repr(node))


def test_what_is_not_given_has_the_defaults_of_the_class():
    """Nobody can tell how it was made, and no two share their extras."""
    made = make_edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS)
    assert (type(made), made) == (Edge, Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS))
    assert made.extra is not make_edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS).extra


def test_it_is_frozen_and_can_be_copied():
    """It can be changed by nobody; pickled, copied and replaced it is as before."""
    made = make_node(id="a", kind=NodeKind.JOB, name="A")
    with pytest.raises(FrozenInstanceError):
        made.name = "B"
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - our own object, a line ago
    assert again == copy.deepcopy(made) == made
    assert replace(made, name="B") == Node(id="a", kind=NodeKind.JOB, name="B")


def test_a_wrong_field_is_refused():
    """As by the class itself."""
    with pytest.raises(TypeError):
        make_node(id="a", kind=NodeKind.JOB, name="A", nonsense=1)
