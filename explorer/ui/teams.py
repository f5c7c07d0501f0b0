"""Teams in the window: closed to a card and opened again, the least important hidden, and the line that says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from explorer.domain.wording import counted, listed
from explorer.domain.words import told
from explorer.drawing.folded import area_of, card_of, team_name, team_of
from explorer.drawing.text import shown
from explorer.language import tr
from explorer.ui.actions import LONGEST_NAME

if TYPE_CHECKING:
    from explorer.domain.entities import EdgeKey
    from explorer.ui.canvas.canvas import Canvas
    from explorer.ui.desk import Desk
    from explorer.ui.main_window import MainWindow

_MOST_NAMES = 3
_LEGIBLE = 0.5
"""At a smaller zoom the names of an opened team would hardly be read."""


class Teams:
    """What one window offers to whoever has too much to look at."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._project = window.project
        self._folds = window.project.showing.folds
        self._actions = window.actions_by_name
        self._actions.connect(
            {
                "close_team": self._toggle_selected,
                "close_teams": self._folds.close_all,
                "open_teams": self._folds.open_all,
                "least": lambda: window.desk.importance.open(),
            }
        )
        self._opened: tuple[str, ...] = ()  # nodes to be looked at as soon as they are drawn
        self._enable()

    def connect_desk(self, desk: Desk) -> None:
        """Follow the canvas, and say what it does not show."""
        desk.canvas.team_toggled.connect(lambda team: self._toggle((team,)))
        desk.canvas.edge_selected.connect(self._tell_bundle)
        desk.canvas.selection_changed.connect(lambda _: self._enable())
        desk.fold_banner.left.connect(self._folds.show_all)
        desk.importance.moved.connect(self._folds.set_least)
        desk.importance.left.connect(desk.canvas.setFocus)
        desk.outline.selection_changed.connect(self._tell_place)
        self._folds.settled.connect(lambda: self._show(desk))
        self._project.picture_changed.connect(lambda *_: self._arrive(desk.canvas))
        self._show(desk)

    def _show(self, desk: Desk) -> None:
        line = self._folds.line
        how = tr("{what}. Double-click a team, or press Enter on it, to open it.", what=line)
        desk.fold_banner.tell((how if self._folds.folding.closed else f"{line}.") if line else "")
        desk.importance.show_share(self._folds.folding.least)
        self._enable()

    def _enable(self) -> None:
        teams, closed = self._folds.teams, self._folds.folding.closed
        self._actions.enable(("close_team",), next(self._selected_teams(), None) is not None)
        self._actions.enable(("close_teams",), not closed.issuperset(teams))
        self._actions.enable(("open_teams",), bool(closed))
        self._actions.enable(("least",), self._project.is_open)

    def _selected_teams(self) -> Iterator[str]:
        """The team of each selected node that has one."""
        nodes = self._project.graph.nodes
        known = (nodes[i] for i in self._window.selection if i in nodes)
        return (team for node in known if (team := area_of(node)) is not None)

    def _toggle_selected(self) -> None:
        self._toggle(set(self._selected_teams()))

    def _toggle(self, teams: Collection[str]) -> None:
        """Close them; or open them, and go to where they are drawn."""
        members = self._window.canvas.picture.members
        opens = self._folds.folding.closed.issuperset(teams)
        self._opened = tuple(i for team in teams for i in members.get(card_of(team), ())) if opens else ()
        self._folds.toggle(teams)

    def _arrive(self, canvas: Canvas) -> None:
        """Look at what was opened, unless it is read where it stands."""
        nodes = canvas.scene.places(i for i in self._opened if i in canvas.scene.index)
        if len(nodes):
            is_seen = canvas.viewport.shows(canvas.scene.extent(nodes))
            if not is_seen or canvas.viewport.zoom < _LEGIBLE:
                canvas.zoom_to(self._opened)
            self._opened = ()

    def _tell_bundle(self, key: EdgeKey | None) -> None:
        """What is in a line that stands for several edges."""
        bundles = self._window.canvas.picture.bundles
        edges = bundles.get(key, ()) if key is not None else ()
        if key is not None and len(edges) > 1:
            kinds = Counter(told(edge.kind) for edge in edges).most_common()
            text = tr(
                "{edges} from {start} to {end}: {kinds}.",
                edges=counted(len(edges), "edge"),
                start=self._name(key.from_id),
                end=self._name(key.to_id),
                kinds=listed([f"{count:,} {kind}" for kind, count in kinds], _MOST_NAMES),
            )
            self._project.told.emit(text)

    def _tell_place(self, ids: tuple[str, ...]) -> None:
        """Where a node is that was chosen in the outline and is not drawn by itself."""
        node = self._project.graph.nodes.get(ids[0]) if len(ids) == 1 else None
        if node is None:
            return
        name = shown(node.name, LONGEST_NAME)
        card = self._folds.card_with(node.id)
        if card is not None:
            team = self._name(card)
            text = tr(
                "{name} is in {team}, which is closed; Enter opens it and goes there.", name=name, team=team
            )
            self._project.told.emit(text)
        elif self._folds.is_hidden(node.id):
            text = tr("{name} is hidden as one of the least important; Enter shows it.", name=name)
            self._project.told.emit(text)

    def _name(self, node_id: str) -> str:
        graph, team = self._project.graph, team_of(node_id)
        if team is None:
            known = graph.nodes.get(node_id)
            return shown(known.name if known else node_id, LONGEST_NAME)
        return shown(team_name(graph, team), LONGEST_NAME)
