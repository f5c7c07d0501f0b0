"""Every planted debt is found in systems of 500 nodes, and none that was not planted."""

import pytest

from explorer.analysis.debts import DETECTORS
from explorer.analysis.detectors.inspection import Inspection
from tests.analysis.detectors.planted import TODAY, planted_system, tidy_system


def found_in(graph):
    """Every finding of every detector."""
    inspection = Inspection(graph, TODAY)
    return [f for detector in DETECTORS for f in detector(inspection)]


def test_a_system_in_good_order_has_no_debt():
    """504 nodes, nothing to say."""
    graph = tidy_system().graph()
    assert len(graph.nodes) == 504
    assert found_in(graph) == []


@pytest.mark.parametrize("seed", range(8))
def test_every_planted_debt_is_found_and_none_is_invented(seed):
    """Each planted debt by its rule and a node of it; each finding holds a planted one."""
    graph, expected = planted_system(seed)
    findings = found_in(graph)
    missed = {
        (rule, variant, node_id)
        for rule, variant, node_id in expected
        if not any((f.rule, f.variant) == (rule, variant) and node_id in f.nodes for f in findings)
    }
    invented = [
        (f.rule, f.variant, f.nodes)
        for f in findings
        if not any(f.rule == r and f.variant == v and i in f.nodes for r, v, i in expected)
    ]
    assert (missed, invented) == (set(), [])
