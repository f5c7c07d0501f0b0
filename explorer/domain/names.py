"""Finding the node a person means: by its id, by a name that only one has, or by any unambiguous end of the id."""

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
    """The node that `known_node` finds; UsageError lists what it could be, or the nearest, where it finds none."""
    found = known_node(graph, text)
    if found is not None:
        return found
    if named := _called(graph, text):
        raise UsageError(
            tr("Several nodes are called “{name}”.", name=text),
            hint=tr("Give an id: {ids}.", ids=_listed(sorted(named))),
        )
    if ends := _ending(graph, text):
        raise UsageError(
            tr("“{text}” could be any of {ids}.", text=text, ids=_listed(sorted(_whole(ends, text) or ends))),
            hint=tr("Give more of the id."),
        )
    near = nearest(text, dict.fromkeys((*graph.nodes, *(node.name for node in graph.nodes.values()))))
    hint = tr("Nearest: {names}.", names=_listed(near)) if near else None
    raise UsageError(tr("There is no node “{name}”.", name=text), hint=hint)


def known_node(graph: SystemGraph, text: str) -> str | None:
    """The node whose id or only whose name `text` is, or whose id it unambiguously ends."""
    if text in graph.nodes:
        return text
    called = _called(graph, text)
    if len(called) == 1:
        return called[0]
    ends = _ending(graph, text)
    return next((found[0] for found in (_whole(ends, text), ends) if len(found) == 1), None)


def spoken_names(graph: SystemGraph) -> dict[str, str]:
    """How a person can write of each node so that `resolve_node` finds it: by its name, else by its id."""
    counts = Counter(node.name for node in graph.nodes.values())
    return {
        i: node.name if counts[node.name] == 1 and _is_a_name(graph, node.name) else i
        for i, node in graph.nodes.items()
    }


def spoken_name(graph: SystemGraph, node_id: str) -> str:
    """What `spoken_names` has for this one."""
    name = graph.nodes[node_id].name
    return name if _is_a_name(graph, name) and len(_called(graph, name)) == 1 else node_id


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


def _is_a_name(graph: SystemGraph, text: str) -> bool:
    """Whether a line of a form gives this back as it is, and it is no node's id."""
    return bool(text) and text.isprintable() and text == text.strip() and text not in graph.nodes


def _called(graph: SystemGraph, name: str) -> list[str]:
    return [i for i, node in graph.nodes.items() if name and node.name == name]


def _ending(graph: SystemGraph, text: str) -> list[str]:
    return [i for i in graph.nodes if text and i.endswith(text)]


def _whole(ends: list[str], text: str) -> list[str]:
    """Those of which `text` is whole parts."""
    return [i for i in ends if i[-len(text) - 1] in _BOUNDARIES]


def _pairs(text: str) -> set[str]:
    """Each two letters that follow one another, the first letter also by itself; names alike share many."""
    return {text[i : i + 2] for i in range(len(text) - 1)} | {text[:1]}


def _listed(names: list[str], most: int = 5) -> str:
    told = ", ".join(names[:most])
    return tr("{names} and {count} more", names=told, count=len(names) - most) if len(names) > most else told
