"""One field may be at fault by itself: a healthy reader of other fields clears nobody."""

from explorer.analysis.localisation import field_hypotheses
from explorer.analysis.localisation.field_hypotheses import field_changes, named_fields
from explorer.analysis.localisation.marks import sightings
from explorer.analysis.localisation.ranking import rank
from explorer.domain.entities import Filter
from tests.analysis.systems import node, system


def readers(page_fields, report_fields):
    """A table that two pages read."""
    return system(
        [node("dataset", "table"), node("consumer", "page"), node("consumer", "report")],
        [("table", "page", {"fields": page_fields}), ("table", "report", {"fields": report_fields})],
    )


def price(graph, *good):
    """How likely a fault of the prices alone is the cause of a bad page."""
    ranking = rank(graph, sightings(["page"], good))
    of_hypotheses = zip(ranking.changes, ranking.posterior.of_hypotheses.tolist(), strict=True)
    return sum(probability for change, probability in of_hypotheses if change.field == "price")


def test_a_healthy_reader_of_another_field_clears_only_the_field_it_reads():
    """The report is fine: if it reads the titles, the prices are suspected the more; if the prices, hardly at all."""
    assert price(readers(("price",), ("title",)), "report") > price(readers(("price",), ("title",)))
    assert price(readers(("price",), ("price",)), "report") < price(readers(("price",), ("price",))) / 3


def test_the_fields_of_a_node_are_those_that_somebody_names():
    """By reading, filtering, or writing a column from them."""
    graph = system(
        [node("dataset", "a"), node("consumer", "b"), node("dataset", "c")],
        [
            ("a", "b", {"fields": ("x",), "filter": Filter(field="score", op=">=", value=0.5)}),
            ("a", "c", {"columns": {"total": ("y", "z")}}),
        ],
    )
    assert named_fields(graph, "a") == ("score", "x", "y", "z")
    assert named_fields(graph, "b") == ()


def test_the_fields_of_the_nearest_come_first_and_what_is_left_out_is_named(monkeypatch):
    """A node has all of its own or none, and the answer counts those left out."""
    graph = readers(("a", "b"), ("c",))
    monkeypatch.setattr(field_hypotheses, "MOST_FIELDS", 8)
    assert field_changes(graph, ["page", "table"]) == ((), 9)
    assert any("9 hypotheses about fields" in bound for bound in rank(graph, sightings(["page"])).bounds)
