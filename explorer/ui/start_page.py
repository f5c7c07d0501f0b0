"""The first thing one sees: open something, go on with a recent file, or look at a sample. Files may be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from explorer.language import tr
from explorer.ui import plain
from explorer.ui.panels.page_parts import WholeList
from explorer.ui.progress import show_part


class StartPage(QWidget):
    """Shown while no system is open."""

    open_requested = Signal()
    folder_requested = Signal()
    new_requested = Signal()
    sources_chosen = Signal(list)
    """Paths, as text, of what a person chose or dropped."""
    tour_wanted = Signal()
    tour_declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.setAcceptDrops(True)
        title = plain.label("Ripplemap")
        title.setObjectName("title")
        lead = plain.label(
            tr(
                "See what a machine-learning system is made of, and what happens when something in it changes."
            )
        )
        lead.setObjectName("muted")
        lead.setWordWrap(True)
        self._open = QPushButton(tr("Open a file…"))
        self._open.setDefault(True)
        self._folder = QPushButton(tr("Open a folder…"))
        self._open.clicked.connect(self.open_requested)
        self._folder.clicked.connect(self.folder_requested)
        self._new = QPushButton(tr("Draw a new system…"))
        self._new.clicked.connect(self.new_requested)
        buttons = QHBoxLayout()
        for button in (self._open, self._folder, self._new):
            buttons.addWidget(button)
        buttons.addStretch(1)
        drop = QFrame()
        drop.setObjectName("card")
        zone = plain.label(
            tr(
                "or drop it here: a manifest, a folder of them, a dbt manifest.json, an MLflow database, a project"
            )
        )
        zone.setObjectName("muted")
        zone.setWordWrap(True)
        zone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inner = QVBoxLayout(drop)
        inner.setContentsMargins(24, 28, 24, 28)
        inner.addWidget(zone)
        self._samples, self._recent = WholeList(), WholeList()
        for places, spoken in ((self._samples, tr("Sample systems")), (self._recent, tr("Recent files"))):
            places.setAccessibleName(spoken)
            places.itemActivated.connect(self._tell)
            places.itemClicked.connect(self._tell)
        lists = QHBoxLayout()
        lists.setSpacing(24)
        self._sample_box = _headed(tr("Look at a sample"), self._samples)
        self._recent_box = _headed(tr("Recent"), self._recent)
        for box in (self._sample_box, self._recent_box):
            lists.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
        self._tour = self._tour_offer()
        self._offers = QWidget()
        offers = QVBoxLayout(self._offers)
        offers.setContentsMargins(0, 0, 0, 0)
        offers.setSpacing(16)
        offers.addWidget(self._tour)
        offers.addLayout(buttons)
        offers.addWidget(drop)
        offers.addLayout(lists)
        self._work = self._work_told()
        column = QVBoxLayout()
        column.setSpacing(16)
        for widget in (title, lead, self._work, self._offers):
            column.addWidget(widget)
        column.addStretch(1)
        holder = QWidget()
        holder.setMaximumWidth(760)
        holder.setLayout(column)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 48, 32, 32)
        outer.addStretch(1)
        outer.addWidget(holder, 6)
        outer.addStretch(1)

    def offer_tour(self, offered: bool) -> None:
        """Offer the tour, or no longer."""
        self._tour.setVisible(offered)

    def set_samples(self, samples: Sequence[tuple[str, Path]]) -> None:
        """Offer these: what each is, and its file."""
        _fill(self._samples, [(name, (str(path),)) for name, path in samples])

    def set_recent(self, recent: Sequence[tuple[str, ...]]) -> None:
        """Offer these sources, latest first; the list is hidden when there are none."""
        _fill(self._recent, [(short_name(sources), sources) for sources in recent])
        self._recent_box.setVisible(bool(recent))

    def tell_of_work(self, text: str, part: float | None) -> None:
        """Say what is being read, in the place of what there is to open. part: see `show_part`."""
        self._doing.setText(text)
        show_part(self._bar, part)
        self._turn(is_busy=True)

    def offer(self) -> None:
        """Nothing is being read: offer what there is to open."""
        self._turn(is_busy=False)

    def _turn(self, *, is_busy: bool) -> None:
        self._work.setVisible(is_busy)
        self._offers.setHidden(is_busy)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = dropped_paths(event)
        if paths:
            event.acceptProposedAction()
            self.sources_chosen.emit(paths)

    def _work_told(self) -> QWidget:
        box = QFrame()
        box.setObjectName("card")
        self._doing = plain.wrapped("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Progress"))
        inner = QVBoxLayout(box)
        inner.setContentsMargins(24, 28, 24, 28)
        inner.addWidget(self._doing)
        inner.addWidget(self._bar)
        box.hide()
        return box

    def _tour_offer(self) -> QWidget:
        box = QFrame()
        box.setObjectName("card")
        words = plain.label(tr("New here? A tour of five minutes shows the window on a sample."))
        words.setWordWrap(True)
        take, decline = QPushButton(tr("Take the tour")), QPushButton(tr("Not now"))
        plain.tooltip(decline, tr("The tour stays in the menu Help."))
        take.clicked.connect(self.tour_wanted)
        decline.clicked.connect(self.tour_declined)
        row = QHBoxLayout(box)
        row.setContentsMargins(16, 10, 10, 10)
        row.addWidget(words, 1)
        row.addWidget(take)
        row.addWidget(decline)
        box.hide()
        return box

    def _tell(self, item: QListWidgetItem) -> None:
        self.sources_chosen.emit(list(item.data(Qt.ItemDataRole.UserRole)))


def dropped_paths(event: QDropEvent) -> list[str]:
    """The local files and folders that are being dropped."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


def _headed(heading: str, body: QListWidget) -> QWidget:
    box = QWidget()
    title = plain.label(heading)
    title.setObjectName("heading")
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(title)
    layout.addWidget(body)
    return box


def _fill(target: QListWidget, entries: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    target.clear()
    for text, sources in entries:
        item = QListWidgetItem(text)
        item.setData(Qt.ItemDataRole.UserRole, sources)
        item.setToolTip(plain.escaped("\n".join(sources)))
        target.addItem(item)
    target.updateGeometry()


def short_name(sources: tuple[str, ...]) -> str:
    """The first file's name, the folder it stands in, and how many there are besides."""
    whole = Path(sources[0])
    folder = f" · {whole.parent.name}" if whole.parent.name else ""
    name = (
        tr("{name} and {count} more", name=whole.name, count=len(sources) - 1)
        if len(sources) > 1
        else whole.name
    )
    return f"{name}{folder}"
