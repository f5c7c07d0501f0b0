"""The colours of the widgets: Fusion with our own light and dark palettes.

Qt's setColorScheme does nothing on KDE, on bare X and offscreen, so dark is a palette of ours everywhere.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from explorer.ui import style

Scheme = Literal["system", "light", "dark"]
_Roles = dict[QPalette.ColorRole, str]
_R = QPalette.ColorRole

ACCENT = "#175CD3"
ACCENT_ON_DARK = "#84ADFF"

_LIGHT: _Roles = {
    _R.Window: "#F9FAFB",
    _R.WindowText: "#101828",
    _R.Base: "#FFFFFF",
    _R.AlternateBase: "#F5F6F8",
    _R.Text: "#101828",
    _R.Button: "#FFFFFF",
    _R.ButtonText: "#1D2939",
    _R.BrightText: "#B42318",
    _R.PlaceholderText: "#667085",
    _R.Highlight: ACCENT,
    _R.HighlightedText: "#FFFFFF",
    _R.Link: ACCENT,
    _R.ToolTipBase: "#101828",
    _R.ToolTipText: "#FFFFFF",
    _R.Light: "#FFFFFF",
    _R.Midlight: "#EAECF0",
    _R.Mid: "#D0D5DD",
    _R.Dark: "#98A2B3",
    _R.Shadow: "#475467",
}
_DARK: _Roles = {
    _R.Window: "#161B26",
    _R.WindowText: "#F2F4F7",
    _R.Base: "#0F131C",
    _R.AlternateBase: "#1A202C",
    _R.Text: "#F2F4F7",
    _R.Button: "#1F2633",
    _R.ButtonText: "#EAECF0",
    _R.BrightText: "#FDA29B",
    _R.PlaceholderText: "#98A2B3",
    _R.Highlight: "#2E5FBF",
    _R.HighlightedText: "#FFFFFF",
    _R.Link: ACCENT_ON_DARK,
    _R.ToolTipBase: "#EAECF0",
    _R.ToolTipText: "#101828",
    _R.Light: "#344054",
    _R.Midlight: "#2A3242",
    _R.Mid: "#344054",
    _R.Dark: "#0B0E15",
    _R.Shadow: "#000000",
}


def is_dark(scheme: Scheme) -> bool:
    """Whether to draw dark: as asked, or as the desktop has it."""
    if scheme != "system":
        return scheme == "dark"
    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark


def apply_palette(application: QApplication, *, dark: bool) -> None:
    """Give every widget the light or the dark palette."""
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    faint = QColor("#667085" if dark else "#98A2B3")
    for role in (_R.WindowText, _R.Text, _R.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    application.setPalette(palette)
    application.setStyleSheet(
        style.SHEET
    )  # given anew, because a sheet keeps the colours it was resolved with
