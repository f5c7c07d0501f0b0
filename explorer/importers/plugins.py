"""Importers that others wrote: found by their entry points, and kept from doing harm by their faults.

A plug-in is a package with an entry point of the group `ripplemap.importers`, whose value is an adapter (see
adapter.py) or a class that makes one without arguments. The help page on plug-ins shows a whole one.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import EntryPoint, entry_points

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Node, Team
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError, RipplemapError
from explorer.importers.adapter import Adapter, Location, Task
from explorer.language import tr

GROUP = "ripplemap.importers"


def plugins() -> list[Adapter]:
    """The adapters of all plug-ins that could be loaded, by name."""
    return list(_loaded()[0])


def plugin_problems() -> tuple[Problem, ...]:
    """A problem for each plug-in that could not be loaded, or failed when it was asked what it reads."""
    found, broken = _loaded()
    return (*broken, *(plugin.fault for plugin in found if plugin.fault is not None))


def origin_of(adapter: Adapter) -> str | None:
    """The package that an adapter comes from, with its version; None where it is built in."""
    return adapter.origin if isinstance(adapter, Plugin) else None


def adapter_from(entry: EntryPoint) -> Adapter:
    """The adapter behind an entry point; TypeError where it is none."""
    loaded = entry.load()
    adapter = loaded() if isinstance(loaded, type) else loaded
    for part in ("name", "recognises", "matches", "read"):
        if not hasattr(adapter, part):
            raise TypeError(tr("it has no {key}", key=part))
    return adapter  # type: ignore[no-any-return]  # checked by its parts, as a plug-in inherits from nothing


class Plugin:
    """A plug-in's adapter whose own faults are told of it or of the source, and stop nothing else."""

    def __init__(self, inner: Adapter, entry: EntryPoint) -> None:
        self.name: str = str(inner.name)
        self.recognises: str = str(inner.recognises)
        self.fault: Problem | None = None
        self._inner = inner
        self._entry = entry

    @property
    def origin(self) -> str:
        """The package that brings it, with its version."""
        package = self._entry.dist
        return f"{package.name} {package.version}" if package else self._entry.name

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether the plug-in says so; a fault counts as no, for the source may still be another's."""
        try:
            return bool(self._inner.matches(location, head))
        except Exception as error:  # noqa: BLE001 - a stranger's code
            self.fault = _problem(
                self._entry, tr("It failed when asked what it reads: {reason}.", reason=_said(error))
            )
            return False

    def read(self, location: Location, task: Task) -> Statements:
        """What the plug-in reads; InputError for whatever goes wrong in it."""
        try:
            statements = self._inner.read(location, task)
        except RipplemapError:
            raise
        except Exception as error:
            message = tr("The plug-in {name} failed: {reason}.", name=self._entry.name, reason=_said(error))
            raise InputError(message, where=location.shown) from error
        if not _are_statements(statements):
            raise InputError(
                tr("The plug-in {name} gave no statements.", name=self._entry.name), where=location.shown
            )
        return statements


@cache
def _loaded() -> tuple[tuple[Plugin, ...], tuple[Problem, ...]]:
    found: list[Plugin] = []
    broken: list[Problem] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name):
        try:
            found.append(Plugin(adapter_from(entry), entry))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever a stranger's module does as it is imported
            broken.append(_problem(entry, tr("The plug-in cannot be used: {reason}.", reason=_said(error))))
    return tuple(found), tuple(broken)


def _are_statements(said: object) -> bool:
    """Whether all of it can be put together with what other sources say."""
    return (
        isinstance(said, Statements)
        and all(isinstance(node, Node) for node in said.nodes)
        and all(isinstance(statement, EdgeStatement) for statement in said.edges)
        and all(isinstance(team, Team) for team in said.teams)
        and all(isinstance(problem, Problem) for problem in said.problems)
    )


def _problem(entry: EntryPoint, message: str) -> Problem:
    return Problem(message, Source(tr("plug-in {name}", name=entry.name)), Severity.WARNING)


def _said(error: BaseException) -> str:
    reason = str(error).strip().rstrip(".")[:200] or tr("no reason given")
    return f"{reason} ({type(error).__name__})"
