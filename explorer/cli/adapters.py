"""`ripplemap adapters`: the importers there are."""

from __future__ import annotations

import argparse

from explorer.cli.console import Console
from explorer.cli.sources import add_json, tell_problems
from explorer.importers.plugins import origin_of, plugin_problems
from explorer.importers.registry import adapters


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print each importer's name, where it comes from and what it recognises."""
    known = [(adapter.name, origin_of(adapter), adapter.recognises) for adapter in adapters()]
    tell_problems(console, plugin_problems())
    if arguments.json:
        listed = [{"name": name, "plugin": origin, "recognises": what} for name, origin, what in known]
        console.json({"schema": 1, "adapters": listed})
    else:
        console.table([(name, origin or "built in", what) for name, origin, what in known], indent="")
    return 0
