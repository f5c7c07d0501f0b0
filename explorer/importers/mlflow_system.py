"""MLflow's experiments, runs, data sets, models and metrics as parts of one system (see mlflow.py for the map)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import Edge, EdgeKey, Node
from explorer.domain.kinds import EdgeKind, Evidence, NodeKind, Relation, Role, Severity, Sign, Subtype
from explorer.domain.provenance import Problem, Source
from explorer.importers.mlflow_origins import Origin, origin_of, origins_of
from explorer.importers.mlflow_tables import Experiment, LoggedDataset, RegisteredModel, Run, Tables, Version
from explorer.language import tr

_MOST_METRICS = 200
_TRAINING = frozenset(("train", "training"))
_ON_TRAINING = re.compile(r"(?:train|training)(?:[_/.\- ]|$)", re.IGNORECASE)
_IN_USE = ("champion", "production", "prod")
_AT_REST = {
    **dict.fromkeys(("s3", "gs", "http", "https", "local", "dbfs", "wasbs", "abfss"), Subtype.FILE),
    **dict.fromkeys(("delta_table", "spark", "databricks-uc-table"), Subtype.TABLE),
}
_LANGUAGES = {".py": "python", ".ipynb": "python", ".r": "r", ".scala": "scala"}


def system_of(tables: Tables, shown: str) -> Statements:
    """The nodes and edges that the tables show."""
    return _System(tables, shown).statements()


@dataclass(slots=True)
class _Seen:
    """How often and when an edge was seen."""

    evidence: Evidence
    table: str
    times: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    relation: Relation | None = None
    sign: Sign | None = None


class _System:
    """The tables on their way to statements."""

    def __init__(self, tables: Tables, shown: str) -> None:
        self.tables = tables
        self.shown = shown
        self.problems: list[Problem] = []
        self.seen: dict[EdgeKey, _Seen] = {}
        self.dataset_ids = _dataset_ids(tables)
        self.origins = dict(self._kept_origins())
        self.metric_ids = dict(self._kept_metrics())
        self.models_of: dict[str, list[RegisteredModel]] = {}
        self.made_as: dict[str, RegisteredModel] = {}
        for model in tables.models:
            for run in dict.fromkeys(v.run for v in model.versions if v.run in tables.runs):
                self.models_of.setdefault(run or "", []).append(model)
            self.made_as |= {v.logged_model: model for v in model.versions if v.logged_model}

    def statements(self) -> Statements:
        """All nodes, in order of their ids, and all edges with the days on which they were seen."""
        for run_id, run in self.tables.runs.items():
            self._see_run(run_id, run)
        for model in self.tables.models:
            self._see_versions(model)
        nodes = [*self._jobs(), *self._datasets(), *self._models(), *self._metrics(), *self._objectives()]
        nodes += self._origins()
        days = [r.day for r in self.tables.runs.values() if r.day]
        return Statements(
            nodes=sorted(nodes, key=lambda n: n.id),
            edges=[self._edge(key, self.seen[key]) for key in sorted(self.seen)],
            name="MLflow",
            as_of=max(days, default=None),
            problems=self.problems,
        )

    def _see_run(self, run_id: str, run: Run) -> None:
        job = _job_id(self.tables.experiments[run.experiment])
        for logged, contexts in run.inputs.items():
            dataset = self.dataset_ids[logged]
            self._see(dataset, job, EdgeKind.FEEDS, run_id, "inputs")
            origin = origin_of(self.tables.datasets[logged])
            if origin and origin in self.origins.get(dataset, ()):
                self._see(origin.id, dataset, EdgeKind.DERIVES, run_id, "datasets")
            if contexts & _TRAINING:
                for model in self.models_of.get(run_id, ()):
                    self._see(dataset, _model_id(model), EdgeKind.TRAINS, run_id, "inputs")
        for key in run.metrics:
            metric = self.metric_ids.get((run.experiment, key))
            if metric is not None:
                self._see_metric(run_id, run, job, key, metric)

    def _see_metric(self, run_id: str, run: Run, job: str, key: str, metric: str) -> None:
        table = "latest_metrics"
        for dataset, evidence in self._measured_on(run, key):
            self._see(dataset, metric, EdgeKind.MEASURES, run_id, table, evidence)
        models = self._measured(run_id, run, key)
        for model in models:
            self._see(_model_id(model), metric, EdgeKind.MEASURES, run_id, table)
            if not _ON_TRAINING.match(key):
                self._see(_model_id(model), metric, EdgeKind.OPTIMISES, run_id, table, Evidence.INFERRED)
                for objective in self._aims(model):
                    self._see(metric, objective, EdgeKind.DRIVES, run_id, table, Evidence.INFERRED)
        if not models:
            self._see(job, metric, EdgeKind.MEASURES, run_id, table)

    def _measured(self, run_id: str, run: Run, key: str) -> list[RegisteredModel]:
        """The models that a metric of a run is about: what the run made, and what it says that it judged."""
        made = self.models_of.get(run_id, [])
        judged = {m.name: m for i in run.judged.get(key, ()) if (m := self.made_as.get(i))}
        return [*made, *(judged[name] for name in sorted(judged.keys() - {m.name for m in made}))]

    def _measured_on(self, run: Run, key: str) -> list[tuple[str, Evidence]]:
        """The data sets a metric was computed on: as logged, else as its name and their contexts suggest."""
        logged = run.measured_on.get(key)
        if logged:
            return [(self.dataset_ids[d], Evidence.OBSERVED) for d in logged]
        training = [d for d, contexts in run.inputs.items() if contexts & _TRAINING]
        others = [d for d, contexts in run.inputs.items() if contexts - _TRAINING]
        unsaid = [d for d, contexts in run.inputs.items() if not contexts]
        likely = (training or unsaid) if _ON_TRAINING.match(key) else (others or unsaid or training)
        return [(self.dataset_ids[d], Evidence.INFERRED) for d in likely]

    def _see_versions(self, model: RegisteredModel) -> None:
        for version in model.versions:
            run = self.tables.runs.get(version.run or "")
            if run is not None:
                job = _job_id(self.tables.experiments[run.experiment])
                seen = self._see(
                    job, _model_id(model), EdgeKind.TRAINS, f"v{version.number}", "model_versions"
                )
                seen.days.update(d for d in (version.day,) if d)

    def _see(
        self,
        from_id: str,
        to_id: str,
        kind: EdgeKind,
        time: str,
        table: str,
        evidence: Evidence = Evidence.OBSERVED,
    ) -> _Seen:
        seen = self.seen.setdefault(EdgeKey(from_id, to_id, kind), _Seen(evidence, table))
        seen.times.add(time)
        run = self.tables.runs.get(time)
        if run is not None and run.day is not None:
            seen.days.add(run.day)
        if evidence is Evidence.OBSERVED:
            seen.evidence = evidence
        return seen

    def _edge(self, key: EdgeKey, seen: _Seen) -> EdgeStatement:
        is_belief = key.kind is EdgeKind.DRIVES
        edge = Edge(
            from_id=key.from_id,
            to_id=key.to_id,
            kind=key.kind,
            evidence=seen.evidence,
            relation=Relation.INFLUENCE if is_belief else None,
            sign=Sign.UNSURE if is_belief else None,
            first_seen=min(seen.days, default=None),
            last_seen=max(seen.days, default=None),
            count=len(seen.times),
            source=self._source(seen.table),
        )
        return EdgeStatement(edge, kind_stated=True)

    def _jobs(self) -> Iterator[Node]:
        runs: dict[str, list[Run]] = {}
        for run in self.tables.runs.values():
            runs.setdefault(run.experiment, []).append(run)
        for experiment_id, experiment in self.tables.experiments.items():
            mine = runs.get(experiment_id, [])
            # Without their folders, which differ from one machine to the next.
            scripts = sorted({PurePosixPath(r.script).name for r in mine if r.script})
            languages = {_LANGUAGES.get(PurePosixPath(s).suffix.lower()) for s in scripts}
            failed = sum(r.failed for r in mine)
            yield Node(
                id=_job_id(experiment),
                kind=NodeKind.JOB,
                name=experiment.name,
                owner=_owner(experiment.tags),
                description=experiment.tags.get("mlflow.note.content"),
                language=languages.pop() if len(languages) == 1 else None,
                last_used=max((r.day for r in mine if r.day), default=None),
                evidence=Evidence.OBSERVED,
                source=self._source("experiments"),
                extra={"runs": len(mine)}
                | ({"failed_runs": failed} if failed else {})
                | ({"scripts": scripts[:20]} if scripts else {}),
            )

    def _datasets(self) -> Iterator[Node]:
        contexts: dict[str, set[str]] = {}
        newest: dict[str, tuple[date, str]] = {}
        for run in self.tables.runs.values():
            for logged, said in run.inputs.items():
                node_id = self.dataset_ids[logged]
                contexts.setdefault(node_id, set()).update(said)
                used = (run.day or date.min, logged)
                newest[node_id] = max(newest.get(node_id, used), used)
        states: dict[str, list[str]] = {}
        for logged, node_id in self.dataset_ids.items():
            states.setdefault(node_id, []).append(logged)
        for node_id, logged_ids in states.items():
            last_used, logged = newest.get(node_id, (None, max(logged_ids)))
            current = self.tables.datasets[logged]
            is_training = contexts.get(node_id, set()) & _TRAINING
            extra = {"location": current.uri, "contexts": sorted(contexts.get(node_id, ()))}
            yield Node(
                id=node_id,
                kind=NodeKind.DATASET,
                name=current.name,
                subtype=Subtype.TRAINING
                if is_training
                else _AT_REST.get(current.source_type, Subtype.UNKNOWN),
                version=current.digest or None,
                fields=current.fields,
                last_used=None if last_used == date.min else last_used,
                evidence=Evidence.OBSERVED,
                source=self._source("datasets"),
                extra={key: value for key, value in extra.items() if value},
            )

    def _kept_origins(self) -> Iterator[tuple[str, list[Origin]]]:
        for dataset, origins, left_out in origins_of(self.tables, self.dataset_ids):
            if left_out:
                told = tr(
                    "“{dataset}” was read from {count:,} places; the {most} that were read last are shown.",
                    dataset=dataset.removeprefix(_DATASET),
                    count=len(origins) + left_out,
                    most=len(origins),
                )
                self.problems.append(Problem(told, self._source("datasets"), Severity.INFO))
            yield dataset, origins

    def _origins(self) -> Iterator[Node]:
        """The tables and files that data sets were read from."""
        for origin in sorted({o for origins in self.origins.values() for o in origins}):
            yield Node(
                id=origin.id,
                kind=NodeKind.DATASET,
                name=origin.name,
                subtype=origin.subtype,
                evidence=Evidence.OBSERVED,
                source=self._source("datasets"),
            )

    def _models(self) -> Iterator[Node]:
        for model in self.tables.models:
            in_use = _in_use(model)
            yield Node(
                id=_model_id(model),
                kind=NodeKind.MODEL,
                name=model.name,
                owner=_owner(model.tags) or self._owner_of_runs(model),
                description=model.description,
                version=str(in_use.number) if in_use else None,
                evidence=Evidence.OBSERVED,
                source=self._source("registered_models"),
                extra={"versions": [_called(v, model) for v in model.versions]},
            )

    def _owner_of_runs(self, model: RegisteredModel) -> str | None:
        runs = (self.tables.runs.get(v.run or "") for v in model.versions)
        owners = {_owner(self.tables.experiments[r.experiment].tags) for r in runs if r}
        return owners.pop() if len(owners) == 1 else None

    def _kept_metrics(self) -> Iterator[tuple[tuple[str, str], str]]:
        counts: dict[str, dict[str, int]] = {}
        for run in self.tables.runs.values():
            for key in run.metrics:
                if not key.startswith("system/"):  # MLflow's own load figures of the machine
                    keys = counts.setdefault(run.experiment, {})
                    keys[key] = keys.get(key, 0) + 1
        for experiment_id, keys in counts.items():
            name = self.tables.experiments[experiment_id].name
            if len(keys) > _MOST_METRICS:
                message = tr(
                    "“{experiment}” has logged {count:,} metrics; the {most} logged most are shown.",
                    experiment=name,
                    count=len(keys),
                    most=_MOST_METRICS,
                )
                self.problems.append(Problem(message, self._source("latest_metrics"), Severity.WARNING))
            for key in sorted(keys, key=lambda k: (-keys[k], k))[:_MOST_METRICS]:
                yield (experiment_id, key), f"mlflow/metric/{name}/{key}"

    def _metrics(self) -> Iterator[Node]:
        for (experiment_id, key), metric_id in self.metric_ids.items():
            experiment = self.tables.experiments[experiment_id]
            yield Node(
                id=metric_id,
                kind=NodeKind.METRIC,
                name=f"{experiment.name} {key}",
                owner=_owner(experiment.tags),
                role=Role.QUALITY,
                baseline=self._baseline(experiment_id, key),
                evidence=Evidence.OBSERVED,
                source=self._source("latest_metrics"),
            )

    def _baseline(self, experiment_id: str, key: str) -> float | None:
        """Its value for the version in use, where the experiment makes one model; else nobody has said which."""
        runs = {v.run for m in self.tables.models if (v := _in_use(m)) is not None and v.run}
        mine = [self.tables.runs[r] for r in runs if r in self.tables.runs]
        values = {r.metrics.get(key) for r in mine if r.experiment == experiment_id and key in r.metrics}
        return values.pop() if len(values) == 1 else None

    def _objectives(self) -> Iterator[Node]:
        for objective in sorted({o for m in self.tables.models for o in self._aims(m)}):
            yield Node(
                id=objective,
                kind=NodeKind.OBJECTIVE,
                name=objective.removeprefix(_OBJECTIVE),
                evidence=Evidence.DECLARED,
                source=self._source("registered_model_tags"),
            )

    def _aims(self, model: RegisteredModel) -> list[str]:
        """The objectives that the model's own tag names, else those of the experiments that made it."""
        runs = (self.tables.runs.get(v.run or "") for v in model.versions)
        tagged = [model.tags] if "business_objective" in model.tags else []
        tagged = tagged or [self.tables.experiments[r.experiment].tags for r in runs if r]
        return sorted({_OBJECTIVE + t["business_objective"] for t in tagged if "business_objective" in t})

    def _source(self, table: str) -> Source:
        return Source(f"{self.shown}: {table}")


