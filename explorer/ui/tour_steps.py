"""What the tour shows, step by step: where, in which words, and how each step is done or is seen to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QToolBar, QWidget

from explorer.domain.findings import Finding
from explorer.language import tr
from explorer.session.folding import FindingGroup
from explorer.session.samples import samples

if TYPE_CHECKING:
    from explorer.ui.main_window import MainWindow
    from explorer.ui.panels.findings_model import FindingsModel

_LOOKED_AT, _CHANGED, _BAD = "ranker", "image-embedding", "home-page"
_LOOP = "feedback-loop"


def _always(_: MainWindow) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to see; `offer` is what the button says that does it, and empty where there is nothing to do."""

    title: str
    text: str
    target: Callable[[MainWindow], QWidget]
    """What it speaks of."""
    offer: str = ""
    do: Callable[[MainWindow], None] = lambda _: None
    is_done: Callable[[MainWindow], bool] = lambda _: False
    is_possible: Callable[[MainWindow], bool] = _always


def tour_steps() -> tuple[Step, ...]:
    """All steps, in their order."""
    return (
        Step(
            tr("Open a system"),
            tr(
                "Ripplemap draws what a machine-learning system is made of. Streamly is a made-up video "
                "service with the faults of real ones; it comes along, and nothing you do here changes "
                "it."
            ),
            lambda window: window.canvas if window.project.is_open else window.start,
            tr("Open Streamly"),
            _open,
            has_sample,
        ),
        Step(
            tr("The picture"),
            tr(
                "Each shape is a part of the system, each line is data on its way. Drag the ground to "
                "move, turn the wheel to come closer. Click a node: the inspector on the right says what "
                "is known of it, and who says so."
            ),
            lambda window: window.canvas,
            tr("Select the ranker"),
            _look,
            lambda window: bool(window.selection),
            has_sample,
        ),
        Step(
            tr("A feedback loop"),
            tr(
                "The page Findings lists what will cost somebody time one day. The worst here: what a "
                "model shows to people comes back as data that it learns from. Choose a feedback loop, "
                "and the picture lights its way."
            ),
            lambda window: window.foot,
            tr("Choose a loop"),
            _choose_loop,
            _has_loop,
            has_sample,
        ),
        Step(
            tr("What if?"),
            tr(
                "Somebody updates the image embedding without a word. Who is hit? Select a node and press "
                "Ctrl+T. The what-if shows in the picture what would break, shift or go stale; the system "
                "itself stays as it is."
            ),
            lambda window: window.canvas,
            tr("Ask what if"),
            _ask,
            lambda window: window.project.what_if is not None,
            has_sample,
        ),
        Step(
            tr("Why, and who would see it"),
            tr(
                "Each affected node has its effect and who would notice. Choose a line: Why gives the "
                "path that proves it, and the picture lights that path. The tab Where to measure names "
                "what nobody would see."
            ),
            lambda window: window.foot,
            tr("Choose a line"),
            _ask_why,
            _knows_why,
            lambda window: window.project.what_if is not None,
        ),
        Step(
            tr("Read an answer"),
            tr(
                "Three questions are answered about every system, each with a verdict. Choose a sentence "
                "to light what it rests on. The mark before it says how sure it is; a question mark means "
                "that nobody has said."
            ),
            lambda window: window.foot,
            tr("Choose a sentence"),
            _read,
            lambda window: window.project.what_if is None and window.foot.questions.has_chosen,
            has_sample,
        ),
        Step(
            tr("Look for a fault"),
            tr(
                "The home page is bad, and nobody knows why. Mark what you see to be bad with Ctrl+B, and "
                "what is good with Ctrl+G: the page Faults ranks the suspects and names the check that "
                "tells most."
            ),
            lambda window: window.foot,
            tr("Mark the home page"),
            _mark,
            lambda window: bool(window.project.faults.seen.marks),
            has_sample,
        ),
        Step(
            tr("Take it with you"),
            tr(
                "Export writes the picture as SVG, PNG or PDF, with its title and legend. File → Export "
                "Sheet… writes the three answers on one page for a review."
            ),
            _export_button,
            tr("Export the picture…"),
            lambda window: window.actions_by_name["export"].trigger(),
            is_possible=lambda window: window.project.is_open,
        ),
        Step(
            tr("Now your own"),
            tr(
                "File → Open… reads a manifest, a dbt project or an MLflow database, and files can be "
                "dropped on the window. F1 opens the help about whatever has the keyboard; this tour "
                "stays in the menu Help."
            ),
            lambda window: window.menuBar(),
        ),
    )


def has_sample(window: MainWindow) -> bool:
    """Whether the system that the tour speaks of is open."""
    return {_LOOKED_AT, _CHANGED, _BAD} <= window.project.graph.nodes.keys()


def _open(window: MainWindow) -> None:
    window.open_sources([str(samples()[0].path)])


def _look(window: MainWindow) -> None:
    window.select((_LOOKED_AT,))
    window.canvas.bring_into_view(_LOOKED_AT)


def _choose_loop(window: MainWindow) -> None:
    findings = window.foot.findings
    window.foot.setCurrentWidget(findings)
    findings.filter.clear()
    for index in _rows(findings.model, QModelIndex()):
        row = findings.model.row_at(index)
        if isinstance(row, Finding) and row.rule == _LOOP:
            findings.choose(index)
            findings.tree.scrollTo(index)
            return


def _has_loop(window: MainWindow) -> bool:
    findings = window.foot.findings
    row = (
        findings.model.row_at(findings.tree.currentIndex())
        if findings.tree.currentIndex().isValid()
        else None
    )
    found = row.findings if isinstance(row, FindingGroup) else (row,)
    return all(isinstance(each, Finding) and each.rule == _LOOP for each in found)


def _ask(window: MainWindow) -> None:
    window.foot.findings.tree.clearSelection()  # the loop is no longer lit
    window.select((_CHANGED,))
    window.actions_by_name["what_if"].trigger()


def _ask_why(window: MainWindow) -> None:
    window.foot.setCurrentWidget(window.foot.what_if)
    window.foot.what_if.choose(0)


def _knows_why(window: MainWindow) -> bool:
    return window.project.what_if is not None and window.foot.what_if.table.currentIndex().isValid()


def _read(window: MainWindow) -> None:
    window.project.leave_what_if()
    window.foot.setCurrentWidget(window.foot.questions)
    window.foot.questions.card(1).choose(0)


def _mark(window: MainWindow) -> None:
    window.project.leave_what_if()
    window.select((_BAD,))
    window.actions_by_name["mark_bad"].trigger()


def _export_button(window: MainWindow) -> QWidget:
    bar = window.findChild(QToolBar, "toolbar")
    button = None if bar is None else bar.widgetForAction(window.actions_by_name["export"])
    return button or window.menuBar()


def _rows(model: FindingsModel, above: QModelIndex) -> Iterator[QModelIndex]:
    for row in range(model.rowCount(above)):
        index = model.index(row, 0, above)
        yield index
        yield from _rows(model, index)
