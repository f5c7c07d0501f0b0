"""Coverage in every dimension: how many of something are known, by which sources and over which days.

The three dimensions of the answer to question 3 come first; the others show how far the registry can be relied on.
Nothing that is absent counts for the better, and no average is made of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from explorer.analysis.coverage import SHARED, Coverage, coverage
from explorer.domain.entities import Node, ReadLog
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.domain.pauses import checked
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed
from explorer.language import tr, tr_n

_VERSIONED = frozenset((NodeKind.ARTIFACT, NodeKind.MODEL))


@dataclass(frozen=True, slots=True)
class Grounded:
    """A coverage with what it rests on: the sources that state it, and the days that logs cover."""

    coverage: Coverage
    sources: tuple[str, ...]
    window: str

    @property
    def text(self) -> str:
        """ "versions: 3 of 11 known (by recs.yaml)"."""
        about = self.coverage
        gaps = {"dimension": about.dimension, "known": about.known, "total": about.total}
        if not self.sources:
            return tr("{dimension}: {known:,} of {total:,} known", **gaps)
        by = ", ".join(filter(None, (listed(self.sources, 1), self.window)))
        return tr("{dimension}: {known:,} of {total:,} known (by {sources})", **gaps, sources=by)


def grounded_coverage(graph: SystemGraph, check: Callable[[], None] = lambda: None) -> list[Grounded]:
    """Every dimension that there is something of, each with its sources; the headline is `weakest` of them."""
    found = []
    for dimension in (*coverage(graph, check), *_further(graph, check)):
        check()
        found.append(_grounded(graph, dimension, check))
    return found + _parsed_queries(graph)


def weakest(dimensions: Iterable[Grounded]) -> Grounded | None:
    """The dimension of which least is known; the first of several."""
    return min(dimensions, key=lambda d: d.coverage.share, default=None)


def _further(graph: SystemGraph, check: Callable[[], None]) -> list[Coverage]:
    nodes = graph.nodes.values()
    shared = [n for n in checked(nodes, check) if n.kind in SHARED]
    served = [
        n for n in checked(nodes, check) if n.kind is NodeKind.MODEL or n.subtype is Subtype.PREDICTIONS
    ]
    asked = (
        (tr("contracts"), "contract", [(n.id, n.contract is not None) for n in shared]),
        (
            tr("freshness"),
            "freshness",
            [(n.id, n.freshness is not None) for n in shared if n.kind is NodeKind.DATASET],
        ),
        (tr("measurement"), "monitors", [(n.id, _is_watched(graph, n)) for n in checked(served, check, 200)]),
        (
            tr("metrics"),
            "success_metric",
            [(n.id, _is_judged(graph, n)) for n in checked(served, check, 200) if n.kind is NodeKind.MODEL],
        ),
        (
            tr("versions"),
            "version",
            [(n.id, n.version is not None) for n in checked(nodes, check) if n.kind in _VERSIONED],
        ),
    )
    return [Coverage.of(*each) for each in asked if each[2]]


def _is_watched(graph: SystemGraph, node: Node) -> bool:
    """Whether a monitor watches a model or its predictions, the one or the other."""
    around = [node.id]
    around += [e.to_id for e in graph.edges_from(node.id) if e.kind is EdgeKind.PRODUCES]
    around += [e.from_id for e in graph.edges_into(node.id) if e.kind is EdgeKind.PRODUCES]
    return any(e.kind is EdgeKind.WATCHES for i in around for e in graph.edges_from(i))


def _is_judged(graph: SystemGraph, node: Node) -> bool:
    return any(e.kind is EdgeKind.OPTIMISES for e in graph.edges_from(node.id))


def _grounded(graph: SystemGraph, share: Coverage, check: Callable[[], None]) -> Grounded:
    if share.field == "last_seen":
        return _seen(graph, share, check)
    lacking = set(share.lacking)
    stating = [
        n for n in checked(graph.nodes.values(), check) if n.id not in lacking and n.source is not None
    ]
    if share.field in ("owner", "access", "contract", "freshness", "version"):
        stating = [n for n in stating if getattr(n, share.field) is not None]
    sources = sorted({n.source.document for n in stating if n.source is not None}) if share.known else []
    return Grounded(share, tuple(sources), "")


def _seen(graph: SystemGraph, share: Coverage, check: Callable[[], None]) -> Grounded:
    """The logs behind confirmed reads, and the days from the first to the last read that they show."""
    logs = _logs(graph)
    days = sorted(
        d for e in checked(graph.edges.values(), check) for d in (e.first_seen, e.last_seen) if d is not None
    )
    window = tr("reads seen from {first} to {last}", first=days[0], last=days[-1]) if days else ""
    if logs:
        return Grounded(share, tuple(logs), _windows(logs.values()))
    dated = [e for e in checked(graph.edges.values(), check) if e.last_seen is not None]
    sources = sorted({e.source.document for e in dated if e.source})
    return Grounded(share, tuple(sources), window)


def _logs(graph: SystemGraph) -> dict[str, ReadLog]:
    """Each log once, by its name; the longest where nodes speak of it differently."""
    found: dict[str, ReadLog] = {}
    for node in graph.nodes.values():
        log = node.read_log
        if log is not None and (log.log not in found or log.days > found[log.log].days):
            found[log.log] = log
    return dict(sorted(found.items()))


def _windows(logs: Iterable[ReadLog]) -> str:
    return listed(
        tr_n(
            "{count:,} day from {since} to {until}",
            "{count:,} days from {since} to {until}",
            log.days,
            since=log.since,
            until=log.until,
        )
        for log in logs
    )


def _parsed_queries(graph: SystemGraph) -> list[Grounded]:
    """How many of the logs' queries were understood; of a query that was not, nobody knows what it read."""
    told = {name: log for name, log in _logs(graph).items() if log.queries}
    if not told:
        return []
    total = sum(log.queries or 0 for log in told.values())
    known = sum(min(log.parsed or 0, log.queries or 0) for log in told.values())
    share = Coverage(tr("parsed queries"), "parsed", known, total, ())
    return [Grounded(share, tuple(told), _windows(told.values()))]
