"""Canonical JSON: one text for one value, and nothing read that could be read in two ways."""

import json

import pytest
from hypothesis import given

from explorer.storage.canonical import MAX_DEPTH, decode, encode
from tests.domain.strategies import PLAIN


@given(PLAIN)
def test_what_is_encoded_reads_back_as_it_was_and_as_any_json_reader_sees_it(value):
    """The text is ordinary JSON."""
    assert decode(encode(value)) == value == json.loads(encode(value))


def test_keys_are_sorted_nothing_is_spaced_and_text_is_itself():
    """One value has one text, whatever order its keys came in."""
    assert (
        encode({"é": [1, 2.5, None], "a": {"z": True, "b": "ü"}})
        == '{"a":{"b":"ü","z":true},"é":[1,2.5,null]}'.encode()
    )


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b'{"a":1,"a":2}', "“a” comes twice"),
        (b'[{"x":{"a":1,"b":2,"a":2}}]', "“a” comes twice"),
        (b"NaN", "no sound JSON"),
        (b"[Infinity]", "no sound JSON"),
        (b"1e999", "no sound JSON"),
        (b'"\\ud800"', "no sound JSON"),
        (b'"\xff"', "not UTF-8"),
        (b"[" * 200_000, "nested"),
        (b"[" * 100 + b"]" * 100, "nested"),
        (b'{"a":' * 70 + b"1" + b"}" * 70, "nested"),
        (b"1 2", "no sound JSON"),
        (b"", "no sound JSON"),
        (b'"a\rb"', "no sound JSON"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_could_be_read_in_two_ways_is_refused(text, part):
    """A key twice, no number, half a character, endless depth: a sentence each."""
    with pytest.raises(ValueError, match=part):
        decode(text)


def test_depth_within_the_limit_and_long_numbers_are_read():
    """Limits refuse nothing that a person writes."""
    deep = b"[" * MAX_DEPTH + b"]" * MAX_DEPTH
    assert encode(decode(deep)) == deep
    assert decode(b"1" * 300) == int("1" * 300)


def test_digits_without_end_are_neither_read_nor_written():
    """Python itself refuses to make a number of them."""
    with pytest.raises(ValueError, match="out of range"):
        decode(b"1" * 5000)
    with pytest.raises(ValueError):
        encode(10**5000)


def test_spaces_and_another_order_are_read_too():
    """A line that a person edited is still a line."""
    assert decode(b'{"b": 1, "a": [ ]}') == {"a": [], "b": 1}


def test_half_a_character_is_not_written():
    """No file could hold it."""
    with pytest.raises(ValueError, match="half a character"):
        encode({"a": "\ud800"})
