"""Sources on servers are read again: their passwords are asked for, and what is open stays where nobody types one."""

import json
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from explorer.errors import InputError
from explorer.importers.databases import passwords, reading
from explorer.importers.databases.sqlite import open_sqlite
from explorer.session.settings import settings_path
from explorer.ui.password_dialog import PasswordDialog
from tests.ui.windows import at_rest, leave, new_window, opened, small

ADDRESS = "postgresql://ann@db.example.com/shop"
SECRET = "s3/cr@t"


@pytest.fixture
def run_there(tmp_path, monkeypatch):
    """Runs SQL in a database that stands for a server: it is let in with one password only."""
    path = tmp_path / "shop.db"

    def answer(asked, url):
        if (url.password or passwords.kept_password(url.place)) != SECRET:
            raise InputError("It refused the user name or the password.", where=url.shown)
        return open_sqlite(path, url.shown, asked._cut)

    def run(statement):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(statement)
            connection.commit()

    run("CREATE TABLE people (id integer PRIMARY KEY)")
    monkeypatch.setattr(reading._Reading, "_server", answer)
    monkeypatch.setattr(passwords, "_keyring", lambda: None)
    return run


@pytest.fixture
def window(qtbot, run_there, tmp_path):
    """A window on a manifest and what a server told of itself; the server has a table more by now."""
    window = opened(qtbot, small(tmp_path))
    window.project.import_more([ADDRESS.replace("ann", "ann:s3%2Fcr%40t")])
    qtbot.waitUntil(lambda: "shop.people" in window.project.graph.nodes, timeout=30_000)
    at_rest(qtbot, window)
    run_there("CREATE TABLE orders (buyer integer)")
    return window


def asked_in(qtbot, window) -> PasswordDialog:
    """The dialog that asks, once it is there."""
    qtbot.waitUntil(lambda: any(d.isVisible() for d in window.findChildren(PasswordDialog)), timeout=10_000)
    [dialog] = [d for d in window.findChildren(PasswordDialog) if d.isVisible()]
    return dialog


def read_again(qtbot, window, typed: str) -> None:
    """Ask for it by the menu, and type a password."""
    window.actions_by_name["read_again"].trigger()
    dialog = asked_in(qtbot, window)
    [field] = dialog.fields.values()
    qtbot.keyClicks(field, typed)
    qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)


def test_with_the_password_everything_is_as_the_server_says_now(qtbot, window):
    """What it tells is there, and no project, list or setting holds the password."""
    read_again(qtbot, window, SECRET)
    qtbot.waitUntil(lambda: "shop.orders" in window.project.graph.nodes, timeout=30_000)
    at_rest(qtbot, window)
    assert "ranker" in window.project.graph.nodes
    sources = [source.location for source in window.project.sources.sources]
    assert len(sources) == 2 and sources[1] == ADDRESS
    settings = settings_path()
    assert not settings.exists() or json.dumps(SECRET)[1:-1] not in settings.read_text("utf-8")


def test_where_it_is_cancelled_nothing_is_read(qtbot, window):
    """The graph is the very same, and nobody is told of a fault."""
    told = []
    window.project.failed.connect(told.append)
    before = window.project.graph
    window.actions_by_name["read_again"].trigger()
    dialog = asked_in(qtbot, window)
    assert next(iter(dialog.fields.values())).accessibleName() == f"Password of {ADDRESS}"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    at_rest(qtbot, window)
    assert window.project.graph is before and not told


def test_a_wrong_password_is_told_where_it_can_be_mended(qtbot, window):
    """Nothing is read meanwhile; the right one reads everything."""
    before = window.project.graph
    window.actions_by_name["read_again"].trigger()
    dialog = asked_in(qtbot, window)
    [field] = dialog.fields.values()
    qtbot.keyClicks(field, "guess")
    qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "refused the user name or the password" in dialog.told.text(), timeout=10_000)
    assert "guess" not in dialog.told.text() and window.project.graph is before
    field.selectAll()
    qtbot.keyClicks(field, SECRET)
    qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "shop.orders" in window.project.graph.nodes, timeout=30_000)


def test_a_server_that_goes_away_between_leaves_what_it_said(qtbot, window, monkeypatch):
    """It let us in and is gone when it is read: the other sources are read, and a problem names it."""
    before = set(window.project.graph.nodes)
    monkeypatch.setattr("explorer.session.connecting.try_database", lambda address, task: None)
    read_again(qtbot, window, "changed-meanwhile")
    qtbot.waitUntil(lambda: any("refused" in p.message for p in window.project.problems), timeout=30_000)
    at_rest(qtbot, window)
    assert set(window.project.graph.nodes) == before
    [problem] = [p for p in window.project.problems if "refused" in p.message]
    assert str(problem.source) == ADDRESS and "changed-meanwhile" not in str(problem)


def test_one_that_the_keyring_holds_is_not_asked_for(qtbot, window, monkeypatch):
    """It is read at once; the keyring is asked beside the window, since that may take its time."""
    monkeypatch.setattr(passwords, "kept_password", lambda place: SECRET)
    monkeypatch.setattr("explorer.session.connecting.kept_password", lambda place: SECRET)
    window.actions_by_name["read_again"].trigger()
    qtbot.waitUntil(lambda: "shop.orders" in window.project.graph.nodes, timeout=30_000)
    at_rest(qtbot, window)
    assert not window.findChildren(PasswordDialog)


def test_a_keyring_that_does_not_take_it_is_told_in_the_dialog(qtbot, window):
    """It stays, and reading without keeping is one click away."""
    window.actions_by_name["read_again"].trigger()
    dialog = asked_in(qtbot, window)
    [field] = dialog.fields.values()
    qtbot.keyClicks(field, SECRET)
    dialog.keeps.setChecked(True)
    qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no keyring" in dialog.told.text(), timeout=10_000)
    assert dialog.reads.isEnabled() and SECRET not in dialog.told.text()
    dialog.keeps.setChecked(False)
    qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "shop.orders" in window.project.graph.nodes, timeout=30_000)


def test_several_sources_of_which_one_asks_are_opened_together(qtbot, run_there, tmp_path):
    """As from the list of recent ones: the password is asked for before anything is read."""
    window = new_window(qtbot)
    window.open_sources([str(small(tmp_path)), ADDRESS])
    dialog = asked_in(qtbot, window)
    [field] = dialog.fields.values()
    qtbot.keyClicks(field, SECRET)
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        qtbot.mouseClick(dialog.reads, Qt.MouseButton.LeftButton)
    at_rest(qtbot, window)
    assert {"ranker", "shop.people"} <= set(window.project.graph.nodes)
    assert SECRET not in settings_path().read_text("utf-8")
    assert not window.findChildren(QMessageBox)
    leave(window)
