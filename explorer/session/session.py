"""One open project and everything one can do to it. The window and the tests use the same door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from explorer.domain.assembly import standing
from explorer.domain.changes import Change, SetScenarios
from explorer.domain.identities import Identities
from explorer.domain.names import nearest
from explorer.domain.project import Project
from explorer.domain.provenance import Problem
from explorer.domain.saved_views import Shown
from explorer.domain.scenarios import Addition, HypotheticalChange, Mitigation, Removal, Scenario
from explorer.domain.system_graph import SystemGraph
from explorer.errors import StorageError, UsageError
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.history import History
from explorer.session.loading import Loaded, decided, merged, new_project
from explorer.storage.saving import save_project, send_copy

Listener = Callable[[], None]


@dataclass(frozen=True, slots=True)
class AddSources:
    """Puts in what sources say besides: the whole project as it is with them."""

    name: str
    project: Project

    def apply(self, project: Project) -> Project:
        """The project with the sources."""
        return self.project

    def opposite(self, before: Project) -> AddSources:
        """The project without them."""
        return AddSources(self.name, before)


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading more sources: the project they were read for, and the same with them."""

    base: Project
    project: Project


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of saving: the project as it was then, its file, and the hashes of what that holds and came from."""

    project: Project
    path: Path
    lineage: tuple[str, ...]


class Session:
    """An open project: what it is now, what can be undone, and where it is saved.

    Not for use from several threads: work in the background gets the project, which is a value.
    """

    def __init__(self, loaded: Loaded | None = None) -> None:
        loaded = loaded or Loaded(new_project(), ())
        self._project = loaded.project
        self._path = loaded.path
        self._read_only = loaded.read_only
        self._problems = self._standing = loaded.problems
        self._lineage = loaded.lineage
        self._history = History()
        self._listeners: list[Listener] = []

    # What is open.

    @property
    def project(self) -> Project:
        """The project as it is now."""
        return self._project

    @property
    def graph(self) -> SystemGraph:
        """The system of the project."""
        return self._project.graph

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong with the sources, and with the project's file; but for gaps that are filled since."""
        return self._standing

    @property
    def path(self) -> Path | None:
        """The file it was opened from or saved to last; None while there is none."""
        return self._path

    @property
    def read_only(self) -> bool:
        """Whether the file can only be shown, because a newer version wrote it."""
        return self._read_only

    @property
    def dirty(self) -> bool:
        """Whether there is something that no file holds."""
        return not self._history.at_saved

    @property
    def title(self) -> str:
        """What the window calls it."""
        if self._project.graph.name:
            return self._project.graph.name
        return self._path.stem if self._path is not None else tr("Untitled")

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` after everything that changes the session; calling the result ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    # Edits.

    def apply(self, change: Change) -> None:
        """Make a change that can be undone; ValueError, and nothing changed, where it does not fit."""
        self._become(self._history.do(change, self._project))

    @property
    def undo_name(self) -> str | None:
        """What Undo takes back; None where there is nothing."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        """What Redo does again; None where there is nothing."""
        return self._history.redo_name

    def undo(self) -> None:
        """Take the last change back; nothing happens where there is none."""
        if self.undo_name is not None:
            self._become(self._history.undo(self._project))

    def redo(self) -> None:
        """Make the last undone change again; nothing happens where there is none."""
        if self.redo_name is not None:
            self._become(self._history.redo(self._project))

    # Scenarios.

    def keep_scenario(
        self,
        name: str,
        changes: Iterable[HypotheticalChange],
        additions: Iterable[Addition] = (),
        removals: Iterable[Removal] = (),
        mitigations: Iterable[Mitigation] = (),
    ) -> None:
        """Save a what-if under a name, in the place of the one that has the name already."""
        name = _named(name)
        scenario = Scenario(
            name=name,
            changes=tuple(changes),
            additions=tuple(additions),
            removals=tuple(removals),
            mitigations=tuple(mitigations),
        )
        known = self._project.scenarios
        names = [s.name for s in known]
        if name in names:
            kept = tuple(scenario if s.name == name else s for s in known)
            self.apply(SetScenarios(tr("Change the scenario {name}", name=name), kept))
        else:
            self.apply(SetScenarios(tr("Save the scenario {name}", name=name), (*known, scenario)))

    def rename_scenario(self, name: str, new: str) -> None:
        """Give a scenario another name; UsageError where there is none, or where another has that name."""
        place, new, known = self._place_of(name), _named(new), self._project.scenarios
        if new == name:
            return
        if any(s.name == new for s in known):
            raise UsageError(
                tr("There is a scenario “{name}” already.", name=new), hint=tr("Choose another name.")
            )
        renamed = replace(known[place], name=new)
        self.apply(
            SetScenarios(
                tr("Rename the scenario {name}", name=name), (*known[:place], renamed, *known[place + 1 :])
            )
        )

    def duplicate_scenario(self, name: str) -> str:
        """Put the same scenario behind it under a name of its own, which is returned."""
        place, known = self._place_of(name), self._project.scenarios
        names, number = {s.name for s in known}, 2
        while f"{name} ({number})" in names:
            number += 1
        twin = replace(known[place], name=f"{name} ({number})")
        self.apply(
            SetScenarios(
                tr("Duplicate the scenario {name}", name=name),
                (*known[: place + 1], twin, *known[place + 1 :]),
            )
        )
        return twin.name

    def remove_scenario(self, name: str) -> None:
        """Remove a scenario; UsageError where there is none of that name."""
        place, known = self._place_of(name), self._project.scenarios
        self.apply(
            SetScenarios(tr("Remove the scenario {name}", name=name), (*known[:place], *known[place + 1 :]))
        )

    def _place_of(self, name: str) -> int:
        names = [s.name for s in self._project.scenarios]
        if name not in names:
            near = nearest(name, names, 1)
            raise UsageError(
                tr("There is no scenario “{name}”.", name=name),
                hint=tr("Did you mean “{name}”?", name=near[0]) if near else None,
            )
        return names.index(name)

    # Sources.

    def reading(self, texts: Sequence[str], *, forced: str | None = None) -> Callable[[Task], Read]:
        """The work of reading more sources, to be run in any thread; its result goes to `add_sources`."""
        base = self._project
        return lambda task: Read(base, merged(base, texts, forced=forced, task=task))

    def deciding(self, identities: Identities) -> Callable[[Task], Read]:
        """The work of making other things one, to be run in any thread; its result goes to `add_sources`."""
        base = self._project
        return lambda task: Read(base, decided(base, identities, task))

    def add_sources(self, read: Read, name: str = "") -> None:
        """Put in what was read; nodes stay where they are. UsageError where the project was changed meanwhile."""
        if read.base is not self._project:
            raise UsageError(
                tr("The project was changed while this was worked out."), hint=tr("Do it once more.")
            )
        self.apply(AddSources(name or tr("Import"), read.project))

    def import_more(
        self, texts: Sequence[str], *, forced: str | None = None, task: Task | None = None
    ) -> None:
        """Read more sources into the project, here and now."""
        self.add_sources(self.reading(texts, forced=forced)(task or Task()))

    # The file.

    def save(self) -> None:
        """Save to its file; StorageError where there is none yet, or where that may not be done."""
        if self._path is None:
            raise StorageError(tr("The project has no file yet."), hint=tr("Save it under a name."))
        if self._read_only:
            raise StorageError(
                tr("The project was saved by a newer version and is only shown here."),
                where=str(self._path),
                hint=tr(
                    "Save it under another name; what only the newer version knows may not work in that copy."
                ),
            )
        self.save_as(self._path)

    def save_as(self, path: Path) -> None:
        """Save to this file, which is the project's from now on; StorageError leaves everything as it was."""
        self.take_saved(self.saving(path)(Task()))

    def saving(self, path: Path) -> Callable[[Task], Saved]:
        """The work of saving, to be run in any thread; its result goes to `take_saved`. StorageError as `save`."""
        if self._read_only and self._path is not None and path.resolve() == self._path.resolve():
            self.save()  # says why not
        project, lineage = self._project, self._lineage

        def work(task: Task) -> Saved:
            task.progress(tr("Saving {name}", name=path.name), None)
            stored = save_project(project, path, parents=lineage)
            return Saved(project, path, (stored.header.body, *stored.header.parents))

        return work

    def keep_shown(self, shown: Shown | None) -> None:
        """Know what of the system is shown, so that the next saving keeps it; no change that could be undone."""
        if shown != self._project.shown:
            self._project = replace(self._project, shown=shown)

    def take_saved(self, saved: Saved) -> None:
        """Know that the file is written; what was changed while it was being written is not in it."""
        self._lineage = saved.lineage
        self._path = saved.path
        self._read_only = False
        if saved.project is self._project:
            self._problems = self._project.problems
            self._see_problems()
            self._history.mark_saved()
        else:
            self._history.mark_unsaved()
        self._tell()

    def send_copy(self, path: Path) -> None:
        """Write a packed copy for others; the project's own file stays what it is."""
        send_copy(self._project, path, parents=self._lineage)

    def _become(self, project: Project) -> None:
        if project.problems is not self._project.problems:
            self._problems = project.problems
        self._project = project
        self._see_problems()
        self._tell()

    def _see_problems(self) -> None:
        now = tuple(standing(self._problems, self._project.graph.nodes))
        if now != self._standing:  # who shows them begins anew only where they are others
            self._standing = now

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _named(name: str) -> str:
    if not name.strip():
        raise UsageError(tr("A scenario needs a name."))
    return name.strip()
