"""`ripplemap open [SOURCE…]`: the window."""

from __future__ import annotations

import argparse

from explorer.cli.console import Console
from explorer.cli.sources import add_sources
from explorer.ui.libraries import obstacle


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    add_sources(parser, least="*")


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Open the window and stay until it is closed."""
    stands_in_the_way = obstacle()
    if stands_in_the_way is not None:
        console.tell(stands_in_the_way)
        return 2
    from explorer.ui.app import (
        run as run_window,  # Qt ends the process where it finds no display, so not before
    )

    return run_window(arguments.sources, forced=arguments.forced)
