"""The hover card in the window: asked for by a pointer that rests or by the keyboard, worked out off its thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QRectF

from explorer.domain.findings import Finding
from explorer.domain.geometry import Point
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.ui.aloud import announce
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.hover_card import HoverCard
from explorer.ui.canvas.resting import Resting, Subject
from explorer.ui.canvas.scene import NOTHING
from explorer.ui.work import Work

if TYPE_CHECKING:
    from explorer.session.glances import Glance
    from explorer.session.what_ifs import WhatIf

Known = Callable[[], tuple[SystemGraph, Sequence[Finding], "WhatIf | None"]]


class Hovering(QObject):
    """One card over one canvas."""

    def __init__(self, canvas: Canvas, work: Work, known: Known) -> None:
        """`known` gives the system, its findings, and the what-if that is shown."""
        super().__init__(canvas)
        self._canvas = canvas
        self._work = work
        self._known = known
        self.card = HoverCard(canvas)
        self._resting = Resting(canvas)
        self._resting.rested.connect(self._ask)
        self._resting.left.connect(self._leave)

    def leave(self) -> None:
        """What is shown is another picture."""
        self._resting.leave()

    def _ask(self, subject: Subject, place: QRectF) -> None:
        graph, findings, what_if = self._known()
        picture = self._canvas.picture

        def work(_: Task) -> Glance | None:
            from explorer.session.team_glances import glance_at_drawn

            return glance_at_drawn(picture, graph, subject, findings, what_if)

        self._work.run("hover", work, lambda glance: self._show(glance, subject, place))

    def _show(self, glance: Glance | None, subject: Subject, place: QRectF) -> None:
        if glance is not None:
            own, others = around(self._canvas, subject)
            self.card.tell(glance, own.united(place), others, self._canvas.viewport.text)
            announce(self._canvas, glance.text)

    def _leave(self) -> None:
        self._work.stop("hover")
        self.card.hide()


def around(canvas: Canvas, subject: Subject) -> tuple[QRectF, list[QRectF]]:
    """Where a node is seen, with its name, and each of its neighbours that is in view; of an edge its two ends. In
    logical pixels of the canvas.
    """
    scene = canvas.scene
    own = scene.places((subject,)) if isinstance(subject, str) else NOTHING
    edges = scene.edges_of(own) if isinstance(subject, str) else scene.edge_places((subject,))
    ends = np.setdiff1d(np.concatenate([scene.tails[edges], scene.heads[edges]]), [*own.tolist(), -1])
    others = scene.those_in(ends.astype(np.int32), canvas.viewport.visible)
    seen = [_seen(canvas, node) for node in (*own.tolist(), *others.tolist())]
    return (seen[0], seen[1:]) if len(own) else (QRectF(), seen)


def _seen(canvas: Canvas, node: int) -> QRectF:
    """A node's card, or the frame in which its name stands."""
    frame, scene, viewport = canvas.frame_of(node), canvas.scene, canvas.viewport
    if frame is not None:
        x0, y0, x1, y1 = (side / viewport.ratio for side in frame)
        return QRectF(x0, y0, x1 - x0, y1 - y0)
    first = viewport.to_view(Point(float(scene.x0[node]), float(scene.y0[node])))
    last = viewport.to_view(Point(float(scene.x1[node]), float(scene.y1[node])))
    return QRectF(QPointF(first.x, first.y), QPointF(last.x, last.y))
