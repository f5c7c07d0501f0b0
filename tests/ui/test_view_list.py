"""The list of saved views: show, rename, order, remove; by button and by key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from explorer.domain.geometry import Rect
from explorer.domain.saved_views import SavedView
from explorer.session.loading import Loaded
from explorer.session.session import Session
from explorer.ui import asking
from explorer.ui.view_list import ViewList
from explorer.ui.view_run import ViewRun
from tests.storage.projects import small_project


@pytest.fixture
def views(qtbot):
    """A list of three, and the run that it changes."""
    session = Session(Loaded(small_project(), ()))
    run = ViewRun(lambda: session)
    session.subscribe(run.follow)
    for name in "abc":
        run.keep(SavedView(name=name, seen=Rect(0, 0, 1, 1)))
    made = ViewList(run, None)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made, run


def button(views, text):
    """A button by its words."""
    return next(each for each in views.findChildren(QPushButton) if each.text().replace("&", "") == text)


def names(run):
    """The views in their order."""
    return "".join(view.name for view in run.views)


def test_views_are_put_in_order_and_the_chosen_one_stays_chosen(qtbot, views):
    """As far as there are places."""
    shown, run = views
    assert not button(shown, "Earlier").isEnabled()
    button(shown, "Later").click()
    assert (names(run), shown.chosen.name) == ("bac", "a")
    qtbot.keyClick(shown.names, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert (names(run), shown.chosen.name) == ("bca", "a")
    assert not button(shown, "Later").isEnabled()
    button(shown, "Earlier").click()
    assert names(run) == "bac"


def test_a_view_is_renamed_and_removed(qtbot, views, monkeypatch):
    """Where nothing is left, the list says how to keep a view."""
    shown, run = views
    monkeypatch.setattr(asking, "new_name", lambda parent, name: f"{name}{name}")
    button(shown, "Rename…").click()
    assert [view.name for view in run.views] == ["aa", "b", "c"]
    for _ in range(3):
        qtbot.keyClick(shown.names, Qt.Key.Key_Delete)
    assert run.views == ()
    assert [button(shown, text).isEnabled() for text in ("Show", "Rename…", "Remove")] == [False] * 3
    assert shown.chosen is None


def test_a_view_is_shown_by_enter_and_by_button(qtbot, views):
    """The list stays open."""
    shown, run = views
    shown.names.setCurrentRow(1)
    for show in (
        lambda: button(shown, "Show").click(),
        lambda: qtbot.keyClick(shown.names, Qt.Key.Key_Return),
    ):
        with qtbot.waitSignal(shown.shown) as told:
            show()
        assert told.args == [run.views[1]]
    assert shown.isVisible()
