"""A folder as one source: every file beneath it that an importer recognises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from explorer.domain.assembly import Statements
from explorer.domain.kinds import Severity
from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.adapter import Adapter, Gathering, Location, Task, what_is_read
from explorer.importers.passed_over import PassedOver
from explorer.importers.reading import opened_meanwhile, read_head, walk
from explorer.language import marked, tr, tr_n

MAX_FILES = 20_000
MAX_RECOGNISED = 10_000
MAX_TOTAL_SIZE = 500_000_000
_PROJECTS = ".ripplemap"
_MOST_REASONS = 3
"""A folder in which nothing was found names so many reasons why files were passed over."""


class FolderAdapter:
    """Reads what other adapters recognise beneath a folder; files that none knows are passed over."""

    name = "folder"
    recognises = marked("Folder: every file beneath it that another importer recognises")

    def __init__(self, adapters: Sequence[Adapter]) -> None:
        self._adapters = adapters

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it is a folder."""
        return location.path is not None and location.path.is_dir()

    def read(self, location: Location, task: Task) -> Statements:
        """All that the recognised files say; InputError when there is none, or none can be read."""
        if location.path is None:
            raise InputError(tr("This is no folder."), where=location.shown)
        joined = Statements()
        passed_over = PassedOver(location.path)
        found = self._recognised(location.path, joined.problems, passed_over, task)
        faults: list[InputError] = []
        readings = in_groups(found)
        with opened_meanwhile() as opened:
            for number, (adapter, inner) in enumerate(readings):
                task.check()
                task.progress(tr("Reading {name}", name=inner[0].shown), number / len(readings))
                try:
                    join_onto(joined, read_group(adapter, inner, task))
                except InputError as error:
                    faults.append(error)
                    joined.problems.append(problem_of(error, inner[0].shown))
        joined.problems += passed_over.problems(opened)
        if faults and len(faults) == len(readings):
            raise first_of(faults)
        if not found:
            left_out = " ".join(dict.fromkeys(p.message for p in joined.problems[:_MOST_REASONS]))
            raise InputError(
                tr("Nothing in this folder is a source that can be read."),
                where=location.shown,
                hint=f"{left_out} {what_is_read(self._adapters)}".lstrip(),
            )
        # A file to which another leads is read with it and by itself.
        joined.problems = list(dict.fromkeys(joined.problems))
        return joined

    def _recognised(
        self, folder: Path, problems: list[Problem], passed_over: PassedOver, task: Task
    ) -> list[tuple[Adapter, Location]]:
        found: list[tuple[Adapter, Location]] = []
        total = 0

        def left_out(path: Path, reason: str) -> None:
            problems.append(Problem(reason, Source(Location(str(path)).shown), Severity.WARNING))

        for number, path in enumerate(walk(folder, left_out)):
            task.check()
            if number == MAX_FILES:
                left_out(
                    folder,
                    tr("Only the first {count:,} files of this folder were looked at.", count=MAX_FILES),
                )
                break
            recognised = self._offered(path, passed_over)
            if recognised is None:
                continue
            total += path.stat().st_size
            if len(found) == MAX_RECOGNISED or total > MAX_TOTAL_SIZE:
                left_out(
                    path,
                    tr(
                        "This file and those after it are left out: the folder holds too much to read at once."
                    ),
                )
                break
            found.append(recognised)
        return found

    def _offered(self, path: Path, passed_over: PassedOver) -> tuple[Adapter, Location] | None:
        if path.suffix.lower() == _PROJECTS:
            return None
        location = Location(str(path), path=path)
        try:
            head = read_head(path, location.shown)
        except InputError:  # what cannot even be opened is nobody's manifest
            return None
        adapter = next((a for a in self._adapters if a.matches(location, head)), None)
        if adapter is None:
            passed_over.add(path, head)
            return None
        return adapter, location


def in_groups(found: Iterable[tuple[Adapter, Location]]) -> list[tuple[Adapter, list[Location]]]:
    """What is read at once: each source by itself, but all that are pieces of one log together."""
    groups: list[tuple[Adapter, list[Location]]] = []
    gathering: dict[int, list[Location]] = {}
    for adapter, location in found:
        if not isinstance(adapter, Gathering):
            groups.append((adapter, [location]))
        elif id(adapter) in gathering:
            gathering[id(adapter)].append(location)
        else:
            gathering[id(adapter)] = [location]
            groups.append((adapter, gathering[id(adapter)]))
    return groups


def read_group(adapter: Adapter, locations: Sequence[Location], task: Task) -> Statements:
    """What the sources of a group say."""
    if isinstance(adapter, Gathering):
        return adapter.read_together(locations, task)
    return adapter.read(locations[0], task)


def join_onto(whole: Statements, part: Statements) -> None:
    """Add what a part says to the whole."""
    whole.nodes += part.nodes
    whole.edges += part.edges
    whole.teams += part.teams
    whole.problems += part.problems
    whole.amendments.add(part.amendments)
    if part.name and part.name not in whole.name.split(" + "):
        whole.name = f"{whole.name} + {part.name}" if whole.name else part.name
    if part.as_of and (whole.as_of is None or part.as_of > whole.as_of):
        whole.as_of = part.as_of


def problem_of(error: InputError, shown: str) -> Problem:
    """What a source that could not be read leaves behind when others could."""
    where = error.where or shown
    name, colon, line = where.rpartition(":")
    at = Source(name, int(line)) if colon and line.isascii() and line.isdigit() else Source(where)
    return Problem(f"{error.message} {error.hint}" if error.hint else error.message, at)


def first_of(faults: Sequence[InputError]) -> InputError:
    """The first of several faults, which says how many more there are."""
    first, more = faults[0], len(faults) - 1
    if not more:
        return first
    others = tr_n("Nor could {count} other source be read.", "Nor could {count} other sources be read.", more)
    hint = f"{first.hint or ''} {others}".strip()
    return InputError(first.message, where=first.where, hint=hint)
