"""Statements of many sources into one system."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.assembly import EdgeStatement, Statements, assemble, put_together
from explorer.domain.entities import Contract, Edge, EdgeKey, Node, ReadLog, Team
from explorer.domain.identity import Decision, Doubt, Verb
from explorer.domain.kinds import Access, Criticality, EdgeKind, Evidence, NodeKind, Pin, Severity, Subtype
from explorer.domain.provenance import Problem, Source
from tests.domain import strategies

HERE, THERE = Source("a.yaml", 1), Source("b.yaml", 2)


def node(node_id, kind=NodeKind.DATASET, source=HERE, **given):
    """A node whose name is its id unless said otherwise."""
    return Node(**{"id": node_id, "name": node_id, "kind": kind, "source": source, **given})


def edge(start, end, kind=None, source=HERE, **given):
    """A statement of an edge, of a stated kind or not."""
    made = Edge(from_id=start, to_id=end, kind=kind or EdgeKind.FEEDS, source=source, **given)
    return EdgeStatement(made, kind is not None)


def messages(problems):
    """What problems say, with their places."""
    return [f"{p.source}: {p.message}" for p in problems]


def test_what_only_one_says_stays():
    """Two statements of a node complete each other."""
    graph, problems = assemble([
        Statements(nodes=[node("a", owner="x", tests=("t",))]),
        Statements(nodes=[node("a", criticality=Criticality.HIGH, name="The A", extra={"k": 1})]),
    ])  # fmt: skip
    assert problems == []
    assert graph.nodes["a"] == node(
        "a", owner="x", tests=("t",), criticality=Criticality.HIGH, name="The A", extra={"k": 1}
    )


def test_what_two_disagree_on_is_unknown():
    """A disagreement names both places, counts as unknown, and a third statement does not settle it."""
    graph, problems = assemble([
        Statements(nodes=[node("a", owner="x")]),
        Statements(nodes=[node("a", owner="y", source=THERE)]),
        Statements(nodes=[node("a", owner="x", source=Source("c.yaml", 3))]),
    ])  # fmt: skip
    assert graph.nodes["a"].owner is None
    assert messages(problems) == [
        "b.yaml:2: “a”: owner is “y” here and “x” in a.yaml:1; it counts as unknown until they agree."
    ]
    assert problems[0].severity is Severity.WARNING


@given(st.permutations(["x", "y", "x", None]))
def test_disagreement_does_not_depend_on_order(owners):
    """In whatever order, two owners are none."""
    graph, problems = assemble([Statements(nodes=[node("a", owner=o) for o in owners])])
    assert graph.nodes["a"].owner is None
    assert len(problems) == 1


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_who_cannot_tell_disagrees_with_nobody(order):
    """A source that does not know what a dataset is leaves it to those that do, whoever speaks first."""
    said = [{"subtype": Subtype.UNKNOWN}, {"subtype": Subtype.TABLE}, {}]
    graph, problems = assemble([Statements(nodes=[node("a", **said[i])]) for i in order])
    assert (graph.nodes["a"].subtype, problems) == (Subtype.TABLE, [])
    alone, problems = assemble([Statements(nodes=[node("a"), node("a", subtype=Subtype.UNKNOWN)])])
    assert (alone.nodes["a"].subtype, problems) == (Subtype.UNKNOWN, [])


def test_a_name_with_and_without_what_it_lies_in_is_one():
    """Tools differ in how much of a name they write; other names are a disagreement."""
    for other in ("New Orders", "public.new_orders", "warehouse/new-orders"):
        graph, problems = assemble([Statements(nodes=[node("a", name="new_orders"), node("a", name=other)])])
        assert (graph.nodes["a"].name, problems) == ("new_orders", [])
    graph, problems = assemble([Statements(nodes=[node("a", name="orders"), node("a", name="returns")])])
    assert (graph.nodes["a"].name, len(problems)) == ("a", 1)


def test_what_two_know_parts_of_is_added_up():
    """A contract beside a project: the tests, tags and enforced parts of both; other prose is no disagreement."""
    one = node("a", tests=("t",), tags=("x",), contract=Contract(), description="One row an order.")
    other = node(
        "a", tests=("u", "t"), tags=("y",), contract=Contract(enforced=("schema",)), description="Orders"
    )
    graph, problems = assemble([Statements(nodes=[one]), Statements(nodes=[other])])
    both = graph.nodes["a"]
    assert (both.tests, both.tags, both.contract) == (("t", "u"), ("x", "y"), Contract(enforced=("schema",)))
    assert (both.description, problems) == ("One row an order.", [])


def test_one_edge_of_two_statements():
    """Same ends and kind are one edge; an attribute that differs is unknown and a problem."""
    nodes = [node("a"), node("b", NodeKind.JOB)]
    graph, problems = assemble([
        Statements(nodes=nodes, edges=[edge("a", "b", pin=Pin.FROZEN, fields=("f",))]),
        Statements(edges=[edge("a", "b", source=THERE, pin=Pin.PINNED, tolerance=timedelta(hours=1))]),
    ])  # fmt: skip
    [made] = graph.edges.values()
    assert (made.pin, made.fields, made.tolerance) == (None, ("f",), timedelta(hours=1))
    assert messages(problems) == [
        "b.yaml:2: The edge a → b (feeds): pin is “pinned” here and “frozen” in a.yaml:1; "
        "it counts as unknown until they agree."
    ]


def test_a_stated_kind_is_another_edge():
    """The kind follows from the ends unless stated; two kinds between two nodes are two edges."""
    nodes = [node("s", subtype=Subtype.TRAINING), node("m", NodeKind.MODEL)]
    graph, _ = assemble([Statements(nodes=nodes, edges=[edge("s", "m"), edge("s", "m", EdgeKind.FEEDS)])])
    assert list(graph.edges) == [EdgeKey("s", "m", EdgeKind.FEEDS), EdgeKey("s", "m", EdgeKind.TRAINS)]


def test_a_kind_is_known_only_when_all_have_spoken():
    """An edge stated before its ends, in another file, gets its kind from them all the same."""
    graph, problems = assemble([
        Statements(edges=[edge("a", "b")]),
        Statements(nodes=[node("a"), node("b", NodeKind.MONITOR)]),
    ])  # fmt: skip
    assert list(graph.edges) == [EdgeKey("a", "b", EdgeKind.WATCHES)]
    assert problems == []


def test_an_id_nobody_declares_stays_as_a_ghost():
    """The gap is seen: a node of unknown kind, its edges feeds and inferred, one problem with a suggestion."""
    nodes = [node("sessions"), node("j", NodeKind.JOB)]
    graph, problems = assemble([
        Statements(nodes=nodes, edges=[edge("sesions", "j"), edge("j", "sesions"), edge("j", "sessions")])
    ])  # fmt: skip
    ghost = graph.nodes["sesions"]
    assert (ghost.kind, ghost.evidence, ghost.is_ghost) == (NodeKind.UNKNOWN, Evidence.INFERRED, True)
    assert {k: e.evidence for k, e in graph.edges.items()} == {
        EdgeKey("sesions", "j", EdgeKind.FEEDS): Evidence.INFERRED,
        EdgeKey("j", "sesions", EdgeKind.FEEDS): Evidence.INFERRED,
        EdgeKey("j", "sessions", EdgeKind.PRODUCES): Evidence.DECLARED,
    }
    assert messages(problems) == ["a.yaml:1: Nothing declares “sesions”. Did you mean “sessions”?"]


def test_ten_thousand_ghosts_are_told_quickly():
    """Past two hundred, dangling ids are named without a suggestion; each is still told."""
    nodes = [node(f"table-{n}") for n in range(2_000)]
    edges = [edge(f"tabel-{n}", "table-0") for n in range(2_000)]
    graph, problems = assemble([Statements(nodes=nodes, edges=edges)])
    assert len(problems) == 2_000 == len(graph.nodes) - 2_000
    assert sum("Did you mean" in p.message for p in problems) == 200


def test_two_kinds_of_one_id():
    """The first kind stays, and the other statement says nothing else either."""
    graph, problems = assemble([
        Statements(nodes=[node("a"), node("a", NodeKind.JOB, source=THERE, owner="x")])
    ])  # fmt: skip
    assert graph.nodes["a"] == node("a")
    assert messages(problems) == [
        "b.yaml:2: “a” is a job here and a dataset in a.yaml:1; it stays a dataset. Give one of them another id."
    ]


def test_same_as_makes_one_of_two():
    """Edges, successors and attributes of the other id go to the one that names it; rings and chains end."""
    graph, problems = assemble([
        Statements(
            nodes=[
                node("db.t", same_as=("pg://h/t",)), node("pg://h/t", owner="x", same_as=("lake/t", "db.t")),
                node("lake/t", version="2"), node("j", NodeKind.JOB, superseded_by="lake/t"),
            ],
            edges=[edge("lake/t", "j"), edge("pg://h/t", "j"), edge("j", "db.t")],
        )
    ])  # fmt: skip
    assert problems == []
    assert set(graph.nodes) == {"db.t", "j"}
    merged = graph.nodes["db.t"]
    assert (merged.name, merged.owner, merged.version) == ("db.t", "x", "2")
    assert graph.nodes["j"].superseded_by == "db.t"
    assert set(graph.edges) == {
        EdgeKey("db.t", "j", EdgeKind.FEEDS), EdgeKey("j", "db.t", EdgeKind.PRODUCES),
    }  # fmt: skip


@pytest.mark.parametrize("order", [1, -1])
def test_declared_and_seen_is_confirmed(order):
    """A log adds its dates and counts to a declaration, in either order, and does not weaken it."""
    parts = [
        Statements(nodes=[node("a"), node("b", NodeKind.JOB)], edges=[edge("a", "b", fields=("f",))]),
        Statements(edges=[
            edge("a", "b", source=THERE, evidence=Evidence.OBSERVED, count=3, last_seen=date(2026, 1, 2)),
            edge("a", "b", source=THERE, evidence=Evidence.OBSERVED, count=5, last_seen=date(2026, 1, 1)),
        ]),
    ]  # fmt: skip
    graph, problems = assemble(parts[::order])
    [made] = graph.edges.values()
    assert problems == []
    assert (made.evidence, made.count, made.last_seen, made.source) == (
        Evidence.DECLARED, 5, date(2026, 1, 2), HERE,
    )  # fmt: skip
    assert made.is_confirmed


OF_A = [
    (Evidence.DECLARED, ("x", "y", "z")),
    (Evidence.OBSERVED, ("y",)),
    (Evidence.OBSERVED, ("z", "x")),
    (Evidence.DECLARED, ("z", "y", "x")),
]


@given(st.permutations(OF_A))
def test_logs_add_up_the_fields_they_saw(said):
    """In any order: fields are no sequence, two logs saw what either saw, and a declaration may know more."""
    stated = [edge("a", "b", evidence=e, fields=f, source=Source("s", n)) for n, (e, f) in enumerate(said)]
    nodes = [node("a"), node("b", NodeKind.JOB)]
    graph, problems = assemble([Statements(nodes=nodes, edges=stated)])
    assert problems == []
    assert sorted(graph.edges["a", "b", EdgeKind.FEEDS].fields) == ["x", "y", "z"]
    seen = [s for s, (evidence, _) in zip(stated, said, strict=True) if evidence is Evidence.OBSERVED]
    graph, problems = assemble([Statements(nodes=nodes, edges=[*seen, edge("a", "b", fields=("x", "z"))])])
    assert graph.edges["a", "b", EdgeKind.FEEDS].fields is None
    assert len(problems) == 1


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_logs_the_longer_stands(order):
    """They are no disagreement."""
    logs = [ReadLog(log=n, since=date(2026, 1, 1), until=date(2026, 1, d)) for n, d in (("a", 9), ("b", 3))]
    graph, problems = assemble([Statements(nodes=[node("a", read_log=log) for log in logs[::order]])])
    assert problems == []
    assert graph.nodes["a"].read_log == logs[0]


def test_a_source_without_a_list_of_teams_may_name_any_owner():
    """One that lists teams is held to its list, also beside others; nearly a team's name is told in any."""
    team = Team(id="recommendations", source=Source("a.yaml", 1))
    for name, owner, told in (
        ("a.yaml", "hello@shop.example", 1),
        ("manifest.json: models/a.sql", "hello@shop.example", 0),
        ("manifest.json: models/a.sql", "recomendations", 1),
    ):
        owned = node("a", owner=owner, source=Source(name, 7))
        _, problems = assemble([Statements(teams=[team]), Statements(nodes=[owned])])
        assert len(problems) == told


