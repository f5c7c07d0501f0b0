"""What is taken along by the clipboard: one picture as SVG and PNG, and whose it is."""

import struct

import pytest

from explorer.domain.geometry import Rect
from explorer.drawing.theme import LIGHT
from explorer.errors import Cancelled
from explorer.export import raster
from explorer.importers.adapter import Task
from explorer.session.copying import copy_of
from explorer.session.views import view_of
from tests.storage.projects import small_project

pytestmark = pytest.mark.usefixtures("qapp")
EVERYWHERE = Rect(-1e5, -1e5, 1e5, 1e5)


@pytest.fixture
def picture():
    """Three nodes in a row."""
    return view_of(small_project().graph, {}).picture(LIGHT)


def test_the_selection_is_copied_as_svg_and_png(picture):
    """Just the chosen nodes; both show the same at their sizes."""
    copy = copy_of(picture, ("clicks", "ranker"), EVERYWHERE, Task())
    assert copy.ids == ("clicks", "ranker")
    assert ">Clicks<" in copy.svg
    assert ">page<" not in copy.svg
    wide, high = struct.unpack(">II", copy.png[16:24])
    assert f'width="{wide // 2}" height="{high // 2}"' in copy.svg


def test_without_a_selection_what_is_in_view_is_copied(picture):
    """Nodes outside of the view are neither drawn nor counted; a selection that is not shown is none."""
    x, y, wide, high = picture.nodes.boxes[picture.nodes.ids.index("page")].tolist()
    view = Rect(x, y, x + wide, y + high)
    for chosen in ((), ("gone",)):
        copy = copy_of(picture, chosen, view, Task())
        assert copy.ids == ("page",)
        assert ">page<" in copy.svg
        assert ">Clicks<" not in copy.svg


def test_what_would_be_too_large_for_pixels_is_copied_as_svg(picture, monkeypatch):
    """Rather than nothing at all."""
    monkeypatch.setattr(raster, "MOST_PIXELS", 1000)
    copy = copy_of(picture, (), EVERYWHERE, Task())
    assert copy.png is None
    assert copy.svg.startswith("<?xml")


def test_copying_can_be_stopped(picture):
    """Before the pixels are painted."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        copy_of(picture, (), EVERYWHERE, Task(check=stop))
