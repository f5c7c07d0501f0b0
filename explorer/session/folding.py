"""Many findings as few lines: by rule, and feedback loops by the part of the system and the model they run through.

Nothing is left out by it; whoever unfolds a group sees every finding that was there before.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from explorer.domain.entities import EdgeKey
from explorer.domain.findings import Finding, SuppressedFinding
from explorer.domain.kinds import NodeKind, Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named, severities_told, spoken
from explorer.language import tr

_IN_PARTS = frozenset(("feedback-loop",))
"""Rules of which one part of a system may give dozens of findings."""
_ORDER = {severity: place for place, severity in enumerate(Severity)}

_A_STEP = 200
"""Findings, of which one may speak of a hundred nodes."""

Held = Finding | SuppressedFinding


@dataclass(frozen=True, eq=False)
class FindingGroup:
    """Findings that are told together, the worst first; below them smaller groups or the findings themselves.

    common: the nodes that all of them speak of, where only the others tell them apart.
    """

    title: str
    severity: Severity
    findings: tuple[Finding, ...]
    children: tuple[FindingGroup | Held, ...]
    common: frozenset[str] = frozenset()

    @property
    def told(self) -> str:
        """How many there are of each severity."""
        return severities_told(f.severity for f in self.findings)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Every node that one of them speaks of."""
        return tuple(dict.fromkeys(i for f in self.findings for i in f.nodes))

    @cached_property
    def edges(self) -> tuple[EdgeKey, ...]:
        """Every edge that one of them speaks of."""
        return tuple(dict.fromkeys(key for f in self.findings for key in f.edges))


def folding(
    graph: SystemGraph, findings: Iterable[Finding], suppressed: Sequence[SuppressedFinding] = ()
) -> Generator[None, None, tuple[FindingGroup, ...]]:
    """A group for each rule, the worst and then the largest first; what is suppressed comes last.

    In steps, between which somebody else may have a turn: there may be tens of thousands.
    """
    rules: dict[str, list[Finding]] = {}
    for finding in findings:
        rules.setdefault(finding.rule, []).append(finding)
    groups = []
    for rule, found in rules.items():
        yield
        children = yield from _children(graph, rule, found)
        groups.append(_group(spoken(rule), found, children))
    groups.sort(key=lambda g: (_ORDER[g.severity], -len(g.findings), g.title))
    if suppressed:
        groups.append(_group(tr("Suppressed"), [s.finding for s in suppressed], tuple(suppressed)))
    return tuple(groups)


def _group(
    title: str, found: list[Finding], children: Sequence[FindingGroup | Held], common: Iterable[str] = ()
) -> FindingGroup:
    worst = min((f.severity for f in found), key=_ORDER.__getitem__)
    return FindingGroup(title, worst, tuple(found), tuple(children), frozenset(common))


def _children(
    graph: SystemGraph, rule: str, found: list[Finding]
) -> Generator[None, None, Sequence[FindingGroup | Held]]:
    if rule not in _IN_PARTS:
        return found
    parts = yield from _parts(found)
    if len(parts) == 1:
        return _by_model(graph, found)
    children: list[FindingGroup | Held] = []
    for part in parts:
        if len(part) == 1:
            children.append(part[0])
        else:
            title = tr("Around {models}", models=_models(graph, part))
            children.append(_group(title, part, _by_model(graph, part)))
            yield
    return children


def _by_model(graph: SystemGraph, part: list[Finding]) -> Sequence[FindingGroup | Held]:
    """What one model does in many ways is told once, where it is told more than once."""
    ways: dict[tuple[str, str], list[Finding]] = {}
    for finding in part:
        ways.setdefault((finding.variant, finding.nodes[0]), []).append(finding)
    return [
        found[0]
        if len(found) == 1
        else _group(
            f"{spoken(variant)}: {named(graph, [node])}",
            found,
            found,
            frozenset(found[0].nodes).intersection(*(f.nodes for f in found)),
        )
        for (variant, node), found in ways.items()
    ]


def _models(graph: SystemGraph, part: list[Finding]) -> str:
    nodes = [i for i in dict.fromkeys(i for f in part for i in f.nodes) if i in graph.nodes]
    models = [i for i in nodes if graph.nodes[i].kind is NodeKind.MODEL]
    return named(graph, models or nodes[:2], most=2)


def _parts(found: list[Finding]) -> Generator[None, None, list[list[Finding]]]:
    """The findings that hang together by nodes they share, in the order of the first of each."""
    of_node: dict[str, int] = {}
    leader = list(range(len(found)))

    def lead(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for place, finding in enumerate(found):
        own = place
        for node in finding.nodes:
            known = of_node.setdefault(node, own)
            if known != own and (other := lead(known)) != own:
                own, behind = sorted((own, other))
                leader[behind] = own
        if place % _A_STEP == 0:
            yield
    parts: dict[int, list[Finding]] = {}
    for place, finding in enumerate(found):
        parts.setdefault(lead(place), []).append(finding)
    return list(parts.values())
