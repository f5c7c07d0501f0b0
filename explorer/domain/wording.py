"""How counts and names are put into sentences, so that all of them read alike."""

from __future__ import annotations

from collections.abc import Iterable

from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph

_PLURALS = {
    "feedback loop": "feedback loops",
    "this": "these",
    "is": "are",
    "has": "have",
    "entry": "entries",
}


def counted(count: int, noun: str) -> str:
    """ "1 node", "4 nodes"."""
    return f"{count:,} {noun if count == 1 else _PLURALS.get(noun, noun + 's')}"


def listed(names: Iterable[str], most: int = 4) -> str:
    """ "a", "a and b", "a, b, c and 12 more"."""
    names = list(names)
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    if len(names) > 1:
        return f"{', '.join(names[:-1])} and {names[-1]}"
    return names[0] if names else "nothing"


def named(graph: SystemGraph, ids: Iterable[str], most: int = 4) -> str:
    """The names of these nodes, listed."""
    return listed([graph.nodes[i].name for i in ids], most)


def spoken(rule: str) -> str:
    """A rule's name as words, with a capital."""
    words = rule.replace("-", " ")
    return words[:1].upper() + words[1:]


def severities_told(severities: Iterable[Severity]) -> str:
    """ "2 errors, 1 note"; empty where there are none."""
    counts = dict.fromkeys(Severity, 0)
    for severity in severities:
        counts[severity] += 1
    return ", ".join(counted(count, severity_word(each)) for each, count in counts.items() if count)


def severity_word(severity: Severity) -> str:
    """What a person calls a finding of this severity."""
    return "note" if severity is Severity.INFO else severity.value
