"""Features that are not, or not known to be, worth what they cost, in six classes; and what dies upstream with them.

structural: no live path to a model, metric or consumer · legacy: deprecated, superseded or long unused ·
correlated: each worth nothing beside the others, the group not (so one of it always stays) · negligible: measured
to be worth less than the threshold · bundled: only ever tested together · inconclusive: measured, and cannot tell.
"""

from __future__ import annotations

from datetime import timedelta

from explorer.analysis.detectors.inspection import DATA_KINDS, Inspection, capped, told_node
from explorer.domain.entities import Importance, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import ImportanceMethod, Lifecycle, NodeKind, Severity
from explorer.domain.value_types import IMPORTANCE
from explorer.domain.wording import counted, listed, named

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
    if node.lifecycle is Lifecycle.DEPRECATED:
        return "it is deprecated"
    if node.superseded_by is not None:
        successor = inspection.graph.nodes.get(node.superseded_by)
        return f"{node.superseded_by if successor is None else successor.name} took its place"
    age = inspection.age(node.last_used)
    if age is not None and age > LONG_UNUSED:
        return f"it was last used on {node.last_used}"
    return ""


def _structural(inspection: Inspection, node: Node) -> Finding:
    return _finding(
        inspection,
        [node],
        variant="structural",
        severity=Severity.WARNING,
        reason=f"{node.name} reaches no live model, metric or consumer",
        remedy=f"Take {node.name} out, or declare who reads it.",
        clears=f"A live reader of {node.name}, or no such feature.",
    )


def _legacy(inspection: Inspection, node: Node, why: str) -> Finding:
    return _finding(
        inspection,
        [node],
        variant="legacy",
        severity=Severity.WARNING,
        reason=f"{node.name} is still read though {why}",
        remedy=f"Take {node.name} out of {_readers(inspection, [node])}, and retrain without it.",
        clears=f"No reader of {node.name}, or no such feature.",
    )


def _measured(inspection: Inspection, node: Node, importance: Importance) -> list[Finding]:
    if is_negligible(importance):
        shown = f"{importance.value:g} + 2 × {importance.se:g}"
        return [
            _finding(
                inspection,
                [node],
                variant="negligible",
                severity=Severity.WARNING,
                reason=f"{node.name} adds next to nothing: {shown} is below {NEGLIGIBLE:g}",
                remedy=f"Take {node.name} out of {_readers(inspection, [node])}, retrain and compare.",
                clears=f"No such feature, or a measurement that shows what {node.name} is worth.",
            )
        ]
    if is_inconclusive(importance):
        return [
            _finding(
                inspection,
                [node],
                variant="inconclusive",
                severity=Severity.INFO,
                reason=f"Whether {node.name} is worth anything is not known: {IMPORTANCE.show(importance)} leaves "
                "both open",
                remedy=f"Measure again what is lost without {node.name}, with more data or repetitions, and state "
                "the standard error.",
                clears=f"A measurement that lies clearly above or below {NEGLIGIBLE:g}.",
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
                reason=f"{only.name} adds next to nothing beside the group {name}, whose other features are "
                "not known",
                remedy=f"Declare the other features of {name}.",
                clears=f"The rest of the group {name}.",
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
    group = "each" if len(whole) > 1 else "it"
    return [
        _finding(
            inspection,
            idle,
            others=[n for n in whole if n not in idle],
            variant="correlated",
            severity=Severity.INFO,
            reason=f"{_names(whole)} say much the same ({name}): {group} adds next to nothing beside the others, "
            "which does not mean that all of them do",
            remedy=f"Keep {_names(rest)}; take {_names(idle)} out one at a time, and retrain and measure after "
            "each.",
            clears=f"One feature of {name}, measured by itself.",
        )
    ]


def _bundled(inspection: Inspection, name: str, members: list[Node]) -> Finding:
    return _finding(
        inspection,
        members,
        variant="bundled",
        severity=Severity.INFO,
        reason=f"{_names(members)} were only ever tested together, as {name}; which of them is worth its cost is not "
        "known",
        remedy="Measure what is lost without each of them.",
        clears="An importance of its own for each of them.",
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
    then = ""
    if dying:
        then = f" Without {'it' if len(ids) == 1 else 'them'}, {counted(len(dying), 'node')} upstream would serve "
        then += f"nothing: {named(graph, dying)}."
    shown = [*nodes, *(others or [])]
    return Finding(
        rule=RULE,
        severity=capped(severity, reads),
        nodes=tuple(n.id for n in shown),
        edges=tuple(e.key for e in reads),
        reason=f"{reason}.{then}",
        remedy=remedy,
        evidence=tuple(_told(n) for n in shown),
        variant=variant,
        clears=clears,
    )


def _told(node: Node) -> str:
    return told_node(
        node,
        "" if node.importance is None else IMPORTANCE.show(node.importance),
        "" if node.lifecycle is None else str(node.lifecycle),
        f"last used on {node.last_used}" if node.last_used else "",
        f"superseded by {node.superseded_by}" if node.superseded_by else "",
    )


def _readers(inspection: Inspection, nodes: list[Node]) -> str:
    graph = inspection.graph
    ids = dict.fromkeys(e.to_id for n in nodes for e in graph.edges_from(n.id) if e.kind in DATA_KINDS)
    return named(graph, ids) if ids else "what reads it"


def _names(nodes: list[Node]) -> str:
    return listed([n.name for n in nodes])
