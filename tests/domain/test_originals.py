"""What edited parts were: kept from the first edit on, and let go when they are so again."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.changes import EditGraph
from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.originals import Originals
from explorer.domain.project import Project
from explorer.domain.system_graph import SystemGraph
from tests.domain.test_changes import edits
from tests.storage.projects import projects


@given(st.data())
def test_the_system_without_its_edits_is_what_was_read(data):
    """However it was edited, and however often; and all of it undone leaves nothing to tell."""
    base = data.draw(projects()).graph
    steps = [Project(id="p", graph=base)]
    undo = []
    for _ in range(data.draw(st.integers(0, 4))):
        edit = data.draw(edits(steps[-1].graph))
        undo.append(edit.opposite(steps[-1]))
        steps.append(edit.apply(steps[-1]))
        made = steps[-1]
        assert made.originals.of(made.graph) == base
        assert made.originals == Originals(
            what_differs(base.nodes, made.graph.nodes), what_differs(base.edges, made.graph.edges)
        )
    project = steps[-1]
    for back in reversed(undo):
        project = back.apply(project)
    assert not project.originals
    assert project.graph == base


def what_differs(before, after):
    """What is in another way in the second, as it is in the first; None where that has none."""
    return {key: before.get(key) for key in {**before, **after} if before.get(key) != after.get(key)}


def test_a_part_that_is_edited_twice_is_remembered_as_it_was_first():
    """And one that is made as it was is edited no more."""
    was = Node(id="a", kind=NodeKind.JOB, name="a")
    project = Project(id="p", graph=SystemGraph.of([was], []))
    for name in ("b", "c"):
        project = EditGraph("", {"a": Node(id="a", kind=NodeKind.JOB, name=name)}).apply(project)
    assert project.originals == Originals({"a": was}, {})
    assert EditGraph("", {"a": was}).apply(project).originals == Originals()
