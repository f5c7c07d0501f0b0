"""Filters of nodes, as a person types them: words, and terms such as `kind:model team:"Data platform" tag:pii`.

All words and terms must fit; of values parted by commas, one. The outline, the picture and saved views know the same
filters. What looks like a term and is none (`warehouse:orders`) is a word, for names and ids hold colons, too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from explorer.domain.entities import Node
from explorer.domain.findings import Finding
from explorer.domain.kinds import Evidence, NodeKind, Severity, Subtype
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.language import marked_n, tr_n

KEYS = ("kind", "team", "tag", "evidence", "finding", "severity")
"""What a term may speak of. team: of an owner, by id or name; finding: a rule; evidence: of a node or its edges."""

NOBODY = "nobody"
"""As a team: nodes without an owner."""

_PIECE = re.compile(r'(?:[^\s"]|"[^"]*"?)+')
_VALUE = re.compile(r'(?:[^,"]|"[^"]*"?)+')
_A_WHILE = 2_500
_LEFT_OUT = marked_n(
    "{count:,} of {total} fits “{filter}”, the others are left out",
    "{count:,} of {total} fit “{filter}”, the others are left out",
)
_FADED = marked_n(
    "{count:,} of {total} fits “{filter}”, the others are faded",
    "{count:,} of {total} fit “{filter}”, the others are faded",
)

Check = Callable[[], None]


@dataclass(frozen=True, slots=True)
class NodeFilter:
    """words: in lower case, each to stand in a node's name, id, kind or owner. terms: by key, the values that fit."""

    words: tuple[str, ...] = ()
    terms: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.words or self.terms)

    @property
    def asks_for_findings(self) -> bool:
        """Whether what it finds depends on the findings there are."""
        return "finding" in self.terms or "severity" in self.terms


@dataclass(frozen=True, slots=True)
class Only:
    """The nodes that fit a filter. hides: the others are left out, else they are faded."""

    ids: frozenset[str]
    text: str = ""
    hides: bool = False

    @property
    def leaves_out(self) -> bool:
        """Whether the others are left out; where nothing fits, all is faded instead, so that there is a picture."""
        return self.hides and bool(self.ids)

    def told(self, graph: SystemGraph) -> str:
        """What fits, as a part of a subtitle."""
        fitting = sum(i in self.ids for i in graph.nodes)
        forms = _LEFT_OUT if self.leaves_out else _FADED
        return tr_n(*forms, fitting, total=counted(len(graph.nodes), "node"), filter=self.text)


def parse_filter(text: str) -> NodeFilter:
    """What was typed; every text is a filter."""
    words, terms = [], dict[str, frozenset[str]]()
    for piece in _PIECE.findall(text):
        key, colon, rest = piece.partition(":")
        if colon and key.lower() in KEYS:
            values = {_bare(value) for value in _VALUE.findall(rest)} - {""}
            if values:  # else somebody is still typing
                known = terms.get(key.lower(), frozenset[str]())
                terms[key.lower()] = known | values
        elif _bare(piece):
            words.append(_bare(piece))
    return NodeFilter(tuple(words), terms)


def term(key: str, value: str) -> str:
    """A term as it is typed."""
    plain = value.replace('"', " ")
    return f'{key}:"{plain}"' if re.search(r"[\s,]", plain) else f"{key}:{plain}"


def toggled(text: str, key: str, value: str) -> str:
    """The filter with this value, or without it where it has it; the rest is left as it is."""
    wanted, kept, found = _bare(value.replace('"', " ")), [], False
    for piece in _PIECE.findall(text):
        name, colon, rest = piece.partition(":")
        if not (colon and name.lower() == key):
            kept.append(piece)
            continue
        values = _VALUE.findall(rest)
        left = [v for v in values if _bare(v) != wanted]
        found = found or len(left) < len(values)
        if left:
            kept.append(f"{name}:{','.join(left)}")
    if not found:
        mine = next((n for n, piece in enumerate(kept) if piece.lower().startswith(f"{key}:")), None)
        if mine is None:
            kept.append(term(key, value))
        else:
            kept[mine] += "," + term(key, value).partition(":")[2]
    return " ".join(kept)


