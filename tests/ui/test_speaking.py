"""The language of the window: the desktop's, or the one a person chose."""

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from explorer.language import speak, spoken_language
from explorer.session.settings import Settings, load_settings, save_settings
from explorer.ui.app import make_application, make_window
from explorer.ui.main_window import MainWindow
from explorer.ui.speaking import speak_as_wanted, wanted_language
from tests.ui.windows import SAMPLE, at_rest, leave, new_window, open_in


@pytest.fixture(autouse=True)
def english_again(qapp, monkeypatch, tmp_path):
    """Settings of its own; what one test speaks, the next does not hear."""
    monkeypatch.setenv("RIPPLEMAP_SETTINGS", str(tmp_path / "settings.json"))
    yield
    speak("en")
    for words in qapp.findChildren(QTranslator):
        qapp.removeTranslator(words)
    QLocale.setDefault(QLocale.system())


@pytest.mark.parametrize(
    ("desktop", "chosen", "language"),
    [
        (["de-AT", "en"], "system", "de"),
        (["fr-FR", "de"], "system", "de"),
        (["fr-FR"], "system", "en"),
        (["de-DE"], "en", "en"),
        (["en-GB"], "de", "de"),
        (["en-GB", "de"], "tlh", "en"),
    ],
)
def test_the_first_language_of_the_desktop_that_is_known_unless_one_is_chosen(
    monkeypatch, desktop, chosen, language
):
    """A choice goes before the desktop; a choice that is not known counts as none."""
    monkeypatch.setattr(QLocale, "uiLanguages", lambda _: desktop)
    assert wanted_language(chosen) == language


def test_the_window_and_qts_own_words_speak_the_chosen_language(qtbot, qapp):
    """Menus, and the buttons that Qt puts into dialogs."""
    save_settings(Settings(language="de"))
    speak_as_wanted(qapp)
    window = new_window(qtbot)
    assert spoken_language() == "de"
    assert "&Datei" in [action.text() for action in window.menuBar().actions()]
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def begun(qtbot, *sources):
    """A window that another one will take the place of, so that nobody closes it in the end."""
    window = make_window(make_application())
    window.show()
    qtbot.waitExposed(window)
    if sources:
        open_in(qtbot, window, *sources)
    return window


def shown(qtbot, before):
    """The window that is seen in the place of the one before, at rest."""

    def found():
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        return windows[0] if len(windows) == 1 and windows[0] is not before else None

    qtbot.waitUntil(lambda: found() is not None)
    window = found()
    qtbot.addWidget(window, before_close_func=leave)
    at_rest(qtbot, window)
    return window


def menus(window):
    """The words of the menu bar."""
    return [action.text().replace("&", "") for action in window.menuBar().actions()]


def test_the_window_speaks_another_language_at_once_and_nothing_is_lost(qtbot):
    """The system, what can be undone, the focus, the selection, the marks and the page stay as they were."""
    window = begun(qtbot, SAMPLE)
    window.project.rename_node("ranker", "Ranker")
    window.project.focus(("ranker",), 2)
    window.select(("ranker",))
    window.actions_by_name["mark_bad"].trigger()
    window.foot.setCurrentWidget(window.foot.findings)
    at_rest(qtbot, window)
    window.actions_by_name["speak_german"].trigger()
    german = shown(qtbot, window)
    project = german.project
    assert load_settings().language == "de" and "Datei" in menus(german)
    assert (project.undo_name, project.is_dirty, project.focused.hops) == ("Rename ranker", True, 2)
    assert (german.selection, [m.node for m in project.faults.seen.marks]) == (("ranker",), ["ranker"])
    assert german.foot.currentWidget() is german.foot.findings
    assert set(german.canvas.picture.nodes.ids) < set(project.graph.nodes)
    project.undo()
    at_rest(qtbot, german)
    assert not project.is_dirty and project.graph.nodes["ranker"].name == "ranker"


def test_one_goes_back_to_english(qtbot):
    """As often as one likes."""
    german = begun(qtbot, SAMPLE)
    speak("de")
    german.actions_by_name["speak_english"].trigger()
    assert "File" in menus(shown(qtbot, german))


def test_the_start_page_speaks_another_language_at_once(qtbot):
    """Also where nothing is open; what a person chose once more changes nothing."""
    window = begun(qtbot)
    told = []
    window.project.told.connect(told.append)
    window.actions_by_name["speak_english"].trigger()
    assert told == ["Ripplemap goes on in English."]
    window.actions_by_name["speak_german"].trigger()
    german = shown(qtbot, window)
    assert "Datei" in menus(german) and german.actions_by_name["speak_german"].isChecked()
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.buttons()[0].text().replace("&", "") == "Abbrechen"


def test_what_is_being_opened_is_waited_for(qtbot):
    """The status line says so; the system is there in the window that speaks the language."""
    window = begun(qtbot)
    told = []
    window.project.told.connect(told.append)
    window.open_sources([str(SAMPLE)])
    window.actions_by_name["speak_german"].trigger()
    assert told == ["Ripplemap speaks Deutsch as soon as it is done with its work."]
    german = shown(qtbot, window)
    assert len(german.project.graph.nodes) >= 40 and "Datei" in menus(german)


def test_larger_text_is_no_larger_after_another_language(qtbot, qapp):
    """The looks go along as they are."""
    size = qapp.font().pointSizeF()
    window = begun(qtbot)
    window.actions_by_name["text_larger"].trigger()
    window.actions_by_name["speak_german"].trigger()
    german = shown(qtbot, window)
    assert qapp.font().pointSizeF() == size * 1.25
    german.actions_by_name["text_normal"].trigger()
    assert qapp.font().pointSizeF() == size
    assert german.font().pointSizeF() == size
