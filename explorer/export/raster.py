"""A picture as pixels or as a page: our SVG painted by Qt, so that all three files show the same.

Qt's own SVG reader knows neither a list of font families nor the weights of a variable font, and of the SVG we write
there is little to know (see svg_elements.py); so it is painted here, element by element, its text as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QPageSize,
    QPaintDevice,
    QPainter,
    QPainterPath,
    QPdfWriter,
    QPen,
)

from explorer.drawing.advances import font_file
from explorer.errors import UsageError
from explorer.language import tr

SCALE = 2.0
"""Pixels of a PNG for each of the picture's, where it does not get too large."""
MOST_PIXELS = 60_000_000
MOST_SIDE = 30_000
"""Of a PNG; many programs open none that takes more than 256 MB in memory."""
LARGEST_PAGE = 14_400.0
"""Points, which is 200 inches: what readers of PDF show. A larger picture is scaled down to it."""

PER_INCH = 96
"""Pixels of a page; with any other number Qt would stretch the space between letters."""
_POINTS = 72 / PER_INCH
_PIECE = 50_000  # letters
_STRIP = 128  # pixels
_UNCHECKED = 50  # elements that are painted between two looks at whether anybody still wants them
_STEP = re.compile(r"([MLCZ])([^MLCZ]*)")
_SHIFT = re.compile(r"translate\((\S+) (\S+)\)")


Check = Callable[[], None]


def _go_on() -> None:
    """Nobody ends this early."""


class Png(NamedTuple):
    """The file, and how many of its pixels there are for each of the picture's."""

    data: bytes
    scale: float


def png_of(svg: str, check: Check = _go_on) -> Png:
    """The picture at twice its size, or as large as a PNG may be; UsageError where that would be unreadable.

    check, here and below: raises what is to end this early; called every few milliseconds.
    """
    _begin()
    root = _parsed(svg, check)
    wide, high = _size(root)
    scale = min(SCALE, (MOST_PIXELS / (wide * high)) ** 0.5, MOST_SIDE / max(wide, high))
    if scale < 0.5:
        raise UsageError(
            tr(
                "The picture is {wide:,.0f} × {high:,.0f} pixels large, and nobody could read it as a PNG.",
                wide=wide,
                high=high,
            ),
            hint=tr("Choose .svg or .pdf, or --focus NODE."),
        )
    image = QImage(round(wide * scale), round(high * scale), QImage.Format.Format_RGB32)
    if image.isNull():
        raise UsageError(
            tr("There is not enough memory for a picture this large."), hint=tr("Choose .svg or .pdf.")
        )
    _take_memory(image)
    _paint(root, image, scale, check)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only, Qt takes text
    return Png(bytes(buffer.data().data()), scale)


def pdf_of(svg: str, check: Check = _go_on) -> bytes:
    """The picture on one page of its size."""
    _begin()
    root = _parsed(svg, check)
    wide, high = _size(root)
    scale = min(1.0, LARGEST_PAGE / (max(wide, high) * _POINTS))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(root.findtext("{*}title", ""))
    writer.setCreator("Ripplemap")
    writer.setResolution(PER_INCH)
    points = QSizeF(wide * scale * _POINTS, high * scale * _POINTS)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    _paint(root, writer, scale, check)
    buffer.close()
    return bytes(data.data())


def fit_page(svg: str, page: QPaintDevice, check: Check = _go_on) -> None:
    """Paint the picture in the middle of a page, as large as it fits but no larger than it is.

    The page counts `PER_INCH` pixels to an inch. UsageError where it takes no ink.
    """
    _begin()
    root = _parsed(svg, check)
    wide, high = _size(root)
    scale = min(1.0, page.width() / wide, page.height() / high)
    aside, down = (page.width() - wide * scale) / 2, (page.height() - high * scale) / 2
    _paint(root, page, scale, check, (aside, down))


def _begin() -> None:
    """Fonts need an application object; without a window it asks for no screen."""
    if QGuiApplication.instance() is None:
        _without_screen()


@cache
def _without_screen() -> QGuiApplication:
    return QGuiApplication(["ripplemap", "-platform", "offscreen"])


def _take_memory(image: QImage) -> None:
    """Touch the pixels strip by strip: to do so at once would hold up every other thread for a tenth of a second."""
    painter = QPainter(image)
    for top in range(0, image.height(), _STRIP):
        painter.fillRect(0, top, image.width(), _STRIP, Qt.GlobalColor.white)
    painter.end()


