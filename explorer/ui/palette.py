"""The colours of the widgets: Fusion with a palette of our own for each theme.

Qt's setColorScheme does nothing on KDE, on bare X and offscreen, so dark is a palette of ours everywhere.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from explorer.drawing.theme import DARK, LIGHT, SHARP_DARK, SHARP_LIGHT, Theme, theme_named
from explorer.session.settings import Scheme
from explorer.ui import style

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
    _R.Mid: "#8790A3",
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
    _R.Mid: "#667085",
    _R.Dark: "#0B0E15",
    _R.Shadow: "#000000",
}


_SHARP_LIGHT: _Roles = {
    **dict.fromkeys(
        (_R.Window, _R.Base, _R.AlternateBase, _R.Button, _R.HighlightedText, _R.Light), "#FFFFFF"
    ),
    **dict.fromkeys((_R.WindowText, _R.Text, _R.ButtonText, _R.ToolTipBase, _R.Shadow), "#000000"),
    **dict.fromkeys((_R.Midlight, _R.Mid, _R.Dark), "#000000"),
    _R.BrightText: "#73160F",
    _R.PlaceholderText: "#333B49",
    _R.Highlight: "#0B3E99",
    _R.Link: "#0B3E99",
    _R.ToolTipText: "#FFFFFF",
}
_SHARP_DARK: _Roles = {
    **dict.fromkeys((_R.Window, _R.Base, _R.AlternateBase, _R.HighlightedText, _R.Dark), "#000000"),
    # Fusion's outlines are darker than the window: on black only the face shows where a button ends
    _R.Button: "#595959",
    **dict.fromkeys((_R.WindowText, _R.Text, _R.ButtonText, _R.ToolTipBase, _R.Light), "#FFFFFF"),
    **dict.fromkeys((_R.Midlight, _R.Mid, _R.Shadow), "#FFFFFF"),
    _R.BrightText: "#FF8A80",
    _R.PlaceholderText: "#CDD5E0",
    _R.Highlight: "#9CC4FF",
    _R.Link: "#9CC4FF",
    _R.ToolTipText: "#000000",
}
_DARKENED = 140
"""Per cent by which Fusion darkens the window's colour for outlines."""
_PALETTES = {
    LIGHT.name: _LIGHT,
    DARK.name: _DARK,
    SHARP_LIGHT.name: _SHARP_LIGHT,
    SHARP_DARK.name: _SHARP_DARK,
}


def theme_of(scheme: Scheme) -> Theme:
    """The theme that is asked for, or the one that fits the desktop's."""
    if scheme != "system":
        return theme_named(scheme)
    hints = QGuiApplication.styleHints()
    is_dark = hints.colorScheme() is Qt.ColorScheme.Dark
    if hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast:
        return SHARP_DARK if is_dark else SHARP_LIGHT
    return DARK if is_dark else LIGHT


def apply_palette(application: QApplication, theme: Theme) -> None:
    """Give every widget the palette of a theme."""
    palette = QPalette()
    for role, colour in _PALETTES[theme.name].items():
        palette.setColor(role, QColor(colour))
    # in high contrast what cannot be used is told by its words alone: it must be read all the same
    faint = palette.color(_R.PlaceholderText)
    if theme in (LIGHT, DARK):
        faint = QColor("#667085" if theme.dark else "#98A2B3")
    for role in (_R.WindowText, _R.Text, _R.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    application.setPalette(palette)
    # Fusion outlines these in the window's colour made darker, which is hardly seen and on black not at all
    palette.setColor(_R.Window, palette.color(_R.Mid).lighter(_DARKENED))
    for kind in ("QAbstractSpinBox", "QCheckBox"):
        application.setPalette(palette, kind)  # type: ignore[arg-type]  # the stubs want bytes, Qt a text
    if application.styleSheet() != style.SHEET:  # else widgets are dressed anew one by one, which is faster
        application.setStyleSheet(style.SHEET)
