"""The system in Graphviz's language, for those who lay it out or style it with their own tools.

Only what quotes and backslashes may hold is written from names: no HTML labels, images, colours or fonts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from explorer.domain.entities import Edge, Node
from explorer.domain.ids import shown_plainly
from explorer.domain.kinds import EdgeKind, Evidence, Lifecycle, NodeKind
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.text import shown

_SHAPES = {
    NodeKind.PRODUCER: "house",
    NodeKind.DATASET: "cylinder",
    NodeKind.JOB: "box",
    NodeKind.FEATURE: "ellipse",
    NodeKind.ARTIFACT: "note",
    NodeKind.MODEL: "hexagon",
    NodeKind.CONSUMER: "component",
    NodeKind.WORLD: "doublecircle",
    NodeKind.METRIC: "oval",
    NodeKind.OBJECTIVE: "doubleoctagon",
    NodeKind.MONITOR: "tab",
    NodeKind.UNKNOWN: "plaintext",
}
_STYLES = {Evidence.OBSERVED: "dashed", Evidence.INFERRED: "dotted"}


def dot_text(graph: SystemGraph) -> str:
    """One directed graph: a cluster for each team, a shape for each kind, the dash of an edge by its evidence."""
    lines = [
        f"digraph {_quoted(graph.name or 'system')} {{",
        "  rankdir=LR",
        '  node [fontname="Inter,Helvetica,sans-serif", fontsize=11]',
        '  edge [fontname="Inter,Helvetica,sans-serif", fontsize=9]',
        *_nodes(graph),
        *(f"  {_edge(edge)}" for edge in graph.edges.values()),
        "}",
        "",
    ]
    return "\n".join(lines)


def _nodes(graph: SystemGraph) -> Iterator[str]:
    owned: dict[str | None, list[Node]] = {}
    for node in graph.nodes.values():
        owned.setdefault(node.owner, []).append(node)
    for owner in sorted(each for each in owned if each is not None):
        team = graph.teams.get(owner)
        yield f"  subgraph {_quoted(f'cluster_{owner}')} {{"
        yield f"    label={_label([(team and team.name) or owner])}"
        yield from (f"    {_node(node)}" for node in owned[owner])
        yield "  }"
    yield from (f"  {_node(node)}" for node in owned.get(None, ()))


def _node(node: Node) -> str:
    kind = node.kind.value if node.subtype is None else f"{node.kind.value}, {node.subtype.value}"
    given = [
        f"label={_label([node.name, kind])}",
        f"shape={_SHAPES[node.kind]}",
        f"kind={_quoted(node.kind)}",
    ]
    if node.lifecycle is Lifecycle.DEPRECATED:
        given.append("style=dashed")
    return f"{_quoted(node.id)} [{', '.join(given)}]"


def _edge(edge: Edge) -> str:
    given = [f"kind={_quoted(edge.kind)}", f"evidence={_quoted(edge.evidence)}"]
    if edge.evidence is not Evidence.DECLARED:
        given.append(f"style={_STYLES[edge.evidence]}")
    if edge.kind is EdgeKind.TRAINS:
        given.append("penwidth=2")
    notes = [str(edge.filter)] if edge.filter is not None else []
    notes += [edge.pin.value] if edge.pin is not None else []
    if notes:
        given.append(f"label={_label(notes)}")
    return f"{_quoted(edge.from_id)} -> {_quoted(edge.to_id)} [{', '.join(given)}]"


def _quoted(text: str) -> str:
    """A string of Graphviz: a backslash at its end would take the quote with it, so each is doubled."""
    return '"' + shown_plainly(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _label(lines: Iterable[str]) -> str:
    """Lines of text; Graphviz reads entities such as &lt; in them, so that & is written as one."""
    quoted = (_quoted(shown(line).replace("&", "&amp;"))[1:-1] for line in lines)
    return '"' + "\\n".join(quoted) + '"'
