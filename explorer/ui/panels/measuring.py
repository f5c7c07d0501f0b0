"""Where to measure: the fewest extra probes, what nobody would see, and who sees the rest, each with its way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from explorer.analysis.what_if.answer_json import lag_text
from explorer.analysis.what_if.measurement import Quality
from explorer.analysis.what_if.probe_plan import Probe
from explorer.analysis.what_if.sight_ways import SightPlace, way_to_metric, way_to_monitor
from explorer.analysis.what_if.telling import Told, path_told, plan_told, probe_told, seen_told
from explorer.domain.entities import EdgeKey
from explorer.domain.wording import counted, named
from explorer.session.what_ifs import WhatIf
from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree, unfold

Row = SightPlace | Probe
_OPEN = 2  # groups that are unfolded at first: what to do, and what is blind


class MeasuringTab(QWidget):
    """Choosing a row tells of it and lights its way."""

    chosen = Signal(object, tuple, tuple)
    """What to tell, and the nodes and edges to light."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: WhatIf | None = None
        self.model: RowModel[Row] = RowModel(
            (
                Column("Where", self._where),
                Column("What", lambda row: str(row.channel)),
                Column("Seen by", self._seen),
                Column("How late", self._late),
            ),
            self,
        )
        self.view = row_tree("Where to measure", self.model, (260, 80, 260))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self.view)

    def set_answer(self, answer: WhatIf | None) -> None:
        """Show where this would be seen, the blind first."""
        self._answer = answer
        self.model.set_groups(() if answer is None else _groups(answer))
        unfold(self.view, self.model.groups, _OPEN)

    def _where(self, row: Row) -> str:
        if isinstance(row, Probe):
            return row.action
        return "" if self._answer is None else self._answer.graph.nodes[row.node].name

    def _seen(self, row: Row) -> str:
        if self._answer is None:
            return ""
        graph = self._answer.graph
        if isinstance(row, Probe):
            whose = f", for {row.owner} to add" if row.owner else ""
            return f"would show {counted(len(dict.fromkeys(n for n, _ in row.covers)), 'node')}{whose}"
        if row.monitors:
            names = named(graph, dict.fromkeys(o.monitor for o in row.monitors))
            hops = row.monitors[0].hops
            return f"{names}, {counted(hops, 'step')} on" if hops else names
        if row.quality is Quality.NONE:
            return "nobody"
        return f"{named(graph, self._answer.seen[row.node].visible_in, 2)} would move, unwatched"

    def _late(self, row: Row) -> str:
        if isinstance(row, Probe):
            return ""
        if not row.monitors:
            return "only what its own loop shows" if row.quality is Quality.COMPROMISED else ""
        first = row.monitors[0]
        lag = lag_text(first.lag, is_least=first.lag_is_least) or "nobody says how late"
        return f"{lag}; only what its own loop shows" if row.quality is Quality.COMPROMISED else lag

    def _choose(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        row = self.model.row_at(rows[0]) if rows else None
        if row is None or self._answer is None:
            return
        if isinstance(row, Probe):
            told = probe_told(self._answer.graph, row)
            covered = [_covered(self._answer, node, str(channel)) for node, channel in row.covers]
            self.chosen.emit([told, *covered], told.nodes, ())
            return
        told_ways, way = _sights(self._answer, row)
        steps = path_told(self._answer.impact, row.node)
        edges = (*(key for step in steps for key in step.edges), *way)
        nodes = dict.fromkeys((row.node, *(i for key in edges for i in key[:2])))
        self.chosen.emit([*told_ways, *steps], tuple(nodes), tuple(dict.fromkeys(edges)))


def _groups(answer: WhatIf) -> list[Group[Row]]:
    places, plan = answer.places, answer.plan
    groups: list[tuple[tuple[str, ...], Sequence[Row]]] = [
        ((f"To add: {plan_told(plan)}",), plan.probes),
        ((f"Blind: {counted(len(places.blind), 'effect')} that nobody would see",), places.blind),
        ((f"Only metrics would move: {counted(len(places.moving), 'effect')}",), places.moving),
        ((f"Watched: {counted(len(places.watched), 'effect')}",), places.watched),
    ]
    never = frozenset(plan.unmeasurable)
    if never:
        lost = [p for p in places.blind if (p.node, p.channel) in never]
        groups.append(((f"Cannot be measured: {counted(len(lost), 'effect')}",), lost))
    bounds = [Group[Row]((bound,), ()) for bound in plan.bounds]
    return [*(Group(cells, rows) for cells, rows in groups if rows), *bounds]


def _covered(answer: WhatIf, node: str, channel: str) -> Told:
    return Told(f"It would show {channel} of {answer.graph.nodes[node].name}.", (node,))


def _sights(answer: WhatIf, place: SightPlace) -> tuple[list[Told], tuple[EdgeKey, ...]]:
    """Who sees a place, sight by sight, and the way to the first of them."""
    graph, told = answer.graph, []
    for found in place.monitors:
        way = way_to_monitor(answer.impact, place.node, found)
        told.append(Told(f"{seen_told(graph, found)}.", (place.node, found.at, found.monitor), way))
    if not place.monitors and place.quality is not Quality.NONE:
        for metric in answer.seen[place.node].visible_in:
            way = way_to_metric(answer.impact, place.node, place.channel, metric)
            if way or metric == place.node:
                told.append(
                    Told(f"{graph.nodes[metric].name} would move, and nobody watches it.", (metric,), way)
                )
    if not told:
        name = graph.nodes[place.node].name
        told.append(Told(f"Nobody would see it in {place.channel} of {name}.", (place.node,)))
    return told, told[0].edges
