"""The three answers and the findings of the open system: worked out once its first picture is there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from explorer.domain.answers import Answer
from explorer.domain.findings import Findings
from explorer.domain.system_graph import SystemGraph
from explorer.importers.adapter import Task
from explorer.ui.work import Work


class Answering(QObject):
    """What is known of one system; the answers come before the findings, since threads only take turns."""

    answers_changed = Signal()
    findings_changed = Signal()

    def __init__(self, work: Work, graph: Callable[[], SystemGraph], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._graph = graph
        self._is_due = False
        self.forget(is_due=False)

    def forget(self, *, is_due: bool) -> None:
        """The system is another; is_due: it wants to be asked as soon as it is shown."""
        self._work.stop("answers")
        self.answers: Sequence[Answer] = ()
        self.findings = Findings(())
        self.are_findings_known = False
        self._is_due = is_due

    def want(self) -> None:
        """Ask again when the next picture is there, where the answers were stopped before they came."""
        self._is_due |= not self.answers

    def ask_where_due(self) -> None:
        """Begin, unless it has begun before."""
        if not self._is_due:
            return
        self._is_due = False
        graph = self._graph()

        def answer(task: Task) -> Sequence[Answer]:
            from explorer.session.asking import ask_questions

            return ask_questions(graph, task=task)

        def find(task: Task) -> Findings:
            from explorer.session.asking import ask_findings

            return ask_findings(graph, task)

        def then(answers: Sequence[Answer]) -> None:
            self.answers = answers
            self.answers_changed.emit()
            self._work.run("answers", find, self._take_findings)

        self._work.run("answers", answer, then)

    def _take_findings(self, findings: Findings) -> None:
        self.findings, self.are_findings_known = findings, True
        self.findings_changed.emit()