def _parsed(svg: str, check: Check) -> ElementTree.Element:
    """The elements of a picture of ours, read piece by piece: a parser holds up every other thread meanwhile."""
    parser = ElementTree.XMLParser()  # noqa: S314 - our own
    for start in range(0, len(svg), _PIECE):
        check()
        parser.feed(svg[start : start + _PIECE])
    return parser.close()


def _size(root: ElementTree.Element) -> tuple[float, float]:
    return float(root.attrib["width"]), float(root.attrib["height"])


def _paint(
    root: ElementTree.Element,
    device: QPaintDevice,
    scale: float,
    check: Check,
    at: tuple[float, float] = (0, 0),
) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise UsageError(tr("Nothing can be drawn there: the printer or the file does not answer."))
    painter.translate(*at)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(scale, scale)
    try:
        _paint_children(root, painter, check)
    finally:
        painter.end()


def _paint_children(parent: ElementTree.Element, painter: QPainter, check: Check) -> None:
    for place, element in enumerate(parent):
        if place % _UNCHECKED == 0:
            check()
        name = element.tag.rpartition("}")[2]
        if name == "g":
            painter.save()
            shift = _SHIFT.match(element.get("transform", ""))
            if shift:
                painter.translate(float(shift[1]), float(shift[2]))
            try:
                _paint_children(element, painter, check)
            finally:
                painter.restore()
        elif name == "text":
            _paint_text(element, painter)
        elif name in _SHAPES:
            painter.setPen(_pen(element.attrib))
            painter.setBrush(_brush(element.attrib))
            painter.drawPath(_SHAPES[name](element.attrib))


def _rectangle(given: Mapping[str, str]) -> QPainterPath:
    path = QPainterPath()
    x, y, wide, high = (float(given[key]) for key in ("x", "y", "width", "height"))
    radius = min(float(given.get("rx", 0)), wide / 2, high / 2)
    path.addRoundedRect(QRectF(x, y, wide, high), radius, radius)
    return path


def _circle(given: Mapping[str, str]) -> QPainterPath:
    path = QPainterPath()
    radius = float(given["r"])
    path.addEllipse(QPointF(float(given["cx"]), float(given["cy"])), radius, radius)
    return path


def _path(given: Mapping[str, str]) -> QPainterPath:
    path = QPainterPath()
    for step, numbers in _STEP.findall(given["d"]):
        values = [float(each) for each in numbers.split()]
        points = [QPointF(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if step == "M":
            path.moveTo(points[0])
        elif step == "L":
            path.lineTo(points[0])
        elif step == "C":
            path.cubicTo(*points)
        else:
            path.closeSubpath()
    return path


_SHAPES: dict[str, Callable[[Mapping[str, str]], QPainterPath]] = {
    "rect": _rectangle,
    "circle": _circle,
    "path": _path,
}


def _brush(given: Mapping[str, str]) -> QBrush:
    fill = given["fill"]
    return QBrush(Qt.BrushStyle.NoBrush) if fill == "none" else QBrush(QColor(fill))


def _pen(given: Mapping[str, str]) -> QPen:
    if "stroke" not in given:
        return QPen(Qt.PenStyle.NoPen)
    wide = float(given["stroke-width"])
    rounded = "stroke-linecap" in given
    pen = QPen(QColor(given["stroke"]), wide)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if rounded else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if rounded else Qt.PenJoinStyle.MiterJoin)
    if "stroke-dasharray" in given:
        pen.setDashPattern([float(each) / wide for each in given["stroke-dasharray"].split()])
    return pen


def _paint_text(element: ElementTree.Element, painter: QPainter) -> None:
    given, words = element.attrib, element.text or ""
    font = _font(
        float(given["font-size"]), int(given.get("font-weight", 400)), float(given.get("letter-spacing", 0))
    )
    x = float(given["x"])
    anchor = given.get("text-anchor", "start")
    if anchor != "start":
        wide = QFontMetricsF(font).horizontalAdvance(words)
        x -= wide if anchor == "end" else wide / 2
    painter.setFont(font)
    painter.setPen(QColor(given["fill"]))
    painter.drawText(QPointF(x, float(given["y"])), words)


@cache
def _font(size: float, weight: int, spacing: float) -> QFont:
    font = QFont(_families())
    font.setPixelSize(round(size))
    font.setWeight(QFont.Weight(weight))
    font.setVariableAxis(QFont.Tag("wght"), weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


@cache
def _families() -> list[str]:
    number = QFontDatabase.addApplicationFont(str(font_file()))
    return [*(QFontDatabase.applicationFontFamilies(number) if number >= 0 else []), "sans-serif"]
