"""Somebody who leaves with unsaved changes: nothing is lost without a question, however the window is closed."""

import pytest

from explorer.importers.adapter import Task
from explorer.language import ENGLISH, speak, tr
from explorer.session.loading import open_sources
from explorer.session.settings import Settings, save_settings
from tests.end_to_end.desks import CHIPS, Spot, remove_the_page, spots, things

pytestmark = [pytest.mark.window, pytest.mark.usefixtures("window_manager")]


def goes_on(shown, title):
    """Wait until this dialog is gone, and the window with the change in it has the keys again."""
    shown.gone(title)
    shown.find(r"small\*")


def close(shown):
    """Let the window manager ask the window to close, as a cross in its corner does."""
    shown.ask("windowactivate", "--sync", shown.window)
    shown.ask("key", "ctrl+alt+Escape")


def buttons(shown):
    """The buttons of a question, which has them in its last row."""
    left, top, width, height = shown.place()
    row = Spot(left + width // 4, top + height * 3 // 5, width * 3 // 4, height * 2 // 5)
    return things(shown.at_rest(), row, margin=4)


def test_leaving_is_asked_about_until_what_was_changed_is_saved(sit_down, small_manifest, tmp_path):
    """Esc and Cancel keep window and change, also where no file was named to save to; once saved it ends."""
    with sit_down("open", str(small_manifest)) as shown:
        remove_the_page(shown)
        shown.press("ctrl+q")
        shown.find("Unsaved changes")
        shown.press("Escape")
        goes_on(shown, "Unsaved changes")
        close(shown)
        shown.find("Unsaved changes")
        shown.click(buttons(shown)[2].middle)
        goes_on(shown, "Unsaved changes")
        close(shown)
        shown.find("Unsaved changes")
        shown.press("Return")
        shown.find("Save Project")
        shown.press("Escape")
        goes_on(shown, "Save Project")
        assert len(spots(shown.at_rest(), *CHIPS)) == 3
        assert not list(tmp_path.glob("*.ripplemap"))
        shown.press("ctrl+q")
        shown.find("Unsaved changes")
        shown.click(buttons(shown)[0].middle)
        shown.find("Save Project")
        shown.type("kept")
        shown.press("Return")
        shown.ends_well()
    kept = open_sources([str(tmp_path / "kept.ripplemap")], task=Task()).project.graph
    assert sorted(kept.nodes) == ["events", "ranker", "scores"]


@pytest.fixture
def german():
    """German, for what the test looks for; the program itself is told by its settings."""
    speak("de")
    yield
    speak(ENGLISH)


def test_what_is_discarded_is_gone_and_the_file_as_it_was(sit_down, small_project, tmp_path, german):
    """The question is asked in the language that was chosen."""
    before = small_project.read_bytes()
    save_settings(Settings(language="de"), tmp_path / "settings.json")
    with sit_down("open", str(small_project)) as shown:
        remove_the_page(shown)
        close(shown)
        shown.find(tr("Unsaved changes"))
        shown.press("Tab", "space")
        shown.ends_well()
    assert tr("Unsaved changes") != "Unsaved changes"
    assert small_project.read_bytes() == before
