"""Notes added, moved, changed and removed, each a step with a name that undo takes back."""

from dataclasses import replace

from explorer.domain.geometry import Point
from explorer.domain.notes import Note
from explorer.session.loading import Loaded
from explorer.session.noting import new_note, with_moved, with_note, with_width, without_note
from explorer.session.session import Session
from tests.storage.projects import small_project

A, B = Note(id="a", text="ask the team", at=Point(0, 0)), Note(id="b", text="b", at=Point(1, 1))


def test_each_change_has_its_name():
    """As the menu shows it after Undo."""
    moved = with_moved((A, B), "a", Point(5, 6), {})
    assert (moved.name, moved.notes) == ("Move the note ask the team", (replace(A, at=Point(5, 6)), B))
    assert with_note((A,), B) == replace(with_note((A,), B), notes=(A, B))
    assert with_note((A,), B).name == "Add the note b"
    changed = with_note((A, B), replace(A, text="asked"))
    assert (changed.name, [n.text for n in changed.notes]) == ("Change the note asked", ["asked", "b"])
    assert (without_note((A, B), "a").name, without_note((A, B), "a").notes) == (
        "Remove the note ask the team",
        (B,),
    )


def test_a_note_is_as_wide_as_a_note_can_be():
    """Between the narrowest and the widest."""
    assert [with_width((A,), "a", wide).notes[0].width for wide in (1, 300, 9_999)] == [120, 300, 480]


def test_a_new_note_follows_the_nodes_it_was_put_beside():
    """From where it stands; two new notes are two."""
    note = new_note(Point(10, 0), ("x",), {"x": Point(0, 0)})
    assert note.place({"x": Point(100, 50)}) == Point(110, 50)
    assert note.id != new_note(Point(10, 0), (), {}).id


def test_undo_and_redo_lead_back_and_forth():
    """Saved state included."""
    session = Session(Loaded(small_project(), ()))
    session.apply(with_note(session.project.notes, A))
    session.apply(with_moved(session.project.notes, "a", Point(9, 9), {}))
    session.undo()
    assert session.project.notes == (A,)
    session.undo()
    assert (session.project.notes, session.dirty) == ((), False)
    session.redo()
    session.redo()
    assert session.project.notes[0].at == Point(9, 9)
