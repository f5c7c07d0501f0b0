"""The worst findings of a node, a line each; whoever chooses one reads it where all findings are told in full."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem

from explorer.domain.findings import Finding
from explorer.domain.kinds import Severity
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import named, severity_word, spoken
from explorer.language import tr
from explorer.ui import plain, style
from explorer.ui.panels.page_parts import WholeList

_MOST, _NAMES = 3, 2
_WORST_FIRST = {severity: place for place, severity in enumerate(Severity)}


class FoundList(WholeList):
    """The worst by their titles, and how many there are besides."""

    chosen = Signal(object)
    """The Finding that a person wants to read."""
    all_wanted = Signal()

    def __init__(self, graph: SystemGraph, node_id: str, findings: Sequence[Finding], *, dark: bool) -> None:
        """findings: those of the node."""
        super().__init__()
        for finding in sorted(findings, key=lambda f: _WORST_FIRST[f.severity])[:_MOST]:
            title = _title(graph, node_id, finding)
            item = QListWidgetItem(style.severity_icon(finding.severity, dark=dark), plain.legible(title))
            item.setToolTip(plain.escaped(f"{finding.reason}\n{finding.remedy}"))
            words = f"{severity_word(finding.severity)}: {title}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, plain.legible(words))
            item.setData(Qt.ItemDataRole.UserRole, finding)
            self.addItem(item)
        if len(findings) > _MOST:
            rest = QListWidgetItem(tr("and {count:,} more", count=len(findings) - _MOST))
            rest.setToolTip(plain.escaped(tr("Show all findings of this node on the page “Findings”.")))
            self.addItem(rest)
        self.itemActivated.connect(self._open)
        self.itemClicked.connect(self._open)

    def _open(self, item: QListWidgetItem) -> None:
        finding = item.data(Qt.ItemDataRole.UserRole)
        if finding is None:
            self.all_wanted.emit()
        else:
            self.chosen.emit(finding)


def _title(graph: SystemGraph, node_id: str, finding: Finding) -> str:
    """What it is, and who else is in it: a node may have several of one sort."""
    title = spoken(finding.rule)
    others = [i for i in finding.nodes if i != node_id and i in graph.nodes]
    return f"{title}: {named(graph, others, _NAMES)}" if others else title
