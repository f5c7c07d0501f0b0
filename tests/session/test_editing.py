"""Edits by hand: what is made, what is refused and why, what the menu calls it, and that undo takes it back."""

from datetime import date, timedelta
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.assembly import EdgeStatement, Statements, assemble
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.domain.project import Project
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import speak
from explorer.session import editing
from explorer.session.editing import BY_HAND, MADE
from explorer.session.restating import restated

EVENTS = Node(id="events", kind=NodeKind.DATASET, name="Events")
RANKER = Node(id="ranker", kind=NodeKind.MODEL, name="Ranker", owner="recs")
READ = Edge(from_id="events", to_id="ranker", kind=EdgeKind.FEEDS)
GRAPH = SystemGraph.of([EVENTS, RANKER], [READ])
PROJECT = Project(id="p", graph=GRAPH)


def done(change, project=PROJECT):
    """The system after a change, once it is seen that its opposite leads back."""
    after = change.apply(project)
    assert change.opposite(project).apply(after).graph == project.graph
    return after.graph


def test_a_node_is_added_with_an_id_from_its_name():
    """Declared, and stated by hand."""
    change = editing.added_node(GRAPH, NodeKind.DATASET, "Click Log", owner="web", subtype=Subtype.STREAM)
    made = done(change).nodes["click-log"]
    assert (change.name, made.name, made.owner) == ("Add Click Log", "Click Log", "web")
    assert (made.subtype, made.evidence, made.source) == (Subtype.STREAM, Evidence.DECLARED, BY_HAND)


@pytest.mark.parametrize(
    ("name", "made"), [("Ranker", "ranker-2"), ("  Ä–b_c!  ", "ä-b-c"), ("…", "node"), ("a/b", "a-b")]
)
def test_a_derived_id_is_plain_and_free(name, made):
    """Letters and digits, dashes between them, a number where it is taken."""
    assert made == editing.derived_id(GRAPH, name)


@given(st.text())
def test_any_name_makes_a_node_or_is_refused_in_a_sentence(name):
    """Whatever is typed: no id that is taken, none that a manifest could not have."""
    try:
        change = editing.added_node(GRAPH, NodeKind.JOB, name)
    except UsageError as error:
        assert "name" in str(error)
    else:
        assert len(done(change).nodes) == 3


@pytest.mark.parametrize(
    ("name", "node_id", "sentence"),
    [
        (" ", "", "needs a name"),
        ("New", "events", "“events” is there already: a dataset"),
        ("a", "x" * 600, "too long"),
    ],
)
def test_a_node_that_cannot_be_is_refused(name, node_id, sentence):
    """With the reason."""
    with pytest.raises(UsageError, match=sentence):
        editing.added_node(GRAPH, NodeKind.JOB, name, node_id=node_id)


def test_an_edge_is_of_the_kind_that_fits_best_unless_another_is_chosen():
    """And it is a declaration by hand."""
    graph = GRAPH.with_parts([Node(id="scores", kind=NodeKind.DATASET, name="Scores")])
    change = editing.connected(graph, "ranker", "scores")
    made = done(change, Project(id="p", graph=graph)).edges[("ranker", "scores", EdgeKind.PRODUCES)]
    assert (change.name, made.source) == ("Connect Ranker → Scores", BY_HAND)
    trains = editing.connected(graph, "events", "ranker", EdgeKind.TRAINS)
    assert [k.kind for k in trains.edges] == [EdgeKind.TRAINS]


@pytest.mark.parametrize(("chosen", "made"), [(None, EdgeKind.PRODUCES), (EdgeKind.FEEDS, EdgeKind.FEEDS)])
def test_a_node_is_added_with_the_edge_to_it_in_one_step(chosen, made):
    """Which undo takes back as one; the edge is of the kind that fits best unless another is chosen."""
    change = editing.added_after(GRAPH, "ranker", NodeKind.DATASET, "Scores", edge_kind=chosen, owner="recs")
    after = done(change)
    edge = after.edges["ranker", "scores", made]
    assert (change.name, after.nodes["scores"].owner) == ("Add Scores after Ranker", "recs")
    assert (edge.evidence, edge.source, len(after.edges)) == (Evidence.DECLARED, BY_HAND, 2)


def test_a_node_after_another_needs_what_every_node_needs():
    """A name, and an id that is free."""
    with pytest.raises(UsageError, match="needs a name"):
        editing.added_after(GRAPH, "ranker", NodeKind.DATASET, " ")
    with pytest.raises(UsageError, match="is there already"):
        editing.added_after(GRAPH, "ranker", NodeKind.DATASET, "New", node_id="events")


@pytest.mark.parametrize(
    ("ends", "sentence"), [(("events", "ranker"), "already"), (("ranker", "ranker"), "with itself")]
)
def test_an_edge_that_says_nothing_new_is_refused(ends, sentence):
    """Connected so already, or with itself."""
    with pytest.raises(UsageError, match=sentence):
        editing.connected(GRAPH, *ends)


