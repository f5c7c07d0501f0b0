"""Writing the sheet from the command line: `ask -o` and `export -o` give the same page."""

from __future__ import annotations

from pathlib import Path

from explorer.analysis.histories.evidence import Compared
from explorer.cli.console import Console
from explorer.domain.answers import QUESTIONS
from explorer.layout.engine import LayoutEngine
from explorer.session.exporting import write_sheet
from explorer.session.loading import Loaded


def write_sheet_of(
    console: Console,
    loaded: Loaded,
    target: Path,
    numbers: tuple[int, ...] = tuple(QUESTIONS),
    *,
    histories: Compared | None = None,
    quick: bool = False,
) -> None:
    """Write the sheet and say so; `quick` without Graphviz. UsageError where it cannot be written."""
    engine = None if quick else LayoutEngine()
    try:
        write_sheet(
            target,
            loaded.project,
            loaded.problems,
            numbers=numbers,
            histories=histories,
            engine=engine,
            task=console.task(),
        )
    finally:
        if engine is not None:
            engine.close()
    console.tell(f"Wrote {target}.")
