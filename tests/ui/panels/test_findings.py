"""The findings' page: sound as a tree, folded by rule, filtered, lit on choice, and told in full."""

from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from explorer.domain.entities import EdgeKey, Suppression
from explorer.domain.findings import Finding, Findings, SuppressedFinding
from explorer.domain.kinds import EdgeKind, Severity
from explorer.ui.panels.finding_card import HINT
from explorer.ui.panels.findings import FindingsPanel
from explorer.ui.panels.findings_model import FindingsModel
from tests.analysis.systems import node, system
from tests.session.folds import fold
from tests.ui.windows import SAMPLE, opened

GRAPH = system([node("model", "a"), *(node("dataset", i) for i in "bcd")], [])
WAY = (EdgeKey("a", "b", EdgeKind.PRODUCES), EdgeKey("b", "a", EdgeKind.TRAINS))
LOOP = Finding(
    rule="feedback-loop", severity=Severity.ERROR, nodes=("a", "b"), edges=WAY, variant="learning",
    reason="It loops.", remedy="Cut it.", clears="no loop", evidence=("a → b", "b → a"),
)  # fmt: skip
UNOWNED = [
    Finding(rule="no-owner", severity=Severity.INFO, nodes=(i,), reason=f"Nobody has {i}.", remedy="Say who.")
    for i in "bcd"
]
HELD = SuppressedFinding(
    finding=Finding(
        rule="open-access", severity=Severity.WARNING, nodes=("c",), reason="Open.", remedy="Close."
    ),
    by="c",
    suppression=Suppression(rule="open-access", reason="public data", until=date(2999, 1, 1)),
)
FOUND = Findings((LOOP, *UNOWNED), ("Only the shortest way round is told.",), (HELD,))


@pytest.fixture
def panel(qtbot):
    """A page with five findings."""
    made = FindingsPanel()
    qtbot.addWidget(made)
    made.resize(1100, 250)
    made.show()
    made.set_findings(GRAPH, FOUND)
    return made


def texts(model, parent=None):
    """The first column below a row."""
    parent = parent or QModelIndex()
    return [model.index(i, 0, parent).data() for i in range(model.rowCount(parent))]


def test_the_model_is_sound(qtbot):
    """Qt's own checker of item models finds nothing to object to, at any depth."""
    model = FindingsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    others = [
        LOOP,
        LOOP,
        Finding(rule="feedback-loop", severity=Severity.ERROR, nodes=("c", "d"), reason="", remedy=""),
    ]
    model.set_groups(GRAPH, fold(GRAPH, [*others, *UNOWNED], [HELD]))
    part = model.index(0, 0, model.index(0, 0))
    ways = model.index(0, 0, part)
    assert model.rowCount(ways) == 2
    assert ways.parent() == part
    assert part.parent() == model.index(0, 0)
    model.set_groups(GRAPH, ())
    assert model.rowCount() == 0


def test_a_rule_is_one_row_with_its_count_and_a_single_finding_needs_no_unfolding(panel):
    """Rules by name, below them where; severity is told in words too."""
    model = panel.model
    assert texts(model) == ["Feedback loop", "No owner (3)", "Suppressed: Open access"]
    assert texts(model, model.index(1, 0)) == ["b", "c", "d"]
    assert model.index(0, 1).data() == "It loops."
    assert model.index(1, 1).data() == "3 notes"
    assert model.index(2, 1).data() == "Until 2999-01-01: public data. Open."
    assert model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "error: Feedback loop"
    assert model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "note: No owner (3)"


def test_choosing_a_finding_lights_it_and_tells_it_in_full(qtbot, panel):
    """Why, what to do, what would clear it, where, and on what it rests."""
    assert panel.card.words == [("", HINT)]
    with qtbot.waitSignal(panel.lit) as told:
        panel.choose(panel.model.index(0, 0))
    assert told.args == [("a", "b"), WAY]
    assert panel.card.words == [
        ("", "It loops."),
        ("What to do", "Cut it."),
        ("What would clear it", "no loop"),
        ("At", "a and b"),
        ("Evidence", "a → b\nb → a"),
    ]


def test_choosing_a_rule_lights_all_of_it(qtbot, panel):
    """Every node that one of them speaks of."""
    with qtbot.waitSignal(panel.lit) as told:
        panel.choose(panel.model.index(1, 0))
    assert told.args == [("b", "c", "d"), ()]
    assert panel.card.words == [("", "3 notes."), ("At", "3 nodes: b, c and d")]


def test_what_is_suppressed_says_by_whom_until_when_and_why(panel):
    """And is shown only while its button is down."""
    panel.choose(panel.model.index(2, 0))
    assert panel.card.words[0] == ("Suppressed", "By c, until 2999-01-01: public data")
    panel.held.click()
    assert texts(panel.model) == ["Feedback loop", "No owner (3)"]


