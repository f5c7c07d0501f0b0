"""Notes in the window: added, chosen, moved, changed and removed with mouse and keyboard on the canvas.

The canvas draws them and knows nothing else of them; what is done to a note is caught here before it gets there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from explorer.domain.geometry import Point, Rect
from explorer.domain.notes import NARROWEST, WIDEST, Note
from explorer.domain.wording import named
from explorer.drawing.notes import note_shapes
from explorer.drawing.picture import NoteShape
from explorer.language import tr
from explorer.session.noting import new_note, with_moved, with_note, with_width, without_note
from explorer.ui import plain
from explorer.ui.canvas.painters.notes import placed

if TYPE_CHECKING:
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow
    from explorer.ui.note_dialog import NoteDialog
    from explorer.ui.note_overlay import NoteOverlay

CORNER = 10.0
"""Logical pixels: the square at the lower right that changes a note's width."""

_START = 4.0  # logical pixels a press must move before it is more than a click
_STEP = 10.0  # pixels at zoom 1, of an arrow key
_BESIDE = 24.0
_HIGH = 60.0  # of a note of a few lines
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@dataclass(frozen=True, slots=True)
class _Drag:
    """A note in the hand: where it was taken, and whether its width changes rather than its place."""

    shape: NoteShape
    at: QPointF
    is_width: bool