def test_owners_and_successors_are_references():
    """An owner that is no team, and a successor nothing declares, are problems; without teams anybody may own."""
    team = Team(id="recs")
    nodes = [node("a", owner="rcs"), node("b", owner="rcs"), node("c", superseded_by="gone")]
    _, problems = assemble([Statements(nodes=nodes, teams=[team])])
    assert messages(problems) == [
        "a.yaml:1: No team is called “rcs”. Did you mean “recs”?",
        "a.yaml:1: “c” is superseded by “gone”, which nothing declares.",
    ]
    assert assemble([Statements(nodes=nodes[:2])])[1] == []


def test_names_and_days_of_the_parts():
    """The system is called by all names, once each, and is as of the latest day; problems of parts come first."""
    problem = Problem("Bad.", HERE)
    graph, problems = assemble([
        Statements(name="Shop", as_of=date(2026, 1, 1), problems=[problem]),
        Statements(name="Search", as_of=date(2026, 2, 1)),
        Statements(name="Shop"),
        Statements(edges=[edge("x", "y")]),
    ])  # fmt: skip
    assert (graph.name, graph.as_of) == ("Shop + Search", date(2026, 2, 1))
    assert problems[0] is problem
    assert len(problems) == 3


@given(st.lists(strategies.nodes(ids=st.sampled_from("abc")), max_size=6), st.data())
def test_saying_it_again_changes_nothing(nodes, data):
    """Any statements twice over are the system of saying them once, with no new disagreement."""
    ids = st.sampled_from("abcd")
    edges = data.draw(
        st.lists(st.builds(EdgeStatement, strategies.edges(ids=ids), st.booleans()), max_size=6)
    )
    nodes = [n for n in nodes if not n.is_ghost]
    once, _ = assemble([Statements(nodes=nodes, edges=edges)])
    again, problems = assemble([
        Statements(nodes=list(once.nodes.values()), edges=[EdgeStatement(e, True) for e in once.edges.values()])
    ] * 2)  # fmt: skip
    assert {i: n.owner for i, n in again.nodes.items()} == {i: n.owner for i, n in once.nodes.items()}
    assert set(again.edges) == set(once.edges)
    assert not [p for p in problems if "counts as unknown" in p.message]


