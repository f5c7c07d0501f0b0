"""Nodes and edges with anything in them, for tests that hold for every one."""

from dataclasses import fields
from datetime import date, timedelta

from hypothesis import strategies as st

from explorer.domain.attributes import EDGE_ATTRIBUTES, NODE_ATTRIBUTES
from explorer.domain.entities import (
    Attestation,
    Contract,
    Edge,
    Filter,
    Importance,
    Node,
    ReadLog,
    Suppression,
)
from explorer.domain.kinds import (
    Access,
    Backing,
    Channel,
    Criticality,
    Direction,
    EdgeKind,
    Evidence,
    Fallback,
    ImportanceMethod,
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
)  # fmt: skip
from explorer.domain.provenance import Source

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_./é", min_size=1, max_size=10)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
DURATIONS = st.timedeltas(timedelta(0), timedelta(days=4000))
TEXTS = st.lists(TEXT, max_size=3, unique=True).map(tuple)
SHARES = st.floats(0, 1)
MAYBE_SOURCES = st.none() | st.builds(Source, TEXT, st.none() | st.integers(1, 10**6))
KINDS = st.sampled_from(NodeKind)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
IMPORTANCES = st.builds(
    Importance, value=NUMBERS, se=st.none() | NUMBERS, metric=st.none() | TEXT,
    method=st.none() | st.sampled_from(ImportanceMethod), at=st.none() | DAYS,
)  # fmt: skip
FILTERS = st.builds(
    Filter, field=TEXT, op=st.sampled_from([">=", "<=", "==", "!=", ">", "<", "in"]),
    value=NUMBERS | TEXT | st.booleans(),
)  # fmt: skip

READ_LOGS = st.builds(
    ReadLog, log=TEXT, since=DAYS, until=DAYS, queries=st.none() | st.integers(0, 2**62),
    parsed=st.none() | st.integers(0, 2**62),
).filter(lambda log: log.since <= log.until)  # fmt: skip
SUPPRESSIONS = st.builds(Suppression, rule=TEXT, reason=TEXT, until=DAYS, about=st.none() | TEXT)
ATTESTATIONS = st.builds(
    Attestation, test=TEXT, at=DAYS, link=TEXT, until=st.none() | DAYS, automated=st.none() | st.booleans()
)

_NODE_VALUES = {
    "owner": TEXT, "description": TEXT, "version": TEXT, "language": TEXT, "view": TEXT,
    "bundle": TEXT, "correlated": TEXT, "superseded_by": TEXT, "unit": TEXT, "url": TEXT,
    "subtype": st.sampled_from(Subtype), "criticality": st.sampled_from(Criticality),
    "versioning": st.sampled_from(Versioning), "access": st.sampled_from(Access),
    "contract": st.builds(Contract, enforced=TEXTS), "freshness": DURATIONS, "cadence": DURATIONS,
    "lag": DURATIONS, "fields": TEXTS, "tests": TEXTS, "tags": TEXTS, "same_as": TEXTS, "glue": st.booleans(),
    "lifecycle": st.sampled_from(Lifecycle), "last_used": DAYS, "importance": IMPORTANCES,
    "retrain": st.sampled_from(Retrain), "role": st.sampled_from(Role),
    "direction": st.sampled_from(Direction), "baseline": NUMBERS, "target": NUMBERS | TEXT,
    "window": DURATIONS, "reviewed": DAYS,
    "read_log": READ_LOGS, "join_keys": TEXTS, "principal": st.sampled_from(Principal),
    "suppress": st.lists(SUPPRESSIONS, max_size=2, unique=True).map(tuple),
    "attested": st.lists(ATTESTATIONS, max_size=2, unique=True).map(tuple),
    "detects": st.lists(st.sampled_from(Channel), unique=True).map(tuple),
}  # fmt: skip
_EDGE_VALUES = {
    "fields": TEXTS, "select_all": st.booleans(), "columns": st.dictionaries(TEXT, TEXTS, max_size=3),
    "columns_complete": st.booleans(), "pin": st.sampled_from(Pin), "version": TEXT, "filter": FILTERS,
    "exploration": SHARES, "fallback": st.sampled_from(Fallback), "tolerance": DURATIONS,
    "on_schema_change": st.sampled_from(OnSchemaChange), "sign": st.sampled_from(Sign),
    "relation": st.sampled_from(Relation), "backing": st.sampled_from(Backing),
    "delay": DURATIONS, "confidence": SHARES, "first_seen": DAYS,
    "last_seen": DAYS, "count": st.integers(0, 2**62),
}  # fmt: skip


def _fits(kind, key, value):
    if key not in NODE_ATTRIBUTES[kind]:
        return False
    return key != "subtype" or str(value) in NODE_ATTRIBUTES[kind]["subtype"].type.schema["enum"]


@st.composite
def nodes(draw, ids=IDS, kinds=KINDS, sources=MAYBE_SOURCES, extras=True):
    """A node with any attributes of its kind, and with keys that no version knows."""
    kind = draw(kinds)
    given = draw(st.fixed_dictionaries({"name": TEXT}, optional=_NODE_VALUES))
    extra = draw(
        st.dictionaries(TEXT | st.sampled_from(["id", "owner", "extra", "source"]), PLAIN, max_size=2)
    )
    return Node(
        id=draw(ids), kind=kind, evidence=draw(st.sampled_from(Evidence)), source=draw(sources),
        extra=extra if extras else {}, **{k: v for k, v in given.items() if _fits(kind, k, v)},
    )  # fmt: skip


@st.composite
def edges(draw, ids=IDS, sources=MAYBE_SOURCES, extras=True):
    """An edge with any attributes."""
    given = draw(st.fixed_dictionaries({}, optional=_EDGE_VALUES))
    extra = draw(st.dictionaries(TEXT | st.sampled_from(["from", "to", "extra"]), PLAIN, max_size=2))
    return Edge(
        from_id=draw(ids), to_id=draw(ids), kind=draw(st.sampled_from(EdgeKind)),
        evidence=draw(st.sampled_from(Evidence)), source=draw(sources), extra=extra if extras else {}, **given,
    )  # fmt: skip


# A new field without a strategy would be a field that no round trip tries.
assert {*_NODE_VALUES, "id", "name", "kind", "evidence", "source", "extra"} == {f.name for f in fields(Node)}
assert {*_EDGE_VALUES, "from_id", "to_id", "kind", "evidence", "source", "extra"} == {
    f.name for f in fields(Edge)
}
assert set(EDGE_ATTRIBUTES) == {*_EDGE_VALUES, "evidence"}
