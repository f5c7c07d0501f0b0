"""Question 3: coverage that nothing absent can raise, undeclared consumers, ghosts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.coverage import coverage
from explorer.analysis.inventory import answer_inventory
from explorer.domain.answers import Sureness, Verdict
from explorer.domain.entities import Contract, Node
from explorer.domain.kinds import Access, Evidence, NodeKind
from explorer.domain.system_graph import SystemGraph
from tests.analysis.systems import node, system

SEEN = date(2026, 11, 1)
DAY = timedelta(days=1)


def known(**edge) -> SystemGraph:
    """One dataset and one reader of whom everything is known."""
    return system(
        [
            node(
                "dataset",
                "scores",
                owner="recs",
                access=Access.CONTROLLED,
                contract=Contract(),
                freshness=DAY,
            ),
            node("consumer", "page", owner="web"),
        ],
        [("scores", "page", {"last_seen": SEEN, **edge})],
    )


def test_everything_known_and_seen_is_a_yes():
    """Owned, controlled, declared and seen in a log."""
    answer = answer_inventory(known())
    assert answer.verdict is Verdict.YES
    assert answer.missing == ()


def test_every_dimension_is_told_and_the_weakest_first():
    """Where the registry is not complete in what the verdict does not rest on, it is a yes with a named gap."""
    graph = known()
    graph = graph.with_parts(nodes=[replace(graph.nodes["scores"], contract=None)])
    answer = answer_inventory(graph)
    assert answer.verdict is Verdict.YES
    first, *others = answer.sentences
    assert first.text == "Weakest: contracts: 0 of 1 known; of 1 nobody knows."
    assert (first.nodes, first.sureness) == (("scores",), Sureness.UNKNOWN)
    assert [s.text.partition(":")[0] for s in others] == [
        "owners",
        "access",
        "confirmed readers",
        "freshness",
    ]
    assert [(m.field, m.nodes) for m in answer.missing] == [("contract", ("scores",))]


def test_an_undeclared_reader_is_a_no_and_is_named():
    """What a log shows and nobody declares is named."""
    graph = known(evidence=Evidence.OBSERVED, count=139)
    answer = answer_inventory(graph)
    assert answer.verdict is Verdict.NO
    assert any(s.nodes == ("page",) and s.sureness is Sureness.OBSERVED for s in answer.sentences)


def test_without_a_log_silence_proves_nothing():
    """No reader is confirmed, and the answer says why."""
    answer = answer_inventory(known(last_seen=None))
    assert answer.verdict is Verdict.PARTLY
    assert answer.sentences[0].text.startswith("Weakest: confirmed readers: 0 of 1 known; no log")
    assert answer.sentences[0].sureness is Sureness.UNKNOWN


def test_a_ghost_is_a_no_and_is_named():
    """What an edge names and nothing declares."""
    ghost = Node(id="gone", kind=NodeKind.UNKNOWN, name="gone", evidence=Evidence.INFERRED)
    graph = system([ghost, node("consumer", "page", owner="web")], [("gone", "page")])
    assert answer_inventory(graph).verdict is Verdict.NO
    assert answer_inventory(graph).sentences[1].text == "1 node named but declared nowhere: gone."


def test_an_empty_system_cannot_be_told():
    """Nothing known is not everything known."""
    assert answer_inventory(SystemGraph()).verdict is Verdict.CANNOT_TELL


@given(st.sampled_from(["producer", "dataset", "job", "feature", "model", "consumer", "artifact", "metric"]))
def test_adding_a_node_of_which_nothing_is_stated_raises_no_share(kind):
    """A bare node is not coverage."""
    graph = known(last_seen=None)
    before = {c.dimension: c.share for c in coverage(graph)}
    for share in coverage(graph.with_parts(nodes=[node(kind, "new")])):
        assert share.share <= before[share.dimension]


@given(st.sets(st.sampled_from(["owner", "access", "last_seen"])))
def test_taking_information_away_raises_no_share_and_no_verdict(gone):
    """Coverage and verdict only fall."""
    graph = known(**({"last_seen": None} if "last_seen" in gone else {}))
    attributes = dict.fromkeys(gone - {"last_seen"})
    poorer = graph.with_parts(nodes=[replace(graph.nodes["scores"], **attributes)])
    full = {c.dimension: c.share for c in coverage(known())}
    assert all(c.share <= full[c.dimension] for c in coverage(poorer))
    assert (answer_inventory(poorer).verdict is Verdict.YES) == (not gone)
