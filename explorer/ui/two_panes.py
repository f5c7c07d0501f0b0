"""A what-if beside the base: the system as it is in a pane of its own, left of the canvas that shows the what-if.

Both are moved, zoomed and chosen from together; what is arranged in one is arranged in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.language import marked, tr

if TYPE_CHECKING:
    from explorer.domain.entities import EdgeKey
    from explorer.domain.system_graph import SystemGraph
    from explorer.drawing.picture import Picture
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_NAME = marked("The system as it is")


class TwoPanes(QObject):
    """One pane or two; the second is there only while a what-if is shown."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._project = window.project
        self._action = window.actions_by_name["beside"]
        self._action.setCheckable(True)
        self._action.setEnabled(False)
        self._action.toggled.connect(self._turn)
        self._is_telling = False
        self._asked_of: SystemGraph | None = None  # what the last what-if was asked of
        self._comes_back = False
        self.base: Canvas | None = None
        self._project.what_if_changed.connect(self._follow_what_if)

    @property
    def is_on(self) -> bool:
        """Whether there are two."""
        return self._action.isChecked()

    def connect_desk(self, desk: Desk) -> None:
        """Let the second pane follow this desk's canvas, once there is one."""
        self._desk = desk
        canvas = desk.canvas
        canvas.viewport_changed.connect(self._follow_view)
        canvas.selection_changed.connect(self._follow_selection)
        canvas.edge_selected.connect(self._follow_edge)
        canvas.highlight_changed.connect(self._follow_highlight)
        self._project.picture_changed.connect(lambda _, animate: self._draw(animate=animate))
        self._project.theme_changed.connect(self._follow_theme)
        self._project.text_size_changed.connect(self._follow_text_size)

    # One pane, or two.

    def _follow_what_if(self) -> None:
        is_asked, graph = self._project.what_if is not None, self._project.graph
        self._action.setEnabled(is_asked)
        if is_asked:
            self._action.setChecked(self.is_on or self._comes_back)
            self._asked_of, self._comes_back = graph, False
        else:
            # after an edit the same is asked again at once
            was_expected = self._comes_back
            self._comes_back = self.is_on and self._project.is_open and graph is not self._asked_of
            self._action.setChecked(False)
            if was_expected:  # and did not come
                self._desk.make_room(False)

    def _turn(self, is_on: bool) -> None:
        if is_on:
            if self.base is None:
                self.base = self._make()
            self.base.set_theme(self._project.theme)
            self.base.set_text_size(self._project.text_size)
            self._desk.make_room(True)
            self.base.show()
            half = self._desk.panes.width() // 2
            self._desk.panes.setSizes([half, half])
            self._draw(animate=False)
        elif self.base is not None:
            from explorer.ui.canvas.scene import empty_picture

            had_keyboard = self.base.hasFocus()
            self._project.pictures.stop_base()
            self.base.hide()
            if not self._comes_back:
                self._desk.make_room(False)
            self.base.set_picture(empty_picture())
            if had_keyboard:
                self._desk.canvas.setFocus()

    def _make(self) -> Canvas:
        from explorer.ui.canvas.canvas import Canvas

        made = Canvas()
        made.setAccessibleName(tr(_NAME))
        made.set_empty_text(tr("Drawing the system as it is…"))
        made.set_legend_unfolded(False)  # the canvas beside it has it, with all that the what-if adds
        made.viewport_changed.connect(lambda: self._lead(lambda: self._lead_view(made)))
        made.selection_changed.connect(lambda ids: self._lead(lambda: self._desk.canvas.select(ids)))
        made.edge_selected.connect(lambda key: self._lead(lambda: self._desk.canvas.select_edge(key)))
        made.nodes_moved.connect(self._project.move_nodes)
        made.focus_requested.connect(lambda node: self._project.focus((node,)))
        made.inspect_requested.connect(lambda node: self._window.select((node,)))
        self._desk.panes.insertWidget(0, made)
        return made

    def _draw(self, *, animate: bool) -> None:
        if self.is_on:
            self._project.pictures.draw_base(lambda picture: self._show(picture, animate=animate))

    def _show(self, picture: Picture, *, animate: bool) -> None:
        base = self.base
        if base is not None and self.is_on:
            with self._telling():
                base.set_picture(picture, animate=animate)
                base.select(self._desk.canvas.selected_ids)
                base.set_highlight(*self._desk.canvas.highlighted)
                base.follow(self._desk.canvas.viewport)

    def _follow_theme(self) -> None:
        if self.base is not None:
            self.base.set_theme(self._project.theme)

    def _follow_text_size(self) -> None:
        if self.base is not None:
            self.base.set_text_size(self._project.text_size)

    # The second pane follows the first.

    def _follow_view(self) -> None:
        self._tell(lambda base: base.follow(self._desk.canvas.viewport))

    def _follow_selection(self, ids: tuple[str, ...]) -> None:
        self._tell(lambda base: base.select(ids))

    def _follow_edge(self, key: EdgeKey | None) -> None:
        self._tell(lambda base: base.select_edge(key))

    def _follow_highlight(self) -> None:
        self._tell(lambda base: base.set_highlight(*self._desk.canvas.highlighted))

    def _tell(self, tell: Callable[[Canvas], None]) -> None:
        if self.base is not None and self.is_on and not self._is_telling:
            with self._telling():
                tell(self.base)

    # And the first the second, where a person does something there.

    def _lead(self, lead: Callable[[], None]) -> None:
        if self.is_on and not self._is_telling:
            with self._telling():
                lead()

    def _lead_view(self, base: Canvas) -> None:
        # it may only have got another size, or its picture may still be on the way
        if not base.scene.is_empty and not base.viewport.sees_as(self._desk.canvas.viewport):
            self._desk.canvas.follow(base.viewport)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What one pane is told, it does not tell the other in turn."""
        before, self._is_telling = self._is_telling, True
        try:
            yield
        finally:
            self._is_telling = before
