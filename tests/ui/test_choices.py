"""What the command palette offers for what is typed, without a window."""

import pytest
from PySide6.QtWidgets import QMainWindow

from explorer.domain.entities import Node
from explorer.domain.kinds import NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.session.search import node_index
from explorer.ui.actions import Actions
from explorer.ui.choices import SHOWN, Choices


@pytest.fixture
def actions(qtbot):
    """All actions of a window, on."""
    window = QMainWindow()
    qtbot.addWidget(window)
    yield Actions(window)  # which live as long as their window


def system(*names):
    """Models with these names, owned by one team."""
    nodes = (Node(id=f"m/{name}", kind=NodeKind.MODEL, name=name, owner="recs") for name in names)
    return SystemGraph.of(nodes, ())


def offered(choices, typed, graph, *, only_nodes=False):
    """The names in code, or the ids, of what is offered."""
    offer = choices.offer(typed, graph, node_index(graph), only_nodes=only_nodes)
    return [choice.name for choice in offer.choices]


def test_actions_and_nodes_are_found_by_one_line(actions):
    """Those that fit better come first; of those that fit alike, actions do."""
    found = offered(Choices(actions), "fo", system("forest", "platform"))
    assert found[:3] == ["focus", "forward", "m/forest"]
    assert "m/platform" in found


def test_an_action_is_found_by_what_it_does_and_shows_its_key(actions):
    """Its words may be others than those a person has in mind."""
    offer = Choices(actions).offer("neighbours further", SystemGraph(), None, only_nodes=False)
    assert [(choice.words, choice.detail) for choice in offer.choices] == [
        ("One Step Wider", actions["wider"].shortcut().toString())
    ]


def test_an_action_inside_of_a_menu_is_told_with_it(actions):
    """By itself “Dark” would not say what is to be dark."""
    offer = Choices(actions).offer("dark", SystemGraph(), None, only_nodes=False)
    assert "Appearance: Dark" in [choice.words for choice in offer.choices]


def test_an_action_that_is_off_is_not_offered(actions):
    """Neither when something is typed nor before."""
    actions.enable(("fit",), False)
    choices = Choices(actions)
    assert "fit" not in offered(choices, "fit", SystemGraph())
    assert "fit" not in offered(choices, "", SystemGraph())
    actions.enable(("fit",), True)
    choices.refresh()
    assert "fit" in offered(choices, "fit", SystemGraph())


def test_a_name_with_an_and_is_shown_as_it_is(actions):
    """Menus mark keys with the same sign."""
    actions["undo"].setText("&Undo “Rename R&&D”")
    offer = Choices(actions).offer("undo", SystemGraph(), None, only_nodes=False)
    assert offer.choices[0].words == "Undo “Rename R&D”"


def test_only_nodes_where_one_looks_for_nodes(actions):
    """And before anything is typed, what to type."""
    choices, graph = Choices(actions), system("fitter")
    assert offered(choices, "fit", graph, only_nodes=True) == ["m/fitter"]
    assert offered(choices, "", graph, only_nodes=True) == []
    note = choices.offer(" ", graph, node_index(graph), only_nodes=True).note
    assert note == "Type a name, an id, a kind or a team of the 1 node."


def test_what_was_chosen_last_comes_first(actions):
    """Before anything is typed, and among those that fit alike; what is gone is left out."""
    graph = system("tower", "town")
    choices = Choices(actions)
    assert offered(choices, "tow", graph)[:2] == ["m/tower", "m/town"]
    choices.chosen(choices.offer("town", graph, node_index(graph), only_nodes=True).choices[0])
    choices.chosen(choices.offer("about", graph, None, only_nodes=False).choices[0])
    assert offered(choices, "tow", graph)[:2] == ["m/town", "m/tower"]
    first = offered(choices, "", graph)
    assert first[:2] == ["about", "m/town"]
    assert first.count("about") == 1
    assert "m/town" not in offered(choices, "", system("tower"))


def test_more_than_are_shown_are_counted(actions):
    """Nothing is silently cut off."""
    graph = system(*(f"part {i}" for i in range(SHOWN + 30)))
    offer = Choices(actions).offer("part", graph, node_index(graph), only_nodes=True)
    assert len(offer.choices) == SHOWN
    assert offer.note == f"The best {SHOWN} of {SHOWN + 30} that fit. Type more to narrow them down."


def test_nothing_that_fits_is_said(actions):
    """An empty list alone would look as if it were still at work."""
    offer = Choices(actions).offer("xyzzy", system("a"), node_index(system("a")), only_nodes=False)
    assert (offer.choices, offer.note) == ((), "Nothing fits. Try fewer letters.")


def test_a_node_says_what_it_is(actions):
    """Kind or subtype, team, and the id where the name is another."""
    offer = Choices(actions).offer("ranker", system("ranker"), node_index(system("ranker")), only_nodes=True)
    assert offer.choices[0].detail == "model · recs · m/ranker"
    assert offer.note == "1 fits."
