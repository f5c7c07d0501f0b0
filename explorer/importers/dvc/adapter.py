"""DVC: the stages of a dvc.yaml with what dvc.lock and params.yaml say of them, and files tracked by a *.dvc file.

| DVC | here | because |
|---|---|---|
| stage | job | one each for what foreach and matrix stand for |
| out, dep, plot | dataset of files | or a model, where `type: model` says so |
| dep on a script or on settings | told with the job | it is the job's own code and no data |
| SQL in a stage's .py or .sql file | edge from or to the table, inferred | the script is read, never run |
| dep within an out, or around it | edge from that out | as DVC itself orders its stages |
| metrics file | dataset, and a metric for each number in it | declared; its value is that of the last run |
| import (`deps` of a *.dvc file) | edge derives | pinned where it names the revision |
| dvc.lock | version of each out | what a run read undeclared is an observed edge |

An id is the project's folder and the path in it, so that all files of a project mean the same; an address is its own.
What it is called for short is the file's name, where no other file that is read has it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from explorer.domain.assembly import Statements
from explorer.domain.collector import collector_at_rest
from explorer.domain.kinds import NodeKind
from explorer.errors import InputError
from explorer.importers.adapter import Location, Task
from explorer.importers.dvc.neighbours import elsewhere
from explorer.importers.dvc.pipeline import Pipeline
from explorer.importers.dvc.project import project_of
from explorer.importers.dvc.tracked import read_tracked
from explorer.importers.folder import first_of, join_onto, problem_of
from explorer.importers.reading import encoding_of
from explorer.importers.short_names import endings, short_names
from explorer.language import marked, tr

_PIPELINE = re.compile(r"^[\"']?(?:stages|artifacts|metrics|plots|params|vars|datasets)[\"']?[ \t]*:", re.M)
_NO_FILES = (NodeKind.JOB, NodeKind.METRIC)
_TRACKED = re.compile(r"^[\"']?(?:outs|deps)[\"']?[ \t]*:", re.M)


class DvcAdapter:
    """Reads a dvc.yaml with what stands beside it, or a *.dvc file; those of a folder together."""

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
        return self.read_together([location], task)

    def read_together(self, locations: Sequence[Location], task: Task) -> Statements:
        """All that these files say, by names that tell them all apart."""
        said = Statements()
        faults: list[InputError] = []
        with collector_at_rest():
            for location in locations:
                try:
                    join_onto(said, _read(location, task))
                except InputError as error:
                    faults.append(error)
                    said.problems.append(problem_of(error, location.shown))
            if faults and len(faults) == len(locations):
                raise first_of(faults)
            _shorten_names(said)
        return said


def _read(location: Location, task: Task) -> Statements:
    if location.path is None:
        raise InputError(tr("DVC's files lie in a folder."), where=location.shown)
    project = project_of(location.path, location.shown, task)
    task.progress(tr("Reading {name}", name=location.shown), None)
    if location.path.suffix == ".dvc":
        return read_tracked(location.path.name, project)
    if location.path.name == "dvc.yaml":
        return Pipeline(project).statements(*elsewhere(project))
    raise InputError(
        tr("This is neither a dvc.yaml nor a .dvc file."),
        where=location.shown,
        hint=tr("Open the dvc.yaml beside it."),
    )


def _shorten_names(said: Statements) -> None:
    """Call each file by its own name where no other has it, else by as much of its path as tells them apart."""
    files = (n for n in said.nodes if n.kind not in _NO_FILES and n.id.endswith(n.name))
    paths = {node.id: node.name.rstrip("/") for node in files}
    names = short_names({node_id: endings(path, "/") for node_id, path in paths.items()})
    said.nodes = [replace(n, name=names[n.id]) if n.id in names else n for n in said.nodes]
