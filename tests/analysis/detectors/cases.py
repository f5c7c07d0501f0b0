"""Mini-cases of detectors, and what holds for every one of them.

A detector finds its debt in `positive` and nothing in the near-misses (what is like it and is none); the remedy,
applied to the positive, clears it. Names, and what else the system holds, change nothing.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from explorer.analysis.debts import find_debts
from explorer.analysis.detectors.inspection import Inspection
from explorer.domain.entities import EdgeKey, Suppression
from explorer.domain.findings import Finding
from explorer.domain.system_graph import SystemGraph
from tests.analysis.systems import node, system

TODAY = date(2026, 11, 20)


@dataclass(frozen=True)
class Case:
    """A rule, its detector and its small systems. at: the node whose entry suppresses it; variant: of the rule."""

    rule: str
    find: Callable[[Inspection], list[Finding]]
    positive: SystemGraph
    near_misses: dict[str, SystemGraph]
    remedied: SystemGraph
    at: str
    variant: str = ""
    named: frozenset[str] = field(default=frozenset())
    "Nodes whose very ids are what the rule is about."

    def __str__(self):
        return f"{self.rule} {self.variant}".strip()

    def found(self, graph):
        """The rule's findings, of the variant."""
        return [
            f
            for f in self.find(Inspection(graph, TODAY))
            if f.rule == self.rule and f.variant == self.variant
        ]


def essence(findings, names=None):
    """What of findings must not depend on names: rule, variant, severity, nodes and edges."""
    names = names or {}

    def of(node_id):
        return names.get(node_id, node_id)

    return Counter(
        (
            f.rule,
            f.variant,
            f.severity,
            frozenset(map(of, f.nodes)),
            frozenset(EdgeKey(of(k.from_id), of(k.to_id), k.kind) for k in f.edges),
        )
        for f in findings
    )


def relabelled(graph, names):
    """The system under other ids; what refers to an id follows."""

    def of(node_id):
        return names.get(node_id, node_id)

    return SystemGraph.of(
        (
            replace(n, id=of(n.id), name=of(n.id), superseded_by=n.superseded_by and of(n.superseded_by))
            for n in graph.nodes.values()
        ),
        (replace(e, from_id=of(e.from_id), to_id=of(e.to_id)) for e in graph.edges.values()),
        as_of=graph.as_of,
        teams=graph.teams.values(),
    )


def beside(graph, other):
    """Two systems that have nothing to do with each other, as one."""
    return graph.with_parts(other.nodes.values(), other.edges.values())


def tidy_component():
    """A small system in order, under names that no case uses."""
    return system(
        [
            node("producer", "zz-sensor", owner="zz"),
            node("dataset", "zz-raw", owner="zz"),
            node("job", "zz-clean", owner="zz"),
            node("dataset", "zz-clean-data", owner="zz"),
            node("consumer", "zz-page", owner="zz"),
        ],
        [
            ("zz-sensor", "zz-raw"),
            ("zz-raw", "zz-clean"),
            ("zz-clean", "zz-clean-data"),
            ("zz-clean-data", "zz-page"),
        ],
    )


def suppressing(graph, at, rule, days=30, about=None):
    """The system with a suppression at one node that ends so many days from today."""
    said = Suppression(rule=rule, reason="known", until=TODAY + timedelta(days=days), about=about)
    return graph.with_parts([replace(graph.nodes[at], suppress=(said,))])


def permutations_of(graph, fixed):
    """Strategies of new names for all nodes but the fixed ones."""
    ids = [i for i in graph.nodes if i not in fixed]
    return st.permutations([f"n{i:02d}" for i in range(len(ids))]).map(
        lambda new: dict(zip(ids, new, strict=True))
    )


def all_debts(graph):
    """Everything that is found, as of the day of the cases."""
    return find_debts(graph, today=TODAY)
