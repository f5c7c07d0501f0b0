"""The affected nodes of a what-if as rows: what happens, how surely, when, to whom, and whether it is seen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject

from explorer.analysis.what_if.effects import Effect
from explorer.analysis.what_if.impact import NodeImpact
from explorer.analysis.what_if.telling import EFFECT_WORDS, WAVES
from explorer.domain.wording import listed
from explorer.session.what_ifs import WhatIf
from explorer.ui.panels.row_model import Column, RowModel

_SHORT_WAVES = ("now", "next round", "later")
SIGNS: Mapping[Effect, str] = {
    Effect.BREAKS: "✕",
    Effect.WRONG: "≠",
    Effect.DEGRADED: "▽",
    Effect.SCHEMA_BREAK: "±",
    Effect.SHIFTS: "≈",
    Effect.STALE: "◷",
    Effect.SCHEMA_ADD: "±",
}


class AffectedModel(RowModel[NodeImpact]):
    """One row an affected node, in the order of the answer."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._answer: WhatIf | None = None
        columns = (
            Column[NodeImpact]("Effect", lambda row: f"{SIGNS[row.effect]} {EFFECT_WORDS[row.effect]}"),
            Column[NodeImpact]("Node", lambda row: self._name(row.id)),
            Column[NodeImpact]("Certainty", _certainty),
            Column[NodeImpact]("When", lambda row: _SHORT_WAVES[row.first_wave]),
            Column[NodeImpact]("Seen by", self._seen_by),
        )
        super().__init__(columns, parent, tip=self._tip_of)

    def set_answer(self, answer: WhatIf | None) -> None:
        """Show the answer's nodes, or none."""
        self._answer = answer
        self.set_rows(() if answer is None else answer.rows)

    def row_of(self, node_id: str) -> int | None:
        """The row of a node, where it is affected."""
        return next((i for i, row in enumerate(self.rows) if row.id == node_id), None)

    def _name(self, node_id: str) -> str:
        return "" if self._answer is None else self._answer.graph.nodes[node_id].name

    def _seen_by(self, row: NodeImpact) -> str:
        return "" if self._answer is None else seen_by(self._answer, row.id)

    def _tip_of(self, row: NodeImpact) -> str:
        when = WAVES[row.first_wave].lower()
        return f"{self._name(row.id)}: {_certainty(row)}, {when}. Seen by {self._seen_by(row)}."


def seen_by(answer: WhatIf, node_id: str) -> str:
    """Monitors, else metrics, else nobody; what is blind is said even where another channel is seen."""
    found, nodes = answer.seen[node_id], answer.graph.nodes
    blind = f"nobody ({listed(map(str, found.blind_channels))})" if found.blind_channels else ""
    monitors = dict.fromkeys(nodes[o.monitor].name for o in found.observed_by)
    metrics = [f"{nodes[i].name} would move" for i in found.visible_in]
    seen = listed(monitors) if monitors else listed(metrics, 2) if metrics else ""
    return "; ".join(part for part in (seen, blind) if part)


def _certainty(row: NodeImpact) -> str:
    if row.certainty == "possible" and row.certain_effect is not None:
        return f"possible; {EFFECT_WORDS[row.certain_effect]} for certain"
    return row.certainty
