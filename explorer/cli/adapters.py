"""`ripplemap adapters`: the importers there are."""

from __future__ import annotations

import argparse

from explorer.cli.console import Console
from explorer.cli.sources import add_json, tell_problems
from explorer.importers.registry import adapters, broken_plugins


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_json(parser)


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print each importer's name and what it recognises."""
    known = [(adapter.name, adapter.recognises) for adapter in adapters()]
    tell_problems(console, broken_plugins())
    if arguments.json:
        listed = [{"name": name, "recognises": what} for name, what in known]
        console.json({"schema": 1, "adapters": listed})
    else:
        console.table(known, indent="")
    return 0
