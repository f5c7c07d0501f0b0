"""What nodes and edges say of themselves in words."""

import pytest

from explorer.domain.attributes import edge_to_plain
from explorer.domain.entities import Edge, Filter
from explorer.domain.kinds import EdgeKind


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (2.0, "2"),
        (2, "2"),
        (0.50, "0.5"),
        (-3.0, "-3"),
        (1e300, "1e+300"),
        (123456789012345678, "123456789012345678"),
        ("0.50", "0.50"),
        ("", ""),
        (True, "True"),
    ],
)
def test_a_filter_is_written_as_a_person_writes_it(value, written):
    """A whole number without a point; a text as it is."""
    assert str(Filter(field="n", op=">=", value=value)) == f"n ≥ {written}"


def test_plain_data_holds_the_number_that_is_shown():
    """What other programs read has 2 for 2.0 too."""
    edge = Edge(from_id="a", to_id="b", kind=EdgeKind.FEEDS, filter=Filter(field="n", op=">", value=2.0))
    assert str(edge_to_plain(edge)["filter"]) == "{'field': 'n', 'op': '>', 'value': 2}"
