"""How the window looks: its theme, like the desktop's or chosen, and the size of its text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup, QGuiApplication
from PySide6.QtWidgets import QApplication

from explorer.drawing.theme import Theme
from explorer.session.settings import Scheme, change_settings, load_settings, with_looks
from explorer.ui.actions import Actions
from explorer.ui.dressing import Dressing
from explorer.ui.open_project import OpenProject
from explorer.ui.palette import apply_palette, theme_of

_SCHEMES: dict[str, Scheme] = {
    "look_desktop": "system",
    "look_light": "light",
    "look_dark": "dark",
    "look_contrast": "contrast",
    "look_contrast_dark": "contrast-dark",
}
SIZES = (0.8, 1.0, 1.25, 1.5, 2.0)
"""Of the text, as parts of the desktop's own."""


class Appearance(QObject):
    """The looks of one window's application; what a person chooses is remembered."""

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        settings = load_settings()
        self._scheme, self._size = settings.theme, settings.text_size
        self._own_size = application.font().pointSizeF()
        self._project: OpenProject | None = None
        self._dressing = Dressing(application, self)
        self._show()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_desktop)

    @property
    def theme(self) -> Theme:
        """The theme that is chosen, or that fits the desktop."""
        return theme_of(self._scheme)

    def follow(self, project: OpenProject, actions: Actions) -> None:
        """Draw this project so, and let these actions choose."""
        self._project = project
        chosen = QActionGroup(self)
        for name, scheme in _SCHEMES.items():
            actions[name].setCheckable(True)
            actions[name].setChecked(scheme == self._scheme)
            chosen.addAction(actions[name])
        actions.connect({name: self._choosing(scheme) for name, scheme in _SCHEMES.items()})
        actions.connect(
            {
                "text_larger": lambda: self._resize(min([s for s in SIZES if s > self._size] or SIZES[-1:])),
                "text_smaller": lambda: self._resize(max([s for s in SIZES if s < self._size] or SIZES[:1])),
                "text_normal": lambda: self._resize(1.0),
            }
        )
        self._show()

    def _choosing(self, scheme: Scheme) -> Callable[[], None]:
        def choose() -> None:
            self._scheme = scheme
            self._remember()

        return choose

    def _resize(self, size: float) -> None:
        self._size = size
        self._remember()

    def _remember(self) -> None:
        change_settings(lambda s: with_looks(s, self._scheme, self._size))
        self._show()

    def _follow_desktop(self) -> None:
        if self._scheme == "system":
            self._show()

    def _show(self) -> None:
        font = self._application.font()
        if font.pointSizeF() != self._own_size * self._size:
            font.setPointSizeF(self._own_size * self._size)
            self._dressing.write_in(font)
        apply_palette(self._application, self.theme)
        self._dressing.renew()
        if self._project is not None:
            self._project.set_theme(self.theme)
            self._project.set_text_size(self._size)
