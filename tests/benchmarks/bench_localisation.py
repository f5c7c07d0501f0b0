"""Finding faults: how soon and how high beside what people do without help, and how the time grows with the size.

Run by hand: `python tests/benchmarks/bench_localisation.py [INCIDENTS]`. Everything is generated and seeded: two runs
differ only in their times. Generated incidents follow the same table as our predictions do, with chance where it
says "possible": they compare orders of looking at things, and say nothing of how the real world breaks.
"""

import random
import sys
import time
from math import ceil, log2
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from explorer.analysis.localisation.baselines import most_anomalous_first, nearest_upstream_first
from explorer.analysis.localisation.located import locate
from explorer.analysis.localisation.marks import Mark, Sightings, calibrated, sightings
from explorer.analysis.localisation.next_check import next_checks
from explorer.analysis.localisation.ranking import rank
from tests.analysis.localisation.generated import Incident, generated, incident
from tests.analysis.localisation.searching import by_our_checks, by_walking_upstream, down_the_list

NODES = 500
MONITORED = 0.4
"""The part of the nodes that have a monitor."""


def readings(one: Incident, seed: int) -> Sightings:
    """What noisy monitors at some nodes say: each has its own usual spread, and moves by a few of it where it is bad.

    A fault is seen less where it is than further on, as often as not: the worst reading need not be the cause.
    """
    rng = random.Random(seed)  # noqa: S311 - chance, not a secret
    seen = sightings(one.noticed)
    for node in one.graph.nodes:
        if rng.random() < MONITORED and node not in one.noticed:
            spread = rng.uniform(0.5, 20)
            usual = [rng.gauss(100, spread) for _ in range(30)]
            moved = rng.uniform(1.5, 8) if node in one.bad else 0.0
            degree = calibrated([rng.gauss(100 + moved * spread, spread)], usual)
            seen = seen.with_mark(Mark(node=node, degree=degree))
    return seen


def compare_checks(incidents: int) -> None:
    """How many nodes are looked at until the cause is found."""
    print(f"Checks until one fault among {NODES} nodes is found, {incidents} incidents, marks of people")
    print(
        f"{'symptoms':>9}{'suspects':>10}{'log2':>6}{'ours':>7}{'found':>7}{'walking':>9}{'found':>7}{'nearest':>9}"
    )
    for symptoms in (1, 3):
        ours, walks, lists, suspects, found, walked = [], [], [], [], 0, 0
        for seed in range(incidents):
            one = incident(generated(NODES, seed // 10), seed, symptoms)
            suspects.append(len(rank(one.graph, sightings(one.noticed)).suspects))
            search, walk = by_our_checks(one), by_walking_upstream(one)
            ours.append(search.checks)
            walks.append(walk.checks)
            found += search.found == one.fault.node
            walked += walk.found == one.fault.node
            order = [
                i for i in nearest_upstream_first(one.graph, sightings(one.noticed)) if i not in one.noticed
            ]
            lists.append(down_the_list(one, order).checks)
        print(
            f"{symptoms:>9}{median(suspects):>10.0f}{ceil(log2(median(suspects))):>6}{median(ours):>7.1f}"
            f"{found / incidents:>7.0%}{median(walks):>9.1f}{walked / incidents:>7.0%}{median(lists):>9.1f}"
        )


def compare_rankings(incidents: int) -> None:
    """Where the cause stands in each order, without any check."""
    print(f"\nPlace of the cause, {incidents} incidents, noisy monitors at {MONITORED:.0%} of {NODES} nodes")
    print(f"{'order':<24}{'first':>7}{'in 3':>7}{'in 10':>7}{'mean place':>12}")
    places: dict[str, list[int]] = {"ours": [], "nearest upstream first": [], "most anomalous first": []}
    for seed in range(incidents):
        one = incident(generated(NODES, seed // 10), seed, 2)
        seen = readings(one, seed)
        orders = {
            "ours": [s.id for s in rank(one.graph, seen).suspects],
            "nearest upstream first": nearest_upstream_first(one.graph, sightings(one.noticed)),
            "most anomalous first": most_anomalous_first(seen),
        }
        for name, every in orders.items():
            order = [i for i in every if i not in one.noticed]  # these are known to be symptoms
            places[name].append(order.index(one.fault.node) + 1 if one.fault.node in order else NODES)
    for name, at in places.items():
        share = [sum(p <= most for p in at) / len(at) for most in (1, 3, 10)]
        print(f"{name:<24}{share[0]:>7.0%}{share[1]:>7.0%}{share[2]:>7.0%}{mean(at):>12.1f}")


def show_growth() -> None:
    """The time of one answer as the system grows: three symptoms, five healthy nodes."""
    print(
        f"\n{'nodes':>8}{'edges':>9}{'suspects':>10}{'ranking s':>11}{'checks s':>10}{'whole answer s':>16}"
    )
    for count, per_node in ((500, 3.0), (5_000, 4.2), (20_000, 3.0), (100_000, 3.0)):
        graph = generated(count, 1, per_node)
        graph.arrays  # noqa: B018 - made once by the graph, whatever is asked of it
        one = incident(graph, 3, 3)
        healthy = [i for i in list(graph.nodes)[:: count // 6] if i not in one.bad][:5]
        seen = sightings(one.noticed, healthy)
        begin = time.perf_counter()
        ranking = rank(graph, seen)
        count_of_suspects = len(ranking.suspects)
        ranked = time.perf_counter()
        next_checks(ranking)
        checked = time.perf_counter()
        locate(graph, seen)
        whole = time.perf_counter() - checked
        print(
            f"{len(graph.nodes):>8,}{len(graph.edges):>9,}{count_of_suspects:>10,}{ranked - begin:>11.2f}"
            f"{checked - ranked:>10.2f}{whole:>16.2f}",
            flush=True,
        )


def main() -> None:
    """Print the tables."""
    incidents = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    compare_checks(incidents)
    compare_rankings(incidents)
    show_growth()


if __name__ == "__main__":
    main()
