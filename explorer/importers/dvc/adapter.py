"""DVC: the stages of a dvc.yaml with what dvc.lock and params.yaml say of them, and files tracked by a *.dvc file.

| DVC | here | because |
|---|---|---|
| stage | job | one each for what foreach and matrix stand for |
| out, dep, plot | dataset of files | or a model, where `type: model` says so |
| dep on a script or on settings | told with the job | it is the job's own code and no data |
| dep within an out, or around it | edge from that out | as DVC itself orders its stages |
| metrics file | dataset, and a metric for each number in it | declared; its value is that of the last run |
| import (`deps` of a *.dvc file) | edge derives | pinned where it names the revision |
| dvc.lock | version of each out | what a run read undeclared is an observed edge |

An id is the project's folder and the path in it, so that all files of a project mean the same; an address is its own.
"""

from __future__ import annotations

import re

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dvc.neighbours import elsewhere
from explorer.importers.dvc.pipeline import Pipeline
from explorer.importers.dvc.project import project_of
from explorer.importers.dvc.tracked import read_tracked
from explorer.importers.reading import encoding_of
from explorer.language import marked, tr

_PIPELINE = re.compile(r"^[\"']?(?:stages|artifacts|metrics|plots|params|vars|datasets)[\"']?[ \t]*:", re.M)
_TRACKED = re.compile(r"^[\"']?(?:outs|deps)[\"']?[ \t]*:", re.M)


class DvcAdapter:
    """Reads one dvc.yaml with what stands beside it, or one *.dvc file."""

    name = "dvc"
    recognises = marked("DVC: dvc.yaml (dvc.lock and params.yaml beside it are read too), or a .dvc file")

    def matches(self, location: Location, head: bytes) -> bool:
        """Whether it is called as DVC's files are and says what they say."""
        if location.path is None:
            return False
        text = head.decode(encoding_of(head), errors="ignore")
        if location.path.name == "dvc.yaml":
            return _PIPELINE.search(text) is not None
        return location.path.suffix == ".dvc" and _TRACKED.search(text) is not None

    def read(self, location: Location, task: Task) -> Statements:
        """All that the file says."""
        if location.path is None:
            raise InputError(tr("DVC's files lie in a folder."), where=location.shown)
        project = project_of(location.path, location.shown, task)
        task.progress(tr("Reading {name}", name=location.shown), None)
        with collector_at_rest():
            if location.path.suffix == ".dvc":
                return read_tracked(location.path.name, project)
            if location.path.name == "dvc.yaml":
                return Pipeline(project).statements(*elsewhere(project))
        raise InputError(
            tr("This is neither a dvc.yaml nor a .dvc file."),
            where=location.shown,
            hint=tr("Open the dvc.yaml beside it."),
        )
