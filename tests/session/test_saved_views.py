"""Saved views: kept by name, renamed, ordered and removed, each as a step that can be undone."""

from dataclasses import replace

import pytest

from explorer.domain.geometry import Rect
from explorer.domain.saved_views import SavedView
from explorer.errors import UsageError
from explorer.session.loading import Loaded
from explorer.session.saved_views import keep_view, move_view, remove_view, rename_view
from explorer.session.session import Session
from tests.storage.projects import small_project

A, B, C = (SavedView(name=name, seen=Rect(0, 0, 10, 10)) for name in "abc")


def test_a_view_is_kept_at_the_end_or_in_the_place_of_its_name():
    """The name is trimmed; the step says which it was."""
    assert keep_view((A, B), replace(C, name=" c ")).views == (A, B, C)
    assert keep_view((A, B), C).name == "Keep the view c"
    closer = replace(A, seen=Rect(0, 0, 5, 5))
    again = keep_view((A, B), closer)
    assert (again.views, again.name) == ((closer, B), "Change the view a")


def test_a_view_gets_another_name_in_its_place():
    """But never that of another."""
    renamed = rename_view((A, B, C), "b", " middle ")
    assert ([v.name for v in renamed.views], renamed.name) == (["a", "middle", "c"], "Rename the view b")
    assert rename_view((A, B), "a", "a").views == (A, B)
    with pytest.raises(UsageError, match="a view “c” already"):
        rename_view((A, B, C), "b", "c")


@pytest.mark.parametrize(
    ("name", "by", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("a", -1, "abc"), ("c", 1, "abc"), ("b", -9, "bac")],
)
def test_views_are_put_in_order(name, by, order):
    """No farther than the ends of the list."""
    assert "".join(view.name for view in move_view((A, B, C), name, by).views) == order


def test_a_view_is_removed():
    """The others keep their order."""
    assert remove_view((A, B, C), "b").views == (A, C)


def test_what_has_no_name_or_is_not_there_is_refused():
    """With the nearest name."""
    with pytest.raises(UsageError, match="needs a name"):
        keep_view((), replace(A, name="  "))
    with pytest.raises(UsageError, match="Did you mean “overview”"):
        remove_view((replace(A, name="overview"),), "overveiw")


def test_each_step_is_undone_by_its_name():
    """As every other change of the project."""
    session = Session(Loaded(small_project(), ()))
    session.apply(keep_view(session.project.views, A))
    assert (session.undo_name, session.project.views, session.dirty) == ("Keep the view a", (A,), True)
    session.undo()
    assert (session.project.views, session.dirty) == ((), False)
