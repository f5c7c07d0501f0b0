"""Edits by hand as a manifest: read together with what was edited it gives the same system, whatever was edited."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.domain.assembly import EdgeStatement, Statements, assemble
from explorer.domain.entities import Edge
from explorer.domain.kinds import NodeKind
from explorer.domain.project import Project
from explorer.errors import UsageError
from explorer.export.manifest_patch import manifest_patch
from explorer.importers.manifest import read_manifest
from explorer.session import editing
from explorer.session.written_values import editable
from tests.domain.strategies import edges, nodes

KNOWN = tuple("abcdef")
DECLARED = tuple(k for k in NodeKind if k is not NodeKind.UNKNOWN)


@st.composite
def stated(draw):
    """What sources say of a system: some of its parts declared, others only named."""
    ids = draw(st.lists(st.sampled_from(KNOWN), unique=True, max_size=4))
    kinds = st.sampled_from(DECLARED)
    said = [draw(nodes(ids=st.just(i), kinds=kinds, extras=False)) for i in ids]
    between = draw(st.lists(edges(ids=st.sampled_from(KNOWN), extras=False), max_size=7))
    return Statements(
        nodes=[replace(n, same_as=None) for n in said],
        edges=[EdgeStatement(e, kind_stated=draw(st.booleans())) for e in between],
    )


@st.composite
def edited(draw, graph):
    """One edit as a person makes it; None where it is refused."""
    ids, keys = sorted(graph.nodes), sorted(graph.edges)
    sort = draw(st.integers(0, 5 if ids else 0))
    try:
        if sort == 0:
            kind, name = (
                draw(st.sampled_from(DECLARED)),
                draw(st.sampled_from(["New one", "a", "b: c", "1.10"])),
            )
            return editing.added_node(graph, kind, name, owner=draw(st.sampled_from(["", "web"])))
        if sort == 1:
            two = st.sampled_from(ids)
            start, end = draw(two), draw(two)
            kinds = editing.connection_kinds(graph.nodes[start], graph.nodes[end])
            return editing.connected(graph, start, end, draw(st.sampled_from(kinds)))
        if sort == 2:
            gone = draw(st.lists(st.sampled_from(ids), max_size=2))
            cut = draw(st.lists(st.sampled_from(keys), max_size=2)) if keys else []
            return editing.removed(graph, gone, cut)
        if sort == 3 and keys:
            edge = graph.edges[draw(st.sampled_from(keys))]
            other = draw(edges())
            return editing.changed_edge(graph, edge, draw(some_values(editable(edge), other)))
        node = graph.nodes[draw(st.sampled_from(ids))]
        if node.is_ghost:
            return editing.declared(graph, node.id, draw(st.sampled_from(DECLARED)), owner="web")
        other = draw(nodes(kinds=st.just(node.kind)))
        return editing.changed_node(node, draw(some_values(editable(node), other)))
    except UsageError:
        return None


@st.composite
def some_values(draw, attributes, other):
    """Other values for some of the attributes; None says that nobody knows."""
    keys = draw(st.lists(st.sampled_from([a.key for a in attributes]), unique=True, max_size=3))
    return {k: getattr(other, k) for k in keys}


def known(graph):
    """All that is known of a system, but where it is stated."""
    parts = (*graph.nodes.values(), *graph.edges.values())
    return {(p.key if isinstance(p, Edge) else p.id): replace(p, source=None) for p in parts}


def together(statements, text):
    """The system that the sources and the written manifest tell of together, and what was wrong with it."""
    read = read_manifest(text, "patch.yaml")
    graph, _ = assemble([statements, read])
    return graph, read.problems


@settings(max_examples=400)
@given(st.data())
def test_the_edits_and_what_was_edited_give_the_system_as_it_is(data):
    """For any system and any edits: every node, edge and attribute."""
    statements = data.draw(stated())
    project = Project(id="p", graph=assemble([statements])[0])
    for _ in range(data.draw(st.integers(0, 6))):
        edit = data.draw(edited(project.graph))
        project = project if edit is None else edit.apply(project)
    patch = manifest_patch(project.graph, project.originals)
    read, problems = together(statements, patch.text)
    assert problems == []
    assert (known(read), patch.unsaid) == (known(project.graph), ())
