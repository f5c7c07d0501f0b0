"""Plain data as YAML: short, in lines a person can read, and read back as what it was."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.value_types import plain_value
from explorer.export.manifest_text import WIDTH, block, comment
from explorer.importers.yaml_events import read_documents
from tests.domain.strategies import NUMBERS, TEXT

DATA = st.recursive(
    TEXT | NUMBERS | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXT, inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(TEXT, DATA, max_size=3), st.integers(0, 2))
def test_what_is_written_is_read_back(data, opened):
    """Whatever is in it, and however it is broken into lines."""
    text = "\n".join(line for key, value in data.items() for line in block(key, value, opened)) or "{}"
    [(root, _)] = read_documents(text, "m.yaml")
    assert plain_value(root) == data


def test_short_entries_stand_in_one_line_and_long_ones_key_by_key():
    """As a person would write them."""
    long = {"description": "x" * WIDTH, "inputs": ["a" * 60, "b" * 60]}
    assert list(block("jobs", {"clean": {"glue": True, "inputs": ["a", "b"]}, "load": long}, 1)) == [
        "jobs:",
        "  clean: {glue: true, inputs: [a, b]}",
        "  load:",
        f"    description: {'x' * WIDTH}",
        "    inputs:",
        f"      - {'a' * 60}",
        f"      - {'b' * 60}",
    ]


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=400))
def test_a_comment_says_nothing_to_a_reader(sentence):
    """However long the sentence."""
    lines = list(comment(sentence))
    assert all(line.startswith("#") for line in lines)
    assert " ".join(line.removeprefix("#").strip() for line in lines).split() == sentence.split()
