"""Every cell of the transfer table by hand: one edge, what goes in, what comes out.

In and out are written `effect`, `effect.field`; behind the edge `?` is only possible and `+1` a wave later.
`a` is a field the edge uses where the case says `fields: a`.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property

from explorer.analysis.what_if.edge_use import source_of, target_of, use_of
from explorer.analysis.what_if.effects import Effect
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.transfer import comes_later
from explorer.domain.entities import Contract, Filter, Importance
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
from tests.analysis.what_if.systems import edge, node

DAY = timedelta(hours=24)
CACHED, DEFAULT, NO_FALLBACK = ({"fallback": f} for f in (Fallback.CACHED, Fallback.DEFAULT, Fallback.NONE))
FAIL, SILENT = ({"on_schema_change": o} for o in (OnSchemaChange.FAIL, OnSchemaChange.SILENT))
A = {"fields": ("a",)}
TABLE, STREAM, VIEW, PREDICTIONS, UNSURE = (
    {"kind": NodeKind.DATASET, "subtype": s}
    for s in (Subtype.TABLE, Subtype.STREAM, Subtype.VIEW, Subtype.PREDICTIONS, Subtype.UNKNOWN)
)
PLAIN = {"kind": NodeKind.DATASET}
JOB, FEATURE, MODEL, WORLD = (
    {"kind": k} for k in (NodeKind.JOB, NodeKind.FEATURE, NodeKind.MODEL, NodeKind.WORLD)
)
CONSUMER = {"kind": NodeKind.CONSUMER}
SCHEDULED = MODEL | {"retrain": Retrain.SCHEDULED}
CONTRACT = {"contract": Contract(enforced=("schema",))}
OTHER_CONTRACT = {"contract": Contract(enforced=("freshness",))}
WEAK = FEATURE | {"importance": Importance(value=0.001, se=0.003)}
ALL = ("breaks", "wrong", "degraded", "schema-break", "shifts", "stale", "schema-add")


@dataclass(frozen=True)
class Case:
    """One edge with its two ends, what goes in and what comes out, in any order."""

    kind: str
    goes_in: str
    out: str
    edge: dict = field(default_factory=dict)
    target: dict = field(default_factory=lambda: PLAIN)
    source: dict = field(default_factory=lambda: PLAIN)
    delay: timedelta | None = None

    def holds(self):
        """Whether the table gives exactly what is expected."""
        return self.found() == self.expected

    def found(self):
        """What the table gives."""
        effect, _, name = self.goes_in.partition(".")
        later = "+1" if comes_later(self.use) else ""
        return sorted(
            f"{a.effect}{'.' + a.field if a.field else ''}{'' if a.is_certain else '?'}{later}"
            for a in arrivals(self.one, self.use, name or None, Effect(effect), self.delay)
        )

    @cached_property
    def expected(self):
        """What comes out, in order."""
        return sorted(self.out.split())

    @cached_property
    def one(self):
        """The edge."""
        return edge("from", "to", EdgeKind(self.kind), **self.edge)

    @cached_property
    def use(self):
        """The class of the edge."""
        return use_of(self.one, source_of(node("from", **self.source)), target_of(node("to", **self.target)))


def case(kind, goes_in, out, edge_attributes=None, target=None, source=None, delay=None):
    """A case; `target` and `source` are a plain table where nothing is said."""
    return Case(kind, goes_in, out, edge_attributes or {}, target or PLAIN, source or PLAIN, delay)


def gone_as_feeds(kind, target):
    """Availability 2 as the row feeds has it."""
    return [
        case(kind, "breaks", "breaks", {}, target),
        case(kind, "breaks", "breaks", NO_FALLBACK, target),
        case(kind, "breaks", "stale", CACHED, target),
        case(kind, "breaks", "degraded", DEFAULT, target),
    ]


def degraded_as_feeds(kind, target):
    """Availability 1 as the row feeds has it."""
    return [
        case(kind, "degraded", "shifts?", {}, target),
        case(kind, "degraded", "shifts?", NO_FALLBACK, target),
        case(kind, "degraded", "stale?", CACHED, target),
        case(kind, "degraded", "degraded?", DEFAULT, target),
    ]


def added_as_feeds(kind, target):
    """Schema 1 as the row feeds has it."""
    return [
        case(kind, "schema-add", "schema-add", {"select_all": True}, target),
        case(kind, "schema-add.n", "schema-add.n", {"select_all": True}, target),
        case(kind, "schema-add", "schema-add?", {}, target),
        case(kind, "schema-add.a", "schema-add.a?", A, target),
        case(kind, "schema-add.n", "", A, target),
        case(kind, "schema-add.n", "schema-add.n?", {}, target),
        case(kind, "schema-add", "", {"select_all": False}, target),
        case(kind, "schema-add.a", "", A | {"select_all": False}, target),
    ]


def late_as_feeds(kind, target):
    """Time as the row feeds has it."""
    return [
        case(kind, "stale", "stale?", {}, target),
        case(kind, "stale", "stale?", {"tolerance": DAY}, target),
        case(kind, "stale", "stale?", {}, target, delay=DAY),
        case(kind, "stale", "", {"tolerance": DAY}, target, delay=DAY),
        case(kind, "stale", "", {"tolerance": DAY}, target, delay=DAY / 2),
        case(kind, "stale", "stale", {"tolerance": DAY / 2}, target, delay=DAY),
    ]


def written_values(kind, target):
    """Values through the column lineage, or without it."""
    known = {"columns": {"x": ("a", "b"), "y": ("a",), "z": ()}}
    complete = known | {"columns_complete": True}
    use = {"fields": ("a", "n")}
    cases = []
    for value in ("wrong", "shifts"):
        cases += [
            case(kind, value, value, {}, target),
            case(kind, f"{value}.a", f"{value}?", use, target),
            case(kind, value, value, known, target),
            case(kind, value, value, complete, target),
            case(kind, f"{value}.a", f"{value}.x {value}.y", known | use, target),
            case(kind, f"{value}.n", f"{value}?", known | use, target),
            case(kind, f"{value}.n", f"{value}?", known | use | {"columns_complete": False}, target),
            case(kind, f"{value}.n", "", complete | use, target),
            case(kind, f"{value}.a", f"{value}.x {value}.y", complete | use, target),
            case(kind, f"{value}.n", f"{value}?", use | {"columns": {}}, target),
        ]
    return cases


def written_schema(target):
    """The schema and time cells of both rows of produces."""
    refusing = target | CONTRACT
    return [
        case("produces", "schema-break", "schema-break stale?", {}, target),
        case("produces", "schema-break.a", "schema-break.a stale?", {}, target),
        case("produces", "schema-break.a", "schema-break.a stale?", FAIL, target | OTHER_CONTRACT),
        case("produces", "schema-break", "stale", {}, refusing),
        case("produces", "schema-break.a", "stale", SILENT, refusing),
        case("produces", "schema-add", "schema-add", {}, target),
        case("produces", "schema-add.n", "schema-add.n", A | {"select_all": False}, target),
        case("produces", "schema-add.n", "", {}, refusing),
        case("produces", "stale", "stale", {}, target),
        case("produces", "stale", "stale", {"tolerance": DAY}, target, delay=DAY / 2),
    ]


def derived_schema(target, refused):
    """The schema cells of a row of derives."""
    refusing = target | CONTRACT
    return [
        case("derives", "schema-break", refused, FAIL, target),
        case("derives", "schema-break.a", refused, FAIL | A, target | OTHER_CONTRACT),
        case("derives", "schema-break", "wrong", SILENT, target),
        case("derives", "schema-break.a", "wrong", SILENT | A, target),
        case("derives", "schema-break", f"{refused}? wrong?", {}, target),
        case("derives", "schema-break.a", f"{refused}? wrong?", A, target),
        *(case("derives", "schema-break.a", "stale", how | A, refusing) for how in ({}, FAIL, SILENT)),
        *added_as_feeds("derives", target),
        case("derives", "schema-add", "", {"select_all": True}, refusing),
        case("derives", "schema-add", "", {}, refusing),
    ]


def feeds():
    """The row feeds."""
    yield from gone_as_feeds("feeds", CONSUMER)
    yield from degraded_as_feeds("feeds", CONSUMER)
    for target, name in ((CONSUMER, ""), (JOB, ".a"), (MODEL, ""), (STREAM, ""), (FEATURE, "")):
        yield case("feeds", "schema-break", "breaks", FAIL, target)
        yield case("feeds", "schema-break.a", "breaks", FAIL | A, target)
        yield case("feeds", "schema-break", "wrong", SILENT, target)
        yield case("feeds", "schema-break.a", f"wrong{name}", SILENT | A, target)
        yield case("feeds", "schema-break", "breaks? wrong?", {}, target)
        yield case("feeds", "schema-break.a", f"breaks? wrong{name}?", A, target | CONTRACT)
        for value in ("wrong", "shifts"):
            yield case("feeds", value, value, {}, target)
            yield case("feeds", f"{value}.a", value + name, A, target)
    yield from added_as_feeds("feeds", CONSUMER)
    yield from late_as_feeds("feeds", CONSUMER)
    for value in ("wrong", "shifts"):
        yield case("feeds", value, f"{value}?", {}, MODEL, WEAK)
        yield case("feeds", f"{value}.a", f"{value}?", A, MODEL, WEAK)
        yield case("feeds", value, value, {}, JOB, WEAK)
        yield case("feeds", value, value, {}, MODEL, WEAK | {"correlated": "recency"})
        yield case("feeds", value, value, {}, MODEL, FEATURE)
        for importance, shown in (
            (Importance(value=0.001), value),
            (Importance(value=0.041, se=0.004), value),
            (Importance(value=0.005, se=0.004), value),
            (Importance(value=0.005, se=0.002), value),
            (Importance(value=-0.005, se=0.001), value),
            (Importance(value=0.004, se=0.002), f"{value}?"),
            (Importance(value=0.002, se=0.004), value),
            (Importance(value=0.0, se=0.0), f"{value}?"),
        ):
            yield case("feeds", value, shown, {}, MODEL, FEATURE | {"importance": importance})
            yield case("feeds", value, value, {}, MODEL, PLAIN | {"importance": importance})


def produces():
    """The rows of produces; what a target without subtype, a model or an artifact holds is at rest."""
    for target in (PLAIN, TABLE, {"kind": NodeKind.ARTIFACT}):
        for shield in ({}, CACHED, DEFAULT, NO_FALLBACK):
            yield case("produces", "breaks", "stale", shield, target)
            yield case("produces", "degraded", "stale?", shield, target)
    for target in (STREAM, VIEW, PREDICTIONS, FEATURE):
        yield from gone_as_feeds("produces", target)
        for shield in ({}, CACHED, DEFAULT, NO_FALLBACK):
            yield case("produces", "degraded", "shifts?", shield, target)
    yield case("produces", "breaks", "stale? breaks?", {}, UNSURE)
    yield case("produces", "breaks", "stale? degraded?", DEFAULT, UNSURE)
    yield case("produces", "breaks", "stale", CACHED, UNSURE)
    yield case("produces", "degraded", "stale? shifts?", {}, UNSURE)
    for target in (PLAIN, STREAM, FEATURE, UNSURE):
        yield from written_schema(target)
        yield from written_values("produces", target)


def derives():
    """The rows of derives; a feature is at rest here."""
    for target in (PLAIN, TABLE, FEATURE):
        for shield in ({}, CACHED, DEFAULT, NO_FALLBACK):
            yield case("derives", "breaks", "stale", shield, target)
            yield case("derives", "degraded", "stale?", shield, target)
        yield from derived_schema(target, "stale")
    for target in (STREAM, VIEW, PREDICTIONS):
        yield from gone_as_feeds("derives", target)
        yield from degraded_as_feeds("derives", target)
        yield from derived_schema(target, "breaks")
    yield case("derives", "breaks", "stale? breaks?", {}, UNSURE)
    yield case("derives", "breaks", "stale", CACHED, UNSURE)
    yield case("derives", "degraded", "stale? shifts?", {}, UNSURE)
    yield case("derives", "degraded", "stale?", CACHED, UNSURE)
    yield case("derives", "schema-break", "stale? breaks?", FAIL, UNSURE)
    yield case("derives", "schema-break", "wrong", SILENT, UNSURE)
    yield case("derives", "schema-break", "stale? breaks? wrong?", {}, UNSURE)
    yield case("derives", "schema-break", "stale", {}, UNSURE | CONTRACT)
    for target in (PLAIN, STREAM, UNSURE):
        yield from late_as_feeds("derives", target)
        yield from written_values("derives", target)


def trains():
    """The row trains."""
    for retrain, mark in (
        (Retrain.SCHEDULED, ""),
        (Retrain.CONTINUOUS, ""),
        (Retrain.MANUAL, "?"),
        (None, "?"),
    ):
        model = MODEL | {"retrain": retrain}
        yield case("trains", "breaks", f"stale{mark}+1", {}, model)
        yield case("trains", "breaks", f"stale{mark}+1", DEFAULT, model)
        yield case("trains", "degraded", "shifts?+1", {}, model)
        yield case("trains", "schema-break", f"stale{mark}+1", FAIL, model)
        yield case("trains", "schema-break.a", f"stale{mark}+1", FAIL | A, model)
        yield case("trains", "schema-break", "stale?+1", SILENT, model)
        yield case("trains", "schema-break", "stale?+1", {}, model)
        yield case("trains", "schema-add", "", {"select_all": True}, model)
        yield case("trains", "wrong", f"shifts{mark}+1", {}, model)
        yield case("trains", "shifts", f"shifts{mark}+1", {}, model)
        yield case("trains", "shifts.a", f"shifts{mark}+1", A, model)
        yield case("trains", "wrong.a", f"shifts{mark}+1", A, model)
        yield case("trains", "stale", f"stale{mark}+1", {"tolerance": DAY}, model, delay=DAY)
    for effect in ALL:
        yield case("trains", effect, "", {}, MODEL | {"retrain": Retrain.NEVER})
        yield case("feeds", effect, *_like(effect), target=MODEL | {"retrain": Retrain.NEVER})


def _like(effect):
    """What feeds makes of an effect of the whole when nothing is said of the edge."""
    return (
        {
            "degraded": "shifts?",
            "schema-break": "breaks? wrong?",
            "stale": "stale?",
            "schema-add": "schema-add?",
        }.get(effect, effect),
    )


def influences():
    """The row influences, into the world and out of it."""
    for source, confidence, mark in (
        (PLAIN, None, ""),
        (WORLD, 0.8, "+1"),
        (WORLD, 0.95, "+1"),
        (WORLD, 0.79, "?+1"),
        (WORLD, None, "?+1"),
    ):
        said = {"confidence": confidence}
        for effect in ("breaks", "degraded", "wrong", "shifts"):
            yield case("influences", effect, f"shifts{mark}", said, source=source)
        for effect in ("wrong.a", "shifts.a"):
            yield case("influences", effect, f"shifts{mark}", said | A, source=source)
        yield case("influences", "stale", f"shifts?{mark.removeprefix('?')}", said, source=source)
        for effect in ("schema-break", "schema-add"):
            yield case("influences", effect, "", said | {"select_all": True}, source=source)
    yield case("feeds", "shifts", "shifts", source=WORLD)


def the_rest():
    """The rows measures, drives, triggers, watches and optimises."""
    metric = {"kind": NodeKind.METRIC}
    yield case("measures", "breaks", "stale", CACHED, metric)
    yield case("measures", "degraded", "shifts?", {}, metric)
    yield case("measures", "schema-break", "shifts?", FAIL, metric)
    yield case("measures", "schema-break.a", "shifts?", A, metric)
    yield case("measures", "schema-add", "", {"select_all": True}, metric)
    for effect in ("wrong", "shifts"):
        yield case("measures", effect, "shifts", {}, metric)
        yield case("measures", f"{effect}.a", "shifts", A, metric)
        yield case("measures", f"{effect}.n", "", A, metric)
        for relation, mark in ((Relation.COMPONENT, ""), (Relation.INFLUENCE, "?"), (None, "?")):
            yield case("drives", effect, f"shifts{mark}", {"relation": relation}, metric, metric)
            yield case("drives", f"{effect}.a", f"shifts{mark}", A | {"relation": relation}, metric, metric)
    yield case("measures", "stale", "stale", {"tolerance": DAY}, metric, delay=DAY)
    for effect in ("breaks", "degraded", "schema-break", "schema-add", "stale"):
        yield case("drives", effect, "", {"relation": Relation.COMPONENT}, metric, metric)
    yield case("triggers", "breaks", "stale", DEFAULT, JOB)
    for effect in ALL[1:]:
        yield case("triggers", effect, "", {}, JOB)
    for effect in ALL:
        yield case("watches", effect, "", {}, {"kind": NodeKind.MONITOR})
        yield case("optimises", effect, "", {}, metric, MODEL)


def limits():
    """What holds for every row: pins, inferred edges, and the fields an edge uses."""
    for kind in EdgeKind:
        for effect in ALL:
            yield case(kind, effect, "", {"pin": Pin.FROZEN, "select_all": True}, SCHEDULED)
            if effect not in ("breaks", "degraded"):
                yield case(kind, effect, "", {"pin": Pin.PINNED, "select_all": True}, SCHEDULED)
    for pin in (Pin.PINNED, Pin.FLOATING):
        yield case("feeds", "breaks", "breaks", {"pin": pin}, CONSUMER)
        yield case("feeds", "degraded", "shifts?", {"pin": pin}, CONSUMER)
        yield case("produces", "breaks", "stale", {"pin": pin})
    yield case("feeds", "wrong", "wrong", {"pin": Pin.FLOATING}, CONSUMER)
    for evidence, mark in ((Evidence.INFERRED, "?"), (Evidence.OBSERVED, ""), (Evidence.DECLARED, "")):
        seen = {"evidence": evidence}
        yield case("feeds", "breaks", f"breaks{mark}", seen, CONSUMER)
        yield case("feeds", "wrong.a", f"wrong{mark}", seen | A, CONSUMER)
        yield case("feeds", "schema-break", f"breaks{mark}", seen | FAIL, CONSUMER)
        yield case("produces", "stale", f"stale{mark}", seen)
        yield case("trains", "shifts", f"shifts{mark}+1", seen, SCHEDULED)
    only = Filter(field="f", op=">=", value=0.5)
    yield case("feeds", "shifts.a", "shifts", A, CONSUMER)
    yield case("feeds", "shifts.n", "", A, CONSUMER)
    yield case("feeds", "shifts.n", "shifts?", {}, CONSUMER)
    yield case("feeds", "shifts.n", "shifts", {"select_all": True}, CONSUMER)
    yield case("feeds", "shifts.n", "shifts", A | {"select_all": True}, CONSUMER)
    yield case("feeds", "shifts.n", "shifts?", {"select_all": False}, CONSUMER)
    yield case("feeds", "shifts.n", "", {"fields": ()}, CONSUMER)
    yield case("feeds", "shifts.f", "shifts", A | {"filter": only}, CONSUMER)
    yield case("feeds", "shifts.f", "shifts", {"filter": only}, CONSUMER)
    yield case("feeds", "shifts.n", "shifts?", {"filter": only}, CONSUMER)
    yield case("feeds", "shifts.n", "", A | {"filter": only}, CONSUMER)
    yield case("feeds", "shifts", "shifts", {"fields": ()}, CONSUMER)
    yield case("produces", "wrong.n", "wrong?", {"fields": ()})
    yield case("derives", "wrong.a", "wrong.x?", {"columns": {"x": ("a",)}})
    yield case("derives", "wrong.n", "", A | {"columns": {"x": ("n",)}})


ROWS = {
    "feeds": ("feeds", CONSUMER, "breaks wrong shifts? breaks?,wrong? shifts stale? schema-add?"),
    "produces": ("produces", PLAIN, "stale wrong stale? schema-break,stale? shifts stale schema-add"),
    "produces-live": ("produces", STREAM, "breaks wrong shifts? schema-break,stale? shifts stale schema-add"),
    "derives": ("derives", PLAIN, "stale wrong stale? stale?,wrong? shifts stale? schema-add?"),
    "derives-live": ("derives", STREAM, "breaks wrong shifts? breaks?,wrong? shifts stale? schema-add?"),
    "trains": ("trains", SCHEDULED, "stale+1 shifts+1 shifts?+1 stale?+1 shifts+1 stale+1 -"),
    "influences": ("influences", WORLD, "shifts shifts shifts - shifts shifts? -"),
    "measures": ("measures", {"kind": NodeKind.METRIC}, "stale shifts shifts? shifts? shifts stale -"),
    "drives": ("drives", {"kind": NodeKind.METRIC}, "- shifts? - - shifts? - -"),
    "triggers": ("triggers", JOB, "stale - - - - - -"),
}
"""Each row when nothing is said of edge and target: what comes of each effect, in the order of ALL."""

SPEAKS_OF = {
    "breaks": ("fallback",),
    "degraded": ("fallback",),
    "schema-break": ("on_schema_change", "contract"),
    "schema-add": ("select_all", "contract"),
    "stale": ("tolerance",),
    "wrong": ("columns", "relation"),
    "shifts": ("columns", "relation"),
}
SAID = (
    *({"fallback": f} for f in Fallback),
    *({"on_schema_change": o} for o in OnSchemaChange),
    *({"select_all": x} for x in (True, False)),
    *({"tolerance": x} for x in (DAY / 2, DAY)),
    {"columns": {"x": ("a",)}},
    {"relation": Relation.COMPONENT},
    {"confidence": 0.1},
)


def what_does_not_matter():
    """An attribute that a cell does not speak of changes nothing in it."""
    for kind, target, row in ROWS.values():
        for effect, out in zip(ALL, row.split(), strict=True):
            out = out.replace(",", " ").replace("-", "") if out == "-" else out.replace(",", " ")
            for said in SAID:
                if not set(said) & set(SPEAKS_OF[effect]):
                    yield case(kind, effect, out, said, target, delay=DAY if effect != "stale" else None)
            if "contract" not in SPEAKS_OF[effect]:
                yield case(kind, effect, out, {}, target | CONTRACT)
            yield case(kind, effect, out, {}, target, WEAK)
    for effect in ("breaks", "degraded", "schema-break", "stale", "schema-add"):
        yield case("feeds", effect, *_like(effect), target=MODEL, source=WEAK)
    for target, gone in ((JOB, "schema-break.a stale?"), (JOB | CONTRACT, "stale")):
        yield case("produces", "schema-break.a", gone, {}, target)
    lineage = A | {"columns": {"x": ("a",)}}
    yield case("feeds", "schema-break.a", "breaks? wrong?", lineage, CONSUMER)
    yield case("derives", "schema-break.a", "stale? wrong?", lineage)
    yield case("measures", "schema-break.a", "shifts?", lineage)
    yield case("derives", "schema-break.a", "breaks? wrong?", lineage, STREAM)
    for value in ("wrong", "shifts"):
        yield case("feeds", f"{value}.a", f"{value}?", lineage, MODEL, WEAK)
        for kind in EdgeKind:
            into = {
                "feeds": f"{value}.a", "produces": f"{value}?", "derives": f"{value}?", "trains": "shifts?+1",
                "influences": "shifts", "measures": "shifts", "drives": "shifts?",
            }.get(kind, "")  # fmt: skip
            yield case(kind, f"{value}.a", into, A, JOB)


CASES = [
    *feeds(), *produces(), *derives(), *trains(), *influences(), *the_rest(), *limits(), *what_does_not_matter()
]  # fmt: skip
