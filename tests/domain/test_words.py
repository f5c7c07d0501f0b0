"""The words of the closed vocabularies, as they are told."""

from enum import StrEnum

from explorer.domain import kinds
from explorer.domain.kinds import NodeKind
from explorer.domain.words import WORDS, told


def test_every_word_of_the_kinds_is_marked_for_translation():
    """A word added to a vocabulary and forgotten here would stay English in every other language."""
    vocabularies = [v for v in vars(kinds).values() if isinstance(v, type) and issubclass(v, StrEnum)]
    assert len(WORDS) == sum(len(v) for v in vocabularies if v is not StrEnum)


def test_a_word_is_told_as_it_is_in_english():
    """In English the told word is the word of the manifest."""
    assert told(NodeKind.FEATURE) == "feature"
