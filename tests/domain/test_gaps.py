"""What nobody has stated, in words: of every gap that an answer can name, and in the language that is spoken."""

import pytest

from explorer.analysis.questions import ask
from explorer.domain.gaps import field_word
from explorer.language import speak
from tests.analysis.systems import node, system

BARE = system(
    [node("producer", "app"), node("dataset", "events"), node("feature", "age"), node("model", "ranker"),
     node("consumer", "page"), node("metric", "clicks"), node("objective", "sales"), node("monitor", "watch")],
    [("app", "events"), ("events", "age"), ("age", "ranker"), ("ranker", "page"), ("clicks", "sales")],
)  # fmt: skip
"""Much is missing."""


@pytest.fixture
def german():
    """German with the program's own catalogue, and English again."""
    speak("de")
    yield
    speak("en")


def gaps():
    return sorted({gap.field for answer in ask(BARE) for gap in answer.missing})


def test_a_gap_is_told_in_plain_words():
    """No underscore of a manifest's key is left."""
    assert field_word("success_metric") == "success metric"
    assert field_word("not_known_yet") == "not known yet"


def test_no_gap_of_an_answer_stays_english(german):
    """Each has a word of its own in the catalogue."""
    fields = gaps()
    assert len(fields) > 8
    same = {field for field in fields if field_word(field) == field.replace("_", " ")}
    assert same == set()
