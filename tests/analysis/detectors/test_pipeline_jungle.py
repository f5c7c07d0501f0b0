"""Pipeline jungles: seven measures, near-duplicate joins, and smaller parts only where chance does worse."""

from dataclasses import replace
from itertools import combinations, pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explorer.analysis.detectors.inspection import Inspection
from explorer.analysis.detectors.near_duplicate_joins import ALIKE, jaccard, near_duplicate_joins
from explorer.analysis.detectors.pipeline_jungle import find_pipeline_jungles, out_of_line
from explorer.analysis.detectors.region_measures import (
    CROSSING,
    CYCLES,
    DEAD,
    DEFAULTS,
    DEPTH,
    DUPLICATES,
    GLUE,
    LANGUAGES,
    cycles_and_depth,
    measure,
)
from explorer.analysis.detectors.regions import regions
from explorer.analysis.detectors.smaller_parts import smaller_parts
from explorer.domain.kinds import Subtype
from tests.analysis.detectors.cases import TODAY, Case
from tests.analysis.systems import node, system

LANGUAGE = ("perl", "bash", "awk", "scala", "python")


def chain(glue=True, languages=LANGUAGE, owners=("a", "b")):
    """Five jobs in a row that end in a model; every second one is of another team."""
    nodes, arrows = [node("dataset", "d0", owner="a"), node("model", "m")], [("d5", "m")]
    for i in range(5):
        owner = owners[i % len(owners)]
        nodes += [
            node("job", f"j{i}", language=languages[i % len(languages)], glue=glue, owner=owner),
            node("dataset", f"d{i + 1}", owner=owner),
        ]
        arrows += [(f"d{i}", f"j{i}"), (f"j{i}", f"d{i + 1}")]
    return system(nodes, arrows)


CASES = [
    Case(
        "pipeline-jungle",
        find_pipeline_jungles,
        positive=chain(),
        near_misses={
            "no glue": chain(glue=False),
            "one language": chain(languages=("python",)),
            "one team": chain(owners=("a",)),
            "three steps": chain().without(["j3", "j4"]),
        },
        remedied=chain(glue=False, languages=("python",)),
        at="j0",
    )
]


def measured(graph):
    """The measures of the one region."""
    inspection = Inspection(graph, TODAY)
    (region,) = regions(inspection)
    return measure(inspection, region)


def test_each_measure_is_what_it_says():
    """Counted by hand."""
    values = measured(chain()).values
    assert values[GLUE] == 1
    assert values[LANGUAGES] == 5
    assert values[DEPTH] == 5
    assert values[CROSSING] == pytest.approx(4 / 10)  # between teams a and b: d1→j1, d2→j2, d3→j3, d4→j4
    assert (values[CYCLES], values[DUPLICATES], values[DEAD]) == (0, 0, 0)


def test_what_leads_nowhere_is_a_dead_branch_and_a_table_from_its_own_yesterday_no_cycle():
    """A job that reads back its own table; a job whose table nobody reads."""
    graph = chain()
    more = system(
        [graph.nodes["d5"], graph.nodes["j4"], graph.nodes["d1"], node("job", "j9"), node("dataset", "d9")],
        [("d5", "j4"), ("d1", "j9"), ("j9", "d9")],
    )
    found = measured(graph.with_parts(more.nodes.values(), more.edges.values()))
    assert found.values[CYCLES] == 0
    assert found.steps[DEAD] == ("j9",)
    back = system([graph.nodes["d5"], graph.nodes["j3"]], [("d5", "j3")])
    assert measured(graph.with_parts((), back.edges.values())).steps[CYCLES] == ("j3", "j4")


def test_joins_of_the_same_tables_on_the_same_keys_are_near_duplicates():
    """Aliases and case mean nothing, views are seen through; other keys are another join; unknown keys may be."""

    def joins(first, second, view=False):
        graph = system(
            [node("dataset", "a"), node("dataset", "b"), node("dataset", "v", subtype=Subtype.VIEW),
             node("job", "x", join_keys=first), node("job", "y", join_keys=second), node("job", "z")],
            [("a", "x"), ("b", "x"), ("v" if view else "a", "y"), ("b", "y"), ("a", "v"), ("a", "z")],
        )  # fmt: skip
        return [
            (p.first, p.second, p.keys_known)
            for region in regions(Inspection(graph, TODAY))
            for p in near_duplicate_joins(graph, region)
        ]

    assert joins(("t.User_ID",), ('"user_id"',)) == [("x", "y", True)]
    assert joins(("user_id",), ("u.user_id",), view=True) == [("x", "y", True)]
    assert joins(("user_id",), ("item_id",)) == []
    assert joins(None, ("item_id",)) == [("x", "y", False)]


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), min_size=2), min_size=2, max_size=6))
@settings(max_examples=100)
def test_no_pair_of_alike_inputs_is_missed(inputs):
    """The quick search finds what comparing all pairs finds."""
    tables = sorted(set().union(*inputs))
    graph = system(
        [*(node("dataset", t) for t in tables), *(node("job", f"j{i}") for i in range(len(inputs)))],
        [(t, f"j{i}") for i, read in enumerate(inputs) for t in sorted(read)],
    )
    expected = {
        (f"j{i}", f"j{k}")
        for i, k in combinations(range(len(inputs)), 2)
        if jaccard(frozenset(inputs[i]), frozenset(inputs[k])) >= ALIKE
    }
    found = {
        (p.first, p.second)
        for region in regions(Inspection(graph, TODAY))
        for p in near_duplicate_joins(graph, region)
    }
    assert found == expected


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_cycles_and_depth_agree_with_brute_force(arrows):
    """A node is on a cycle if it reaches itself; without cycles the depth is the longest path."""
    flow = nx.DiGraph()
    flow.add_nodes_from(range(6))
    flow.add_edges_from((a, b) for a, b in arrows if a != b)
    cycles, depth = cycles_and_depth(flow)
    assert set(cycles) == {n for n in flow if any(nx.has_path(flow, s, n) for s in flow.successors(n))}
    if not cycles:
        assert depth == nx.dag_longest_path_length(flow) + 1


