"""The words of the system graph: kinds of node and edge, and the closed vocabularies of their attributes."""

from __future__ import annotations

from enum import StrEnum


class NodeKind(StrEnum):
    """What a node is. `unknown` is a ghost: something that is named by an edge but declared nowhere."""

    PRODUCER = "producer"
    DATASET = "dataset"
    JOB = "job"
    FEATURE = "feature"
    ARTIFACT = "artifact"
    MODEL = "model"
    CONSUMER = "consumer"
    WORLD = "world"
    METRIC = "metric"
    OBJECTIVE = "objective"
    MONITOR = "monitor"
    UNKNOWN = "unknown"


class EdgeKind(StrEnum):
    """What passes over an edge; edges point with the data, producer → consumer."""

    FEEDS = "feeds"
    PRODUCES = "produces"
    DERIVES = "derives"
    TRAINS = "trains"
    INFLUENCES = "influences"
    TRIGGERS = "triggers"
    MEASURES = "measures"
    DRIVES = "drives"
    WATCHES = "watches"
    OPTIMISES = "optimises"


class Evidence(StrEnum):
    """How an edge or node is known, strongest first."""

    DECLARED = "declared"
    OBSERVED = "observed"
    INFERRED = "inferred"


class Subtype(StrEnum):
    """What sort of dataset or consumer a node is; `unknown` is said by an importer that cannot tell."""

    TABLE = "table"
    VIEW = "view"
    STREAM = "stream"
    FILE = "file"
    TRAINING = "training"
    LABELS = "labels"
    PREDICTIONS = "predictions"
    SERVICE = "service"
    UI = "ui"
    DASHBOARD = "dashboard"
    NOTEBOOK = "notebook"
    BATCH = "batch"
    APPLICATION = "application"
    UNKNOWN = "unknown"


DATASET_SUBTYPES = frozenset(
    (
        Subtype.TABLE,
        Subtype.VIEW,
        Subtype.STREAM,
        Subtype.FILE,
        Subtype.TRAINING,
        Subtype.LABELS,
        Subtype.PREDICTIONS,
        Subtype.UNKNOWN,
    )
)
CONSUMER_SUBTYPES = frozenset(
    (
        Subtype.SERVICE,
        Subtype.UI,
        Subtype.DASHBOARD,
        Subtype.NOTEBOOK,
        Subtype.BATCH,
        Subtype.APPLICATION,
        Subtype.UNKNOWN,
    )
)
LIVE_SUBTYPES = frozenset((Subtype.STREAM, Subtype.VIEW, Subtype.PREDICTIONS))
"""Datasets that answer as they are asked; every other is at rest."""


class Criticality(StrEnum):
    """How much is lost when a node fails."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Versioning(StrEnum):
    """What its readers learn when a node changes."""

    IMMUTABLE = "immutable"
    ANNOUNCED = "announced"
    SILENT = "silent"


class Access(StrEnum):
    """Who may read; `none` is declared to be without any control, absent is not known."""

    OPEN = "open"
    CONTROLLED = "controlled"
    NONE = "none"


class Lifecycle(StrEnum):
    """Where a node stands between an experiment and its removal."""

    LIVE = "live"
    DEPRECATED = "deprecated"
    EXPERIMENTAL = "experimental"


class Retrain(StrEnum):
    """When a model learns again from its training data."""

    CONTINUOUS = "continuous"
    SCHEDULED = "scheduled"
    MANUAL = "manual"
    NEVER = "never"


class Role(StrEnum):
    """What a metric is for."""

    SUCCESS = "success"
    PROXY = "proxy"
    GUARDRAIL = "guardrail"
    QUALITY = "quality"


class Direction(StrEnum):
    """Which way a metric or objective is meant to go."""

    UP = "up"
    DOWN = "down"


class Channel(StrEnum):
    """The ways in which what a node gives can differ from what its readers expect."""

    AVAILABILITY = "availability"
    SCHEMA = "schema"
    VALUE = "value"
    TIME = "time"


class Pin(StrEnum):
    """How a reader follows the versions of what it reads."""

    FLOATING = "floating"
    PINNED = "pinned"
    FROZEN = "frozen"


class Fallback(StrEnum):
    """What a reader does when what it reads is gone."""

    NONE = "none"
    CACHED = "cached"
    DEFAULT = "default"


class OnSchemaChange(StrEnum):
    """What a reader does when a field it reads is gone: stop, or go on with nonsense."""

    FAIL = "fail"
    SILENT = "silent"


class Sign(StrEnum):
    """Whether a metric drives the next one up or down."""

    PLUS = "+"
    MINUS = "-"
    UNSURE = "?"


class Relation(StrEnum):
    """Why a metric drives another: by arithmetic, or by a belief about the world."""

    COMPONENT = "component"
    INFLUENCE = "influence"


class Backing(StrEnum):
    """What the belief that one metric drives another rests on, strongest first."""

    EXPERIMENT = "experiment"
    ANALYSIS = "analysis"
    BELIEF = "belief"


class ImportanceMethod(StrEnum):
    """How a feature's importance was found out."""

    LOFO = "lofo"
    PERMUTATION = "permutation"
    GAIN = "gain"


class Principal(StrEnum):
    """Who is behind a reader that a log shows; only services, people and BI tools use what they read."""

    SERVICE = "service"
    PERSON = "person"
    BI_TOOL = "bi-tool"
    BACKUP = "backup"
    CRAWLER = "crawler"
    SCANNER = "scanner"
    PLATFORM = "platform"


class Severity(StrEnum):
    """How bad a finding or problem is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
