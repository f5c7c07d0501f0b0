"""`ripplemap export SOURCE… -o FILE`: the picture, the sheet, the system or its edits as a file for others."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from explorer.cli.console import Console, json_text
from explorer.cli.graph import system_to_plain
from explorer.cli.histories import add_history, compare_given, require_histories
from explorer.cli.sheets import write_sheet_of
from explorer.cli.sources import add_sources, load, tell_problems
from explorer.domain.names import resolve_node
from explorer.drawing.folded import Folding
from explorer.drawing.theme import LIGHT, THEMES, theme_named
from explorer.errors import UsageError
from explorer.layout.engine import LayoutEngine
from explorer.session.closing import all_closed, closed
from explorer.session.exporting import (
    PICTURES,
    write_csv,
    write_dot,
    write_graphml,
    write_picture,
)
from explorer.session.loading import Loaded
from explorer.session.views import Focus, View, view_of
from explorer.session.what_ifs import follow
from explorer.session.whole_files import write_whole
from explorer.session.writing_back import MANIFESTS, write_edits
from explorer.ui.libraries import QT, install_line, missing_packages

_BY_QT = (".png", ".pdf")
_SHEETS = (".html", ".md")
_DATA = (".json", ".csv", ".dot", ".graphml")
_CHOICE = f"Choose {', '.join((*PICTURES, *_SHEETS, MANIFESTS[0], *_DATA[:-1]))} or {_DATA[-1]}."
_OPTIONS = {
    "what_if": "--what-if",
    "theme": "--theme",
    "focus": "--focus",
    "layout": "--layout",
    "closed": "--closed",
    "overview": "--overview",
}
_MISFITS = {
    **dict.fromkeys(_DATA, ("what_if", "theme", "layout", "closed", "overview")),
    ".html": ("what_if", "theme", "focus", "closed", "overview"),
    ".md": ("what_if", "theme", "focus", "layout", "closed", "overview"),
    **dict.fromkeys(MANIFESTS, ("theme", "focus", "layout", "closed", "overview")),
}
"""Options that say nothing about such a file."""


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_sources(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="the file; its ending says what it holds. FILE.csv holds the edges, FILE-nodes.csv beside it the nodes",
    )
    parser.add_argument(
        "--what-if", metavar="KIND:NODE", action="append", help="colour what this change would do"
    )
    parser.add_argument("--focus", metavar="NODE", action="append", help="only what lies around this node")
    parser.add_argument("--hops", metavar="N", type=int, help="how many edges around --focus (1)")
    closing = parser.add_mutually_exclusive_group()
    closing.add_argument(
        "--closed", metavar="TEAM", action="append", help="draw this team as one card; may be given again"
    )
    closing.add_argument("--overview", action="store_true", default=None, help="draw every team as one card")
    parser.add_argument("--theme", choices=list(THEMES), help="the colours (light)")
    parser.add_argument(
        "--layout",
        choices=["graphviz", "quick"],
        help="who places the nodes (graphviz, where it can be loaded)",
    )
    add_history(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the file."""
    target = Path(arguments.output)
    suffix = _checked_suffix(arguments, target)
    loaded = load(console, arguments.sources, arguments.forced)
    tell_problems(console, loaded.problems)
    if suffix in _SHEETS:
        compared = compare_given(arguments, console, loaded.project.graph)
        quick = suffix == ".md" or arguments.layout == "quick"
        write_sheet_of(console, loaded, target, histories=compared, quick=quick)
        return 0
    if suffix in MANIFESTS:
        for sentence in write_edits(target, loaded.project):
            console.tell(sentence)
        console.tell(f"Wrote {target}.")
        return 0
    focus = _focus(arguments, loaded)
    if suffix in PICTURES:
        _write_picture(arguments, console, loaded, focus, target)
    else:
        _write_data(console, loaded, focus, target)
    console.tell(f"Wrote {target}.")
    return 0


def _checked_suffix(arguments: argparse.Namespace, target: Path) -> str:
    suffix = target.suffix.lower()
    if suffix not in (*PICTURES, *_SHEETS, *MANIFESTS, *_DATA):
        raise UsageError(f"The ending of {target.name} says no kind of file.", hint=_CHOICE)
    if suffix in MANIFESTS and arguments.what_if is not None:
        raise UsageError(
            "A what-if changes nothing in the system, so there is nothing to write as a manifest."
        )
    given = [_OPTIONS[each] for each in _MISFITS.get(suffix, ()) if getattr(arguments, each) is not None]
    if given:
        more = " For its answer as JSON, use `ripplemap what-if --json`." if given[0] == "--what-if" else ""
        holds = "the sheet of the whole system" if suffix in _SHEETS else "none"
        holds = "what was edited by hand" if suffix in MANIFESTS else holds
        raise UsageError(f"{given[0]} is for pictures, and {suffix} holds {holds}.{more}")
    if arguments.history and suffix not in _SHEETS:
        raise UsageError(
            f"--history is for the sheet, and {suffix} holds no answers.",
            hint=f"Choose {' or '.join(_SHEETS)}.",
        )
    require_histories(arguments)
    missing = missing_packages(QT) if suffix in _BY_QT else []
    if missing:
        raise UsageError(
            f"Writing {suffix} needs libraries that are not on this computer: {install_line(missing)}",
            hint="Choose .svg, which needs none of them.",
        )
    if arguments.hops is not None and (arguments.focus is None or arguments.hops < 0):
        raise UsageError("--hops is a number from 0, and goes with --focus NODE.")
    return suffix


def _focus(arguments: argparse.Namespace, loaded: Loaded) -> Focus | None:
    if not arguments.focus:
        return None
    ids = tuple(resolve_node(loaded.project.graph, text) for text in arguments.focus)
    return Focus(ids, 1 if arguments.hops is None else arguments.hops)


def _write_picture(
    arguments: argparse.Namespace, console: Console, loaded: Loaded, focus: Focus | None, target: Path
) -> None:
    graph = loaded.project.graph
    answer = follow(graph, arguments.what_if, console.task()) if arguments.what_if else None
    view = _view(arguments, console, loaded, focus)
    if view.layout.note:
        console.tell(view.layout.note)
    theme = theme_named(arguments.theme or LIGHT.name)
    note = write_picture(target, view.picture(theme, answer))
    if note:
        console.tell(note)


def _view(arguments: argparse.Namespace, console: Console, loaded: Loaded, focus: Focus | None) -> View:
    project, folding = loaded.project, _folding(arguments, loaded)
    engine = None if arguments.layout == "quick" else LayoutEngine()
    try:
        view = view_of(
            *(project.graph, project.positions),
            pins=project.pins,
            focus=focus,
            engine=engine,
            folding=folding,
            task=console.task(),
        )
        return replace(view, notes=project.notes)
    finally:
        if engine is not None:
            engine.close()


def _folding(arguments: argparse.Namespace, loaded: Loaded) -> Folding:
    graph = loaded.project.graph
    return all_closed(graph) if arguments.overview else closed(graph, arguments.closed or ())


def _write_data(console: Console, loaded: Loaded, focus: Focus | None, target: Path) -> None:
    graph = loaded.project.graph
    if focus is not None:
        graph = graph.subgraph(graph.within(focus.ids, focus.hops))
    suffix = target.suffix.lower()
    if suffix == ".json":
        write_whole(
            target, json_text(system_to_plain(graph, loaded.problems, loaded.project.identities)).encode()
        )
    elif suffix == ".csv":
        console.tell(f"Wrote {write_csv(target, graph)}, the nodes.")
    elif suffix == ".dot":
        write_dot(target, graph)
    else:
        write_graphml(target, graph)
