"""Every finding about success: where it is found, where nearly the same is none, and that its remedy clears it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.findings import find_success_gaps
from explorer.domain.answers import Verdict
from explorer.domain.kinds import Backing, Direction, Evidence, Pin, Relation, Role, Severity, Sign, Subtype
from tests.analysis.success.cases import (
    FILTER,
    INFERRED,
    STATED,
    SURE,
    changed,
    changed_edge,
    extended,
    sound,
    without_edge,
)
from tests.analysis.systems import node, system


def found(graph, rule=None):
    """The findings of one rule, or the rules found, in order."""
    findings = find_success_gaps(graph)
    return sorted(f.rule for f in findings) if rule is None else [f for f in findings if f.rule == rule]


def test_a_sound_system_has_no_findings():
    """Stated, measured, explored, by arithmetic: no finding with or without a filter; the answer is yes."""
    for graph in (sound(), sound(filtered=False)):
        assert found(graph) == []
        assert answer_success(graph).verdict is Verdict.YES


@pytest.mark.parametrize("exploration", [None, 0.0])
def test_a_metric_the_model_brings_about_is_self_fulfilling(exploration):
    """Model → world → data → metric without exploration; whether it is stated as none or not stated at all."""
    graph = sound(exploration=exploration)
    (finding,) = found(graph, "self-fulfilling-metric")
    assert finding.severity is Severity.ERROR
    assert finding.variant == "behind a filter"
    assert finding.nodes == ("ranker", "clicks", "scores", "page", "people", "events")
    assert [e.to_id for e in finding.edges] == ["scores", "page", "people", "events", "clicks"]
    assert "“score ≥ 0.5” at page" in finding.reason
    assert answer_success(graph).verdict is Verdict.PARTLY


def test_without_a_filter_it_is_less_bad_and_inferred_less_again():
    """The filter picks the denominator; an inferred edge allows no error."""
    assert (
        found(sound(exploration=None, filtered=False), "self-fulfilling-metric")[0].severity
        is Severity.WARNING
    )
    inferred = changed_edge(sound(exploration=None), "people", "events", **INFERRED)
    assert found(inferred, "self-fulfilling-metric")[0].severity is Severity.WARNING


def test_exploration_on_one_of_two_ways_does_not_clear_it():
    """“On some path”: the second page still decides everything."""
    two = extended(sound(), [node("consumer", "app")], [("scores", "app"), ("app", "people")])
    (finding,) = found(two, "self-fulfilling-metric")
    assert "app" in finding.nodes
    assert "page" not in finding.nodes
    assert finding.severity is Severity.WARNING, "the way over the app has no filter"
    assert found(changed_edge(two, "scores", "app", exploration=0.05), "self-fulfilling-metric") == []


def test_the_way_with_the_filter_is_told_though_another_is_shorter():
    """The worst way counts."""
    two = extended(sound(exploration=None), [], [("scores", "people", {"kind": "influences"})])
    (finding,) = found(two, "self-fulfilling-metric")
    assert finding.severity is Severity.ERROR
    assert "page" in finding.nodes


@pytest.mark.parametrize("place", [("events", "clicks"), ("people", "events"), ("page", "people")])
def test_a_randomised_slice_anywhere_on_the_way_clears_it(place):
    """Exploration may be stated where traffic is decided or where it is measured."""
    graph = changed_edge(sound(exploration=None), *place, exploration=0.02)
    assert found(graph, "self-fulfilling-metric") == []


def test_a_frozen_copy_on_the_way_ends_it():
    """Nothing the model does passes a frozen copy; then its action cannot show either."""
    graph = changed_edge(sound(exploration=None), "scores", "page", pin=Pin.FROZEN)
    assert found(graph) == ["metric-out-of-reach"]


@pytest.mark.parametrize(
    ("name", "attributes", "clears"),
    [
        ("holdout-events", {}, True),
        ("events-b", {"tags": ("hold-out",)}, True),
        ("events-c", {"description": "Traffic of the control group."}, True),
        ("subscriptions", {}, False),
        ("uncontrolled", {"description": "A table of orders."}, False),
    ],
)
def test_only_data_that_is_said_to_be_a_hold_out_clears_it(name, attributes, clears):
    """Data the model does not shape is a hold-out if somebody says so; subscribers are just another input."""
    graph = extended(
        sound(exploration=None),
        [node("producer", "billing"), node("dataset", name, **attributes)],
        [("billing", name), (name, "clicks")],
    )
    left = found(graph, "self-fulfilling-metric")
    assert (left == []) is clears
    if left:
        assert f"If {name} is such a hold-out, say so." in left[0].remedy
        said = changed_edge(graph, name, "clicks", exploration=1.0)
        assert found(said, "self-fulfilling-metric") == []


def test_a_hold_out_that_the_model_shapes_too_is_none():
    """The name alone proves nothing: it must be independent."""
    graph = extended(
        sound(exploration=None),
        [node("dataset", "holdout-events")],
        [("events", "holdout-events"), ("holdout-events", "clicks")],
    )
    assert found(graph, "self-fulfilling-metric") != []


def test_people_the_model_never_shows_anything_are_a_hold_out():
    """Another world, which the model does not reach."""
    graph = extended(
        sound(exploration=None),
        [node("world", "others"), node("dataset", "their-events")],
        [("others", "their-events"), ("their-events", "clicks")],
    )
    assert found(graph, "self-fulfilling-metric") == []


def test_what_another_model_makes_of_the_world_is_not_this_ones_doing():
    """A quality of a model that reads events is not brought about by the model behind the events."""
    graph = extended(
        sound(exploration=None),
        [node("model", "churn"), node("dataset", "churn-scores"), node("metric", "auc", **STATED)],
        [
            ("events", "churn"),
            ("churn", "churn-scores"),
            ("churn-scores", "auc"),
            ("ranker", "auc", {"kind": "optimises"}),
        ],
    )
    assert ["clicks" in f.nodes for f in found(graph, "self-fulfilling-metric")] == [True]


def comparing():
    """A model judged by comparing what it predicted with what happened."""
    nodes = [
        node("model", "eta", owner="a"),
        node("producer", "scanners"),
        node("dataset", "deliveries"),
        node("dataset", "predicted"),
        node("metric", "error", **STATED),
        node("objective", "promises", direction=Direction.UP, target="all"),
    ]
    arrows = [
        ("scanners", "deliveries"),
        ("eta", "predicted"),
        ("predicted", "error"),
        ("deliveries", "error"),
        ("error", "promises", dict(SURE)),
        ("eta", "error", {"kind": "optimises"}),
    ]
    return system(nodes, arrows)


def test_a_metric_of_the_models_own_output_alone_is_circular():
    """No outcome enters; compared with one, directly or in a report, it is a measure."""
    assert found(comparing()) == []
    alone = comparing().without(nodes=["deliveries"])
    (finding,) = found(alone, "circular-metric")
    assert finding.severity is Severity.ERROR
    assert finding.nodes == ("eta", "error", "predicted")
    assert answer_success(alone).verdict is Verdict.PARTLY
    over_a_job = extended(
        alone, [node("job", "join"), node("dataset", "report")], [("predicted", "join"), ("join", "report")]
    ).without(edges=[e.key for e in alone.edges_into("error")])
    over_a_job = extended(over_a_job, [], [("report", "error"), ("eta", "error", {"kind": "optimises"})])
    assert found(over_a_job, "circular-metric") != []
    joined = extended(over_a_job, [node("dataset", "orders")], [("orders", "join")])
    assert found(joined, "circular-metric") == []
    looked_up = extended(over_a_job, [node("artifact", "zones")], [("zones", "join")])
    assert found(looked_up, "circular-metric") != [], "a lookup is no outcome"


def test_what_people_did_with_the_output_is_an_outcome():
    """A metric behind a consumer or a world is not circular."""
    assert found(sound(), "circular-metric") == []
    logged = without_edge(extended(sound(), [], [("page", "events")]), "people", "events")
    assert found(logged, "circular-metric") == []


def test_labels_made_of_the_models_own_output_are_circular():
    """Found through a job; outcomes among its inputs clear it; another model's labels are no circle."""
    own = extended(
        comparing(),
        [node("job", "threshold"), node("dataset", "labels", subtype=Subtype.LABELS)],
        [("predicted", "threshold"), ("threshold", "labels"), ("labels", "eta")],
    )
    (finding,) = found(own, "circular-labels")
    assert finding.nodes == ("eta", "labels")
    assert found(extended(own, [], [("deliveries", "threshold")]), "circular-labels") == []
    others = extended(own, [node("model", "small")], [("labels", "small")])
    assert found(without_edge(others, "labels", "eta"), "circular-labels") == []


