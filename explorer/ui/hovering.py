"""The hover card in the window: asked for by a pointer that rests or by the keyboard, worked out off its thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF

from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.ui.aloud import announce
from explorer.ui.canvas.canvas import Canvas
from explorer.ui.canvas.hover_card import HoverCard
from explorer.ui.canvas.resting import Resting, Subject
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

        self._work.run("hover", work, lambda glance: self._show(glance, place))

    def _show(self, glance: Glance | None, place: QRectF) -> None:
        if glance is not None:
            self.card.tell(glance, place)
            announce(self._canvas, glance.text)

    def _leave(self) -> None:
        self._work.stop("hover")
        self.card.hide()
