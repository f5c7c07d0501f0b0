"""The one transform between the picture and the screen."""

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from explorer.domain.geometry import Point, Rect
from explorer.ui.canvas.viewport import MAX_ZOOM, MIN_ZOOM, Viewport

RATIOS = st.sampled_from([1.0, 1.25, 1.5, 2.0])
PLACES = st.floats(-20_000, 20_000)
viewports = st.builds(
    lambda zoom, ratio, left, top: Viewport(zoom, ratio, left, top, 1200, 800),
    st.floats(0.01, 4.0),
    RATIOS,
    st.integers(-5000, 5000),
    st.integers(-5000, 5000),
)


@given(viewports, st.floats(0, 1200), st.floats(0, 800))
def test_a_place_found_in_the_picture_is_seen_where_it_was_pointed_at(viewport, x, y):
    """From the widget to the picture and back is where one began."""
    back = viewport.to_view(viewport.to_scene(x, y))
    assert abs(back.x - x) < 1e-6 * (1 + abs(x)) + 1e-6
    assert abs(back.y - y) < 1e-6 * (1 + abs(y)) + 1e-6


@given(viewports, st.floats(0.2, 5), st.floats(0, 1200), st.floats(0, 800))
def test_a_zoom_leaves_what_is_under_the_pointer(viewport, factor, x, y):
    """Up to half a device pixel, because offsets are whole."""
    under = viewport.to_scene(x, y)
    after = viewport.zoomed(factor, x, y).to_view(under)
    assert abs(after.x - x) * viewport.ratio <= 0.501
    assert abs(after.y - y) * viewport.ratio <= 0.501


@given(viewports, st.floats(0.0001, 10_000))
def test_the_zoom_has_limits(viewport, factor):
    """However often one turns the wheel."""
    assert MIN_ZOOM <= viewport.zoomed(factor, 10, 10).zoom <= MAX_ZOOM


@given(viewports, st.integers(-900, 900), st.integers(-900, 900))
def test_a_pan_moves_everything_by_whole_device_pixels(viewport, dx, dy):
    """So that a frame can be shifted."""
    before, after = viewport.to_view(Point(3, 4)), viewport.panned(dx, dy).to_view(Point(3, 4))
    assert abs((after.x - before.x) * viewport.ratio - dx) < 1e-6
    assert abs((after.y - before.y) * viewport.ratio - dy) < 1e-6


@given(viewports, PLACES, PLACES, st.floats(1, 5000), st.floats(1, 5000))
def test_what_is_fitted_is_seen_between_the_margins(viewport, x, y, width, height):
    """All of it, in the middle of what the margins leave."""
    rect, margins = Rect(x, y, x + width, y + height), Rect(10, 60, 20, 90)
    fitted = viewport.fitted(rect, margins)
    assume(fitted.zoom > MIN_ZOOM)
    first, last = fitted.to_view(Point(rect.x0, rect.y0)), fitted.to_view(Point(rect.x1, rect.y1))
    assert first.x >= margins.x0 - 1 and first.y >= margins.y0 - 1
    assert last.x <= fitted.width / fitted.ratio - margins.x1 + 1
    assert last.y <= fitted.height / fitted.ratio - margins.y1 + 1
    assert fitted.shows(rect)


@given(viewports, st.integers(100, 2000), st.integers(100, 2000), RATIOS)
def test_another_size_keeps_the_middle(viewport, width, height, ratio):
    """Also when the window moves to a screen of another pixel ratio."""
    middle = viewport.to_scene(viewport.width / viewport.ratio / 2, viewport.height / viewport.ratio / 2)
    seen = viewport.resized(width, height, ratio).to_view(middle)
    assert abs(seen.x - width / 2) <= 1
    assert abs(seen.y - height / 2) <= 1


@given(viewports, viewports, st.integers(100, 2000), st.integers(100, 1500))
def test_one_that_follows_sees_the_same_middle_equally_large(leader, other, width, height):
    """Whatever size either has; and it says so, until one of them moves by a pixel or comes closer."""
    follower = replace(other, ratio=leader.ratio, width=width, height=height).follow(leader)
    assert (follower.width, follower.height, follower.zoom) == (width, height, leader.zoom)
    assert follower.sees_as(leader)
    assert leader.sees_as(follower)
    moved = leader.follow(leader).panned(2, 0)
    assert not moved.sees_as(leader)
    assert not leader.follow(leader).zoomed(0.9, 0, 0).sees_as(leader)
    assert leader.resized(width / leader.ratio, height / leader.ratio, leader.ratio).sees_as(leader)