def test_a_metric_measured_nowhere():
    """Data clears it, and so does a component that is measured; an influence does not."""
    bare = extended(sound(), [node("metric", "coverage", role=Role.GUARDRAIL)])
    assert [f.nodes for f in found(bare, "metric-measured-nowhere")] == [("coverage",)]
    assert found(extended(bare, [], [("events", "coverage")]), "metric-measured-nowhere") == []
    for relation, left in ((Relation.COMPONENT, 0), (Relation.INFLUENCE, 1)):
        driven = extended(bare, [], [("clicks", "coverage", {"sign": Sign.PLUS, "relation": relation})])
        assert len(found(driven, "metric-measured-nowhere")) == left


@pytest.mark.parametrize("word", ["direction", "baseline", "target", "window"])
def test_what_a_metric_does_not_state_is_found(word):
    """Baseline, target, direction and window, each by name; without a direction it is worse."""
    (finding,) = found(changed(sound(), "clicks", **{word: None}), "metric-not-defined")
    assert finding.reason.startswith(f"clicks has no {word}")
    assert (finding.severity is Severity.WARNING) == (word == "direction")


def test_an_objective_needs_a_direction_and_a_target_only():
    """How it is counted is the business's own affair."""
    (finding,) = found(changed(sound(), "retention", target=None), "metric-not-defined")
    assert finding.reason == "retention has no target."


