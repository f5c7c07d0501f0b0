"""What the command palette offers: what can be done now and where one can go, best first for what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from explorer.domain.kinds import NodeKind
from explorer.domain.wording import counted
from explorer.domain.words import told
from explorer.language import tr, tr_n
from explorer.ui.actions import MENUS, SUBMENUS, Actions

if TYPE_CHECKING:  # needed when there is something to search
    from explorer.domain.system_graph import SystemGraph
    from explorer.session.search import SearchIndex

SHOWN = 50
"""Rows shown at most; the others are counted."""
_KEPT = 8
"""Recent choices that come first."""


def _without_marks(text: str) -> str:
    """A menu's words as they are read: "&Open" has a key marked, "&&" is an and."""
    return "&".join(part.replace("&", "") for part in text.split("&&"))


def _placed(title: str, names: Iterable[str | None]) -> Iterator[tuple[str, str]]:
    """The actions of a menu and of those inside it, each with the title of its own menu."""
    for name in names:
        if name in SUBMENUS:
            yield from _placed(*SUBMENUS[name])
        elif name is not None:
            yield name, title


_MENU_OF = dict(place for menu in MENUS for place in _placed(*menu))
_IN_SUBMENUS = frozenset(name for _, names in SUBMENUS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to do or one node to go to. name: of the action, or the node's id; kind: None for an action."""

    name: str
    words: str
    detail: str
    kind: NodeKind | None = None

    @property
    def is_node(self) -> bool:
        """Whether it is a node to go to."""
        return self.kind is not None


@dataclass(frozen=True, slots=True)
class Offer:
    """Choices in order, and a line that says how many there are, or what to type."""

    choices: tuple[Choice, ...]
    note: str


class Choices:
    """What is offered in one window, and what was chosen last."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        self._recent: list[tuple[bool, str]] = []
        self._doable: SearchIndex | None = None

    def chosen(self, choice: Choice) -> None:
        """From now on it comes first."""
        key = (choice.is_node, choice.name)
        self._recent = [key, *(other for other in self._recent if other != key)][:_KEPT]

    def refresh(self) -> None:
        """The actions may have other words now, and others of them may be on."""
        self._doable = None

    def offer(self, typed: str, graph: SystemGraph, nodes: SearchIndex | None, *, only_nodes: bool) -> Offer:
        """What fits; nodes: None where there are none, or where they are still being made ready."""
        if not typed.strip():
            return self._unasked(graph, only_nodes=only_nodes)
        doable = self._doable_now()
        found = []
        total = 0
        if not only_nodes:
            hits = doable.find(typed, SHOWN, self._rows(doable, is_node=False))
            total += hits.total
            found += [(hit.fit, self._action(doable.entries[hit.row].id)) for hit in hits.best]
        if nodes is not None:
            hits = nodes.find(typed, SHOWN, self._rows(nodes, is_node=True))
            total += hits.total
            found += [(hit.fit, _node(graph, nodes.entries[hit.row].id)) for hit in hits.best]
        found.sort(key=lambda pair: pair[0])  # stable: of those that fit alike, actions come first
        return Offer(tuple(choice for _, choice in found[:SHOWN]), _note(len(found[:SHOWN]), total))

    def _unasked(self, graph: SystemGraph, *, only_nodes: bool) -> Offer:
        on = [] if only_nodes else self._on()
        recent = [
            _node(graph, name) if is_node else self._action(name)
            for is_node, name in self._recent
            if (name in graph.nodes if is_node else name in on)
        ]
        rest = (self._action(name) for name in on)
        choices = tuple(dict.fromkeys((*recent, *rest)))
        return Offer(choices, _hint(len(graph.nodes), only_nodes=only_nodes))

    def _on(self) -> list[str]:
        """The actions that can be used now, in the order of the menus."""
        return [name for name in _MENU_OF if name != "palette" and self._actions[name].isEnabled()]

    def _doable_now(self) -> SearchIndex:
        if self._doable is None:
            from explorer.session.search import Entry, SearchIndex

            self._doable = SearchIndex(
                [
                    Entry(
                        name, self._action(name).words, f"{_menu_of(name)} {self._actions[name].statusTip()}"
                    )
                    for name in self._on()
                ]
            )
        return self._doable

    def _rows(self, index: SearchIndex, *, is_node: bool) -> list[int]:
        """The entries that were chosen last, the latest first."""
        rows = (index.row_of(name) for was_node, name in self._recent if was_node is is_node)
        return [row for row in rows if row is not None]

    def _action(self, name: str) -> Choice:
        action = self._actions[name]
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = _without_marks(action.text())
        # inside of another menu, an action's words rest on the menu's
        return Choice(name, f"{_menu_of(name)}: {words}" if name in _IN_SUBMENUS else words, key)


def _menu_of(name: str) -> str:
    """The words of the menu an action stands in."""
    return _without_marks(tr(_MENU_OF[name]))


def _node(graph: SystemGraph, node_id: str) -> Choice:
    node = graph.nodes[node_id]
    kind = tr("declared nowhere") if node.is_ghost else told(node.subtype or node.kind)
    parts: Iterable[str | None] = (kind, node.owner, node.id if node.id != node.name else None)
    return Choice(node_id, node.name, " · ".join(filter(None, parts)), node.kind)


def _hint(nodes: int, *, only_nodes: bool) -> str:
    if not nodes:
        return tr("Type what you want to do.")
    of = counted(nodes, "node")
    if only_nodes:
        return tr("Type a name, an id, a kind or a team of the {nodes}.", nodes=of)
    return tr("Type what you want to do, or a name, an id, a kind or a team of the {nodes}.", nodes=of)


def _note(shown: int, total: int) -> str:
    if not total:
        return tr("Nothing fits. Try fewer letters.")
    if total > shown:
        return tr(
            "The best {shown:,} of {total:,} that fit. Type more to narrow them down.",
            shown=shown,
            total=total,
        )
    return tr_n("{count:,} fits.", "{count:,} fit.", total)