def test_names_of_one_table_are_one_node():
    """What a log calls by its short name is the table that a manifest calls by another; both are kept as stated."""
    model = node("model.shop.orders", same_as=('"db"."public"."orders"',), owner="shop")
    seen = node("public.orders", source=THERE, evidence=Evidence.OBSERVED, access=Access.OPEN)
    reads = edge("public.orders", "app", source=THERE, evidence=Evidence.OBSERVED)
    made = put_together(
        [Statements(nodes=[seen, node("app", NodeKind.CONSUMER)], edges=[reads]), Statements(nodes=[model])]
    )
    assert set(made.graph.nodes) == {"model.shop.orders", "app"}
    orders = made.graph.nodes["model.shop.orders"]
    assert (orders.owner, orders.access, orders.evidence) == ("shop", Access.OPEN, Evidence.DECLARED)
    assert orders.same_as == ('"db"."public"."orders"', "public.orders")
    assert list(made.graph.edges) == [EdgeKey("model.shop.orders", "app", EdgeKind.FEEDS)]
    assert set(made.joined["model.shop.orders"].members) == {model, seen}
    assert made.edges == [reads]


def test_an_end_that_nobody_declares_is_the_table_it_names():
    """An edge alone may speak of a table by another of its names: no gap, and the name is told."""
    made = put_together([
        Statements(nodes=[node("db.public.orders")]),
        Statements(nodes=[node("app", NodeKind.CONSUMER)], edges=[edge("public.orders", "app")]),
    ])  # fmt: skip
    assert (made.problems, set(made.graph.nodes)) == ([], {"db.public.orders", "app"})
    assert list(made.joined["db.public.orders"].why) == ["public.orders"]


