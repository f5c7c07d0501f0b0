"""Looking for the cause of what is bad, step by step: marks as a person gives them, and the answer they lead to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from explorer.analysis.localisation.located import SHOWN_SUSPECTS, Located, locate
from explorer.analysis.localisation.marks import BAD, GOOD, Mark, Sightings
from explorer.domain.kinds import Channel
from explorer.domain.names import resolve_node
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.importers.adapter import Task
from explorer.language import tr


def ask_locate(
    graph: SystemGraph, seen: Sightings, task: Task | None = None, *, most: int = SHOWN_SUSPECTS
) -> Located:
    """Where the fault lies after what was seen; UsageError for marks that make no sense.

    After a check ask again with `seen.after_check(node, is_bad=…)`.
    """
    task = task or Task()
    task.progress(tr("Looking for the cause"), None)
    return locate(graph, seen, most=most, check=task.check)


def sightings_from(
    graph: SystemGraph,
    *,
    bad: Iterable[str],
    good: Iterable[str] = (),
    degrees: Iterable[str] = (),
    since: Iterable[str] = (),
    changed: Iterable[str] = (),
) -> Sightings:
    """Marks as a person writes them; UsageError says which is not understood, or contradicts another.

    bad, good: NODE, or NODE@CHANNEL for what is bad or good of it. degrees: NODE=0.7. since: NODE=2026-11-20T10:00.
    """
    began = {resolve_node(graph, node): _time(text) for node, text in map(_pair, since)}
    seen = Sightings((), frozenset(resolve_node(graph, text) for text in changed))
    marks = [Mark(node=n, channel=c, degree=BAD) for n, c in (_node(graph, t) for t in bad)]
    marks += [Mark(node=n, channel=c, degree=GOOD) for n, c in (_node(graph, t) for t in good)]
    marks += [Mark(node=resolve_node(graph, n), degree=_degree(d)) for n, d in map(_pair, degrees)]
    for mark in marks:
        for other in seen.marks:
            if (other.node, other.channel) == (mark.node, mark.channel) and other.degree != mark.degree:
                raise UsageError(
                    tr(
                        "{name} is marked in two ways that contradict each other.",
                        name=graph.nodes[mark.node].name,
                    ),
                    hint=tr("Mark it once."),
                )
        seen = seen.with_mark(
            Mark(node=mark.node, degree=mark.degree, channel=mark.channel, since=began.get(mark.node))
        )
    return seen


def _node(graph: SystemGraph, text: str) -> tuple[str, Channel | None]:
    node, at, channel = text.rpartition("@")
    if at and text not in graph.nodes and channel in set(Channel):
        return resolve_node(graph, node), Channel(channel)
    return resolve_node(graph, text), None


def _pair(text: str) -> tuple[str, str]:
    node, equals, value = text.rpartition("=")
    if not equals or not node:
        raise UsageError(tr("“{text}” says nothing of a node.", text=text), hint=tr("Write NODE=VALUE."))
    return node, value


def _degree(text: str) -> float:
    try:
        degree = float(text)
    except ValueError:
        degree = -1.0
    if not 0 <= degree <= 1:
        raise UsageError(
            tr("“{text}” is no degree.", text=text[:40]),
            hint=tr("Write a number from 0 (healthy) to 1 (bad)."),
        )
    return degree


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            tr("“{text}” is no time.", text=text[:40]), hint=tr("Write 2026-11-20T10:00.")
        ) from None
    return time.astimezone()
