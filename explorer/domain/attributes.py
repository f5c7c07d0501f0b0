"""Every attribute of nodes, edges and teams in one table: its key, its words for people, its type, its kinds.

The manifest's keys, the JSON Schema, the project file, `graph --json` and the inspector's rows all come from
here, so that none of them can know an attribute the others do not. A test holds the table to the fields of
domain/entities.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from explorer.domain.entities import Edge, EdgeKey, Node, Team, make_edge, make_node
from explorer.domain.kinds import (
    CONSUMER_SUBTYPES,
    DATASET_SUBTYPES,
    Access,
    Backing,
    Channel,
    Criticality,
    Direction,
    EdgeKind,
    Evidence,
    Fallback,
    Lifecycle,
    NodeKind,
    OnSchemaChange,
    Pin,
    Principal,
    Relation,
    Retrain,
    Role,
    Sign,
    Subtype,
    Versioning,
)
from explorer.domain.provenance import Source, make_source
from explorer.domain.value_types import (
    ATTESTATIONS,
    COLUMNS,
    CONTRACT,
    DAY,
    DURATION,
    FILTER,
    IMPORTANCE,
    NUMBER,
    NUMBER_OR_TEXT,
    READ_LOG,
    SHARE,
    SUPPRESSIONS,
    TEXT,
    TEXTS,
    TRUTH,
    WHOLE,
    ValueType,
    one_of,
    plain_value,
    several_of,
)
from explorer.language import ENGLISH, marked, spoken_language, tr


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that can be said of a node, edge or team. kinds None: of every kind. unit: of its numbers.

    label and doc are in English, for the schema; `tr` tells them to a person.
    """

    key: str
    label: str
    type: ValueType
    doc: str
    kinds: frozenset[NodeKind] | frozenset[EdgeKind] | None = None
    unit: str | None = None


def _nodes(*kinds: NodeKind) -> frozenset[NodeKind]:
    return frozenset(kinds)


_N = NodeKind
_SERVED = _nodes(_N.DATASET, _N.FEATURE, _N.ARTIFACT, _N.MODEL)
_READABLE = _SERVED | _nodes(_N.PRODUCER, _N.CONSUMER)
_RUN = _nodes(_N.PRODUCER, _N.JOB, _N.FEATURE, _N.ARTIFACT, _N.MODEL, _N.CONSUMER, _N.MONITOR)
_AIMS = _nodes(_N.METRIC, _N.OBJECTIVE)
_FEATURE, _METRIC, _MONITOR = _nodes(_N.FEATURE), _nodes(_N.METRIC), _nodes(_N.MONITOR)
_DATASET_SUBTYPES = one_of(*(s for s in Subtype if s in DATASET_SUBTYPES))
_CONSUMER_SUBTYPES = one_of(*(s for s in Subtype if s in CONSUMER_SUBTYPES))
_EVIDENCE = one_of(*Evidence)
_NODE_KIND, _EDGE_KIND = one_of(*NodeKind), one_of(*EdgeKind)

