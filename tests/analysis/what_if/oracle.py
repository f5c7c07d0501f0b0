"""The what-if once more, straight from the text: fact tuples, one rule after another, round after round.

Slow, plain, and written without a look at the engine: it knows nodes, edges and the words of the table only.
A fact is (node, field, channel, level, wave); "*" is the whole.
"""

from explorer.domain.kinds import (
    EdgeKind,
    Evidence,
    Fallback,
    NodeKind,
    OnSchemaChange,
    Pin,
    Relation,
    Retrain,
    Subtype,
)
from explorer.domain.scenarios import ChangeKind

A, S, V, T = "availability", "schema", "value", "time"
ORDER = [
    (A, 2, "breaks"),
    (V, 2, "wrong"),
    (A, 1, "degraded"),
    (S, 2, "schema-break"),
    (V, 1, "shifts"),
    (T, 1, "stale"),
    (S, 1, "schema-add"),
]
WORDS = {(c, level): word for c, level, word in ORDER}
SAME, WHOLE, COLUMNS = "same", "*", "columns"
CERTAIN, POSSIBLE = True, False


def as_feeds_gone(edge):
    """The cell feeds × availability 2."""
    if edge.fallback is Fallback.CACHED:
        return [(T, 1, WHOLE, CERTAIN)]
    if edge.fallback is Fallback.DEFAULT:
        return [(A, 1, WHOLE, CERTAIN)]
    return [(A, 2, WHOLE, CERTAIN)]


def as_feeds_degraded(edge):
    """The cell feeds × availability 1."""
    if edge.fallback is Fallback.CACHED:
        return [(T, 1, WHOLE, POSSIBLE)]
    if edge.fallback is Fallback.DEFAULT:
        return [(A, 1, WHOLE, POSSIBLE)]
    return [(V, 1, WHOLE, POSSIBLE)]


def as_feeds_schema_add(edge):
    """The cell feeds × schema 1."""
    if edge.select_all is False:
        return []
    return [(S, 1, SAME, CERTAIN if edge.select_all else POSSIBLE)]


def as_feeds_time(edge, delay):
    """The cell feeds × time."""
    if edge.tolerance is not None and delay is not None:
        return [] if delay <= edge.tolerance else [(T, 1, WHOLE, CERTAIN)]
    return [(T, 1, WHOLE, POSSIBLE)]


def written_value(edge, level, whole):
    """Values through produces and derives."""
    if edge.columns is not None:
        return [(V, level, COLUMNS, CERTAIN)]
    return [(V, level, WHOLE, CERTAIN if whole else POSSIBLE)]


