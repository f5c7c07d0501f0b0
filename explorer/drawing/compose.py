"""Graph, layout, theme and perhaps an answer → the picture that every surface draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from explorer.domain.geometry import Point, Rect
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.drawing.areas import widened
from explorer.drawing.captions import description_of, facts_of, subtitle_of, title_of
from explorer.drawing.cards import Cards, cards_of
from explorer.drawing.edge_pills import NO_COUNTS, PillSort, PillText, pill_sizes, pill_texts
from explorer.drawing.edits import NO_EDITS, Edits, edit_arrays
from explorer.drawing.ends import finished_ends
from explorer.drawing.folded import Folded, area_of, team_name
from explorer.drawing.keeping import NO_KEEPING, keeping_array
from explorer.drawing.legend import legend_of
from explorer.drawing.marks import MarkArrays, Marks, mark_arrays
from explorer.drawing.picture import (
    NO_EFFECT,
    Bools,
    EdgeShapes,
    Edit,
    Floats,
    GroupShape,
    Keeping,
    NodeShapes,
    Picture,
    Pill,
)
from explorer.drawing.strokes import strokes_of
from explorer.drawing.text import fitting, shown, width
from explorer.drawing.theme import Theme
from explorer.language import tr
from explorer.layout.curves import extent
from explorer.layout.request import Layout
from explorer.layout.stacking import Reals

GROUP_LABEL_SIZE, GROUP_LABEL_WEIGHT, GROUP_LABEL_SPACING = 10.0, 600, 0.4
BADGE_RADIUS = 8.0
BADGE_CENTRE = (-3.0, 3.0)
"""From the upper right corner of the card's box."""

_LABEL_LEFT, _LABEL_DOWN = 16.0, 21.0
_OVERHANG = 8.0  # of badges and heavy outlines beyond a card


def compose(
    graph: SystemGraph,
    layout: Layout,
    theme: Theme,
    *,
    marks: Marks | None = None,
    focus: Collection[str] | None = None,
    part: str = "",
    note: str = "",
    cards: Cards | None = None,
    edits: Edits = NO_EDITS,
    folded: Folded | None = None,
    whole: SystemGraph | None = None,
    keeping: Mapping[str, Keeping] = NO_KEEPING,
) -> Picture:
    """The picture of a graph that `layout` has placed.

    marks: an answer; what it does not touch is faded. focus: ids, all others are faded. part: what is shown, where
    that is not the whole system ("around ranker, 2 steps"). note: what else is to be known of it, which no banner
    tells. cards: what cards_of(graph) said, to save the time. edits: what of the graph is only there in a scenario,
    or not there any more. folded: the system that the graph is drawn for, where some of its teams are closed.
    whole: the system, where that is not all of it. keeping: nodes that the layout may not put where it likes.
    """
    arrays = graph.arrays
    cards = cards or cards_of(graph)
    marked = mark_arrays(marks, arrays.index, arrays.keys)
    node_edit, edge_edit = edit_arrays(edits, arrays)
    node_faded, edge_faded = _faded(graph, marks, marked, focus)
    node_faded &= node_edit == Edit.KEPT  # what is edited is what the question is about
    edge_faded &= edge_edit == Edit.KEPT
    boxes = np.hstack([layout.centres - cards.sizes / 2, cards.sizes]).astype(np.float32)
    drawn = strokes_of(graph, marked, edge_edit, theme)
    start, end = arrays.from_index, arrays.to_index
    ends = finished_ends(
        layout.routes,
        layout.starts,
        boxes[start],
        boxes[end],
        (cards.outline[start], cards.outline[end]),
        end,
    )
    gone = edge_edit == Edit.REMOVED
    pills = _pills(
        pill_texts(graph, edits, folded.counts if folded else NO_COUNTS), layout, theme, edge_faded | gone
    )
    groups = _groups(
        graph, layout, whole or (folded.system if folded is not None else graph), _corners(boxes, pills)
    )
    nodes = NodeShapes(
        ids=arrays.ids,
        boxes=boxes,
        kind=cards.kind,
        outline=cards.outline,
        titles=cards.titles,
        subtitles=cards.subtitles,
        dashed=cards.dashed,
        effect=marked.effect,
        possible=marked.possible,
        wave=marked.wave,
        sight=marked.sight,
        faded=node_faded,
        edit=node_edit,
        keeping=keeping_array(keeping, arrays.index),
    )
    edges = EdgeShapes(
        keys=arrays.keys,
        routes=ends.routes,
        starts=layout.starts,
        tips=ends.tips,
        directions=ends.directions,
        stroke=drawn.stroke,
        effect=marked.edge_effect,
        faded=edge_faded,
        edit=edge_edit,
    )
    system = graph.without((n.id for n in edits.nodes), (e.key for e in edits.edges)) if edits else graph
    if folded is not None:
        system, part = folded.system, " · ".join(t for t in (part, folded.told) if t)
    part = " · ".join(t for t in (part, note) if t)
    return Picture(
        title=title_of(graph),
        subtitle=subtitle_of(system, marks, part),
        facts=facts_of(system, marks, note),
        description=description_of(system, marks, part, edits),
        nodes=nodes,
        edges=edges,
        strokes=drawn.strokes,
        pills=pills,
        groups=groups,
        legend=legend_of(nodes, edges, drawn.strokes, pills, theme),
        bounds=_bounds(boxes, extent(ends.routes, layout.starts), pills, groups),
        theme=theme.name,
        members=folded.members if folded else {},
        within=folded.within if folded else {},
        bundles=folded.bundles if folded else {},
    )


