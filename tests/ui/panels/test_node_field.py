"""The line for one node: what it writes of a node, and what it offers to whoever writes."""

from PySide6.QtCore import QStringListModel

from explorer.ui.panels.node_field import NodeField
from tests.analysis.systems import node, system

GRAPH = system([node("dataset", "scores"), node("model", "ranker")], [])


def offered(field: NodeField) -> list[str]:
    """All that the completer chooses from."""
    model = field.completer().model()
    assert isinstance(model, QStringListModel)
    return model.stringList()


def test_what_there_is_is_offered_once_somebody_writes(qtbot):
    """Not before: most systems come and go without anybody asking for a name."""
    field = NodeField(GRAPH)
    qtbot.addWidget(field)
    field.show()
    assert not offered(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(lambda: offered(field) == ["ranker", "scores"])


def test_another_system_is_offered_while_somebody_writes(qtbot):
    """An edit made meanwhile adds its node to what is offered."""
    field = NodeField(GRAPH)
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    field.setFocus()
    field.set_graph(system([node("dataset", "events")], []))
    qtbot.waitUntil(lambda: offered(field) == ["events"])


def test_a_node_is_written_by_its_name_and_what_is_none_as_it_is(qtbot):
    """What a person wrote is not lost where the system has no such node."""
    field = NodeField(GRAPH)
    qtbot.addWidget(field)
    field.set_node("scores")
    assert field.text() == GRAPH.nodes["scores"].name
    field.set_node("scoers")
    assert field.text() == "scoers"


def test_the_node_is_the_one_that_is_written_now(qtbot):
    """As it was set, as a person wrote it since, or none of this system."""
    field = NodeField(GRAPH)
    qtbot.addWidget(field)
    field.set_node("scores")
    assert field.node == "scores"
    field.setText(" ranker ")
    assert field.node == "ranker"
    field.set_node("scores")
    field.set_graph(system([node("dataset", "events")], []))
    assert field.node is None