def test_a_name_that_could_be_two_is_a_problem():
    """Neither is chosen: both stay, the third is a thing of its own, and the problem names the place."""
    made = put_together([
        Statements(nodes=[node("db1.s.t"), node("db2.s.t")]), Statements(nodes=[node("s.t", source=THERE)]),
    ])  # fmt: skip
    assert set(made.graph.nodes) == {"db1.s.t", "db2.s.t", "s.t"}
    assert messages(made.problems) == [
        "b.yaml:2: “s.t” could be either of “db1.s.t” and “db2.s.t”; it counts as neither. "
        "Settle that on the page Sources, or by same_as in a source."
    ]
    assert [p.doubt for p in made.problems] == ["s.t"]
    assert made.doubts == [Doubt("s.t", ("db1.s.t", "db2.s.t"))]


def test_one_id_of_two_documents_can_be_two_things():
    """Once somebody says what one document calls by an id, its nodes and edges are about that other thing."""
    parts = [
        Statements(nodes=[node("users", owner="web")], edges=[edge("users", "app")]),
        Statements(nodes=[node("users", source=THERE, owner="crm")], edges=[edge("users", "app", source=THERE)]),
        Statements(nodes=[node("app", NodeKind.CONSUMER)]),
    ]  # fmt: skip
    assert [m.owner for m in put_together(parts).joined["users"].members] == ["web", "crm"]
    made = put_together(parts, decisions=[Decision(Verb.CALLED, "users", "users (crm)", "b.yaml")])
    assert (made.problems, made.joined) == ([], {})
    assert [made.graph.nodes[i].owner for i in ("users", "users (crm)")] == ["web", "crm"]
    assert {k.from_id for k in made.graph.edges} == {"users", "users (crm)"}


@given(st.permutations(range(4)))
def test_parts_in_any_order_have_the_same_nodes(order):
    """Which ids there are, and what is known of each, does not depend on who was read first."""
    parts = [
        Statements(nodes=[node("db.s.t", owner="x", same_as=("lake/t",))]),
        Statements(nodes=[node("s.t", source=THERE, evidence=Evidence.OBSERVED, owner="y")]),
        Statements(nodes=[node("s.u", source=THERE), node("lake/t", version="2", source=Source("c", 1))]),
        Statements(edges=[edge("S.T", "s.u"), edge("s.t", "s.u")]),
    ]
    expected, shuffled = assemble(parts)[0], assemble([parts[n] for n in order])[0]
    assert set(expected.nodes) == {"db.s.t", "s.u", "S.T"}
    assert shuffled == expected
