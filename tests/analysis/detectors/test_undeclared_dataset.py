"""Undeclared datasets: tables that only a log shows, beside those that somebody declares."""

from dataclasses import replace

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.undeclared_consumer import find_undeclared_consumers
from explorer.analysis.detectors.undeclared_dataset import RULE, find_undeclared_datasets
from explorer.analysis.inventory import answer_inventory
from explorer.domain.answers import Verdict
from explorer.domain.kinds import Evidence
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system

SEEN = {"evidence": Evidence.OBSERVED}


def scores(name="scores", evidence=Evidence.OBSERVED, clean=Evidence.DECLARED):
    """Scores, made of a declared table and read by a page."""
    return system(
        [
            node("dataset", "clean", evidence=clean),
            node("dataset", name, evidence=evidence),
            node("consumer", "page", evidence=Evidence.OBSERVED),
        ],
        [("clean", name, SEEN), (name, "page", SEEN)],
    )


CASES = [
    Case(
        RULE,
        find_undeclared_datasets,
        positive=scores(),
        near_misses={
            "declared": scores(evidence=Evidence.DECLARED),
            "nothing but a log": scores(clean=Evidence.OBSERVED),
            "a temporary name": scores("clean__dbt_tmp"),
            "derived from code": scores(evidence=Evidence.INFERRED),
        },
        remedied=scores(evidence=Evidence.DECLARED),
        at="scores",
    )
]


def test_it_is_told_with_what_it_is_made_from_and_who_reads_it():
    """Each as far as it was seen."""
    (finding,) = find_undeclared_datasets(Inspection(scores(), TODAY))
    assert finding.reason == "scores was seen, made from clean and read by page, and nobody declares it."
    graph = scores()
    graph = graph.with_parts([replace(graph.nodes["page"], evidence=Evidence.DECLARED)])
    read = graph.without(edges=[e.key for e in graph.edges_into("scores")])
    made = graph.without(edges=[e.key for e in graph.edges_from("scores")])
    reasons = [f.reason for g in (read, made) for f in find_undeclared_datasets(Inspection(g, TODAY))]
    assert reasons == [
        "scores was seen, read by page, and nobody declares it.",
        "scores was seen, made from clean, and nobody declares it.",
    ]


def test_it_is_no_undeclared_consumer_of_what_it_is_made_from():
    """A dataset does not read; one that is declared and seen to be made of more than it says is told by itself."""
    found = [f.nodes for f in find_undeclared_consumers(Inspection(scores(), TODAY))]
    assert found == [("scores", "page")]
    declared = scores(evidence=Evidence.DECLARED)
    (first, _) = find_undeclared_consumers(Inspection(declared, TODAY))
    assert first.reason == "scores is made from clean, and nobody declares it."


def test_it_hangs_together_with_something_declared_by_whatever_was_seen():
    """Read by the same undeclared page as a declared table: the page is the link. Without it, nothing is asked."""
    graph = scores()
    apart = graph.without(edges=[e.key for e in graph.edges_into("scores")])
    linked = system(list(apart.nodes.values()), [("scores", "page", SEEN), ("clean", "page", SEEN)])
    assert [f.nodes for f in find_undeclared_datasets(Inspection(linked, TODAY))] == [("scores",)]
    assert find_undeclared_datasets(Inspection(apart, TODAY)) == []


def test_the_inventory_names_it():
    """Nobody keeps track of what nobody declares."""
    graph = scores()
    page = replace(graph.nodes["page"], evidence=Evidence.DECLARED)
    graph = graph.with_parts(
        [page], [replace(e, evidence=Evidence.DECLARED) for e in graph.edges_from("scores")]
    )
    answer = answer_inventory(graph)
    assert answer.verdict is Verdict.NO
    assert "1 dataset nobody declared: scores." in [s.text for s in answer.sentences]
