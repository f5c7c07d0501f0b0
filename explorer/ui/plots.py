"""A small line plot, painted by ourselves: few lines with their bands, each named where it ends.

A mouse over it, or the arrow keys, reads the lines at one place. Colours follow the window's light or dark; lines
differ by dash too, and everything that is drawn is also told in words (the accessible description).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.drawing.theme import DARK, LIGHT, Theme
from explorer.language import number, tr
from explorer.ui import plain

_LEFT, _TOP, _BOTTOM = 46, 26, 34
_GAP = 10
"""Between a line's end and its label."""
_MOST_LABEL = 0.45
"""Of the width, that the labels may take."""
_TITLE_PX, _TEXT_PX = 12, 11
_BAND_SHARE = 0.16
_HUES = ("accent", "shifts", "breaks", "schema-break")
_DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine, Qt.PenStyle.DotLine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its value at 0, 1, 2…, and between which values most runs lie; nan where there is none.

    hue: which of the plot's colours, so that a measure looks the same in every plot.
    """

    name: str
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    hue: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Axes:
    """What a plot measures.

    x_at: a place of the axis in words, with a gap `place`. floor: shown in any case. least_span: how much of it is
    shown at least.
    """

    title: str
    unit: str
    x_name: str
    x_at: str = "{place:,}"
    band_says: str = ""
    floor: float | None = None
    least_span: float = 0.0


class LinePlot(QWidget):
    """Lines over 0, 1, 2…; `place` is where a person reads them, None while that is the end."""

    def __init__(self, axes: Axes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axes = axes
        self._lines: Sequence[Line] = ()
        self.place: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(axes.title)
        self.show_lines(())

    @property
    def lines(self) -> Sequence[Line]:
        """What is shown."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these; none empties the plot."""
        self._lines = lines
        last = self._last
        if self.place is not None and self.place > last:
            self.place = None
        self.setAccessibleDescription(described(self.axes, lines))
        self.update()

    def read_at(self, place: int | None) -> None:
        """Read the lines at this place; None reads them at their end."""
        if place is not None:
            place = min(max(place, 0), self._last)
        if place != self.place:
            self.place = place
            self.update()

    def end_labels(self) -> list[tuple[str, str]]:
        """The value and the name beside each line, where it is read."""
        place = self._last if self.place is None else self.place
        return [(written(line.values[place], self.axes.unit), line.name) for line in self._lines]

    @property
    def _last(self) -> int:
        return max((len(line.values) for line in self._lines), default=1) - 1

    # Qt's own events.

    def sizeHint(self) -> QSize:
        """Qt: large enough to be read."""
        return QSize(340, 190)

    def minimumSizeHint(self) -> QSize:
        """Qt: below this the labels take all the room."""
        return QSize(230, 110)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the lines under the mouse."""
        area = self._area()
        if area.left() - 8 <= event.position().x() <= area.right() + 8 and self._lines:
            part = (event.position().x() - area.left()) / max(area.width(), 1)
            self.read_at(round(part * self._last))
        else:
            self.read_at(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Read the end again."""
        self.read_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys read one place further, Home the start, End and Escape the end."""
        at = self._last if self.place is None else self.place
        places = {
            Qt.Key.Key_Left: at - 1,
            Qt.Key.Key_Right: at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: None,
        }
        if event.key() == Qt.Key.Key_Escape and self.place is not None:
            self.read_at(None)
        elif event.key() in places:
            self.read_at(places[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint title, axes, bands, lines and their labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Painting(self, painter, self._area()).paint()
        painter.end()

    def _area(self) -> QRectF:
        """Where the lines lie; the labels beside it get the room they need."""
        metrics = QFontMetricsF(text_font(self, strong=True))
        widest = max(
            (metrics.horizontalAdvance(t) for label in self.end_labels() for t in label), default=0.0
        )
        right = min(widest + _GAP + 8, self.width() * _MOST_LABEL)
        return QRectF(_LEFT, _TOP, max(self.width() - _LEFT - right, 10), self.height() - _TOP - _BOTTOM)


class _Painting:
    """One painting of a plot."""

    def __init__(self, plot: LinePlot, painter: QPainter, area: QRectF) -> None:
        self._plot, self._painter, self._area = plot, painter, area
        self._theme = DARK if plot.palette().window().color().lightness() < 128 else LIGHT
        self._text, self._strong = text_font(plot), text_font(plot, strong=True)
        self._low, self._high, self._step = y_range(plot.axes, plot.lines, max(2, int(area.height() // 28)))
        self._last = max((len(line.values) for line in plot.lines), default=1) - 1

    def paint(self) -> None:
        self._title()
        if not self._plot.lines:
            return
        self._y_axis()
        self._x_axis()
        for line in self._plot.lines:
            self._band(line)
        for line in self._plot.lines:
            self._line(line)
        self._ends()
        if self._plot.hasFocus():
            self._painter.setPen(QPen(QColor(self._theme.accent), 1))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(QRectF(self._plot.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)

    def _title(self) -> None:
        font = QFont(self._strong)
        font.setPixelSize(_TITLE_PX)
        self._write(
            QRectF(8, 2, self._plot.width() - 12, _TOP - 6), self._plot.axes.title, self._theme.text, font
        )

    def _y_axis(self) -> None:
        area, theme = self._area, self._theme
        for i in range(round((self._high - self._low) / self._step) + 1):
            value = self._low + i * self._step
            y = round(self._y(value)) + 0.5
            self._painter.setPen(QPen(QColor(theme.edge if i == 0 else theme.team_border), 1))
            self._painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            label = QRectF(0, y - 8, _LEFT - 6, 16)
            self._write(label, written(value, self._plot.axes.unit, self._step), theme.muted, right=True)

    def _x_axis(self) -> None:
        area, theme, last = self._area, self._theme, self._last
        step = nice_step(last, max(2, int(area.width() // 40)))
        for i in range(int(last // step) + 1):
            x = self._x(i * step)
            self._painter.setPen(QPen(QColor(theme.edge), 1))
            self._painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            self._write(
                QRectF(x - 24, area.bottom() + 3, 48, 14), number(i * step, ",.0f"), theme.muted, centre=True
            )
        name = QRectF(area.left(), area.bottom() + 16, area.width(), 15)
        place = self._plot.place
        if place is None:
            self._write(name, self._plot.axes.x_name, theme.muted, centre=True)
            return
        x = self._x(place)
        self._painter.setPen(QPen(QColor(theme.muted), 1))
        self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        told = tr(self._plot.axes.x_at, place=place)
        self._write(name, told, theme.text, self._strong, centre=True)

    def _band(self, line: Line) -> None:
        colour = QColor(_colour(self._theme, line))
        colour.setAlphaF(_BAND_SHARE * (1.6 if self._theme.dark else 1.0))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        pairs = zip(line.low, line.high, strict=True)
        for run in _runs([low if math.isfinite(high) else high for low, high in pairs]):
            edge = [self._point(i, line.high[i]) for i in run]
            edge += [self._point(i, line.low[i]) for i in reversed(run)]
            self._painter.drawPolygon(QPolygonF(edge))

    def _line(self, line: Line) -> None:
        colour = QColor(_colour(self._theme, line))
        self._painter.setPen(QPen(colour, 2, _DASHES[line.hue % len(_DASHES)]))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for run in _runs(line.values):
            self._painter.drawPolyline(QPolygonF([self._point(i, line.values[i]) for i in run]))
        place = self._last if self._plot.place is None else self._plot.place
        if math.isfinite(line.values[place]):
            self._painter.setPen(QPen(QColor(self._plot.palette().base().color()), 1.5))
            self._painter.setBrush(colour)
            self._painter.drawEllipse(self._point(place, line.values[place]), 4, 4)

    def _ends(self) -> None:
        """The labels at the right, each beside its line and none over another."""
        lines = self._plot.lines
        place = self._last if self._plot.place is None else self._plot.place
        height = 2 * QFontMetricsF(self._text).height() - 2
        wanted = [
            self._y(v) if math.isfinite(v := line.values[place]) else self._area.bottom() for line in lines
        ]
        tops = spread(
            [y - height / 2 for y in wanted], height + 2, self._area.top() - 8, self._area.bottom() + 12
        )
        for line, top, (value, name) in zip(lines, tops, self._plot.end_labels(), strict=True):
            x = self._area.right() + _GAP
            width = self._plot.width() - x - 4
            colour = _colour(self._theme, line)
            self._write(QRectF(x, top, width, height / 2), value, colour, self._strong)
            self._write(QRectF(x, top + height / 2, width, height / 2), name, self._theme.muted)

    def _write(
        self,
        box: QRectF,
        text: str,
        colour: str,
        font: QFont | None = None,
        *,
        right: bool = False,
        centre: bool = False,
    ) -> None:
        font = font or self._text
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        flag = Qt.AlignmentFlag.AlignLeft
        if right or centre:
            flag = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignHCenter
        fitting = QFontMetricsF(font).elidedText(
            plain.legible(text), Qt.TextElideMode.ElideRight, box.width()
        )
        self._painter.drawText(box, int(flag | Qt.AlignmentFlag.AlignVCenter), fitting)

    def _point(self, place: int, value: float) -> QPointF:
        return QPointF(self._x(place), self._y(value))

    def _x(self, place: float) -> float:
        return self._area.left() + self._area.width() * place / max(self._last, 1)

    def _y(self, value: float) -> float:
        return self._area.bottom() - self._area.height() * (value - self._low) / (self._high - self._low)


def text_font(widget: QWidget, *, strong: bool = False) -> QFont:
    """The font of the small texts of a plot."""
    font = QFont(widget.font())
    font.setPixelSize(_TEXT_PX)
    if strong:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def written(value: float, unit: str, step: float = 0.1) -> str:
    """A value with its unit, as exactly as steps of `step` ask for; a dash where there is none."""
    if not math.isfinite(value):
        return tr("nothing")
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return f"{number(value, f',.{digits}f')}{unit}"


def described(axes: Axes, lines: Sequence[Line]) -> str:
    """The plot in words, for those who do not see it."""
    said = []
    for line in lines:
        first, last = (written(line.values[i], axes.unit) for i in (0, -1))
        text = tr(
            "{line}: from {first} to {last} over {count:,} {steps}",
            line=line.name,
            first=first,
            last=last,
            count=len(line.values) - 1,
            steps=axes.x_name,
        )
        if len(line.low) and math.isfinite(line.low[-1]):
            low, high = (written(bound[-1], axes.unit) for bound in (line.low, line.high))
            band = tr(
                "{band} from {low} to {high}", band=axes.band_says or tr("the band"), low=low, high=high
            )
            text = f"{text}; {band}"
        said.append(f"{text}.")
    return " ".join(said) or tr("Nothing is shown yet.")


def nice_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 5, 10, 20… (or 0.5, 0.2…) of which at most `most` fit into the span."""
    if span <= 0:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(span / most))
    return next(power * factor for factor in (1, 2, 5, 10) if span / (power * factor) <= most + 1e-9)


