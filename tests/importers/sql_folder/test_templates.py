"""Templates are read without being run, and every line stays where it was."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.importers.sql_folder.templates import fill

PIECES = (
    "{{ a }}",
    "{% if a %}",
    "{% elif b %}",
    "{% else %}",
    "{% endif %}",
    "{# c #}",
    "{{ ref('x') }}",
    "\n",
)
PIECES += (
    "{% for a in b %}",
    "{% endfor %}",
    "{% raw %}",
    "{% endraw %}",
    "{% set x = '1' %}",
    "{{ x }}",
    "{{",
    "%}",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(string.ascii_letters + " ", max_size=5), max_size=30))
def test_no_character_moves(pieces):
    """Each reading is as long as the text, has its lines, and holds of it only what stands between the tags."""
    text = "".join(pieces)
    for reading in fill(text).readings:
        assert len(reading) == len(text)
        assert [len(line) for line in reading.split("\n")] == [len(line) for line in text.split("\n")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{% if a %}one{% endif %} two", ["one two", "two"]),
        ("{% if a %}one{% else %}other{% endif %} two", ["one two", "other two"]),
        ("{% if a %}1{% elif b %}2{% elif c %}3{% else %}4{% endif %}", ["1", "2", "3", "4"]),
        ("{% if a %}1{% if b %}2{% else %}3{% endif %}{% else %}4{% endif %}", ["1 2", "4"]),
        ("{% for a in b %}one{% if not loop.first %}, {% endif %}{% endfor %}", ["one"]),
        ("{% macro f() %}one{% endmacro %}two", ["two"]),
        ("{{ config(x=1) }}one {# two #}", ["one"]),
        ("{% set n = 7 %}{{ n }}", ["7"]),
        ("plain", ["plain"]),
    ],
)
def test_each_branch_is_a_reading(text, words):
    """Of an `if` one branch stands in a text at a time; what is set up or commented leaves nothing."""
    assert [" ".join(reading.split()) for reading in fill(text).readings] == words


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("{{ ref('orders') }}", ("orders",)),
        ('{{ref("shop", "orders")}}', ("orders",)),
        ("{{- ref('orders', v=2) -}}", ("orders",)),
        ("{{ source('raw', 'orders') }}", ("raw", "orders")),
        ("${ref('orders')}", ("orders",)),
    ],
)
def test_references_name_tables(text, table):
    """The name that stands for a reference is the table's."""
    found = fill(text)
    assert list(found.tables.values()) == [table]
    assert set(found.held_by(found.readings[0])) == set(found.tables)
