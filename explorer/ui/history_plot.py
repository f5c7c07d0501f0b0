"""A metric and its objective over the same time, each on a scale of its own, and since when they have parted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from explorer.analysis.histories.comparison import Comparison
from explorer.drawing.theme import DARK, LIGHT, Theme
from explorer.language import tr
from explorer.ui import plain
from explorer.ui.plots import nice_step, text_font, written

_SIDE, _TOP, _BOTTOM = 52.0, 26.0, 20.0
_LINES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine)
_LEAST_BETWEEN = 84.0
"""Pixels from one day on the axis to the next."""
_PARTED_SHARE = 0.12


class HistoryPlot(QWidget):
    """Two lines; what they measure stands above them, in words on request."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: Comparison | None = None
        self._names = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Histories of metric and objective"))

    def show_comparison(self, comparison: Comparison | None, names: tuple[str, str] = ("", "")) -> None:
        """Show this one; None empties the plot."""
        self._shown, self._names = comparison, names
        self.setAccessibleDescription(
            "" if comparison is None else plain.legible(" ".join(comparison.sentences))
        )
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: large enough to be read."""
        return QSize(420, 180)

    def minimumSizeHint(self) -> QSize:
        """Qt: below this the scales take all the room."""
        return QSize(260, 90)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: legend, scales, the parting, then the lines."""
        if self._shown is None or not self._shown.points:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Painting(self, painter, self._shown, self._names).paint()
        painter.end()


class _Painting:
    """One painting."""

    def __init__(
        self, plot: HistoryPlot, painter: QPainter, shown: Comparison, names: tuple[str, str]
    ) -> None:
        self._plot, self._painter, self._shown, self._names = plot, painter, shown, names
        dark = plot.palette().window().color().lightness() < 128
        self._theme: Theme = DARK if dark else LIGHT
        self._inks = (self._theme.accent, self._theme.effect_text["shifts"])
        self._area = QRectF(_SIDE, _TOP, plot.width() - 2 * _SIDE, plot.height() - _TOP - _BOTTOM)
        self._days = [p.day.toordinal() for p in shown.points]

    def paint(self) -> None:
        self._frame()
        self._parting()
        for side, values in enumerate(
            ([p.metric for p in self._shown.points], [p.objective for p in self._shown.points])
        ):
            self._line(side, values)

    def _frame(self) -> None:
        area, theme = self._area, self._theme
        self._painter.setPen(QPen(QColor(theme.edge), 1))
        self._painter.drawLine(area.bottomLeft(), area.bottomRight())
        fits = max(2, int(area.width() // _LEAST_BETWEEN))
        span = max(self._days[-1] - self._days[0], 1)
        for n in range(fits):
            day = self._days[0] + round(span * n / (fits - 1))
            box = QRectF(self._x(day) - 40, area.bottom() + 3, 80, 14)
            self._write(box, date.fromordinal(day).isoformat(), theme.muted, Qt.AlignmentFlag.AlignHCenter)

    def _parting(self) -> None:
        since = self._shown.since
        if since is None:
            return
        area, ink = self._area, QColor(self._theme.effect_text["breaks"])
        x = self._x(since.toordinal())
        soft = QColor(ink)
        soft.setAlphaF(_PARTED_SHARE)
        first, last = self._shown.earliest or since, self._shown.latest or since
        left, right = self._x(first.toordinal()), self._x(last.toordinal())
        self._painter.fillRect(QRectF(left, area.top(), max(right - left, 1), area.height()), soft)
        self._painter.setPen(QPen(ink, 1.5, Qt.PenStyle.DotLine))
        self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        text = tr("parted since {day}", day=since)
        wide = QFontMetricsF(text_font(self._plot)).horizontalAdvance(text) + 4
        at = min(max(x + 4, area.left()), area.right() - wide)
        self._write(QRectF(at, area.top(), wide, 14), text, ink.name())

    def _line(self, side: int, values: Sequence[float | None]) -> None:
        known = [v for v in values if v is not None]
        if not known:
            return
        low, high = min(known), max(known)
        span = high - low or max(abs(high), 1.0)
        ink = QColor(self._inks[side])
        self._painter.setPen(QPen(ink, 2, _LINES[side]))
        for run in _runs(values):
            points = [QPointF(self._x(self._days[i]), self._y((v - low) / span)) for i, v in run]
            self._painter.drawPolyline(QPolygonF(points))
        self._scale(side, low, high)
        self._legend(side)

    @property
    def _room(self) -> float:
        return max(self._area.height() - 22, 10)

    def _y(self, part: float) -> float:
        return self._area.bottom() - 4 - part * self._room

    def _scale(self, side: int, low: float, high: float) -> None:
        step = nice_step(high - low, 8) / 10 if high > low else 0.1
        right = self._area.right() + 6 if side else 0
        flag = Qt.AlignmentFlag.AlignLeft if side else Qt.AlignmentFlag.AlignRight
        for value, y in ((low, self._area.bottom() - 12), (high, self._area.bottom() - self._room - 11)):
            self._write(QRectF(right, y, _SIDE - 6, 14), written(value, "", step), self._inks[side], flag)

    def _legend(self, side: int) -> None:
        half = self._plot.width() / 2
        y, x = 10.0, 8 + side * half
        self._painter.setPen(QPen(QColor(self._inks[side]), 2, _LINES[side]))
        self._painter.drawLine(QPointF(x, y), QPointF(x + 26, y))
        where = tr("right scale") if side else tr("left scale")
        self._write(QRectF(x + 32, 2, half - 44, 16), f"{self._names[side]} ({where})", self._theme.text)

    def _write(
        self, box: QRectF, text: str, colour: str, flag: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        font = text_font(self._plot)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        fitting = QFontMetricsF(font).elidedText(
            plain.legible(text), Qt.TextElideMode.ElideRight, box.width()
        )
        self._painter.drawText(box, int(flag | Qt.AlignmentFlag.AlignVCenter), fitting)

    def _x(self, day: int) -> float:
        span = max(self._days[-1] - self._days[0], 1)
        part = min(max((day - self._days[0]) / span, 0.0), 1.0)
        return self._area.left() + self._area.width() * part


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """The places and values that follow one another without a gap."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is not None:
            runs[-1].append((place, value))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]
