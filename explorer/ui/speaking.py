"""Which language the window speaks: the desktop's or one that a person chose; Qt's own words speak it too."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QWidget

from explorer.language import ENGLISH, LANGUAGES, speak, spoken_language, tr
from explorer.session.settings import change_settings, load_settings, with_language
from explorer.ui.actions import Actions
from explorer.ui.open_project import OpenProject

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
    if code == ENGLISH:
        return
    QLocale.setDefault(QLocale(code))  # what is typed into a field of numbers
    words = QTranslator(application)
    if words.load(f"qtbase_{code}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)


def let_choose(actions: Actions, project: OpenProject, parent: QWidget) -> None:
    """Let these actions choose the language of the next start."""
    group = QActionGroup(parent)
    chosen = load_settings().language
    for name, code in _CHOICES.items():
        actions[name].setCheckable(True)
        actions[name].setChecked(code == chosen)
        group.addAction(actions[name])
    actions.connect({name: _choosing(code, project) for name, code in _CHOICES.items()})


def _choosing(code: str, project: OpenProject) -> Callable[[], None]:
    def choose() -> None:
        change_settings(lambda settings: with_language(settings, code))
        language = LANGUAGES[wanted_language(code)]
        if wanted_language(code) == spoken_language():
            project.told.emit(tr("Ripplemap goes on in {language}.", language=language))
        else:
            project.told.emit(tr("Ripplemap speaks {language} from its next start on.", language=language))

    return choose
