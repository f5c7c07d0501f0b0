"""File → Open Recent: what was opened before; what is no longer there stands greyed, and says so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.actions import in_a_menu
from explorer.ui.offers import Gone, Offers, Sources
from explorer.ui.start_page import short_name

_NUMBERED = 9


class RecentMenu(QMenu):
    """Filled whenever it is opened; what is gone is greyed as soon as that is known."""

    chosen = Signal(list)
    """The sources to open, as texts."""

    def __init__(self, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(tr("Open &Recent"), parent)
        self.setToolTipsVisible(True)
        self._offers = offers
        self._actions: dict[Sources, QAction] = {}
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show what was opened before, the last first."""
        self.clear()
        self._actions = {}
        for number, sources in enumerate(self._offers.recent(), start=1):
            key = f"&{number} " if number <= _NUMBERED else ""
            action = self.addAction(key + in_a_menu(short_name(sources)))
            plain.tooltip(action, "\n".join(sources))
            action.triggered.connect(lambda _=False, opened=sources: self.chosen.emit(list(opened)))
            self._actions[sources] = action
        if self._actions:
            self._offers.find_gone(self._grey)
        else:
            self.addAction(tr("Nothing was opened yet")).setEnabled(False)

    def _grey(self, gone: Gone) -> None:
        for sources, path in gone.items():
            action = self._actions.get(sources)
            if action is not None and action.isEnabled():
                action.setEnabled(False)
                action.setText(tr("{text} – not there any more", text=action.text()))
                plain.tooltip(
                    action,
                    tr("There is no file {path} any more; it was moved, renamed or removed.", path=path),
                )
