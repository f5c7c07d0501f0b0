"""Suspects: paths, priors, exoneration, several faults, monitors as marks, onset times."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from explorer.analysis.localisation.evidence import Ways, cleared
from explorer.analysis.localisation.marks import BAD, GOOD, Mark, Sightings, sightings
from explorer.analysis.localisation.ranking import rank
from explorer.domain.kinds import Channel, Evidence, Versioning
from explorer.errors import UsageError
from tests.analysis.systems import node, system


def chain(**changes):
    """events → table → features (two) → model → scores → two pages; another branch with a report of its own."""
    nodes = [
        node("producer", "app"),
        node("dataset", "events"),
        node("job", "join"),
        node("dataset", "table"),
        node("feature", "f1"),
        node("feature", "f2"),
        node("model", "model"),
        node("consumer", "page"),
        node("consumer", "report"),
        node("dataset", "prices"),
    ]
    nodes = [replace(n, **changes.get(n.id, {})) for n in nodes]
    arrows = [
        ("app", "events"), ("events", "join"), ("join", "table"), ("table", "f1"), ("table", "f2"), ("f1", "model"),
        ("f2", "model"), ("model", "page"), ("table", "report"), ("prices", "f2"),
    ]  # fmt: skip
    return system(nodes, arrows)


def by_id(ranking):
    """The suspects' probabilities."""
    return {s.id: s.probability for s in ranking.suspects}


def test_everything_with_a_path_to_the_symptom_is_a_suspect_and_nothing_else():
    """One symptom: the suspects are its ancestors and itself, and their probabilities add up to 1."""
    ranking = rank(chain(), sightings(["page"]))
    assert set(by_id(ranking)) == {"app", "events", "join", "table", "f1", "f2", "model", "page", "prices"}
    assert sum(by_id(ranking).values()) == pytest.approx(1.0)


def test_what_explains_both_symptoms_comes_before_what_explains_one():
    """The common cause of two symptoms is upstream of both."""
    ranking = rank(chain(), sightings(["page", "report"]))
    first = ranking.suspects[0]
    assert first.id in {"app", "events", "join", "table"}
    assert set(first.explains) == {"page", "report"}
    assert by_id(ranking)["f1"] < by_id(ranking)["table"] / 5


def test_no_suspect_is_without_a_path_to_each_symptom_it_explains():
    """Each path begins at the suspect, ends at the symptom, and hangs together."""
    ranking = rank(chain(), sightings(["page", "report"], ["f1"]))
    ways = Ways(ranking)
    for suspect in ranking.suspects:
        found = ways.of(suspect)
        assert [w.symptom for w in found] == list(suspect.explains)
        for way in found:
            at = suspect.id
            for step in way.steps:
                assert step.edge.from_id == at
                at = step.edge.to_id
            assert at == way.symptom


def test_a_healthy_node_clears_what_had_to_pass_it_and_says_so():
    """The table is fine, so it and all before it are cleared, with the reason."""
    ranking = rank(chain(), sightings(["page"], ["table"]))
    assert set(by_id(ranking)) == {"f1", "f2", "model", "page", "prices"}
    reasons = {c.id: c for c in cleared(ranking, 20)}
    assert set(reasons) == {"app", "events", "join", "table"}
    assert reasons["table"].reason == "table was seen to be healthy."
    assert reasons["events"].by == ("table",)
    assert "table" in reasons["events"].reason


def test_a_healthy_reader_speaks_against_what_would_surely_have_hit_it():
    """The report reads the table, too, and is fine."""
    with_report, without = rank(chain(), sightings(["page"], ["report"])), rank(chain(), sightings(["page"]))
    assert by_id(with_report).get("table", 0.0) < by_id(without)["table"]
    assert by_id(with_report)["f1"] > by_id(without)["f1"]


def test_an_unsure_mark_speaks_more_softly():
    """A monitor's reading of 0.3 clears nobody, and moves what a person's word would move further."""

    def at(degree):
        return by_id(rank(chain(), sightings(["page"]).with_mark(Mark(node="report", degree=degree))))

    assert at(GOOD).get("join", 0.0) < at(0.3)["join"] < at(0.5)["join"]
    assert at(0.5)["join"] == pytest.approx(by_id(rank(chain(), sightings(["page"])))["join"])


def test_what_changed_lately_or_changes_silently_is_suspected_first():
    """The prior is raised, and the reason is told."""
    ranking = rank(chain(f1={"versioning": Versioning.SILENT}), sightings(["page"], changed=["prices"]))
    first, second = ranking.suspects[:2]
    assert (first.id, first.reasons) == ("prices", ("it changed lately",))
    assert (second.id, second.reasons) == ("f1", ("new versions of it come without notice",))


