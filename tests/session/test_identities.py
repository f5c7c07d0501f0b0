"""Merging and splitting by hand, and reading the sources again: what was decided, placed and written stays."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.domain.changes import EditGraph, MoveNodes, SetNotes
from explorer.domain.entities import EdgeKey
from explorer.domain.geometry import Point
from explorer.domain.identity import Doubt, Verb
from explorer.domain.kinds import EdgeKind, Severity
from explorer.domain.notes import Note
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import speak
from explorer.session.editing import changed_node, removed
from explorer.session.identities import forgetting, merging, settling, splitting, told_rule, told_way
from explorer.session.loading import open_sources
from explorer.session.session import Session

SHOP = """\
ripplemap: 1
owner: shop
datasets:
  orders: {same_as: ['"db"."shop"."orders"'], freshness: 1h}
  prices: {}
"""
LOG = """\
ripplemap: 1
datasets:
  shop.orders: {access: open, freshness: 2h}
consumers:
  report: {inputs: [shop.orders, prices]}
"""


@pytest.fixture
def files(tmp_path):
    """A shop's own manifest, and a list of who reads its tables, under their names in the database."""
    (tmp_path / "shop.yaml").write_text(SHOP)
    (tmp_path / "log.yaml").write_text(LOG)
    return tmp_path


def opened(files, *names):
    """A session with these files."""
    return Session(open_sources([str(files / name) for name in names or ("shop.yaml", "log.yaml")]))


def decide(session, decided):
    """Carry a decision out, as the window does."""
    session.add_sources(session.deciding(decided.identities)(Task()), decided.name)


def split(session, node_id, member_id):
    """Split off what was stated under an id."""
    decide(session, splitting(session.project, node_id, member_id))


def readers(session, node_id):
    """The ids that an edge leads to."""
    return [e.to_id for e in session.graph.edges_from(node_id)]


def test_what_was_merged_is_told_with_the_reason(files):
    """The rule by which the log's table is the shop's, step by step, and what the two disagree on."""
    session = opened(files)
    assert set(session.graph.nodes) == {"orders", "prices", "report"}
    joined = session.project.identities.joined["orders"]
    assert [m.id for m in joined.members] == ["shop.orders", "orders"]
    assert told_rule(joined.why["shop.orders"]) == "only one database in sight"
    assert told_way(joined.why["shop.orders"]) == (
        "“shop.orders” and “"
        '"db"."shop"."orders"” are the same table: of all databases in sight only one fits. '
        f"{files / 'shop.yaml'}:4 says that “"
        '"db"."shop"."orders"” is “orders”.'
    )
    [problem] = session.problems
    assert "freshness is “1:00:00” here and “2:00:00” in" in problem.message


def test_splitting_and_undoing_it(files):
    """Each node has again what its source said, with its own edges; undo and redo lead to and fro exactly."""
    session = opened(files)
    before = session.graph
    split(session, "orders", "shop.orders")
    assert session.undo_name == "Split shop.orders off"
    after = session.graph
    assert set(after.nodes) == {"orders", "shop.orders", "prices", "report"}
    assert (after.nodes["orders"].freshness, after.nodes["orders"].access) == (timedelta(hours=1), None)
    assert (readers(session, "orders"), readers(session, "shop.orders")) == ([], ["report"])
    assert session.problems == ()
    session.undo()
    assert session.graph == before
    session.redo()
    assert session.graph == after


def test_a_decision_holds_when_the_sources_are_read_again(files):
    """Also from the project's file, and where the table was merged by hand that no rule would merge."""
    session = opened(files)
    split(session, "orders", "shop.orders")
    decide(session, merging(session.project, "prices", "shop.orders"))
    assert set(session.graph.nodes) == {"orders", "prices", "report"}
    session.save_as(files / "kept.ripplemap")
    again = opened(files, "kept.ripplemap")
    assert again.graph == session.graph
    again.import_more([str(files / "shop.yaml"), str(files / "log.yaml")])
    assert again.graph == session.graph
    split(again, "prices", "shop.orders")
    assert set(again.graph.nodes) == {"orders", "shop.orders", "prices", "report"}
    assert {d.verb for d in again.project.identities.decisions} == {Verb.APART}