def test_a_metric_measured_where_the_models_action_cannot_show():
    """No way of the data from the model to the metric; any one clears it."""
    cut = without_edge(sound(), "page", "people")
    (finding,) = found(cut, "metric-out-of-reach")
    assert finding.nodes == ("ranker", "clicks")
    assert answer_success(cut).verdict is Verdict.PARTLY
    assert found(extended(cut, [], [("page", "events")]), "metric-out-of-reach") == []
    unmeasured = without_edge(cut, "events", "clicks")
    assert found(unmeasured, "metric-out-of-reach") == [], "told as measured nowhere"


def test_a_model_without_a_metric_and_a_metric_without_an_objective():
    """Each cleared by naming what is missing."""
    unjudged = without_edge(sound(), "ranker", "clicks")
    assert found(unjudged) == ["no-success-metric"]
    lost = without_edge(sound(), "clicks", "retention")
    assert found(lost) == ["metric-without-objective"]
    assert answer_success(lost).verdict is Verdict.NO


@pytest.mark.parametrize(
    ("drives", "variant"),
    [
        ({"sign": Sign.UNSURE, "relation": Relation.COMPONENT}, "sign unknown"),
        ({"relation": Relation.COMPONENT}, "sign unknown"),
        ({"sign": Sign.PLUS}, "belief"),
        ({"sign": Sign.PLUS, "relation": Relation.INFLUENCE}, "belief"),
        ({"sign": Sign.PLUS, "relation": Relation.INFLUENCE, "backing": Backing.BELIEF}, "belief"),
        ({"sign": Sign.PLUS, "relation": Relation.INFLUENCE, "backing": Backing.ANALYSIS}, "no experiment"),
        ({**SURE, **INFERRED}, "no experiment"),
    ],
)
def test_what_is_only_assumed_is_amber(drives, variant):
    """A question mark, a belief, an analysis, an inference: a warning, never an error, and never a yes."""
    graph = sound(drives=drives)
    (finding,) = found(graph, "aligned-by-assumption")
    assert (finding.severity, finding.variant) == (Severity.WARNING, variant)
    assert answer_success(graph).verdict is not Verdict.YES


def test_an_experiment_makes_a_belief_known():
    """The remedy: backed by an experiment."""
    graph = sound(drives={"sign": Sign.PLUS, "relation": Relation.INFLUENCE, "backing": Backing.EXPERIMENT})
    assert found(graph) == []
    assert answer_success(graph).verdict is Verdict.YES


def two_ways(first, second, **attributes):
    """Clicks lead to retention over hours and over trust."""
    graph = without_edge(sound(), "clicks", "retention")
    more = [node("metric", "hours", **STATED), node("metric", "trust", **STATED)]
    backed = {"relation": Relation.INFLUENCE, "backing": Backing.EXPERIMENT, **attributes}
    return extended(
        graph,
        more,
        [
            ("events", "hours"),
            ("events", "trust"),
            ("clicks", "hours", {"sign": Sign.PLUS, **backed}),
            ("clicks", "trust", {"sign": first, **backed}),
            ("hours", "retention", {"sign": Sign.PLUS, **backed}),
            ("trust", "retention", {"sign": second, **backed}),
        ],
    )


