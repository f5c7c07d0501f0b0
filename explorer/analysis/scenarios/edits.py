"""Edits of a scenario: carried out on a graph, which stays as it is, and read from what a person writes.

`model:ranker-b<-sessions,training-set->scores-b` adds a node with its inputs and outputs, whose kinds of edge are
those a manifest would have; `sessions->ranker` adds an edge, or takes out all edges between the two; an id takes
out a node. Edits are carried out one after the other, so that an output may be what was added before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from explorer.analysis.scenarios.mitigating import mitigated
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import NodeKind
from explorer.domain.names import nearest, resolve_node
from explorer.domain.scenarios import Addition, Removal, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.errors import UsageError
from explorer.language import tr

_INTO, _OUT_OF = "<-", "->"
_NODE_FORM = f"KIND:ID{_INTO}INPUT,INPUT{_OUT_OF}OUTPUT"
_ADDED = tuple(kind for kind in NodeKind if kind is not NodeKind.UNKNOWN)


def edited(graph: SystemGraph, scenario: Scenario) -> SystemGraph:
    """The system as the scenario has it; UsageError where an edit does not fit."""
    for addition in scenario.additions:
        graph = _with(graph, addition)
    for mitigation in scenario.mitigations:
        graph = mitigated(graph, mitigation)
    for removal in scenario.removals:
        graph = _without(graph, removal)
    return graph


def parse_additions(graph: SystemGraph, texts: Iterable[str]) -> tuple[Addition, ...]:
    """What these texts add, one after the other; UsageError says what is wrong and lists the nearest names."""
    additions = []
    for text in texts:
        addition = _addition(graph, text.strip())
        graph = _with(graph, addition)
        additions.append(addition)
    return tuple(additions)


def new_part(
    graph: SystemGraph, kind: NodeKind, name: str, inputs: Iterable[str], outputs: Iterable[str]
) -> Addition:
    """A node that is not there yet, with what it reads and writes; UsageError lists the nearest names."""
    node = Node(id=name, kind=kind, name=name)
    if name in graph.nodes:
        raise _is_there(name)
    edges = [_edge(_known(graph, i), node) for i in inputs] + [_edge(node, _known(graph, o)) for o in outputs]
    return Addition(node=node, edges=tuple(edges))


def parse_removals(graph: SystemGraph, texts: Iterable[str]) -> tuple[Removal, ...]:
    """What these texts take out; UsageError says what is wrong and lists the nearest names."""
    removals: list[Removal] = []
    for text in texts:
        found = _removals(graph, text.strip())
        for removal in found:
            graph = _without(graph, removal)
        removals.extend(found)
    return tuple(removals)


def format_addition(addition: Addition) -> str:
    """The addition in the words of `parse_additions`; attributes are left out."""
    node = addition.node
    if node is None:
        return ", ".join(f"{e.from_id}{_OUT_OF}{e.to_id}" for e in addition.edges)
    inputs = ",".join(e.from_id for e in addition.edges if e.to_id == node.id)
    outputs = ",".join(e.to_id for e in addition.edges if e.to_id != node.id)
    text = f"{node.kind}:{node.id}"
    return f"{text}{_INTO if inputs else ''}{inputs}{_OUT_OF if outputs else ''}{outputs}"


def format_removal(removal: Removal) -> str:
    """The removal in the words of `parse_removals`."""
    if removal.edge is not None:
        return f"{removal.edge.from_id}{_OUT_OF}{removal.edge.to_id}"
    return removal.node or ""


def _with(graph: SystemGraph, addition: Addition) -> SystemGraph:
    node = addition.node
    if node is not None and node.id in graph.nodes:
        raise _is_there(node.id)
    nodes = () if node is None else (node,)
    known = graph.nodes if node is None else {**graph.nodes, node.id: node}
    for edge in addition.edges:
        for end in (edge.from_id, edge.to_id):
            if end not in known:
                raise UsageError(
                    tr("There is no node “{node}” to connect.", node=end), hint=_hint(end, known)
                )
        if edge.key in graph.edges:
            raise UsageError(
                tr("There is an edge {edge} ({kind}) already.", edge=_arrow(edge.key), kind=told(edge.kind))
            )
    return graph.with_parts(nodes, addition.edges)


def _without(graph: SystemGraph, removal: Removal) -> SystemGraph:
    if removal.node is not None:
        if removal.node not in graph.nodes:
            raise UsageError(
                tr("There is no node “{node}” to take out.", node=removal.node),
                hint=_hint(removal.node, graph.nodes),
            )
        return graph.without([removal.node])
    if removal.edge is None:
        raise UsageError(tr("A removal names neither a node nor an edge."))
    if removal.edge not in graph.edges:
        key = removal.edge
        raise UsageError(
            tr("There is no edge {edge} ({kind}) to take out.", edge=_arrow(key), kind=told(key.kind))
        )
    return graph.without(edges=[removal.edge])


def _addition(graph: SystemGraph, text: str) -> Addition:
    word, colon, rest = text.partition(":")
    if not colon or word not in _ADDED:
        if _OUT_OF in text and _INTO not in text and text.count(_OUT_OF) == 1:
            return Addition(edges=(_edge_between(graph, *_two(text)),))
        raise _not_read(word if colon else text)
    name, inputs, outputs = _parts(rest)
    if not name:
        raise UsageError(tr("“{text}” names no node.", text=text), hint=tr("Write {form}.", form=_NODE_FORM))
    return new_part(graph, NodeKind(word), name, inputs, outputs)


def _parts(text: str) -> tuple[str, list[str], list[str]]:
    """The id, what stands behind <-, and what stands behind ->, in either order."""
    found: dict[str, list[str]] = {_INTO: [], _OUT_OF: []}
    name, *rest = re.split(f"({_INTO}|{_OUT_OF})", text)
    for arrow, names in zip(rest[::2], rest[1::2], strict=True):
        found[arrow] += [n.strip() for n in names.split(",") if n.strip()]
    return name.strip(), found[_INTO], found[_OUT_OF]


def _removals(graph: SystemGraph, text: str) -> list[Removal]:
    if text not in graph.nodes and _OUT_OF in text:
        start, end = (resolve_node(graph, part) for part in _two(text))
        keys = [e.key for e in graph.edges_from(start) if e.to_id == end]
        if not keys:
            raise UsageError(tr("There is no edge {edge} to take out.", edge=f"{start} {_OUT_OF} {end}"))
        return [Removal(edge=key) for key in keys]
    return [Removal(node=resolve_node(graph, text))]


def _edge_between(graph: SystemGraph, start: str, end: str) -> Edge:
    return _edge(_known(graph, start), _known(graph, end))


def _edge(start: Node, end: Node) -> Edge:
    return Edge(from_id=start.id, to_id=end.id, kind=infer_edge_kind(start, end))


def _known(graph: SystemGraph, text: str) -> Node:
    try:
        return graph.nodes[resolve_node(graph, text)]
    except UsageError as error:
        add = tr("If it is new, add it first: {addition}.", addition=f"dataset:{text}")
        raise UsageError(error.message, hint=f"{error.hint} {add}" if error.hint else add) from error


def _two(text: str) -> tuple[str, str]:
    start, _, end = text.partition(_OUT_OF)
    return start.strip(), end.strip()


def _arrow(key: EdgeKey) -> str:
    return f"{key.from_id} {_OUT_OF} {key.to_id}"


def _is_there(name: str) -> UsageError:
    return UsageError(
        tr("There is a node “{node}” already.", node=name),
        hint=tr("Add it under another id, or change it instead."),
    )


def _not_read(text: str) -> UsageError:
    near = nearest(text, _ADDED, 1)
    meant = [tr("Did you mean “{kind}:…”?", kind=near[0])] if near else []
    forms = tr("Write {node_form} or {edge_form}.", node_form=_NODE_FORM, edge_form=f"FROM{_OUT_OF}TO")
    return UsageError(
        tr("“{text}” is nothing that can be added.", text=text[:60]), hint=" ".join((*meant, forms))
    )


def _hint(text: str, ids: Iterable[str]) -> str | None:
    near = nearest(text, ids)
    return tr("Nearest: {names}.", names=", ".join(near)) if near else None
