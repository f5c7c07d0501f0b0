"""Starts the window: Qt, the palette, the one hook for bugs, and what is to be opened."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.appearance import Appearance
from explorer.ui.main_window import MainWindow
from explorer.ui.memory import GivingBack, use_few_arenas
from explorer.ui.open_project import OpenProject
from explorer.ui.speaking import let_choose, speak_as_wanted


def run(sources: Sequence[str], *, forced: str | None = None) -> int:
    """Open the window, on these sources when there are any, and stay until it is closed; the exit status."""
    application = make_application()
    speak_as_wanted(application)
    window = make_window(application)
    sys.excepthook = lambda kind, error, trace: report_bug(_shown(application), kind, error, trace)
    window.show_as_left()
    # after the first frame, so that there is something to look at meanwhile
    if sources:
        QTimer.singleShot(0, lambda: window.project.open_sources(list(sources), forced=forced))
    else:
        QTimer.singleShot(0, window.project.prepare)
    return application.exec()


def make_application() -> QApplication:
    """The one QApplication, in Fusion where the platform has no style of its own."""
    use_few_arenas()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Ripplemap")
    application.setDesktopFileName("ripplemap")
    if sys.platform.startswith("linux"):
        application.setStyle("Fusion")
    return application


def make_window(application: QApplication, looks: Appearance | None = None) -> MainWindow:
    """A window without a system, in the looks that the settings and the desktop ask for; looks: of the one before."""
    looks = looks or Appearance(application)
    window = MainWindow(OpenProject(theme=looks.theme))
    looks.setParent(window)
    looks.follow(window.project, window.actions_by_name)
    let_choose(window, lambda: speak_anew(application, window, looks))
    GivingBack(window.project.rested, lambda: window.project.is_busy, window)
    return window


def speak_anew(application: QApplication, window: MainWindow, looks: Appearance) -> None:
    """Put a window that speaks the wanted language in the place of this one."""
    from explorer.ui.renewal import renew

    speak_as_wanted(application)
    renew(window, lambda: make_window(application, looks))


def _shown(application: QApplication) -> MainWindow | None:
    """The window that a person sees: another one since the language was chosen."""
    windows = (each for each in application.topLevelWidgets() if isinstance(each, MainWindow))
    return next((each for each in windows if each.isVisible()), None)


def report_bug(
    window: MainWindow | None, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say that the program is at fault, without losing what is open."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    detail = "".join(traceback.format_exception(kind, error, trace))
    sys.stderr.write(detail)
    text = tr(
        "Something went wrong in Ripplemap itself. Your project is still open; save it under another name."
    )
    plain.message(window, "Ripplemap", text, detail=detail, severity="error").open()
