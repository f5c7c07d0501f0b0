"""Opening, saving, exporting and leaving: what the window does with files, after asking a person which."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from explorer.language import tr
from explorer.ui import asking, plain

if TYPE_CHECKING:
    from explorer.domain.geometry import Rect
    from explorer.importers.databases.address import DatabaseUrl
    from explorer.ui.open_project import OpenProject


class Filing:
    """The files of one window's project; nothing is lost without a question."""

    def __init__(self, window: QWidget, project: OpenProject) -> None:
        self._window = window
        self._project = project
        again = project.sources
        again.passwords_wanted.connect(lambda sources: self._with_passwords(sources, again.read_these_again))

    def open_sources(self, sources: list[str]) -> None:
        """Open these in the place of what is open, after asking about unsaved changes."""
        from explorer.session.connecting import asks_for_password

        asking_for = asks_for_password(sources[0]) if len(sources) == 1 else None
        if asking_for is not None:
            self.connect_database(asking_for)
        elif sources and self.may_leave():
            self._with_passwords(sources, self._project.open_sources)

    def connect_database(self, address: DatabaseUrl | None = None) -> None:
        """Ask for a database, or for the password of this one, and open it or join it to the system."""
        from explorer.ui.connecting_dialog import ConnectingDialog

        dialog = ConnectingDialog(
            self._project.work, self._window, address=address, can_join=self._project.is_open
        )
        dialog.open_wanted.connect(self._open_database)
        dialog.import_wanted.connect(lambda text: self._project.import_more([text]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_database(self, text: str) -> None:
        if self.may_leave():
            self._project.open_sources([text])

    def _with_passwords(self, sources: list[str], read: Callable[[list[str]], None]) -> None:
        """Ask for each password that the keyring does not hold, and read; nothing is done where that is cancelled."""
        from explorer.session.connecting import servers_asking, to_be_asked, with_passwords

        servers = servers_asking(sources)
        if not servers:
            read(sources)
            return

        def ask(addresses: tuple[DatabaseUrl, ...]) -> None:
            from explorer.ui.password_dialog import PasswordDialog

            if not addresses:
                read(sources)
                return
            dialog = PasswordDialog(self._project.work, addresses, self._window)
            dialog.given.connect(lambda passwords: read(with_passwords(sources, passwords)))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self._project.work.run("connecting", lambda task: to_be_asked(servers, task), ask)

    def open_files(self) -> None:
        """Ask for files and open them."""
        self.open_sources(asking.source_files(self._window))

    def open_folder(self) -> None:
        """Ask for a folder of manifests and open it."""
        self.open_sources(asking.source_folder(self._window))

    def import_more(self) -> None:
        """Ask for files and join them to the system."""
        sources = asking.source_files(self._window)
        if sources:
            self._project.import_more(sources)

    def save(self) -> bool:
        """Save to the project's file, or ask for one; whether it was saved."""
        path = self._project.path
        return self.save_as() if path is None or self._project.read_only else self._project.save(path)

    def save_as(self) -> bool:
        """Ask for a file and save to it; whether it was saved."""
        path = asking.project_path(self._window, self._project.title)
        return path is not None and self._project.save(path)

    def export_picture(self, shown: Rect | None) -> None:
        """Ask for a file and write the picture to it, or the part of it in `shown`."""
        path = asking.picture_path(self._window, self._project.title)
        if path is not None:
            self._project.pictures.write(path, shown)

    def print_picture(self, size: tuple[float, float], shown: Rect) -> None:
        """Ask for a printer and print the picture, which is of this size; `shown` is the part in view.

        Where nobody could read it on a page, a person may have only what is in view.
        """
        printer = asking.printer(self._window, is_wide=size[0] > size[1])
        if printer is None:
            return
        readable = self._project.pictures.is_readable
        part = None
        if not readable(size, printer.pageLayout()):
            choice = asking.print_part(
                self._window, readable((shown.width, shown.height), printer.pageLayout())
            )
            if choice == "nothing":
                return
            part = shown if choice == "view" else None
        self._project.pictures.print(printer, part)

    def export_sheet(self) -> None:
        """Ask for a file and write the page that answers the three questions to it."""
        path = asking.sheet_path(self._window, self._project.title)
        if path is not None:
            self._project.export_sheet(path)

    def export_edits(self) -> None:
        """Ask for a file and write what was edited by hand to it; where nothing was, that is said."""
        if not self._project.has_edits:
            text = tr(
                "Nothing was changed by hand in this system, so there is nothing to write.\n\n"
                "A what-if changes nothing; nodes and edges are edited with the Edit menu."
            )
            plain.message(self._window, tr("Nothing to Write"), text).open()
            return
        path = asking.manifest_path(self._window, self._project.title)
        if path is not None:
            self._project.export_edits(path)

    def close(self) -> None:
        """Open nothing, after asking about unsaved changes."""
        if self.may_leave():
            self._project.close()

    def may_leave(self) -> bool:
        """Whether nothing would be lost, or a person does not mind."""
        if not self._project.is_dirty:
            return True
        choice = asking.save_first(self._window, self._project.title)
        return self.save() if choice == "save" else choice == "discard"