def cell(edge, source, target, channel, level, whole, delay, live):
    """The cell of the table, as (channel, level, which field, certain) for each thing that arrives."""
    kind = edge.kind
    contract = target.contract is not None and "schema" in target.contract.enforced
    if kind is EdgeKind.FEEDS:
        into_job = SAME if target.kind is NodeKind.JOB else WHOLE
        if channel == A:
            return as_feeds_gone(edge) if level == 2 else as_feeds_degraded(edge)
        if channel == S and level == 2:
            if edge.on_schema_change is OnSchemaChange.FAIL:
                return [(A, 2, WHOLE, CERTAIN)]
            if edge.on_schema_change is OnSchemaChange.SILENT:
                return [(V, 2, into_job, CERTAIN)]
            return [(A, 2, WHOLE, POSSIBLE), (V, 2, into_job, POSSIBLE)]
        if channel == S:
            return as_feeds_schema_add(edge)
        if channel == V:
            weak = False
            if (
                source.kind is NodeKind.FEATURE
                and target.kind is NodeKind.MODEL
                and source.correlated is None
            ):
                found = source.importance
                if found is not None and found.se is not None:
                    upper, lower = found.value + 2 * found.se, found.value - 2 * found.se
                    weak = upper < 0.01 and lower <= 0 <= upper
            return [(V, level, into_job, POSSIBLE if weak else CERTAIN)]
        return as_feeds_time(edge, delay)
    if kind is EdgeKind.PRODUCES:
        if channel == A and level == 2:
            return as_feeds_gone(edge) if live else [(T, 1, WHOLE, CERTAIN)]
        if channel == A:
            return [(V, 1, WHOLE, POSSIBLE)] if live else [(T, 1, WHOLE, POSSIBLE)]
        if channel == S and level == 2:
            return [(T, 1, WHOLE, CERTAIN)] if contract else [(S, 2, SAME, CERTAIN), (T, 1, WHOLE, POSSIBLE)]
        if channel == S:
            return [] if contract else [(S, 1, SAME, CERTAIN)]
        if channel == V:
            return written_value(edge, level, whole)
        return [(T, 1, WHOLE, CERTAIN)]
    if kind is EdgeKind.DERIVES:
        if channel == A and level == 2:
            return as_feeds_gone(edge) if live else [(T, 1, WHOLE, CERTAIN)]
        if channel == A:
            return as_feeds_degraded(edge) if live else [(T, 1, WHOLE, POSSIBLE)]
        if channel == S and level == 2:
            failing = (A, 2) if live else (T, 1)
            if contract:
                return [(T, 1, WHOLE, CERTAIN)]
            if edge.on_schema_change is OnSchemaChange.FAIL:
                return [(*failing, WHOLE, CERTAIN)]
            if edge.on_schema_change is OnSchemaChange.SILENT:
                return [(V, 2, WHOLE, CERTAIN)]
            return [(*failing, WHOLE, POSSIBLE), (V, 2, WHOLE, POSSIBLE)]
        if channel == S:
            return [] if contract else as_feeds_schema_add(edge)
        if channel == V:
            return written_value(edge, level, whole)
        return as_feeds_time(edge, delay)
    if kind is EdgeKind.TRAINS:
        return {
            (A, 2): [(T, 1, WHOLE, CERTAIN)],
            (A, 1): [(V, 1, WHOLE, POSSIBLE)],
            (S, 2): [(T, 1, WHOLE, CERTAIN if edge.on_schema_change is OnSchemaChange.FAIL else POSSIBLE)],
            (S, 1): [],
            (V, 2): [(V, 1, WHOLE, CERTAIN)],
            (V, 1): [(V, 1, WHOLE, CERTAIN)],
            (T, 1): [(T, 1, WHOLE, CERTAIN)],
        }[channel, level]
    if kind is EdgeKind.INFLUENCES:
        if channel == S:
            return []
        return [(V, 1, WHOLE, POSSIBLE if channel == T else CERTAIN)]
    if kind is EdgeKind.MEASURES:
        return {
            (A, 2): [(T, 1, WHOLE, CERTAIN)],
            (A, 1): [(V, 1, WHOLE, POSSIBLE)],
            (S, 2): [(V, 1, WHOLE, POSSIBLE)],
            (S, 1): [],
            (V, 2): [(V, 1, WHOLE, CERTAIN)],
            (V, 1): [(V, 1, WHOLE, CERTAIN)],
            (T, 1): [(T, 1, WHOLE, CERTAIN)],
        }[channel, level]
    if kind is EdgeKind.DRIVES:
        return [(V, 1, WHOLE, edge.relation is Relation.COMPONENT)] if channel == V else []
    if kind is EdgeKind.TRIGGERS:
        return [(T, 1, WHOLE, CERTAIN)] if (channel, level) == (A, 2) else []
    return []


def is_live(edge, target):
    """True, False, or None where nobody can tell."""
    if target.kind is NodeKind.DATASET and target.subtype is Subtype.UNKNOWN:
        return None
    if edge.kind is EdgeKind.PRODUCES and target.kind is NodeKind.FEATURE:
        return True
    live = (Subtype.STREAM, Subtype.VIEW, Subtype.PREDICTIONS)
    return target.kind is NodeKind.DATASET and target.subtype in live


