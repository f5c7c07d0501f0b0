"""Features that are not, or not known to be, worth what they cost, in six classes; and what dies upstream with them.

structural: no live path to a model, metric or consumer · legacy: deprecated, superseded or long unused ·
correlated: each worth nothing beside the others, the group not (so one of it always stays) · negligible: measured
to be worth less than the threshold · bundled: only ever tested together · inconclusive: measured, and cannot tell.
"""

from __future__ import annotations

from datetime import timedelta

from explorer.analysis.detectors.inspection import (
    DATA_KINDS,
    Inspection,
    capped,
    told_dying,
    told_last_use,
    told_node,
)
from explorer.domain.entities import Importance, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import ImportanceMethod, Lifecycle, NodeKind, Severity
from explorer.domain.value_types import IMPORTANCE
from explorer.domain.wording import listed, named
from explorer.domain.words import told
from explorer.language import number, tr, tr_n

RULE = "unused-feature"
NEGLIGIBLE = 0.01
"""What a feature must add to its metric; the same threshold as in a what-if."""
LONG_UNUSED = timedelta(days=180)
_ENDS = frozenset((NodeKind.MODEL, NodeKind.METRIC, NodeKind.CONSUMER, NodeKind.UNKNOWN))


def find_unused_features(inspection: Inspection) -> list[Finding]:
    """Each feature in the first class that fits it, groups and bundles as one."""
    ends = [n.id for n in inspection.nodes() if n.kind in _ENDS and n.lifecycle is not Lifecycle.DEPRECATED]
    live = inspection.reaching(ends)
    findings: list[Finding] = []
    groups: dict[str, list[Node]] = {}
    bundles: dict[str, list[Node]] = {}
    for node in inspection.nodes():
        if node.kind is not NodeKind.FEATURE:
            continue
        legacy = _legacy_because(inspection, node)
        if node.id not in live:
            findings.append(_structural(inspection, node))
        elif legacy:
            findings.append(_legacy(inspection, node, legacy))
        elif node.correlated is not None:
            groups.setdefault(node.correlated, []).append(node)
        elif node.importance is not None:
            findings.extend(_measured(inspection, node, node.importance))
        elif node.bundle is not None:
            bundles.setdefault(node.bundle, []).append(node)
    for name, members in groups.items():
        findings.extend(_correlated(inspection, name, members))
    for name, members in bundles.items():
        if len(members) > 1:
            findings.append(_bundled(inspection, name, members))
    return findings


def is_negligible(importance: Importance | None) -> bool:
    """Whether a measurement shows that a feature is worth less than the threshold.

    Gain is shared out between features and says nothing of what is lost without one.
    """
    return (
        importance is not None
        and importance.se is not None
        and importance.method is not ImportanceMethod.GAIN
        and importance.value + 2 * importance.se < NEGLIGIBLE
    )


def is_inconclusive(importance: Importance) -> bool:
    """Whether a measurement leaves open if a feature is worth anything."""
    if importance.se is None or importance.method is ImportanceMethod.GAIN:
        return importance.value < NEGLIGIBLE
    low, high = importance.value - 2 * importance.se, importance.value + 2 * importance.se
    return low <= 0 and high >= NEGLIGIBLE


def _legacy_because(inspection: Inspection, node: Node) -> str:
    """The reason in a sentence; empty where it is none."""
    if node.lifecycle is Lifecycle.DEPRECATED:
        return tr("{feature} is still read though it is deprecated.", feature=node.name)
    if node.superseded_by is not None:
        successor = inspection.graph.nodes.get(node.superseded_by)
        return tr(
            "{feature} is still read though {successor} took its place.",
            feature=node.name,
            successor=node.superseded_by if successor is None else successor.name,
        )
    age = inspection.age(node.last_used)
    if age is not None and age > LONG_UNUSED:
        return tr(
            "{feature} is still read though it was last used on {day}.", feature=node.name, day=node.last_used
        )
    return ""


def _structural(inspection: Inspection, node: Node) -> Finding:
    return _finding(
        inspection,
        [node],
        variant="structural",
        severity=Severity.WARNING,
        reason=tr("{feature} reaches no live model, metric or consumer.", feature=node.name),
        remedy=tr("Take {feature} out, or declare who reads it.", feature=node.name),
        clears=tr("A live reader of {feature}, or no such feature.", feature=node.name),
    )


def _legacy(inspection: Inspection, node: Node, why: str) -> Finding:
    return _finding(
        inspection,
        [node],
        variant="legacy",
        severity=Severity.WARNING,
        reason=why,
        remedy=tr(
            "Take {feature} out of {readers}, and retrain without it.",
            feature=node.name,
            readers=_readers(inspection, [node]),
        ),
        clears=tr("No reader of {feature}, or no such feature.", feature=node.name),
    )


