"""Finding the node a person means: by its id, or by any unambiguous end of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches

from explorer.domain.system_graph import SystemGraph
from explorer.errors import UsageError
from explorer.language import tr

_BOUNDARIES = "/.:-_"
_COMPARED = 100
"""Names compared letter by letter; of more, those that share the most pairs of letters."""
_LONGEST_COMPARED = 200


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
            tr("“{text}” could be any of {ids}.", text=text, ids=_listed(sorted(whole or ends))),
            hint=tr("Give more of the id."),
        )
    near = nearest(text, graph.nodes)
    hint = tr("Nearest: {names}.", names=_listed(near)) if near else None
    raise UsageError(tr("There is no node “{name}”.", name=text), hint=hint)


def nearest(text: str, names: Iterable[str], count: int = 3) -> list[str]:
    """The names most like `text`, best first; names are also compared by their last part."""
    return NameIndex(names).nearest(text, count)


def did_you_mean(near: list[str]) -> str:
    """A question for the nearest of these names; empty where there is none."""
    return tr("Did you mean “{name}”?", name=near[0]) if near else ""


class NameIndex:
    """Names made ready for many questions of which is nearest; comparing with all of 10,000 takes 50 ms each."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names_of: dict[str, list[str]] = {}
        for name in names:
            self._names_of.setdefault(name.lower(), []).append(name)
            last_part = name.rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
            if last_part != name.lower():
                self._names_of.setdefault(last_part, []).append(name)
        self._having_pair: dict[str, list[str]] = {}
        if len(self._names_of) > _COMPARED:
            for form in self._names_of:
                for pair in _pairs(form):
                    self._having_pair.setdefault(pair, []).append(form)

    def nearest(self, text: str, count: int = 3) -> list[str]:
        """The names most like `text`, best first."""
        sought = text[:_LONGEST_COMPARED].lower()
        forms: Iterable[str] = self._names_of
        if self._having_pair:
            shared: Counter[str] = Counter()
            for pair in _pairs(sought):
                shared.update(self._having_pair.get(pair, ()))
            forms = (form for form, _ in shared.most_common(_COMPARED))
        compared = [form for form in forms if len(form) <= 2 * _LONGEST_COMPARED]
        found: list[str] = []
        for match in get_close_matches(sought, compared, n=count, cutoff=0.6):
            found.extend(n for n in self._names_of[match] if n not in found)
        return found[:count]


def _pairs(text: str) -> set[str]:
    """Each two letters that follow one another, the first letter also by itself; names alike share many."""
    return {text[i : i + 2] for i in range(len(text) - 1)} | {text[:1]}


def _listed(names: list[str], most: int = 5) -> str:
    told = ", ".join(names[:most])
    return tr("{names} and {count} more", names=told, count=len(names) - most) if len(names) > most else told
