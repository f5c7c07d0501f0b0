"""`ripplemap import SOURCE… -o FILE`: sources into a project file, and what came of it."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from explorer.cli.console import Console
from explorer.cli.sources import add_json, add_sources, list_problems, load, problem_to_plain
from explorer.domain.wording import counted
from explorer.errors import UsageError
from explorer.session.session import Session

_SUFFIX = ".ripplemap"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_sources(parser)
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help="the project file to write")
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Read, write, and sum up."""
    target = Path(arguments.output)
    if target.suffix.lower() != _SUFFIX:
        raise UsageError(f"A project's name ends in {_SUFFIX}.", where=arguments.output)
    loaded = load(console, arguments.sources, arguments.forced)
    was_there = target.exists()
    session = Session(loaded)
    session.save_as(target)
    nodes = Counter(n.kind.value for n in session.graph.nodes.values())
    edges = Counter(e.kind.value for e in session.graph.edges.values())
    if arguments.json:
        console.json(
            {
                "schema": 1,
                "written": str(target),
                "nodes": dict(sorted(nodes.items())),
                "edges": dict(sorted(edges.items())),
                "problems": [problem_to_plain(p) for p in loaded.problems],
            }
        )
        return 0
    console.line(f"{session.title}: {counted(nodes.total(), 'node')}, {counted(edges.total(), 'edge')}")
    for title, counts in (("Nodes", nodes), ("Edges", edges)):
        if counts:
            console.line()
            console.line(title)
            console.table([(kind, f"{count:>7,}") for kind, count in sorted(counts.items())])
    list_problems(console, loaded.problems)
    console.line()
    kept = f"; what was there is kept as {target.name}.bak" if was_there else ""
    console.line(f"Written to {target}{kept}.")
    return 0
