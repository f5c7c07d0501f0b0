"""Question 1: how far a new version of a model reaches, what is only possible and why, and what nobody would see."""

import pytest

from explorer.analysis.change import answer_change
from explorer.domain.answers import Sureness, Verdict
from explorer.domain.kinds import Channel, Evidence, Relation, Retrain
from explorer.domain.system_graph import SystemGraph
from tests.analysis.systems import node, system


def scored(*, watched=True, evidence=Evidence.DECLARED) -> SystemGraph:
    """A model, its scores, and a page that shows them under the eyes of a monitor."""
    nodes = [
        node("model", "ranker"),
        node("dataset", "scores"),
        node("consumer", "page"),
        node("monitor", "drift", detects=(Channel.VALUE,)),
    ]
    arrows = [("ranker", "scores"), ("scores", "page", {"evidence": evidence})]
    arrows += [("page", "drift")] if watched else []
    return system(nodes, arrows)


def test_certain_and_seen_everywhere_is_a_yes():
    """Every effect is certain, and a monitor sees it."""
    answer = answer_change(scored())
    assert answer.verdict is Verdict.YES
    sentence, sight = answer.sentences
    assert sight.text == "Where to measure new versions: drift would show them at 3 of 3 affected nodes."
    assert sentence.text == (
        "A new version of ranker reaches 2 of 3 other nodes, 2 for certain; the worst is that scores shifts."
    )
    assert sentence.sureness is Sureness.DECLARED


def test_what_nobody_would_see_is_said_and_is_no_yes():
    """Without a monitor the reader is blind, and the missing monitor is named."""
    answer = answer_change(scored(watched=False))
    assert answer.verdict is not Verdict.YES
    assert any(s.text.startswith("Nobody would see it at scores and page") for s in answer.sentences)
    assert [(m.field, m.nodes) for m in answer.missing] == [("monitors", ("scores", "page"))]


def test_an_inferred_edge_makes_its_effects_possible_and_says_so():
    """What rests on an inference is never certain, and a monitor behind it sees nothing for certain."""
    answer = answer_change(scored(evidence=Evidence.INFERRED))
    assert answer.verdict is Verdict.NO
    doubt = answer.sentences[1]
    assert doubt.sureness is Sureness.UNKNOWN
    assert doubt.text == "1 effect of it is only possible: at scores → page, it is only inferred."
    assert ("evidence", ("page",)) in [(m.field, m.nodes) for m in answer.missing]


def test_a_model_nobody_is_known_to_read_is_not_harmless():
    """No known reader is an unknown, not an all-clear."""
    answer = answer_change(system([node("model", "ranker")], []))
    assert answer.verdict is Verdict.CANNOT_TELL
    assert answer.sentences[0].sureness is Sureness.UNKNOWN
    assert answer.missing[0].field == "outputs"


def test_without_a_model_there_is_nothing_to_tell():
    """An empty system has no answer."""
    assert answer_change(SystemGraph()).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("retrain", "field"), [(None, "retrain"), (Retrain.MANUAL, None), (Retrain.SCHEDULED, "no doubt")]
)
def test_a_retraining_nobody_schedules_is_a_doubt(retrain, field):
    """Who learns from the output follows for certain only when its retraining is scheduled."""
    graph = system(
        [node("model", "first"), node("dataset", "labels"), node("model", "second", retrain=retrain)],
        [("first", "labels"), ("labels", "second", {"kind": "trains"})],
    )
    answer = answer_change(graph)
    told = [s.text for s in answer.sentences if "only possible" in s.text]
    assert bool(told) == (field != "no doubt")
    assert ("retrain" in [m.field for m in answer.missing]) == (field == "retrain")


def test_a_belief_between_metrics_is_a_doubt():
    """Only arithmetic carries for certain."""
    nodes = [node("model", "m"), node("dataset", "d"), node("metric", "a"), node("metric", "b")]
    arrows = [("m", "d"), ("d", "a")]
    belief = answer_change(system(nodes, [*arrows, ("a", "b")]))
    sure = answer_change(system(nodes, [*arrows, ("a", "b", {"relation": Relation.COMPONENT})]))
    assert "relation" in [m.field for m in belief.missing]
    assert "relation" not in [m.field for m in sure.missing]


@pytest.mark.parametrize(("models", "place"), [(3, -1), (4, 0)])
def test_where_to_measure_comes_first_where_there_are_many_models(models, place):
    """Behind the lines of a hundred models nobody would read it."""
    nodes = [node("consumer", "page"), node("monitor", "drift", detects=(Channel.VALUE,))]
    nodes += [node("model", f"model-{i}") for i in range(models)]
    arrows = [(f"model-{i}", "page") for i in range(models)] + [("page", "drift")]
    sentences = answer_change(system(nodes, arrows)).sentences
    assert sentences[place].text.startswith("Where to measure new versions: drift")
