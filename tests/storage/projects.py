"""Projects of every sort for the tests of their file, and small ones by hand."""

from datetime import timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from explorer.domain.assembly import EdgeStatement
from explorer.domain.entities import Edge, EdgeKey, Node, Team
from explorer.domain.geometry import Point, Rect
from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Doubt, Joined, Link, Rule, Verb
from explorer.domain.kinds import EdgeKind, NodeKind, Severity
from explorer.domain.notes import Note, NoteColour
from explorer.domain.originals import Originals
from explorer.domain.project import ImportedSource, Project
from explorer.domain.provenance import Problem, Source
from explorer.domain.saved_views import SavedView, Shown
from explorer.domain.scenarios import (
    Addition,
    ChangeKind,
    HypotheticalChange,
    Mitigation,
    Removal,
    Scenario,
    Setting,
)
from explorer.domain.system_graph import SystemGraph
from tests.domain.strategies import DAYS, DURATIONS, IDS, MAYBE_SOURCES, TEXT, edges, nodes

PLACES = st.floats(-1e6, 1e6)
NONEMPTY = TEXT.filter(bool)
CHANGES = st.builds(
    HypotheticalChange, kind=st.sampled_from(ChangeKind), node=NONEMPTY, to=st.none() | TEXT,
    field=st.none() | TEXT, delay=st.none() | DURATIONS,
)  # fmt: skip
ADDITIONS = st.builds(
    Addition, node=st.none() | nodes(), edges=st.lists(edges(ids=IDS), max_size=2).map(tuple)
)
REMOVALS = st.builds(Removal, node=NONEMPTY) | st.builds(
    Removal, edge=st.builds(EdgeKey, NONEMPTY, NONEMPTY, st.sampled_from(EdgeKind))
)
VALUES = st.dictionaries(NONEMPTY, TEXT | st.integers(0, 9) | st.lists(TEXT, max_size=2), max_size=2)
SETTINGS = st.builds(Setting, node=NONEMPTY, values=VALUES) | st.builds(
    Setting, edge=st.builds(EdgeKey, NONEMPTY, NONEMPTY, st.sampled_from(EdgeKind)), values=VALUES
)
MITIGATIONS = st.builds(Mitigation, says=TEXT, settings=st.lists(SETTINGS, max_size=2).map(tuple))
SCENARIOS = st.builds(
    Scenario,
    name=TEXT,
    changes=st.lists(CHANGES, max_size=3).map(tuple),
    additions=st.lists(ADDITIONS, max_size=2).map(tuple),
    removals=st.lists(REMOVALS, max_size=2).map(tuple),
    mitigations=st.lists(MITIGATIONS, max_size=2).map(tuple),
)
SHOWN = st.builds(
    Shown,
    st.lists(TEXT, max_size=3).map(tuple),
    st.floats(0, 1),
    st.dictionaries(TEXT, st.builds(Point, PLACES, PLACES), max_size=2).map(
        lambda at: tuple(sorted(at.items()))
    ),
)
VIEWS = st.builds(
    SavedView,
    name=TEXT,
    seen=st.builds(Rect, PLACES, PLACES, PLACES, PLACES),
    focus=st.lists(NONEMPTY, max_size=2).map(tuple),
    hops=st.integers(0, 9),
    scenario=TEXT,
    filter=TEXT,
    shown=st.none() | SHOWN,
)
NOTES = st.builds(
    Note,
    id=NONEMPTY,
    text=TEXT,
    at=st.builds(Point, PLACES, PLACES),
    width=st.floats(120, 480),
    colour=st.sampled_from(NoteColour),
    follows=st.lists(NONEMPTY, max_size=2).map(tuple),
    beside=st.none() | st.builds(Point, PLACES, PLACES),
)
PROBLEMS = st.builds(
    Problem, TEXT, st.builds(Source, TEXT, st.none() | st.integers(0, 10**6)), st.sampled_from(Severity)
)
DECISIONS = st.builds(Decision, st.sampled_from(Verb), NONEMPTY, NONEMPTY, TEXT)
LINKS = st.builds(Link, NONEMPTY, NONEMPTY, st.sampled_from(Rule), MAYBE_SOURCES)
STATED = st.builds(EdgeStatement, edges(), st.booleans())