def y_range(axes: Axes, lines: Sequence[Line], most: int) -> tuple[float, float, float]:
    """The lowest and the highest value of the axis, and the step of its ticks: all lines and bands lie within."""
    found = [
        v for line in lines for each in (line.values, line.low, line.high) for v in each if math.isfinite(v)
    ]
    if axes.floor is not None:
        found.append(axes.floor)
    low, high = min(found, default=0.0), max(found, default=1.0)
    missing = max(axes.least_span, 1e-6) - (high - low)
    if missing > 0:
        up = missing if axes.floor is not None and low >= axes.floor else missing / 2
        low, high = low - (missing - up), high + up
    step = nice_step(high - low, most)
    return math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step, step


def spread(tops: Sequence[float], height: float, least: float, most: float) -> list[float]:
    """Labels of this height moved apart as little as their order asks for, and kept within the bounds if they fit."""
    order = sorted(range(len(tops)), key=lambda i: tops[i])
    placed = list(tops)
    above = least - height
    for i in order:
        placed[i] = above = max(placed[i], above + height)
    below = most
    for i in reversed(order):
        placed[i] = below = max(least, min(placed[i], below - height))
    return placed


def _runs(values: Sequence[float]) -> list[list[int]]:
    """The places of values that follow one another without a gap."""
    runs: list[list[int]] = [[]]
    for place, value in enumerate(values):
        if math.isfinite(value):
            runs[-1].append(place)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _colour(theme: Theme, line: Line) -> str:
    hue = _HUES[line.hue % len(_HUES)]
    return theme.accent if hue == "accent" else theme.effect_text[hue]
