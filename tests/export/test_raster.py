"""PNG and PDF: the SVG's picture, its colours and sizes, its text as text, and a bound where one is needed."""

import re
import struct

import pytest
from PySide6.QtGui import QColor, QImage

from explorer.errors import UsageError
from explorer.export.raster import LARGEST_PAGE, MOST_PIXELS, fit_page, pdf_of, png_of

pytestmark = pytest.mark.usefixtures(
    "qapp"
)  # an application of our own would stand in the way of later windows


def svg(inner, wide=100, high=50):
    """A file as ours are."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}"><title>T</title>{inner}</svg>'


def pixels(text):
    """The PNG as an image."""
    return QImage.fromData(png_of(text).data)


SHAPES = (
    '<rect x="0" y="0" width="100" height="50" fill="#ffffff"/>'
    '<g transform="translate(10 5)"><rect x="0" y="0" width="20" height="20" fill="#ff0000" stroke="#0000ff" '
    'stroke-width="4"/></g>'
    '<circle cx="60" cy="25" r="10" fill="#00ff00"/>'
    '<path d="M80 10 L98 10 C98 20 98 30 98 40 L80 40 Z" fill="#123456"/>'
)


@pytest.mark.parametrize(
    ("x", "y", "colour"),
    [
        (1, 1, "#ffffff"),
        (20, 15, "#ff0000"),
        (10, 15, "#0000ff"),
        (60, 25, "#00ff00"),
        (60, 36, "#ffffff"),
        (90, 25, "#123456"),
        (99, 25, "#ffffff"),
    ],
)
def test_every_shape_stands_where_the_svg_says(x, y, colour):
    """In its colour, at twice the size."""
    image = pixels(svg(SHAPES))
    assert (image.width(), image.height()) == (200, 100)
    assert image.pixelColor(x * 2, y * 2) == QColor(colour)


@pytest.mark.parametrize(("anchor", "inked"), [("start", "right"), ("end", "left"), ("middle", "both")])
def test_text_stands_at_its_anchor(anchor, inked):
    """Before it, after it, or on both sides."""
    ground = '<rect x="0" y="0" width="100" height="50" fill="#ffffff"/>'
    words = f'<text x="50" y="30" font-size="12" text-anchor="{anchor}" fill="#000000">MMM</text>'
    image = pixels(svg(ground + words))
    dark = {x for x in range(200) for y in range(100) if image.pixelColor(x, y).lightness() < 128}
    sides = {"left": min(dark) < 90, "right": max(dark) > 110}
    assert sides == {"left": inked in ("left", "both"), "right": inked in ("right", "both")}


def test_a_large_picture_becomes_a_smaller_png():
    """No more pixels than the bound; where nothing could be read, a sentence says what to choose."""
    png = png_of(svg("", 12_000, 11_000))
    wide, high = struct.unpack(">II", png.data[16:24])
    assert 0.5 < png.scale < 1
    assert wide * high == pytest.approx(MOST_PIXELS, rel=0.001)
    with pytest.raises(UsageError, match=r"nobody could read it as a PNG"):
        png_of(svg("", 100_000, 100_000))


@pytest.mark.parametrize(("wide", "points"), [(400, 300), (100_000, LARGEST_PAGE)])
def test_a_page_has_the_size_of_the_picture(wide, points):
    """Unless readers of PDF would refuse it."""
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf_of(svg("", wide, wide)))
    assert box is not None
    assert [float(each) for each in box.groups()] == pytest.approx([points, points], abs=1)


def test_the_text_of_a_page_is_text():
    """A font with its letters is in the file, and no picture of them."""
    data = pdf_of(svg('<text x="5" y="20" font-size="12" font-weight="600" fill="#000000">ranker</text>'))
    assert b"/ToUnicode" in data
    assert b"Inter" in data
    assert b"/Subtype /Image" not in data


def page(wide, high):
    """A sheet of paper of so many pixels, white."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    return image


@pytest.mark.parametrize(
    ("size", "box"),
    [
        ((400, 100), (0, 75, 200, 125)),  # too wide: as wide as the page, in the middle of its height
        ((100, 400), (75, 0, 125, 200)),  # too high
        ((100, 50), (50, 75, 150, 125)),  # small: no larger than it is
    ],
)
def test_a_picture_is_fitted_in_the_middle_of_a_page(size, box):
    """All of it, in its proportions."""
    image = page(200, 200)
    fit_page(svg(f'<rect x="0" y="0" width="{size[0]}" height="{size[1]}" fill="#ff0000"/>', *size), image)
    x0, y0, x1, y1 = box
    red, white = QColor("#ff0000"), QColor("#ffffff")
    for x, y in ((x0 + 1, y0 + 1), (x1 - 2, y1 - 2), ((x0 + x1) // 2, (y0 + y1) // 2)):
        assert image.pixelColor(x, y) == red
    outside = [(x, y) for x in (0, 199) for y in (0, 199) if not (x0 <= x < x1 and y0 <= y < y1)]
    assert [image.pixelColor(x, y) for x, y in outside] == [white] * len(outside)


@pytest.mark.qt_log_ignore("Paint device returned engine == 0")
def test_paper_that_takes_no_ink_is_told_of():
    """A sentence, no silence."""
    with pytest.raises(UsageError, match="printer"):
        fit_page(svg(""), QImage())