_NODE_TABLE = (
    Attribute("name", "name", TEXT, "What people call it; the id where nobody says."),
    Attribute("owner", "owner", TEXT, "The team or person who answers for it."),
    Attribute("subtype", "subtype", _DATASET_SUBTYPES, "What sort of dataset it is.", _nodes(_N.DATASET)),
    Attribute("subtype", "subtype", _CONSUMER_SUBTYPES, "What sort of consumer it is.", _nodes(_N.CONSUMER)),
    Attribute("description", "description", TEXT, "What it is, in a sentence or two."),
    Attribute("criticality", "criticality", one_of(*Criticality), "How much is lost when it fails."),
    Attribute("version", "version", TEXT, "The version in use now."),
    Attribute(
        "versioning", "versioning", one_of(*Versioning), "What its readers learn when it changes: "
        "immutable versions, an announcement, or nothing (silent).",
    ),
    Attribute(
        "access", "access", one_of(*Access), "Who may read it; none says that there is no control at all.",
        _READABLE,
    ),
    Attribute(
        "read_log", "reads logged", READ_LOG, "The log that shows who read it: its name and the days it covers.",
        _SERVED,
    ),
    Attribute(
        "contract", "contract", CONTRACT, "What is enforced where it is written; an enforced schema "
        "refuses a build that breaks it.", _SERVED,
    ),
    Attribute(
        "freshness", "freshness", DURATION, "How old what it gives may be.", _SERVED | _AIMS, "time"
    ),
    Attribute("fields", "fields", TEXTS, "The fields or columns it has.", _SERVED | _nodes(_N.PRODUCER)),
    Attribute("language", "language", TEXT, "The language it is written in.", _RUN),
    Attribute("glue", "glue code", TRUTH, "Whether it only fits other parts together.", _RUN),
    Attribute(
        "join_keys", "join keys", TEXTS, "The columns on which it joins what it reads.",
        _nodes(_N.JOB, _N.DATASET),
    ),
    Attribute(
        "principal", "principal", one_of(*Principal), "Who is behind a reader that a log shows.",
        _nodes(_N.CONSUMER),
    ),
    Attribute("lifecycle", "lifecycle", one_of(*Lifecycle), "Live, deprecated or experimental."),
    Attribute("last_used", "last used", DAY, "The last day on which it was seen in use."),
    Attribute("superseded_by", "superseded by", TEXT, "The id of what took its place."),
    Attribute("view", "feature view", TEXT, "The feature view that it belongs to.", _FEATURE),
    Attribute("bundle", "bundle", TEXT, "The bundle of features it was added and tested with.", _FEATURE),
    Attribute("correlated", "correlated with", TEXT, "The group of features that say much the same.", _FEATURE),
    Attribute(
        "importance", "importance", IMPORTANCE, "What the model loses without it, with the standard error.",
        _FEATURE,
    ),
    Attribute(
        "retrain", "retraining", one_of(*Retrain), "When it learns again from its training data.",
        _nodes(_N.MODEL, _N.ARTIFACT),
    ),
    Attribute("cadence", "cadence", DURATION, "How often it runs, is made or learns again.", None, "time"),
    Attribute("role", "role", one_of(*Role), "What the metric is for.", _METRIC),
    Attribute("direction", "good direction", one_of(*Direction), "Which way it is meant to go.", _AIMS),
    Attribute("unit", "unit", TEXT, "What it is counted in.", _AIMS),
    Attribute("baseline", "baseline", NUMBER, "Where it stood when the target was set.", _AIMS),
    Attribute("target", "target", NUMBER_OR_TEXT, "Where it is meant to get.", _AIMS),
    Attribute("window", "window", DURATION, "The span of time over which it is counted.", _AIMS, "time"),
    Attribute(
        "reviewed", "reviewed", DAY, "The last day on which somebody asked whether it is still the right one.", _AIMS
    ),
    Attribute("detects", "detects", several_of(*Channel), "The channels of change it sees.", _MONITOR),
    Attribute("lag", "lag", DURATION, "How long it takes to tell.", _MONITOR | _METRIC, "time"),
    Attribute("tests", "tests", TEXTS, "The tests that are run on it."),
    Attribute(
        "attested", "attested", ATTESTATIONS, "Tests of the ML Test Score that somebody says are done, each with "
        "its day and where it is written down.", _nodes(_N.MODEL),
    ),
    Attribute(
        "suppress", "suppressed findings", SUPPRESSIONS, "Rules whose findings here nobody wants to hear of, each "
        "with the reason and the last day of it.",
    ),
    Attribute("tags", "tags", TEXTS, "Words to find it by."),
    Attribute("url", "link", TEXT, "Where to read more."),
    Attribute("same_as", "same as", TEXTS, "Other ids, in other sources, of the same thing."),
    Attribute("evidence", "evidence", _EVIDENCE, "How it is known."),
)  # fmt: skip

_WRITES = frozenset((EdgeKind.PRODUCES, EdgeKind.DERIVES))
_DRIVES = frozenset((EdgeKind.DRIVES,))

_EDGE_TABLE = (
    Attribute("evidence", "evidence", _EVIDENCE, "How it is known: declared, seen in a log, or derived."),
    Attribute("fields", "fields used", TEXTS, "The producer's fields that are used; absent is not known."),
    Attribute("select_all", "takes every field", TRUTH, "Whether every field is taken, new ones too."),
    Attribute(
        "columns", "column lineage", COLUMNS, "Each written column with the columns it is made from.", _WRITES
    ),
    Attribute(
        "columns_complete", "column lineage is complete", TRUTH, "Whether columns lists all of them.", _WRITES
    ),
    Attribute(
        "pin", "pin", one_of(*Pin), "Floating follows every update, pinned names a version that the producer "
        "keeps, frozen holds its own copy.",
    ),
    Attribute("version", "version", TEXT, "The version that is read."),
    Attribute("filter", "filter", FILTER, "Only what passes it is taken."),
    Attribute(
        "exploration", "exploration", SHARE, "The share of traffic that the model does not decide; 1 is a hold-out, "
        "over which no feedback loop goes.", None, "share from 0 to 1",
    ),
    Attribute("fallback", "fallback", one_of(*Fallback), "What the reader does when it is gone."),
    Attribute("tolerance", "tolerance", DURATION, "How stale it may be.", None, "time"),
    Attribute(
        "on_schema_change", "on schema change", one_of(*OnSchemaChange), "Whether the reader stops or goes on "
        "silently when a field it reads is gone.",
    ),
    Attribute("sign", "sign", one_of(*Sign), "Whether it drives up (+), down (-), or nobody knows (?).", _DRIVES),
    Attribute(
        "relation", "relation", one_of(*Relation), "Arithmetic (component) or a belief (influence).", _DRIVES
    ),
    Attribute(
        "backing", "backed by", one_of(*Backing), "What the link rests on: an experiment, an analysis of data, or "
        "belief.", _DRIVES,
    ),
    Attribute("delay", "delay", DURATION, "How long it takes to come through.", None, "time"),
    Attribute("confidence", "confidence", SHARE, "How sure the statement is.", None, "share from 0 to 1"),
    Attribute("first_seen", "first seen", DAY, "The first day on which a log shows it."),
    Attribute("last_seen", "last seen", DAY, "The last day on which a log shows it."),
    Attribute("count", "times seen", WHOLE, "How often a log shows it.", None, "times"),
)  # fmt: skip

