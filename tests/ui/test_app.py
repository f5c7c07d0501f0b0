"""Starting and ending the window: the theme asked for, the one hook for bugs, and nothing left behind."""

import os
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from explorer.drawing.theme import LIGHT
from explorer.session import loading
from explorer.session.settings import Settings, save_settings
from explorer.ui import app
from explorer.ui.palette import apply_palette
from tests.ui.windows import ROOT, SAMPLE, at_rest, leave, new_window, open_in, small

RUN = """
import subprocess, sys, threading
from PySide6.QtCore import QTimer
from explorer.ui import app
made = app.make_window
def make_window(application):
    window = made(application)
    {plan}
    return window
app.make_window = make_window
status = app.run(sys.argv[1:])
{after}
sys.exit(status)
"""


def run(plan, after="", *sources):
    """What a process said and how it ended, that opened a window and did this."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = RUN.format(plan=plan, after=after)
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, sources)],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def words(text):
    """What was said beyond what the offscreen platform always says."""
    return [line for line in text.splitlines() if "propagateSizeHints" not in line]


def test_a_window_that_worked_has_loaded_no_graphviz():
    """Its library would kill the window on X11; the worker process alone loads it."""
    done = run(
        "window.project.findings_changed.connect("
        "lambda: window.project.findings.findings and QTimer.singleShot(2000, window.close))",
        "print('pygraphviz' in sys.modules, 'networkx' in sys.modules)",
        SAMPLE,
    )
    assert (done.returncode, done.stdout.split()) == (0, ["False", "True"]), done.stderr
    assert words(done.stderr) == []


def test_closing_while_work_is_under_way_leaves_nothing_behind():
    """No thread of ours, no worker process, no warning of Qt's, and exit status 0."""
    done = run(
        "window.project.working.connect(lambda text, _: text == 'Arranging the picture' and window.close())",
        "print([t.name for t in threading.enumerate() if t.name.startswith('ripplemap')]);"
        "print(subprocess.run(['ps', '--ppid', str(__import__('os').getpid()), '-o', 'args='],"
        "capture_output=True, text=True).stdout)",
        SAMPLE,
    )
    assert done.returncode == 0, done.stderr
    assert "[]" in done.stdout
    assert "graphviz_worker" not in done.stdout
    assert words(done.stderr) == []


def test_closing_at_once_is_as_clean():
    """Before anything was opened, while the first system's needs are being made ready."""
    done = run("QTimer.singleShot(50, window.close)")
    assert (done.returncode, words(done.stderr)) == (0, [])


def test_a_bug_in_the_background_is_told_and_the_window_lives(qtbot, tmp_path, monkeypatch, capsys):
    """One message that the program is at fault, with the details folded; what is open stays usable."""
    window = new_window(qtbot)
    open_in(qtbot, window, small(tmp_path))
    real = loading.open_sources

    def broken(texts, *, forced=None, task=None):
        raise ZeroDivisionError("a hidden detail")

    monkeypatch.setattr(loading, "open_sources", broken)
    with qtbot.captureExceptions() as caught:
        window.open_sources(["x"])
        qtbot.waitUntil(lambda: bool(caught))
    app.report_bug(window, *caught[0])
    (box,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert "in Ripplemap itself" in box.text()
    assert "still open" in box.text()
    assert "ZeroDivisionError" not in box.text()
    assert "a hidden detail" in box.detailedText()
    assert "ZeroDivisionError" in capsys.readouterr().err
    box.close()
    monkeypatch.setattr(loading, "open_sources", real)
    assert window.project.graph.name == "small"
    open_in(qtbot, window, SAMPLE)
    assert len(window.canvas.picture.nodes) >= 40


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_of_the_settings_is_used(qtbot, theme, monkeypatch, tmp_path):
    """Also where the desktop says nothing of dark or light."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    save_settings(Settings(theme=theme))
    window = app.make_window(app.make_application())
    qtbot.addWidget(window, before_close_func=leave)
    assert window.project.theme.dark is (theme == "dark")
    assert (window.palette().window().color().lightness() < 128) is (theme == "dark")
    apply_palette(QApplication.instance(), LIGHT)
    at_rest(qtbot, window)


def test_an_interruption_ends_the_program_without_a_message(qtbot, tmp_path):
    """Ctrl+C in the terminal is no bug."""
    window = new_window(qtbot)
    app.report_bug(window, KeyboardInterrupt, KeyboardInterrupt(), None)
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()] == []
