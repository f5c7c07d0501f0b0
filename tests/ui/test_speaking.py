"""The language of the window: the desktop's, or the one a person chose."""

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QDialogButtonBox

from explorer.language import speak, spoken_language
from explorer.session.settings import Settings, load_settings, save_settings
from explorer.ui.speaking import speak_as_wanted, wanted_language
from tests.ui.windows import new_window


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


def test_a_choice_is_remembered_for_the_next_start(qtbot):
    """What is open goes on as it is, and the status line says when it changes."""
    window = new_window(qtbot)
    told = []
    window.project.told.connect(told.append)
    assert window.actions_by_name["speak_desktop"].isChecked()
    window.actions_by_name["speak_german"].trigger()
    assert load_settings().language == "de"
    assert told == ["Ripplemap speaks Deutsch from its next start on."]
    window.actions_by_name["speak_english"].trigger()
    assert load_settings().language == "en"
    assert told[1:] == ["Ripplemap goes on in English."]
