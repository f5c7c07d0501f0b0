"""The what-if panel: rows in the answer's order, the path that proves a row, who would see it, what shields whom."""

import pytest

from explorer.domain.kinds import Fallback
from explorer.session.what_ifs import follow
from explorer.ui.panels.what_if import WhatIfPanel
from tests.analysis.systems import node, system

GRAPH = system(
    [
        node("dataset", "events"),
        node("model", "ranker"),
        node("dataset", "scores"),
        node("consumer", "page"),
        node("consumer", "shop"),
        node("monitor", "guard"),
    ],
    [
        ("events", "ranker"),
        ("ranker", "scores"),
        ("scores", "page"),
        ("scores", "shop", {"fallback": Fallback.DEFAULT}),
        ("scores", "guard"),
    ],
)


@pytest.fixture
def panel(qtbot):
    """The panel with the answer to an outage of `scores`."""
    made = WhatIfPanel()
    qtbot.addWidget(made)
    made.set_graph(GRAPH)
    made.set_what_if(follow(GRAPH, ["outage:scores"]))
    return made


def place(panel, node_id):
    """The row of a node."""
    return panel.model.row_of(node_id)


def test_each_affected_node_is_a_row_in_words(panel):
    """With what happens, how surely, when, and who would see it."""
    answer = follow(GRAPH, ["outage:scores"])
    assert [row.id for row in panel.model.rows] == [row.id for row in answer.rows]
    index = panel.model.index(place(panel, "page"), 0)
    assert index.data() == "✕ breaks"
    assert panel.model.index(place(panel, "page"), 1).data() == "page"


def test_a_row_shows_the_path_that_proves_it_and_lights_it(qtbot, panel):
    """Step by step; where the change happens it says so."""
    with qtbot.waitSignal(panel.lit) as told:
        panel.choose(place(panel, "page"))
    nodes, edges = told.args
    assert nodes == ("scores", "page")
    assert [(key.from_id, key.to_id) for key in edges] == [("scores", "page")]
    assert panel.path_lines[0].startswith("1. ")
    panel.choose(place(panel, "scores"))
    assert panel.path_lines[0] == "scores is where the change happens."


def test_what_is_shielded_is_told_with_its_shield(panel):
    """The fallback's edge is named."""
    assert any(line.startswith("shop: without the shield at scores → shop") for line in panel.protected_lines)


def test_selecting_elsewhere_shows_the_row_without_lighting_anything(qtbot, panel):
    """The canvas told of it already."""
    with qtbot.assertNotEmitted(panel.lit):
        panel.show_nodes(("page",))
    assert panel.path_lines


def test_leaving_clears_everything(panel):
    """Rows, path and shields belong to the answer."""
    panel.set_what_if(None)
    assert len(panel.model.rows) == 0
    assert panel.path_lines == []
    assert panel.protected_lines == []
    assert panel.summary == "Choose a node and what happens to it."
