"""Notes in the window: written, found, moved, changed, removed, saved and read aloud."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from explorer.domain.geometry import Point
from explorer.domain.notes import NoteColour
from explorer.export.svg import svg_text
from tests.ui.windows import at_rest, open_in, opened, small

LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, tmp_path):
    """A window on a small system."""
    return opened(qtbot, small(tmp_path))


def write(qtbot, window, text, ids=()):
    """Add a note by the dialog."""
    window.select(ids)
    window.actions_by_name["add_note"].trigger()
    dialog = window.notes.dialog
    dialog.text.setPlainText(text)
    dialog.accept()
    at_rest(qtbot, window)


def shapes(window):
    return {shape.lines[0]: shape for shape in window.canvas.picture.notes}


def on_screen(window, x, y):
    at = window.canvas.viewport.to_view(Point(x, y))
    return QPoint(round(at.x), round(at.y))


def middle(window, shape):
    box = shape.box
    return on_screen(window, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)


def drag(qtbot, window, start, by):
    """Press, move and let go; what is moved is shown on the way."""
    canvas = window.canvas
    qtbot.mousePress(canvas, LEFT, NO_KEY, start)
    qtbot.mouseMove(canvas, start + by / 2)
    qtbot.mouseMove(canvas, start + by)
    qtbot.mouseRelease(canvas, LEFT, NO_KEY, start + by)
    at_rest(qtbot, window)


def test_a_note_is_written_beside_the_selection_and_follows_it(qtbot, window):
    """One step to undo, with its name; it is selected, and in the picture as text."""
    write(qtbot, window, "Ask web about this", ("page",))
    (note,) = window.project.showing.notes
    assert note.follows == ("page",)
    assert window.notes.selected == note.id
    assert window.project.undo_name == "Add the note Ask web about this"
    assert "Ask web about this" in svg_text(window.canvas.picture)
    before = shapes(window)["Ask web about this"].box
    x, y = window.project.showing.view.centres()["page"]
    window.project.move_nodes({"page": Point(x + 70, y - 30)})
    at_rest(qtbot, window)
    after = shapes(window)["Ask web about this"].box
    assert (after.x0 - before.x0, after.y0 - before.y0) == pytest.approx((70, -30), abs=0.1)
    window.project.undo()
    window.project.undo()
    at_rest(qtbot, window)
    assert window.canvas.picture.notes == ()
    assert window.notes.selected == ""


def test_a_note_is_moved_and_made_wider_with_the_mouse(qtbot, window):
    """Each a step of its own; nodes under it are not touched."""
    write(qtbot, window, "here")
    shape = shapes(window)["here"]
    zoom = window.canvas.viewport.zoom
    drag(qtbot, window, middle(window, shape), QPoint(40, 24))
    moved = shapes(window)["here"]
    assert (moved.box.x0 - shape.box.x0) * zoom == pytest.approx(40, abs=1)
    assert (moved.box.y0 - shape.box.y0) * zoom == pytest.approx(24, abs=1)
    assert window.project.undo_name == "Move the note here"
    assert window.selection == ()
    drag(qtbot, window, on_screen(window, moved.box.x1, moved.box.y1), QPoint(30, 0))
    assert shapes(window)["here"].box.width > moved.box.width
    assert window.project.undo_name == "Change the width of the note here"


def test_from_afar_a_note_is_taken_by_the_paper_that_is_seen(qtbot, window):
    """The paper is larger there than the note's place in the picture."""
    write(qtbot, window, "who owns this?")
    shape = shapes(window)["who owns this?"]
    window.canvas.zoom_by(0.1)
    at_rest(qtbot, window)
    corner = on_screen(window, shape.box.x0, shape.box.y0)
    qtbot.mouseClick(window.canvas, LEFT, NO_KEY, corner + QPoint(60, 8))
    assert window.notes.selected == shape.id


