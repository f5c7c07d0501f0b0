"""Which database a text is written for."""

import pytest

from explorer.importers.sql.dialects import dialect_of, most_common


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("SELECT 1 FROM `shop-prod.sales.orders`", "bigquery"),
        ("SELECT 1 FROM shop-prod.sales.orders", "bigquery"),
        ("SELECT `id` FROM `orders`", "mysql"),
        ("SELECT a::int FROM orders", "postgres"),
        ("SELECT 1 FROM t, LATERAL FLATTEN(input => a)", "snowflake"),
        ("SELECT 1 FROM orders", ""),
    ],
)
def test_what_only_one_database_understands(text, dialect):
    """A mark of one dialect says which it is; plain SQL says nothing."""
    assert dialect_of(text) == dialect


def test_plain_texts_go_with_the_others():
    """What most of the marked texts are written in holds for those without a mark."""
    assert most_common(["SELECT 1", "SELECT a::int", "SELECT b::int", "SELECT `a`"]) == "postgres"
    assert most_common(["SELECT 1"]) == ""
