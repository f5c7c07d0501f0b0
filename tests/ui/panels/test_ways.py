"""The panel of ways: what it says, what it lights, and how one leaves it."""

import pytest
from PySide6.QtCore import Qt

from explorer.analysis.ways import find_ways
from explorer.ui.panels.ways import WaysPanel
from tests.analysis.test_ways import chain, system

GRAPH = system(chain("acb adeb"))


@pytest.fixture
def panel(qtbot):
    """A panel, hidden as yet."""
    made = WaysPanel()
    qtbot.addWidget(made)
    return made


def test_the_shortest_way_is_lit_at_once_and_another_when_chosen(qtbot, panel):
    """Its nodes, its edges, and each edge with how it is known."""
    found = find_ways(GRAPH, "a", "b")
    with qtbot.waitSignal(panel.lit) as lit:
        panel.show_ways(GRAPH, found)
    assert panel.isVisible()
    assert lit.args == [found.ways[0].nodes, found.ways[0].edges]
    assert panel.ways == ["2 steps: a – c – b", "3 steps: a – d – e – b"]
    with qtbot.waitSignal(panel.lit) as lit:
        panel.choose(1)
    assert lit.args == [found.ways[1].nodes, found.ways[1].edges]
    assert panel.edges[1] == "d is read by e (declared)"


def test_an_edge_can_be_chosen(qtbot, panel):
    """To see what is known of it."""
    panel.show_ways(GRAPH, find_ways(GRAPH, "a", "b"))
    with qtbot.waitSignal(panel.edge_chosen) as chosen:
        panel._edges.itemActivated.emit(panel._edges.item(0))
    assert chosen.args == [find_ways(GRAPH, "a", "b").ways[0].edges[0]]


def test_turned_round_it_asks_for_the_other_direction(qtbot, panel):
    """From the second node to the first."""
    panel.show_ways(GRAPH, find_ways(GRAPH, "a", "b"))
    with qtbot.waitSignal(panel.turned) as turned:
        panel._turn.click()
    assert turned.args == ["b", "a"]


def test_leaving_lets_go_of_what_was_lit(qtbot, panel):
    """By its button or by Esc."""
    panel.show_ways(GRAPH, find_ways(GRAPH, "a", "b"))
    with qtbot.waitSignals([panel.lit, panel.left]):
        qtbot.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_no_connection_is_said_and_lights_nothing(qtbot, panel):
    """The lists would be empty, so they are not there."""
    with qtbot.waitSignal(panel.lit) as lit:
        panel.show_ways(GRAPH, find_ways(GRAPH, "a", "h"))
    assert lit.args == [(), ()]
    assert panel.text == "Nothing connects a and h."
    assert not panel._ways.isVisible()
    assert not panel._turn.isEnabled()
