"""Hypotheses followed side by side while the data of one edge is held still."""

from hypothesis import given
from hypothesis import strategies as st

from explorer.analysis.localisation.field_hypotheses import beginning_of, named_fields
from explorer.analysis.localisation.hypotheses import KINDS
from explorer.analysis.localisation.prediction import symptom_effects
from explorer.analysis.localisation.reach import Reach
from explorer.analysis.localisation.slots import Seen
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.domain.scenarios import FIELD_CHANGES, HypotheticalChange
from tests.analysis.what_if.systems import graphs


@given(graphs(most_nodes=6, most_edges=12), st.data())
def test_an_edge_that_is_held_is_as_good_as_none(graph, data):
    """Of every hypothesis, about the whole and about fields, past healthy nodes and past bad ones."""
    number = data.draw(st.integers(0, max(0, len(graph.edges) - 1)))
    numbers = st.frozensets(st.integers(0, len(graph.nodes) - 1), max_size=2)
    healthy, bad = data.draw(numbers), data.draw(numbers)
    changes = [
        HypotheticalChange(kind=kind, node=node.id, field=field)
        for node in graph.nodes.values()
        for kind in KINDS[node.kind]
        for field in (None, *(named_fields(graph, node.id) if kind in FIELD_CHANGES else ()))
    ]
    begin = [beginning_of(graph, change) for change in changes]
    fewer = graph.without(edges=list(graph.edges)[number : number + 1])

    def followed(of, seen):
        found = Reach(edge_classes(of)).side_by_side(begin, seen, lambda: None)
        return [found.levels(node, symptom_effects(None)).tolist() for node in range(len(graph.nodes))]

    assert followed(graph, Seen(healthy, bad, number)) == followed(fewer, Seen(healthy, bad))