def matching(
    graph: SystemGraph,
    wanted: NodeFilter,
    findings: Sequence[Finding] = (),
    check: Check = lambda: None,
) -> frozenset[str]:
    """The ids of the nodes that fit. check: called now and then, and may raise to stop it."""
    kept: list[str] = []
    for part in matching_in_parts(graph, wanted, findings):
        check()
        kept += part
    return frozenset(kept)


def matching_in_parts(
    graph: SystemGraph, wanted: NodeFilter, findings: Sequence[Finding] = ()
) -> Iterator[list[str]]:
    """The same in order of id, some nodes at a time: those of each part that fit."""
    found = _with_findings(wanted, findings) if wanted.asks_for_findings else None
    evidence = _at_edges(graph, wanted.terms["evidence"]) if "evidence" in wanted.terms else frozenset[str]()
    kinds, nodes = kind_words(), tuple(graph.nodes.values())
    for start in range(0, len(nodes), _A_WHILE):
        yield [
            node.id
            for node in nodes[start : start + _A_WHILE]
            if (found is None or node.id in found) and _fits(graph, node, wanted, evidence, kinds)
        ]


def offered(
    graph: SystemGraph, findings: Sequence[Finding] = (), most: int = 40
) -> dict[str, tuple[tuple[str, int], ...]]:
    """By key the values that occur and how many nodes or findings have each; kinds in order, else most first."""
    nodes = graph.nodes.values()
    kinds = Counter(str(node.kind) for node in nodes)
    known = Counter(str(node.evidence) for node in nodes)
    known.update(str(edge.evidence) for edge in graph.edges.values())
    severities = Counter(str(finding.severity) for finding in findings)
    return {
        "kind": _in_order(kinds, NodeKind),
        "team": tuple(Counter(node.owner or NOBODY for node in nodes).most_common(most)),
        "tag": tuple(Counter(tag for node in nodes for tag in node.tags or ()).most_common(most)),
        "evidence": _in_order(known, Evidence),
        "finding": tuple(Counter(finding.rule for finding in findings).most_common(most)),
        "severity": _in_order(severities, Severity),
    }


def _in_order(counts: Counter[str], words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple((str(word), counts[str(word)]) for word in words if counts[str(word)])


def _bare(value: str) -> str:
    return value.replace('"', "").strip().lower()


def kind_words() -> dict[str, str]:
    """Each kind and subtype as a manifest has it, and beside it as it is told where that is another word."""
    words = (*Subtype, *NodeKind)
    return {word: str(word) if told(word) == word else f"{word} {told(word)}" for word in words}


def _fits(
    graph: SystemGraph,
    node: Node,
    wanted: NodeFilter,
    evidence: frozenset[str],
    kinds: Mapping[str, str],
) -> bool:
    for key, values in wanted.terms.items():
        if key == "kind":
            fits = not values.isdisjoint((str(node.kind), str(node.subtype)))
        elif key == "team":
            fits = not values.isdisjoint(_teams(graph, node))
        elif key == "tag":
            fits = any(tag.lower() in values for tag in node.tags or ())
        elif key == "evidence":
            fits = str(node.evidence) in values or node.id in evidence
        else:
            fits = True  # findings, which were asked first
        if not fits:
            return False
    if not wanted.words:
        return True
    subtype = kinds[node.subtype] if node.subtype else ""
    text = f"{node.name} {node.id} {kinds[node.kind]} {subtype} {node.owner or ''}".lower()
    return all(word in text for word in wanted.words)


def _teams(graph: SystemGraph, node: Node) -> tuple[str, ...]:
    if node.owner is None:
        return (NOBODY,)
    team = graph.teams.get(node.owner)
    return node.owner.lower(), team.name.lower() if team is not None and team.name else ""


def _at_edges(graph: SystemGraph, values: frozenset[str]) -> frozenset[str]:
    """The nodes at an edge that is known so."""
    return frozenset(i for key, edge in graph.edges.items() if str(edge.evidence) in values for i in key[:2])


def _with_findings(wanted: NodeFilter, findings: Sequence[Finding]) -> frozenset[str]:
    """The nodes of the findings that fit by rule and by severity."""
    rules, severities = wanted.terms.get("finding"), wanted.terms.get("severity")
    return frozenset(
        node
        for finding in findings
        if (rules is None or finding.rule.lower() in rules)
        and (severities is None or str(finding.severity) in severities)
        for node in finding.nodes
    )
