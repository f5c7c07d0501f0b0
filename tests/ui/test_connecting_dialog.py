"""Connecting to a database: fields and address tell the same, trying waits elsewhere, the password stays secret."""

import json
import socket
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox
from shiboken6 import isValid

from explorer.errors import Cancelled
from explorer.importers.adapter import Task
from explorer.importers.databases import passwords, reading
from explorer.importers.databases.address import DatabaseUrl, parse_database_url
from explorer.session import connecting
from explorer.session.connecting import try_database
from explorer.session.settings import load_settings, settings_path
from explorer.ui.connecting_dialog import ConnectingDialog
from tests.ui.windows import at_rest, new_window, opened, small


@pytest.fixture
def database(tmp_path):
    """A database of two tables in a file."""
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE people (id integer PRIMARY KEY)")
        connection.execute("CREATE TABLE orders (buyer integer REFERENCES people (id))")
        connection.commit()
    return path


@pytest.fixture
def silent():
    """A server that takes everybody's call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def dialog_of(window) -> ConnectingDialog:
    """The dialog that is open."""
    [dialog] = [d for d in window.findChildren(ConnectingDialog) if d.isVisible()]
    return dialog


def connecting_in(window):
    """The dialog as the menu opens it."""
    window.actions_by_name["connect_database"].trigger()
    return dialog_of(window)


@pytest.fixture
def dialog(qtbot):
    """The dialog of a new window, left in the end."""
    made = connecting_in(new_window(qtbot))
    yield made
    if isValid(made):  # one that was left by its buttons is gone
        made.reject()


def write(qtbot, field: QLineEdit, text: str) -> None:
    """Type into a field, in the place of what it holds."""
    field.selectAll()
    qtbot.keyClicks(field, text)


def test_the_address_tells_what_the_fields_say_but_the_password(qtbot, dialog):
    """And the fields what the address says, wherever it comes from."""
    for field, text in (
        (dialog.host, "db.example.com"),
        (dialog.database, "shop"),
        (dialog.user, "ann"),
        (dialog.password, "s3cr3t"),
    ):
        write(qtbot, field, text)
    assert dialog.address.text() == "postgresql://ann@db.example.com/shop"
    assert dialog.given() == DatabaseUrl("postgresql", "ann", "s3cr3t", "db.example.com", database="shop")
    write(qtbot, dialog.address, "mysql://bob:p%40ss@host:99/other?sslmode=require&mapping=m.yaml")
    qtbot.keyClick(dialog.address, Qt.Key.Key_Tab)
    dialog.address.editingFinished.emit()
    assert dialog.given() == parse_database_url(
        "mysql://bob:p%40ss@host:99/other?sslmode=require&mapping=m.yaml"
    )
    assert "p@ss" not in dialog.address.text() and "p%40ss" not in dialog.address.text()
    assert dialog.password.echoMode() is QLineEdit.EchoMode.Password


def test_a_file_needs_no_user_and_a_server_no_file(qtbot, dialog):
    """Only the fields that mean something are there."""
    assert dialog.host.isVisible() and not dialog.browse.isVisible()
    dialog.engine.setCurrentIndex(dialog.engine.findData("duckdb"))
    assert not dialog.host.isVisible() and not dialog.password.isVisible() and dialog.browse.isVisible()
    write(qtbot, dialog.database, "a.duckdb")
    assert dialog.address.text() == "duckdb:///a.duckdb"


@pytest.mark.parametrize(
    ("port", "host", "database", "sentence"),
    [
        ("70000", "h", "d", "The port is a number from 1 to 65535."),
        ("", "", "d", "Name the host."),
        ("", "h", "", "Name the database."),
    ],
)
def test_what_is_missing_is_said_before_anything_is_tried(qtbot, dialog, port, host, database, sentence):
    """In the dialog, which stays."""
    dialog.show_address(DatabaseUrl("postgresql", host=host or None, database=database or None))
    write(qtbot, dialog.port, port or " ")
    qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
    assert (dialog.told.text(), dialog.isVisible()) == (sentence, True)


def test_a_database_is_tried_and_then_opened(qtbot, database):
    """What was reached is told in the dialog; opening shows the first map, and the list remembers the address."""
    window = new_window(qtbot)
    dialog = connecting_in(window)
    dialog.show_address(parse_database_url(f"sqlite:///{database}"))
    qtbot.mouseClick(dialog.trial, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.told.text().startswith("Reached"), timeout=20_000)
    assert dialog.told.text() == "Reached: 2 tables."
    with qtbot.waitSignal(window.project.replaced, timeout=30_000):
        qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
    at_rest(qtbot, window)
    assert set(window.project.graph.nodes) == {"shop.people", "shop.orders"}
    assert load_settings().recent[0] == (f"sqlite:///{database}",)


def test_a_database_joins_what_is_open(qtbot, database, tmp_path):
    """The other button, which is there only where something is open."""
    window = opened(qtbot, small(tmp_path))
    dialog = connecting_in(window)
    assert dialog.joins.isVisible()
    dialog.show_address(parse_database_url(f"sqlite:///{database}"))
    qtbot.mouseClick(dialog.joins, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "shop.orders" in window.project.graph.nodes, timeout=30_000)
    at_rest(qtbot, window)
    assert "ranker" in window.project.graph.nodes


def test_a_trial_that_waits_can_be_stopped_while_the_window_lives(qtbot, dialog, silent):
    """The server never answers: the window goes on, and Stop is heard at once."""
    dialog.show_address(parse_database_url(f"mysql://ann:s3cr3t@127.0.0.1:{silent}/d"))
    qtbot.mouseClick(dialog.trial, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.stop.isVisible)
    assert "s3cr3t" not in dialog.told.text() and not dialog.opens.isEnabled()
    qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.told.text() == "Stopped.", timeout=1_000)
    assert dialog.opens.isEnabled() and not dialog.stop.isVisible()


class Keyring:
    """A keyring of a desktop, for tests."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, place: str) -> str | None:
        """What is held."""
        return self.held.get((service, place))

    def set_password(self, service: str, place: str, password: str) -> None:
        """Hold it."""
        self.held[service, place] = password