_TEAM_TABLE = (
    Attribute("name", "name", TEXT, "What people call the team; the id where nobody says."),
    Attribute("contact", "contact", TEXT, "Where to reach the team."),
)


# A ghost is of no known kind, so every attribute might be its own, with every word.
_ANY_NODE: Mapping[str, Attribute] = {
    **{a.key: a for a in _NODE_TABLE},
    "subtype": Attribute("subtype", "subtype", one_of(*Subtype), "What sort it is."),
}


def _for_kind(kind: NodeKind) -> Mapping[str, Attribute]:
    if kind is _N.UNKNOWN:
        return _ANY_NODE
    return {a.key: a for a in _NODE_TABLE if a.kinds is None or kind in a.kinds}


NODE_ATTRIBUTES: Mapping[NodeKind, Mapping[str, Attribute]] = {kind: _for_kind(kind) for kind in NodeKind}
"""Per kind of node, its attributes by key, in the order in which people read them."""
EDGE_ATTRIBUTES: Mapping[str, Attribute] = {a.key: a for a in _EDGE_TABLE}
TEAM_ATTRIBUTES: Mapping[str, Attribute] = {a.key: a for a in _TEAM_TABLE}
NODE_KEYS = frozenset(_ANY_NODE)
"""The keys that some kind of node has."""
_READ_AGAIN = {kind: {**_ANY_NODE, **own} for kind, own in NODE_ATTRIBUTES.items()}
"""An importer may state what its kind usually has not; what was kept once is read again."""

_NODE_IDENTITY = ("id", "kind", "source", "extra")
_EDGE_IDENTITY = ("from", "to", "kind", "source", "extra")
_TEAM_IDENTITY = ("id", "source", "extra")


def describe(item: Node | Edge | Team) -> list[tuple[str, str]]:
    """What is known of a node, edge or team: (label, value as people read it), in the table's order."""
    return list(described(item).values())


def described(item: Node | Edge | Team) -> dict[str, tuple[str, str]]:
    """The same by the attribute's key."""
    rows = {}
    for key, attribute in attributes_of(item).items():
        value = getattr(item, key)
        if value is not None and not (key == "name" and value == getattr(item, "id", None)):
            rows[key] = (tr(attribute.label), attribute.type.show(value))
    return rows


def node_to_plain(node: Node) -> dict[str, object]:
    """The node as plain JSON data; `owner` stands there even when nobody is known."""
    plain: dict[str, object] = {
        "id": node.id, "kind": str(node.kind), "name": node.name, "owner": node.owner,
    }  # fmt: skip
    return _encoded(plain, node, _ANY_NODE, _NODE_IDENTITY)


def node_from_plain(plain: Mapping[str, object]) -> Node:
    """The node that `node_to_plain` gave; ValueError with a sentence for anything else."""
    node_id = _identity(plain, "id", marked("A node must have a text as its {key}."))

    def label() -> str:
        return tr("The node “{name}”", name=node_id[:80])

    kind = _checked_kind(_NODE_KIND.decode, plain, label)
    given = _decoded(plain, _READ_AGAIN[kind], label, _NODE_IDENTITY)
    given.setdefault("name", node_id)
    return make_node(id=node_id, kind=kind, **given)


def edge_to_plain(edge: Edge) -> dict[str, object]:
    """The edge as plain JSON data: from, to, kind, evidence and what else is known."""
    plain: dict[str, object] = {**edge_key_to_plain(edge.key)}
    return _encoded(plain, edge, EDGE_ATTRIBUTES, _EDGE_IDENTITY)


