"""The ML Test Score: computed, attested and unknown told apart; what is not known never scores."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.ml_test_score.rubric import RUBRIC, Section
from explorer.analysis.ml_test_score.sheet import Ground, ml_test_sheet, ml_test_sheets, sheet_to_plain
from explorer.domain.entities import Attestation, Contract, Importance
from explorer.domain.kinds import Access, Channel, EdgeKind, Pin, Retrain, Versioning
from tests.analysis.systems import node, system

TODAY = date(2026, 11, 20)


def attested(test, **given):
    """An attestation of last month."""
    return Attestation(test=test, at=date(2026, 10, 20), link="https://example.org/review", **given)


def good(**model):
    """A model of which everything that can be computed holds."""
    shared = {
        "access": Access.CONTROLLED,
        "contract": Contract(enforced=("schema",)),
        "versioning": Versioning.ANNOUNCED,
    }
    return system(
        [
            node("dataset", "table", **shared),
            node("feature", "f", importance=Importance(value=0.03, se=0.004), tests=("unit",)),
            node("model", "m", retrain=Retrain.SCHEDULED, **model),
            node("dataset", "train", subtype="training", **shared),
            node("dataset", "scores"),
            node("monitor", "values", detects=(Channel.VALUE, Channel.TIME)),
        ],
        [
            ("table", "f"), ("f", "m"), ("train", "m", {"kind": EdgeKind.TRAINS}), ("m", "scores"),
            ("table", "values"), ("train", "values"), ("scores", "values"),
        ],
    )  # fmt: skip


COMPUTED = {"data-1", "data-2", "data-7", "monitoring-1", "monitoring-2", "monitoring-4", "monitoring-7"}


def rows(graph, day=TODAY):
    """The rows of the one model by test."""
    return {r.test.id: r for r in ml_test_sheet(graph, "m", day).rows}


def test_there_are_four_sections_of_seven():
    """28 tests, each with an id of its own."""
    assert [sum(t.section is s for t in RUBRIC) for s in Section] == [7, 7, 7, 7]
    assert len({t.id for t in RUBRIC}) == 28


def test_what_the_graph_shows_is_computed_and_the_rest_unknown():
    """Unknown counts nothing: without an attestation the sections that only people know are 0."""
    sheet = ml_test_sheet(good(), "m", TODAY)
    assert {r.test.id for r in sheet.rows if r.ground is Ground.COMPUTED} == COMPUTED
    assert {s.value: sheet.points(s) for s in Section} == {
        "data": 3, "model": 0, "infrastructure": 0, "monitoring": 4,
    }  # fmt: skip
    assert sheet.score == 0
    assert sheet.meaning == "More of a research project than a production system."


def test_the_score_is_the_least_of_the_sections():
    """Two by hand and one automated in the weakest."""
    said = [attested(f"model-{i}") for i in range(1, 7)] + [
        attested("infrastructure-1"),
        attested("infrastructure-2", automated=True),
    ]
    sheet = ml_test_sheet(good(attested=tuple(said)), "m", TODAY)
    assert (sheet.points(Section.MODEL), sheet.points(Section.INFRASTRUCTURE), sheet.score) == (3, 1.5, 1.5)


def test_an_attestation_is_shown_with_its_day_and_link_and_ends():
    """After its own last day, or a year."""
    own = good(attested=(attested("model-1", until=date(2026, 11, 1)),))
    assert (rows(own)["model-1"].ground, rows(own)["model-1"].points) == (Ground.UNKNOWN, 0)
    assert "https://example.org/review; that is over" in rows(own)["model-1"].why
    year = good(attested=(attested("model-1"),))
    assert rows(year)["model-1"].points == 0.5
    assert rows(year, TODAY + timedelta(days=400))["model-1"].points == 0


def test_an_attestation_of_tomorrow_does_not_count_yet():
    """Nor does one of what is no test, which is named."""
    future = Attestation(test="model-1", at=TODAY + timedelta(days=1), link="x")
    sheet = ml_test_sheet(good(attested=(future, attested("model-99"))), "m", TODAY)
    assert sheet.score == 0
    assert sheet.unknown_attestations == ("model-99",)


def test_what_the_graph_contradicts_counts_nothing_whoever_attests_it():
    """Both are shown."""
    graph = good(attested=(attested("monitoring-1", automated=True),))
    silent = graph.with_parts([replace(graph.nodes["table"], versioning=Versioning.SILENT)])
    row = rows(silent)["monitoring-1"]
    assert (row.ground, row.points) == (Ground.COMPUTED, 0)
    assert "the graph contradicts it" in row.why


@pytest.mark.parametrize(
    ("change", "test", "points", "ground"),
    [
        ({"table": {"contract": Contract()}}, "data-1", 0, Ground.COMPUTED),
        ({"table": {"contract": None}}, "data-1", 0, Ground.UNKNOWN),
        ({"f": {"importance": Importance(value=0.0, se=0.001)}}, "data-2", 0, Ground.COMPUTED),
        ({"f": {"importance": None}}, "data-2", 0, Ground.UNKNOWN),
        ({"table": {"access": Access.NONE}}, "data-5", 0, Ground.COMPUTED),
        ({}, "data-5", 0, Ground.UNKNOWN),
        ({"f": {"tests": ()}}, "data-7", 0, Ground.COMPUTED),
        ({"m": {"retrain": Retrain.NEVER}}, "monitoring-4", 0, Ground.COMPUTED),
        ({"values": {"detects": (Channel.SCHEMA,)}}, "monitoring-7", 0, Ground.UNKNOWN),
        ({"values": {"detects": (Channel.SCHEMA,)}}, "monitoring-2", 1, Ground.COMPUTED),
    ],
)
def test_each_computed_test_holds_fails_or_is_open(change, test, points, ground):
    """One changed statement at a time."""
    graph = good()
    changed = graph.with_parts([replace(graph.nodes[i], **given) for i, given in change.items()])
    assert (rows(changed)[test].points, rows(changed)[test].ground) == (points, ground)


def test_training_on_whatever_is_there_cannot_be_reproduced():
    """A floating training set refutes it, a pinned one does not prove it."""
    graph = good()
    (edge,) = (e for e in graph.edges_into("m") if e.kind is EdgeKind.TRAINS)
    for pin, ground in ((Pin.FLOATING, Ground.COMPUTED), (Pin.PINNED, Ground.UNKNOWN)):
        row = rows(graph.with_parts(edges=[replace(edge, pin=pin)]))["infrastructure-1"]
        assert (row.ground, row.points) == (ground, 0)


STATED = {f.name for f in fields(type(node("model", "x")))} - {
    "id", "name", "kind", "evidence", "extra", "subtype", "retrain",
}  # fmt: skip


@given(st.sampled_from(["table", "f", "train", "m", "scores", "values"]), st.sampled_from(sorted(STATED)))
@settings(max_examples=60)
def test_taking_information_away_never_raises_a_section(node_id, attribute):
    """No section gains from forgetting."""
    graph = good(attested=(attested("model-1"),))
    poorer = graph.with_parts([replace(graph.nodes[node_id], **{attribute: None})])
    before, after = ml_test_sheet(graph, "m", TODAY), ml_test_sheet(poorer, "m", TODAY)
    assert all(after.points(s) <= before.points(s) for s in Section)


def test_every_model_has_its_sheet_as_plain_data():
    """28 tests with ground, points and reason."""
    (sheet,) = ml_test_sheets(good(), TODAY)
    plain = sheet_to_plain(sheet)
    assert plain["model"] == "m"
    assert len(plain["tests"]) == 28
    assert {t["ground"] for t in plain["tests"]} == {"computed", "unknown"}
