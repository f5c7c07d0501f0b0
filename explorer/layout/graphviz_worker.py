"""The process that holds Graphviz, the only place that does: integers and sizes in, positions and curves out.

Graphviz cannot be cancelled, ends its process when memory runs out, and has crashed on clean input, so nothing else
lives here. Run as a module; it answers frames on its standard output until its input closes.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from explorer.layout.frames import read_frame, write_frame

_POINT = 72.0  # Graphviz sizes are inches; one point is one pixel here
_SPLINES = ("true", "polyline")
DONE, FAILED = 0, 1


def serve(memory_limit: int) -> None:
    """Say whether Graphviz is there, then answer every request until the pipe closes."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    try:
        from pygraphviz import graphviz
    except (ImportError, OSError) as error:
        write_frame(answers, _failure(f"{type(error).__name__}: {error}"))
        return
    _limit_memory(memory_limit)
    write_frame(answers, [np.array([DONE])])
    context = graphviz.gvContextWithBuiltins()
    while True:
        try:
            request = read_frame(requests)
        except (EOFError, ValueError):
            return
        try:
            answer = [np.array([DONE]), *_lay_out(graphviz, context, *request)]
        except (MemoryError, ValueError, KeyError) as error:
            answer = _failure(f"{type(error).__name__}: {error}")
        write_frame(answers, answer)


def dot_text(
    sizes: NDArray[Any],
    clusters: NDArray[Any],
    edges: NDArray[Any],
    options: NDArray[Any],
    settings: NDArray[Any],
    layers: NDArray[Any] | None = None,
) -> str:
    """The graph in Graphviz's language, written from numbers alone.

    options: (e, 2) per edge: 1 where it runs against the flow, weight. settings: style of curves, quick search or
    not, room between rows, between columns, and around clusters, in pixels. layers: of each box, -1 for any.
    """
    style, quick, row_gap, column_gap, padding = (int(value) for value in settings)
    hurry = "nslimit=1;nslimit1=1;mclimit=.5;" if quick else ""
    lines = [
        f"digraph{{rankdir=LR;newrank=true;splines={_SPLINES[style]};nodesep={row_gap / _POINT:.4f};"
        f"ranksep={column_gap / _POINT:.4f};{hurry}",
        'node[shape=box,fixedsize=true,label="",margin=0];'
        "edge[arrowhead=none,arrowtail=none,tailport=e,headport=w];",
    ]
    for i, (width, height) in enumerate(sizes.tolist()):
        lines.append(f"{i}[width={max(width, 1) / _POINT:.5f},height={max(height, 1) / _POINT:.5f}]")
    members: dict[int, list[str]] = {}
    for i, cluster in enumerate(clusters.tolist()):
        if cluster >= 0:
            members.setdefault(int(cluster), []).append(str(i))
    for cluster, names in members.items():
        lines.append(f"subgraph cluster_{cluster}{{margin={padding};{';'.join(names)}}}")
    for i, ((tail, head), (against, weight)) in enumerate(zip(edges.tolist(), options.tolist(), strict=True)):
        ends = f"{int(head)}->{int(tail)}" if against else f"{int(tail)}->{int(head)}"
        ports = ",tailport=w,headport=e" if against else ""
        strength = f",weight={min(int(weight), 100)}" if weight > 1 else ""
        lines.append(f"{ends}[id={i}{ports}{strength}]")
    for layer in range(0 if layers is None else int(layers.max(initial=-1)) + 1):
        lines.append(f"{{rank=same;{';'.join(map(str, np.flatnonzero(layers == layer).tolist()))}}}")
    lines.append("}")
    return "\n".join(lines)


def _lay_out(
    graphviz: Any,
    context: Any,
    sizes: NDArray[Any],
    clusters: NDArray[Any],
    edges: NDArray[Any],
    options: NDArray[Any],
    settings: NDArray[Any],
    layers: NDArray[Any] | None = None,
) -> list[NDArray[Any]]:
    import pygraphviz

    graph = pygraphviz.AGraph(string=dot_text(sizes, clusters, edges, options, settings, layers))
    if graphviz.gvLayout(context, graph.handle, b"dot"):
        raise ValueError("Graphviz did not finish the layout.")
    try:
        status, text = graphviz.gvRenderData(context, graph.handle, b"json0")
    finally:
        graphviz.gvFreeLayout(context, graph.handle)
    graph.close()
    if status:
        raise ValueError("Graphviz did not write the layout.")
    return _parsed(json.loads(text), len(sizes), options[:, 0])


def _parsed(answer: dict[str, Any], count: int, against: NDArray[Any]) -> list[NDArray[Any]]:
    """(centres, routes, starts) with y down; every box must be there once, every number finite."""
    height = float(answer["bb"].split(",")[3])
    centres = np.full((count, 2), np.nan)
    seen = 0
    for item in answer["objects"]:
        name = str(item["name"])
        if name.isdigit():
            x, y = item["pos"].split(",")
            centres[int(name)] = float(x), height - float(y)
            seen += 1
    if seen != count or not np.isfinite(centres).all():
        raise ValueError("Graphviz lost a box.")
    ways = [""] * len(against)
    for item in answer.get("edges", ()):
        way = str(item.get("pos", "")).replace("\\\n", "")
        if ";" not in way and way[:1] not in "es":  # else in pieces or with a tip: the caller draws it
            ways[int(item["id"])] = way
    counts = np.array([way.count(",") for way in ways], np.int64)
    routes = np.array(" ".join(ways).replace(",", " ").split(), float).reshape(-1, 2)
    owner = np.repeat(np.arange(len(ways)), counts)
    routes = routes[_turned(counts, owner, np.asarray(against, bool))]
    sound = (counts % 3 == 1) & (counts > 1)
    sound[owner[~np.isfinite(routes).all(axis=1)]] = False
    routes = routes[sound[owner]]
    routes[:, 1] = height - routes[:, 1]
    return [centres, routes, np.concatenate([[0], np.cumsum(np.where(sound, counts, 0))]).astype(np.int32)]


def _turned(counts: NDArray[Any], owner: NDArray[Any], against: NDArray[Any]) -> NDArray[Any]:
    """The order of all points in which the routes against the flow run the other way."""
    ends = np.cumsum(counts)
    place = np.arange(len(owner))
    return np.where(against[owner], (2 * ends - counts)[owner] - 1 - place, place)


def _failure(message: str) -> list[NDArray[Any]]:
    return [np.array([FAILED]), np.frombuffer(message.encode("utf-8", "replace")[:500], np.uint8)]


def _limit_memory(limit: int) -> None:
    """Bound this process's memory where the platform can; elsewhere the wall limit has to do."""
    if limit <= 0:
        return
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    serve(int(os.environ.get("RIPPLEMAP_LAYOUT_MEMORY", "0")))
