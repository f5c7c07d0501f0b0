"""A glance at a closed team and at a bundle: what is in them, counted by hand."""

from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Severity
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.drawing.folded import NO_OWNER, Folding, area_of, card_of
from explorer.drawing.theme import LIGHT
from explorer.session.glances import glance_at
from explorer.session.team_glances import glance_at_drawn
from explorer.session.views import view_of
from explorer.session.what_ifs import follow_scenario
from tests.drawing.systems import streamly


def closed(*teams):
    """The sample with these teams closed, and its picture."""
    graph = streamly()
    return graph, view_of(graph, {}, folding=Folding(frozenset(teams))).picture(LIGHT)


def finding(severity, nodes=(), edges=()):
    """What somebody found about these."""
    return Finding(
        rule="r",
        variant="v",
        severity=severity,
        nodes=nodes,
        edges=edges,
        reason=f"It is {severity}.",
        remedy="Mend it.",
    )


def test_a_closed_team_says_what_is_in_it():
    """Kinds, edges inside, to it and from it, and the worst finding, each as counted node by node."""
    graph, picture = closed("growth")
    mine = {i for i, node in graph.nodes.items() if area_of(node) == "growth"}
    found = [finding(Severity.INFO, tuple(mine)[:1]), finding(Severity.ERROR, tuple(mine)[1:2])]
    glance = glance_at_drawn(picture, graph, card_of("growth"), found)
    assert (glance.title, glance.second) == ("growth", "closed team · 2 nodes")
    assert glance.lines[0] == "1 metric and 1 objective."
    for line, word, is_counted in (
        (1, "Inside", lambda k: k.from_id in mine and k.to_id in mine),
        (2, "To it", lambda k: k.from_id not in mine and k.to_id in mine),
        (3, "From it", lambda k: k.from_id in mine and k.to_id not in mine),
    ):
        count = sum(map(is_counted, graph.edges))
        assert glance.lines[line].startswith(f"{word}, {count} edge")
    assert glance.lines[4].startswith("Error: It is error.")
    assert glance.lines[4].endswith("And 1 other finding.")


def test_a_closed_team_says_how_much_of_it_a_what_if_affects():
    """And how badly; one that is not touched says so."""
    graph, picture = closed("recs", "growth")
    change = HypotheticalChange(kind=ChangeKind.OUTAGE, node="sessions")
    answer = follow_scenario(graph, Scenario(name="w", changes=(change,)))
    mine = {i for i, node in graph.nodes.items() if area_of(node) == "recs"}
    hit = len(mine & answer.impact.by_id.keys())
    glance = glance_at_drawn(picture, graph, card_of("recs"), what_if=answer)
    assert glance.lines[-1] == f"In this what-if: {hit} of {len(mine)} nodes affected, at worst breaks."


def test_a_bundle_says_how_many_edges_of_which_kinds_it_stands_for():
    """And on what evidence; one that stands for one edge says what that says."""
    graph, picture = closed("platform", "recs")
    key = next(k for k in picture.bundles if k[:2] == (card_of("platform"), card_of("recs")))
    inner = picture.bundles[key]
    assert len(inner) == 2
    glance = glance_at_drawn(picture, graph, key, [finding(Severity.WARNING, edges=inner[:1])])
    assert (glance.title, glance.second) == ("platform → recs", "2 edges as one line")
    assert glance.lines == ("1 feeds and 1 measures.", "2 declared.", "Warning: It is warning.")
    single, (edge,) = next((k, keys) for k, keys in picture.bundles.items() if len(keys) == 1)
    assert glance_at_drawn(picture, graph, single) == glance_at(graph, edge)


def test_what_stands_by_itself_is_told_as_ever():
    """A node, an edge, and what is not there; what nobody owns is no team."""
    graph, picture = closed("growth")
    assert glance_at_drawn(picture, graph, "ranker") == glance_at(graph, "ranker")
    assert glance_at_drawn(picture, graph, EdgeKey("a", "b", EdgeKind.FEEDS)) is None
    loose = graph.with_parts([])
    picture = view_of(loose, {}, folding=Folding(frozenset({NO_OWNER}))).picture(LIGHT)
    glance = glance_at_drawn(picture, loose, card_of(NO_OWNER))
    assert glance is None or glance.second.startswith("no team · ")
