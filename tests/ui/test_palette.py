"""The widgets' colours: every text can be read on its ground, in light and in dark."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QDateEdit,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from explorer.drawing.theme import LIGHT, THEMES
from explorer.ui.app import make_application
from explorer.ui.palette import apply_palette, theme_of

ROLES = QPalette.ColorRole
PAIRS = (
    (ROLES.WindowText, ROLES.Window),
    (ROLES.Text, ROLES.Base),
    (ROLES.Text, ROLES.AlternateBase),
    (ROLES.ButtonText, ROLES.Button),
    (ROLES.HighlightedText, ROLES.Highlight),
    (ROLES.PlaceholderText, ROLES.Base),
    (ROLES.PlaceholderText, ROLES.Window),
    (ROLES.ToolTipText, ROLES.ToolTipBase),
    (ROLES.Link, ROLES.Base),
)


def luminance(colour):
    """As WCAG has it."""
    parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_has_enough_contrast(qtbot, theme):
    """At least 4.5 to 1, and 7 to 1 in high contrast (WCAG 2.2, 1.4.3 and 1.4.6)."""
    least = 7.0 if theme.name.startswith("contrast") else 4.5
    make_application()
    apply_palette(QApplication.instance(), theme)
    palette = QApplication.palette()
    poor = {}
    for text, ground in PAIRS:
        one, other = sorted((luminance(palette.color(text)), luminance(palette.color(ground))))
        contrast = (other + 0.05) / (one + 0.05)
        if contrast < least:
            poor[text.name, ground.name] = round(contrast, 1)
    apply_palette(QApplication.instance(), LIGHT)
    assert poor == {}


def test_what_is_asked_for_goes_before_what_the_desktop_has(qtbot):
    """Only `system` looks at the desktop."""
    for name, theme in THEMES.items():
        assert theme_of(name) is theme
    assert theme_of("system") in THEMES.values()


def _ticked(parent):
    """A box with its tick."""
    made = QCheckBox(parent)
    made.setChecked(True)
    return made


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QCheckBox, _ticked, QSpinBox, QDateEdit])
def test_the_border_of_what_is_filled_in_is_seen(qtbot, theme, kind):
    """At least 3 to 1 on the ground around it (WCAG 2.2, 1.4.11): Fusion's own vanishes on a dark ground."""
    apply_palette(make_application(), theme)
    around = QWidget()
    qtbot.addWidget(around)
    layout = QVBoxLayout(around)
    field = kind(around)
    field.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # else the border is another
    layout.addWidget(field)
    around.resize(120, 60)
    around.show()
    qtbot.waitExposed(around)
    image = around.grab().toImage()
    ground = luminance(image.pixelColor(1, 1)) + 0.05
    middle = field.geometry().center().y()
    row = [luminance(image.pixelColor(field.x() + x, middle)) + 0.05 for x in range(4)]
    apply_palette(QApplication.instance(), LIGHT)
    assert max(max(each, ground) / min(each, ground) for each in row) >= 3