def test_opposite_signs_on_two_ways():
    """Up over one, down over the other; an error where it is known, a warning where it is believed."""
    torn = two_ways(Sign.MINUS, Sign.PLUS)
    (finding,) = found(torn, "opposite-signs")
    assert finding.severity is Severity.ERROR
    assert "up over hours, down over trust" in finding.reason
    assert answer_success(torn).verdict is Verdict.NO
    assert found(two_ways(Sign.PLUS, Sign.PLUS)) == []
    twice = found(two_ways(Sign.MINUS, Sign.MINUS))
    assert "opposite-signs" not in twice
    assert twice == ["metric-against-direction"] * 2, (
        "each link pushes trust, or what trust drives, the wrong way"
    )
    believed = two_ways(Sign.MINUS, Sign.PLUS, backing=None)
    assert found(believed, "opposite-signs")[0].severity is Severity.WARNING


def test_a_way_of_unknown_sign_beside_a_known_one_is_assumed():
    """The unknown may outweigh the known."""
    graph = two_ways(Sign.UNSURE, Sign.PLUS)
    assert [f.variant for f in found(graph, "aligned-by-assumption")] == ["sign unknown"]
    assert answer_success(graph).verdict is Verdict.CANNOT_TELL


def test_a_way_against_the_declared_direction():
    """Down where up is meant; turning either direction or the sign clears it."""
    against = sound(drives={"sign": Sign.MINUS, "relation": Relation.COMPONENT})
    (finding,) = found(against, "metric-against-objective")
    assert finding.severity is Severity.ERROR
    assert found(changed(against, "clicks", direction=Direction.DOWN), "metric-against-objective") == []
    assert found(changed(against, "retention", direction=Direction.DOWN), "metric-against-objective") == []
    believed = sound(drives={"sign": Sign.MINUS})
    assert found(believed, "metric-against-objective")[0].severity is Severity.WARNING


def test_a_proxy_needs_a_guardrail_that_is_measured_and_belongs_to_it():
    """Any measured guardrail on the model's effect or on the same objective; one that is measured nowhere is none."""
    proxy = changed(sound(), "clicks", role=Role.PROXY)
    assert found(proxy) == ["proxy-without-guardrail"]
    watched = node("metric", "complaints", role=Role.GUARDRAIL)
    guarded = extended(proxy, [watched], [("complaints", "watch")])
    assert "complaints is measured nowhere" in found(guarded, "proxy-without-guardrail")[0].reason
    assert found(extended(guarded, [], [("events", "complaints")])) == []
    elsewhere = extended(guarded, [node("dataset", "tickets")], [("tickets", "complaints")])
    assert found(elsewhere) == ["proxy-without-guardrail"]
    tied = extended(elsewhere, [], [("complaints", "retention", {"sign": Sign.MINUS})])
    assert found(tied) == []


def test_a_guardrail_nobody_watches():
    """A monitor on the data it is measured on does not tell that it is crossed."""
    graph = extended(
        sound(),
        [node("metric", "complaints", role=Role.GUARDRAIL)],
        [("events", "complaints"), ("events", "watch")],
    )
    assert found(graph) == ["guardrail-unwatched"]
    assert found(extended(graph, [], [("complaints", "watch")])) == []


def test_one_metric_for_several_models():
    """Each its own metric clears it."""
    graph = extended(
        sound(),
        [node("model", "mailer", owner="crm")],
        [("mailer", "events"), ("mailer", "clicks", {"kind": "optimises"})],
    )
    (finding,) = found(graph, "metric-shared")
    assert finding.nodes == ("clicks", "mailer", "ranker")
    own = extended(
        without_edge(graph, "mailer", "clicks"),
        [node("metric", "opens", **STATED)],
        [
            ("events", "opens"),
            ("mailer", "opens", {"kind": "optimises"}),
            ("opens", "retention", dict(SURE)),
        ],
    )
    assert found(own) == []


def test_two_models_that_pull_one_objective_apart():
    """Success of one moves it up, of the other down; the same sign, or no known sign, is no conflict."""

    def pulling(sign, direction):
        return extended(
            sound(),
            [node("model", "ads", owner="ads"), node("metric", "load", **{**STATED, "direction": direction})],
            [
                ("ads", "page"),
                ("events", "load"),
                ("ads", "load", {"kind": "optimises"}),
                ("load", "retention", {"sign": sign, "relation": Relation.COMPONENT}),
            ],
        )

    apart = pulling(Sign.MINUS, Direction.UP)
    (finding,) = found(apart, "models-apart")
    assert finding.severity is Severity.ERROR
    assert finding.nodes == ("retention", "ranker", "ads")
    assert "clicks" in finding.reason
    assert "load" in finding.reason
    assert found(pulling(Sign.MINUS, Direction.DOWN), "models-apart") == []
    assert found(pulling(Sign.PLUS, Direction.UP), "models-apart") == []
    assert found(pulling(Sign.UNSURE, Direction.UP), "models-apart") == []


