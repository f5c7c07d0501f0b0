"""What sources say beyond the attributes, as rows."""

import pytest

from explorer.domain.extra_rows import extra_rows


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("text", "text"),
        (1_234_567, "1,234,567"),
        (0.25, "0.25"),
        (12.0, "12"),
        (10**20, "100,000,000,000,000,000,000"),
        (True, "yes"),
        (None, "–"),
        (["a", "b"], "a\nb"),
        ({"id": "int", "total": "numeric"}, "id: int\ntotal: numeric"),
        ({"select": ["web", "bi"]}, "select: web\nselect: bi"),
        ([{"a": 1}, {"b": [2, 3]}], "a: 1\nb: 2\nb: 3"),
        ([], ""),
    ],
)
def test_a_value_is_told_line_by_line(value, told):
    """Numbers as people write them, lists and mappings with a line for each."""
    assert extra_rows({"key": value}) == [("key", told)]


def test_names_are_plain_words():
    """Our own in better words, with their units; others as the source has them."""
    names = [name for name, _ in extra_rows({"last_run_seconds": 1, "some_key": 1, "physicalName": 1})]
    assert names == ["last run took, in seconds", "some key", "physicalName"]


def test_what_has_no_end_is_cut():
    """Thirty lines are shown, the rest is counted; nesting is followed a few levels."""
    [(_, told)] = extra_rows({"columns": {f"c{n}": "int" for n in range(100)}})
    assert (len(told.splitlines()), told.splitlines()[-1]) == (31, "and 70 more")
    deep = "x"
    for _ in range(500):
        deep = [deep]
    [(_, told)] = extra_rows({"deep": deep})
    assert told.startswith("[[[")
