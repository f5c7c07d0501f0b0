"""What a manifest changes and removes: laid over what others say, and every fault with its line."""

import pytest

from explorer.domain.assembly import assemble
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Subtype
from explorer.importers.manifest import read_manifest

SHOP = """\
ripplemap: 1
datasets:
  clicks: {owner: web, freshness: 1h, subtype: stream, inputs: [scanner]}
models:
  ranker: {inputs: [{from: clicks, tolerance: 2h, fallback: cached}, features], version: 3}
consumers:
  page: {inputs: [ranker]}
"""


def read(*texts):
    """The system of these manifests, and what was wrong with them."""
    parts = [read_manifest(f"ripplemap: 1\n{text}", f"{n}.yaml") for n, text in enumerate(texts)]
    return assemble([read_manifest(SHOP, "shop.yaml"), *parts])


def test_only_what_is_said_is_changed():
    """Values take the place of others, `unknown` and null take them away, the rest stays; it is no disagreement."""
    graph, problems = read(
        "changed: {datasets: {clicks: {owner: data, freshness: unknown, subtype: null, name: Clicks}},\n"
        "  models: {ranker: {inputs: [{from: clicks, tolerance: unknown, pin: frozen}]}}}"
    )
    clicks = graph.nodes["clicks"]
    edge = graph.edges["clicks", "ranker", EdgeKind.FEEDS]
    assert (clicks.owner, clicks.freshness, clicks.subtype, clicks.name) == ("data", None, None, "Clicks")
    assert (edge.tolerance, str(edge.fallback), str(edge.pin)) == (None, "cached", "frozen")
    assert graph.nodes["ranker"].version == "3"
    assert str(clicks.source) == "shop.yaml:3"
    assert [p.message[:28] for p in problems] == [
        "Nothing declares “features”.",
        "Nothing declares “scanner”. ",
    ]


def test_what_decides_a_disagreement_ends_it():
    """Two files disagree, a third decides: that is no problem any more."""
    _, disagreeing = read("datasets: {clicks: {owner: data}}")
    graph, problems = read(
        "datasets: {clicks: {owner: data}}", "changed: {datasets: {clicks: {owner: platform}}}"
    )
    assert any("counts as unknown until they agree" in p.message for p in disagreeing)
    assert graph.nodes["clicks"].owner == "platform"
    assert not any("until they agree" in p.message for p in problems)


def test_what_was_only_named_can_be_declared():
    """Its edges are then as if its own source had declared it: of the kinds that their ends suggest, and declared."""
    graph, problems = read(
        "changed: {producers: {scanner: {owner: web}}}\nremoved: [{from: features, to: ranker}]"
    )
    edge = graph.edges["scanner", "clicks", EdgeKind.PRODUCES]
    assert (graph.nodes["scanner"].kind, edge.evidence) == (NodeKind.PRODUCER, Evidence.DECLARED)
    declared, _ = read("producers: {scanner: {owner: web}}", "removed: [{from: features, to: ranker}]")
    assert graph.edges == declared.edges
    assert "features" not in graph.nodes
    assert problems == []


def test_a_part_that_is_removed_takes_its_edges_along():
    """And what only they named."""
    graph, _ = read("removed:\n- ranker\n")
    assert sorted(graph.nodes) == ["clicks", "page", "scanner"]
    assert [k[:2] for k in graph.edges] == [("scanner", "clicks")]


def test_a_part_can_become_one_of_another_kind():
    """It keeps what both kinds can say."""
    graph, _ = read("changed: {consumers: {clicks: {subtype: dashboard}}}")
    clicks = graph.nodes["clicks"]
    assert (clicks.kind, clicks.subtype, clicks.owner) == (NodeKind.CONSUMER, Subtype.DASHBOARD, "web")
    assert clicks.freshness is None


def test_edges_whose_ends_nothing_declares_stand_by_themselves():
    """They have no entry to stand in."""
    graph, problems = read("changed: {edges: [{from: scanner, to: features, confidence: 0.5}]}")
    assert graph.edges["scanner", "features", EdgeKind.FEEDS].confidence == 0.5
    assert not any("0.yaml" in str(p) for p in problems)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "changed: {datasets: {click: {owner: x}}}",
            "0.yaml:2: error: changed names “click”, which nothing else declares. Did you mean “clicks”?",
        ),
        (
            "removed:\n- page\n- pages",
            "0.yaml:4: error: removed names “pages”, which nothing else declares. Did you mean “page”?",
        ),
        (
            "removed:\n- {from: clicks, to: page}",
            "0.yaml:3: error: removed names an edge clicks → page, which nothing else states.",
        ),
        (
            "removed: [{from: clicks, to: ranker, kind: trains}]",
            "0.yaml:2: error: removed names an edge clicks → ranker (trains), which nothing else states.",
        ),
        (
            "removed: [{from: clicks}]",
            "0.yaml:2: error: A removed edge must say where it leads: to is missing.",
        ),
        ("removed: [[a]]", "0.yaml:2: error: Each of removed must be an id, or an edge: {from: …, to: …}."),
        ("removed: [{from: a, to: b, kin: c}]", "“kin”. Did you mean “kind”?"),
        ("removed: [{from: clicks, to: ranker, kind: eats}]", "A removed edge: kind must be one of"),
        ("changed: [clicks]", "0.yaml:2: error: changed holds sections, such as changed: {datasets: {…}}."),
        ("changed: {dataset: {}}", "changed: the section “dataset” is not known. Did you mean “datasets”?"),
        ("changed: {datasets: [a]}", "datasets must map each id to its attributes."),
        ("changed: {datasets: {clicks: 3}}", "“clicks” must be a mapping of attributes"),
        ("changed: {datasets: {clicks: {freshness: soon}}}", "“clicks”: freshness must be a duration"),
        ("changed: {edges: {a: b}}", "edges is a list, such as edges: [{from: …, to: …}]."),
        ("changed: {edges: [{from: a}]}", "Each of edges must say from and to."),
    ],
)
def test_a_fault_is_told_with_its_line(text, told):
    """What is amended and is not there, or cannot be read."""
    graph, problems = read(text)
    assert any(told in str(p) for p in problems), [str(p) for p in problems]
    assert graph.nodes["clicks"].freshness is not None


def test_nothing_said_is_no_fault():
    """Null says nothing here either."""
    assert [str(p) for p in read("changed:\nremoved:")[1]] == [str(p) for p in read("jobs:")[1]]
    assert read("changed: {datasets: }")[0] == read("jobs:")[0]
