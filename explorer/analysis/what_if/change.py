"""Hypothetical changes as people write them: `outage:rank-scores`, `schema-break:play-events.dwell_ms`.

Where the notation leaves a choice, the longer id wins: a text that is an id is that node, even when it also
reads as another node and its field. A field is not checked against the fields a node is known to have,
because such lists are often incomplete and a break of a field nobody listed is a fair question.
`threshold` and `revoke` mean every edge between their two ends, whatever its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from explorer.domain.durations import format_duration, parse_duration
from explorer.domain.names import nearest, resolve_node
from explorer.domain.scenarios import EDGE_CHANGES, FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import tr

_ARROW = "->"


def parse_change(graph: SystemGraph, text: str) -> HypotheticalChange:
    """The change that `text` means in this graph; UsageError says what is wrong and lists the nearest names."""
    word, colon, rest = text.strip().partition(":")
    kind = _kind(word, has_colon=bool(colon), text=text)
    rest = rest.strip()
    if not rest:
        raise _names_no_node(text, kind)
    if kind in EDGE_CHANGES:
        start, end = _ends(graph, kind, rest)
        return HypotheticalChange(kind=kind, node=start, to=end)
    if kind is ChangeKind.DELAY:
        node, delay = _delayed(graph, rest)
        return HypotheticalChange(kind=kind, node=node, delay=delay)
    node, field = _node_and_field(graph, rest)
    if field is not None and kind not in FIELD_CHANGES:
        kinds = ", ".join(sorted(FIELD_CHANGES))
        hint = tr("Leave the field out, or use one of {kinds}.", kinds=kinds)
        raise _not_of_a_field(kind, node, field, hint=hint)
    return HypotheticalChange(kind=kind, node=node, field=field)


def format_change(change: HypotheticalChange) -> str:
    """The text that `parse_change` reads back as the same change."""
    text = f"{change.kind}:{change.node}"
    if change.to is not None:
        return f"{text}{_ARROW}{change.to}"
    if change.delay is not None:
        return f"{text}@{format_duration(change.delay)}"
    return f"{text}.{change.field}" if change.field is not None else text


def checked_change(graph: SystemGraph, change: HypotheticalChange) -> HypotheticalChange:
    """The change itself, when the graph holds what it names and its kind takes what it says; else UsageError."""
    for node in (change.node, change.to):
        if node is not None and node not in graph.nodes:
            raise UsageError(
                tr("There is no node “{name}”.", name=node), hint=_nearest_hint(node, graph.nodes)
            )
    if (change.kind in EDGE_CHANGES) != (change.to is not None):
        raise UsageError(tr("“{text}” is no change.", text=format_change(change)), hint=_write(change.kind))
    if change.to is not None:
        _require_edge(graph, change.kind, change.node, change.to)
    if change.field is not None and change.kind not in FIELD_CHANGES:
        raise _not_of_a_field(change.kind, change.node, change.field)
    if change.delay is not None and change.kind is not ChangeKind.DELAY:
        raise UsageError(tr("“{kind}” takes no hours; only “delay” does.", kind=change.kind.value))
    return change


def _kind(word: str, *, has_colon: bool, text: str) -> ChangeKind:
    try:
        kind = ChangeKind(word.strip())
    except ValueError:
        near = nearest(word.strip(), list(ChangeKind))
        known = tr("There are {kinds}.", kinds=", ".join(ChangeKind))
        if near:
            known = tr("Nearest: {names}.", names=", ".join(near))
        raise UsageError(tr("“{text}” is no kind of change.", text=word[:60]), hint=known) from None
    if not has_colon:
        raise _names_no_node(text, kind)
    return kind


def _names_no_node(text: str, kind: ChangeKind) -> UsageError:
    return UsageError(tr("“{text}” names no node.", text=text), hint=_write(kind))


def _write(kind: ChangeKind) -> str:
    return tr("Write {form}.", form=_form(kind))


def _not_of_a_field(kind: ChangeKind, node: str, field: str, *, hint: str | None = None) -> UsageError:
    text = tr(
        "“{kind}” happens to the whole of {node}, not to its field “{field}”.",
        kind=kind.value,
        node=node,
        field=field,
    )
    return UsageError(text, hint=hint)


def _form(kind: ChangeKind) -> str:
    if kind in EDGE_CHANGES:
        return f"{kind}:FROM{_ARROW}TO"
    if kind is ChangeKind.DELAY:
        return tr("{one_form} or {other_form}", one_form=f"{kind}:NODE", other_form=f"{kind}:NODE@24h")
    if kind in FIELD_CHANGES:
        return tr("{one_form} or {other_form}", one_form=f"{kind}:NODE", other_form=f"{kind}:NODE.FIELD")
    return f"{kind}:NODE"


def _node_and_field(graph: SystemGraph, text: str) -> tuple[str, str | None]:
    """Exact id; longest id and a field; unambiguous end of an id; then such an end and a field."""
    if text in graph.nodes:
        return text, None
    splits = list(_field_splits(text))
    for head, field in splits:
        if head in graph.nodes:
            return head, field
    try:
        return resolve_node(graph, text), None
    except UsageError:
        if any(i.endswith(text) for i in graph.nodes):
            raise  # the whole text ends several ids: more of the id is wanted, not a field
        for head, field in splits:
            if any(i.endswith(head) for i in graph.nodes):
                return resolve_node(graph, head), field
        raise


def _field_splits(text: str) -> Iterator[tuple[str, str]]:
    """Every way to read `text` as NODE.FIELD, the longest node first."""
    dot = text.rfind(".")
    while dot > 0:
        if text[dot + 1 :]:
            yield text[:dot], text[dot + 1 :]
        dot = text.rfind(".", 0, dot)


def _delayed(graph: SystemGraph, text: str) -> tuple[str, timedelta | None]:
    node, at, hours = text.rpartition("@")
    if at and text not in graph.nodes:
        try:
            delay = parse_duration(hours)
        except ValueError as error:
            raise UsageError(str(error), hint=_write(ChangeKind.DELAY)) from error
        return _whole_node(graph, node), delay
    return _whole_node(graph, text), None


def _whole_node(graph: SystemGraph, text: str) -> str:
    node, field = _node_and_field(graph, text)
    if field is not None:
        raise _not_of_a_field(ChangeKind.DELAY, node, field)
    return node


def _ends(graph: SystemGraph, kind: ChangeKind, text: str) -> tuple[str, str]:
    parts = text.split(_ARROW)
    if len(parts) < 2:
        raise UsageError(tr("“{text}” names no edge.", text=f"{kind}:{text}"), hint=_write(kind))
    for i in range(1, len(parts)):  # an id may hold an arrow itself
        start, end = _ARROW.join(parts[:i]), _ARROW.join(parts[i:])
        if start in graph.nodes and end in graph.nodes:
            break
    else:
        start, end = (part.strip() for part in (parts[0], _ARROW.join(parts[1:])))
    start, end = resolve_node(graph, start), resolve_node(graph, end)
    _require_edge(graph, kind, start, end)
    return start, end


def _require_edge(graph: SystemGraph, kind: ChangeKind, start: str, end: str) -> None:
    readers = sorted({e.to_id for e in graph.edges_from(start)})
    if end in readers:
        return
    writers = sorted({e.from_id for e in graph.edges_into(end)})
    leaving = tr("{node} is read by nobody", node=start)
    if readers:
        leaving = tr("{node} is read by {readers}", node=start, readers=_few(readers))
    entering = tr("{node} reads nothing", node=end)
    if writers:
        entering = tr("{node} reads {sources}", node=end, sources=_few(writers))
    edge = f"{start} {_ARROW} {end}"
    raise UsageError(
        tr("There is no edge {edge} to put “{kind}” on.", edge=edge, kind=kind.value),
        hint=f"{leaving}; {entering}.",
    )


def _few(names: list[str], most: int = 8) -> str:
    few = ", ".join(names[:most])
    return tr("{names} and {count} more", names=few, count=len(names) - most) if len(names) > most else few


def _nearest_hint(text: str, ids: Iterable[str]) -> str | None:
    near = nearest(text, ids)
    return tr("Nearest: {names}.", names=", ".join(near)) if near else None
