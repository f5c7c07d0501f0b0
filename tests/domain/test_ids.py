"""Ids and names that people can tell apart."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.ids import LONGEST_ID, clean_id, look_alikes, shown_plainly


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("play-events", "play-events"),
        (' "db"."t" ', '"db"."t"'),
        ("cafe\u0301", "caf\u00e9"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("a\tb", "a⟨U+0009⟩b"),
        ("a\x1b]0;x", "a⟨U+001B⟩]0;x"),
        ("a\ufe0f", "a⟨U+FE0F⟩"),
        ("a\u3164", "a⟨U+3164⟩"),
        ("数据集", "数据集"),
    ],
)
def test_ids_are_nfc_and_hide_nothing(text, expected):
    """One spelling for one id, and a mark for what cannot be seen."""
    assert clean_id(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_id_cannot_be_empty(text):
    """Nothing, or only space, is no id."""
    with pytest.raises(ValueError, match="cannot be empty"):
        clean_id(text)


@pytest.mark.parametrize("text", ["x" * (LONGEST_ID + 1), "a" + "\u0301\u0327" * 30_000, "\u200b" * 400])
def test_an_id_has_an_end(text):
    """A megabyte of letters or of combining marks is refused at once, in a short sentence."""
    with pytest.raises(ValueError, match="too long") as caught:
        clean_id(text)
    assert len(str(caught.value)) < 500


@given(st.text(max_size=50))
def test_cleaning_twice_changes_nothing(text):
    """A cleaned id is printable, NFC, and its own cleaned form."""
    try:
        clean = clean_id(text)
    except ValueError:
        return
    assert clean.isprintable()
    assert unicodedata.is_normalized("NFC", clean)
    assert clean_id(clean) == clean


@given(st.text(max_size=50))
def test_shown_text_hides_nothing(text):
    """No character is lost: what can be seen stays, the rest is marked."""
    shown = shown_plainly(text)
    assert shown.isprintable()
    assert len(shown) >= len(text)


def test_look_alikes():
    """Case, width and letters of other alphabets make look-alikes; a different letter does not."""
    cyrillic = "s\u0435ssions"
    wide = "\uff53essions"
    assert look_alikes(["sessions", cyrillic, "Sessions", wide, "session", "events"]) == [
        ("Sessions", "sessions"), ("Sessions", cyrillic), ("Sessions", wide),
    ]  # fmt: skip


def test_greek_and_cyrillic_words_are_no_look_alikes_of_nothing():
    """A system written in another alphabet gives no warnings by itself."""
    assert look_alikes(["данные", "модель", "μοντέλο"]) == []
