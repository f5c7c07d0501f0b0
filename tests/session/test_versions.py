"""What changed since an earlier version: what is new, stated otherwise, or read otherwise."""

from dataclasses import replace

from explorer.domain.provenance import Source
from explorer.session.versions import changed_since
from tests.analysis.systems import node, system

NODES = [node("dataset", "raw"), node("dataset", "clean"), node("model", "ranker")]
OLD = system(NODES, [("raw", "ranker", {"kind": "feeds"})])


def test_nothing_changed_between_a_system_and_itself():
    """Nor where only the place moved at which it is stated."""
    moved = system(
        [replace(n, source=Source("other.yaml", 7)) for n in NODES], [("raw", "ranker", {"kind": "feeds"})]
    )
    assert changed_since(OLD, OLD) == frozenset()
    assert changed_since(OLD, moved) == frozenset()


def test_new_and_changed_nodes_and_the_readers_of_changed_edges_changed():
    """An edge that is new, gone or stated otherwise changes who reads over it, not who writes."""
    described = [replace(NODES[0], description="as it is now"), *NODES[1:], node("job", "new")]
    assert changed_since(OLD, system(described, [("raw", "ranker", {"kind": "feeds"})])) == {"raw", "new"}
    assert changed_since(OLD, system(NODES, [("clean", "ranker", {"kind": "feeds"})])) == {"ranker"}
    assert changed_since(OLD, system(NODES, [])) == {"ranker"}
    assert changed_since(OLD, system(NODES[:2], [])) == frozenset()
