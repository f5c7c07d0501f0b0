"""The language the program speaks."""

from gettext import NullTranslations

import pytest

from explorer.language import LANGUAGES, number, speak, spoken_language, tr, tr_in, tr_n


class _Answers(NullTranslations):
    """A language that knows three texts."""

    def gettext(self, message):
        return {"{name} has {part:.0%}": "{part:.0%} in {name}"}.get(message, message)

    def ngettext(self, one, many, count):
        return "{count:,} Knoten" if many == "{count:,} nodes" else super().ngettext(one, many, count)

    def pgettext(self, context, message):
        return "offen" if (context, message) == ("access", "open") else message


@pytest.fixture(autouse=True)
def english_again():
    """What one test speaks, the next does not hear."""
    yield
    speak("en")


def test_english_is_spoken_unless_another_language_is_asked_for():
    """The texts of the code are English, their gaps filled."""
    assert spoken_language() == "en"
    assert tr("{name} has {part:.0%}", name="{x}", part=0.5) == "{x} has 50%"
    assert tr_n("{count:,} node", "{count:,} nodes", 1) == "1 node"
    assert tr_n("{count:,} node", "{count:,} nodes", 4000) == "4,000 nodes"
    assert tr_in("access", "open") == "open"
    assert number(1234.5, ",.2f") == "1,234.50"


def test_a_text_without_gaps_may_hold_braces():
    """What is not filled is not read as a template."""
    assert tr("{ }") == "{ }"


def test_another_language_orders_its_words_and_writes_its_numbers():
    """The gaps have names, so that they may stand anywhere; numbers in them are written as there."""
    speak("de", _Answers())
    assert tr("{name} has {part:.0%}", name="1,5", part=0.5) == "50\N{NO-BREAK SPACE}% in 1,5"
    assert tr_n("{count:,} node", "{count:,} nodes", 4000) == "4.000 Knoten"
    assert tr_in("access", "open") == "offen"
    assert number(1234.5, ",.2f") == "1.234,50"


def test_every_language_can_be_spoken():
    """A language without a catalogue is English, never an error."""
    for code in (*LANGUAGES, "xx"):
        speak(code)
        assert tr("no such text")
        assert spoken_language() == code
