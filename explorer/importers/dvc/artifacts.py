"""What a project says of its artifacts, whoever writes them: under `artifacts` in dvc.yaml, or in artifacts.yaml.

GTO kept them in a file of their own, artifacts.yaml beside dvc.yaml, before DVC took them in; both say the same.
"""

from __future__ import annotations

from dataclasses import replace

from explorer.errors import InputError
from explorer.importers.dvc.outputs import Things
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.stages import Named
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping
from explorer.language import tr

_OF_GTO = "artifacts.yaml"


def artifacts_in(root: YamlMapping, things: Things, faults: Faults) -> None:
    """What a dvc.yaml says of artifacts."""
    whole = Record(root, faults.source(1), "dvc.yaml", faults).record("artifacts", tr("The artifacts"))
    if whole is not None:
        _listed(whole, things)


def artifacts_beside(project: Project, things: Things) -> Faults:
    """What artifacts.yaml beside a dvc.yaml says, where there is one; gives what was wrong with it."""
    faults = Faults(project.shown_path(_OF_GTO))
    path = project.path_of(_OF_GTO)
    if path is not None and path.is_file():
        try:
            root = project.values_of(_OF_GTO)
        except InputError as error:
            faults.tell(tr("{file} is not read: {reason}", file=_OF_GTO, reason=error.message))
        else:
            _listed(Record(root, faults.source(1), _OF_GTO, faults), things)
    return faults


def types_above(project: Project) -> dict[str, str | None]:
    """What the files of this folder and of those around it call artifacts; their faults are told as they are read."""
    types: dict[str, str | None] = {}
    folder = project.here
    while True:
        if (folder / "dvc.yaml").is_file():
            above = replace(project, here=folder)
            things = Things(above)
            try:
                artifacts_in(above.values_of("dvc.yaml"), things, Faults(""))
            except InputError:
                things.by_id.clear()
            artifacts_beside(above, things)
            types.update((t.id, t.sort) for t in things.by_id.values() if t.sort)
        if folder == project.root:
            return types
        folder = folder.parent


def _listed(whole: Record, things: Things) -> None:
    for name in whole.value:
        artifact = whole.record(name, tr("Artifact"))
        if artifact is None:
            continue
        artifact.known("virtual", "custom")
        path = artifact.text("path")
        if path is None:
            whole.tell(tr("The artifact “{name}” is left out: it has no path.", name=name[:80]), name)
        elif thing := things.thing(Named(path, artifact.place, artifact), artifact):
            thing.extra["artifact"] = name
