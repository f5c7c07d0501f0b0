"""Unstable dependencies and mixed versions: who follows live, who holds which copy, what pinning would do."""

from dataclasses import replace

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.mixed_versions import find_mixed_versions
from explorer.analysis.detectors.unstable_dependency import find_unstable_dependencies
from explorer.domain.entities import Contract
from explorer.domain.kinds import Pin, Severity, Versioning
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system


def embedding(versioning=Versioning.SILENT, contract=None, owner="x", **live):
    """An embedding, a feature and a model that follow it, and a model that holds a frozen copy."""
    return system(
        [
            node(
                "artifact", "embedding", version="v7", versioning=versioning, contract=contract, owner=owner
            ),
            node("feature", "thumbnail", owner="x"),
            node("model", "ranker", owner="x"),
            node("model", "detector", owner="x"),
        ],
        [
            ("embedding", "thumbnail", live),
            ("thumbnail", "ranker"),
            ("embedding", "detector", {"pin": Pin.FROZEN, "version": "v6"}),
        ],
    )


def stacked(**live):
    """A model that reads the scores of another over a feature."""
    return system(
        [node("model", "a"), node("dataset", "scores"), node("feature", "score"), node("model", "b")],
        [("a", "scores"), ("scores", "score", live), ("score", "b")],
    )


PINNED = {"pin": Pin.PINNED, "version": "v7"}
OWN = stacked().without(["b"])
SAME = embedding(**PINNED)
SAME = SAME.with_parts(
    edges=[replace(e, version="v7") for e in SAME.edges_from("embedding") if e.pin is Pin.FROZEN]
)
CASES = [
    Case(
        "unstable-dependency",
        find_unstable_dependencies,
        positive=embedding(),
        near_misses={
            "announced": embedding(Versioning.ANNOUNCED),
            "not known how versioned": embedding(None),
            "pinned": embedding(**PINNED),
            "frozen": embedding(pin=Pin.FROZEN),
        },
        remedied=embedding(**PINNED),
        at="embedding",
    ),
    Case(
        "unstable-dependency",
        find_unstable_dependencies,
        positive=embedding(Versioning.IMMUTABLE, owner="elsewhere"),
        near_misses={
            "under contract": embedding(Versioning.IMMUTABLE, Contract(enforced=("schema",)), "elsewhere"),
            "owner not known": embedding(Versioning.IMMUTABLE, owner=None),
        },
        remedied=embedding(Versioning.IMMUTABLE, Contract(enforced=("schema",)), "elsewhere"),
        at="embedding",
    ),
    Case(
        "unstable-dependency",
        find_unstable_dependencies,
        positive=stacked(),
        near_misses={"its own model's": OWN, "pinned": stacked(pin=Pin.PINNED)},
        remedied=stacked(pin=Pin.PINNED),
        at="scores",
    ),
    Case(
        "mixed-versions",
        find_mixed_versions,
        positive=embedding(),
        near_misses={
            "the same version": SAME,
            "one reader": embedding().without(["thumbnail"]),
            "all live": embedding().without(["detector"]),
        },
        remedied=SAME,
        at="detector",
    ),
]


def test_it_lists_exactly_who_follows_and_who_holds_which_copy():
    """Each reader with its version."""
    (finding,) = find_unstable_dependencies(Inspection(embedding(), TODAY))
    assert finding.nodes == ("embedding", "thumbnail", "detector")
    assert finding.evidence[:2] == (
        "thumbnail follows live, as no pin is stated: version v7",
        "detector holds a frozen copy: version v6",
    )


def test_the_what_if_of_pinning_stands_beside_it():
    """What a new version reaches now, and with pins."""
    (finding,) = find_unstable_dependencies(Inspection(embedding(), TODAY))
    assert finding.evidence[-1].startswith("What if: a new version of embedding reaches 2 other nodes")
    assert finding.evidence[-1].endswith("with its readers pinned, 0 other nodes")


def test_a_copy_of_which_nobody_knows_the_version_may_be_another():
    """Not known is told, and weighs less than known to differ."""
    graph = embedding()
    (frozen,) = (e for e in graph.edges_from("embedding") if e.pin is Pin.FROZEN)
    (finding,) = find_mixed_versions(
        Inspection(graph.with_parts(edges=[replace(frozen, version=None)]), TODAY)
    )
    assert finding.severity is Severity.INFO
    assert "one that nobody states at detector" in finding.reason


def test_a_missing_pin_is_no_better_than_a_floating_one():
    """Nobody says that it is pinned."""
    known = find_unstable_dependencies(Inspection(embedding(pin=Pin.FLOATING), TODAY))
    unknown = find_unstable_dependencies(Inspection(embedding(), TODAY))
    assert [f.severity for f in known] == [f.severity for f in unknown]
