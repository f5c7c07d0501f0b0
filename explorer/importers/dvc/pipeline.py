"""One dvc.yaml as statements: its stages, what they read and write, its metrics, plots and artifacts."""

from __future__ import annotations

from pathlib import PurePosixPath

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind
from explorer.domain.names import did_you_mean, nearest
from explorer.domain.provenance import Source
from explorer.importers.dvc.artifacts import artifacts_beside, artifacts_in
from explorer.importers.dvc.lock import Run, lock_of
from explorer.importers.dvc.outputs import Thing, Things
from explorer.importers.dvc.project import Project
from explorer.importers.dvc.scripts import Scripts
from explorer.importers.dvc.stages import Named, Stage, language_of, paths_in, read_stages, scope_of, sort_of
from explorer.importers.dvc.values import Parameters, metrics_of
from explorer.importers.written_records import Faults, Record, identified
from explorer.importers.yaml_events import YamlMapping
from explorer.language import tr

_MODEL_SUFFIXES = frozenset(
    (
        *("", ".pkl", ".pickle", ".joblib", ".onnx", ".pt", ".pth", ".h5"),
        *(".keras", ".zip", ".rds", ".bin", ".ckpt", ".safetensors"),
    )
)
_MOST_NAMED = 5


class Pipeline:
    """A dvc.yaml that is read: its things and stages are known, its statements not yet made."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._faults = Faults(project.shown_path("dvc.yaml"))
        self.things = Things(project)
        self._metrics: dict[str, tuple[Thing, Named, str]] = {}
        root = project.values_of("dvc.yaml")
        scope = scope_of(root, project, self._faults)
        outside = YamlMapping(
            (k, v if k in ("stages", "vars") else scope.resolved(v, 1)) for k, v in root.items()
        )
        outside.at = root.at
        self._record = Record(outside, self._faults.source(1), "dvc.yaml", self._faults)
        artifacts_in(outside, self.things, self._faults)
        self._of_artifacts = artifacts_beside(project, self.things)
        self._datasets()
        self.stages = list(read_stages(root, scope, project, self._faults))
        for stage in self.stages:
            self._outs(stage)
        self._top_level()
        self._record.known("stages", "vars", "params", "artifacts")
        self._record.close()
        self._named = set(self.things.by_id)

    def statements(self, written: dict[str, Thing], typed: dict[str, Thing]) -> Statements:
        """What is read; written and typed are what other files of the project write, and say of artifacts."""
        said = Statements(name=self._project.name)
        lock = lock_of(self._project, self._faults)
        runs = {run.stage: run for run in lock.runs(self.stages, self.things)} if lock else {}
        self.things.settle(written)
        self._check_artifacts()
        parameters = Parameters(self._project, self._faults)
        scripts = Scripts(self.stages, self._project, self._faults)
        jobs = [self._job(stage, runs.get(stage.name), parameters, scripts, said) for stage in self.stages]
        self._parts(said)
        ends = {end for s in said.edges for end in (s.edge.from_id, s.edge.to_id)}
        for thing_id in {**self.things.by_id, **written}:
            if thing_id in ends or thing_id in self._named:
                said.nodes.append(self._node(thing_id, written, typed))
        said.nodes += [job for job in jobs if job]
        said.nodes += scripts.nodes()
        for thing, named, wdir in self._metrics.values():
            nodes, edges = metrics_of(thing, named.text, wdir, self._project, self._faults)
            said.nodes += nodes
            said.edges += edges
        self._hint_at_models()
        said.problems += self._faults.problems()
        said.problems += self._of_artifacts.problems()
        if lock:
            said.problems += lock.problems()
        return said

    def _node(self, thing_id: str, written: dict[str, Thing], typed: dict[str, Thing]) -> Node:
        others = [x[thing_id] for x in (written, typed) if thing_id in x]
        thing = self.things.by_id.get(thing_id)
        if thing is None:  # all else of it is said where it is written
            thing = Thing(thing_id, others[0].name, others[0].place)
        for other in others:
            thing.sort = thing.sort or other.sort
        return thing.node()

    def _outs(self, stage: Stage) -> None:
        for out in stage.outs:
            self._project.task.check()
            if thing := self.things.thing(out, stage.record, stage.wdir):
                self.things.write(thing, stage.name, stage.record)
                if out.role == "metrics":
                    self._metrics[thing.id] = thing, out, stage.wdir

    def _top_level(self) -> None:
        for named in paths_in(self._record, "metrics"):
            if thing := self.things.thing(named, self._record):
                self._metrics.setdefault(thing.id, (thing, named, ""))
        for named in paths_in(self._record, "plots"):
            shown = named.about.value.get("y") if named.about else None
            if named.about is None or not isinstance(shown, YamlMapping):
                self.things.thing(named, self._record)
                continue
            for path in shown:  # the plot has a title, and its data stands under y
                if thing := self.things.thing(Named(path, named.place), self._record):
                    thing.extra.setdefault("title", named.text)

    def _datasets(self) -> None:
        for entry in self._record.records("datasets", tr("Dataset")):
            name, url = entry.name("name"), entry.name("url")
            if name is None:
                entry.tell(tr("An entry without a name is left out."))
            elif thing := self.things.thing(Named(f"ds://{name}", entry.place), entry):
                thing.name, thing.version = name, entry.name("rev")
                if url:
                    thing.extra["url"] = self._project.id_of(url)
                    thing.same_as = (self._project.id_of(url),) if entry.name("type") == "url" else None
            entry.known("type", "path")
            entry.close()

    def _job(
        self, stage: Stage, run: Run | None, parameters: Parameters, scripts: Scripts, said: Statements
    ) -> Node | None:
        self._project.task.check()
        record = stage.record
        job_id = identified(record, self._project.job_id(stage.name))
        told: dict[str, object] = {"command": stage.command, "wdir": stage.wdir}
        told["params"] = parameters.of(record, stage.wdir)
        told |= {key: record.truth(key) for key in ("frozen", "always_changed")}
        told["meta"] = record.plain("meta")
        description = record.text("desc")
        record.close()
        if job_id is None:
            return None
        own = self._reads(stage, run, job_id, said)
        self._writes(stage, run, job_id, said)
        said.edges += scripts.edges(stage, job_id)
        told |= own
        return Node(
            id=job_id,
            kind=NodeKind.JOB,
            name=stage.name,
            description=description,
            language=language_of(stage.command),
            source=record.place,
            extra={key: value for key, value in told.items() if value},
        )

    def _reads(self, stage: Stage, run: Run | None, job_id: str, said: Statements) -> dict[str, list[str]]:
        """States an edge from all that is read; gives the code and settings among it."""
        own: dict[str, list[str]] = {}
        declared: set[str] = set()
        for dep in stage.deps:
            node_id = identified(stage.record, self._project.id_of(dep.text, stage.wdir))
            if node_id is None or node_id in declared:
                continue
            declared.add(node_id)
            known = self.things.by_id.get(node_id)
            if known and known.place.name != dep.place.name:
                known.place = dep.place  # only the lock had named it
            sort = self._sort(node_id, dep.text, stage.wdir)
            if sort != "data":
                own.setdefault(sort, []).append(dep.text)
            elif not self.things.behind(node_id):
                self.things.thing(dep, stage.record, stage.wdir)
                _state(said, node_id, job_id, dep.place)
            for source in self.things.behind(node_id):
                _state(said, source, job_id, dep.place, {} if source == node_id else {"path": dep.text})
        for thing, text in run.deps if run else ():
            if thing.id not in declared and self._sort(thing.id, text, stage.wdir) == "data":
                for source in self.things.behind(thing.id) or [thing.id]:
                    _state(said, source, job_id, thing.place, evidence=Evidence.OBSERVED)
        return own

    def _sort(self, node_id: str, text: str, wdir: str) -> str:
        is_known = node_id in self._named or self.things.behind(node_id) or "://" in text
        return "data" if is_known else sort_of(text, self._project, wdir)

    def _writes(self, stage: Stage, run: Run | None, job_id: str, said: Statements) -> None:
        written: set[str] = set()
        for out in stage.outs:
            thing = self.things.thing(Named(out.text, out.place), stage.record, stage.wdir)
            if thing is not None and thing.id not in written:
                written.add(thing.id)
                _state(said, job_id, thing.id, out.place)
        for thing in run.outs if run else ():
            if thing.id not in written:
                _state(said, job_id, thing.id, thing.place, evidence=Evidence.OBSERVED)

    def _parts(self, said: Statements) -> None:
        """An edge to what is named at the top of the file and lies within a folder that a stage writes."""
        for thing_id in sorted(self._named):
            if thing_id not in self.things.written:
                for source in self.things.around(thing_id):
                    _state(said, source, thing_id, self.things.by_id[thing_id].place, {"part": True})

    def _check_artifacts(self) -> None:
        """Tell of what is said to be an artifact, though nobody writes it and no file is there."""
        for thing in list(self.things.by_id.values()):
            if "artifact" not in thing.extra or self.things.behind(thing.id):
                continue
            inner = thing.id.removeprefix(f"{self._project.name}/")
            if inner == thing.id or (self._project.root / inner).exists():
                continue
            fault = tr(
                "No stage writes the artifact “{path}”, and no such file is there.", path=thing.name[:200]
            )
            near = nearest(thing.name, (self.things.by_id[i].name for i in self.things.written), 1)
            self._faults.tell(f"{fault} {did_you_mean(near)}".rstrip(), thing.place)

    def _hint_at_models(self) -> None:
        outs = [t for i, t in self.things.by_id.items() if i in self.things.written]
        if any(t.kind is NodeKind.MODEL for t in self.things.by_id.values()):
            return
        likely = [t.name for t in outs if _may_be_model(PurePosixPath(t.name))]
        if likely:
            self._faults.tell(
                tr(
                    "No output is said to be a model, though these may be: {names}. Say `type: model` of it under "
                    "artifacts.",
                    names=", ".join(name[:80] for name in likely[:_MOST_NAMED]),
                )
            )


def _may_be_model(path: PurePosixPath) -> bool:
    return path.suffix.lower() in _MODEL_SUFFIXES and any("model" in part.lower() for part in path.parts[-2:])


def _state(
    said: Statements,
    start: str,
    end: str,
    place: Source,
    extra: dict[str, object] | None = None,
    evidence: Evidence = Evidence.DECLARED,
) -> None:
    edge = Edge(
        from_id=start, to_id=end, kind=EdgeKind.FEEDS, evidence=evidence, source=place, extra=extra or {}
    )
    said.edges.append(EdgeStatement(edge))