def _faded(
    graph: SystemGraph, marks: Marks | None, marked: MarkArrays, focus: Collection[str] | None
) -> tuple[Bools, Bools]:
    arrays = graph.arrays
    nodes = np.zeros(len(arrays.ids), np.bool_)
    edges = np.zeros(len(arrays.keys), np.bool_)
    if marks is not None and marks.nodes:  # else nothing happens that could leave others as they are
        nodes |= marked.effect == NO_EFFECT
        edges |= marked.edge_effect == NO_EFFECT
    if focus is not None:
        kept = frozenset(focus)
        nodes |= np.fromiter((i not in kept for i in arrays.ids), np.bool_, len(nodes))
        edges |= nodes[arrays.from_index] | nodes[arrays.to_index]
    return nodes, edges


def _pills(texts: Sequence[PillText | None], layout: Layout, theme: Theme, faded: Bools) -> tuple[Pill, ...]:
    sizes = pill_sizes(texts)
    pills = []
    for j, pill in enumerate(texts):
        if pill is None or not np.isfinite(layout.label_centres[j]).all():
            continue
        (x, y), (w, h) = layout.label_centres[j].tolist(), sizes[j].tolist()
        box = Rect(x - w / 2, y - h / 2, x + w / 2, y + h / 2)
        pills.append(
            Pill(
                j,
                box,
                pill.text,
                _pill_colour(theme, pill.sorts[0]),
                bool(faded[j]) and pill.sorts[0] != "removed",
            )
        )
    return tuple(pills)


def _pill_colour(theme: Theme, sort: PillSort) -> str:
    return {"added": theme.added, "removed": theme.removed}.get(sort) or theme.pill_colours[sort]


def _groups(
    graph: SystemGraph, layout: Layout, whole: SystemGraph, standing: Reals
) -> tuple[GroupShape, ...]:
    """whole: the graph with the nodes that are not drawn by themselves too. standing: corners of cards and pills."""
    groups = []
    counts, owners = _told_counts(graph, whole), graph.owners()
    names = [shown(team_name(graph, owner).upper()) for owner in owners]
    wanted = [
        [group_label_width(label) + 2 * _LABEL_LEFT for label in (name + counts[owner], name)]
        for owner, name in zip(owners, names, strict=True)
    ]
    areas = widened(layout.group_rects, wanted, standing)
    for owner, whole_name, corners in zip(owners, names, areas.tolist(), strict=True):
        box, count = Rect(*corners), counts[owner]
        if box.x0 != box.x0:  # NaN: nobody of this team is in the picture
            continue
        room = box.width - 2 * _LABEL_LEFT
        name = _fitted(whole_name, room)
        counting = _fitted(name, room - group_label_width(count)) + count
        label = counting if group_label_width(counting) <= room and not counting.startswith("…") else name
        groups.append(GroupShape(owner, label, box, Point(box.x0 + _LABEL_LEFT, box.y0 + _LABEL_DOWN), name))
    return tuple(groups)


def _told_counts(graph: SystemGraph, whole: SystemGraph) -> dict[str, str]:
    """What is said behind each team's name."""
    drawn, all_nodes, told = _numbers(graph), _numbers(whole), {}
    for owner in graph.owners():
        nodes = counted(max(drawn[owner], all_nodes[owner]), "node")
        if drawn[owner] < all_nodes[owner]:
            nodes = tr("{count:,} of {nodes}", count=drawn[owner], nodes=nodes)
        told[owner] = f" · {nodes}"
    return told


def _corners(boxes: Floats, pills: Sequence[Pill]) -> Reals:
    cards = np.hstack([boxes[:, :2], boxes[:, :2] + boxes[:, 2:]])
    return np.concatenate([cards, np.array([pill.box for pill in pills], np.float32).reshape(-1, 4)])


def _numbers(graph: SystemGraph) -> Counter[str | None]:
    """How many nodes are in each team's area."""
    return Counter(map(area_of, graph.nodes.values()))


def _fitted(label: str, room: float) -> str:
    return fitting(label, room, GROUP_LABEL_SIZE, GROUP_LABEL_WEIGHT, GROUP_LABEL_SPACING)


def group_label_width(label: str) -> float:
    """How wide a team's label is drawn, in pixels."""
    return width(label, GROUP_LABEL_SIZE, GROUP_LABEL_WEIGHT) + GROUP_LABEL_SPACING * len(label)


def _bounds(boxes: Floats, lines: Reals, pills: Sequence[Pill], groups: Sequence[GroupShape]) -> Rect:
    """Everything that is drawn; lines: the corners of what the lines cover, NaN without any."""
    corners: list[Reals] = []
    if len(boxes):
        corners += [boxes[:, :2] - np.float32(_OVERHANG), boxes[:, :2] + boxes[:, 2:] + np.float32(_OVERHANG)]
    if np.isfinite(lines).all():
        corners.append(lines)
    others = [p.box for p in pills] + [g.box for g in groups]
    if others:
        corners.append(np.array(others, np.float32).reshape(-1, 2))
    if not corners:
        return Rect(0.0, 0.0, 0.0, 0.0)
    every = np.concatenate(corners)
    (x0, y0), (x1, y1) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
    return Rect(x0, y0, x1, y1)