def test_the_keyboard_reaches_moves_changes_and_removes_notes(qtbot, window):
    """T goes from note to note, the arrows move, Enter changes, Escape lets go, Delete removes."""
    write(qtbot, window, "one")
    write(qtbot, window, "two")
    canvas = window.canvas
    window.notes.select("")
    canvas.setFocus()
    first, second = (note.id for note in window.project.showing.notes)
    seen = []
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_T)
        seen.append(window.notes.selected)
    assert seen == [first, second, first]
    before = shapes(window)["one"].box
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    at_rest(qtbot, window)
    assert shapes(window)["one"].box.x0 == pytest.approx(before.x0 + 10, abs=0.01)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    dialog = window.notes.dialog
    dialog.text.setPlainText("won")
    dialog.paper.setCurrentIndex(1)
    qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, window)
    assert shapes(window)["won"].colour is NoteColour.BLUE
    qtbot.keyClick(canvas, Qt.Key.Key_Delete)
    at_rest(qtbot, window)
    assert list(shapes(window)) == ["two"]
    qtbot.keyClick(canvas, Qt.Key.Key_T)
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert window.notes.selected == ""


def test_a_double_click_changes_a_note_and_cancel_changes_nothing(qtbot, window):
    """An empty text is told, not kept."""
    write(qtbot, window, "here")
    qtbot.mouseDClick(window.canvas, LEFT, NO_KEY, middle(window, shapes(window)["here"]))
    dialog = window.notes.dialog
    assert dialog.text.toPlainText() == "here"
    dialog.text.setPlainText("")
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "needs a text" in text):
        dialog.accept()
    window.notes.open(window.notes.selected)
    window.notes.dialog.text.setPlainText("other")
    window.notes.dialog.reject()
    assert window.project.undo_name == "Add the note here"


def test_selecting_a_node_lets_go_of_the_note_and_the_other_way_round(qtbot, window):
    """So that Delete never means both."""
    write(qtbot, window, "here")
    window.select(("page",))
    assert window.notes.selected == ""
    qtbot.mouseClick(window.canvas, LEFT, NO_KEY, middle(window, shapes(window)["here"]))
    assert window.notes.selected
    assert window.selection == ()


def test_the_inspector_reads_the_notes_of_the_system_and_of_a_node(qtbot, window):
    """Choosing one there selects it on the canvas; hostile text is only text."""
    hostile = '<img src="/dev/zero"> \u202e drop'
    write(qtbot, window, hostile, ("page",))
    write(qtbot, window, "general")
    window.select(())
    assert "Notes (2)" in window.inspector.text()
    assert '<img src="/dev/zero"> □ drop' in window.inspector.text()
    window.select(("page",))
    assert "Notes (1)" in window.inspector.text()
    assert "general" not in window.inspector.text()
    second = window.project.showing.notes[1].id
    window.inspector.note_chosen.emit(second)
    assert window.notes.selected == second


def test_a_reviewer_writes_in_the_file_and_sends_it_back(qtbot, window, tmp_path):
    """Saved, opened again: the same note at the same place."""
    write(qtbot, window, "Is this still used?", ("scores",))
    notes = window.project.showing.notes
    assert window.project.save(tmp_path / "reviewed.ripplemap")
    QApplication.processEvents()
    open_in(qtbot, window, tmp_path / "reviewed.ripplemap")
    assert window.project.showing.notes == notes
    assert list(shapes(window)) == ["Is this still used?"]
    window.project.close()
    assert not window.actions_by_name["add_note"].isEnabled()
    assert window.notes.selected == ""


def test_in_a_focus_a_note_belongs_to_what_is_in_it(qtbot, window):
    """It is seen there and in the whole; one of something else only there."""
    write(qtbot, window, "elsewhere")
    window.project.focus(("ranker",), 1)
    at_rest(qtbot, window)
    write(qtbot, window, "of the ranker")
    assert list(shapes(window)) == ["of the ranker"]
    with qtbot.waitSignal(window.project.told, check_params_cb=lambda text: "not shown" in text):
        window.notes.show(window.project.showing.notes[0].id)
    window.project.leave_focus()
    at_rest(qtbot, window)
    assert list(shapes(window)) == ["elsewhere", "of the ranker"]
