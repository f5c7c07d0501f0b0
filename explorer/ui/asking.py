"""What the window asks a person: which file, which name, and what becomes of unsaved work."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

import explorer
from explorer.ui import plain

_SOURCES = (
    "What Ripplemap reads (*.ripplemap *.yaml *.yml *.json *.db *.sqlite *.sqlite3);;"
    "Projects (*.ripplemap);;Manifests (*.yaml *.yml *.json);;Databases (*.db *.sqlite *.sqlite3);;All files (*)"
)


def source_files(parent: QWidget) -> list[str]:
    """Files to read; empty when a person thought better of it."""
    return QFileDialog.getOpenFileNames(parent, "Open", "", _SOURCES)[0]


def source_folder(parent: QWidget) -> list[str]:
    """A folder of manifests, as a list of one or none."""
    chosen = QFileDialog.getExistingDirectory(parent, "Open a Folder of Manifests")
    return [chosen] if chosen else []


def project_path(parent: QWidget, title: str) -> Path | None:
    """Where to save a project."""
    return _target(parent, "Save Project", title, ".ripplemap", "Projects (*.ripplemap)")


def picture_path(parent: QWidget, title: str) -> Path | None:
    """Where to write a picture."""
    return _target(parent, "Export Picture", title, ".svg", "SVG pictures (*.svg)")


def sheet_path(parent: QWidget, title: str) -> Path | None:
    """Where to write the sheet; the ending says what it is."""
    kinds = "Web pages (*.html);;Markdown (*.md)"
    chosen, kind = QFileDialog.getSaveFileName(parent, "Export Sheet", _file_name(title) + ".html", kinds)
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() in (".html", ".md"):
        return path
    return path.with_name(path.name + (".md" if kind.startswith("Markdown") else ".html"))


def new_name(parent: QWidget, name: str) -> str:
    """Another name for a node; empty when it stays as it is."""
    given, agreed = QInputDialog.getText(parent, "Rename", "Name", QLineEdit.EchoMode.Normal, name)
    return given.strip() if agreed and given.strip() != name else ""


def scenario_name(parent: QWidget, name: str) -> str:
    """The name of a scenario to be kept; empty when it is not to be."""
    echo = QLineEdit.EchoMode.Normal
    given, agreed = QInputDialog.getText(parent, "Keep the What-If", "Name of the scenario", echo, name)
    return given.strip() if agreed else ""


def save_first(parent: QWidget, title: str) -> Literal["save", "discard", "stay"]:
    """What becomes of unsaved changes."""
    text = f"“{title}” has changes that are not saved."
    choice = plain.question(parent, "Unsaved changes", text, ("Save", "Discard", "Cancel"))
    answers: tuple[Literal["save", "discard", "stay"], ...] = ("save", "discard", "stay")
    return answers[choice]


def about(parent: QWidget) -> None:
    """Who made this, and with what."""
    text = (
        f"Ripplemap {explorer.__version__}\n\n"
        "Shows what a machine-learning system is made of, and what happens when something in it changes.\n\n"
        "Drawn with Qt, NumPy and Graphviz; set in Inter."
    )
    plain.message(parent, "About Ripplemap", text).open()


def _target(parent: QWidget, title: str, name: str, suffix: str, kinds: str) -> Path | None:
    chosen = QFileDialog.getSaveFileName(parent, title, _file_name(name) + suffix, kinds)[0]
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else path.with_suffix(suffix)


def _file_name(name: str) -> str:
    return "".join(c if c.isalnum() or c in " -_" else "-" for c in name).strip() or "system"
