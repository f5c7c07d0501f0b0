"""What the graph itself shows of the 28 tests, for one model: it holds, it fails, or it cannot be told.

A test holds only where everything it is about is stated; a single unknown leaves it open, and a single known fault
fails it. Some tests can only be refuted here: that data is controlled is not yet privacy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.analysis.detectors.unused_feature import NEGLIGIBLE, is_inconclusive, is_negligible
from explorer.domain.entities import Node
from explorer.domain.kinds import Access, Channel, EdgeKind, NodeKind, Pin, Retrain, Versioning
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, named

_CARRIES = frozenset((EdgeKind.FEEDS, EdgeKind.PRODUCES, EdgeKind.DERIVES, EdgeKind.TRAINS))
_SHARED = frozenset((NodeKind.DATASET, NodeKind.ARTIFACT))


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a test holds by what the graph shows; None where it cannot tell, and `why` in either case."""

    holds: bool | None
    why: str
    nodes: tuple[str, ...] = ()


def computed(graph: SystemGraph, model: str, check: Callable[[], None] = lambda: None) -> dict[str, Shown]:
    """What the graph shows of each test that it can say anything of, by the test's id."""
    upstream = _upstream(graph, model, check)
    direct = [graph.nodes[e.from_id] for e in graph.edges_into(model) if e.kind in _CARRIES]
    features = [n for n in direct if n.kind is NodeKind.FEATURE]
    before = [graph.nodes[e.from_id] for f in features for e in graph.edges_into(f.id) if e.kind in _CARRIES]
    shared = _unique(n for n in (*direct, *before) if n.kind in _SHARED)
    return {
        "data-1": _schemas(graph, shared),
        "data-2": _worth(graph, features),
        "data-5": _access(graph, [n for n in upstream if n.kind in _SHARED]),
        "data-7": _tested(graph, features),
        "infrastructure-1": _reproducible(graph, model),
        "monitoring-1": _announced(graph, shared),
        "monitoring-2": _watched_inputs(graph, shared),
        "monitoring-4": _fresh(graph, model),
        "monitoring-7": _watched_quality(graph, model),
    }


def _upstream(graph: SystemGraph, model: str, check: Callable[[], None]) -> list[Node]:
    reached, frontier = {model}, [model]
    while frontier:
        check()
        frontier = list(
            {e.from_id for i in frontier for e in graph.edges_into(i) if e.kind in _CARRIES} - reached
        )
        reached.update(frontier)
    return [graph.nodes[i] for i in sorted(reached - {model})]


def _unique(nodes: Iterable[Node]) -> list[Node]:
    return list({n.id: n for n in nodes}.values())


def _all(
    graph: SystemGraph,
    nodes: list[Node],
    holds: Callable[[Node], bool | None],
    good: str,
    bad: str,
    unknown: str,
) -> Shown:
    """Fails where one is known to fail; holds where all are known to hold, and there is one."""
    if not nodes:
        return Shown(None, "No inputs are known.")
    said = [(n.id, holds(n)) for n in nodes]
    wrong = tuple(i for i, h in said if h is False)
    if wrong:
        return Shown(False, f"{bad}: {named(graph, wrong)}.", wrong)
    silent = tuple(i for i, h in said if h is None)
    if silent:
        return Shown(None, f"{unknown}: {named(graph, silent)}.", silent)
    return Shown(True, f"{good}: {named(graph, [n.id for n in nodes])}.", tuple(n.id for n in nodes))


def _schemas(graph: SystemGraph, shared: list[Node]) -> Shown:
    return _all(
        graph,
        shared,
        lambda n: None if n.contract is None else n.contract.schema_enforced,
        "An enforced schema on all that it and its features read",
        "No schema is enforced on",
        "Nothing is stated of a schema of",
    )


