"""Which teams of what is shown are closed to one card, and how many of the least important nodes are left out.

The whole system and a focus have a folding each: a focus is looked at closely, so it begins with everything open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from explorer.domain.geometry import Point
from explorer.domain.saved_views import Shown
from explorer.drawing.folded import NO_FOLDING, Folding, card_of, overview_of, team_of

if TYPE_CHECKING:
    from explorer.domain.system_graph import SystemGraph
    from explorer.session.views import View
    from explorer.session.what_ifs import WhatIf


class Folds(QObject):
    """What a person wants closed, and what the picture shows of that."""

    changed = Signal()
    """Another picture is wanted."""
    settled = Signal()
    """The picture shows what is wanted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self._whole: Folding | None = None  # of a system that is not shown yet it is not known
        self._part = NO_FOLDING
        self._is_part = False
        self._sought: frozenset[str] = frozenset()  # hidden nodes that a person went to
        self._cards: dict[str, Point] = {}

    @property
    def folding(self) -> Folding:
        """What is wanted now."""
        return self._part if self._is_part else self._whole or NO_FOLDING

    @property
    def line(self) -> str:
        """What the picture does not show by itself, in words; empty where it shows all."""
        return "" if self._view is None or self._view.folded is None else self._view.folded.told

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams of what is shown."""
        return () if self._view is None else self._view.teams

    @property
    def cards(self) -> Mapping[str, Point]:
        """Where a person put the cards of closed teams."""
        return {} if self._is_part else self._cards

    def shown(self, graph: SystemGraph) -> Shown | None:
        """How much of the whole system is drawn, to be kept in its file; None where that is as it is drawn first."""
        if self._whole is None or (self._whole == overview_of(graph) and not self._cards):
            return None
        return Shown(
            tuple(sorted(self._whole.closed)),
            self._whole.least,
            tuple(
                sorted((team, at) for card, at in self._cards.items() if (team := team_of(card)) is not None)
            ),
        )

    @property
    def here(self) -> Shown:
        """How much is drawn of what is looked at now."""
        return Shown(tuple(sorted(self.folding.closed)), self.folding.least)

    def show(self, shown: Shown) -> None:
        """Draw as much as this."""
        self._sought = frozenset()
        self._set(Folding(frozenset(shown.closed), shown.least))

    def wanted(self, what_if: WhatIf | None) -> Folding | None:
        """The folding to draw; None for the one that a system is first shown with. What is affected is not hidden."""
        if not self._is_part and self._whole is None:
            return None
        return self._kept(self.folding, what_if)

    def is_behind(self, what_if: WhatIf | None) -> bool:
        """Whether the picture hides what matters in this what-if as one of the least important."""
        return self._view is not None and self._view.folding != self._kept(self._view.folding, what_if)

    def begin(self, *, is_part: bool) -> None:
        """A focus is shown next, or the whole system again."""
        self._is_part, self._part, self._sought = is_part, NO_FOLDING, frozenset()

    def forget(self, shown: Shown | None = None) -> None:
        """Another system is shown next, as much of it as was shown before, where that is known."""
        self._view, self._whole = None, None
        self._cards.clear()
        if shown is not None:
            self._whole = Folding(frozenset(shown.closed), shown.least)
            self._cards.update((card_of(team), at) for team, at in shown.cards)
        self.begin(is_part=False)
        self.settled.emit()

    def take(self, view: View) -> None:
        """This is shown now."""
        self._view = view
        if not self._is_part and self._whole is None:
            self._whole = view.folding
        self.settled.emit()

    def put_cards(self, positions: Mapping[str, Point]) -> dict[str, Point]:
        """Keep where a person put closed teams; their part of these positions."""
        moved = {i: point for i, point in positions.items() if team_of(i) is not None}
        self._cards.update(moved)
        return moved

    def give_back_cards(self) -> None:
        """The layout may place closed teams again."""
        self._cards.clear()

    def toggle(self, teams: Iterable[str]) -> None:
        """Open these teams where all of them are closed, else close them."""
        named = frozenset(teams)
        closed = self.folding.closed
        if named:
            self._close(closed - named if named <= closed else closed | named)

    def close_all(self) -> None:
        """A card for each team."""
        self._close(frozenset(self.teams))

    def open_all(self) -> None:
        """Every team with its nodes."""
        self._close(frozenset())

    def set_least(self, share: float) -> None:
        """Leave out this share of the nodes that stand by themselves, the least important first."""
        if share != self.folding.least:
            self._sought = frozenset()
            self._set(replace(self.folding, least=share))

    def show_all(self) -> None:
        """Every node by itself."""
        self._set(NO_FOLDING)

    def card_with(self, node: str) -> str | None:
        """The card that a node is drawn in; None where it stands by itself, or is not drawn."""
        folded = None if self._view is None else self._view.folded
        return None if folded is None else folded.within.get(node)

    def is_hidden(self, node: str) -> bool:
        """Whether a node is left out as one of the least important."""
        folded = None if self._view is None else self._view.folded
        return folded is not None and node in folded.hidden

    def reveal(self, node: str) -> bool:
        """Draw a node by itself; whether there was need."""
        card = self.card_with(node)
        if card is not None:
            self._close(frozenset(t for t in self.folding.closed if card_of(t) != card))
        elif self.is_hidden(node):
            self._sought |= {node}
            self.changed.emit()
        return card is not None or self.is_hidden(node)

    def _kept(self, folding: Folding, what_if: WhatIf | None) -> Folding:
        affected = {row.id for row in what_if.rows} if what_if is not None and folding.least else set()
        return replace(folding, kept=self._sought | affected if folding.least else frozenset())

    def _close(self, teams: frozenset[str]) -> None:
        self._set(replace(self.folding, closed=teams))

    def _set(self, folding: Folding) -> None:
        if folding == self.folding:
            return
        if self._is_part:
            self._part = folding
        else:
            self._whole = folding
        self.changed.emit()
