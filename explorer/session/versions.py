"""Two versions of a system side by side: what was added, removed and changed, and what that did to the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Generic, TypeVar

from explorer.analysis.scenarios.comparison import Difference, difference
from explorer.analysis.scenarios.outcome import outcome
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.language import tr

K = TypeVar("K")
_NOT_COMPARED = frozenset(("source",))
"""Where something is stated is no part of what it is: a line added above it changes nothing."""


@dataclass(frozen=True, slots=True)
class Changed(Generic[K]):
    """Something that both versions have, and the attributes that differ, in the order of their definition."""

    key: K
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What the new version has that the old has not."""

    old: SystemGraph
    new: SystemGraph
    changed_nodes: tuple[Changed[str], ...]
    changed_edges: tuple[Changed[EdgeKey], ...]
    outcome: Difference

    @property
    def is_none(self) -> bool:
        """Whether the two are the same system."""
        found = self.outcome
        return not (
            found.nodes_gone
            or found.nodes_new
            or found.edges_gone
            or found.edges_new
            or self.changed_nodes
            or self.changed_edges
        )


@dataclass(frozen=True, slots=True)
class PartsDifference:
    """What of the parts of a system is new, gone, or stated otherwise; what follows from that was not worked out."""

    old: SystemGraph
    new: SystemGraph
    nodes_new: tuple[str, ...]
    nodes_gone: tuple[str, ...]
    edges_new: tuple[EdgeKey, ...]
    edges_gone: tuple[EdgeKey, ...]
    changed_nodes: tuple[Changed[str], ...]
    changed_edges: tuple[Changed[EdgeKey], ...]

    def __len__(self) -> int:
        listed = (self.nodes_new, self.nodes_gone, self.changed_nodes)
        of_edges = (self.edges_new, self.edges_gone, self.changed_edges)
        return sum(len(each) for each in (*listed, *of_edges))


def parts_difference(
    old: SystemGraph, new: SystemGraph, check: Callable[[], None] = lambda: None
) -> PartsDifference:
    """Compare the parts of two versions of a system."""
    return PartsDifference(
        old,
        new,
        tuple(i for i in new.nodes if i not in old.nodes),
        tuple(i for i in old.nodes if i not in new.nodes),
        tuple(k for k in new.edges if k not in old.edges),
        tuple(k for k in old.edges if k not in new.edges),
        _changed(old.nodes, new.nodes, check),
        _changed(old.edges, new.edges, check),
    )


def version_difference(old: SystemGraph, new: SystemGraph, task: Task | None = None) -> VersionDifference:
    """Compare two versions of a system, and the findings and answers about them."""
    task = task or Task()
    task.progress(tr("Looking at the old version"), None)
    before = outcome(old, check=task.check)
    task.progress(tr("Looking at the new version"), None)
    after = outcome(new, check=task.check)
    return VersionDifference(
        old,
        new,
        _changed(old.nodes, new.nodes),
        _changed(old.edges, new.edges),
        difference(before, after),
    )


def changed_since(old: SystemGraph, new: SystemGraph) -> frozenset[str]:
    """The nodes of the new version that are new or stated otherwise, and the readers of what is read otherwise."""
    nodes = {i for i in new.nodes if i not in old.nodes} | {c.key for c in _changed(old.nodes, new.nodes)}
    edges = (old.edges.keys() ^ new.edges.keys()) | {c.key for c in _changed(old.edges, new.edges)}
    return frozenset(nodes | {key.to_id for key in edges if key.to_id in new.nodes})


def _changed(
    before: Mapping[K, Node | Edge],
    after: Mapping[K, Node | Edge],
    check: Callable[[], None] = lambda: None,
) -> tuple[Changed[K], ...]:
    found = []
    for key, one in checked(before.items(), check):
        other = after.get(key)
        if other is not None and one is not other and one != other:
            names = tuple(
                f.name
                for f in fields(one)
                if f.name not in _NOT_COMPARED and getattr(one, f.name) != getattr(other, f.name)
            )
            if names:
                found.append(Changed(key, names))
    return tuple(found)
