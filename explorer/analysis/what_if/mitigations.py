"""The table of what can be done against a change: each action, where it is admissible, what it edits, and its effort.

An action is an edit of the graph that the what-if can be asked again about. Where the arithmetic would like what
nobody should do, it is not admissible: freezing what is served live stops every effect, and the use with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from explorer.analysis.what_if.impact import Impact
from explorer.domain.durations import describe_duration
from explorer.domain.entities import Contract, Edge, Node
from explorer.domain.kinds import (
    Channel,
    EdgeKind,
    Fallback,
    NodeKind,
    Pin,
    Subtype,
    Versioning,
)
from explorer.domain.scenarios import ChangeKind, HypotheticalChange
from explorer.domain.wording import listed
from explorer.language import marked, tr

SLICE = 0.05
"""The share of traffic a proposed randomised slice takes; what share is enough is for its owner to say."""


class Effort(StrEnum):
    """How much work an action is: days, weeks, or months."""

    S = "S"
    M = "M"
    L = "L"

    def more(self) -> Effort:
        """The effort of the same at several places."""
        return Effort.M if self is Effort.S else Effort.L


class ActionKind(StrEnum):
    """What can be done."""

    PIN = "pin"
    FREEZE = "freeze"
    CONTRACT = "contract"
    CACHED = "cached-fallback"
    DEFAULT = "default-fallback"
    TOLERANCE = "tolerance"
    CANARY = "canary"
    PARALLEL = "parallel-versions"
    SLICE = "randomised-slice"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One action at one or several places. owner: who would do it; None where unknown or more than one.

    nodes and edges are those parts of the graph as they would then be.
    """

    kind: ActionKind
    effort: Effort
    says: str
    owner: str | None
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the table: what it is, how much work, what it says, and the edge as it would then be.

    edited: None where the action is not admissible. says: with {source} and {target}.
    """

    kind: ActionKind
    says: str
    edited: Callable[[Impact, Edge], Edge | None]
    effort: Callable[[Node], Effort] = field(default=lambda source: Effort.S)


def _at_rest(node: Node) -> bool:
    return node.kind is NodeKind.DATASET and not node.is_live and node.subtype is not Subtype.UNKNOWN


def _is_kept_by_version(node: Node) -> bool:
    """Whether versions of it can be named and kept apart."""
    return node.kind in (NodeKind.ARTIFACT, NodeKind.MODEL) or (_at_rest(node) and node.version is not None)


def _pinned(impact: Impact, edge: Edge) -> Edge | None:
    source = impact.graph.nodes[edge.from_id]
    reads = edge.kind in (EdgeKind.FEEDS, EdgeKind.DERIVES, EdgeKind.TRAINS)
    if not reads or edge.pin in (Pin.PINNED, Pin.FROZEN) or not _is_kept_by_version(source):
        return None
    return replace(edge, pin=Pin.PINNED)


def _frozen(impact: Impact, edge: Edge) -> Edge | None:
    source = impact.graph.nodes[edge.from_id]
    may_stand_still = source.kind is NodeKind.ARTIFACT or (
        _at_rest(source) and (edge.kind is EdgeKind.TRAINS or source.version is not None)
    )
    reads = edge.kind in (EdgeKind.FEEDS, EdgeKind.DERIVES, EdgeKind.TRAINS)
    return replace(edge, pin=Pin.FROZEN) if reads and may_stand_still and edge.pin is not Pin.FROZEN else None


def _takes_fallback(impact: Impact, edge: Edge) -> bool:
    target = impact.graph.nodes[edge.to_id]
    reads = edge.kind is EdgeKind.FEEDS or (edge.kind is EdgeKind.DERIVES and target.is_live)
    return (
        reads and edge.fallback in (None, Fallback.NONE) and _has(impact, edge.from_id, Channel.AVAILABILITY)
    )


def _with_cache(impact: Impact, edge: Edge) -> Edge | None:
    source = impact.graph.nodes[edge.from_id]
    keepable = source.kind in (NodeKind.DATASET, NodeKind.FEATURE, NodeKind.ARTIFACT, NodeKind.MODEL)
    if not keepable or source.subtype is Subtype.STREAM or not _takes_fallback(impact, edge):
        return None
    return replace(edge, fallback=Fallback.CACHED)


def _with_default(impact: Impact, edge: Edge) -> Edge | None:
    target = impact.graph.nodes[edge.to_id]
    answers = target.kind in (NodeKind.CONSUMER, NodeKind.MODEL, NodeKind.FEATURE)
    return replace(edge, fallback=Fallback.DEFAULT) if answers and _takes_fallback(impact, edge) else None


def _tolerant(impact: Impact, edge: Edge) -> Edge | None:
    delay = longest_delay(impact.changes)
    if delay is None or edge.kind not in (EdgeKind.FEEDS, EdgeKind.DERIVES):
        return None
    enough = edge.tolerance is not None and edge.tolerance >= delay
    return None if enough or not _has(impact, edge.from_id, Channel.TIME) else replace(edge, tolerance=delay)


def _pin_effort(source: Node) -> Effort:
    kept = source.versioning in (Versioning.IMMUTABLE, Versioning.ANNOUNCED)
    return Effort.S if kept else Effort.M  # else somebody must first keep its versions


AT_EDGES: tuple[Action, ...] = (
    Action(
        ActionKind.PIN, marked("let {target} name the version of {source} it reads"), _pinned, _pin_effort
    ),
    Action(
        ActionKind.FREEZE, marked("give {target} a frozen copy of {source}"), _frozen, lambda source: Effort.M
    ),
    Action(
        ActionKind.CACHED,
        marked("let {target} go on with the last copy of {source}"),
        _with_cache,
        lambda source: Effort.M,
    ),
    Action(ActionKind.DEFAULT, marked("give {target} a default for {source}"), _with_default),
    Action(ActionKind.TOLERANCE, marked("let {target} bear {source} {delay} late"), _tolerant),
)
"""What is done at one reader, or at several at once."""


_CANARY = {
    True: marked(
        "try the new threshold of {node} on a small share before all of what it gives goes to {readers}"
    ),
    False: marked("try the new {node} on a small share before all of what it gives goes to {readers}"),
}
"""By whether it is a threshold that changes."""


def at_edge(impact: Impact, action: Action, edge: Edge) -> Proposal | None:
    """This action at the reader of one edge, where it is admissible."""
    return together(impact, action, [edge])


def together(impact: Impact, action: Action, edges: list[Edge]) -> Proposal | None:
    """This action at all of these edges where it is admissible, which share their source or their reader."""
    edited = [new for e in edges if (new := action.edited(impact, e)) is not None]
    if not edited:
        return None
    nodes = impact.graph.nodes
    sources = list(dict.fromkeys(e.from_id for e in edited))
    targets = list(dict.fromkeys(e.to_id for e in edited))
    effort = max((action.effort(nodes[i]) for i in sources), key=list(Effort).index)
    delay = longest_delay(impact.changes)
    return Proposal(
        kind=action.kind,
        effort=effort if len(edited) == 1 else effort.more(),
        says=tr(
            action.says,
            source=listed(nodes[i].name for i in sources),
            target=listed(nodes[i].name for i in targets),
            delay="" if delay is None else describe_duration(delay),
        ),
        owner=_owner(nodes[i] for i in targets),
        edges=tuple(edited),
    )


def contract_at(impact: Impact, edge: Edge) -> Proposal | None:
    """An enforced schema where a field would be lost on its way into what is written."""
    target = impact.graph.nodes[edge.to_id]
    if edge.kind not in (EdgeKind.PRODUCES, EdgeKind.DERIVES) or not _has(
        impact, edge.from_id, Channel.SCHEMA
    ):
        return None
    contract = target.contract or Contract()
    if contract.schema_enforced:
        return None
    bound = replace(target, contract=replace(contract, enforced=(*contract.enforced, "schema")))
    says = tr("enforce the schema of {target}, so that what breaks it is refused", target=target.name)
    return Proposal(ActionKind.CONTRACT, Effort.M, says, target.owner, (bound,))


def canary(impact: Impact, change: HypotheticalChange) -> Proposal | None:
    """A planned change tried on a small share before what it gives is given to all."""
    planned = (ChangeKind.NEW_VERSION, ChangeKind.RETRAIN, ChangeKind.THRESHOLD)
    changed = change.to if change.kind is ChangeKind.THRESHOLD and change.to is not None else change.node
    node = impact.graph.nodes[changed]
    runs = node.kind in (NodeKind.MODEL, NodeKind.JOB, NodeKind.CONSUMER, NodeKind.FEATURE)
    edges = _held_back(impact, changed, Pin.PINNED)
    if change.kind not in planned or not runs or not edges:
        return None
    says = tr(
        _CANARY[change.kind is ChangeKind.THRESHOLD],
        node=node.name,
        readers=listed(impact.graph.nodes[e.to_id].name for e in edges),
    )
    return Proposal(ActionKind.CANARY, Effort.M, says, node.owner, (), edges)


def parallel(impact: Impact, change: HypotheticalChange) -> Proposal | None:
    """The old version kept beside the new one until every reader has moved."""
    planned = (ChangeKind.NEW_VERSION, ChangeKind.SCHEMA_BREAK, ChangeKind.SCHEMA_ADD, ChangeKind.RETIRE)
    node = impact.graph.nodes[change.node]
    versioned = node.kind in (NodeKind.ARTIFACT, NodeKind.DATASET, NodeKind.FEATURE, NodeKind.MODEL)
    edges = _held_back(impact, change.node, Pin.FROZEN if change.kind is ChangeKind.RETIRE else Pin.PINNED)
    if change.kind not in planned or not versioned or not edges:
        return None
    says = tr("keep the old {node} beside the new one until each reader has moved", node=node.name)
    if change.kind is ChangeKind.RETIRE:
        says = tr("keep {node} until each reader has moved", node=node.name)
    effort = Effort.L if node.kind is NodeKind.MODEL else Effort.M
    return Proposal(ActionKind.PARALLEL, effort, says, node.owner, (), edges)


def slice_before(impact: Impact, edges: list[Edge], world: Node) -> Proposal:
    """A share of what the world is shown that no model decides, at each of these edges."""
    nodes = impact.graph.nodes
    shown = tuple(replace(e, exploration=SLICE) for e in edges)
    at = list(dict.fromkeys(nodes[e.from_id].name for e in edges))
    says = tr(
        "let chance decide a slice of what comes to {world} from {models} (say {share:.0%}), and measure on that "
        "slice",
        world=world.name,
        models=listed(at),
        share=SLICE,
    )
    effort = Effort.M if len(edges) == 1 else Effort.L
    owner = _owner(nodes[e.from_id] for e in edges)
    return Proposal(ActionKind.SLICE, effort, says, owner, (), shown)


def longest_delay(changes: tuple[HypotheticalChange, ...]) -> timedelta | None:
    """How late the latest of the changes makes things; None where some delay is not known, or there is none."""
    delays = [c.delay for c in changes if c.kind is ChangeKind.DELAY]
    known = [d for d in delays if d is not None]
    return max(known) if known and len(known) == len(delays) else None


def _held_back(impact: Impact, node_id: str, pin: Pin) -> tuple[Edge, ...]:
    no_data = (EdgeKind.WATCHES, EdgeKind.OPTIMISES, EdgeKind.TRIGGERS)
    open_ = [
        e
        for e in impact.graph.edges_from(node_id)
        if e.kind not in no_data and e.pin is not Pin.FROZEN and e.pin is not pin
    ]
    return tuple(replace(e, pin=pin) for e in open_)


def _owner(nodes: Iterable[Node]) -> str | None:
    owners = {n.owner for n in nodes}
    return owners.pop() if len(owners) == 1 else None


def _has(impact: Impact, node_id: str, channel: Channel) -> bool:
    row = impact.by_id.get(node_id)
    return row is not None and channel in row.channels
