"""What OpenLineage's names mean as ids."""

import pytest

from explorer.domain.kinds import Subtype
from explorer.importers.openlineage.naming import (
    dataset_id,
    job_id,
    names_in_bigquery,
    names_of,
    subtype_of,
    without_secret,
)


@pytest.mark.parametrize(
    ("namespace", "name", "expected", "subtype"),
    [
        ("postgres://h:5432", "d.s.t", "postgres://h:5432/d.s.t", Subtype.UNKNOWN),
        ("postgresql://h:5432", "d.s.t", "postgres://h:5432/d.s.t", Subtype.UNKNOWN),
        ("bigquery", "p.d.t", "bigquery/p.d.t", Subtype.UNKNOWN),
        ("s3://bucket", "/a/b", "s3://bucket/a/b", Subtype.FILE),
        ("s3a://bucket/", "a/b", "s3://bucket/a/b", Subtype.FILE),
        ("kafka://h:9092", "topic", "kafka://h:9092/topic", Subtype.STREAM),
        ("pubsub", "topic:p:t", "pubsub/topic:p:t", Subtype.STREAM),
        ("file", "/srv/x", "file:///srv/x", Subtype.FILE),
        ("file://", "srv/x", "file:///srv/x", Subtype.FILE),
        ("file://host", "/srv/x", "file://host/srv/x", Subtype.FILE),
        ("inmemory://", "x", "inmemory://x", Subtype.UNKNOWN),
        ("anything", "s3n://bucket/a", "s3://bucket/a", Subtype.FILE),
        ("abfss://c@s.dfs.core.windows.net", "p", "abfss://c@s.dfs.core.windows.net/p", Subtype.FILE),
        ("postgres://me:hush@h:5432", "d.s.t", "postgres://h:5432/d.s.t", Subtype.UNKNOWN),
        ("kitchen", "apple.pie", "kitchen/apple.pie", Subtype.UNKNOWN),
    ],
)
def test_a_dataset_has_one_id(namespace, name, expected, subtype):
    """Its address, however its clients write it, and never with a password."""
    assert dataset_id(namespace, name) == expected
    assert subtype_of(expected) is subtype


@pytest.mark.parametrize(("namespace", "name"), [("a", ""), ("a", "  "), ("", "x" * 600)])
def test_what_can_be_no_id(namespace, name):
    """Nothing, or a name without end."""
    for made in (dataset_id, job_id):
        with pytest.raises(ValueError, match=r"An id cannot be empty|too long"):
            made(namespace, name)


def test_a_job_is_never_a_dataset():
    """Schedulers and stores may have the same namespace, and jobs the names of what they write."""
    assert job_id("shop", "orders") == "shop/jobs/orders" != dataset_id("shop", "orders")


@pytest.mark.parametrize(
    ("node_id", "name", "expected"),
    [
        ("postgres://h:1/d.s.t", "d.s.t", ["t", "s.t", "d.s.t"]),
        ("bigquery/p.d.t", "p.d.t", ["t", "d.t", "p.d.t"]),
        ("s3://b/in/a.csv", "/in/a.csv", ["a.csv", "in/a.csv"]),
        ("kafka://h:1/shop.orders", "shop.orders", ["shop.orders"]),
        ("kitchen/apple.pie", "apple.pie", ["apple.pie"]),
    ],
)
def test_short_names_of_a_dataset(node_id, name, expected):
    """A table without its schema, a file without its folders; where dots divide nothing, all of it."""
    assert names_of(node_id, name) == [*expected, node_id]


def test_user_and_password_are_left_out():
    """Of any address; a container's name before an @ is no secret."""
    assert without_secret("https://me:hush@git.shop/x") == "https://git.shop/x"
    assert without_secret("abfss://container@store/x") == "abfss://container@store/x"


def test_a_project_with_hyphens_is_one_of_bigquery():
    """No other database has such a name unquoted; several tables at once, and parts of a name, are no table."""
    assert names_in_bigquery(("shop-prod", "sales", "orders")) == ("bigquery/shop-prod.sales.orders",)
    for other in (("shop", "sales", "orders"), ("shop-prod", "sales"), ("shop-prod", "sales", "orders_*")):
        assert names_in_bigquery(other) is None