def edge_from_plain(plain: Mapping[str, object]) -> Edge:
    """The edge that `edge_to_plain` gave; ValueError with a sentence for anything else."""
    refused = marked("An edge must have a text as its {key}.")
    from_id, to_id = _identity(plain, "from", refused), _identity(plain, "to", refused)

    def label() -> str:
        return tr("The edge {start} → {end}", start=from_id[:80], end=to_id[:80])

    kind = _checked_kind(_EDGE_KIND.decode, plain, label)
    given = _decoded(plain, EDGE_ATTRIBUTES, label, _EDGE_IDENTITY)
    return make_edge(from_id=from_id, to_id=to_id, kind=kind, **given)


def edge_key_to_plain(key: EdgeKey) -> dict[str, str]:
    """What names an edge in JSON: from, to and kind."""
    return {"from": key.from_id, "to": key.to_id, "kind": str(key.kind)}


def team_to_plain(team: Team) -> dict[str, object]:
    """The team as plain JSON data."""
    return _encoded({"id": team.id}, team, TEAM_ATTRIBUTES, _TEAM_IDENTITY)


def team_from_plain(plain: Mapping[str, object]) -> Team:
    """The team that `team_to_plain` gave; ValueError with a sentence for anything else."""
    team_id = _identity(plain, "id", marked("A team must have a text as its {key}."))

    def label() -> str:
        return tr("The team “{name}”", name=team_id[:80])

    return Team(id=team_id, **_decoded(plain, TEAM_ATTRIBUTES, label, _TEAM_IDENTITY))


def attribute_word(table: Mapping[str, Attribute], key: str) -> str:
    """What an attribute is called within a sentence; in English as a manifest has it: "select all"."""
    is_told = key in table and spoken_language() != ENGLISH
    return tr(table[key].label) if is_told else key.replace("_", " ")


def attributes_of(item: Node | Edge | Team) -> Mapping[str, Attribute]:
    """What can be said of it."""
    if isinstance(item, Edge):
        return EDGE_ATTRIBUTES
    return _ANY_NODE if isinstance(item, Node) else TEAM_ATTRIBUTES


def _encoded(
    plain: dict[str, object],
    item: Node | Edge | Team,
    table: Mapping[str, Attribute],
    identity: tuple[str, ...],
) -> dict[str, object]:
    """`plain` with every known attribute, the source, and what a newer version may have said besides."""
    for key, attribute in table.items():
        value = getattr(item, key)
        if value is not None:
            plain[key] = attribute.type.encode(value)
    if item.source is not None:
        plain["source"] = {"name": item.source.name, "line": item.source.line}
    kept = {}
    for key, value in item.extra.items():
        if key in table or key in identity:
            kept[key] = value
        else:
            plain[key] = value
    if kept:
        plain["extra"] = kept
    return plain


def _decoded(
    plain: Mapping[str, object],
    table: Mapping[str, Attribute],
    label: Callable[[], str],
    identity: tuple[str, ...],
) -> dict[str, Any]:
    """The attributes as they are kept. label: what they are said of, asked for only where one is wrong."""
    given: dict[str, Any] = {}
    extra: dict[str, object] = {}
    for key, value in plain.items():
        attribute = table.get(key)
        if attribute is None:
            if key not in identity:
                extra[key] = plain_value(value)
        elif value is not None:
            given[key] = _checked(attribute.type.decode, value, label, attribute.label)
    kept = plain.get("extra")
    if kept is not None:
        if not isinstance(kept, Mapping):
            raise ValueError(_told(label, "extra", tr("must be a mapping.")))
        extra.update((str(k), plain_value(v)) for k, v in kept.items())
    if extra:
        given["extra"] = extra
    if plain.get("source") is not None:
        given["source"] = _checked(_source, plain["source"], label, marked("source"))
    return given


def _checked(decode: Callable[[object], Any], value: object, label: Callable[[], str], attribute: str) -> Any:
    try:
        return decode(value)
    except ValueError as error:
        raise ValueError(_told(label, tr(attribute), str(error))) from None


def _told(label: Callable[[], str], attribute: str, fault: str) -> str:
    return tr("{item}: {attribute} {fault}", item=label(), attribute=attribute, fault=fault)


def _source(value: object) -> Source:
    name = value.get("name") if isinstance(value, Mapping) else None
    line = value.get("line") if isinstance(value, Mapping) else None
    if not isinstance(name, str) or not (line is None or (type(line) is int and line >= 0)):
        raise ValueError(tr("must be a mapping with a name and a line."))
    return make_source(name, line)


def _identity(plain: Mapping[str, object], key: str, refused: str) -> str:
    value = plain.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(tr(refused, key=key))
    return value


def _checked_kind(
    decode: Callable[[object], Any], plain: Mapping[str, object], label: Callable[[], str]
) -> Any:
    return _checked(decode, plain.get("kind"), label, marked("kind"))
