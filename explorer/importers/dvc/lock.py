"""What dvc.lock remembers of the last run of each stage: the versions that were read and written.

A lock tells no day. What a run read or wrote although the stage does not say so is an observed edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from explorer.domain.provenance import Problem, Source
from explorer.errors import InputError
from explorer.importers.dvc.outputs import Thing, Things
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.stages import Named, Stage
from explorer.importers.written_records import Faults, Record
from explorer.importers.yaml_events import YamlMapping
from explorer.language import tr

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a stage: what it read and what it wrote, with the version of each."""

    stage: str
    deps: list[tuple[Thing, str]]
    """Each with the path as it is written."""
    outs: list[Thing]


def lock_of(project: Project, faults: Faults) -> Lock | None:
    """The dvc.lock beside a dvc.yaml; None where there is none that can be read, which is told."""
    path = project.path_of("dvc.lock")
    if path is None or not path.is_file():
        return None
    try:
        return Lock(project.values_of("dvc.lock"), Faults(project.shown_path("dvc.lock")))
    except InputError as error:
        faults.tell(tr("{file} is not read: {reason}", file="dvc.lock", reason=error.message))
        return None


class Lock:
    """A dvc.lock, stage by stage."""

    def __init__(self, root: YamlMapping, faults: Faults) -> None:
        self._faults = faults
        record = Record(root, faults.source(1), "dvc.lock", faults)
        record.known("schema", "datasets")
        # Before version 2 of the lock the stages stood at the top.
        self._stages = (
            record.record("stages", tr("The stages")) if "stages" in root or "schema" in root else record
        )
        self._written: dict[str, tuple[str, str | None]] = {}
        self._read: list[tuple[str, Thing, str | None, Source]] = []
        if self._stages is not record:
            record.close()

    def runs(self, stages: list[Stage], things: Things) -> list[Run]:
        """The last run of each stage; what is written takes its version from here."""
        if self._stages is None:
            return []
        known = {s.name: s for s in stages}
        found = []
        for (name, value), line in zip(self._stages.value.items(), self._stages.value.lines, strict=True):
            if name in known and isinstance(value, YamlMapping):
                record = Record(value, self._faults.source(line), tr("Stage"), self._faults)
                found.append(self._run(record, known[name], things))
            elif name in known:
                self._stages.tell(tr("The stage “{name}” is left out: it is no mapping.", name=name[:80]))
        unknown = [name for name in self._stages.value if name not in known]
        if unknown and stages:
            named = ", ".join(name[:80] for name in unknown[:_MOST_NAMED])
            self._stages.tell(
                tr("dvc.lock tells of stages that dvc.yaml does not have any more: {names}.", names=named)
            )
        self._tell_stale()
        return found

    def problems(self) -> list[Problem]:
        """What was wrong with it."""
        return self._faults.problems()

    def _run(self, record: Record, stage: Stage, things: Things) -> Run:
        deps = []
        for thing, text, version, place in self._things(record, "deps", stage, things):
            deps.append((thing, text))
            self._read.append((stage.name, thing, version, place))
        outs = []
        for thing, _, version, _ in self._things(record, "outs", stage, things):
            thing.version = thing.version or version
            self._written[thing.id] = stage.name, version
            outs.append(thing)
        record.known("cmd", "params")
        record.close()
        return Run(stage.name, deps, outs)

    def _things(
        self, record: Record, key: str, stage: Stage, things: Things
    ) -> Iterator[tuple[Thing, str, str | None, Source]]:
        for entry in record.records(key, tr("Entry")):
            path = entry.text("path")
            if path is None:
                entry.tell(tr("An entry without a path is left out."))
                continue
            about = Thing("", "", entry.place)
            about.describe(entry)
            thing = things.thing(Named(path, entry.place), entry, stage.wdir)
            if thing is not None:
                if key == "outs":
                    thing.extra = {**about.extra, **thing.extra}
                yield thing, path, about.version, entry.place

    def _tell_stale(self) -> None:
        for stage, thing, version, place in self._read:
            writer, newest = self._written.get(thing.id, ("", None))
            if version and newest and version != newest:
                self._faults.tell(
                    tr(
                        "“{stage}” last ran on another version of “{path}” than “{writer}” wrote; `dvc repro` brings "
                        "it up to date.",
                        stage=stage,
                        path=thing.name,
                        writer=writer,
                    ),
                    place,
                )
