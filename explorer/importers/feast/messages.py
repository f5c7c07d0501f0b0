"""The messages of a Feast registry: what the numbers of their fields mean, and how they look in a dump.

Only what is read is listed. A field that is not gets its number for a name, so that it is told of; one that says
nothing of the system is listed as left out. Where two versions of Feast disagree on a number, the later one counts.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from explorer.domain.value_types import Literal
from explorer.importers.feast.wire import Scalar, fields
from explorer.importers.yaml_events import Value, YamlList, YamlMapping
from explorer.language import tr

_DEEPEST = 20
_NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Field:
    """A field as a dump names it; `kind` is a sort of value such as text or bytes, an enumeration or a message."""

    name: str
    kind: str
    is_list: bool = False
    is_map: bool = False


def decode(data: bytes, message: str, row: int) -> YamlMapping:
    """A message as a mapping of a dump, all of it standing in this row; ValueError where it is none."""
    return _decoded(data, message, row, 0)


def _text(name: str) -> Field:
    return Field(name, "text")


def _texts(name: str) -> Field:
    return Field(name, "text", is_list=True)


def _truth(name: str) -> Field:
    return Field(name, "truth")


def _number(name: str) -> Field:
    return Field(name, "number")


def _pairs(name: str) -> Field:
    return Field(name, "text", is_map=True)


def _one(name: str, message: str) -> Field:
    return Field(name, message)


def _many(name: str, message: str) -> Field:
    return Field(name, message, is_list=True)


def _left_out(name: str) -> Field:
    return Field(name, "left out")


_TABLE_OPTIONS: Final = {1: _text("table"), 2: _text("query"), 3: _text("schema"), 4: _text("database")}
_UDF: Final = {1: _text("name"), 2: _left_out("body"), 3: _text("bodyText"), 4: _text("mode")}
_MESSAGES: Mapping[str, Mapping[int, Field]] = {
    "Entity": {1: _one("spec", "EntitySpec"), 2: _left_out("meta")},
    "EntitySpec": {
        1: _text("name"),
        2: Field("valueType", "ValueType"),
        3: _text("description"),
        4: _text("joinKey"),
        8: _pairs("tags"),
        9: _text("project"),
        10: _text("owner"),
    },
    "Feature": {
        1: _text("name"),
        2: Field("valueType", "ValueType"),
        3: _pairs("tags"),
        4: _text("description"),
        5: _truth("vectorIndex"),
        6: _text("vectorSearchMetric"),
        7: _number("vectorLength"),
    },
    "FeatureView": {1: _one("spec", "FeatureViewSpec"), 2: _left_out("meta")},
    "FeatureViewSpec": {
        1: _text("name"),
        2: _text("project"),
        3: _texts("entities"),
        4: _many("features", "Feature"),
        5: _pairs("tags"),
        6: Field("ttl", "duration"),
        7: _one("batchSource", "DataSource"),
        8: _truth("online"),
        9: _one("streamSource", "DataSource"),
        10: _text("description"),
        11: _text("owner"),
        12: _many("entityColumns", "Feature"),
        13: _truth("offline"),
        14: _many("sourceViews", "FeatureViewSpec"),
        15: _one("featureTransformation", "Transformation"),
        16: _text("mode"),
        17: _truth("enableValidation"),
        18: _text("version"),
    },
    "StreamFeatureView": {1: _one("spec", "StreamFeatureViewSpec"), 2: _left_out("meta")},
    "StreamFeatureViewSpec": {
        1: _text("name"),
        2: _text("project"),
        3: _texts("entities"),
        4: _many("features", "Feature"),
        5: _many("entityColumns", "Feature"),
        6: _text("description"),
        7: _pairs("tags"),
        8: _text("owner"),
        9: Field("ttl", "duration"),
        10: _one("batchSource", "DataSource"),
        11: _one("streamSource", "DataSource"),
        12: _truth("online"),
        13: _one("userDefinedFunction", "Function"),
        14: _text("mode"),
        15: _left_out("aggregations"),
        16: _text("timestampField"),
        17: _one("featureTransformation", "Transformation"),
    },
    "OnDemandFeatureView": {1: _one("spec", "OnDemandFeatureViewSpec"), 2: _left_out("meta")},
    "OnDemandFeatureViewSpec": {
        1: _text("name"),
        2: _text("project"),
        3: _many("features", "Feature"),
        4: Field("sources", "OnDemandSource", is_map=True),
        5: _one("userDefinedFunction", "Function"),
        6: _text("description"),
        7: _pairs("tags"),
        8: _text("owner"),
        10: _one("featureTransformation", "Transformation"),
        11: _text("mode"),
        12: _truth("writeToOnlineStore"),
        13: _texts("entities"),
        14: _many("entityColumns", "Feature"),
        15: _truth("singleton"),
        16: _left_out("aggregations"),
        17: _text("version"),
    },
    "OnDemandSource": {
        1: _one("featureView", "FeatureView"),
        2: _one("requestDataSource", "DataSource"),
        3: _one("featureViewProjection", "Projection"),
    },
    "Projection": {
        1: _text("featureViewName"),
        2: _many("featureColumns", "Feature"),
        3: _text("featureViewNameAlias"),
        4: _pairs("joinKeyMap"),
        5: _text("timestampField"),
        6: _text("datePartitionColumn"),
        7: _text("createdTimestampColumn"),
        8: _one("batchSource", "DataSource"),
        9: _one("streamSource", "DataSource"),
        10: _number("versionTag"),
        11: _text("viewType"),
    },
    "Transformation": {1: _one("userDefinedFunction", "Function"), 2: _left_out("substraitTransformation")},
    "Function": _UDF,
    "FeatureService": {1: _one("spec", "FeatureServiceSpec"), 2: _left_out("meta")},
    "FeatureServiceSpec": {
        1: _text("name"),
        2: _text("project"),
        3: _many("features", "Projection"),
        4: _pairs("tags"),
        5: _text("description"),
        6: _text("owner"),
        7: _left_out("loggingConfig"),
    },
    "SavedDataset": {1: _one("spec", "SavedDatasetSpec"), 2: _left_out("meta")},
    "SavedDatasetSpec": {
        1: _text("name"),
        2: _text("project"),
        3: _texts("features"),
        4: _texts("joinKeys"),
        5: _truth("fullFeatureNames"),
        6: _one("storage", "Storage"),
        7: _pairs("tags"),
        8: _text("featureServiceName"),
    },
    "Storage": {
        4: _one("fileStorage", "FileOptions"),
        5: _one("bigqueryStorage", "TableOptions"),
        6: _one("redshiftStorage", "TableOptions"),
        7: _one("snowflakeStorage", "TableOptions"),
        8: _one("trinoStorage", "TableOptions"),
        9: _one("sparkStorage", "SparkOptions"),
        10: _one("customStorage", "CustomOptions"),
        11: _one("athenaStorage", "AthenaOptions"),
    },
    "DataSource": {
        1: Field("type", "SourceType"),
        2: _pairs("fieldMapping"),
        3: _text("timestampField"),
        4: _text("datePartitionColumn"),
        5: _text("createdTimestampColumn"),
        11: _one("fileOptions", "FileOptions"),
        12: _one("bigqueryOptions", "TableOptions"),
        13: _one("kafkaOptions", "KafkaOptions"),
        14: _one("kinesisOptions", "KinesisOptions"),
        15: _one("redshiftOptions", "TableOptions"),
        16: _one("customOptions", "CustomOptions"),
        17: _text("dataSourceClassType"),
        18: _one("requestDataOptions", "RequestOptions"),
        19: _one("snowflakeOptions", "TableOptions"),
        20: _text("name"),
        21: _text("project"),
        22: _one("pushOptions", "PushOptions"),
        23: _text("description"),
        24: _pairs("tags"),
        25: _text("owner"),
        26: _one("batchSource", "DataSource"),
        27: _one("sparkOptions", "SparkOptions"),
        28: _text("timestampFieldType"),
        30: _one("trinoOptions", "TableOptions"),
        35: _one("athenaOptions", "AthenaOptions"),
        50: _left_out("meta"),
    },
    "FileOptions": {1: _left_out("fileFormat"), 2: _text("uri"), 3: _text("s3EndpointOverride")},
    "TableOptions": _TABLE_OPTIONS,
    "AthenaOptions": {**_TABLE_OPTIONS, 3: _text("database"), 4: _text("dataSource")},
    "KafkaOptions": {
        1: _text("kafkaBootstrapServers"),
        2: _text("topic"),
        3: _left_out("messageFormat"),
        4: _left_out("watermarkDelayThreshold"),
    },
    "KinesisOptions": {1: _text("region"), 2: _text("streamName"), 3: _left_out("recordFormat")},
    "SparkOptions": {1: _text("table"), 2: _text("query"), 3: _text("path"), 4: _text("fileFormat")},
    "CustomOptions": {1: Field("configuration", "bytes")},
    "RequestOptions": {2: _left_out("deprecatedSchema"), 3: _many("schema", "Feature")},
    "PushOptions": {},
}
_SCALARS = "BYTES", "STRING", "INT32", "INT64", "DOUBLE", "FLOAT", "BOOL", "UNIX_TIMESTAMP"
_ENUMERATIONS: Mapping[str, Mapping[int, str]] = {
    "ValueType": {
        **dict(enumerate(_SCALARS, 1)),
        **{number: f"{name}_LIST" for number, name in enumerate(_SCALARS, 11)},
        19: "NULL",
        20: "MAP",
        21: "MAP_LIST",
    },
    "SourceType": {
        1: "BATCH_FILE",
        2: "BATCH_BIGQUERY",
        3: "STREAM_KAFKA",
        4: "STREAM_KINESIS",
        5: "BATCH_REDSHIFT",
        6: "CUSTOM_SOURCE",
        7: "REQUEST_SOURCE",
        8: "BATCH_SNOWFLAKE",
        9: "PUSH_SOURCE",
        10: "BATCH_TRINO",
        11: "BATCH_SPARK",
        12: "BATCH_ATHENA",
    },
}


def _decoded(data: bytes, message: str, row: int, depth: int) -> YamlMapping:
    if depth > _DEEPEST:
        raise ValueError(tr("it is nested too deeply"))
    known = _MESSAGES[message]
    made = YamlMapping()
    made.at = row
    for number, value in fields(data):
        field = known.get(number)
        if field is None:
            made[f"field {number}"] = str(number)
        elif field.is_map:
            key, said = _pair(value, field.kind, row, depth)
            pairs = made.setdefault(field.name, _new_mapping(row))
            if isinstance(pairs, YamlMapping):
                pairs[key] = said
        elif field.is_list:
            items = made.setdefault(field.name, _new_list(row))
            if isinstance(items, YamlList):
                items.append(_value(value, field.kind, row, depth))
        elif field.kind != "left out":
            made[field.name] = _value(value, field.kind, row, depth)
    return made


def _value(value: Scalar, kind: str, row: int, depth: int) -> Value:
    if kind in _MESSAGES:
        return _decoded(_as_bytes(value), kind, row, depth + 1)
    if kind == "text":
        return _as_text(value)
    if kind == "bytes":
        return b64encode(_as_bytes(value)).decode()
    if kind == "duration":
        return _duration(_as_bytes(value))
    if not isinstance(value, int):
        raise ValueError(tr("a number was expected"))
    if kind == "truth":
        return Literal(bool(value), "true" if value else "false")
    names = _ENUMERATIONS.get(kind)
    return Literal(value, str(value)) if names is None else names.get(value, str(value))


def _pair(value: Scalar, kind: str, row: int, depth: int) -> tuple[str, Value]:
    """Key and value of a map's entry."""
    key, said = "", b""
    for number, part in fields(_as_bytes(value)):
        if number == 1:
            key = _as_text(part)
        elif number == 2:
            said = _as_bytes(part)
    return key, _value(said, kind, row, depth)


def _duration(data: bytes) -> str:
    """Seconds, as a dump writes them: “86400s”, “0.5s”."""
    parts = {number: value for number, value in fields(data) if isinstance(value, int)}
    seconds, fraction = parts.get(1, 0), parts.get(2, 0)
    if fraction:
        return f"{seconds}.{fraction % _NANOSECONDS:09d}".rstrip("0") + "s"
    return f"{seconds}s"


def _as_bytes(value: Scalar) -> bytes:
    if isinstance(value, int):
        raise ValueError(tr("a text or a message was expected"))
    return value


def _as_text(value: Scalar) -> str:
    try:
        return _as_bytes(value).decode()
    except UnicodeDecodeError as error:
        raise ValueError(tr("a text is not UTF-8")) from error


def _new_mapping(row: int) -> YamlMapping:
    made = YamlMapping()
    made.at = row
    return made


def _new_list(row: int) -> YamlList:
    made = YamlList()
    made.at = row
    return made