def test_merging_again_forgets_that_they_were_apart(files):
    """The later decision holds, and what was split is whole once more."""
    session = opened(files)
    before = session.graph
    split(session, "orders", "shop.orders")
    decide(session, merging(session.project, "orders", "shop.orders"))
    assert session.undo_name == "Merge orders and shop.orders"
    assert session.graph == before


def test_what_cannot_be_one(files):
    """A thing with itself, and things of two kinds; a gap is filled by whatever it is merged with."""
    session = opened(files, "log.yaml")
    with pytest.raises(UsageError, match="is a dataset and “report” a consumer"):
        merging(session.project, "shop.orders", "report")
    with pytest.raises(UsageError, match="is one already"):
        merging(session.project, "report", "report")
    decide(session, merging(session.project, "prices", "shop.orders"))
    assert (set(session.graph.nodes), session.problems) == ({"shop.orders", "report"}, ())
    with pytest.raises(UsageError, match="not merged"):
        splitting(session.project, "report", "report")


DOUBTFUL = """\
ripplemap: 1
datasets: {db1.sales.orders: {}, db2.sales.orders: {}, db1.sales.users: {}, db2.sales.users: {}}
consumers: {report: {inputs: [sales.orders, sales.users]}}
"""


@pytest.fixture
def doubtful(files):
    """A system in which two names could be a table of either of two databases."""
    (files / "doubtful.yaml").write_text(DOUBTFUL)
    return opened(files, "doubtful.yaml")


def doubted(session):
    """The names in doubt, and those that the problems speak of."""
    problems = [p.doubt for p in session.problems if p.doubt]
    names = [d.name for d in session.project.identities.doubts]
    assert sorted(problems) == sorted(names)
    return names


def test_a_doubt_is_settled_by_saying_which_it_is(files, doubtful):
    """The two are one, the problem is gone; it comes back when that is undone, and holds from file and sources."""
    session, before = doubtful, doubtful.graph
    assert doubted(session) == ["sales.orders", "sales.users"]
    orders = session.project.identities.doubts[0]
    decide(session, settling(session.project, orders, "db2.sales.orders"))
    assert session.undo_name == "Settle sales.orders: it is db2.sales.orders"
    assert "sales.orders" not in session.graph.nodes
    assert (readers(session, "db2.sales.orders"), doubted(session)) == (["report"], ["sales.users"])
    after = session.graph
    session.undo()
    assert (session.graph, doubted(session)) == (before, ["sales.orders", "sales.users"])
    session.redo()
    session.save_as(files / "kept.ripplemap")
    again = opened(files, "kept.ripplemap")
    assert (again.graph, doubted(again)) == (after, ["sales.users"])
    again.import_more([str(files / "doubtful.yaml")])
    assert (again.graph, doubted(again)) == (after, ["sales.users"])
    [decision] = again.project.identities.decisions
    decide(again, forgetting(again.project, decision))
    assert (again.graph, doubted(again)) == (before, ["sales.orders", "sales.users"])


def test_a_doubt_is_settled_by_saying_that_it_is_none(files, doubtful):
    """The name stays a node of its own; what was said is taken back by saying after all which it is."""
    session, before = doubtful, doubtful.graph
    [_, users] = session.project.identities.doubts
    decide(session, settling(session.project, users, None))
    assert session.undo_name == "Settle sales.users: it is none of them"
    assert (session.graph, doubted(session)) == (before, ["sales.orders"])
    session.import_more([str(files / "doubtful.yaml")])
    assert (session.graph, doubted(session)) == (before, ["sales.orders"])
    decide(session, settling(session.project, users, "db1.sales.users"))
    assert readers(session, "db1.sales.users") == ["report"]
    session.undo()
    [first, _] = session.project.identities.decisions
    decide(session, forgetting(session.project, first))
    assert session.project.identities.doubts == (
        session.project.identities.doubts[0],
        Doubt("sales.users", (first.second,)),
    )


