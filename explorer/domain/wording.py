"""How counts and names are put into sentences, so that all of them read alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.words import told
from explorer.language import ENGLISH, marked_n, spoken_language, tr, tr_in, tr_n

_COUNTED: Mapping[str, tuple[str, str]] = {
    "action": marked_n("{count:,} action", "{count:,} actions"),
    "affected node": marked_n("{count:,} affected node", "{count:,} affected nodes"),
    "artifact": marked_n("{count:,} artifact", "{count:,} artifacts"),
    "consumer": marked_n("{count:,} consumer", "{count:,} consumers"),
    "contract": marked_n("{count:,} contract", "{count:,} contracts"),
    "dataset": marked_n("{count:,} dataset", "{count:,} datasets"),
    "day": marked_n("{count:,} day", "{count:,} days"),
    "doubt": marked_n("{count:,} doubt", "{count:,} doubts"),
    "edge": marked_n("{count:,} edge", "{count:,} edges"),
    "edit": marked_n("{count:,} edit", "{count:,} edits"),
    "effect": marked_n("{count:,} effect", "{count:,} effects"),
    "error": marked_n("{count:,} error", "{count:,} errors"),
    "extra probe": marked_n("{count:,} extra probe", "{count:,} extra probes"),
    "feature": marked_n("{count:,} feature", "{count:,} features"),
    "feedback loop": marked_n("{count:,} feedback loop", "{count:,} feedback loops"),
    "foreign key": marked_n("{count:,} foreign key", "{count:,} foreign keys"),
    "finding": marked_n("{count:,} finding", "{count:,} findings"),
    "gap": marked_n("{count:,} gap", "{count:,} gaps"),
    "job": marked_n("{count:,} job", "{count:,} jobs"),
    "less likely suspect": marked_n("{count:,} less likely suspect", "{count:,} less likely suspects"),
    "mark": marked_n("{count:,} mark", "{count:,} marks"),
    "metric": marked_n("{count:,} metric", "{count:,} metrics"),
    "model": marked_n("{count:,} model", "{count:,} models"),
    "monitor": marked_n("{count:,} monitor", "{count:,} monitors"),
    "more action": marked_n("{count:,} more action", "{count:,} more actions"),
    "more cleared node": marked_n("{count:,} more cleared node", "{count:,} more cleared nodes"),
    "more comparison": marked_n("{count:,} more comparison", "{count:,} more comparisons"),
    "more edge": marked_n("{count:,} more edge", "{count:,} more edges"),
    "more feature": marked_n("{count:,} more feature", "{count:,} more features"),
    "more model": marked_n("{count:,} more model", "{count:,} more models"),
    "name": marked_n("{count:,} name", "{count:,} names"),
    "node": marked_n("{count:,} node", "{count:,} nodes"),
    "objective": marked_n("{count:,} objective", "{count:,} objectives"),
    "other finding": marked_n("{count:,} other finding", "{count:,} other findings"),
    "other node": marked_n("{count:,} other node", "{count:,} other nodes"),
    "other way": marked_n("{count:,} other way", "{count:,} other ways"),
    "part": marked_n("{count:,} part", "{count:,} parts"),
    "problem": marked_n("{count:,} problem", "{count:,} problems"),
    "producer": marked_n("{count:,} producer", "{count:,} producers"),
    "query": marked_n("{count:,} query", "{count:,} queries"),
    "read": marked_n("{count:,} read", "{count:,} reads"),
    "reader": marked_n("{count:,} reader", "{count:,} readers"),
    "round": marked_n("{count:,} round", "{count:,} rounds"),
    "seed": marked_n("{count:,} seed", "{count:,} seeds"),
    "sentence": marked_n("{count:,} sentence", "{count:,} sentences"),
    "smaller jungle": marked_n("{count:,} smaller jungle", "{count:,} smaller jungles"),
    "step": marked_n("{count:,} step", "{count:,} steps"),
    "suspect": marked_n("{count:,} suspect", "{count:,} suspects"),
    "table": marked_n("{count:,} table", "{count:,} tables"),
    "team": marked_n("{count:,} team", "{count:,} teams"),
    "test": marked_n("{count:,} test", "{count:,} tests"),
    "thin bundle": marked_n("{count:,} thin bundle", "{count:,} thin bundles"),
    "time": marked_n("{count:,} time", "{count:,} times"),
    "version": marked_n("{count:,} version", "{count:,} versions"),
    "way": marked_n("{count:,} way", "{count:,} ways"),
}
_SEVERITIES: Mapping[Severity, tuple[str, str]] = {
    Severity.ERROR: marked_n("{count:,} error", "{count:,} errors"),
    Severity.WARNING: marked_n("{count:,} warning", "{count:,} warnings"),
    Severity.INFO: marked_n("{count:,} note", "{count:,} notes"),
}


def counted(count: int, noun: str) -> str:
    """ "1 node", "4 nodes". noun: one of the table above; KeyError for another."""
    return tr_n(*_COUNTED[noun], count)


def listed(names: Iterable[str], most: int = 4) -> str:
    """ "a", "a and b", "a, b, c and 12 more"."""
    names = list(names)
    return _told(names[:most], len(names))


def named(graph: SystemGraph, ids: Iterable[str], most: int = 4) -> str:
    """The names of these nodes, listed."""
    ids = list(ids)
    return _told([graph.nodes[i].name for i in ids[:most]], len(ids))


def _told(names: Sequence[str], count: int) -> str:
    """The first of so many names, and how many there are besides."""
    if count > len(names):
        return tr("{names} and {count:,} more", names=", ".join(names), count=count - len(names))
    if len(names) > 1:
        return tr("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])
    return names[0] if names else tr("nothing")


def spoken(rule: str) -> str:
    """A rule's name as words, with a capital; likewise a variant of it."""
    words = rule.replace("-", " ")
    return tr_in("rule", words[:1].upper() + words[1:])


def inside(title: str) -> str:
    """A title, or a sentence, as it stands inside of another: English begins it with a small letter there."""
    return title[:1].lower() + title[1:] if spoken_language() == ENGLISH else title


def severities_told(severities: Iterable[Severity]) -> str:
    """ "2 errors, 1 note"; empty where there are none."""
    counts = dict.fromkeys(Severity, 0)
    for severity in severities:
        counts[severity] += 1
    return ", ".join(counted_findings(count, each) for each, count in counts.items() if count)


def counted_findings(count: int, severity: Severity) -> str:
    """ "1 error", "4 notes"."""
    return tr_n(*_SEVERITIES[severity], count)


def severity_word(severity: Severity) -> str:
    """What a person calls a finding of this severity."""
    return tr_in("Severity", "note") if severity is Severity.INFO else told(severity)
