"""Fault localisation once more, straight from its definition: one hypothesis after another, every set of three."""

from itertools import combinations

from explorer.analysis.localisation.hypotheses import KINDS, prior_of, priors
from explorer.analysis.what_if.edge_classes import edge_classes
from explorer.analysis.what_if.effects import IMPLIED, Effect
from explorer.analysis.what_if.first_facts import first_effect
from explorer.analysis.what_if.passing import arrivals
from explorer.analysis.what_if.transfer import comes_later

STRENGTH = {"never": 0.0, "hardly": 0.02, "perhaps later": 0.25, "perhaps": 0.5, "surely": 0.98}
ORDER = list(STRENGTH)
LEAK, FURTHER = 0.02, 0.25


def facts_of(graph, node, effect, healthy=(), bad=(), field=None):
    """All (node, field, effect, later, certain); the healthy pass nothing on, at the bad all is there, and now."""
    classes = edge_classes(graph)
    number = {key: i for i, key in enumerate(graph.edges)}
    found, frontier = set(), [(node, field, effect, False, True)]
    while frontier:
        fact = frontier.pop()
        if fact in found:
            continue
        found.add(fact)
        at, of, what, later, certain = fact
        frontier.append((at, of, what, later, False))
        if what in IMPLIED:
            frontier.append((at, of, IMPLIED[what], later, certain))
        if at in healthy:
            continue
        if at in bad:
            later, certain = False, True
        for edge in graph.edges_from(at):
            use = classes.uses[classes.class_of[number[edge.key]]]
            for arrival in arrivals(edge, use, of, what):
                then, sure = later or comes_later(use), certain and arrival.is_certain
                frontier.append((edge.to_id, arrival.field, arrival.effect, then, sure))
    return found


def level_at(facts, node):
    """How surely these facts make the node look bad."""
    here = {
        (later, certain)
        for at, _, what, later, certain in facts
        if at == node and what is not Effect.SCHEMA_ADD
    }
    if (False, True) in here:
        return "surely"
    if here & {(False, False), (True, True)}:
        return "perhaps"
    return "perhaps later" if here else "never"


def level(graph, node, effect, field, mark, marks):
    """How surely this effect at this node makes the marked node bad, given the other marks on the way."""
    sure = [m for m in marks if m is not mark and max(m.believed, 1 - m.believed) >= 0.9]
    healthy = {m.node for m in sure if not m.is_symptom} | {mark.node}  # a way to a mark ends there
    bad = {m.node for m in sure if m.is_symptom}
    past = level_at(facts_of(graph, node, effect, healthy, bad, field), mark.node)
    through = level_at(facts_of(graph, node, effect, field=field), mark.node)
    demoted = {"surely": "perhaps", "perhaps": "hardly", "perhaps later": "hardly"}.get(through, "never")
    return max(past, demoted, key=ORDER.index)


def used_fields(graph, node):
    """The fields of a node that an edge names."""
    found = set()
    for edge in graph.edges_from(node):
        found |= set(edge.fields or ()) | {f for read in (edge.columns or {}).values() for f in read}
        found |= {edge.filter.field} if edge.filter else set()
    return sorted(found)


def hypotheses(graph, seen):
    """(node, kind, field, weight, what it predicts for each mark) of all that explains a symptom."""
    known = priors(graph, seen.changed)
    found = []
    for node in graph.nodes.values():
        used = used_fields(graph, node.id)
        for kind in KINDS[node.kind]:
            weight = prior_of(known, node.id).weight / len(KINDS[node.kind])
            fields = used if kind.value in ("schema-break", "corrupt", "shift") else []
            for field in [None, *fields]:
                share = 1 if not fields else 0.5 if field is None else 0.5 / len(fields)
                effect = first_effect(kind, node)
                row = [level(graph, node.id, effect, field, m, seen.marks) for m in seen.marks]
                if any(m.is_symptom and r != "never" for m, r in zip(seen.marks, row, strict=True)):
                    found.append((node.id, kind, field, weight * share, row))
    total = sum(weight for _, _, _, weight, _ in found)
    return [(node, kind, field, weight / total, row) for node, kind, field, weight, row in found]


def explanations(graph, seen):
    """Every set of up to three hypotheses of which none is idle, with its weight."""
    every = hypotheses(graph, seen)
    symptoms = [v for v, m in enumerate(seen.marks) if m.is_symptom]
    explained = [frozenset(v for v in symptoms if row[v] != "never") for *_, row in every]
    for size in (1, 2, 3):
        for some in combinations(range(len(every)), size):
            if all(explained[i] - frozenset().union(*(explained[j] for j in some if j != i)) for i in some):
                yield [every[i] for i in some], weight(seen, [every[i] for i in some])


def weight(seen, some):
    """Prior times likelihood of one set."""
    product = FURTHER ** (len(some) - 1)
    for _, _, _, prior, _ in some:
        product *= prior
    for v, mark in enumerate(seen.marks):
        healthy = 1 - LEAK
        for *_, row in some:
            healthy *= 1 - STRENGTH[row[v]]
        product *= mark.believed * (1 - healthy) + (1 - mark.believed) * healthy
    return product


def posterior(graph, seen):
    """Each node's probability, and each set of nodes' among those that explain every symptom (or the most)."""
    every = list(explanations(graph, seen))
    total = sum(w for _, w in every)
    nodes, covering = {}, {}
    symptoms = [v for v, m in enumerate(seen.marks) if m.is_symptom]
    counts = [sum(any(row[v] != "never" for *_, row in some) for v in symptoms) for some, _ in every]
    for (some, w), count in zip(every, counts, strict=True):
        names = frozenset(node for node, *_ in some)
        for name in names:
            nodes[name] = nodes.get(name, 0.0) + w / total
        if count == max(counts):
            covering[names] = covering.get(names, 0.0) + w / total
    return nodes, covering
