"""The sources of a command: how they are named on the command line, and how they are read."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from getpass import getpass

from explorer.cli.console import Console
from explorer.domain.collector import keep_for_good
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem
from explorer.session.connecting import asks_for_password, is_kept
from explorer.session.loading import Loaded, open_sources

_MOST_TOLD = 10


def add_sources(parser: argparse.ArgumentParser, *, least: str = "+") -> None:
    """The arguments SOURCE… and --as."""
    parser.add_argument(
        "sources", metavar="SOURCE", nargs=least,
        help="a project, a manifest, a folder, a dbt manifest.json, or the address of a database; several are merged",
    )  # fmt: skip
    add_forced(parser)


def add_forced(parser: argparse.ArgumentParser) -> None:
    """The argument --as."""
    parser.add_argument("--as", dest="forced", metavar="NAME", help="read with this adapter (see `adapters`)")


def add_json(parser: argparse.ArgumentParser) -> None:
    """The argument --json."""
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object and nothing else on standard output"
    )


def load(console: Console, sources: Sequence[str], forced: str | None) -> Loaded:
    """Read the sources; InputError or StorageError where nothing of them can be read."""
    texts = [_with_password(text) for text in sources]
    loaded = open_sources(texts, forced=forced, task=console.task())
    keep_for_good()
    return loaded


def _with_password(text: str) -> str:
    """The address of a server with the password that a person types, where it names none and a person is there.

    On the command line itself every other user of the machine could read it.
    """
    address = asks_for_password(text)
    if address is None or not (sys.stdin.isatty() and sys.stderr.isatty()) or is_kept(address):
        return text
    typed = getpass(f"Password of {address.user} at {address.host or 'this machine'}: ")
    return replace(address, password=typed or None).written


def tell_problems(console: Console, problems: Sequence[Problem]) -> None:
    """The worst problems on standard error; they may change every answer, so they are never silent."""
    order = list(Severity)
    worst = sorted(problems, key=lambda p: order.index(p.severity))
    for problem in worst[:_MOST_TOLD]:
        console.tell(str(problem))
    if len(worst) > _MOST_TOLD:
        console.tell(f"{len(worst) - _MOST_TOLD:,} more problems; `ripplemap graph` lists all.")


def list_problems(console: Console, problems: Sequence[Problem]) -> None:
    """All problems as a part of the result."""
    if not problems:
        return
    console.line()
    console.line(f"Problems ({len(problems):,})")
    for problem in problems:
        console.paragraph(str(problem), first="  ", rest="      ")


def problem_to_plain(problem: Problem) -> dict[str, object]:
    """A problem as `--json` names it."""
    return {
        "source": problem.source.name,
        "line": problem.source.line,
        "message": problem.message,
        "severity": problem.severity.value,
    }
