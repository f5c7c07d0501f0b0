"""The few things the palette cannot say: cards, chips and faint text, in the palette's own colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from explorer.domain.answers import Sureness, Verdict
from explorer.domain.kinds import Severity

SHEET = """
QLabel#title { font-size: 18px; font-weight: 600; }
QLabel#heading { font-weight: 600; }
QLabel#muted { color: palette(placeholder-text); }
QFrame#card { background: palette(base); border: 1px solid palette(midlight); border-radius: 8px; }
QFrame#banner { background: #FEF0C7; border: 0; }
QFrame#banner QLabel { color: #7A2E0E; }
QFrame#banner[dark="true"] { background: #4E1D09; }
QFrame#banner QToolButton { color: #7A2E0E; border: 0; padding: 4px 8px; }
QFrame#banner QToolButton:hover, QFrame#banner QToolButton:focus { text-decoration: underline; }
QFrame#banner QToolButton:disabled { color: #B08A5B; }
QFrame#banner[dark="true"] QLabel, QFrame#banner[dark="true"] QToolButton { color: #FEDF89; }
QFrame#banner[dark="true"] QToolButton:disabled { color: #A07A45; }
QListWidget#sentences { border: 0; background: palette(base); }
QListWidget#sentences::item { padding: 4px 0; color: palette(text); }
QListWidget#sentences::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QFrame#palette { background: palette(base); border: 1px solid palette(mid); border-radius: 8px; }
QLineEdit, QPlainTextEdit { background: palette(base); border: 1px solid palette(mid); border-radius: 3px; }
QLineEdit { padding: 2px 3px; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: palette(highlight); }
QAbstractSpinBox QLineEdit, QComboBox QLineEdit { border: 0; padding: 0; }
QCheckBox::indicator:unchecked { width: 12px; height: 12px; border: 1px solid palette(mid); border-radius: 2px; }
QCheckBox::indicator:unchecked { background: palette(base); }
QCheckBox::indicator:unchecked:focus { border-color: palette(highlight); }
QListView#choices { border: 0; background: palette(base); }
QTreeView, QTableView { border: 1px solid palette(midlight); background: palette(base); }
QHeaderView::section { background: palette(window); border: 0; border-bottom: 1px solid palette(midlight); }
QHeaderView::section { padding: 4px 6px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolBar { border: 0; spacing: 4px; padding: 4px; }
QDockWidget::title { padding: 6px 8px; }
"""

_VERDICTS = {
    # background and ink; each pair holds a contrast of at least 4.5:1 and is worded too
    Verdict.YES: ("#D1FADF", "#05603A"),
    Verdict.PARTLY: ("#FEF0C7", "#7A2E0E"),
    Verdict.NO: ("#FEE4E2", "#912018"),
    Verdict.CANNOT_TELL: ("#EAECF0", "#344054"),
}
_SEVERITIES = {Severity.ERROR: "#B42318", Severity.WARNING: "#B54708", Severity.INFO: "#475467"}
_SEVERITIES_DARK = {Severity.ERROR: "#FDA29B", Severity.WARNING: "#FEC84B", Severity.INFO: "#98A2B3"}
_SIZE = 14


def verdict_sheet(verdict: Verdict) -> str:
    """The style of a chip that says `verdict`."""
    ground, ink = _VERDICTS[verdict]
    return f"background: {ground}; color: {ink}; border-radius: 9px; padding: 2px 10px; font-weight: 600;"


@cache
def sureness_icon(sureness: Sureness, *, dark: bool) -> QIcon:
    """A mark that says without colour how a sentence is known: full, half, ring, question mark."""
    ink = QColor("#98A2B3" if dark else "#667085")
    unknown = QColor("#FEC84B" if dark else "#B54708")
    return _drawn(lambda p: _SURENESS[sureness](p, unknown if sureness is Sureness.UNKNOWN else ink))


@cache
def severity_icon(severity: Severity, *, dark: bool) -> QIcon:
    """A mark by shape and colour: a filled triangle, a hollow one, a ring."""
    colour = QColor((_SEVERITIES_DARK if dark else _SEVERITIES)[severity])
    return _drawn(lambda p: _paint_severity(p, colour, severity))


@cache
def test_icon(sign: str, *, dark: bool) -> QIcon:
    """A mark for a test by shape and colour: a tick, a tick in a ring, a cross, or a question mark."""
    inks = {"tick": ("#067647", "#75E0A7"), "ringed": ("#175CD3", "#84CAFF"), "cross": ("#B42318", "#FDA29B")}
    ink = QColor(inks.get(sign, ("#667085", "#98A2B3"))[dark])
    return _drawn(lambda p: _question(p, ink) if sign not in inks else _paint_test(p, ink, sign))


def _drawn(paint: Callable[[QPainter], None]) -> QIcon:
    pixmap = QPixmap(_SIZE * 2, _SIZE * 2)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint(painter)
    painter.end()
    return QIcon(pixmap)


_DOT = QRectF(3, 3, 8, 8)


def _full(painter: QPainter, ink: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawEllipse(_DOT)


def _half(painter: QPainter, ink: QColor) -> None:
    _ring(painter, ink)
    painter.setBrush(ink)
    painter.drawPie(_DOT, 90 * 16, 180 * 16)


def _ring(painter: QPainter, ink: QColor) -> None:
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(_DOT)


def _question(painter: QPainter, ink: QColor) -> None:
    font = painter.font()
    font.setPixelSize(13)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QRectF(0, 0, _SIZE, _SIZE), Qt.AlignmentFlag.AlignCenter, "?")


_SURENESS = {
    Sureness.DECLARED: _full,
    Sureness.OBSERVED: _half,
    Sureness.INFERRED: _ring,
    Sureness.UNKNOWN: _question,
}


def _paint_severity(painter: QPainter, colour: QColor, severity: Severity) -> None:
    painter.setPen(QPen(colour, 1.4))
    if severity is Severity.INFO:
        _ring(painter, colour)
        return
    if severity is Severity.ERROR:
        painter.setBrush(colour)
    painter.drawPolygon([QPointF(7, 2), QPointF(12.5, 11.5), QPointF(1.5, 11.5)])


def _paint_test(painter: QPainter, ink: QColor, sign: str) -> None:
    painter.setPen(QPen(ink, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    if sign == "cross":
        painter.drawLine(QPointF(3.5, 3.5), QPointF(10.5, 10.5))
        painter.drawLine(QPointF(10.5, 3.5), QPointF(3.5, 10.5))
        return
    painter.drawPolyline([QPointF(3.5, 7.5), QPointF(6, 10), QPointF(10.5, 4.5)])
    if sign == "ringed":
        painter.setPen(QPen(ink, 1))
        painter.drawEllipse(QRectF(1, 1, 12, 12))
