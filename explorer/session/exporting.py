"""Writing what others look at: a picture, the sheet, or the system as plain data, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from explorer.analysis.coverage_dimensions import grounded_coverage
from explorer.domain.answers import QUESTIONS
from explorer.domain.geometry import Rect
from explorer.domain.project import Project
from explorer.domain.provenance import Problem
from explorer.domain.system_graph import SystemGraph
from explorer.drawing.picture import Picture
from explorer.drawing.theme import LIGHT
from explorer.errors import UsageError
from explorer.export.csv_table import csv_text
from explorer.export.dot import dot_text
from explorer.export.graphml import graphml_bytes
from explorer.export.sheet import MOST_DRAWN, Sheet, sheet_of
from explorer.export.sheet_html import html_text
from explorer.export.sheet_markdown import markdown_text
from explorer.export.svg import svg_bytes, svg_text
from explorer.export.table import edge_table, node_table
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.asking import ask_findings, ask_questions
from explorer.session.scoring import ask_scores
from explorer.session.views import View, view_of
from explorer.session.whole_files import write_together, write_whole

if TYPE_CHECKING:
    from explorer.analysis.histories.evidence import Compared
    from explorer.layout.engine import LayoutEngine

_SHEETS: dict[str, Callable[[Sheet], str]] = {".html": html_text, ".md": markdown_text}
PICTURES = (".svg", ".png", ".pdf")
"""The endings of a picture's file."""
_INVENTORY = 3


def write_picture(path: Path, picture: Picture, view: Rect | None = None, task: Task | None = None) -> str:
    """Write the picture, or what of it lies in `view`, as its file's ending says: SVG, PNG or PDF.

    Gives the sentence that a person should read about the file, or an empty one; UsageError where that fails.
    Cancelled before the file is touched, where the task says so.
    """
    check = (task or Task()).check
    suffix, note = path.suffix.lower(), ""
    if suffix == ".png":
        png = _raster().png_of(svg_text(picture, view, check), check)
        check()
        write_whole(path, png.data)
        if png.scale < 1:
            note = tr(
                "The picture is large: the PNG shows it at {scale:.0%} of its size; .svg keeps all of it.",
                scale=png.scale,
            )
    elif suffix == ".pdf":
        pdf = _raster().pdf_of(svg_text(picture, view, check), check)
        check()
        write_whole(path, pdf)
    else:
        svg = svg_bytes(picture, view, check)
        check()
        write_whole(path, svg)
    return note


def _raster() -> ModuleType:
    """The writer that needs Qt, which needs libraries of the system that nothing else here does."""
    try:
        from explorer.export import raster
    except ImportError as error:
        raise UsageError(
            tr("PNG and PDF need Qt, and it could not be loaded: {error}.", error=error),
            hint=tr("Choose .svg, which needs no such library."),
        ) from None
    return raster


def write_csv(path: Path, graph: SystemGraph) -> Path:
    """Write the edges to `path` and the nodes to the file beside it that is returned; both, or UsageError."""
    nodes = path.with_name(f"{path.stem}-nodes{path.suffix}")
    tables = {nodes: node_table(graph), path: edge_table(graph)}
    # The mark at the start tells Excel that this is UTF-8.
    write_together({each: csv_text(table).encode("utf-8-sig") for each, table in tables.items()})
    return nodes


def write_dot(path: Path, graph: SystemGraph) -> None:
    """Write the system in Graphviz's language; UsageError where that fails."""
    write_whole(path, dot_text(graph).encode())


def write_graphml(path: Path, graph: SystemGraph) -> None:
    """Write the system as GraphML; UsageError where that fails."""
    write_whole(path, graphml_bytes(graph))


def require_sheet_ending(path: Path) -> None:
    """UsageError where the file's name does not end as a sheet's does."""
    if path.suffix.lower() not in _SHEETS:
        first, second = _SHEETS
        raise UsageError(
            tr("The ending of {name} says no kind of sheet.", name=path.name),
            hint=tr("Choose {first} or {second}.", first=first, second=second),
        )


def write_sheet(
    path: Path,
    project: Project,
    problems: Sequence[Problem] = (),
    *,
    numbers: Sequence[int] = tuple(QUESTIONS),
    histories: Compared | None = None,
    view: View | None = None,
    engine: LayoutEngine | None = None,
    task: Task | None = None,
) -> None:
    """Write the page that answers these questions, as HTML or Markdown by the file's ending.

    Findings, coverage and scores belong to the third question, `histories` to the second. The picture is drawn from
    `view`, or else laid out by `engine`, or without either by our own layers; Markdown holds none. UsageError where
    it cannot be written; raises Cancelled.
    """
    require_sheet_ending(path)
    draw = path.suffix.lower() == ".html"
    task = task or Task()
    graph, with_inventory = project.graph, _INVENTORY in numbers
    sheet = sheet_of(
        graph,
        ask_questions(graph, numbers, task),
        histories=histories,
        findings=ask_findings(graph, task) if with_inventory else None,
        coverage=grounded_coverage(graph) if with_inventory else (),
        scores=ask_scores(graph, task) if with_inventory else (),
        problems=(*problems, *(histories.problems if histories is not None else ())),
        picture=_small_picture(project, view, engine, task) if draw else None,
    )
    write_whole(path, _SHEETS[path.suffix.lower()](sheet).encode())


def _small_picture(
    project: Project, view: View | None, engine: LayoutEngine | None, task: Task
) -> Picture | None:
    if not 0 < len(project.graph.nodes) <= MOST_DRAWN:
        return None
    if view is None or view.graph is not project.graph:
        task.progress(tr("Arranging the picture"), None)
        made = view_of(project.graph, project.positions, pins=project.pins, engine=engine, task=task)
        view = replace(made, notes=project.notes)
    return view.picture(LIGHT)
