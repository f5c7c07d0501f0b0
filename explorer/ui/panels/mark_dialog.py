"""Asks what exactly is bad or good of a marked node, and since when it is bad."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateTimeEdit,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QWidget,
)

from explorer.analysis.localisation.marks import Mark
from explorer.domain.kinds import Channel
from explorer.domain.words import told
from explorer.language import marked, tr
from explorer.ui import plain
from explorer.ui.dialog import Dialog

ASPECTS = {
    Channel.AVAILABILITY: marked("whether it is there"),
    Channel.SCHEMA: marked("its schema"),
    Channel.VALUE: marked("its values"),
    Channel.TIME: marked("how old it is"),
}
"""What of a node may be bad, as people say it; the command line calls it by the channel's name."""
_ANYTHING = marked("Nobody has said")
_FORMAT = "yyyy-MM-dd HH:mm"


class MarkDialog(Dialog):
    """The channel and the onset of one mark."""

    given = Signal(object, object)
    """The mark as it was, and as it is now."""

    def __init__(self, name: str, mark: Mark, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        is_bad = mark.is_symptom
        self.setWindowTitle(tr("What Is Bad") if is_bad else tr("What Is Good"))
        self.aspect = QComboBox()
        self.aspect.setAccessibleName(tr("What is bad of it") if is_bad else tr("What is good of it"))
        self.aspect.addItem(tr(_ANYTHING), None)
        for channel, text in ASPECTS.items():
            words = tr(text)
            self.aspect.addItem(f"{words[0].upper()}{words[1:]} ({told(channel)})", channel.value)
        self.aspect.setCurrentIndex(max(self.aspect.findData(mark.channel and mark.channel.value), 0))
        self.known = QCheckBox(tr("Known:"))
        self.known.setAccessibleName(tr("Since when it is bad is known"))
        self.since = QDateTimeEdit()
        self.since.setDisplayFormat(_FORMAT)
        self.since.setCalendarPopup(True)
        self.since.setAccessibleName(tr("Since when it is bad"))
        began = mark.since or datetime.now().astimezone()
        self.since.setDateTime(QDateTime.fromSecsSinceEpoch(int(began.timestamp())))
        self.known.setChecked(mark.since is not None)
        self.since.setEnabled(mark.since is not None)
        self.known.toggled.connect(self.since.setEnabled)
        form = QFormLayout(self)
        form.addRow(plain.label(tr("Node")), plain.label(name))
        form.addRow(tr("What is bad") if is_bad else tr("What is good"), self.aspect)
        if is_bad:
            onset = QHBoxLayout()
            onset.addWidget(self.known)
            onset.addWidget(self.since, 1)
            since = plain.label(tr("Since when"))
            since.setBuddy(self.since)
            form.addRow(since, onset)
            hint = plain.label(tr("A cause is no later than its effects, so a known onset clears suspects."))
            hint.setObjectName("muted")
            hint.setWordWrap(True)
            form.addRow(hint)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.accepted.connect(lambda: self.given.emit(mark, self.mark))

    @property
    def mark(self) -> Mark:
        """The mark as it is chosen here."""
        chosen = self.aspect.currentData()
        since = None
        if self.known.isChecked() and self._mark.is_symptom:
            chosen_time: datetime = self.since.dateTime().toPython()  # type: ignore[assignment]  # Qt's stubs say object
            since = chosen_time.astimezone()
        return replace(self._mark, channel=None if chosen is None else Channel(chosen), since=since)


def mark_words(name: str, mark: Mark) -> str:
    """A mark in a line: which node, what of it, and since when."""
    text = name if mark.channel is None else f"{name}: {tr(ASPECTS[mark.channel])}"
    return (
        text if mark.since is None else tr("{text}, since {time:%Y-%m-%d %H:%M}", text=text, time=mark.since)
    )