@st.composite
def identities(draw):
    """Decisions, what several spoke of, and the edges at that as they were stated."""
    ids = draw(st.lists(NONEMPTY, max_size=2, unique=True))
    why = st.dictionaries(NONEMPTY, st.lists(LINKS, min_size=1, max_size=2).map(tuple), max_size=2)
    members = st.lists(nodes(), max_size=3).map(tuple)
    said = draw(st.lists(STATED, max_size=3))
    return Identities(
        tuple(draw(st.lists(DECISIONS, max_size=3, unique=True))),
        {i: Joined(i, draw(members), draw(why)) for i in ids},
        tuple(sorted(said, key=lambda each: each.edge.key)),
        tuple(Doubt(i, tuple(draw(st.lists(NONEMPTY, min_size=1, max_size=2)))) for i in sorted(ids)),
    )


TEAMS = st.builds(
    Team, id=IDS, name=st.none() | TEXT, contact=st.none() | TEXT, source=MAYBE_SOURCES,
    extra=st.dictionaries(st.sampled_from(["budget", "chat", "id", "source"]), TEXT, max_size=2),
)  # fmt: skip


@st.composite
def projects(draw):
    """A project with anything in it that a project can hold."""
    by_id = {n.id: n for n in draw(st.lists(nodes(), max_size=5))}
    by_key = {}
    if by_id:
        by_key = {e.key: e for e in draw(st.lists(edges(ids=st.sampled_from(sorted(by_id))), max_size=6))}
    teams = {t.id: t for t in draw(st.lists(TEAMS, max_size=3))}
    graph = SystemGraph.of(
        by_id.values(), by_key.values(), name=draw(TEXT), as_of=draw(st.none() | DAYS), teams=teams.values()
    )
    was_nodes = draw(st.lists(nodes(), max_size=2))
    was_edges = draw(st.lists(edges(), max_size=2))
    return Project(
        id=draw(IDS),
        graph=graph,
        originals=Originals(
            {n.id: n for n in was_nodes if graph.nodes.get(n.id) != n} | dict.fromkeys(list(by_id)[:1]),
            {e.key: e for e in was_edges if graph.edges.get(e.key) != e} | dict.fromkeys(list(by_key)[:1]),
        ),
        positions=MappingProxyType(draw(st.dictionaries(IDS, st.builds(Point, PLACES, PLACES), max_size=4))),
        pins=MappingProxyType(draw(st.dictionaries(IDS, st.integers(0, 1_000), max_size=4))),
        scenarios=tuple(draw(st.lists(SCENARIOS, max_size=4))),
        views=tuple(draw(st.lists(VIEWS, max_size=4))),
        shown=draw(st.none() | SHOWN),
        notes=tuple(draw(st.lists(NOTES, max_size=3, unique_by=lambda note: note.id))),
        sources=tuple(draw(st.lists(st.builds(ImportedSource, location=TEXT, adapter=TEXT), max_size=3))),
        problems=tuple(draw(st.lists(PROBLEMS, max_size=3))),
        identities=draw(identities()),
    )


def small_project(name="shop"):
    """Clicks make a table that a model learns from; one scenario, one place, one source and one problem."""
    graph = SystemGraph.of(
        [
            Node(id="clicks", kind=NodeKind.DATASET, name="Clicks", owner="web"),
            Node(id="ranker", kind=NodeKind.MODEL, name="ranker", owner="search", cadence=timedelta(days=7)),
            Node(id="page", kind=NodeKind.CONSUMER, name="page"),
        ],
        [
            Edge(from_id="clicks", to_id="ranker", kind=EdgeKind.TRAINS, source=Source("shop.yaml", 7)),
            Edge(from_id="ranker", to_id="page", kind=EdgeKind.FEEDS, fields=("score",)),
        ],
        name=name,
        teams=[Team(id="web", contact="#web")],
    )
    outage = HypotheticalChange(kind=ChangeKind.OUTAGE, node="ranker")
    return Project(
        id="0f3c",
        graph=graph,
        positions=MappingProxyType({"page": Point(10.5, -2.0)}),
        scenarios=(Scenario(name="dark", changes=(outage,)),),
        sources=(ImportedSource(location="shop.yaml", adapter="manifest"),),
        problems=(Problem("No team is called “search”.", Source("shop.yaml", 3), Severity.WARNING),),
    )


def contents(project):
    """All that a project holds, so that two can be compared; problems and sources have no order."""
    return {
        "id": project.id,
        "graph": project.graph,
        "positions": dict(project.positions),
        "pins": dict(project.pins),
        "scenarios": project.scenarios,
        "views": project.views,
        "notes": project.notes,
        "shown": project.shown,
        "sources": set(project.sources),
        "problems": set(project.problems),
        "originals": project.originals,
        "identities": project.identities,
        "extra": project.extra,
    }