def test_what_was_decided_of_a_name_that_is_gone_is_told_and_kept(files, doubtful):
    """Until a source speaks of it again: then the decision holds as before, and there is nothing to tell."""
    session = doubtful
    decide(session, settling(session.project, session.project.identities.doubts[1], None))
    known = session.project.identities.decisions
    (files / "doubtful.yaml").write_text(DOUBTFUL.replace(", db2.sales.users: {}", ""))
    session.import_more([str(files / "doubtful.yaml")])
    assert session.project.identities.decisions == known
    [gone] = [p for p in session.problems if p.severity is Severity.INFO]
    assert gone.message.startswith("No source speaks of “db2.sales.users” any more")
    (files / "doubtful.yaml").write_text(DOUBTFUL)
    session.import_more([str(files / "doubtful.yaml")])
    assert not [p for p in session.problems if p.severity is Severity.INFO]
    assert doubted(session) == ["sales.orders"]


def test_a_doubt_is_told_again_in_the_language_that_is_spoken(files, doubtful):
    """A file that was written in another language leaves no problem behind that nobody can settle."""
    doubtful.save_as(files / "kept.ripplemap")
    speak("de")
    try:
        session = opened(files, "kept.ripplemap")
        for doubt in session.project.identities.doubts:
            decide(session, settling(session.project, doubt, None))
        assert doubted(session) == []
    finally:
        speak("en")


def test_one_id_that_two_files_use_for_two_things(files):
    """The one of the second file is called otherwise, with its edges; forgetting it makes them one again."""
    (files / "crm.yaml").write_text(
        "ripplemap: 1\ndatasets: {prices: {owner: crm}}\njobs: {j: {inputs: [prices]}}"
    )
    session = opened(files, "shop.yaml", "crm.yaml")
    before = session.graph
    decide(session, splitting(session.project, "prices", "prices", str(files / "crm.yaml")))
    assert {i: session.graph.nodes[i].owner for i in ("prices", "prices (crm.yaml)")} == {
        "prices": "shop", "prices (crm.yaml)": "crm",
    }  # fmt: skip
    assert (readers(session, "prices"), readers(session, "prices (crm.yaml)")) == ([], ["j"])
    [decision] = session.project.identities.decisions
    decide(session, forgetting(session.project, decision))
    assert (
        session.undo_name
        == "Forget: “prices” in " + str(files / "crm.yaml") + " is called “prices (crm.yaml)”"
    )
    assert session.graph == before


def test_a_source_that_is_read_again_says_what_it_says_now(files):
    """What it no longer says is gone, what it says otherwise is no dispute; what people added stays."""
    session = opened(files)
    session.apply(MoveNodes("Move", {"orders": Point(3, 4), "report": Point(5, 6)}))
    session.apply(SetNotes("Note", (Note(id="1", text="look", at=Point(0, 0), follows=("orders",)),)))
    session.apply(changed_node(session.graph.nodes["report"], {"owner": "web"}))
    (files / "shop.yaml").write_text(SHOP.replace("1h", "5h").replace("  prices: {}\n", "  stock: {}\n"))
    session.import_more([s.location for s in session.project.sources])
    project = session.project
    assert set(session.graph.nodes) == {"orders", "stock", "prices", "report"}
    assert session.graph.nodes["prices"].is_ghost
    assert (project.positions["orders"], project.positions["report"]) == (Point(3, 4), Point(5, 6))
    assert (project.notes[0].follows, session.graph.nodes["report"].owner) == (("orders",), "web")
    assert project.originals.nodes["report"].owner is None
    assert [p.message.split(".")[0] for p in session.problems] == [
        "Nothing declares “prices”",
        "“orders”: freshness is “5:00:00” here and “2:00:00” in " + str(files / "log"),
    ]