def _worth(graph: SystemGraph, features: list[Node]) -> Shown:
    def worth(node: Node) -> bool | None:
        if is_negligible(node.importance):
            return None if node.correlated is not None else False
        return None if node.importance is None or is_inconclusive(node.importance) else True

    return _all(
        graph,
        features,
        worth,
        "Each feature is measured to be worth something",
        f"Worth less than {NEGLIGIBLE:g}",
        "What it is worth by itself is not known of",
    )


def _access(graph: SystemGraph, shared: list[Node]) -> Shown:
    shown = _all(
        graph,
        shared,
        lambda n: None if n.access is None else n.access is Access.CONTROLLED,
        "All data is under access control",
        "Anyone may read",
        "Access is not stated of",
    )
    if shown.holds:
        return Shown(None, f"{shown.why} That is needed for privacy, and is not all of it.", shown.nodes)
    return shown


def _tested(graph: SystemGraph, features: list[Node]) -> Shown:
    return _all(
        graph,
        features,
        lambda n: None if n.tests is None else bool(n.tests),
        "Tests are stated for each feature",
        "No tests for",
        "No tests are stated of",
    )


def _reproducible(graph: SystemGraph, model: str) -> Shown:
    trains = [e for e in graph.edges_into(model) if e.kind is EdgeKind.TRAINS]
    floating = tuple(e.from_id for e in trains if e.pin is Pin.FLOATING)
    if floating:
        return Shown(False, f"It learns from whatever is there: {named(graph, floating)}.", floating)
    return Shown(None, "Whether a second training gives the same model has to be tried.")


def _announced(graph: SystemGraph, shared: list[Node]) -> Shown:
    return _all(
        graph,
        shared,
        lambda n: None if n.versioning is None else n.versioning is not Versioning.SILENT,
        "Every version of what it reads is announced or kept",
        "Changes silently",
        "How changes are told is not stated of",
    )


def _watched_inputs(graph: SystemGraph, shared: list[Node]) -> Shown:
    def watched(node: Node) -> bool | None:
        return True if _watchers(graph, node.id, {Channel.VALUE, Channel.SCHEMA}) else None

    return _all(
        graph,
        shared,
        watched,
        "A monitor of values or schema on each input",
        "Unwatched",
        "No monitor of values or schema is known on",
    )


def _fresh(graph: SystemGraph, model: str) -> Shown:
    node = graph.nodes[model]
    if node.retrain is Retrain.NEVER:
        return Shown(False, f"{node.name} is never retrained.", (model,))
    seen = [m for i in (model, *_outputs(graph, model)) for m in _watchers(graph, i, {Channel.TIME})]
    if not seen:
        return Shown(None, "No monitor that would notice a stale model is known.", (model,))
    return Shown(True, f"Watched by {named(graph, dict.fromkeys(seen))}.", tuple(dict.fromkeys(seen)))


def _watched_quality(graph: SystemGraph, model: str) -> Shown:
    judged = [e.to_id for e in graph.edges_from(model) if e.kind is EdgeKind.OPTIMISES]
    seen = [m for i in judged for m in _watchers(graph, i, set(Channel))]
    seen += [m for i in (model, *_outputs(graph, model)) for m in _watchers(graph, i, {Channel.VALUE})]
    if not seen:
        return Shown(None, "No monitor on its metric or on the values of its output is known.", (model,))
    watchers = tuple(dict.fromkeys(seen))
    return Shown(True, f"{counted(len(watchers), 'monitor')}: {named(graph, watchers)}.", watchers)


def _outputs(graph: SystemGraph, model: str) -> list[str]:
    return [e.to_id for e in graph.edges_from(model) if e.kind is EdgeKind.PRODUCES]


def _watchers(graph: SystemGraph, node_id: str, channels: set[Channel]) -> list[str]:
    """The monitors on a node that see one of these channels."""
    return [
        e.to_id
        for e in graph.edges_from(node_id)
        if e.kind is EdgeKind.WATCHES and channels & set(graph.nodes[e.to_id].detects or ())
    ]
