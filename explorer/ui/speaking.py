"""Which language the window speaks: the desktop's or one that a person chose; Qt's own words speak it too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTimer, QTranslator
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication

from explorer.language import ENGLISH, LANGUAGES, speak, spoken_language, tr
from explorer.session.settings import change_settings, load_settings, with_language

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow

DESKTOP = "system"
_CHOICES = {"speak_desktop": DESKTOP, "speak_english": "en", "speak_german": "de"}


def wanted_language(chosen: str) -> str:
    """The language to speak; English where the desktop asks for none that the program knows."""
    if chosen in LANGUAGES:
        return chosen
    asked = (name.split("-")[0] for name in QLocale.system().uiLanguages())
    return next((code for code in asked if code in LANGUAGES), ENGLISH)


def speak_as_wanted(application: QApplication) -> None:
    """Speak the wanted language from now on; before the first widget, which keeps the words it is made with."""
    code = wanted_language(load_settings().language)
    speak(code)
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    QLocale.setDefault(
        QLocale.system() if code == ENGLISH else QLocale(code)
    )  # as numbers are typed into a field
    words = QTranslator(application)
    if code != ENGLISH and words.load(
        f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(words)


def let_choose(window: MainWindow, renew: Callable[[], None]) -> None:
    """Let the window's actions choose the language; `renew` puts a window that speaks it in the place of this one."""
    actions, group = window.actions_by_name, QActionGroup(window)
    chosen = load_settings().language
    for name, code in _CHOICES.items():
        actions[name].setCheckable(True)
        actions[name].setChecked(code == chosen)
        group.addAction(actions[name])
    actions.connect({name: _choosing(code, window, renew) for name, code in _CHOICES.items()})


def _choosing(code: str, window: MainWindow, renew: Callable[[], None]) -> Callable[[], None]:
    project = window.project

    def choose() -> None:
        change_settings(lambda settings: with_language(settings, code))
        language = LANGUAGES[wanted_language(code)]
        if wanted_language(code) == spoken_language():
            project.told.emit(tr("Ripplemap goes on in {language}.", language=language))
            return
        if is_at_work():
            text = tr("Ripplemap speaks {language} as soon as it is done with its work.", language=language)
            project.told.emit(text)
        go_on()

    def go_on() -> None:
        if wanted_language(load_settings().language) == spoken_language():
            return  # a person thought better of it
        if is_at_work():  # a turn later, when what follows from the work that ended has begun
            later = Qt.ConnectionType.SingleShotConnection
            project.rested.connect(lambda: QTimer.singleShot(0, go_on), later)
        else:
            renew()

    def is_at_work() -> bool:
        return project.is_busy or window.furnishing.is_waiting

    return choose
