"""File → Open Recent: the last first, what is gone greyed with a reason, and a choice that opens."""

from PySide6.QtWidgets import QApplication, QMessageBox

from explorer.session.settings import change_settings, with_recent
from tests.ui.windows import at_rest, new_window, opened, small


def remember(*paths):
    """As if these had been opened, one after the other."""
    for path in paths:
        change_settings(lambda s, path=path: with_recent(s, (str(path),)))


def filled(qtbot, window):
    """The menu as it is when everything about it is known."""
    window.recent.aboutToShow.emit()
    at_rest(qtbot, window)
    return window.recent.actions()


def test_what_was_opened_can_be_opened_again(qtbot, tmp_path):
    """The last stands first; choosing it opens it."""
    first, last = small(tmp_path, name="first & only.yaml"), small(tmp_path, name="last.yaml")
    remember(first, last)
    window = new_window(qtbot)
    actions = filled(qtbot, window)
    texts = [action.text() for action in actions]
    assert texts[0].startswith("&1 last.yaml")
    assert texts[1].startswith("&2 first && only.yaml")
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        actions[1].trigger()
    at_rest(qtbot, window)
    assert "ranker" in window.project.graph.nodes
    assert filled(qtbot, window)[0].text().startswith("&1 first && only.yaml")


def test_a_file_that_is_gone_is_greyed_and_says_so(qtbot, tmp_path):
    """Others stay."""
    here, gone = small(tmp_path, name="here.yaml"), small(tmp_path, name="gone.yaml")
    remember(here, gone)
    gone.unlink()
    window = new_window(qtbot)
    first, second = filled(qtbot, window)[:2]
    assert (first.isEnabled(), second.isEnabled()) == (False, True)
    assert "not there any more" in first.text()
    assert "gone.yaml" in first.toolTip()
    assert "not there" not in second.text()


def test_a_file_that_goes_before_it_is_chosen_gets_a_sentence(qtbot, tmp_path):
    """What is open stays open."""
    window = opened(qtbot, small(tmp_path))
    gone = small(tmp_path, name="gone.yaml")
    remember(gone)
    actions = filled(qtbot, window)
    gone.unlink()
    with qtbot.waitSignal(window.project.failed, timeout=30_000):
        actions[0].trigger()
    at_rest(qtbot, window)
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible()]
    assert len(shown) == 1
    assert "gone.yaml" in shown[0].text()
    shown[0].close()
    assert "ranker" in window.project.graph.nodes


def test_before_anything_was_opened_the_menu_says_so(qtbot, monkeypatch, tmp_path):
    """Rather than being empty."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "none.json"))
    window = new_window(qtbot)
    assert [(a.text(), a.isEnabled()) for a in filled(qtbot, window)] == [("Nothing was opened yet", False)]
