"""Small systems made in code, random ones for hypothesis, and the facts of an answer as plain tuples."""

from datetime import timedelta

from hypothesis import strategies as st

from explorer.analysis.what_if.effects import CHANNEL, EFFECTS, MUST, SIDE, WAVES, WIDTH
from explorer.domain.entities import Contract, Edge, Filter, Importance, Node
from explorer.domain.kinds import (
    DATASET_SUBTYPES,
    Channel,
    Criticality,
    EdgeKind,
    Evidence,
    Fallback,
    NodeKind,
    OnSchemaChange,
    Pin,
    Relation,
    Retrain,
)
from explorer.domain.scenarios import EDGE_CHANGES, FIELD_CHANGES, ChangeKind, HypotheticalChange
from explorer.domain.system_graph import SystemGraph

FIELDS = ("a", "b", "c")
HOURS = (None, timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
LEVEL_2 = {"breaks", "wrong", "schema-break"}


def node(id_, kind=NodeKind.DATASET, **attributes):
    """A node named like its id."""
    return Node(id=id_, kind=kind, name=id_, **attributes)


def edge(from_id, to_id, kind=EdgeKind.FEEDS, **attributes):
    """An edge."""
    return Edge(from_id=from_id, to_id=to_id, kind=kind, **attributes)


def change(kind, node_id, **more):
    """A hypothetical change."""
    return HypotheticalChange(kind=ChangeKind(kind), node=node_id, **more)


def facts_of(impact, *, certain_only=False):
    """The facts of an answer as (node, field, channel, level, wave)."""
    ids = impact.graph.arrays.ids
    found = set()
    for run in impact.runs:
        for index, bits in enumerate(run.whole.state.tolist()):
            found |= _unpacked(ids[index], "*", bits, certain_only)
        for index, fields in run.fields.rounds.items():
            for field, came in fields.items():
                for _, bits in came:
                    found |= _unpacked(ids[index], field, bits, certain_only)
    return found


def _unpacked(node_id, field, bits, certain_only):
    side = bits >> MUST if certain_only else bits & SIDE
    return {
        (node_id, field, CHANNEL[effect].value, 2 if effect in LEVEL_2 else 1, wave)
        for wave in range(WAVES)
        for rank, effect in enumerate(EFFECTS)
        if side >> (WIDTH * wave + rank) & 1
    }


def rows_of(impact):
    """The rows of an answer in the shape of the brute force."""
    return {
        row.id: (
            row.effect.value,
            row.certainty,
            row.certain_effect and row.certain_effect.value,
            row.first_wave,
            {wave: effect.value for wave, effect in row.by_wave.items()},
            {channel.value for channel in row.channels},
        )
        for row in impact.affected
    }


def _maybe(values):
    return st.none() | st.sampled_from(list(values))


names = st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple)
node_kinds = st.sampled_from(
    [k for k in NodeKind for _ in range(4 if k in (NodeKind.DATASET, NodeKind.JOB, NodeKind.MODEL) else 2)]
)
importances = st.builds(
    Importance,
    value=st.sampled_from([0.0, 0.001, 0.005, 0.02, -0.02]),
    se=st.sampled_from([None, 0.0, 0.003, 0.004]),
)


@st.composite
def nodes(draw, id_):
    """A node with any attributes that answers need."""
    kind = draw(node_kinds)
    return node(
        id_,
        kind,
        subtype=draw(_maybe(sorted(DATASET_SUBTYPES))) if kind is NodeKind.DATASET else None,
        contract=draw(
            _maybe([Contract(), Contract(enforced=("schema",)), Contract(enforced=("freshness",))])
        ),
        importance=draw(st.none() | importances) if kind is NodeKind.FEATURE else None,
        correlated=draw(st.sampled_from([None, None, "recency"])) if kind is NodeKind.FEATURE else None,
        retrain=draw(_maybe(Retrain)) if kind is NodeKind.MODEL else None,
        criticality=draw(_maybe(Criticality)),
        detects=draw(st.none() | st.lists(st.sampled_from(Channel), unique=True).map(tuple))
        if kind is NodeKind.MONITOR
        else None,
        lag=draw(_maybe(HOURS)) if kind is NodeKind.MONITOR else None,
    )


@st.composite
def edges(draw, from_id, to_id):
    """An edge with any attributes that answers need; pins and fallbacks are rarer, so that facts get far."""
    some = st.booleans()
    return edge(
        from_id,
        to_id,
        draw(
            st.sampled_from([k for k in EdgeKind for _ in range(1 if k in ("watches", "optimises") else 3)])
        ),
        evidence=draw(
            st.sampled_from([Evidence.DECLARED, Evidence.DECLARED, Evidence.OBSERVED, Evidence.INFERRED])
        ),
        fields=draw(st.none() | names),
        select_all=draw(st.sampled_from([None, True, False])),
        columns=draw(st.none() | st.dictionaries(st.sampled_from(FIELDS), names, max_size=2)),
        columns_complete=draw(st.sampled_from([None, True, False])),
        pin=draw(st.sampled_from([None, None, None, Pin.FLOATING, Pin.FLOATING, Pin.PINNED, Pin.FROZEN])),
        filter=Filter(field=draw(st.sampled_from(FIELDS)), op=">=", value=0.5)
        if draw(some) and draw(some)
        else None,
        fallback=draw(_maybe(Fallback)),
        tolerance=draw(_maybe(HOURS)),
        on_schema_change=draw(_maybe(OnSchemaChange)),
        relation=draw(_maybe(Relation)),
        confidence=draw(st.sampled_from([None, 0.3, 0.8, 0.9])),
        delay=draw(_maybe(HOURS)),
    )


@st.composite
def graphs(draw, most_nodes=6, most_edges=12):
    """A random system, loops and self-loops included."""
    count = draw(st.integers(1, most_nodes))
    ids = [f"n{i}" for i in range(count)]
    ends = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    pairs = draw(st.lists(ends, max_size=most_edges))
    drawn = {e.key: e for e in [draw(edges(a, b)) for a, b in pairs]}
    return SystemGraph.of([draw(nodes(i)) for i in ids], drawn.values())


@st.composite
def changes_to(draw, graph, most=2):
    """Some changes that fit a graph."""
    found = []
    for _ in range(draw(st.integers(1, most))):
        kind = draw(st.sampled_from([k for k in ChangeKind if k not in EDGE_CHANGES or graph.edges]))
        if kind in EDGE_CHANGES:
            key = draw(st.sampled_from(list(graph.edges)))
            found.append(change(kind, key.from_id, to=key.to_id))
            continue
        found.append(
            change(
                kind,
                draw(st.sampled_from(list(graph.nodes))),
                field=draw(_maybe(FIELDS)) if kind in FIELD_CHANGES else None,
                delay=draw(_maybe(HOURS)) if kind is ChangeKind.DELAY else None,
            )
        )
    return found


@st.composite
def cases(draw, most_nodes=6, most_edges=12, most=2):
    """A random system and some changes to it."""
    graph = draw(graphs(most_nodes, most_edges))
    return graph, draw(changes_to(graph, most))
