"""Windows for tests: one that is open, the systems it opens, and waiting for what it works out."""

from pathlib import Path

from explorer.ui.app import make_application, make_window
from explorer.ui.main_window import MainWindow
from tests.small_system import SMALL

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "samples" / "streamly.yaml"


def new_window(qtbot) -> MainWindow:
    """A window on its start page, shown; closed without a question when the test is over."""
    window = make_window(make_application())
    qtbot.addWidget(window, before_close_func=leave)
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    return window


def leave(window: MainWindow) -> None:
    """Nothing is worked on any more, and nothing is left to be saved."""
    window.project.close()
    window.project.shut_down()


def at_rest(qtbot, window: MainWindow) -> None:
    """Wait until the window has nothing more to do."""
    qtbot.waitUntil(lambda: window.is_at_rest, timeout=30_000)


def opened(qtbot, *sources: Path | str) -> MainWindow:
    """A window that has opened these and come to rest."""
    window = new_window(qtbot)
    open_in(qtbot, window, *sources)
    return window


def open_in(qtbot, window: MainWindow, *sources: Path | str) -> None:
    """Open these in a window."""
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        window.open_sources([str(source) for source in sources])
    at_rest(qtbot, window)


def small(folder: Path, text: str = SMALL, name: str = "small.yaml") -> Path:
    """A file with a small manifest."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
