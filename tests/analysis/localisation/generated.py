"""Generated systems of any size with a fault in them, for measuring how well faults are found; seeded."""

import random
from dataclasses import dataclass

from explorer.analysis.localisation.hypotheses import KINDS
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import IMPLIED, Effect
from explorer.analysis.what_if.first_facts import first_effect
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.transfer import comes_later
from explorer.domain.edge_kinds import infer_edge_kind
from explorer.domain.entities import Edge, Node
from explorer.domain.kinds import Fallback, NodeKind, OnSchemaChange, Retrain, Subtype
from explorer.domain.scenarios import HypotheticalChange
from explorer.domain.system_graph import SystemGraph

_LAYERS = (
    (NodeKind.PRODUCER, 0.06),
    (NodeKind.DATASET, 0.14),
    (NodeKind.JOB, 0.12),
    (NodeKind.DATASET, 0.12),
    (NodeKind.JOB, 0.10),
    (NodeKind.DATASET, 0.10),
    (NodeKind.FEATURE, 0.16),
    (NodeKind.MODEL, 0.05),
    (NodeKind.DATASET, 0.05),
    (NodeKind.CONSUMER, 0.06),
    (NodeKind.METRIC, 0.04),
)


def generated(count: int, seed: int, edges_per_node: float = 1.8) -> SystemGraph:
    """A layered system of about so many nodes: events, jobs, tables, features, models, scores, consumers, metrics."""
    rng = random.Random(seed)  # noqa: S311 - chance, not a secret
    layers: list[list[Node]] = []
    for depth, (kind, share) in enumerate(_LAYERS):
        members = max(1, round(count * share))
        layers.append(
            [
                Node(
                    id=f"{depth:02}-{kind}-{i:05}",
                    kind=kind,
                    name=f"{kind} {depth}.{i}",
                    owner=f"team-{i % 7}",
                    subtype=Subtype.PREDICTIONS if depth == 8 else None,
                    retrain=Retrain.SCHEDULED if kind is NodeKind.MODEL else None,
                )
                for i in range(members)
            ]
        )
    edges = {}
    for depth in range(1, len(layers)):
        for place, node in enumerate(layers[depth]):
            for _ in range(_inputs(rng, node.kind, edges_per_node)):
                start = _source(rng, layers, depth, place / len(layers[depth]))
                kind = infer_edge_kind(start, node)
                edges[start.id, node.id, kind] = Edge(
                    from_id=start.id,
                    to_id=node.id,
                    kind=kind,
                    fallback=rng.choice([None] * 5 + [Fallback.CACHED, Fallback.DEFAULT]),
                    on_schema_change=rng.choice([None, OnSchemaChange.FAIL, OnSchemaChange.SILENT]),
                )
    return SystemGraph.of([n for layer in layers for n in layer], edges.values(), name=f"generated {seed}")


def _inputs(rng: random.Random, kind: NodeKind, edges_per_node: float) -> int:
    """Models read many features, jobs some tables, everything else one or two things."""
    most = {NodeKind.MODEL: 12, NodeKind.JOB: 4}.get(kind, 2)
    return max(1, round(rng.randint(1, most) * edges_per_node / 1.8))


def _source(rng: random.Random, layers: list[list[Node]], depth: int, place: float) -> Node:
    """A node of an earlier layer, mostly the one before, mostly near by: systems have neighbourhoods."""
    layer = layers[depth - 1 if rng.random() < 0.85 or depth < 3 else rng.randrange(depth - 1)]
    if layers[depth][0].kind is NodeKind.METRIC:
        layer = layers[rng.choice((1, 5, 8))]
    middle = int(place * len(layer) + rng.gauss(0, max(1.0, len(layer) * 0.08)))
    return layer[min(max(middle, 0), len(layer) - 1)]


@dataclass(frozen=True)
class Incident:
    """A fault, the nodes that are bad because of it, and those that somebody noticed."""

    graph: SystemGraph
    fault: HypotheticalChange
    bad: frozenset[str]
    noticed: tuple[str, ...]


_FAR_END = (NodeKind.CONSUMER, NodeKind.METRIC)


def incident(graph: SystemGraph, seed: int, symptoms: int = 1) -> Incident:
    """One fault somewhere upstream, seen at the far end."""
    rng = random.Random(seed)  # noqa: S311 - chance, not a secret
    nodes = [n for n in graph.nodes.values() if n.kind not in _FAR_END]
    while True:
        node = rng.choice(nodes)
        fault = HypotheticalChange(kind=rng.choice(KINDS[node.kind]), node=node.id)
        bad = happened(graph, [fault], rng)
        seen = [i for i in sorted(bad) if graph.nodes[i].kind in _FAR_END]
        if len(seen) >= symptoms:
            return Incident(graph, fault, bad, tuple(rng.sample(seen, symptoms)))


def happened(graph: SystemGraph, faults: list[HypotheticalChange], rng: random.Random) -> frozenset[str]:
    """One way in which it may have gone: over each edge, what is only possible or comes later came or did not."""
    classes = edge_classes(graph)
    facts = {
        (f.node, effect)
        for f in faults
        for effect in _with_implied(first_effect(f.kind, graph.nodes[f.node]))
    }
    frontier = sorted(facts)
    came = {key: rng.random() < 0.5 for key in graph.edges}
    numbers = {key: i for i, key in enumerate(graph.edges)}
    while frontier:
        node, effect = frontier.pop()
        for edge in graph.edges_from(node):
            use = classes.uses[classes.class_of[numbers[edge.key]]]
            for arrival in arrivals(edge, use, None, effect):
                if (arrival.is_certain and not comes_later(use)) or came[edge.key]:
                    for one in _with_implied(arrival.effect):
                        if (edge.to_id, one) not in facts:
                            facts.add((edge.to_id, one))
                            frontier.append((edge.to_id, one))
    return frozenset(node for node, effect in facts if effect is not Effect.SCHEMA_ADD)


def _with_implied(effect: Effect) -> list[Effect]:
    return [effect, IMPLIED[effect]] if effect in IMPLIED else [effect]
