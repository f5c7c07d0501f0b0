"""A part of a picture: just these nodes and what runs between them, as they stood in the whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.drawing.compose import compose
from explorer.drawing.placing import layout_request
from explorer.drawing.theme import DARK, LIGHT
from explorer.export.picture_part import part_of
from explorer.export.svg import svg_text
from explorer.layout.layers import layers
from tests.drawing.systems import streamly


def drawn(theme=LIGHT):
    """The sample's picture."""
    graph = streamly()
    return compose(graph, layers(layout_request(graph, {})), theme)


WHOLE = drawn()


def route(picture, key):
    """The control points of an edge."""
    j = picture.edges.keys.index(key)
    return picture.edges.routes[picture.edges.starts[j] : picture.edges.starts[j + 1]].tolist()


@given(st.sets(st.sampled_from(WHOLE.nodes.ids), max_size=12))
def test_what_is_kept_is_as_it_was(ids):
    """Each node, each edge between two of them and each pill on such an edge, in its place; and nothing else."""
    part = part_of(WHOLE, ids)
    assert set(part.nodes.ids) == ids
    places = [WHOLE.nodes.ids.index(i) for i in part.nodes.ids]
    assert np.array_equal(part.nodes.boxes, WHOLE.nodes.boxes[places])
    assert [part.nodes.titles, part.nodes.subtitles] == [
        tuple(texts[i] for i in places) for texts in (WHOLE.nodes.titles, WHOLE.nodes.subtitles)
    ]
    assert part.edges.keys == tuple(k for k in WHOLE.edges.keys if {k.from_id, k.to_id} <= ids)
    assert all(route(part, k) == route(WHOLE, k) for k in part.edges.keys)
    pills = {(part.edges.keys[p.edge], p.text, p.box) for p in part.pills}
    assert pills == {
        (WHOLE.edges.keys[p.edge], p.text, p.box)
        for p in WHOLE.pills
        if WHOLE.edges.keys[p.edge] in part.edges.keys
    }
    assert {e.kind for e in part.legend if e.sort == "kind"} <= {
        e.kind for e in WHOLE.legend if e.sort == "kind"
    }


@given(st.sets(st.sampled_from(WHOLE.nodes.ids), min_size=1, max_size=12))
def test_everything_lies_within_the_bounds(ids):
    """Cards with their badges, lines and pills: nothing is cut off."""
    part = part_of(WHOLE, ids)
    x0, y0, x1, y1 = part.bounds
    boxes = part.nodes.boxes
    assert (boxes[:, 0] >= x0 + 8).all()
    assert (boxes[:, 1] >= y0 + 8).all()
    assert (boxes[:, 0] + boxes[:, 2] <= x1 - 8).all()
    assert (boxes[:, 1] + boxes[:, 3] <= y1 - 8).all()
    assert all(x0 <= x <= x1 and y0 <= y <= y1 for x, y in part.edges.routes.tolist())
    assert all(p.box.x0 >= x0 and p.box.x1 <= x1 and p.box.y0 >= y0 and p.box.y1 <= y1 for p in part.pills)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_part_says_how_much_of_the_whole_it_is(theme):
    """In its second line and in words; others are neither drawn nor named."""
    whole = drawn(theme)
    first, second = whole.nodes.ids[:2]
    part = part_of(whole, {first, second})
    assert part.subtitle.startswith(f"2 of {len(whole.nodes)} nodes")
    assert part.title == whole.title
    text = svg_text(part)
    assert part.groups == ()
    shown = {t.replace("\n", " ") for t in part.nodes.titles}
    others = {t for t in whole.nodes.titles if t not in shown and not any(t in s for s in shown)}
    assert [t for t in others if f">{t}<" in text] == []


def test_of_nothing_there_is_nothing():
    """No node, no edge, no legend, no fault."""
    part = part_of(WHOLE, ())
    assert (len(part.nodes), len(part.edges), part.legend, part.pills) == (0, 0, (), ())
    assert svg_text(part).endswith("</svg>\n")
