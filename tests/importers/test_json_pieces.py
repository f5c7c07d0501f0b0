"""JSON taken apart: what is broken costs only itself, and is told in plain words."""

import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.json_pieces import decode_piece, members, repaired

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), VALUES, max_size=5))
def test_the_members_together_are_the_object(value):
    """Each by itself decodes to what Python's own reader finds there."""
    found, twice = members(json.dumps(value).encode())
    assert {key: json.loads(bytes(raw)) for key, raw in found.items()} == value
    assert twice == []


def test_a_key_stated_twice_is_seen():
    """The last counts, and the keys are named once each."""
    found, twice = members(b'{"a": 1, "b": 2, "a": 3, "a": 4}')
    assert (bytes(found["a"]), twice) == (b"4", ["a"])
    with pytest.raises(msgspec.ValidationError):
        members(b"[]")


@given(VALUES)
def test_what_is_sound_is_left_alone(value):
    """Repairing changes nothing in JSON that holds neither NaN nor half a character."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    assert repaired(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [(b"[NaN, -Infinity]", b"[null, null]"), (b'["NaN", "\\ud800x"]', b'["NaN", "\\ufffdx"]')],
)
def test_what_python_writes_and_json_forbids(text, expected):
    """NaN and infinities are unknown, half a character is the mark for one that is lost."""
    assert repaired(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "told"),
    [
        (b"1", str, "it should be text, but is a whole number"),
        (b'{"a": []}', dict[str, str], "[...] should be text, but is a list"),
        (b"{", dict, "it ends in the middle"),
        (b"[" * 100_000, list, "it is nested too deeply"),
    ],
)
def test_a_fault_is_told_in_plain_words(text, kind, told):
    """What is expected and what is there."""
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        decode_piece(text, kind)
