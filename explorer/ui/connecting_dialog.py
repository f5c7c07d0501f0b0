"""Asks which database: its engine and place, who asks with which password, and a mapping; or all in one address.

The address always tells what the fields say, but for the password, which is shown nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.errors import InputError, RipplemapError
from explorer.importers.adapter import Task
from explorer.importers.databases.address import FILES, DatabaseUrl, parse_database_url
from explorer.language import marked, tr
from explorer.session.connecting import ENGINES, reach, try_database
from explorer.ui import plain
from explorer.ui.dialog import Dialog
from explorer.ui.letters import give_letters
from explorer.ui.work import Work

_ENGINES = {
    "postgresql": marked("PostgreSQL"),
    "mysql": marked("MySQL or MariaDB"),
    "sqlite": marked("SQLite file"),
    "duckdb": marked("DuckDB file"),
}
_PORTS = {"postgresql": "5432", "mysql": "3306"}
_ENCRYPTION = {
    None: marked("As the server can"),
    "require": marked("Always"),
    "verify-full": marked("Always, and the server's name is checked"),
    "disable": marked("Never"),
}
_HELP = marked(
    "A database is only read, within limits, and never changed. The password goes to the server and nowhere else; "
    "no project, list or message holds it."
)
_LANE = "connecting"
T = TypeVar("T")


class ConnectingDialog(Dialog):
    """One database, tried before it is opened if a person likes."""

    open_wanted = Signal(str)
    """The address of the database that is to be opened, with the password where the keyring does not hold it."""
    import_wanted = Signal(str)
    """The same, to be joined to what is open."""

    def __init__(
        self,
        work: Work,
        parent: QWidget | None = None,
        *,
        address: DatabaseUrl | None = None,
        can_join: bool = False,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(tr("Connect to Database"))
        self.setMinimumWidth(560)
        self.engine = QComboBox()
        for engine in ENGINES:
            self.engine.addItem(tr(_ENGINES[engine]), engine)
        self.host, self.port, self.database = QLineEdit(), QLineEdit(), QLineEdit()
        self.user, self.password = QLineEdit(), QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.encryption = QComboBox()
        for mode, words in _ENCRYPTION.items():
            self.encryption.addItem(tr(words), mode)
        self.keeps = QCheckBox(tr("Keep the password in this desktop's keyring"))
        self.mapping = QLineEdit()
        self.mapping.setPlaceholderText(tr("None: MLflow's tables, or a first map"))
        self.address = QLineEdit()
        self.address.setPlaceholderText("postgresql://user@host/database")
        self.told = plain.label()
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self._form = QFormLayout()
        self._lay_out(can_join)
        for edit in (self.host, self.port, self.database, self.user, self.mapping):
            edit.textEdited.connect(self._tell_address)
        self.password.textEdited.connect(lambda: self.told.setText(""))
        self.engine.currentIndexChanged.connect(self._change_engine)
        self.encryption.currentIndexChanged.connect(self._tell_address)
        self.address.editingFinished.connect(self._take_address)
        self.show_address(address or DatabaseUrl("postgresql"))

    def show_address(self, address: DatabaseUrl) -> None:
        """Fill every field with what an address says."""
        self.engine.setCurrentIndex(ENGINES.index(address.dialect))
        self.host.setText(address.host or "")
        self.port.setText(str(address.port or ""))
        self.database.setText(address.database or "")
        self.user.setText(address.user or "")
        if address.password:
            self.password.setText(address.password)
        modes = list(_ENCRYPTION)
        self.encryption.setCurrentIndex(modes.index(address.ssl_mode) if address.ssl_mode in modes else 0)
        self.mapping.setText(address.mapping or "")
        self._change_engine()
        (self.password if address.user else self.host).setFocus()

    def given(self) -> DatabaseUrl:
        """What the fields say; InputError where that is no address."""
        engine = str(self.engine.currentData())
        is_file = engine in FILES
        made = DatabaseUrl(
            engine,
            user=None if is_file else self.user.text().strip() or None,
            password=None if is_file else self.password.text() or None,
            host=None if is_file else self.host.text().strip() or None,
            database=self.database.text().strip() or None,
            ssl_mode=None if is_file else self.encryption.currentData(),
            mapping=self.mapping.text().strip() or None,
        )
        port = "" if is_file else self.port.text().strip()
        if port and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise InputError(tr("The port is a number from 1 to 65535."))
        made = replace(made, port=int(port) if port else None)
        if not made.database:
            raise InputError(tr("Name the file.") if is_file else tr("Name the database."))
        if not is_file and not made.host:
            raise InputError(tr("Name the host."))
        return made

    def reject(self) -> None:
        """Leave; a trial that is still waiting is stopped."""
        self._work.stop(_LANE)
        super().reject()

    # Trying and opening.

    def _try(self) -> None:
        address = self._address()
        if address is not None:
            self._wait_for(
                address,
                lambda task: try_database(address, task),
                lambda reached: self.told.setText(str(reached)),
            )

    def _leave_with(self, wanted: SignalInstance) -> None:
        """Say what is wanted once the server lets us in; else that is told here, where it can be mended."""
        address = self._address()
        if address is None:
            return

        def go(text: str) -> None:
            self.password.clear()
            self.accept()
            wanted.emit(text)

        if address.dialect in FILES:
            go(address.written)
        else:
            keeps = self.keeps.isChecked()
            self._wait_for(address, lambda task: reach(address, task, keeps=keeps), go)

    def _wait_for(self, address: DatabaseUrl, work: Callable[[Task], T], done: Callable[[T], None]) -> None:
        self.told.setText(tr("Trying {name}…", name=address.shown))
        self._wait(True)

        def take(result: T) -> None:
            self._wait(False)
            done(result)

        def stopped() -> None:
            self._wait(False)
            self.told.setText(tr("Stopped."))

        self._work.run(_LANE, work, take, self._fail, stopped)

    def _address(self) -> DatabaseUrl | None:
        try:
            return self.given()
        except InputError as error:
            self.told.setText(str(error))
            return None

    def _fail(self, error: RipplemapError) -> None:
        self._wait(False)
        self.told.setText(str(error))

    def _wait(self, is_waiting: bool) -> None:
        self.stop.setVisible(is_waiting)
        self.trial.setVisible(not is_waiting)
        for button in (self.opens, self.joins):
            button.setEnabled(not is_waiting)

    # The fields.

    def _tell_address(self) -> None:
        self.told.setText("")
        try:
            self.address.setText(replace(self.given(), password=None).shown)
        except InputError:
            self.address.clear()

    def _take_address(self) -> None:
        """Fill the fields from an address that was typed; its password goes where passwords go."""
        text = self.address.text().strip()
        if not self.address.isModified() or not text:
            return
        self.address.setModified(False)
        try:
            self.show_address(parse_database_url(text))
        except InputError as error:
            self.told.setText(str(error))

    def _change_engine(self) -> None:
        engine = str(self.engine.currentData())
        is_file = engine in FILES
        for row in (self.host, self.port, self.user, self.password, self.encryption, self.keeps):
            self._form.setRowVisible(row, not is_file)
        self.browse.setVisible(is_file)
        self.port.setPlaceholderText(_PORTS.get(engine, ""))
        name = tr("File") if is_file else tr("Database")
        self.database.setAccessibleName(name)
        self._named.setText(name)
        give_letters(self)
        self._tell_address()

    def _browse(self, target: QLineEdit, kinds: str) -> None:
        chosen = QFileDialog.getOpenFileName(self, tr("Connect to Database"), "", kinds)[0]
        if chosen:
            target.setText(chosen)
            self._tell_address()

    def _lay_out(self, can_join: bool) -> None:
        self.browse, browse_mapping = QPushButton(tr("Browse…")), QPushButton(tr("Browse…"))
        databases = tr("Databases (*.db *.sqlite *.sqlite3 *.duckdb *.ddb);;All files (*)")
        mappings = tr("Mappings (*.yaml *.yml)")
        self.browse.clicked.connect(lambda: self._browse(self.database, databases))
        browse_mapping.clicked.connect(lambda: self._browse(self.mapping, mappings))
        browse_mapping.setAccessibleName(tr("Browse for a mapping…"))
        self._named = plain.label()
        self._named.setBuddy(self.database)
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Engine"), self.engine),
            (tr("Host"), self.host),
            (tr("Port"), self.port),
        )
        for name, field in rows:
            field.setAccessibleName(name)
            self._form.addRow(name, field)
        self._form.addRow(self._named, _beside(self.database, self.browse))
        for name, field in (
            (tr("User"), self.user),
            (tr("Password"), self.password),
            (tr("Encryption"), self.encryption),
        ):
            field.setAccessibleName(name)
            self._form.addRow(name, field)
        self._form.addRow("", self.keeps)
        self.mapping.setAccessibleName(tr("Mapping"))
        mapping = plain.label(tr("Mapping"))
        mapping.setBuddy(self.mapping)
        self._form.addRow(mapping, _beside(self.mapping, browse_mapping))
        self.address.setAccessibleName(tr("Address"))
        self._form.addRow(tr("Address"), self.address)
        help_text = plain.label(tr(_HELP))
        help_text.setObjectName("muted")
        help_text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        role = QDialogButtonBox.ButtonRole
        self.trial = buttons.addButton(tr("&Test Connection"), role.ActionRole)
        self.stop = buttons.addButton(tr("&Stop"), role.ActionRole)
        self.joins = buttons.addButton(tr("&Import into This System"), role.ActionRole)
        self.opens = buttons.addButton(tr("&Open"), role.ActionRole)
        self.stop.hide()
        self.joins.setVisible(can_join)
        self.opens.setDefault(True)
        self.trial.clicked.connect(self._try)
        self.stop.clicked.connect(lambda: self._work.stop(_LANE))
        self.joins.clicked.connect(lambda: self._leave_with(self.import_wanted))
        self.opens.clicked.connect(lambda: self._leave_with(self.open_wanted))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(help_text)
        column.addLayout(self._form)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(buttons)


def _beside(field: QLineEdit, button: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.addWidget(field, 1)
    line.addWidget(button)
    return line
