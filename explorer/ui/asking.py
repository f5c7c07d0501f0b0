"""What the window asks a person: which file, which name, and what becomes of unsaved work."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QFileDialog, QWidget

import explorer
from explorer.language import marked, tr
from explorer.session.settings import change_settings, load_settings, with_folder
from explorer.ui import plain
from explorer.ui.line_dialog import ask_line

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_SOURCES = marked(
    "What Ripplemap reads (*.ripplemap *.yaml *.yml *.json *.db *.sqlite *.sqlite3 *.duckdb *.ddb);;"
    "Projects (*.ripplemap);;Manifests (*.yaml *.yml *.json);;"
    "Databases (*.db *.sqlite *.sqlite3 *.duckdb *.ddb);;All files (*)"
)
_PICTURES = {".svg": marked("SVG pictures"), ".png": marked("PNG pictures"), ".pdf": marked("PDF pages")}
_SHEETS = {".html": marked("Web pages"), ".md": marked("Markdown")}


def source_files(parent: QWidget) -> list[str]:
    """Files to read; empty when a person thought better of it."""
    chosen = QFileDialog.getOpenFileNames(parent, tr("Open"), _where(), tr(_SOURCES))[0]
    if chosen:
        _remember(Path(chosen[0]).parent)
    return chosen


def source_folder(parent: QWidget) -> list[str]:
    """A folder of manifests, as a list of one or none."""
    chosen = QFileDialog.getExistingDirectory(parent, tr("Open a Folder of Manifests"), _where())
    if chosen:
        _remember(Path(chosen))
    return [chosen] if chosen else []


def project_path(parent: QWidget, title: str) -> Path | None:
    """Where to save a project."""
    return _target(parent, tr("Save Project"), title, ".ripplemap", tr("Projects (*.ripplemap)"))


def picture_path(parent: QWidget, title: str) -> Path | None:
    """Where to write a picture; the ending says what it is."""
    return _one_of(parent, tr("Export Picture"), title, _PICTURES)


def sheet_path(parent: QWidget, title: str) -> Path | None:
    """Where to write the sheet; the ending says what it is."""
    return _one_of(parent, tr("Export Sheet"), title, _SHEETS)


def manifest_path(parent: QWidget, title: str) -> Path | None:
    """Where to write what was edited by hand."""
    name = tr("{title} edits", title=title)
    return _target(parent, tr("Export Changes"), name, ".yaml", tr("Manifests (*.yaml *.yml)"))


def new_name(parent: QWidget, name: str) -> str:
    """Another name for a node; empty when it stays as it is."""
    given = ask_line(parent, tr("Rename"), tr("Name"), name)
    return given if given and given != name else ""


def scenario_name(parent: QWidget, name: str) -> str:
    """The name of a scenario to be kept; empty when it is not to be."""
    return ask_line(parent, tr("Keep the What-If"), tr("Name of the scenario"), name) or ""


def view_name(parent: QWidget, name: str) -> str:
    """The name of a view to be kept; empty when it is not to be."""
    return ask_line(parent, tr("Keep This View"), tr("Name of the view"), name) or ""


def system_name(parent: QWidget) -> str | None:
    """The name of a system that is to be drawn by hand; None when it is not to be."""
    return ask_line(parent, tr("New System"), tr("Name of the system"))


def printer(parent: QWidget, *, is_wide: bool) -> QPrinter | None:
    """Which printer, and how; None when a person thought better of it, or there is none, which is said."""
    from PySide6.QtPrintSupport import (  # of use to few, so not loaded before
        QPrintDialog,
        QPrinter,
        QPrinterInfo,
    )

    if not QPrinterInfo.availablePrinterNames():
        text = tr(
            "This computer knows no printer, so nothing was printed.\n\n"
            "File → Export Picture… writes a PDF of one page, which any computer with a printer can print."
        )
        plain.message(parent, tr("No Printer"), text, severity="warning").open()
        return None
    found = QPrinter()
    found.setDocName("Ripplemap")
    found.setPageOrientation(
        QPageLayout.Orientation.Landscape if is_wide else QPageLayout.Orientation.Portrait
    )
    return found if QPrintDialog(found, parent).exec() else None


def print_part(parent: QWidget, is_view_readable: bool) -> Literal["all", "view", "nothing"]:
    """What is printed of a picture whose names nobody could read on one page."""
    text = tr("On one page, the names of this picture would be too small to read.")
    ways: list[tuple[str, Literal["all", "view", "nothing"]]] = [
        (tr("Print All of It"), "all"),
        (tr("Cancel"), "nothing"),
    ]
    if is_view_readable:
        ways.insert(0, (tr("Print What Is in View"), "view"))
    choice = plain.question(parent, tr("Print Picture"), text, [words for words, _ in ways])
    return ways[choice][1]


def save_first(parent: QWidget, title: str) -> Literal["save", "discard", "stay"]:
    """What becomes of unsaved changes."""
    text = tr("“{title}” has changes that are not saved.", title=title)
    choice = plain.question(parent, tr("Unsaved changes"), text, (tr("Save"), tr("Discard"), tr("Cancel")))
    answers: tuple[Literal["save", "discard", "stay"], ...] = ("save", "discard", "stay")
    return answers[choice]


def about(parent: QWidget) -> None:
    """Who made this, and with what."""
    text = tr(
        "Ripplemap {version}\n\n"
        "Shows what a machine-learning system is made of, and what happens when something in it changes.\n\n"
        "Drawn with Qt, NumPy and Graphviz; set in Inter.",
        version=explorer.__version__,
    )
    plain.message(parent, tr("About Ripplemap"), text).open()


def _one_of(parent: QWidget, title: str, name: str, kinds: Mapping[str, str]) -> Path | None:
    """A file of one of these kinds, by ending; a name without such an ending gets that of the chosen kind."""
    filters = {f"{tr(words)} (*{ending})": ending for ending, words in kinds.items()}
    first = next(iter(kinds))
    path, kind = _new_file(parent, title, _file_name(name) + first, ";;".join(filters))
    if path is None:
        return None
    return path if path.suffix.lower() in kinds else path.with_name(path.name + filters.get(kind, first))


def _target(parent: QWidget, title: str, name: str, suffix: str, kinds: str) -> Path | None:
    path, _ = _new_file(parent, title, _file_name(name) + suffix, kinds)
    return path if path is None or path.suffix else path.with_suffix(suffix)


def _new_file(parent: QWidget, title: str, name: str, kinds: str) -> tuple[Path | None, str]:
    """The file that a person names, and the kind that was chosen for it."""
    chosen, kind = QFileDialog.getSaveFileName(parent, title, _where(name), kinds)
    if not chosen:
        return None, kind
    _remember(Path(chosen).parent)
    return Path(chosen), kind


def _where(name: str = "") -> str:
    """Where a dialog begins: with this name, in the folder in which the last dialog ended, while that is there."""
    folder = load_settings().folder
    return str(Path(folder, name)) if folder and Path(folder).is_dir() else name


def _remember(folder: Path) -> None:
    change_settings(lambda settings: with_folder(settings, str(folder.absolute())))


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_" else "-" for c in name).strip() or "system"
