"""The next check: what tells most for its cost, and how soon one fault in a large system is found."""

from itertools import pairwise
from math import ceil, log2
from statistics import median

from explorer.analysis.localisation.marks import sightings
from explorer.analysis.localisation.next_check import next_checks
from explorer.analysis.localisation.ranking import rank
from tests.analysis.localisation.generated import generated, incident
from tests.analysis.localisation.searching import by_our_checks, by_walking_upstream
from tests.analysis.systems import node, system


def row(count, **attributes):
    """A chain of services, each reading the one before."""
    names = [f"s{i}" for i in range(count)]
    return system([node("consumer", n, owner="team", **attributes.get(n, {})) for n in names],
                  list(pairwise(names)))  # fmt: skip


def test_in_a_chain_the_first_check_is_near_the_middle():
    """Half of the suspects lie before it."""
    check = next_checks(rank(row(16), sightings(["s15"])))[0]
    assert check.id in {"s6", "s7", "s8"}
    assert check.information_bits > 0.5


def test_what_is_marked_is_not_suggested_again():
    """Neither as bad nor as good."""
    ranking = rank(row(8), sightings(["s7"], ["s3"]))
    assert {"s7", "s3"}.isdisjoint(c.id for c in next_checks(ranking))


def test_what_nobody_can_look_at_is_not_suggested():
    """The world and objectives give no reading."""
    graph = system(
        [
            node("world", "users"),
            node("dataset", "clicks"),
            node("metric", "rate"),
            node("objective", "growth"),
        ],
        [("users", "clicks"), ("clicks", "rate"), ("rate", "growth")],
    )
    assert {"users", "growth"}.isdisjoint(c.id for c in next_checks(rank(graph, sightings(["rate"]))))


def test_a_watched_node_is_cheaper_and_one_without_an_owner_dearer():
    """Of two checks that tell the same the cheaper one comes first."""
    nodes = [node("dataset", n, owner=None if n == "a" else "team") for n in ("a", "b", "c")]
    nodes += [node("consumer", "page", owner="team"), node("monitor", "m", owner="team")]
    graph = system(nodes, [("a", "page"), ("b", "page"), ("c", "page"), ("c", "m", {"kind": "watches"})])
    checks = next_checks(rank(graph, sightings(["page"])))
    assert [c.id for c in checks] == ["c", "b", "a"]
    assert checks[0].monitors == ("m",)


def test_one_fault_among_500_nodes_is_found_in_little_more_than_the_bits_it_takes():
    """Median over seeded incidents: at most ⌈log₂ suspects⌉ + 2 checks, and fewer than by walking upstream."""
    over, ours, walked, found = [], [], [], 0
    for seed in range(12):
        one = incident(generated(500, seed // 6), seed)
        suspects = len(rank(one.graph, sightings(one.noticed)).suspects)
        search = by_our_checks(one)
        found += search.found == one.fault.node
        over.append(search.checks - ceil(log2(suspects)))
        ours.append(search.checks)
        walked.append(by_walking_upstream(one).checks)
    assert median(over) <= 2
    assert median(ours) < median(walked)
    assert found >= 11
