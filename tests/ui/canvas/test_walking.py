"""Arrow keys along edges."""

from dataclasses import replace

import numpy as np
import pytest

from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind
from explorer.ui.canvas.scene import Scene, empty_picture
from explorer.ui.canvas.walking import nearest_node, next_along_edge


@pytest.fixture(scope="module")
def cross(picture_of):
    """A node (0) in the middle of four: right 1, left 2, below 3, above 4; 5 is right of 0, but no neighbour."""
    picture = picture_of(6)
    middles = np.array([(0, 0), (300, 20), (-300, 0), (10, 200), (0, -200), (150, 0)], np.float32)
    boxes = picture.nodes.boxes.copy()
    boxes[:, :2] = middles - boxes[:, 2:] / 2
    keys = [(0, 1), (2, 0), (0, 3), (4, 0)]
    count = len(keys)
    edges = replace(
        picture.edges,
        keys=tuple(EdgeKey(f"n{a}", f"n{b}", EdgeKind.FEEDS) for a, b in keys),
        routes=np.zeros((4 * count, 2), np.float32),
        starts=(np.arange(count + 1) * 4).astype(np.int32),
        tips=np.zeros((count, 2), np.float32),
        directions=np.ones((count, 2), np.float32),
        stroke=np.zeros(count, np.uint8),
        effect=np.full(count, 255, np.uint8),
        faded=np.zeros(count, np.bool_),
    )
    return Scene(replace(picture, nodes=replace(picture.nodes, boxes=boxes), edges=edges))


@pytest.mark.parametrize(("way", "to"), [((1, 0), 1), ((-1, 0), 2), ((0, 1), 3), ((0, -1), 4)])
def test_an_arrow_goes_to_the_neighbour_in_its_direction(cross, way, to):
    """With the edge or against it, and past what is nearer but no neighbour."""
    assert next_along_edge(cross, 0, *way) == to


def test_an_arrow_without_a_neighbour_there_goes_nowhere(cross):
    """Rather than anywhere."""
    assert next_along_edge(cross, 1, 1, 0) is None
    assert next_along_edge(cross, 5, 1, 0) is None


def test_an_arrow_goes_back_where_it_came_from(cross):
    """Right and left again."""
    assert next_along_edge(cross, next_along_edge(cross, 0, 1, 0), -1, 0) == 0


def test_the_nearest_node_is_the_one_whose_middle_is(cross):
    """And there is none in an empty picture."""
    assert nearest_node(cross, 290, 30) == 1
    assert nearest_node(Scene(empty_picture()), 0, 0) is None