def test_a_document_that_another_source_holds_too_is_read_again(files):
    """What a file said is replaced by what it says now, though it is read as a part of its folder this time."""
    session = opened(files)
    (files / "shop.yaml").write_text(SHOP.replace("1h", "2h"))
    session.import_more([str(files)])
    assert session.graph.nodes["orders"].freshness == timedelta(hours=2)
    assert session.problems == ()


def test_a_source_that_cannot_be_read_again_stays_as_it_was(files):
    """Nothing is lost because a file is missing; that is a problem beside the others."""
    session = opened(files)
    before = session.graph
    (files / "shop.yaml").unlink()
    session.import_more([s.location for s in session.project.sources])
    assert session.graph == before
    assert any("no such file" in p.message for p in session.problems)


def test_edits_of_what_is_gone_are_told(files):
    """An edit by hand needs its node; without one it is left out with a problem, a removal without a word."""
    session = opened(files)
    session.apply(changed_node(session.graph.nodes["prices"], {"owner": "web"}))
    session.apply(removed(session.graph, ["report"]))
    (files / "shop.yaml").write_text(SHOP.replace("  prices: {}\n", ""))
    (files / "log.yaml").write_text("ripplemap: 1\ndatasets: {shop.orders: {}}\n")
    session.import_more([s.location for s in session.project.sources])
    assert set(session.graph.nodes) == {"orders"}
    assert ["edited by hand" in p.message for p in session.problems] == [True]


def test_a_node_takes_its_place_along_when_another_name_stands_for_it(files):
    """What was placed and noted under the log's name is about the shop's table once the two are merged."""
    (files / "orders.yaml").write_text("ripplemap: 1\ndatasets: {orders: {}}\n")
    session = opened(files, "log.yaml", "orders.yaml")
    session.apply(MoveNodes("Move", {"shop.orders": Point(7, 8)}))
    session.apply(SetNotes("Note", (Note(id="1", text="look", at=Point(0, 0), follows=("shop.orders",)),)))
    decide(session, merging(session.project, "orders", "shop.orders"))
    assert session.project.positions == {"orders": Point(7, 8)}
    assert session.project.notes[0].follows == ("orders",)
    assert readers(session, "orders") == ["report"]


def test_an_edit_of_what_is_merged_survives_a_split(files):
    """The edited node keeps what was given to it, and an edge that was taken out by hand stays out."""
    session = opened(files)
    session.apply(changed_node(session.graph.nodes["orders"], {"owner": "web"}))
    session.apply(EditGraph("Remove", edges={EdgeKey("orders", "report", EdgeKind.FEEDS): None}))
    session.import_more([str(files / "log.yaml")])
    assert (session.graph.nodes["orders"].owner, readers(session, "orders")) == ("web", [])
    split(session, "orders", "shop.orders")
    assert session.graph.nodes["orders"].owner == "web"


STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "undo"]), st.integers(0, 9), st.integers(0, 9)), max_size=6
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_any_walk_is_undone(files, steps):
    """After any decisions, taking all back leads to the system there was; reading again does not change a thing."""
    session = opened(files)
    before, taken = session.graph, 0
    for step, a, b in steps:
        nodes, joined = sorted(session.graph.nodes), list(session.project.identities.joined.values())
        try:
            if step == "merge":
                decide(session, merging(session.project, nodes[a % len(nodes)], nodes[b % len(nodes)]))
            elif step == "split" and joined:
                each = joined[a % len(joined)]
                member = each.members[b % len(each.members)]
                decide(session, splitting(session.project, each.id, member.id, member.source.location))
            elif step == "undo" and taken:
                session.undo()
                taken -= 2
            else:
                continue
        except UsageError:
            continue
        taken += 1
    now = session.graph
    session.import_more([s.location for s in session.project.sources])
    assert session.graph == now
    for _ in range(taken + 1):
        session.undo()
    assert session.graph == before
