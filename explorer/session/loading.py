"""From what a person names to a project: one project file, or any mix of sources put together as one system."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from explorer.domain.assembly import Statements, standing
from explorer.domain.collector import collector_at_rest
from explorer.domain.identities import Identities
from explorer.domain.identity import Decision, Verb
from explorer.domain.notes import Note
from explorer.domain.project import Project
from explorer.domain.provenance import Problem
from explorer.domain.saved_views import SavedView
from explorer.domain.scenarios import Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import InputError, UsageError
from explorer.importers.adapter import Task
from explorer.importers.folder import problem_of
from explorer.importers.registry import SourcesRead, joined, locate, read_sources
from explorer.language import tr
from explorer.session.deciding import decided_in_part
from explorer.session.restating import laid_over, restated
from explorer.storage.decoding import Stored
from explorer.storage.opening import is_project, open_project
from explorer.storage.records import in_order

_Named = TypeVar("_Named", Scenario, SavedView)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A project that was opened or put together.

    problems: of the sources, in order, and what was odd about the file. path: the project file, where it is one
    alone; lineage: the hashes of what it holds and of what that was made from. read_only: a newer version wrote it,
    so that it can be shown but not saved there.
    """

    project: Project
    problems: tuple[Problem, ...]
    path: Path | None = None
    lineage: tuple[str, ...] = ()
    read_only: bool = False


def new_project(graph: SystemGraph | None = None) -> Project:
    """A project of its own identity around a system."""
    return Project(id=str(uuid4()), graph=graph or SystemGraph())


def open_sources(texts: Sequence[str], *, forced: str | None = None, task: Task | None = None) -> Loaded:
    """What a person named, as one project; InputError or StorageError where nothing of it could be read.

    Several sources are merged; what is wrong inside of them is a problem of the project.
    """
    task = task or Task()
    _require_names(texts)
    if forced is None and len(texts) == 1 and _is_project(texts[0]):
        task.progress(tr("Opening {name}", name=texts[0]), None)
        stored = open_project(_path(texts[0]), task.check)
        problems = standing((*stored.faults, *stored.project.problems), stored.project.graph.nodes)
        return Loaded(
            stored.project,
            tuple(problems),
            _path(texts[0]),
            (stored.header.body, *stored.header.parents),
            stored.read_only,
        )
    project = merged(new_project(), texts, forced=forced, task=task)
    return Loaded(project, project.problems)


def merged(
    base: Project, texts: Sequence[str], *, forced: str | None = None, task: Task | None = None
) -> Project:
    """The project with what these sources say besides; its places, scenarios, views and notes stay as they are.

    A source that it was read from before says now what it says, and no longer what it said then.
    """
    task = task or Task()
    _require_names(texts)
    named = [t for t in texts if forced is None and _is_project(t)]
    others = [t for t in texts if t not in named]
    stored = _read_projects(named, task)
    parts = [base, *(each.project for each in stored)]
    read = _read(others, forced, task, alone=not stored)
    whole = _all_of(parts, [fault for each in stored for fault in each.faults])
    return put_together(whole, parts, read, task)


def decided(base: Project, identities: Identities, task: Task | None = None) -> Project:
    """The project in which other things are one, by what was decided now; no source is read."""
    task = task or Task()
    called_back = tuple(
        Decision(Verb.CALLED, d.second, d.first, d.document)
        for d in base.identities.decisions
        if d.verb is Verb.CALLED and d not in identities.decisions
    )
    task.progress(tr("Putting the system together"), None)
    if not called_back and not any(
        d.verb is Verb.CALLED and d not in base.identities.decisions for d in identities.decisions
    ):
        with collector_at_rest():
            return decided_in_part(base, identities, task)
    whole = replace(base, identities=identities, problems=())
    return put_together(whole, [base], SourcesRead((), ()), task, called_back)


