"""What helps, kept in a scenario: only what an action sets is kept, and the system with it set."""

from dataclasses import replace

import pytest

from explorer.analysis.scenarios.edits import edited
from explorer.analysis.scenarios.mitigating import mitigated, mitigation
from explorer.domain.entities import Contract
from explorer.domain.kinds import Fallback, Pin
from explorer.domain.scenarios import Mitigation, Removal, Scenario, Setting
from explorer.errors import UsageError
from tests.analysis.systems import node, system


def shop(**reads):
    """Scores that a page reads."""
    return system([node("dataset", "scores"), node("consumer", "page")], [("scores", "page", reads)])


def test_an_action_sets_what_it_is_about_and_nothing_else():
    """Parts of the system as they would be become a few attributes, which give the same parts again."""
    graph = shop(fields=("score",))
    [edge] = graph.edges.values()
    page = replace(graph.nodes["scores"], contract=Contract(enforced=("schema",)))
    bound = replace(edge, fallback=Fallback.CACHED)
    action = mitigation(graph, "let page go on", [page], [bound])
    assert [set(s.values) for s in action.settings] == [{"contract"}, {"fallback"}]
    made = mitigated(graph, action)
    assert made.nodes["scores"] == page
    assert made.edges[edge.key] == bound
    assert graph.edges[edge.key] == edge


def test_what_has_been_learnt_of_the_place_since_is_not_lost():
    """The action is kept, not the edge as it was then."""
    [edge] = shop().edges.values()
    action = mitigation(shop(), "freeze it", [], [replace(edge, pin=Pin.FROZEN)])
    [after] = mitigated(shop(fields=("score",)), action).edges.values()
    assert (after.pin, after.fields) == (Pin.FROZEN, ("score",))


def test_it_is_done_before_anything_is_taken_out():
    """So that an action on what goes does no harm."""
    [edge] = shop().edges.values()
    action = mitigation(shop(), "freeze it", [], [replace(edge, pin=Pin.FROZEN)])
    made = edited(shop(), Scenario(name="s", mitigations=(action,), removals=(Removal(node="page"),)))
    assert not made.edges


def test_an_action_that_does_not_fit_any_more_is_told():
    """With what it was, and what to do about it."""
    [edge] = shop().edges.values()
    action = mitigation(shop(), "freeze it", [], [replace(edge, pin=Pin.FROZEN)])
    with pytest.raises(UsageError, match="“freeze it” is about scores -> page, which is not there any more"):
        mitigated(shop().without(["page"]), action)
    with pytest.raises(UsageError, match="“spoil it” is about gone"):
        mitigated(shop(), Mitigation(says="spoil it", settings=(Setting(node="gone"),)))
    wrong = Mitigation(says="spoil it", settings=(Setting(edge=edge.key, values={"pin": "glue"}),))
    with pytest.raises(UsageError, match="“spoil it” cannot be done"):
        mitigated(shop(), wrong)
