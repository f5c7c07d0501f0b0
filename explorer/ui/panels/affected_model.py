"""The affected nodes of a what-if as rows: what happens, how surely, when, to whom, and whether it is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject

from explorer.analysis.what_if.effects import Effect
from explorer.analysis.what_if.impact import NodeImpact
from explorer.analysis.what_if.telling import EFFECT_WORDS, WAVES
from explorer.domain.wording import listed
from explorer.domain.words import told
from explorer.language import marked, tr
from explorer.session.what_ifs import WhatIf
from explorer.ui.panels.row_model import Column, RowModel

_SHORT_WAVES = (marked("now"), marked("next round"), marked("later"))
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
            Column[NodeImpact](
                tr("Effect"), lambda row: f"{SIGNS[row.effect]} {tr(EFFECT_WORDS[row.effect])}"
            ),
            Column[NodeImpact](tr("Node"), lambda row: self._name(row.id)),
            Column[NodeImpact](tr("Certainty"), _certainty),
            Column[NodeImpact](tr("When"), lambda row: tr(_SHORT_WAVES[row.first_wave])),
            Column[NodeImpact](tr("Seen by"), self._seen_by),
        )
        super().__init__(columns, parent, tip=self._tip_of)

    def set_answer(self, answer: WhatIf | None) -> None:
        """Show the answer's nodes, or none."""
        self._answer = answer
        self.set_rows(() if answer is None else answer.rows)

    def fixed_words(self) -> Mapping[int, Sequence[str]]:
        """All that can stand in the columns of effects and of when, by their places."""
        return {
            0: [f"{sign} {tr(EFFECT_WORDS[effect])}" for effect, sign in SIGNS.items()],
            3: [tr(wave) for wave in _SHORT_WAVES],
        }

    def row_of(self, node_id: str) -> int | None:
        """The row of a node, where it is affected."""
        return next((i for i, row in enumerate(self.rows) if row.id == node_id), None)

    def _name(self, node_id: str) -> str:
        return "" if self._answer is None else self._answer.graph.nodes[node_id].name

    def _seen_by(self, row: NodeImpact) -> str:
        return "" if self._answer is None else seen_by(self._answer, row.id)

    def _tip_of(self, row: NodeImpact) -> str:
        when = tr(WAVES[row.first_wave])
        return tr(
            "{name}: {certainty}, {when}. Seen by {seen}.",
            name=self._name(row.id),
            certainty=_certainty(row),
            when=f"{when[:1].lower()}{when[1:]}",
            seen=self._seen_by(row),
        )


def seen_by(answer: WhatIf, node_id: str) -> str:
    """Monitors, else metrics, else nobody; what is blind is said even where another channel is seen."""
    found, nodes = answer.seen[node_id], answer.graph.nodes
    channels = found.blind_channels
    blind = tr("nobody ({channels})", channels=listed(map(told, channels))) if channels else ""
    monitors = dict.fromkeys(nodes[o.monitor].name for o in found.observed_by)
    metrics = [tr("{name} would move", name=nodes[i].name) for i in found.visible_in]
    seen = listed(monitors) if monitors else listed(metrics, 2) if metrics else ""
    return "; ".join(part for part in (seen, blind) if part)


def _certainty(row: NodeImpact) -> str:
    if row.certainty == "certain":
        return tr("certain")
    if row.certain_effect is None:
        return tr("possible")
    return tr("possible; {effect} for certain", effect=tr(EFFECT_WORDS[row.certain_effect]))
