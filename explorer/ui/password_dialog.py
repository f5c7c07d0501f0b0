"""Asks for the passwords of servers that are known already, of which something is to be read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from explorer.domain.wording import listed
from explorer.errors import RipplemapError
from explorer.importers.adapter import Task
from explorer.importers.databases.address import DatabaseUrl
from explorer.language import tr
from explorer.session.connecting import reach
from explorer.ui import plain
from explorer.ui.dialog import Dialog
from explorer.ui.work import Work

_LANE = "connecting"


class PasswordDialog(Dialog):
    """A field for each server; what is typed is told once it is left with Read, and kept only if that is wished."""

    given = Signal(dict)
    """The passwords by the place of their server; those that were left empty are not among them."""

    def __init__(self, work: Work, addresses: Sequence[DatabaseUrl], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self.setWindowTitle(tr("Connect to Database"))
        self.setMinimumWidth(560)
        self.fields: dict[DatabaseUrl, QLineEdit] = {}
        self._form = QFormLayout()
        for address in addresses:
            self._ask(address)
        self.keeps = QCheckBox(tr("Keep the password in this desktop's keyring"))
        self.told = plain.label()
        self.told.setWordWrap(True)
        self.told.setMinimumHeight(3 * self.fontMetrics().lineSpacing())
        self._lay_out()

    def reject(self) -> None:
        """Leave; a server or keyring that is still waited for is left alone."""
        self._work.stop(_LANE)
        super().reject()

    def _leave(self) -> None:
        """Tell what was typed once every server lets us in; else that is told here, where it can be mended."""
        typed = {address: field.text() for address, field in self.fields.items()}
        keeps = self.keeps.isChecked()

        def reach_all(task: Task) -> None:
            for address, password in typed.items():
                reach(replace(address, password=password or None), task, keeps=keeps)

        def go(_: None) -> None:
            for field in self.fields.values():
                field.clear()
            self.accept()
            self.given.emit({address.place: password for address, password in typed.items() if password})

        self.told.setText(tr("Trying {name}…", name=listed([address.shown for address in typed])))
        self.reads.setEnabled(False)
        self._work.run(_LANE, reach_all, go, self._fail, lambda: self.reads.setEnabled(True))

    def _fail(self, error: RipplemapError) -> None:
        self.reads.setEnabled(True)
        self.told.setText(str(error))

    def _ask(self, address: DatabaseUrl) -> None:
        field = QLineEdit()
        field.setEchoMode(QLineEdit.EchoMode.Password)
        name = plain.label(address.place.replace("&", "&&"))  # no letter of it is a key
        name.setBuddy(field)
        field.setAccessibleName(tr("Password of {name}", name=address.place))
        self._form.addRow(name, field)
        self.fields[address] = field

    def _lay_out(self) -> None:
        help_text = plain.label(
            tr("A server is read with the password of its user. The password goes there and nowhere else.")
        )
        help_text.setObjectName("muted")
        help_text.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.reads = buttons.addButton(tr("&Read"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.reads.setDefault(True)
        buttons.accepted.connect(self._leave)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addWidget(help_text)
        column.addLayout(self._form)
        column.addWidget(self.keeps)
        column.addWidget(self.told)
        column.addStretch(1)
        column.addWidget(buttons)
