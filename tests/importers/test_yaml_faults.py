"""What the parser says of faults of writing can be told in other languages."""

from gettext import NullTranslations

import pytest

from explorer.errors import InputError
from explorer.importers.yaml_events import read_documents
from explorer.importers.yaml_faults import PHRASES
from explorer.language import speak


class Numbered(NullTranslations):
    """Every phrase of the parser by its number."""

    def gettext(self, message: str) -> str:
        return f"<{PHRASES.index(message)}>" if message in PHRASES else message


@pytest.fixture(autouse=True)
def numbered():
    """A language of numbers, and English again."""
    speak("de", Numbered())
    yield
    speak("en")


@pytest.mark.parametrize(
    ("text", "problem", "context", "begun"),
    [
        ("a: {b: 1\n", "did not find expected ',' or '}'", "while parsing a flow mapping", 1),
        ("a: [1, 2\n", "did not find expected ',' or ']'", "while parsing a flow sequence", 1),
        (
            "a:\n\tb: 1\n",
            "found character that cannot start any token",
            "while scanning for the next token",
            0,
        ),
        ('a: "b\n', "found unexpected end of stream", "while scanning a quoted scalar", 1),
        ("a: b: c\n", "mapping values are not allowed in this context", "", 0),
        ("a:\n  - b\n  c: 1\n", "did not find expected '-' indicator", "while parsing a block collection", 2),
        ("a:\n  b: 1\n c: 1\n", "did not find expected key", "while parsing a block mapping", 1),
        ("a: 1\nb\nc: 2\n", "could not find expected ':'", "while scanning a simple key", 2),
        ('a: "\\q"\n', "found unknown escape character", "while parsing a quoted scalar", 0),
    ],
)
def test_what_faults_of_writing_lead_to_is_told(text: str, problem: str, context: str, begun: int):
    """The frequent phrases are known one by one; another would be told as the parser says it."""
    with pytest.raises(InputError) as caught:
        read_documents(text, "a.yaml")
    told = Numbered().gettext(problem)
    where = f", begun in line {begun}" if begun else ""
    rest = f" ({Numbered().gettext(context)}{where})" if context else ""
    assert caught.value.message == f"This cannot be read as YAML: {told}{rest}."
