"""Fixed thresholds, prototypes in use, dead experimental paths, many languages."""

from dataclasses import replace
from datetime import date

from explorer.analysis.detectors.dead_experimental_path import find_dead_experimental_paths
from explorer.analysis.detectors.fixed_threshold import find_fixed_thresholds
from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.many_languages import find_many_languages
from explorer.analysis.detectors.prototype_in_use import find_prototypes_in_use
from explorer.domain.entities import Filter
from explorer.domain.kinds import Criticality, Lifecycle, Retrain, Severity, Subtype
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system


def filtered(value=0.5, op=">=", retrain=None, subtype=Subtype.PREDICTIONS, made=True):
    """A page that takes of a model's scores what passes a filter."""
    return system(
        [node("model", "ranker", retrain=retrain), node("dataset", "scores", subtype=subtype),
         node("consumer", "page")],
        [*([("ranker", "scores")] if made else []),
         ("scores", "page", {"filter": Filter(field="confidence", op=op, value=value)})],
    )  # fmt: skip


def flow(lifecycle=None, last_used=None, page=True, criticality=None, **reader):
    """A job that writes a table which a page, perhaps, reads."""
    nodes = [
        node("dataset", "raw"),
        node("job", "try", lifecycle=lifecycle, last_used=last_used),
        node("dataset", "table", lifecycle=lifecycle, last_used=last_used, criticality=criticality),
        node("consumer", "page", **reader),
        node("consumer", "other"),
    ]
    arrows = [("raw", "try"), ("try", "table"), ("raw", "other")]
    return system(nodes, [*arrows, *([("table", "page")] if page else [])])


def spoken(*languages):
    """A chain of jobs, one in each language."""
    nodes = [node("dataset", "d0")]
    arrows = []
    for i, language in enumerate(languages):
        nodes += [node("job", f"j{i}", language=language), node("dataset", f"d{i + 1}")]
        arrows += [(f"d{i}", f"j{i}"), (f"j{i}", f"d{i + 1}")]
    return system(nodes, arrows)


EXPERIMENT, LONG_AGO = Lifecycle.EXPERIMENTAL, date(2025, 3, 2)
NOTEBOOK = system(
    [node("consumer", "notes", subtype=Subtype.NOTEBOOK), node("dataset", "list"), node("consumer", "page")],
    [("notes", "list"), ("list", "page")],
)
TWO = spoken("bash", "awk", "perl", "python").with_parts([node("job", "j9", language="r")])
CASES = [
    Case(
        "fixed-threshold",
        find_fixed_thresholds,
        positive=filtered(),
        near_misses={
            "a category": filtered(1.0, "=="),
            "a learnt threshold": filtered("cut-off"),
            "a model that never learns again": filtered(retrain=Retrain.NEVER),
            "not what a model says": filtered(made=False, subtype=Subtype.TABLE),
        },
        remedied=filtered("cut-off"),
        at="page",
    ),
    Case(
        "prototype-in-use",
        find_prototypes_in_use,
        positive=flow(EXPERIMENT),
        near_misses={
            "live": flow(Lifecycle.LIVE),
            "nobody uses it": flow(EXPERIMENT, page=False),
            "read by an experiment": flow(EXPERIMENT, subtype=Subtype.NOTEBOOK),
        },
        remedied=flow(Lifecycle.LIVE),
        at="table",
    ),
    Case(
        "prototype-in-use",
        find_prototypes_in_use,
        positive=NOTEBOOK,
        near_misses={"writes for nobody": NOTEBOOK.without(["page"])},
        remedied=NOTEBOOK.with_parts([node("consumer", "notes", subtype=Subtype.BATCH)]),
        at="notes",
    ),
    Case(
        "dead-experimental-path",
        find_dead_experimental_paths,
        positive=flow(EXPERIMENT, LONG_AGO),
        near_misses={
            "used lately": flow(EXPERIMENT, date(2026, 10, 1)),
            "used lately, leads to nothing": flow(EXPERIMENT, date(2026, 10, 1), page=False),
            "leads on, nobody says when": flow(EXPERIMENT),
            "live and long unused": flow(Lifecycle.LIVE, LONG_AGO),
        },
        remedied=flow(EXPERIMENT, LONG_AGO).without(["try", "table"]),
        at="try",
    ),
    Case(
        "many-languages",
        find_many_languages,
        positive=spoken("bash", "awk", "perl", "python"),
        near_misses={
            "three": spoken("bash", "awk", "perl", "Perl"),
            "not stated": spoken("bash", None, None, None, None),
            "two pipelines": TWO.without(["j3"]),
        },
        remedied=spoken("python", "python", "perl", "python"),
        at="j0",
    ),
]


def test_an_experiment_that_something_critical_needs_is_an_error():
    """How bad it is depends on who depends on it."""
    found = find_prototypes_in_use(Inspection(flow(EXPERIMENT, criticality=Criticality.HIGH), TODAY))
    assert [f.severity for f in found] == [Severity.WARNING]
    page = flow(EXPERIMENT)
    high = page.with_parts([replace(page.nodes["page"], criticality=Criticality.HIGH)])
    assert {f.severity for f in find_prototypes_in_use(Inspection(high, TODAY))} == {Severity.ERROR}


def test_an_experimental_path_is_one_finding_with_what_dies_with_it():
    """Its job and table together; what only they read serves nothing without them."""
    graph = flow(EXPERIMENT, LONG_AGO).without(["other"])
    (finding,) = find_dead_experimental_paths(Inspection(graph, TODAY))
    assert finding.nodes == ("table", "try")
    assert "was last used on 2025-03-02" in finding.reason
    assert finding.reason.endswith("1 node upstream would serve nothing: raw.")


def test_a_model_of_which_nobody_says_when_it_learns_may_learn():
    """Unknown retraining is no excuse for a number."""
    assert len(find_fixed_thresholds(Inspection(filtered(made=False), TODAY))) == 1
