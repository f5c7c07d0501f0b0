"""One finding in full: why, where, what to do, what would make it go, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from explorer.analysis.feedback_loops import way_of
from explorer.domain.findings import Finding, SuppressedFinding
from explorer.domain.system_graph import SystemGraph
from explorer.domain.wording import counted, inside, named, severity_word, spoken
from explorer.language import marked, tr
from explorer.session.folding import FindingGroup
from explorer.ui import plain
from explorer.ui.panels.scrolled import scroll

_NAMES, _EVIDENCE, _BOUNDS = 12, 40, 40
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
HINT = marked("Choose a finding to see why, and what would clear it.")
NOTHING = marked(
    "No rule is broken by what is known of this system. Who reads what is best known from a log: File → Import into "
    "This System… joins one to it."
)


class FindingCard(QScrollArea):
    """What is chosen in the list of findings; a single loop can be opened on its page."""

    loop_wanted = Signal(object)
    """The Finding that is to be shown on the Loop page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(tr("The chosen finding"))
        self._loop: Finding | None = None
        self.button = QPushButton(tr("Simulate the loop"))
        plain.tooltip(self.button, tr("Show this loop on the page “Loop”, with what a filter on it does."))
        self.button.clicked.connect(self.open_loop)
        self._words: list[tuple[str, str]] = []
        self.tell(tr(HINT))

    @property
    def words(self) -> list[tuple[str, str]]:
        """What it says: each heading with its text."""
        return self._words

    def tell(self, text: str) -> None:
        """No finding is chosen."""
        self._show("", [("", text)], None)

    def show_bounds(self, bounds: Sequence[str]) -> None:
        """What was cut short or passed over is to be told."""
        told = [("", bound) for bound in bounds[:_BOUNDS]]
        if len(bounds) > _BOUNDS:
            told.append(("", tr("and {count:,} more", count=len(bounds) - _BOUNDS)))
        self._show(tr("What was cut short or passed over"), told, None)

    def show_group(self, graph: SystemGraph, group: FindingGroup) -> None:
        """Several findings are chosen at once."""
        nodes = [i for i in group.nodes if i in graph.nodes]
        self._show(
            group.title,
            [
                ("", f"{group.told}."),
                (tr("At"), f"{counted(len(nodes), 'node')}: {named(graph, nodes, _NAMES)}"),
            ],
            None,
        )

    def show_finding(self, graph: SystemGraph, row: Finding | SuppressedFinding) -> None:
        """This one is chosen."""
        finding = row.finding if isinstance(row, SuppressedFinding) else row
        title = f"{spoken(finding.rule)} ({severity_word(finding.severity)})"
        if finding.variant:
            title = tr(
                "{rule}, {variant} ({severity})",
                rule=spoken(finding.rule),
                variant=inside(spoken(finding.variant)),
                severity=severity_word(finding.severity),
            )
        loop = finding if finding.rule == "feedback-loop" and way_of(finding) else None
        self._show(title, list(_parts(graph, row, finding)), loop)

    def open_loop(self) -> None:
        """Ask for the Loop page, where a single loop is chosen."""
        if self._loop is not None:
            self.loop_wanted.emit(self._loop)

    def _show(self, title: str, words: list[tuple[str, str]], loop: Finding | None) -> None:
        self._loop = loop
        self._words = words
        self.button.setParent(None)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(2)
        if title:
            column.addWidget(_label(title, "heading"))
        for heading, text in words:
            if heading:
                column.addSpacing(6)
                column.addWidget(_label(heading, "muted"))
            column.addWidget(_label(text))
            if not heading:
                column.addSpacing(4)
        if loop is not None:
            column.addSpacing(8)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll(self, page)


def _parts(
    graph: SystemGraph, row: Finding | SuppressedFinding, finding: Finding
) -> Iterator[tuple[str, str]]:
    if isinstance(row, SuppressedFinding):
        by = graph.nodes[row.by].name if row.by in graph.nodes else row.by
        said = row.suppression
        yield (
            tr("Suppressed"),
            tr("By {by}, until {day}: {reason}", by=by, day=said.until, reason=said.reason),
        )
    yield tr("Why") if isinstance(row, SuppressedFinding) else "", finding.reason
    yield tr("What to do"), finding.remedy
    if finding.clears:
        yield tr("What would clear it"), finding.clears
    nodes = [i for i in finding.nodes if i in graph.nodes]
    yield tr("At"), named(graph, nodes, _NAMES)
    if finding.evidence:
        lines = list(finding.evidence[:_EVIDENCE])
        if len(finding.evidence) > _EVIDENCE:
            lines.append(tr("and {count:,} more", count=len(finding.evidence) - _EVIDENCE))
        yield tr("Evidence"), "\n".join(lines)


def _label(text: str, name: str = "") -> QLabel:
    made = plain.label(text)
    made.setObjectName(name)
    made.setWordWrap(True)
    made.setTextInteractionFlags(_SELECTABLE)
    return made
