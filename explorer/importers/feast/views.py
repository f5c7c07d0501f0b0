"""The views and services of a Feast registry as features, jobs, consumers and their edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from explorer.domain.assembly import EdgeStatement, Statements
from explorer.domain.entities import make_edge, make_node
from explorer.domain.kinds import EdgeKind, NodeKind, Subtype
from explorer.domain.provenance import Source
from explorer.importers.feast.sources import DataSource, names_of_storage, source_of, tags_of
from explorer.importers.feast.tables import Asked
from explorer.importers.written_records import Record, identified
from explorer.importers.yaml_events import YamlMapping
from explorer.language import tr

_TTL = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)s")
_LONGEST_TTL = 86_400 * 365_250
"""Seconds, a thousand years; whoever writes more means for ever."""
_LANGUAGES = {"pandas": "python", "python": "python", "spark": "python", "ray": "python", "sql": "sql"}
_KNOWN = (
    *(
        "project",
        "online",
        "offline",
        "version",
        "mode",
        "aggregations",
        "timestampField",
        "watermarkDelayThreshold",
    ),
    *("userDefinedFunction", "featureTransformation", "transformation", "writeToOnlineStore", "singleton"),
    *("enableValidation", "enableTiling", "tilingHopSize", "versionTag", "entities", "entityColumns"),
    *("labelerField", "conflictPolicy", "retainHistory", "referenceFeatureView"),
)


@dataclass(frozen=True, slots=True)
class View:
    """What views of all sorts have in common; features are their names and what the registry says of each."""

    name: str
    record: Record
    features: dict[str, Record]
    keys: tuple[str, ...]

    @property
    def language(self) -> str | None:
        """The language of its transformation."""
        function = "userDefinedFunction" in self.record or "featureTransformation" in self.record
        mode = (self.record.name("mode") or "").lower()
        return _LANGUAGES.get(mode, "python" if function and not mode else mode or None)


class ViewReader:
    """States the views of one project, and what they read."""

    def __init__(self, project: str, online_store: str | None, into: Statements) -> None:
        self._project = project
        self._online_store = online_store
        self._into = into
        self._sources: dict[str, DataSource] = {}
        self._written: dict[str, YamlMapping] = {}
        """Name of a data source → how it was first written: each view repeats its own word for word."""
        self._features: dict[str, list[str]] = {}
        self._join_keys: dict[str, str] = {}
        self.queries: dict[str, tuple[Asked, Source]] = {}
        """The id of a source that is a query → what it asks, and where that stands."""

    def entity(self, record: Record) -> None:
        """Note by which column an entity is joined; it is no node, but views read that column."""
        name, key = record.identifier("name"), record.name("joinKey")
        if name:
            self._join_keys[name] = key or name
        record.known("project", "valueType", "description", "tags", "owner")
        record.close()

    def source(self, record: Record) -> DataSource | None:
        """State a data source, once however often the registry repeats it."""
        stated = record.value.get("name")
        if isinstance(stated, str) and self._written.get(stated) == record.value:
            return self._sources.get(stated)
        source = source_of(record, f"{self._project}/sources/")
        if source is None:
            return None
        if source.name not in self._sources:
            self._written[source.name] = record.value
            self._into.nodes.append(source.node)
            self._sources[source.name] = source
            if source.asked is not None and source.asked.query:
                self.queries[source.node.id] = source.asked, record.place
        return self._sources[source.name]

    def view(self, record: Record) -> None:
        """State a feature view, which reads data sources or other views."""
        view = self._opened(record)
        if view is None:
            return
        self._state_features(view, _ttl(record))
        for key in ("batchSource", "streamSource", "source"):  # the last is that of a view of labels
            inner = record.record(key, tr("Data source"))
            if inner and (source := self.source(inner)):
                self._into.edges += self._read_from(view, source, inner.place)
        for inner in record.records("sourceViews", tr("Feature view")):
            name = inner.identifier("name")
            if name:
                # A feature reads the column of its own name, or may read any where there is none of that name.
                columns = [n for f in inner.records("features", tr("Feature")) if (n := f.identifier("name"))]
                self._into.edges += [
                    _edge(self._feature_id(name, column), self._feature_id(view.name, feature), inner.place)
                    for feature in view.features
                    for column in columns
                    if column == feature or feature not in columns
                ]
        record.known(*_KNOWN)
        record.close()

    def on_demand_view(self, record: Record) -> None:
        """State an on-demand view: a job that runs as it is asked, from its sources to its features."""
        view = self._opened(record)
        if view is None:
            return
        job = make_node(
            id=f"{self._project}/{view.name}",
            kind=NodeKind.JOB,
            name=view.name,
            owner=record.identifier("owner"),
            description=record.text("description"),
            language=view.language,
            tags=tags_of(record),
            source=record.place,
            extra={"run_mode": "on demand"},
        )
        self._into.nodes.append(job)
        self._state_features(view, None)
        self._into.edges += [
            _edge(job.id, self._feature_id(view.name, f), record.place, EdgeKind.PRODUCES)
            for f in view.features
        ]
        sources = record.record("sources", tr("Source"))
        for key in sources.value if sources else ():
            inner = sources.record(key, tr("Source")) if sources else None
            if inner is not None:
                self._into.edges += [_edge(from_id, job.id, inner.place) for from_id in self._given(inner)]
                inner.close()
        record.known(*_KNOWN)
        record.close()

    def service(self, record: Record) -> None:
        """State a feature service: who asks for its features."""
        nameless = tr("A feature service is left out: it has no name.")
        service = self._selection(record, "services", nameless, NodeKind.CONSUMER, Subtype.SERVICE)
        if service is None:
            return
        for projection in record.records("features", tr("Features of a service")):
            self._into.edges += [_edge(i, service, projection.place) for i in self._projected(projection)]
        record.known("project", "loggingConfig")
        record.close()

    def saved_dataset(self, record: Record) -> None:
        """State a data set that was saved for training, and the features in it."""
        nameless = tr("A saved data set is left out: it has no name.")
        storage = record.record("storage", tr("Storage"))
        names = names_of_storage(storage) if storage else None
        dataset = self._selection(record, "datasets", nameless, NodeKind.DATASET, Subtype.TRAINING, names)
        if dataset is None:
            return
        for reference in record.texts("features"):
            if feature := identified(record, f"{self._project}/{reference}"):
                self._into.edges.append(_edge(feature, dataset, record.at("features"), EdgeKind.PRODUCES))
        record.known("project", "joinKeys", "fullFeatureNames", "featureServiceName")
        record.close()

    def _selection(
        self,
        record: Record,
        folder: str,
        nameless: str,
        kind: NodeKind,
        subtype: Subtype,
        names: tuple[str, ...] | None = None,
    ) -> str | None:
        """State what features are chosen for, and give its id; None where it has no name, which is told."""
        name = record.identifier("name")
        if name is None:
            record.tell(nameless)
            return None
        made = make_node(
            id=f"{self._project}/{folder}/{name}",
            kind=kind,
            name=name,
            subtype=subtype,
            owner=record.identifier("owner"),
            description=record.text("description"),
            tags=tags_of(record),
            same_as=names,
            source=record.place,
        )
        self._into.nodes.append(made)
        return made.id

    def _opened(self, record: Record) -> View | None:
        name = record.identifier("name")
        if name is None:
            record.tell(tr("A feature view is left out: it has no name."))
            return None
        features = {n: f for f in record.records("features", tr("Feature")) if (n := f.identifier("name"))}
        keys = [c.identifier("name") for c in record.records("entityColumns", tr("Entity column"))]
        # Before entities had columns of their own, a view only named its entities.
        keys = keys or [self._join_keys.get(e, e) for e in record.texts("entities")]
        return View(name, record, features, tuple(filter(None, keys)))

    def _state_features(self, view: View, freshness: timedelta | None) -> None:
        record = view.record
        owner, about, tags = record.identifier("owner"), record.text("description"), tags_of(record)
        version, language = record.name("version"), view.language
        version = None if version == "latest" else version
        shown = {
            "entities": list(record.texts("entities")),
            "online_store": self._online_store if record.truth("online") else None,
        }
        for name, feature in view.features.items():
            self._into.nodes.append(
                make_node(
                    id=self._feature_id(view.name, name),
                    kind=NodeKind.FEATURE,
                    name=name,
                    view=view.name,
                    owner=owner,
                    description=feature.text("description") or about,
                    freshness=freshness,
                    version=version,
                    language=language,
                    tags=tags_of(feature) or tags,
                    source=feature.place,
                    extra={k: v for k, v in {"dtype": feature.name("valueType"), **shown}.items() if v},
                )
            )
            feature.known("vectorIndex", "vectorSearchMetric", "vectorLength")
            feature.close()
        self._features[view.name] = [self._feature_id(view.name, name) for name in view.features]

    def _read_from(self, view: View, source: DataSource, place: Source) -> Iterator[EdgeStatement]:
        """Each feature reads its own column, the keys of the entities and the time stamp."""
        for_all = [source.column(field) for field in (*view.keys, *filter(None, (source.timestamp,)))]
        for name in view.features:
            fields = tuple(dict.fromkeys((source.column(name), *for_all)))
            yield _edge(source.node.id, self._feature_id(view.name, name), place, fields=fields)

    def _given(self, source: Record) -> Iterable[str]:
        """The ids of what one source of an on-demand view gives."""
        requested = source.record("requestDataSource", tr("Data source"))
        if requested is not None:
            known = self.source(requested)
            return [known.node.id] if known else []
        projection = source.record("featureViewProjection", tr("Features of a view"))
        if projection is not None:
            return self._projected(projection)
        view = source.record("featureView", tr("Feature view"))
        name = (view.record("spec", tr("Feature view")) or view).identifier("name") if view else None
        return self._features.get(name or "", [])

    def _projected(self, projection: Record) -> list[str]:
        """The ids of the features that a projection takes from a view; all of them where it names none."""
        view = projection.identifier("featureViewName")
        columns = [
            n for c in projection.records("featureColumns", tr("Feature")) if (n := c.identifier("name"))
        ]
        projection.known(
            "featureViewNameAlias", "joinKeyMap", "batchSource", "streamSource", "timestampField"
        )
        projection.known("createdTimestampColumn", "datePartitionColumn", "viewType", "versionTag", "version")
        projection.close()
        if view is None:
            projection.tell(tr("The features of a view are left out: the view has no name."))
            return []
        return [self._feature_id(view, column) for column in columns] or self._features.get(view, [])

    def _feature_id(self, view: str, feature: str) -> str:
        return f"{self._project}/{view}:{feature}"


def _edge(
    from_id: str,
    to_id: str,
    place: Source,
    kind: EdgeKind = EdgeKind.FEEDS,
    fields: tuple[str, ...] | None = None,
) -> EdgeStatement:
    edge = make_edge(from_id=from_id, to_id=to_id, kind=kind, fields=fields, source=place)
    return EdgeStatement(edge, kind_stated=True)


def _ttl(record: Record) -> timedelta | None:
    """How long a value counts as fresh; zero is Feast's word for always."""
    said = record.name("ttl")
    match = _TTL.fullmatch(said or "")
    if said and match is None:
        record.tell(
            tr("The ttl “{ttl}” is no number of seconds; it counts as unknown.", ttl=said[:60]), "ttl"
        )
    seconds = min(float(match[1]), _LONGEST_TTL) if match else 0
    return timedelta(seconds=seconds) if seconds > 0 else None
