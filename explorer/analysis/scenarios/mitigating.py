"""What helps, kept in a scenario: the few attributes that an action sets, and the system with them set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from explorer.domain.attributes import edge_from_plain, edge_to_plain, node_from_plain, node_to_plain
from explorer.domain.entities import Edge, Node
from explorer.domain.scenarios import Mitigation, Setting
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import marked, tr

_K = TypeVar("_K")
_V = TypeVar("_V")
_TAKE_OUT = marked("Take it out of the scenario.")


def mitigation(graph: SystemGraph, says: str, nodes: Iterable[Node], edges: Iterable[Edge]) -> Mitigation:
    """The action that makes these parts of the system what they are here."""
    settings = [
        *(Setting(node=n.id, values=_set(node_to_plain(graph.nodes[n.id]), node_to_plain(n))) for n in nodes),
        *(
            Setting(edge=e.key, values=_set(edge_to_plain(graph.edges[e.key]), edge_to_plain(e)))
            for e in edges
        ),
    ]
    return Mitigation(says=says, settings=tuple(settings))


def mitigated(graph: SystemGraph, action: Mitigation) -> SystemGraph:
    """The system in which this is done; UsageError where what it is about is not there any more."""
    nodes, edges = [], []
    try:
        for setting in action.settings:
            if setting.node is not None:
                plain = node_to_plain(_there(graph.nodes, setting.node, action, setting.node))
                nodes.append(node_from_plain({**plain, **setting.values}))
            elif setting.edge is not None:
                place = " -> ".join(setting.edge[:2])
                plain = edge_to_plain(_there(graph.edges, setting.edge, action, place))
                edges.append(edge_from_plain({**plain, **setting.values}))
    except ValueError as error:
        raise UsageError(
            tr("“{action}” cannot be done: {fault}", action=action.says, fault=error), hint=tr(_TAKE_OUT)
        ) from error
    return graph.with_parts(nodes, edges)


def _there(parts: Mapping[_K, _V], key: _K, action: Mitigation, place: str) -> _V:
    found = parts.get(key)
    if found is None:
        raise UsageError(
            tr("“{action}” is about {place}, which is not there any more.", action=action.says, place=place),
            hint=tr(_TAKE_OUT),
        )
    return found


def _set(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """What is said in the one and not in the other."""
    return {key: value for key, value in after.items() if key not in before or before[key] != value}
