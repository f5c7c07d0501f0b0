"""The filter of the picture in the window: what fits is worked out off its thread, again for each new system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from explorer.domain.wording import counted
from explorer.importers.adapter import Task
from explorer.language import tr
from explorer.session.filtering import Only, matching, offered, parse_filter
from explorer.ui.filter_bar import FilterBar, Offered

if TYPE_CHECKING:
    from explorer.ui.open_project import OpenProject


class Filtering(QObject):
    """At most one filter; the bar shows it."""

    def __init__(self, bar: FilterBar, project: OpenProject) -> None:
        super().__init__(bar)
        self._bar = bar
        self._project = project
        self.text = ""
        self.hides = False
        bar.changed.connect(self.apply)
        project.replaced.connect(self._forget)
        project.graph_changed.connect(self._again)
        project.findings_changed.connect(self._again)

    def open(self) -> None:
        """Let a person type a filter."""
        self._bar.open()
        self._work_out()

    def apply(self, text: str, hides: bool) -> None:
        """Fade or hide what does not fit; an empty text lets everything fit."""
        if (text, hides) != (self.text, self.hides):
            had, self.text, self.hides = self.text, text, hides
            if had.strip() or text.strip():
                self._work_out()

    def let_in(self, node_id: str) -> None:
        """Somebody goes to this node: a filter that hides it gives way."""
        only = self._project.showing.only
        if only is not None and only.leaves_out and node_id not in only.ids:
            self._bar.leave()

    def _again(self) -> None:
        if self._bar.isVisible() or self.text:
            self._work_out()

    def _forget(self) -> None:
        """Another system: it is seen whole."""
        self._project.showing.work.stop("filter")
        self.text, self.hides = "", False
        self._bar.set_filter("", hides=False)
        self._bar.tell("")

    def _work_out(self) -> None:
        graph, findings = self._project.graph, self._project.findings.findings
        wanted, text, hides = parse_filter(self.text), self.text.strip(), self.hides

        def work(task: Task) -> tuple[Only | None, Offered]:
            found = Only(matching(graph, wanted, findings, task.check), text, hides) if wanted else None
            return found, offered(graph, findings)

        self._project.showing.work.run("filter", work, lambda found: self._show(len(graph.nodes), *found))

    def _show(self, total: int, only: Only | None, there: Offered) -> None:
        self._bar.show_offer(there)
        if only is None:
            self._bar.tell("")
        elif only.ids:
            self._bar.tell(
                tr("shows {count:,} of {nodes}", count=len(only.ids), nodes=counted(total, "node"))
            )
        else:
            self._bar.tell(tr("nothing fits: 0 of {nodes}", nodes=counted(total, "node")))
        self._project.showing.set_only(only)
