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
from explorer.domain.kinds import Channel
from explorer.domain.wording import counted, named
from explorer.domain.words import told as word_told
from explorer.language import tr
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
                Column(tr("Where"), self._where),
                Column(tr("What"), lambda row: word_told(row.channel)),
                Column(tr("Seen by"), self._seen),
                Column(tr("How late"), self._late),
            ),
            self,
        )
        self.view = row_tree(tr("Where to measure"), self.model, (260, 80, 260))
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
            nodes = counted(len(dict.fromkeys(n for n, _ in row.covers)), "node")
            if row.owner:
                return tr("would show {nodes}, for {owner} to add", nodes=nodes, owner=row.owner)
            return tr("would show {nodes}", nodes=nodes)
        if row.monitors:
            names = named(graph, dict.fromkeys(o.monitor for o in row.monitors))
            hops = row.monitors[0].hops
            return tr("{names}, {steps} on", names=names, steps=counted(hops, "step")) if hops else names
        if row.quality is Quality.NONE:
            return tr("nobody")
        metrics = named(graph, self._answer.seen[row.node].visible_in, 2)
        return tr("{metrics} would move, unwatched", metrics=metrics)

    def _late(self, row: Row) -> str:
        if isinstance(row, Probe):
            return ""
        own = tr("only what its own loop shows") if row.quality is Quality.COMPROMISED else ""
        if not row.monitors:
            return own
        first = row.monitors[0]
        lag = lag_text(first.lag, is_least=first.lag_is_least) or tr("nobody says how late")
        return f"{lag}; {own}" if own else lag

    def _choose(self) -> None:
        rows = self.view.selectionModel().selectedRows()
        row = self.model.row_at(rows[0]) if rows else None
        if row is None or self._answer is None:
            return
        if isinstance(row, Probe):
            told = probe_told(self._answer.graph, row)
            covered = [_covered(self._answer, node, channel) for node, channel in row.covers]
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
        ((tr("To add: {probes}", probes=plan_told(plan)),), plan.probes),
        ((tr("Blind: {effects} that nobody would see", effects=_effects(places.blind)),), places.blind),
        ((tr("Only metrics would move: {effects}", effects=_effects(places.moving)),), places.moving),
        ((tr("Watched: {effects}", effects=_effects(places.watched)),), places.watched),
    ]
    never = frozenset(plan.unmeasurable)
    if never:
        lost = [p for p in places.blind if (p.node, p.channel) in never]
        groups.append(((tr("Cannot be measured: {effects}", effects=_effects(lost)),), lost))
    bounds = [Group[Row]((bound,), ()) for bound in plan.bounds]
    return [*(Group(cells, rows) for cells, rows in groups if rows), *bounds]


def _effects(places: Sequence[SightPlace]) -> str:
    return counted(len(places), "effect")


def _covered(answer: WhatIf, node: str, channel: Channel) -> Told:
    name = answer.graph.nodes[node].name
    return Told(tr("It would show {channel} of {node}.", channel=word_told(channel), node=name), (node,))


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
                text = tr("{metric} would move, and nobody watches it.", metric=graph.nodes[metric].name)
                told.append(Told(text, (metric,), way))
    if not told:
        name, channel = graph.nodes[place.node].name, word_told(place.channel)
        text = tr("Nobody would see it in {channel} of {node}.", channel=channel, node=name)
        told.append(Told(text, (place.node,)))
    return told, told[0].edges
