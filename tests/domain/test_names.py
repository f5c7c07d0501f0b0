"""Finding what a person means by a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.names import NameIndex, nearest, resolve_node
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError


def graph(*ids):
    """A graph of nodes without edges."""
    return SystemGraph.of([Node(id=i, name=i, kind=NodeKind.DATASET) for i in ids], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("web/events", "web/events"),
        ("ranker", "ml/ranker"),
        ("anker", "ml/ranker"),
        ("events", "events"),
        ("raw", "db.raw"),
    ],
)
def test_an_id_or_an_unambiguous_end(text, expected):
    """The exact id wins over being an end; an end at a boundary wins over one within a word."""
    assert resolve_node(graph("web/events", "events", "ml/ranker", "db.raw", "straw"), text) == expected


def test_an_ambiguous_end_lists_what_it_could_be():
    """All candidates are named."""
    with pytest.raises(
        UsageError, match=r"“events” could be any of app/events, web/events\. Give more of the id\."
    ):
        resolve_node(graph("web/events", "app/events"), "events")


def test_an_unknown_name_lists_the_nearest():
    """A misspelt name gets the nearest ids, an unlike one gets none."""
    with pytest.raises(UsageError, match=r"There is no node “rankr”\. Nearest: ml/ranker\."):
        resolve_node(graph("ml/ranker", "events"), "rankr")
    with pytest.raises(UsageError, match=r"^There is no node “zzz”\.$"):
        resolve_node(graph("ml/ranker", "events"), "zzz")
    with pytest.raises(UsageError):
        resolve_node(graph("a"), "")


def test_last_parts_count():
    """A name is also near by its part after the last slash or dot."""
    assert nearest("play_event", ["warehouse.raw.play_events", "warehouse.raw.users"]) == [
        "warehouse.raw.play_events"
    ]


NAMES = [f"team-{n % 7}/table_{n}_{'abcdefg'[n % 7] * 3}" for n in range(2_000)]
INDEX = NameIndex([*NAMES, "image-embedding", "playback-sessions"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("imgae-embedding", "image-embedding"),
        ("image_embeding", "image-embedding"),
        ("Playback-Session", "playback-sessions"),
        ("team-3/table_3_ddx", "team-3/table_3_ddd"),
    ],
)
def test_near_among_thousands(text, expected):
    """Among thousands of names the nearest is found as among few."""
    assert INDEX.nearest(text, 1) == [expected]


@given(st.sampled_from(NAMES), st.data())
def test_one_wrong_letter_is_found(name, data):
    """A name with one letter left out still finds its name among the nearest."""
    at = data.draw(st.integers(7, len(name) - 1))
    assert INDEX.nearest(name[:at] + name[at + 1 :], 10)


def test_endless_text_is_no_work():
    """A megabyte as a name is compared by its beginning only."""
    assert nearest("x" * 1_000_000, ["y" * 1_000_000, "abc"]) == []
