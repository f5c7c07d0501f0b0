"""Unstable dependencies: readers that follow live what may change under them without anyone saying so."""

from __future__ import annotations

from explorer.analysis.detectors.contractless_crossing import CONTRACTED, has_contract
from explorer.analysis.detectors.copies import Readers, all_readers, told_copies
from explorer.analysis.detectors.inspection import Inspection, capped
from explorer.analysis.detectors.repinning import LARGEST, MOST, reach_now_and_pinned, told_reach
from explorer.domain.entities import Edge, Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import EdgeKind, NodeKind, Pin, Severity, Subtype, Versioning
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import listed, named
from explorer.language import tr, tr_n

RULE = "unstable-dependency"
_MODEL_SIDE = frozenset((NodeKind.FEATURE, NodeKind.ARTIFACT, NodeKind.JOB, NodeKind.DATASET, NodeKind.MODEL))
"""Readers whose output a model may see; what consumers read across teams is the registry's check."""


def find_unstable_dependencies(inspection: Inspection) -> list[Finding]:
    """A finding for each thing that is followed live though it is silent, another model's, or elsewhere's."""
    unstable: list[tuple[Node, Readers, dict[str, list[Edge]]]] = []
    known = all_readers(inspection)
    for node in inspection.nodes():
        readers = known.get(node.id)
        if readers is not None and readers.live:
            why = _why(inspection, node, readers.live)
            if why:
                unstable.append((node, readers, why))
    # The what-ifs go to those with the most readers; the rest are told without.
    ranked = sorted(unstable, key=lambda u: (-len(u[1].live), u[0].id))
    small = len(inspection.graph.nodes) <= LARGEST
    asked = {node.id for node, _, _ in ranked[:MOST]} if small else set()
    if len(asked) < len(unstable):
        inspection.bound(
            tr(
                "What re-pinning would do is worked out for {count:,} of {total:,} unstable dependencies, those with "
                "the most readers, in systems of at most {most:,} nodes.",
                count=len(asked),
                total=len(unstable),
                most=LARGEST,
            )
        )
    findings = []
    for node, readers, why in unstable:
        inspection.check()
        findings.append(_finding(inspection, node, readers, why, asked=node.id in asked))
    return findings


def _why(inspection: Inspection, node: Node, live: tuple[Edge, ...]) -> dict[str, list[Edge]]:
    """Each reason with the live reads it holds for."""
    graph = inspection.graph
    why: dict[str, list[Edge]] = {}
    if node.versioning is Versioning.SILENT:
        why[tr("it is versioned silently")] = list(live)
    for maker in makers(graph, node):
        reads = [e for e in live if _serves_another_model(graph, e.to_id, maker)]
        if reads:
            why[tr("the model {model} makes it", model=inspection.name(maker))] = reads
    if node.kind in CONTRACTED and not has_contract(graph, node.id):
        reads = [
            e
            for e in live
            if inspection.crosses(e) and (e.pin is Pin.FLOATING or graph.nodes[e.to_id].kind in _MODEL_SIDE)
        ]
        if reads:
            why[_uncontracted(inspection, node)] = reads
    return why


def _uncontracted(inspection: Inspection, node: Node) -> str:
    return tr("{owner} owns it and no contract for its schema is known", owner=inspection.owner(node.id))


def makers(graph: SystemGraph, node: Node) -> list[str]:
    """The models whose output a node is."""
    if node.kind is NodeKind.MODEL:
        return [node.id]
    return [
        e.from_id
        for e in graph.edges_into(node.id)
        if e.kind is EdgeKind.PRODUCES and graph.nodes[e.from_id].kind is NodeKind.MODEL
    ]


def _serves_another_model(graph: SystemGraph, reader: str, maker: str) -> bool:
    """Whether a reader is another model, or a feature, artifact or training data that another model reads."""
    node = graph.nodes[reader]
    if node.kind is NodeKind.MODEL:
        return reader != maker
    signal = node.kind in (NodeKind.FEATURE, NodeKind.ARTIFACT) or node.subtype in (
        Subtype.TRAINING,
        Subtype.LABELS,
    )
    return signal and any(
        graph.nodes[e.to_id].kind is NodeKind.MODEL and e.to_id != maker for e in graph.edges_from(reader)
    )


def _finding(
    inspection: Inspection, node: Node, readers: Readers, why: dict[str, list[Edge]], *, asked: bool
) -> Finding:
    graph = inspection.graph
    concerned = {e.key for reads in why.values() for e in reads}
    live = tuple(e for e in readers.live if e.key in concerned)
    followers = tuple(dict.fromkeys(e.to_id for e in live))
    holders = tuple(dict.fromkeys(e.to_id for e in readers.held))
    only_unknown = node.contract is None and list(why) == [_uncontracted(inspection, node)]
    names = named(graph, followers)
    reason = tr_n(
        "{names} follows {node} live, and {why}.",
        "{names} follow {node} live, and {why}.",
        len(followers),
        names=names,
        node=node.name,
        why=listed(why),
    )
    if holders:
        copies = tr_n(
            "{names} holds a copy.", "{names} hold a copy.", len(holders), names=named(graph, holders)
        )
        reason = f"{reason} {copies}"
    evidence = told_copies(graph, readers)
    if asked:
        evidence += (told_reach(node.name, *reach_now_and_pinned(inspection, graph, node.id, live)),)
    return Finding(
        rule=RULE,
        severity=capped(Severity.INFO if only_unknown else Severity.WARNING, live),
        nodes=(node.id, *followers, *(i for i in holders if i not in followers)),
        edges=tuple(e.key for e in live),
        reason=reason,
        remedy=tr(
            "Pin {names} to a version of {node} that is kept, and move on by decision; or agree on a contract and on "
            "announcing new versions.",
            names=names,
            node=node.name,
        ),
        evidence=evidence,
        clears=tr("{names} pinned, or {node} announced and under contract.", names=names, node=node.name),
    )
