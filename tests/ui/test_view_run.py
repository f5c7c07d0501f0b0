"""The saved views of a project for the window: each change is a step, told once; what cannot be is a sentence."""

import pytest

from explorer.domain.geometry import Rect
from explorer.domain.saved_views import SavedView
from explorer.session.loading import Loaded
from explorer.session.session import Session
from explorer.ui.view_run import ViewRun
from tests.storage.projects import small_project

A, B = (SavedView(name=name, seen=Rect(0, 0, 10, 10)) for name in "ab")


@pytest.fixture
def session():
    """One project."""
    return Session(Loaded(small_project(), ()))


@pytest.fixture
def run(qapp, session):
    """Its views."""
    made = ViewRun(lambda: session)
    session.subscribe(made.follow)
    return made


def test_views_are_kept_ordered_renamed_and_removed(run, session):
    """Each as one step of its own."""
    steps = []
    for change in (
        lambda: run.keep(A),
        lambda: run.keep(B),
        lambda: run.move("b", -1),
        lambda: run.rename("b", "first"),
        lambda: run.remove("a"),
    ):
        assert change()
        steps.append(session.undo_name)
    assert [view.name for view in run.views] == ["first"]
    assert steps == [
        "Keep the view a",
        "Keep the view b",
        "Move the view b",
        "Rename the view b",
        "Remove the view a",
    ]


def test_the_list_is_told_of_when_it_changes_and_only_then(run, session, qtbot):
    """Undo changes it too; what changes nothing is no step."""
    with qtbot.waitSignal(run.changed):
        run.keep(A)
    with qtbot.assertNotEmitted(run.changed):
        run.rename("a", "a")
        run.move("a", -1)
    assert session.undo_name == "Keep the view a"
    with qtbot.waitSignal(run.changed):
        session.undo()


def test_what_cannot_be_is_a_sentence(run, session, qtbot):
    """And no step."""
    run.keep(A)
    with qtbot.waitSignal(run.failed, check_params_cb=lambda text: "no view “x”" in text):
        assert not run.remove("x")
    assert session.undo_name == "Keep the view a"