def _measured(inspection: Inspection, node: Node, importance: Importance) -> list[Finding]:
    if is_negligible(importance):
        shown = f"{number(importance.value, 'g')} + 2 × {number(importance.se or 0.0, 'g')}"
        return [
            _finding(
                inspection,
                [node],
                variant="negligible",
                severity=Severity.WARNING,
                reason=tr(
                    "{feature} adds next to nothing: {measured} is below {least:g}.",
                    feature=node.name,
                    measured=shown,
                    least=NEGLIGIBLE,
                ),
                remedy=tr(
                    "Take {feature} out of {readers}, retrain and compare.",
                    feature=node.name,
                    readers=_readers(inspection, [node]),
                ),
                clears=tr(
                    "No such feature, or a measurement that shows what {feature} is worth.", feature=node.name
                ),
            )
        ]
    if is_inconclusive(importance):
        return [
            _finding(
                inspection,
                [node],
                variant="inconclusive",
                severity=Severity.INFO,
                reason=tr(
                    "Whether {feature} is worth anything is not known: {measured} leaves both open.",
                    feature=node.name,
                    measured=IMPORTANCE.show(importance),
                ),
                remedy=tr(
                    "Measure again what is lost without {feature}, with more data or repetitions, and state the "
                    "standard error.",
                    feature=node.name,
                ),
                clears=tr("A measurement that lies clearly above or below {least:g}.", least=NEGLIGIBLE),
                cascade=False,
            )
        ]
    return []


def _correlated(inspection: Inspection, name: str, members: list[Node]) -> list[Finding]:
    """The members that are worth nothing beside the others, but one; never the whole group."""
    idle = [n for n in members if is_negligible(n.importance)]
    if len(members) == 1 and idle:
        only = members[0]
        return [
            _finding(
                inspection,
                idle,
                variant="inconclusive",
                severity=Severity.INFO,
                reason=tr(
                    "{feature} adds next to nothing beside the group {group}, whose other features are not known.",
                    feature=only.name,
                    group=name,
                ),
                remedy=tr("Declare the other features of {group}.", group=name),
                clears=tr("The rest of the group {group}.", group=name),
                cascade=False,
            )
        ]
    rest = [n for n in members if n not in idle]
    if not rest and idle:
        rest = [max(idle, key=lambda n: (n.importance.value if n.importance else 0.0, n.id))]
        idle = [n for n in idle if n is not rest[0]]
    if not idle:
        return []
    whole = members if len(rest) == 1 and is_negligible(rest[0].importance) else idle
    return [
        _finding(
            inspection,
            idle,
            others=[n for n in whole if n not in idle],
            variant="correlated",
            severity=Severity.INFO,
            reason=tr_n(
                "{features} say much the same ({group}): it adds next to nothing beside the others, which does not "
                "mean that all of them do.",
                "{features} say much the same ({group}): each adds next to nothing beside the others, which does "
                "not mean that all of them do.",
                len(whole),
                features=_names(whole),
                group=name,
            ),
            remedy=tr(
                "Keep {kept}; take {idle} out one at a time, and retrain and measure after each.",
                kept=_names(rest),
                idle=_names(idle),
            ),
            clears=tr("One feature of {group}, measured by itself.", group=name),
        )
    ]


def _bundled(inspection: Inspection, name: str, members: list[Node]) -> Finding:
    return _finding(
        inspection,
        members,
        variant="bundled",
        severity=Severity.INFO,
        reason=tr(
            "{features} were only ever tested together, as {bundle}; which of them is worth its cost is not known.",
            features=_names(members),
            bundle=name,
        ),
        remedy=tr("Measure what is lost without each of them."),
        clears=tr("An importance of its own for each of them."),
        cascade=False,
    )


def _finding(
    inspection: Inspection,
    nodes: list[Node],
    *,
    variant: str,
    severity: Severity,
    reason: str,
    remedy: str,
    clears: str,
    others: list[Node] | None = None,
    cascade: bool = True,
) -> Finding:
    graph = inspection.graph
    ids = [n.id for n in nodes]
    reads = [e for i in ids for e in graph.edges_from(i) if e.kind in DATA_KINDS]
    dying = inspection.dies_without(ids) if cascade else ()
    shown = [*nodes, *(others or [])]
    return Finding(
        rule=RULE,
        severity=capped(severity, reads),
        nodes=tuple(n.id for n in shown),
        edges=tuple(e.key for e in reads),
        reason=f"{reason}{told_dying(graph, dying, len(ids))}",
        remedy=remedy,
        evidence=tuple(_told(n) for n in shown),
        variant=variant,
        clears=clears,
    )


def _told(node: Node) -> str:
    return told_node(
        node,
        "" if node.importance is None else IMPORTANCE.show(node.importance),
        "" if node.lifecycle is None else told(node.lifecycle),
        told_last_use(node),
        tr("superseded by {successor}", successor=node.superseded_by) if node.superseded_by else "",
    )


def _readers(inspection: Inspection, nodes: list[Node]) -> str:
    graph = inspection.graph
    ids = dict.fromkeys(e.to_id for n in nodes for e in graph.edges_from(n.id) if e.kind in DATA_KINDS)
    return named(graph, ids) if ids else tr("what reads it")


def _names(nodes: list[Node]) -> str:
    return listed([n.name for n in nodes])
