"""Further facts that several sources state of one thing."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.amendments import Amendments, RemovedNode
from explorer.domain.assembly import EdgeStatement, Statements, assemble
from explorer.domain.entities import Edge, EdgeKey, Node, Team
from explorer.domain.kinds import EdgeKind, NodeKind, Severity
from explorer.domain.provenance import Source
from explorer.language import speak

PLACES = [Source(f"{name}.yaml", 3) for name in "abcdef"]
END = "it counts as unknown until they agree. Correct one of the two: a manifest cannot decide it."


def orders(place, **given):
    """What one source says of the orders."""
    said = {"id": "orders", "kind": NodeKind.DATASET, "name": "orders", "source": place}
    return Statements(nodes=[Node(**said | given)])


def stated(*extras):
    """The orders of sources that state these facts, and what is told of them."""
    graph, problems = assemble([orders(p, extra=e) for p, e in zip(PLACES, extras, strict=False)])
    return graph.nodes["orders"].extra, [f"{p.source}: {p.message}" for p in problems]


def test_facts_that_differ_are_a_problem_and_unknown():
    """Both values and both places are named, the fact counts as unknown, and a third source does not settle it."""
    extra, told = stated({"schedule": "daily", "dag": "shop"}, {"schedule": "hourly"}, {"schedule": "daily"})
    assert extra == {"dag": "shop"}
    assert told == [f"b.yaml:3: “orders”: “schedule” is “hourly” here and “daily” in a.yaml:3; {END}"]


def test_the_place_is_that_of_who_said_it():
    """Where the first source is silent, the second is named, of facts, their entries and attributes alike."""
    silent, there, here = PLACES[:3]
    graph, problems = assemble([
        orders(silent, extra={"labels": {"tier": "1"}}),
        orders(there, owner="shop", extra={"schedule": "daily", "labels": {"team": "shop"}}),
        orders(here, owner="web", extra={"schedule": "hourly", "labels": {"team": "web", "tier": "1"}}),
    ])  # fmt: skip
    assert graph.nodes["orders"].extra == {"labels": {"tier": "1"}}
    assert [p.message.split(";")[0] for p in problems] == [
        "“orders”: owner is “web” here and “shop” in b.yaml:3",
        "“orders”: “labels” is “team: web” here and “team: shop” in b.yaml:3",
        "“orders”: “schedule” is “hourly” here and “daily” in b.yaml:3",
    ]
    assert {p.severity for p in problems} == {Severity.WARNING}


def test_edges_and_teams_have_facts_too():
    """What two say otherwise of an edge or a team is told as of a node."""
    ends = [Node(id=i, kind=NodeKind.DATASET, name=i, source=PLACES[0]) for i in ("orders", "sales")]
    parts = [
        Statements(
            nodes=ends if place is PLACES[0] else [],
            edges=[EdgeStatement(Edge(
                from_id="orders", to_id="sales", kind=EdgeKind.DERIVES, source=place, extra={"join": how},
            ))],
            teams=[Team(id="shop", source=place, extra={"parent": how, "room": "4"})],
        )
        for place, how in zip(PLACES, ("left", "inner"), strict=False)
    ]  # fmt: skip
    graph, problems = assemble(reversed(parts))
    assert graph.edges[EdgeKey("orders", "sales", EdgeKind.DERIVES)].extra == {}
    assert graph.teams["shop"].extra == {"room": "4"}
    assert [f"{p.source}: {p.message}".split(";")[0] for p in problems] == [
        "b.yaml:3: The team shop: “parent” is “inner” here and “left” in a.yaml:3",
        "b.yaml:3: The edge orders → sales (derives): “join” is “inner” here and “left” in a.yaml:3",
    ]


def test_of_a_mapping_only_the_entries_that_differ_are_lost():
    """One problem names the first of them; what both or one of them say stays, and no third brings one back."""
    many = {f"c{n}": "int" for n in range(5)}
    extra, told = stated(
        {"column_types": {"id": "INT64", **many}},
        {"column_types": {"id": "int64", **dict.fromkeys(many, "text"), "name": "text"}},
        {"column_types": {"c0": "int"}},
    )
    assert extra == {"column_types": {"id": "INT64", "name": "text"}}
    assert told == [
        "b.yaml:3: “orders”: “types of columns” is “c0: text; c1: text; c2: text; and 2 more” here and "
        f"“c0: int; c1: int; c2: int; and 2 more” in a.yaml:3; {END}"
    ]


@pytest.mark.parametrize(
    ("key", "mine", "theirs", "joined"),
    [
        ("readers", ["a", "b"], ["b", "a"], ["a", "b"]),
        ("relation", '"dev"."s"."orders"', '"prod"."s"."orders"', ['"dev"."s"."orders"', '"prod"."s"."orders"']),
        ("relation", "s.orders", "s.orders", "s.orders"),
        ("written_by", ["kim"], ["etl", "kim"], ["kim", "etl"]),
        ("statistics", {"rows": 3, "bytes": 9}, {"rows": 4}, {"rows": [3, 4], "bytes": 9}),
        ("runs", 3, 12, 12),
        ("failed_runs", 2.5, 1, 2.5),
    ],
)  # fmt: skip
def test_what_tools_saw_and_lists_in_another_order_do_not_differ(key, mine, theirs, joined):
    """Places and those who were seen are all kept, counts are the largest, and a list is no sequence."""
    assert stated({key: mine}, {key: theirs}) == ({key: joined}, [])


def test_of_two_last_runs_the_later_holds_whole():
    """What the earlier run came to is no part of the later one, and one without a time gives way."""
    early = {"last_run": "2026-11-01T04:00:00Z", "last_run_status": "error", "last_run_message": "no disk"}
    late = {"last_run": "2026-11-02T04:00:00Z", "last_run_status": "success"}
    assert stated(early, late) == stated(late, early) == (late, [])
    assert stated({"last_state": "complete", "tests_run": 2}, early) == ({**early, "tests_run": 2}, [])


def test_what_is_removed_is_not_told():
    """Of a node that another source takes away, no fact is in dispute."""
    gone = Statements(amendments=Amendments(removed_nodes=[RemovedNode("orders", PLACES[2])]))
    parts = [orders(p, extra={"dag": p.name}) for p in PLACES[:2]]
    assert [p.message for p in assemble([*parts, gone])[1]] == []


def test_it_is_told_in_german():
    """The fact goes by its German name."""
    speak("de")
    try:
        _, [told] = stated({"materialized": "view"}, {"materialized": "table"})
    finally:
        speak("en")
    assert told == (
        "b.yaml:3: „orders“: „gebaut als“ ist hier „table“ und in a.yaml:3 „view“; es gilt als unbekannt, bis beide "
        "übereinstimmen. Berichtigen Sie eine der beiden Quellen: Ein Manifest kann es nicht entscheiden."
    )


VALUES = st.sampled_from(
    [None, 1, "daily", "hourly", ["a", "b"], ["b", "a"], ["a"], {"x": 1}, {"x": 2, "y": 1}]
)
KEYS = st.sampled_from(
    ["schedule", "labels", "written_by", "runs", "last_run", "last_run_status", "relation"]
)
EXTRAS = st.lists(st.dictionaries(KEYS, VALUES, max_size=5), min_size=2, max_size=5)


@given(EXTRAS, st.randoms(use_true_random=False))
def test_the_order_of_the_sources_does_not_matter(extras, random):
    """Read in any order, they give the same facts and tell the same."""
    parts = [
        Statements(
            nodes=[
                Node(id="n", kind=NodeKind.MODEL, name="n", source=place, extra=extra, last_used=date.max)
            ],
            teams=[Team(id="t", source=place, extra=extra)],
        )
        for place, extra in zip(PLACES, extras, strict=False)
    ]
    graph, problems = assemble(parts)
    random.shuffle(parts)
    again, told = assemble(parts)
    assert json.dumps(graph.nodes["n"].extra) == json.dumps(again.nodes["n"].extra)
    assert json.dumps(graph.teams["t"].extra) == json.dumps(again.teams["t"].extra)
    assert problems == told


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")), min_size=2, max_size=6))
def test_a_fact_is_known_where_all_who_state_it_agree(extras):
    """Against a count of what is stated: one value is known, several are one problem and unknown."""
    extra, told = stated(*extras)
    values = {key: {e[key] for e in extras if key in e} for key in "abc"}
    assert extra == {key: said.copy().pop() for key, said in values.items() if len(said) == 1}
    assert len(told) == sum(len(said) > 1 for said in values.values())
    for key, said in values.items():
        assert len(said) < 2 or any(f"“{key}” is" in text for text in told)
