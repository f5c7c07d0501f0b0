"""Where new versions of models would be seen: over all models together, what each of them by itself says."""

from hypothesis import given, settings

from explorer.analysis.change_measuring import told_measuring
from explorer.analysis.success.chains import models
from explorer.analysis.what_if.impact import what_if
from explorer.analysis.what_if.measurement import UNMEASURABLE, measured
from explorer.analysis.what_if.probe_plan import probe_plan
from explorer.domain.answers import Sureness
from explorer.domain.kinds import Channel
from tests.analysis.systems import node, system
from tests.analysis.test_change_rest import modelled
from tests.analysis.what_if.systems import change


def followed(graph, model):
    """What is seen of a new version of one model."""
    impact = what_if(graph, [change("new-version", model)])
    return impact, measured(impact)


@settings(max_examples=100)
@given(modelled())
def test_nothing_blind_for_one_model_is_left_out_of_the_probes_for_all(graph):
    """What a probe could show of any model by itself, the probes named for all models show."""
    known = models(graph)
    sentences = told_measuring(graph, known)
    probed = set(sentences[1].nodes) if len(sentences) > 1 else set()
    for model in known:
        impact, seen = followed(graph, model)
        hopeless = {i for i, _ in probe_plan(impact, seen).unmeasurable}
        blind = {i for i, found in seen.items() if found.blind_channels}
        missed = {i for i in blind - hopeless - probed if graph.nodes[i].kind not in UNMEASURABLE}
        assert not missed


@settings(max_examples=100)
@given(modelled())
def test_who_is_named_as_watching_watches_for_some_model(graph):
    """No monitor is credited that would not show the change of any one model."""
    known = models(graph)
    credited = {i for i in told_measuring(graph, known)[0].nodes if graph.nodes[i].kind == "monitor"}
    alone = {o.monitor for m in known for found in followed(graph, m)[1].values() for o in found.observed_by}
    affected = {i for m in known for i in followed(graph, m)[1]}
    assert credited <= alone | affected


def test_the_answer_says_where_to_measure_and_what_is_needed_for_the_rest():
    """One monitor sees the scores; what the other model gives nobody sees, so a probe there is named."""
    graph = system(
        [node(k, n) for k, n in (("model", "a"), ("dataset", "seen"), ("model", "b"), ("dataset", "unseen"))]
        + [node("monitor", "drift", detects=(Channel.VALUE,))],
        [
            ("a", "seen"),
            ("b", "unseen"),
            ("seen", "drift"),
        ],
    )
    sight, plan = told_measuring(graph, ["a", "b"])
    assert sight.text == "Where to measure new versions: drift would show them at 2 of 4 affected nodes."
    assert "1 extra probe, the fewest that show all that can be shown" in plan.text
    assert {"b", "unseen"} <= set(plan.nodes)
    assert (sight.sureness, plan.sureness) == (Sureness.DECLARED, Sureness.INFERRED)


def test_where_nothing_is_watched_it_is_said():
    """Silence is not taken for a good sign."""
    graph = system([node("model", "a"), node("dataset", "out")], [("a", "out")])
    sight, plan = told_measuring(graph, ["a"])
    assert (
        sight.text
        == "No monitor and no metric would show a new version of any model at the 2 affected nodes."
    )
    assert sight.sureness is Sureness.UNKNOWN
    assert "1 extra probe" in plan.text