def test_model_metric_and_only_monitor_of_one_owner():
    """Another owner of any of the three clears it; so does a second monitor of another team."""
    one = changed(changed(sound(), "clicks", owner="recs"), "watch", owner="recs")
    (finding,) = found(one, "one-owner")
    assert finding.nodes == ("ranker", "clicks")
    assert found(changed(one, "watch", owner="web")) == []
    assert found(changed(one, "clicks", owner="growth")) == []
    second = extended(one, [node("monitor", "drift", owner="web")], [("events", "drift")])
    assert found(second) == []
    elsewhere = extended(
        one, [node("monitor", "drift", owner="web"), node("dataset", "other")], [("other", "drift")]
    )
    assert found(elsewhere) == ["one-owner"], "a monitor that the model's effect does not reach"


def test_a_metric_not_reviewed_for_long():
    """More than a year before the day the system is of; a review clears it."""
    graph = changed(sound(), "clicks", reviewed=date(2025, 5, 1))
    (finding,) = found(graph, "metric-not-reviewed")
    assert "last on 2025-05-01" in finding.reason
    assert found(changed(graph, "clicks", reviewed=date(2025, 6, 1)), "metric-not-reviewed") == []
    assert found(replace(graph, as_of=None), "metric-not-reviewed") == []
    asked = find_success_gaps(sound(), day=date(2026, 5, 1) + timedelta(days=366))
    assert [f.rule for f in asked] == ["metric-not-reviewed"]


def test_judged_offline_only():
    """A quality that leads to no measured metric of use; leading to one, or a second metric, clears it."""
    graph = changed(sound(), "clicks", role=Role.QUALITY)
    assert found(graph) == ["offline-only"]
    on_labels = changed(extended(sound(), [], [("scores", "events")]), "events", subtype=Subtype.LABELS)
    assert "offline-only" in found(on_labels)
    second = extended(
        graph,
        [node("metric", "orders", **STATED)],
        [
            ("events", "orders"),
            ("orders", "retention", dict(SURE)),
            ("ranker", "orders", {"kind": "optimises"}),
        ],
    )
    assert found(second) == []
    leading = extended(
        without_edge(graph, "clicks", "retention"),
        [node("metric", "orders", **STATED)],
        [("events", "orders"), ("clicks", "orders", dict(SURE)), ("orders", "retention", dict(SURE))],
    )
    assert found(leading) == []


def test_findings_survive_other_names_and_an_unrelated_part():
    """What is found depends on the structure, not on ids or on a component beside it."""
    graph = changed(
        changed(sound(exploration=None), "clicks", role=Role.PROXY, target=None), "clicks", owner="recs"
    )
    names = {i: f"z{len(graph.nodes) - k}" for k, i in enumerate(graph.nodes)}
    nodes = [replace(n, id=names[i]) for i, n in graph.nodes.items()]
    edges = [replace(e, from_id=names[e.from_id], to_id=names[e.to_id]) for e in graph.edges.values()]
    other = type(graph).of(nodes, edges, as_of=graph.as_of)
    assert found(other) == found(graph)
    beside = extended(graph, [node("dataset", "aside"), node("job", "copy")], [("aside", "copy")])
    assert find_success_gaps(beside) == find_success_gaps(graph)


def test_every_finding_says_what_to_do_and_what_clears_it():
    """Reason and remedy are sentences; errors rest on no inferred edge."""
    graphs = [
        sound(exploration=None),
        two_ways(Sign.MINUS, Sign.PLUS),
        comparing().without(nodes=["deliveries"]),
        changed(sound(), "clicks", role=Role.PROXY, direction=None),
    ]
    for graph in graphs:
        for finding in find_success_gaps(graph):
            assert finding.reason.endswith(".")
            assert finding.remedy.endswith(".")
            assert finding.clears
        blurred = graph.with_parts(
            edges=[replace(e, evidence=Evidence.INFERRED) for e in graph.edges.values()]
        )
        assert all(f.severity is not Severity.ERROR for f in find_success_gaps(blurred))


def test_the_filter_is_shown_with_its_edge():
    """Evidence names the edges of the way with what is known of each."""
    (finding,) = found(sound(exploration=0.0), "self-fulfilling-metric")
    assert f"scores → page: feeds, declared, filter {FILTER}, exploration 0%" in finding.evidence
