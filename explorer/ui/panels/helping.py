"""What helps against a what-if, best first, to be tried; and what keeps one chosen node untouched."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from explorer.analysis.scenarios.mitigating import mitigation
from explorer.analysis.what_if.helps import Help
from explorer.analysis.what_if.isolation import Cut, Isolation
from explorer.analysis.what_if.telling import EFFECT_WORDS, Told, help_does, help_takes, isolation_told
from explorer.domain.names import resolve_node
from explorer.domain.scenarios import Removal, Scenario
from explorer.errors import UsageError
from explorer.language import ENGLISH, spoken_language, tr
from explorer.session.what_ifs import WhatIf
from explorer.ui import plain
from explorer.ui.panels.completing import Completing
from explorer.ui.panels.row_model import Column, Group, RowModel
from explorer.ui.panels.row_tree import row_tree, unfold

Row = Help | Cut
_MOST_TOLD = 60


class HelpingTab(QWidget):
    """Actions and cuts as rows; “Try it” asks again with the chosen one done."""

    chosen = Signal(object, tuple, tuple)
    """What to tell, and the nodes and edges to light."""
    tried = Signal(object)
    """A Scenario: what was asked, with the chosen action done."""
    isolation_wanted = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answer: WhatIf | None = None
        self._isolation: Isolation | None = None
        self.model: RowModel[Row] = RowModel(
            (
                Column(tr("What to do"), lambda r: r.action if isinstance(r, Cut) else r.proposal.says),
                Column(tr("What it changes"), lambda r: "" if isinstance(r, Cut) else help_does(r)),
                Column(tr("Work"), lambda r: r.owner or "" if isinstance(r, Cut) else help_takes(r)),
            ),
            self,
        )
        self.view = row_tree(tr("What helps"), self.model, (380, 220))
        self.view.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.try_it = QPushButton(tr("Try it"))
        plain.tooltip(self.try_it, tr("Ask again as if this were done. The system itself stays as it is."))
        self.try_it.clicked.connect(self._try)
        self.protect = QLineEdit()
        self.protect.setPlaceholderText(tr("Node to keep untouched"))
        self.protect.setAccessibleName(tr("Node to keep untouched"))
        self.protect.returnPressed.connect(self._isolate)
        self._find = QPushButton(tr("Find the fewest cuts"))
        self._find.clicked.connect(self._isolate)
        row = QHBoxLayout()
        row.addWidget(self.try_it)
        row.addStretch(1)
        row.addWidget(self.protect, 2)
        row.addWidget(self._find)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.view, 1)
        layout.addLayout(row)
        self.set_answer(None)

    def set_answer(self, answer: WhatIf | None) -> None:
        """Show what helps against this."""
        self._answer, self._isolation = answer, None
        if answer is not None:
            self.protect.setCompleter(Completing(self.protect, [row.id for row in answer.rows]))
        for widget in (self.protect, self._find):
            widget.setEnabled(answer is not None)
        self._show()

    def set_isolation(self, found: Isolation | None) -> None:
        """Show what keeps a node untouched, above what helps, and light it."""
        self._isolation = found
        self._show()
        if found is not None and self._answer is not None:
            told, lines = isolation_told(self._answer.graph, found)
            self.chosen.emit([told, *lines], told.nodes, told.edges)

    def _show(self) -> None:
        groups: list[Group[Row]] = []
        answer, found = self._answer, self._isolation
        if answer is not None and found is not None:
            groups.append(Group((isolation_told(answer.graph, found)[0].text,), found.cuts or ()))
            groups += [Group((bound,), ()) for bound in found.bounds]
        if answer is not None:
            helps = answer.helps.helps
            groups.append(Group((tr("The best for the work they are"),), [h for h in helps if h.is_best]))
            others = [h for h in helps if not h.is_best]
            groups += [Group((tr("Others, outdone by something as easy"),), others)] if others else []
            groups += [Group((bound,), ()) for bound in answer.helps.bounds]
            if not helps:
                groups[-1] = Group(
                    (tr("Nothing that could be done there would take anything away from it."),), ()
                )
        self.model.set_groups(groups)
        unfold(self.view, groups, len(groups))
        self.try_it.setEnabled(False)

    def _row(self) -> Row | None:
        rows = self.view.selectionModel().selectedRows()
        return self.model.row_at(rows[0]) if rows else None

    def _choose(self) -> None:
        row = self._row()
        self.try_it.setEnabled(row is not None)
        if row is None or self._answer is None:
            return
        if isinstance(row, Cut):
            self.chosen.emit([Told(f"{row.action}.", row.edge[:2], (row.edge,))], row.edge[:2], (row.edge,))
            return
        told = _relief(self._answer, row)
        edges = tuple(e.key for e in row.proposal.edges)
        nodes = dict.fromkeys((*(n.id for n in row.proposal.nodes), *(i for key in edges for i in key[:2])))
        self.chosen.emit(told, (*nodes, *(r.id for r in row.removed)), edges)

    def _try(self) -> None:
        row, answer = self._row(), self._answer
        if row is None or answer is None:
            return
        asked = answer.scenario or Scenario(name="", changes=answer.impact.changes)
        if isinstance(row, Cut):
            self.tried.emit(replace(asked, removals=(*asked.removals, Removal(edge=row.edge))))
            return
        proposal = row.proposal
        action = mitigation(answer.graph, proposal.says, proposal.nodes, proposal.edges)
        self.tried.emit(replace(asked, mitigations=(*asked.mitigations, action)))

    def _isolate(self) -> None:
        if self._answer is None or not self.protect.text().strip():
            self.failed.emit(tr("Say which node is to stay untouched."))
            return
        try:
            node = resolve_node(self._answer.graph, self.protect.text().strip())
        except UsageError as error:
            self.failed.emit(str(error))
            return
        self.isolation_wanted.emit(node)


def _relief(answer: WhatIf, one: Help) -> list[Told]:
    """What an action takes away, node by node, the worst first."""
    nodes, says = answer.graph.nodes, one.proposal.says
    # elsewhere it may begin with the name of a node, which is as it is
    action = f"{says[:1].upper()}{says[1:]}" if spoken_language() == ENGLISH else says
    told = [Told(f"{action}: {help_does(one)}, {help_takes(one)}.")]
    for r in one.removed[:_MOST_TOLD]:
        before = tr(EFFECT_WORDS[r.before])
        after = tr(EFFECT_WORDS[r.after]) if r.after is not None else tr("unchanged")
        told.append(Told(f"{nodes[r.id].name}: {before} → {after}", (r.id,)))
    more = len(one.removed) - _MOST_TOLD
    if more > 0:
        told.append(Told(tr("And {count:,} more.", count=more)))
    for i in one.healed[:_MOST_TOLD]:
        text = tr("{name} would be seen apart from what a model causes itself.", name=nodes[i].name)
        told.append(Told(text, (i,)))
    return told