@given(st.sampled_from(MADE), st.sampled_from(MADE))
def test_kinds_offered_begin_with_the_inferred_one(start, end):
    """Each once; and nothing but watching goes into a monitor, only metrics drive, only models are judged."""
    ends = [Node(id=str(i), kind=kind, name=str(i)) for i, kind in enumerate((start, end))]
    kinds = editing.connection_kinds(*ends)
    assert kinds[0] is infer_edge_kind(*ends) and len(set(kinds)) == len(kinds)
    if end is NodeKind.MONITOR:
        assert kinds == (EdgeKind.WATCHES,)
    assert EdgeKind.DRIVES not in kinds or start is NodeKind.METRIC
    assert EdgeKind.OPTIMISES not in kinds or (start, end) == (NodeKind.MODEL, NodeKind.METRIC)


def test_nodes_and_edges_are_taken_out_together():
    """By the names people call them."""
    alone = editing.removed(GRAPH, (), (READ.key,))
    assert (alone.name, len(done(alone).edges)) == ("Remove Events → Ranker", 0)
    both = editing.removed(GRAPH, ("events",), (READ.key,))
    assert (both.name, set(done(both).nodes)) == ("Remove Events and Events → Ranker", {"ranker"})


def test_what_is_changed_is_in_the_name():
    """One attribute by its words, several together; what is not known any more is cleared."""
    one = editing.changed_node(RANKER, {"owner": " web "})
    assert (one.name, done(one).nodes["ranker"].owner) == ("Set owner of Ranker", "web")
    none = editing.changed_node(RANKER, {"owner": None})
    assert (none.name, done(none).nodes["ranker"].owner) == ("Clear owner of Ranker", None)
    two = editing.changed_node(RANKER, {"owner": "web", "version": "3"})
    assert (two.name, done(two).nodes["ranker"].version) == ("Change Ranker", "3")
    edge = editing.changed_edge(GRAPH, READ, {"select_all": True})
    assert (edge.name, done(edge).edges[READ.key].select_all) == ("Set select all of Events → Ranker", True)


class Foreign(NullTranslations):
    """A language that has a word for an attribute and puts it elsewhere."""

    def gettext(self, message):
        return {
            "takes every field": "alle Felder",
            "Set {attribute} of {name}": "Bei {name} setzen: {attribute}",
        }.get(message, message)


@pytest.fixture
def foreign():
    """That language, and English again."""
    speak("de", Foreign())
    yield
    speak("en")


def test_in_another_language_an_attribute_has_its_own_word(foreign):
    """A manifest's keys are English words; nobody reads them in the menu of another language."""
    edge = editing.changed_edge(GRAPH, READ, {"select_all": True})
    assert edge.name == "Bei Events → Ranker setzen: alle Felder"


def test_without_a_name_a_node_is_called_by_its_id():
    """As in a manifest that gives none."""
    assert done(editing.changed_node(RANKER, {"name": None})).nodes["ranker"].name == "ranker"


@pytest.mark.parametrize(
    "stated",
    [
        {},
        {"fields": ("a",), "tolerance": timedelta(hours=1)},
        {"evidence": Evidence.OBSERVED, "last_seen": date(2026, 11, 3), "count": 4},
        {"evidence": Evidence.INFERRED, "confidence": 0.6},
    ],
)
def test_what_was_only_named_is_declared_as_if_a_source_had(stated):
    """Its edges are of the kinds that their ends suggest and as surely known as they were stated; what leads on to
    another gap stays inferred; and undo takes it back.
    """
    ends = [("events", "x"), ("x", "ranker"), ("x", "y")]
    said = [Edge(from_id=start, to_id=end, kind=EdgeKind.FEEDS, **stated) for start, end in ends]
    watched = Edge(from_id="x", to_id="ranker", kind=EdgeKind.TRIGGERS)
    statements = [EdgeStatement(edge) for edge in said] + [EdgeStatement(watched, kind_stated=True)]
    source = Statements(nodes=[EVENTS, RANKER], edges=statements)
    graph, _ = assemble([source])
    assert {edge.evidence for edge in graph.edges.values()} == {Evidence.INFERRED}
    made = done(editing.declared(graph, "x", NodeKind.DATASET, owner="web"), Project(id="p", graph=graph))
    whole, _ = assemble([source, Statements(nodes=[made.nodes["x"]])])
    assert made.nodes["x"].evidence is Evidence.DECLARED
    assert (made.edges, made.nodes) == (whole.edges, whole.nodes)
    again, _ = assemble(
        [restated(Project(id="p", graph=graph)).statements, Statements(nodes=[made.nodes["x"]])]
    )
    assert again.edges == whole.edges


def test_what_nothing_names_any_more_goes_along():
    """A part that only an edge spoke of is there no longer when the edge is gone."""
    ghost = Node(id="x", kind=NodeKind.UNKNOWN, name="x", evidence=Evidence.INFERRED)
    read = Edge(from_id="x", to_id="ranker", kind=EdgeKind.FEEDS, evidence=Evidence.INFERRED)
    graph = GRAPH.with_parts([ghost], [read])
    assert "x" not in done(editing.removed(graph, (), (read.key,)), Project(id="p", graph=graph)).nodes
    assert editing.connected(graph, "events", "x").edges.popitem()[1].evidence is Evidence.INFERRED