def test_a_reader_that_a_log_shows_since_yesterday_changed_lately():
    """What an observed edge first shows shortly before the day of the system is a change."""
    graph = chain()
    edge = replace(
        next(e for e in graph.edges_into("f2") if e.from_id == "prices"), first_seen=date(2026, 11, 19)
    )
    graph = replace(graph.with_parts(edges=[edge]), as_of=date(2026, 11, 20))
    first = rank(graph, sightings(["page"])).suspects[0]
    assert (first.id, first.reasons) == ("f2", ("it reads prices since 2026-11-19",))


def test_two_symptoms_without_a_common_cause_are_two_faults():
    """The sets of nodes that explain both hold one cause of each."""
    graph = system([node("dataset", "a"), node("dataset", "b"), node("consumer", "x"), node("consumer", "y")],
                   [("a", "x"), ("b", "y")])  # fmt: skip
    ranking = rank(graph, sightings(["x", "y"]))
    sets = [frozenset(graph.arrays.ids[i] for i in s.nodes) for s in ranking.fault_sets]
    assert set(sets) == {frozenset(s) for s in (("a", "b"), ("a", "y"), ("b", "x"), ("x", "y"))}
    assert sum(s.probability for s in ranking.fault_sets) > 0.5


def test_four_separate_symptoms_are_more_than_three_causes_explain():
    """The sets explain as many as three can."""
    names = [f"{part}{i}" for i in range(4) for part in "ax"]
    graph = system([node("dataset", n) for n in names], [(f"a{i}", f"x{i}") for i in range(4)])
    ranking = rank(graph, sightings([f"x{i}" for i in range(4)]))
    assert {len(s.nodes) for s in ranking.fault_sets} == {3}


def test_an_alarm_points_to_what_the_monitor_watches():
    """A monitor marked as bad is explained by what made the watched node bad, or by a false alarm."""
    graph = system(
        [node("dataset", "a"), node("dataset", "b"), node("monitor", "m", detects=(Channel.VALUE,))],
        [("a", "b"), ("b", "m", {"kind": "watches"})],
    )
    ranking = rank(graph, sightings(["m"]))
    assert set(by_id(ranking)) == {"a", "b", "m"}
    kinds = {c.kind.value for c in ranking.changes if c.node == "b"}
    assert "outage" not in kinds
    assert "corrupt" in kinds


def test_a_silent_monitor_clears_only_in_the_channels_it_is_said_to_detect():
    """Nobody says what it detects, or the watching is only inferred: then its silence says nothing."""

    def table(detects, evidence=Evidence.DECLARED):
        watching = {"kind": "watches", "evidence": evidence}
        graph = chain().with_parts(nodes=[node("monitor", "m", detects=detects)])
        graph = graph.with_parts(
            edges=system([graph.nodes["table"], graph.nodes["m"]], [("table", "m", watching)]).edges.values()
        )
        return by_id(rank(graph, sightings(["page"], ["m"])))["table"]

    nothing = by_id(rank(chain(), sightings(["page"])))["table"]
    assert table(None) == pytest.approx(nothing)
    assert table((Channel.VALUE,), Evidence.INFERRED) == pytest.approx(nothing)
    assert table((Channel.VALUE,)) < nothing


def test_a_mark_may_name_the_channel():
    """A page that is only late is not explained by a wrong value."""
    graph = chain()
    seen = Sightings((Mark(node="page", degree=BAD, channel=Channel.TIME),))
    assert {c.kind.value for c in rank(graph, seen).changes} <= {"delay", "outage", "degrade", "schema-break"}


def test_what_went_bad_after_a_symptom_did_not_cause_it():
    """Onset times order what the graph cannot."""
    early, late = datetime(2026, 11, 20, 9, tzinfo=UTC), datetime(2026, 11, 20, 12, tzinfo=UTC)
    marks = (Mark(node="page", degree=BAD, since=early), Mark(node="table", degree=BAD, since=late))
    ranking = rank(chain(), Sightings(marks))
    assert "page" not in next(s for s in ranking.suspects if s.id == "table").explains


def test_what_makes_no_sense_is_refused():
    """No symptom, an unknown node, one node marked as both."""
    graph = chain()
    with pytest.raises(UsageError, match="Nothing is marked as bad"):
        rank(graph, sightings([], ["table"]))
    with pytest.raises(UsageError, match="There is no node “nowhere”"):
        rank(graph, sightings(["nowhere"]))
    with pytest.raises(UsageError, match="as bad and as good"):
        rank(graph, sightings(["page"], ["page"]))


def test_services_that_call_each_other_are_nodes_like_any_other():
    """Consumers that feed consumers: the shared one explains both."""
    names = ("db", "cart", "orders", "front")
    graph = system([node("consumer", n) for n in names],
                   [("db", "cart"), ("db", "orders"), ("cart", "front"), ("orders", "front")])  # fmt: skip
    assert rank(graph, sightings(["front", "cart", "orders"])).suspects[0].id == "db"
