"""The metric tree as it is drawn: chips, links, gaps with their word, counts and verdicts."""

from pathlib import Path

import pytest

from explorer.analysis.success.answer import answer_success
from explorer.analysis.success.findings import find_success_gaps
from explorer.analysis.success.links import Standing
from explorer.analysis.success.metric_tree import Counts, metric_tree
from explorer.domain.answers import Verdict
from explorer.domain.assembly import assemble
from explorer.domain.kinds import Backing, Direction, Pin, Relation, Sign
from explorer.importers.manifest import read_manifest
from explorer.session.metric_trees import ask_metric_tree
from tests.analysis.success.cases import INFERRED, changed, changed_edge, sound, without_edge
from tests.analysis.success.test_findings import comparing, two_ways

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"


def drawn(chain):
    """A chain as a line of text: a gap in angle brackets, its word behind an exclamation mark."""
    text = chain.chips[0].text
    for link, chip in zip(chain.links, chain.chips[1:], strict=True):
        word = f"!{link.missing}" if link.missing else ""
        text += f" -{link.text}{word}:{link.standing}-> {f'<{chip.text}>' if chip.is_gap else chip.text}"
    return text


def only(graph):
    """The one chain of a system."""
    (chain,) = metric_tree(graph).chains
    return chain


def test_a_chain_that_holds():
    """From the model over its data and metric to the objective, every link verified."""
    chain = only(sound())
    assert drawn(chain) == (
        "ranker -shows in:verified-> events -measured as:verified-> clicks -+:verified-> retention"
    )
    assert chain.counts == Counts(verified=3)
    assert chain.verdict == "ranker is judged by clicks → retention (+); the signs agree."
    assert [chip.nodes for chip in chain.chips] == [("ranker",), ("events",), ("clicks",), ("retention",)]


@pytest.mark.parametrize(
    ("graph", "gap", "counts"),
    [
        (without_edge(sound(), "ranker", "clicks"), "success metric", Counts(0, 0, 1)),
        (without_edge(sound(), "clicks", "retention"), "objective", Counts(2, 0, 1)),
        (without_edge(sound(), "events", "clicks"), "data", Counts(1, 0, 1)),
        (without_edge(sound(), "page", "people"), "path", Counts(2, 0, 1)),
        (sound(exploration=None), "exploration", Counts(2, 0, 1)),
        (comparing().without(nodes=["deliveries"]), "outcome", Counts(2, 0, 1)),
        (sound(drives={"sign": Sign.UNSURE}), "sign", Counts(2, 1, 0)),
        (sound(drives={"sign": Sign.PLUS, "backing": Backing.ANALYSIS}), "experiment", Counts(2, 1, 0)),
        (sound(drives={"sign": Sign.MINUS, "relation": Relation.COMPONENT}), "agreement", Counts(2, 0, 1)),
        (changed(sound(), "retention", direction=None), "direction", Counts(2, 1, 0)),
        (changed_edge(sound(), "ranker", "clicks", **INFERRED), "evidence", Counts(2, 1, 0)),
        (changed_edge(sound(), "page", "people", **INFERRED), "evidence", Counts(2, 1, 0)),
        (changed_edge(sound(), "events", "clicks", pin=Pin.FROZEN), "live path", Counts(2, 1, 0)),
    ],
)
def test_a_gap_is_drawn_with_the_missing_word(graph, gap, counts):
    """One thing missing is one link that does not hold, with its word and a sentence."""
    chain = only(graph)
    missing = [link for link in chain.links if link.missing]
    assert [link.missing for link in missing] == [gap]
    assert missing[0].why.endswith(".")
    assert missing[0].standing is not Standing.VERIFIED
    assert metric_tree(graph).counts == chain.counts == counts


def test_a_chain_that_goes_wrong_as_a_whole_has_a_broken_link():
    """Directions on the way are not stated, so each link may be right; the two ways together are not."""
    graph = two_ways(Sign.MINUS, Sign.PLUS)
    graph = changed(changed(graph, "hours", direction=None), "trust", direction=None)
    chain = only(graph)
    assert chain.links[-1].missing == "agreement"
    assert "both ways" in chain.links[-1].why
    assert chain.more_ways == 1
    assert metric_tree(graph).counts.broken == 1


def test_links_that_chains_share_are_counted_once():
    """The counts are of links, not of chains, and of all ways, not of the one that is drawn."""
    graph = two_ways(Sign.PLUS, Sign.PLUS)
    tree = metric_tree(graph)
    assert tree.counts == Counts(verified=6)
    assert tree.chains[0].counts == Counts(verified=4)


def test_the_verdict_says_what_is_wrong_before_the_signs():
    """A self-fulfilling metric is not saved by signs that agree."""
    verdict = only(sound(exploration=None)).verdict
    assert verdict.startswith(
        "ranker is judged by clicks → retention (+); the signs agree; but what ranker decides"
    )


def test_against_is_told_with_directions():
    """A broken link says who goes where."""
    graph = sound(drives={"sign": Sign.MINUS, "relation": Relation.COMPONENT})
    assert only(graph).links[-1].why == (
        "When clicks goes up, retention goes down, but it is meant to go up."
    )
    turned = changed(graph, "clicks", direction=Direction.DOWN)
    assert only(turned).counts == Counts(verified=3)


def sample(name):
    """A sample system."""
    graph, _ = assemble([read_manifest((SAMPLES / name).read_text("utf-8"), name)])
    return graph


def test_the_samples():
    """Streamly's misaligned metrics are drawn as such; everything in Tidy holds."""
    tree = ask_metric_tree(sample("streamly.yaml"))
    assert [drawn(chain) for chain in tree.chains] == [
        "churn-model -shows in:verified-> churn-scores and subscriptions -measured as:verified-> churn-auc "
        "-!objective:broken-> <objective>",
        "duplicate-detector -!success metric:broken-> <success metric>",
        "ranker -shows in!exploration:broken-> play-events -measured as:verified-> clicks "
        "-+!experiment:assumed-> watch-hours -?!sign:assumed-> retention",
    ]
    assert tree.counts == Counts(verified=3, assumed=2, broken=3)
    rules = {(f.rule, f.nodes[-1]) for f in find_success_gaps(sample("streamly.yaml"))}
    assert {
        ("aligned-by-assumption", "retention"),
        ("metric-without-objective", "churn-auc"),
        ("offline-only", "churn-auc"),
        ("metric-measured-nowhere", "catalogue-coverage"),
        ("guardrail-unwatched", "catalogue-coverage"),
        ("proxy-without-guardrail", "watch-hours"),
        ("no-success-metric", "duplicate-detector"),
        ("self-fulfilling-metric", "play-events"),
    } <= rules
    assert find_success_gaps(sample("tidy.yaml")) == []
    assert answer_success(sample("tidy.yaml")).verdict is Verdict.YES
    tidy = ask_metric_tree(sample("tidy.yaml"))
    assert tidy.counts == Counts(verified=4)
    assert tidy.bounds == ()
    assert [c.model for c in tree.of_model("ranker")] == ["ranker"]
