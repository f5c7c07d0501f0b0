"""The other files of a DVC project: what they write decides where a path of this one comes from.

Their statements are made when they are read themselves, and so are their faults told.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from pathlib import Path

from explorer.errors import InputError
from explorer.importers.dvc.outputs import Thing
from explorer.importers.dvc.pipeline import Pipeline
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.tracked import tracked_outs
from explorer.importers.reading import walk
from explorer.importers.written_records import Faults, Record

_MOST_FILES = 20_000


def elsewhere(project: Project) -> tuple[dict[str, Thing], dict[str, Thing]]:
    """What the other files of the project write or track, and all of which they say what it is."""
    written: dict[str, Thing] = {}
    typed: dict[str, Thing] = {}
    for path in islice(walk(project.root, lambda path, reason: None), _MOST_FILES):
        project.task.check()
        is_pipeline = path.name == "dvc.yaml" and path.parent.resolve() != project.here
        if not is_pipeline and path.suffix != ".dvc":
            continue
        other = replace(project, here=path.parent.resolve(), shown=str(path))
        try:
            found, said = _pipeline(other) if is_pipeline else _tracked(other, path)
        except InputError:
            continue
        written |= found
        typed |= said
    return written, {i: t for i, t in typed.items() if t.sort}


def _pipeline(project: Project) -> tuple[dict[str, Thing], dict[str, Thing]]:
    things = Pipeline(project).things
    return {i: things.by_id[i] for i in things.written}, things.by_id


def _tracked(project: Project, path: Path) -> tuple[dict[str, Thing], dict[str, Thing]]:
    root = project.values_of(path.name)
    faults = Faults(project.shown)
    found = {t.id: t for t in tracked_outs(Record(root, faults.source(1), path.name, faults), project)}
    return found, found
