"""How parts of names are written in ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.addresses import table_of
from explorer.importers.sql.quoting import quoted_if_needed


@pytest.mark.parametrize(
    ("part", "unquoted", "written"),
    [
        ("orders", "orders", "orders"),
        ("shop-prod", "shop-prod", "shop-prod"),
        ("Orders", "orders", '"Orders"'),
        ("a b", "a b", '"a b"'),
        ('a"b', 'a"b', '"a""b"'),
        ("2026", "2026", '"2026"'),
    ],
)
def test_quotes_stand_only_where_they_are_needed(part, unquoted, written):
    """A plain name that the database keeps as it is has none."""
    assert quoted_if_needed(part, unquoted) == written


@given(st.text(min_size=1, max_size=20))
def test_what_is_written_is_read_as_the_same_name(part):
    """The meeting of names takes from an id the very part that was written into it."""
    table = table_of(f"postgres/shop.{quoted_if_needed(part, part.lower())}")
    assert table is None or table.name.stored("postgres") == part
