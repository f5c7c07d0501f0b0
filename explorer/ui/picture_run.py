"""The picture on its way out of the window: to a file, to the clipboard, to paper; none of it holds the window up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage, QImageReader, QPageLayout

from explorer.domain.geometry import Rect
from explorer.domain.wording import counted
from explorer.drawing.theme import LIGHT, Theme
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.ui.work import Work

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from explorer.drawing.picture import Picture
    from explorer.session.copying import Copy
    from explorer.session.views import View
    from explorer.session.what_ifs import WhatIf

_HEAD, _FOOT = 70.0, 90.0
"""Pixels that title and legend take beside the picture itself, about."""
_MOST_HELD = 16_000_000
"""Pixels that the clipboard holds beside the PNG: 64 MB for as long as nothing else is copied."""
_LETTERS = 12.0
_READABLE = 3.0 * 96 / 72
"""Pixels of a page: letters of three points are the smallest that a person reads on paper."""


class PictureRun(QObject):
    """At most one of each at a time; what came of it is told on the window's own thread."""

    told = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        work: Work,
        view: Callable[[], View | None],
        looks: Callable[[], tuple[Theme, WhatIf | None]],
        parent: QObject | None = None,
    ) -> None:
        """`view` and `looks` say what is shown, and how it is drawn."""
        super().__init__(parent)
        self._work = work
        self._view = view
        self._looks = looks

    def write(self, path: Path, seen: Rect | None) -> None:
        """Write the picture as it is shown now, or the part of it in `seen`, as the file's ending says."""
        view, (theme, what_if) = self._view(), self._looks()
        if view is None:
            return

        def write(task: Task) -> str:
            from explorer.session.exporting import write_picture

            task.progress(tr("Writing {name}", name=path.name), None)
            picture = view.picture(theme, what_if)
            task.check()
            return write_picture(path, picture, seen, task)

        self._work.run(
            "export",
            write,
            lambda note: self.told.emit(tr("Wrote {name}. {note}", name=path.name, note=note).rstrip()),
        )

    def draw_base(self, take: Callable[[Picture], None]) -> None:
        """Draw what is shown without the what-if that is laid over it, ready for a canvas."""
        view, (theme, _) = self._view(), self._looks()
        if view is None:
            return
        part = tr("{part}, as it is", part=view.part) if view.part else tr("As it is")

        def work(_: Task) -> Picture:
            from explorer.ui.canvas.prepared import prepared

            return prepared(replace(view, part=part).picture(theme), theme)

        self._work.run("base", work, take)

    def stop_base(self) -> None:
        """It is not wanted any more."""
        self._work.stop("base")

    def copy(self, chosen: tuple[str, ...], seen: Rect) -> None:
        """Put the chosen nodes on the clipboard, or what is in view where none is: as SVG, PNG and their ids."""
        view, (theme, what_if) = self._view(), self._looks()
        if view is None:
            return

        def work(task: Task) -> tuple[Copy, QImage]:
            from explorer.session.copying import copy_of

            task.progress(tr("Copying the picture"), None)
            copy = copy_of(view.picture(theme, what_if), chosen, seen, task)
            return copy, QImage() if copy.png is None else _decoded(copy.png)

        self._work.run("copy", work, lambda made: self._take(*made))

    def print(self, printer: QPrinter, seen: Rect | None) -> None:
        """Print the picture, or the part of it in `seen`, on one page; light, whatever the window is, to save ink."""
        from explorer.export.raster import PER_INCH

        view, (_, what_if) = self._view(), self._looks()
        if view is None:
            return
        printer.setResolution(PER_INCH)

        def work(task: Task) -> int:
            from explorer.export.raster import fit_page
            from explorer.export.svg import nodes_within, svg_text

            task.progress(tr("Printing the picture"), None)
            picture = view.picture(LIGHT, what_if)
            fit_page(svg_text(picture, seen, task.check), printer, task.check)
            return int(nodes_within(picture, seen).sum())

        where = printer.outputFileName() or printer.printerName()
        self._work.run("print", work, lambda count: self._tell_printed(count, where))

    def is_readable(self, size: tuple[float, float], page: QPageLayout) -> bool:
        """Whether a person could read the names of a picture of this size on the page."""
        from explorer.export.raster import PER_INCH

        room = page.paintRectPixels(PER_INCH)
        scale = min(1.0, room.width() / size[0], room.height() / (size[1] + _HEAD + _FOOT))
        return _LETTERS * scale >= _READABLE

    def _take(self, copy: Copy, image: QImage) -> None:
        said = QMimeData()
        said.setText("\n".join(copy.ids))
        said.setData("image/svg+xml", copy.svg.encode())
        if copy.png is not None:
            said.setData("image/png", copy.png)
        if not image.isNull():  # for the programs and systems that ask for pixels of no certain form
            said.setImageData(image)
        QGuiApplication.clipboard().setMimeData(said)
        note = tr("It is too large for a PNG, so it is there as SVG only.") if copy.png is None else ""
        self.told.emit(
            tr(
                "Copied the picture of {nodes}. {note}", nodes=counted(len(copy.ids), "node"), note=note
            ).rstrip()
        )

    def _tell_printed(self, count: int, where: str) -> None:
        self.told.emit(tr("Printed {nodes} on one page: {where}.", nodes=counted(count, "node"), where=where))


def _decoded(png: bytes) -> QImage:
    """The pixels, read by the one of Qt's ways that lets the window go on meanwhile; none where they are too many."""
    buffer = QBuffer()
    buffer.setData(png)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, b"PNG")
    size = reader.size()
    return QImage() if size.width() * size.height() > _MOST_HELD else reader.read()