def put_together(
    whole: Project,
    parts: Sequence[Project],
    read: SourcesRead,
    task: Task,
    called_back: tuple[Decision, ...] = (),
) -> Project:
    """One system of what the parts say and what was read; called_back: ids that are again what they were."""
    with collector_at_rest():
        said = [restated(part, read, task.check) for part in parts]
    imported = joined(
        read,
        [each.statements for each in said],
        decisions=(*whole.identities.decisions, *called_back),
        kept={i for part in parts for i, n in part.graph.nodes.items() if not n.is_ghost},
        task=task,
    )
    name, problems = parts[0].graph.name, (*whole.problems, *imported.problems)
    made = laid_over(replace(whole, problems=problems), said, imported)
    return replace(
        made,
        graph=made.graph.renamed(name) if name else made.graph,
        sources=tuple(dict.fromkeys([*whole.sources, *read.sources])),
        problems=tuple(in_order(made.problems)),
    )


def _read(texts: Sequence[str], forced: str | None, task: Task, *, alone: bool) -> SourcesRead:
    """What these sources say; alone: nothing else was to be read, so that their failing is not only a problem."""
    if not texts:
        return SourcesRead((), ())
    try:
        return read_sources(texts, forced=forced, task=task)
    except InputError as error:
        if alone:
            raise
        return SourcesRead((Statements(problems=[problem_of(error, error.where or tr("the sources"))]),), ())


def _all_of(parts: Sequence[Project], faults: Sequence[Problem]) -> Project:
    """What all parts hold beside their systems; their own problems are told with what they say."""
    return replace(
        parts[0],
        positions={i: p for part in reversed(parts) for i, p in part.positions.items()},
        pins={i: c for part in reversed(parts) for i, c in part.pins.items()},
        scenarios=_all_named([part.scenarios for part in parts]),
        views=_all_named([part.views for part in parts]),
        notes=_all_notes([part.notes for part in parts]),
        sources=tuple(dict.fromkeys(s for part in parts for s in part.sources)),
        problems=tuple(faults),
        identities=Identities(tuple(dict.fromkeys(d for part in parts for d in part.identities.decisions))),
        extra=next((part.extra for part in parts if part.extra), {}),
    )


def _read_projects(texts: Sequence[str], task: Task) -> list[Stored]:
    read = []
    for number, text in enumerate(texts):
        task.progress(tr("Opening {name}", name=text), number / len(texts))
        read.append(open_project(_path(text), task.check))
    return read


def _all_named(parts: Sequence[Sequence[_Named]]) -> tuple[_Named, ...]:
    """What all parts have; one that has another's name but says something else gets a number."""
    kept: dict[str, _Named] = {}
    for each in (e for part in parts for e in part):
        name, number = each.name, 2
        while name in kept and replace(kept[name], name="") != replace(each, name=""):
            name, number = f"{each.name} ({number})", number + 1
        kept[name] = replace(each, name=name)
    return tuple(kept.values())


def _require_names(texts: Sequence[str]) -> None:
    """UsageError for what can name no source, before anything is read."""
    for text in texts:
        if not text.strip():  # it would be the folder one happens to be in
            raise UsageError(tr("A source has no name."))
        location = locate(text)
        if location.path is None:
            continue
        try:
            location.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            continue  # its importer says so, and whether there was another
        except (OSError, ValueError) as error:  # too long, in a closed folder, with a NUL in it
            reason = getattr(error, "strerror", None) or str(error)
            raise UsageError(
                tr("This cannot be looked at: {reason}.", reason=reason.lower()), where=location.shown[:200]
            ) from None


def _is_project(text: str) -> bool:
    location = locate(text)
    return location.path is not None and is_project(location.path)


def _path(text: str) -> Path:
    return locate(text).path or Path(text)


def _all_notes(parts: Sequence[tuple[Note, ...]]) -> tuple[Note, ...]:
    """Every note once; one that differs from another of its id comes beside it, under an id of its own."""
    made: dict[str, Note] = {}
    for note in (note for part in parts for note in part):
        number, name = 2, note.id
        while name in made and made[name] != replace(note, id=name):
            name, number = f"{note.id} {number}", number + 1
        made[name] = replace(note, id=name)
    return tuple(made.values())
