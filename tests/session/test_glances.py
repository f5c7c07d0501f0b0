"""A glance at a node or an edge: what it says comes from the system, its findings and the what-if alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Edge, EdgeKey, Filter, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Pin, Severity
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.session.glances import Glance, glance_at
from explorer.session.what_ifs import follow_scenario

READS = EdgeKey("events", "ranker", EdgeKind.FEEDS)
SERVES = EdgeKey("ranker", "page", EdgeKind.FEEDS)


@pytest.fixture
def graph():
    """Two datasets that a model reads, which a page reads; one edge with all that a glance tells."""
    return SystemGraph.of(
        (
            Node(id="events", kind=NodeKind.DATASET, name="Events", owner="platform"),
            Node(id="more", kind=NodeKind.DATASET, name="More"),
            Node(id="ranker", kind=NodeKind.MODEL, name="Ranker", owner="recs"),
            Node(id="page", kind=NodeKind.CONSUMER, name="Page", owner="web"),
            Node(id="alone", kind=NodeKind.UNKNOWN, name="Alone"),
        ),
        (
            Edge(
                from_id="events",
                to_id="ranker",
                kind=EdgeKind.FEEDS,
                pin=Pin.PINNED,
                version="v6",
                filter=Filter(field="confidence", op=">=", value=0.5),
                last_seen=date(2026, 9, 1),
            ),
            Edge(from_id="more", to_id="ranker", kind=EdgeKind.FEEDS),
            Edge(from_id="ranker", to_id="page", kind=EdgeKind.FEEDS, evidence=Evidence.INFERRED),
        ),
    )


def finding(severity, reason, nodes=(), edges=()):
    return Finding(rule="r", severity=severity, nodes=nodes, edges=edges, reason=reason, remedy="-")


def test_a_node_with_its_neighbours_and_its_worst_finding(graph):
    """The worst is told, the others are counted; findings about others are not."""
    found = (
        finding(Severity.INFO, "It is old.", ("ranker",)),
        finding(Severity.WARNING, "Nobody watches it.", ("ranker", "page")),
        finding(Severity.ERROR, "Something else.", ("page",)),
    )
    assert glance_at(graph, "ranker", found) == Glance(
        "Ranker",
        "model · recs",
        (
            "2 nodes directly upstream, 1 directly downstream.",
            "Warning: Nobody watches it. And 1 other finding.",
        ),
    )


def test_what_nobody_owns_or_declares_says_so(graph):
    """A ghost is declared nowhere."""
    glance = glance_at(graph, "alone")
    assert glance.second == "declared nowhere · no owner"
    assert glance.lines == ("0 nodes directly upstream, 0 directly downstream.",)


def test_a_nodes_effect_comes_with_the_first_step_of_its_way(graph):
    """Where the what-if begins, that is said; what it does not touch is not affected."""
    scenario = Scenario(name="", changes=(HypotheticalChange(kind=ChangeKind.RETIRE, node="events"),))
    what_if = follow_scenario(graph, scenario)
    told = glance_at(graph, "page", (), what_if).lines
    assert told[2].startswith("In this what-if: ")
    assert "Events" in told[3]
    assert "the first of 2 steps" in told[3]
    assert "This is where the what-if begins." in glance_at(graph, "events", (), what_if).lines
    assert "Not affected by this what-if." in glance_at(graph, "more", (), what_if).lines


def test_an_edge_with_its_filter_its_version_and_when_it_was_seen(graph):
    """A declaration that a log confirms says so."""
    found = (finding(Severity.ERROR, "It is not allowed.", edges=(READS,)),)
    assert glance_at(graph, READS, found) == Glance(
        "Events → Ranker",
        "feeds · declared, and seen in a log",
        (
            "filter: confidence ≥ 0.5",
            "pin: pinned",
            "version: v6",
            "last seen: 2026-09-01",
            "Error: It is not allowed.",
        ),
    )


def test_an_edge_that_no_log_shows_says_so(graph):
    """And how it is known instead."""
    glance = glance_at(graph, SERVES)
    assert glance.second == "feeds · inferred"
    assert glance.lines == ("No log shows when it was last used.",)


def test_there_is_no_glance_at_what_is_not_there(graph):
    """Such as what another system had."""
    assert glance_at(graph, "gone") is None
    assert glance_at(graph, EdgeKey("page", "events", EdgeKind.FEEDS)) is None


def test_it_is_read_aloud_as_sentences(graph):
    """Each line ends as a sentence does, once."""
    assert glance_at(graph, "more").text == (
        "More. dataset · no owner. 0 nodes directly upstream, 1 directly downstream. "
        "In all, 0 upstream and 2 downstream."
    )


@given(st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=14))
def test_the_numbers_are_of_neighbours_and_of_all_that_is_reached(pairs):
    """Against walking step by step, rounds included; all are told of only where they are more."""
    graph = SystemGraph.of(
        nodes=[Node(id=f"n{i}", name=f"n{i}", kind=NodeKind.DATASET) for i in range(7)],
        edges=[Edge(from_id=f"n{a}", to_id=f"n{b}", kind=EdgeKind.FEEDS) for a, b in pairs],
    )

    def others(steps):
        near, seen = {b for a, b in steps if a == 0} - {0}, {0}
        ahead = set(near)
        while ahead:
            seen |= ahead
            ahead = {b for a, b in steps if a in ahead} - seen
        return len(near), len(seen) - 1

    (near_up, up), (near_down, down) = others({(b, a) for a, b in pairs}), others(pairs)
    nodes = f"{near_up} node{'' if near_up == 1 else 's'}"
    expected = [f"{nodes} directly upstream, {near_down} directly downstream."]
    if (up, down) != (near_up, near_down):
        expected.append(f"In all, {up} upstream and {down} downstream.")
    assert list(glance_at(graph, "n0").lines) == expected
