"""`ripplemap score SOURCE…`: the ML Test Score of each model, its four sections, and what each test rests on."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from explorer.analysis.ml_test_score.rubric import Section
from explorer.analysis.ml_test_score.sheet import Sheet, sheet_to_plain
from explorer.analysis.ml_test_score.telling import (
    FULL,
    points_told,
    sheet_told,
    state_of,
    system_told,
)
from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, load, tell_problems
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, listed
from explorer.errors import UsageError
from explorer.session.scoring import ask_scores


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.epilog = (
        "A test that the system itself shows to hold, or that is attested and automated, counts 1; attested by hand "
        "½; what nobody knows, and what is no longer attested, counts nothing. The score is the least of the four "
        "sections. Attest a test in the model's entry of a manifest: attested."
    )
    add_sources(parser)
    parser.add_argument(
        "--model", metavar="NODE", action="append", default=[], help="only this model, test by test"
    )
    parser.add_argument(
        "--fail-under", metavar="POINTS", type=float, help=f"exit with 1 where a model has less, 0 to {FULL}"
    )
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the scores; 1 where a model has less than --fail-under."""
    least = arguments.fail_under
    if least is not None and not 0 <= least <= FULL:
        raise UsageError(f"--fail-under takes a number from 0 to {FULL}.")
    loaded = load(console, arguments.sources, arguments.forced)
    graph = loaded.project.graph
    tell_problems(console, loaded.problems)
    sheets = ask_scores(graph, console.task(), only=arguments.model)
    failing = [] if least is None else [s for s in sheets if s.score < least]
    console.status = 1 if failing else 0
    if arguments.json:
        console.json({"schema": 1, "models": [_plain(graph, s) for s in sheets]})
    else:
        _print(console, graph, sheets, in_full=bool(arguments.model) or len(sheets) == 1)
    if failing:
        names = listed([graph.nodes[s.model].name for s in failing])
        models = f"{counted(len(failing), 'model')} ({names})"
        console.tell(f"The check does not hold: {models} under {least:g} of {FULL}.")
    return console.status


def _print(console: Console, graph: SystemGraph, sheets: Sequence[Sheet], *, in_full: bool) -> None:
    if not in_full:
        console.paragraph(f"ML Test Score: {system_told(graph, sheets)}")
        if sheets:
            console.line()
            head = ["", *(each.value for each in Section), "score"]
            console.table([head, *(_row(graph, sheet) for sheet in sheets)])
            console.line()
            console.line("--model NODE tells a model test by test.")
        return
    for sheet in sheets:
        if sheet is not sheets[0]:
            console.line()
        console.paragraph(sheet_told(graph, sheet))
        for section in Section:
            console.line()
            console.line(f"{section.value.capitalize()}: {points_told(sheet.points(section))} of {FULL}")
            for row in sheet.rows:
                if row.test.section is section:
                    console.paragraph(f"{state_of(row)}: {row.test.title}.", first=f"  {row.test.id}  ")
                    console.paragraph(row.why, first="      ")
        if sheet.unknown_attestations:
            console.line()
            console.paragraph(f"Attested, but no test: {listed(sheet.unknown_attestations)}.")


def _row(graph: SystemGraph, sheet: Sheet) -> list[str]:
    points = [points_told(sheet.points(each)) for each in Section]
    return [graph.nodes[sheet.model].name, *points, points_told(sheet.score)]


def _plain(graph: SystemGraph, sheet: Sheet) -> dict[str, object]:
    return {
        **sheet_to_plain(sheet),
        "name": graph.nodes[sheet.model].name,
        "unknown_attestations": list(sheet.unknown_attestations),
    }