def test_severities_are_switched_and_counted(panel):
    """A button without findings is no choice."""
    labels = [(b.text(), b.isEnabled()) for b in panel.switches.values()]
    assert labels == [("1 error", True), ("0 warnings", False), ("3 notes", True)]
    panel.switches[Severity.INFO].click()
    panel.held.click()
    assert texts(panel.model) == ["Feedback loop"]


def test_the_filter_looks_at_rules_reasons_and_names_and_unfolds_what_it_finds(qtbot, panel):
    """Every word must be there; where nothing is left, that is said."""
    panel.held.click()
    for typed, rows in (("owner c", ["No owner"]), ("LOOPS", ["Feedback loop"]), ("nonsense", [])):
        with qtbot.waitSignal(panel.model.modelReset):
            panel.filter.setText(typed)
        assert texts(panel.model) == rows
    assert panel.summary == "None of them matches."
    with qtbot.waitSignal(panel.model.modelReset):
        panel.filter.setText("nobody")
    assert panel.tree.isExpanded(panel.model.index(0, 0))


def test_limits_are_told_when_they_are_asked_for_and_the_list_keeps_its_room(panel):
    """However many there are: in the place of what is chosen, each whole."""
    limits = tuple(f"Of part {number} only the shortest way round is told." for number in range(50))
    panel.set_findings(GRAPH, Findings((LOOP, *UNOWNED), limits))
    high = panel.tree.height()
    assert panel.bounds.text() == "Limits (50)" and high > panel.height() / 2
    panel.choose(panel.model.index(0, 0))
    panel.bounds.click()
    assert [text for _, text in panel.card.words] == [*limits[:40], "and 10 more"]
    assert not panel.tree.selectionModel().hasSelection() and panel.tree.height() == high
    panel.choose(panel.model.index(0, 0))
    assert LOOP.reason in [text for _, text in panel.card.words]


def test_no_findings_are_said_to_be_none_and_what_limits_that_is_told_at_once(panel):
    """An empty page explains itself, and does not look better than it is."""
    panel.set_findings(GRAPH, Findings(()))
    assert panel.summary == "No findings." and panel.bounds.isHidden()
    assert panel.model.rowCount() == 0
    panel.set_findings(GRAPH, Findings((), ("Nobody looked.",)))
    assert panel.summary == "No findings." and [text for _, text in panel.card.words] == ["Nobody looked."]


def test_what_is_still_looked_for_is_not_said_to_be_none(qtbot, monkeypatch):
    """Nor what was stopped: only who looked to the end may say that there is nothing."""
    window = opened(qtbot, SAMPLE)
    findings = window.foot.findings
    assert window.project.are_findings_known and not findings.summary
    monkeypatch.setattr(type(window.project), "are_findings_known", False)
    window.foot.show_system()
    assert (findings.summary, findings.model.rowCount()) == ("Working it out…", 0)
    window.foot.show_stopped()
    assert findings.summary.startswith("Stopped.")


def test_a_loop_is_opened_on_its_page_by_its_button(qtbot):
    """From the finding to the simulation of that very loop."""
    window = opened(qtbot, SAMPLE)
    foot = window.foot
    foot.setCurrentWidget(foot.findings)
    model = foot.findings.model
    rule = model.index(0, 0)
    foot.findings.choose(model.index(0, 0, rule))
    loop = model.row_at(model.index(0, 0, rule))
    qtbot.mouseClick(foot.findings.card.button, Qt.MouseButton.LeftButton)
    assert foot.currentWidget() is foot.loop
    assert foot.loop.loop == loop


def test_a_finding_that_is_no_single_loop_offers_no_simulation(panel):
    """Only what has a way round can be simulated."""
    panel.choose(panel.model.index(1, 0))
    assert panel.card.button.parent() is None
    panel.choose(panel.model.index(0, 0))
    assert panel.card.button.parent() is not None


def test_ten_thousand_findings_make_no_rows_of_their_own(qtbot, panel):
    """Rows are found by arithmetic; names that act are legible."""
    many = tuple(
        Finding(rule="no-owner", severity=Severity.INFO, nodes=("b",), reason="<img>\u202e", remedy="")
        for _ in range(10_000)
    )
    panel.set_findings(GRAPH, Findings(many))
    qtbot.waitUntil(lambda: texts(panel.model) == ["No owner (10,000)"])
    assert len(panel.model._groups) == 1
    last = panel.model.index(9_999, 1, panel.model.index(0, 0))
    assert "\u202e" not in last.data()
    assert "&lt;img&gt;" in last.data(Qt.ItemDataRole.ToolTipRole)
