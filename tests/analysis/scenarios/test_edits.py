"""Edits of a scenario: read, written and carried out, the base untouched."""

import pytest

from explorer.analysis.scenarios.edits import (
    edited,
    format_addition,
    format_removal,
    parse_additions,
    parse_removals,
)
from explorer.domain.entities import EdgeKey
from explorer.domain.kinds import EdgeKind, NodeKind
from explorer.domain.scenarios import Addition, Removal, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from tests.analysis.systems import node, system


def shop():
    """Events are learnt from; the model's scores are shown to people."""
    return system(
        [
            node("dataset", "events"),
            node("model", "ranker"),
            node("dataset", "shop/scores"),
            node("consumer", "page"),
            node("world", "people"),
        ],
        [
            ("events", "ranker", {"kind": "trains"}),
            ("ranker", "shop/scores"),
            ("shop/scores", "page"),
            ("page", "people"),
            ("people", "events"),
        ],
    )


def with_added(*texts):
    """The shop with these additions."""
    return edited(shop(), Scenario(name="s", additions=parse_additions(shop(), texts)))


def test_a_model_or_consumer_comes_with_its_inputs_and_outputs():
    """The kinds of edge are those a manifest would have; an output may be what was added before."""
    graph = with_added(
        "dataset:scores-b", "model:ranker-b<-events->scores-b", "consumer:tv->people<-scores-b,scores"
    )
    assert graph.nodes["ranker-b"].kind is NodeKind.MODEL
    new = set(graph.edges) - set(shop().edges)
    assert new == {
        EdgeKey("events", "ranker-b", EdgeKind.FEEDS),
        EdgeKey("ranker-b", "scores-b", EdgeKind.PRODUCES),
        EdgeKey("scores-b", "tv", EdgeKind.FEEDS),
        EdgeKey("shop/scores", "tv", EdgeKind.FEEDS),
        EdgeKey("tv", "people", EdgeKind.INFLUENCES),
    }
    assert set(with_added("events->page").edges) - set(shop().edges) == {
        EdgeKey("events", "page", EdgeKind.FEEDS)
    }


def test_any_node_or_edge_goes_and_the_base_stays():
    """A node takes its edges along; between two nodes all edges go; nothing happens to the base."""
    base = shop()
    gone = edited(base, Scenario(name="s", removals=parse_removals(base, ["ranker", "page->people"])))
    assert set(gone.nodes) == {"events", "shop/scores", "page", "people"}
    assert {k[:2] for k in gone.edges} == {("shop/scores", "page"), ("people", "events")}
    assert base == shop()


def test_edits_are_said_as_they_are_read():
    """What is written is read as the same again, attributes of what is added apart."""
    texts = ["dataset:b", "model:m<-events->b,shop/scores", "events->page"]
    additions = parse_additions(shop(), texts)
    assert [format_addition(a) for a in additions] == texts
    removals = parse_removals(shop(), ["ranker", "page->people"])
    assert [format_removal(r) for r in removals] == ["ranker", "page->people"]
    assert removals[1] == Removal(edge=EdgeKey("page", "people", EdgeKind.INFLUENCES))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("modle:x", "Did you mean “model:…”?"),
        ("model:", "names no node"),
        ("model:ranker", "already"),
        ("model:x<-evnts", "Nearest: events"),
        ("model:x->scores-x", "add it first: dataset:scores-x"),
        ("page->people", "already"),
        ("nonsense", "nothing that can be added"),
    ],
)
def test_additions_that_do_not_fit_say_why(text, part):
    """What is wrong, and the nearest names."""
    with pytest.raises(UsageError) as told:
        with_added(text)
    assert part in str(told.value)


@pytest.mark.parametrize(("text", "part"), [("rankr", "Nearest: ranker"), ("page->events", "no edge")])
def test_removals_that_do_not_fit_say_why(text, part):
    """What is not there cannot be taken out."""
    with pytest.raises(UsageError) as told:
        parse_removals(shop(), [text])
    assert part in str(told.value)


def test_edits_that_no_longer_fit_the_system_are_refused_when_they_are_carried_out():
    """A saved scenario may be older than the system."""
    events = node("dataset", "events")
    for scenario in (
        Scenario(name="s", additions=(Addition(node=events),)),
        Scenario(name="s", removals=(Removal(node="gone"),)),
        Scenario(name="s", removals=(Removal(edge=EdgeKey("a", "b", EdgeKind.FEEDS)),)),
        Scenario(name="s", removals=(Removal(),)),
    ):
        with pytest.raises(UsageError):
            edited(shop(), scenario)
    [model] = parse_additions(shop(), ["model:m<-events"])
    with pytest.raises(UsageError):
        edited(SystemGraph.of([], []), Scenario(name="s", additions=(model,)))
