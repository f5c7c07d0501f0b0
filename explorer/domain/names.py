"""Finding the node a person means: by its id, or by any unambiguous end of it."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError

_BOUNDARIES = "/.:-_"


def resolve_node(graph: SystemGraph, text: str) -> str:
    """The id that `text` is or unambiguously ends; UsageError lists the nearest where that fails."""
    if text in graph.nodes:
        return text
    ends = [i for i in graph.nodes if text and i.endswith(text)]
    whole = [i for i in ends if i[-len(text) - 1] in _BOUNDARIES]
    for candidates in (whole, ends):
        if len(candidates) == 1:
            return candidates[0]
    if ends:
        raise UsageError(
            f"“{text}” could be any of {_listed(sorted(whole or ends))}.", hint="Give more of the id."
        )
    near = nearest(text, graph.nodes)
    hint = f"Nearest: {_listed(near)}." if near else None
    raise UsageError(f"There is no node “{text}”.", hint=hint)


def nearest(text: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names most like `text`, best first; names are also compared by their last part."""
    short: dict[str, list[str]] = {}
    for name in names:
        short.setdefault(name.lower(), []).append(name)
        short.setdefault(name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower(), []).append(name)
    found: list[str] = []
    for match in get_close_matches(text[:200].lower(), list(short), n=count, cutoff=0.6):
        found.extend(n for n in short[match] if n not in found)
    return found[:count]


def _listed(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