def after(edge, source, target, fact, delay):
    """All (fact, certain) that one fact becomes over one edge."""
    _, field, channel, level, wave = fact
    if edge.pin is Pin.FROZEN or (edge.pin is Pin.PINNED and channel != A):
        return
    sure = True
    if (
        channel in (S, V)
        and field != "*"
        and edge.kind is not EdgeKind.PRODUCES
        and edge.select_all is not True
    ):
        filtered = edge.filter is not None and edge.filter.field == field
        if edge.fields is None and not filtered:
            sure = False
        elif not filtered and field not in edge.fields:
            return
    if edge.kind is EdgeKind.TRAINS:
        if target.retrain is Retrain.NEVER:
            return
        sure = sure and target.retrain in (Retrain.SCHEDULED, Retrain.CONTINUOUS)
        wave = min(2, wave + 1)
    if edge.kind is EdgeKind.INFLUENCES and source.kind is NodeKind.WORLD:
        sure = sure and edge.confidence is not None and edge.confidence >= 0.8
        wave = min(2, wave + 1)
    if edge.evidence is Evidence.INFERRED:
        sure = False
    live = is_live(edge, target)
    if live is None:
        one, other = (
            cell(edge, source, target, channel, level, field == "*", delay, x) for x in (True, False)
        )
        arriving = one if one == other else [(c, lv, f, False) for c, lv, f, _ in one + other]
    else:
        arriving = cell(edge, source, target, channel, level, field == "*", delay, live)
    for new_channel, new_level, which, certain in arriving:
        certain = certain and sure
        if which == COLUMNS and field != "*":
            written = [column for column, read in edge.columns.items() if field in read]
            for column in written:
                yield (target.id, column, new_channel, new_level, wave), certain
            if not written and edge.columns_complete is not True:
                yield (target.id, "*", new_channel, new_level, wave), False
        else:
            yield (target.id, field if which == SAME else "*", new_channel, new_level, wave), certain


def with_implied(facts):
    """Level 2 implies level 1."""
    return facts | {(n, f, c, 1, w) for n, f, c, level, w in facts if level == 2}


def first_facts(graph, change, certain_only):
    """The facts a change begins with."""
    node = graph.nodes[change.node]
    field = change.field or "*"
    if change.kind is ChangeKind.REVOKE:
        found = set()
        for edge in graph.edges_from(change.node):
            if edge.to_id == change.to:
                for level in (2, 1):
                    gone = (change.node, "*", A, level, 0)
                    for fact, certain in after(edge, node, graph.nodes[change.to], gone, None):
                        if certain or not certain_only:
                            found.add(fact)
        return found
    if change.kind is ChangeKind.THRESHOLD:
        return {(change.to, "*", V, 1, 0)}
    channel, level = {
        "retire": (A, 2), "outage": (A, 2), "degrade": (A, 1), "schema-break": (S, 2), "schema-add": (S, 1),
        "shift": (V, 1), "corrupt": (V, 2), "retrain": (V, 1), "delay": (T, 1),
        "new-version": (V, 2) if node.kind is NodeKind.ARTIFACT else (V, 1),
    }[change.kind]  # fmt: skip
    return {(change.node, field, channel, level, 0)}


def all_facts(graph, changes, *, certain_only=False):
    """Every fact, by synchronous iteration of one change after another until nothing new comes."""
    result = set()
    for change in changes:
        facts = with_implied(first_facts(graph, change, certain_only))
        while True:
            new = set(facts)
            for fact in facts:
                for edge in graph.edges_from(fact[0]):
                    source, target = graph.nodes[edge.from_id], graph.nodes[edge.to_id]
                    for arrived, certain in after(edge, source, target, fact, change.delay):
                        if certain or not certain_only:
                            new.add(arrived)
            new = with_implied(new)
            if new == facts:
                break
            facts = new
        result |= facts
    return result


def worst(facts):
    """The word for the worst of some facts, or None."""
    present = {(c, level) for _, _, c, level, _ in facts}
    return next((word for c, level, word in ORDER if (c, level) in present), None)


def answer(graph, changes):
    """Per affected node: effect, certainty, certain effect, first wave, worst by wave, channels."""
    may, must = all_facts(graph, changes), all_facts(graph, changes, certain_only=True)
    rows = {}
    for node in graph.nodes:
        mine = [f for f in may if f[0] == node]
        if mine:
            effect, sure = worst(mine), worst([f for f in must if f[0] == node])
            waves = sorted({f[4] for f in mine})
            rows[node] = (
                effect,
                "certain" if sure == effect else "possible",
                sure,
                waves[0],
                {w: worst([f for f in mine if f[4] == w]) for w in waves},
                {f[2] for f in mine},
            )
    return rows
