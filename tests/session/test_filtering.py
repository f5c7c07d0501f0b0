"""Filters: what is typed finds what a person would find by going through all nodes, one by one."""

from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.domain.entities import Edge, Node, Team
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Severity, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.errors import Cancelled
from explorer.language import speak
from explorer.session.filtering import (
    NOBODY,
    NodeFilter,
    Only,
    matching,
    offered,
    parse_filter,
    term,
    toggled,
)
from explorer.session.search import node_index

GRAPH = SystemGraph.of(
    (
        Node(id="wh:events", kind=NodeKind.DATASET, name="Events", owner="dp", tags=("PII", "raw")),
        Node(id="feed", kind=NodeKind.DATASET, name="Feed", subtype=Subtype.STREAM, owner="dp"),
        Node(id="ranker", kind=NodeKind.MODEL, name="Ranker", owner="recs", tags=("core",)),
        Node(id="page", kind=NodeKind.CONSUMER, name="Page", evidence=Evidence.OBSERVED),
    ),
    (
        Edge(from_id="wh:events", to_id="ranker", kind=EdgeKind.FEEDS),
        Edge(from_id="ranker", to_id="page", kind=EdgeKind.FEEDS, evidence=Evidence.INFERRED),
    ),
    teams=(Team(id="dp", name="Data platform"),),
)
FINDINGS = (
    Finding(rule="no-owner", severity=Severity.ERROR, nodes=("page",), reason="-", remedy="-"),
    Finding(rule="feedback-loop", severity=Severity.INFO, nodes=("ranker", "page"), reason="-", remedy="-"),
)


def found(text):
    return sorted(matching(GRAPH, parse_filter(text), FINDINGS))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ["feed", "page", "ranker", "wh:events"]),
        ("EV", ["wh:events"]),
        ("wh:events", ["wh:events"]),
        ("kind:model", ["ranker"]),
        ("kind:model,consumer", ["page", "ranker"]),
        ("kind:model kind:consumer", ["page", "ranker"]),
        ("kind:stream", ["feed"]),
        ("KIND:Dataset team:dp e", ["feed", "wh:events"]),
        ('team:"data platform"', ["feed", "wh:events"]),
        (f"team:{NOBODY}", ["page"]),
        ("tag:pii", ["wh:events"]),
        ("tag:pii,core", ["ranker", "wh:events"]),
        ("evidence:observed", ["page"]),
        ("evidence:inferred", ["page", "ranker"]),
        ("finding:no-owner", ["page"]),
        ("severity:info", ["page", "ranker"]),
        ("finding:no-owner severity:info", []),
        ("finding:nothing-like-it", []),
        ("kind:", ["feed", "page", "ranker", "wh:events"]),
    ],
)
def test_what_a_filter_finds(text, ids):
    """By words, kinds, teams, tags, evidence and findings; an unfinished term leaves nothing out."""
    assert found(text) == ids


VALUES = {
    "kind": ["dataset", "model", "consumer", "stream"],
    "team": ["dp", "Data platform", "recs", NOBODY],
    "tag": ["PII", "raw", "core"],
    "evidence": ["declared", "observed", "inferred"],
}


def says(node, key, value):
    """What a person sees on a node's page, written down again without regard to how filters work."""
    if key == "kind":
        return value in (node.kind.value, node.subtype and node.subtype.value)
    if key == "team":
        return value in {None: [NOBODY], "dp": ["dp", "Data platform"], "recs": ["recs"]}[node.owner]
    if key == "tag":
        return value in (node.tags or ())
    at = [e for k, e in GRAPH.edges.items() if node.id in k[:2]]
    return value in {node.evidence.value, *(e.evidence.value for e in at)}


terms = st.sampled_from([(key, value) for key, values in VALUES.items() for value in values])


@given(st.lists(terms, max_size=6, unique=True), st.sampled_from(["", "e", "rank", "zz"]))
def test_terms_of_one_key_are_alternatives_and_keys_must_all_hold(chosen, word):
    """Against every node looked at by itself; put together by choosing, one after the other."""
    text = word
    for key, value in chosen:
        text = toggled(text, key, value)
    by_key = {key: [v for k, v in chosen if k == key] for key, _ in chosen}
    expected = {
        node.id
        for node in GRAPH.nodes.values()
        if all(any(says(node, key, value) for value in values) for key, values in by_key.items())
        and word in f"{node.name} {node.id} {node.kind} {node.subtype or ''} {node.owner or ''}".lower()
    }
    assert matching(GRAPH, parse_filter(text)) == expected


@given(st.lists(terms, max_size=6, unique=True), terms)
def test_choosing_a_value_twice_leaves_the_filter_as_it_was(chosen, again):
    """Values with a space or a comma in them, too."""
    text = ""
    for key, value in chosen:
        text = toggled(text, key, value)
    assert parse_filter(toggled(toggled(text, *again), *again)) == parse_filter(text)


@given(st.text(max_size=40))
def test_every_text_is_a_filter(text):
    """Nothing that is typed, finished or not, is a fault."""
    assert matching(GRAPH, parse_filter(text)) <= GRAPH.nodes.keys()


@given(st.sampled_from(["kind", "team", "tag"]), st.text(min_size=1, max_size=20))
def test_a_term_is_read_as_it_was_meant(key, value):
    """Whatever the name of a team or a tag is."""
    bare = value.replace('"', " ").strip().lower()
    expected = NodeFilter((), {key: frozenset((bare,))}) if bare else NodeFilter()
    assert parse_filter(term(key, value)) == expected


def test_what_occurs_is_offered_with_how_often():
    """Kinds in their order; teams and tags the most frequent first; what does not occur is not offered."""
    there = offered(GRAPH, FINDINGS)
    assert there["kind"] == (("dataset", 2), ("model", 1), ("consumer", 1))
    assert there["team"][0] == ("dp", 2)
    assert (NOBODY, 1) in there["team"]
    assert there["severity"] == (("error", 1), ("info", 1))
    assert dict(offered(GRAPH)["finding"]) == {}


def test_a_search_can_be_stopped():
    """It looks now and then whether it should."""

    def stop():
        raise Cancelled

    with pytest.raises(Cancelled):
        matching(GRAPH, parse_filter("a"), check=stop)


def test_what_fits_is_told_with_how_many():
    """And where nothing fits, nothing is hidden."""
    assert (
        Only(frozenset(("feed", "gone")), "kind:stream").told(GRAPH)
        == "1 of 4 nodes fits “kind:stream”, the others are faded"
    )
    assert (
        Only(frozenset(("feed",)), "f", hides=True).told(GRAPH)
        == "1 of 4 nodes fits “f”, the others are left out"
    )
    assert not Only(frozenset(), "f", hides=True).leaves_out


class Foreign(NullTranslations):
    """A language that calls a dataset a Datensatz."""

    def pgettext(self, context, message):
        return {("NodeKind", "dataset"): "Datensatz"}.get((context, message), message)


@pytest.fixture
def foreign():
    """That language, and English again."""
    speak("de", Foreign())
    yield
    speak("en")


@pytest.mark.parametrize("word", ["datensatz", "dataset", "kind:dataset"])
def test_a_kind_is_found_by_its_word_in_the_language_that_is_spoken_too(foreign, word):
    """What is seen in the window can be typed; what stands in a manifest finds the same in every language."""
    assert matching(GRAPH, parse_filter(word)) == {"wh:events", "feed"}
    if ":" not in word:
        index = node_index(GRAPH)
        assert {index.entries[hit.row].id for hit in index.find(word, 9).best} == {"wh:events", "feed"}
