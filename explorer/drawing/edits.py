"""What a what-if adds to what is shown of a system, and what it takes out of that: the system itself stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.scenarios import ChangeKind, HypotheticalChange, Scenario
from explorer.domain.system_graph import GraphArrays, SystemGraph
from explorer.domain.wording import counted, listed
from explorer.drawing.picture import Bytes, Edit
from explorer.language import marked, tr

_SIGNS = {Edit.ADDED: marked("new"), Edit.REMOVED: marked("removed")}


@dataclass(frozen=True, slots=True)
class Edits:
    """The edited parts that are in the picture. A removed node takes its edges along."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    removed_nodes: Mapping[str, Node] = field(default_factory=dict)
    removed_edges: frozenset[EdgeKey] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.nodes or self.edges or self.removed_nodes or self.removed_edges)

    @property
    def told(self) -> str:
        """What is new and what is removed, in words: "1 node and 3 edges new, 1 edge removed"."""
        new = _counted(len(self.nodes), len(self.edges))
        gone = _counted(len(self.removed_nodes), len(self.removed_edges))
        return ", ".join(
            f"{words} {sign_of(edit)}" for edit, words in ((Edit.ADDED, new), (Edit.REMOVED, gone)) if words
        )

    def of_node(self, node: str) -> Edit:
        """What becomes of a node."""
        if node in self.removed_nodes:
            return Edit.REMOVED
        return Edit.ADDED if any(n.id == node for n in self.nodes) else Edit.KEPT

    def of_edge(self, key: EdgeKey) -> Edit:
        """What becomes of an edge."""
        if key in self.removed_edges:
            return Edit.REMOVED
        return Edit.ADDED if any(e.key == key for e in self.edges) else Edit.KEPT

    def signed_edges(self) -> dict[EdgeKey, Edit]:
        """The edges that need a sign of their own, because neither of their ends says it for them."""
        new, gone = {n.id for n in self.nodes}, set(self.removed_nodes)
        return {
            **{e.key: Edit.ADDED for e in self.edges if new.isdisjoint(e.key[:2])},
            **{key: Edit.REMOVED for key in sorted(self.removed_edges) if gone.isdisjoint(key[:2])},
        }

    def questions(self, made: SystemGraph) -> list[str]:
        """What is edited as what follows "What if"; what is retired in the edited system is asked as a change."""
        gone = [node for i, node in self.removed_nodes.items() if i not in made.nodes]
        ends = [
            (f"{made.nodes[k.from_id].name} → {made.nodes[k.to_id].name}", edit)
            for k, edit in self.signed_edges().items()
        ]
        return [
            *(_happening(Edit.ADDED, node.name) for node in self.nodes),
            *(_happening(Edit.REMOVED, node.name) for node in gone),
            *(_happening(edit, between) for between, edit in ends),
        ]


NO_EDITS = Edits()


def sign_of(edit: Edit) -> str:
    """What is written at a part that is not there yet, or would be gone; KeyError for one that stays."""
    return tr(_SIGNS[edit])


def edits_of(
    graph: SystemGraph,
    made: SystemGraph,
    scenario: Scenario | None,
    changes: Iterable[HypotheticalChange] = (),
    *,
    whole: bool = True,
) -> Edits:
    """What is added to the part of a system that is shown, and taken out of it.

    made: the system as the scenario has it. changes: what happens in that; what is retired is taken out too. whole:
    all of the system is shown; of a part, only what is new beside something that is in it.
    """
    retired = {c.node for c in changes if c.kind is ChangeKind.RETIRE} & graph.nodes.keys()
    additions = scenario.additions if scenario is not None else ()
    removals = scenario.removals if scenario is not None else ()
    new = [made.nodes[a.node.id] for a in additions if a.node is not None and a.node.id in made.nodes]
    links = {e.key: made.edges[e.key] for a in additions for e in a.edges if e.key in made.edges}
    links = {key: edge for key, edge in links.items() if key not in graph.edges}
    shown = _shown(graph, [n.id for n in new], links, whole=whole)
    named = {r.node for r in removals if r.node is not None}
    gone = (named & graph.nodes.keys()) - made.nodes.keys() | retired
    cut = {r.edge for r in removals if r.edge is not None} & graph.edges.keys() - made.edges.keys()
    carried = {e.key for i in gone for e in (*graph.edges_from(i), *graph.edges_into(i))}
    return Edits(
        tuple(n for n in new if n.id in shown and n.id not in graph.nodes),
        tuple(e for e in links.values() if e.from_id in shown and e.to_id in shown),
        {i: graph.nodes[i] for i in sorted(gone)},
        frozenset(cut | carried),
    )


def edit_arrays(edits: Edits, arrays: GraphArrays) -> tuple[Bytes, Bytes]:
    """What becomes of each node and each edge of the graph that is drawn, as Edit."""
    nodes = np.zeros(len(arrays.ids), np.uint8)
    edges = np.zeros(len(arrays.keys), np.uint8)
    nodes[[arrays.index[n.id] for n in edits.nodes]] = Edit.ADDED
    nodes[[arrays.index[i] for i in edits.removed_nodes]] = Edit.REMOVED
    edges[[arrays.number_of(e.key) for e in edits.edges]] = Edit.ADDED
    edges[[arrays.number_of(key) for key in edits.removed_edges]] = Edit.REMOVED
    return nodes, edges


def _shown(graph: SystemGraph, new: list[str], links: Iterable[EdgeKey], *, whole: bool) -> set[str]:
    """The nodes of the picture: those of the graph, and the new ones that are joined to what is shown."""
    shown = {*graph.nodes, *(new if whole else ())}
    waiting = set(new) - shown
    while waiting:
        joined = {end for k in links for end, other in (k[:2], k[1::-1]) if end in waiting and other in shown}
        if not joined:
            break
        shown |= joined
        waiting -= joined
    return shown


def _happening(edit: Edit, part: str) -> str:
    return tr("{part} is added", part=part) if edit is Edit.ADDED else tr("{part} is removed", part=part)


def _counted(nodes: int, edges: int) -> str:
    parts = [counted(n, word) for n, word in ((nodes, "node"), (edges, "edge")) if n]
    return listed(parts) if parts else ""
