"""The sheet in another language than English: what the language itself changes, whatever its words are."""

from gettext import NullTranslations

import pytest

from explorer.domain.answers import Missing
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import inside
from explorer.export.sheet_html import html_text
from explorer.export.sheet_markdown import markdown_text
from explorer.export.sheet_words import gap_text
from explorer.language import speak
from tests.export.sheets import parcel_sheet


class Foreign(NullTranslations):
    """Two texts in German, one of them in another order."""

    def gettext(self, message: str) -> str:
        return {"The {field} of {names} is not stated.": "Von {names} fehlt: {field}."}.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        return {("field", "baseline"): "Ausgangswert"}.get((context, message), message)


@pytest.fixture(autouse=True)
def german():
    """German with the texts above, and English again."""
    speak("de", Foreign())
    yield
    speak("en")


def test_the_page_says_in_which_language_it_is():
    """A screen reader and a browser ask for it."""
    assert '<html lang="de">' in html_text(parcel_sheet())


def test_days_are_iso_and_numbers_as_the_language_writes_them():
    """Only English names the month; a share has a space before its sign."""
    text = markdown_text(parcel_sheet())
    assert "Data as of 2026-11-20" in text
    assert "7 (88\N{NO-BREAK SPACE}%)" in text


def test_a_gap_that_has_no_sentence_of_its_own_is_told_with_its_word():
    """The word and the names stand where the language wants them; a word nobody knows stays as it is."""
    graph = SystemGraph.of([], [])
    assert gap_text(graph, Missing(field="baseline", nodes=())) == "Von nothing fehlt: Ausgangswert."
    assert gap_text(graph, Missing(field="blood_group", nodes=())) == "Von nothing fehlt: blood group."


def test_a_title_inside_a_sentence_is_small_in_english_alone():
    """German nouns keep their capital."""
    assert inside("Rückkopplung") == "Rückkopplung"
    speak("en")
    assert inside("Hidden loop") == "hidden loop"
