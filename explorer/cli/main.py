"""The `ripplemap` command: which subcommand, and what becomes of everything that goes wrong in it.

Exit status: 0 done, 1 a check did not hold, 2 bad usage or input that could not be read, 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import explorer
from explorer.cli.bugs import told
from explorer.cli.console import Console
from explorer.domain.names import nearest
from explorer.errors import Cancelled, RipplemapError, UsageError

# A module is imported when its command is called: none waits for what only another one needs.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "open": ("opening", "open the window; so does `ripplemap` alone"),
    "import": ("importing", "make a project file of the sources, and sum up what was read"),
    "graph": ("graph", "list every node and edge, and the problems of the sources"),
    "ask": ("ask", "answer the three questions: change, success, inventory and faults (-o: as a sheet)"),
    "histories": (
        "histories",
        "compare the histories of metrics and objectives: do they go together, since when not",
    ),
    "what-if": ("what_if", "follow a change: who is hit, how, along which path, and who would not notice"),
    "findings": ("findings", "list debts and gaps: where, why, and what would clear them"),
    "score": ("score", "score the models by the ML Test Score: computed, attested or not known"),
    "locate": ("locate", "find the likeliest causes of what is bad, and what to look at next"),
    "simulate": ("simulate", "list the feedback loops, or show what a filter does on one of them"),
    "diff": ("diff", "compare two versions of a system: parts, findings and answers"),
    "export": (
        "export",
        "write the picture (.svg .png .pdf), the sheet (.html .md), the system (.json .csv .dot .graphml) "
        "or a project's edits as a manifest (.yaml)",
    ),
    "adapters": ("adapters", "list the kinds of source that can be read"),
}
_INTERRUPTED = 130
# What stands between the scheme and the last @ may be a password, and so may what follows a question mark.
_SECRETS = (
    (re.compile(r"(\w[\w+.-]*://).*@", re.DOTALL), r"\1…@"),
    (re.compile(r"(\w+://[^\s?]*)\?\S*"), r"\1"),
)


def main(argv: Sequence[str]) -> int:
    """Run the command line on these arguments and return its exit status."""
    console = Console()
    try:
        status = _run(list(argv), console)
        console.flush()
    except BrokenPipeError:
        _let_go_of_output()
        return console.status
    except (KeyboardInterrupt, Cancelled):
        console.tell("Interrupted.")
        return _INTERRUPTED
    return status


def _run(argv: list[str], console: Console) -> int:
    if argv == [
        "layout-worker"
    ]:  # how a packaged program, which has no interpreter, starts its worker process
        from explorer.layout.graphviz_worker import serve

        serve(int(os.environ.get("RIPPLEMAP_LAYOUT_MEMORY", "0")))
        return 0
    try:
        return _command(argv or ["open"], console)
    except SystemExit as end:  # how argparse ends after --help and --version
        return end.code if isinstance(end.code, int) else 0
    except (Cancelled, BrokenPipeError):
        raise
    except RipplemapError as error:
        console.tell(f"ripplemap: {error}")
        return 2
    except Exception as error:  # noqa: BLE001 - the one hook that every bug of the command line reaches
        console.tell(told(error))
        return 2


def _command(argv: list[str], console: Console) -> int:
    word = argv[0]
    if word.startswith("-"):
        _overview().parse_args(argv)
    if word not in COMMANDS:
        raise _unknown(word)
    name, help_text = COMMANDS[word]
    module: ModuleType = import_module(f"explorer.cli.{name}")
    parser = _Parser(prog=f"ripplemap {word}", description=f"{help_text[0].upper()}{help_text[1:]}.")
    module.add(parser)
    status: int = module.run(parser.parse_args(argv[1:]), console)
    return status


class _Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours, and give no password away."""

    def error(self, message: str) -> NoReturn:
        for pattern, instead in _SECRETS:
            message = pattern.sub(instead, message)
        raise UsageError(
            f"{message[:1].upper()}{message[1:].rstrip('.')}.", hint=f"See `{self.prog} --help`."
        )


def _overview() -> _Parser:
    parser = _Parser(
        prog="ripplemap",
        usage="ripplemap COMMAND …, or ripplemap alone for the window",
        description="Shows what a machine-learning system is made of, and what happens when something in it changes.",
        epilog="\n".join(
            [
                "commands (each has its own --help):",
                *(f"  {word:<10} {text}" for word, (_, text) in COMMANDS.items()),
                "",
                "Exit status: 0 done; 1 a check did not hold (--fail-on, --fail-under); 2 bad usage, or input that "
                "cannot be read.",
            ]
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"Ripplemap {explorer.__version__}")
    return parser


def _unknown(word: str) -> UsageError:
    shown = word[:4096]  # as long as a path can be; a hint that cuts it could not be followed
    for pattern, instead in _SECRETS:
        shown = pattern.sub(instead, shown)
    if "://" in word or _is_there(word):
        return UsageError(f"“{shown}” is no command.", hint=f"To look at it: `ripplemap open {shown}`.")
    near = nearest(word, COMMANDS, 1)
    hint = f"Did you mean “{near[0]}”?" if near else f"There are {', '.join(COMMANDS)}."
    return UsageError(f"“{shown}” is no command.", hint=hint)


def _is_there(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return False


def _let_go_of_output() -> None:
    """Nobody reads any more (`| head`): keep Python from saying so when it ends."""
    try:
        devnull = os.open(os.devnull, os.O_WRONLY)
        os.dup2(devnull, sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