def test_a_password_is_kept_only_where_it_is_wished_and_only_in_the_keyring(qtbot, dialog, monkeypatch):
    """Then the address that is opened holds none, and the connection finds it by the place."""
    keyring = Keyring()
    monkeypatch.setattr(passwords, "_keyring", lambda: keyring)
    monkeypatch.setattr(connecting, "try_database", lambda address, task: None)
    dialog.open_wanted.disconnect()
    wanted = []
    dialog.open_wanted.connect(wanted.append)
    dialog.show_address(parse_database_url("postgresql://ann:s3cr3t@h:99/d?sslmode=require"))
    dialog.keeps.setChecked(True)
    qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(wanted), timeout=10_000)
    assert wanted == ["postgresql://ann@h:99/d?sslmode=require"]
    assert keyring.held == {("ripplemap", "postgresql://ann@h:99/d"): "s3cr3t"}
    assert passwords.kept_password("postgresql://ann@h:99/d") == "s3cr3t"


def test_without_a_keyring_the_password_is_not_kept_and_that_is_said(qtbot, dialog, monkeypatch):
    """The dialog stays, and opening without keeping is one click away."""
    monkeypatch.setattr(passwords, "_keyring", lambda: None)
    monkeypatch.setattr(connecting, "try_database", lambda address, task: None)
    dialog.show_address(parse_database_url("postgresql://ann:s3cr3t@h/d"))
    dialog.keeps.setChecked(True)
    qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "no keyring" in dialog.told.text(), timeout=10_000)
    assert dialog.isVisible() and dialog.opens.isEnabled() and "s3cr3t" not in dialog.told.text()
    dialog.reject()


def test_a_server_that_lets_nobody_in_is_told_in_the_dialog(qtbot, monkeypatch):
    """Where it can be mended: all but the wrong part stays typed, nothing is kept, and what is open stays open."""
    keyring = Keyring()
    monkeypatch.setattr(passwords, "_keyring", lambda: keyring)
    window = new_window(qtbot)
    failed = []
    window.project.failed.connect(failed.append)
    dialog = connecting_in(window)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        dialog.show_address(parse_database_url(f"mysql://ann:s3cr3t@127.0.0.1:{probe.getsockname()[1]}/d"))
        dialog.keeps.setChecked(True)
        qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "cannot be reached" in dialog.told.text(), timeout=20_000)
    assert dialog.isVisible() and dialog.opens.isEnabled() and dialog.password.text() == "s3cr3t"
    assert (keyring.held, failed) == ({}, [])
    dialog.reject()


def test_opening_a_server_that_names_a_user_asks_for_the_password(qtbot):
    """From the recent list, the command line or a drop: the fields are filled, the keyboard is in the password."""
    window = new_window(qtbot)
    window.open_sources(["postgresql://ann@h/d"])
    dialog = dialog_of(window)
    assert dialog.address.text() == "postgresql://ann@h/d"
    qtbot.waitUntil(dialog.password.hasFocus)
    dialog.reject()


def test_no_password_is_left_in_settings_or_list(qtbot, silent):
    """An attempt that fails leaves nothing either; what was open stays."""
    window = new_window(qtbot)
    told = []
    window.project.failed.connect(told.append)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"mysql://ann:s3cr3t@127.0.0.1:{probe.getsockname()[1]}/d"
        window.open_sources([address])
        qtbot.waitUntil(lambda: bool(told), timeout=30_000)
    at_rest(qtbot, window)
    [box] = window.findChildren(QMessageBox)
    assert "s3cr3t" not in told[0] + box.text()
    box.close()
    path = settings_path()
    assert not path.exists() or "s3cr3t" not in path.read_text("utf-8")
    assert json.dumps([str(r) for r in load_settings().recent]).count("s3cr3t") == 0


def test_a_password_in_the_keyring_is_used_by_the_connection(monkeypatch, silent):
    """It is looked for in the thread that waits for the server, by the place that the address names."""
    asked = []
    monkeypatch.setattr(reading, "kept_password", asked.append)

    def check():
        if asked:
            raise Cancelled

    address = f"postgresql://ann@127.0.0.1:{silent}/d"
    with pytest.raises(Cancelled):
        try_database(parse_database_url(address), Task(check=check))
    assert asked == [address]
