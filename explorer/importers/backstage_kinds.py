"""Which kind of node a catalogue entity is: by the words of its `spec.type`, else by what sort of entity it is.

Types are free text in Backstage, so the rule goes by words: of the rows of the table below the first that has a word
of the type decides, whatever the entity is; else the entity does. A service reads and is read: it is a consumer.
"""

from __future__ import annotations

import re

from explorer.domain.kinds import NodeKind, Subtype

_Rule = tuple[NodeKind, Subtype | None]
_BY_WORD: tuple[tuple[str, _Rule], ...] = (
    ("pipeline job workflow etl elt cron cronjob dag batch", (NodeKind.JOB, None)),
    ("model", (NodeKind.MODEL, None)),
    (
        "topic queue stream kafka kinesis pubsub sns sqs eventhub eventhubs rabbitmq nats",
        (NodeKind.DATASET, Subtype.STREAM),
    ),
    ("bucket s3 gcs file files storage lake datalake", (NodeKind.DATASET, Subtype.FILE)),
    (
        "database db table warehouse sql postgres postgresql mysql mariadb oracle sqlserver mssql rds aurora cloudsql"
        " snowflake bigquery redshift databricks clickhouse spanner dynamodb mongodb cassandra",
        (NodeKind.DATASET, Subtype.TABLE),
    ),
    (
        "dataset data index cache store datastore redis memcached elasticsearch opensearch",
        (NodeKind.DATASET, Subtype.UNKNOWN),
    ),
    ("dashboard report", (NodeKind.CONSUMER, Subtype.DASHBOARD)),
    ("notebook", (NodeKind.CONSUMER, Subtype.NOTEBOOK)),
    ("website frontend ui mobile spa", (NodeKind.CONSUMER, Subtype.UI)),
    ("library package sdk plugin module", (NodeKind.ARTIFACT, None)),
)
_WORDS = {word: rule for words, rule in reversed(_BY_WORD) for word in words.split()}
_ORDER = {word: number for number, (words, _) in enumerate(_BY_WORD) for word in words.split()}
_BY_ENTITY: dict[str, _Rule] = {
    "component": (NodeKind.CONSUMER, Subtype.APPLICATION),
    "resource": (NodeKind.PRODUCER, None),
    "airesource": (NodeKind.ARTIFACT, None),
}
NODE_ENTITIES = frozenset((*_BY_ENTITY, "api"))
"""The entities that are nodes."""


def kind_of(entity: str, type_: str) -> _Rule:
    """The kind and subtype of an entity, its sort in lower case."""
    words = re.findall(r"[a-z0-9]+", type_.lower())
    if entity == "api":
        # Whoever calls it gets an answer as it is asked; what is subscribed to comes by itself.
        return NodeKind.DATASET, Subtype.STREAM if "asyncapi" in words else Subtype.VIEW
    known = sorted((w for w in words if w in _WORDS), key=_ORDER.__getitem__)
    if known:
        return _WORDS[known[0]]
    if entity == "component" and {"service", "backend", "api"} & set(words):
        return NodeKind.CONSUMER, Subtype.SERVICE
    return _BY_ENTITY[entity]