_OBJECTIVE = "mlflow/objective/"
_DATASET = "mlflow/dataset/"


def _job_id(experiment: Experiment) -> str:
    return f"mlflow/experiment/{experiment.name}"


def _model_id(model: RegisteredModel) -> str:
    return f"mlflow/model/{model.name}"


def _owner(tags: Mapping[str, str]) -> str | None:
    return tags.get("team") or tags.get("owner")


def _in_use(model: RegisteredModel) -> Version | None:
    """The version an alias calls the one in use, else the newest in stage Production, else the newest."""
    numbers = [model.aliases[a] for a in _IN_USE if a in model.aliases]
    staged = [v for v in model.versions if v.stage == "Production"]
    chosen: Iterable[Version] = [v for n in numbers for v in model.versions if v.number == n]
    return next(iter(chosen), None) or next(reversed(staged or model.versions), None)


def _called(version: Version, model: RegisteredModel) -> str:
    """A version as a person reads it: 2 (champion)."""
    names = sorted(a for a, n in model.aliases.items() if n == version.number)
    if version.stage not in (None, "None"):
        names.append(f"stage {version.stage}")
    return str(version.number) + (f" ({', '.join(names)})" if names else "")


def _dataset_ids(tables: Tables) -> dict[str, str]:
    """MLflow's id of a state of a data set → the id of the data set.

    One name in one experiment is one data set through all its states; so is one name at one place in several
    experiments. The earliest experiment's data set has the bare name, others of that name the experiment's too.
    """

    def order(item: tuple[str, LoggedDataset]) -> tuple[int, str, str, str, str]:
        logged = item[1]
        first = int(logged.experiment) if logged.experiment.isdecimal() else 0
        return (first, logged.experiment, logged.name, logged.uri or "", logged.digest)

    known: dict[tuple[str, str], str] = {}
    taken: set[str] = set()
    ids = {}
    for logged_id, logged in sorted(tables.datasets.items(), key=order):
        here, there = (f"in {logged.experiment}", logged.name), (f"at {logged.uri}", logged.name)
        node_id = known.get(here) or (known.get(there) if logged.uri else None)
        if node_id is None:
            node_id = f"{_DATASET}{logged.name}"
            if node_id in taken:
                node_id = f"{_DATASET}{tables.experiments[logged.experiment].name}/{logged.name}"
        taken.add(node_id)
        ids[logged_id] = known[here] = known[there] = node_id
    return ids