class Notes(QObject):
    """One note at a time can be selected: by a click, or by T on the canvas, which goes from note to note.

    Enter then changes it, Delete removes it, the arrows move it, Esc lets it go.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._project = window.project
        self._desk: Desk | None = None
        self._overlay: NoteOverlay | None = None
        self._selected = ""
        self._drag: _Drag | None = None
        self.dialog: NoteDialog | None = None
        window.actions_by_name.connect({"add_note": self.add})
        window.actions_by_name.enable(("add_note",), False)
        self._project.history_changed.connect(self._follow)
        self._project.replaced.connect(self._forget)
        self._project.picture_changed.connect(lambda picture, animate: self._ring())

    def connect_desk(self, desk: Desk) -> None:
        """The canvas is there."""
        from explorer.ui.note_overlay import NoteOverlay

        self._desk = desk
        self._overlay = NoteOverlay(desk.canvas)
        desk.canvas.installEventFilter(self)
        desk.canvas.selection_changed.connect(lambda ids: self.select("") if ids else None)
        desk.inspector.note_chosen.connect(self.show)

    @property
    def selected(self) -> str:
        """The id of the selected note; empty for none."""
        return self._selected

    # What a person does.

    def add(self) -> None:
        """Ask for a note beside the selected nodes, or in the middle of what is in view."""
        ids = self._window.selection or (self._project.focused.ids if self._project.focused else ())
        note = new_note(self._free_place(ids), ids, self._centres(ids))
        self._ask(note, ids, is_new=True)

    def show(self, note_id: str) -> None:
        """Select a note and bring it into view; Enter changes it then."""
        self.select(note_id)
        shape = self._shape(note_id)
        if shape is None:
            self._project.told.emit(
                tr("This note belongs to a part that is not shown; leave the focus to see it.")
            )
        elif not self._canvas.viewport.shows(shape.box):
            self._canvas.look_at(_around(shape.box))
        self._canvas.setFocus()

    def open(self, note_id: str) -> None:
        """Let a note be changed."""
        note = self._note(note_id)
        if note is not None:
            self._ask(note, note.follows or self._window.selection)

    def select(self, note_id: str) -> None:
        """Select a note, and then no node; empty for none."""
        if note_id == self._selected:
            return
        self._selected = note_id
        if note_id:
            self._window.select(())
            self._announce()
        self._ring()

    def remove(self, note_id: str) -> None:
        """Take a note away."""
        self._project.apply(without_note(self._notes, note_id))
        self._project.told.emit(tr("Removed the note; Undo brings it back."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is done to notes ends here; all else goes on to the canvas."""
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if self._selected and event.key() in (*_REMOVE, *_ENTER):
                event.accept()
                return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            return self._tell(event)
        elif event.type() == QEvent.Type.Resize:
            self._ring()
        return False

    def _tell(self, event: QHelpEvent) -> bool:
        """A note's whole text: from afar the paper has room for its first lines only."""
        at = QPointF(event.pos())
        shape = None if self._canvas.is_covered(at) else self._at(at)
        note = None if shape is None else self._note(shape.id)
        if note is not None:
            QToolTip.showText(event.globalPos(), plain.escaped(note.text), self._canvas)
        return note is not None

    # The mouse.

    def _mouse(self, event: QMouseEvent) -> bool:
        sort, at = event.type(), event.position()
        if sort == QEvent.Type.MouseMove and self._drag is not None:
            self._show_drag(self._drag, at)
        elif sort == QEvent.Type.MouseButtonRelease and self._drag is not None:
            drag, self._drag = self._drag, None
            self._let_go(drag, at)
        elif sort == QEvent.Type.MouseButtonPress and self._drag is not None:
            self._drag = None  # another button gives it up
            self._ring()
        elif event.button() == Qt.MouseButton.LeftButton and sort in _PRESSES:
            return self._press(at, is_double=sort == QEvent.Type.MouseButtonDblClick)
        else:
            return False
        return True

    def _press(self, at: QPointF, *, is_double: bool) -> bool:
        shape = None if self._canvas.is_covered(at) else self._at(at)
        if shape is None:
            self.select("")
            return False
        self._canvas.setFocus(Qt.FocusReason.MouseFocusReason)
        self.select(shape.id)
        if is_double:
            self.open(shape.id)
        else:
            self._drag = _Drag(shape, at, self._is_corner(shape, at))
        return True

    def _show_drag(self, drag: _Drag, at: QPointF) -> None:
        if (at - drag.at).manhattanLength() >= _START and self._overlay is not None:
            self._overlay.show_note(self._dragged(drag, at), is_moving=True)

    def _let_go(self, drag: _Drag, at: QPointF) -> None:
        if (at - drag.at).manhattanLength() < _START:
            self._ring()
            return
        box = self._dragged(drag, at).box
        if drag.is_width:
            self._project.apply(with_width(self._notes, drag.shape.id, box.width))
        else:
            self._move(drag.shape.id, Point(box.x0, box.y0))

    def _dragged(self, drag: _Drag, at: QPointF) -> NoteShape:
        zoom = self._canvas.viewport.zoom
        dx, dy = (at.x() - drag.at.x()) / zoom, (at.y() - drag.at.y()) / zoom
        if not drag.is_width:
            x0, y0, x1, y1 = drag.shape.box
            return replace(drag.shape, box=Rect(x0 + dx, y0 + dy, x1 + dx, y1 + dy))
        box = drag.shape.box
        wide = min(max(box.width + dx, NARROWEST), WIDEST)
        note = self._note(drag.shape.id)
        if note is None:
            return drag.shape
        return note_shapes([replace(note, width=wide, at=Point(box.x0, box.y0), beside=None)], {})[0]

    # The keyboard.

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        shape = self._shape(self._selected)
        if key == Qt.Key.Key_T and not event.modifiers():
            return self._select_next()
        if shape is None:
            return False
        if key in _ARROWS:
            dx, dy = _ARROWS[key]
            self._move(shape.id, Point(shape.box.x0 + dx * _STEP, shape.box.y0 + dy * _STEP))
        elif key in _ENTER:
            self.open(shape.id)
        elif key in _REMOVE:
            self.remove(shape.id)
        elif key == Qt.Key.Key_Escape:
            self.select("")
        else:
            return False
        return True

    def _select_next(self) -> bool:
        """The next note of the picture, brought into view."""
        shapes = self._canvas.picture.notes
        if not shapes:
            return False
        places = [place for place, shape in enumerate(shapes) if shape.id == self._selected]
        self.show(shapes[(places[0] + 1) % len(shapes) if places else 0].id)
        return True

    # Following the project.

    def _follow(self) -> None:
        self._project.showing.follow_notes()
        self._window.actions_by_name.enable(("add_note",), self._project.is_open)
        if self._desk is not None:
            self._desk.inspector.set_notes(self._notes)
        if self._selected and self._note(self._selected) is None:
            self.select("")

    def _forget(self) -> None:
        self._drag = None
        self.select("")
        if self.dialog is not None:
            self.dialog.close()
        self._follow()

    def _ask(self, note: Note, near: tuple[str, ...], *, is_new: bool = False) -> None:
        from explorer.ui.note_dialog import NoteDialog

        if self.dialog is not None:
            return
        near = tuple(i for i in near if i in self._project.graph.nodes)
        names = named(self._project.graph, near, 2) if near else ""
        made = NoteDialog(note, near, names, self._window, is_new=is_new)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.given.connect(self._take)
        made.finished.connect(self._close)
        self.dialog = made
        made.open()

    def _close(self) -> None:
        self.dialog = None
        self._canvas.setFocus()

    def _take(self, before: Note, wanted: Note) -> None:
        if not wanted.text:
            self._project.told.emit(tr("A note needs a text; nothing was kept."))
            return
        if wanted.follows != before.follows:
            shape = self._shape(before.id)
            at = before.at if shape is None else Point(shape.box.x0, shape.box.y0)
            wanted = wanted.put(at, self._centres(wanted.follows))
        if wanted != before:
            self._project.apply(with_note(self._notes, wanted))
        self.select(wanted.id)

    def _move(self, note_id: str, at: Point) -> None:
        note = self._note(note_id)
        if note is not None:
            self._project.apply(with_moved(self._notes, note_id, at, self._centres(note.follows)))

    def _announce(self) -> None:
        note = self._note(self._selected)
        if note is not None and QAccessible.isActive():
            text = plain.legible(tr("Note: {text}", text=note.text))
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, text))

    def _ring(self) -> None:
        if self._overlay is not None and self._drag is None:
            self._overlay.show_note(self._shape(self._selected))

    # What there is.

    @property
    def _canvas(self) -> Canvas:
        return self._window.canvas

    @property
    def _notes(self) -> tuple[Note, ...]:
        return self._project.showing.notes

    def _note(self, note_id: str) -> Note | None:
        return next((note for note in self._notes if note.id == note_id), None)

    def _shape(self, note_id: str) -> NoteShape | None:
        if not note_id or self._desk is None:
            return None
        return next((shape for shape in self._canvas.picture.notes if shape.id == note_id), None)

    def _at(self, at: QPointF) -> NoteShape | None:
        """The uppermost note there; a selected one by its corner too."""
        chosen = self._shape(self._selected)
        if chosen is not None and self._is_corner(chosen, at):
            return chosen
        viewport = self._canvas.viewport
        for shape in reversed(self._canvas.picture.notes):
            if placed(shape, viewport).contains(at * viewport.ratio):
                return shape
        return None

    def _is_corner(self, shape: NoteShape, at: QPointF) -> bool:
        viewport = self._canvas.viewport
        apart = at - placed(shape, viewport).bottomRight() / viewport.ratio
        return shape.id == self._selected and max(abs(apart.x()), abs(apart.y())) <= CORNER

    def _centres(self, ids: tuple[str, ...]) -> dict[str, Point]:
        """Where these nodes stand in the picture."""
        nodes, index = self._canvas.picture.nodes, self._canvas.scene.index
        boxes = {i: nodes.boxes[index[i]].tolist() for i in ids if i in index}
        return {i: Point(x + w / 2, y + h / 2) for i, (x, y, w, h) in boxes.items()}

    def _free_place(self, ids: tuple[str, ...]) -> Point:
        """Beside these nodes where no card is, or amid what is in view; never where another note begins."""
        scene = self._canvas.scene
        places = scene.places(ids)
        if len(places):
            around = scene.extent(places)
            corners = [
                Point(around.x1 + _BESIDE, around.y0),
                Point(around.x0, around.y0 - _HIGH - _BESIDE),
                Point(around.x0, around.y1 + _BESIDE),
            ]
            free = [at for at in corners if not len(scene.nodes_in(_paper(at)))]
            x, y = (free or corners)[0]
        else:
            seen = self._canvas.viewport.visible
            x, y = (seen.x0 + seen.x1) / 2 - 100, (seen.y0 + seen.y1) / 2 - 20
        taken = {(shape.box.x0, shape.box.y0) for shape in self._canvas.picture.notes}
        while (x, y) in taken:
            x, y = x + _BESIDE, y + _BESIDE
        return Point(x, y)


_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


def _paper(at: Point) -> Rect:
    """About what a note of a few lines covers."""
    return Rect(at.x, at.y, at.x + 200, at.y + _HIGH)


def _around(box: Rect) -> Rect:
    """With so much around it that one sees where it is."""
    return Rect(box.x0 - 300, box.y0 - 200, box.x1 + 300, box.y1 + 200)
