"""The facets of OpenLineage that say something of a system, in every version of the specification since the first.

Nearly everything may be missing or null, so nearly everything has a default. The field names are OpenLineage's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct, field


class Facet(Struct, kw_only=True):
    """What every facet may say of itself: that it holds no longer."""

    deleted: bool | None = field(name="_deleted", default=None)


class Named(Struct, frozen=True):
    """A job or a dataset, by its two names."""

    namespace: str
    name: str


class Described(Facet):
    """What it is for."""

    description: str | None = None


class Owner(Struct):
    """Who owns it, by preference as a URN such as team:data."""

    name: str
    type: str | None = None


class Ownership(Facet):
    """Its owners."""

    owners: list[Owner] | None = None


class Tag(Struct):
    """One tag; a value that only says that it is there is left out."""

    key: str
    value: str | bool | int | float | None = None


class Tags(Facet):
    """Its tags."""

    tags: list[Tag] | None = None


class Column(Struct):
    """One column of a dataset."""

    name: str


class Schema(Facet):
    """The columns of a dataset."""

    fields: list[Column] | None = None


class Symlinks(Facet):
    """By which names others know a dataset."""

    identifiers: list[Identifier] | None = None


class Identifier(Named, frozen=True):
    """Another name, and of what sort it is: TABLE, LOCATION."""

    type: str | None = None


class DatasetType(Facet):
    """What sort of dataset it is: TABLE, VIEW, FILE, TOPIC, MODEL."""

    dataset_type: str | None = field(name="datasetType", default=None)


class Storage(Facet):
    """How a dataset is stored."""

    layer: str | None = field(name="storageLayer", default=None)
    format: str | None = field(name="fileFormat", default=None)


class LifecycleChange(Facet):
    """What a run did with a dataset as a whole: CREATE, OVERWRITE, DROP."""

    change: str | None = field(name="lifecycleStateChange", default=None)


class Version(Facet):
    """Which version of a dataset a run saw."""

    version: str | int | None = field(name="datasetVersion", default=None)


class Assertion(Struct):
    """One test of a dataset."""

    assertion: str
    column: str | None = None


class Assertions(Facet):
    """The tests of a dataset that a run made."""

    assertions: list[Assertion] | None = None


class Transformation(Struct):
    """How a column goes into another: DIRECT, or INDIRECT as a filter or a join does."""

    type: str | None = None


class Origin(Struct):
    """A dataset or job, or a column of a dataset, from which something is made."""

    namespace: str | None = None
    name: str | None = None
    field: str | None = None
    type: str | None = None
    transformations: list[Transformation] | None = None


class MadeColumn(Struct):
    """What a column is made from."""

    inputs: list[Origin] | None = None
    input_fields: list[Origin] | None = field(name="inputFields", default=None)


class ColumnLineage(Facet):
    """Which columns are made from which; `dataset` lists those on which all of the rows depend."""

    fields: dict[str, MadeColumn] | None = None
    dataset: list[Origin] | None = None


class DatasetLineage(Facet):
    """What a dataset is made from, as it is stated for its own sake."""

    inputs: list[Origin] | None = None
    fields: dict[str, MadeColumn] | None = None


class LineageEntry(Struct):
    """One dataset or job, and what goes into it; a job without names is the one of the event."""

    type: str | None = None
    namespace: str | None = None
    name: str | None = None
    inputs: list[Origin] | None = None
    fields: dict[str, MadeColumn] | None = None


class JobLineage(Facet):
    """What goes into what by the doing of a job."""

    entries: list[LineageEntry] | None = None


class JobType(Facet):
    """What runs a job, and of what sort it is."""

    integration: str | None = None
    job_type: str | None = field(name="jobType", default=None)
    processing: str | None = field(name="processingType", default=None)


class CodeLocation(Facet):
    """Where the code of a job lies."""

    url: str | None = None


class Code(Facet):
    """The code of a job."""

    language: str | None = None


class Sql(Facet):
    """The statement that a job runs; only that it is SQL is kept."""

    query: str | None = None


class Parent(Facet):
    """The job whose run started this one."""

    job: Named | None = None


class NominalTime(Facet):
    """For when a run was scheduled; it should end when the next begins."""

    start: datetime | None = field(name="nominalStartTime", default=None)
    end: datetime | None = field(name="nominalEndTime", default=None)

    @property
    def interval(self) -> timedelta | None:
        """From one run to the next, where that is said."""
        if (
            self.start is None
            or self.end is None
            or (self.start.tzinfo is None) is not (self.end.tzinfo is None)
        ):
            return None
        return self.end - self.start if self.end > self.start else None


class Dependency(Struct):
    """A job that runs before or after this one."""

    job: Named


class Dependencies(Facet):
    """Which jobs run before and after this one."""

    upstream: list[Dependency] | None = None
    downstream: list[Dependency] | None = None


OF_DATASETS: Mapping[str, type[Facet]] = {
    "schema": Schema,
    "columnLineage": ColumnLineage,
    "lineage": DatasetLineage,
    "symlinks": Symlinks,
    "ownership": Ownership,
    "documentation": Described,
    "tags": Tags,
    "datasetType": DatasetType,
    "storage": Storage,
    "lifecycleStateChange": LifecycleChange,
    "version": Version,
    "dataQualityAssertions": Assertions,
}
OF_JOBS: Mapping[str, type[Facet]] = {
    "jobType": JobType,
    "ownership": Ownership,
    "documentation": Described,
    "tags": Tags,
    "sourceCodeLocation": CodeLocation,
    "sourceCode": Code,
    "sql": Sql,
    "lineage": JobLineage,
}
OF_RUNS: Mapping[str, type[Facet]] = {
    "parent": Parent,
    "nominalTime": NominalTime,
    "jobDependencies": Dependencies,
}
LEFT_OUT = frozenset(
    (
        *("dataSource", "hierarchy", "catalog", "dataQualityMetrics", "subset", "columnMetrics"),
        *("inputStatistics", "outputStatistics", "icebergScanReport", "icebergCommitReport", "test"),
        *("errorMessage", "extractionError", "externalQuery", "environmentVariables"),
        *("executionParameters", "processing_engine"),
    )
)
"""Facets of the specification that are known, and say nothing of how a system is put together."""
