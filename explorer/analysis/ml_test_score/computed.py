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
from explorer.language import marked, tr

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
    """Fails where one is known to fail; holds where all are known to hold, and there is one.

    good, bad, unknown: texts for `tr` with the gap `names`, of those nodes.
    """
    if not nodes:
        return Shown(None, tr("No inputs are known."))
    said = [(n.id, holds(n)) for n in nodes]
    wrong = tuple(i for i, h in said if h is False)
    if wrong:
        return Shown(False, tr(bad, names=named(graph, wrong), least=NEGLIGIBLE), wrong)
    silent = tuple(i for i, h in said if h is None)
    if silent:
        return Shown(None, tr(unknown, names=named(graph, silent)), silent)
    ids = tuple(n.id for n in nodes)
    return Shown(True, tr(good, names=named(graph, ids)), ids)


def _schemas(graph: SystemGraph, shared: list[Node]) -> Shown:
    return _all(
        graph,
        shared,
        lambda n: None if n.contract is None else n.contract.schema_enforced,
        marked("An enforced schema on all that it and its features read: {names}."),
        marked("No schema is enforced on: {names}."),
        marked("Nothing is stated of a schema of: {names}."),
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
        marked("Each feature is measured to be worth something: {names}."),
        marked("Worth less than {least:g}: {names}."),
        marked("What it is worth by itself is not known of: {names}."),
    )


def _access(graph: SystemGraph, shared: list[Node]) -> Shown:
    shown = _all(
        graph,
        shared,
        lambda n: None if n.access is None else n.access is Access.CONTROLLED,
        marked("All data is under access control: {names}."),
        marked("Anyone may read: {names}."),
        marked("Access is not stated of: {names}."),
    )
    if shown.holds:
        needed = tr("That is needed for privacy, and is not all of it.")
        return Shown(None, f"{shown.why} {needed}", shown.nodes)
    return shown


def _tested(graph: SystemGraph, features: list[Node]) -> Shown:
    return _all(
        graph,
        features,
        lambda n: None if n.tests is None else bool(n.tests),
        marked("Tests are stated for each feature: {names}."),
        marked("No tests for: {names}."),
        marked("No tests are stated of: {names}."),
    )


def _reproducible(graph: SystemGraph, model: str) -> Shown:
    trains = [e for e in graph.edges_into(model) if e.kind is EdgeKind.TRAINS]
    floating = tuple(e.from_id for e in trains if e.pin is Pin.FLOATING)
    if floating:
        why = tr("It learns from whatever is there: {names}.", names=named(graph, floating))
        return Shown(False, why, floating)
    return Shown(None, tr("Whether a second training gives the same model has to be tried."))


def _announced(graph: SystemGraph, shared: list[Node]) -> Shown:
    return _all(
        graph,
        shared,
        lambda n: None if n.versioning is None else n.versioning is not Versioning.SILENT,
        marked("Every version of what it reads is announced or kept: {names}."),
        marked("Changes silently: {names}."),
        marked("How changes are told is not stated of: {names}."),
    )


def _watched_inputs(graph: SystemGraph, shared: list[Node]) -> Shown:
    def watched(node: Node) -> bool | None:
        return True if _watchers(graph, node.id, {Channel.VALUE, Channel.SCHEMA}) else None

    return _all(
        graph,
        shared,
        watched,
        marked("A monitor of values or schema on each input: {names}."),
        marked("Unwatched: {names}."),
        marked("No monitor of values or schema is known on: {names}."),
    )


def _fresh(graph: SystemGraph, model: str) -> Shown:
    node = graph.nodes[model]
    if node.retrain is Retrain.NEVER:
        return Shown(False, tr("{model} is never retrained.", model=node.name), (model,))
    seen = [m for i in (model, *_outputs(graph, model)) for m in _watchers(graph, i, {Channel.TIME})]
    if not seen:
        return Shown(None, tr("No monitor that would notice a stale model is known."), (model,))
    watchers = tuple(dict.fromkeys(seen))
    return Shown(True, tr("Watched by {names}.", names=named(graph, watchers)), watchers)


def _watched_quality(graph: SystemGraph, model: str) -> Shown:
    judged = [e.to_id for e in graph.edges_from(model) if e.kind is EdgeKind.OPTIMISES]
    seen = [m for i in judged for m in _watchers(graph, i, set(Channel))]
    seen += [m for i in (model, *_outputs(graph, model)) for m in _watchers(graph, i, {Channel.VALUE})]
    if not seen:
        why = tr("No monitor on its metric or on the values of its output is known.")
        return Shown(None, why, (model,))
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
