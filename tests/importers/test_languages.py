"""Faults of sources in another language than English: whole sentences, the words of a manifest as they are there."""

from gettext import NullTranslations

import pytest

from explorer.errors import InputError
from explorer.importers.folder import first_of
from explorer.importers.manifest import read_manifest
from explorer.language import speak

_GERMAN = {
    "The key “{key}” is not known.": "Der Schlüssel „{key}“ ist nicht bekannt.",
    "Did you mean “{word}”?": "Meinten Sie „{word}“?",
    "{label}: {key} belongs to {kinds} edges, not to {kind}.": "{label}: Kante {kind}, {key} nur bei {kinds}.",
    "An edge of “{name}”": "Eine Kante von „{name}“",
}


class Foreign(NullTranslations):
    """The texts above; other sources are one or several."""

    def gettext(self, message: str) -> str:
        return _GERMAN.get(message, message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return "Auch {count} weitere Quelle nicht." if n == 1 else "Auch {count} weitere Quellen nicht."


@pytest.fixture(autouse=True)
def german():
    """German with the texts above, and English again."""
    speak("de", Foreign())
    yield
    speak("en")


def test_a_fault_of_a_manifest_keeps_the_words_that_are_written_there():
    """Keys and kinds of edges are not translated: they are what has to be changed in the file."""
    text = "ripplemap: 1\nmodels:\n  m:\n    ownr: web\n    inputs: [{from: d, kind: feeds, sign: '+'}]\n"
    told = [problem.message for problem in read_manifest(text, "a.yaml").problems]
    assert told[0] == "Der Schlüssel „ownr“ ist nicht bekannt. Meinten Sie „owner“?"
    assert told[1] == "Eine Kante von „m“: Kante feeds, sign nur bei drives."


@pytest.mark.parametrize(("more", "told"), [(1, "Quelle"), (2, "Quellen")])
def test_how_many_more_sources_failed_is_told_in_the_right_number(more: int, told: str):
    """One and several have forms of their own in every language."""
    fault = first_of([InputError(f"fault {n}") for n in range(more + 1)])
    assert fault.hint == f"Auch {more} weitere {told} nicht."
