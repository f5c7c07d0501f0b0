"""Finding what a person means by a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.names import NameIndex, known_node, nearest, resolve_node, spoken_name, spoken_names
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


def named(**names):
    """A graph of nodes with these names."""
    return SystemGraph.of([Node(id=i, name=name, kind=NodeKind.DATASET) for i, name in names.items()], [])


def test_a_name_that_only_one_has():
    """It stands for the node, before an end of an id does; an id is always meant first."""
    system = named(a1="Play Events", b_ranker="Ranker", c="ranker", d="a1")
    assert [resolve_node(system, text) for text in ("Play Events", "ranker", "a1")] == ["a1", "c", "a1"]
    assert known_node(system, "nobody") is None


def test_a_name_that_several_have_asks_for_an_id():
    """All that are called so are listed."""
    with pytest.raises(UsageError, match=r"Several nodes are called “Events”\. Give an id: a, b\."):
        resolve_node(named(a="Events", b="Events"), "Events")


@given(st.dictionaries(st.text("ab/", min_size=1, max_size=3), st.text("ab/\n", max_size=3), max_size=6))
def test_every_node_is_found_by_what_it_is_called(names):
    """Whatever others are called, and whatever ends in what."""
    system = named(**names)
    assert {i: resolve_node(system, spoken) for i, spoken in spoken_names(system).items()} == {
        i: i for i in names
    }
    assert spoken_names(system) == {i: spoken_name(system, i) for i in names}


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