def two_clusters(size=6):
    """Two groups of jobs in which everyone reads everyone, with one read between them; an end for each."""
    nodes, arrows = [node("model", "m")], []
    for side in "ab":
        jobs = [f"{side}{i}" for i in range(size)]
        for job in jobs:
            nodes += [node("job", job, owner=side, glue=True), node("dataset", f"t-{job}", owner=side)]
            arrows += [(job, f"t-{job}"), (f"t-{job}", "m")]
        arrows += [(f"t-{x}", y) for x, y in combinations(jobs, 2)]
    return system(nodes, [*arrows, (f"t-a{size - 1}", "b0")])


def test_parts_that_hang_together_are_proposed_with_the_contracts_between_them():
    """Two clusters with one read between them: two parts, one contract."""
    inspection = Inspection(two_clusters(), TODAY)
    (region,) = regions(inspection)
    parts = smaller_parts(inspection, region)
    assert parts is not None
    assert [set(p) for p in parts.parts] == [{f"a{i}" for i in range(6)}, {f"b{i}" for i in range(6)}]
    assert [(e.from_id, e.to_id) for e in parts.cut] == [("t-a5", "b0")]
    assert parts.modularity > parts.by_chance


@pytest.mark.parametrize("seed", range(4))
def test_a_random_region_is_not_cut(seed):
    """Louvain finds parts in anything; chance does as well here, so nothing is said."""
    random = nx.gnm_random_graph(14, 40, seed=seed, directed=True)
    jobs = [f"j{i}" for i in random]
    graph = system(
        [*(node("job", j) for j in jobs), *(node("dataset", f"t-{j}") for j in jobs)],
        [*((j, f"t-{j}") for j in jobs), *((f"t-j{a}", f"j{b}") for a, b in random.edges)],
    )
    inspection = Inspection(graph, TODAY)
    assert [smaller_parts(inspection, r) for r in regions(inspection) if len(r.steps) > 3] == [None]


def test_a_measure_far_above_the_rest_counts_from_half_its_default():
    """Compared with the rest of the system, and with the defaults."""
    values = dict.fromkeys(DEFAULTS, 0.0) | {GLUE: 0.2}
    assert out_of_line(values, None) == []
    assert out_of_line(values, dict.fromkeys(DEFAULTS, 0.0)) == [GLUE]
    assert out_of_line(values, dict.fromkeys(DEFAULTS, 0.0) | {GLUE: 0.1}) == []


def test_large_pipelines_are_looked_at_in_parts_and_the_bound_is_named():
    """A long chain of jobs with a jungle in it: the jungle is not drowned in the rest."""
    nodes, arrows = [node("model", "m")], [("c0-t", "m")]
    names = [f"c{i}" for i in range(100)]
    for name in names:
        nodes += [node("job", name, owner="a", language="python"), node("dataset", f"{name}-t", owner="a")]
        arrows.append((name, f"{name}-t"))
    arrows += [(f"{a}-t", b) for b, a in pairwise(names)]
    jungle = two_clusters(5).without(["m"])
    graph = system(nodes, arrows).with_parts(
        (
            replace(n, language=LANGUAGE[i % 5], owner="ab"[i % 2]) if n.kind == "job" else n
            for i, n in enumerate(jungle.nodes.values())
        ),
        jungle.edges.values(),
    )
    joined = system([graph.nodes["t-b4"], graph.nodes["c99"]], [("t-b4", "c99")])
    inspection = Inspection(graph.with_parts((), joined.edges.values()), TODAY)
    findings = find_pipeline_jungles(inspection)
    assert [{i for i in f.nodes if len(i) == 2 and i[0] in "ab"} for f in findings] == [
        {f"{s}{i}" for s in "ab" for i in range(5)}
    ]
    assert inspection.bounds == [
        "Pipelines of more than 60 steps are looked at in parts that hang together most closely."
    ]
