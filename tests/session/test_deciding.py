"""A decision changes only what hangs together with its names: held against putting everything together anew."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node
from explorer.domain.identity import Verb
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.project import ImportedSource
from explorer.domain.provenance import Source
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.importers.registry import SourcesRead
from explorer.session.identities import forgetting, merging, settling, splitting
from explorer.session.loading import decided, new_project, put_together
from explorer.storage.records import in_order

NAMES = ("db1.s.t", "db2.s.t", "s.t", '"s"."t"', "a", "b", "model.x", "lake/t.csv", "./lake/t.csv")
PLACES = tuple(Source(name, line) for name in ("a.yaml", "b.yaml", "c.yaml") for line in (1, 2, 3))
ids = st.sampled_from(NAMES)
stated_nodes = st.builds(
    lambda name, same_as, place, owner, successor: Node(
        id=name, name=name, kind=NodeKind.DATASET, same_as=tuple(same_as) or None, source=place, owner=owner,
        superseded_by=successor,
    ),
    ids, st.lists(ids, max_size=2), st.sampled_from(PLACES), st.sampled_from([None, "web", "shop"]),
    st.none() | ids,
)  # fmt: skip
stated_edges = st.builds(
    lambda start, end, place, seen: EdgeStatement(
        Edge(
            from_id=start, to_id=end, kind=EdgeKind.DERIVES, source=place, evidence=seen,
            count=1 if seen is Evidence.OBSERVED else None,
        ),
        True,
    ),
    ids, ids, st.sampled_from(PLACES), st.sampled_from([Evidence.DECLARED, Evidence.OBSERVED]),
).filter(lambda said: said.edge.from_id != said.edge.to_id)  # fmt: skip
systems = st.tuples(st.lists(stated_nodes, max_size=6), st.lists(stated_edges, max_size=5))
steps = st.lists(
    st.tuples(st.sampled_from(["merge", "split", "forget", "settle"]), st.integers(0, 9), st.integers(0, 9)),
    max_size=4,
)


def parts_of(nodes, edges):
    """What each document says; of one line of one document, once."""
    once = {(n.id, n.source): n for n in nodes}.values()
    edges = {(e.edge.key, e.edge.source): e for e in edges}.values()
    return [
        Statements(
            nodes=[n for n in once if n.source.name == name],
            edges=[e for e in edges if e.edge.source.name == name],
        )
        for name in ("a.yaml", "b.yaml", "c.yaml")
    ]


def is_once_in_a_document(nodes):
    """Whether no document states a thing in two places."""
    places = {(n.id, n.source) for n in nodes}
    return len({(name, source.name) for name, source in places}) == len(places)


def opened(parts):
    """A project of these parts."""
    sources = tuple(ImportedSource(location=name, adapter="x") for name in ("a.yaml", "b.yaml", "c.yaml"))
    base = new_project()
    return put_together(base, [base], SourcesRead(tuple(parts), sources), Task())


def decision(project, step, a, b):
    """What one step decides; None where it decides nothing."""
    nodes, known = sorted(project.graph.nodes), project.identities
    try:
        if step == "merge" and nodes:
            return merging(project, nodes[a % len(nodes)], nodes[b % len(nodes)])
        if step == "split" and known.joined:
            each = list(known.joined.values())[a % len(known.joined)]
            name, place = each.names()[b % len(each.names())]
            return splitting(project, each.id, name, place.location if place else "")
        if step == "forget" and known.decisions:
            return forgetting(project, known.decisions[a % len(known.decisions)])
        if step == "settle" and known.doubts:
            doubt = known.doubts[a % len(known.doubts)]
            return settling(project, doubt, (*doubt.candidates, None)[b % (len(doubt.candidates) + 1)])
    except UsageError:
        pass
    return None


def told(project):
    """All that a project is."""
    known, graph = project.identities, project.graph
    return (
        dict(graph.nodes),
        dict(graph.edges),
        dict(known.joined),
        known.edges,
        known.doubts,
        known.decisions,
        set(project.problems),
    )


@settings(max_examples=60, deadline=None)
@given(systems, steps)
def test_a_part_comes_to_what_the_whole_comes_to(system, steps):
    """Whatever is decided, in whatever order: nodes, edges, what is one and why, doubts and problems are the same."""
    project = opened(parts_of(*system))
    for step in steps:
        made = decision(project, *step)
        if made is None or any(d.verb is Verb.CALLED for d in made.identities.decisions):
            continue
        bare = replace(project, identities=made.identities, problems=())
        whole = put_together(bare, [project], SourcesRead((), ()), Task())
        project = decided(project, made.identities)
        assert told(project) == told(whole)
        assert list(project.problems) == in_order(project.problems)
        assert project.graph == replace(project.graph)
        assert list(project.graph.edges) == sorted(project.graph.edges)


@settings(max_examples=60, deadline=None)
@given(systems, st.permutations(range(3)), steps)
def test_the_order_of_sources_does_not_matter(system, order, steps):
    """The same decisions about the same sources give the same system, whichever was read first."""
    parts = parts_of(*system)
    one, other = opened(parts), opened([parts[place] for place in order])
    assert told(one) == told(other)
    for step in steps:
        if (made := decision(one, *step)) is not None:
            one, other = decided(one, made.identities), decided(other, made.identities)
            assert told(one) == told(other)


@settings(max_examples=60, deadline=None)
@given(systems, st.integers(0, 9), st.integers(0, 9))
def test_splitting_and_merging_again_gives_the_first_back(system, a, b):
    """Where two names were one by merging them, always by taking back what was decided; ids stay as they were.

    But for what one document says of one thing in two places, which is one statement from then on.
    """
    if not is_once_in_a_document(system[0]):
        return
    project = opened(parts_of(*system))
    made = decision(project, "split", a, b)
    if made is None or any(d.verb is Verb.CALLED for d in made.identities.decisions):
        return
    name = made.identities.decisions[0].first
    node_id = next(i for i, each in project.identities.joined.items() if name in dict(each.names()))
    split = decided(project, made.identities)
    if name == node_id:
        return
    back = split
    for each in made.identities.decisions:
        back = decided(back, forgetting(back, each).identities)
    assert told(back)[:2] == told(project)[:2]
    if len(made.identities.decisions) == 1 and {name, node_id} <= split.graph.nodes.keys():
        back = decided(split, merging(split, node_id, name).identities)
        assert told(back)[:2] == told(project)[:2]
